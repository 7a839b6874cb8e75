"""The Edge panel: one weight, its path through training, and what it does for the shown sample."""

import math
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.project import masks
from nndesk.project.messages import Snapshot, WeightView
from nndesk.project.spec import Experiment, input_count
from nndesk.registry import QT_TRANSLATE_NOOP
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.panels.base import ButtonBar, Problem
from nndesk.ui.panels.parameter import ParameterPanel, frozen_reason
from nndesk.ui.places import weight_name
from nndesk.ui.rows import is_large, stack
from nndesk.ui.theme import Appearance
from nndesk.ui.trail import WeightPlot
from nndesk.ui.weightrow import WeightRow
from nndesk.ui.widgets import Button, IconButton, Label, Panel, Section
from nndesk.ui.words import grouped, label_of, signed

_FORWARD, _GRADIENT = "𝑤·𝑎", "𝛿·𝑎"


class _Line(QWidget):
    """What is measured, perhaps with its formula, and the number at the right."""

    def __init__(self, appearance: Appearance, name: str, words: str, formula: str, color: str) -> None:
        super().__init__()
        self._appearance = appearance
        self.words = Label(appearance, words, "number")
        self.number = Label(appearance, "", "bodyStrong", color)
        self.number.setObjectName(name)
        self.number.set_meaning(words)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 1, 0, 1)
        self._row.setSpacing(0)
        left = QHBoxLayout()
        left.setSpacing(3)
        left.addWidget(self.words)
        left.addWidget(Label(appearance, formula, "math_inline"))  # also without one: rows are of one height
        left.addStretch(1)
        self._row.addLayout(left, 1)
        self._row.addWidget(self.number)
        self._arrange()
        appearance.changed.connect(self._arrange)

    @Slot()
    def _arrange(self) -> None:
        stack(self._row, is_large(self._appearance.theme))

    def show_number(self, text: str, reason: str = "") -> None:
        self.number.setText(text)
        self.setToolTip(reason)


