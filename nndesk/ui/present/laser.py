"""The laser dot: where the pointer is, for everybody in the hall, with a trail of where it was."""

from collections import deque
from collections.abc import Callable
from itertools import pairwise
from time import perf_counter

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nndesk.ui.theme import Appearance

SIZE = 22.0
TRAIL = 0.3  # seconds
_RIM = 2.5
_TICK_MS = 16
_STRENGTH = 0.45  # of the trail where it begins


class Laser(QWidget):
    """Lies over everything, lets everything through, and paints the dot and nothing else."""

    def __init__(
        self, appearance: Appearance, parent: QWidget, clock: Callable[[], float] = perf_counter
    ) -> None:
        super().__init__(parent)
        self.setObjectName("laser")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._appearance, self._clock = appearance, clock
        self._at: QPointF | None = None
        self._trail: deque[tuple[float, QPointF]] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._fade)

    @property
    def at(self) -> QPointF | None:
        """Where the dot is."""
        return self._at

    @property
    def trail(self) -> list[QPointF]:
        """Where it was in the last 300 ms, the newest last."""
        return [at for _, at in self._trail]

    def point(self, at: QPointF | None) -> None:
        """Show the dot at ``at``, or none."""
        before = self._area()
        moves = self._appearance.duration("normal") > 0
        if self._at is not None and at is not None and moves:
            self._trail.append((self._clock(), self._at))
            self._timer.start()
        self._at = at
        if at is None:
            self._trail.clear()
            self._timer.stop()
        self._forget_old()
        self.update(before | self._area())

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        self._trail.clear()

    def _fade(self) -> None:
        before = self._area()
        self._forget_old()
        if not self._trail:
            self._timer.stop()
        self.update(before)

    def _forget_old(self) -> None:
        oldest = self._clock() - TRAIL
        while self._trail and self._trail[0][0] < oldest:
            self._trail.popleft()

    def _area(self) -> QRect:
        """Around the dot and its trail."""
        area = QRectF()
        for at in (*self.trail, *(() if self._at is None else (self._at,))):
            area |= QRectF(at.x() - SIZE, at.y() - SIZE, 2 * SIZE, 2 * SIZE)
        return area.toAlignedRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._at is None:
            return
        painter, theme = QPainter(self), self._appearance.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color, now = theme.color("sel"), self._clock()
        points = [*self._trail, (now, self._at)]
        for (when, start), (_, end) in pairwise(points):
            share = max(0.0, 1.0 - (now - when) / TRAIL)
            faint = QColor(color)
            faint.setAlphaF(_STRENGTH * share)
            pen = QPen(faint, max(SIZE * share, 2.0))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(start, end)
        painter.setPen(QPen(theme.color("surface"), _RIM))
        painter.setBrush(color)
        radius = (SIZE - _RIM) / 2
        painter.drawEllipse(self._at, radius, radius)
