"""The Layer panel: neurons, activation, start values and regularisation of the selected layer."""

from PySide6.QtCore import Slot

from nndesk.engine.activations import ACTIVATIONS
from nndesk.engine.initializers import INITIALIZERS
from nndesk.project import edits
from nndesk.project.catalogue import MAX_UNITS, field
from nndesk.project.messages import Snapshot
from nndesk.project.spec import Experiment, Initializer, Layer, class_count, input_count
from nndesk.registry import QT_TRANSLATE_NOOP
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.drawings import activation_curve
from nndesk.ui.fields import NumberField
from nndesk.ui.histogram import Histogram
from nndesk.ui.numbers import Scale
from nndesk.ui.panels.base import ButtonBar, Problem, RunPanel, bounds
from nndesk.ui.rows import ComboRow, FieldRow, SliderRow
from nndesk.ui.theme import Appearance
from nndesk.ui.tiles import Tile, TileGroup
from nndesk.ui.widgets import Button, IconButton, Label, Panel, Section
from nndesk.ui.words import grouped, label_of, layer_name

_OUTPUT_ONLY = "softmax"  # mixes the units of its layer, which only outputs ask for


class LayerPanel(RunPanel):
    """Of one hidden layer or the output layer; `show_layer` says which."""

    def __init__(self, document: Document, controller: Controller, appearance: Appearance) -> None:
        super().__init__(document, controller, appearance, "layerPanel", self.tr("Layer"))
        self._layer = 0
        self._delete = IconButton(appearance, "trash-2", self.tr("Remove this layer"), icon_size=15, size=28)
        self._delete.setObjectName("deleteLayerButton")
        self._delete.clicked.connect(self._remove_layer)
        self.add_button(self._delete)
        self._make_units(appearance)
        self._make_activation(appearance)
        self._make_start_values(appearance)
        self._make_regularisation(appearance)
        self._make_weights(appearance)
        self._make_buttons(appearance)
        self._start()

    def show_layer(self, layer: int) -> None:
        """Show ``layer``, counted as in the experiment."""
        self._layer = layer
        self._show_document()
        self._refresh()

    def _place(self, key: str) -> str:
        return f"network.layers.{self._layer}.{key}"

    # -- parts ------------------------------------------------------------------------------------

    def _make_units(self, appearance: Appearance) -> None:
        section = Section(appearance)
        self._units = SliderRow(
            appearance,
            "unitsBox",
            self.tr("Neurons"),
            Scale(1, MAX_UNITS, log=True, integer=True),
            1,
            MAX_UNITS,
            default=4,
            live=False,
        )
        self._units.asked.connect(
            lambda units, gesture: self._ask(
                self._units, lambda e: edits.set_units(e, self._layer, units), self.tr("neurons"), gesture
            )
        )
        self._sum = Label(appearance, "", "label", "text2")
        self._sum.setWordWrap(True)
        self._sum.setContentsMargins(0, 1, 0, 0)
        section.add(self._units)
        section.add(self._sum)
        self.add(section)

    def _make_activation(self, appearance: Appearance) -> None:
        self._activation_section = Section(
            appearance, self.tr("Activation"), self.tr("softmax: output layer only")
        )
        tiles = [
            Tile(entry.id, label_of(ACTIVATIONS, "activation", entry.id), activation_curve(entry))
            for entry in ACTIVATIONS
        ]
        self._activation = TileGroup(
            appearance,
            "activationTiles",
            self.tr("Activation"),
            tiles,
            columns=6,
            picture=(40, 22),
            height=52,
            free=(2, 4),
        )
        self._activation.setToolTip(self.tr("What a neuron makes of its weighted sum"))
        self._activation_problem = Problem(appearance)
        self._activation.asked.connect(
            lambda id: self._ask(
                self._activation_problem,
                lambda e: edits.set_activation(e, self._layer, id),
                self.tr("activation"),
            )
        )
        self._activation_section.add(self._activation)
        self._activation_section.add(self._activation_problem)
        self._slope = SliderRow(
            appearance,
            "negativeSlopeBox",
            self.tr("Slope below 0"),
            Scale(0, 1),
            *bounds("network.layers.0.negative_slope"),
            default=0.2,
            live=False,
            tooltip=self.tr("How much of a negative sum comes through"),
        )
        self._connect(self._slope, "negative_slope", self.tr("slope below 0"))
        self._alpha = SliderRow(
            appearance,
            "eluAlphaBox",
            self.tr("Depth α"),
            Scale(0.01, 10, log=True),
            *bounds("network.layers.0.alpha"),
            default=1.0,
            live=False,
            tooltip=self.tr("The output of a very negative sum is −α"),
        )
        self._connect(self._alpha, "alpha", self.tr("depth α"))
        self._activation_section.body.addSpacing(4)
        self._activation_section.add(self._slope)
        self._activation_section.add(self._alpha)
        self.add(self._activation_section)

    def _make_start_values(self, appearance: Appearance) -> None:
        section = Section(appearance, self.tr("Start values"))
        self._weights = self._initializer_row(
            appearance, "layerInitializerBox", self.tr("Weights"), "initializer"
        )
        self._weights_value = self._value_row(
            appearance, "initializerValueBox", self.tr("Weights’ value"), "initializer"
        )
        self._bias = self._initializer_row(
            appearance, "layerBiasInitializerBox", self.tr("Biases"), "bias_initializer"
        )
        self._bias_value = self._value_row(
            appearance, "biasInitializerValueBox", self.tr("Biases’ value"), "bias_initializer"
        )
        for row in (self._weights, self._weights_value, self._bias, self._bias_value):
            section.add(row)
        self.add(section)

    def _initializer_row(self, appearance: Appearance, name: str, label: str, key: str) -> ComboRow:
        allowed = field(f"network.layers.0.{key}.kind").choices
        choices = [
            (entry.id, label_of(INITIALIZERS, "initializer", entry.id))
            for entry in INITIALIZERS
            if entry.id in allowed
        ]
        row = ComboRow(
            appearance, name, label, choices, tooltip=self.tr("How the start values of this layer are drawn")
        )
        self._connect_choice(row, f"{key}.kind", self.tr("start values"))
        return row

    def _value_row(self, appearance: Appearance, name: str, label: str, key: str) -> FieldRow:
        low, high = bounds(f"network.layers.0.{key}.value")
        row = FieldRow(appearance, label, NumberField(appearance, name, label, low, high))
        row.asked.connect(
            lambda value, gesture: self._ask(
                row, lambda e: self._with_start_value(e, key, value), self.tr("start value"), gesture
            )
        )
        return row

    def _with_start_value(self, experiment: Experiment, key: str, value: float) -> Experiment:
        """``experiment`` with ``value`` as the number that the kind of initializer at ``key`` has."""
        initializer = edits.get_value(experiment, self._place(key))
        setting = INITIALIZERS[initializer.kind].setting
        return edits.set_value(experiment, self._place(f"{key}.{setting}"), value)

    def _make_regularisation(self, appearance: Appearance) -> None:
        section = Section(appearance, self.tr("Regularisation"))

        def penalty(name: str, key: str, label: str, tip: str) -> SliderRow:
            scale, place = Scale(0, 0.1, log=True, smallest=1e-5), f"regularizer.{key}"
            row = SliderRow(
                appearance, name, label, scale, *bounds(f"network.layers.0.{place}"), default=0.0, tooltip=tip
            )
            self._connect(row, place, label)
            return row

        self._l1 = penalty("l1Box", "l1", "L1", self.tr("Adds L1·Σ|w| to the loss: weights go to 0"))
        self._l2 = penalty("l2Box", "l2", "L2", self.tr("Adds L2·Σw² to the loss: weights stay small"))
        self._zero = ComboRow(
            appearance,
            "zeroStaysBox",
            self.tr("Weights at 0"),
            [("false", self.tr("Learn on")), ("true", self.tr("Stay 0"))],
            tooltip=self.tr("Whether a weight that L1 drove through 0 may leave it, as in Playground"),
        )
        self._zero.asked.connect(
            lambda id: self._ask(
                self._zero,
                lambda e: edits.set_value(e, self._place("regularizer.zero_stays"), id == "true"),
                self.tr("weights at 0"),
            )
        )
        self._dropout = SliderRow(
            appearance,
            "dropoutBox",
            self.tr("Dropout"),
            Scale(0, 0.9),
            *bounds("network.layers.0.dropout"),
            default=0.0,
            percent=True,
        )
        self._connect(self._dropout, "dropout", self.tr("dropout"))
        for row in (self._l1, self._l2, self._zero, self._dropout):
            section.add(row)
        self.add(section)

    def _make_weights(self, appearance: Appearance) -> None:
        section = Section(appearance, self.tr("Weights now"))
        self._histogram = Histogram(appearance, "weightsNow", self.tr("Weights now"))
        section.add(self._histogram)
        self.add(section)

    def _make_buttons(self, appearance: Appearance) -> None:
        section = Section(appearance, line=False)
        self._freeze = Button(appearance, self.tr("Freeze layer"), icon="snowflake")
        self._freeze.setObjectName("freezeLayerButton")
        self._freeze.setToolTip(self.tr("Training leaves a frozen layer alone"))
        self._freeze.clicked.connect(self._turn_freezing)
        self._new_start = Button(appearance, self.tr("New start"), icon="dices")
        self._new_start.setObjectName("newStartLayerButton")
        self._new_start.setToolTip(self.tr("Other start values of this layer, from a seed of its own"))
        self._new_start.clicked.connect(
            lambda: self._ask(
                self._button_problem,
                lambda e: edits.new_layer_start(e, self._layer),
                self.tr("new start of a layer"),
            )
        )
        self._add_neuron = Button(appearance, self.tr("Add neuron"), icon="plus")
        self._add_neuron.setObjectName("addNeuronButton")
        self._remove_neuron = Button(appearance, self.tr("Remove neuron"), icon="minus")
        self._remove_neuron.setObjectName("removeNeuronButton")
        self._add_layer = Button(appearance, self.tr("Add layer"), icon="plus")
        self._add_layer.setObjectName("addLayerButton")
        self._remove = Button(appearance, self.tr("Remove layer"), icon="minus")
        self._remove.setObjectName("removeLayerButton")
        self._button_problem = Problem(appearance)
        self._add_neuron.clicked.connect(
            lambda: self._ask(
                self._button_problem, lambda e: edits.add_neuron(e, self._layer), self.tr("add neuron")
            )
        )
        self._remove_neuron.clicked.connect(
            lambda: self._ask(
                self._button_problem, lambda e: edits.remove_neuron(e, self._layer), self.tr("remove neuron")
            )
        )
        self._add_layer.clicked.connect(
            lambda: self._ask(self._button_problem, self._with_another_layer, self.tr("add layer"))
        )
        self._remove.clicked.connect(self._remove_layer)
        section.add(ButtonBar(self._freeze, self._new_start))
        section.body.addSpacing(6)
        section.add(ButtonBar(self._add_neuron, self._remove_neuron, self._add_layer, self._remove))
        section.add(self._button_problem)
        self.add(section)

    # -- asking -----------------------------------------------------------------------------------

    def _with_another_layer(self, experiment: Experiment) -> Experiment:
        """A new layer behind this one; before the output layer, which stays the last."""
        hidden = len(experiment.network.layers) - 1
        return edits.add_layer(experiment, min(self._layer + 1, hidden))

    @Slot()
    def _remove_layer(self) -> None:
        self._ask(self._button_problem, lambda e: edits.remove_layer(e, self._layer), self.tr("remove layer"))

    @Slot()
    def _turn_freezing(self) -> None:
        trains = edits.get_value(self._document.experiment, self._place("trainable"))
        self._ask(
            self._button_problem,
            lambda e: edits.set_value(e, self._place("trainable"), not trains),
            self.tr("freeze layer") if trains else self.tr("unfreeze layer"),
        )

    # -- showing ----------------------------------------------------------------------------------

    def _show(self, experiment: Experiment) -> None:
        layers = experiment.network.layers
        self._layer = min(self._layer, len(layers) - 1)
        layer, last = layers[self._layer], self._layer == len(layers) - 1
        inputs = layers[self._layer - 1].units if self._layer else input_count(experiment)
        self.show_title(self.tr("Network"), layer_name(self._layer, len(layers)))
        self._show_units(inputs, layer.units, last)
        self._activation_section.caption.setVisible(not last)
        reason = self.tr("Softmax: output layer only") if not last else ""
        if last and not class_count(experiment):
            reason = self.tr("Softmax needs classes; these data have a number to predict")
        self._activation.show_enabled(_OUTPUT_ONLY, not reason or layer.activation == _OUTPUT_ONLY, reason)
        self._activation.show_checked(layer.activation)
        self._activation_problem.show_problem("")
        self._button_problem.show_problem("")
        for row, value_row, initializer in (
            (self._weights, self._weights_value, layer.initializer),
            (self._bias, self._bias_value, layer.bias_initializer),
        ):
            row.show_problem("")
            row.show_value(initializer.kind, label_of(INITIALIZERS, "initializer", initializer.kind))
            self._show_start_value(value_row, initializer)
        self._show_settings(layer, last)

    def _show_start_value(self, row: FieldRow, initializer: Initializer) -> None:
        setting = INITIALIZERS[initializer.kind].setting
        row.setVisible(setting is not None)
        if setting is None:
            return
        known = field(f"network.layers.0.initializer.{setting}")
        row.field.show_range(known.low, known.high, integer=False)
        row.show_label(
            {"limit": self.tr("Limit ±"), "stddev": self.tr("Spread")}.get(setting, self.tr("Value"))
        )
        row.show_value(getattr(initializer, setting))

    def _show_settings(self, layer: Layer, last: bool) -> None:
        self._slope.show_value(layer.negative_slope)
        self._slope.setVisible(layer.activation == "leaky_relu")
        self._alpha.show_value(layer.alpha)
        self._alpha.setVisible(layer.activation == "elu")
        regularizer = layer.regularizer
        self._l1.show_value(regularizer.l1)
        self._l2.show_value(regularizer.l2)
        self._zero.show_problem("")
        self._zero.show_value("true" if regularizer.zero_stays else "false")
        self._zero.setVisible(regularizer.l1 > 0 or regularizer.zero_stays)
        self._dropout.show_value(layer.dropout)
        self._dropout.setEnabled(not last)
        self._dropout.setToolTip(
            self.tr("The output layer has no dropout")
            if last
            else self.tr("The share of outputs that every training step leaves out")
        )
        self._freeze.setText(self.tr("Freeze layer") if layer.trainable else self.tr("Unfreeze layer"))
        self._freeze.updateGeometry()

    def _show_frame(self, snapshot: Snapshot) -> None:
        self._histogram.show_values(self._weights_of(snapshot, self._layer))

    def _show_units(self, inputs: int, units: int, last: bool) -> None:
        self._units.show_value(units)
        self._units.setEnabled(not last)
        why = self.tr("The number of outputs follows from the data") if last else ""
        self._units.setToolTip(why)
        parameters = (inputs + 1) * units
        words = (
            self.tr("{0} → {1} · {2} parameters, {3} of them a bias")
            if units == 1
            else self.tr("{0} → {1} · {2} parameters, {3} of them biases")
        )
        text = words.format(grouped(inputs), grouped(units), grouped(parameters), grouped(units))
        self._sum.setText(f"{text}\n{why}" if why else text)
        self._add_neuron.setEnabled(not last and units < MAX_UNITS)
        self._remove_neuron.setEnabled(not last and units > 1)
        full = self.tr("A layer has at most {0} neurons").format(grouped(MAX_UNITS))
        self._add_neuron.setToolTip(why or (full if units == MAX_UNITS else ""))
        self._remove_neuron.setToolTip(
            why or (self.tr("A layer keeps at least one neuron") if units == 1 else "")
        )
        for button in (self._delete, self._remove):
            button.setEnabled(not last)
            button.setToolTip(self.tr("The output layer stays") if last else self.tr("Remove this layer"))


PANEL = Panel("layer", QT_TRANSLATE_NOOP("Panel", "Layer"), "network", LayerPanel)
