"""What a ``.nnd`` holds, a ZIP of an experiment and its run: packing it and unpacking it.

Whatever the bytes, reading ends in a `Project` or an NndeskError, and every size is bounded before
anything is unpacked. Equal projects give equal bytes.
"""

import io
import json
import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np
import safetensors.numpy
from numpy.typing import NDArray
from safetensors import SafetensorError

from nndesk.engine.network import parameter_layout
from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.errors import FileError, InputError
from nndesk.project import edits
from nndesk.project.catalogue import Field, check_key, check_name, join, shown
from nndesk.project.changes import parameter_places, split_keys
from nndesk.project.jsontext import MAX_JSON, check_version, read_json
from nndesk.project.rows import Rows, as_list
from nndesk.project.spec import Change, Experiment, decode, input_count, to_tree
from nndesk.project.trail import Points

Array = NDArray[np.float64]

FORMAT = "nndesk.project"
VERSION = 1
MIMETYPE = b"application/x-nndesk"
STOPPED = ("epochs", "loss_below", "patience", "diverged")
RULES = ("loss_below", "patience")

_LOSSES = "history/losses.safetensors"
_WEIGHTS, _OPTIMIZER, _START = "weights.safetensors", "optimizer.safetensors", "start.safetensors"
_MEMBERS = ("mimetype", "project.json", _WEIGHTS, _OPTIMIZER, _START, "data.npz", _LOSSES)
_MAX_HEADER = 2**18  # bytes of names and shapes in a member, generously
_MAX_HISTORY = 2**28  # bytes of losses: 16 million epochs
_MAX_ROWS = 2**28  # bytes of the user's rows
_MAX_SLOTS = 4  # vectors that an optimizer remembers
# What zipfile raises for broken archives.
_BROKEN = (
    BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    ValueError,
    OverflowError,
    IndexError,
    struct.error,
    OSError,
)


@dataclass(frozen=True, eq=False)
class RunRecord:
    """A run at one step: all that is needed to go on as if nothing had been between."""

    epoch: int
    step: int
    stopped: str | None  # one of `STOPPED`
    threads: int  # of BLAS
    start: Experiment  # what the run began with
    changes: tuple[Change, ...]
    parameters: Array  # flat, in file order, like each of the slots
    slots: Mapping[str, Array]
    train: Array  # losses, epoch 0 first; of more epochs where the run went back to a better one
    test: Array  # NaN where there are no test rows
    carried: Array | None = None  # start values that are not the drawn ones, flat in file order
    met: tuple[str, ...] = ()  # of `RULES`, those that stopped the run and are gone beyond or stood at
    trail: Points | None = None  # of the weights; not written


@dataclass(frozen=True, eq=False)
class Project:
    """What one file holds. ``run`` is None where the file holds no parameters."""

    experiment: Experiment
    run: RunRecord | None = None
    view: dict[str, Any] = field(default_factory=dict[str, Any])  # layout of the canvas
    bookmarks: list[Any] = field(default_factory=list[Any])
    notes: str = ""


# -- packing ------------------------------------------------------------------------------


def pack(file: IO[bytes], project: Project) -> None:
    """Write ``project`` as a ``.nnd``."""
    with ZipFile(file, "w") as archive:
        _add(archive, "mimetype", MIMETYPE)
        _add(archive, "project.json", _project_json(project))
        if project.run is not None:
            _add_run(archive, project.experiment, project.run)
        rows = project.experiment.data.rows
        if rows is not None:
            _add(archive, "data.npz", _npz(rows.array))


def _add(archive: ZipFile, name: str, content: bytes) -> None:
    info = ZipInfo(name)  # its date is always 1 January 1980
    info.create_system = 3
    info.external_attr = 0o644 << 16
    archive.writestr(info, content)


