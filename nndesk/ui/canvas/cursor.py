"""The keyboard's place on the canvas: arrows walk the graph, W goes to its edges, Enter selects.

It is there once the canvas was reached by a key (Tab, F6), and goes with a click or Esc. While it is not,
arrows are what they are elsewhere in the window.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QKeyEvent

from nndesk.ui.canvas.hits import edge_of, middle_of
from nndesk.ui.canvas.layout import Layout
from nndesk.ui.canvas.places import Places
from nndesk.ui.canvas.walk import Stop, edges_of, first_stop, stop_of, walked, within
from nndesk.ui.focus import Ring
from nndesk.ui.selection import Selection
from nndesk.ui.soon import Soon
from nndesk.ui.theme import RADIUS, Appearance

if TYPE_CHECKING:
    from nndesk.ui.canvas.view import CanvasView

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EDGES = Qt.Key.Key_W
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_FREE = 24.0  # around what the keyboard is on, when the view moves to it


class Cursor(QObject):
    """Where the keyboard is on one canvas, with a ring around it."""

    moved = Signal()  # to another place, or shown, or gone

    def __init__(
        self,
        appearance: Appearance,
        canvas: "CanvasView",
        selection: Selection,
        layout: Callable[[], Layout],
        places: Places,
    ) -> None:
        super().__init__(canvas)
        self._canvas, self._selection = canvas, selection
        self._layout, self._places = layout, places
        self._stop: Stop | None = None  # the last place, also while the cursor is not there
        self._told = Soon(self, self._tell_again)
        self._ring = Ring(appearance, canvas)
        self._ring.hide()
        self.shown = False

    @property
    def target(self) -> str:
        """What the keyboard is on, in the words of lessons; ``none`` where it is not on the canvas."""
        return self._stop.target(self._layout()) if self.shown and self._stop is not None else "none"

    def enter(self) -> None:
        """The canvas was reached by a key: be at what is selected, else where the keyboard was last."""
        layout = self._layout()
        chosen = stop_of(self._selection.target, layout)
        self._stop = chosen or within(self._stop or first_stop(layout), layout)
        self.shown = True
        self._show()
        if QAccessible.isActive():
            self._told.start()  # once more: Qt is about to say that the canvas as a whole has the focus

    @Slot()
    def _tell_again(self) -> None:
        self.moved.emit()

    def go_to(self, target: str) -> None:
        """Be at ``target``, with the keyboard."""
        stop = stop_of(target, self._layout())
        if stop is not None:
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
            self._stop, self.shown = stop, True
            self._show()

    def leave(self) -> None:
        if self.shown:
            self.shown = False
            self._ring.hide()
            self._canvas.pointing.mark("none")
            self.moved.emit()

    def go_up(self) -> bool:
        """From an edge back to its neuron; says whether there was one."""
        on_edge = self.shown and self._stop is not None and self._stop.source is not None
        if on_edge:
            self._turn_edges()
        return on_edge

    def _turn_edges(self) -> None:
        layout = self._layout()
        self._stop = edges_of(within(self._stop or first_stop(layout), layout))
        self._show()

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key means something here, before it is a shortcut of the window."""
        if event.key() in _ENTER:
            return not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | _PLAIN[1])
        return self.shown and event.key() in (*_ARROWS, _EDGES) and event.modifiers() in _PLAIN

    def press(self, event: QKeyEvent) -> bool:
        """A key was pressed; says whether it meant something."""
        if not self.wants(event):
            return False
        if not self.shown:
            self.enter()
        elif event.key() in _ENTER:
            self._selection.click(self.target)
        elif event.key() == _EDGES:
            self._turn_edges()
        else:
            layout = self._layout()
            right, down = _ARROWS[Qt.Key(event.key())]
            self._stop = walked(within(self._stop or first_stop(layout), layout), right, down, layout)
            self._show()
        return True

    def place(self) -> None:
        """Other things may be elsewhere now: put the ring where it belongs."""
        if not self.shown or self._stop is None:
            return
        before, layout = self._stop, self._layout()
        self._stop = within(self._stop, layout)
        # Of an edge the ring is painted with its value, which grows and shrinks as it is trained.
        on_edge = self._stop.source is not None
        self._canvas.pointing.mark(self.target if on_edge else "none")
        self._ring.setVisible(not on_edge)
        if not on_edge:
            rect = QRectF(self._places.rect(self.target))
            side = min(rect.width(), rect.height())
            radius = RADIUS["tile"] if self._stop.is_header else RADIUS["neuron"] * side
            self._ring.show_around(rect, radius)
            self._ring.raise_()
        if self._stop != before:
            self.moved.emit()

    def _show(self) -> None:
        self._reveal()
        self.place()
        self.moved.emit()

    def _reveal(self) -> None:
        """Move the view so that what the keyboard is on can be seen."""
        layout = self._layout()
        edge = edge_of(self.target, layout)
        rect = QRectF(self._places.rect(self.target))
        if edge is not None:
            rect = QRectF(*middle_of(layout, edge), 0, 0)
        rect.adjust(-_FREE, -_FREE, _FREE, _FREE)
        room = QRectF(self._canvas.rect())
        by = QPointF(
            max(room.left() - rect.left(), 0.0) or min(room.right() - rect.right(), 0.0),
            max(room.top() - rect.top(), 0.0) or min(room.bottom() - rect.bottom(), 0.0),
        )
        if layout.moved and not by.isNull():
            self._canvas.pan(by)
