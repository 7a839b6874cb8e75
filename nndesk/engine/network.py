"""Fully connected networks: the flat parameter vector, its views, forward and backward passes.

Inside this module and the trainer arrays are feature-major, (units, rows), and every layer's
output has a last row of ones. A layer's block is (units, inputs + 1) with the bias as its last
column, so one product gives all of z and one gives the gradient of weights and bias. The blocks
are views of one vector. Outside, arrays are (rows, units) and flat vectors are in file order.

A pass is a tape, a list of calls made once for its buffers: ``for f, args in tape: f(*args)``.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from nndesk.engine.activations import ACTIVATIONS, Activation, Array, zeros

Precision = type[np.float64] | type[np.float32]
Tape = list[tuple[Callable[..., object], tuple[Any, ...]]]

_CHUNK_VALUES = 1 << 22  # the outputs of all layers that an evaluation holds at once


class LayerShape(NamedTuple):
    """What of a layer decides its arrays and its mathematics."""

    units: int
    activation: str


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
            ACTIVATIONS[layer.activation] for layer in self.layers
        )
        self.layout = parameter_layout(inputs, [layer.units for layer in self.layers])
        self.size: int = self.layout[-1].bias.stop
        self.vector = zeros((self.size,), self.dtype)
        self.blocks = self.views(self.vector)

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

    def parameters(self) -> Array:
        """A fresh flat float64 copy in file order."""
        return self.to_file_order(self.vector)

    def set_parameters(self, flat: Array) -> None:
        """Take all parameters from a flat vector in file order."""
        self.from_file_order(flat, self.vector)

    def to_file_order(self, vector: Array) -> Array:
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


class Workspace:
    """The buffers of one pass over a fixed number of rows, and the tapes that fill them.

    Per layer: ``z`` and ``a`` (units, rows), which are one block unless the activation needs z,
    and ``delta``, the gradient of the loss by a and then by z. All layers of one activation are
    rows of one buffer, so that their derivatives are one call. ``logits`` says that the loss
    works with the output layer's z, so that its derivative is not needed.
    """

    def __init__(self, network: Network, rows: int, *, logits: bool = False) -> None:
        self.network = network
        self.rows = rows
        self._logits = logits
        self._last = len(network.layers) - 1
        self._groups: list[tuple[Activation, Array, Array, list[int]]] = []
        self._signals: dict[int, Array] = {}  # a with its row of ones
        z: dict[int, Array] = {}
        for activation, layers in self._grouped():
            heights = [network.layers[layer].units + (layer < self._last) for layer in layers]
            block_a = zeros((sum(heights), rows), network.dtype)
            block_a.fill(1.0)
            block_z = zeros(block_a.shape, network.dtype) if activation.needs_z else block_a
            self._groups.append((activation, block_z, block_a, layers))
            top = 0
            for layer, height in zip(layers, heights, strict=True):
                self._signals[layer] = block_a[top : top + height]
                z[layer] = block_z[top : top + network.layers[layer].units]
                top += height
        self.a = [self._signals[layer][: shape.units] for layer, shape in enumerate(network.layers)]
        self.z = [z[layer] for layer in range(len(network.layers))]
        self.delta: list[Array] = []

    def _grouped(self) -> list[tuple[Activation, list[int]]]:
        """Layers by activation; the output layer by itself when its derivative is not needed."""
        groups: dict[tuple[str, bool], list[int]] = {}
        for layer, activation in enumerate(self.network.activations):
            groups.setdefault((activation.id, self._logits and layer == self._last), []).append(layer)
        return [(self.network.activations[layers[0]], layers) for layers in groups.values()]

    def forward(self, x: Array, *, activate_output: bool = True) -> Tape:
        """The calls that fill ``a`` from x (rows, inputs + 1), a column of ones last."""
        tape: Tape = []
        signal = x.T
        for layer, activation in enumerate(self.network.activations):
            tape.append((self.network.blocks[layer].dot, (signal, self.z[layer])))
            if not activation.identity and (activate_output or layer < self._last):
                tape.append((activation.forward, (self.z[layer], self.a[layer])))
            signal = self._signals[layer]
        return tape

    def activate_output(self) -> Tape:
        """The call that a forward pass without the output layer's activation leaves out."""
        activation = self.network.activations[-1]
        return [] if activation.identity else [(activation.forward, (self.z[-1], self.a[-1]))]

    def backward(self, x: Array, gradient: list[Array]) -> Tape:
        """The calls that fill the blocks of ``gradient``, once the last delta is there.

        That delta is the gradient by the output, or by its z with ``logits``.
        """
        if not self.delta:
            self.delta = [zeros(a.shape, a.dtype) for a in self.a]
        tape: Tape = []
        slopes: dict[int, Array] = {}
        for activation, block_z, block_a, layers in self._groups:
            done = self._logits and layers == [self._last]
            if activation.derivative is None or activation.identity or done:
                continue
            block = zeros(block_a.shape, block_a.dtype)
            tape.append((activation.derivative, (block_z, block_a, block)))
            top = 0
            for layer in layers:
                units = len(self.a[layer])
                slopes[layer] = block[top : top + units]
                top += units + 1
        for layer in range(self._last, -1, -1):
            activation, delta = self.network.activations[layer], self.delta[layer]
            if layer in slopes:
                tape.append((np.multiply, (delta, slopes[layer], delta)))
            elif activation.backward is not None and not (self._logits and layer == self._last):
                tape.append((activation.backward, (self.z[layer], self.a[layer], delta)))
            before = self._signals[layer - 1].T if layer else x
            tape.append((delta.dot, (before, gradient[layer])))
            if layer:
                tape.append((self.network.weights(layer).dot, (delta, self.delta[layer - 1])))
        return tape
