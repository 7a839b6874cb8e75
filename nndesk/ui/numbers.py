"""Numbers as they are shown, typed and slid; no widgets here."""

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

Number = int | float

_NEXT_TO_OFF = 0.001  # of a slider
_HALF_WIDTH = str.maketrans(
    "\u2212\uff0d\uff0b\uff0e\uff0c", "--+.,"
)  # minus and what Chinese keyboards write
_APART = "[,\u2009 ]"  # thousands
_NUMBER = re.compile(
    rf"[+-]?(\d+\.?\d*|\d{{1,3}}({_APART}\d{{3}})+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.IGNORECASE
)

_gestures = itertools.count(1)


def next_gesture() -> int:
    """A number that no gesture had before."""
    return next(_gestures)


def format_number(value: Number, *, grouped: bool = True) -> str:
    """The shortest text that reads back as ``value``, as −0.5 or 1e−7; whole numbers in groups of three."""
    if isinstance(value, int) or (math.isfinite(value) and value == int(value) and abs(value) < 1e15):
        text = f"{int(value):,}" if grouped else str(int(value))
    else:
        mantissa, *exponent = repr(float(value)).split("e")
        text = "e".join([mantissa, *(str(int(power)) for power in exponent)])
    return text.replace("-", "\u2212")


def parse_number(text: str) -> float | None:
    """The number that somebody typed, None if it is none; accepts ``1,200``, ``−3``, and full-width letters.

    A comma sets thousands apart: ``0,5`` is none, rather than 5.
    """
    plain = text.strip().translate(_HALF_WIDTH)
    if not _NUMBER.fullmatch(plain):
        return None
    value = float(re.sub(_APART, "", plain))
    return value if math.isfinite(value) else None


@dataclass(frozen=True)
class Scale:
    """What a slider reaches. A logarithmic one that starts at 0 jumps from ``smallest`` to 0.

    ``near_one`` is for a share that is kept: logarithmic in the rest, so 0.9, 0.99 and 0.999
    are equally far apart. With ``off`` the left end stands for no number at all. ``signed`` is for
    numbers around 0, the cube of the way from the middle: fine there and far at the ends.
    """

    low: float
    high: float
    log: bool = False
    integer: bool = False
    smallest: float = 0.0
    near_one: bool = False
    off: bool = False
    signed: bool = False

    def position(self, value: Number | None) -> float:
        """Where ``value`` lies on the slider, 0…1; values out of reach lie at its ends."""
        if value is None:
            return 0.0
        return max(self._position(value), _NEXT_TO_OFF) if self.off else self._position(value)

    def _position(self, value: Number) -> float:
        if self.signed:
            way = min(abs(value) / self.high, 1.0) ** (1 / 3)
            return 0.5 + math.copysign(way, value) / 2
        if self.near_one:
            if value >= self.high:
                return 1.0
            return min(max(math.log((1 - value) / (1 - self.low)) / self._depth, 0.0), 1.0)
        if not self.log:
            return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)
        start = self.low or self.smallest
        if value <= start:
            return 0.0
        return min(math.log(value / start) / math.log(self.high / start), 1.0)

    def value(self, position: float) -> Number | None:
        """The round number at ``position``; None where it stands for none."""
        return None if self.off and position == 0.0 else self._value(position)

    def _value(self, position: float) -> Number:
        if self.signed:
            return round(self.high * (2 * position - 1) ** 3, 3)
        if self.near_one:
            rest = (1 - self.low) * math.exp(position * self._depth)
            value, digits = 1 - float(f"{rest:.2g}"), 12
        elif not self.log:
            value = self.low + position * (self.high - self.low)
            digits = 2 - math.floor(math.log10(self.high - self.low))
        else:
            start = self.low or self.smallest
            if position == 0.0:
                value, digits = self.low, 12
            else:
                value = start * (self.high / start) ** position
                digits = 1 - math.floor(math.log10(value))
        if self.integer:
            return min(max(round(value), math.ceil(self.low)), math.floor(self.high))
        return min(max(round(value, digits), self.low), self.high)

    @property
    def _depth(self) -> float:
        """The logarithm of the rest at the upper end against that at the lower."""
        return math.log((1 - self.high) / (1 - self.low))


def ticks(limit: float, most: float) -> list[float]:
    """Round numbers from −``limit`` to ``limit`` around zero, at most ``most`` steps to each side."""
    step = 10.0 ** math.floor(math.log10(limit))
    step = next(step * k for k in (0.2, 0.5, 1, 2, 5, 10) if limit / (step * k) <= most)
    count = math.floor(limit / step)
    return [k * step for k in range(-count, count + 1)]


def tick_text(value: float) -> str:
    return format_number(float(f"{value:g}"))


def percents(shares: Sequence[float]) -> list[int]:
    """Shares as whole numbers of a hundred; those of a whole add to 100, one more or one less.

    Where plain rounding would be further off, those go the other way that lie nearest to the half.
    """
    exact = [100 * share for share in shares]
    rounded = [math.floor(x + 0.5) for x in exact]
    if not math.isclose(sum(shares), 1.0, abs_tol=1e-6):
        return rounded
    while abs(off := sum(rounded) - 100) > 1:
        way = 1 if off > 0 else -1
        most = max(range(len(exact)), key=lambda unit: way * (rounded[unit] - exact[unit]))
        rounded[most] -= way
    return rounded
