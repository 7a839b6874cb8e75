"""Targets: what a lesson or ``--select`` points at, written as ``layers.1.units.2`` (interface §7)."""

import re
from collections.abc import Hashable, Iterable, Sequence

from nndesk.errors import InputError
from nndesk.project.spec import Experiment, input_count, input_keys, units_of

_PLAIN = ("data", "loss", "none")
_FORMS = "layers.L, layers.L.units.U, layers.L.weights.I.U, matrix.L, inputs.I, data, loss or none"
_NUMBER = "([0-9]{1,6})"
_GRAMMAR = re.compile(
    rf"layers\.{_NUMBER}(?:\.units\.{_NUMBER}|\.weights\.{_NUMBER}\.{_NUMBER})?"
    rf"|matrix\.{_NUMBER}|inputs\.{_NUMBER}"
)


def check_target(experiment: Experiment, target: str, place: str) -> None:
    """Raise InputError at ``place`` where ``experiment`` has nothing that is called ``target``."""
    if target in _PLAIN:
        return
    found = _GRAMMAR.fullmatch(target)
    if found is None:
        raise InputError(place, f"is {target!r}", f"needs {_FORMS}")
    layer, unit, source, to, matrix, number = (None if part is None else int(part) for part in found.groups())
    layers, inputs = experiment.network.layers, input_count(experiment)
    if number is not None:
        _check(place, target, "input", number, inputs)
        return
    index = layer if matrix is None else matrix
    assert index is not None
    _check(place, target, "layer", index, len(layers))
    if unit is not None or to is not None:
        own = to if unit is None else unit
        assert own is not None
        _check(place, target, "unit", own, layers[index].units)
    if source is not None:
        _check(place, target, "input", source, layers[index - 1].units if index else inputs)


def _check(place: str, target: str, what: str, number: int, count: int) -> None:
    if number >= count:
        numbers = f"there are {what}s 0 to {count - 1}" if count > 1 else f"there is {what} 0 alone"
        raise InputError(place, f"is {target!r}: {what} {number} does not exist", numbers)


def panel_target(panel: str, target: str) -> str:
    """What ``panel`` shows where ``target`` is selected: a part of it or the whole, else the first."""
    parts = target.split(".")
    if panel in ("training", "data", "loss", "health"):
        return "none" if panel == "training" else panel
    layer = parts[1] if parts[0] in ("layers", "matrix") else "0"
    if panel == "layer":
        return f"layers.{layer}"
    unit = parts[-1] if len(parts) > 2 else "0"
    if panel == "neuron":
        return f"layers.{layer}.units.{unit}"
    return target if "weights" in parts else f"layers.{layer}.weights.0.{unit}"


# -- from one experiment to the next ------------------------------------------------------


def followed(targets: Iterable[str], old: Experiment, new: Experiment) -> list[str]:
    """What is called in ``new`` what ``targets`` call in ``old``: neurons that move keep being meant.

    A neuron or a weight that went becomes its layer, a layer or an input that went ``none``.
    """
    moves = _Moves(old, new)
    return [moves.target(target) for target in targets]


class _Moves:
    """Where neurons of one experiment are in the next; inputs are layer −1."""

    def __init__(self, old: Experiment, new: Experiment) -> None:
        before, after = (e.neurons.of(units_of(e)) for e in (old, new))
        now: set[Hashable] = {name for names in after for name in names}
        if now.isdisjoint(name for names in before for name in names):
            before = after  # another network altogether: by number
        self._before: list[Sequence[Hashable]] = [input_keys(old.data), *before]
        self._places: dict[Hashable, tuple[int, int]] = {}
        for layer, names in enumerate((input_keys(new.data), *after), start=-1):
            self._places |= {name: (layer, unit) for unit, name in enumerate(names)}

    def _layer(self, layer: int) -> int | None:
        """Which layer one is now: that of its first neuron that is still there."""
        names = self._before[layer + 1] if layer + 1 < len(self._before) else ()
        return next((self._places[name][0] for name in names if name in self._places), None)

    def _unit(self, layer: int, unit: int) -> tuple[int, int] | None:
        names = self._before[layer + 1]
        return self._places.get(names[unit]) if unit < len(names) else None

    def target(self, target: str) -> str:
        kind, *parts = target.split(".")
        numbers = [int(part) for part in parts if part.isdecimal()]
        if kind == "inputs":
            found = self._unit(-1, numbers[0])
            return "none" if found is None else f"inputs.{found[1]}"
        if not numbers:
            return target
        layer = self._layer(numbers[0])
        if layer is None:
            return "none"
        whole = f"{kind}.{layer}"
        unit = self._unit(numbers[0], numbers[-1]) if len(numbers) > 1 else None
        if unit is None or len(numbers) == 2:
            return whole if unit is None else f"{whole}.units.{unit[1]}"
        source = self._unit(numbers[0] - 1, numbers[1])
        if source is None or source[0] != layer - 1:
            return whole
        return f"{whole}.weights.{source[1]}.{unit[1]}"
