"""How large the layers of a network are, and how far apart, before they have a place."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nndesk.ui.canvas.shape import Shape, is_bundle
from nndesk.ui.theme import LIMITS, SIZE

Array = NDArray[np.floating[Any]]

#: Room for an input's name.
LABEL_HEIGHT = 22
#: Neurons from this size on have a gauge of the whole height.
GAUGE_SIDE = 30
GAUGE_OVERHANG = SIZE["biasGauge"]["height"] + SIZE["biasGauge"]["offset"]
# Bars of probabilities: from the neuron, room for the number, and how wide by size class.
BAR_GAP, BAR_WORDS = 10, 42
_BAR_WIDTH = {"1280": 48, "1440": 70, "1920": 90}

_PITCH_GAP = 12  # between neurons, before they shrink below 36 px
_LEAST_GAP = 6
_BELOW_GAUGE = 2  # to the next neuron
_SHRUNK = SIZE["neuron"]["1280"]
_BLOCK_NEURON, _BLOCK_PITCH = 40, 53
_TWO_COLUMNS = 24  # neurons of a block of two columns at the most
_STRIP_SIDE = 192
_CHIP_GAP = 28  # the least gap that a bundle and its chip need
_BUNDLE_GAP = 0.7  # of a gap with edges: a bundle does not fan out


class Form(Enum):
    """How the neurons of a layer are set out."""

    COLUMN = "column"
    BLOCK = "block"
    STRIP = "strip"
    PIXELS = "pixels"


@dataclass(frozen=True, slots=True)
class Measures:
    """The sizes that plans go by, before anything gives way."""

    neuron: int
    pitch: int
    bar: int  # of a probability
    text_scale: float
    scale: float = 1.0  # of pixel grids, blocks and strips
    names_beside: bool = False  # of inputs, instead of above and below them

    @classmethod
    def of(cls, size_class: str, text_scale: float) -> "Measures":
        """Those of the window; ``size_class`` names the column of the design's sizes."""
        return cls(
            SIZE["neuron"][size_class], SIZE["neuronPitch"][size_class], _BAR_WIDTH[size_class], text_scale
        )


@dataclass(frozen=True, slots=True)
class Plan:
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

    def scaled(self, factor: float) -> "Plan":
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


def fit(shape: Shape, room_x: float, room_y: float, measures: Measures) -> tuple[list[Plan], list[float]]:
    """Plans that fit side by side, and the gaps between them."""
    bundles = [is_bundle(*pair) for pair in pairwise(shape.units)]
    factor = 1.0
    plans: list[Plan] = []
    least: list[float] = []
    for cap, strip in _squeezes(measures):
        plans = _plans(shape, cap, strip, room_y, measures)
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


def _squeezes(measures: Measures) -> Iterator[tuple[int, float]]:
    """The largest neuron and the widest strip, less and less of both."""
    base, widest = measures.neuron, measures.scale * _STRIP_SIDE
    for cap in range(base, SIZE["neuronMin"] - 1, -1):
        yield cap, widest * (cap / base) ** 2
    least = widest * (SIZE["neuronMin"] / base) ** 2
    while least > 4 * SIZE["stripCell"][0]:
        least = max(0.9 * least, 4 * SIZE["stripCell"][0])
        yield SIZE["neuronMin"], least


def _plans(shape: Shape, cap: int, strip: float, room: float, measures: Measures) -> list[Plan]:
    """A plan for every layer, with neurons of at most ``cap`` and strips of at most ``strip`` pixels."""
    plans = [_input_plan(shape, cap, strip, room, measures)]
    plans += [_hidden_plan(units, cap, strip, room, measures) for units in shape.layers[:-1]]
    outputs = shape.layers[-1]
    if outputs > LIMITS["blockMax"]:
        return [*plans, _strip(outputs, strip, room, measures)]
    plan = _column(outputs, cap, room, measures) or _crowded(outputs, room)
    if shape.bars and plan.side >= SIZE["neuronMin"]:
        bar = measures.bar * cap / measures.neuron
        plan = replace(plan, extra=BAR_GAP + bar + BAR_WORDS * measures.text_scale)
    return [*plans, plan]


