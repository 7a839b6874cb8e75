"""What neurons and weights are called. Layers are counted as in the experiment; inputs are layer −1."""

import re

from PySide6.QtCore import QCoreApplication

from nndesk.data.kinds import KINDS
from nndesk.project.spec import Experiment
from nndesk.ui.canvas.labels import input_labels
from nndesk.ui.canvas.shape import entry
from nndesk.ui.theme import math_text
from nndesk.ui.words import grouped, layer_name

translate = QCoreApplication.translate
_WORD = re.compile("(?!sin)[A-Za-z]{2}")  # beside words a single letter is no variable but a unit


def neuron_name(experiment: Experiment, layer: int, unit: int) -> str:
    """A neuron within the network: Hidden 1 · neuron 5."""
    if layer < 0:
        return translate("Places", "Input {0}").format(input_name(experiment, unit))
    name = layer_name(layer, len(experiment.network.layers))
    return translate("Places", "{0} · neuron {1}").format(name, grouped(unit + 1))


def neuron_title(unit: int) -> str:
    """A neuron within its layer."""
    return translate("Places", "Neuron {0}").format(grouped(unit + 1))


def weight_name(experiment: Experiment, layer: int, source: int, unit: int, *, short: bool = False) -> str:
    """A weight by its two ends."""
    name = short_name if short else neuron_name
    ends = name(experiment, layer - 1, source), name(experiment, layer, unit)
    return translate("Places", "{0} → {1}").format(*ends)


def short_name(experiment: Experiment, layer: int, unit: int) -> str:
    """A neuron in few letters: H1 · 5."""
    return input_name(experiment, unit) if layer < 0 else _short(experiment, layer, unit)


def short_names(experiment: Experiment, layer: int) -> list[str]:
    """All neurons of a layer, or all inputs, in few letters."""
    if layer < 0:
        return input_names(experiment)
    return [_short(experiment, layer, unit) for unit in range(experiment.network.layers[layer].units)]


def _short(experiment: Experiment, layer: int, unit: int) -> str:
    if layer == len(experiment.network.layers) - 1:
        return translate("Places", "Out · {0}").format(grouped(unit + 1))
    return translate("Places", "H{0} · {1}").format(layer + 1, grouped(unit + 1))


def input_name(experiment: Experiment, index: int) -> str:
    """An input: x₁, its column's name, or where its pixel is."""
    return input_names(experiment)[index]


def input_names(experiment: Experiment) -> list[str]:
    """What all inputs are called."""
    labels, kind = input_labels(experiment), entry(KINDS, experiment.data.kind)
    if kind is None or kind.pixels is None:
        return [_column_name(label.replace("_", " ")) for label in labels]
    places = (divmod(index, kind.pixels[1]) for index in range(len(labels)))
    return [translate("Places", "pixel {0},{1}").format(row + 1, column + 1) for row, column in places]


def _column_name(label: str) -> str:
    return label if _WORD.search(label) else math_text(label)
