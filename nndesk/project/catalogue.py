"""What the keys of an experiment may hold: names, ranges, and which keys belong to which kinds.

One table, for reading files and for the window's boxes alike. A key is in it once, under its place as
in ``--set``, with ``*`` for a layer's number; its default is that of its Struct in `spec`. Names that a
registry holds need not be repeated here: what is listed is the order, and what comes later.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from nndesk.data.dataset import FEATURES, SCALINGS
from nndesk.data.encoding import MISSING
from nndesk.data.kinds import KINDS
from nndesk.engine.activations import ACTIVATIONS
from nndesk.engine.initializers import INITIALIZERS
from nndesk.engine.losses import LOSSES
from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.engine.schedules import SCHEDULES
from nndesk.errors import InputError
from nndesk.registry import Registry, nearest

Form = Literal["integer", "number", "bool", "text", "name", "part"]

# Whole numbers beyond this are not exact as floats, in JSON of other programs, and in NumPy.
_EXACT = 2**53
MAX_SEED = 2**31 - 1
MAX_UNITS = 1024
MAX_LAYERS = 32


def join(place: str, key: object) -> str:
    """The place of ``key`` inside ``place``."""
    return f"{place}.{key}" if place else str(key)


def shown(value: Any) -> str:
    """``value`` as it would stand in a file, short enough for one line."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (TypeError, ValueError, RecursionError):
        text = type(value).__name__
    text = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text[:41])
    return text if len(text) <= 40 else f"{text[:39]}…"


def check_name(place: str, name: Any, names: Iterable[str], noun: str) -> str:
    """``name`` where it is one of ``names``; raises InputError with the nearest one."""
    known = list(names)
    if isinstance(name, str) and name in known:
        return name
    near = nearest(name, known) if isinstance(name, str) else None
    hint = f"did you mean {near!r}?" if near else f"known are {', '.join(known)}"
    raise InputError(place, f"{shown(name)} is no {noun}", hint)


@dataclass(frozen=True, slots=True)
class Field:
    """What one key may hold. ``place`` has ``*`` for a layer's number."""

    place: str
    form: Form
    low: float = -math.inf
    high: float = math.inf
    above: bool = False  # low itself is not allowed
    below: bool = False  # high itself is not allowed
    nullable: bool = False
    required: bool = False
    kinds: tuple[str, ...] | None = None  # kinds of its object that have the key; None: all
    choices: tuple[str, ...] = ()
    noun: str = ""  # what the choices are
    aliases: Mapping[str, str] | None = None
    words: str = ""  # what would be right, where the range alone does not say it well

    @property
    def integer(self) -> bool:
        return self.form == "integer"

    @property
    def expected(self) -> str:
        """What would be right, for a message."""
        if self.words:
            return self.words
        if self.form == "bool":
            return "needs true or false"
        if self.form == "text":
            return f"needs text of at most {self.high:,.0f} letters" if self.high < math.inf else "needs text"
        if self.form == "name":
            return f"known are {', '.join(self.choices)}"
        if self.form == "part":
            return "needs a value"
        noun = "a whole number" if self.integer else "a number"
        if self.low > -math.inf and self.high < math.inf and not (self.above or self.below):
            return f"needs {noun} from {_plain(self.low)} to {_plain(self.high)}{self._or_null}"
        bounds: list[str] = []
        if self.low > -math.inf:
            bounds.append(f"above {_plain(self.low)}" if self.above else f"of at least {_plain(self.low)}")
        if self.high < math.inf:
            bounds.append(f"below {_plain(self.high)}" if self.below else f"of at most {_plain(self.high)}")
        return f"needs {' '.join((noun, ' and '.join(bounds))).strip()}{self._or_null}"

    @property
    def _or_null(self) -> str:
        return " or null" if self.nullable else ""

    def belongs_to(self, kind: str) -> bool:
        return self.kinds is None or kind in self.kinds

    def read(self, value: Any, place: str) -> Any:
        """``value`` as it is kept; raises InputError naming ``place``."""
        if self.form == "part" or (value is None and self.nullable):
            return value
        if self.form == "name":
            if self.aliases and isinstance(value, str):
                value = self.aliases.get(value, value)
            return check_name(place, value, self.choices, self.noun)
        if self.form == "bool":
            if not isinstance(value, bool):
                raise InputError(place, f"is {shown(value)}", self.expected)
            return value
        if self.form == "text":
            return self._text(value, place)
        return self._number(value, place)

    def _text(self, value: Any, place: str) -> str:
        if not isinstance(value, str):
            raise InputError(place, f"is {shown(value)}", self.expected)
        if len(value) > self.high:
            raise InputError(place, f"has {len(value):,} letters", self.expected)
        if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
            raise InputError(place, "holds half a character", "needs Unicode text")
        return value

    def _number(self, value: Any, place: str) -> float | int:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise InputError(place, f"is {shown(value)}", self.expected)
        low = value > self.low if self.above else value >= self.low
        high = value < self.high if self.below else value <= self.high
        if not (low and high and abs(value) < math.inf):
            raise InputError(place, f"is {shown(value)}", self.expected)
        if self.integer:
            if value != int(value):
                raise InputError(place, f"is {shown(value)}", self.expected)
            return int(value)
        try:
            return float(value) + 0.0  # -0.0 becomes 0.0: equal experiments have equal bits
        except OverflowError:
            raise InputError(place, f"is {shown(value)}", self.expected) from None


