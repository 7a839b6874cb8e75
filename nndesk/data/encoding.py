"""From raw columns to numbers that a network can take: gaps filled, categories one-hot."""

from dataclasses import dataclass

import numpy as np

from nndesk.data.kinds import Array, Kind
from nndesk.registry import QT_TRANSLATE_NOOP, Registry


@dataclass(frozen=True)
class Missing:
    """A way to treat missing values."""

    id: str
    label: str


MISSING: Registry[Missing] = Registry("treatment of missing values")
MISSING.add(Missing("drop", QT_TRANSLATE_NOOP("missing", "Leave the row out")))
# Of categories, which have no mean, the most frequent.
MISSING.add(Missing("mean", QT_TRANSLATE_NOOP("missing", "Mean")))
MISSING.add(Missing("most_frequent", QT_TRANSLATE_NOOP("missing", "Most frequent value")))
# Of numbers, which have no categories, the mean.
MISSING.add(Missing("category", QT_TRANSLATE_NOOP("missing", "A category of its own")))


@dataclass(frozen=True, eq=False)
class Encoding:
    """What was fitted on the training rows, to be done to any rows."""

    sizes: tuple[int, ...]  # of each raw column how many inputs its categories make; 0: a number
    fill: Array  # (columns,) what stands in for a gap; NaN: nothing does

    def __call__(self, raw: Array) -> Array:
        """The numbers (n, inputs) for raw rows (n, columns); NaN where a gap stays one."""
        filled = np.where(np.isnan(raw), self.fill, raw)
        if not any(self.sizes):
            return filled
        blocks = [
            _one_hot(column, size) if size else column[:, None]
            for column, size in zip(filled.T, self.sizes, strict=True)
        ]
        return np.concatenate(blocks, axis=1)


def fit(kind: Kind, raw: Array, missing: str) -> Encoding:
    """The encoding of ``kind``'s columns whose gaps are treated as ``missing`` says; ``raw`` trains."""
    sizes: list[int] = []
    fill = np.full(len(kind.columns), np.nan)
    for index, column in enumerate(kind.columns):
        categories = kind.categories_of(index)
        # A gap that is a category of its own comes after the others.
        own = missing == "category" and bool(categories) and column in kind.gaps
        sizes.append(len(categories) + own)
        present = raw[~np.isnan(raw[:, index]), index]
        if own:
            fill[index] = len(categories)
        elif missing != "drop":
            frequent = missing == "most_frequent" or bool(categories)
            fill[index] = _most_frequent(present) if frequent else _mean(present)
    return Encoding(tuple(sizes), fill)


def _one_hot(column: Array, size: int) -> Array:
    hot = (column[:, None] == np.arange(size)).astype(np.float64)
    hot[np.isnan(column)] = np.nan
    return hot


def _mean(present: Array) -> float:
    return float(present.mean()) if len(present) else 0.0


def _most_frequent(present: Array) -> float:
    """The smallest of the most frequent values, as in scikit-learn."""
    if not len(present):
        return 0.0
    values, counts = np.unique(present, return_counts=True)
    return float(values[counts.argmax()])
