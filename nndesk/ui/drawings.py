"""The pictures on tiles: activations, losses, optimizers and schedules as curves, data as what it looks like.

Curves are calculated when a tile is made and only drawn when it is painted.
"""

import math
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap, QPolygonF

from nndesk.data.kinds import KINDS, Kind
from nndesk.engine.activations import Activation
from nndesk.engine.schedules import SCHEDULES
from nndesk.ui.points import Rows, paint_rows
from nndesk.ui.shapes import pixel_ratio
from nndesk.ui.theme import Drawing, Theme

_LINE = 1.75
_REACH = 3.0  # of the axis that activations are shown over
_ERRORS, _MOST = 2.0, 3.05  # of the axis that losses are shown over, and the highest that is shown
_LEAST = math.exp(-_MOST)  # of the probabilities whose loss is shown
_COURSE = 3.8  # epochs of a schedule that falls every epoch

Points = Sequence[tuple[float, float]]  # (across, down), both 0…1

# How the loss falls, told by the eye: the smooth way of the full gradient, the jumps of batches …
_DESCENTS: dict[str, Points] = {
    "gd": ((0, 0), (0.25, 0.44), (0.5, 0.72), (0.75, 0.9), (1, 0.95)),
    "sgd": ((0, 0), (0.15, 0.4), (0.3, 0.32), (0.45, 0.72), (0.6, 0.6), (0.8, 0.9), (1, 0.86)),
    "momentum": ((0, 0), (0.3, 0.63), (0.55, 1.0), (0.8, 0.84), (1, 0.91)),
    "nesterov": ((0, 0), (0.3, 0.6), (0.55, 0.93), (0.8, 0.9), (1, 0.93)),
    "adagrad": ((0, 0), (0.2, 0.58), (0.4, 0.72), (0.7, 0.8), (1, 0.83)),
    "rmsprop": ((0, 0), (0.2, 0.6), (0.4, 0.86), (0.6, 0.8), (0.8, 0.94), (1, 0.9)),
    "adam": ((0, 0), (0.22, 0.7), (0.45, 0.92), (0.7, 0.93), (1, 0.95)),
    "adamw": ((0, 0), (0.22, 0.68), (0.45, 0.93), (0.7, 0.96), (1, 0.98)),
}

_LOSSES: dict[str, Callable[[float], float]] = {  # of the error, or of how wrong the output's sign is
    "mean_squared_error": lambda e: e * e,
    "half_squared_error": lambda e: e * e / 2,
    "mean_absolute_error": abs,
    "huber": lambda e: e * e / 2 if abs(e) < 1 else abs(e) - 0.5,
    "binary_crossentropy": lambda e: math.log1p(math.exp(2 * e)),
    "categorical_crossentropy": lambda e: -math.log(_LEAST + (1 - _LEAST) * (e + _ERRORS) / (2 * _ERRORS)),
}


@cache
def descent(optimizer: str) -> Drawing:
    """The way down of an optimizer, a dot for each step."""
    points = _DESCENTS.get(optimizer, _DESCENTS["gd"])

    def draw(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = _places(rect, points)
        painter.setPen(QPen(theme.color("text"), 1.5))
        painter.drawPolyline(QPolygonF(places))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("text"))
        for place in places:
            painter.drawEllipse(place, 1.75, 1.75)

    return draw


