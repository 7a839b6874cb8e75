"""From a kind of data to what a network is trained on: points, split, features, scaling, batch order.

Every random number comes from its seed and its purpose alone. So neither the split nor the points
depend on features or scaling, and the points do not depend on the split.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from nndesk.data.encoding import MISSING, Encoding, fit
from nndesk.data.kinds import KINDS, Array, Kind, Target
from nndesk.errors import InputError
from nndesk.registry import QT_TRANSLATE_NOOP, Registry, nearest

A = TypeVar("A", bound=NDArray[Any])


@dataclass(frozen=True)
class Feature:
    """A function of the two raw inputs of plane data that may be an input of the network."""

    id: str
    label: str
    of: Callable[[Array, Array], Array]


FEATURES: Registry[Feature] = Registry("feature")
FEATURES.add(Feature("x1", "x₁", lambda x1, x2: x1))
FEATURES.add(Feature("x2", "x₂", lambda x1, x2: x2))
FEATURES.add(Feature("x1_squared", "x₁²", lambda x1, x2: x1 * x1))
FEATURES.add(Feature("x2_squared", "x₂²", lambda x1, x2: x2 * x2))
FEATURES.add(Feature("x1_x2", "x₁x₂", lambda x1, x2: x1 * x2))
FEATURES.add(Feature("sin_x1", "sin x₁", lambda x1, x2: np.sin(x1)))
FEATURES.add(Feature("sin_x2", "sin x₂", lambda x1, x2: np.sin(x2)))


@dataclass(frozen=True)
class Scaling:
    """A way to scale inputs: ``fit`` gives each column's shift and width, (x − shift) / width."""

    id: str
    label: str
    fit: Callable[[Array], tuple[Array, Array]]


SCALINGS: Registry[Scaling] = Registry("scaling")
SCALINGS.add(
    Scaling(
        "none",
        QT_TRANSLATE_NOOP("scaling", "None"),
        lambda x: (np.zeros_like(x[0]), np.ones_like(x[0])),
    )
)
SCALINGS.add(
    Scaling(
        "standard",
        QT_TRANSLATE_NOOP("scaling", "Mean 0, deviation 1"),
        lambda x: (x.mean(axis=0), _or_infinite(x, x.std(axis=0))),
    )
)
SCALINGS.add(
    Scaling(
        "minmax",
        QT_TRANSLATE_NOOP("scaling", "0 to 1"),
        lambda x: (x.min(axis=0), _or_infinite(x, np.ptp(x, axis=0))),
    )
)


def _or_infinite(x: Array, width: Array) -> Array:
    """``width``, or infinity where a column of ``x`` is constant, which makes that column 0."""
    # The deviation of a constant may round to more than 0, that of tiny numbers to 0.
    return np.where((x.min(axis=0) == x.max(axis=0)) | (width == 0), np.inf, width)


@dataclass(frozen=True, eq=False)
class Dataset:
    """Training and test rows. All arrays are read-only and safe to share between threads."""

    kind: Kind
    input_names: tuple[str, ...]
    encoding: Encoding  # of the raw columns
    features: tuple[str, ...]  # of plane data, else empty
    shift: Array  # (inputs,)
    width: Array  # (inputs,)
    x_train: Array  # (rows, inputs), what the network is trained on
    y_train: Array  # (rows, outputs)
    x_test: Array
    y_test: Array
    raw_train: Array  # (rows, columns), before features and scaling; gaps are NaN
    raw_test: Array
    target_train: Target  # (rows,)
    target_test: Target
    threshold: float  # between the targets of two classes at one output

    @property
    def classes(self) -> tuple[str, ...]:
        return self.kind.classes

    @property
    def outputs(self) -> int:
        return self.y_train.shape[1]

    def inputs(self, raw: Array) -> Array:
        """The network's inputs (n, inputs) for raw rows (n, columns), as a fresh array.

        A category is its position and a gap NaN, which it stays where the rows with gaps are dropped.
        """
        return _scale(_apply_features(self.encoding(raw), self.features), self.shift, self.width)


