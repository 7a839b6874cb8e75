"""One neuron or one weight looked at closely, in a run as it stands. For the thread that owns the run."""

import numpy as np

from nndesk.engine.activations import Array
from nndesk.engine.diagnostics import saturated_rows
from nndesk.project.messages import FIELD, SURFACE, UnitView, WeightView
from nndesk.project.run import Run

_ROWS = 2048  # whose outputs are counted, at the most
_PRODUCTS = 1 << 23  # weights times rows of one pass


def unit_view(
    run: Run, place: tuple[int, int], field: Array | None, surface: Array | None
) -> UnitView | None:
    """Neuron (layer, unit) over the training rows, and over the inputs where they are a plane or one number.

    ``field`` and ``surface`` are the inputs of a fine and of a coarse picture. None where there is no such
    neuron: an edit may have taken it away.
    """
    layer, unit = place
    layers, size = run.layers.layers, run.layers.size
    if layer >= len(layers) or unit >= layers[layer].units:
        return None
    rows = run.data.x_train
    most = min(_ROWS, max(64, _PRODUCTS // size))
    outputs = _outputs(run, layer, unit, rows[:: -(-len(rows) // most)])
    activation = run.layers.activations[layer]
    flat = saturated_rows(activation, outputs)
    if flat is None and activation.low == 0:
        flat = outputs == 0
    picture = np.empty(0)
    if field is not None:
        coarse = surface is not None and len(field) * size > 4 * _PRODUCTS
        picture = _outputs(run, layer, unit, surface if coarse and surface is not None else field)
        if run.data.kind.plane:
            side = SURFACE if coarse else FIELD
            picture = picture.reshape(side, side)
    return UnitView(
        layer=layer,
        unit=unit,
        outputs=_fixed(outputs),
        mean=float(outputs.mean()),
        flat=None if flat is None else float(flat.mean()),
        picture=_fixed(picture),
    )


def _outputs(run: Run, layer: int, unit: int, rows: Array) -> Array:
    """One neuron's outputs for ``rows``, with as much memory as an evaluation takes."""
    network, outputs = run.layers, np.empty(len(rows), np.float64)
    for start in range(0, len(rows), network.chunk):
        part = rows[start : start + network.chunk]
        outputs[start : start + len(part)] = network.forward(part)[layer][:, unit]
    return outputs


def weight_view(
    run: Run, place: tuple[int, int | None, int], sample: int, activations: tuple[Array, ...]
) -> WeightView | None:
    """Weight (layer, input, unit), or the unit's bias for input None, at the row ``sample``.

    ``activations`` are that row's, inputs first. None where there is no such weight.
    """
    layer, source, unit = place
    layers, trainer = run.layers.layers, run.trainer
    if layer >= len(layers) or unit >= layers[layer].units:
        return None
    if source is not None and source >= len(activations[layer]):
        return None
    at = unit, -1 if source is None else source
    twin = trainer.on_rows([sample])
    gradient = float(twin.network.views(twin.rehearse().loss_gradient)[layer][at])
    before = run.layers.blocks[layer][at]
    after = run.layers.views(trainer.rehearse().parameters)[layer][at]
    return WeightView(
        layer=layer,
        source=source,
        unit=unit,
        value=float(before),
        input=1.0 if source is None else float(activations[layer][source]),
        gradient=gradient,
        change=float(after - before),
    )


def _fixed(array: Array) -> Array:
    array.flags.writeable = False
    return array
