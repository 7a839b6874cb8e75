"""Fully connected networks: the flat parameter vector, its views, forward and backward passes.

Inside this module and the trainer arrays are feature-major, (units, rows), and every layer's
output has a last row of ones. A layer's block is (units, inputs + 1) with the bias as its last
column, so one product gives all of z and one gives the gradient of weights and bias. The blocks
are views of one vector. Outside, arrays are (rows, units) and flat vectors are in file order.

A pass is a tape, a list of calls made once for its buffers: ``for f, args in tape: f(*args)``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nndesk.engine.activations import ACTIVATIONS, Activation
from nndesk.engine.arrays import Array, zeros

Precision = type[np.float64] | type[np.float32]
Flat = NDArray[np.float64]  # a vector in file order
Tape = list[tuple[Callable[..., object], tuple[Any, ...]]]

_CHUNK_VALUES = 1 << 22  # the outputs of all layers that an evaluation holds at once


class LayerShape(NamedTuple):
    """What of a layer decides its arrays and its mathematics."""

    units: int
    activation: str
    setting: float | None = None  # of the activation; None: its default


class LayerPlace(NamedTuple):
    """Where a layer's parameters lie in a flat vector in file order."""

    weights: slice
    shape: tuple[int, int]  # (inputs, units)
    bias: slice


def parameter_layout(inputs: int, units: Sequence[int]) -> tuple[LayerPlace, ...]:
    """The places of all layers: weights (inputs, units) row by row, then bias, layer after layer."""
    places: list[LayerPlace] = []
    start = 0
    for count in units:
        middle = start + inputs * count
        places.append(LayerPlace(slice(start, middle), (inputs, count), slice(middle, middle + count)))
        start = middle + count
        inputs = count
    return tuple(places)


def run_tape(tape: Tape) -> None:
    """Make all calls of a tape."""
    for function, arguments in tape:
        function(*arguments)