def _project_json(project: Project) -> bytes:
    run = project.run
    tree = {
        "format": FORMAT,
        "version": VERSION,
        "experiment": _experiment_tree(project.experiment),
        "run": run and {
            "epoch": run.epoch,
            "step": run.step,
            "stopped": run.stopped,
            "threads": run.threads,
            "start": _experiment_tree(run.start),
            "changes": [{"step": change.step, "set": dict(change.set)} for change in run.changes],
            **({"met": list(run.met)} if run.met else {}),
        },
        "view": project.view,
        "bookmarks": project.bookmarks,
        "notes": project.notes,
    }  # fmt: skip
    return (json.dumps(tree, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _experiment_tree(experiment: Experiment) -> dict[str, Any]:
    tree = to_tree(experiment)
    rows = experiment.data.rows
    if rows is not None:
        tree["data"]["rows"] = {"sha256": rows.sha256}
    return tree


def _add_run(archive: ZipFile, experiment: Experiment, run: RunRecord) -> None:
    assert _sizes(run.start) == _sizes(experiment)
    _add(archive, _WEIGHTS, safetensors.numpy.save(_by_layer(experiment, run.parameters)))
    slots: dict[str, Array] = {}
    for name, vector in run.slots.items():
        slots |= {f"{name}.{key}": part for key, part in _by_layer(experiment, vector).items()}
    _add(archive, _OPTIMIZER, safetensors.numpy.save(slots))
    if run.carried is not None:
        _add(archive, _START, safetensors.numpy.save(_by_layer(experiment, run.carried)))
    losses = {"train": np.ascontiguousarray(run.train), "test": np.ascontiguousarray(run.test)}
    _add(archive, _LOSSES, safetensors.numpy.save(losses))


def _sizes(experiment: Experiment) -> tuple[int, tuple[int, ...]]:
    """Inputs and units: what the parameters' shapes follow from."""
    return input_count(experiment), tuple(layer.units for layer in experiment.network.layers)


def _by_layer(experiment: Experiment, vector: Array) -> dict[str, Array]:
    """A flat vector in file order as ``layers.0.weights`` (inputs, units), ``layers.0.bias`` …"""
    vector = np.ascontiguousarray(vector, np.float64)
    parts: dict[str, Array] = {}
    for number, place in enumerate(parameter_layout(*_sizes(experiment))):
        parts[f"layers.{number}.weights"] = vector[place.weights].reshape(place.shape)
        parts[f"layers.{number}.bias"] = vector[place.bias]
    return parts


def _npz(rows: Array) -> bytes:
    array, archive = io.BytesIO(), io.BytesIO()
    np.lib.format.write_array(array, rows.astype("<f8"), version=(1, 0), allow_pickle=False)
    with ZipFile(archive, "w") as whole:
        _add(whole, "rows.npy", array.getvalue())
    return archive.getvalue()


# -- unpacking ----------------------------------------------------------------------------


def unpack(file: IO[bytes], path: str | os.PathLike[str]) -> Project:
    """The project in a ``.nnd``; ``path`` is for messages. Raises NndeskError."""
    return _Archive(file, path).project()


class _Archive:
    """A ``.nnd`` being read."""

    def __init__(self, file: IO[bytes], path: str | os.PathLike[str]) -> None:
        self._path = path
        try:
            self._zip = ZipFile(file)
            members = self._zip.infolist()
        except _BROKEN as error:
            raise FileError(f"{path}: is a damaged ZIP: {error}") from error
        names = [member.filename for member in members if not member.is_dir()]
        for name in names:
            if name not in _MEMBERS:
                raise self._error(f"holds {shown(name)}, which no .nnd of version {VERSION} has")
            if names.count(name) > 1:
                raise self._error(f"holds {name} twice")
        self._names = names

    def _error(self, problem: str) -> FileError:
        return FileError(f"{self._path}: {problem}")

    def _member(self, name: str, limit: int) -> bytes:
        """The bytes of a member, at most ``limit``."""
        if name not in self._names:
            raise self._error(f"holds no {name}")
        info = self._zip.getinfo(name)
        if info.file_size > limit:
            raise self._error(f"{name} has {info.file_size:,} bytes; at most {limit:,} can be right")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # others cannot be unpacked in bounds
            raise self._error(f"{name} is packed in an unknown way")
        try:
            with self._zip.open(info) as stream:
                return stream.read(limit)  # a bound for what is unpacked, too, if the size is a lie
        except _BROKEN as error:
            raise self._error(f"{name} is damaged: {error}") from error

    def project(self) -> Project:
        if self._member("mimetype", 200).strip() != MIMETYPE:
            raise self._error(f"is no nndesk file: its mimetype is not {MIMETYPE.decode()}")
        value = read_json(self._member("project.json", MAX_JSON), f"{self._path}: project.json")
        keys = ("format", "version", "experiment")
        tree = _object(check_version(value, FORMAT, VERSION), "", keys, ("run", *_ASIDE))
        rows = self._rows() if "data.npz" in self._names else None
        experiment = decode(self._with_rows(tree["experiment"], rows))
        aside: dict[str, Any] = {key: _read_aside(tree[key], key) for key in _ASIDE if key in tree}
        run = tree.get("run")
        return Project(experiment, None if run is None else self._run(run, experiment, rows), **aside)

    def _with_rows(self, tree: Any, rows: Rows | None) -> Any:
        """An experiment's tree with the rows that it names by their sum."""
        data = cast(dict[str, Any], tree).get("data") if isinstance(tree, dict) else None
        named = cast(dict[str, Any], data).get("rows") if isinstance(data, dict) else None
        if not isinstance(named, dict):
            return cast(object, tree)
        if rows is None or cast(dict[str, Any], named).get("sha256") != rows.sha256:
            raise self._error("data.npz does not hold the rows that project.json names")
        return {**cast(dict[str, Any], tree), "data": {**cast(dict[str, Any], data), "rows": rows}}

    def _rows(self) -> Rows:
        content = self._member("data.npz", _MAX_ROWS)
        try:
            with ZipFile(io.BytesIO(content)) as inner, inner.open("rows.npy") as stream:
                if inner.getinfo("rows.npy").compress_type != ZIP_STORED:
                    raise self._error("data.npz is packed, its rows have to be stored as they are")
                array = io.BytesIO(stream.read(_MAX_ROWS))
            if np.lib.format.read_magic(array) != (1, 0):
                raise self._error("data.npz: rows.npy is not of version 1.0")
            shape, fortran, dtype = np.lib.format.read_array_header_1_0(array)
            if fortran or dtype != np.dtype("<f8") or len(shape) != 2:
                raise self._error("data.npz: rows.npy is no table of float64 in C order")
            return Rows(np.frombuffer(array.read(), "<f8").reshape(shape))
        except (*_BROKEN, KeyError) as error:
            raise self._error(f"data.npz is damaged: {error}") from error

    def _run(self, value: Any, experiment: Experiment, rows: Rows | None) -> RunRecord:
        keys = ("epoch", "step", "stopped", "threads", "start", "changes")
        tree = _object(value, "run", keys, ("met",))
        epoch, step = (_count(tree[key], f"run.{key}") for key in ("epoch", "step"))
        if tree["stopped"] is not None:
            check_name("run.stopped", tree["stopped"], STOPPED, "reason to stop")
        try:
            start = decode(self._with_rows(tree["start"], rows))
        except InputError as error:
            raise InputError(f"run.start.{error.place}", error.problem, error.expected) from None
        if _sizes(start) != _sizes(experiment):
            raise InputError("run.start.network", "has another shape", "needs that of the experiment")
        train, test = self._history(epoch)
        return RunRecord(
            epoch=epoch,
            step=step,
            stopped=tree["stopped"],
            threads=_count(tree["threads"], "run.threads", 1),
            start=start,
            changes=_read_changes(tree["changes"], start, step),
            parameters=self._parameters(_WEIGHTS, experiment),
            slots=self._slots(experiment),
            train=train,
            test=test,
            met=_read_met(tree.get("met", [])),
            carried=self._parameters(_START, experiment) if _START in self._names else None,
        )

    def _tensors(self, name: str, size: int) -> dict[str, NDArray[Any]]:
        content = self._member(name, size + _MAX_HEADER)
        try:
            return safetensors.numpy.load(content)
        except (SafetensorError, KeyError, TypeError, ValueError, OverflowError) as error:
            raise self._error(f"{name} is damaged: {error}") from error

    def _parameters(self, name: str, experiment: Experiment) -> Array:
        tensors = self._tensors(name, _bytes(experiment))
        vector = self._vector(name, tensors, experiment)
        self._no_others(name, tensors)
        if not np.isfinite(vector).all():
            raise self._error(f"{name} holds numbers that are not finite")
        return vector

    def _slots(self, experiment: Experiment) -> dict[str, Array]:
        name, kind = _OPTIMIZER, experiment.optimizer.kind
        tensors = self._tensors(name, _MAX_SLOTS * _bytes(experiment))
        slots = OPTIMIZERS[kind].slots
        vectors = {slot: self._vector(name, tensors, experiment, f"{slot}.") for slot in slots}
        self._no_others(name, tensors)
        return vectors

    def _vector(
        self, name: str, tensors: dict[str, NDArray[Any]], experiment: Experiment, prefix: str = ""
    ) -> Array:
        """The flat vector in file order of ``layers.0.weights`` …, which are taken out of ``tensors``."""
        parts: list[Array] = []
        for number, place in enumerate(parameter_layout(*_sizes(experiment))):
            for part, shape in (("weights", place.shape), ("bias", place.shape[1:])):
                key = f"{prefix}layers.{number}.{part}"
                tensor = tensors.pop(key, None)
                if tensor is None:
                    raise self._error(f"{name} holds no {key}")
                if tensor.dtype != np.float64 or tensor.shape != shape:
                    found = f"{tensor.dtype} of shape {tensor.shape}"
                    raise self._error(f"{name}: {key} is {found}; the experiment needs float64 of {shape}")
                parts.append(tensor.ravel())
        return read_only(np.concatenate(parts))

    def _no_others(self, name: str, tensors: Mapping[str, object]) -> None:
        if tensors:
            raise self._error(f"{name} holds {shown(next(iter(tensors)))}, which the experiment has not")

    def _history(self, epoch: int) -> tuple[Array, Array]:
        tensors = self._tensors(_LOSSES, _MAX_HISTORY)
        series: list[Array] = []
        for key in ("train", "test"):
            losses = tensors.pop(key, np.empty(0))
            if losses.dtype != np.float64 or losses.ndim != 1 or len(losses) <= epoch:
                raise self._error(f"{_LOSSES} holds no {key} losses up to epoch {epoch:,}")
            series.append(read_only(losses))
        if len(series[0]) != len(series[1]):
            raise self._error(f"{_LOSSES} holds {len(series[0])} train and {len(series[1])} test losses")
        self._no_others(_LOSSES, tensors)
        return series[0], series[1]


_ASIDE: dict[str, type] = {"view": dict, "bookmarks": list, "notes": str}


def _read_aside(value: Any, key: str) -> object:
    """What a project holds beside experiment and run; it is kept as it is."""
    if not isinstance(value, _ASIDE[key]):
        raise InputError(key, f"is {shown(value)}", f"needs {shown(_ASIDE[key]())}, or more of that")
    _check_plain(value, key)
    return cast(object, value)


def _bytes(experiment: Experiment) -> int:
    """Of one vector of the experiment's parameters."""
    return 8 * parameter_layout(*_sizes(experiment))[-1].bias.stop


def read_only(array: Array) -> Array:
    array.flags.writeable = False
    return array


def _object(value: Any, place: str, keys: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """``value`` where it is an object with exactly these keys."""
    if not isinstance(value, dict):
        raise InputError(place, f"is {shown(value)}", f"needs an object with {', '.join(keys)}")
    tree = cast(dict[str, Any], value)
    for key in tree:
        check_key(join(place, key), key, (*keys, *optional))
    for key in keys:
        if key not in tree:
            raise InputError(join(place, key), "is missing", f"needs {', '.join(keys)}")
    return tree


def _count(value: Any, place: str, low: int = 0) -> int:
    return Field(place=place, form="integer", low=low, high=2**53).read(value, place)


def _read_met(value: Any) -> tuple[str, ...]:
    rules = as_list(value, "run.met", f"needs a list of {', '.join(RULES)}")
    for index, rule in enumerate(rules):
        check_name(f"run.met.{index}", rule, RULES, "stop rule")
    return tuple(sorted(set(rules)))


def _read_changes(value: Any, start: Experiment, last: int) -> tuple[Change, ...]:
    """The changes of a run, each tried out on what the run was at its step."""
    changes: list[Change] = []
    experiment, earliest = start, 0
    for index, entry in enumerate(as_list(value, "run.changes", "needs a list of changes")):
        place = f"run.changes.{index}"
        tree = _object(entry, place, ("step", "set"))
        step = _count(tree["step"], f"{place}.step")
        if not earliest <= step <= last:
            raise InputError(f"{place}.step", f"is {step}", f"needs {earliest} to {last}, in order")
        earliest = step
        values = tree["set"]
        if not isinstance(values, dict):
            raise InputError(f"{place}.set", f"is {shown(values)}", "needs keys and their values")
        changed = cast(dict[str, Any], values)
        try:
            keys, single = split_keys(changed)
            experiment = edits.set_values(experiment, keys)
            parameter_places(experiment, single)
        except InputError as error:
            raise InputError(f"{place}.set.{error.place}", error.problem, error.expected) from None
        if _sizes(experiment) != _sizes(start):
            raise InputError(f"{place}.set", "changes the network's shape", "such an edit begins a new run")
        changes.append(Change(step=step, set=tuple(changed.items())))
        _check_single(changes[-1], f"{place}.set")
    return tuple(changes)


def _check_single(change: Change, place: str) -> None:
    """Values of single keys can be hashed, and whole objects are not changed at once."""
    try:
        hash(change)
    except TypeError:
        raise InputError(place, "sets a whole object", "needs its single keys") from None


def _check_plain(value: Any, place: str, depth: int = 0) -> None:
    """That ``value`` can be written again as it was read: text is Unicode, the nesting shallow."""
    if depth > 32:
        raise InputError(place, "is nested too deeply", "32 levels are the most")
    if isinstance(value, str):
        Field(place=place, form="text").read(value, place)
    elif isinstance(value, list):
        for part in cast(list[Any], value):
            _check_plain(part, place, depth + 1)
    elif isinstance(value, dict):
        for key, part in cast(dict[str, Any], value).items():
            _check_plain(key, place)
            _check_plain(part, place, depth + 1)
    elif isinstance(value, float):
        Field(place=place, form="number").read(value, place)
