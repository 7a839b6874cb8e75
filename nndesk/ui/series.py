"""Losses as they are drawn: on a logarithmic axis, and no finer than the screen is."""

import math
import struct
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from nndesk.project.history import History
from nndesk.ui.shapes import pixel_ratio

Array = NDArray[np.float64]

_STEPS = (0.0, math.log10(2.0), math.log10(5.0))  # 1, 2, 5 of a decade
_RANK = (1, 5, 2)  # of which the first are numbered first
_ROOMY = 1.5  # times as much room as a number needs
_LEAST_SPAN = 1.0  # decades that an axis shows at least
_BLOCKS_PER_COLUMN = 1.5  # of pixels, at the most
_MOST_BLOCKS = 6144  # of a level: enough for 4,096 columns
_AT_ONCE = 2**14  # values whose logarithms are taken at once


class LogSeries:
    """The logarithm of a growing series, of which it holds the extremes of blocks of 2, 4, 8, … values.

    The values stay where they are; small blocks, which nothing wide enough is drawn with, are dropped. So it
    takes a bounded room. Adding values costs as many operations as there are new ones; drawing a million
    costs no more than drawing a thousand. A zero lies infinitely low, a value without logarithm is a gap.
    """

    def __init__(self) -> None:
        self._values: Array = np.empty(0)
        self._done = 0  # how many values are in the blocks, and in the extremes of all
        self._blocks: list[Array] = []  # per level (2, capacity): lowest, highest
        self._finest = 1  # the level of the first of those
        self.low, self.high = math.inf, -math.inf  # of the finite ones

    def __len__(self) -> int:
        return len(self._values)

    def show(self, values: Array) -> None:
        """Be the series of ``values``: those that are here already, and others after them.

        The array is not copied: what it holds must not change.
        """
        self._values = values
        for start in range(self._done, len(values), _AT_ONCE):
            self._extend(start, min(start + _AT_ONCE, len(values)))

    def _extend(self, start: int, stop: int) -> None:
        level = self._finest
        first, last = start >> level, stop >> level
        logs = _logarithms(self._values[first << level : stop])
        finite = logs[np.isfinite(logs)]
        if len(finite):
            self.low, self.high = min(self.low, finite.min()), max(self.high, finite.max())
        ends = np.stack([logs[: (last - first) << level]] * 2)
        for _ in range(level):
            ends = _halved(ends)
        place = 0
        while last > first:
            blocks = self._room(place, last)
            blocks[:, first:last] = ends
            place, first, last = place + 1, first // 2, last // 2
            ends = _halved(blocks[:, 2 * first : 2 * last])
        while stop >> self._finest > _MOST_BLOCKS:
            del self._blocks[0]
            self._finest += 1
        self._done = stop

    def _room(self, place: int, count: int) -> Array:
        """The level of that place in the list, with room for ``count`` blocks."""
        if place == len(self._blocks):
            self._blocks.append(np.empty((2, 0)))
        blocks = self._blocks[place]
        if count > blocks.shape[1]:
            self._blocks[place] = np.empty((2, 64 + count * 5 // 4))
            self._blocks[place][:, : blocks.shape[1]] = blocks
        return self._blocks[place]

    def points(self, columns: int, low: float, high: float) -> tuple[Array, Array]:
        """Positions and logarithms to draw in ``columns`` columns of pixels, within ``low`` … ``high``.

        Every spike is among them. The last point is the last value.
        """
        length = len(self._values)
        level = math.ceil(math.log2(max(length, 1) / (_BLOCKS_PER_COLUMN * columns)))
        level = min(level, length.bit_length() - 1)
        if level <= 0:
            return np.arange(length, dtype=float), np.clip(_logarithms(self._values), low, high)
        level = max(level, self._finest)
        size = 1 << level
        count = length // size
        ends = np.clip(self._blocks[level - self._finest][:, :count], low, high)
        middle = ends.sum(axis=0)
        falls = np.append(middle[1:] < middle[:-1], False)
        x, y = np.empty(2 * count + 3), np.empty(2 * count + 3)
        start = np.arange(count) * size
        x[: 2 * count : 2] = start + 0.25 * (size - 1)
        x[1 : 2 * count : 2] = start + 0.75 * (size - 1)
        y[: 2 * count : 2] = np.where(falls, ends[1], ends[0])
        y[1 : 2 * count : 2] = np.where(falls, ends[0], ends[1])
        # The block that is not full, with its last value.
        rest = _logarithms(self._values[min(count * size, length - 1) :])
        x[-3:] = length - 1
        y[-3:] = rest[-1]
        if count * size < length:
            x[-3:-1] = (count * size + length - 1) / 2
            y[-3:-1] = np.fmin.reduce(rest), np.fmax.reduce(rest)
        np.clip(y, low, high, out=y)
        return x, y

    def last(self) -> float:
        """The logarithm of the last value; NaN where there is none."""
        return float(_logarithms(self._values[-1:])[0]) if len(self._values) else math.nan


def _logarithms(values: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log10(values)


def _halved(ends: Array) -> Array:
    """The extremes of every two blocks, from theirs."""
    return np.stack((np.fmin(ends[0, ::2], ends[0, 1::2]), np.fmax(ends[1, ::2], ends[1, 1::2])))


class LossCurves:
    """Train and test losses of one run, as they are drawn."""

    def __init__(self) -> None:
        self._history: History | None = None
        self._cuts = 0
        self.train, self.test = LogSeries(), LogSeries()

    def follow(self, history: History, recorded: int) -> None:
        """Take over what is new in the first ``recorded`` epochs of ``history``."""
        # Where epochs were taken back, others may stand in their place by now.
        if history is not self._history or history.cuts != self._cuts or recorded < len(self.train):
            self._history, self._cuts = history, history.cuts
            self.train, self.test = LogSeries(), LogSeries()
        train, test = history.series(recorded)
        self.train.show(train)
        self.test.show(test)


#: Dashes of the test series, in pixels: drawn, left out.
TEST_DASHES = (5.0, 3.0)

_WIDTH = 2.0  # of a curve


def curve_pen(color: QColor, *, dashed: bool = False) -> QPen:
    """The pen for `draw_thick`."""
    pen = QPen(color, 1.0)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:
        pen.setDashPattern(TEST_DASHES)
    return pen


def curve_path(x: Array, y: Array) -> QPainterPath:
    """A line through the points, broken where ``y`` is NaN; built without a loop over them."""
    there = np.isfinite(y)
    after_gap = np.append(True, ~there[:-1])[there]
    elements = np.empty(len(after_gap), [("line", ">i4"), ("x", ">f8"), ("y", ">f8")])
    elements["line"] = ~after_gap
    elements["x"], elements["y"] = x[there], y[there]
    path = QPainterPath()
    if len(elements):
        # As Qt writes a path: count, elements, start of the last part, fill rule.
        start = int(np.flatnonzero(after_gap)[-1])
        count, end = struct.pack(">i", len(elements)), struct.pack(">ii", start, 0)
        stream = QDataStream(QByteArray(count + elements.tobytes() + end))
        stream >> path  # pyright: ignore[reportUnusedExpression]
    return path


def draw_thick(painter: QPainter, path: QPainterPath, pen: QPen) -> None:
    """Draw ``path`` with 2 px lines, whatever the painter's transform and the screen's scale.

    Qt draws lines of one device pixel many times as fast as wider ones, so some of them make the
    wide one: moved round a circle by a pixel at the most, they leave nothing open in any direction.
    """
    ratio = pixel_ratio(painter)
    places, reach = _nib(ratio)
    if pen.style() == Qt.PenStyle.CustomDashLine:
        on, off = pen.dashPattern()
        pen = QPen(pen)
        pen.setDashPattern([on * ratio - reach, off * ratio + reach])
    transform = painter.worldTransform()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    for dx, dy in places:
        painter.setWorldTransform(transform * QTransform.fromTranslate(dx, dy))
        painter.drawPath(path)
    painter.setWorldTransform(transform)


@cache
def _nib(ratio: float) -> tuple[list[tuple[float, float]], float]:
    """Where lines of one device pixel are drawn to make one of a curve's width, and how far they reach."""
    reach = _WIDTH * ratio - 1
    if ratio == 1:  # four touch each other everywhere
        return [(dx, dy) for dx in (-0.5, 0.5) for dy in (-0.5, 0.5)], reach
    count = 4 * math.ceil(math.pi * reach / 4)
    turns = [2 * math.pi * place / count for place in range(count)]
    radius = reach / 2 / ratio
    return [(radius * math.cos(turn), radius * math.sin(turn)) for turn in turns], reach


def log_range(*series: LogSeries) -> tuple[float, float]:
    """The logarithms between which all of ``series`` lie; one decade at least."""
    low = min(each.low for each in series)
    high = max(each.high for each in series)
    if low > high:
        return -1.0, 0.0
    return min(low, high - _LEAST_SPAN), high


def round_range(low: float, high: float) -> tuple[float, float]:
    """The next of 1, 2, 5, 10, … below and above, as logarithms."""
    slack = 1e-9
    floor = math.floor(low + slack)
    below = floor + max(step for step in _STEPS if floor + step <= low + slack)
    floor = math.floor(high - slack)
    above = min((floor + step for step in (*_STEPS, 1.0) if floor + step >= high - slack), default=high)
    return below, above


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Logarithms to mark between ``low`` and ``high``: 1, 2, 5 of each decade, or fewer."""
    slack = 1e-9
    decades = range(math.floor(low), math.ceil(high) + 1)

    def inside(decades: list[int], steps: tuple[float, ...]) -> list[float]:
        marks = [decade + step for decade in decades for step in steps]
        return [mark for mark in marks if low - slack <= mark <= high + slack]

    for steps in (_STEPS, (_STEPS[0], _STEPS[2])):
        ticks = inside(list(decades), steps)
        if len(ticks) <= most:
            return ticks
    every = 1
    while len(ticks := inside([d for d in decades if d % every == 0], _STEPS[:1])) > most:
        every += 1
    return ticks


def leading_digit(logarithm: float) -> int:
    """1, 2 or 5: the first digit of a tick's loss."""
    return round(10.0 ** (logarithm - math.floor(logarithm + 1e-9)))


def numbered(ticks: Sequence[float], apart: float) -> list[float]:
    """Which of ``ticks`` have room for their number, ``apart`` from the next: decades before their halves,
    and their doubles where there is more room than that."""
    found: list[float] = []
    for tick in sorted(ticks, key=lambda tick: _RANK.index(leading_digit(tick))):
        room = apart if leading_digit(tick) != 2 else _ROOMY * apart
        if all(abs(tick - other) >= room for other in found):
            found.append(tick)
    return found


def loss_text(logarithm: float) -> str:
    """A tick's loss: 0.05, 200, 1e−7, 2e4."""
    exponent = math.floor(logarithm + 1e-9)
    number = f"{leading_digit(logarithm)}e{exponent}"
    return f"{float(number):g}" if -4 <= exponent <= 3 else number.replace("-", "−")


def epoch_ticks(last: int, most: int) -> list[int]:
    """Epochs to mark from 0 to ``last``, in steps of 1, 2 or 5 times a power of ten."""
    step = 1
    while last // step > most:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return list(range(0, last + 1, step))


def last_of_axis(recorded: int, planned: int | None) -> int:
    """Where the axis of epochs ends: at the end that is planned, or at a round number after the present."""
    now = max(recorded - 1, 0)
    if planned and now <= planned:
        return planned
    step = 10
    while step < now:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step
