"""The Training panel: how the loss falls, and everything that decides it but data, layers and loss."""

import math
from collections.abc import Mapping

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from nndesk.engine.initializers import INITIALIZERS
from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.engine.schedules import SCHEDULES
from nndesk.project import edits
from nndesk.project.catalogue import MAX_SEED, field
from nndesk.project.messages import Loaded, Snapshot
from nndesk.project.spec import Experiment, input_count
from nndesk.registry import QT_TRANSLATE_NOOP
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.drawings import descent
from nndesk.ui.fields import NumberField
from nndesk.ui.numbers import Number, Scale, format_number
from nndesk.ui.panels.base import ExperimentPanel, Problem, bounds
from nndesk.ui.panels.frame import PanelFrame
from nndesk.ui.panels.schedule import ScheduleSection
from nndesk.ui.plots import LossPlot
from nndesk.ui.rows import ComboRow, SliderRow
from nndesk.ui.theme import SIZE, Appearance
from nndesk.ui.tiles import Tile, TileGroup
from nndesk.ui.widgets import MARGIN, Label, Panel, Section, StatTile
from nndesk.ui.words import grouped, label_of, listed, written

_LOW = 640  # a panel in a window of 720 px


class TrainingPanel(ExperimentPanel):
    """Shown where nothing is selected."""

    def __init__(self, document: Document, controller: Controller, appearance: Appearance) -> None:
        super().__init__(document, controller, appearance, "trainingPanel", self.tr("Training"))
        self._tested = True
        self._make_numbers(appearance)
        self._make_optimizer(appearance)
        self._make_settings(appearance)
        self._make_schedule(appearance)
        self._make_start(appearance)
        self._more: Section | None = None  # `finish`
        self._start()
        controller.loaded.connect(self._show_run)
        controller.frame.connect(self._show_frame)
        if controller.data is not None:
            self._show_data(len(controller.data.x_train), len(controller.data.x_test))
        if controller.snapshot is not None:
            self._show_frame(controller.snapshot)

    # -- parts ------------------------------------------------------------------------------------

    def _make_numbers(self, appearance: Appearance) -> None:
        axes = self.tr("log scale · per epoch").replace(" · ", "  ·  ")
        loss = Section(appearance, self.tr("Loss"), axes)
        self._plot = LossPlot(appearance)
        loss.add(self._plot)
        self.add(loss)
        numbers = Section(appearance)
        self._train_loss = StatTile(appearance, "trainLossLabel", self.tr("Train loss"))
        self._test_loss = StatTile(appearance, "testLossLabel", self.tr("Test loss"), "test")
        self._measure = StatTile(appearance, "accuracyLabel", self.tr("Test accuracy"))
        self._parameters = StatTile(appearance, "parametersLabel", self.tr("Parameters"))
        numbers.add(_Stats(appearance, self._train_loss, self._test_loss, self._measure, self._parameters))
        self._reason = Problem(appearance, reveals=False)
        self._reason.set_color("text3")
        self._reason.setContentsMargins(0, 4, 0, 0)
        numbers.add(self._reason)
        self.add(numbers)

    def _make_optimizer(self, appearance: Appearance) -> None:
        section = Section(appearance, self.tr("Optimizer"))
        tiles = [
            Tile(entry.id, label_of(OPTIMIZERS, "optimizer", entry.id), descent(entry.id))
            for entry in OPTIMIZERS
        ]
        self._optimizer = TileGroup(
            appearance,
            "optimizerTiles",
            self.tr("Optimizer: how each step uses the gradient"),
            tiles,
            columns=4,
            picture=(61, 14),
            height=44,
            free=(2, 3),
        )
        self._optimizer.setToolTip(self.tr("How each step uses the gradient"))
        self._optimizer_problem = Problem(appearance)
        self._optimizer.asked.connect(
            lambda id: self._ask(
                self._optimizer_problem,
                lambda e: edits.set_value(e, "optimizer.kind", id),
                self.tr("optimizer"),
            )
        )
        section.add(self._optimizer)
        section.add(self._optimizer_problem)
        self.add(section)

    def _make_settings(self, appearance: Appearance) -> None:
        section = self._numbers = Section(appearance)
        self._learning_rate = SliderRow(
            appearance,
            "learningRateBox",
            self.tr("Learning rate"),
            Scale(1e-5, 10.0, log=True),
            *bounds("optimizer.learning_rate"),
            default=0.01,
            tooltip=self.tr("Size of each step"),
        )
        self._connect(self._learning_rate, "optimizer.learning_rate", self.tr("learning rate"))
        self._batch_size = SliderRow(
            appearance,
            "batchSizeBox",
            self.tr("Batch size"),
            Scale(1, 2, log=True, integer=True),
            1,
            math.inf,
            default=10,
            live=False,
            tooltip=self.tr("Samples per step"),
        )
        self._connect(self._batch_size, "training.batch_size", self.tr("batch size"))
        decay = self._setting(
            appearance, "weightDecayBox", "weight_decay", self.tr("Weight decay"),
            Scale(0, 0.1, log=True, smallest=1e-5), 0.0,
            self.tr("Decoupled, as in Keras"), self.tr("weight decay"),
        )  # fmt: skip
        for row in (self._learning_rate, self._batch_size, decay):
            section.add(row)
        self._settings = {"weight_decay": decay}  # and "momentum" from `_make_momentum`
        self.add(section)

    def _make_momentum(self) -> None:
        if "momentum" not in self._settings:
            row = self._settings["momentum"] = self._setting(
                self._appearance, "momentumBox", "momentum", self.tr("Momentum β"), _kept(0.999), 0.9,
                self.tr("How much of the last step is kept"), self.tr("momentum"),
            )  # fmt: skip
            self._numbers.add(row, after=self._learning_rate)

    def _setting(
        self, appearance: Appearance, name: str, key: str, label: str, scale: Scale, default: Number | None,
        tip: str, edit: str = "",
    ) -> SliderRow:  # fmt: skip
        """A slider for a setting of the optimizer; ``default`` is None for one that may be off.

        ``edit`` is what its edits are called, where that is not the label.
        """
        place = f"optimizer.{key}"
        off = self.tr("off") if default is None else ""
        row = SliderRow(appearance, name, label, scale, *bounds(place), default=default, off=off, tooltip=tip)
        self._connect(row, place, edit or label)
        return row

    def _make_schedule(self, appearance: Appearance) -> None:
        self._schedule = ScheduleSection(appearance)
        self._schedule.tiles.asked.connect(
            lambda id: self._ask(
                self._schedule, lambda e: edits.set_value(e, "schedule.kind", id), self.tr("schedule")
            )
        )
        self.add(self._schedule)

    def _make_lengths(self) -> None:
        if not self._schedule.lengths:
            self._schedule.make_lengths()
            for key, row in self._schedule.lengths.items():
                self._connect(row, f"schedule.{key}", self.tr("schedule"))

    def _make_start(self, appearance: Appearance) -> None:
        section = Section(appearance, self.tr("Start"))
        self._seed = NumberField(
            appearance, "seedBox", self.tr("Seed"), 0, MAX_SEED, integer=True, grouped=False,
            prefix=self.tr("seed"),
        )  # fmt: skip
        self._initializer = ComboRow(
            appearance,
            "initializerBox",
            self.tr("Initialiser"),
            [(entry.id, label_of(INITIALIZERS, "initializer", entry.id)) for entry in INITIALIZERS],
            field=self._seed,
            tooltip=self.tr("How the start values of all weights are drawn"),
        )
        self._initializer.asked.connect(
            lambda id: self._ask(self._initializer, lambda e: _initialized(e, id), self.tr("initialiser"))
        )
        self._seed.entered.connect(
            lambda seed: self._ask(
                self._initializer, lambda e: edits.set_value(e, "seed", seed), self.tr("seed")
            )
        )
        self._stop_value = NumberField(
            appearance, "stopValueBox", self.tr("Stop when: epoch"), 0, math.inf, integer=True, wide=True,
            off=self.tr("off"),
        )  # fmt: skip
        self._rules = {
            "epochs": self.tr("Epoch reaches"),
            "loss_below": self.tr("Loss is below"),
            "patience": self.tr("No gain for"),
        }
        self._rule = "epochs"
        self._stop = ComboRow(
            appearance,
            "stopBox",
            self.tr("Stop when"),
            list(self._rules.items()),
            field=self._stop_value,
            tooltip=self.tr(
                "When training pauses by itself: at an epoch, below a train loss, "
                "or after epochs without a lower test loss, back at the best one"
            ),
        )
        self._stop.asked.connect(self._show_rule)
        self._stop_value.entered.connect(
            lambda value: self._ask(
                self._stop,
                lambda e: edits.set_value(e, f"training.stop.{self._rule}", value),
                self.tr("stop rule"),
            )
        )
        self._other_rules = Label(appearance, "", "label", "text2")
        self._other_rules.setObjectName("stopRulesLabel")
        self._other_rules.setWordWrap(True)
        section.add(self._initializer)
        section.add(self._stop)
        section.add(self._other_rules)
        self.add(section)

    def _make_more(self, appearance: Appearance) -> None:
        section = self._more = Section(appearance, self.tr("More"), line=False)
        form = ComboRow(
            appearance,
            "epsilonFormBox",
            self.tr("Form of ε"),
            [("keras", self.tr("Keras: outside the correction")), ("paper", self.tr("Paper: inside it"))],
            tooltip=self.tr("Whether ε is added before or after the bias correction"),
        )
        self._connect_choice(form, "optimizer.epsilon_form", self.tr("form of ε"))
        self._more_settings: dict[str, SliderRow | ComboRow] = {
            "rho": self._setting(
                appearance, "rhoBox", "rho", "ρ", _kept(0.9999), 0.9,
                self.tr("How much of the mean squared gradient is kept"),
            ),
            "beta_1": self._setting(
                appearance, "beta1Box", "beta_1", "β₁", _kept(0.9999), 0.9,
                self.tr("How much of the mean gradient is kept"),
            ),
            "beta_2": self._setting(
                appearance, "beta2Box", "beta_2", "β₂", _kept(0.9999), 0.999,
                self.tr("How much of the mean squared gradient is kept"),
            ),
            "epsilon": self._setting(
                appearance, "epsilonBox", "epsilon", "ε", Scale(1e-16, 1e-2, log=True), 1e-7,
                self.tr("Keeps the division from growing without bound"),
            ),
            "epsilon_form": form,
            "global_clipnorm": self._setting(
                appearance, "clipNormBox", "global_clipnorm", self.tr("Clip gradient"),
                Scale(0.1, 100, log=True, off=True), None, self.tr("Limits very long steps"),
                self.tr("clip gradient"),
            ),
        }  # fmt: skip
        self._shuffle = ComboRow(
            appearance,
            "shuffleBox",
            self.tr("Shuffle"),
            [("epoch", self.tr("Every epoch")), ("once", self.tr("Once")), ("never", self.tr("Never"))],
            tooltip=self.tr("When the order of the samples is drawn anew"),
        )
        self._connect_choice(self._shuffle, "training.shuffle", self.tr("shuffle"))
        self._batching = ComboRow(
            appearance,
            "batchingBox",
            self.tr("Batches"),
            [("keras", self.tr("End with the epoch")), ("playground", self.tr("Run on"))],
            tooltip=self.tr("A smaller last batch, as in Keras, or batches across epochs, as in Playground"),
        )
        self._connect_choice(self._batching, "training.batching", self.tr("batches"))
        self._precision = ComboRow(
            appearance,
            "precisionBox",
            self.tr("Precision"),
            [("float64", self.tr("64 bits")), ("float32", self.tr("32 bits"))],
            tooltip=self.tr("Of all numbers in training: 32 bits are about 7 digits, 64 about 16"),
        )
        self._connect_choice(self._precision, "training.precision", self.tr("precision"))
        for row in (*self._more_settings.values(), self._shuffle, self._batching, self._precision):
            section.add(row)
        self.add(section)

    # -- showing ----------------------------------------------------------------------------------

    def take_view(self, other: PanelFrame) -> None:
        if isinstance(other, TrainingPanel):
            self._show_rule(other._rule)
            self._plot.take_view(other._plot)
            if other._more is None or other.reaches(other._more):
                self.finish()
            else:
                self.keep_below(other._more.height())

    def finish(self) -> None:
        if self._more is None:
            self._make_more(self._appearance)
            self.keep_below(0)
            self._make_momentum()
            self._show_settings(self._document.experiment, self._settings)
            self._make_lengths()
            self._schedule.show_lengths(self._document.experiment.schedule)
            self._show_more(self._document.experiment)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._plot.show_higher(self.height() < _LOW)

    def _show(self, experiment: Experiment) -> None:
        optimizer, training = experiment.optimizer, experiment.training
        self._optimizer.show_checked(optimizer.kind)
        self._learning_rate.show_value(optimizer.learning_rate)
        if optimizer.kind in OPTIMIZERS and "momentum" in OPTIMIZERS[optimizer.kind].settings:
            self._make_momentum()
        self._show_settings(experiment, self._settings)
        whole = optimizer.kind in OPTIMIZERS and OPTIMIZERS[optimizer.kind].full_batch
        self._batch_size.show_value(training.batch_size)
        self._batch_size.setEnabled(not whole)
        self._batch_size.setToolTip(
            self.tr("Gradient descent takes all samples at once") if whole else self.tr("Samples per step")
        )
        kinds = {layer.initializer.kind for layer in experiment.network.layers}
        kind = kinds.pop() if len(kinds) == 1 else ""
        self._initializer.show_value(kind, label_of(INITIALIZERS, "initializer", kind) or self.tr("mixed"))
        self._seed.show_value(experiment.seed)
        if SCHEDULES[experiment.schedule.kind].settings:
            self._make_lengths()
        self._schedule.show_experiment(experiment)
        self._show_rule(self._rule)
        count = parameter_count(experiment)
        self._parameters.show_value(_short(count), grouped(count))
        if self._more is not None:
            self._show_more(experiment)

    def _show_more(self, experiment: Experiment) -> None:
        """Show what is in the section that may come later than the others."""
        self._show_settings(experiment, self._more_settings)
        training = experiment.training
        self._shuffle.show_value(training.shuffle)
        self._batching.show_value(training.batching)
        self._precision.show_value(training.precision)

    def _show_settings(self, experiment: Experiment, rows: Mapping[str, SliderRow | ComboRow]) -> None:
        """Show settings of the optimizer, and which of them it has."""
        optimizer = experiment.optimizer
        uses = OPTIMIZERS[optimizer.kind].settings if optimizer.kind in OPTIMIZERS else {}
        for key, row in rows.items():
            row.show_value(getattr(optimizer, key))
            row.setVisible(key in uses)

    @Slot(str)
    def _show_rule(self, rule: str) -> None:
        """Let the box edit ``rule``, and list the others that are set."""
        self._rule, stop = rule, self._document.experiment.training.stop
        known = field(f"training.stop.{rule}")
        self._stop.show_problem("")
        self._stop.show_value(rule)
        self._stop_value.show_range(known.low, known.high, integer=known.integer)
        self._stop_value.setAccessibleName(self.tr("Stop when: {0}").format(self._rules[rule]))
        self._stop_value.show_value(getattr(stop, rule))
        written = {
            "epochs": self.tr("at epoch {0}"),
            "loss_below": self.tr("at a loss below {0}"),
            "patience": self.tr("after {0} epochs without gain"),
        }
        others = [
            text.format(format_number(getattr(stop, key)))
            for key, text in written.items()
            if key != rule and getattr(stop, key) is not None
        ]
        self._other_rules.setText(self.tr("Also {0}").format(listed(others)) if others else "")
        self._other_rules.setVisible(bool(others))

    @Slot(object)
    def _show_run(self, loaded: Loaded) -> None:
        self._show_data(len(loaded.data.x_train), len(loaded.data.x_test))

    def _show_data(self, trained: int, tested: int) -> None:
        self._tested = tested > 0
        self._batch_size.show_scale(Scale(1, max(trained, 2), log=True, integer=True))

    @Slot(object)
    def _show_frame(self, snapshot: Snapshot) -> None:
        if self.isVisible():
            self._show_history(snapshot)
        self._train_loss.show_value(written(snapshot.train_loss))
        if snapshot.test_loss is None:
            self._test_loss.show_value("–", self.tr("All rows are for training"))
        else:
            self._test_loss.show_value(written(snapshot.test_loss))
        self._show_measure(snapshot)
        self._schedule.show_frame(snapshot)

    def _show_history(self, snapshot: Snapshot) -> None:
        history = self._controller.history
        if history is not None:
            last = self._document.experiment.training.stop.epochs
            self._plot.show_history(history, snapshot.recorded, last)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._controller.snapshot is not None:
            self._show_history(self._controller.snapshot)

    def _show_measure(self, snapshot: Snapshot) -> None:
        metrics = snapshot.metrics
        accuracy = metrics.get("accuracy")
        # Keras's accuracy of numbers asks for outputs that, rounded, equal their targets.
        reason = ""
        if accuracy is not None and "r2" in metrics:
            reason = self.tr("Accuracy counts outputs that equal their target when rounded: here none can.")
        self._reason.show_problem(reason)
        if accuracy is not None:
            name = self.tr("Test accuracy") if self._tested else self.tr("Train accuracy")
            self._measure.show_label(name)
            self._measure.show_value(f"{accuracy:.1%}", reason)
        else:
            self._measure.show_label(self.tr("R² on test") if self._tested else self.tr("R² on train"))
            r2 = metrics.get("r2")
            self._measure.show_value("–" if r2 is None else written(r2))