def _plain(bound: float) -> str:
    return f"{bound:,.0f}" if bound == int(bound) and abs(bound) >= 1 else f"{bound:g}"


@dataclass(frozen=True, slots=True)
class Shape:
    """What must be known of a kind of data to check an experiment."""

    inputs: int  # raw columns
    classes: int = 0  # 0: a number is predicted
    samples: int = 500  # default, of made data
    made: bool = False
    noisy: bool = False
    plane: bool = False
    bundled: bool = False
    gaps: bool = False  # some values are missing


def _names(registry: Registry[Any], *listed: str) -> tuple[str, ...]:
    """The names in the order listed, then what the registry has beyond them."""
    return tuple(dict.fromkeys((*listed, *registry.ids)))


DATA_KINDS = (*KINDS.ids, "table", "points")
FEATURE_NAMES = _names(FEATURES)
ACTIVATION_NAMES = _names(ACTIVATIONS)
LOSS_NAMES = _names(LOSSES)
OPTIMIZER_NAMES = _names(OPTIMIZERS)
INITIALIZER_NAMES = _names(INITIALIZERS)
SCHEDULE_NAMES = _names(SCHEDULES)


@cache
def shape_of(kind: str) -> Shape:
    """What is known of ``kind``, which is neither `table` nor `points`: these say it themselves."""
    entry = KINDS[kind]
    return Shape(
        inputs=len(entry.input_names()),
        classes=len(entry.classes),
        samples=entry.samples if entry.made else 500,
        made=entry.made,
        noisy=entry.noisy,
        plane=entry.plane,
        bundled=not entry.made,
        gaps=bool(entry.gaps),
    )


def _kinds_that(are: str, *others: str) -> tuple[str, ...]:
    known = [kind for kind in DATA_KINDS if kind not in ("table", "points")]
    return (*(kind for kind in known if getattr(shape_of(kind), are)), *others)


def _name(choices: tuple[str, ...], noun: str, **more: Any) -> dict[str, Any]:
    return {"form": "name", "choices": choices, "noun": noun, **more}


def _integer(low: float, high: float = _EXACT, **more: Any) -> dict[str, Any]:
    return {"form": "integer", "low": low, "high": high, **more}


def _number(low: float = -math.inf, high: float = math.inf, **more: Any) -> dict[str, Any]:
    return {"form": "number", "low": low, "high": high, **more}


_PART: dict[str, Any] = {"form": "part"}
_BOOL: dict[str, Any] = {"form": "bool"}
_NEED: dict[str, Any] = {"form": "part", "required": True}
_INITIALIZER: dict[str, Any] = {
    "value": _number(kinds=("constant",)),
    "limit": _number(0, kinds=("random_uniform",)),
    "stddev": _number(0, kinds=("random_normal",)),
}

