"""Sheets: cards over the window with a title, and rows that scroll where there are too many."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from nndesk.ui.focus import FocusRing
from nndesk.ui.scroll import ScrollColumn
from nndesk.ui.shapes import draw_shadow, rounded
from nndesk.ui.theme import RADIUS, Appearance
from nndesk.ui.widgets import IconButton, Label

_REACH = 28  # of the shadow, around the card
_INSET = 24
_TALLEST = 0.86  # of the window


class Sheet(QDialog):
    """A card of its own over ``window``. ``_fill`` puts in what is on it, and is called again
    where all of it changes, as with the language; whoever has the keyboard keeps it."""

    wide = 520

    def __init__(self, appearance: Appearance, window: QWidget, name: str) -> None:
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._appearance, self._window = appearance, window
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(_REACH, _REACH, _REACH, _REACH)
        self._content = QWidget()
        self.renew()
        FocusRing(appearance, self)
        appearance.changed.connect(self._fit)

    def _title(self) -> str:
        raise NotImplementedError

    def _fill(self, column: QVBoxLayout) -> None:
        """Add the parts below the title."""
        raise NotImplementedError

    def _add_row(self, label: str, control: QWidget, why: str | Label = "") -> None:
        """Add ``control`` with its label, and smaller words below that."""
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(self._appearance, label, "body"))
        if why:
            small = why if isinstance(why, Label) else Label(self._appearance, why, "caption", "text3")
            words.addWidget(small)
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 4, 6)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column = self._scroll.column
        column.insertLayout(column.count() - 1, row)

    def renew(self) -> None:
        """Make all of it anew."""
        focus = self.focusWidget()
        focused = focus.objectName() if focus is not None else ""
        self._content.setParent(None)
        self._content.deleteLater()
        self._content = QWidget()
        self._outer.addWidget(self._content)
        title = Label(self._appearance, self._title(), "title")
        self.setWindowTitle(title.text())
        close = IconButton(self._appearance, "x", self.tr("Close"), icon_size=16)
        close.setObjectName("closeButton")
        close.clicked.connect(self.close)
        top = QHBoxLayout()
        top.setContentsMargins(_INSET, 16, 12, 8)
        top.addWidget(title, 1)
        top.addWidget(close)
        self._scroll = ScrollColumn(self._appearance)
        self._scroll.column.setContentsMargins(_INSET, 0, _INSET, _INSET)
        self._fill(self._scroll.column)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._scroll)
        self._content.show()
        self._fit()
        found = self._content.findChild(QWidget, focused) if focused else None
        (found or self._first()).setFocus(Qt.FocusReason.OtherFocusReason)

    def _first(self) -> QWidget:
        """What has the keyboard at first."""
        first = self._content.findChild(QWidget, "closeButton")
        assert first is not None
        return first

    def _fit(self) -> None:
        """As high as what is on it, where the window has the room."""
        theme = self._appearance.theme
        wide = min(theme.px(self.wide), self._window.width() - 2 * _REACH)
        self.setFixedWidth(wide + 2 * _REACH)
        layout = self._scroll.column
        layout.activate()
        needed = max(layout.heightForWidth(wide), layout.minimumSize().height())
        top = theme.line("title") + 16 + 16
        tallest = round(_TALLEST * self._window.height())
        self._scroll.setFixedHeight(min(needed, tallest - top))
        self.adjustSize()
        middle = self._window.frameGeometry().center()
        self.move(middle.x() - self.width() // 2, middle.y() - self.height() // 2)
        self.update()

    def showEvent(self, event: QEvent) -> None:
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._scroll.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        if event.key() in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        card = self.rect().adjusted(_REACH, _REACH, -_REACH, -_REACH)
        draw_shadow(painter, card, theme)
        rounded(painter, QRectF(card), RADIUS["card"], theme.color("surface"), theme.color("border"))
