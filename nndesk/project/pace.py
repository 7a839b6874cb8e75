"""The pace of training: so many steps a second, as long as the machine keeps up."""

import math
from collections import deque
from collections.abc import Callable
from time import perf_counter

_DEBT_SECONDS = 0.25  # a pace that the machine cannot keep is not caught up later
_RATE_SECONDS = 1.0  # the span that the shown speed is measured over


class Pace:
    """How many steps are due: spread evenly over the second, without catching up."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._rate = math.inf  # steps per second
        self._start = clock()
        self._done = 0
        self._recent: deque[tuple[float, int]] = deque()

    def begin(self, steps_per_second: float) -> None:
        self._rate = steps_per_second
        self._start = self._clock()
        self._done = 0
        self._recent.clear()

    def wait(self) -> float:
        """Seconds until the next step is due; 0 where it is due already."""
        if math.isinf(self._rate):
            return 0.0
        return max(0.0, self._start + (self._done + 1) / self._rate - self._clock())

    def due(self) -> int:
        if math.isinf(self._rate):
            return 2**31
        debt = (self._clock() - self._start) * self._rate - self._done
        most = max(1.0, _DEBT_SECONDS * self._rate)
        if debt > most:
            self._start += (debt - most) / self._rate
            debt = most
        return int(debt)

    def did(self, steps: int) -> None:
        self._done += steps
        now = self._clock()
        self._recent.append((now, self._done))
        while now - self._recent[0][0] > _RATE_SECONDS and len(self._recent) > 2:
            self._recent.popleft()

    def rate(self) -> float:
        """Steps per second over the last second."""
        if len(self._recent) < 2:
            return 0.0
        (then, before), (now, done) = self._recent[0], self._recent[-1]
        return (done - before) / (now - then) if now > then else 0.0
