"""What all panels have in common: they show the experiment and ask the document for another."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from nndesk.errors import InputError
from nndesk.project import edits
from nndesk.project.catalogue import field
from nndesk.project.spec import Experiment
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.rows import ComboRow, FieldRow, SliderRow
from nndesk.ui.theme import SIZE, Appearance
from nndesk.ui.tiles import TileLayout
from nndesk.ui.widgets import Label, PanelFrame, reveal
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

    def _show_document(self, *_: object) -> None:
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


def bounds(key: str) -> tuple[float, float]:
    """The range that the box of ``key`` accepts."""
    known = field(key)
    return known.low, known.high
