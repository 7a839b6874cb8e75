"""Edits of what is selected: what the menus, their keys and the canvas share."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from nndesk.errors import InputError
from nndesk.project import edits
from nndesk.project.spec import Experiment
from nndesk.session.document import Document
from nndesk.ui.selection import Selection
from nndesk.ui.words import refusal


class Editing(QObject):
    """Each method is one undo step, or says through `refused` why it cannot be."""

    refused = Signal(str)

    def __init__(self, document: Document, selection: Selection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._selection = document, selection

    def edit(self, edit: Callable[[Experiment], Experiment], text: str) -> bool:
        """Make ``edit``, called ``text``, one undo step; says whether it could be."""
        try:
            self._document.replace(edit(self._document.experiment), text)
        except InputError as error:
            self.refused.emit(refusal(error))
            return False
        return True

    @property
    def hidden_layer(self) -> int | None:
        """The selected hidden layer, or that of the selected neuron, counted as in the experiment."""
        layer, last = self._selection.layer, len(self._document.experiment.network.layers) - 1
        return layer if layer is not None and layer < last else None

    def new_start(self) -> None:
        self.edit(edits.new_start, self.tr("new start"))

    def add_layer(self) -> None:
        """After the selected layer, or before the output."""
        layer = self._selection.layer
        hidden = len(self._document.experiment.network.layers) - 1
        index = hidden if layer is None else min(layer + 1, hidden)
        if self.edit(lambda e: edits.add_layer(e, index), self.tr("add layer")):
            self._selection.set(f"layers.{index}")

    def duplicate(self) -> None:
        layer = self._selection.layer
        if layer is not None and self.edit(
            lambda e: edits.duplicate_layer(e, layer), self.tr("duplicate layer")
        ):
            self._selection.set(f"layers.{layer + 1}")

    def delete(self) -> None:
        layer = self._selection.layer
        if layer is not None:
            self.edit(lambda e: edits.remove_layer(e, layer), self.tr("remove layer"))
