"""The network layer by layer with what each holds, in the rows of Keras's ``model.summary()``."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nndesk.project.spec import Experiment, Layer, input_count


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the inputs, a layer, or the dropout after it."""

    layer: int | None  # counted as in the experiment; None of the inputs
    units: int
    parameters: int
    still: int  # how many of those training leaves alone: frozen or cut
    dropout: float = 0.0  # of a line of its own, which has no parameters


def summary(experiment: Experiment) -> tuple[Row, ...]:
    """All lines, the inputs first."""
    inputs = input_count(experiment)
    rows = [Row(None, inputs, 0, 0)]
    for number, layer in enumerate(experiment.network.layers):
        still = int(still_places(layer, inputs).sum())
        rows.append(Row(number, layer.units, (inputs + 1) * layer.units, still))
        if layer.dropout:
            rows.append(Row(number, layer.units, 0, 0, layer.dropout))
        inputs = layer.units
    return tuple(rows)


def still_places(layer: Layer, inputs: int) -> NDArray[np.bool_]:
    """Which weights, (inputs, units), and in the last row biases, training leaves alone: frozen or cut."""
    still = np.full((inputs + 1, layer.units), not layer.trainable)  # the last row is the biases
    still[:, list(layer.frozen.units)] = True
    still[-1, list(layer.frozen.bias)] = True
    for source, unit in (*layer.frozen.weights, *layer.cut):
        still[source, unit] = True
    return still
