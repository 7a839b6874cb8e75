"""The experiment as JSON: `decode` and `encode`, and what this version can train.

`decode` checks all that interface §2 asks for, so that whoever holds an `Experiment` need not. What a
key may hold is in `catalogue`; the values themselves are in `experiment` and are imported from here.
"""

import json
from collections.abc import Sequence
from typing import Any, cast

import msgspec

from nndesk.data.kinds import KINDS
from nndesk.engine.activations import ACTIVATIONS
from nndesk.errors import InputError
from nndesk.project.catalogue import (
    FEATURE_NAMES,
    MAX_LAYERS,
    OBJECTS,
    Field,
    check_key,
    check_name,
    field,
    join,
    kind_key,
    shape_of,
    shown,
)
from nndesk.project.experiment import (
    Change,
    Data,
    Experiment,
    Frozen,
    Initializer,
    Layer,
    Loss,
    Network,
    Optimizer,
    Regularizer,
    Schedule,
    Stop,
    Training,
    Values,
    class_count,
    input_count,
    input_keys,
    inputs_of_data,
    low_target,
    outputs_of,
    shape_of_data,
    units_of,
)
from nndesk.project.jsontext import check_version, read_json
from nndesk.project.rows import Column, Rows, as_list, read_columns, read_points, read_table_rows

__all__ = [
    "Change",
    "Column",
    "Data",
    "Experiment",
    "Field",
    "Frozen",
    "Initializer",
    "Layer",
    "Loss",
    "Network",
    "Optimizer",
    "Regularizer",
    "Rows",
    "Schedule",
    "Stop",
    "Training",
    "Values",
    "check_trainable",
    "class_count",
    "decode",
    "dumps",
    "encode",
    "field",
    "input_count",
    "input_keys",
    "inputs_of_data",
    "loads",
    "low_target",
    "outputs_of",
    "read_data",
    "shape_of_data",
    "to_tree",
    "units_of",
    "warnings_of",
]

# -- reading ------------------------------------------------------------------------------

FORMAT = "nndesk.experiment"
VERSION = 1


def loads(text: str | bytes) -> Experiment:
    """The experiment in a JSON text; raises NndeskError."""
    return decode(read_json(text, "the experiment"))


def decode(value: Any) -> Experiment:
    """The experiment that a JSON object describes; raises InputError or VersionError.

    Keys of other kinds are dropped, aliases resolved, omitted keys take their defaults.
    """
    top = _take(check_version(value, FORMAT, VERSION), "")
    del top["format"], top["version"]
    data = top["data"] = read_data(top["data"])
    top["network"] = _read_network(top["network"], data)
    top["loss"] = _read_loss(top["loss"], shape_of_data(data).classes)
    top["optimizer"] = Optimizer(**_take(top["optimizer"], "optimizer"))
    if "schedule" in top:
        top["schedule"] = Schedule(**_take(top["schedule"], "schedule"))
    if "training" in top:
        training = _take(top["training"], "training")
        if "stop" in training:
            training["stop"] = Stop(**_take(training["stop"], "training.stop"))
        top["training"] = Training(**training)
    return Experiment(**top)


def _take(value: Any, place: str, pattern: str | None = None) -> dict[str, Any]:
    """The keys that ``value`` has of those its kind uses, each checked as its `Field` says."""
    pattern = place if pattern is None else pattern
    fields = OBJECTS[pattern]
    if not isinstance(value, dict):
        raise InputError(place, f"is {shown(value)}", f"needs an object with {', '.join(fields)}")
    given = cast(dict[str, Any], value)
    for key in given:
        check_key(join(place, key), key, fields)
    kind, taken = "", cast(dict[str, Any], {})
    for key, one in fields.items():  # the kind comes before the keys that depend on it
        if not one.belongs_to(kind):
            continue
        if key in given:
            taken[key] = one.read(given[key], join(place, key))
        elif one.required:
            raise InputError(join(place, key), "is missing", one.expected)
        if key == kind_key(pattern):
            kind = taken.get(key, "")
    return taken


