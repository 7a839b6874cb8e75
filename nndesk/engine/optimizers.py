"""Optimizers: what one step makes of the gradient.

``rule(theta, grad, scratch, slots, settings)`` returns the update of one step: a function of the
step's number, from 1, that changes the flat vectors ``theta`` and ``slots`` in place, leaves
``grad`` alone and allocates nothing. It reads ``settings`` at every step, so a change holds from
the next one.

The rules are Keras 3's. The settings in `COMMON` are those of every optimizer; of these a rule reads
the learning rate alone, the trainer does the rest around it.

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

from nndesk.engine.arrays import Array
from nndesk.registry import QT_TRANSLATE_NOOP, Registry

Slots = Mapping[str, Array]
Settings = Mapping[str, Any]
Update = Callable[[int], None]

# weight_decay is decoupled: θ ← θ - r λ θ before the rule. None: no clipping by the gradient's norm.
COMMON: dict[str, float | str | None] = {
    "learning_rate": 0.01,
    "weight_decay": 0.0,
    "global_clipnorm": None,
}


@dataclass(frozen=True)
class Optimizer:
    """One update rule, the vectors it remembers and the settings it reads."""

    id: str
    label: str
    formula: str
    slots: tuple[str, ...]
    settings: dict[str, float | str | None]  # with their defaults
    rule: Callable[[Array, Array, Array, Slots, Settings], Update]
    full_batch: bool = False
    folded: dict[str, str] = field(default_factory=dict[str, str])  # slot → setting
    start: float = 0.0  # what the slots begin with

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


def _nesterov(theta: Array, grad: Array, scratch: Array, slots: Slots, settings: Settings) -> Update:
    # Keras: v ← μ v - r g; θ ← θ + μ v - r g.
    velocity = slots["velocity"]
    rate, momentum = np.zeros((), theta.dtype), np.zeros((), theta.dtype)

    def update(step: int) -> None:
        rate[()] = settings["learning_rate"]
        momentum[()] = settings["momentum"]
        multiply(velocity, momentum, velocity)
        multiply(grad, rate, scratch)
        subtract(velocity, scratch, velocity)
        subtract(theta, scratch, theta)
        multiply(velocity, momentum, scratch)
        add(theta, scratch, theta)

    return update


def _adagrad(theta: Array, grad: Array, scratch: Array, slots: Slots, settings: Settings) -> Update:
    # Duchi et al. 2011, as Keras: s ← s + g²; θ ← θ - r g / √(s + ε).
    accumulator = slots["accumulator"]
    rate, epsilon = np.zeros((), theta.dtype), np.zeros((), theta.dtype)

    def update(step: int) -> None:
        rate[()] = settings["learning_rate"]
        epsilon[()] = settings["epsilon"]
        multiply(grad, grad, scratch)
        add(accumulator, scratch, accumulator)
        add(accumulator, epsilon, scratch)
        sqrt(scratch, scratch)
        divide(grad, scratch, scratch)
        multiply(scratch, rate, scratch)
        subtract(theta, scratch, theta)

    return update


def _rmsprop(theta: Array, grad: Array, scratch: Array, slots: Slots, settings: Settings) -> Update:
    # Hinton 2012, as Keras: v ← ρ v + (1-ρ) g²; θ ← θ - r g / √(v + ε). The folded slot's factor
    # goes into r and ε.
    v = slots["v"]
    rate, epsilon, rho = (np.zeros((), theta.dtype) for _ in range(3))

    def update(step: int) -> None:
        share = 1.0 - settings["rho"]
        rho[()] = settings["rho"]
        rate[()] = settings["learning_rate"] / math.sqrt(share)
        epsilon[()] = settings["epsilon"] / share
        multiply(v, rho, v)
        multiply(grad, grad, scratch)
        add(v, scratch, v)
        add(v, epsilon, scratch)
        sqrt(scratch, scratch)
        divide(grad, scratch, scratch)
        multiply(scratch, rate, scratch)
        subtract(theta, scratch, theta)

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
        settings={**COMMON},
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
        settings={**COMMON},
        rule=_sgd,
    )
)
OPTIMIZERS.add(
    Optimizer(
        id="momentum",
        label=QT_TRANSLATE_NOOP("optimizer", "Momentum"),
        formula=r"v \leftarrow \mu v - r \nabla L_B,\quad \theta \leftarrow \theta + v",
        slots=("velocity",),
        settings={**COMMON, "momentum": 0.9},
        rule=_momentum,
    )
)
OPTIMIZERS.add(
    Optimizer(
        id="nesterov",
        label=QT_TRANSLATE_NOOP("optimizer", "Nesterov"),
        formula=r"v \leftarrow \mu v - r \nabla L_B,\quad \theta \leftarrow \theta + \mu v - r \nabla L_B",
        slots=("velocity",),
        settings={**COMMON, "momentum": 0.9},
        rule=_nesterov,
    )
)
OPTIMIZERS.add(
    Optimizer(
        id="adagrad",
        label=QT_TRANSLATE_NOOP("optimizer", "Adagrad"),
        formula=r"s \leftarrow s + g^2,\quad \theta \leftarrow \theta - r \frac{g}{\sqrt{s + \epsilon}}",
        slots=("accumulator",),
        settings={**COMMON, "epsilon": 1e-7},
        rule=_adagrad,
        start=0.1,
    )
)
OPTIMIZERS.add(
    Optimizer(
        id="rmsprop",
        label=QT_TRANSLATE_NOOP("optimizer", "RMSprop"),
        formula=r"v \leftarrow \rho v + (1 - \rho) g^2,\quad "
        r"\theta \leftarrow \theta - r \frac{g}{\sqrt{v + \epsilon}}",
        slots=("v",),
        settings={**COMMON, "rho": 0.9, "epsilon": 1e-7},
        rule=_rmsprop,
        folded={"v": "rho"},
    )
)
for _id, _label, _formula in (
    (
        "adam",
        QT_TRANSLATE_NOOP("optimizer", "Adam"),
        r"\theta \leftarrow \theta - r \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
    ),
    # The same rule under the name by which people look for it with weight decay.
    (
        "adamw",
        QT_TRANSLATE_NOOP("optimizer", "AdamW"),
        r"\theta \leftarrow \theta - r (\frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon} + \lambda \theta)",
    ),
):
    OPTIMIZERS.add(
        Optimizer(
            id=_id,
            label=_label,
            formula=_formula,
            slots=("m", "v"),
            settings={
                **COMMON,
                "beta_1": 0.9,
                "beta_2": 0.999,
                "epsilon": 1e-7,
                "epsilon_form": "keras",
            },
            rule=_adam,
            folded={"m": "beta_1", "v": "beta_2"},
        )
    )
