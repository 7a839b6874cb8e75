"""The part of the plots that needs pyqtgraph, whose import takes 0.3 s: import it late."""

import math
from typing import Any

import numpy as np
import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QFrame, QWidget

from nndesk.ui.series import LossCurves, curve_pen, draw_thick
from nndesk.ui.theme import Appearance

_RADIUS, _HOLLOW = 2.75, 3.5  # of markers, to the middle of their outline of 2 px


class CurveView(pyqtgraph.PlotWidget):
    """Train and test loss on a logarithmic axis, each with a marker at its end; no axes of its own."""

    REACH = 5  # beyond the axes, all around: room for the markers

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Opaque: a new epoch repaints the curves and not the axes around them.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        item: Any = self.getPlotItem()
        item.hideAxis("left")
        item.hideAxis("bottom")
        item.hideButtons()
        item.setMenuEnabled(False)
        item.setMouseEnabled(False, False)
        item.layout.setContentsMargins(0, 0, 0, 0)
        item.disableAutoRange()
        self._lines = pyqtgraph.PlotCurveItem(antialias=True)
        self._train, self._test, self._ends = _Curve(), _Curve(), _Ends()
        for part in (self._lines, self._test, self._train, self._ends):
            item.addItem(part, ignoreBounds=True)
        self.restyle()

    def restyle(self) -> None:
        theme = self._appearance.theme
        self.setBackground(theme.color("surface"))
        self._lines.setPen(pyqtgraph.mkPen(theme.color("surface3"), width=1.5))
        self._train.setPen(curve_pen(theme.color("text")))
        self._test.setPen(curve_pen(theme.color("test"), dashed=True))

    def show_curves(self, curves: LossCurves, last: int, low: float, high: float, ticks: list[float]) -> None:
        """Show both series between epochs 0 and ``last``, logarithms ``low`` and ``high``."""
        width, height = self.width() - 2 * self.REACH, self.height() - 2 * self.REACH
        columns = max(1, round(width * len(curves.train) / (last + 1)))
        theme = self._appearance.theme
        ends: list[tuple[QPointF, QColor, QColor]] = []
        for series, curve, outline, fill in (
            (curves.train, self._train, "text", "text"),
            (curves.test, self._test, "test", "surface"),
        ):
            x, y = series.points(columns, low, high)
            curve.setData(x, y, connect="finite")
            if len(y) and math.isfinite(y[-1]):
                ends.append((QPointF(x[-1], y[-1]), theme.color(outline), theme.color(fill)))
        self._ends.show_ends(ends)
        self._lines.setData(np.tile([0, last], len(ticks)), np.repeat(ticks, 2), connect="pairs")
        beside, above = self.REACH * last / width, self.REACH * (high - low) / height
        self.getViewBox().setRange(
            xRange=(-beside, last + beside), yRange=(low - above, high + above), padding=0
        )


class _Curve(pyqtgraph.PlotCurveItem):
    """A line of 2 px."""

    def pixelPadding(self) -> float:
        return 1.0

    def paint(self, p: QPainter, opt: object, widget: object = None) -> None:
        if self.xData is not None and len(self.xData):
            draw_thick(p, self.getPath(), self.opts["pen"])


class _Ends(pyqtgraph.GraphicsObject):
    """Discs at the last points, above both lines."""

    def __init__(self) -> None:
        super().__init__()
        self._ends: list[tuple[QPointF, QColor, QColor]] = []

    def show_ends(self, ends: list[tuple[QPointF, QColor, QColor]]) -> None:
        """Show (place, outline, fill) of each."""
        self._ends = ends
        self.update()

    def boundingRect(self) -> QRectF:
        return self.viewRect() or QRectF()

    def viewRangeChanged(self) -> None:
        self.prepareGeometryChange()

    def paint(self, p: QPainter, opt: object, widget: object = None) -> None:
        transform = p.worldTransform()
        p.resetTransform()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, outline, fill in self._ends:
            p.setPen(QPen(outline, 2))
            p.setBrush(fill)
            radius = _RADIUS if fill == outline else _HOLLOW
            p.drawEllipse(transform.map(place), radius, radius)
