"""The Loss panel: what is minimised."""

import re

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent, QPalette, QShowEvent, QTextDocument
from PySide6.QtWidgets import QLabel

from nndesk.engine.activations import ACTIVATIONS
from nndesk.engine.losses import LOSSES
from nndesk.project import edits
from nndesk.project.catalogue import field
from nndesk.project.messages import Snapshot
from nndesk.project.spec import Experiment, class_count
from nndesk.registry import QT_TRANSLATE_NOOP
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.drawings import loss_curve
from nndesk.ui.hardest import HardestList
from nndesk.ui.numbers import Scale
from nndesk.ui.panels.base import ExperimentPanel, Problem, bounds
from nndesk.ui.rows import ComboRow, SliderRow
from nndesk.ui.theme import SIZE, Appearance, math_text
from nndesk.ui.tiles import Tile, TileGroup
from nndesk.ui.widgets import MARGIN, Label, Panel, Section
from nndesk.ui.words import formula_html, label_of, listed, within_sentence

_BETWEEN_HAN = re.compile("(?<=[\u3400-\u9fff])\u2009(?=[\u3400-\u9fff])")
_LISTED = 3  # activations that a sentence names
_EQUAL = "equal"  # classes: no weights
_FOR_CLASSES = "categorical_crossentropy"  # sums over the classes of a row


