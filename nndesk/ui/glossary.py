"""The words of the field that the window uses, each in a sentence."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from nndesk.ui.language import Language
from nndesk.ui.sheet import Sheet
from nndesk.ui.theme import Appearance
from nndesk.ui.widgets import Label


class GlossarySheet(Sheet):
    """One row for each word."""

    wide = 640

    def __init__(self, appearance: Appearance, window: QWidget, language: Language) -> None:
        super().__init__(appearance, window, "glossarySheet")
        language.changed.connect(self._speak)

    def _speak(self, _old: str) -> None:
        self.renew()

    def _title(self) -> str:
        return self.tr("Glossary")

    def _entries(self) -> list[tuple[str, str]]:
        """A word and what it says, in the order in which a course meets them."""
        return [
            (
                self.tr("Neuron"),
                self.tr("Multiplies each input by a weight, adds a bias, and applies an activation."),
            ),
            (
                self.tr("Weight"),
                self.tr("How much one neuron's output counts in the next: W in z = Wx + b."),
            ),
            (
                self.tr("Bias"),
                self.tr("What a neuron adds whatever its inputs are: b in z = Wx + b."),
            ),
            (
                self.tr("Activation"),
                self.tr("The function that makes a neuron's output of its sum: a = g(z). It bends."),
            ),
            (
                self.tr("Layer"),
                self.tr("Neurons with the same inputs. Hidden layers lie between input and output."),
            ),
            (
                self.tr("Forward pass"),
                self.tr("From a sample's inputs through all layers to the output."),
            ),
            (
                self.tr("Loss"),
                self.tr("One number for how wrong the outputs are. Training makes it smaller."),
            ),
            (
                self.tr("Gradient"),
                self.tr("How the loss changes with each weight and bias: ∂L/∂w."),
            ),
            (
                self.tr("Backpropagation"),
                self.tr("The chain rule from the loss back through the layers: all gradients in one pass."),
            ),
            (
                self.tr("Optimizer"),
                self.tr("The rule that makes a step of a gradient, such as SGD or Adam."),
            ),
            (
                self.tr("Learning rate"),
                self.tr("How long a step is. Too long, and the loss grows; too short, and it hardly falls."),
            ),
            (
                self.tr("Batch"),
                self.tr("The samples whose gradients are averaged for one step."),
            ),
            (
                self.tr("Epoch"),
                self.tr("Once through all training samples."),
            ),
            (
                self.tr("Start values"),
                self.tr("Random weights to begin with, as large as the layer's inputs and outputs ask for."),
            ),
            (
                self.tr("Test data"),
                self.tr("Samples that are never trained on. They show what is learned, not remembered."),
            ),
            (
                self.tr("Overfitting"),
                self.tr("The training loss falls on while the test loss rises."),
            ),
            (
                self.tr("Regularization"),
                self.tr(
                    "What keeps a network simple: L1 and L2 pull weights towards 0, dropout silences neurons."
                ),
            ),
            (
                self.tr("Saturated"),
                self.tr("A neuron at the flat end of its activation: its gradient is almost 0."),
            ),
            (
                self.tr("Dead"),
                self.tr("A ReLU neuron whose output is 0 for every sample: it learns nothing more."),
            ),
            (
                self.tr("Softmax"),
                self.tr("Makes outputs into probabilities that add up to 1."),
            ),
            (
                self.tr("Confusion matrix"),
                self.tr("How many samples of each class were taken for which class."),
            ),
        ]

    def _fill(self, column: QVBoxLayout) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (word, sentence) in enumerate(self._entries()):
            name = Label(self._appearance, word, "bodyStrong")
            says = Label(self._appearance, sentence, "body", "text2")
            says.setWordWrap(True)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(says, row, 1, Qt.AlignmentFlag.AlignTop)
        column.insertLayout(0, grid)
