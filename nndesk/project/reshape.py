"""Layers and neurons put together anew: what is said of them by number stays with them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from msgspec.structs import replace

from nndesk.errors import InputError
from nndesk.project.neurons import Neurons, fresh, picked
from nndesk.project.spec import Data, Experiment, Frozen, Layer, Values, decode, input_keys, to_tree, units_of

A = TypeVar("A")
# The new numbers of an old one: none, one, or more where it is copied.
Renumber = Callable[[int], Iterable[int]]


class Part(NamedTuple):
    """A layer of a network that is put together anew: which one it was, and which its neurons were.

    A number that stands again among ``units`` is a copy, which comes from the same inputs and feeds
    nothing that the first one fed; None is a new neuron. ``origin`` None is a new layer.
    """

    layer: Layer
    origin: int | None
    units: tuple[int | None, ...] = ()


def parts_of(experiment: Experiment) -> list[Part]:
    """All layers as they are."""
    layers = enumerate(experiment.network.layers)
    return [Part(layer, number, tuple(range(layer.units))) for number, layer in layers]


def rebuilt(experiment: Experiment, parts: Sequence[Part]) -> Experiment:
    """``experiment`` with these layers; raises InputError where it cannot have them.

    Of a layer that other neurons feed, what was said of single weights no longer holds.
    """
    layers: list[Layer] = []
    for number, (layer, origin, units) in enumerate(parts):
        if origin is None:
            layers.append(layer)
            continue
        before = parts[number - 1] if number else Part(layer, -1)
        source = _first(before.units) if number else _same
        if before.origin != origin - 1:
            source = _none
        moved = renumbered(layer, source, _all(units))
        layers.append(replace(moved, units=len(units)))
    network = replace(experiment.network, layers=tuple(layers))
    new = checked(replace(experiment, network=network))
    names = experiment.neurons.of(units_of(experiment))
    return replace(
        new,
        neurons=Neurons(
            tuple(
                fresh(layer.units) if origin is None else picked(names[origin], units)
                for layer, origin, units in parts
            )
        ),
    )


def checked(experiment: Experiment) -> Experiment:
    """``experiment`` in its one form: checked, with defaults for keys that its kinds do not use."""
    return replace(decode(to_tree(experiment)), neurons=experiment.neurons)


def following(old: Experiment, new: Experiment) -> Experiment:
    """``new``, whose layers are those of ``old``, with neurons that came and went at their ends."""
    return replace(new, neurons=old.neurons.resized(units_of(old), units_of(new)))


def check_layer(index: int, count: int) -> None:
    if not 0 <= index < count:
        raise InputError(f"network.layers.{index}", "does not exist", f"there are layers 0 to {count - 1}")


def check_unit(experiment: Experiment, layer: int, unit: int) -> None:
    check_layer(layer, len(experiment.network.layers))
    units = experiment.network.layers[layer].units
    if not 0 <= unit < units:
        right = f"layer {layer} has units 0 to {units - 1}"
        raise InputError(f"network.layers.{layer}.units", f"unit {unit} does not exist", right)


# -- numbers ------------------------------------------------------------------------------


def _same(number: int) -> Iterable[int]:
    return (number,)


def _none(number: int) -> Iterable[int]:
    return ()


def _all(numbers: tuple[int | None, ...]) -> Renumber:
    places: dict[int | None, list[int]] = {}
    for new, old in enumerate(numbers):
        places.setdefault(old, []).append(new)
    return lambda number: places.get(number, ())


def _first(numbers: tuple[int | None, ...]) -> Renumber:
    """As `_all`, but for copies."""
    every = _all(numbers)
    return lambda number: tuple(every(number))[:1]


def renumbered(layer: Layer, source: Renumber = _same, unit: Renumber = _same) -> Layer:
    """``layer`` with new numbers in its lists of units and edges; what has none goes."""

    def edges(places: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple((i, u, *place[2:]) for place in places for i in source(place[0]) for u in unit(place[1]))

    def units(numbers: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(new for number in numbers for new in unit(number))

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
            bias=tuple((new, value) for number, value in layer.values.bias for new in unit(number)),
        ),
    )


def with_units(layer: Layer, units: int) -> Layer:
    """``layer`` with so many neurons, which come and go at its end."""
    return replace(renumbered(layer, unit=_all(tuple(range(units)))), units=units)


def without_edges(layer: Layer) -> Layer:
    """``layer`` where other neurons feed it: what was said of single weights no longer holds."""
    return renumbered(layer, source=_none)


def with_inputs(layer: Layer, old: Data, new: Data) -> Layer:
    """The first ``layer`` where other data feed it: an input that both have is the same one."""
    after = {key: number for number, key in enumerate(input_keys(new))}
    numbers = tuple(after.get(key) for key in input_keys(old))

    def moved(number: int) -> Iterable[int]:
        found = numbers[number]
        return () if found is None else (found,)

    return renumbered(layer, source=moved)
