"""What all panels have in common: they show the experiment and ask the document for another."""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QSize, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nndesk.engine.network import LayerPlace, parameter_layout
from nndesk.errors import InputError
from nndesk.project import edits
from nndesk.project.catalogue import field
from nndesk.project.messages import Snapshot
from nndesk.project.spec import Experiment, input_count
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.panels.frame import PanelFrame
from nndesk.ui.rows import ComboRow, FieldRow, SliderRow
from nndesk.ui.scroll import reveal
from nndesk.ui.theme import SIZE, Appearance
from nndesk.ui.tiles import TileLayout
from nndesk.ui.widgets import Label
from nndesk.ui.words import refusal

Edit = Callable[[Experiment], Experiment]


class Complaint(Protocol):
    """A control that can say why something cannot be."""

    def show_problem(self, text: str) -> None: ...


class Problem(Label):
    """A line below tiles that says why something cannot be; takes no room otherwise."""

    def __init__(self, appearance: Appearance, *, reveals: bool = True) -> None:
        super().__init__(appearance, "", "caption", "grad")
        self._reveals = reveals
        self.setWordWrap(True)
        self.hide()

    @Slot(str)
    def show_problem(self, text: str) -> None:
        self.setText(text)
        self.setVisible(bool(text))
        if text and self._reveals:
            reveal(self)


class ButtonBar(QWidget):
    """Buttons from the left, in as many lines as they need."""

    def __init__(self, *buttons: QWidget) -> None:
        super().__init__()
        layout = TileLayout(None, 8)
        layout.setContentsMargins(0, 0, 0, 0)
        for button in buttons:
            layout.addWidget(button)
        self.setLayout(layout)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class ExperimentPanel(PanelFrame):
    """A panel of the inspector. `_show` shows an experiment, `_ask` asks for another."""

    def __init__(
        self, document: Document, controller: Controller, appearance: Appearance, name: str, title: str
    ) -> None:
        network = QCoreApplication.translate("ExperimentPanel", "Network")
        super().__init__(appearance, name, network, title)
        self._document, self._controller = document, controller

    def _start(self) -> None:
        """To be called once all parts are there."""
        # Room for the button of the inspector, which lies over all panels.
        room = QWidget()
        room.setFixedSize(QSize(SIZE["toolButton"], SIZE["toolButton"]))
        self.add_button(room)
        self._document.changed.connect(self._show_document)
        self._document.opened.connect(self._show_document)
        self._show_document()

    @Slot()
    def _show_document(self) -> None:
        self._show(self._document.experiment)

    def _show(self, experiment: Experiment) -> None:
        raise NotImplementedError

    def _ask(self, beside: Complaint, edit: Edit, text: str, gesture: int | None = None) -> None:
        """Ask for an edit called ``text``; what is wrong with it is said at ``beside``."""
        beside.show_problem("")
        try:
            self._document.replace(edit(self._document.experiment), text, gesture)
        except InputError as error:
            beside.show_problem(refusal(error))

    def _connect(self, row: SliderRow | FieldRow, key: str, text: str) -> None:
        """Let ``row`` ask for the experiment's ``key``."""
        row.asked.connect(
            lambda value, gesture: self._ask(
                row, lambda e: edits.set_value(e, self._place(key), value), text, gesture
            )
        )

    def _connect_choice(self, row: ComboRow, key: str, text: str) -> None:
        row.asked.connect(lambda id: self._ask(row, lambda e: edits.set_value(e, self._place(key), id), text))

    def _place(self, key: str) -> str:
        """Where ``key`` is in the experiment; a panel of a part of it adds where that is."""
        return key


class RunPanel(ExperimentPanel):
    """A panel that also shows the weights of the run, and what `_looks` asks of it while it is seen."""

    selected = Signal(str)  # somebody wants to see another part of the network

    def _start(self) -> None:
        self._places: tuple[LayerPlace, ...] = ()  # of the newest frame that was shown
        self._asked: dict[str, Any] = {}  # of `Look`, for this panel
        super()._start()
        self._controller.frame.connect(self._take_frame)

    def _looks(self) -> dict[str, Any]:
        """What the worker computes for this panel alone: fields of `Look`."""
        return {}

    def _show_frame(self, snapshot: Snapshot) -> None:
        """Show a frame of the network as it now is; only while the panel is seen."""
        raise NotImplementedError

    def _weights_of(self, snapshot: Snapshot, layer: int) -> NDArray[np.floating[Any]]:
        """The weights of ``layer``, (inputs, units)."""
        place = self._places[layer]
        return snapshot.parameters[place.weights].reshape(place.shape)

    def _biases_of(self, snapshot: Snapshot, layer: int) -> NDArray[np.floating[Any]]:
        return snapshot.parameters[self._places[layer].bias]

    def _refresh(self) -> None:
        """Ask for what is shown now, and show the newest frame again."""
        if not self.isVisible():
            return
        self._look(self._looks())
        snapshot = self._controller.snapshot
        if snapshot is not None:
            self._take_frame(snapshot)

    def _look(self, wanted: dict[str, Any]) -> None:
        if wanted != self._asked:
            self._asked = wanted
            self._controller.look(**wanted)

    @Slot(object)
    def _take_frame(self, snapshot: Snapshot) -> None:
        # After an edit of the shape the newest frame may still be the old run's.
        if self.isVisible() and snapshot.generation == self._controller.generation:
            self._controller.look(**self._asked)  # another panel like this one may have gone since
            experiment = self._document.experiment
            units = [layer.units for layer in experiment.network.layers]
            self._places = parameter_layout(input_count(experiment), units)
            self._show_frame(snapshot)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.window().isVisible():  # else the window itself goes, and the run with it
            self._look(dict.fromkeys(self._asked))


def bounds(key: str) -> tuple[float, float]:
    """The range that the box of ``key`` accepts."""
    known = field(key)
    return known.low, known.high
