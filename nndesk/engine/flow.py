"""Where the error goes on its way back, unit by unit; computed only when asked for.

All is of the present parameters and the mean over one set of training rows: all of them, or as many,
evenly spread, as a large network can take in a moment. Without dropout, as losses are reported.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nndesk.engine.arrays import Array
from nndesk.engine.diagnostics import dead_units, saturation
from nndesk.engine.network import Flat, run_tape
from nndesk.engine.passes import Pass
from nndesk.engine.trainer import Trainer

_ROWS, _PRODUCTS = 2048, 1 << 24  # rows that are looked at, and products of all, at most
_LEAST = 16


@dataclass(frozen=True, eq=False, slots=True)
class Flow:
    """The gradient of what training minimises. Arrays are read-only.

    ``deltas`` are of every unit, layer by layer, the mean of |∂L/∂z| over the rows.
    """

    rows: int  # so many training rows it is the mean of
    gradient: Flat  # in file order, with the penalty
    deltas: tuple[Array, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Condition:
    """One layer. Arrays are (units,), read-only, None where the activation has no such units.

    ``update`` is ‖what the next step changes‖ / ‖weights and biases‖, nan where all of these are 0.
    """

    gradient: float  # the mean of |∂L/∂w| over its weights
    update: float
    saturated: Array | None  # the share of rows for which a unit is at a bound of its activation
    dead: NDArray[np.bool_] | None  # units that let no row's error through


def flow(trainer: Trainer) -> Flow:
    """How the error of the training rows flows back through the network."""
    gradient, rows, made = _pass_back(trainer)
    network = trainer.network
    with np.errstate(all="ignore"):
        deltas = tuple(_frozen(np.abs(delta).sum(axis=1)) for delta in made.space.delta)
    flat = network.to_file_order(gradient)
    flat.flags.writeable = False
    return Flow(rows, flat, deltas)


def conditions(trainer: Trainer) -> tuple[int, tuple[Condition, ...]]:
    """How every layer does, and how many training rows that was judged by."""
    gradient, rows, made = _pass_back(trainer)
    network = trainer.network
    with np.errstate(all="ignore"):
        changed = trainer.rehearse().parameters - network.vector
        views = zip(network.blocks, network.views(gradient), network.views(changed), strict=True)
        layers = tuple(
            Condition(
                float(np.abs(slope[:, :-1]).mean()),
                float(np.linalg.norm(change) / np.linalg.norm(block)),
                _frozen_or_none(saturation(made.space, layer)),
                _frozen_or_none(dead_units(made.space, layer)),
            )
            for layer, (block, slope, change) in enumerate(views)
        )
    return rows, layers


def _pass_back(trainer: Trainer) -> tuple[Array, int, Pass]:
    """The gradient, flat in the engine's order, of how many rows it is, and the pass that made it."""
    network = trainer.network
    most = min(_ROWS, max(_LEAST, _PRODUCTS // network.size))
    rows = slice(0, trainer.rows, -(-trainer.rows // most))
    count = len(range(trainer.rows)[rows])
    gradient = np.zeros_like(network.vector)
    made = trainer.pass_back(rows, gradient, count)
    with np.errstate(all="ignore"):
        run_tape(made.tape)
        trainer.penalise(gradient, np.zeros_like(gradient))
    return gradient, count, made


def _frozen(array: Array) -> Array:
    array.flags.writeable = False
    return array


def _frozen_or_none(array: Any) -> Any:
    if array is not None:
        array.flags.writeable = False
    return array
