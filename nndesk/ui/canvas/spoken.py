"""What neurons, weights and layers of the canvas are called for those who hear it."""

from PySide6.QtCore import QCoreApplication

from nndesk.data.kinds import KINDS
from nndesk.engine.activations import ACTIVATIONS
from nndesk.project.spec import Experiment, input_count, units_of
from nndesk.ui.canvas.labels import input_labels
from nndesk.ui.canvas.paint import Picture
from nndesk.ui.canvas.shape import entry
from nndesk.ui.places import input_name
from nndesk.ui.words import grouped, label_of, layer_name, listed, within_sentence, written

_PLACES = 2  # of numbers


def layer_words(experiment: Experiment, layer: int) -> str:
    """The name of a layer, counted as on the canvas."""
    layers = experiment.network.layers
    if layer == 0:
        return QCoreApplication.translate("Canvas", "Input")
    return layer_name(layer - 1, len(layers))


def input_words(experiment: Experiment, unit: int) -> str:
    """What an input is called: a pixel by its place, anything else by its name in plain letters."""
    kind = entry(KINDS, experiment.data.kind)
    if kind is not None and kind.pixels is not None:
        return input_name(experiment, unit)
    return input_labels(experiment)[unit].replace("_", " ")


def neuron_words(experiment: Experiment, picture: Picture | None, layer: int, unit: int) -> str:
    """As in "Hidden 2, neuron 3, tanh, output 0.73, bias −0.17, 8 inputs"; counted as on the canvas."""
    translate = QCoreApplication.translate
    parts = [layer_words(experiment, layer)]
    snapshot = None if picture is None else picture.snapshot
    if layer == 0:
        parts.append(input_words(experiment, unit))
    else:
        activation = label_of(ACTIVATIONS, "activation", experiment.network.layers[layer - 1].activation)
        parts += [translate("Spoken", "neuron {0}").format(unit + 1), within_sentence(activation)]
    if snapshot is not None:
        output = written(float(snapshot.activations[layer][unit]), _PLACES)
        parts.append(translate("Spoken", "output {0}").format(output))
    if layer > 0:
        bias = None if picture is None else picture.parameter(layer, None, unit)
        if bias is not None:
            parts.append(translate("Spoken", "bias {0}").format(written(bias, _PLACES)))
        count = sources(experiment, layer)
        words = translate("Spoken", "1 input") if count == 1 else translate("Spoken", "{0} inputs")
        parts.append(words.format(grouped(count)))
    if picture is not None and picture.lens.is_dead(layer, unit):
        parts.append(translate("Spoken", "dead"))
    elif picture is not None and picture.lens.is_saturated(layer, unit):
        parts.append(translate("Spoken", "saturated"))
    return listed(parts)


def weight_words(experiment: Experiment, picture: Picture | None, layer: int, source: int, unit: int) -> str:
    """As in "Weight from Hidden 1 neuron 5 to Hidden 2 neuron 3, minus 0.50"; counted as on the canvas."""
    translate = QCoreApplication.translate
    begin = layer_words(experiment, layer - 1)
    if layer == 1:
        start = translate("Spoken", "{0} {1}").format(begin, input_words(experiment, source))
    else:
        start = translate("Spoken", "{0} neuron {1}").format(begin, source + 1)
    end = translate("Spoken", "{0} neuron {1}").format(layer_words(experiment, layer), unit + 1)
    name = translate("Spoken", "Weight from {0} to {1}").format(start, end)
    if (source, unit) in experiment.network.layers[layer - 1].cut:
        return listed([name, translate("Spoken", "cut")])
    value = None if picture is None else picture.parameter(layer, source, unit)
    if value is None:
        return name
    size = written(abs(value), _PLACES)
    return listed([name, translate("Spoken", "minus {0}").format(size) if value < 0 else size])


def sources(experiment: Experiment, layer: int) -> int:
    """How many weights enter each neuron of a layer, counted as on the canvas."""
    layers = experiment.network.layers
    return 0 if layer == 0 else layers[layer - 2].units if layer > 1 else input_count(experiment)


def target_words(experiment: Experiment, picture: Picture | None, target: str) -> str:
    """What ``target``, in the words of lessons, is called; values where ``picture`` is of this network."""
    units = (input_count(experiment), *units_of(experiment))
    if picture is not None and tuple(layer.units for layer in picture.layout.layers) != units:
        picture = None  # an edit is told before it is drawn
    translate, (kind, *parts) = QCoreApplication.translate, target.split(".")
    if kind == "inputs":
        return neuron_words(experiment, picture, 0, int(parts[0]))
    if kind in ("data", "loss"):
        return translate("Spoken", "Data") if kind == "data" else translate("Spoken", "Loss")
    if kind not in ("layers", "matrix"):
        return ""
    layer, numbers = int(parts[0]) + 1, [int(part) for part in parts[2:]]
    if kind == "matrix":
        return translate("Spoken", "Weights into {0}").format(layer_words(experiment, layer))
    if not numbers:
        return layer_words(experiment, layer)
    if len(numbers) == 1:
        return neuron_words(experiment, picture, layer, numbers[0])
    return weight_words(experiment, picture, layer, *numbers)
