"""Edits: pure functions from one experiment to the next, for gestures, panels and ``--set`` alike.

Each returns a checked experiment or raises InputError naming the place; nothing is changed in place.
Layers are counted as in the experiment, from the first hidden layer.
"""

from collections.abc import Callable, Mapping
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
from nndesk.project.spec import (
    Experiment,
    Frozen,
    Layer,
    Loss,
    Values,
    class_count,
    decode,
    input_count,
    inputs_of_data,
    read_data,
    shape_of_data,
    to_tree,
)

_SQUARED = ("mean_squared_error", "half_squared_error")
_FOR_NUMBERS = (*_SQUARED, "mean_absolute_error", "huber")


def checked(experiment: Experiment) -> Experiment:
    """``experiment`` in its one form: checked, with defaults for keys that its kinds do not use."""
    return decode(to_tree(experiment))


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
    tree = to_tree(experiment)
    for key, value in values.items():
        try:
            _put(tree, key, deepcopy(value))
        except RecursionError:
            raise InputError(key, "is nested too deeply", "no key holds more than lists of lists") from None
    return decode(tree)


def _put(tree: dict[str, Any], key: str, value: Any) -> None:
    """Put ``value`` at ``key``, into objects that are left out where they are empty (`frozen`) too."""
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
    layers = list(experiment.network.layers)
    _check_layer(index, len(layers))
    if index:
        left = layers[index - 1]
        new = replace(left, seed=None, trainable=True, frozen=Frozen(), cut=(), values=Values())
    else:
        new = Layer(units=4, activation="tanh")
    layers[index] = _without_edges(layers[index])
    layers.insert(index, new)
    return _with_layers(experiment, layers)


def duplicate_layer(experiment: Experiment, index: int) -> Experiment:
    """Insert a copy of hidden layer ``index`` after it; what is said of its single weights stays behind."""
    layers = len(experiment.network.layers)
    _check_layer(index, layers)
    if index == layers - 1:
        raise InputError(f"network.layers.{index}", "is the output layer", "only hidden layers have copies")
    return add_layer(experiment, index + 1)


def remove_layer(experiment: Experiment, index: int) -> Experiment:
    """Take out hidden layer ``index``."""
    layers = list(experiment.network.layers)
    _check_layer(index, len(layers))
    if index == len(layers) - 1:
        raise InputError(f"network.layers.{index}", "is the output layer", "only hidden layers can go")
    del layers[index]
    layers[index] = _without_edges(layers[index])
    return _with_layers(experiment, layers)


def add_neuron(experiment: Experiment, layer: int) -> Experiment:
    """Add one neuron at the end of ``layer``."""
    _check_layer(layer, len(experiment.network.layers))
    return set_units(experiment, layer, experiment.network.layers[layer].units + 1)


def remove_neuron(experiment: Experiment, layer: int, unit: int | None = None) -> Experiment:
    """Take out neuron ``unit`` of ``layer``, the last one where none is said; later ones move up."""
    layers = list(experiment.network.layers)
    _check_layer(layer, len(layers))
    old = layers[layer]
    gone = old.units - 1 if unit is None else unit
    if not 0 <= gone < old.units:
        right = f"layer {layer} has units 0 to {old.units - 1}"
        raise InputError(f"network.layers.{layer}.units", f"unit {gone} does not exist", right)

    def moved(number: int) -> int | None:
        return None if number == gone else number - (number > gone)

    layers[layer] = replace(_renumbered(old, unit=moved), units=old.units - 1)
    if layer + 1 < len(layers):
        layers[layer + 1] = _renumbered(layers[layer + 1], input=moved)
    return _with_layers(experiment, layers)


def set_units(experiment: Experiment, layer: int, units: int) -> Experiment:
    """Give ``layer`` this many neurons; they come and go at its end."""
    layers = list(experiment.network.layers)
    _check_layer(layer, len(layers))
    place = f"network.layers.{layer}.units"
    units = field(place).read(units, place)
    layers[layer] = _with_units(layers[layer], units)
    if layer + 1 < len(layers):
        layers[layer + 1] = _renumbered(layers[layer + 1], input=_below(units))
    return _with_layers(experiment, layers)


