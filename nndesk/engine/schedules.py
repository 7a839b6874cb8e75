"""Learning rates over time.

``rate(r, t, settings)`` is the learning rate after ``t`` epochs, fractional, where the optimizer's is
``r``. No schedule knows when training will stop.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nndesk.registry import QT_TRANSLATE_NOOP, Registry

Settings = Mapping[str, float]


@dataclass(frozen=True)
class Schedule:
    """One course of the learning rate and the settings it reads."""

    id: str
    label: str
    formula: str
    settings: dict[str, float]  # with their defaults
    rate: Callable[[float, float, Settings], float]


def _constant(r: float, t: float, settings: Settings) -> float:
    return r


def _step(r: float, t: float, settings: Settings) -> float:
    return r * settings["decay_rate"] ** math.floor(t / settings["decay_epochs"])


def _exponential(r: float, t: float, settings: Settings) -> float:
    return r * settings["decay_rate"] ** (t / settings["decay_epochs"])


def _cosine(r: float, t: float, settings: Settings) -> float:
    last = settings["alpha"]
    fall = (1.0 + math.cos(math.pi * min(t / settings["decay_epochs"], 1.0))) / 2.0
    return r * (last + (1.0 - last) * fall)


def _warmup_cosine(r: float, t: float, settings: Settings) -> float:
    warmup = settings["warmup_epochs"]
    return r * t / warmup if t < warmup else _cosine(r, t - warmup, settings)


SCHEDULES: Registry[Schedule] = Registry("schedule")

SCHEDULES.add(
    Schedule(
        id="constant",
        label=QT_TRANSLATE_NOOP("schedule", "Constant"),
        formula="r",
        settings={},
        rate=_constant,
    )
)
SCHEDULES.add(
    Schedule(
        id="step",
        label=QT_TRANSLATE_NOOP("schedule", "Steps"),
        formula=r"r q^{\lfloor t / d \rfloor}",
        settings={"decay_epochs": 100.0, "decay_rate": 0.5},
        rate=_step,
    )
)
SCHEDULES.add(
    Schedule(
        id="exponential",
        label=QT_TRANSLATE_NOOP("schedule", "Exponential"),
        formula=r"r q^{t / d}",
        settings={"decay_epochs": 100.0, "decay_rate": 0.5},
        rate=_exponential,
    )
)
SCHEDULES.add(
    Schedule(
        id="cosine",
        label=QT_TRANSLATE_NOOP("schedule", "Cosine"),
        formula=r"r (\alpha + (1 - \alpha) \frac{1 + \cos \pi \min(t / d, 1)}{2})",
        settings={"decay_epochs": 100.0, "alpha": 0.0},
        rate=_cosine,
    )
)
SCHEDULES.add(
    Schedule(
        id="warmup_cosine",
        label=QT_TRANSLATE_NOOP("schedule", "Warm-up"),
        formula=r"r \frac{t}{w} \text{ up to } w, \text{ then the cosine of } t - w",
        settings={"decay_epochs": 100.0, "alpha": 0.0, "warmup_epochs": 10.0},
        rate=_warmup_cosine,
    )
)
