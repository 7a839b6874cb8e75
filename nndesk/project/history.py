"""What a run leaves behind it: the losses of every epoch."""

import threading

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class History:
    """Train and test loss of every epoch, epoch 0 first.

    One thread appends and cuts, any thread reads: what is handed out is a read-only view, not a
    copy, and its values never change. A run without test rows has NaN as its test losses.
    """

    def __init__(self, train: Array | None = None, test: Array | None = None) -> None:
        self._lock = threading.Lock()
        self._length = 0
        self.cuts = 0  # how often epochs were taken back: who keeps values reads them anew
        self._values: Array = np.empty((2, 64))
        if train is not None and test is not None:
            self._move(max(64, 2 * len(train)))
            self._length = len(train)
            self._values[:, : self._length] = train, test

    def __len__(self) -> int:
        return self._length

    def append(self, train: float, test: float | None) -> None:
        """Record the next epoch's losses; ``test`` is None where there are no test rows."""
        with self._lock:
            if self._length == self._values.shape[1]:
                self._move(2 * self._length)
            self._values[0, self._length] = train
            self._values[1, self._length] = np.nan if test is None else test
            self._length += 1

    def _move(self, room: int) -> None:
        """Go on in another block: views handed out before keep the old one, whose values stay as they are.

        What is not written yet takes no memory: the system gives it page by page.
        """
        values = np.empty((2, room))
        values[:, : self._length] = self._values[:, : self._length]
        self._values = values

    def cut(self, length: int) -> None:
        """Forget all but the first ``length`` epochs, where there are more."""
        with self._lock:
            if length < self._length:
                self._length = length
                self._move(self._values.shape[1])
                self.cuts += 1

    def replace_first(self, train: float, test: float | None) -> None:
        """Record other losses for epoch 0, where what they depend on changed before the first step."""
        with self._lock:
            self._move(self._values.shape[1])
            self._values[:, 0] = train, np.nan if test is None else test
            self.cuts += 1

    def series(self, length: int) -> tuple[Array, Array]:
        """Train and test losses of the first ``length`` epochs, read-only, each (length,)."""
        with self._lock:
            view = self._values[:, : min(length, self._length)]
        view.flags.writeable = False
        return view[0], view[1]

    @property
    def epoch(self) -> NDArray[np.int64]:
        return np.arange(self._length)

    @property
    def train(self) -> Array:
        return self.series(self._length)[0]

    @property
    def test(self) -> Array:
        return self.series(self._length)[1]
