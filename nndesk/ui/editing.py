"""Edits of what is selected: what the menus, their keys and the canvas share."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from nndesk.errors import InputError
from nndesk.project import chosen, edits
from nndesk.project.chosen import Chosen, Piece
from nndesk.project.spec import Experiment
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui import clipboard
from nndesk.ui.selection import Selection
from nndesk.ui.words import refusal

MIME = "application/x-nndesk+json"


class Editing(QObject):
    """Each method is one undo step, or says through `refused` why it cannot be."""

    refused = Signal(str)

    def __init__(
        self,
        document: Document,
        controller: Controller,
        selection: Selection,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._controller, self._selection = document, controller, selection
        self._copied: tuple[str, tuple[object, ...]] = "", ()  # the text of neurons, and which they are

    def edit(self, edit: Callable[[Experiment], Experiment], text: str) -> bool:
        """Make ``edit``, called ``text``, one undo step; says whether it could be."""
        try:
            self._document.replace(edit(self._document.experiment), text)
        except InputError as error:
            self.refused.emit(refusal(error))
            return False
        return True

    # -- what is selected -----------------------------------------------------------------------

    @property
    def chosen(self) -> Chosen:
        """The layers, neurons and weights that are selected."""
        return chosen.chosen(self._selection.targets)

    @property
    def removable(self) -> bool:
        """Whether Delete has something to say: neurons, layers or weights are selected."""
        return bool(self.chosen) or any(target.startswith("inputs.") for target in self._selection.targets)

    @property
    def copyable(self) -> bool:
        return bool(self.chosen.layers or self.chosen.units)

    @property
    def movable(self) -> bool:
        """Whether something that may come and go, a hidden layer or a neuron of one, is selected."""
        what = chosen.within_hidden(self.chosen, self._document.experiment)
        return bool(what.layers or what.units)

    @property
    def frozen(self) -> bool:
        """Whether all that is selected is frozen."""
        return chosen.is_frozen(self._document.experiment, self.chosen)

    @property
    def cut_off(self) -> bool:
        """Whether weights are selected, nothing else, and every one of them is cut."""
        return chosen.is_cut(self._document.experiment, self.chosen)

    @property
    def layers(self) -> list[int]:
        """The layers that are selected, or a neuron or weight of which is, counted as in the experiment."""
        return sorted(self._selection.layers)

    @Slot()
    def select_all(self) -> None:
        """All neurons but the inputs."""
        layers = self._document.experiment.network.layers
        self._selection.set(
            *(
                f"layers.{number}.units.{unit}"
                for number, layer in enumerate(layers)
                for unit in range(layer.units)
            )
        )

    # -- edits ----------------------------------------------------------------------------------

    @Slot()
    def new_start(self) -> None:
        self.edit(edits.new_start, self.tr("new start"))

    @Slot()
    def add_layer(self) -> None:
        """After the selected layer, or before the output."""
        index = self._place_for_layers()
        if self.edit(lambda e: edits.add_layer(e, index), self.tr("add layer")):
            self._selection.set(f"layers.{index}")

    @Slot(int, int)
    def move_layer(self, layer: int, to: int) -> None:
        """Have hidden layer ``layer`` be hidden layer ``to``."""
        if self.edit(lambda e: edits.move_layer(e, layer, to), self.tr("move layer")):
            self._selection.set(f"layers.{to}")

    @Slot()
    def move_left(self) -> None:
        self._move(-1)

    @Slot()
    def move_right(self) -> None:
        self._move(1)

    def can_move(self, by: int) -> bool:
        """Whether one hidden layer is selected and there is another ``by`` places further."""
        hidden = range(len(self._document.experiment.network.layers) - 1)
        layer = self._selection.layer
        if layer is None or self._selection.only != f"layers.{layer}":
            return False
        return layer in hidden and layer + by in hidden

    def _move(self, by: int) -> None:
        layer = self._selection.layer
        if layer is not None and self.can_move(by):
            self.move_layer(layer, layer + by)

    def set_activation(self, activation: str) -> None:
        """Of all layers of which something is selected."""
        layers = self.layers
        self.edit(lambda e: chosen.set_activation(e, layers, activation), self.tr("activation"))

    @Slot()
    def freeze(self) -> None:
        """Have what is selected learn no more; where none of it does, have it learn again."""
        what, on = self.chosen, not self.frozen
        if what:
            text = self.tr("freeze") if on else self.tr("unfreeze")
            self.edit(lambda e: chosen.freeze(e, what, on), text)

    @Slot()
    def delete(self) -> None:
        """Take the selected neurons and layers out, and cut the selected weights; join those that are cut."""
        if self.cut_off:
            self.join()
            return
        what = self._hidden()
        if what:
            self._remove(what)

    @Slot()
    def join(self) -> None:
        """Have the selected weights that are cut take part again."""
        what = self.chosen
        count = what.weight_count
        text = self.tr("join weight") if count == 1 else self.tr("join {0} weights").format(count)
        self.edit(lambda e: chosen.join(e, what), text)

    @Slot()
    def back_to_start(self) -> None:
        """Give the selected weights, and the biases of the selected neurons, their start values."""
        cut = [set(layer.cut) for layer in self._document.experiment.network.layers]
        what = self.chosen
        edges = [(layer, *edge) for layer, edges in what.weights.items() for edge in edges]
        weights = [place for place in edges if place[1:] not in cut[place[0]]]
        biases = [(layer, None, unit) for layer, units in what.units.items() for unit in units]
        self._controller.back_to_start((*weights, *biases), self.tr("start value"))

    @Slot()
    def duplicate(self) -> None:
        what = self._hidden()
        if not (what.layers or what.units):
            return
        copies: tuple[str, ...] = ()

        def copy(experiment: Experiment) -> Experiment:
            nonlocal copies
            new, copies = chosen.duplicate(experiment, what)
            return new

        if self.edit(copy, self._duplication(what)):
            self._selection.set(*copies)

    def _remove(self, what: Chosen) -> None:
        if what.only_weights:
            count = what.weight_count
            text = self.tr("cut weight") if count == 1 else self.tr("cut {0} weights").format(count)
            self.edit(lambda e: chosen.remove(e, what), text)
        elif self.edit(lambda e: chosen.remove(e, what), self._removal(what)):
            self._selection.clear()  # other neurons have their numbers now

    def _hidden(self) -> Chosen:
        """What is selected and may come and go; says why not where nothing of it may."""
        what = chosen.within_hidden(self.chosen, self._document.experiment)
        if not what and self.removable:
            inputs = self._selection.target.startswith("inputs.")
            self.refused.emit(
                self.tr("The inputs follow from the data.")
                if inputs
                else self.tr("The outputs follow from the data.")
            )
        return what

    def _removal(self, what: Chosen) -> str:
        layers, units = len(what.layers), what.unit_count
        if layers and units:
            return self.tr("remove")
        if layers:
            return (self.tr("remove layer") if layers == 1 else self.tr("remove {0} layers")).format(layers)
        return (self.tr("remove neuron") if units == 1 else self.tr("remove {0} neurons")).format(units)

    def _duplication(self, what: Chosen) -> str:
        layers, units = len(what.layers), what.unit_count
        if layers and units:
            return self.tr("duplicate")
        if layers:
            return (
                self.tr("duplicate layer") if layers == 1 else self.tr("duplicate {0} layers").format(layers)
            )
        return self.tr("duplicate neuron") if units == 1 else self.tr("duplicate {0} neurons").format(units)

    # -- the clipboard --------------------------------------------------------------------------

    @Slot()
    def cut(self) -> None:
        what = self._hidden()
        if what.layers or what.units:
            self._copy(what)
            self._remove(what)

    @Slot()
    def copy(self) -> None:
        if self.copyable:
            self._copy(self.chosen)

    @Slot()
    def paste(self) -> None:
        """Layers after the selected one, neurons into it."""
        mime = QGuiApplication.clipboard().mimeData() or QMimeData()  # none where nothing was ever copied
        own = bytes(mime.data(MIME).data()).decode(errors="replace") if mime.hasFormat(MIME) else ""
        text = own or mime.text()
        piece = chosen.from_text(self._document.experiment, text)
        if piece is None:
            self.refused.emit(self.tr("The clipboard holds no layer and no neurons."))
        elif piece.layers:
            self._paste_layers(piece)
        else:
            self._paste_neurons(piece, self._copied[1] if text == self._copied[0] else ())

    def _copy(self, what: Chosen) -> None:
        experiment = self._document.experiment
        text = chosen.to_text(experiment, chosen.copied(experiment, what))
        self._copied = text, () if what.layers else chosen.names_of(experiment, what)
        mime = QMimeData()
        mime.setText(text)
        mime.setData(MIME, QByteArray(text.encode()))
        clipboard.copy(mime)

    def _paste_layers(self, piece: Piece) -> None:
        index, count = self._place_for_layers(), len(piece.layers)
        text = self.tr("paste layer") if count == 1 else self.tr("paste {0} layers").format(count)
        if self.edit(lambda e: chosen.paste_layers(e, index, piece), text):
            self._selection.set(*(f"layers.{index + number}" for number in range(count)))

    def _paste_neurons(self, piece: Piece, names: tuple[object, ...]) -> None:
        """Copies of the very neurons where they are still in this layer, else new ones."""
        layer = self._selection.layer
        if layer is None:
            self.refused.emit(self.tr("Select the layer that the neurons shall go to."))
            return
        layers = self._document.experiment.network.layers
        if layer == len(layers) - 1:
            self.refused.emit(self.tr("The outputs follow from the data."))
            return
        begin, count = layers[layer].units, piece.unit_count

        def paste(experiment: Experiment) -> Experiment:
            copies = chosen.paste_copies(experiment, layer, names)
            return copies or chosen.paste_neurons(experiment, layer, piece)

        text = self.tr("paste neuron") if count == 1 else self.tr("paste {0} neurons").format(count)
        if self.edit(paste, text):
            self._selection.set(*(f"layers.{layer}.units.{begin + unit}" for unit in range(count)))

    def _place_for_layers(self) -> int:
        """Where a layer goes: after the selected one, or before the output."""
        hidden = len(self._document.experiment.network.layers) - 1
        target = self._selection.target
        if target == "data" or target.startswith("inputs."):
            return 0
        layer = self._selection.layer
        return hidden if layer is None else min(layer + 1, hidden)
