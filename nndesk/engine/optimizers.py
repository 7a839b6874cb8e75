"""Optimizers: what one step makes of the gradient.

``rule(theta, grad, scratch, slots, settings)`` returns the update of one step: a function of the
step's number, from 1, that changes the flat vectors ``theta`` and ``slots`` in place, leaves
``grad`` alone and allocates nothing. It reads ``settings`` at every step, so a change holds from
the next one.

A slot named in ``folded`` is kept divided by one minus the setting named there, which saves a
pass over the vector in every step: Adam's ``m`` holds m/(1 - β₁), its ``v`` holds v/(1 - β₂).
Whoever changes such a setting rescales the slot with `refold`.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

# By their own names: looking one up in the numpy module costs 45 ns in every call of a step.
from numpy import add, divide, multiply, sqrt, subtract

from nndesk.engine.activations import Array
from nndesk.registry import QT_TRANSLATE_NOOP, Registry

Slots = Mapping[str, Array]
Settings = Mapping[str, Any]
Update = Callable[[int], None]


@dataclass(frozen=True)
class Optimizer:
    """One update rule, the vectors it remembers and the settings it reads."""

    id: str
    label: str
    formula: str
    slots: tuple[str, ...]
    settings: dict[str, float | str]  # with their defaults
    rule: Callable[[Array, Array, Array, Slots, Settings], Update]
    full_batch: bool = False
    folded: dict[str, str] = field(default_factory=dict[str, str])  # slot → setting

    def refold(self, slots: Slots, name: str, old: float, new: float) -> None:
        """Keep what the slots mean when setting ``name`` goes from ``old`` to ``new``."""
        for slot, setting in self.folded.items():
            if setting == name:
                slots[slot][...] *= (1.0 - old) / (1.0 - new)


def _sgd(theta: Array, grad: Array, scratch: Array, slots: Slots, settings: Settings) -> Update:
    rate = np.zeros((), theta.dtype)

    def update(step: int) -> None:
        rate[()] = settings["learning_rate"]
        multiply(grad, rate, scratch)
        subtract(theta, scratch, theta)

    return update


def _momentum(theta: Array, grad: Array, scratch: Array, slots: Slots, settings: Settings) -> Update:
    # Keras: v ← μ v - r g; θ ← θ + v.
    velocity = slots["velocity"]
    rate, momentum = np.zeros((), theta.dtype), np.zeros((), theta.dtype)

    def update(step: int) -> None:
        rate[()] = settings["learning_rate"]
        momentum[()] = settings["momentum"]
        multiply(velocity, momentum, velocity)
        multiply(grad, rate, scratch)
        subtract(velocity, scratch, velocity)
        add(theta, velocity, theta)

    return update


def _adam(theta: Array, grad: Array, scratch: Array, slots: Slots, settings: Settings) -> Update:
    # Kingma & Ba 2015, with ε where `epsilon_form` says: inside the bias correction as in the
    # paper, θ ← θ - r m̂ / (√v̂ + ε), or outside as in Keras,
    # θ ← θ - r √(1-β₂ᵗ)/(1-β₁ᵗ) m / (√v + ε). The folded slots' factors go into r and ε.
    m, v = slots["m"], slots["v"]
    rate, epsilon = np.zeros((), theta.dtype), np.zeros((), theta.dtype)
    beta_1, beta_2 = np.zeros((), theta.dtype), np.zeros((), theta.dtype)

    def update(step: int) -> None:
        b1, b2 = settings["beta_1"], settings["beta_2"]
        spread = math.sqrt((1.0 - b2**step) / (1.0 - b2))
        rate[()] = settings["learning_rate"] * spread * (1.0 - b1) / (1.0 - b1**step)
        if settings["epsilon_form"] == "paper":
            epsilon[()] = settings["epsilon"] * spread
        else:
            epsilon[()] = settings["epsilon"] / math.sqrt(1.0 - b2)
        beta_1[()] = b1
        beta_2[()] = b2
        multiply(m, beta_1, m)
        add(m, grad, m)
        multiply(v, beta_2, v)
        multiply(grad, grad, scratch)
        add(v, scratch, v)
        sqrt(v, scratch)
        add(scratch, epsilon, scratch)
        divide(m, scratch, scratch)
        multiply(scratch, rate, scratch)
        subtract(theta, scratch, theta)

    return update


OPTIMIZERS: Registry[Optimizer] = Registry("optimizer")

OPTIMIZERS.add(
    Optimizer(
        id="gd",
        label=QT_TRANSLATE_NOOP("optimizer", "GD"),
        formula=r"\theta \leftarrow \theta - r \nabla L",
        slots=(),
        settings={"learning_rate": 0.01},
        rule=_sgd,
        full_batch=True,
    )
)
OPTIMIZERS.add(
    Optimizer(
        id="sgd",
        label=QT_TRANSLATE_NOOP("optimizer", "SGD"),
        formula=r"\theta \leftarrow \theta - r \nabla L_B",
        slots=(),
        settings={"learning_rate": 0.01},
        rule=_sgd,
    )
)
OPTIMIZERS.add(
    Optimizer(
        id="momentum",
        label=QT_TRANSLATE_NOOP("optimizer", "Momentum"),
        formula=r"v \leftarrow \mu v - r \nabla L_B,\quad \theta \leftarrow \theta + v",
        slots=("velocity",),
        settings={"learning_rate": 0.01, "momentum": 0.9},
        rule=_momentum,
    )
)
OPTIMIZERS.add(
    Optimizer(
        id="adam",
        label=QT_TRANSLATE_NOOP("optimizer", "Adam"),
        formula=r"\theta \leftarrow \theta - r \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
        slots=("m", "v"),
        settings={
            "learning_rate": 0.01,
            "beta_1": 0.9,
            "beta_2": 0.999,
            "epsilon": 1e-7,
            "epsilon_form": "keras",
        },
        rule=_adam,
        folded={"m": "beta_1", "v": "beta_2"},
    )
)
