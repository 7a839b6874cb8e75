"""The Loss panel: what is minimised."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from nndesk.engine.activations import ACTIVATIONS
from nndesk.engine.losses import LOSSES
from nndesk.project import edits
from nndesk.project.spec import Experiment, class_count
from nndesk.registry import QT_TRANSLATE_NOOP
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.drawings import loss_curve
from nndesk.ui.panels.base import ExperimentPanel, Problem
from nndesk.ui.theme import Appearance
from nndesk.ui.tiles import Tile, TileGroup
from nndesk.ui.widgets import Label, Panel, Section
from nndesk.ui.words import formula_html, label_of, listed

_FOR_CLASSES = "categorical_crossentropy"  # sums over the classes of a row


class LossPanel(ExperimentPanel):
    """Kinds of loss as pictures, what fits the outputs, and the formula."""

    def __init__(self, document: Document, controller: Controller, appearance: Appearance) -> None:
        super().__init__(document, controller, appearance, "lossPanel", self.tr("Loss"))
        kinds = Section(appearance, self.tr("Kind"))
        tiles = [Tile(entry.id, label_of(LOSSES, "loss", entry.id), loss_curve(entry.id)) for entry in LOSSES]
        self._kinds = TileGroup(
            appearance, "lossTiles", self.tr("Loss"), tiles, columns=3, picture=(88, 36), height=67
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
        formula = Section(appearance, self.tr("Formula"), line=False)
        self._formula = _Formula(appearance)
        formula.add(self._formula)
        self._letters = Label(appearance, "", "label", "text2")
        self._letters.setWordWrap(True)
        formula.add(self._letters)
        self._formula_section = formula
        self.add(formula)
        self._start()

    def _show(self, experiment: Experiment) -> None:
        kind = experiment.loss.kind
        self._problem.show_problem("")
        self._kinds.show_checked(kind)
        reasons: list[str] = []
        for entry in LOSSES:
            reason = self._misfit(experiment, entry.id)
            self._kinds.show_enabled(entry.id, not reason or entry.id == kind, reason)
            if reason:
                reasons.append(reason)
        fits = kind in LOSSES and not self._misfit(experiment, kind)
        outputs = self._outputs(experiment)
        text = (self.tr("Fits: {0}.") if fits else self.tr("Outputs: {0}.")).format(outputs)
        for reason in reasons:
            text = self.tr("{0} {1}").format(text, reason)
        self._fit.setText(text)
        self._formula_section.setVisible(kind in LOSSES)
        if kind in LOSSES:
            self._formula.show_formula("L = " + LOSSES[kind].formula)
            self._letters.setText(
                self.tr("o output, t target; summed over the classes, then the mean over the rows")
                if kind == _FOR_CLASSES
                else self.tr("o output, t target; the mean over rows and outputs")
            )

    def _misfit(self, experiment: Experiment, kind: str) -> str:
        """Why the loss ``kind`` makes no sense for the outputs as they are, or ""."""
        label, classes = label_of(LOSSES, "loss", kind), class_count(experiment)
        output = experiment.network.layers[-1]
        if kind == _FOR_CLASSES and not classes:
            return self.tr("{0} needs classes.").format(label)
        if kind == _FOR_CLASSES and classes == 2:
            return ""  # it brings a second output with it
        fitting = LOSSES[kind].outputs
        if output.activation in fitting:
            return ""
        names = [label_of(ACTIVATIONS, "activation", name) for name in fitting]
        if len(names) == 1:
            return self.tr("{0} needs {1} outputs.").format(label, names[0])
        return self.tr("{0} needs {1} or {2} outputs.").format(label, listed(names[:-1]), names[-1])

    def _outputs(self, experiment: Experiment) -> str:
        output, classes = experiment.network.layers[-1], class_count(experiment)
        activation = label_of(ACTIVATIONS, "activation", output.activation)
        if output.units == 1:
            outputs = self.tr("1 {0} output").format(activation)
        else:
            outputs = self.tr("{0} {1} outputs").format(output.units, activation)
        task = self.tr("{0} classes").format(classes) if classes else self.tr("a number to predict")
        return self.tr("{0}, {1}").format(outputs, task)


class _Formula(QLabel):
    """A formula in the middle of its line."""

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

    def _restyle(self) -> None:
        theme = self._appearance.theme
        self.setFont(theme.font("math_block"))
        self.setMinimumHeight(theme.line("math_block"))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, theme.color("text"))
        self.setPalette(palette)


PANEL = Panel("loss", QT_TRANSLATE_NOOP("Panel", "Loss"), "network", LossPanel)
