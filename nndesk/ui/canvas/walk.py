"""From one thing on the canvas to the next, as arrow keys go: arithmetic only."""

from typing import NamedTuple

import numpy as np

from nndesk.ui.canvas.hits import edge_of
from nndesk.ui.canvas.layout import Layer, Layout
from nndesk.ui.canvas.paint import unit_of
from nndesk.ui.canvas.picking import target_of

_HEADER = -1  # in the place of a neuron


class Stop(NamedTuple):
    """A place where the keyboard can be: a neuron, an edge into one, a header above a layer, a card.

    Layers are counted as on the canvas; before the first is the data card, after the last the loss card.
    """

    layer: int
    unit: int
    source: int | None = None  # of an edge

    def target(self, layout: Layout) -> str:
        """What stands here, in the words of lessons."""
        if self.layer >= len(layout.layers):
            return "loss"
        if self.source is not None:
            return f"layers.{self.layer - 1}.weights.{self.source}.{self.unit}"
        if self.layer < 0 or (self.layer == 0 and self.unit == _HEADER):
            return "data"
        return f"layers.{self.layer - 1}" if self.unit == _HEADER else target_of(self.layer, self.unit)

    @property
    def is_header(self) -> bool:
        return self.unit == _HEADER


def stop_of(target: str, layout: Layout) -> Stop | None:
    """Where ``target`` stands; None of what has no place of its own."""
    if target == "loss":
        return Stop(len(layout.layers), _HEADER)
    if target == "data":
        return Stop(0 if layout.data_card is None else -1, _HEADER)
    found = unit_of(target, layout)
    if found is not None:
        return Stop(*found)
    edge = edge_of(target, layout)
    if edge is not None:
        return Stop(edge[0], edge[2], edge[1])
    parts = target.split(".")
    if parts[0] == "layers" and len(parts) == 2 and int(parts[1]) + 1 < len(layout.layers):
        return Stop(int(parts[1]) + 1, _HEADER)
    return None


def first_stop(layout: Layout) -> Stop:
    """The first neuron of the first layer that learns."""
    return Stop(1, 0)


def within(stop: Stop, layout: Layout) -> Stop:
    """``stop``, or the nearest there is where the network has become smaller."""
    layer = min(stop.layer, len(layout.layers))
    if not 0 <= layer < len(layout.layers):
        return Stop(layer, _HEADER)
    unit = min(stop.unit, layout.layers[layer].units - 1)
    if stop.source is None or layer == 0:
        return Stop(layer, unit)
    return Stop(layer, unit, min(stop.source, layout.layers[layer - 1].units - 1))


def edges_of(stop: Stop) -> Stop:
    """The first of the edges into a neuron; from one of them back to the neuron; else ``stop``."""
    if stop.source is not None:
        return Stop(stop.layer, stop.unit)
    return stop._replace(source=0) if stop.layer > 0 and not stop.is_header else stop


def walked(stop: Stop, right: int, down: int, layout: Layout) -> Stop:
    """Where an arrow key leads to: ``right`` and ``down`` are −1, 0 or 1. ``stop`` where it leads nowhere."""
    layers = layout.layers
    if stop.source is not None:
        return _along(stop, stop.source, right, down, layers[stop.layer - 1].units)
    if not 0 <= stop.layer < len(layers):
        inner = 0 if stop.layer < 0 else len(layers) - 1
        inwards = right > 0 if stop.layer < 0 else right < 0
        return Stop(inner, _facing(layers[inner], layout.middle, right)) if inwards else stop
    layer = layers[stop.layer]
    if down:
        return _up_or_down(stop, down, layer)
    if not stop.is_header:
        column, other = stop.unit % layer.columns + right, stop.unit + right
        if 0 <= column < layer.columns and other < layer.units:
            return Stop(stop.layer, other)
    beside = stop.layer + right
    if 0 <= beside < len(layers):
        height = layer.rect(stop.unit).middle[1]
        return Stop(beside, _HEADER if stop.is_header else _facing(layers[beside], height, right))
    return stop if beside < 0 and layout.data_card is None else Stop(beside, _HEADER)


def _along(stop: Stop, source: int, right: int, down: int, sources: int) -> Stop:
    """From an edge to the next into the same neuron, or to one of its ends."""
    if down:
        return stop._replace(source=min(max(source + down, 0), sources - 1))
    return Stop(stop.layer, stop.unit) if right > 0 else Stop(stop.layer - 1, source)


def _up_or_down(stop: Stop, down: int, layer: Layer) -> Stop:
    if stop.is_header:
        return Stop(stop.layer, (min(layer.columns, layer.units) - 1) // 2) if down > 0 else stop
    unit, last = stop.unit + down * layer.columns, layer.units - 1
    if unit < 0:
        return Stop(stop.layer, _HEADER)
    if unit > last:  # the last row may be shorter
        unit = last if stop.unit // layer.columns < last // layer.columns else stop.unit
    return Stop(stop.layer, unit)


def _facing(layer: Layer, height: float, right: int) -> int:
    """The neuron nearest to ``height``, on the side from which one comes."""
    rows = np.arange(0, layer.units, layer.columns)
    units = rows if right > 0 else np.minimum(rows + layer.columns - 1, layer.units - 1)
    middles = layer.rects[units, 1] + layer.rects[units, 3] / 2
    return int(units[np.argmin(np.abs(middles - height))])
