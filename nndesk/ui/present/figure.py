"""The card with a lesson's figure, in the place of what the network believes."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nndesk.ui.figures import paint_figure, spoken_figure
from nndesk.ui.shapes import rounded
from nndesk.ui.theme import RADIUS, Appearance

_PAD = 12


class FigureCard(QWidget):
    """Shows one figure and is not touched. Whoever it lies on paints its shadow."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("figureCard")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._appearance, self._figure = appearance, ""
        self.hide()

    def show_figure(self, figure: str | None) -> None:
        """Show a figure by its name in lessons; None for none."""
        self._figure = figure or ""
        self.setVisible(bool(figure))
        self.setAccessibleName(spoken_figure(figure) if figure else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._appearance.theme, QPainter(self)
        rect = QRectF(self.rect())
        rounded(painter, rect, RADIUS["card"], theme.color("surface"), theme.color("border"))
        if self._figure:
            paint_figure(self._figure, painter, rect.adjusted(_PAD, _PAD, -_PAD, -_PAD), theme)
