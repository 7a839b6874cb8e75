"""The numbers of biases: where each has its place beside its neuron, and how it is written there."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from nndesk.ui.canvas.labels import chip_width
from nndesk.ui.canvas.layout import GAUGE_OVERHANG, Form, Layer, Layout
from nndesk.ui.shapes import draw_chip
from nndesk.ui.theme import RADIUS, Theme, draw_text
from nndesk.ui.words import written

Array = NDArray[np.floating[Any]]

_DOWN = 17.0  # from a neuron to the middle of the number below it
_BELOW_RING = 4.0  # so much lower where there is a ring around the neuron
_ROOM = 24.0  # below a gauge, that a number needs
_CHIP_AWAY = 9.0  # from a neuron, so that the ring of a selected one stays visible
_CLOSE = 4.0  # the same where there is less room
_PADS = (8, 5)
_BELOW = 46  # at the canvas's lower edge, for what floats there
_WIDEST, _AROUND = "b = +0.00", 8  # a number below a neuron, and the space around its words
_BESIDE = 80  # of the words below a bar

_CENTER = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Number:
    """A number at its place."""

    text: str
    box: QRectF
    chip: bool
    align: Qt.AlignmentFlag = _CENTER


def signed(value: float) -> str:
    """A parameter with its sign and two decimals, as there is room for on the canvas."""
    if abs(value) < 1000:
        return f"{round(value, 2) + 0.0:+.2f}".replace("-", "−")
    return exactly(value)


def exactly(value: float) -> str:
    """A parameter with its sign and as many decimals as it takes to tell it from others."""
    text = written(value, 2)
    return text if text[0] in "−–" else f"+{text}"


class BiasNumbers:
    """Places the numbers of one layout in one theme."""

    def __init__(self, layout: Layout, theme: Theme) -> None:
        self._layout, self._theme = layout, theme

    def everywhere(self) -> list[tuple[int, int]]:
        """The neurons whose numbers can all be shown at once.

        Those that have none right of them, of layers whose rows are not too close.
        """
        found: list[tuple[int, int]] = []
        for index, layer in enumerate(self._layout.layers[1:], start=1):
            if layer.form in (Form.COLUMN, Form.BLOCK) and not self._is_close(layer):
                found += [(index, unit) for unit in range(layer.units) if _ends_row(layer, unit)]
        return found

    def number(self, index: int, unit: int, value: float, *, ringed: bool = False) -> Number | None:
        """The number of a neuron's bias: below its gauge, or on a chip beside it; None without room."""
        layer, layout = self._layout.layers[index], self._layout
        text = f"b = {signed(value)}"
        rect = layer.rect(unit)
        if layer.form is Form.COLUMN and self._free_below(layer) >= _ROOM:
            width = QFontMetricsF(self._font).horizontalAdvance(text) + _AROUND
            middle = rect.bottom + _DOWN + (_BELOW_RING if ringed else 0)
            left = self._between(index, QRectF(rect.middle[0] - width / 2, middle - 8, width, 16))
            if left is not None:
                return Number(text, QRectF(left, middle - 8, width, 16), chip=False)
        if layout.bars is not None and index == len(layout.layers) - 1:
            # Beside the gauge, in the gap below the unit's own bar.
            left, top, width, height = layout.bars[unit].tolist()
            line = self._theme.line("caption")
            middle = max(rect.bottom, top + height + line / 2)
            box = QRectF(left, middle - line / 2, max(width, _BESIDE), line)
            return Number(text, box, chip=False, align=_LEFT)
        after = layout.layers[index + 1 :]
        end = self._left_of(after[0]) if after else layout.loss_card.x - 2
        for away, pad, words in (
            (_CHIP_AWAY, _PADS[0], text),
            (_CHIP_AWAY, _PADS[1], text),
            (_CLOSE, _PADS[1], text),
            (_CLOSE, _PADS[1], signed(value)),
        ):
            width = chip_width(self._theme, words, pad)
            free = _ends_row(layer, unit) and not self._is_close(layer)
            begin = (rect.right if free else layer.box.right) + away
            if begin + width <= end:
                height = self._chip_height()
                top = round(rect.middle[1] - height / 2)
                return Number(words, QRectF(round(begin), top, width, height), chip=True)
        return None

    def draw(self, painter: QPainter, numbers: Sequence[Number]) -> None:
        color = self._theme.color("text")
        for number in numbers:
            if number.chip:
                draw_chip(painter, number.box, self._theme, number.text)
            else:
                draw_text(painter, number.box, number.align, number.text, self._font, color)

    @property
    def _font(self) -> QFont:
        return self._theme.font("bodyStrong", 11 / 13)

    def _chip_height(self) -> int:
        return self._theme.px(2 * RADIUS["chip"] - 2)

    def _is_close(self, layer: Layer) -> bool:
        """Whether the rows of a layer are closer than chips are high."""
        rows = layer.rects[:: layer.columns, 1]
        return len(rows) > 1 and bool(rows[1] - rows[0] < self._chip_height() + 1)

    def _left_of(self, layer: Layer) -> float:
        """How far a chip may reach before a layer: its numbers may be wider than its neurons."""
        if layer.form is not Form.COLUMN or self._free_below(layer) < _ROOM:
            return layer.box.x - 2
        width = QFontMetricsF(self._font).horizontalAdvance(_WIDEST) + _AROUND
        return min(layer.box.x, layer.box.middle[0] - width / 2) - 2

    def _between(self, index: int, box: QRectF) -> float | None:
        """Where ``box``, below a neuron, begins so that it covers no layer beside; None without room."""
        layers, begin, end = self._layout.layers, -math.inf, self._layout.loss_card.x - 2
        beside = [layers[number].box for number in (index - 1, index + 1) if number < len(layers)]
        for other in beside:
            if other.y < box.bottom() and box.top() < other.bottom + GAUGE_OVERHANG:
                if other.x < box.center().x():
                    begin = other.right + 2
                else:
                    end = other.x - 2
        if end - begin < box.width():
            return None
        return min(max(box.left(), begin), end - box.width())

    def _free_below(self, layer: Layer) -> float:
        """How much room there is below the gauges of a column: the same for all of them."""
        lowest = self._layout.height - self._theme.px(_BELOW)
        if layer.units > 1:
            lowest = min(lowest - layer.rects[-1, 1] + layer.rects[0, 1], float(layer.rects[1, 1]))
        return lowest - layer.rects[0, 1] - layer.rects[0, 3] - GAUGE_OVERHANG


def _ends_row(layer: Layer, unit: int) -> bool:
    return unit == layer.units - 1 or unit % layer.columns == layer.columns - 1
