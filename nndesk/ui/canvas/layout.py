"""Where the layers, neurons and edges of a network lie on a canvas: arithmetic only, no painting.

All numbers are logical pixels of the canvas, a rectangle is (x, y, width, height). Layers are counted as
on the canvas: 0 is the inputs. What gives way when room is short, and in which order, is the design's:
neurons shrink to 36 px, gaps to 6, neurons to 20, then a column becomes a block; what does not fit even so
is scaled down as a whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nndesk.ui.canvas.plans import (
    BAR_GAP,
    BAR_WORDS,
    GAUGE_OVERHANG,
    Form,
    Measures,
    fit,
)
from nndesk.ui.canvas.shape import Shape
from nndesk.ui.theme import SIZE

Array = NDArray[np.floating[Any]]

HEADER_TOP = 62
#: How far an edge keeps from the neurons that it joins.
EDGE_GAP = 1.5

_BAR_HEIGHT, LEAST_BAR = 14, 16

_BELOW = 54  # free below the layers, for what floats at the bottom
_LEGEND = 34  # high, which grows with its text
_STRIP_ROOM = 65  # more of it below images, for the strip of samples
_AFTER_HEADER = 10
MARGIN = 16  # from the canvas's edge to a card
_AFTER_DATA, _BEFORE_LOSS = 44, 40
_BEFORE_PIXELS = 24  # the pixel grid stands in the data card's place, so much further in
_INPUT_HEADER = 76
_WIDER_HEADER = 21  # a block's header than the block
_NARROW_HEADER = -1000  # the same where it is no wider than another layer's
_HEADER_GAP = 4
_LEAST_HEADER = 3
_LEAST_GAP = 6
_AROUND = 20  # above and below the layers: rings and numbers


class Headers(Enum):
    """How much of a layer its header says."""

    WHOLE = "whole"
    COMPACT = "compact"  # no name of the activation
    COUNT = "count"  # units only, where columns stand closer than a header is wide


class Rect(NamedTuple):
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def grown(self, by: float) -> "Rect":
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True, eq=False, slots=True)
class Layer:
    """One layer at its place."""

    form: Form
    columns: int
    rects: Array  # (units, 4)
    box: Rect  # around the neurons
    header: Rect
    labels: bool = False  # room above the neurons for their names

    @property
    def units(self) -> int:
        return len(self.rects)

    def rect(self, unit: int) -> Rect:
        return Rect(*self.rects[unit].tolist())

    @property
    def incoming(self) -> Array:
        """Where edges end, (units, 2)."""
        return np.column_stack([self.rects[:, 0] - EDGE_GAP, self._middles])

    @property
    def outgoing(self) -> Array:
        """Where edges begin, (units, 2)."""
        return np.column_stack([self.rects[:, 0] + self.rects[:, 2] + EDGE_GAP, self._middles])

    @property
    def row_ends(self) -> tuple[Array, Array]:
        """The ends of faint edges, which begin and end at the layer's sides: incoming, outgoing."""
        middles = self._middles
        left = np.full_like(middles, self.box.x - EDGE_GAP)
        right = np.full_like(middles, self.box.right + EDGE_GAP)
        return np.column_stack([left, middles]), np.column_stack([right, middles])

    @property
    def _middles(self) -> Array:
        return self.rects[:, 1] + self.rects[:, 3] / 2