# Objects by place. Keys of "*" are those of a layer; its kind is its activation.
_TABLE: dict[str, dict[str, dict[str, Any]]] = {
    "": {
        "format": _NEED,
        "version": _NEED,
        "name": {"form": "text", "high": 200},
        "seed": _integer(0, MAX_SEED),
        "data": _NEED,
        "network": _NEED,
        "loss": _NEED,
        "optimizer": _NEED,
        "schedule": _PART,
        "training": _PART,
    },
    "data": {
        "kind": _name(DATA_KINDS, "kind of data", required=True),
        "seed": _integer(0, MAX_SEED),
        "samples": _integer(10, 1_000_000, kinds=_kinds_that("made")),
        "noise": _number(0, 0.5, kinds=_kinds_that("noisy")),
        "features": {"form": "part", "kinds": _kinds_that("plane", "points")},
        "train_fraction": _number(0, 1, above=True),
        "scaling": _name(_names(SCALINGS, "none", "standard", "minmax"), "scaling"),
        "missing": _name(_names(MISSING), MISSING.noun, kinds=_kinds_that("gaps", "table")),
        "stratify": {"form": "bool", "kinds": _kinds_that("bundled", "table")},
        "columns": {"form": "part", "kinds": ("table",), "required": True},
        "rows": {"form": "part", "kinds": ("table", "points")},
        "inputs": _integer(1, 2, kinds=("points",)),
        "classes": _integer(0, 6, kinds=("points",), words="needs 2 to 6 classes, or 0 to predict a number"),
    },
    "data.columns.*": {
        "name": {"form": "text", "high": 200},
        "role": _name(("input", "target", "ignore"), "role"),
        "type": _name(("number", "category"), "type of column"),
        "categories": {"form": "part", "kinds": ("category",)},
    },
    "network": {"layers": _NEED},
    "network.layers.*": {
        "units": _integer(
            1, MAX_UNITS, required=True, words=f"a layer needs 1 to {MAX_UNITS:,} units"
        ),
        "activation": _name(ACTIVATION_NAMES, "activation"),
        "negative_slope": _number(0, 1, kinds=("leaky_relu",)),
        "alpha": _number(0.01, 10, kinds=("elu",)),
        "initializer": _PART,
        "bias_initializer": _PART,
        "seed": _integer(0, MAX_SEED, nullable=True),
        "regularizer": _PART,
        "dropout": _number(0, 0.9),
        "trainable": _BOOL,
        "frozen": _PART,
        "cut": _PART,
        "values": _PART,
    },
    "network.layers.*.initializer": {
        "kind": _name(INITIALIZER_NAMES, "initializer"),
        **_INITIALIZER,
    },
    "network.layers.*.bias_initializer": {
        # The interface has `playground_uniform` for weights only.
        "kind": _name(
            tuple(name for name in INITIALIZER_NAMES if name != "playground_uniform"), "initializer of a bias"
        ),
        **_INITIALIZER,
    },
    "network.layers.*.regularizer": {"l1": _number(0, 1), "l2": _number(0, 1), "zero_stays": _BOOL},
    "network.layers.*.frozen": {"units": _PART, "weights": _PART, "bias": _PART},
    "network.layers.*.values": {"weights": _PART, "bias": _PART},
    "loss": {
        "kind": _name(LOSS_NAMES, "loss", required=True, aliases=LOSSES.aliases),
        "delta": _number(0.1, 10, kinds=("huber",)),
        "label_smoothing": _number(0, 0.3, kinds=("binary_crossentropy", "categorical_crossentropy")),
        "class_weight": _PART,
    },
    "optimizer": {
        "kind": _name(OPTIMIZER_NAMES, "optimizer", required=True),
        "learning_rate": _number(0),
        "momentum": _number(0, 1, below=True, kinds=("momentum", "nesterov")),
        "rho": _number(0, 1, below=True, kinds=("rmsprop",)),
        "beta_1": _number(0, 1, below=True, kinds=("adam", "adamw")),
        "beta_2": _number(0, 1, below=True, kinds=("adam", "adamw")),
        "epsilon": _number(1e-16, 1e-2, kinds=("adagrad", "rmsprop", "adam", "adamw")),
        "epsilon_form": _name(("keras", "paper"), "form of epsilon", kinds=("adam", "adamw")),
        "weight_decay": _number(0, 1),
        "global_clipnorm": _number(0, above=True, nullable=True),
    },
    "schedule": {
        "kind": _name(SCHEDULE_NAMES, "schedule"),
        "decay_epochs": _number(1, 1e6, kinds=("step", "exponential", "cosine", "warmup_cosine")),
        "decay_rate": _number(0, 1, above=True, kinds=("step", "exponential")),
        "alpha": _number(0, 1, kinds=("cosine", "warmup_cosine")),
        "warmup_epochs": _number(1, 1e6, kinds=("warmup_cosine",)),
    },
    "training": {
        "batch_size": _integer(1),
        "batching": _name(("keras", "playground"), "way of batching"),
        "shuffle": _name(("epoch", "once", "never"), "way of shuffling"),
        "precision": _name(("float64", "float32"), "precision"),
        "stop": _PART,
    },
    "training.stop": {
        "epochs": _integer(0, nullable=True),
        "loss_below": _number(nullable=True),
        "patience": _integer(1, nullable=True),
    },
}  # fmt: skip

OBJECTS: dict[str, dict[str, Field]] = {
    place: {key: Field(place=join(place, key), **settings) for key, settings in keys.items()}
    for place, keys in _TABLE.items()
}


def kind_key(pattern: str) -> str:
    """Which key of the object at ``pattern`` says its kind."""
    return "activation" if pattern == "network.layers.*" else "kind"


def field(place: str) -> Field:
    """The field at ``place``, written as in ``--set``; raises InputError with the nearest key."""
    parts = ["*" if part.isdecimal() else part for part in place.split(".")]
    parent, key = ".".join(parts[:-1]), parts[-1]
    if parent not in OBJECTS:
        raise InputError(place, "unknown key", "keys are written as network.layers.0.units")
    return OBJECTS[parent][check_key(place, key, OBJECTS[parent])]


def check_key(place: str, key: Any, known: Iterable[str]) -> str:
    """``key`` where it is known; raises InputError with the nearest one."""
    names = list(known)
    if isinstance(key, str) and key in names:
        return key
    near = nearest(key, names) if isinstance(key, str) else None
    if len(place) > 100 or not place.isprintable():
        place = shown(place)
    raise InputError(
        place, "unknown key", f"did you mean {near!r}?" if near else f"known are {', '.join(names)}"
    )
