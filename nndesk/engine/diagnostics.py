"""Numbers that say how well a network is learning, layer by layer; computed only when asked for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nndesk.engine.activations import Activation
from nndesk.engine.arrays import Array
from nndesk.engine.network import Workspace, run_tape
from nndesk.engine.trainer import Trainer

_FLAT = 0.01  # of the error that comes in, a neuron with a lower slope lets too little through
_ROWS, _PRODUCTS = 256, 1 << 23  # rows that are looked at, and products of all, at most

#: The part of an activation's range, at either end, in which an output counts as saturated.
BORDER = 0.015
#: A unit is saturated where more than this share of the rows is.
MOST = 0.5


@dataclass(frozen=True)
class Health:
    """One layer.

    The first three are of the last step, None where nobody watched it: ‖gradient‖ as the optimizer's rule
    got it; ‖update‖ / ‖weights and biases‖, nan where all are 0; the root of the mean square of the
    update, the effective step. The others are shares of units, None where they mean nothing. ``saturated``
    ones, of activations with two bounds, are in the outer 1.5 % of their range for more than half of the
    rows. ``dead`` ones, of the others, have a slope below 0.01 for every row.
    """

    gradient_norm: float | None
    update_ratio: float | None
    effective_step: float | None
    dead: float | None
    saturated: float | None


def diagnose(trainer: Trainer) -> tuple[Health, ...]:
    """How each layer does. `Trainer.watch` has it know of the last step.

    Units are judged by up to 256 training rows, evenly spread, fewer in a large network.
    """
    network = trainer.network
    most = min(_ROWS, max(16, _PRODUCTS // network.size))
    x = trainer.x_train
    x = x[:: -(-len(x) // most)]
    space = Workspace(network, len(x))
    with np.errstate(all="ignore"):
        run_tape(space.forward(network.with_ones(x)))
        units = [_units(space, layer) for layer in range(len(network.layers))]
        last = trainer.last_step
        if last is None:
            return tuple(Health(None, None, None, *shares) for shares in units)
        views = zip(network.blocks, *map(network.views, last), units, strict=True)
        return tuple(
            Health(
                _norm(gradient),
                float(_norm(update) / np.float64(_norm(block))),
                _norm(update) / update.size**0.5,
                *shares,
            )
            for block, gradient, update, shares in views
        )


def _norm(block: Array) -> float:
    flat = block.ravel()
    return float(flat.dot(flat)) ** 0.5  # np.linalg.norm takes longer


def _units(space: Workspace, layer: int) -> tuple[float | None, float | None]:
    """The shares of dead and of saturated units."""
    dead, saturated = dead_units(space, layer), saturation(space, layer)
    return (
        None if dead is None else float(dead.mean()),
        None if saturated is None else float((saturated > MOST).mean()),
    )


def dead_units(space: Workspace, layer: int) -> NDArray[np.bool_] | None:
    """Which units of a layer let no row's error through; None where an activation has no such."""
    slopes = space.slopes(layer)
    activation = space.network.activations[layer]
    if slopes is None or activation.identity:
        return None
    if np.isfinite(activation.high - activation.low):
        return np.zeros(len(slopes), bool)  # they are at a bound: saturated
    return np.abs(slopes).max(axis=1) < _FLAT


def saturation(space: Workspace, layer: int) -> Array | None:
    """For which share of the rows each unit is saturated; None where it means nothing."""
    activation = space.network.activations[layer]
    if activation.derivative is None:
        return None
    rows = saturated_rows(activation, space.a[layer])
    return None if rows is None else rows.mean(axis=1)


def saturated_rows(activation: Activation, a: Array) -> NDArray[np.bool_] | None:
    """Which outputs ``a`` are in the outer 1.5 % of their range; None for activations without two bounds."""
    spread = activation.high - activation.low
    if not np.isfinite(spread):
        return None
    border = BORDER * spread
    return (a < activation.low + border) | (a > activation.high - border)
