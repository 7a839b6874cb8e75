"""The network for assistive technology: layers, their neurons, and the weights of those in hand.

What is painted has no widgets, so each layer and neuron has an interface of its own, made when it is asked
for and kept, because Qt keeps pointers to them. A neuron lists its weights only while it is selected or has
the keyboard: a network may have millions.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from weakref import ref

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import Object, VoidPtr, getCppPointer, isValid

from nndesk.ui.canvas.picking import target_of
from nndesk.ui.canvas.spoken import layer_words, neuron_words, sources, weight_words

if TYPE_CHECKING:
    from nndesk.project.spec import Experiment
    from nndesk.ui.canvas.view import CanvasView

_PRESS, _TOGGLE, _FOCUS = (
    QAccessibleActionInterface.pressAction(),
    QAccessibleActionInterface.toggleAction(),
    QAccessibleActionInterface.setFocusAction(),
)
_PAINTED = Qt.WidgetAttribute.WA_TransparentForMouseEvents
Maybe = Any  # an interface or None, which PySide's declarations leave out
Place = tuple[int, ...]  # (layer,), (layer, unit) or (layer, input, unit), counted as on the canvas


class CanvasAccess(QAccessibleWidget):
    """The canvas: its child widgets, then the layers."""

    def __init__(self, canvas: "CanvasView") -> None:
        super().__init__(canvas, QAccessible.Role.Canvas)
        self._canvas = ref(canvas)
        self._items: dict[Place, Item] = {}
        canvas.selection.changed.connect(self._tell_selection)
        canvas.keyboard.moved.connect(self._tell_focus)

    @property
    def canvas(self) -> "CanvasView":
        canvas = self._canvas()
        assert canvas is not None
        return canvas

    @property
    def experiment(self) -> "Experiment":
        return self.canvas.document.experiment

    @property
    def is_there(self) -> bool:
        canvas = self._canvas()
        return canvas is not None and isValid(canvas)

    def release(self) -> None:
        """The canvas is gone: let Qt forget what belonged to it."""
        for item in self._items.values():
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(item))
        self._items.clear()

    def item(self, *place: int) -> "Item":
        """What stands for a layer, a neuron or a weight, made when it is first asked for."""
        if place not in self._items:
            item = (LayerItem, NeuronItem, WeightItem)[len(place) - 1](self, place)
            self._items[place] = item
            QAccessible.registerAccessibleInterface(item)
        return self._items[place]

    # -- what Qt asks -----------------------------------------------------------------------------

    def _widgets(self) -> list[QWidget]:
        """The child widgets, without those that are only painted over others."""
        children = self.canvas.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [child for child in children if not child.testAttribute(_PAINTED)]

    def childCount(self) -> int:
        return len(self._widgets()) + len(self.canvas.places.layout.layers)

    def child(self, index: int) -> Maybe:
        widgets = self._widgets()
        if index < len(widgets):
            return QAccessible.queryAccessibleInterface(widgets[index])
        layer = index - len(widgets)
        return self.item(layer) if layer < len(self.canvas.places.layout.layers) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        widgets = self._widgets()
        if isinstance(child, Item):
            return len(widgets) + child.place[0]
        return next((place for place, each in enumerate(widgets) if each is child.object()), -1)

    def childAt(self, x: int, y: int) -> Maybe:
        at = self.canvas.mapFromGlobal(QPoint(x, y))
        widget = self.canvas.childAt(at)
        while widget is not None and widget.parentWidget() is not self.canvas:
            widget = widget.parentWidget()
        if widget is not None:
            return QAccessible.queryAccessibleInterface(widget)
        return self.item_of(self.canvas.target_at(QPointF(at)))

    def focusChild(self) -> Maybe:
        return self._on_keyboard()

    def item_of(self, target: str) -> "Item | None":
        """What stands for a neuron or a weight that ``target`` names."""
        place = place_of(target)
        return None if len(place) < 2 else self.item(*place)

    # -- what is told -----------------------------------------------------------------------------

    def _on_keyboard(self) -> QAccessibleInterface | None:
        """What the keyboard is on: a neuron, or the widget of a header or a card."""
        target = self.canvas.keyboard.target
        if target == "none" or not self.canvas.hasFocus():
            return None
        item = self.item_of(target)
        if item is not None:
            return item
        widget = self.canvas.places.widget(target)
        return None if widget is None else QAccessible.queryAccessibleInterface(widget)

    def _tell_focus(self) -> None:
        if self.is_there and QAccessible.isActive():
            self._forget_weights()
            found = self._on_keyboard()
            if found is not None:
                QAccessible.updateAccessibility(QAccessibleEvent(found, QAccessible.Event.Focus))

    def _tell_selection(self) -> None:
        if self.is_there and QAccessible.isActive():
            self._forget_weights()
            item = self.item_of(self.canvas.selection.target)
            if item is not None:
                QAccessible.updateAccessibility(QAccessibleEvent(item, QAccessible.Event.Selection))

    def _forget_weights(self) -> None:
        """Let go of the weights of neurons that are no longer in hand."""
        for place, item in list(self._items.items()):
            if len(place) == 3 and not self.in_hand(place[0], place[2]) and not item.selected:
                QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(item))
                del self._items[place]

    def in_hand(self, layer: int, unit: int) -> bool:
        """Whether a neuron is selected, or has the keyboard on it or on one of its weights."""
        target, keyboard = target_of(layer, unit), self.canvas.keyboard.target
        place = place_of(keyboard)
        if len(place) == 3 and (place[0], place[2]) == (layer, unit):
            return True  # one of its weights has it
        return target in self.canvas.selection.targets or keyboard == target


class Item(QAccessibleInterface):
    """A part of the network that is painted."""

    role_ = QAccessible.Role.ListItem

    def __init__(self, owner: CanvasAccess, place: Place) -> None:
        super().__init__()
        self._owner = ref(owner)
        self.place = place
        self._action = _Action(self)

    @property
    def owner(self) -> CanvasAccess:
        owner = self._owner()
        assert owner is not None
        return owner

    @property
    def target(self) -> str:
        """In the words of lessons."""
        raise NotImplementedError

    @property
    def name(self) -> str:
        raise NotImplementedError

    @property
    def exists(self) -> bool:
        """Whether the network has it now."""
        raise NotImplementedError

    @property
    def selected(self) -> bool:
        return self.target in self.owner.canvas.selection.targets

    def isValid(self) -> bool:
        owner = self._owner()
        return owner is not None and owner.is_there and self.exists

    def object(self) -> Maybe:
        return None

    def parent(self) -> Maybe:
        raise NotImplementedError

    def childCount(self) -> int:
        return 0

    def child(self, index: int) -> Maybe:
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def childAt(self, x: int, y: int) -> Maybe:
        return None

    def role(self) -> QAccessible.Role:
        return self.role_

    def text(self, text: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        if text is QAccessible.Text.Name:
            return self.name
        return self.description if text is QAccessible.Text.Description else ""

    @property
    def description(self) -> str:
        return ""

    def setText(self, text: QAccessible.Text, words: str) -> None:
        pass

    def rect(self) -> QRect:
        canvas = self.owner.canvas
        place = canvas.places.rect(self.target)
        return QRect(canvas.mapToGlobal(place.topLeft()), place.size())

    def state(self) -> QAccessible.State:
        state: Any = QAccessible.State()
        if not self.isValid():
            state.invalid = 1
            return state
        canvas = self.owner.canvas
        state.selectable = state.multiSelectable = state.focusable = 1
        state.selected = int(self.selected)
        state.focused = int(canvas.hasFocus() and canvas.keyboard.target == self.target)
        state.offscreen = int(not canvas.rect().intersects(canvas.places.rect(self.target)))
        state.invisible = int(not canvas.isVisible())
        return state

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        return pointer_to(self._action if kind is QAccessible.InterfaceType.ActionInterface else None)


class _Action(QAccessibleActionInterface):
    """Pressing a part selects it."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self._item = ref(item)

    def actionNames(self) -> list[str]:
        return [_PRESS, _TOGGLE, _FOCUS]

    def doAction(self, name: str) -> None:
        item = self._item()
        if item is None or not item.isValid():
            return
        canvas = item.owner.canvas
        actions: dict[str, Callable[[str], None]] = {
            _PRESS: canvas.selection.set,
            _TOGGLE: canvas.selection.toggle,
            _FOCUS: canvas.keyboard.go_to,
        }
        if name in actions:
            actions[name](item.target)

    def keyBindingsForAction(self, name: str) -> list[str]:
        return []


