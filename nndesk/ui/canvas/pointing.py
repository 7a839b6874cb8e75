"""What the pointer is on: shown over the picture, told to the pointer's shape, and changed in place."""

from PySide6.QtCore import QCoreApplication, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QToolTip, QWidget

from nndesk.project.messages import Snapshot
from nndesk.project.spec import Experiment
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.canvas.dial import Dial, Parameter
from nndesk.ui.canvas.edges import Edges
from nndesk.ui.canvas.hits import (
    NOTHING,
    Finder,
    Kind,
    Place,
    Spot,
    edge_of,
    middle_of,
)
from nndesk.ui.canvas.labels import header_text, input_labels
from nndesk.ui.canvas.layout import Form
from nndesk.ui.canvas.magnifier import Magnifier
from nndesk.ui.canvas.overlay import Overlay, Stroke
from nndesk.ui.canvas.paint import Picture
from nndesk.ui.canvas.values import exactly, signed
from nndesk.ui.places import neuron_title
from nndesk.ui.selection import Selection
from nndesk.ui.theme import Appearance
from nndesk.ui.words import grouped

_MOST_CHIPS = 8  # of edges
_DRAGGED = (Kind.GAUGE, Kind.NUMBER, Kind.CHIP)
_CHIP_BESIDE, _CHIP_UP = 12.0, 20.0  # from the pointer to the value of what it is on