def _input_plan(shape: Shape, cap: int, strip: float, room: float, measures: Measures) -> Plan:
    if shape.pixels is not None and shape.pixels[0] * shape.pixels[1] == shape.inputs:
        rows, columns = shape.pixels
        cell = measures.scale * SIZE["pixelGrid"] / max(rows, columns)
        return Plan(Form.PIXELS, shape.inputs, columns, rows, cell, cell, cell)
    label = 0.0 if measures.names_beside else LABEL_HEIGHT * measures.text_scale
    if shape.named and shape.inputs <= LIMITS["columnMax"]:
        # Two names stand above and below the pair, more need room between the neurons.
        between = label if shape.inputs > 2 else 0.0
        plan = _column(shape.inputs, cap, room - 2 * label, measures, least=between)
        if plan is not None:
            return replace(plan, labels=True)
    return _hidden_plan(shape.inputs, cap, strip, room, measures)


def _hidden_plan(units: int, cap: int, strip: float, room: float, measures: Measures) -> Plan:
    if units > LIMITS["blockMax"]:
        return _strip(units, strip, room, measures)
    column = _column(units, cap, room, measures) if units <= LIMITS["columnMax"] else None
    return column or _block(units, cap, room, measures)


def _column(units: int, cap: int, room: float, measures: Measures, least: float = 0.0) -> Plan | None:
    """One column, or None where its neurons would be too small."""
    pitch = max(measures.pitch * cap / measures.neuron, cap + least)
    side = float(cap)
    if units > 1:
        loose = (room - max(_PITCH_GAP, least) * (units - 1)) / units
        close = (room - max(_LEAST_GAP, least) * (units - 1)) / units
        close = min(close, _clear_of_gauges(units, room))
        side = min(cap, loose) if loose >= min(cap, _SHRUNK) else min(cap, _SHRUNK, close)
        if side < SIZE["neuronMin"]:
            return None
        pitch = min(pitch, (room - side) / (units - 1))
    return Plan(Form.COLUMN, units, 1, units, side, pitch, pitch)


def _clear_of_gauges(units: int, room: float) -> float:
    """The largest neurons whose gauges keep clear of the next ones: below `GAUGE_SIDE` they shrink along."""
    gaps = units - 1
    side = (room - (GAUGE_OVERHANG + _BELOW_GAUGE) * gaps) / units
    if side >= GAUGE_SIDE:
        return side
    gauge = SIZE["biasGauge"]
    share = gauge["height"] / GAUGE_SIDE
    return min((room - (gauge["offset"] + _BELOW_GAUGE) * gaps) / (units + share * gaps), GAUGE_SIDE)


def _crowded(units: int, room: float) -> Plan:
    """A column that must stay one: as small as need be."""
    pitch = room / units
    return Plan(Form.COLUMN, units, 1, units, 0.77 * pitch, pitch, pitch)


def _block(units: int, cap: int, room: float, measures: Measures) -> Plan:
    """Columns beside each other: two, four, or more where four are too high."""
    columns = 2 if units <= _TWO_COLUMNS else 4
    shape = _BLOCK_PITCH / _BLOCK_NEURON
    while True:
        rows = math.ceil(units / columns)
        side = min(cap, measures.scale * _BLOCK_NEURON, room / ((rows - 1) * shape + 1))
        if side >= SIZE["neuronMin"] or rows == 1:
            return Plan(Form.BLOCK, units, columns, rows, side, side * shape, side * shape)
        columns += 1


def _strip(units: int, widest: float, room: float, measures: Measures) -> Plan:
    """Cells without gaps, about square; higher where ``widest`` makes it narrower."""
    least, most = SIZE["stripCell"]
    most *= measures.scale
    side = measures.scale * _STRIP_SIDE / math.ceil(math.sqrt(units))
    cell = float(min(max(math.floor(side), least), most))
    while True:
        rows = math.ceil(math.sqrt(units))
        columns = math.ceil(units / rows)
        if columns * cell > widest:
            columns = max(1, int(widest / cell))
            rows = math.ceil(units / columns)
        if rows * cell <= room:
            return Plan(Form.STRIP, units, columns, rows, cell, cell, cell)
        cell = cell - 1 if cell > least else cell * 0.95
