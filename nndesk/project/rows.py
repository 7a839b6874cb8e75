"""The user's own data inside an experiment: a table's columns and rows, or painted points."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from nndesk.errors import InputError
from nndesk.project.catalogue import OBJECTS, check_key, join, shown


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a table; ``categories`` belongs to the type `category`."""

    name: str
    role: str
    type: str
    categories: tuple[str, ...] = ()


class Rows:
    """Rows of numbers: a read-only float64 array, NaN where missing; equal and hashed by content."""

    __slots__ = ("array", "sha256")

    def __init__(self, array: NDArray[np.float64]) -> None:
        own = np.array(array, np.float64, order="C") + 0.0  # a copy with one kind of zero
        own[np.isnan(own)] = np.nan  # and one kind of NaN
        own.flags.writeable = False
        self.array = own
        self.sha256 = sha256(f"{own.shape}".encode() + own.astype("<f8").tobytes()).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and other.sha256 == self.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __repr__(self) -> str:
        return f"Rows({'×'.join(map(str, self.array.shape))}, {self.sha256[:8]})"

    def as_lists(self) -> list[list[float | None]]:
        """The rows as they stand in a file: null where missing."""
        return [[None if number != number else number for number in row] for row in self.array.tolist()]


def as_list(value: Any, place: str, expected: str) -> Sequence[Any]:
    """``value`` where it is a list; raises InputError saying what is ``expected``."""
    if not isinstance(value, list | tuple):
        raise InputError(place, f"is {shown(value)}", expected)
    return cast(Sequence[Any], value)


def read_columns(value: Any, place: str) -> tuple[Column, ...]:
    """A table's columns: names of their own, one target, at least one input."""
    columns = tuple(
        _read_column(entry, join(place, index))
        for index, entry in enumerate(as_list(value, place, "needs a list of columns"))
    )
    names = [column.name for column in columns]
    for index, name in enumerate(names):
        if name in names[:index]:
            raise InputError(join(place, f"{index}.name"), f"{shown(name)} stands twice", "names differ")
    targets = sum(column.role == "target" for column in columns)
    if targets != 1:
        raise InputError(place, f"has {targets} targets", "a table needs exactly one")
    if not any(column.role == "input" for column in columns):
        raise InputError(place, "has no input", "a table needs at least one")
    return columns


def _read_column(value: Any, place: str) -> Column:
    fields = OBJECTS["data.columns.*"]
    if not isinstance(value, dict):
        raise InputError(place, f"is {shown(value)}", "a column needs name, role and type")
    given = cast(dict[str, Any], value)
    for key in given:
        check_key(join(place, key), key, fields)
    read: dict[str, Any] = {}
    for key in ("name", "role", "type"):
        if key not in given:
            raise InputError(join(place, key), "is missing", fields[key].expected)
        read[key] = fields[key].read(given[key], join(place, key))
    if read["type"] == "category":
        read["categories"] = _read_categories(
            given.get("categories"), join(place, "categories"), 2 if read["role"] == "target" else 1
        )
    return Column(**read)


def _read_categories(value: Any, place: str, least: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    text = OBJECTS["data.columns.*"]["name"]
    for index, name in enumerate(as_list(value, place, "needs a list of names")):
        name = text.read(name, join(place, index))
        if name in found:
            raise InputError(join(place, index), f"{shown(name)} stands twice", "names differ")
        found[name] = None
    if len(found) < least:
        raise InputError(place, f"has {len(found)} names", f"needs at least {least}")
    return tuple(found)


def read_table_rows(value: Any, place: str, columns: tuple[Column, ...]) -> Rows:
    """A table's rows in column order; a category is its position, null is missing."""
    rows = _read_rows(value, place, len(columns), missing=True)
    if not len(rows.array):
        raise InputError(place, "is empty", "a table needs at least one row")
    for index, column in enumerate(columns):
        if column.categories:
            _check_positions(rows.array[:, index], place, index, column.categories)
    return rows


def read_points(value: Any, place: str, inputs: int, classes: int) -> Rows:
    """Painted points: ``inputs`` numbers, then a class or a value."""
    rows = _read_rows(value, place, inputs + 1, missing=False)
    if classes:
        _check_positions(rows.array[:, -1], place, inputs, range(classes))
    return rows


def _read_rows(value: Any, place: str, width: int, missing: bool) -> Rows:
    if isinstance(value, Rows):
        rows = value
        if rows.array.ndim != 2 or rows.array.shape[1] != width or np.isinf(rows.array).any():
            raise InputError(place, f"has the shape {rows.array.shape}", f"needs {width} numbers a row")
        if np.isnan(rows.array).any() and not missing:
            raise InputError(place, "has gaps", "every point needs all its numbers")
        return rows
    words = "a number or null" if missing else "a number"
    listed: list[list[float]] = []
    for number, row in enumerate(as_list(value, place, "needs a list of rows")):
        cells = as_list(row, join(place, number), f"a row needs {width} numbers")
        if len(cells) != width:
            raise InputError(join(place, number), f"has {len(cells)} numbers", f"a row needs {width}")
        listed.append([_read_cell(cell, missing, words, place, number, i) for i, cell in enumerate(cells)])
    return Rows(np.array(listed, np.float64).reshape(len(listed), width))


def _read_cell(cell: Any, missing: bool, words: str, place: str, row: int, column: int) -> float:
    if cell is None and missing:
        return np.nan
    try:
        if isinstance(cell, int | float) and not isinstance(cell, bool) and np.isfinite(float(cell)):
            return float(cell)
    except OverflowError:
        pass
    raise InputError(join(place, f"{row}.{column}"), f"is {shown(cell)}", f"needs {words}")


def _check_positions(
    numbers: NDArray[np.float64], place: str, column: int, names: Sequence[Any] | range
) -> None:
    present = numbers[~np.isnan(numbers)]
    wrong = (present < 0) | (present >= len(names)) | (present != np.floor(present))
    if wrong.any():
        row = int(np.flatnonzero(~np.isnan(numbers))[np.argmax(wrong)])
        right = f"needs a whole number from 0 to {len(names) - 1}"
        raise InputError(join(place, f"{row}.{column}"), f"is {numbers[row]:g}", right)
