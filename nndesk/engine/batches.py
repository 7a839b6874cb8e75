"""Which rows a step takes, and room for the rows of a stretch of steps.

Two ways of batching. As in Keras, an epoch ends with a smaller batch where the rows do not divide.
As in Playground (``run_on``), step s takes the rows s·B … (s+1)·B-1 of the endless sequence of epochs,
so that epoch e ends after ⌊e·n/B⌋ steps.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nndesk.engine.arrays import Array, zeros

Order = Callable[[int], "NDArray[np.intp] | None"]

_STRETCH_BATCHES = 256  # batches whose rows and tapes are held at once, at most
_STRETCH_VALUES = 1 << 23  # and the numbers in them


class Calendar:
    """Steps and epochs of so many rows in batches of one size."""

    def __init__(self, rows: int, size: int, *, run_on: bool) -> None:
        self.rows = rows
        self.size = size
        self.run_on = run_on and rows % size > 0  # where the rows divide both ways are one
        self._batches = -(-rows // size)

    def steps_until(self, epoch: int) -> int:
        """How many steps there are before the end of so many epochs."""
        return epoch * self.rows // self.size if self.run_on else epoch * self._batches

    def epoch_of(self, step: int) -> int:
        """Whole epochs done after so many steps."""
        return ((step + 1) * self.size - 1) // self.rows if self.run_on else step // self._batches

    def time(self, step: int) -> float:
        """Epochs done after so many steps, with their fraction.

        By rows where batches run on, else by steps, as Keras's schedules count.
        """
        return step * self.size / self.rows if self.run_on else step / self._batches

    def first_row(self, step: int) -> int:
        """Where the batch of a step, counted from 0, begins in the endless sequence of epochs."""
        if self.run_on:
            return step * self.size
        epoch, batch = divmod(step, self._batches)
        return epoch * self.rows + batch * self.size

    def rows_in(self, step: int) -> int:
        """How many rows the batch of a step has."""
        return self.size if self.run_on else min(self.size, self.rows - self.first_row(step) % self.rows)


class Batches:
    """The rows of a stretch of steps, copied to where the tapes read them.

    ``x`` (rows, inputs + 1) follows the order with its last row once more. ``targets`` and, with
    weights, ``scales`` are (batches, outputs, rows of a batch), those of a smaller last batch
    ``tail_targets`` and ``tail_scales``: NumPy would copy a transposed operand. A batch of one row
    has a second one that counts 0.
    """

    def __init__(
        self, x: Array, y: Array, calendar: Calendar, order: Order, weights: Array | None = None
    ) -> None:
        """``weights`` (rows, 2) are each row's factors in a whole batch and in the smaller last one."""
        self.calendar = calendar
        self._order = order
        # Epochs and their orders, as many as a stretch may touch where batches run on.
        self._orders: list[tuple[int, NDArray[np.intp] | None]] = [(-1, None)] * 2
        rows, size, outputs = calendar.rows, calendar.size, y.shape[1]
        self._single = rows == size
        self.per_stretch = min(
            -(-rows // size), _STRETCH_BATCHES, max(1, _STRETCH_VALUES // (size * x.shape[1]))
        )
        room = self.per_stretch * size
        self.tail = 0
        if not calendar.run_on:
            room, self.tail = min(room, rows), rows % size
        self._stretches = -(-rows // (self.per_stretch * size))
        self.x = zeros((room + 1, x.shape[1]), x.dtype)
        self._y = zeros((room, outputs), x.dtype)
        self._sources = [(x, self.x), (y, self._y)]
        self.targets = zeros((room // size, outputs, max(size, 2)), x.dtype)
        self.tail_targets = zeros((outputs, max(self.tail, 2)), x.dtype)
        self.scales = self.tail_scales = None
        self._weights = zeros((room, 2), x.dtype)
        if weights is not None:
            self._sources.append((weights, self._weights))
            self.scales = zeros(self.targets.shape, x.dtype)
            self.tail_scales = zeros(self.tail_targets.shape, x.dtype)
        self._filled: tuple[int | None, int] | None = None  # epoch (None: unshuffled), stretch

    @property
    def last_slot(self) -> int:
        """Where an epoch's last batch is in its stretch."""
        return (-(-self.calendar.rows // self.calendar.size) - 1) % self.per_stretch

    def fill(self, step: int) -> tuple[int, bool]:
        """Have the batch of ``step`` ready: its place in the stretch, and whether that ends an epoch."""
        calendar = self.calendar
        if calendar.run_on:
            stretch, slot = divmod(step, self.per_stretch)
            if self._filled != (0, stretch):
                self._copy(stretch * len(self._y), len(self._y))
                self._filled = (0, stretch)
            return slot, False
        epoch = calendar.epoch_of(step)
        stretch, slot = divmod(step - calendar.steps_until(epoch), self.per_stretch)
        shuffled = None if self._order_of(epoch) is None else epoch
        if self._filled != (shuffled, stretch):
            start = stretch * len(self._y)
            self._copy(epoch * calendar.rows + start, min(len(self._y), calendar.rows - start))
            self._filled = (shuffled, stretch)
        return slot, stretch == self._stretches - 1

    def rows_of(self, step: int) -> NDArray[np.intp]:
        """The training rows that the batch of ``step`` takes, in its order."""
        first = self.calendar.first_row(step)
        rows: list[int] = []
        for row in range(first, first + self.calendar.rows_in(step)):
            epoch, place = divmod(row, self.calendar.rows)
            order = self._order_of(epoch)
            rows.append(place if order is None else int(order[place]))
        return np.array(rows, np.intp)

    def _order_of(self, epoch: int) -> NDArray[np.intp] | None:
        if self._single:
            return None
        known = self._orders[epoch % 2]
        if known[0] != epoch:
            known = self._orders[epoch % 2] = epoch, self._order(epoch)
        return known[1]

    def _copy(self, first: int, rows: int) -> None:
        """Copy ``rows`` rows of the endless sequence of epochs, from ``first`` on."""
        at = 0
        while at < rows:
            epoch, start = divmod(first + at, self.calendar.rows)
            end = min(rows, at + self.calendar.rows - start)
            order = self._order_of(epoch)
            for source, target in self._sources:
                if order is None:
                    target[at:end] = source[start : start + end - at]
                else:
                    # mode="clip" takes without a buffer; the order is a permutation in any case.
                    source.take(order[start : start + end - at], 0, target[at:end], "clip")
            at = end
        self.x[rows] = self.x[rows - 1]
        size, outputs = self.calendar.size, self._y.shape[1]
        whole = rows // size
        end, tail = whole * size, rows - whole * size
        batches = self._y[:end].reshape(whole, size, outputs)
        np.copyto(self.targets[:whole, :, :size], batches.transpose(0, 2, 1))
        np.copyto(self.tail_targets[:, :tail], self._y[end:rows].T)
        if self.scales is not None and self.tail_scales is not None:
            np.copyto(self.scales[:whole, :, :size], self._weights[:end, 0].reshape(whole, 1, size))
            np.copyto(self.tail_scales[:, :tail], self._weights[end:rows, 1])
