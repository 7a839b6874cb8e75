"""The parameters at the ends of epochs, thinned to a few megabytes: the path of every weight."""

from typing import NamedTuple

from nndesk.engine.arrays import Array

_BYTES = 4 * 2**20
_POINTS = 1024  # more than a plot shows


class Points(NamedTuple):
    """What a trail holds: whole parameter vectors, in the order of the network's own, and their epochs."""

    stride: int
    epochs: tuple[int, ...]
    vectors: tuple[Array, ...]


class Trail:
    """Keeps every first, second, fourth … epoch, as many as there is room for. Owned by one thread."""

    def __init__(self, vector_bytes: int, points: Points | None = None) -> None:
        self._room = min(_POINTS, _BYTES // vector_bytes)
        stride, epochs, vectors = points or Points(1, (), ())
        self._stride, self._epochs, self._vectors = stride, list(epochs), list(vectors)

    def add(self, epoch: int, vector: Array) -> None:
        """Keep a copy of ``vector``, the parameters after ``epoch``, where it is one that is kept."""
        if epoch % self._stride or self._room < 2:
            return
        if len(self._epochs) == self._room:
            self._stride *= 2
            kept = [number for number, one in enumerate(self._epochs) if one % self._stride == 0]
            self._epochs = [self._epochs[number] for number in kept]
            self._vectors = [self._vectors[number] for number in kept]
            if epoch % self._stride:
                return
        self._epochs.append(epoch)
        self._vectors.append(vector.copy())

    def cut(self, epoch: int) -> None:
        """Forget what lies after ``epoch``."""
        while self._epochs and self._epochs[-1] > epoch:
            self._epochs.pop()
            self._vectors.pop()

    def points(self) -> Points:
        """All that is kept, as a value of its own."""
        return Points(self._stride, tuple(self._epochs), tuple(self._vectors))

    def path(self, place: int, last: int) -> list[tuple[float, float]]:
        """Epochs up to ``last``, and what the parameter at ``place`` was after each of them."""
        kept = zip(self._epochs, self._vectors, strict=True)
        return [(float(epoch), float(vector[place])) for epoch, vector in kept if epoch <= last]
