"""Edits of what is said of single neurons and weights: what does not learn, what is cut, start values.

As in `edits`, each returns a checked experiment or raises InputError. A weight is (input, unit) of its layer.
"""

from typing import Any

from msgspec.structs import replace

from nndesk.errors import InputError
from nndesk.project.changes import parameter_key
from nndesk.project.reshape import check_unit, checked
from nndesk.project.spec import Experiment, Layer, input_count


def freeze_unit(experiment: Experiment, layer: int, unit: int, on: bool) -> Experiment:
    """Have a neuron's weights and bias learn no more, or again."""
    check_unit(experiment, layer, unit)
    frozen = experiment.network.layers[layer].frozen
    return _with(experiment, layer, frozen=replace(frozen, units=_switched(frozen.units, unit, on)))


def freeze_weight(experiment: Experiment, layer: int, source: int, unit: int, on: bool) -> Experiment:
    """Have one weight learn no more, or again."""
    _check_weight(experiment, layer, source, unit)
    frozen = experiment.network.layers[layer].frozen
    weights = _switched(frozen.weights, (source, unit), on)
    return _with(experiment, layer, frozen=replace(frozen, weights=weights))


def freeze_bias(experiment: Experiment, layer: int, unit: int, on: bool) -> Experiment:
    """Have one bias learn no more, or again."""
    check_unit(experiment, layer, unit)
    frozen = experiment.network.layers[layer].frozen
    return _with(experiment, layer, frozen=replace(frozen, bias=_switched(frozen.bias, unit, on)))


def cut_weight(experiment: Experiment, layer: int, source: int, unit: int, on: bool) -> Experiment:
    """Have one weight be 0 and not learn, or take part again."""
    _check_weight(experiment, layer, source, unit)
    cut = _switched(experiment.network.layers[layer].cut, (source, unit), on)
    return _with(experiment, layer, cut=cut)


def set_start_value(
    experiment: Experiment, layer: int, source: int | None, unit: int, value: float | None
) -> Experiment:
    """Have a weight, or with ``source`` None a bias, start with ``value``; None: with what is drawn."""
    check_unit(experiment, layer, unit)
    values = experiment.network.layers[layer].values
    if source is None:
        bias = _placed(values.bias, (unit,), value)
        return _with(experiment, layer, values=replace(values, bias=bias))
    _check_weight(experiment, layer, source, unit)
    if value is not None and (source, unit) in experiment.network.layers[layer].cut:
        raise InputError(
            parameter_key(layer, source, unit), "is cut", "a cut edge has no weight; join it first"
        )
    weights = _placed(values.weights, (source, unit), value)
    return _with(experiment, layer, values=replace(values, weights=weights))


def _check_weight(experiment: Experiment, layer: int, source: int, unit: int) -> None:
    check_unit(experiment, layer, unit)
    inputs = experiment.network.layers[layer - 1].units if layer else input_count(experiment)
    if not 0 <= source < inputs:
        right = f"layer {layer} has inputs 0 to {inputs - 1}"
        raise InputError(f"network.layers.{layer}", f"input {source} does not exist", right)


def _with(experiment: Experiment, layer: int, **changes: Any) -> Experiment:
    layers: list[Layer] = list(experiment.network.layers)
    layers[layer] = replace(layers[layer], **changes)
    network = replace(experiment.network, layers=tuple(layers))
    return checked(replace(experiment, network=network))


def _switched(places: tuple[Any, ...], place: Any, on: bool) -> tuple[Any, ...]:
    """``places`` with or without ``place``, the others in their order."""
    if on:
        return places if place in places else (*places, place)
    return tuple(other for other in places if other != place)


def _placed(values: tuple[Any, ...], place: tuple[int, ...], value: float | None) -> tuple[Any, ...]:
    """``values`` with this ``value`` at ``place``, or with none there."""
    found = {entry[:-1]: entry for entry in values}
    if value is None:
        found.pop(place, None)
    else:
        found[place] = (*place, value)
    return tuple(found.values())
