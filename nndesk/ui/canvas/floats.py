"""What floats over the canvas: cards and plates, their shadows, and the room that they leave."""

from collections.abc import Callable

from PySide6.QtCore import QChildEvent, QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from nndesk.ui.canvas.layout import GAUGE_OVERHANG, Layout
from nndesk.ui.canvas.legend import Legend
from nndesk.ui.cards import Card
from nndesk.ui.notice import Floating
from nndesk.ui.plates import Plate

_INSET = 12  # of what floats
_RAISED = (Card, Plate, Legend, Floating)
_CHANGES = (
    QEvent.Type.ChildAdded,
    QEvent.Type.ChildRemoved,
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ShowToParent,
    QEvent.Type.HideToParent,
)
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class Floats(QObject):
    """Watches the children of one canvas from when it is seen first: making them takes hundreds of events."""

    moved = Signal()  # so that shadows are elsewhere
    reserved_changed = Signal()

    def __init__(self, canvas: QWidget, layout: Callable[[], Layout]) -> None:
        super().__init__(canvas)
        self._canvas, self._layout = canvas, layout
        self._shadows: list[QRect] | None = None
        self._watching = False
        self.reserved = 0  # pixels above what floats at the bottom that the network keeps clear of

    def watch(self) -> None:
        """Begin; the canvas is seen."""
        self._shadows = None
        if not self._watching:
            self._watching = True
            for each in (self._canvas, *self._children()):
                each.installEventFilter(self)

    def reserve(self, pixels: int) -> None:
        """Have the network keep clear of so many pixels more at the bottom."""
        if pixels != self.reserved:
            self.reserved = pixels
            self.reserved_changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()  # asking takes a microsecond, and children have hundreds of events
        if kind not in _CHANGES:
            return False
        self._shadows = None
        if watched is self._canvas:
            if isinstance(event, QChildEvent) and event.added() and event.child().isWidgetType():
                event.child().installEventFilter(self)
        elif kind in _MOVES and isinstance(watched, _RAISED) and isValid(self._canvas):
            self.moved.emit()  # a canvas that is being deleted hides its children too
        return False

    def shadows(self) -> list[QRect]:
        """Where there is something that throws a shadow."""
        if self._shadows is None or not self._watching:
            self._shadows = [part.geometry() for part in self._parts() if isinstance(part, _RAISED)]
        return self._shadows

    def free_band(self) -> QRect:
        """The part below cards and layers where nothing stands, right of the legend and as high."""
        legend = next(part for part in self._parts() if isinstance(part, Legend)).geometry()
        left, right = legend.right() + 1 + _INSET, self._canvas.width()
        for part in self._parts():
            rect = part.geometry()
            taken = isinstance(part, Plate) and not part.gives_way
            if taken and rect.x() > left and rect.bottom() >= legend.top():
                right = min(right, rect.x())
        return QRect(left, legend.top(), right - _INSET - left, legend.height())

    def free_middle(self) -> QRect:
        """The part between the cards, where they stand at the sides."""
        layout, width, height = self._layout(), self._canvas.width(), self._canvas.height()
        left, right = _INSET, width - _INSET
        if not layout.moved:
            right = round(layout.loss_card.x) - _INSET
            if layout.data_card is not None:
                left = round(layout.data_card.right) + _INSET
        return QRect(left, 0, right - left, height)

    def covers_network(self, rect: QRect) -> bool:
        """Whether something at ``rect`` would lie on a layer."""
        boxes = (QRectF(*layer.box) for layer in self._layout().layers)
        return any(box.adjusted(0, 0, 0, GAUGE_OVERHANG).intersects(QRectF(rect)) for box in boxes)

    def _parts(self) -> list[QWidget]:
        return [part for part in self._children() if not part.isHidden()]

    def _children(self) -> list[QWidget]:
        return self._canvas.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
