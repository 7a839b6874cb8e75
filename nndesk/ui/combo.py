"""A list of choices: a box that shows one of them and opens the others."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QListView, QSizePolicy, QStyledItemDelegate

from nndesk.ui.menu import float_free
from nndesk.ui.shapes import draw_icon, rounded
from nndesk.ui.theme import DISABLED, RADIUS, SIZE, Appearance, draw_text, fitting

_LIST_PAD = 6  # of an open list, and of its rows


class ComboBox(QComboBox):
    """A list of (identifier, label) choices; asks for an identifier."""

    asked = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        name: str,
        label: str,
        choices: Sequence[tuple[str, str]],
        *,
        icon: str = "",
        role: str = "number",
    ) -> None:
        super().__init__()
        self._appearance, self._icon, self._role = appearance, icon, role
        self.setObjectName(name)
        self.setAccessibleName(label)
        for id, text in choices:
            self.addItem(text, id)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._ask)
        self._restyle()
        appearance.follow(self, ComboBox._restyle)

    def show_value(self, id: str, other: str = "") -> None:
        """Show the choice ``id``, or the words ``other`` where it is none of them."""
        self._shown = self.findData(id)
        self.setPlaceholderText(other)
        self.setCurrentIndex(self._shown)
        self.update()

    @Slot(int)
    def _ask(self, index: int) -> None:
        wanted = self.itemData(index)
        with QSignalBlocker(self):
            self.setCurrentIndex(self._shown)  # until the answer comes
        self.asked.emit(wanted)

    _shown = -1
    _has_list = False

    def _make_list(self) -> None:
        """Make the list when it is first opened: it costs as much as the rest of a row."""
        self._has_list = True
        self.setView(QListView())
        self.setItemDelegate(QStyledItemDelegate(self))
        popup = self.view().parentWidget()
        assert isinstance(popup, QFrame)
        float_free(popup)
        popup.setFrameShape(QFrame.Shape.NoFrame)
        popup.setPalette(_nothing())

    def showPopup(self) -> None:
        if not self._has_list:
            self._make_list()
        view, sheet = self.view(), self._appearance.theme.sheet("list")
        view.setFont(self.font())
        if view.styleSheet() != sheet:
            view.setStyleSheet(sheet)
        around = 4 * self._appearance.theme.px(_LIST_PAD)  # of the list, and of its rows
        view.setMinimumWidth(view.sizeHintForColumn(0) + around)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _restyle(self) -> None:
        self.setFont(self._appearance.theme.font(self._role))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = self._appearance.theme
        texts = (self.itemText(index) for index in range(self.count()))
        widest = max((theme.width(text, self._role) for text in texts), default=0.0)
        icon = 22 if self._icon else 0
        return QSize(math.ceil(widest) + 10 + icon + 26, theme.px(SIZE["field"]))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 96), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(DISABLED)
        rect = QRectF(self.rect())
        rounded(painter, rect, RADIUS["control"], theme.color("surface"), theme.color("borderStrong"))
        left = 10.0
        if self._icon:
            draw_icon(painter, QPointF(left + 8, rect.center().y()), theme, self._icon, "text", 16)
            left += 22
        words = rect.adjusted(left, 0, -25, 0)
        text = self.currentText() if self.currentIndex() >= 0 else self.placeholderText()
        font = fitting(theme.font(self._role), text, words.width(), theme.text_scale)
        text = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, words.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        draw_text(painter, words, flags, text, font, theme.color("text"))
        draw_icon(painter, QPointF(rect.right() - 14, rect.center().y()), theme, "chevron-down", "text2", 14)


def _nothing() -> QPalette:
    """For what stands behind a list with round corners: Qt would paint a plain menu there."""
    palette = QPalette()
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
        palette.setColor(role, Qt.GlobalColor.transparent)
    return palette
