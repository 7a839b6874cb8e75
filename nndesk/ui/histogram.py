"""How the weights of a layer are spread, around zero."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nndesk.ui.theme import Appearance, draw_text

_HALF = 20  # bars on either side of zero
_HEIGHT = 62
_GAP = 1.0  # between two bars
_LEAST = 1.0  # height of a bar of a single weight among many
_ROUND = (1.0, 1.5, 2.0, 3.0, 5.0, 7.5, 10.0)  # where the axis may end, times a power of ten


class Histogram(QWidget):
    """Bars of equal width, those of negative numbers left of the middle. An exact 0 counts as positive."""

    def __init__(self, appearance: Appearance, name: str, label: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._label, self._appearance = label, appearance
        self._counts: NDArray[np.intp] = np.zeros(2 * _HALF, np.intp)
        self._reach = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._restyle)

    @property
    def counts(self) -> list[int]:
        """How many numbers every bar stands for, from the left."""
        return self._counts.tolist()

    @property
    def reach(self) -> float:
        """Where the axis ends on either side."""
        return self._reach

    def show_values(self, values: NDArray[np.floating]) -> None:
        """Show how ``values`` are spread; those that are not finite are left out."""
        values = values[np.isfinite(values)]
        self._reach = reach_of(float(np.abs(values).max()) if values.size else 0.0)
        bars = np.floor(values * (_HALF / self._reach)).astype(np.intp) + _HALF
        self._counts = np.bincount(np.clip(bars, 0, 2 * _HALF - 1), minlength=2 * _HALF)
        self.setAccessibleDescription(
            self.tr("{0} below 0, {1} not, up to ±{2}").format(
                int(self._counts[:_HALF].sum()), int(self._counts[_HALF:].sum()), f"{self._reach:g}"
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(352, self._appearance.theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        line, font = theme.line("caption"), theme.font("caption")
        floor, width = self.height() - line - 3, self.width() / (2 * _HALF)
        most = max(int(self._counts.max()), 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, count in enumerate(self._counts.tolist()):
            if count:
                height = max(_LEAST, (floor - 2) * count / most)
                bar = QRectF(number * width + _GAP / 2, floor - height, width - _GAP, height)
                painter.fillRect(bar, theme.color("neg" if number < _HALF else "pos"))
        painter.setPen(QPen(theme.color("borderStrong"), 1.0))
        painter.drawLine(QPointF(0, floor + 0.5), QPointF(self.width(), floor + 0.5))
        box, align = QRectF(0, floor + 3, self.width(), line), Qt.AlignmentFlag
        end = f"{self._reach:g}"
        ends = (f"−{end}", align.AlignLeft), ("0", align.AlignHCenter), (end, align.AlignRight)
        for text, flag in ends:
            draw_text(painter, box, flag, text, font, theme.color("text2"))


def reach_of(largest: float) -> float:
    """A round number that is not below ``largest``."""
    if largest < 1e-300:  # 0, or nearly: there is nothing to divide by
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next((float(f"{step * power:.3g}") for step in _ROUND if step * power >= largest), 10.0 * power)