@cache
def activation_curve(activation: Activation) -> Drawing:
    """The function over its axes; of one that mixes its units, bars."""
    if activation.derivative is None:
        return _draw_bars
    z = np.linspace(-_REACH, _REACH, 49)
    a = activation.outputs(z)
    bounded = activation.low >= -1 and activation.high <= 1
    top = 1.2 if bounded else _REACH
    bottom = -0.2 if activation.low >= 0 and bounded else -1.2 if bounded else -_REACH
    if not bounded and activation.low > -np.inf:
        bottom = -1.2
    zero = top / (top - bottom)
    points = [((x + _REACH) / (2 * _REACH), (top - y) / (top - bottom)) for x, y in zip(z, a, strict=True)]

    def draw(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        _draw_axes(painter, rect, theme, 0.5, zero)
        _draw_curve(painter, rect, theme, points)

    return draw


@cache
def loss_curve(loss: str) -> Drawing:
    """The loss over the error, cut off above."""
    function = _LOSSES.get(loss, _LOSSES["mean_squared_error"])
    errors = np.linspace(-_ERRORS, _ERRORS, 81).tolist()
    points = [((e + _ERRORS) / (2 * _ERRORS), 1 - min(function(e), _MOST) / _MOST) for e in errors]

    def draw(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        _draw_axes(painter, rect, theme, 0.5, 1.0)
        _draw_curve(painter, rect, theme, points)

    return draw


@cache
def rate_course(kind: str) -> Drawing:
    """The learning rate over a few of the schedule's own lengths."""
    points = _course(kind)

    def draw(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_curve(painter, rect, theme, points)

    return draw


def _course(kind: str) -> list[tuple[float, float]]:
    schedule = SCHEDULES[kind]
    warmup, end = 0.25 * _COURSE, _COURSE
    settings = {
        "decay_rate": 0.5,
        "decay_epochs": 1.0 if "decay_rate" in schedule.settings else end,
        "warmup_epochs": warmup,
        "alpha": 0.0,
    }
    if "warmup_epochs" in schedule.settings:
        settings["decay_epochs"] = end - warmup
    times = np.linspace(0.0, end, 97).tolist()
    rates = [schedule.rate(1.0, t, settings) for t in times]
    top, span = max(rates), max(rates) - min(rates)
    return [(t / end, (top - rate) / span if span else 0.5) for t, rate in zip(times, rates, strict=True)]


class DataSketch:
    """What data of one kind looks like: drawn from the kind itself when it is first seen."""

    def __init__(self, kind: Kind, noise: float = 0.0) -> None:
        self._kind, self._noise = kind, noise
        self._pixmap: QPixmap | None = None
        self._painted: tuple[str, QRectF, float] | None = None

    def __call__(self, painter: QPainter, rect: QRectF, theme: Theme) -> None:
        ratio = pixel_ratio(painter)
        key = (theme.name, QRectF(0, 0, rect.width(), rect.height()), ratio)
        if self._pixmap is None or self._painted != key:
            self._pixmap, self._painted = self._paint(*key, theme), key
        painter.drawPixmap(rect.topLeft(), self._pixmap)

    def _paint(self, _name: str, rect: QRectF, ratio: float, theme: Theme) -> QPixmap:
        samples = min(self._kind.samples, 200)
        raw, target = self._kind.generate(samples, self._noise, np.random.default_rng(3))
        pixmap = QPixmap((rect.size() * ratio).toSize())
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_rows(painter, rect, Rows(self._kind, raw, target, len(target)), theme, sketch=True)
        painter.end()
        return pixmap


@cache
def data_sketch(kind: str, noise: float = 0.0) -> DataSketch:
    """The one sketch of that data: it is kept by those who draw it."""
    return DataSketch(KINDS[kind], noise)


def _places(rect: QRectF, points: Points) -> list[QPointF]:
    left, top, width, height = rect.x(), rect.y(), rect.width(), rect.height()
    return [QPointF(left + x * width, top + y * height) for x, y in points]


def _draw_axes(painter: QPainter, rect: QRectF, theme: Theme, across: float, down: float) -> None:
    x, y = rect.left() + across * rect.width(), rect.top() + down * rect.height()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("surface3"), 1.5))
    painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
    painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


def _draw_curve(painter: QPainter, rect: QRectF, theme: Theme, points: Points) -> None:
    pen = QPen(theme.color("text"), _LINE)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF(_places(rect, points)))


def _draw_bars(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    heights = (0.22, 0.36, 1.0, 0.22)
    step = rect.height() * 0.42
    left = rect.center().x() - 2 * step
    for place, height in enumerate(heights):
        tall = height * rect.height()
        bar = QRectF(left + place * step, rect.bottom() - tall, step - 1.5, tall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("text"))
        painter.drawRoundedRect(bar, 1, 1)
