"""Neurons of a network with one input: a small curve of the output over that input.

The axis is the middle of what the activation can give; between it and the curve it is blue above and
amber below. All neurons of a layer are coloured together, as arrays that QImages look into: painting the
curves one by one took three times as long as all edges.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from nndesk.ui.canvas.layout import Layer
from nndesk.ui.theme import RADIUS, Theme

Array = NDArray[np.floating[Any]]

_SIDE, _TOP = 0.1, 0.13  # of the neuron: free at either side, and above and below
_LINE = 0.038  # of the neuron
_LEAST_LINE = 1.0
_FILL = 0.35  # opacity over the surface
_AXIS = 0.5
_SHARP_SIDE = 96  # of neurons that have all pixels of the screen; larger ones are scaled


class Sparks:
    """The curves of one layer, for one theme and one ratio of pixels."""

    def __init__(self, layer: Layer, theme: Theme, ratio: float) -> None:
        self._layer = layer
        self._levels: Array = np.zeros((layer.units, 2), np.float32)
        self._wide = float(layer.rects[0, 2])
        self._pixels = side = max(4, round(min(self._wide, _SHARP_SIDE) * ratio))
        surface = theme.color("surface")
        self._surface = _rgb(surface)
        self._fills = [_rgb(theme.premix(theme.color(token), _FILL, surface)) for token in ("pos", "neg")]
        self._axis = _rgb(theme.premix(theme.color("borderStrong"), _AXIS, surface))
        self._ink = _rgb(theme.color("text"))
        self._half = max(_LINE * side, _LEAST_LINE * ratio) / 2
        self._rows = (np.arange(side, dtype=np.float32) + 0.5)[:, None]
        self._columns = slice(round(_SIDE * side), side - round(_SIDE * side))
        self._cover = rounded_cover(side)
        self._argb = np.zeros((layer.units, side, side), np.uint32)
        self._images: list[QImage] = []
        for picture in self._argb:
            image = QImage(picture.data, side, side, 4 * side, QImage.Format.Format_ARGB32_Premultiplied)
            image.setDevicePixelRatio(ratio if self._wide <= _SHARP_SIDE else side / self._wide)
            self._images.append(image)
        self.show(self._levels)

    def show(self, levels: Array) -> None:
        """Take the outputs on the scale −1 … +1, (units, points); what is no number lies on the axis."""
        self._levels = np.nan_to_num(levels, nan=0.0).clip(-1.0, 1.0).astype(np.float32)
        side, part = self._pixels, self._columns
        width, zero = part.stop - part.start, np.float32(side / 2)
        at = (np.arange(width) + 0.5) / width * (self._levels.shape[1] - 1)
        below = np.minimum(at.astype(np.intp), self._levels.shape[1] - 2)
        share = (at - below).astype(np.float32)
        heights = self._levels[:, below] * (1 - share) + self._levels[:, below + 1] * share
        curve = (zero - np.float32((0.5 - _TOP) * side) * heights)[:, None, :]  # from the top, (units, 1, w)
        top, bottom = self._rows - 0.5, self._rows + 0.5
        colors = np.empty((self._layer.units, side, width, 3), np.float32)
        colors[...] = self._surface
        # How much of each pixel lies between the axis and the curve.
        above = np.clip(np.minimum(bottom, zero) - np.maximum(top, curve), 0.0, 1.0)
        _mix(colors, above, self._fills[0])
        _mix(colors, np.clip(np.minimum(bottom, curve) - np.maximum(top, zero), 0.0, 1.0), self._fills[1])
        axis = np.clip(1.0 - np.abs(self._rows - zero), 0.0, 1.0)
        _mix(colors, np.broadcast_to(axis, above.shape), self._axis)
        # The part of the curve in a column reaches half way to its neighbours.
        middle = (curve[..., 1:] + curve[..., :-1]) / 2
        left = np.concatenate((curve[..., :1], middle), axis=2)
        right = np.concatenate((middle, curve[..., -1:]), axis=2)
        highest = np.minimum(np.minimum(left, right), curve)
        lowest = np.maximum(np.maximum(left, right), curve)
        away = np.maximum(highest - self._rows, self._rows - lowest)
        _mix(colors, np.clip(self._half + 0.5 - away, 0.0, 1.0), self._ink)
        self._fill(colors, part)

    def _fill(self, colors: Array, part: slice) -> None:
        """Write the pixels: ``colors`` in the columns ``part``, the surface beside; cut at the corners."""
        red, green, blue = (int(value) for value in self._surface)
        self._argb[...] = np.uint32(0xFF000000 | red << 16 | green << 8 | blue)
        parts = np.rint(colors).astype(np.uint32)
        self._argb[:, :, part] = 0xFF000000 | parts[..., 0] << 16 | parts[..., 1] << 8 | parts[..., 2]
        down, across = np.nonzero(self._cover < 255)
        inside = self._cover[down, across].astype(np.uint32)
        corner = self._argb[:, down, across]
        red_blue = (corner & 0xFF00FF) * inside >> 8 & 0xFF00FF
        green_part = (corner & 0x00FF00) * inside >> 8 & 0x00FF00
        self._argb[:, down, across] = inside << 24 | red_blue | green_part

    def draw(self, painter: QPainter, width: float, height: float) -> None:
        """Draw the neurons that are in view, without their outlines."""
        side = self._wide
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, side > _SHARP_SIDE)
        for (x, y), image in zip(self._layer.rects[:, :2].tolist(), self._images, strict=True):
            if x > width or y > height or x + side < 0 or y + side < 0:
                continue
            if side > _SHARP_SIDE:
                painter.drawImage(QRectF(x, y, side, side), image)
            else:
                painter.drawImage(QPointF(x, y), image)

    def place(self, unit: int, share: float) -> QPointF:
        """Where on the curve of a neuron the input lies that is so far along it, 0 … 1."""
        x, y, side, _ = self._layer.rects[unit].tolist()
        levels = self._levels[unit]
        level = float(np.interp(share * (len(levels) - 1), np.arange(len(levels)), levels))
        left = x + (_SIDE + share * (1 - 2 * _SIDE)) * side
        return QPointF(left, y + side / 2 - (0.5 - _TOP) * side * level)


def _rgb(color: QColor) -> Array:
    return np.array([color.red(), color.green(), color.blue()], np.float32)


def _mix(colors: Array, share: Array, over: Array) -> None:
    """Lay ``over`` on ``colors`` (…, 3), so much of it as ``share`` (…) says."""
    colors += share[..., None] * (over - colors)


def rounded_cover(side: int) -> NDArray[np.uint8]:
    """How much of each pixel of a square lies inside its rounded outline, 0 … 255."""
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.white)
    radius = RADIUS["neuron"] * side
    painter.drawRoundedRect(QRectF(0, 0, side, side), radius, radius)
    painter.end()
    pixels = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(side, side, 4)
    return pixels[:, :, 3].copy()
