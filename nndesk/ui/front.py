"""What the window shows until all that fills it is there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QMenuBar, QVBoxLayout, QWidget

from nndesk.ui.appbar import AppBar
from nndesk.ui.soon import Soon
from nndesk.ui.theme import Appearance
from nndesk.ui.widgets import Label


class Front(QWidget):
    """The bar with the program's mark and name, where the window will have it."""

    painted = Signal()  # once

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        title, edited = Label(appearance, "nndesk", "bodyStrong"), Label(appearance, "", "body", "text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(AppBar(appearance, QMenuBar(), title, edited), 0, Qt.AlignmentFlag.AlignTop)
        self._soon: Soon | None = Soon(self, self.painted.emit)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._soon is not None:
            self._soon.start()
            self._soon = None
