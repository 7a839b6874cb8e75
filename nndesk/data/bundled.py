"""The bundled tables in resources/data: each is read once, and nobody can change what was read."""

import csv
import gzip
from collections.abc import Sequence
from functools import cache
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from nndesk.errors import FileError
from nndesk.resources import resource

Array = NDArray[np.float64]
Target = NDArray[np.intp] | NDArray[np.float64]  # class index, or the number to predict


@cache
def read_numbers(name: str, header: int = 0) -> tuple[Array, Target]:
    """A file of scikit-learn: after ``header`` lines rows of numbers, the last of them the class."""
    with _opened(name) as lines:
        table = np.loadtxt(lines, delimiter=",", skiprows=header)
    return _read_only(table[:, :-1].copy(), table[:, -1].astype(np.intp))


@cache
def read_records(
    name: str, columns: tuple[str, ...], categories: tuple[tuple[str, ...], ...], target: str
) -> tuple[Array, Target]:
    """A file with names of columns. A category is its position, the target too, sorted; a gap is NaN."""
    with _opened(name) as lines:
        rows = list(csv.DictReader(lines))
    classes = sorted({row[target] for row in rows})
    parts = list(zip(columns, categories, strict=True))
    x = [[_value(row[column], names) for column, names in parts] for row in rows]
    return _read_only(np.array(x), np.array([classes.index(row[target]) for row in rows], np.intp))


def _opened(name: str) -> TextIO:
    path = resource(f"data/{name}.csv.gz")
    try:
        return gzip.open(path, "rt", encoding="ascii", newline="")
    except OSError as error:
        raise FileError(f"{path}: cannot be read: {error.strerror}; nndesk is not installed whole") from error


def _value(cell: str, categories: Sequence[str]) -> float:
    if cell == "NA":
        return np.nan
    return float(categories.index(cell) if categories else cell)


def _read_only(x: Array, target: Target) -> tuple[Array, Target]:
    x.flags.writeable = target.flags.writeable = False
    return x, target
