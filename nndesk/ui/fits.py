"""The network's curve over one input, through its points; and the legend that names its parts."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nndesk.data.dataset import Dataset
from nndesk.project.messages import FIELD, Snapshot
from nndesk.ui.marks import paint_probe, paint_ring
from nndesk.ui.numbers import tick_text, ticks
from nndesk.ui.planes import PointLayer
from nndesk.ui.points import Reading, Rows, Spot, nearest_row, plane_places, round_path, shown_point
from nndesk.ui.theme import RADIUS, Appearance, Theme, draw_text

Array = NDArray[Any]

_RADIUS = 2.75  # of a point
_REACH = 4.0  # how far beside a mark a press still means it
_SAMPLE_AWAY = 6  # from what a legend names to its name
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTER = Qt.AlignmentFlag.AlignCenter


class Fit:
    """One input: the network's curve through the points, with the errors at the training points."""

    def __init__(self, data: Dataset) -> None:
        self._rows = Rows.of(data)
        self._kind = data.kind
        self._limit = 1.4 * self._rows.limit
        self._points = PointLayer()
        self._drawn = self._rows.drawn()
        self._scale = 1.0  # of the text that stands around the plot

    def height(self, width: int, theme: Theme) -> int:
        return round(0.64 * width) + theme.px(26)

    def least_width(self, theme: Theme) -> int:
        return 0

    def spot(self, at: QPointF, rect: QRectF, snapshot: Snapshot | None) -> Spot:
        plot = self._plot(rect, self._scale)
        if not plot.adjusted(0, -_REACH, 0, _REACH).contains(at):
            return Spot()
        x = ((at.x() - plot.left()) / plot.width() * 2 - 1) * self._kind.extent
        places = self._places(plot, self._rows.raw[:, 0], self._rows.target)
        return Spot(nearest_row(at, places, self._drawn, _RADIUS + _REACH), (x,))

    def plane(self, rect: QRectF) -> QRectF:
        return self._plot(rect, self._scale)

    def tip(self, at: QPointF, rect: QRectF, snapshot: Snapshot | None) -> str:
        return ""

    def reading(self, at: QPointF, rect: QRectF, snapshot: Snapshot) -> Reading | None:
        spot = self.spot(at, rect, snapshot)
        if spot.raw is None or snapshot.field.ndim != 2:
            return None
        x = np.linspace(-self._kind.extent, self._kind.extent, FIELD)
        nearest = int(np.abs(x - spot.raw[0]).argmin())
        return (float(x[nearest]),), float(snapshot.field[0, nearest])

    def forget(self) -> None:
        self._points.forget()

    def paint(self, painter: QPainter, rect: QRectF, snapshot: Snapshot | None, theme: Theme) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._scale = theme.text_scale
        plot = self._plot(rect, self._scale)
        radius = RADIUS["control"]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface2"))
        painter.drawRoundedRect(plot, radius, radius)
        self._paint_ticks(painter, plot, theme)
        painter.save()
        painter.setClipPath(round_path(plot, radius))
        self._paint_curves(painter, plot, snapshot, theme)
        painter.restore()
        local = QRectF(0, 0, plot.width(), plot.height())
        at = self._places(local, self._rows.raw[:, 0], self._rows.target)
        self._points.paint(painter, plot, self._rows, at, theme, radius=_RADIUS, ring=theme.color("test"))
        if snapshot is not None:
            self._paint_shown(painter, plot, snapshot, theme)

    def _plot(self, rect: QRectF, scale: float) -> QRectF:
        return rect.adjusted(round(29 * scale), 3, -round(9 * scale), -round(24 * scale))

    def _paint_shown(self, painter: QPainter, plot: QRectF, snapshot: Snapshot, theme: Theme) -> None:
        """Mark the sample on its point, a probe on the curve with its line."""
        raw = shown_point(snapshot, self._rows.raw)
        if raw is None:
            return
        probing = snapshot.probe is not None
        y = float(snapshot.activations[-1][0]) if probing else float(self._rows.target[snapshot.sample])
        y = min(max(y, -self._limit), self._limit) if math.isfinite(y) else 0.0
        ((left, top),) = self._places(plot, raw[:1], np.array([y])).tolist()
        if probing:
            pen = QPen(theme.color("sel"), 1.5, c=Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([2.5, 2])
            painter.setPen(pen)
            painter.drawLine(QPointF(left, plot.top()), QPointF(left, plot.bottom()))
        (paint_probe if probing else paint_ring)(painter, QPointF(left, top), _RADIUS + 1.5, theme)

    def _places(self, plot: QRectF, x: Array, y: Array) -> Array:
        return plane_places(plot, np.stack((x / self._kind.extent, y / self._limit), axis=1), 1.0)

    def _paint_ticks(self, painter: QPainter, plot: QRectF, theme: Theme) -> None:
        font, color = theme.font("caption"), theme.color("text2")
        line = theme.line("caption")
        for value in ticks(self._limit, 2.5):
            y = plot.center().y() - value / self._limit * plot.height() / 2
            box = QRectF(plot.left() - theme.px(29), y - line / 2, theme.px(23), line)
            draw_text(painter, box, _RIGHT, tick_text(value), font, color)
        for value in ticks(self._kind.extent, 3.5):
            x = plot.center().x() + value / self._kind.extent * plot.width() / 2
            box = QRectF(x - theme.px(15), plot.bottom() + theme.px(5), theme.px(30), line)
            draw_text(painter, box, _CENTER, tick_text(value), font, color)
        painter.setPen(QPen(theme.premix(theme.color("borderStrong"), 0.5, theme.color("surface2")), 1.25))
        painter.drawLine(QPointF(plot.left(), plot.center().y()), QPointF(plot.right(), plot.center().y()))

    def _paint_curves(self, painter: QPainter, plot: QRectF, snapshot: Snapshot | None, theme: Theme) -> None:
        x = np.linspace(-self._kind.extent, self._kind.extent, FIELD)
        if self._kind.curve is not None:
            painter.setPen(QPen(theme.color("text3"), 1.5, Qt.PenStyle.DotLine, Qt.PenCapStyle.FlatCap))
            self._paint_line(painter, self._places(plot, x, self._kind.curve(x)))
        if snapshot is None or snapshot.field.ndim != 2:
            return
        # A curve that has left the picture far behind would be drawn at places that overflow.
        far = 4 * self._limit
        y = np.nan_to_num(snapshot.field[0].astype(np.float64), nan=far, posinf=far, neginf=-far).clip(
            -far, far
        )
        rows = self._rows.drawn()
        rows = rows[rows < self._rows.trained]
        raw, target = self._rows.raw[rows, 0], self._rows.target[rows]
        painter.setPen(QPen(theme.color("grad"), 1.25))
        ends = zip(
            self._places(plot, raw, target).tolist(),
            self._places(plot, raw, np.interp(raw, x, y)).tolist(),
            strict=True,
        )
        for a, b in ends:
            painter.drawLine(QPointF(*a), QPointF(*b))
        painter.setPen(QPen(theme.color("text"), 2.5))
        self._paint_line(painter, self._places(plot, x, y))

    def _paint_line(self, painter: QPainter, places: Array) -> None:
        painter.drawPolyline(QPolygonF([QPointF(*at) for at in places.tolist()]))


class FitLegend(QWidget):
    """Names what is drawn over one input."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._tested = True
        appearance.changed.connect(self.update)

    def show_tested(self, tested: bool) -> None:
        """Whether there are test points."""
        self._tested = tested
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.font("label")
        painter.setFont(font)
        x, middle = 0.0, self.height() / 2
        for kind, text, token in self._entries():
            color = theme.color(token)
            x += self._paint_sample(painter, kind, x, middle, color, theme) + _SAMPLE_AWAY
            width = painter.fontMetrics().horizontalAdvance(text) + 1
            draw_text(
                painter, QRectF(x, 0, width, self.height()), _LEFT, text, font, theme.color(_readable(token))
            )
            x += width + theme.px(12)
        painter.end()

    def _entries(self) -> list[tuple[str, str, str]]:
        entries = [
            ("line", self.tr("network"), "text"),
            ("dots", self.tr("true curve"), "text3"),
            ("bar", self.tr("error"), "grad"),
        ]
        return [*entries, ("ring", self.tr("test"), "test")] if self._tested else entries

    def _paint_sample(
        self, painter: QPainter, kind: str, x: float, middle: float, color: QColor, theme: Theme
    ) -> float:
        """Paint a sample of what is named; returns how wide it is."""
        if kind == "bar":
            painter.setPen(QPen(color, 1.25))
            painter.drawLine(QPointF(x + 1, middle - 7), QPointF(x + 1, middle + 7))
            return 2
        if kind == "ring":
            painter.setPen(QPen(color, 1.5))
            painter.setBrush(theme.color("surface"))
            painter.drawEllipse(QPointF(x + 5, middle), 4, 4)
            return 10
        style = Qt.PenStyle.DotLine if kind == "dots" else Qt.PenStyle.SolidLine
        painter.setPen(QPen(color, 1.5 if kind == "dots" else 2, style, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QPointF(x, middle), QPointF(x + 11, middle))
        return 11


def _readable(token: str) -> str:
    return "text2" if token in ("text", "text3") else token
