"""What the window's pictures of a network show: its outputs over the inputs, for given rows and points."""

import numpy as np
from numpy.typing import NDArray

from nndesk.data.dataset import Dataset
from nndesk.project.closeup import unit_view
from nndesk.project.messages import CURVE, FIELD, SURFACE, Array, Look, UnitView, predicted_rows
from nndesk.project.run import Run

_MOST_PRODUCTS = 1 << 31  # of parameters and points for the output's picture, at the most


def _finer(few: int, many: int) -> NDArray[np.float32]:
    """(many, few): values between those of ``few`` cells in a row, in proportion."""
    at = np.clip((np.arange(many) + 0.5) * few / many - 0.5, 0, few - 1)
    return np.maximum(0, 1 - np.abs(at[:, None] - np.arange(few))).astype(np.float32)


_FINER = _finer(SURFACE, FIELD)


class Pictures:
    """The inputs at which a run's pictures are computed, made once for its data."""

    def __init__(self, data: Dataset) -> None:
        self._plane = data.kind.plane
        self._data = data
        self._rows = np.concatenate([data.x_train, data.x_test])
        self._predicted: Array | None = None
        self._surface: Array | None = None
        self._field: Array | None = None
        if data.kind.plane:
            self._surface = data.inputs(_grid(data.kind.extent, SURFACE))
            self._field = data.inputs(_grid(data.kind.extent, FIELD))
        elif len(data.kind.columns) == 1:
            self._surface, self._field = (data.inputs(_line(data.kind.extent, n)) for n in (CURVE, FIELD))
        if data.kind.task == "number" and len(data.kind.columns) > 1:
            self._predicted = self._rows[predicted_rows(len(self._rows))]

    def sample(self, look: Look) -> int:
        """The row that is shown: the one looked at, or the last where there are fewer."""
        last, trained = len(self._rows) - 1, len(self._data.x_train)
        return min(trained if look.sample is None else look.sample, last)

    def probe(self, look: Look) -> tuple[float, ...] | None:
        """The point that is looked at, where it is one of these data."""
        fits = look.probe is not None and len(look.probe) == len(self._data.kind.columns)
        return look.probe if fits else None

    def activations(self, run: Run, sample: int, probe: tuple[float, ...] | None) -> tuple[Array, ...]:
        row = self._rows[sample : sample + 1]
        if probe is not None:
            row = self._data.inputs(np.array([probe]))
        return tuple(frozen(a[0]) for a in (row, *run.layers.forward(row)))

    def surfaces(self, run: Run) -> tuple[Array, ...]:
        if self._surface is None:
            return ()
        layers = (self._surface, *run.layers.forward(self._surface))
        shape = (-1, SURFACE, SURFACE) if self._plane else (-1, CURVE)
        return tuple(frozen(a.T.reshape(shape).astype(np.float32)) for a in layers)

    def field(self, run: Run, surfaces: tuple[Array, ...]) -> Array:
        """The output's picture; of a large network the neuron's, which the ``surfaces`` have, made larger."""
        if self._field is None:
            return frozen(np.empty(0, np.float32))
        if self._plane and run.layers.size * len(self._field) > _MOST_PRODUCTS:
            coarse = (surfaces or self.surfaces(run))[-1]
            return frozen(np.einsum("fi,kij,gj->kfg", _FINER, coarse, _FINER, optimize=True))
        shape = (-1, FIELD, FIELD) if self._plane else (-1, FIELD)
        return frozen(run.layers.predict(self._field).T.reshape(shape).astype(np.float32))

    def predictions(self, run: Run) -> Array:
        if self._predicted is None:
            return frozen(np.empty(0))
        return frozen(run.layers.predict(self._predicted)[:, 0])

    def unit(self, run: Run, look: Look) -> UnitView | None:
        return None if look.unit is None else unit_view(run, look.unit, self._field, self._surface)


def _grid(extent: float, points: int) -> NDArray[np.float64]:
    """Middles of ``points`` × ``points`` cells of the plane, row by row from the top: (points², 2)."""
    middles = (np.arange(points) + 0.5) / points * 2 * extent - extent
    x1, x2 = np.meshgrid(middles, middles[::-1])
    return np.column_stack([x1.ravel(), x2.ravel()])


def _line(extent: float, points: int) -> NDArray[np.float64]:
    """``points`` points of the one input, from end to end: (points, 1)."""
    return np.linspace(-extent, extent, points, dtype=np.float64)[:, None]


def frozen(array: Array) -> Array:
    """A copy that nobody changes."""
    array = np.array(array)
    array.flags.writeable = False
    return array
