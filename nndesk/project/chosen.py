"""Edits of several layers, neurons and weights at once, and what of a network is copied as text.

As in `edits`: pure, checked, and counted as in the experiment. What is chosen is there.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from msgspec.structs import replace

from nndesk.errors import NndeskError
from nndesk.project import edits
from nndesk.project.jsontext import check_version, read_json
from nndesk.project.reshape import Part, checked, parts_of, rebuilt, renumbered, without_edges
from nndesk.project.spec import Experiment, Layer, decode, to_tree, units_of

FORMAT, VERSION = "nndesk.piece", 1

Edge = tuple[int, int]  # input, unit


@dataclass(frozen=True)
class Chosen:
    """Layers, neurons by their layer, and weights by their layer."""

    layers: tuple[int, ...] = ()
    units: Mapping[int, tuple[int, ...]] = field(default_factory=dict[int, tuple[int, ...]])
    weights: Mapping[int, tuple[Edge, ...]] = field(default_factory=dict[int, tuple[Edge, ...]])

    @property
    def unit_count(self) -> int:
        return sum(map(len, self.units.values()))

    @property
    def weight_count(self) -> int:
        return sum(map(len, self.weights.values()))

    @property
    def only_weights(self) -> bool:
        return bool(self.weights) and not (self.layers or self.units)

    def __bool__(self) -> bool:
        return bool(self.layers or self.units or self.weights)


def chosen(targets: Iterable[str]) -> Chosen:
    """What ``targets``, in the words of lessons, name of layers, neurons and weights."""
    layers: list[int] = []
    units: dict[int, list[int]] = {}
    weights: dict[int, list[Edge]] = {}
    for target in targets:
        kind, *parts = target.split(".")
        if kind != "layers":
            continue
        layer, numbers = int(parts[0]), [int(part) for part in parts[2:]]
        if not numbers:
            layers.append(layer)
        elif parts[1] == "units":
            units.setdefault(layer, []).append(numbers[0])
        else:
            weights.setdefault(layer, []).append((numbers[0], numbers[1]))
    return Chosen(
        tuple(sorted(layers)),
        {layer: tuple(sorted(numbers)) for layer, numbers in units.items()},
        {layer: tuple(edges) for layer, edges in weights.items()},
    )


def within_hidden(what: Chosen, experiment: Experiment) -> Chosen:
    """``what`` without the output layer and its neurons, which follow from the data."""
    last = len(experiment.network.layers) - 1
    return Chosen(
        tuple(layer for layer in what.layers if layer < last),
        {layer: units for layer, units in what.units.items() if layer < last},
        what.weights,
    )


# -- edits --------------------------------------------------------------------------------


def remove(experiment: Experiment, what: Chosen) -> Experiment:
    """Cut the chosen weights and take the chosen neurons and layers out; a layer goes with its last one."""
    layers = list(experiment.network.layers)
    for layer, edges in what.weights.items():
        cut = dict.fromkeys((*layers[layer].cut, *edges))
        layers[layer] = replace(layers[layer], cut=tuple(cut))
    if what.weights:
        network = replace(experiment.network, layers=tuple(layers))
        experiment = checked(replace(experiment, network=network))
    parts = parts_of(experiment)
    for layer, gone in what.units.items():
        stay = set(parts[layer].units) - set(gone)
        parts[layer] = parts[layer]._replace(units=tuple(sorted(stay, key=lambda unit: unit or 0)))
    kept = [part for layer, part in enumerate(parts) if layer not in what.layers and part.units]
    return rebuilt(experiment, kept) if len(kept) < len(parts) or what.units else experiment


def is_cut(experiment: Experiment, what: Chosen) -> bool:
    """Whether weights are chosen and nothing else, and none of them is there any more."""
    layers = experiment.network.layers
    return what.only_weights and all(
        set(edges) <= set(layers[layer].cut) for layer, edges in what.weights.items()
    )


def join(experiment: Experiment, what: Chosen) -> Experiment:
    """Have the chosen weights that are cut take part again."""
    layers = list(experiment.network.layers)
    for layer, edges in what.weights.items():
        layers[layer] = replace(layers[layer], cut=_switched(layers[layer].cut, edges, False))
    return checked(replace(experiment, network=replace(experiment.network, layers=tuple(layers))))


def duplicate(experiment: Experiment, what: Chosen) -> tuple[Experiment, tuple[str, ...]]:
    """Copies of the chosen neurons at the ends of their layers and of the chosen layers after them.

    Also returns the targets of the copies.
    """
    parts = parts_of(experiment)
    copies: list[str] = []
    for layer, units in what.units.items():
        before = len(parts[layer].units)
        parts[layer] = parts[layer]._replace(units=(*parts[layer].units, *units))
        copies += [f"layers.{layer}.units.{unit}" for unit in range(before, before + len(units))]
    if what.units:
        experiment = rebuilt(experiment, parts)
    if what.layers:
        copies = []
    for number, layer in enumerate(what.layers):
        experiment = edits.duplicate_layer(experiment, layer + number)
        copies.append(f"layers.{layer + number + 1}")
    return experiment, tuple(copies)


def is_frozen(experiment: Experiment, what: Chosen) -> bool:
    """Whether nothing of what is chosen learns by its own setting."""
    layers = experiment.network.layers
    return (
        bool(what)
        and not any(layers[layer].trainable for layer in what.layers)
        and all(set(units) <= set(layers[layer].frozen.units) for layer, units in what.units.items())
        and all(set(edges) <= set(layers[layer].frozen.weights) for layer, edges in what.weights.items())
    )


def freeze(experiment: Experiment, what: Chosen, on: bool) -> Experiment:
    """Have what is chosen learn no more, or again."""
    layers = list(experiment.network.layers)
    for layer in what.layers:
        layers[layer] = replace(layers[layer], trainable=not on)
    for layer in {*what.units, *what.weights}:
        frozen = layers[layer].frozen
        units = _switched(frozen.units, what.units.get(layer, ()), on)
        weights = _switched(frozen.weights, what.weights.get(layer, ()), on)
        layers[layer] = replace(layers[layer], frozen=replace(frozen, units=units, weights=weights))
    network = replace(experiment.network, layers=tuple(layers))
    return checked(replace(experiment, network=network))


def _switched(places: tuple[Any, ...], chosen: Sequence[Any], on: bool) -> tuple[Any, ...]:
    if on:
        return tuple(dict.fromkeys((*places, *chosen)))
    gone = set(chosen)
    return tuple(place for place in places if place not in gone)


def set_activation(experiment: Experiment, layers: Iterable[int], activation: str) -> Experiment:
    """The same activation for several layers."""
    for layer in layers:
        experiment = edits.set_activation(experiment, layer, activation)
    return experiment


# -- copies as text -----------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """What was copied: layers, or neurons as parts of the layers that they were in."""

    layers: tuple[Layer, ...] = ()
    neurons: tuple[Layer, ...] = ()

    @property
    def unit_count(self) -> int:
        return sum(layer.units for layer in self.neurons)


def copied(experiment: Experiment, what: Chosen) -> Piece:
    """The chosen layers; where there are none, the chosen neurons.

    What is said of single weights stays behind, for elsewhere they would be others.
    """
    layers = experiment.network.layers
    if what.layers:
        return Piece(layers=tuple(without_edges(layers[layer]) for layer in what.layers))
    return Piece(neurons=tuple(_some(layers[layer], units) for layer, units in sorted(what.units.items())))


def _some(layer: Layer, units: Sequence[int]) -> Layer:
    places = {unit: place for place, unit in enumerate(units)}
    moved = renumbered(layer, lambda _: (), lambda unit: (places[unit],) if unit in places else ())
    return replace(moved, units=len(units))


def to_text(experiment: Experiment, piece: Piece) -> str:
    """``piece`` as JSON."""
    network = replace(experiment.network, layers=(*piece.layers, *piece.neurons))
    trees = to_tree(replace(experiment, network=network))["network"]["layers"]
    name = "layers" if piece.layers else "neurons"
    return json.dumps({"format": FORMAT, "version": VERSION, name: trees}, indent=1, sort_keys=True)


def from_text(experiment: Experiment, text: str) -> Piece | None:
    """What `to_text` wrote; None where ``text`` is anything else."""
    try:
        top = check_version(read_json(text), FORMAT, VERSION)
        piece = Piece(*(_layers(experiment, top.get(name, [])) for name in ("layers", "neurons")))
    except NndeskError:
        return None
    return piece if piece.layers or piece.neurons else None


def _layers(experiment: Experiment, trees: Any) -> tuple[Layer, ...]:
    """Layers as in a file, each checked by itself."""
    layers: list[Layer] = []
    for each in cast(list[Any], trees) if isinstance(trees, list) else [None]:
        tree = to_tree(experiment)
        tree["network"]["layers"] = [each, tree["network"]["layers"][-1]]
        for name in ("frozen", "cut", "values"):  # of an output that has other inputs here
            tree["network"]["layers"][1].pop(name, None)
        layers.append(without_edges(decode(tree).network.layers[0]))
    return tuple(layers)


def paste_layers(experiment: Experiment, index: int, piece: Piece) -> Experiment:
    """Insert the layers of ``piece`` before layer ``index``."""
    for number, layer in enumerate(piece.layers):
        experiment = edits.paste_layer(experiment, index + number, layer)
    return experiment


def paste_neurons(experiment: Experiment, layer: int, piece: Piece) -> Experiment:
    """Add the neurons of ``piece`` at the end of ``layer``, as new ones."""
    parts = parts_of(experiment)
    begin = len(parts[layer].units)
    parts[layer] = parts[layer]._replace(units=(*parts[layer].units, *[None] * piece.unit_count))
    new = rebuilt(experiment, parts)
    layers = list(new.network.layers)
    frozen, values = layers[layer].frozen, layers[layer].values
    for part in piece.neurons:
        frozen = replace(
            frozen,
            units=(*frozen.units, *(begin + unit for unit in part.frozen.units)),
            bias=(*frozen.bias, *(begin + unit for unit in part.frozen.bias)),
        )
        bias = tuple((begin + unit, value) for unit, value in part.values.bias)
        values = replace(values, bias=(*values.bias, *bias))
        begin += part.units
    layers[layer] = replace(layers[layer], frozen=frozen, values=values)
    return checked(replace(new, network=replace(new.network, layers=tuple(layers))))


def paste_copies(experiment: Experiment, layer: int, names: Sequence[object]) -> Experiment | None:
    """Add copies of the neurons that are called ``names``; None where one of them is not in ``layer``."""
    present = experiment.neurons.of(units_of(experiment))[layer]
    places = {name: unit for unit, name in enumerate(present)}
    if not names or not all(name in places for name in names):
        return None
    parts: list[Part] = parts_of(experiment)
    parts[layer] = parts[layer]._replace(units=(*parts[layer].units, *(places[name] for name in names)))
    return rebuilt(experiment, parts)


def names_of(experiment: Experiment, what: Chosen) -> tuple[object, ...]:
    """What the chosen neurons are called, in the order of a `Piece`."""
    names = experiment.neurons.of(units_of(experiment))
    return tuple(names[layer][unit] for layer, units in sorted(what.units.items()) for unit in units)
