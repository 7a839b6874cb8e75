"""The kinds of data: generators and bundled tables, by name.

A generator takes the number of samples, the noise and a random generator, and returns raw inputs
(samples, columns) and targets (samples,). It is vectorised, and draws the same random numbers
whatever the noise, so that turning the noise up moves the points it had before. Classes alternate, so
any leading part of the samples is balanced. A bundled table returns all its rows instead.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nndesk.registry import QT_TRANSLATE_NOOP, Registry
from nndesk.resources import resource

Array = NDArray[np.float64]
Target = NDArray[np.intp] | NDArray[np.float64]  # class index, or the number to predict


@dataclass(frozen=True)
class Kind:
    """One kind of data and what may be done with it."""

    id: str
    label: str
    task: Literal["classes", "number"]
    columns: tuple[str, ...]  # names of the raw inputs
    generate: Callable[[int, float, np.random.Generator], tuple[Array, Target]]
    classes: tuple[str, ...] = ()
    samples: int = 500  # default; of a bundled table, its number of rows
    made: bool = True  # the number of samples may be chosen
    noisy: bool = False  # noise may be chosen
    plane: bool = False  # two raw inputs, shown as a plane: features may be chosen
    extent: float = 0.0  # half the side of the plane or axis that is shown
    curve: Callable[[Array], Array] | None = None  # one input: the target without noise
    pixels: tuple[int, int] | None = None  # rows and columns of the image that the inputs are
    source: str = ""  # bundled: where it comes from, and its licence


KINDS: Registry[Kind] = Registry("kind of data")

_PLANE = ("x1", "x2")
_TWO_CLASSES = ("0", "1")


def _uniform(rng: np.random.Generator, low: float, high: float, shape: tuple[int, ...]) -> Array:
    return low + (high - low) * rng.random(shape)


def _alternate(samples: int) -> NDArray[np.intp]:
    """1, 0, 1, 0, …"""
    return (np.arange(samples, dtype=np.intp) + 1) % 2


# The six kinds of the plane are TensorFlow Playground's (src/dataset.ts), where class 1 is +1, class 0 is −1.


def _circle(samples: int, noise: float, rng: np.random.Generator) -> tuple[Array, Target]:
    draws = rng.random((samples, 4))
    inside = _alternate(samples) == 1
    radius = np.where(inside, 2.5 * draws[:, 0], 3.5 + 1.5 * draws[:, 0])
    angle = 2 * np.pi * draws[:, 1]
    x = radius[:, None] * np.stack((np.sin(angle), np.cos(angle)), axis=1)
    # Only the label is noisy: it belongs to a jittered copy of the point.
    jittered = x + noise * (10 * draws[:, 2:] - 5)
    return x, (np.hypot(jittered[:, 0], jittered[:, 1]) < 2.5).astype(np.intp)


def _xor(samples: int, noise: float, rng: np.random.Generator) -> tuple[Array, Target]:
    draws = _uniform(rng, -5, 5, (samples, 4))
    x = draws[:, :2] + np.where(draws[:, :2] > 0, 0.3, -0.3)
    jittered = x + noise * draws[:, 2:]
    return x, (jittered[:, 0] * jittered[:, 1] >= 0).astype(np.intp)


def _gauss(samples: int, noise: float, rng: np.random.Generator) -> tuple[Array, Target]:
    y = _alternate(samples)
    center = np.where(y == 1, 2.0, -2.0)
    x = center[:, None] + np.sqrt(0.5 + 7 * noise) * rng.standard_normal((samples, 2))
    return x, y


def _spiral(samples: int, noise: float, rng: np.random.Generator) -> tuple[Array, Target]:
    y = _alternate(samples)
    along = (np.arange(samples) // 2) / (samples / 2)  # 0 at the centre, towards 1 along the arm
    angle = 1.75 * 2 * np.pi * along + np.where(y == 1, 0.0, np.pi)
    x = (5 * along)[:, None] * np.stack((np.sin(angle), np.cos(angle)), axis=1)
    return x + noise * _uniform(rng, -1, 1, (samples, 2)), y


def _reg_plane(samples: int, noise: float, rng: np.random.Generator) -> tuple[Array, Target]:
    draws = _uniform(rng, -6, 6, (samples, 4))
    x = draws[:, :2]
    return x, (x + noise * draws[:, 2:]).sum(axis=1) / 10


_CONES = ((-4.0, 2.5, 1), (0.0, 2.5, -1), (4.0, 2.5, 1), (-4.0, -2.5, -1), (0.0, -2.5, 1), (4.0, -2.5, -1))


def _reg_gauss(samples: int, noise: float, rng: np.random.Generator) -> tuple[Array, Target]:
    draws = _uniform(rng, -6, 6, (samples, 4))
    x = draws[:, :2]
    jittered = x + noise * draws[:, 2:]
    y = np.zeros(samples)
    for center_1, center_2, sign in _CONES:
        distance = np.hypot(jittered[:, 0] - center_1, jittered[:, 1] - center_2)
        height = np.clip(1 - distance / 2, 0, 1)
        y = np.where(height > np.abs(y), sign * height, y)
    return x, y


def _sine_curve(x: Array) -> Array:
    return np.sin(2 * x)


def _sine(samples: int, noise: float, rng: np.random.Generator) -> tuple[Array, Target]:
    draws = _uniform(rng, -1, 1, (samples, 2))
    x = 3 * draws[:, :1]
    return x, _sine_curve(x[:, 0]) + noise * draws[:, 1]


def _random_table(samples: int, _noise: float, rng: np.random.Generator) -> tuple[Array, Target]:
    draws = rng.random((samples, 21))
    return draws[:, :20], draws[:, 20]


@cache
def _read_digits() -> tuple[Array, Target]:
    """scikit-learn's ``load_digits``: 64 pixels of 0…16 by rows, then the digit."""
    with gzip.open(resource("data/digits.csv.gz"), "rt", encoding="ascii") as lines:
        table = np.loadtxt(lines, delimiter=",", dtype=np.uint8)
    x, y = table[:, :-1].astype(np.float64), table[:, -1].astype(np.intp)
    x.flags.writeable = y.flags.writeable = False
    return x, y