@dataclass(frozen=True, eq=False, slots=True)
class Layout:
    """Every layer at its place, and where the cards go."""

    width: float
    height: float
    middle: float  # y of the middles of columns and cards
    right: float  # of all that belongs to the layers
    layers: tuple[Layer, ...]
    headers: Headers
    data_card: Rect | None  # None: the pixel grid stands in its place. Height 0: the card knows its own
    loss_card: Rect
    bars: Array | None  # (outputs, 4)
    zoom: float = 1.0
    offset: tuple[int, int] = (0, 0)  # of what is seen, from where it lies unzoomed
    presented: bool = False  # names of inputs stand beside them

    @property
    def moved(self) -> bool:
        """Whether this is another view than of all at 100 %."""
        return self.zoom != 1.0 or self.offset != (0, 0)

    @property
    def changing(self) -> Rect:
        """Around all that a new snapshot changes."""
        if self.moved:
            return Rect(0.0, 0.0, self.width, self.height)
        top = min(layer.box.y for layer in self.layers) - _AROUND
        bottom = max(layer.box.bottom for layer in self.layers) + GAUGE_OVERHANG
        if self.layers[0].form is Form.PIXELS:
            bottom = max(bottom, self.layers[0].box.bottom + _BELOW)
        # Below there may be the number of a bias.
        bottom = min(bottom + _AROUND, self.height - _BELOW + GAUGE_OVERHANG)
        left = self.layers[0].box.x - _LEAST_GAP
        right = self.right if self.bars is None else self.loss_card.x
        return Rect(left, top, right + _LEAST_GAP - left, bottom - top)

    def ends(self, layer: int) -> tuple[Array, Array]:
        """Where the edges into ``layer`` begin, (inputs, 2), and end, (units, 2)."""
        before = self.layers[layer - 1]
        # What goes out of an image goes out of its side.
        outgoing = before.row_ends[1] if before.form is Form.PIXELS else before.outgoing
        return outgoing, self.layers[layer].incoming

    def faint_ends(self, layer: int) -> tuple[Array, Array]:
        """The same for faint edges: they join the sides of the layers, at the neurons' heights."""
        return self.layers[layer - 1].row_ends[1], self.layers[layer].row_ends[0]

    def edge_rect(self, layer: int, source: int, unit: int) -> Rect:
        """Around the edge that enters ``unit`` of ``layer``; its middle lies on the edge."""
        begins, ends = self.ends(layer)
        (x0, y0), (x1, y1) = begins[source].tolist(), ends[unit].tolist()
        return Rect(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))

    def bundle(self, layer: int) -> Rect:
        """The grey bar that stands for more weights into ``layer`` than can be drawn."""
        left, right = self.layers[layer - 1].box.right, self.layers[layer].box.x
        begin = left + min(2.0, 0.1 * (right - left))
        end = right - min(16.0, 0.25 * (right - left))
        return Rect(begin, self.middle - 4.5, end - begin, 9.0)

    def unit_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The layer and neuron at a point, gauge included."""
        for index, layer in enumerate(self.layers):
            if layer.box.x <= x <= layer.box.right:
                rects = layer.rects
                below = 0.0 if layer.form in (Form.STRIP, Form.PIXELS) else GAUGE_OVERHANG
                inside = (rects[:, 0] <= x) & (x <= rects[:, 0] + rects[:, 2])
                inside &= (rects[:, 1] <= y) & (y <= rects[:, 1] + rects[:, 3] + below)
                found = np.flatnonzero(inside)
                if len(found):
                    return index, int(found[0])
        return None


def header_top(text_scale: float) -> float:
    """Where headers begin: below the tools, which grow with their text."""
    return HEADER_TOP + SIZE["controlSmall"] * (text_scale - 1.0)


def arrange(
    shape: Shape,
    width: float,
    height: float,
    size_class: str,
    data_width: float,
    loss_width: float,
    text_scale: float = 1.0,
    reserved: int = 0,
) -> Layout:
    """Lay out a network between a data card and a loss card of given widths.

    ``reserved`` is free below, beside what always is; ``size_class`` names the column of the design's
    sizes: "1280", "1440" or "1920".
    """
    top = header_top(text_scale) + SIZE["layerHeader"]["height"] * text_scale + _AFTER_HEADER
    below = _BELOW + _LEGEND * (text_scale - 1.0) + (0 if shape.pixels is None else _STRIP_ROOM)
    room = max(height - below - reserved - top, SIZE["neuronMin"])
    middle = top + room / 2
    loss_left = max(width - MARGIN - loss_width, MARGIN)
    right = loss_left - _BEFORE_LOSS
    data_card = None
    left = float(MARGIN + _BEFORE_PIXELS)
    if shape.pixels is None:
        data_card = Rect(MARGIN, middle, data_width, 0.0)
        left = MARGIN + data_width + _AFTER_DATA
    right = max(right, left + SIZE["neuronMin"])
    layers, bars = place_layers(shape, (left, right), (middle, room), Measures.of(size_class, text_scale))
    limits = (MARGIN if data_card is None else data_card.right, loss_left)
    headers, form = place_headers(layers, limits, size_class, text_scale, bars)
    layers = [replace(layer, header=header) for layer, header in zip(layers, headers, strict=True)]
    loss_card = Rect(loss_left, middle, loss_width, 0.0)
    return Layout(width, height, middle, right, tuple(layers), form, data_card, loss_card, bars)


def place_layers(
    shape: Shape, across: tuple[float, float], down: tuple[float, float], measures: Measures
) -> tuple[list[Layer], Array | None]:
    """The layers from left to right, around a middle and no higher than the room there; and their bars."""
    (left, right), (middle, room) = across, down
    plans, gaps = fit(shape, right - left, room, measures)
    layers: list[Layer] = []
    x = left
    for plan, gap in zip(plans, [*gaps, 0.0], strict=True):
        rects = plan.rects(x, middle)
        corner, end = rects[:, :2].min(axis=0), (rects[:, :2] + rects[:, 2:]).max(axis=0)
        box = Rect(*corner.tolist(), *(end - corner).tolist())
        layers.append(Layer(plan.form, plan.columns, rects, box, Rect(0, 0, 0, 0), plan.labels))
        x += plan.width + plan.extra + gap
    bar = plans[-1].extra - (BAR_GAP + BAR_WORDS * measures.text_scale)
    return layers, place_bars(layers[-1], bar) if bar >= LEAST_BAR else None


def place_bars(outputs: Layer, width: float) -> Array:
    """The bars of the classes' probabilities, beside the neurons."""
    height = min(_BAR_HEIGHT, 0.4 * outputs.rects[0, 3])
    bars = np.empty_like(outputs.rects)
    bars[:, 0] = outputs.box.right + BAR_GAP
    bars[:, 1] = outputs.rects[:, 1] + (outputs.rects[:, 3] - height) / 2
    bars[:, 2:] = width, height
    return bars


