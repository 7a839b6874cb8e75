"""The weight matrix: all weights of one layer at once, behind a count chip of the canvas."""

import numpy as np
from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent

from nndesk.project.messages import Snapshot
from nndesk.project.spec import Experiment, input_count
from nndesk.project.summary import still_places
from nndesk.registry import QT_TRANSLATE_NOOP
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.matrix import MatrixView
from nndesk.ui.painted import Painted, draw_ramp
from nndesk.ui.panels.base import ButtonBar, RunPanel
from nndesk.ui.places import neuron_name, weight_name
from nndesk.ui.theme import Appearance, draw_text
from nndesk.ui.widgets import Button, Label, Panel, Section
from nndesk.ui.words import grouped, layer_name, signed, written

_NUMBER = 52  # wide, at an end of the scale


class _Scale(Painted):
    """The colours, from the largest weight below zero to the largest above."""

    def __init__(self, appearance: Appearance, label: str) -> None:
        super().__init__(appearance, "matrixScale", label, 16)
        self._end = ""

    def show_end(self, end: float) -> None:
        text = written(end)
        if text != self._end:
            self._end = text
            self.setAccessibleDescription(f"±{text}")
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect = self._appearance.theme, QRectF(self.rect())
        painter = QPainter(self)
        room, align = theme.px(_NUMBER), Qt.AlignmentFlag
        draw_ramp(painter, rect.adjusted(room, 3, -room, -3), theme)
        for text, side in ((f"−{self._end}", align.AlignLeft), (f"+{self._end}", align.AlignRight)):
            draw_text(
                painter, rect, side | align.AlignVCenter, text, theme.font("caption"), theme.color("text2")
            )


class MatrixPanel(RunPanel):
    """Of one layer; `show_layer` says which."""

    _layer = 0
    _cut: frozenset[tuple[int, int]] = frozenset()  # (to, from)
    _frozen = np.zeros((1, 1), dtype=np.bool_)  # the same way, with the biases last

    def __init__(self, document: Document, controller: Controller, appearance: Appearance) -> None:
        super().__init__(document, controller, appearance, "weightMatrix", self.tr("Weights"))
        self._at = -1, -1
        section = Section(appearance, self.tr("Weights"), " ")
        self._section = section
        self._view = MatrixView(appearance, "matrixView", self.tr("Weight matrix"))
        self._view.read.connect(self._read)
        self._view.selected.connect(self._select)
        self._scale = _Scale(appearance, self.tr("Scale of the colours"))
        self._reading = Label(appearance, "", "label", "text2")
        self._reading.setObjectName("matrixReading")
        self._reading.setWordWrap(True)
        section.add(self._view)
        section.body.addSpacing(6)
        section.add(self._scale)
        section.add(self._reading)
        self.add(section)
        foot = Section(appearance, line=False)
        self._copy = Button(appearance, self.tr("Copy as table"), icon="copy")
        self._copy.setObjectName("copyMatrixButton")
        self._copy.setToolTip(self.tr("All numbers, for a spreadsheet (Ctrl+C)"))
        self._copy.clicked.connect(self._view.copy)
        foot.add(ButtonBar(self._copy))
        self.add(foot)
        self._start()

    def show_layer(self, layer: int) -> None:
        """Show the weights into ``layer``, counted as in the experiment."""
        self._layer = layer
        self._at = -1, -1
        self._show_document()
        self._refresh()

    def _show(self, experiment: Experiment) -> None:
        layers = experiment.network.layers
        self._layer = min(self._layer, len(layers) - 1)
        to = layer_name(self._layer, len(layers))
        self.show_title(self.tr("{0} › {1}").format(self.tr("Network"), to), self.tr("Weights"))
        inputs = layers[self._layer - 1].units if self._layer else input_count(experiment)
        source = layer_name(self._layer - 1, len(layers)) if self._layer else self.tr("Input")
        self._section.heading.setText(self.tr("{0} → {1}").format(source, to))
        count = self.tr("{0} × {1} and biases").format(grouped(layers[self._layer].units), grouped(inputs))
        self._section.caption.setText(count)
        layer = layers[self._layer]
        self._cut = frozenset((unit, source) for source, unit in layer.cut)
        self._frozen = still_places(layer, inputs).T.copy()
        for place in self._cut:
            self._frozen[place] = False
        self._view.show_marks(self._cut, self._frozen)
        self._show_reading()

    def _show_frame(self, snapshot: Snapshot) -> None:
        weights, bias = self._weights_of(snapshot, self._layer), self._biases_of(snapshot, self._layer)
        end = self._view.show_cells(weights, bias)
        self._scale.show_end(end)
        self._show_reading()

    @Slot(int, int)
    def _read(self, row: int, column: int) -> None:
        self._at = row, column
        self._show_reading()

    def _show_reading(self) -> None:
        """Name the cell that is looked at, with its value; else say what rows and columns are."""
        row, column = self._at
        rows, columns = self._view.shape
        if not (0 <= row < rows and 0 <= column < columns):
            text = self.tr("A row for each neuron, a column for each of its inputs; the last is the bias")
            if self._cut or self._frozen.any():
                text = self.tr("{0}. Squares are frozen, lines are cut").format(text)
            self._reading.setText(text)
            return
        experiment = self._document.experiment
        if column == columns - 1:
            name = self.tr("{0} · bias").format(neuron_name(experiment, self._layer, row))
        else:
            name = weight_name(experiment, self._layer, column, row)
        text = self.tr("{0}: {1}").format(name, signed(self._view.value(row, column), 4))
        if (row, column) in self._cut:
            text = self.tr("{0}: cut").format(name)
        elif self._frozen[row, column]:
            text = self.tr("{0} · frozen").format(text)
        self._reading.setText(text)
        self._view.say(text)

    @Slot(int, int)
    def _select(self, row: int, column: int) -> None:
        if column == self._view.shape[1] - 1:
            self.selected.emit(f"layers.{self._layer}.units.{row}")
        else:
            self.selected.emit(f"layers.{self._layer}.weights.{column}.{row}")


PANEL = Panel("matrix", QT_TRANSLATE_NOOP("Panel", "Weights"), "network", MatrixPanel)
