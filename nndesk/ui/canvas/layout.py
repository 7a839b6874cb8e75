"""Where the layers, neurons and edges of a network lie on a canvas: arithmetic only, no painting.

All numbers are logical pixels of the canvas, a rectangle is (x, y, width, height). Layers are counted as
on the canvas: 0 is the inputs. What gives way when room is short, and in which order, is the design's:
neurons shrink to 36 px, gaps to 6, neurons to 20, then a column becomes a block; what does not fit even so
is scaled down as a whole.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nndesk.ui.canvas.shape import Shape, is_bundle
from nndesk.ui.theme import LIMITS, SIZE

Array = NDArray[np.floating[Any]]

HEADER_TOP = 62
#: Room for an input's name.
LABEL_HEIGHT = 22
#: Neurons from this size on have a gauge of the whole height.
GAUGE_SIDE = 30
#: How far an edge keeps from the neurons that it joins.
EDGE_GAP = 1.5

# Bars of probabilities: from the neuron, how high, room for the number, and how wide by size class.
BAR_GAP, _BAR_HEIGHT, BAR_WORDS = 10, 14, 42
LEAST_BAR = 16
_BAR_WIDTH = {"1280": 48, "1440": 70, "1920": 90}

_BELOW = 54  # free below the layers, for what floats at the bottom
_STRIP_ROOM = 65  # more of it below images, for the strip of samples
_AFTER_HEADER = 10
MARGIN = 16  # from the canvas's edge to a card
_AFTER_DATA, _BEFORE_LOSS = 44, 40
_BEFORE_PIXELS = 24  # the pixel grid stands in the data card's place, so much further in
_INPUT_HEADER = 76
_WIDER_HEADER = 21  # a block's header than the block
_HEADER_GAP = 4
_LEAST_HEADER = 3
_PITCH_GAP = 12  # between neurons, before they shrink below 36 px
_LEAST_GAP = 6
_BELOW_GAUGE = 2  # to the next neuron
_SHRUNK = SIZE["neuron"]["1280"]
_BLOCK_NEURON, _BLOCK_PITCH = 40, 53
_TWO_COLUMNS = 24  # neurons of a block of two columns at the most
_STRIP_SIDE = 192
_CHIP_GAP = 28  # the least gap that a bundle and its chip need
_AROUND = 20  # above and below the layers: rings and numbers
_BUNDLE_GAP = 0.7  # of a gap with edges: a bundle does not fan out


class Form(Enum):
    """How the neurons of a layer are set out."""

    COLUMN = "column"
    BLOCK = "block"
    STRIP = "strip"
    PIXELS = "pixels"


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


GAUGE_OVERHANG = SIZE["biasGauge"]["height"] + SIZE["biasGauge"]["offset"]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A layer's size before it has a place."""

    form: Form
    units: int
    columns: int
    rows: int
    side: float  # of a neuron or cell
    pitch_x: float
    pitch_y: float
    extra: float = 0.0  # to the right, for bars
    labels: bool = False

    @property
    def width(self) -> float:
        return (self.columns - 1) * self.pitch_x + self.side

    @property
    def height(self) -> float:
        return (self.rows - 1) * self.pitch_y + self.side

    def scaled(self, factor: float) -> "_Plan":
        return replace(
            self,
            side=self.side * factor,
            pitch_x=self.pitch_x * factor,
            pitch_y=self.pitch_y * factor,
            extra=self.extra * factor,
            labels=self.labels and self.units <= 2,
        )

    def rects(self, x: float, middle: float) -> Array:
        units = np.arange(self.units)
        rects = np.empty((self.units, 4))
        rects[:, 0] = x + units % self.columns * self.pitch_x
        rects[:, 1] = middle - self.height / 2 + units // self.columns * self.pitch_y
        rects[:, 2:] = self.side
        # On whole pixels outlines are sharp; what was scaled down is too small for that.
        return np.floor(rects) if self.side >= SIZE["stripCell"][0] else rects


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
) -> Layout:
    """Lay out a network between a data card and a loss card of given widths.

    ``size_class`` names the column of the design's sizes: "1280", "1440" or "1920".
    """
    top = header_top(text_scale) + SIZE["layerHeader"]["height"] * text_scale + _AFTER_HEADER
    below = _BELOW if shape.pixels is None else _BELOW + _STRIP_ROOM
    room = max(height - below - top, SIZE["neuronMin"])
    middle = top + room / 2
    loss_left = max(width - MARGIN - loss_width, MARGIN)
    right = loss_left - _BEFORE_LOSS
    data_card = None
    left = float(MARGIN + _BEFORE_PIXELS)
    if shape.pixels is None:
        data_card = Rect(MARGIN, middle, data_width, 0.0)
        left = MARGIN + data_width + _AFTER_DATA
    right = max(right, left + SIZE["neuronMin"])
    plans, gaps = _fit(shape, right - left, room, size_class, text_scale)

    layers: list[Layer] = []
    x = left
    for plan, gap in zip(plans, [*gaps, 0.0], strict=True):
        rects = plan.rects(x, middle)
        corner, end = rects[:, :2].min(axis=0), (rects[:, :2] + rects[:, 2:]).max(axis=0)
        box = Rect(*corner.tolist(), *(end - corner).tolist())
        layers.append(Layer(plan.form, plan.columns, rects, box, Rect(0, 0, 0, 0), plan.labels))
        x += plan.width + plan.extra + gap
    bar = plans[-1].extra - (BAR_GAP + BAR_WORDS * text_scale)
    bars = place_bars(layers[-1], bar) if bar >= LEAST_BAR else None
    limits = (MARGIN if data_card is None else data_card.right, loss_left)
    headers, form = place_headers(layers, limits, size_class, text_scale, bars)
    layers = [replace(layer, header=header) for layer, header in zip(layers, headers, strict=True)]
    loss_card = Rect(loss_left, middle, loss_width, 0.0)
    return Layout(width, height, middle, right, tuple(layers), form, data_card, loss_card, bars)