def make_dataset(
    kind: str,
    *,
    seed: int,
    samples: int,
    noise: float,
    features: Sequence[str] = ("x1", "x2"),
    train_fraction: float,
    scaling: str = "none",
    missing: str = "drop",
    stratify: bool = True,
    outputs: int,
    low: float = 0.0,
) -> Dataset:
    """The rows that an experiment's ``data`` describes.

    One output has the target ``low`` (−1 or 0) or 1 by class, several are one-hot; a number is its own
    target. ``samples``, ``noise``, ``features``, ``missing`` and ``stratify`` do nothing where the kind
    has no use for them. Raises InputError for an unknown kind, feature, scaling or treatment.
    """
    entry = KINDS[kind]
    assert outputs == max(1, len(entry.classes)) or (outputs == 1 and len(entry.classes) == 2), outputs
    scale, missing = SCALINGS[scaling].fit, MISSING[missing].id
    used = tuple(FEATURES[name].id for name in features) if entry.plane else ()
    raw, target = entry.generate(samples, noise, _generator(seed, "points"))
    if entry.gaps and missing == "drop":
        whole = ~np.isnan(raw).any(axis=1)
        raw, target = raw[whole], target[whole]
    train, test = _split(
        target, train_fraction, seed, stratified=stratify and bool(entry.classes) and not entry.made
    )
    y = _targets(entry, target, outputs, low)
    encoding = fit(entry, raw[train], missing)
    columns = _apply_features(encoding(raw), used)
    shift, width = scale(columns[train])
    x = _scale(columns, shift, width)
    return Dataset(
        kind=entry,
        input_names=used or entry.input_names(missing),
        encoding=encoding,
        features=used,
        shift=_read_only(shift),
        width=_read_only(width),
        x_train=_read_only(x[train]),
        y_train=_read_only(y[train]),
        x_test=_read_only(x[test]),
        y_test=_read_only(y[test]),
        raw_train=_read_only(raw[train]),
        raw_test=_read_only(raw[test]),
        target_train=_read_only(target[train]),
        target_test=_read_only(target[test]),
        threshold=(low + 1) / 2 if entry.classes and outputs == 1 else 0.5,
    )


def batch_order(rows: int, seed: int, epoch: int, shuffle: str) -> NDArray[np.intp] | None:
    """The order in which ``epoch`` takes the training rows, or None where it takes them as they are."""
    numbers = {"never": None, "once": (), "epoch": (epoch,)}
    if shuffle not in numbers:
        near = nearest(shuffle, list(numbers))
        hint = f"did you mean {near!r}?" if near else f"known are {', '.join(numbers)}"
        raise InputError("training.shuffle", f"{shuffle!r} is no way to shuffle", hint)
    which = numbers[shuffle]
    if which is None:
        return None
    return _generator(seed, "order", *which).permutation(rows).astype(np.intp, copy=False)


def _generator(seed: int, purpose: str, *numbers: int) -> np.random.Generator:
    return np.random.default_rng([seed, int.from_bytes(purpose.encode(), "big"), *numbers])


def _split(
    target: Target, fraction: float, seed: int, stratified: bool
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows for training and for testing, both in the order of one permutation of all rows."""
    rows = len(target)
    order = _generator(seed, "split").permutation(rows)
    count = max(1, int(np.floor(fraction * rows + 0.5)))
    train = _stratified(target[order].astype(np.intp), count) if stratified else np.arange(rows) < count
    return order[train], order[~train]


def _stratified(target: NDArray[np.intp], count: int) -> NDArray[np.bool_]:
    """Which rows are for training: ``count`` in all, the first ones of each class by its share."""
    sizes = np.bincount(target)
    shares = sizes * count / len(target)
    quotas = np.floor(shares).astype(np.intp)
    # Largest remainders take what is left over; among equal ones the earlier class.
    missing = count - int(quotas.sum())
    quotas[np.argsort(quotas - shares, kind="stable")[:missing]] += 1
    train = np.zeros(len(target), dtype=np.bool_)
    for index, quota in enumerate(quotas):
        train[np.flatnonzero(target == index)[:quota]] = True
    return train


def _apply_features(raw: Array, features: tuple[str, ...]) -> Array:
    if not features:
        return raw
    return np.stack([FEATURES[name].of(raw[:, 0], raw[:, 1]) for name in features], axis=1)


def _scale(columns: Array, shift: Array, width: Array) -> Array:
    return (columns - shift) / width + 0.0  # adding 0 turns the −0 of a constant column into 0


def _targets(kind: Kind, target: Target, outputs: int, low: float) -> Array:
    if outputs > 1:
        return (target[:, None] == np.arange(outputs)).astype(np.float64)
    y = target.astype(np.float64)[:, None]
    return low + (1 - low) * y if kind.classes else y


def _read_only(array: A) -> A:
    array.flags.writeable = False
    return array
