"""Drawing a layer with a stroke, and pulling one longer by its handle.

While the pointer is down there is only a ghost of the column; the edit is made when it is let go.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, Qt, Signal, Slot

from nndesk.engine.activations import ACTIVATIONS
from nndesk.errors import InputError
from nndesk.project import edits
from nndesk.project.catalogue import field
from nndesk.project.spec import Experiment
from nndesk.session.document import Document
from nndesk.ui.canvas.ghost import Ghost, GhostColumn, Stroke
from nndesk.ui.canvas.layout import Layout
from nndesk.ui.words import label_of, refusal

_MOST_UNITS = 16  # of a stroke
_OVER = 8  # beside a column, and still over it
_LEAST_DRAG = 1.5  # pixels that the handle goes for one neuron


@dataclass(frozen=True)
class Place:
    """Where a stroke puts a layer, counted as in the experiment."""

    layer: int
    replaces: bool  # what is there already


def place_at(layout: Layout, x: float) -> Place | None:
    """What a stroke at ``x`` draws: a layer between two, or other neurons of a hidden one."""
    layers = layout.layers
    for index, layer in enumerate(layers):
        if layer.box.x - _OVER <= x <= layer.box.right + _OVER:
            hidden = 0 < index < len(layers) - 1
            return Place(index - 1, True) if hidden else None
    before = sum(layer.box.right < x for layer in layers)
    return Place(before - 1, False) if 0 < before < len(layers) else None


def hidden_layer(target: str, layout: Layout) -> int | None:
    """The hidden layer that a target names, counted as on the canvas."""
    parts = target.split(".")
    if parts[0] != "layers" or len(parts) != 2:
        return None
    layer = int(parts[1]) + 1
    return layer if layer < len(layout.layers) - 1 else None


def units_of(length: float, pitch: float) -> int:
    """How many neurons a stroke of this length stands for."""
    return min(max(round(length / pitch), 1), _MOST_UNITS)


def drawn(experiment: Experiment, place: Place, units: int) -> Experiment:
    """``experiment`` after a stroke."""
    if not place.replaces:
        experiment = edits.add_layer(experiment, place.layer)
    return edits.set_units(experiment, place.layer, units)


def activation_of(experiment: Experiment, place: Place) -> str:
    """The activation that the drawn layer will have."""
    layers = drawn(experiment, place, 1).network.layers
    return layers[place.layer].activation


class LayerDrawing(QObject):
    """What is done to layers on the canvas: drawn, pulled longer, given neurons one by one."""

    changed = Signal(bool)  # whether a stroke is being drawn
    made = Signal(int)  # the layer, counted as in the experiment
    refused = Signal(str, int)  # why, and the layer that has the place

    def __init__(
        self,
        document: Document,
        ghost: Ghost,
        layout: Callable[[], Layout],
        neuron: Callable[[], tuple[float, float]],
    ) -> None:
        """``neuron`` gives the side and pitch on screen of a neuron that nothing is in the way of."""
        super().__init__(ghost)
        self._document, self._ghost = document, ghost
        self._layout, self._neuron = layout, neuron
        self._stroke: Stroke | None = None
        self._result: tuple[Place, int] | None = None  # what letting go would do
        self.button = Qt.MouseButton.NoButton  # that draws

    @property
    def active(self) -> bool:
        """Whether a stroke or a pull is under way."""
        return self._stroke is not None or not self._ghost.isHidden()

    def begin(self, at: QPointF, button: Qt.MouseButton) -> None:
        self._stroke, self._result, self.button = Stroke(at, at), None, button
        self.changed.emit(True)

    def move(self, at: QPointF) -> None:
        """The pointer that draws has gone on."""
        if self._stroke is None:
            return
        layout = self._layout()
        side, pitch = self._neuron()
        self._stroke = stroke = Stroke(self._stroke.begin, at)
        place = place_at(layout, stroke.begin.x())
        self._result = column = None
        lines: tuple[str, ...] = ()
        if stroke.counts and place is not None:
            units = units_of(stroke.length, pitch)
            self._result = place, units
            middle = QPointF(stroke.begin.x(), (stroke.begin.y() + at.y()) / 2)
            if place.replaces:
                middle = QPointF(layout.layers[place.layer + 1].box.middle[0], layout.middle)
            column = GhostColumn(units, middle, side, pitch)
            lines = self._words(place, units)
        elif stroke.counts:
            lines = (self.tr("Draw it between two layers"),)
        self._ghost.show_gesture(stroke, column, at, lines)

    def follow(self) -> None:
        """The network lies elsewhere now."""
        if self._stroke is not None:
            self.move(self._stroke.end)

    def pull(self, layer: int, by: float, at: QPointF) -> None:
        """The handle of a layer, counted as on the canvas, was pulled down ``by`` pixels."""
        column = self._layout().layers[layer]
        _, pitch = self._neuron()
        if column.units > column.columns:
            pitch = float(column.rects[column.columns, 1] - column.rects[0, 1])
        # The column grows on both sides of its middle, so its end goes half a pitch for one more.
        step = max(pitch / 2 / column.columns, _LEAST_DRAG)
        most = int(field("network.layers.0.units").high)
        units = min(max(column.units + round(by / step), 1), most)
        place = Place(layer - 1, True)
        self._result = (place, units) if units != column.units else None
        ghost = None
        if column.columns == 1:
            ghost = GhostColumn(units, QPointF(*column.box.middle), float(column.rects[0, 2]), pitch)
        self._ghost.show_gesture(None, ghost, at, self._words(place, units))

    @Slot()
    def finish(self) -> None:
        """The pointer was let go: make what it asked for, one undo step."""
        result, stroke = self._result, self._stroke
        self.cancel()
        if result is None:
            return
        place, units = result
        try:
            new = drawn(self._document.experiment, place, units)
        except InputError as error:
            self.refused.emit(refusal(error), place.layer)
            return
        self._document.replace(new, self.tr("neurons") if stroke is None else self.tr("draw layer"))
        self.made.emit(place.layer)

    def cancel(self) -> None:
        """Leave everything as it was."""
        self._stroke = self._result = None
        self.button = Qt.MouseButton.NoButton
        self._ghost.hide()
        self.changed.emit(False)

    def change_units(self, layer: int, change: int) -> None:
        """Add neurons to a layer, counted as in the experiment, or remove some."""
        experiment = self._document.experiment
        units = experiment.network.layers[layer].units
        try:
            if change == 1:
                new, text = edits.add_neuron(experiment, layer), self.tr("add neuron")
            elif change == -1:
                new, text = edits.remove_neuron(experiment, layer), self.tr("remove neuron")
            else:
                wanted = units + change if units == 1 or change > 0 else max(1, units + change)
                new = edits.set_units(experiment, layer, wanted)
                text = self.tr("add neurons") if change > 0 else self.tr("remove neurons")
        except InputError as error:
            self.refused.emit(refusal(error), layer)
            return
        self._document.replace(new, text)

    def _words(self, place: Place, units: int) -> tuple[str, ...]:
        activation = label_of(ACTIVATIONS, "activation", activation_of(self._document.experiment, place))
        words = self.tr("1 neuron · {0}") if units == 1 else self.tr("{1} neurons · {0}")
        return words.format(activation, units), self.tr("longer = more")
