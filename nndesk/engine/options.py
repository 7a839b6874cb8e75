"""What decides how a network learns and may change between two steps; and dropout's random numbers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nndesk.engine.arrays import Array, zeros
from nndesk.engine.network import Network, Tape

_DROPOUT = 13  # so that no other purpose draws the same numbers from one seed


@dataclass(frozen=True)
class LayerOptions:
    """What of a layer may change: its penalty l1·Σ|w| + l2·Σw², its dropout, and what does not learn.

    With ``zero_stays`` a weight that L1 drives through 0 stays 0, as in Playground. Edges are
    (input, unit); a cut one has the weight 0.
    """

    l1: float = 0.0
    l2: float = 0.0
    zero_stays: bool = False
    dropout: float = 0.0
    trainable: bool = True
    frozen_units: tuple[int, ...] = ()
    frozen_weights: tuple[tuple[int, int], ...] = ()
    frozen_bias: tuple[int, ...] = ()
    cut: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Options:
    """What may change of a training beside the optimizer's own settings.

    ``class_weight`` is one factor for each class, or "balanced": rows / classes / rows of the class.
    ``delta`` is the loss's setting.
    """

    layers: tuple[LayerOptions, ...] = ()  # empty: nothing special about any
    delta: float | None = None
    label_smoothing: float = 0.0
    class_weight: str | tuple[float, ...] | None = None
    schedule: str = "constant"
    schedule_settings: tuple[tuple[str, float], ...] = ()

    @property
    def dropout(self) -> dict[int, float]:
        """The layers with dropout."""
        return {number: layer.dropout for number, layer in enumerate(self.layers) if layer.dropout}

    @property
    def of_tapes(self) -> tuple[object, ...]:
        """What decides the calls of a step up to its gradient, and the evaluation."""
        return self.delta, self.label_smoothing, self.class_weight, self.dropout


def fixed_places(network: Network, options: Options) -> NDArray[np.intp]:
    """The places in the engine's flat vector that do not learn, in order."""
    mask = np.zeros(network.size)
    for block, layer in zip(network.views(mask), options.layers, strict=False):
        if not layer.trainable:
            block[:] = 1.0
        block[list(layer.frozen_units)] = 1.0
        block[list(layer.frozen_bias), -1] = 1.0
        for source, unit in (*layer.frozen_weights, *layer.cut):
            block[unit, source] = 1.0
    return np.flatnonzero(mask)


def cut_edges(network: Network, options: Options) -> None:
    """Set the weight of every cut edge to 0."""
    for number, layer in enumerate(options.layers):
        for source, unit in layer.cut:
            network.weights(number)[source, unit] = 0.0


def weight_factors(network: Network, factors: list[float]) -> Array | None:
    """Each layer's factor at its weights and 0 at biases, a flat vector; None where all are 0."""
    if not any(factors):
        return None
    vector = zeros((network.size,), network.dtype)
    for block, factor in zip(network.views(vector), factors, strict=False):
        block[:, :-1] = factor
    return vector


def row_weights(weight: str | tuple[float, ...], classes: NDArray[np.intp], count: int) -> Array:
    """Each row's factor in the loss; ``count`` is how many classes there are."""
    if isinstance(weight, str):
        assert weight == "balanced"
        sizes = np.bincount(classes, minlength=count)
        return len(classes) / count / np.maximum(sizes, 1)[classes]
    return np.array(weight, np.float64)[classes]


class Noise:
    """The masks of dropout, a function of (seed, step): 0, or 1/(1-p) where a unit is kept.

    One Philox generator that goes on from step to step; each step has its own part of the counter,
    so that any step can be gone to.
    """

    def __init__(self, network: Network, dropout: dict[int, float], rows: int, seed: int) -> None:
        """For batches of up to ``rows`` rows."""
        self._dropout = dropout
        self._units = [network.layers[number].units for number in dropout]
        self._dtype: Any = network.dtype
        per_count = 32 // network.dtype.itemsize  # numbers that one value of the counter gives
        self._counts = -(-sum(self._units) * rows // per_count)
        self._values = zeros((self._counts * per_count,), network.dtype)
        self._rows = rows
        self._bits = np.random.Philox([seed, _DROPOUT])
        self._generator = np.random.Generator(self._bits)
        self._beginning = self._bits.state
        self._step = 0

    def seek(self, step: int) -> None:
        """Have the numbers of ``step``, counted from 0, drawn next."""
        if step != self._step:
            self._bits.state = self._beginning
            self._bits.advance(step * self._counts)
            self._step = step

    def draw(self) -> None:
        """Fill the masks' places with random numbers."""
        self._generator.random(None, self._dtype, self._values)
        self._step += 1

    def masks(self, rows: int) -> tuple[Tape, dict[int, Array]]:
        """The calls that make the masks for a batch of ``rows`` rows, and the masks (units, rows)."""
        tape: Tape = [(self.draw, ())]
        masks: dict[int, Array] = {}
        start = 0
        for (number, p), units in zip(self._dropout.items(), self._units, strict=True):
            mask = self._values[start : start + units * rows].reshape(units, rows)
            start += units * self._rows
            keep, inverse = (np.array(value, self._dtype) for value in (1.0 - p, 1.0 / (1.0 - p)))
            # ⌊u + 1 - p⌋ is 1 where u ≥ p.
            tape += [(np.add, (mask, keep, mask)), (np.floor, (mask, mask))]
            tape.append((np.multiply, (mask, inverse, mask)))
            masks[number] = mask
        return tape, masks
