"""SOURCE → experiment: a preset's name, a file, or a link to TensorFlow Playground."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from nndesk.errors import FileError, InputError
from nndesk.interop import playground
from nndesk.project import files
from nndesk.project.catalogue import shown
from nndesk.project.jsontext import check_version, read_json
from nndesk.project.spec import Experiment, decode
from nndesk.registry import nearest
from nndesk.resources import resource

PRESETS = ("gauss", "xor", "circle", "spiral", "reg_plane", "reg_gauss", "sine", "digits", "textbook")
_SUFFIXES = (".nnd", ".json")


@dataclass(frozen=True, eq=False)
class Source:
    """What a SOURCE stands for. ``path`` is the file to save to again, None where there is none."""

    experiment: Experiment
    path: Path | None = None
    record: files.RunRecord | None = None  # the run to go on from


@dataclass(frozen=True)
class Preset:
    """A built-in experiment. ``titles`` and ``descriptions`` are by language, English always there."""

    name: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    experiment: Experiment

    @property
    def title(self) -> str:
        return self.titles["en"]

    @property
    def description(self) -> str:
        """One sentence with its full stop."""
        return self.descriptions["en"]


def resolve(source: str, target: str | None = None) -> Source:
    """What ``source`` stands for; ``target`` is the column of a table that is predicted.

    Raises NndeskError for a name that is neither, and for a file or link that cannot be used.
    """
    path = Path(source)
    suffix = path.suffix.lower()
    if suffix == ".csv":
        raise InputError(
            "", f"{source} is a table", "this version cannot read tables yet, only .nnd and .json"
        )
    if target is not None:
        raise InputError("--target", f"is {target!r}", "it goes with a .csv alone")
    if playground.is_link(source):
        return Source(playground.read(source))
    if source in PRESETS:
        return Source(preset(source))
    if os.path.exists(source) or suffix in _SUFFIXES:
        project = files.read(path)
        return Source(project.experiment, path, project.run)
    near = nearest(source, list(PRESETS))
    hint = f"did you mean {near!r}?" if near else f"presets are {', '.join(PRESETS)}"
    raise InputError("", f"{shown(source)} is neither a preset nor a file", hint)


def preset(name: str) -> Experiment:
    """The built-in experiment called ``name``; raises InputError with the nearest name."""
    if name not in PRESETS:
        near = nearest(name, list(PRESETS))
        hint = f"did you mean {near!r}?" if near else f"presets are {', '.join(PRESETS)}"
        raise InputError("", f"{shown(name)} is no preset", hint)
    return _read_preset(name).experiment


def blank() -> Experiment:
    """What an empty canvas begins with: the spiral's data and loss, and an output layer alone."""
    spiral = _read_preset("spiral").experiment
    layers = spiral.network.layers[-1:]
    return replace(spiral, name="", network=replace(spiral.network, layers=layers))


def presets() -> tuple[Preset, ...]:
    """All built-in experiments, in the order in which they are shown."""
    return tuple(map(_read_preset, PRESETS))


@cache
def _read_preset(name: str) -> Preset:
    path = resource(f"presets/{name}.json")
    try:
        value = read_json(path.read_bytes(), f"{path}:")
    except OSError as error:
        raise FileError(f"{path}: cannot be read: {error.strerror}; nndesk is not installed whole") from error
    tree = check_version(value, "nndesk.preset", 1)
    return Preset(name, tree["title"], tree["description"], decode(tree["experiment"]))
