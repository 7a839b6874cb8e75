"""The picture of the network: its layers in the design's order, each kept where it does not change.

Dots, shadows, bundles and connectors are one pixmap; edges and neurons are drawn anew for every
snapshot. All that is drawn of a network comes from one snapshot, so nothing mixes two steps.
"""

from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from nndesk.data.dataset import Dataset
from nndesk.engine.network import parameter_layout
from nndesk.project.messages import Snapshot
from nndesk.project.spec import Experiment, class_count
from nndesk.ui.canvas.captions import ARROW_LENGTH, Captions, triangle
from nndesk.ui.canvas.edges import (
    EdgeChooser,
    EdgePainter,
    Edges,
    Focus,
    curve,
    reference,
    stroke_widths,
    token_of,
)
from nndesk.ui.canvas.ground import paint_ground, paint_shadows, painted_strip, strip_height
from nndesk.ui.canvas.hits import Place, edge_of
from nndesk.ui.canvas.labels import Maths, input_labels
from nndesk.ui.canvas.layout import Form, Layout, Rect
from nndesk.ui.canvas.lenses import Lens, Scale
from nndesk.ui.canvas.locks import draw_badges, marks_of
from nndesk.ui.canvas.neurons import Neurons
from nndesk.ui.canvas.options import Options
from nndesk.ui.canvas.plans import LABEL_HEIGHT
from nndesk.ui.canvas.resting import Resting
from nndesk.ui.canvas.shape import is_bundle
from nndesk.ui.canvas.shown import ShownPoint
from nndesk.ui.canvas.values import BiasNumbers, Number
from nndesk.ui.theme import RADIUS, Theme

Array = NDArray[np.floating[Any]]

_CONNECTOR = 1.5
_RING = 2.5
_AROUND_NEURON = (5.0, 5.0, 9.0)  # sides, top, bottom: from a neuron to its ring
_AROUND_CELL = 1.0
_AROUND_LAYER = (5.0, 7.0, 11.0)
_LEAST_ZOOM = 0.5  # at which there is room for it beside the loss card
_FROM_CORNER = 24.0  # of a card, to where a connector leaves it

_BESIDE = 12.0  # from a name to its input

_CELLS = (Form.STRIP, Form.PIXELS)