def place_headers(
    layers: Sequence[Layer],
    limits: tuple[float, float],
    size_class: str,
    text_scale: float,
    bars: Array | None,
) -> tuple[list[Rect], Headers]:
    """The headers' places, and how much there is room for."""
    size = SIZE["layerHeader"]
    whole, compact = size["width"], size["widthCompact"]
    tries = [(whole, _WIDER_HEADER, Headers.WHOLE), (compact, 0, Headers.COMPACT)]
    if size_class == "1280":
        tries[0] = (compact, _WIDER_HEADER, Headers.COMPACT)
    tries.append((compact, _NARROW_HEADER, Headers.COMPACT))
    headers: list[Rect] = []
    for normal, wider, form in tries:
        headers = [_header(index, layers, normal, wider, text_scale, bars) for index in range(len(layers))]
        headers = [_within(rect, *limits) for rect in headers]
        if all(before.right + _HEADER_GAP <= after.x for before, after in pairwise(headers)):
            return headers, form
    middles = [layer.box.middle[0] for layer in layers]
    left, right = limits  # as far as if there were a column beyond them
    around = [2 * left - middles[0] + _HEADER_GAP, *middles, 2 * right - middles[-1] - _HEADER_GAP]
    free = [after - before - _HEADER_GAP for before, after in pairwise(around)]
    for index, middle in enumerate(middles):
        width = max(min(headers[index].width, *free[index : index + 2]), _LEAST_HEADER)
        headers[index] = headers[index]._replace(x=middle - width / 2, width=width)
    return headers, Headers.COUNT


def _header(
    index: int, layers: Sequence[Layer], normal: float, wider: float, text_scale: float, bars: Array | None
) -> Rect:
    """A layer's header where nothing is in its way: above the middle, as wide as a block or bars need."""
    layer = layers[index]
    box = layer.box
    width, middle = normal * text_scale, box.middle[0]
    if index == 0 and layer.form is Form.PIXELS:
        width = max(box.width, SIZE["pixelGrid"] * text_scale)
        middle = box.x + width / 2
    elif index == 0:
        width = max(box.width, _INPUT_HEADER * text_scale)
    elif index == len(layers) - 1 and bars is not None:
        wider = max(wider, 0)
        right = float(bars[0, 0] + bars[0, 2])
        width = max(width, right - box.x + wider)
        middle = box.x - wider / 2 + width / 2
    elif layer.columns > 1:
        width = max(width, box.width + wider)
    return Rect(middle - width / 2, header_top(text_scale), width, SIZE["layerHeader"]["height"] * text_scale)


def _within(rect: Rect, left: float, right: float) -> Rect:
    """``rect`` moved sideways so that it lies between two cards."""
    x = min(max(rect.x, left + _HEADER_GAP), right - _HEADER_GAP - rect.width)
    return rect._replace(x=x)