class LossPanel(ExperimentPanel):
    """Kinds of loss as pictures, what fits the outputs, the formula, and the rows it is largest for."""

    def __init__(self, document: Document, controller: Controller, appearance: Appearance) -> None:
        super().__init__(document, controller, appearance, "lossPanel", self.tr("Loss"))
        kinds = Section(appearance, self.tr("Kind"))
        tiles = [Tile(entry.id, label_of(LOSSES, "loss", entry.id), loss_curve(entry.id)) for entry in LOSSES]
        self._kinds = TileGroup(
            appearance,
            "lossTiles",
            self.tr("Loss"),
            tiles,
            columns=3,
            picture=(86, 35),
            height=67,
            free=(2, 3),
        )
        self._problem = Problem(appearance)
        self._kinds.asked.connect(
            lambda id: self._ask(self._problem, lambda e: edits.set_loss(e, id), self.tr("loss"))
        )
        self._fit = Label(appearance, "", "label", "text2")
        self._fit.setWordWrap(True)
        self._fit.setContentsMargins(0, 6, 0, 0)
        kinds.add(self._kinds)
        kinds.add(self._problem)
        kinds.add(self._fit)
        self.add(kinds)
        formula = Section(appearance, self.tr("Formula"))
        self._formula = _Formula(appearance)
        formula.add(self._formula)
        self._letters = Label(appearance, "", "label", "text2")
        self._letters.setWordWrap(True)
        formula.add(self._letters)
        self._formula_section = formula
        self.add(formula)
        self._make_hardest(appearance)
        self._make_settings(appearance)
        self._start()

    def _make_hardest(self, appearance: Appearance) -> None:
        self._hardest_section = Section(appearance, self.tr("Hardest samples"), self.tr("click to show"))
        self._hardest = HardestList(appearance)
        self._hardest.asked.connect(self._controller.select_sample)
        self._hardest_section.add(self._hardest)
        self._controller.frame.connect(self._show_frame)
        if self._controller.snapshot is not None:
            self._show_frame(self._controller.snapshot)
        self.add(self._hardest_section)

    @Slot(object)
    def _show_frame(self, snapshot: Snapshot) -> None:
        data = self._controller.data
        if snapshot.hardest is not None and data is not None:
            self._hardest.show_frame(data, snapshot)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._controller.look(hardest=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._controller.look(hardest=False)

    def _make_settings(self, appearance: Appearance) -> None:
        self._settings = section = Section(appearance, line=False)
        self._delta = SliderRow(
            appearance,
            "deltaBox",
            self.tr("Limit δ"),
            Scale(0.1, 10, log=True),
            *bounds("loss.delta"),
            default=1.0,
            tooltip=self.tr("Larger errors count linearly, no longer squared"),
        )
        self._connect(self._delta, "loss.delta", self.tr("limit δ"))
        self._smoothing = SliderRow(
            appearance,
            "labelSmoothingBox",
            self.tr("Label smoothing"),
            Scale(0, 0.3),
            *bounds("loss.label_smoothing"),
            default=0.0,
            tooltip=self.tr("How far training moves targets from 0 and 1"),
        )
        self._connect(self._smoothing, "loss.label_smoothing", self.tr("label smoothing"))
        self._class_weight = ComboRow(
            appearance,
            "classWeightBox",
            self.tr("Class weights"),
            [(_EQUAL, self.tr("Equal")), ("balanced", self.tr("Balanced"))],
            tooltip=self.tr("Balanced: rows of rare classes count more"),
        )
        self._class_weight.asked.connect(
            lambda id: self._ask(
                self._class_weight,
                lambda e: edits.set_value(e, "loss.class_weight", None if id == _EQUAL else id),
                self.tr("class weights"),
            )
        )
        for row in (self._delta, self._smoothing, self._class_weight):
            section.add(row)
        self.add(section)

    def _show(self, experiment: Experiment) -> None:
        kind = experiment.loss.kind
        self._problem.show_problem("")
        self._kinds.show_checked(kind)
        misfits: dict[str, list[str]] = {}  # what is needed → the losses that need it
        for entry in LOSSES:
            needed, label = self._needed(experiment, entry.id), label_of(LOSSES, "loss", entry.id)
            reason = self._needs([label], needed) if needed else ""
            self._kinds.show_enabled(entry.id, not reason or entry.id == kind, reason)
            if needed:
                misfits.setdefault(needed, []).append(label)
        fits = kind in LOSSES and not self._needed(experiment, kind)
        outputs = self._outputs(experiment)
        text = (self.tr("Fits: {0}.") if fits else self.tr("Outputs: {0}.")).format(outputs)
        for needed, labels in misfits.items():
            text = self.tr("{0} {1}").format(text, self._needs(labels, needed))
        self._fit.setText(text)
        self._show_settings(experiment)
        self._formula_section.setVisible(kind in LOSSES)
        if kind in LOSSES:
            self._formula.show_formula("L = " + LOSSES[kind].formula)
            letters = (
                self.tr("{0} predicted, {1} target; summed over the classes, then the mean over the rows")
                if kind == _FOR_CLASSES
                else self.tr("{0} predicted, {1} target; the mean over rows and outputs")
            )
            self._letters.setText(letters.format(math_text("p"), math_text("y")))

    def _show_settings(self, experiment: Experiment) -> None:
        loss, classes = experiment.loss, class_count(experiment)
        huber, smooth = (field(f"loss.{key}").belongs_to(loss.kind) for key in ("delta", "label_smoothing"))
        self._delta.show_value(loss.delta)
        self._delta.setVisible(huber)
        self._smoothing.show_value(loss.label_smoothing)
        self._smoothing.setVisible(smooth)
        self._class_weight.show_problem("")
        if isinstance(loss.class_weight, tuple):
            numbers = " · ".join(f"{weight:g}" for weight in loss.class_weight)
            self._class_weight.show_value("", numbers)
            self._class_weight.box.setToolTip(numbers)  # which may be more than there is room for
        else:
            self._class_weight.show_value(loss.class_weight or _EQUAL)
            self._class_weight.box.setToolTip("")
        self._class_weight.setVisible(classes > 0)
        self._settings.setVisible(huber or smooth or classes > 0)

    def _needed(self, experiment: Experiment, kind: str) -> str:
        """What the loss ``kind`` needs and the experiment has not, or ""."""
        classes, output = class_count(experiment), experiment.network.layers[-1]
        if kind == _FOR_CLASSES and not classes:
            return self.tr("classes")
        if kind == _FOR_CLASSES and classes == 2:
            return ""  # it brings a second output with it
        fitting = LOSSES[kind].outputs
        if output.activation in fitting:
            return ""
        names = [within_sentence(label_of(ACTIVATIONS, "activation", name)) for name in fitting]
        if len(names) == 1:
            return self.tr("{0} outputs").format(names[0])
        if len(names) <= _LISTED:
            return self.tr("{0} or {1} outputs").format(listed(names[:-1]), names[-1])
        present = within_sentence(label_of(ACTIVATIONS, "activation", output.activation))
        return self.tr("outputs other than {0}").format(present)

    def _needs(self, labels: list[str], needed: str) -> str:
        """That the losses called ``labels`` need something."""
        if len(labels) == 1:
            return self.tr("{0} needs {1}.").format(labels[0], needed)
        labels = [labels[0], *map(within_sentence, labels[1:])]
        return self.tr("{0} and {1} need {2}.").format(listed(labels[:-1]), labels[-1], needed)

    def _outputs(self, experiment: Experiment) -> str:
        output, classes = experiment.network.layers[-1], class_count(experiment)
        activation = within_sentence(label_of(ACTIVATIONS, "activation", output.activation))
        if output.units == 1:
            outputs = self.tr("1 {0} output").format(activation)
        else:
            outputs = self.tr("{0} {1} outputs").format(output.units, activation)
        outputs = _BETWEEN_HAN.sub("", outputs)
        task = self.tr("{0} classes").format(classes) if classes else self.tr("a number to predict")
        return self.tr("{0}, {1}").format(outputs, task)


class _Formula(QLabel):
    """A formula in the middle of its line; very large ones are as large as there is room for."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self._restyle()
        appearance.changed.connect(self._restyle)

    def show_formula(self, formula: str) -> None:
        self.setText(formula_html(formula))
        self._fit()

    def _fit(self) -> None:
        theme, words = self._appearance.theme, QTextDocument()
        words.setDocumentMargin(0)
        words.setDefaultFont(theme.font("math_block"))
        words.setHtml(self.text())
        fit = (SIZE["panel"] - 2 * MARGIN - 2) / max(words.idealWidth(), 1.0)
        self.setFont(theme.font("math_block", 1.0 if fit >= 1 else max(fit, 1 / theme.text_scale)))

    @Slot()
    def _restyle(self) -> None:
        theme = self._appearance.theme
        self._fit()
        self.setMinimumHeight(theme.line("math_block"))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, theme.color("text"))
        self.setPalette(palette)


PANEL = Panel("loss", QT_TRANSLATE_NOOP("Panel", "Loss"), "network", LossPanel)
