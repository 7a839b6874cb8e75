"""Start values: how a unit's incoming weights, or its bias, are drawn.

``fill(out, fan_in, fan_out, rng, value)`` writes one unit's values into ``out`` in place. Every draw
is scaled last, so that another limit or spread only scales the values. The formulas are Keras's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from nndesk.engine.arrays import Array
from nndesk.registry import QT_TRANSLATE_NOOP, Registry

Fill = Callable[[Array, int, int, np.random.Generator, float], None]


@dataclass(frozen=True)
class Initializer:
    """One distribution of start values; ``setting`` is the key of the kind's own number, if it has one."""

    id: str
    label: str
    fill: Fill
    setting: str | None = None


def _uniform(out: Array, limit: float, rng: np.random.Generator) -> None:
    out[...] = (2.0 * rng.random(out.shape) - 1.0) * limit


# The standard deviation of a normal distribution that is cut at ±2 of its own.
_CUT_SPREAD = 0.87962566103423978


def _truncated_normal(out: Array, spread: float, rng: np.random.Generator) -> None:
    """Normal numbers cut at two standard deviations, ``spread`` being that of what is left, as Keras."""
    drawn = rng.standard_normal(out.shape)
    while (beyond := np.abs(drawn) > 2.0).any():
        drawn[beyond] = rng.standard_normal(int(beyond.sum()))
    out[...] = drawn * (spread / _CUT_SPREAD)


def _scaled_uniform(variance: Callable[[int, int], float]) -> Fill:
    def fill(out: Array, fan_in: int, fan_out: int, rng: np.random.Generator, value: float) -> None:
        _uniform(out, sqrt(3.0 * variance(fan_in, fan_out)), rng)

    return fill


def _scaled_normal(variance: Callable[[int, int], float]) -> Fill:
    def fill(out: Array, fan_in: int, fan_out: int, rng: np.random.Generator, value: float) -> None:
        _truncated_normal(out, sqrt(variance(fan_in, fan_out)), rng)

    return fill


def _glorot(fan_in: int, fan_out: int) -> float:
    # Glorot & Bengio 2010: the variance of signals and gradients stays about the same.
    return 2.0 / (fan_in + fan_out)


def _he(fan_in: int, fan_out: int) -> float:
    # He et al. 2015: the same for relu, which lets half of a signal through.
    return 2.0 / fan_in


def _lecun(fan_in: int, fan_out: int) -> float:
    # LeCun et al. 1998: the variance of signals stays the same.
    return 1.0 / fan_in


def _random_uniform(out: Array, fan_in: int, fan_out: int, rng: np.random.Generator, value: float) -> None:
    _uniform(out, value, rng)


def _random_normal(out: Array, fan_in: int, fan_out: int, rng: np.random.Generator, value: float) -> None:
    out[...] = rng.standard_normal(out.shape) * value


def _playground_uniform(
    out: Array, fan_in: int, fan_out: int, rng: np.random.Generator, value: float
) -> None:
    _uniform(out, 0.5, rng)


def _zeros(out: Array, fan_in: int, fan_out: int, rng: np.random.Generator, value: float) -> None:
    out.fill(0.0)


def _constant(out: Array, fan_in: int, fan_out: int, rng: np.random.Generator, value: float) -> None:
    out.fill(value)


INITIALIZERS: Registry[Initializer] = Registry("initializer")

for _entry in (
    Initializer(
        "glorot_uniform", QT_TRANSLATE_NOOP("initializer", "Glorot (Xavier)"), _scaled_uniform(_glorot)
    ),
    Initializer("glorot_normal", QT_TRANSLATE_NOOP("initializer", "Glorot normal"), _scaled_normal(_glorot)),
    Initializer("he_uniform", QT_TRANSLATE_NOOP("initializer", "He"), _scaled_uniform(_he)),
    Initializer("he_normal", QT_TRANSLATE_NOOP("initializer", "He normal"), _scaled_normal(_he)),
    Initializer("lecun_uniform", QT_TRANSLATE_NOOP("initializer", "LeCun"), _scaled_uniform(_lecun)),
    Initializer("lecun_normal", QT_TRANSLATE_NOOP("initializer", "LeCun normal"), _scaled_normal(_lecun)),
    Initializer("random_uniform", QT_TRANSLATE_NOOP("initializer", "Uniform"), _random_uniform, "limit"),
    Initializer("random_normal", QT_TRANSLATE_NOOP("initializer", "Normal"), _random_normal, "stddev"),
    Initializer("playground_uniform", QT_TRANSLATE_NOOP("initializer", "Playground's"), _playground_uniform),
    Initializer("zeros", QT_TRANSLATE_NOOP("initializer", "Zeros"), _zeros),
    Initializer("constant", QT_TRANSLATE_NOOP("initializer", "Constant"), _constant, "value"),
):
    INITIALIZERS.add(_entry)
