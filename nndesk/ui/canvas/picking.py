"""Selecting with the pointer: a click takes, Shift adds or takes away, a drag from an empty place a box."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nndesk.ui.canvas.layout import Layout
from nndesk.ui.canvas.places import Places
from nndesk.ui.selection import Selection
from nndesk.ui.theme import RADIUS, STROKE, Appearance

_LEAST_DRAG = 4  # pixels that the pointer goes before there is a box
_TINT = 0.35  # how much the inside of the box covers
_AROUND = 3.0  # from a neuron that will be selected to its ring


def target_of(layer: int, unit: int) -> str:
    """A neuron, counted as on the canvas, in the words of lessons."""
    return f"inputs.{unit}" if layer == 0 else f"layers.{layer - 1}.units.{unit}"


def units_within(layout: Layout, box: QRectF) -> list[tuple[int, int]]:
    """The neurons, counted as on the canvas, that a box touches."""
    found: list[tuple[int, int]] = []
    for index, layer in enumerate(layout.layers):
        left, top = layer.rects[:, 0], layer.rects[:, 1]
        inside = (left < box.right()) & (left + layer.rects[:, 2] > box.left())
        inside &= (top < box.bottom()) & (top + layer.rects[:, 3] > box.top())
        found += [(index, int(unit)) for unit in np.flatnonzero(inside)]
    return found


class Picking(QObject):
    """What a press of the left button selects, and what a drag goes around until it is let go."""

    menu_requested = Signal(QPoint)  # where on the screen

    def __init__(
        self,
        appearance: Appearance,
        canvas: QWidget,
        selection: Selection,
        layout: Callable[[], Layout],
        places: Places,
    ) -> None:
        super().__init__(canvas)
        self._canvas, self._selection, self._layout, self._places = canvas, selection, layout, places
        self._band = SelectionBox(appearance, canvas)
        self._begin: QPointF | None = None
        self._end = QPointF()
        self._before: tuple[str, ...] = ()  # what was selected when the drag began
        self._more = False  # whether that stays

    @property
    def active(self) -> bool:
        """Whether the button is down where a box may be drawn."""
        return self._begin is not None

    def press(self, at: QPointF, target: str, more: bool) -> None:
        """The button went down on ``target``, or on ``none``; ``more`` keeps what is selected.

        Weights are nearly everywhere between the layers, so a box may begin on one as well.
        """
        if target == "none" or ".weights." in target:
            self._begin, self._before, self._more = at, self._selection.targets, more
        if target == "none":
            if not more:
                self._selection.clear()
        elif more:
            self._selection.toggle(target)
        else:
            self._selection.set(target)

    def move(self, at: QPointF) -> None:
        """The pointer has gone on with its button down."""
        if self._begin is None:
            return
        if self._band.isHidden():
            if (at - self._begin).manhattanLength() < _LEAST_DRAG:
                return
            self._selection.set(*(self._before if self._more else ()))  # not the weight that it began on
        self._end = at
        layout, box = self._layout(), QRectF(self._begin, at).normalized()
        units = units_within(layout, box)
        self._band.show_box(box, units, [QRectF(*layout.layers[layer].rect(unit)) for layer, unit in units])

    def finish(self) -> None:
        """The button was let go: what the box touches is selected, with what was kept."""
        units = [] if self._band.isHidden() else self._band.units
        self.drop()
        if units:
            self._selection.set(*self._selection.targets, *(target_of(*unit) for unit in units))

    def cancel(self) -> None:
        """Give the box up; what was selected before is selected again."""
        if self.active:
            self.drop()
            self._selection.set(*self._before)

    def drop(self) -> None:
        """Forget the box."""
        self._begin = None
        self._band.hide()

    def follow(self) -> None:
        """Other neurons may be in the box now."""
        if not self._band.isHidden():
            self.move(self._end)

    def ask_menu(self, at: QPointF, target: str) -> None:
        """A right click on ``target``, which is selected unless it is already; headers and cards count."""
        if target == "none":
            layers = (f"layers.{layer}" for layer in range(len(self._layout().layers) - 1))
            others = ("data", "loss", *layers)
            target = next((each for each in others if self._places.rect(each).contains(at.toPoint())), target)
        if target not in self._selection.targets:
            self._selection.set(target)
        self.menu_requested.emit(self._canvas.mapToGlobal(at.toPoint()))

    def ask_menu_here(self, target: str) -> None:
        """The key for it was pressed, with the keyboard on ``target``: the menu of what is selected."""
        if target != "none" and target not in self._selection.targets:
            self._selection.set(target)
        rect = self._places.rect(self._selection.target)
        place = self._canvas.rect() if rect.isEmpty() else rect
        self.menu_requested.emit(self._canvas.mapToGlobal(place.center()))


class SelectionBox(QWidget):
    """The box while it is drawn, and rings around the neurons that it touches."""

    def __init__(self, appearance: Appearance, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setObjectName("selectionBox")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._appearance = appearance
        self._box = QRectF()
        self._rings: list[QRectF] = []
        self.units: list[tuple[int, int]] = []  # that the box touches
        self.hide()

    def show_box(self, box: QRectF, units: list[tuple[int, int]], rects: list[QRectF]) -> None:
        """Show ``box``, with rings around ``units``, which stand in ``rects``."""
        self._box, self.units = box, units
        self._rings = [rect.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND) for rect in rects]
        area = box
        for ring in self._rings:
            area = area.united(ring)
        self.setGeometry(area.adjusted(-2, -2, 2, 2).toAlignedRect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.translate(-QPointF(self.pos()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = theme.color("selTint")
        fill.setAlphaF(_TINT)
        painter.setPen(QPen(theme.color("sel"), 1.5))
        painter.setBrush(fill)
        painter.drawRoundedRect(self._box, RADIUS["tick"], RADIUS["tick"])
        painter.setPen(QPen(theme.color("sel"), STROKE["selected"]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ring in self._rings:
            radius = RADIUS["neuron"] * min(ring.width(), ring.height())
            painter.drawRoundedRect(ring, radius, radius)