def read_data(value: Any) -> Data:
    """The experiment's ``data`` alone."""
    taken = _take(value, "data")
    kind = taken["kind"]
    if kind == "table":
        taken["columns"] = read_columns(taken["columns"], "data.columns")
        if "rows" not in taken:
            raise InputError("data.rows", "is missing", "a table needs its rows")
        taken["rows"] = read_table_rows(taken["rows"], "data.rows", taken["columns"])
    elif kind == "points":
        inputs, classes = taken.get("inputs", 2), taken.get("classes", 2)
        if classes == 1:
            raise InputError("data.classes", "is 1", field("data.classes").expected)
        taken["rows"] = read_points(taken.get("rows", ()), "data.rows", inputs, classes)
        if inputs == 1:
            taken.pop("features", None)
    else:
        taken.setdefault("samples", shape_of(kind).samples)
    if "features" in taken:
        taken["features"] = _read_features(taken["features"], "data.features")
    return Data(**taken)


def _read_features(value: Any, place: str) -> tuple[str, ...]:
    found: list[str] = []
    for index, name in enumerate(as_list(value, place, "needs a list of features")):
        check_name(join(place, index), name, FEATURE_NAMES, "feature")
        if name in found:
            raise InputError(join(place, index), f"{shown(name)} stands twice", "every feature once")
        found.append(name)
    if not found:
        raise InputError(place, "is empty", f"needs at least one of {', '.join(FEATURE_NAMES)}")
    return tuple(found)


def _read_network(value: Any, data: Data) -> Network:
    place = "network.layers"
    listed = as_list(_take(value, "network")["layers"], place, "needs a list of layers")
    if not 1 <= len(listed) <= MAX_LAYERS:
        raise InputError(place, f"has {len(listed)} layers", f"a network needs 1 to {MAX_LAYERS}")
    layers: list[Layer] = []
    inputs = inputs_of_data(data)
    for index, entry in enumerate(listed):
        layers.append(_read_layer(entry, join(place, index), inputs))
        inputs = layers[-1].units
    output, place = layers[-1], join(place, len(layers) - 1)
    if output.dropout:
        raise InputError(join(place, "dropout"), f"is {output.dropout:g} in the last layer", "needs 0 there")
    _check_outputs(output, shape_of_data(data).classes, place)
    return Network(layers=tuple(layers))


def _check_outputs(output: Layer, classes: int, place: str) -> None:
    pair = output.units == 2 and output.activation == "softmax"
    if output.units == (classes if classes > 2 else 1) or (classes == 2 and pair):
        return
    if classes > 2:
        right = f"{classes} classes need {classes} units in the last layer"
    elif classes == 2:
        right = "two classes need 1 unit in the last layer, or 2 with the activation 'softmax'"
    else:
        right = "a number to predict needs 1 unit in the last layer"
    raise InputError(join(place, "units"), f"is {output.units}", right)


def _read_layer(value: Any, place: str, inputs: int) -> Layer:
    taken = _take(value, place, "network.layers.*")
    units = taken["units"]
    for key, kind in (("initializer", "glorot_uniform"), ("bias_initializer", "zeros")):
        if key in taken:
            taken[key] = _read_initializer(taken[key], join(place, key), key, kind)
    if "regularizer" in taken:
        where = join(place, "regularizer")
        taken["regularizer"] = Regularizer(
            **_take(taken["regularizer"], where, "network.layers.*.regularizer")
        )
    edge, unit = (inputs, units), (units,)
    if "frozen" in taken:
        where = join(place, "frozen")
        lists = _take(taken["frozen"], where, "network.layers.*.frozen")
        for key, limits in (("units", unit), ("weights", edge), ("bias", unit)):
            if key in lists:
                lists[key] = _read_indices(lists[key], join(where, key), limits)
        taken["frozen"] = Frozen(**lists)
    if "cut" in taken:
        taken["cut"] = _read_indices(taken["cut"], join(place, "cut"), edge)
    if "values" in taken:
        where = join(place, "values")
        lists = _take(taken["values"], where, "network.layers.*.values")
        for key, limits in (("weights", edge), ("bias", unit)):
            if key in lists:
                lists[key] = _read_values(lists[key], join(where, key), limits)
        taken["values"] = Values(**lists)
    return Layer(**taken)


