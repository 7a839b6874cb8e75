"""Where numbers first left their range, and how large the steps were on the way there."""

from collections import deque
from typing import NamedTuple

import numpy as np

from nndesk.engine.arrays import Array
from nndesk.engine.network import Network
from nndesk.engine.trainer import Trainer

_KEPT = 4  # steps whose sizes are told


class Stride(NamedTuple):
    """How far one step went; its numbers may be infinite or none."""

    step: int  # from 1
    rate: float
    norm: float  # ‖gradient‖ as the optimizer's rule got it
    change: float  # the largest of a weight or bias
    before: float  # the largest weight or bias before it


class Overflow(NamedTuple):
    """A neuron whose output, weight or bias was the first that is infinite or no number.

    ``step`` is how many steps had been taken then; ``strides`` are the last of them.
    """

    layer: int
    unit: int
    step: int
    what: str  # "output", "weight", "bias", or "loss" where all those are numbers
    strides: tuple[Stride, ...]


def first_overflow(trainer: Trainer, last: int) -> Overflow:
    """Train on, from parameters that are finite, until they are not, at most to step ``last``.

    In the order in which a step computes: outputs forward, parameters backward. Where all are finite
    it is the loss that is not, and the output furthest from 0 the neuron.
    """
    network = trainer.network
    strides: deque[Stride] = deque(maxlen=_KEPT)
    trainer.watch()
    try:
        while trainer.step_count < last:
            step, before = trainer.step_count, network.parameters()
            strides.append(_stride(trainer))
            if np.isfinite(network.vector).all():
                continue
            after = network.parameters()
            network.set_parameters(before)
            place = _in_outputs(network, trainer.x_train[trainer.rows_of(step)])
            network.set_parameters(after)
            found = (*place, "output") if place is not None else _in_parameters(network)
            assert found is not None
            return Overflow(*found[:2], step + 1, found[2], tuple(strides))
    finally:
        trainer.watch(False)
    place, what = _in_outputs(network, trainer.x_all), "output"
    if place is None:
        outputs = np.abs(network.predict(trainer.x_all)).max(axis=0)
        place, what = (len(network.layers) - 1, int(outputs.argmax())), "loss"
    return Overflow(*place, trainer.step_count, what, tuple(strides))


def _stride(trainer: Trainer) -> Stride:
    """Take one step, and measure it."""
    rate, before = trainer.learning_rate, float(np.abs(trainer.network.vector).max())
    trainer.run(1)
    made = trainer.last_step
    assert made is not None
    gradient, update = made
    with np.errstate(all="ignore"):
        largest, change = float(np.abs(gradient).max()), float(np.abs(update).max())
        # Squares of what is still a number may be none.
        norm = largest * float(np.linalg.norm(gradient / (largest or 1.0)))
    return Stride(trainer.step_count, rate, largest if np.isinf(largest) else norm, change, before)


def _in_outputs(network: Network, x: Array) -> tuple[int, int] | None:
    """The first layer, and its first unit, with an output that is not finite."""
    found: tuple[int, int] | None = None
    for start in range(0, len(x), network.chunk):
        for layer, a in enumerate(network.forward(x[start : start + network.chunk])):
            bad = ~np.isfinite(a).all(axis=0)
            if bad.any() and (found is None or layer < found[0]):
                found = layer, int(bad.argmax())
    return found


def _in_parameters(network: Network) -> tuple[int, int, str] | None:
    """The last layer, and its first unit, with a weight or bias that is not finite, and which it is."""
    for layer in reversed(range(len(network.layers))):
        bad = ~np.isfinite(network.blocks[layer])
        units = bad.any(axis=1)
        if units.any():
            unit = int(units.argmax())
            return layer, unit, "weight" if bad[unit, :-1].any() else "bias"
    return None