class LayerItem(Item):
    """A layer: the list of its neurons."""

    role_ = QAccessible.Role.List

    @property
    def target(self) -> str:
        return "data" if self.place[0] == 0 else f"layers.{self.place[0] - 1}"

    @property
    def name(self) -> str:
        return layer_words(self.owner.experiment, self.place[0])

    @property
    def exists(self) -> bool:
        return self.place[0] < len(self.owner.canvas.places.layout.layers)

    def parent(self) -> Maybe:
        return self.owner

    def childCount(self) -> int:
        return self.owner.canvas.places.layout.layers[self.place[0]].units if self.isValid() else 0

    def child(self, index: int) -> Maybe:
        return self.owner.item(self.place[0], index) if 0 <= index < self.childCount() else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.place[1] if isinstance(child, NeuronItem) else -1

    def childAt(self, x: int, y: int) -> Maybe:
        found = self.owner.childAt(x, y)
        return found if isinstance(found, NeuronItem) and found.place[0] == self.place[0] else None

    def rect(self) -> QRect:
        canvas = self.owner.canvas
        if not self.exists:
            return QRect()
        box = canvas.places.layout.layers[self.place[0]].box
        corner = canvas.mapToGlobal(QPoint(round(box.x), round(box.y)))
        return QRect(corner.x(), corner.y(), round(box.width), round(box.height))


