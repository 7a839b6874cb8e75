"""Where numbers first left their range."""

from typing import NamedTuple

import numpy as np

from nndesk.engine.arrays import Array
from nndesk.engine.network import Network
from nndesk.engine.trainer import Trainer


class Overflow(NamedTuple):
    """A neuron whose output, weight or bias was the first that is infinite or no number.

    ``step`` is how many steps had been taken then.
    """

    layer: int
    unit: int
    step: int


def first_overflow(trainer: Trainer, last: int) -> Overflow:
    """Train on, from parameters that are finite, until they are not, at most to step ``last``.

    In the order in which a step computes: outputs forward, parameters backward. Where all are finite
    it is the loss that is not, and the output furthest from 0 the neuron.
    """
    network = trainer.network
    while trainer.step_count < last:
        step, before = trainer.step_count, network.parameters()
        trainer.run(1)
        if np.isfinite(network.vector).all():
            continue
        after = network.parameters()
        network.set_parameters(before)
        place = _in_outputs(network, trainer.x_train[trainer.rows_of(step)])
        network.set_parameters(after)
        place = _in_parameters(network) if place is None else place
        assert place is not None
        return Overflow(*place, step + 1)
    place = _in_outputs(network, trainer.x_all)
    if place is None:
        outputs = np.abs(network.predict(trainer.x_all)).max(axis=0)
        place = len(network.layers) - 1, int(outputs.argmax())
    return Overflow(*place, trainer.step_count)


def _in_outputs(network: Network, x: Array) -> tuple[int, int] | None:
    """The first layer, and its first unit, with an output that is not finite."""
    found: tuple[int, int] | None = None
    for start in range(0, len(x), network.chunk):
        for layer, a in enumerate(network.forward(x[start : start + network.chunk])):
            bad = ~np.isfinite(a).all(axis=0)
            if bad.any() and (found is None or layer < found[0]):
                found = layer, int(bad.argmax())
    return found


def _in_parameters(network: Network) -> tuple[int, int] | None:
    """The last layer, and its first unit, with a weight or bias that is not finite."""
    for layer in reversed(range(len(network.layers))):
        bad = ~np.isfinite(network.blocks[layer]).all(axis=1)
        if bad.any():
            return layer, int(bad.argmax())
    return None
