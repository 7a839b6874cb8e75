"""How a network is read: the switch for all biases, dashes for negative weights, the grid behind it all."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QBoxLayout

from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.plates import Line
from nndesk.ui.switch import Switch
from nndesk.ui.theme import Appearance
from nndesk.ui.widgets import Label

_KEY = "N"


class Reading(QObject):
    """The actions, and a switch that turns the first of them."""

    preferred = Signal(str, bool)  # one of the canvas's options, and whether it is wanted

    def __init__(self, appearance: Appearance, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.values = QAction(self.tr("Values"), self)
        self.values.setCheckable(True)
        self.values.setShortcut(QKeySequence(_KEY))
        self.values.triggered.connect(self._ask_values)
        canvas.addAction(self.values)
        self.dashes = QAction(self.tr("Dash negative weights"), self)
        self.dashes.setCheckable(True)
        self.dashes.triggered.connect(self._ask_dashes)
        self.grid = QAction(self.tr("Grid"), self)
        self.grid.setObjectName("actionGrid")
        self.grid.setCheckable(True)
        self.grid.triggered.connect(self._ask_grid)
        self._label = Label(appearance, self.tr("Values"), "number", "text2")
        self._line = Line(appearance)
        tip = self.tr("Write the bias of every neuron beside it, where there is room ({0})").format(_KEY)
        self._switch = Switch(appearance, "valuesSwitch", self.tr("Values"), tip)
        self._switch.asked.connect(self._ask_values)
        canvas.reading_changed.connect(self._show)
        self._show()

    def add_to(self, row: QBoxLayout) -> None:
        """Put the switch, with its label, at the end of a row."""
        row.addWidget(self._line)
        row.addSpacing(4)
        row.addWidget(self._label)
        row.addSpacing(10)
        row.addWidget(self._switch)
        row.addSpacing(7)

    @Slot(bool)
    def _ask_values(self, on: bool) -> None:
        self._prefer("values", on)

    @Slot(bool)
    def _ask_dashes(self, on: bool) -> None:
        self._prefer("dashes", on)

    @Slot(bool)
    def _ask_grid(self, on: bool) -> None:
        self._prefer("grid", on)

    def _prefer(self, name: str, on: bool) -> None:
        self._canvas.set_option(name, on)
        self.preferred.emit(name, on)

    @Slot()
    def _show(self) -> None:
        options = self._canvas.options
        self._switch.show_on(options.values)
        self.values.setChecked(options.values)
        self.dashes.setChecked(options.dashes)
        self.grid.setChecked(options.grid)
