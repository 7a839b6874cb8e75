"""The inspector: the panel at the right that follows the selection."""

from PySide6.QtCore import QKeyCombination, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QHideEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.panels import PANELS
from nndesk.ui.panels.base import RunPanel
from nndesk.ui.panels.edge import EdgePanel
from nndesk.ui.panels.frame import PanelFrame
from nndesk.ui.panels.layer import LayerPanel
from nndesk.ui.panels.matrix import MatrixPanel
from nndesk.ui.panels.neuron import NeuronPanel
from nndesk.ui.soon import Soon
from nndesk.ui.theme import SIZE, Appearance
from nndesk.ui.widgets import IconButton
from nndesk.ui.words import written_keys

_PANEL_OF = {
    "layers": "layer",
    "inputs": "data",
    "data": "data",
    "loss": "loss",
    "matrix": "matrix",
    "health": "health",
}
_PART_OF = {"units": "neuron", "weights": "edge"}  # of a layer
_REST_MS, _PAUSE_MS = 100, 20  # before the first panel that nobody has asked for, and between them


class Inspector(QWidget):
    """One panel at a time: Training where nothing is selected. Collapses to a rail."""

    selected = Signal(str)  # a panel shows the way to another part of the network

    def __init__(
        self,
        document: Document,
        controller: Controller,
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName(self.tr("Inspector"))
        self._appearance = appearance
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFixedWidth(SIZE["panel"])
        self._document, self._controller = document, controller
        self._stack = QStackedWidget()
        self._panels: dict[str, QWidget] = {}
        self._soon = Soon(self, self._make_others)
        self._painted = False
        self._before: dict[str, PanelFrame] = {}  # the same panels in another language, for a moment
        self._places: dict[str, int] = {}  # to which panels that come are to be scrolled
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 0, 0, 0)
        row.addWidget(self._stack)
        self.toggle_action = QAction(self.tr("Panel"), self)
        self.toggle_action.setObjectName("actionPanel")
        self.toggle_action.setCheckable(True)
        self.toggle_action.setChecked(True)
        self.toggle_action.setShortcut(
            QKeySequence(QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Backslash))
        )
        self.addAction(self.toggle_action)  # a button that carries it would show a menu when it is held down
        self.toggle_action.toggled.connect(self._show_open)
        self._toggle = IconButton(appearance, "panel-right-close", icon_size=16, token="text2", parent=self)
        self._toggle.setObjectName("panelToggleButton")
        self._toggle.clicked.connect(self.toggle_action.toggle)
        self._show_open(True)
        appearance.changed.connect(self.update)

    def take_view(self, other: "Inspector") -> None:
        """Be as open as ``other``, which goes, and have panels that are made now look as they do there."""
        other._soon.stop()
        self.toggle_action.setChecked(other.toggle_action.isChecked())
        self._before = {id: panel for id, panel in other._panels.items() if isinstance(panel, PanelFrame)}
        self._places = other._places | {id: panel.place for id, panel in self._before.items()}

    def forget_before(self) -> None:
        """What `take_view` was given goes now: panels that come have nothing to take over."""
        self._before.clear()

    def _panel(self, id: str) -> QWidget:
        """The panel ``id``, made when it is first needed."""
        if id not in self._panels:
            entry = next(panel for panel in PANELS if panel.id == id)
            panel = entry.create(self._document, self._controller, self._appearance)
            self._panels[id] = panel
            panel.hide()
            panel.setParent(self._stack)  # into its layout when it is shown: that paints the present one anew
            if isinstance(panel, RunPanel):
                panel.selected.connect(self.selected)
            if isinstance(panel, PanelFrame):
                if id in self._before:
                    panel.take_view(self._before[id])
                else:
                    panel.finish()
                if id in self._places:
                    panel.go_to(self._places.pop(id))
        return self._panels[id]

    @Slot()
    def _make_others(self) -> None:
        """Make the next panel that is not there; all are soon after the window is seen."""
        self.forget_before()
        for panel in self._panels.values():
            if isinstance(panel, PanelFrame):
                panel.finish()
        missing = [panel.id for panel in PANELS if panel.id not in self._panels]
        if missing:
            self._panel(missing[0])
            self._soon.start(_PAUSE_MS if self._painted else 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.make_ready()

    def make_ready(self) -> None:
        """Make all panels, one after the other and other events between them; also while it is hidden."""
        self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._painted = False
        if not self.window().isVisible():
            self._soon.stop()

    def show_selection(self, target: str) -> None:
        """Show the panel of ``target``, written as in lessons: ``layers.1``, ``data``, ``none`` …"""
        first, *numbers = target.split(".")
        part = _PART_OF.get(numbers[1]) if len(numbers) > 1 else None
        panel = self._panel(part or _PANEL_OF.get(first, "training"))
        place = [int(number) for number in numbers if number.isdecimal()]
        if isinstance(panel, LayerPanel | MatrixPanel):
            panel.show_layer(*place)
        elif isinstance(panel, NeuronPanel):
            panel.show_unit(*place)
        elif isinstance(panel, EdgePanel):
            panel.show_weight(*place)
        if self._stack.indexOf(panel) < 0:
            self._stack.addWidget(panel)
        self._stack.setCurrentWidget(panel)

    def show_control(self, name: str) -> None:
        """Bring a control of the present panel into view, with the keyboard on it."""
        self.toggle_action.setChecked(True)
        panel = self._stack.currentWidget()
        if isinstance(panel, PanelFrame):
            panel.show_control(name)

    @Slot(bool)
    def _show_open(self, open: bool) -> None:
        name = self.tr("Close the panel") if open else self.tr("Open the panel")
        self._toggle.show_icon("panel-right-close" if open else "panel-right")
        self._toggle.setAccessibleName(name)
        keys = written_keys(self.toggle_action.shortcut())
        self._toggle.setToolTip(self.tr("{0} ({1})").format(name, keys))
        self._stack.setVisible(open)
        self.setFixedWidth(SIZE["panel"] if open else SIZE["panelRail"])
        self._place_button()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_button()

    def _place_button(self) -> None:
        side = SIZE["toolButton"]
        right = (SIZE["panelRail"] - side) // 2
        self._toggle.setGeometry(self.width() - side - right - 3, 9, side, side)
        self._toggle.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._painted:
            self._painted = True
            self._soon.start(_REST_MS)  # what is seen has its turn before what is not
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, 0, 1, self.height(), theme.color("border"))