class Pointing(QObject):
    """Finds what is at a point of one canvas, and what a press there does to a weight or a bias."""

    moved = Signal()  # onto something else
    neuron_changed = Signal()  # that is under the pointer
    join_requested = Signal()  # of the selected edge, which is cut

    def __init__(
        self,
        appearance: Appearance,
        canvas: QWidget,
        document: Document,
        controller: Controller,
        selection: Selection,
    ) -> None:
        super().__init__(canvas)
        self._appearance, self._canvas = appearance, canvas
        self._document, self._selection = document, selection
        self._picture: Picture | None = None
        self._edges: Edges | None = None
        self._snapshot: Snapshot | None = None
        self._finder: Finder | None = None
        self._overlay: Overlay | None = None
        self._magnifier: Magnifier | None = None
        self._strokes: list[Stroke] = []  # of selected edges, and of the one with the keyboard
        self._marked = "none"  # the edge that has the keyboard
        self._focus: Place | None = None  # where that is
        self._chips: dict[Place, tuple[QRectF, str]] = {}
        self._drawn = True  # something over the picture, perhaps
        self._spot, self._at, self._alt = NOTHING, QPointF(), False
        self._stack: list[Spot] = []  # the edges under the last press
        self.dial = Dial(appearance, canvas, controller, self._value)

    # -- what is shown --------------------------------------------------------------------------

    def show(self, picture: Picture) -> None:
        """What is drawn has changed."""
        layout = picture.layout
        if self._picture is not picture:
            self._picture = picture
            self._finder = Finder(layout)
            self._overlay = Overlay(layout, self._appearance.theme)
            self._magnifier = Magnifier(layout, self._appearance.theme)
            self.dial.close()
        assert self._finder is not None
        assert self._overlay is not None
        edges, self._snapshot = picture.edges, picture.snapshot
        if edges is not None and edges is not self._edges:
            self._finder.show_edges(edges, picture.marks.cut)
        self._edges = edges
        self._focus = edge_of(self._marked, layout)
        found = (edge_of(target, layout) for target in (self._marked, *self._selection.targets))
        self._strokes = [self._stroke(edge) for edge in dict.fromkeys(found) if edge is not None]
        numbers = {unit: number.box for unit, number in picture.numbers().items()}
        taken = [*numbers.values(), *map(QRectF, picture.floating)]
        self._chips = {}
        for stroke in self._strokes[:_MOST_CHIPS]:
            words = self._value_words(stroke)
            if words:
                lock = picture.marks.holds_weight(*stroke.place) and not stroke.cut
                chip = self._overlay.value_chip(words, stroke.place, taken, lock=lock)
                self._chips[stroke.place] = chip
                taken.append(chip[0])
        chips = {place: box for place, (box, _) in self._chips.items() if not self._is_cut(place)}
        self._finder.show_numbers(numbers, chips, picture.top)
        before, self._drawn = self._drawn, self._draws(picture)
        if self._drawn or before:  # else a frame repaints only what it changes, and no toolbar
            self._canvas.update()

    def _draws(self, picture: Picture) -> bool:
        """Whether anything is painted over the picture."""
        layers, cells = picture.layout.layers, (Form.STRIP, Form.PIXELS)
        units = [unit for unit in (*picture.units, self.neuron) if unit is not None]
        return (
            bool(self._strokes or self._alt)
            or self._spot.kind in (Kind.EDGE, Kind.CUT)
            or any(layers[at].form in cells for at, _ in units)  # the magnifier
        )

    def mark(self, target: str) -> None:
        """Have the edge ``target`` show that it has the keyboard; ``none`` where no edge has."""
        if target != self._marked:
            self._marked = target
            if self._picture is not None:
                self.show(self._picture)

    def paint(self, painter: QPainter) -> None:
        """Draw over the picture."""
        overlay, picture = self._overlay, self._picture
        if overlay is None or picture is None:
            return
        area = QRectF(0, picture.top, picture.layout.width, picture.layout.height)
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        for stroke in self._strokes:
            overlay.draw_selected(painter, stroke)
        spot, magnifier = self._spot, self._magnifier
        assert magnifier is not None
        magnifier.draw_selected(painter, picture)
        if spot.kind is Kind.NEURON and magnifier.magnifies(spot.place):
            lens = magnifier.draw_lens(painter, spot.place, picture.neurons, picture.top)
            words = self._words(spot) or self._name(*spot.place[:2])
            box = overlay.chip(words, (lens.center().x(), lens.bottom()))
            overlay.draw_chip(painter, box, words)
        if spot.kind in (Kind.EDGE, Kind.CUT) and spot.target not in self._selection.targets:
            edge = spot.place[0], spot.place[1], spot.place[2]
            overlay.draw_pointed(painter, self._stroke(edge))
        for place, (box, text) in self._chips.items():
            lock = picture.marks.holds_weight(*place) and not self._is_cut(place)
            overlay.draw_chip(painter, box, text, lock=lock, selected=True)
            if place == self._focus:
                overlay.draw_focus(painter, box)
        text = self._words(spot) if self._alt else ""
        if text:
            lock = self._is_held(spot)
            box = overlay.chip(text, (0.0, 0.0), lock=lock)
            middle = self._at.x() + _CHIP_BESIDE + box.width() / 2, self._at.y() - _CHIP_UP
            overlay.draw_chip(painter, overlay.chip(text, middle, lock=lock), text, lock=lock)

    def _name(self, layer: int, unit: int) -> str:
        """What a neuron is called within its layer."""
        if layer == 0:
            return input_labels(self._document.experiment)[unit]
        return self.tr("neuron {0}").format(grouped(unit + 1))

    def _stroke(self, edge: Place) -> Stroke:
        assert self._picture is not None
        return Stroke(edge, *self._picture.stroke(edge), self._is_cut(edge))

    def _is_cut(self, edge: Place) -> bool:
        assert self._picture is not None
        return self._picture.marks.is_cut(*edge, self._picture.layout.layers[edge[0]].units)

    def _is_held(self, spot: Spot) -> bool:
        """Whether training leaves alone what the pointer is on."""
        assert self._picture is not None
        marks = self._picture.marks
        if spot.kind in (Kind.EDGE, Kind.CHIP):
            return marks.holds_weight(spot.place[0], spot.place[1], spot.place[2])
        return spot.kind in (Kind.GAUGE, Kind.NUMBER) and marks.holds_bias(spot.place[0], spot.place[1])

    def _words(self, spot: Spot) -> str:
        """The value of what is at a spot; nothing where it has none."""
        if spot.kind is Kind.CUT:
            return self.tr("cut")
        if spot.kind is Kind.NEURON and self._snapshot is not None:
            layer, unit = spot.place
            value = exactly(float(self._snapshot.activations[layer][unit]))
            return f"{self._name(layer, unit)} · a = {value}"
        parameter = parameter_of(spot)
        value = None if parameter is None else self._value(parameter)
        if parameter is None or value is None:
            return ""
        return f"w = {exactly(value)}" if parameter[1] is not None else f"b = {exactly(value)}"

    def _value_words(self, stroke: Stroke) -> list[str]:
        """The value of a selected edge, in more and in fewer letters."""
        whole = self._words(Spot(Kind.CUT if stroke.cut else Kind.EDGE, stroke.place))
        value = self._value((stroke.place[0] - 1, *stroke.place[1:]))
        if stroke.cut or value is None:
            return [whole] if whole else []
        return list(dict.fromkeys((whole, exactly(value), signed(value))))

    def _value(self, parameter: Parameter) -> float | None:
        """A parameter as it is shown."""
        if self._picture is None:
            return None
        layer, source, unit = parameter
        return self._picture.parameter(layer + 1, source, unit)

    # -- the pointer ----------------------------------------------------------------------------

    @property
    def neuron(self) -> tuple[int, int] | None:
        """The neuron under the pointer, its gauge and its number included; counted as on the canvas."""
        if self._spot.kind in (Kind.NEURON, Kind.GAUGE, Kind.NUMBER):
            return self._spot.place[0], self._spot.place[1]
        return None

    @property
    def cursor(self) -> Qt.CursorShape:
        """What a press would do, as a shape."""
        if self._spot.kind in _DRAGGED:
            return Qt.CursorShape.SizeHorCursor
        if self._spot.kind is Kind.NOTHING:
            return Qt.CursorShape.ArrowCursor
        return Qt.CursorShape.PointingHandCursor

    def spot_at(self, at: QPointF) -> Spot:
        return NOTHING if self._finder is None else self._finder.spot(at)

    def point(self, at: QPointF, alt: bool) -> None:
        """The pointer is at a point; with ``alt`` the value there is shown."""
        self._go(self.spot_at(at), at, alt)

    def leave(self) -> None:
        """The pointer is nowhere, or does something else."""
        self._go(NOTHING, self._at, False)

    def show_value(self, alt: bool) -> None:
        """The key that shows values went down, or up."""
        self._go(self._spot, self._at, alt)

    def _go(self, spot: Spot, at: QPointF, alt: bool) -> None:
        before, shown, neuron = self._spot, self._alt, self.neuron
        self._spot, self._at, self._alt = spot, at, alt
        if spot != before:
            self.moved.emit()
        if self.neuron != neuron:
            self.neuron_changed.emit()
        if spot != before or alt or shown:
            self._canvas.update()

    # -- what a press does ----------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> bool:
        """Take hold of a value under the pointer; says whether there was one."""
        at = event.position()
        spot = self.spot_at(at)
        self._stack = []
        if self._finder is not None and spot.kind in (Kind.EDGE, Kind.CUT):
            self._stack = self._finder.edges(at)
        parameter = parameter_of(spot)
        if parameter is None or spot.kind not in _DRAGGED:
            return False
        if spot.target not in self._selection.targets:
            self._selection.set(spot.target)
        self.dial.press(parameter, at)
        return True

    def press_again(self, at: QPointF) -> bool:
        """A double click: it joins the edge that is cut there; says whether there is one."""
        spot = self.spot_at(at)
        joins = spot.kind is Kind.CUT and self._selection.only == spot.target
        if joins:
            self.join_requested.emit()
        return joins

    def release(self) -> None:
        """The button was let go; a value that was not dragged may be typed now."""
        parameter = self.dial.held
        if self.dial.release() and parameter is not None:
            self.edit(parameter)

    def drop(self) -> None:
        """Forget what was pressed: it may be something else now."""
        self.dial.release()
        self._stack = []

    def tooltip(self, event: QHelpEvent) -> None:
        """What a neuron is called, and an input that has no label."""
        spot, picture = self.spot_at(QPointF(event.pos())), self._picture
        layer, unit = spot.place if spot.kind is Kind.NEURON else (-1, -1)
        if picture is None or layer < 0 or (layer == 0 and picture.layout.layers[0].labels):
            QToolTip.hideText()
            return
        name = neuron_title(unit) if layer else input_labels(self._document.experiment)[unit]
        place = QRectF(*picture.layout.layers[layer].rect(unit)).toAlignedRect()
        QToolTip.showText(event.globalPos(), name, self._canvas, place)

    def edit(self, parameter: Parameter) -> None:
        """Open a field for a weight or a bias where its value is written."""
        picture = self._picture
        if picture is None:
            return
        layer, source, unit = parameter[0] + 1, parameter[1], parameter[2]
        if source is None:
            number = picture.numbers().get((layer, unit))
            rect = picture.layout.layers[layer].rect(unit)
            center = QPointF(rect.middle[0], rect.bottom) if number is None else number.box.center()
        elif (layer, source, unit) in self._chips:
            center = self._chips[layer, source, unit][0].center()
        else:
            center = QPointF(*middle_of(picture.layout, (layer, source, unit)))
        self.dial.edit(parameter, center, parameter_name(self._document.experiment, parameter))

    def next_edge(self) -> bool:
        """Select the next of the edges that overlap where one was clicked; says whether there is another."""
        targets = [spot.target for spot in self._stack]
        if len(targets) < 2 or self._selection.only not in targets:
            return False
        self._selection.set(targets[(targets.index(self._selection.only) + 1) % len(targets)])
        return True


def parameter_of(spot: Spot) -> Parameter | None:
    """The weight or bias that a spot shows."""
    if spot.kind in (Kind.GAUGE, Kind.NUMBER):
        return spot.place[0] - 1, None, spot.place[1]
    if spot.kind in (Kind.EDGE, Kind.CHIP):
        return spot.place[0] - 1, spot.place[1], spot.place[2]
    return None


def parameter_name(experiment: Experiment, parameter: Parameter) -> str:
    """What a weight or a bias is called, without its value."""
    layer, source, unit = parameter
    translate = QCoreApplication.translate
    after = header_text(experiment, layer + 1, False).name
    if source is None:
        return translate("Canvas", "Bias of {0} neuron {1}").format(after, unit + 1)
    before = header_text(experiment, layer, False).name
    words = translate("Canvas", "Weight from {0} neuron {1} to {2} neuron {3}")
    return words.format(before, source + 1, after, unit + 1)
