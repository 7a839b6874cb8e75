"""Edits: pure functions from one experiment to the next, for gestures, panels and ``--set`` alike.

Each returns a checked experiment or raises InputError naming the place; nothing is changed in place.
Layers are counted as in the experiment, from the first hidden layer.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, cast

from msgspec.structs import replace

from nndesk.errors import FileError, InputError
from nndesk.project.catalogue import (
    MAX_SEED,
    OBJECTS,
    check_key,
    field,
    shape_of,
    shown,
)
from nndesk.project.jsontext import read_json
from nndesk.project.reshape import (
    Part,
    check_layer,
    check_unit,
    checked,
    following,
    parts_of,
    rebuilt,
    with_inputs,
    with_units,
    without_edges,
)
from nndesk.project.spec import (
    Experiment,
    Frozen,
    Layer,
    Loss,
    Values,
    class_count,
    decode,
    input_count,
    read_data,
    shape_of_data,
    to_tree,
    units_of,
)

_SQUARED = ("mean_squared_error", "half_squared_error")
_FOR_NUMBERS = (*_SQUARED, "mean_absolute_error", "huber")


# -- keys as in --set ---------------------------------------------------------------------


def parse_assignment(text: str) -> tuple[str, Any]:
    """The key and the value of ``KEY=VALUE``; the value is JSON where it parses, else text."""
    key, equals, value = text.partition("=")
    key = key.strip()
    if not equals or not key:
        raise InputError("--set", f"has {text!r}", "needs KEY=VALUE, as in optimizer.learning_rate=0.1")
    try:
        return key, read_json(value)
    except FileError:
        return key, value


def get_value(experiment: Experiment, key: str) -> Any:
    """The value at ``key``, lists as tuples; the default where its kind does not use the key."""
    here: Any = experiment
    for place, part, parent in _steps(key):
        if isinstance(here, tuple):
            here = cast(tuple[Any, ...], here)[_index(place, part, len(cast(tuple[Any, ...], here)))]
        else:
            here = getattr(here, _known(place, part, parent))
    return here


def set_value(experiment: Experiment, key: str, value: Any) -> Experiment:
    """``experiment`` with ``value`` at ``key``, which is written as ``network.layers.0.units``."""
    return set_values(experiment, {key: value})


def set_values(experiment: Experiment, values: Mapping[str, Any]) -> Experiment:
    """``experiment`` with all ``values`` at once: only the result has to be right."""
    data = {key: value for key, value in values.items() if key.partition(".")[0] == "data"}
    tree = to_tree(experiment)
    for key, value in data.items():
        _put(tree, key, value)
    if data:  # first of all, so that what is said of inputs is said of those that there are then
        first, *others = experiment.network.layers
        layers = (with_inputs(first, experiment.data, read_data(tree["data"])), *others)
        network = replace(experiment.network, layers=layers)
        tree["network"] = to_tree(replace(experiment, network=network))["network"]
    for key, value in values.items():
        if key not in data:
            _put(tree, key, value)
    new = decode(tree)
    if {"network", "network.layers"} & values.keys():  # other layers altogether
        return new
    return following(experiment, new)


def _put(tree: dict[str, Any], key: str, value: Any) -> None:
    """Put a copy of ``value`` at ``key``, into objects that are left out where empty (`frozen`) too."""
    try:
        value = deepcopy(value)
    except RecursionError:
        raise InputError(key, "is nested too deeply", "no key holds more than lists of lists") from None
    here: Any = tree
    for place, part, parent in _steps(key):
        last = place == key
        if isinstance(here, list):
            entries = cast(list[Any], here)
            index = _index(place, part, len(entries))
            if last:
                entries[index] = value
            here = entries[index]
        else:
            _known(place, part, parent)
            if not isinstance(here, dict):
                raise InputError(place, "does not exist", f"{shown(here)} has no parts")
            found = cast(dict[str, Any], here)
            if last:
                found[part] = value
            here = found.setdefault(part, {})


def _steps(key: str) -> list[tuple[str, str, str]]:
    """The parts of ``key``, each after its place and before the pattern of the object it is a part of."""
    if key in ("format", "version"):
        raise InputError(key, "cannot be set", "it says how a file is to be read")
    parts = key.split(".")
    patterns = ["*" if part.isdecimal() else part for part in parts]
    return [(".".join(parts[: n + 1]), part, ".".join(patterns[:n])) for n, part in enumerate(parts)]


def _known(place: str, part: str, parent: str) -> str:
    if parent not in OBJECTS:
        raise InputError(place, "unknown key", f"{place.rpartition('.')[0]} has no parts")
    return check_key(place, part, OBJECTS[parent])


def _index(place: str, part: str, length: int) -> int:
    if not (part.isascii() and part.isdecimal() and len(part) < 9 and int(part) < length):
        numbers = f"there are 0 to {length - 1}" if length else "there are none"
        raise InputError(place, "does not exist", numbers)
    return int(part)


# -- layers and neurons -------------------------------------------------------------------


def add_layer(experiment: Experiment, index: int) -> Experiment:
    """Insert a hidden layer before layer ``index``: a copy of its left neighbour, else 4 tanh."""
    check_layer(index, len(experiment.network.layers))
    if not index:
        return _inserted(experiment, index, Layer(units=4, activation="tanh"))
    left = experiment.network.layers[index - 1]
    plain = replace(left, seed=None, trainable=True, frozen=Frozen(), cut=(), values=Values())
    return _inserted(experiment, index, plain)


def paste_layer(experiment: Experiment, index: int, layer: Layer) -> Experiment:
    """Insert a copy of ``layer``, of any network, before layer ``index``.

    What it says of single weights comes along where the count of its inputs lets it.
    """
    check_layer(index, len(experiment.network.layers))
    before = (input_count(experiment), *units_of(experiment))[index]
    edges = (*layer.frozen.weights, *layer.cut, *layer.values.weights)
    if any(edge[0] >= before for edge in edges):
        layer = without_edges(layer)
    return _inserted(experiment, index, layer)


def duplicate_layer(experiment: Experiment, index: int) -> Experiment:
    """Insert a copy of hidden layer ``index`` after it; what is said of its single weights stays behind."""
    check_layer(index, len(experiment.network.layers))
    _check_hidden(experiment, index, "only hidden layers have copies")
    return _inserted(experiment, index + 1, without_edges(experiment.network.layers[index]))


def remove_layer(experiment: Experiment, index: int) -> Experiment:
    """Take out hidden layer ``index``."""
    _check_hidden(experiment, index, "only hidden layers can go")
    parts = parts_of(experiment)
    del parts[index]
    return rebuilt(experiment, parts)


def move_layer(experiment: Experiment, index: int, to: int) -> Experiment:
    """Have hidden layer ``index`` be hidden layer ``to``; those between move up or down."""
    for place in (index, to):
        _check_hidden(experiment, place, "only hidden layers change places")
    parts = parts_of(experiment)
    parts.insert(to, parts.pop(index))
    return rebuilt(experiment, parts)


def add_neuron(experiment: Experiment, layer: int) -> Experiment:
    """Add one neuron at the end of ``layer``."""
    check_layer(layer, len(experiment.network.layers))
    return set_units(experiment, layer, experiment.network.layers[layer].units + 1)


def copy_neuron(experiment: Experiment, layer: int, unit: int) -> Experiment:
    """Add a copy of neuron ``unit`` at the end of ``layer``: fed by the same, feeding anew."""
    check_unit(experiment, layer, unit)
    return _with_neurons(experiment, layer, (*range(experiment.network.layers[layer].units), unit))


def remove_neuron(experiment: Experiment, layer: int, unit: int | None = None) -> Experiment:
    """Take out neuron ``unit`` of ``layer``, the last one where none is said; later ones move up."""
    check_layer(layer, len(experiment.network.layers))
    units = experiment.network.layers[layer].units
    gone = units - 1 if unit is None else unit
    check_unit(experiment, layer, gone)
    return _with_neurons(experiment, layer, tuple(number for number in range(units) if number != gone))


def set_units(experiment: Experiment, layer: int, units: int) -> Experiment:
    """Give ``layer`` this many neurons; they come and go at its end."""
    check_layer(layer, len(experiment.network.layers))
    place = f"network.layers.{layer}.units"
    units, before = field(place).read(units, place), experiment.network.layers[layer].units
    return _with_neurons(experiment, layer, tuple(n if n < before else None for n in range(units)))


def _with_neurons(experiment: Experiment, layer: int, units: tuple[int | None, ...]) -> Experiment:
    parts = parts_of(experiment)
    parts[layer] = parts[layer]._replace(units=units)
    return rebuilt(experiment, parts)


def _inserted(experiment: Experiment, index: int, layer: Layer) -> Experiment:
    parts = parts_of(experiment)
    parts.insert(index, Part(layer, None))
    return rebuilt(experiment, parts)


def _check_hidden(experiment: Experiment, index: int, expected: str) -> None:
    layers = len(experiment.network.layers)
    check_layer(index, layers)
    if index == layers - 1:
        raise InputError(f"network.layers.{index}", "is the output layer", expected)


def _with_layers(experiment: Experiment, layers: list[Layer]) -> Experiment:
    network = replace(experiment.network, layers=tuple(layers))
    return following(experiment, checked(replace(experiment, network=network)))


# -- kinds that bring others with them ----------------------------------------------------


def set_data_kind(experiment: Experiment, kind: str) -> Experiment:
    """Other data; output units, their activation and the loss follow where the outputs differ."""
    old = experiment.data
    tree = to_tree(experiment)["data"]
    tree["kind"] = kind
    if old.kind not in ("table", "points") and old.samples == shape_of(old.kind).samples:
        tree.pop("samples", None)
    data = read_data(tree)
    layers, loss = list(experiment.network.layers), experiment.loss
    before, classes = class_count(experiment), shape_of_data(data).classes
    if before != classes:
        layers[-1], loss = _fitting_output(classes, before, layers[-1], loss)
    layers[0] = with_inputs(layers[0], old, data)
    return _with_layers(replace(experiment, data=data, loss=loss), layers)


def _fitting_output(classes: int, before: int, output: Layer, loss: Loss) -> tuple[Layer, Loss]:
    """An output layer and a loss for other classes, as near to the present ones as makes sense."""
    activation, kind = output.activation, loss.kind
    if classes > 2:
        if before <= 2:
            activation, kind = "softmax", "categorical_crossentropy"
    elif classes == 0:
        activation, kind = "linear", kind if kind in _FOR_NUMBERS else "mean_squared_error"
    elif activation == "tanh":
        kind = kind if kind in _SQUARED else "mean_squared_error"
    elif activation != "sigmoid" or kind not in ("binary_crossentropy", *_SQUARED):
        activation, kind = "sigmoid", "binary_crossentropy"
    return (
        replace(with_units(output, classes if classes > 2 else 1), activation=activation),
        replace(loss, kind=kind, class_weight=None),
    )


def set_activation(experiment: Experiment, layer: int, activation: str) -> Experiment:
    """Another activation; `softmax` for two classes brings a second output unit, leaving it takes it away."""
    layers, loss = list(experiment.network.layers), experiment.loss
    check_layer(layer, len(layers))
    changed = replace(layers[layer], activation=activation)
    if layer == len(layers) - 1 and class_count(experiment) == 2:
        pair = activation == "softmax"
        if pair != (changed.units == 2):
            single = "binary_crossentropy" if activation == "sigmoid" else "mean_squared_error"
            changed = with_units(changed, 2 if pair else 1)
            loss = replace(loss, kind="categorical_crossentropy" if pair else single)
    layers[layer] = changed
    return _with_layers(replace(experiment, loss=loss), layers)


def set_loss(experiment: Experiment, kind: str) -> Experiment:
    """Another loss; `categorical_crossentropy` for two classes brings two softmax units."""
    layers = list(experiment.network.layers)
    if kind in ("categorical_crossentropy", "cce") and class_count(experiment) == 2 and layers[-1].units == 1:
        layers[-1] = replace(with_units(layers[-1], 2), activation="softmax")
    return _with_layers(replace(experiment, loss=replace(experiment.loss, kind=kind)), layers)


# -- other random numbers -----------------------------------------------------------------


def new_start(experiment: Experiment) -> Experiment:
    """Other start values, and another order of the rows: the next seed."""
    return replace(experiment, seed=_next(experiment.seed))


def new_layer_start(experiment: Experiment, layer: int) -> Experiment:
    """Other start values of ``layer`` alone: the next seed, as its own."""
    layers = list(experiment.network.layers)
    check_layer(layer, len(layers))
    seed = layers[layer].seed
    layers[layer] = replace(layers[layer], seed=_next(experiment.seed if seed is None else seed))
    return _with_layers(experiment, layers)


def new_points(experiment: Experiment) -> Experiment:
    """Other points and another split: the next seed of the data."""
    return replace(experiment, data=replace(experiment.data, seed=_next(experiment.data.seed)))


def _next(seed: int) -> int:
    return (seed + 1) % (MAX_SEED + 1)
