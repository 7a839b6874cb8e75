"""What lies under a point of the canvas: neurons, gauges, edges, bundles. Arithmetic only.

An edge is (layer it enters, input, unit), counted as on the canvas. All edges are one curve but for their
ends, so a look at all of them at once leaves the few whose distance has to be measured.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from nndesk.ui.canvas.edges import BEND, Edges
from nndesk.ui.canvas.layout import Form, Layout
from nndesk.ui.canvas.neurons import gauge
from nndesk.ui.canvas.shape import is_bundle

Array = NDArray[np.floating[Any]]
Place = tuple[int, int, int]

#: How near an edge the pointer has to come: half of the 8 px that the design gives thin ones.
REACH = 4.0
_BUNDLE_REACH = 4.0
_GAUGE_REACH = 3.0
_PARTS = 16  # lines for the part of a curve that comes near


def _across(t: Array) -> Array:
    """How far across an edge has come at a parameter of its curve: the same for all of them."""
    return 3 * (1 - t) ** 2 * t * BEND + 3 * (1 - t) * t * t * (1 - BEND) + t**3


def _down(t: Array) -> Array:
    """The same downwards."""
    return t * t * (3 - 2 * t)


_TABLE = np.linspace(0.0, 1.0, 257)
_ACROSS = _across(_TABLE)


@dataclass(frozen=True, eq=False, slots=True)
class Curves:
    """Edges as curves on a layout, ready to be found."""

    layer: NDArray[np.intp]
    index: NDArray[np.intp]  # input × units + unit
    half: Array  # of their widths
    begins: Array  # (edges, 2)
    ends: Array

    def near(self, x: float, y: float) -> list[tuple[int, int]]:
        """The edges (layer, index) within reach of a point, the nearest first."""
        if not len(self.layer):
            return []
        reach = np.maximum(REACH, self.half)
        found, first, last = self._around(x, y, reach)
        distance = self._distances(found, first, last, x, y)
        within = distance <= reach[found]
        found, distance = found[within], distance[within]
        # What is under the pointer comes before what is beside it, then what has its middle nearer.
        beside = np.maximum(distance - self.half[found], 0.0)
        order = found[np.lexsort((distance, beside))]
        return list(zip(self.layer[order].tolist(), self.index[order].tolist(), strict=True))

    def _around(self, x: float, y: float, reach: Array) -> tuple[NDArray[np.intp], Array, Array]:
        """The edges that may be in reach, and from where to where along them that is, as parameters."""
        across = self.ends - self.begins
        along, width = x - self.begins[:, 0], np.maximum(across[:, 0], 1e-6)
        first = np.interp((along - reach) / width, _ACROSS, _TABLE)
        last = np.interp((along + reach) / width, _ACROSS, _TABLE)
        # An edge goes one way, across as well as down.
        high = self.begins[:, 1] + across[:, 1] * _down(first)
        low = self.begins[:, 1] + across[:, 1] * _down(last)
        maybe = (along >= -reach) & (along <= width + reach)
        maybe &= (y >= np.minimum(high, low) - reach) & (y <= np.maximum(high, low) + reach)
        found = np.flatnonzero(maybe)
        return found, first[found], last[found]

    def _distances(self, found: NDArray[np.intp], first: Array, last: Array, x: float, y: float) -> Array:
        """How far a point is from the part of each edge that comes near."""
        t = first[:, None] + (last - first)[:, None] * np.linspace(0.0, 1.0, _PARTS + 1)
        begins, across = self.begins[found], (self.ends - self.begins)[found]
        px = begins[:, :1] + across[:, :1] * _across(t) - x
        py = begins[:, 1:] + across[:, 1:] * _down(t) - y
        dx, dy = np.diff(px), np.diff(py)
        share = -(px[:, :-1] * dx + py[:, :-1] * dy) / np.maximum(dx * dx + dy * dy, 1e-12)
        share = np.clip(share, 0.0, 1.0)
        return np.hypot(px[:, :-1] + share * dx, py[:, :-1] + share * dy).min(axis=1)


def drawn_curves(layout: Layout, edges: Edges) -> Curves:
    """The edges that a picture shows, where it shows them."""
    begins, ends = np.empty((len(edges.layer), 2)), np.empty((len(edges.layer), 2))
    for layer in range(1, len(layout.layers)):
        for faint in (False, True):
            own = (edges.layer == layer) & (edges.faint == faint)
            if own.any():
                froms, tos = layout.faint_ends(layer) if faint else layout.ends(layer)
                begins[own] = froms[edges.index[own] // len(tos)]
                ends[own] = tos[edges.index[own] % len(tos)]
    return Curves(edges.layer, edges.index, edges.width / 2, begins, ends)


def cut_curves(layout: Layout, cut: Sequence[NDArray[np.intp]]) -> Curves:
    """The edges that are not there; ``cut`` has the indices of every layer's, from the first hidden one."""
    layer = np.repeat(np.arange(1, len(cut) + 1), [len(part) for part in cut])
    index = np.concatenate([*cut, np.empty(0, dtype=np.intp)])
    begins, ends = np.empty((len(layer), 2)), np.empty((len(layer), 2))
    for number in set(layer.tolist()):
        own = layer == number
        froms, tos = layout.ends(number)
        begins[own], ends[own] = froms[index[own] // len(tos)], tos[index[own] % len(tos)]
    return Curves(layer, index, np.zeros(len(layer)), begins, ends)


def middle_of(layout: Layout, edge: Place) -> tuple[float, float]:
    """The point of an edge in the middle between its layers, where no neuron of a block lies on it."""
    layer, source, unit = edge
    begins, ends = layout.ends(layer)
    begin, end = begins[source], ends[unit]
    x = (layout.layers[layer - 1].box.right + layout.layers[layer].box.x) / 2
    t = np.interp((x - begin[0]) / max(end[0] - begin[0], 1e-6), _ACROSS, _TABLE)
    return x, float(begin[1] + (end[1] - begin[1]) * t * t * (3 - 2 * t))


def bundle_at(layout: Layout, x: float, y: float) -> int | None:
    """The layer whose bundle of weights lies at a point."""
    for layer in range(1, len(layout.layers)):
        if is_bundle(layout.layers[layer - 1].units, layout.layers[layer].units):
            rect = layout.bundle(layer).grown(_BUNDLE_REACH)
            if rect.x <= x <= rect.right and rect.y <= y <= rect.bottom:
                return layer
    return None


def has_gauge(layout: Layout, layer: int) -> bool:
    """Whether the neurons of a layer have bias gauges."""
    return layer > 0 and layout.layers[layer].form in (Form.COLUMN, Form.BLOCK)


class Kind(Enum):
    """What a pointer may be on."""

    NOTHING = "nothing"
    NEURON = "neuron"
    GAUGE = "gauge"
    NUMBER = "number"  # of a bias
    EDGE = "edge"
    CUT = "cut"  # an edge that is not there
    CHIP = "chip"  # the value of a selected edge
    BUNDLE = "bundle"


class Spot(NamedTuple):
    """What is at a point, and whose: (layer, unit), (layer, input, unit), or (layer,) of a bundle."""

    kind: Kind
    place: tuple[int, ...]

    @property
    def target(self) -> str:
        """In the words of lessons; layers counted as in the experiment."""
        if self.kind is Kind.NOTHING:
            return "none"
        layer = self.place[0] - 1
        if len(self.place) == 1:
            return f"matrix.{layer}"
        if len(self.place) == 3:
            return f"layers.{layer}.weights.{self.place[1]}.{self.place[2]}"
        return f"inputs.{self.place[1]}" if layer < 0 else f"layers.{layer}.units.{self.place[1]}"


NOTHING = Spot(Kind.NOTHING, ())


def edge_of(target: str, layout: Layout) -> Place | None:
    """The edge that a target names, where the layout has it."""
    parts = target.split(".")
    if parts[0] != "layers" or len(parts) != 5 or parts[2] != "weights":
        return None
    layer, source, unit = int(parts[1]) + 1, int(parts[3]), int(parts[4])
    layers = layout.layers
    there = layer < len(layers) and source < layers[layer - 1].units and unit < layers[layer].units
    return (layer, source, unit) if there else None


class Finder:
    """Finds what lies at a point of one layout: what is drawn on top comes first."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._drawn: tuple[Edges, Sequence[NDArray[np.intp]]] | None = None
        self._curves: tuple[Curves, Curves] | None = None  # of those, once somebody points
        self._numbers: Mapping[tuple[int, int], QRectF] = {}
        self._chips: Mapping[Place, QRectF] = {}
        self._top = 0.0

    def show_edges(self, drawn: Edges, cut: Sequence[NDArray[np.intp]]) -> None:
        """The edges that are drawn, and the indices of those that are cut."""
        self._drawn, self._curves = (drawn, cut), None

    def show_numbers(
        self, numbers: Mapping[tuple[int, int], QRectF], chips: Mapping[Place, QRectF], top: float
    ) -> None:
        """Where numbers of biases and values of edges are written; nothing is found above ``top``."""
        self._numbers, self._chips, self._top = numbers, chips, top

    def spot(self, at: QPointF) -> Spot:
        x, y = at.x(), at.y()
        if y < self._top:
            return NOTHING
        for kind, boxes in ((Kind.CHIP, self._chips), (Kind.NUMBER, self._numbers)):
            for place, box in boxes.items():
                if box.contains(at):
                    return Spot(kind, place)
        unit = self._layout.unit_at(x, y)
        if unit is not None:
            return Spot(Kind.GAUGE if self._on_gauge(unit, at) else Kind.NEURON, unit)
        edges = self.edges(at)
        if edges:
            return edges[0]
        layer = bundle_at(self._layout, x, y)
        return NOTHING if layer is None else Spot(Kind.BUNDLE, (layer,))

    def edges(self, at: QPointF) -> list[Spot]:
        """All edges within reach of a point, the nearest first; those that are cut after the others."""
        found: list[Spot] = []
        if self._drawn is None:
            return found
        if self._curves is None:
            edges, cut = self._drawn
            self._curves = drawn_curves(self._layout, edges), cut_curves(self._layout, cut)
        for kind, curves in zip((Kind.EDGE, Kind.CUT), self._curves, strict=True):
            for layer, index in curves.near(at.x(), at.y()):
                source, unit = divmod(index, self._layout.layers[layer].units)
                found.append(Spot(kind, (layer, source, unit)))
        return found

    def _on_gauge(self, unit: tuple[int, int], at: QPointF) -> bool:
        if not has_gauge(self._layout, unit[0]):
            return False
        box = gauge(self._layout.layers[unit[0]], unit[1])
        return box.adjusted(-_GAUGE_REACH, -_GAUGE_REACH, _GAUGE_REACH, _GAUGE_REACH).contains(at)