def _fit(
    shape: Shape, room_x: float, room_y: float, size_class: str, text_scale: float
) -> tuple[list[_Plan], list[float]]:
    """Plans that fit side by side, and the gaps between them."""
    bundles = [is_bundle(*pair) for pair in pairwise(shape.units)]
    factor = 1.0
    plans: list[_Plan] = []
    least: list[float] = []
    for cap, strip in _squeezes(SIZE["neuron"][size_class]):
        plans = _plans(shape, cap, strip, room_y, size_class, text_scale)
        least = [max(0.75 * cap, _CHIP_GAP if bundle else 0.0) for bundle in bundles]
        factor = room_x / (sum(plan.width + plan.extra for plan in plans) + sum(least))
        if factor >= 1:
            break
    else:  # zoom to fit
        plans = [plan.scaled(factor) for plan in plans]
        least = [gap * factor for gap in least]
    free = room_x - sum(plan.width + plan.extra for plan in plans) - sum(least)
    shares = [_BUNDLE_GAP if bundle else 1.0 for bundle in bundles]
    return plans, [gap + free * share / sum(shares) for gap, share in zip(least, shares, strict=True)]


def _squeezes(base: int) -> Iterator[tuple[int, float]]:
    """The largest neuron and the widest strip, less and less of both."""
    for cap in range(base, SIZE["neuronMin"] - 1, -1):
        yield cap, _STRIP_SIDE * (cap / base) ** 2
    least = _STRIP_SIDE * (SIZE["neuronMin"] / base) ** 2
    while least > 4 * SIZE["stripCell"][0]:
        least = max(0.9 * least, 4 * SIZE["stripCell"][0])
        yield SIZE["neuronMin"], least


def _plans(
    shape: Shape, cap: int, strip: float, room: float, size_class: str, text_scale: float
) -> list[_Plan]:
    """A plan for every layer, with neurons of at most ``cap`` and strips of at most ``strip`` pixels."""
    plans = [_input_plan(shape, cap, strip, room, size_class, text_scale)]
    plans += [_hidden_plan(units, cap, strip, room, size_class) for units in shape.layers[:-1]]
    outputs = shape.layers[-1]
    if outputs > LIMITS["blockMax"]:
        return [*plans, _strip(outputs, strip, room)]
    plan = _column(outputs, cap, room, size_class) or _crowded(outputs, room)
    if shape.bars and plan.side >= SIZE["neuronMin"]:
        bar = _BAR_WIDTH[size_class] * cap / SIZE["neuron"][size_class]
        plan = replace(plan, extra=BAR_GAP + bar + BAR_WORDS * text_scale)
    return [*plans, plan]