class EdgePanel(ParameterPanel):
    """Of one weight; `show_weight` says which."""

    _source = 0
    _number = math.nan  # the weight in the newest frame

    def __init__(self, document: Document, controller: Controller, appearance: Appearance) -> None:
        super().__init__(document, controller, appearance, "edgePanel", self.tr("Weight"))
        self._lock = IconButton(
            appearance, "lock-open", self.tr("Freeze"), icon_size=14, token="text2", size=28
        )
        self._lock.clicked.connect(self._turn_freezing)
        self.add_button(self._lock)
        self._make_value(appearance)
        self._make_trail(appearance)
        self._make_sample(appearance)
        self._make_buttons(appearance)
        self._start()
        appearance.changed.connect(self._show_name)

    def show_weight(self, layer: int, source: int, unit: int) -> None:
        """Show the weight from input ``source`` to ``unit`` of ``layer``, counted as in the experiment."""
        self._layer, self._source, self._unit = layer, source, unit
        self._show_document()
        self._refresh()

    # -- parts ------------------------------------------------------------------------------------

    def _make_value(self, appearance: Appearance) -> None:
        section = Section(appearance, self.tr("Value"))
        self._value = WeightRow(appearance, "weightBox", self.tr("Weight"))
        self._value.asked.connect(self._enter)
        self._hint = Label(appearance, "", "label", "text2")
        self._hint.setWordWrap(True)
        section.add(self._value)
        section.add(self._hint)
        self.add(section)

    def _make_trail(self, appearance: Appearance) -> None:
        section = Section(appearance, self.tr("Through training"))
        self._trail = WeightPlot(appearance)
        section.add(self._trail)
        self.add(section)

    def _make_sample(self, appearance: Appearance) -> None:
        self._sample = Section(appearance, self.tr("For this sample"))
        self._forward = _Line(appearance, "forwardLabel", self.tr("Carries forward"), _FORWARD, "text")
        self._gradient = _Line(appearance, "gradientLabel", self.tr("Gradient"), _GRADIENT, "grad")
        self._change = _Line(appearance, "changeLabel", "", "", "text")
        for line in (self._forward, self._gradient, self._change):
            self._sample.add(line)
        self.add(self._sample)

    def _make_buttons(self, appearance: Appearance) -> None:
        section = Section(appearance, line=False)
        self._freeze = Button(appearance, self.tr("Freeze"), icon="lock")
        self._freeze.setObjectName("freezeEdgeButton")
        self._freeze.setToolTip(self.tr("Training leaves a frozen weight alone"))
        self._freeze.clicked.connect(self._turn_freezing)
        self._cut = Button(appearance, self.tr("Cut edge"), icon="scissors")
        self._cut.setObjectName("cutEdgeButton")
        self._cut.setToolTip(self.tr("A cut edge carries nothing and does not learn"))
        self._cut.clicked.connect(self._turn_cut)
        self._start_value = Button(appearance, self.tr("Start value"), icon="undo")
        self._start_value.setObjectName("startValueButton")
        self._start_value.clicked.connect(self._go_to_start)
        self._problem = Problem(appearance)
        section.add(ButtonBar(self._freeze, self._cut, self._start_value))
        section.add(self._problem)
        self.add(section)

    # -- asking -----------------------------------------------------------------------------------

    @Slot(object, int)
    def _enter(self, value: float, gesture: int) -> None:
        if self._set_parameter(self._value, self._source, value, gesture):
            self._value.show_value(value)

    @Slot()
    def _turn_freezing(self) -> None:
        layer, source, unit = self._layer, self._source, self._unit
        on = (source, unit) not in self._document.experiment.network.layers[layer].frozen.weights
        text = self.tr("freeze weight") if on else self.tr("unfreeze weight")
        self._ask(self._problem, lambda e: masks.freeze_weight(e, layer, source, unit, on), text)

    @Slot()
    def _turn_cut(self) -> None:
        layer, source, unit = self._layer, self._source, self._unit
        on = (source, unit) not in self._document.experiment.network.layers[layer].cut
        text = self.tr("cut weight") if on else self.tr("join weight")
        self._ask(self._problem, lambda e: masks.cut_weight(e, layer, source, unit, on), text)

    @Slot()
    def _go_to_start(self) -> None:
        """Back to what the run began with; where it stands there to what the seed draws."""
        place = self._layer, self._source, self._unit
        self._controller.back_to_start([place], self.tr("start value"))

    def _start_number(self) -> float | None:
        """The weight at epoch 0."""
        flat = self._controller.start_parameters
        if flat is None or self._layer >= len(self._places):
            return None
        place = self._places[self._layer]
        if place.bias.stop > len(flat) or self._source >= place.shape[0] or self._unit >= place.shape[1]:
            return None
        return float(flat[place.weights.start + self._source * place.shape[1] + self._unit])

    def _set_by_hand(self) -> bool:
        values = self._document.experiment.network.layers[self._layer].values.weights
        return any(value[:2] == (self._source, self._unit) for value in values)

    # -- showing ----------------------------------------------------------------------------------

    def _show(self, experiment: Experiment) -> None:
        layers = experiment.network.layers
        self._layer = min(self._layer, len(layers) - 1)
        layer = layers[self._layer]
        inputs = layers[self._layer - 1].units if self._layer else input_count(experiment)
        self._unit, self._source = min(self._unit, layer.units - 1), min(self._source, inputs - 1)
        self._show_name()
        place = self._source, self._unit
        reason, cut = frozen_reason(layer, self._unit), place in layer.cut
        locked = bool(reason) or place in layer.frozen.weights
        self._lock.show_icon("lock" if locked else "lock-open")
        name = self.tr("Unfreeze") if place in layer.frozen.weights else self.tr("Freeze")
        self._lock.setAccessibleName(name)
        self._lock.setToolTip(reason or name)
        self._freeze.setText(name)
        self._freeze.updateGeometry()
        for button in (self._lock, self._freeze):
            button.setEnabled(not cut and not reason)
        self._cut.setText(self.tr("Join edge") if cut else self.tr("Cut edge"))
        self._cut.updateGeometry()
        self._value.show_cut(cut)
        hint = self.tr("Double-click to type. Drag for small steps; hold Shift for ×10.")
        if cut:
            hint = self.tr("This edge is cut: it carries nothing and does not learn.")
        elif reason:
            hint = self.tr("{0}: training leaves this weight alone.").format(reason)
        self._hint.setText(hint)
        self._value.setToolTip(hint if cut else "")
        self._sample.setVisible(not cut)
        optimizer = label_of(OPTIMIZERS, "optimizer", experiment.optimizer.kind)
        change = self.tr("Next step of {0}").format(optimizer)
        self._change.words.setText(change)
        self._change.number.set_meaning(change)
        self._problem.show_problem("")
        self._show_start(cut)

    @Slot()
    def _show_name(self) -> None:
        """Say between which neurons it is, in few letters where the whole names have no room."""
        place = self._layer, self._source, self._unit
        name = weight_name(self._document.experiment, *place)
        metrics = QFontMetricsF(self._appearance.theme.font("caption"))
        if metrics.horizontalAdvance(name) > self.words_width:
            name = weight_name(self._document.experiment, *place, short=True)
        self.show_title(name, self.tr("Weight"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_name()

    def _show_start(self, cut: bool) -> None:
        """Say what the button goes back to."""
        start, at_start = self._start_number(), self._controller.at_start
        self._value.show_moved(not at_start)
        moved = start is not None and self._number != start
        self._start_value.setEnabled(not cut and (moved or (at_start and self._set_by_hand())))
        tip = self.tr("Back to the start value that the seed draws")
        if start is not None:
            self._value.show_start(start)
            if moved:
                tip = self.tr("Back to {0}, where this run began").format(signed(start))
        self._start_value.setToolTip(tip)

    def _looks(self) -> dict[str, Any]:
        place = self._layer, self._source, self._unit
        return {"weight": place, "trail": place}

    def _show_frame(self, snapshot: Snapshot) -> None:
        place = self._source, self._unit
        self._number = float(self._weights_of(snapshot, self._layer)[place])
        self._value.show_live(self._number)
        self._show_start(place in self._document.experiment.network.layers[self._layer].cut)
        view = snapshot.weight
        if view is None or (view.layer, view.source, view.unit) != (self._layer, *place):
            return
        if snapshot.trail is not None:
            self._trail.show_trail(*snapshot.trail)
        self._show_view(snapshot, view)

    def _show_view(self, snapshot: Snapshot, view: WeightView) -> None:
        data = self._controller.data
        trained = len(data.x_train) if data is not None else snapshot.sample + 1
        tested = snapshot.sample >= trained
        words = self.tr("For test sample {0}") if tested else self.tr("For sample {0}")
        number = snapshot.sample - trained if tested else snapshot.sample
        self._sample.heading.setText(words.format(grouped(number + 1)))
        parts = view.value, view.input, view.value * view.input
        self._forward.show_number("{} × {} = {}".format(*(signed(part, 2) for part in parts)))
        tip = self.tr("How the loss of this sample changes with the weight")
        if tested:
            tip = self.tr("{0}; nothing is learned from it").format(tip)
        self._gradient.show_number(signed(view.gradient, 4), tip)
        self._change.show_number(
            signed(view.change, 4), self.tr("What the next batch does to this weight, not this sample alone")
        )


PANEL = Panel("edge", QT_TRANSLATE_NOOP("Panel", "Weight"), "network", EdgePanel)