class Network:
    """The parameters of a network and what it makes of given rows.

    ``vector`` is the flat parameter vector in the engine's own order and ``blocks`` are its
    views, one (units, inputs + 1) per layer.
    """

    def __init__(self, inputs: int, layers: Sequence[LayerShape], dtype: Precision = np.float64) -> None:
        assert inputs > 0
        assert layers
        self.inputs = inputs
        self.layers = tuple(LayerShape(*layer) for layer in layers)
        self.dtype: np.dtype[np.floating[Any]] = np.dtype(dtype)
        self.activations: tuple[Activation, ...] = tuple(
            ACTIVATIONS[layer.activation].at(layer.setting) for layer in self.layers
        )
        self.layout = parameter_layout(inputs, [layer.units for layer in self.layers])
        self.size: int = self.layout[-1].bias.stop
        self.vector = zeros((self.size,), self.dtype)
        self.blocks = self.views(self.vector)

    def like(self) -> "Network":
        """Another network of this shape and precision; all its parameters are 0."""
        return Network(self.inputs, self.layers, np.float32 if self.dtype == np.float32 else np.float64)

    def views(self, vector: Array) -> list[Array]:
        """The layers' blocks in any flat vector of the engine's order."""
        return [
            vector[place.weights.start : place.bias.stop].reshape(place.shape[1], place.shape[0] + 1)
            for place in self.layout
        ]

    def weights(self, layer: int) -> Array:
        """A live view (inputs, units)."""
        return self.blocks[layer][:, :-1].T

    def bias(self, layer: int) -> Array:
        """A live view (units,)."""
        return self.blocks[layer][:, -1]

    def parameters(self) -> Flat:
        """A fresh flat float64 copy in file order."""
        return self.to_file_order(self.vector)

    def set_parameters(self, flat: Array) -> None:
        """Take all parameters from a flat vector in file order."""
        self.from_file_order(flat, self.vector)

    def to_file_order(self, vector: Array) -> Flat:
        """A fresh float64 copy, in file order, of a flat vector in the engine's order."""
        flat = np.empty(self.size)
        for place, block in zip(self.layout, self.views(vector), strict=True):
            flat[place.weights].reshape(place.shape)[...] = block[:, :-1].T
            flat[place.bias] = block[:, -1]
        return flat

    def from_file_order(self, flat: Array, vector: Array) -> None:
        """Fill a flat vector in the engine's order from one in file order."""
        assert flat.shape == (self.size,)
        for place, block in zip(self.layout, self.views(vector), strict=True):
            block[:, :-1] = flat[place.weights].reshape(place.shape).T
            block[:, -1] = flat[place.bias]

    @property
    def chunk(self) -> int:
        """Rows that an evaluation takes at once, so that memory stays bounded for any data."""
        return max(64, min(8192, _CHUNK_VALUES // sum(layer.units for layer in self.layers)))

    def with_ones(self, x: Array) -> Array:
        """A copy of rows (rows, inputs) in the network's precision with a column of ones."""
        rows = np.ones((len(x), self.inputs + 1), self.dtype)
        rows[:, :-1] = x
        return rows

    def forward(self, x: Array) -> tuple[Array, ...]:
        """The outputs (rows, units) of every layer for rows x (rows, inputs); fresh arrays.

        Of diverged parameters they are inf or nan, without a warning.
        """
        workspace = Workspace(self, len(x))
        with np.errstate(all="ignore"):
            run_tape(workspace.forward(self.with_ones(x)))
        return tuple(a.T for a in workspace.a)

    def predict(self, x: Array) -> Array:
        """The outputs (rows, outputs) for rows x (rows, inputs); a fresh array."""
        outputs = np.empty((len(x), self.layers[-1].units), self.dtype)
        for start in range(0, len(x), self.chunk):
            outputs[start : start + self.chunk] = self.forward(x[start : start + self.chunk])[-1]
        return outputs


class _Group(NamedTuple):
    """The layers of one activation, which share buffers: a layer's rows are at its ``parts``."""

    activation: Activation
    z: Array
    a: Array
    spare: list[Array]
    parts: dict[int, slice]  # by layer, with its row of ones

    def of(self, layer: int, units: int) -> list[Array]:
        """z, a and the spare blocks of one layer."""
        return [block[self.parts[layer]][:units] for block in (self.z, self.a, *self.spare)]


class Workspace:
    """The buffers of one pass over a fixed number of rows, and the tapes that fill them.

    Per layer: ``z`` and ``a`` (units, rows), which are one block unless the activation needs z,
    and with ``learns`` also ``delta``, the gradient of the loss by a and then by z. All layers of
    one activation are rows of one buffer, so that their derivatives are one call. ``logits`` says
    that the loss works with the output layer's z, so that its derivative is not needed. ``masks`` are
    factors (units, rows) between a layer's output and the next layer, for dropout.
    """

    def __init__(
        self,
        network: Network,
        rows: int,
        *,
        learns: bool = False,
        logits: bool = False,
        masks: Mapping[int, Array] | None = None,
    ) -> None:
        self.network = network
        self.rows = rows
        self._last = len(network.layers) - 1
        self._logits = logits
        groups = self._grouped()
        groups_of = {layer: group for group in groups for layer in group.parts}
        units = [layer.units for layer in network.layers]
        # What the next layer takes: a with its row of ones.
        self._signals = [groups_of[layer].a[groups_of[layer].parts[layer]] for layer in range(len(units))]
        self._masks = dict(masks or {})
        for layer in self._masks:
            self._signals[layer] = zeros(self._signals[layer].shape, network.dtype)
            self._signals[layer].fill(1.0)
        self._blocks = [groups_of[layer].of(layer, count) for layer, count in enumerate(units)]
        self.z = [z for z, *_ in self._blocks]
        self.a = [a for _, a, *_ in self._blocks]
        if learns:
            # An error goes back through a whole block, to the row of ones too: NumPy would copy a part.
            self._errors = [zeros(signal.shape, network.dtype) for signal in self._signals]
            self.delta = [error[:count] for error, count in zip(self._errors, units, strict=True)]
            self.scratch = zeros((3 * units[-1], rows), network.dtype)  # for the loss
            self._slopes: dict[int, Array] = {}
            self._slope_tape: Tape = []
            for group in groups:
                self._differentiate(group)

    def _grouped(self) -> list[_Group]:
        """Layers by activation; the output layer by itself when its derivative is not needed."""
        members: dict[tuple[LayerShape, bool], list[int]] = {}
        for layer, shape in enumerate(self.network.layers):
            members.setdefault((shape._replace(units=0), self._skips(layer)), []).append(layer)
        groups: list[_Group] = []
        for layers in members.values():
            activation = self.network.activations[layers[0]]
            parts: dict[int, slice] = {}
            top = 0
            for layer in layers:
                height = self.network.layers[layer].units + (layer < self._last)
                parts[layer] = slice(top, top + height)
                top += height
            a = zeros((top, self.rows), self.network.dtype)
            a.fill(1.0)
            z = zeros(a.shape, a.dtype) if activation.needs_z else a
            spare = [zeros(a.shape, a.dtype) for _ in range(activation.spare)]
            groups.append(_Group(activation, z, a, spare, parts))
        return groups

    def _skips(self, layer: int) -> bool:
        """Whether the layer's delta is by z from the start."""
        return self._logits and layer == self._last

    def _differentiate(self, group: _Group) -> None:
        """Note the call for the derivatives of a group and where they lie."""
        activation = group.activation
        if activation.derivative is None or activation.identity or any(map(self._skips, group.parts)):
            return
        slopes = zeros(group.a.shape, group.a.dtype)
        self._slope_tape.append((activation.derivative, (group.z, group.a, slopes, *group.spare)))
        for layer, part in group.parts.items():
            self._slopes[layer] = slopes[part][: len(self.a[layer])]

    def forward(self, x: Array, *, activate_output: bool = True) -> Tape:
        """The calls that fill ``a`` from x (rows, inputs + 1), a column of ones last."""
        tape: Tape = []
        signal = x.T
        for layer, activation in enumerate(self.network.activations):
            tape.append((self.network.blocks[layer].dot, (signal, self.z[layer])))
            if not activation.identity and (activate_output or layer < self._last):
                tape.append((activation.forward, tuple(self._blocks[layer])))
            signal = self._signals[layer]
            if layer in self._masks:
                tape.append((np.multiply, (self.a[layer], self._masks[layer], signal[:-1])))
        return tape

    # -- what a pass leaves in its buffers; fresh arrays (units, rows) ----------------------

    def mask(self, layer: int) -> Array | None:
        """The factors between a layer's output and the next layer; None without dropout."""
        mask = self._masks.get(layer)
        return None if mask is None else mask.copy()

    def sums(self, layer: int, x: Array) -> Array:
        """z of a layer once more, of what it was given: the activation may have overwritten it."""
        signal = self._signals[layer - 1] if layer else x.T
        return self.network.blocks[layer].dot(signal)

    def slopes(self, layer: int) -> Array | None:
        """da/dz of a layer; None where an output depends on more than its own z."""
        activation = self.network.activations[layer]
        if activation.derivative is None:
            return None
        z, a, *spare = self._blocks[layer]
        out = np.empty_like(a)
        activation.derivative(z, a, out, *spare)
        return out

    def errors(self, layer: int) -> Array:
        """The gradient by what the next layer was given, once more from its delta."""
        return self.network.blocks[layer + 1].T.dot(self.delta[layer + 1])[:-1]

    def activate_output(self) -> Tape:
        """The call that a forward pass without the output layer's activation leaves out."""
        activation = self.network.activations[-1]
        return [] if activation.identity else [(activation.forward, tuple(self._blocks[-1]))]

    def backward(self, x: Array, gradient: list[Array]) -> Tape:
        """The calls that fill the blocks of ``gradient``, once the last delta is there.

        That delta is the gradient by the output, or by its z with ``logits``.
        """
        tape = list(self._slope_tape)
        for layer in range(self._last, -1, -1):
            activation, delta = self.network.activations[layer], self.delta[layer]
            if layer in self._masks:
                tape.append((np.multiply, (delta, self._masks[layer], delta)))
            if layer in self._slopes:
                tape.append((np.multiply, (delta, self._slopes[layer], delta)))
            elif activation.backward is not None and not self._skips(layer):
                tape.append((activation.backward, (self.z[layer], self.a[layer], delta)))
            before = self._signals[layer - 1].T if layer else x
            tape.append((delta.dot, (before, gradient[layer])))
            if layer:
                tape.append((self.network.blocks[layer].T.dot, (delta, self._errors[layer - 1])))
        return tape
