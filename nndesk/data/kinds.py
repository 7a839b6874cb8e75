"""The kinds of data: generators and bundled tables, by name.

A generator takes the number of samples, the noise and a random generator, and returns raw inputs
(samples, columns) and targets (samples,). It is vectorised, and draws the same random numbers
whatever the noise, so that turning the noise up moves the points it had before. Classes alternate, so
any leading part of the samples is balanced. A bundled table returns all its rows instead; a category
stands in it as its position, a gap as NaN.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nndesk.data.bundled import Array, Target, read_numbers, read_records
from nndesk.registry import QT_TRANSLATE_NOOP, Registry

__all__ = ["KINDS", "Array", "Kind", "Target"]


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
    chance: bool = False  # the targets do not follow from the inputs
    pixels: tuple[int, int] | None = None  # rows and columns of the image that the inputs are
    categories: tuple[tuple[str, ...], ...] = ()  # of each column, none for numbers; (): all are numbers
    gaps: tuple[str, ...] = ()  # columns in which values are missing
    source: str = ""  # bundled: where it comes from, and its licence

    def categories_of(self, column: int) -> tuple[str, ...]:
        """The names of a raw column's categories; none where it holds numbers."""
        return self.categories[column] if self.categories else ()

    def input_names(self, missing: str = "drop") -> tuple[str, ...]:
        """What the inputs are called where there are no features: every category is one.

        ``missing`` is what is done about gaps: "category" makes one more of them.
        """
        names: list[str] = []
        for index, column in enumerate(self.columns):
            categories = self.categories_of(index)
            if categories and missing == "category" and column in self.gaps:
                categories = (*categories, "missing")
            names += [f"{column}_{category}" for category in categories] or [column]
        return tuple(names)


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


def _moons(samples: int, noise: float, rng: np.random.Generator) -> tuple[Array, Target]:
    y = _alternate(samples)
    t = np.pi * rng.random(samples)
    x = np.stack((3 * np.cos(t) - 1.5, 3 * np.sin(t) - 0.75), axis=1)
    x = np.where(y[:, None] == 1, x, -x)  # the other moon is this one, turned by half a turn
    return x + 3 * noise * rng.standard_normal((samples, 2)), y


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


def _digits(_samples: int, _noise: float, _rng: np.random.Generator) -> tuple[Array, Target]:
    return read_numbers("digits")


def _iris(_samples: int, _noise: float, _rng: np.random.Generator) -> tuple[Array, Target]:
    return read_numbers("iris", header=1)


def _wine(_samples: int, _noise: float, _rng: np.random.Generator) -> tuple[Array, Target]:
    return read_numbers("wine", header=1)


def _breast_cancer(_samples: int, _noise: float, _rng: np.random.Generator) -> tuple[Array, Target]:
    return read_numbers("breast_cancer", header=1)


# scikit-learn's names.
_IRIS = ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)")
_WINE = (
    "alcohol", "malic_acid", "ash", "alcalinity_of_ash", "magnesium", "total_phenols", "flavanoids",
    "nonflavanoid_phenols", "proanthocyanins", "color_intensity", "hue", "od280/od315_of_diluted_wines",
    "proline",
)  # fmt: skip
_NUCLEUS = (
    "radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points",
    "symmetry", "fractal dimension",
)  # fmt: skip
_BREAST_CANCER = (
    *(f"mean {name}" for name in _NUCLEUS),
    *(f"{name} error" for name in _NUCLEUS),
    *(f"worst {name}" for name in _NUCLEUS),
)
_MEASURES = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
_PENGUINS = ("island", *_MEASURES, "sex")
_PENGUIN_CATEGORIES = (("Biscoe", "Dream", "Torgersen"), (), (), (), (), ("female", "male"))


def _penguins(_samples: int, _noise: float, _rng: np.random.Generator) -> tuple[Array, Target]:
    return read_records("penguins", _PENGUINS, _PENGUIN_CATEGORIES, "species")


_FROM_SCIKIT_LEARN = "CC BY 4.0; as distributed with scikit-learn, BSD-3-Clause"

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
        id="moons",
        label=QT_TRANSLATE_NOOP("data", "Two moons"),
        task="classes",
        columns=_PLANE,
        generate=_moons,
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
        chance=True,
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
        f"Repository, 1998, {_FROM_SCIKIT_LEARN}",
    )
)
KINDS.add(
    Kind(
        id="iris",
        label=QT_TRANSLATE_NOOP("data", "Iris"),
        task="classes",
        columns=_IRIS,
        generate=_iris,
        classes=("setosa", "versicolor", "virginica"),
        samples=150,
        made=False,
        source=f"R. A. Fisher: Iris, UCI Machine Learning Repository, 1988, {_FROM_SCIKIT_LEARN}",
    )
)
KINDS.add(
    Kind(
        id="wine",
        label=QT_TRANSLATE_NOOP("data", "Wine"),
        task="classes",
        columns=_WINE,
        generate=_wine,
        classes=("class_0", "class_1", "class_2"),
        samples=178,
        made=False,
        source=f"S. Aeberhard, M. Forina: Wine, UCI Machine Learning Repository, 1992, {_FROM_SCIKIT_LEARN}",
    )
)
KINDS.add(
    Kind(
        id="breast_cancer",
        label=QT_TRANSLATE_NOOP("data", "Breast cancer"),
        task="classes",
        columns=_BREAST_CANCER,
        generate=_breast_cancer,
        classes=("malignant", "benign"),
        samples=569,
        made=False,
        source="W. Wolberg, O. Mangasarian, N. Street, W. Street: Breast Cancer Wisconsin (Diagnostic), "
        f"UCI Machine Learning Repository, 1993, {_FROM_SCIKIT_LEARN}",
    )
)
KINDS.add(
    Kind(
        id="penguins",
        label=QT_TRANSLATE_NOOP("data", "Penguins"),
        task="classes",
        columns=_PENGUINS,
        generate=_penguins,
        classes=("Adelie", "Chinstrap", "Gentoo"),
        samples=344,
        made=False,
        categories=_PENGUIN_CATEGORIES,
        gaps=(*_MEASURES, "sex"),
        source="K. B. Gorman, T. D. Williams, W. R. Fraser: PLoS ONE 9(3), 2014; as palmerpenguins by "
        "A. M. Horst, A. P. Hill and K. B. Gorman, 2020, CC0",
    )
)