def _read_initializer(value: Any, place: str, key: str, kind: str) -> Initializer:
    given = {"kind": value} if isinstance(value, str) else value
    taken = _take(given, place, f"network.layers.*.{key}")
    taken.setdefault("kind", kind)
    return Initializer(**taken)


def _read_indices(value: Any, place: str, limits: tuple[int, ...]) -> tuple[Any, ...]:
    """Units (``limits`` of length 1) or [input, unit] pairs, each once, in the order given."""
    words = "[input, unit]" if len(limits) == 2 else "a unit"
    found: dict[Any, None] = {}
    for index, entry in enumerate(as_list(value, place, f"needs a list, each of it {words}")):
        parts = as_list(entry, join(place, index), f"needs {words}") if len(limits) == 2 else (entry,)
        numbers = _read_place(parts, join(place, index), limits, words)
        found[numbers if len(limits) == 2 else numbers[0]] = None
    return tuple(found)


def _read_values(value: Any, place: str, limits: tuple[int, ...]) -> tuple[Any, ...]:
    words = "[input, unit, value]" if len(limits) == 2 else "[unit, value]"
    found: dict[tuple[int, ...], float] = {}
    for index, entry in enumerate(as_list(value, place, f"needs a list, each of it {words}")):
        where = join(place, index)
        parts = as_list(entry, where, f"needs {words}")
        numbers = _read_place(parts[:-1], where, limits, words)
        if numbers in found:
            raise InputError(where, "sets what an earlier entry sets", "one value each")
        found[numbers] = Field(place=where, form="number").read(parts[-1], where)
    return tuple((*numbers, number) for numbers, number in found.items())


def _read_place(parts: Sequence[Any], place: str, limits: tuple[int, ...], words: str) -> tuple[int, ...]:
    if len(parts) != len(limits):
        raise InputError(place, "has the wrong length", f"needs {words}")
    names = ("input", "unit")[-len(limits) :]
    for part, limit, name in zip(parts, limits, names, strict=True):
        if isinstance(part, bool) or not isinstance(part, int) or not 0 <= part < limit:
            raise InputError(place, f"{name} {shown(part)} does not exist", f"{name}s are 0 to {limit - 1}")
    return tuple(parts)


def _read_loss(value: Any, classes: int) -> Loss:
    taken = _take(value, "loss")
    weight, place = taken.get("class_weight"), "loss.class_weight"
    if weight is None or (weight == "balanced" and classes):
        return Loss(**taken)
    if not classes:
        raise InputError(
            place, f"is {shown(weight)}", "a number is predicted, there are no classes: needs null"
        )
    words = f"needs null, 'balanced', or {classes} numbers above 0, one a class"
    numbers = as_list(weight, place, words)
    if len(numbers) != classes:
        raise InputError(place, f"has {len(numbers)} numbers", words)
    above = Field(place=place, form="number", low=0, above=True)
    taken["class_weight"] = tuple(above.read(one, join(place, i)) for i, one in enumerate(numbers))
    return Loss(**taken)


# -- writing ------------------------------------------------------------------------------


def encode(experiment: Experiment) -> dict[str, Any]:
    """The experiment as a JSON object, with every key that its kinds use."""
    tree = to_tree(experiment)
    rows = tree["data"].get("rows")
    if rows is not None:
        tree["data"]["rows"] = rows.as_lists()
    return tree