def _check_layer(index: int, count: int) -> None:
    if not 0 <= index < count:
        raise InputError(f"network.layers.{index}", "does not exist", f"there are layers 0 to {count - 1}")


def _with_layers(experiment: Experiment, layers: list[Layer]) -> Experiment:
    return checked(replace(experiment, network=replace(experiment.network, layers=tuple(layers))))


Renumber = Callable[[int], int | None]


def _same(number: int) -> int | None:
    return number


def _renumbered(layer: Layer, input: Renumber = _same, unit: Renumber = _same) -> Layer:
    """``layer`` with new numbers in its lists of units and edges; what has none goes."""

    def edges(places: tuple[Any, ...]) -> tuple[Any, ...]:
        moved = ((input(place[0]), unit(place[1]), *place[2:]) for place in places)
        return tuple(place for place in moved if place[0] is not None and place[1] is not None)

    def units(numbers: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(number for number in map(unit, numbers) if number is not None)

    bias = ((unit(number), value) for number, value in layer.values.bias)
    return replace(
        layer,
        frozen=Frozen(
            units=units(layer.frozen.units),
            weights=edges(layer.frozen.weights),
            bias=units(layer.frozen.bias),
        ),
        cut=edges(layer.cut),
        values=Values(
            weights=edges(layer.values.weights),
            bias=tuple((number, value) for number, value in bias if number is not None),
        ),
    )


def _below(limit: int) -> Renumber:
    return lambda number: number if number < limit else None


def _with_units(layer: Layer, units: int) -> Layer:
    return replace(_renumbered(layer, unit=_below(units)), units=units)


def _without_edges(layer: Layer) -> Layer:
    """``layer`` where other neurons feed it: what was said of single weights no longer holds."""
    return _renumbered(layer, input=lambda number: None)


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
    if inputs_of_data(data) != input_count(experiment):
        layers[0] = _without_edges(layers[0])
    network = replace(experiment.network, layers=tuple(layers))
    return checked(replace(experiment, data=data, network=network, loss=loss))


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
        replace(_with_units(output, classes if classes > 2 else 1), activation=activation),
        replace(loss, kind=kind, class_weight=None),
    )


def set_activation(experiment: Experiment, layer: int, activation: str) -> Experiment:
    """Another activation; `softmax` for two classes brings a second output unit, leaving it takes it away."""
    layers, loss = list(experiment.network.layers), experiment.loss
    _check_layer(layer, len(layers))
    changed = replace(layers[layer], activation=activation)
    if layer == len(layers) - 1 and class_count(experiment) == 2:
        pair = activation == "softmax"
        if pair != (changed.units == 2):
            single = "binary_crossentropy" if activation == "sigmoid" else "mean_squared_error"
            changed = _with_units(changed, 2 if pair else 1)
            loss = replace(loss, kind="categorical_crossentropy" if pair else single)
    layers[layer] = changed
    return _with_layers(replace(experiment, loss=loss), layers)


def set_loss(experiment: Experiment, kind: str) -> Experiment:
    """Another loss; `categorical_crossentropy` for two classes brings two softmax units."""
    layers = list(experiment.network.layers)
    if kind in ("categorical_crossentropy", "cce") and class_count(experiment) == 2 and layers[-1].units == 1:
        layers[-1] = replace(_with_units(layers[-1], 2), activation="softmax")
    return _with_layers(replace(experiment, loss=replace(experiment.loss, kind=kind)), layers)


# -- other random numbers -----------------------------------------------------------------


def new_start(experiment: Experiment) -> Experiment:
    """Other start values, and another order of the rows: the next seed."""
    return replace(experiment, seed=_next(experiment.seed))


def new_layer_start(experiment: Experiment, layer: int) -> Experiment:
    """Other start values of ``layer`` alone: the next seed, as its own."""
    layers = list(experiment.network.layers)
    _check_layer(layer, len(layers))
    seed = layers[layer].seed
    layers[layer] = replace(layers[layer], seed=_next(experiment.seed if seed is None else seed))
    return _with_layers(experiment, layers)


def new_points(experiment: Experiment) -> Experiment:
    """Other points and another split: the next seed of the data."""
    return replace(experiment, data=replace(experiment.data, seed=_next(experiment.data.seed)))


def _next(seed: int) -> int:
    return (seed + 1) % (MAX_SEED + 1)
