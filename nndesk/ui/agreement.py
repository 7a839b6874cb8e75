"""Predicted numbers beside their targets."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nndesk.project.messages import Snapshot
from nndesk.ui.marks import paint_ring
from nndesk.ui.numbers import tick_text
from nndesk.ui.points import Rows, Spot, Stamps, nearest_row, paint_points, plane_places
from nndesk.ui.shapes import pixel_ratio, rounded
from nndesk.ui.theme import RADIUS, Theme, draw_text

Array = NDArray[Any]

_AGREEMENT_RADIUS = 1.9
_REACH = 4.0  # how far beside a mark a press still means it
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTER = Qt.AlignmentFlag.AlignCenter


class Agreement:
    """Predicted numbers over their targets: on the diagonal where they agree. One scale both ways."""

    def __init__(self, rows: Rows, shape: float = 0.54) -> None:
        """``shape`` is the height of the plot against the width of the picture."""
        self._rows, self._shape = rows, shape
        self._chosen = rows.drawn()
        self._limit = float(f"{1.2 * rows.limit:.2g}")  # as it is written
        self._low = -self._limit if rows.target.min() < 0 else 0.0
        self._stamps: Stamps = {}
        self._ratio = 0.0
        self._scale = 1.0  # of the text that stands around the plot

    def height(self, width: int, theme: Theme) -> int:
        return round(self._shape * width) + theme.px(32)

    def least_width(self, theme: Theme) -> int:
        return 0

    def spot(self, at: QPointF, rect: QRectF, snapshot: Snapshot | None) -> Spot:
        plot = self._plot(rect, self._scale)
        if snapshot is None or not plot.contains(at):
            return Spot()
        return Spot(nearest_row(at, self._places(plot, snapshot), self._chosen, _AGREEMENT_RADIUS + _REACH))

    def plane(self, rect: QRectF) -> QRectF:
        return QRectF()

    def reading(self, at: QPointF, rect: QRectF, snapshot: Snapshot) -> None:
        """There is no point whose output it shows."""

    def tip(self, at: QPointF, rect: QRectF, snapshot: Snapshot | None) -> str:
        return ""

    def forget(self) -> None:
        self._stamps = {}

    def paint(self, painter: QPainter, rect: QRectF, snapshot: Snapshot | None, theme: Theme) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._scale = theme.text_scale
        plot = self._plot(rect, self._scale)
        rounded(painter, plot, RADIUS["control"], theme.color("surface2"), None)
        pen = QPen(theme.color("text3"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawLine(plot.bottomLeft(), plot.topRight())
        self._paint_words(painter, plot, theme)
        if snapshot is None:
            return
        places = self._places(plot, snapshot)
        ratio = pixel_ratio(painter)
        if ratio != self._ratio:
            self._ratio, self._stamps = ratio, {}
        painter.save()
        # Targets are all on the axis, predictions need not be.
        painter.setClipRect(plot.adjusted(-_AGREEMENT_RADIUS - 1, 0, _AGREEMENT_RADIUS + 1, 0))
        paint_points(painter, places, self._rows, theme, _AGREEMENT_RADIUS, stamps=self._stamps)
        if snapshot.marked and snapshot.probe is None and snapshot.sample < len(self._rows.target):
            paint_ring(painter, self._shown(plot, snapshot), _AGREEMENT_RADIUS + 1, theme)
        painter.restore()

    def _plot(self, rect: QRectF, scale: float) -> QRectF:
        return rect.adjusted(round(26 * scale), 0, -round(5 * scale), -round(32 * scale))

    def _places(self, plot: QRectF, snapshot: Snapshot) -> Array:
        """Where the marks of the compared rows are: (rows, 2), NaN of those that have none."""
        places = np.full((len(self._rows.target), 2), np.nan)
        if len(snapshot.predictions) == len(self._chosen):
            pairs = np.stack((self._rows.target[self._chosen], snapshot.predictions), axis=1)
            places[self._chosen] = self._at(plot, pairs)
        return places

    def _at(self, plot: QRectF, pairs: Array) -> Array:
        """Where targets and what was predicted, (n, 2), lie: (n, 2)."""
        span = self._limit - self._low
        return plane_places(plot, 2 * (pairs - self._low) / span - 1, 1.0)

    def _shown(self, plot: QRectF, snapshot: Snapshot) -> QPointF:
        """Where the shown sample lies, also where it is not among the compared rows."""
        pair = [float(self._rows.target[snapshot.sample]), float(snapshot.activations[-1][0])]
        ((x, y),) = np.nan_to_num(self._at(plot, np.array([pair])), nan=-1e6).tolist()
        return QPointF(x, min(max(y, -1e6), 1e6))

    def _paint_words(self, painter: QPainter, plot: QRectF, theme: Theme) -> None:
        font, color, line = theme.font("caption"), theme.color("text2"), theme.line("caption")
        below = QRectF(plot.left(), plot.bottom() + 2, plot.width(), line)
        draw_text(painter, below, _LEFT, tick_text(self._low), font, color)
        draw_text(painter, below, _RIGHT, tick_text(self._limit), font, color)
        below.translate(0, line - 2)
        target = QCoreApplication.translate("OutputView", "target")
        draw_text(painter, below, _CENTER, target, font, color)
        predicted = QCoreApplication.translate("OutputView", "predicted")
        painter.save()
        painter.translate(plot.left() - theme.px(4) - line / 2, plot.center().y())
        painter.rotate(-90)
        side = QRectF(-plot.height() / 2, -line / 2, plot.height(), line)
        draw_text(painter, side, _CENTER, predicted, font, color)
        painter.restore()
