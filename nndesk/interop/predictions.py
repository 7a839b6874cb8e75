"""A network's outputs for the rows of a CSV file.

Columns are taken by name where the header has all names of the raw inputs, else by position where
their number is right. A category is written by its name, and a gap is an empty cell, NA or NaN; the
network must have learned what to do about gaps. All that was in the file stays, and the outputs are
added on the right.
"""

import csv
import io
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nndesk.data.encoding import MISSING
from nndesk.engine.activations import Array
from nndesk.errors import FileError, InputError
from nndesk.project.catalogue import shown
from nndesk.project.run import Run


@dataclass(frozen=True)
class _Table:
    path: str
    header: list[str]
    rows: list[list[str]]
    lines: list[int]  # where each row stands in the file, from 1


def add_outputs(path: str | os.PathLike[str], run: Run) -> str:
    """The table at ``path`` as CSV text, with ``run``'s outputs, and its classes where there are any.

    Raises NndeskError with the line and the column for what is no number.
    """
    names = run.data.kind.columns
    cells = [_Cell(run, column) for column in range(len(names))]
    table = _read(os.fspath(path), names, cells)
    added = _added_names(run)
    taken = [name for name in added if name in table.header]
    if taken:
        raise InputError(
            f"{path}: line 1", f"has a column {shown(taken[0])}", "rename it, an output has that name"
        )
    x = _numbers(table, _places(table, names), cells)
    outputs = run.network.predict(x)
    for number in np.flatnonzero(~np.isfinite(outputs).all(axis=1)):
        place = f"{path}: line {table.lines[number]}"
        raise InputError(place, "has no finite output", "its numbers are too large for this network")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*table.header, *added])
    for row, values, label in zip(table.rows, outputs.tolist(), _labels(run, outputs), strict=True):
        writer.writerow([*row, *values, *label])
    return out.getvalue()


def _added_names(run: Run) -> list[str]:
    classes = run.data.classes
    outputs = ["output"] if run.data.outputs == 1 else [f"p_{name}" for name in classes]
    return [*outputs, "prediction"] if classes else outputs


def _labels(run: Run, outputs: Array) -> list[list[str]]:
    """The class of every row, in a list of its own; an empty one where a number is predicted."""
    data = run.data
    if not data.classes:
        return [[] for _ in outputs]
    chosen = outputs.argmax(axis=1) if data.outputs > 1 else (outputs[:, 0] > data.threshold).astype(np.intp)
    return [[data.classes[index]] for index in chosen]


# -- reading ------------------------------------------------------------------------------


class _Cell:
    """What a cell of one raw input may hold."""

    def __init__(self, run: Run, column: int) -> None:
        self._categories = run.data.kind.categories_of(column)
        self._gap = math.nan if math.isfinite(run.data.encoding.fill[column]) else None
        self._has_gaps = run.data.kind.columns[column] in run.data.kind.gaps

    def value(self, cell: str) -> float | None:
        """The number that ``cell`` stands for, NaN for a gap; None where it stands for none."""
        if self.is_gap(cell):
            return self._gap
        if self._categories:
            name = cell.strip()
            return float(self._categories.index(name)) if name in self._categories else None
        return _number(cell)

    def is_gap(self, cell: str) -> bool:
        return cell.strip().lower() in ("", "na", "nan")

    def needs(self, cell: str) -> str:
        """What would be right in the place of ``cell``."""
        right = f"one of {', '.join(self._categories)}" if self._categories else "a number"
        if self._has_gaps and self.is_gap(cell):
            ways = ", ".join(way for way in MISSING.ids if way != "drop")
            return f"needs {right}, or a network trained with data.missing as one of {ways}"
        return f"needs {right}"


def _read(path: str, names: Sequence[str], inputs: Sequence[_Cell]) -> _Table:
    """The cells of a CSV file; without a header line it gets ``names`` as its header."""
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise FileError(f"{path}: cannot be read: {error.strerror or error}") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}: line {line}", "is not UTF-8 text", "save the table as UTF-8") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    cells: list[list[str]] = []
    lines: list[int] = []
    try:
        for row in reader:
            if row:
                cells.append(row)
                lines.append(reader.line_num)
    except csv.Error as error:
        place = f"{path}: line {reader.line_num}"
        raise InputError(place, f"is no CSV ({error})", "needs cells with commas between") from None
    if not cells:
        raise InputError(path, "is empty", f"needs a header and rows with {_wanted(names)}")
    if _is_row(cells[0], inputs):
        header = list(names) if len(cells[0]) == len(names) else [str(i) for i in range(len(cells[0]))]
    else:
        header = [cell.strip() for cell in cells.pop(0)]
        lines.pop(0)
    for row, line in zip(cells, lines, strict=True):
        if len(row) != len(header):
            cells_found = f"has {len(row)} cell{'s' * (len(row) != 1)}"
            raise InputError(f"{path}: line {line}", cells_found, f"the first line has {len(header)}")
    return _Table(path, header, cells, lines)


def _is_row(cells: list[str], inputs: Sequence[_Cell]) -> bool:
    """Whether the first line is a row already: all numbers, but not the 0, 1, 2 … that pandas writes."""
    if cells == [str(number) for number in range(len(cells))]:
        return False
    if all(_number(cell) is not None for cell in cells):
        return True
    return len(cells) == len(inputs) and all(
        one.is_gap(cell) or one.value(cell) is not None for one, cell in zip(inputs, cells, strict=True)
    )


def _places(table: _Table, names: Sequence[str]) -> list[int]:
    """The column in which each raw input stands."""
    header = table.header
    if set(names) <= set(header):
        for name in names:
            if header.count(name) > 1:
                problem = f"has {header.count(name)} columns {shown(name)}"
                raise InputError(f"{table.path}: line 1", problem, "each name may stand there once")
        return [header.index(name) for name in names]
    if len(header) == len(names):
        return list(range(len(names)))
    missing = [name for name in names if name not in header]
    problem = f"has {len(header)} column{'s' * (len(header) != 1)}, none of them called {shown(missing[0])}"
    raise InputError(f"{table.path}: line 1", problem, f"needs {_wanted(names)}, separated by commas")


def _wanted(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"the column {names[0]}"
    if len(names) <= 4:
        return f"the columns {', '.join(names)}"
    return f"the {len(names)} columns {names[0]}, {names[1]}, … {names[-1]}"


def _numbers(table: _Table, places: list[int], inputs: Sequence[_Cell]) -> Array:
    x = np.empty((len(table.rows), len(places)))
    for number, row in enumerate(table.rows):
        for column, place in enumerate(places):
            value = inputs[column].value(row[place])
            if value is None:
                where = (
                    f"{table.path}: line {table.lines[number]}, column {place + 1} ({table.header[place]})"
                )
                found = f"is {shown(row[place])}" if row[place].strip() else "is empty"
                raise InputError(where, found, inputs[column].needs(row[place]))
            x[number, column] = value
    return x


def _number(cell: str) -> float | None:
    """The finite number in ``cell``, or None."""
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in cell else None
