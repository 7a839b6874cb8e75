"""Cells that are too small to look at: four times as large under the pointer, and as whole neurons where
they are selected."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nndesk.ui.canvas.layout import GAUGE_OVERHANG, Form, Layer, Layout
from nndesk.ui.canvas.neurons import Neurons, gauge
from nndesk.ui.canvas.paint import Picture
from nndesk.ui.canvas.sparks import Sparks
from nndesk.ui.points import ramp_image, round_path
from nndesk.ui.shapes import pixel_ratio, rounded
from nndesk.ui.theme import RADIUS, SIZE, STROKE, Theme

Array = NDArray[np.floating[Any]]

_TIMES = 4.0
_LENS = 116.0  # side of the lens
_AWAY = 14.0  # from the cell to the lens
_LARGE = 40.0  # cells of this side need none
_RING = 2.5
_OUT = 26.0  # from a strip to the neurons that left it
_ROOM = 24.0  # that the gauge and the bias need below them
_MOST = 4  # neurons that leave a strip at once
_BESIDE = 12.0
_MARGIN = 2.0
_NEAR = 6.0  # the same from a strip, and from what floats, where there is little room


class Magnifier:
    """Draws over one layout in one theme."""

    def __init__(self, layout: Layout, theme: Theme) -> None:
        self._layout, self._theme = layout, theme

    def magnifies(self, place: tuple[int, ...]) -> bool:
        """Whether a unit is a cell that the lens is for."""
        layer = self._layout.layers[place[0]]
        return layer.form in (Form.STRIP, Form.PIXELS) and float(layer.rects[0, 2]) < _LARGE

    def draw_lens(self, painter: QPainter, place: tuple[int, ...], neurons: Neurons, top: float) -> QRectF:
        """What is around a cell, four times as large and beside it; returns where."""
        theme, layer = self._theme, self._layout.layers[place[0]]
        cell = QRectF(*layer.rect(place[1]))
        lens = self._beside(cell, top)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(round_path(lens, RADIUS["card"]), Qt.ClipOperation.IntersectClip)
        painter.fillRect(lens, theme.color("canvas"))
        self._paint_cells(painter, layer, cell.center(), lens, neurons.colors.get(place[0]))
        around = self._seen(cell, cell.center(), lens)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("sel"), _RING))
        painter.drawRect(around)
        painter.restore()
        rounded(painter, lens, RADIUS["card"], None, theme.color("borderStrong"))
        return lens

    def _beside(self, cell: QRectF, top: float) -> QRectF:
        left = cell.right() + _AWAY
        if left + _LENS > self._layout.width - _MARGIN:
            left = cell.left() - _AWAY - _LENS
        above = cell.top() - _AWAY - _LENS
        return QRectF(left, above if above >= top + _MARGIN else cell.bottom() + _AWAY, _LENS, _LENS)

    def _seen(self, rect: QRectF, middle: QPointF, lens: QRectF) -> QRectF:
        """Where in the lens a part of the canvas is."""
        corner = lens.center() + (rect.topLeft() - middle) * _TIMES
        return QRectF(corner.x(), corner.y(), _TIMES * rect.width(), _TIMES * rect.height())

    def _paint_cells(
        self,
        painter: QPainter,
        layer: Layer,
        middle: QPointF,
        lens: QRectF,
        colors: NDArray[np.uint32] | None,
    ) -> None:
        half = lens.width() / _TIMES / 2
        x, y, side = layer.rects[:, 0], layer.rects[:, 1], float(layer.rects[0, 2])
        near = (x < middle.x() + half) & (x + side > middle.x() - half)
        near &= (y < middle.y() + half) & (y + side > middle.y() - half)
        gap = min(1.0, 0.1 * side) if layer.form is Form.PIXELS else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        for unit in np.flatnonzero(near).tolist():
            color = self._theme.diverging[128] if colors is None else colors[unit]
            rect = QRectF(*layer.rect(unit)).adjusted(0, 0, -gap, -gap)
            painter.fillRect(self._seen(rect, middle, lens), QColor.fromRgba(int(color)))

    # -- selected cells ---------------------------------------------------------------------------

    def draw_selected(self, painter: QPainter, picture: Picture) -> None:
        """Selected cells of strips as whole neurons, each with a line to its cell."""
        for index, layer in enumerate(self._layout.layers):
            units = [unit for at, unit in picture.units if at == index]
            if units and layer.form is Form.STRIP:
                self._draw_neurons(painter, index, units[:_MOST], picture)

    def _draw_neurons(self, painter: QPainter, index: int, shown: Sequence[int], picture: Picture) -> None:
        layer, theme = self._layout.layers[index], self._theme
        middle = sum(layer.rect(unit).middle[0] for unit in shown) / len(shown)
        top, side, below = self._room(layer, min(layer.rect(unit).y for unit in shown), picture.floating)
        width = len(shown) * (side + _BESIDE) - _BESIDE
        left = min(max(middle - width / 2, layer.box.x), max(layer.box.right - width, layer.box.x))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, unit in enumerate(sorted(shown, key=lambda unit: layer.rect(unit).x)):
            cell = QRectF(*layer.rect(unit))
            rect = QRectF(round(left + place * (side + _BESIDE)), round(top), side, side)
            painter.setPen(QPen(theme.color("sel"), STROKE["neuron"]))
            end = QPointF(rect.center().x(), rect.top() if below else rect.bottom())
            painter.drawLine(QPointF(cell.center().x(), cell.bottom() if below else cell.top()), end)
            one = replace(layer, form=Form.COLUMN, columns=1, rects=np.array([rect.getRect()]))
            colors, snapshot = picture.neurons.colors.get(index), picture.snapshot
            color = self._theme.diverging[128] if colors is None else colors[unit]
            level = None if snapshot is None else picture.neurons.over_inputs(index, unit, snapshot)
            self._draw_inside(painter, one, rect, QColor.fromRgba(int(color)), level)
            bias = picture.parameter(index, None, unit) if index else 0.0
            self._draw_outline(painter, one, rect, (bias or 0.0) / picture.neurons.whole)

    def _room(self, layer: Layer, highest: float, floating: Sequence[QRect]) -> tuple[float, float, bool]:
        """Where whole neurons stand, how large, and whether that is below their cells.

        They shrink where something floats below the strip and the headers are above it; where there is
        no room at all they stand on the strip, away from the ``highest`` of their cells.
        """
        side, box = SIZE["neuron"]["1440"] * min(1.0, self._layout.zoom), layer.box
        ends = [rect.top() for rect in floating if rect.left() < box.right and rect.right() > box.x]
        end = min([end for end in ends if end >= box.bottom], default=self._layout.height - _ROOM)
        if box.bottom + _OUT + side + _ROOM <= end:
            return box.bottom + _OUT, side, True
        if box.y - _OUT - side - _NEAR >= layer.header.bottom:
            return box.y - _OUT - side, side, False
        least = min(side, SIZE["neuronMin"])
        free = end - box.bottom - 2 * _NEAR - GAUGE_OVERHANG
        if free >= least:
            return box.bottom + _NEAR, min(side, free), True
        low = highest < box.middle[1]
        return (box.bottom - side - _ROOM if low else box.y + _ROOM), side, low

    def _draw_inside(
        self, painter: QPainter, one: Layer, rect: QRectF, color: QColor, level: Array | None
    ) -> None:
        painter.save()
        if level is not None and level.ndim == 1:
            spark = Sparks(one, self._theme, pixel_ratio(painter))
            spark.show(level[None])
            spark.draw(painter, self._layout.width, self._layout.height)
        else:
            painter.setClipPath(
                round_path(rect, RADIUS["neuron"] * rect.width()), Qt.ClipOperation.IntersectClip
            )
            if level is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(rect, ramp_image(self._theme, np.nan_to_num(level)))
            else:
                painter.fillRect(rect, color)
        painter.restore()

    def _draw_outline(self, painter: QPainter, one: Layer, rect: QRectF, share: float) -> None:
        """A neuron's frame, and its gauge, filled by a share of −1 … +1."""
        theme = self._theme
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("sel"), _RING))
        radius = RADIUS["neuron"] * rect.width()
        painter.drawRoundedRect(rect, radius, radius)
        box = gauge(one, 0)
        rounded(painter, box, RADIUS["tick"], theme.color("surface"), theme.color("borderStrong"))
        if np.isfinite(share):
            length = max(-1.0, min(share, 1.0)) * (box.width() / 2 - 3)
            bar = QRectF(box.center().x(), box.top() + 1.5, length, box.height() - 3).normalized()
            painter.fillRect(bar, theme.color("pos" if share > 0 else "neg"))
        middle = box.center().x()
        painter.fillRect(QRectF(middle - 0.75, box.top() - 1, 1.5, box.height() + 2), theme.color("text"))
