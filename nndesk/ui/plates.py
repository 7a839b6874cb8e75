"""What floats over the canvas is on a plate; lines stand between its parts."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from nndesk.ui.shapes import rounded
from nndesk.ui.theme import RADIUS, Appearance


class Plate(QWidget):
    """A floating toolbar: a row of buttons on a raised surface. Its parent paints the shadow."""

    gives_way = False  # whether others may stand over it for a while

    def __init__(
        self,
        appearance: Appearance,
        name: str,
        direction: QBoxLayout.Direction = QBoxLayout.Direction.LeftToRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setAccessibleName(name)
        self.row = QBoxLayout(direction, self)
        self.row.setContentsMargins(4, 4, 4, 4)
        self.row.setSpacing(2)
        appearance.follow(self, QWidget.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        radius = RADIUS["tile"] + 2
        rounded(painter, QRectF(self.rect()), radius, theme.color("surface"), theme.color("border"))


class Line(QWidget):
    """A line between the parts of a plate."""

    _LENGTH = 20

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(9, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        line = QRectF(self.width() // 2, (self.height() - self._LENGTH) // 2, 1, self._LENGTH)
        QPainter(self).fillRect(line, self._appearance.theme.color("border"))
