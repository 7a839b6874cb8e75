"""The Neuron panel: what one neuron puts out, its incoming weights, its bias."""

import math
from typing import Any

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from nndesk.data.kinds import KINDS
from nndesk.engine.activations import ACTIVATIONS
from nndesk.project import edits, masks
from nndesk.project.messages import Snapshot, UnitView
from nndesk.project.spec import Experiment, input_count
from nndesk.registry import QT_TRANSLATE_NOOP
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.canvas.shape import entry
from nndesk.ui.histogram import OutputHistogram
from nndesk.ui.incoming import IncomingTable
from nndesk.ui.livefield import LiveField
from nndesk.ui.painted import SignedBar
from nndesk.ui.panels.base import ButtonBar, Problem
from nndesk.ui.panels.parameter import ParameterPanel, frozen_reason
from nndesk.ui.places import input_name, neuron_title, short_names
from nndesk.ui.rows import is_large, stack
from nndesk.ui.theme import Appearance
from nndesk.ui.unitpicture import UnitPicture
from nndesk.ui.widgets import Button, IconButton, Label, Panel, Section
from nndesk.ui.words import grouped, layer_name, written

_BARS = 86  # high, the histogram
_ROOM = 14  # between picture and histogram
_TO_LOCK = 5  # from a number


class NeuronPanel(ParameterPanel):
    """Of one neuron, hidden or output; `show_unit` says which."""

    def __init__(self, document: Document, controller: Controller, appearance: Appearance) -> None:
        super().__init__(document, controller, appearance, "neuronPanel", self.tr("Neuron"))
        self._make_output(appearance)
        self._make_incoming(appearance)
        self._make_bias(appearance)
        self._make_buttons(appearance)
        self._start()

    def show_unit(self, layer: int, unit: int) -> None:
        """Show neuron ``unit`` of ``layer``, counted as in the experiment."""
        self._layer, self._unit = layer, unit
        self._show_document()
        self._refresh()

    # -- parts ------------------------------------------------------------------------------------

    def _make_output(self, appearance: Appearance) -> None:
        self._output = Section(appearance, self.tr("Output of the neuron"))
        self._picture = UnitPicture(appearance)
        self._rows_label = Label(appearance, "", "label", "text2")
        self._rows_label.setWordWrap(True)
        self._histogram = OutputHistogram(appearance, "outputHistogram", self.tr("Outputs"), _BARS)
        self._mean = Label(appearance, "", "label", "text2")
        self._mean.setObjectName("outputMeanLabel")
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self._rows_label)
        column.addWidget(self._histogram)
        column.addStretch(1)
        column.addWidget(self._mean)
        parts = QWidget()
        self._output_row = QBoxLayout(QBoxLayout.Direction.LeftToRight, parts)
        self._output_row.setContentsMargins(0, 0, 0, 3)
        self._output_row.setSpacing(_ROOM)
        self._output_row.addWidget(self._picture)
        self._output_row.addLayout(column, 1)
        self._output.add(parts)
        self.add(self._output)
        self._arrange()
        appearance.changed.connect(self._arrange)

    @Slot()
    def _arrange(self) -> None:
        stack(self._output_row, is_large(self._appearance.theme))

    def _make_incoming(self, appearance: Appearance) -> None:
        self._incoming = Section(appearance, self.tr("Incoming weights"), " ")
        self._table = IncomingTable(appearance, "incomingTable", self.tr("Incoming weights"))
        self._table_problem = Problem(appearance)
        self._table.entered.connect(self._enter_weight)
        self._table.lock_asked.connect(self._lock_weight)
        self._table.opened.connect(self._open_weight)
        self._table.refused.connect(self._table_problem.show_problem)
        self._incoming.add(self._table)
        self._incoming.add(self._table_problem)
        self.add(self._incoming)

    def _make_bias(self, appearance: Appearance) -> None:
        section = Section(appearance, self.tr("Bias"))
        self._bias_name = QWidget()  # as wide as the names above; a label keeps a hint of its old width
        name = QHBoxLayout(self._bias_name)
        name.setContentsMargins(0, 0, 0, 0)
        name.addWidget(Label(appearance, "𝑏", "math_inline", "text2"))
        self._bias_bar = SignedBar(appearance, "biasBar", self.tr("Bias"))
        self._bias = LiveField(appearance, "biasBox", self.tr("Bias"))
        self._bias_lock = IconButton(
            appearance, "lock-open", self.tr("Freeze the bias"), icon_size=14, token="text2", held=True
        )
        self._bias_lock.setObjectName("biasLockButton")
        self._bias_problem = Problem(appearance)
        self._bias.entered.connect(self._enter_bias)
        self._bias.dragged.connect(self._enter_bias)
        self._bias.refused.connect(self._bias_problem.show_problem)
        self._bias.settled.connect(self._settle_bias)
        self._bias.textEdited.connect(self._settle_bias)
        self._bias_lock.clicked.connect(self._turn_bias_lock)
        self._bias_row = QWidget()
        row = QHBoxLayout(self._bias_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._bias_name)
        row.addWidget(self._bias_bar, 1)
        row.addSpacing(8)
        row.addWidget(self._bias)
        row.addSpacing(_TO_LOCK)
        row.addWidget(self._bias_lock)
        section.add(self._bias_row)
        section.add(self._bias_problem)
        self.add(section)
        self._table.arranged.connect(self._align)
        self._align()

    @Slot()
    def _align(self) -> None:
        """Have the bias stand below the weights."""
        left, lock, free = self._table.columns()
        self._bias_name.setFixedWidth(left)
        row = self._bias_row.layout()
        assert row is not None
        row.setContentsMargins(0, 0, free + lock - _TO_LOCK - self._bias_lock.sizeHint().width(), 0)

    def _make_buttons(self, appearance: Appearance) -> None:
        section = Section(appearance, line=False)
        self._freeze = Button(appearance, self.tr("Freeze neuron"), icon="snowflake")
        self._freeze.setObjectName("freezeNeuronButton")
        self._freeze.setToolTip(self.tr("Training leaves a frozen neuron’s weights and bias alone"))
        self._freeze.clicked.connect(self._turn_freezing)
        self._delete = Button(appearance, "", icon="trash-2")
        self._delete.setObjectName("deleteNeuronButton")
        self._delete.setAccessibleName(self.tr("Delete this neuron"))
        self._delete.clicked.connect(self._delete_neuron)
        self._problem = Problem(appearance)
        section.add(ButtonBar(self._freeze, self._delete))
        section.add(self._problem)
        self.add(section)

    # -- asking -----------------------------------------------------------------------------------

    @Slot(int, float)
    def _enter_weight(self, source: int, value: float) -> None:
        self._set_parameter(self._table_problem, source, value)

    @Slot(object, int)
    @Slot(object)
    def _enter_bias(self, value: float, gesture: int | None = None) -> None:
        if self._set_parameter(self._bias_problem, None, value, gesture):
            self._bias.show_value(value)

    @Slot()
    def _settle_bias(self) -> None:
        self._bias_problem.show_problem("")

    @Slot(int, bool)
    def _lock_weight(self, source: int, on: bool) -> None:
        text = self.tr("freeze weight") if on else self.tr("unfreeze weight")
        layer, unit = self._layer, self._unit
        self._ask(
            self._table_problem, lambda e: masks.freeze_weight(e, layer, source, unit, on), text
        )  # fmt: skip

    @Slot()
    def _turn_bias_lock(self) -> None:
        layer, unit = self._layer, self._unit
        on = unit not in self._document.experiment.network.layers[layer].frozen.bias
        text = self.tr("freeze bias") if on else self.tr("unfreeze bias")
        self._ask(self._bias_problem, lambda e: masks.freeze_bias(e, layer, unit, on), text)

    @Slot()
    def _turn_freezing(self) -> None:
        layer, unit = self._layer, self._unit
        on = unit not in self._document.experiment.network.layers[layer].frozen.units
        text = self.tr("freeze neuron") if on else self.tr("unfreeze neuron")
        self._ask(self._problem, lambda e: masks.freeze_unit(e, layer, unit, on), text)

    @Slot()
    def _delete_neuron(self) -> None:
        layer, unit = self._layer, self._unit
        self.selected.emit(f"layers.{layer}")  # not the neuron that moves up to this one's place
        self._ask(self._problem, lambda e: edits.remove_neuron(e, layer, unit), self.tr("remove neuron"))

    @Slot(int)
    def _open_weight(self, source: int) -> None:
        self.selected.emit(f"layers.{self._layer}.weights.{source}.{self._unit}")

    # -- showing ----------------------------------------------------------------------------------

    def _show(self, experiment: Experiment) -> None:
        layers = experiment.network.layers
        self._layer = min(self._layer, len(layers) - 1)
        layer, last = layers[self._layer], self._layer == len(layers) - 1
        self._unit = min(self._unit, layer.units - 1)
        crumb = self.tr("{0} › {1}").format(self.tr("Network"), layer_name(self._layer, len(layers)))
        self.show_title(crumb, neuron_title(self._unit))
        inputs = layers[self._layer - 1].units if self._layer else input_count(experiment)
        self._incoming.caption.setText(grouped(inputs))
        reason = frozen_reason(layer, self._unit)
        frozen, unit = layer.frozen, self._unit
        self._table.show_rows(
            short_names(experiment, self._layer - 1),
            frozenset(source for source, to in frozen.weights if to == unit),
            frozenset(source for source, to in layer.cut if to == unit),
            reason,
        )
        locked = bool(reason) or unit in frozen.bias
        self._bias_lock.show_icon("lock" if locked else "lock-open")
        self._bias_lock.setEnabled(not reason)
        name = self.tr("Unfreeze the bias") if locked else self.tr("Freeze the bias")
        self._bias_lock.setAccessibleName(name)
        self._bias_lock.setToolTip(reason or name)
        self._freeze.setText(self.tr("Unfreeze neuron") if unit in frozen.units else self.tr("Freeze neuron"))
        self._freeze.updateGeometry()
        self._delete.setEnabled(not last and layer.units > 1)
        why = self.tr("The number of outputs follows from the data") if last else ""
        why = why or (self.tr("A layer keeps at least one neuron") if layer.units == 1 else "")
        self._delete.setToolTip(why or self.tr("Delete this neuron"))
        for problem in (self._table_problem, self._bias_problem, self._problem):
            problem.show_problem("")
        self._show_heading(experiment)

    def _show_heading(self, experiment: Experiment) -> None:
        """Say what the picture is, and take it away where there is none."""
        kind = entry(KINDS, experiment.data.kind)
        plane = kind is not None and kind.plane
        line = kind is not None and not plane and len(kind.columns) == 1
        pixels = kind.pixels if kind is not None and self._layer == 0 else None
        heading = self.tr("Output of the neuron")
        if plane:
            heading = self.tr("Output over the input plane")
        elif line:
            heading = self.tr("Output over {0}").format(input_name(experiment, 0))
        elif pixels:
            heading = self.tr("Incoming weights as an image")
        self._output.heading.setText(heading)
        self._pixels = pixels
        if not (plane or line or pixels):
            self._picture.hide()

    def _looks(self) -> dict[str, Any]:
        return {"unit": (self._layer, self._unit)}

    def _show_frame(self, snapshot: Snapshot) -> None:
        weights = self._weights_of(snapshot, self._layer)[:, self._unit]
        bias = float(self._biases_of(snapshot, self._layer)[self._unit])
        sizes = np.abs(weights[np.isfinite(weights)])
        whole = float(sizes.max()) if sizes.size else 0.0
        self._table.show_values(weights, whole)
        self._bias_bar.show_value(bias, whole)
        self._bias.show_live(bias)
        if self._pixels and weights.size == self._pixels[0] * self._pixels[1]:
            self._picture.show_weights(weights.reshape(self._pixels), self.tr("Incoming weights as an image"))
        view = snapshot.unit
        if view is not None and (view.layer, view.unit) == (self._layer, self._unit):
            self._show_outputs(view)

    def _show_outputs(self, view: UnitView) -> None:
        layer = self._document.experiment.network.layers[self._layer]
        activation = entry(ACTIVATIONS, layer.activation)
        if activation is None:
            return
        data = self._controller.data
        rows = len(data.x_train) if data is not None else len(view.outputs)
        shown = len(view.outputs)
        words = self.tr("Outputs for {0} training points")
        if shown < rows:
            words = self.tr("Outputs for {0} of {1} training points")
        self._rows_label.setText(words.format(grouped(shown), grouped(rows)))
        self._histogram.show_values(view.outputs, activation.low, activation.high)
        mean = written(view.mean, 2)
        words = self.tr("mean {0}")
        if view.flat is not None:
            bounded = math.isfinite(activation.high)
            words = self.tr("mean {0} · saturated {1}") if bounded else self.tr("mean {0} · silent {1}")
        self._mean.setText(words.format(mean, f"{view.flat or 0.0:.0%}"))
        if view.picture.size and not self._pixels:
            self._picture.show_output(view.picture, activation, self._output.heading.text())


PANEL = Panel("neuron", QT_TRANSLATE_NOOP("Panel", "Neuron"), "network", NeuronPanel)