class NeuronItem(Item):
    """A neuron. Its weights are its children while it is in hand."""

    @property
    def target(self) -> str:
        return target_of(self.place[0], self.place[1])

    @property
    def name(self) -> str:
        return neuron_words(self.owner.experiment, self.owner.canvas.picture, self.place[0], self.place[1])

    @property
    def description(self) -> str:
        layer, unit = self.place
        if layer == 0:
            return ""
        own = self.owner.experiment.network.layers[layer - 1]
        frozen = not own.trainable or unit in own.frozen.units
        return QCoreApplication.translate("Spoken", "frozen") if frozen else ""

    @property
    def exists(self) -> bool:
        layers = self.owner.canvas.places.layout.layers
        return self.place[0] < len(layers) and self.place[1] < layers[self.place[0]].units

    def parent(self) -> Maybe:
        return self.owner.item(self.place[0])

    def childCount(self) -> int:
        layer, unit = self.place
        if not self.isValid() or not self.owner.in_hand(layer, unit):
            return 0
        return sources(self.owner.experiment, layer)

    def child(self, index: int) -> Maybe:
        layer, unit = self.place
        return self.owner.item(layer, index, unit) if 0 <= index < self.childCount() else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.place[1] if isinstance(child, WeightItem) else -1


class WeightItem(Item):
    """A weight, which belongs to the neuron that it enters."""

    @property
    def target(self) -> str:
        layer, source, unit = self.place
        return f"layers.{layer - 1}.weights.{source}.{unit}"

    @property
    def name(self) -> str:
        layer, source, unit = self.place
        return weight_words(self.owner.experiment, self.owner.canvas.picture, layer, source, unit)

    @property
    def description(self) -> str:
        layer, source, unit = self.place
        own = self.owner.experiment.network.layers[layer - 1]
        frozen = not own.trainable or unit in own.frozen.units or (source, unit) in own.frozen.weights
        return QCoreApplication.translate("Spoken", "frozen") if frozen else ""

    @property
    def exists(self) -> bool:
        layer, source, unit = self.place
        layers = self.owner.canvas.places.layout.layers
        return layer < len(layers) and unit < layers[layer].units and source < layers[layer - 1].units

    def parent(self) -> Maybe:
        return self.owner.item(self.place[0], self.place[2])


def pointer_to(interface: Object | None) -> Any:
    """What `interface_cast` gives for an interface that somebody keeps. None would end the program."""
    pointer: Any = VoidPtr
    return pointer(getCppPointer(interface)[0] if interface is not None else 0)


def place_of(target: str) -> Place:
    """Where a neuron or a weight is, counted as on the canvas; () of anything else."""
    kind, *parts = target.split(".")
    if kind == "inputs":
        return 0, int(parts[0])
    if kind == "layers" and len(parts) > 1:
        return int(parts[0]) + 1, *(int(part) for part in parts[2:])
    return ()