_CENTER = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Picture:
    """Draws one layout in one theme; takes snapshots that belong to it."""

    def __init__(self, experiment: Experiment, layout: Layout, theme: Theme, ratio: float) -> None:
        self.layout = layout
        self.ratio = ratio
        self._theme = theme
        units = [layer.units for layer in layout.layers]
        self._places = parameter_layout(units[0], units[1:])
        self._edge_chooser = EdgeChooser(layout)
        self._edge_painter = EdgePainter(layout, theme)
        self._resting = Resting(layout, self._edge_painter, ratio)
        self.neurons = Neurons(experiment, layout, theme, ratio)
        self.lens = Lens(layout, theme, ratio, self._places)
        self._shown = ShownPoint(layout, theme, ratio)
        self._captions = Captions(layout, theme)
        self._labels = input_labels(experiment)
        self._numbers = class_count(experiment) == 0
        self._background: QPixmap | None = None
        self._strip: QPixmap | None = None
        self.top = strip_height(layout)  # nothing of the network is seen above
        self._shadows: list[QRect] = []
        self._data_height = 0.0
        self._snapshot: Snapshot | None = None
        self._data: Dataset | None = None
        self._weights: list[Array] = []
        self._biases: list[Array] = []
        self._scale = self._target = 0.0
        self._reference: float | None = None  # of these weights, once it is asked for
        self.ease = 0.0  # seconds that the scale of the edges takes to follow the weights
        self._eased_at = 0.0
        self._edges: Edges | None = None
        self._whole = False
        self._selected: tuple[str, ...] = ()
        self.units: tuple[tuple[int, int], ...] = ()  # that are selected
        self._selected_edges: tuple[Place, ...] = ()
        self._hovered: tuple[int, int] | None = None
        self._bias_numbers = BiasNumbers(layout, theme)
        self.covered: Sequence[QRectF] = ()  # where no number can be read
        self._options = Options()
        self.marks = marks_of(experiment)
        self._edge_chooser.leave_out(self.marks.cut)

    # -- what is shown ----------------------------------------------------------------------------

    def fits(self, snapshot: Snapshot) -> bool:
        """Whether a snapshot is of a network of this shape, with the pictures that it needs."""
        units = tuple(layer.units for layer in self.layout.layers)
        return (
            snapshot.parameters.size == self._places[-1].bias.stop
            and tuple(len(a) for a in snapshot.activations) == units
            and self.neurons.fits(snapshot)
        )

    def show(self, snapshot: Snapshot, data: Dataset | None) -> None:
        """Take up a snapshot that `fits`."""
        before, self._snapshot, self._data = self._snapshot, snapshot, data
        flat = snapshot.parameters
        self._weights = [flat[place.weights].reshape(place.shape) for place in self._places]
        self._biases = [flat[place.bias] for place in self._places]
        self._reference = None
        self._show_lens(snapshot)
        self._shown.show(snapshot, data)
        now = perf_counter()
        if before is None or before.generation != snapshot.generation:
            self._scale = self._target = self._exact()
        elif before.epoch != snapshot.epoch:
            self._target = self._exact()
        share = min(1.0, (now - self._eased_at) / self.ease) if self.ease else 1.0
        self._scale = share * self._target + (1.0 - share) * self._scale  # exact where share is 1
        self._eased_at = now

    def _show_lens(self, snapshot: Snapshot) -> None:
        self.lens.show(snapshot)
        self.neurons.show(snapshot, self._weights, self._biases, self.lens.levels)
        self._edges = None

    def set_lens(self, name: str) -> bool:
        """Look through another lens, as soon as a snapshot has what it needs; says whether this one has."""
        before = self.lens.shown
        self.lens.want(name)
        if self._snapshot is not None:
            self._show_lens(self._snapshot)
        return self.lens.shown != before

    @property
    def scale(self) -> Scale:
        """The lens that is drawn, and what its colours and widths stand for."""
        return self.lens.scale

    @property
    def what_if(self) -> bool:
        """Whether values are shown that belong to no row."""
        return self._snapshot is not None and self._snapshot.probe is not None

    @property
    def snapshot(self) -> Snapshot | None:
        return self._snapshot

    def select(self, targets: tuple[str, ...], hovered: tuple[int, int] | None) -> None:
        """What is selected, in the words of the interface, and the neuron under the pointer."""
        if (targets, hovered) != (self._selected, self._hovered):
            self._selected, self._hovered = targets, hovered
            units = (unit_of(target, self.layout) for target in targets)
            self.units = tuple(unit for unit in units if unit is not None)
            edges = (edge_of(target, self.layout) for target in targets)
            self._selected_edges = tuple(edge for edge in edges if edge is not None)
            self._edges = None

    def mark(self, experiment: Experiment) -> None:
        """Show what is frozen and cut in ``experiment``, which has the same shape."""
        self.marks = marks_of(experiment)
        self._edge_chooser.leave_out(self.marks.cut)
        self._edges = None

    def set_options(self, options: Options) -> None:
        if options.grid != self._options.grid:
            self._background = self._strip = None
        self._options = options
        self._edge_painter.dashes = options.dashes
        self._resting.forget()

    def set_whole(self, whole: bool) -> None:
        """Draw all that can be drawn, antialiased, whatever it takes."""
        if whole != self._whole:
            self._whole = whole
            self._edges = None

    def rest(self) -> None:
        """Keep the edges as they are: nothing new comes, and they would be drawn again."""
        edges = self._chosen()
        if edges is not None and not self.rested:
            if self._background is None:
                self._background = self._painted_background()
            self._resting.keep(edges, self._background, self._shadows, self._data_height)

    @property
    def rested(self) -> bool:
        """Whether the edges are there as they would be drawn."""
        edges = self._chosen()
        return edges is None or self._resting.has(edges, self._shadows, self._data_height)

    @property
    def settled(self) -> bool:
        """Whether the edges are drawn as `set_whole` would draw them."""
        edges = self._chosen()
        if self._whole or edges is None:
            return True
        return edges.smooth and (self.lens.shown == "gradient" or self._scale == self._exact())

    @property
    def omitted(self) -> int:
        """How many weights are not drawn, those in bundles not counted."""
        edges = self._chosen()
        return 0 if edges is None else edges.omitted

    @property
    def drawable(self) -> int:
        """How many weights there are outside of bundles."""
        return sum(w.size for w in self._weights if not is_bundle(*w.shape))

    def set_floating(self, rects: Sequence[QRect], data_height: float) -> None:
        """Where cards and toolbars float, and how high the data card is."""
        if (list(rects), data_height) != (self._shadows, self._data_height):
            self._shadows, self._data_height = list(rects), data_height
            self._background = self._strip = None

    @property
    def floating(self) -> Sequence[QRect]:
        """What lies over the network."""
        return self._shadows

    def _exact(self) -> float:
        if self._reference is None:
            self._reference = reference(self._weights)
        return self._reference

    @property
    def edges(self) -> Edges | None:
        """The edges that are drawn."""
        return self._chosen()

    def parameter(self, layer: int, source: int | None, unit: int) -> float | None:
        """A weight into a layer, counted as on the canvas, or with ``source`` None a bias."""
        if self._snapshot is None:
            return None
        value = self._biases[layer - 1][unit] if source is None else self._weights[layer - 1][source, unit]
        return float(value)

    def stroke(self, edge: Place) -> tuple[float, QColor]:
        """How wide an edge is at full strength, and its colour."""
        layer, source, unit = edge
        shown, scale, colors = self.lens.edges(self._weights, self._scale)
        value = float(shown[layer - 1][source, unit]) if self._weights else 0.0
        width = stroke_widths(np.array([abs(value)]), scale, self.layout.zoom)
        return float(width[0]), self._theme.color(token_of(value, colors))

    def _chosen(self) -> Edges | None:
        if self._edges is None and self._snapshot is not None:
            scale = self._exact() if self._whole else self._scale
            shown, scale, colors = self.lens.edges(self._weights, scale)
            self._edges = self._edge_chooser.choose(
                shown,
                scale,
                focus=self._focus(),
                dim=bool(self.units or self._selected_edges),
                unhurried=self._whole,
                colors=colors,
            )
        return self._edges

    def _focus(self) -> tuple[Focus, ...]:
        selected = (*self.units, *self._selected_edges)
        return selected or (() if self._hovered is None else (self._hovered,))

    def _newest_unit(self) -> tuple[int, int] | None:
        """The neuron that was selected last, where nothing else was since."""
        return unit_of(self._selected[-1], self.layout) if self._selected else None

    # -- drawing ----------------------------------------------------------------------------------

    def draw(self, painter: QPainter, kept: bool = True, ground: bool = True) -> Iterator[None]:
        """Draw the canvas, in steps of a few milliseconds.

        What does not change is drawn from a pixmap where it is ``kept``, else anew, letters as letters,
        and without the ``ground`` only what lies on it.
        """
        if not kept:
            painter.save()
            self._paint_background(painter, ground)
            painter.restore()
        else:
            if self._background is None:
                self._background = self._painted_background()
            painter.drawPixmap(0, 0, self._background)
        edges = self._chosen()
        yield
        if edges is None:
            self._edge_painter.draw_blank(painter)
        elif kept and self.rested:
            yield from self._resting.draw(painter, edges)
        else:
            self._resting.forget()
            yield from self._edge_painter.draw(painter, edges)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_rings_of_layers(painter)
        self._draw_rings_of_neurons(painter)
        for _ in self.neurons.draw(painter):
            yield
        yield from self.lens.draw(painter)
        self._shown.draw(painter, self.neurons)
        self._draw_rings_of_cells(painter)
        draw_badges(painter, self._theme, self.layout, self.marks)
        if self._snapshot is not None:
            self._captions.draw_below_image(painter, self._snapshot, self._data)
            yield
            self._captions.draw_outputs(painter, self._snapshot, self._data, self.neurons)
            self._bias_numbers.draw(painter, list(self.numbers().values()))
        if self.top and ground:
            if self._strip is None:
                place = self.layout, self._shadows, self.top
                dotted = self._options.grid
                self._strip = painted_strip(self._theme, *place, self.ratio, dotted=dotted)
            painter.drawPixmap(0, 0, self._strip)
        self._shown.draw_frame(painter)

    def _painted_background(self) -> QPixmap:
        layout = self.layout
        width, height = round(layout.width * self.ratio), round(layout.height * self.ratio)
        pixmap = QPixmap(max(width, 1), max(height, 1))
        pixmap.setDevicePixelRatio(self.ratio)
        painter = QPainter(pixmap)
        self._paint_background(painter)
        painter.end()
        return pixmap

    def _paint_background(self, painter: QPainter, ground: bool = True) -> None:
        theme, layout = self._theme, self.layout
        if ground:
            paint_ground(painter, theme, layout, layout.height, dotted=self._options.grid)
        paint_shadows(painter, theme, self._shadows)
        for index in self._bundles():
            painter.fillRect(QRectF(*layout.bundle(index)), theme.color("border"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_connectors(painter)
        self._draw_names(painter)

    def _bundles(self) -> list[int]:
        layers = self.layout.layers
        return [i for i in range(1, len(layers)) if is_bundle(layers[i - 1].units, layers[i].units)]

    def _draw_connectors(self, painter: QPainter) -> None:
        """From the data card to the inputs, and from the outputs to the loss card."""
        color = self._theme.color("borderStrong")
        layout = self.layout
        painter.setPen(QPen(color, _CONNECTOR, c=Qt.PenCapStyle.FlatCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inputs = layout.layers[0]
        if layout.data_card is not None:
            if inputs.form is Form.STRIP:
                ends = np.array([[inputs.box.x, layout.middle]])
            else:
                ends = inputs.incoming[:: inputs.columns]
            widest = max(float(np.abs(ends[:, 1] - layout.middle).max()), 1.0)
            share = min(2 / 3, max(self._data_height / 2 - _FROM_CORNER, 0.0) / widest)
            for x, y in ends.tolist():
                begin = (layout.data_card.right, layout.middle + share * (y - layout.middle))
                painter.drawPath(curve(begin, (x - 0.5, y)))
        begin = layout.right if layout.bars is not None else layout.layers[-1].box.right
        tip = layout.loss_card.x - 2
        y = layout.middle
        painter.drawLine(QPointF(begin + 2, y), QPointF(tip - ARROW_LENGTH, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(triangle(tip, y))

    def _draw_rings_of_layers(self, painter: QPainter) -> None:
        for target in self._selected:
            parts = target.split(".")
            if parts[0] == "layers" and len(parts) == 2 and int(parts[1]) + 1 < len(self.layout.layers):
                self._draw_ring(painter, self.layout.layers[int(parts[1]) + 1].box, _AROUND_LAYER, tint=False)

    def _draw_rings_of_neurons(self, painter: QPainter) -> None:
        for layer, unit in self.units:
            if self.layout.layers[layer].form not in _CELLS:
                self._draw_ring(painter, self.layout.layers[layer].rect(unit), _AROUND_NEURON, tint=True)

    def _draw_rings_of_cells(self, painter: QPainter) -> None:
        """Around cells without gaps, so over them."""
        layers = self.layout.layers
        cells = [
            QRectF(*layers[layer].rect(unit).grown(_AROUND_CELL))
            for layer, unit in self.units
            if layers[layer].form in _CELLS
        ]
        if cells:
            painter.setPen(QPen(self._theme.color("sel"), _RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRects(cells)

    def _draw_ring(
        self, painter: QPainter, rect: Rect, around: tuple[float, float, float], *, tint: bool
    ) -> None:
        side, top, bottom = around
        ring = QRectF(*rect).adjusted(-side, -top, side, bottom)
        radius = min(RADIUS["neuron"] * min(rect.width, rect.height) + side, RADIUS["card"] + 2)
        painter.setPen(QPen(self._theme.color("sel"), _RING))
        painter.setBrush(self._theme.color("selTint") if tint else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ring, radius, radius)

    def _draw_names(self, painter: QPainter) -> None:
        """Names of the inputs in maths above them; the second of two below."""
        inputs = self.layout.layers[0]
        if not inputs.labels:
            return
        maths = Maths(self._theme)
        away = 0.5 * self._theme.px(LABEL_HEIGHT)
        for unit, label in enumerate(self._labels):
            rect = inputs.rect(unit)
            if self.layout.presented:
                right = QPointF(rect.x - _BESIDE, rect.middle[1])
                maths.draw_left_of(painter, right, label, self._theme.color("text"))
                continue
            below = unit == 1 and inputs.units == 2
            y = rect.bottom + away if below else rect.y - away
            maths.draw(painter, QPointF(rect.middle[0], y), label, self._theme.color("text"))

    def numbers(self) -> dict[tuple[int, int], Number]:
        """The biases that are written: of the selected and the hovered neuron, of an output that predicts
        a number, and of all where they are asked for."""
        units = {self._newest_unit(), self._hovered}
        if self._numbers and self.layout.layers[-1].units == 1 and self.layout.zoom >= _LEAST_ZOOM:
            units.add((len(self.layout.layers) - 1, 0))
        if self._options.values:
            units.update(self._bias_numbers.everywhere())
        found: dict[tuple[int, int], Number] = {}
        # Right of a block there is one place a row: who is selected comes before who stands there.
        first = (self._newest_unit(), self._hovered)
        for unit in sorted(filter(None, units), key=lambda unit: unit not in first):
            value = self.parameter(unit[0], None, unit[1]) if unit[0] > 0 else None
            if value is not None:
                number = self._bias_numbers.number(*unit, value, ringed=unit in self.units)
                others = [*self.covered, *(other.box for other in found.values())]
                if number is not None and not any(number.box.intersects(other) for other in others):
                    found[unit] = number
        return found


def unit_of(target: str, layout: Layout) -> tuple[int, int] | None:
    """The layer, as on the canvas, and the unit that a target names, where it is there."""
    parts = target.split(".")
    if parts[0] == "inputs":
        layer, unit = 0, int(parts[1])
    elif parts[0] == "layers" and len(parts) == 4 and parts[2] == "units":
        layer, unit = int(parts[1]) + 1, int(parts[3])
    else:
        return None
    found = layer < len(layout.layers) and unit < layout.layers[layer].units
    return (layer, unit) if found else None