def _digits(_samples: int, _noise: float, _rng: np.random.Generator) -> tuple[Array, Target]:
    return _read_digits()


KINDS.add(
    Kind(
        id="circle",
        label=QT_TRANSLATE_NOOP("data", "Circle"),
        task="classes",
        columns=_PLANE,
        generate=_circle,
        classes=_TWO_CLASSES,
        noisy=True,
        plane=True,
        extent=6.0,
    )
)
KINDS.add(
    Kind(
        id="xor",
        label=QT_TRANSLATE_NOOP("data", "Exclusive or"),
        task="classes",
        columns=_PLANE,
        generate=_xor,
        classes=_TWO_CLASSES,
        noisy=True,
        plane=True,
        extent=6.0,
    )
)
KINDS.add(
    Kind(
        id="gauss",
        label=QT_TRANSLATE_NOOP("data", "Two blobs"),
        task="classes",
        columns=_PLANE,
        generate=_gauss,
        classes=_TWO_CLASSES,
        noisy=True,
        plane=True,
        extent=6.0,
    )
)
KINDS.add(
    Kind(
        id="spiral",
        label=QT_TRANSLATE_NOOP("data", "Spiral"),
        task="classes",
        columns=_PLANE,
        generate=_spiral,
        classes=_TWO_CLASSES,
        noisy=True,
        plane=True,
        extent=6.0,
    )
)
KINDS.add(
    Kind(
        id="reg_plane",
        label=QT_TRANSLATE_NOOP("data", "Plane"),
        task="number",
        columns=_PLANE,
        generate=_reg_plane,
        samples=1200,
        noisy=True,
        plane=True,
        extent=6.0,
    )
)
KINDS.add(
    Kind(
        id="reg_gauss",
        label=QT_TRANSLATE_NOOP("data", "Hills"),
        task="number",
        columns=_PLANE,
        generate=_reg_gauss,
        samples=1200,
        noisy=True,
        plane=True,
        extent=6.0,
    )
)
KINDS.add(
    Kind(
        id="sine",
        label=QT_TRANSLATE_NOOP("data", "Curve"),
        task="number",
        columns=("x",),
        generate=_sine,
        noisy=True,
        extent=3.0,
        curve=_sine_curve,
    )
)
KINDS.add(
    Kind(
        id="uniform",
        label=QT_TRANSLATE_NOOP("data", "Random table"),
        task="number",
        columns=tuple(f"x{column}" for column in range(1, 21)),
        generate=_random_table,
        samples=100,
    )
)
KINDS.add(
    Kind(
        id="digits",
        label=QT_TRANSLATE_NOOP("data", "Digits"),
        task="classes",
        columns=tuple(f"pixel_{row}_{column}" for row in range(8) for column in range(8)),
        generate=_digits,
        classes=tuple("0123456789"),
        samples=1797,
        made=False,
        pixels=(8, 8),
        source="E. Alpaydin, C. Kaynak: Optical Recognition of Handwritten Digits, UCI Machine Learning "
        "Repository, 1998, CC BY 4.0; as distributed with scikit-learn, BSD-3-Clause",
    )
)