class _Stats(QWidget):
    """Numbers beside each other; in two lines where the text is large."""

    def __init__(self, appearance: Appearance, *tiles: StatTile) -> None:
        super().__init__()
        self._tiles, self._columns = tiles, 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self._arrange()
        appearance.changed.connect(self._arrange)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and not self._has_room():
            self._place(2)  # for good: a number that took more room will do so again
        return super().event(event)

    def _has_room(self) -> bool:
        wide = sum(tile.sizeHint().width() for tile in self._tiles) + 6 * (len(self._tiles) - 1)
        return wide <= SIZE["panel"] - 2 * MARGIN

    @Slot()
    def _arrange(self) -> None:
        self._place(len(self._tiles) if self._has_room() else 2)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for place, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, *divmod(place, columns))


def parameter_count(experiment: Experiment) -> int:
    """How many weights and biases the network has."""
    inputs, count = input_count(experiment), 0
    for layer in experiment.network.layers:
        count += (inputs + 1) * layer.units
        inputs = layer.units
    return count


def _kept(most: float) -> Scale:
    """The scale of a share that is kept, from none to ``most``."""
    return Scale(0.0, most, near_one=True)


def _initialized(experiment: Experiment, kind: str) -> Experiment:
    """``experiment`` with the weights of all layers drawn by ``kind``."""
    layers = range(len(experiment.network.layers))
    return edits.set_values(experiment, {f"network.layers.{i}.initializer.kind": kind for i in layers})


def _short(count: int) -> str:
    return grouped(count) if count < 1_000_000 else f"{count / 1_000_000:.2f}M"


PANEL = Panel("training", QT_TRANSLATE_NOOP("Panel", "Training"), "network", TrainingPanel)
