"""Start values: how a unit's incoming weights, or its bias, are drawn.

``fill(out, fan_in, fan_out, rng, value)`` writes one unit's values into ``out`` in place.
A uniform draw is ``rng.random()`` scaled, so that another limit only scales the values.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from nndesk.engine.activations import Array
from nndesk.registry import QT_TRANSLATE_NOOP, Registry

Fill = Callable[[Array, int, int, np.random.Generator, float], None]


@dataclass(frozen=True)
class Initializer:
    """One distribution of start values; ``value`` is the kind's own number, if it has one."""

    id: str
    label: str
    fill: Fill


def _uniform(out: Array, limit: float, rng: np.random.Generator) -> None:
    out[...] = (2.0 * rng.random(out.shape) - 1.0) * limit


def _glorot_uniform(out: Array, fan_in: int, fan_out: int, rng: np.random.Generator, value: float) -> None:
    # Glorot & Bengio 2010: the variance of signals and gradients stays about the same.
    _uniform(out, sqrt(6.0 / (fan_in + fan_out)), rng)


def _playground_uniform(
    out: Array, fan_in: int, fan_out: int, rng: np.random.Generator, value: float
) -> None:
    _uniform(out, 0.5, rng)


def _zeros(out: Array, fan_in: int, fan_out: int, rng: np.random.Generator, value: float) -> None:
    out.fill(0.0)


def _constant(out: Array, fan_in: int, fan_out: int, rng: np.random.Generator, value: float) -> None:
    out.fill(value)


INITIALIZERS: Registry[Initializer] = Registry("initializer")

INITIALIZERS.add(
    Initializer("glorot_uniform", QT_TRANSLATE_NOOP("initializer", "Glorot (Xavier)"), _glorot_uniform)
)
INITIALIZERS.add(Initializer("zeros", QT_TRANSLATE_NOOP("initializer", "Zeros"), _zeros))
INITIALIZERS.add(Initializer("constant", QT_TRANSLATE_NOOP("initializer", "Constant"), _constant))
INITIALIZERS.add(
    Initializer("playground_uniform", QT_TRANSLATE_NOOP("initializer", "Playground's"), _playground_uniform)
)