def _input_plan(
    shape: Shape, cap: int, strip: float, room: float, size_class: str, text_scale: float
) -> _Plan:
    if shape.pixels is not None and shape.pixels[0] * shape.pixels[1] == shape.inputs:
        rows, columns = shape.pixels
        cell = SIZE["pixelGrid"] / max(rows, columns)
        return _Plan(Form.PIXELS, shape.inputs, columns, rows, cell, cell, cell)
    label = LABEL_HEIGHT * text_scale
    if shape.named and shape.inputs <= LIMITS["columnMax"]:
        # Two names stand above and below the pair, more need room between the neurons.
        between = label if shape.inputs > 2 else 0.0
        plan = _column(shape.inputs, cap, room - 2 * label, size_class, least=between)
        if plan is not None:
            return replace(plan, labels=True)
    return _hidden_plan(shape.inputs, cap, strip, room, size_class)


def _hidden_plan(units: int, cap: int, strip: float, room: float, size_class: str) -> _Plan:
    if units > LIMITS["blockMax"]:
        return _strip(units, strip, room)
    column = _column(units, cap, room, size_class) if units <= LIMITS["columnMax"] else None
    return column or _block(units, cap, room)


def _column(units: int, cap: int, room: float, size_class: str, least: float = 0.0) -> _Plan | None:
    """One column, or None where its neurons would be too small."""
    pitch = max(SIZE["neuronPitch"][size_class] * cap / SIZE["neuron"][size_class], cap + least)
    side = float(cap)
    if units > 1:
        loose = (room - max(_PITCH_GAP, least) * (units - 1)) / units
        close = (room - max(_LEAST_GAP, least) * (units - 1)) / units
        close = min(close, _clear_of_gauges(units, room))
        side = min(cap, loose) if loose >= min(cap, _SHRUNK) else min(cap, _SHRUNK, close)
        if side < SIZE["neuronMin"]:
            return None
        pitch = min(pitch, (room - side) / (units - 1))
    return _Plan(Form.COLUMN, units, 1, units, side, pitch, pitch)


def _clear_of_gauges(units: int, room: float) -> float:
    """The largest neurons whose gauges keep clear of the next ones: below `GAUGE_SIDE` they shrink along."""
    gaps = units - 1
    side = (room - (GAUGE_OVERHANG + _BELOW_GAUGE) * gaps) / units
    if side >= GAUGE_SIDE:
        return side
    gauge = SIZE["biasGauge"]
    share = gauge["height"] / GAUGE_SIDE
    return min((room - (gauge["offset"] + _BELOW_GAUGE) * gaps) / (units + share * gaps), GAUGE_SIDE)


def _crowded(units: int, room: float) -> _Plan:
    """A column that must stay one: as small as need be."""
    pitch = room / units
    return _Plan(Form.COLUMN, units, 1, units, 0.77 * pitch, pitch, pitch)


def _block(units: int, cap: int, room: float) -> _Plan:
    """Columns beside each other: two, four, or more where four are too high."""
    columns = 2 if units <= _TWO_COLUMNS else 4
    shape = _BLOCK_PITCH / _BLOCK_NEURON
    while True:
        rows = math.ceil(units / columns)
        side = min(cap, _BLOCK_NEURON, room / ((rows - 1) * shape + 1))
        if side >= SIZE["neuronMin"] or rows == 1:
            return _Plan(Form.BLOCK, units, columns, rows, side, side * shape, side * shape)
        columns += 1


def _strip(units: int, widest: float, room: float) -> _Plan:
    """Cells without gaps, about square; higher where ``widest`` makes it narrower."""
    least, most = SIZE["stripCell"]
    side = _STRIP_SIDE / math.ceil(math.sqrt(units))
    cell = float(min(max(math.floor(side), least), most))
    while True:
        rows = math.ceil(math.sqrt(units))
        columns = math.ceil(units / rows)
        if columns * cell > widest:
            columns = max(1, int(widest / cell))
            rows = math.ceil(units / columns)
        if rows * cell <= room:
            return _Plan(Form.STRIP, units, columns, rows, cell, cell, cell)
        cell = cell - 1 if cell > least else cell * 0.95


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
    headers: list[Rect] = []
    for normal, wider, form in tries:
        headers = [_header(index, layers, normal, wider, text_scale, bars) for index in range(len(layers))]
        headers = [_within(rect, *limits) for rect in headers]
        if all(before.right + _HEADER_GAP <= after.x for before, after in pairwise(headers)):
            return headers, form
    middles = [layer.box.middle[0] for layer in layers]
    free = [after - before - _HEADER_GAP for before, after in pairwise(middles)]
    for index, middle in enumerate(middles):
        width = max(min(headers[index].width, *free[max(index - 1, 0) : index + 1]), _LEAST_HEADER)
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
