"""How numbers are spread: the weights of a layer, the outputs of a neuron."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen

from nndesk.ui.numbers import format_number
from nndesk.ui.painted import Painted
from nndesk.ui.theme import Appearance, Theme, draw_text

_HALF = 20  # bars on either side of zero
_HEIGHT = 65
_GAP = 1.0  # between two bars
_LEAST = 1.0  # height of a bar of a single number among many
_ROUND = (1.0, 1.5, 2.0, 3.0, 5.0, 7.5, 10.0)  # where the axis may end, times a power of ten
_OUTPUTS = 23  # bars of a neuron's outputs
_FILL = 0.85  # of the ramp, as on the canvas

Values = NDArray[np.floating[Any]]


class _Bars(Painted):
    """Bars of equal width between two ends, with the ends and what lies between below them."""

    pictured = True  # it can be copied

    below = 4  # of a section, if it is its last part
    _low, _high = -1.0, 1.0

    def __init__(self, appearance: Appearance, name: str, label: str, height: float, bars: int) -> None:
        super().__init__(appearance, name, label, height)
        self._counts: NDArray[np.intp] = np.zeros(bars, np.intp)

    @property
    def counts(self) -> list[int]:
        """How many numbers every bar stands for, from the left."""
        return self._counts.tolist()

    def _count(self, values: Values, low: float, high: float) -> None:
        """Count ``values``, all of them finite, from ``low``, 0 or −``high``; those beyond in the last."""
        self._low, self._high, bars = low, high, len(self._counts)
        whole, half = divmod(bars / 2 if low < 0 else 0.0, 1)
        # So that the least number below 0 is left of it.
        places = np.floor(values * (bars / (high - low)) + half) + whole
        self._counts = np.bincount(places.clip(0, bars - 1).astype(np.intp), minlength=bars)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        line, font = theme.line("caption"), theme.font("caption")
        floor, width = self.height() - line - 3, self.width() / len(self._counts)
        most = max(int(self._counts.max()), 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, count in enumerate(self._counts.tolist()):
            if count:
                height = max(_LEAST, (floor - 2) * count / most)
                bar = QRectF(number * width + _GAP / 2, floor - height, width - _GAP, height)
                self._paint_bar(painter, bar, number, theme)
        painter.setPen(QPen(theme.color("borderStrong"), 1.0))
        painter.drawLine(QPointF(0, floor + 0.5), QPointF(self.width(), floor + 0.5))
        box, align = QRectF(0, floor + 3, self.width(), line), Qt.AlignmentFlag
        sides = align.AlignLeft, align.AlignHCenter, align.AlignRight
        for text, flag in zip(self._labels(), sides, strict=True):
            draw_text(painter, box, flag, text, font, theme.color("text2"))

    def _paint_bar(self, painter: QPainter, bar: QRectF, number: int, theme: Theme) -> None:
        raise NotImplementedError

    def _labels(self) -> tuple[str, str, str]:
        """What stands below the left end, the middle and the right end."""
        raise NotImplementedError


class Histogram(_Bars):
    """Those of negative numbers left of the middle, in the colours of signs. 0 counts as positive."""

    def __init__(self, appearance: Appearance, name: str, label: str) -> None:
        super().__init__(appearance, name, label, _HEIGHT, 2 * _HALF)

    @property
    def reach(self) -> float:
        """Where the axis ends on either side."""
        return self._high

    def show_values(self, values: Values) -> None:
        """Show how ``values`` are spread; those that are not finite are left out."""
        values = values[np.isfinite(values)]
        reach = reach_of(float(np.abs(values).max()) if values.size else 0.0)
        self._count(values, -reach, reach)
        self.setAccessibleDescription(
            self.tr("{0} below 0, {1} not, up to ±{2}").format(
                int(self._counts[:_HALF].sum()), int(self._counts[_HALF:].sum()), f"{reach:g}"
            )
        )

    def _paint_bar(self, painter: QPainter, bar: QRectF, number: int, theme: Theme) -> None:
        painter.fillRect(bar, theme.color("neg" if number < _HALF else "pos"))

    def _labels(self) -> tuple[str, str, str]:
        end = format_number(self._high)
        return f"−{end}", "0", end


class OutputHistogram(_Bars):
    """Bars in the colours that the outputs have on the canvas."""

    def __init__(self, appearance: Appearance, name: str, label: str, height: float) -> None:
        super().__init__(appearance, name, label, height, _OUTPUTS)
        self._bounded = True

    def show_values(self, values: Values, low: float, high: float) -> None:
        """Show how ``values`` are spread from ``low`` to ``high``, which may be without end."""
        values = values[np.isfinite(values)]
        self._bounded = math.isfinite(high)
        if not self._bounded:
            high = reach_of(float(np.abs(values).max()) if values.size else 0.0)
            low = 0.0 if low == 0.0 else -high
        self._count(values, low, high)

    def _paint_bar(self, painter: QPainter, bar: QRectF, number: int, theme: Theme) -> None:
        level = 2 * (number + 0.5) / len(self._counts) - 1
        if self._low == 0.0 and not self._bounded:  # zero is grey, as on the canvas
            level = (number + 0.5) / len(self._counts)
        color = QColor.fromRgba(int(theme.diverging[round(128 + 127 * _FILL * level)]))
        painter.setBrush(color)
        painter.setPen(QPen(theme.premix(theme.color("text2"), 0.6, color), 1.0))
        painter.drawRect(bar.adjusted(0, 0.5, 0, 0))

    def _labels(self) -> tuple[str, str, str]:
        middle = (self._low + self._high) / 2
        texts = [format_number(float(f"{value:.4g}")) for value in (self._low, middle, self._high)]
        return texts[0], texts[1], f"+{texts[2]}" if self._low < 0 else texts[2]


def reach_of(largest: float) -> float:
    """A round number that is not below ``largest``."""
    if largest < 1e-300:  # 0, or nearly: there is nothing to divide by
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next((float(f"{step * power:.3g}") for step in _ROUND if step * power >= largest), 10.0 * power)
