"""What can be done to what is selected, as actions: for the menus, their keys, and a right click."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from nndesk.engine.activations import ACTIVATIONS
from nndesk.session.document import Document
from nndesk.ui.editing import Editing
from nndesk.ui.menu import Menu
from nndesk.ui.selection import Selection
from nndesk.ui.theme import Appearance
from nndesk.ui.words import label_of

Make = Callable[..., QAction]


class Commands(QObject):
    """Makes the actions, and enables those that make sense for what is selected."""

    def __init__(
        self,
        appearance: Appearance,
        document: Document,
        selection: Selection,
        editing: Editing,
        make: Make,
        canvas: QWidget,
    ) -> None:
        """``make`` makes an action of the window: name, text, slot, shortcut."""
        super().__init__(canvas)
        self._document, self._selection, self._editing = document, selection, editing
        keys = QKeySequence.StandardKey
        self._cut = make("actionCut", self.tr("Cut"), editing.cut, keys.Cut)
        self._copy = make("actionCopy", self.tr("Copy"), editing.copy, keys.Copy)
        self._paste = make("actionPaste", self.tr("Paste"), editing.paste, keys.Paste)
        self._duplicate = make("actionDuplicate", self.tr("Duplicate"), editing.duplicate, "Ctrl+D")
        self._delete = make("actionDelete", self.tr("Delete"), editing.delete, keys.Delete)
        self._select_all = make("actionSelectAll", self.tr("Select all"), editing.select_all, keys.SelectAll)
        self._add_layer = make("actionAddLayer", self.tr("Add layer"), editing.add_layer, "Ctrl+L")
        self._freeze = make("actionFreeze", self.tr("Freeze"), editing.freeze, "K")
        self._freeze.setCheckable(True)
        self._start_value = QAction(self)
        self._start_value.setObjectName("actionStartValue")
        self._start_value.triggered.connect(editing.back_to_start)
        self._new_start = make("actionNewStart", self.tr("New start"), editing.new_start, "R")
        self._left = make("actionMoveLeft", self.tr("Move layer left"), editing.move_left, "Alt+Left")
        self._right = make("actionMoveRight", self.tr("Move layer right"), editing.move_right, "Alt+Right")
        self._activation = self._make_activations(appearance, canvas)
        self._menu = Menu(appearance, self.tr("Selection"), canvas)
        self._menu.setObjectName("contextMenu")
        for action in (
            self._cut,
            self._copy,
            self._paste,
            self._duplicate,
            None,
            self._activation.menuAction(),
            self._freeze,
            self._start_value,
            None,
            self._delete,
        ):
            if action is None:
                self._menu.addSeparator()
            else:
                self._menu.addAction(action)
        selection.changed.connect(self._enable)
        document.changed.connect(self._enable)
        document.opened.connect(self._enable)
        self._enable()

    @property
    def edit(self) -> tuple[QAction | None, ...]:
        """For the menu Edit, after undo and redo."""
        return (
            self._cut,
            self._copy,
            self._paste,
            self._duplicate,
            self._delete,
            None,
            self._select_all,
        )

    @property
    def network(self) -> tuple[QAction | None, ...]:
        """The menu Network."""
        return (
            self._add_layer,
            self._left,
            self._right,
            None,
            self._activation.menuAction(),
            self._freeze,
            None,
            self._new_start,
        )

    def offer(self, action: QAction) -> None:
        """Add ``action`` to what a right click shows, at its end."""
        self._menu.addSeparator()
        self._menu.addAction(action)

    @Slot(QPoint)
    def show_menu(self, at: QPoint) -> None:
        """What can be done to what is selected, at a point of the screen."""
        self._menu.popup(at)

    def _make_activations(self, appearance: Appearance, canvas: QWidget) -> Menu:
        menu = Menu(appearance, self.tr("Activation"), canvas)
        menu.setObjectName("activationMenu")
        self._activations = QActionGroup(self)
        self._activations.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for entry in ACTIVATIONS:
            action = menu.addAction(label_of(ACTIVATIONS, "activation", entry.id))
            action.setData(entry.id)
            action.setCheckable(True)
            self._activations.addAction(action)
        menu.triggered.connect(self._set_activation)
        return menu

    @Slot(QAction)
    def _set_activation(self, action: QAction) -> None:
        self._editing.set_activation(action.data())
        self._enable()  # a refused one is not checked

    @Slot()
    def _enable(self) -> None:
        editing, layers = self._editing, self._document.experiment.network.layers
        self._copy.setEnabled(editing.copyable)
        for action in (self._cut, self._duplicate):
            action.setEnabled(editing.movable)
        self._delete.setEnabled(editing.removable)
        edges, cut = editing.chosen.only_weights, editing.cut_off
        words = self.tr("Join edge") if cut else self.tr("Cut edge") if edges else self.tr("Delete")
        self._delete.setText(words)
        units = bool(editing.chosen.units)
        self._start_value.setText(self.tr("Start value") if edges else self.tr("Start value of the bias"))
        self._start_value.setEnabled((edges and not cut) or units)
        self._left.setEnabled(editing.can_move(-1))
        self._right.setEnabled(editing.can_move(1))
        self._freeze.setEnabled(bool(editing.chosen) and not cut)
        self._freeze.setChecked(editing.frozen)
        chosen = [layer for layer in editing.layers if layer < len(layers)]
        self._activation.menuAction().setEnabled(bool(chosen))
        present = {layers[layer].activation for layer in chosen}
        for action in self._activations.actions():
            name = action.data()
            # One that mixes its units stands at the output only, as in the panel.
            action.setEnabled(ACTIVATIONS[name].derivative is not None or chosen == [len(layers) - 1])
            action.setChecked(present == {name})
