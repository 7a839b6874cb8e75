"""Lessons: one JSON file that is a card in the window, a talk in Present, and a film (interface §7).

Reading a lesson plays its edits on experiments, so that a step that could not be done, for a key, a layer
or a sample that is not there, is refused with its place when the file is opened and not in the lecture.
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from nndesk.errors import FileError, InputError
from nndesk.interop import source as sources
from nndesk.project import edits
from nndesk.project.catalogue import join, shown
from nndesk.project.jsontext import MAX_JSON, check_version, read_json
from nndesk.project.run import dataset_of
from nndesk.project.spec import Experiment, check_trainable, input_count
from nndesk.registry import nearest
from nndesk.resources import resource

FORMAT, VERSION = "nndesk.lesson", 1
LANGUAGES = ("en", "zh_CN")
BUNDLED = ("neuron", "activation", "loss", "keras")
FIGURES = ("neuron",)
LENSES = ("activation", "gradient", "health")

_EPOCH_SECONDS = 0.05  # of film for an epoch, where a lesson says nothing
_READING_SECONDS, _LETTER_SECONDS, _HANZI_SECONDS = 1.5, 0.06, 0.2
_ANSWER_SECONDS = 2.0  # that the right answer stays marked
_HANZI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATER = {"seek": "going back in time", "explain": "explaining a step"}

Texts = Mapping[str, str]  # by language


@dataclass(frozen=True)
class Action:
    """One thing that a step does: its name in the file, what it is given, and how long it takes in a film."""

    name: str
    value: Any
    seconds: float = 0.0


@dataclass(frozen=True)
class Ask:
    """A question: answers of which some are right, or the loss curve to be drawn before it is shown."""

    question: Texts
    answers: tuple[Texts, ...] = ()
    right: tuple[int, ...] = ()
    draw: str | None = None  # "loss"


@dataclass(frozen=True)
class Step:
    """What is said, what is done meanwhile, and what is asked."""

    say: Texts
    title: Texts
    do: tuple[Action, ...] = ()
    ask: Ask | None = None
    figure: str | None = None  # drawn beside the network

    def seconds(self, lang: str) -> float:
        """How long the step is shown without its question: as long as it acts, and long enough to read."""
        return max(sum(action.seconds for action in self.do), reading_seconds(self.say[lang]))

    def asking_seconds(self, lang: str) -> float:
        """How long its question stands in a film, and then its answer; 0 without one."""
        if self.ask is None:
            return 0.0
        texts = (self.ask.question, *self.ask.answers)
        return reading_seconds(" ".join(text[lang] for text in texts)) + _ANSWER_SECONDS


@dataclass(frozen=True)
class Lesson:
    """A lesson that can be played from its first step to its last."""

    title: Texts
    steps: tuple[Step, ...]
    source: str
    folder: Path  # where files lie that it opens
    minutes: float | None = None


@dataclass(frozen=True)
class Bundled:
    """A lesson that comes with the program: what is shown before it is read."""

    path: Path
    title: Texts
    minutes: float


@cache
def bundled() -> tuple[Bundled, ...]:
    """The lessons that come with the program, in the order in which they build on each other."""
    paths = [resource(f"lessons/{name}.json") for name in BUNDLED]
    trees = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    return tuple(
        Bundled(path, tree["title"], tree["minutes"]) for path, tree in zip(paths, trees, strict=True)
    )


def reading_seconds(text: str) -> float:
    """The time that ``text`` takes to be read (interface §7)."""
    hanzi = len(_HANZI.findall(text))
    letters = sum(not letter.isspace() for letter in text) - hanzi
    return _READING_SECONDS + _LETTER_SECONDS * letters + _HANZI_SECONDS * hanzi


def source_of(source: str, folder: Path) -> sources.Source:
    """What a lesson in ``folder`` opens: a preset, a link, or a file that may lie beside it."""
    plain = source in sources.PRESETS or "://" in source
    return sources.resolve(source if plain else str(folder / source))


def _is_lesson(value: Any) -> bool:
    """Whether a JSON value says of itself that it is a lesson."""
    return isinstance(value, dict) and cast(dict[str, Any], value).get("format") == FORMAT


def find(path: str | Path) -> Lesson | None:
    """The lesson in the file ``path``; None where it is no lesson, or is not there.

    Raises FileError or InputError where it is one and something in it is wrong.
    """
    if Path(path).suffix.lower() != ".json" or not Path(path).is_file():
        return None
    try:
        with open(path, "rb") as file:
            text = file.read(MAX_JSON + 1)
    except OSError as error:
        raise FileError(f"{path}: cannot be read: {error.strerror or error}") from error
    value = read_json(text, f"{path}:")
    return decode(value, Path(path).parent) if _is_lesson(value) else None


def decode(value: Any, folder: Path = Path()) -> Lesson:
    """The lesson that a JSON value is; ``folder`` is where the files lie that it names.

    Raises InputError with the place of what is wrong.
    """
    tree = check_version(value, FORMAT, VERSION)
    _only(
        tree, "", ("format", "version", "title", "minutes", "source", "steps"), ("title", "source", "steps")
    )
    entries = _list(tree["steps"], "steps", "needs a list of steps")
    if not entries:
        raise InputError("steps", "is empty", "a lesson needs at least one step")
    stage = _Stage(_text(tree["source"], "source"), "source", folder)
    steps = tuple(_step(entry, f"steps.{index}", stage) for index, entry in enumerate(entries))
    minutes = None if tree.get("minutes") is None else _number(tree["minutes"], "minutes", 0, 600)
    return Lesson(_texts(tree["title"], "title"), steps, tree["source"], folder, minutes)


class _Stage:
    """The experiment as it stands at a step, from the edits of the steps before."""

    def __init__(self, source: str, place: str, folder: Path) -> None:
        self._folder = folder
        self.open(source, place)

    def open(self, source: str, place: str) -> None:
        try:
            found = source_of(source, self._folder).experiment
            check_trainable(found)
        except InputError as error:
            raise InputError(place, f"{error.place} {error.problem}".strip(), error.expected) from None
        except FileError as error:
            raise InputError(place, f"cannot be opened: {error}", "needs a preset's name or a file") from None
        self._show(found)

    def set(self, values: dict[str, Any], place: str) -> None:
        try:
            new = edits.set_values(self.experiment, values)
            check_trainable(new)
        except InputError as error:
            raise InputError(place, f"{error.place} {error.problem}", error.expected) from None
        self._show(new)

    def _show(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self._rows: int | None = None

    @property
    def rows(self) -> int:
        """How many samples there are to be shown."""
        if self._rows is None:
            data = dataset_of(self.experiment)
            self._rows = len(data.x_train) + len(data.x_test)
        return self._rows

    def check_target(self, target: str, place: str) -> str:
        """``target`` where it is one of interface §7 and there; raises InputError."""
        layers = self.experiment.network.layers
        parts = target.split(".")
        names, numbers = parts[0::2], parts[1::2]
        if target in ("data", "loss", "none"):
            return target
        if not all(re.fullmatch("[0-9]{1,6}", number) for number in numbers):
            raise _no_target(target, place)
        match names, [int(number) for number in numbers]:
            case ["inputs"], [unit] if len(parts) == 2:
                _exists("input", unit, input_count(self.experiment), place)
            case ["layers"], [layer] if len(parts) == 2:
                _exists("layer", layer, len(layers), place)
            case ["layers", "units"], [layer, unit]:
                _exists("layer", layer, len(layers), place)
                _exists("unit", unit, layers[layer].units, place)
            case ["layers", "weights", unit], [layer, source] if re.fullmatch("[0-9]{1,6}", unit):
                _exists("layer", layer, len(layers), place)
                inputs = layers[layer - 1].units if layer else input_count(self.experiment)
                _exists("input", source, inputs, place)
                _exists("unit", int(unit), layers[layer].units, place)
            case _:
                raise _no_target(target, place)
        return target


def _no_target(target: str, place: str) -> InputError:
    right = "needs layers.L, layers.L.units.U, layers.L.weights.I.U, inputs.I, data, loss or none"
    return InputError(place, f"is {shown(target)}", right)


def _exists(name: str, number: int, count: int, place: str) -> None:
    if number >= count:
        raise InputError(place, f"{name} {number} does not exist", f"{name}s are 0 to {count - 1}")


# -- steps --------------------------------------------------------------------------------------


def _step(value: Any, place: str, stage: _Stage) -> Step:
    tree = _only(value, place, ("title", "say", "do", "ask", "figure"), ("say",))
    say = _texts(tree["say"], f"{place}.say")
    title = _texts(tree["title"], f"{place}.title") if "title" in tree else _first_sentences(say)
    entries = _list(tree.get("do", []), f"{place}.do", "needs a list of actions")
    do = tuple(_action(entry, f"{place}.do.{index}", stage) for index, entry in enumerate(entries))
    ask = _ask(tree["ask"], f"{place}.ask") if "ask" in tree else None
    figure = tree.get("figure")
    if figure is not None and figure not in FIGURES:
        raise InputError(f"{place}.figure", f"is {shown(figure)}", f"known are {', '.join(FIGURES)}")
    return Step(say, title, do, ask, figure)


def _first_sentences(say: Texts) -> Texts:
    return {lang: re.split(r"(?<=[.?!])\s|(?<=[。？！])", text, maxsplit=1)[0] for lang, text in say.items()}


def _ask(value: Any, place: str) -> Ask:
    tree = _only(value, place, ("question", "answers", "right", "draw"), ("question",))
    question = _texts(tree["question"], f"{place}.question")
    if "draw" in tree:
        if tree["draw"] != "loss":
            raise InputError(f"{place}.draw", f"is {shown(tree['draw'])}", "needs 'loss'")
        if "answers" in tree or "right" in tree:
            raise InputError(place, "has answers and a curve to draw", "needs one of them")
        return Ask(question, draw="loss")
    given = _list(tree.get("answers"), f"{place}.answers", "needs 2 to 4 answers")
    if not 2 <= len(given) <= 4:
        raise InputError(f"{place}.answers", f"has {len(given)}", "needs 2 to 4 answers")
    answers = tuple(_texts(each, f"{place}.answers.{index}") for index, each in enumerate(given))
    right = tree.get("right")
    numbers = cast(list[Any], right) if isinstance(right, list) else [right]
    good = [n for n in numbers if isinstance(n, int) and not isinstance(n, bool) and 0 <= n < len(answers)]
    if not good or len(good) < len(numbers) or len(set(good)) < len(good):
        expected = f"needs the number of an answer, 0 to {len(answers) - 1}, or a list of them"
        raise InputError(f"{place}.right", f"is {shown(right)}", expected)
    return Ask(question, answers, tuple(good))


def _action(value: Any, place: str, stage: _Stage) -> Action:
    if not isinstance(value, dict):
        raise InputError(place, f"is {shown(value)}", "needs an object with one action")
    tree = cast(dict[str, Any], value)
    named = [key for key in tree if key != "seconds"]
    if len(named) != 1:
        raise InputError(place, f"has {len(named)} actions", "needs exactly one")
    name = named[0]
    if name in _LATER:
        raise InputError(place, f"{name} is not there yet", f"{_LATER[name]} comes with a later version")
    if name not in _ACTIONS:
        near = nearest(name, list(_ACTIONS))
        hint = f"did you mean {near!r}?" if near else f"known are {', '.join(_ACTIONS)}"
        raise InputError(place, f"unknown action {shown(name)}", hint)
    if "seconds" in tree and name != "train":
        raise InputError(place, "has seconds", "only train takes them")
    taken = _ACTIONS[name](tree[name], place, stage)
    if name == "train":
        seconds = _number(tree["seconds"], place, 0, 3600) if "seconds" in tree else taken * _EPOCH_SECONDS
        return Action(name, taken, seconds)
    return Action(name, taken, taken if name == "wait" else 0.0)


def _open(value: Any, place: str, stage: _Stage) -> str:
    stage.open(_text(value, place), place)
    return value


def _set(value: Any, place: str, stage: _Stage) -> dict[str, Any]:
    if not isinstance(value, dict) or not value:
        raise InputError(place, f"is {shown(value)}", "needs keys and their values")
    values = cast(dict[str, Any], value)
    stage.set(values, place)
    return values


def _train(value: Any, place: str, _: _Stage) -> int:
    return _whole(value, place, 1, 1_000_000)


def _restart(value: Any, place: str, _: _Stage) -> bool:
    if value is not True:
        raise InputError(place, f"is {shown(value)}", "needs true")
    return True


def _select(value: Any, place: str, stage: _Stage) -> str:
    return stage.check_target(_text(value, place), place)


def _sample(value: Any, place: str, stage: _Stage) -> int:
    number = _whole(value, place, 0, 2**31)
    _exists("sample", number, stage.rows, place)
    return number


def _probe(value: Any, place: str, stage: _Stage) -> tuple[float, ...]:
    columns = len(dataset_of(stage.experiment).kind.columns)
    numbers = _list(value, place, f"needs {columns} numbers")
    if len(numbers) != columns or columns > 2:
        right = f"needs {columns} numbers" if columns < 3 else "this data has no plane to probe"
        raise InputError(place, f"has {len(numbers)} numbers", right)
    return tuple(_number(each, place, -math.inf, math.inf) for each in numbers)


def _lens(value: Any, place: str, _: _Stage) -> str:
    if value not in LENSES:
        raise InputError(place, f"is {shown(value)}", f"known are {', '.join(LENSES)}")
    return value


def _values(value: Any, place: str, _: _Stage) -> bool:
    if not isinstance(value, bool):
        raise InputError(place, f"is {shown(value)}", "needs true or false")
    return value


def _zoom(value: Any, place: str, _: _Stage) -> float | str:
    return (
        value
        if value == "fit"
        else _number(value, place, 25, 400, "needs 'fit' or a percentage from 25 to 400")
    )


def _wait(value: Any, place: str, _: _Stage) -> float:
    return _number(value, place, 0, 3600)


_ACTIONS: dict[str, Callable[[Any, str, _Stage], Any]] = {
    "open": _open,
    "set": _set,
    "train": _train,
    "restart": _restart,
    "select": _select,
    "sample": _sample,
    "probe": _probe,
    "lens": _lens,
    "values": _values,
    "zoom": _zoom,
    "wait": _wait,
}


# -- values -------------------------------------------------------------------------------------


def _only(value: Any, place: str, known: tuple[str, ...], needed: tuple[str, ...]) -> dict[str, Any]:
    """``value`` where it is an object with the keys ``needed`` and none that is not ``known``."""
    if not isinstance(value, dict):
        raise InputError(place, f"is {shown(value)}", f"needs an object with {', '.join(needed)}")
    tree = cast(dict[str, Any], value)
    for key in tree:
        if key not in known:
            near = nearest(key, list(known))
            hint = f"did you mean {near!r}?" if near else f"known are {', '.join(known)}"
            raise InputError(join(place, key), "unknown key", hint)
    for key in needed:
        if key not in tree:
            raise InputError(join(place, key), "is missing", f"needs {', '.join(needed)}")
    return tree


def _list(value: Any, place: str, expected: str) -> list[Any]:
    if not isinstance(value, list):
        raise InputError(place, f"is {shown(value)}", expected)
    return cast(list[Any], value)


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str) or not value:
        raise InputError(place, f"is {shown(value)}", "needs text")
    return value


def _texts(value: Any, place: str) -> Texts:
    tree = _only(value, place, LANGUAGES, LANGUAGES)
    return {lang: _text(tree[lang], f"{place}.{lang}") for lang in LANGUAGES}


def _whole(value: Any, place: str, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(place, f"is {shown(value)}", f"needs a whole number from {low:,} to {high:,}")
    return value


def _number(value: Any, place: str, low: float, high: float, expected: str = "") -> float:
    good = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not good or not low <= value <= high:
        right = f"needs a number from {low:g} to {high:g}" if math.isfinite(low) else "needs a number"
        raise InputError(place, f"is {shown(value)}", expected or right)
    return float(value)
