"""What an edit of an experiment changes, and what it asks of a run in training."""

import math
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, cast

import msgspec.structs

from nndesk.engine.network import parameter_layout
from nndesk.errors import InputError
from nndesk.project import edits
from nndesk.project.catalogue import shown
from nndesk.project.spec import (
    Change,
    Experiment,
    Layer,
    Loss,
    Optimizer,
    Schedule,
    Stop,
    encode,
    input_count,
)

_PARAMETERS = "parameters."
_FLOAT32_MAX = 3.4028234e38


class Cost(Enum):
    """What an edit asks of the run."""

    NOTHING = "nothing"  # a name
    LIVE = "live"  # taken up between two steps
    REBUILD = "rebuild"  # a new run at epoch 0


def cost(old: Experiment, new: Experiment) -> Cost:
    """What turning ``old`` into ``new`` asks of a run in training (interface §2, "project.json")."""
    if msgspec.structs.replace(old, name="") == msgspec.structs.replace(new, name=""):
        return Cost.NOTHING
    return Cost.LIVE if fixed(old) == fixed(new) else Cost.REBUILD


def fixed(experiment: Experiment) -> Experiment:
    """``experiment`` with everything that may change without a new run at one common value."""
    replace = msgspec.structs.replace
    plain = Layer(units=1)

    def fixed_layer(layer: Layer) -> Layer:
        return replace(
            layer,
            regularizer=plain.regularizer,
            dropout=plain.dropout,
            trainable=plain.trainable,
            frozen=plain.frozen,
            cut=plain.cut,
        )

    return replace(
        experiment,
        name="",
        network=replace(experiment.network, layers=tuple(map(fixed_layer, experiment.network.layers))),
        loss=Loss(kind=experiment.loss.kind),
        optimizer=Optimizer(kind=experiment.optimizer.kind),
        schedule=Schedule(),
        training=replace(experiment.training, stop=Stop()),
    )


def differences(old: Experiment, new: Experiment) -> dict[str, Any]:
    """The keys of ``new`` (as in ``--set``) whose values ``old`` does not have."""
    before, after = (dict(_leaves("", encode(experiment))) for experiment in (old, new))
    # Lists of single neurons and weights are left out of an encoding where they are empty.
    gone = [key for key, value in before.items() if key not in after and isinstance(value, list)]
    changed: dict[str, Any] = {key: [] for key in gone}
    return changed | {key: value for key, value in after.items() if before.get(key, ...) != value}


def _leaves(prefix: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        parts = list(cast(dict[str, Any], value).items())
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        parts = [(str(index), part) for index, part in enumerate(cast(list[Any], value))]
    else:
        yield prefix, value
        return
    for key, part in parts:
        yield from _leaves(f"{prefix}.{key}" if prefix else key, part)


def edited(experiment: Experiment, changes: tuple[Change, ...]) -> Experiment:
    """``experiment`` after all of ``changes``; single parameters that they set are no part of it."""
    for change in changes:
        keys, _ = split_keys(dict(change.set))
        experiment = edits.set_values(experiment, keys)
    return experiment


# -- single parameters ----------------------------------------------------------------------


def split_keys(changed: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Keys of the experiment, and keys of single parameters, ``parameters.1.weights.4.2``."""
    single = {key: value for key, value in changed.items() if key.startswith(_PARAMETERS)}
    return {key: value for key, value in changed.items() if key not in single}, single


def parameter_index(experiment: Experiment, key: str) -> int:
    """Where ``parameters.L.weights.I.U`` or ``parameters.L.bias.U`` stands in a flat vector in file order.

    Raises InputError where the network has no such parameter.
    """
    layers = experiment.network.layers
    match key.removeprefix(_PARAMETERS).split("."):
        case [layer, "weights", source, unit]:
            numbers = [layer, source, unit]
        case [layer, "bias", unit]:
            numbers = [layer, unit]
        case _:
            raise InputError(
                key, "names no parameter", "needs parameters.L.weights.I.U or parameters.L.bias.U"
            )
    if not all(number.isascii() and number.isdigit() for number in numbers):
        raise InputError(key, "names no parameter", "layer, input and unit are numbers from 0")
    layer, *place = map(int, numbers)
    if layer >= len(layers):
        raise InputError(key, f"layer {layer} does not exist", f"there are layers 0 to {len(layers) - 1}")
    found = parameter_layout(input_count(experiment), [one.units for one in layers])[layer]
    sizes = found.shape if len(place) == 2 else found.shape[1:]
    for name, number, size in zip(("input", "unit")[-len(place) :], place, sizes, strict=True):
        if number >= size:
            raise InputError(
                key, f"{name} {number} does not exist", f"layer {layer} has {name}s 0 to {size - 1}"
            )
    if tuple(place) in layers[layer].cut:
        raise InputError(key, "is cut", "a cut edge has no weight; join it first")
    if len(place) == 1:
        return found.bias.start + place[0]
    return found.weights.start + place[0] * found.shape[1] + place[1]


def parameter_places(experiment: Experiment, values: Mapping[str, Any]) -> dict[str, int]:
    """Where each of the parameters stands in a flat vector in file order.

    Raises InputError for one that is not there, or that cannot take its value.
    """
    narrow = experiment.training.precision == "float32"
    for key, value in values.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise InputError(key, f"is {shown(value)}", "needs a finite number")
        if narrow and abs(value) > _FLOAT32_MAX:
            raise InputError(key, f"is {shown(value)}", f"float32 holds {_FLOAT32_MAX:.3g} at the most")
    return {key: parameter_index(experiment, key) for key in values}


def parameter_key(layer: int, source: int | None, unit: int) -> str:
    """The key of a weight, or with ``source`` None of a bias."""
    return (
        f"parameters.{layer}.bias.{unit}" if source is None else f"parameters.{layer}.weights.{source}.{unit}"
    )


def cut_keys(experiment: Experiment) -> set[str]:
    """The keys of all weights that are cut."""
    layers = enumerate(experiment.network.layers)
    return {parameter_key(number, *edge) for number, layer in layers for edge in layer.cut}


def without_cut(changes: tuple[Change, ...], experiment: Experiment) -> tuple[Change, ...]:
    """``changes`` that set no weight which ``experiment`` cuts."""
    cut = cut_keys(experiment)
    kept = (tuple((key, value) for key, value in change.set if key not in cut) for change in changes)
    return tuple(
        change if set == change.set else msgspec.structs.replace(change, set=set)
        for change, set in zip(changes, kept, strict=True)
        if set
    )


def commute(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Whether two changes at one step can be noted as one.

    A cut sets a weight to 0, so it has its place among the values that are set by hand.
    """
    if any(key.endswith(".cut") for key in (*first, *second)):
        return False
    return len({key.startswith(_PARAMETERS) for key in (*first, *second)}) == 1
