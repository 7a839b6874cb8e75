"""What is said of single neurons and weights, as the canvas marks it: what does not learn, what is cut.

Layers are counted as on the canvas, a weight is (layer it enters, input, unit).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from nndesk.project.spec import Experiment
from nndesk.ui.canvas.layout import Form, Layout
from nndesk.ui.canvas.neurons import gauge
from nndesk.ui.shapes import draw_icon, rounded
from nndesk.ui.theme import Theme

_BADGE, _LOCK = 18.0, 11  # of a neuron
_SMALL_BADGE, _SMALL_LOCK = 13.0, 8  # of a bias
_LEAST_SIDE = 16.0  # of neurons that have a badge
_INWARD, _DOWN = 4.0, 2.0  # from a neuron's corner to the middle of its badge


@dataclass(frozen=True, eq=False, slots=True)
class Marks:
    """Of one experiment."""

    layers: frozenset[int]
    units: frozenset[tuple[int, int]]
    biases: frozenset[tuple[int, int]]
    weights: frozenset[tuple[int, int, int]]
    cut: tuple[NDArray[np.intp], ...]  # of every layer from the first hidden one: input × units + unit

    def is_cut(self, layer: int, source: int, unit: int, units: int) -> bool:
        return source * units + unit in self.cut[layer - 1]

    def holds_weight(self, layer: int, source: int, unit: int) -> bool:
        """Whether training leaves a weight alone, for whatever reason."""
        return (layer, source, unit) in self.weights or self._holds(layer, unit)

    def holds_bias(self, layer: int, unit: int) -> bool:
        return (layer, unit) in self.biases or self._holds(layer, unit)

    def _holds(self, layer: int, unit: int) -> bool:
        return (layer, unit) in self.units or layer in self.layers


def marks_of(experiment: Experiment) -> Marks:
    layers = list(enumerate(experiment.network.layers, start=1))
    cut = [np.array(sorted(i * layer.units + u for i, u in layer.cut), dtype=np.intp) for _, layer in layers]
    return Marks(
        frozenset(n for n, layer in layers if not layer.trainable),
        frozenset((n, unit) for n, layer in layers for unit in layer.frozen.units),
        frozenset((n, unit) for n, layer in layers for unit in layer.frozen.bias),
        frozenset((n, source, unit) for n, layer in layers for source, unit in layer.frozen.weights),
        tuple(cut),
    )


def draw_badges(painter: QPainter, theme: Theme, layout: Layout, marks: Marks) -> None:
    """Locks at the corners of frozen neurons, and at the gauges of frozen biases."""
    frozen = marks.units.union(
        (number, unit)
        for number in marks.layers
        if layout.layers[number].form in (Form.COLUMN, Form.BLOCK)
        for unit in range(layout.layers[number].units)
    )
    for number, unit in sorted(frozen):
        rect = layout.layers[number].rect(unit)
        if rect.width >= _LEAST_SIDE:
            center = QPointF(rect.right - _INWARD, rect.y + _DOWN)
            _draw_badge(painter, theme, center, min(_BADGE, 0.6 * rect.width), _LOCK)
    for number, unit in sorted(marks.biases - frozen):
        layer = layout.layers[number]
        if layer.form in (Form.COLUMN, Form.BLOCK) and layer.rects[unit, 2] >= _LEAST_SIDE:
            box = gauge(layer, unit)
            center = QPointF(box.right() + 1, box.center().y())
            _draw_badge(painter, theme, center, min(_SMALL_BADGE, 0.45 * layer.rects[unit, 2]), _SMALL_LOCK)


def _draw_badge(painter: QPainter, theme: Theme, center: QPointF, size: float, lock: int) -> None:
    box = QRectF(center.x() - size / 2, center.y() - size / 2, size, size)
    rounded(painter, box, size / 2, theme.color("surface"), theme.color("borderStrong"))
    draw_icon(painter, center, theme, "lock", "text", min(lock, round(0.62 * size)))
