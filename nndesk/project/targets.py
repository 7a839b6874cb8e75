"""Targets: what a lesson or ``--select`` points at, written as ``layers.1.units.2`` (interface §7)."""

import re

from nndesk.errors import InputError
from nndesk.project.spec import Experiment, input_count

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
