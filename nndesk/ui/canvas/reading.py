"""How the numbers of a network are read: the switch for all biases, and dashes for negative weights."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QBoxLayout

from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.switch import Switch
from nndesk.ui.theme import Appearance
from nndesk.ui.widgets import Label

_KEY = "N"


class Reading(QObject):
    """The actions, and a switch that turns the first of them."""

    def __init__(self, appearance: Appearance, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.values = QAction(self.tr("Values"), self)
        self.values.setCheckable(True)
        self.values.setShortcut(QKeySequence(_KEY))
        self.values.triggered.connect(canvas.set_values)
        canvas.addAction(self.values)
        self.dashes = QAction(self.tr("Dash negative weights"), self)
        self.dashes.setCheckable(True)
        self.dashes.triggered.connect(canvas.set_dashes)
        self._label = Label(appearance, self.tr("Values"), "number")
        tip = self.tr("Write the bias of every neuron beside it, where there is room ({0})").format(_KEY)
        self._switch = Switch(appearance, "valuesSwitch", self.tr("Values"), tip)
        self._switch.asked.connect(canvas.set_values)
        canvas.reading_changed.connect(self._show)
        self._show()

    def add_to(self, row: QBoxLayout) -> None:
        """Put the switch, with its label, at the end of a row."""
        row.addSpacing(8)
        row.addWidget(self._label)
        row.addSpacing(6)
        row.addWidget(self._switch)
        row.addSpacing(6)

    def _show(self) -> None:
        self._switch.show_on(self._canvas.values)
        self.values.setChecked(self._canvas.values)
        self.dashes.setChecked(self._canvas.dashes)
