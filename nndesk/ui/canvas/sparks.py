"""Neurons of a network with one input: a small curve of the output over that input.

The axis is the middle of what the activation can give; between it and the curve it is blue above and
amber below.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nndesk.ui.canvas.layout import Layer
from nndesk.ui.theme import RADIUS, Theme

Array = NDArray[np.floating[Any]]

_SIDE, _TOP = 0.1, 0.13  # of the neuron: free at either side, and above and below
_LINE = 0.038  # of the neuron
_LEAST_LINE = 1.0
_FILL = 0.35  # opacity over the surface
_AXIS = 0.5


class Sparks:
    """The curves of one layer, kept as numbers and drawn where the layout has its neurons."""

    def __init__(self, layer: Layer, theme: Theme) -> None:
        self._layer, self._theme = layer, theme
        self._levels: Array = np.zeros((layer.units, 2))

    def show(self, levels: Array) -> None:
        """Take the outputs on the scale −1 … +1, (units, points); what is no number lies on the axis."""
        self._levels = np.nan_to_num(levels, nan=0.0).clip(-1.0, 1.0)

    def draw(self, painter: QPainter, width: float, height: float) -> None:
        """Draw the neurons that are in view, without their outlines."""
        theme = self._theme
        surface, side = theme.color("surface"), float(self._layer.rects[0, 2])
        radius = RADIUS["neuron"] * side
        line = QPen(theme.color("text"), max(_LINE * side, _LEAST_LINE))
        line.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        axis = QPen(theme.premix(theme.color("borderStrong"), _AXIS, surface), 1.0)
        fills = [theme.premix(theme.color(token), _FILL, surface) for token in ("pos", "neg")]
        left, right = _SIDE * side, (1 - _SIDE) * side
        middle, reach = side / 2, (0.5 - _TOP) * side
        across = np.linspace(left, right, self._levels.shape[1])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for (x, y), levels in zip(self._layer.rects[:, :2].tolist(), self._levels, strict=True):
            if x > width or y > height or x + side < 0 or y + side < 0:
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(surface)
            painter.drawRoundedRect(QRectF(x, y, side, side), radius, radius)
            zero = y + middle
            heights = (zero - reach * levels).tolist()
            curve = [QPointF(x + at, top) for at, top in zip(across.tolist(), heights, strict=True)]
            outline = [QPointF(x + left, zero), *curve, QPointF(x + right, zero)]
            for half, fill in zip((y, zero), fills, strict=True):
                painter.save()
                painter.setClipRect(QRectF(x, half, side, side / 2), Qt.ClipOperation.IntersectClip)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(fill)
                painter.drawPolygon(outline)
                painter.restore()
            painter.setPen(axis)
            painter.drawLine(QPointF(x + left, zero), QPointF(x + right, zero))
            painter.setPen(line)
            painter.drawPolyline(curve)

    def place(self, unit: int, share: float) -> QPointF:
        """Where on the curve of a neuron the input lies that is so far along it, 0 … 1."""
        x, y, side, _ = self._layer.rects[unit].tolist()
        levels = self._levels[unit]
        level = float(np.interp(share * (len(levels) - 1), np.arange(len(levels)), levels))
        left = x + (_SIDE + share * (1 - 2 * _SIDE)) * side
        return QPointF(left, y + side / 2 - (0.5 - _TOP) * side * level)
