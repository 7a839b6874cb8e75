"""Weights that a change of shape keeps: those between neurons that are there before and after it."""

from collections.abc import Hashable, Mapping, Sequence

import msgspec.structs
import numpy as np
from numpy.typing import NDArray

from nndesk.engine.network import Flat, LayerPlace, parameter_layout
from nndesk.project.build import start_network
from nndesk.project.changes import fixed
from nndesk.project.neurons import Copy
from nndesk.project.spec import Experiment, Layer, Network, input_count, input_keys, units_of

Indices = NDArray[np.intp]


def keeps_weights(old: Experiment, new: Experiment) -> bool:
    """Whether ``new`` differs from ``old`` in its shape alone, so that its run begins with trained weights.

    Other data, seeds, start values, activations, or another kind of loss or optimizer begin afresh.
    """
    before, after = (e.neurons.of(units_of(e)) for e in (old, new))
    if before == after and input_keys(old.data) == input_keys(new.data):
        return False
    if _rest(old) != _rest(new):
        return False
    layers, homes = fixed(old).network.layers, _homes(before, after)
    for found, layer in zip(homes, fixed(new).network.layers, strict=True):
        if found and _settings(layers[found[0][1][0]]) != _settings(layer):
            return False
    return any(homes)


def carried_start(old: Experiment, parameters: Flat, new: Experiment) -> Flat:
    """Start values of ``new``: ``parameters`` of ``old`` where both neurons stay, else what is drawn."""
    start = start_network(new).parameters()
    to, of = kept_places(old, new)
    start[to] = parameters[of]
    return start


def kept_places(old: Experiment, new: Experiment) -> tuple[Indices, Indices]:
    """Which flat places of ``new`` hold what ``old`` has, and at which places."""
    before, after = (e.neurons.of(units_of(e)) for e in (old, new))
    layouts = [parameter_layout(input_count(e), units_of(e)) for e in (old, new)]
    to: list[Indices] = []
    of: list[Indices] = []
    for layer, found in enumerate(_homes(before, after)):
        if not found:
            continue
        origin = found[0][1][0]  # of all of them: neurons move with their layer
        units = np.array([(unit, home[1]) for unit, home in found], np.intp)
        sources = np.array(_sources(old, new, before, after, origin, layer), np.intp).reshape(-1, 2)
        for indices, column, place in ((to, 0, layouts[1][layer]), (of, 1, layouts[0][origin])):
            indices += _indices(place, sources[:, column], units[:, column])
    return np.concatenate([*to, np.empty(0, np.intp)]), np.concatenate([*of, np.empty(0, np.intp)])


def _indices(place: LayerPlace, sources: Indices, units: Indices) -> tuple[Indices, Indices]:
    weights = place.weights.start + sources[:, None] * place.shape[1] + units
    return weights.ravel(), place.bias.start + units


def _sources(
    old: Experiment,
    new: Experiment,
    before: Sequence[Sequence[Hashable]],
    after: Sequence[Sequence[Hashable]],
    origin: int,
    layer: int,
) -> list[tuple[int, int]]:
    """What feeds a layer now and fed it before: new and old numbers."""
    if (origin == 0) != (layer == 0):
        return []
    if layer:
        then, now = before[origin - 1], after[layer - 1]
    else:
        then, now = input_keys(old.data), input_keys(new.data)
    numbers: dict[Hashable, int] = {name: number for number, name in enumerate(then)}
    return [(number, numbers[name]) for number, name in enumerate(now) if name in numbers]


def _homes(
    before: Sequence[Sequence[Hashable]], after: Sequence[Sequence[Hashable]]
) -> list[list[tuple[int, tuple[int, int]]]]:
    """Layer by layer, which neurons were there before: their number, and their layer and number then."""
    places: dict[Hashable, tuple[int, int]] = {}
    for layer, names in enumerate(before):
        places |= {name: (layer, unit) for unit, name in enumerate(names)}
    found: list[list[tuple[int, tuple[int, int]]]] = []
    for names in after:
        homes = [_home(name, places) for name in names]
        found.append([(unit, home) for unit, home in enumerate(homes) if home is not None])
    return found


def _home(name: Hashable, places: Mapping[Hashable, tuple[int, int]]) -> tuple[int, int] | None:
    """Where a neuron was, or what it is a copy of, perhaps by way of other copies."""
    while name not in places and isinstance(name, Copy):
        name = name.of
    return places.get(name)


def _rest(experiment: Experiment) -> Experiment:
    """``experiment`` without what its shape is, and what may change at any time."""
    data = msgspec.structs.replace(experiment.data, features=())
    return msgspec.structs.replace(fixed(experiment), data=data, network=Network(layers=()))


def _settings(layer: Layer) -> Layer:
    """What of a layer that stays must not change."""
    return msgspec.structs.replace(layer, units=1, values=Layer(units=1).values)
