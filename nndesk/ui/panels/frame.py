"""The frame that all panels have: a header, and sections that scroll below it."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from nndesk.ui.scroll import ScrollColumn
from nndesk.ui.theme import SIZE, Appearance
from nndesk.ui.widgets import MARGIN, Label

_AROUND = 48  # what is seen above and below a control that is shown


class PanelFrame(QWidget):
    """A panel: header with breadcrumb, title and buttons, and sections that scroll below it."""

    def __init__(self, appearance: Appearance, name: str, crumb: str, title: str) -> None:
        super().__init__()
        self._appearance = appearance
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._crumb = Label(appearance, crumb, "caption", "text2")
        self._title = Label(appearance, title, "heading")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._crumb)
        words.addWidget(self._title)
        self._header = QHBoxLayout()
        self._header.setContentsMargins(MARGIN, 8, MARGIN - 8, 9)
        self._header.setSpacing(1)
        self._header.addLayout(words, 1)
        self._column = ScrollColumn(appearance)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._header)
        layout.addWidget(self._column, 1)
        self._restyle()
        appearance.changed.connect(self._restyle)

    def add(self, section: QWidget) -> None:
        self._column.column.insertWidget(self._column.column.count() - 1, section)

    def add_button(self, button: QWidget) -> None:
        """Add a button to the right end of the header."""
        place = QVBoxLayout()
        place.setContentsMargins(0, 3, 0, 0)
        place.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._header.addLayout(place)

    @property
    def place(self) -> int:
        """How far down it is scrolled."""
        return self._column.place

    def show_control(self, name: str) -> None:
        """Scroll to a control, and give it the keyboard where it can have it."""
        control = self.findChild(QWidget, name)
        if control is not None:
            self._column.ensureWidgetVisible(control, 0, _AROUND)
            taken = [button for button in control.findChildren(QAbstractButton) if button.isChecked()]
            target = taken[0] if taken else control
            if target.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                target.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, place: int) -> None:
        """Scroll to ``place``, now or as soon as there is so much."""
        self._column.go_to(place)

    def reaches(self, section: QWidget) -> bool:
        """Whether ``section`` is above the lower edge."""
        return section.mapTo(self, section.rect().topLeft()).y() < self.height()

    def keep_below(self, height: int) -> None:
        """Keep room below the last section, for one that comes."""
        self._column.column.setContentsMargins(0, 0, 0, height)

    def take_view(self, other: "PanelFrame") -> None:
        """Take over what costs much from ``other``, which shows the same in another language and goes."""

    def finish(self) -> None:
        """Make what was left out for the panel to be there sooner."""

    @property
    def words_width(self) -> int:
        """The room that the breadcrumb has."""
        items = [self._header.itemAt(at) for at in range(1, self._header.count())]
        buttons = sum(item.sizeHint().width() + self._header.spacing() for item in items if item is not None)
        margins = self._header.contentsMargins()
        return self.width() - margins.left() - margins.right() - buttons

    def show_title(self, crumb: str, title: str) -> None:
        self._crumb.setText(crumb)
        self._title.setText(title)
        self.setAccessibleName(title)

    @Slot()
    def _restyle(self) -> None:
        self._line = self._appearance.theme.px(SIZE["panelHeader"])
        self._header.setContentsMargins(MARGIN, 8, MARGIN - 8, self._line - 8 - self._words_height())
        self.update()

    def _words_height(self) -> int:
        theme = self._appearance.theme
        return theme.line("caption") + theme.line("heading")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._appearance.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, self._line - 1, self.width(), 1, theme.color("border"))