def to_tree(experiment: Experiment) -> dict[str, Any]:
    """As `encode`, but with rows as they are, a `Rows`; `decode` takes both."""
    tree: dict[str, Any] = {"format": FORMAT, "version": VERSION, **_written(experiment, "")}
    tree["network"]["layers"] = [_written(layer, "network.layers.*") for layer in experiment.network.layers]
    if experiment.data.kind == "points" and experiment.data.inputs == 1:
        del tree["data"]["features"]
    if not class_count(experiment):
        del tree["loss"]["class_weight"]
    return tree


def _written(struct: msgspec.Struct, pattern: str) -> dict[str, Any]:
    kind = getattr(struct, kind_key(pattern), "")
    tree: dict[str, Any] = {}
    for key, one in OBJECTS[pattern].items():
        value = getattr(struct, key, None)
        if not one.belongs_to(kind) or key in ("format", "version", "layers"):
            continue
        if key in ("frozen", "cut", "values") and value in (Frozen(), (), Values()):
            continue
        tree[key] = (
            _written(value, join(pattern, key)) if isinstance(value, msgspec.Struct) else _listed(value)
        )
    return tree


def _listed(value: Any) -> Any:
    if isinstance(value, Column):
        listed = {"name": value.name, "role": value.role, "type": value.type}
        return {**listed, "categories": list(value.categories)} if value.type == "category" else listed
    return [_listed(part) for part in cast(Sequence[Any], value)] if isinstance(value, tuple) else value


def dumps(experiment: Experiment) -> str:
    """The experiment as an indented JSON text that ends with a line break."""
    return json.dumps(encode(experiment), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


# -- what can be trained ------------------------------------------------------------------


# Kinds whose targets are numbers from 0 to 1, so that a cross-entropy can take them for shares.
_SHARES = ("uniform",)


def check_trainable(experiment: Experiment) -> None:
    """Raise InputError for data of a later version, and for a loss that is not defined for the targets."""
    kind, loss = experiment.data.kind, experiment.loss.kind
    if kind not in KINDS:
        problem = f"is {shown(kind)}, which this version cannot train yet"
        raise InputError("data.kind", problem, f"choose one of {', '.join(KINDS.ids)}")
    if class_count(experiment):
        return
    if loss == "categorical_crossentropy":
        problem = "is categorical_crossentropy, which is defined for classes, and here a number is predicted"
        raise InputError("loss.kind", problem, "choose mean_squared_error or another loss of numbers")
    if loss == "binary_crossentropy" and kind not in _SHARES:
        problem = (
            f"is binary_crossentropy, which is defined for targets from 0 to 1; those of {kind} go beyond"
        )
        raise InputError("loss.kind", problem, "choose mean_squared_error or another loss of numbers")


def warnings_of(experiment: Experiment) -> list[str]:
    """What is defined and can be trained, but will not learn as hoped: one sentence each, with its place."""
    layers, loss = experiment.network.layers, experiment.loss.kind
    found = [
        f"network.layers.{number}.activation: a single softmax unit is always 1; nothing is learned"
        for number, layer in enumerate(layers)
        if layer.activation == "softmax" and layer.units == 1
    ]
    output, place = ACTIVATIONS[layers[-1].activation], f"network.layers.{len(layers) - 1}.activation"
    if loss == "categorical_crossentropy":
        if layers[-1].units == 1:
            found.append(
                "loss.kind: categorical_crossentropy of a single output is always 0; nothing is learned"
            )
        elif output.id != "softmax":
            found.append(
                f"{place}: outputs of {output.id} are no shares of one; categorical_crossentropy divides "
                "them by their sum, which may be 0, and cuts them to 1e-7 … 1 - 1e-7; none beyond learns"
            )
    elif loss == "binary_crossentropy" and output.id not in ("sigmoid", "softmax"):
        found.append(
            f"{place}: outputs of {output.id} leave 0 … 1; binary_crossentropy cuts them to 1e-7 … 1 - 1e-7, "
            "as Keras; none beyond learns"
        )
    elif not class_count(experiment) and experiment.data.kind not in _SHARES and output.low >= 0.0:
        found.append(f"{place}: outputs of {output.id} are never below 0, and some targets are")
    return found
