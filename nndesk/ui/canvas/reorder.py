"""Dragging a layer's header sideways to where the layer shall be."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QLineF, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nndesk.ui.canvas.header import LayerHeader
from nndesk.ui.canvas.layout import Layout
from nndesk.ui.theme import Appearance

_LEAST_DRAG = 8  # pixels sideways that a header goes before it moves
_LINE, _WIDTH = 3.0, 14  # of the mark
_BELOW = 16  # from the lower ends of the columns to that of the mark


def place_of(layer: int, x: float, layout: Layout) -> int:
    """Which hidden layer ``layer`` becomes when it is dropped at ``x``; both as in the experiment."""
    hidden = range(len(layout.layers) - 2)
    return sum(layout.layers[other + 1].box.middle[0] < x for other in hidden if other != layer)


def gap_at(layer: int, to: int, layout: Layout) -> float:
    """The x between the columns where the layer will be."""
    before = to if to < layer else to + 1
    return (layout.layers[before].box.right + layout.layers[before + 1].box.x) / 2


class Reordering(QObject):
    """Watches the headers of one canvas. Only hidden layers move, and only among each other."""

    move_requested = Signal(int, int)  # layer, and which it shall be; as in the experiment

    def __init__(self, appearance: Appearance, canvas: QWidget, layout: Callable[[], Layout]) -> None:
        super().__init__(canvas)
        self._canvas, self._layout = canvas, layout
        self._mark = InsertionMark(appearance, canvas)
        self._header: LayerHeader | None = None  # that the button went down on
        # Where on the canvas it did and where it is now; where the header belongs.
        self._grabbed, self._at, self._home = QPointF(), QPointF(), QPoint()
        self._to: int | None = None  # while it is dragged

    @property
    def active(self) -> bool:
        return self._to is not None

    def cancel(self) -> None:
        """Put the header back."""
        header, self._header, self._to = self._header, None, None
        self._mark.hide()
        if header is not None:
            header.move(self._home)

    def follow(self) -> None:
        """The headers have their places anew: have the one that is dragged be under the pointer again."""
        header = self._header
        if header is not None:
            home, self._home = self._home, header.pos()
            self._grabbed += QPointF(self._home - home)
            if self.active:
                self._move(header, self._at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = QEvent.Type
        if not isinstance(watched, LayerHeader) or not isinstance(event, QMouseEvent):
            return False
        at = QPointF(watched.mapToParent(event.position()))
        match event.type():
            case kinds.MouseButtonPress if event.button() is Qt.MouseButton.LeftButton:
                movable = 1 <= watched.layer <= len(self._layout().layers) - 2
                self._header = watched if movable else None
                self._grabbed, self._home = at, watched.pos()
                return False
            case kinds.MouseMove if self._header is watched:
                return self._move(watched, at)
            case kinds.MouseButtonRelease if event.button() is not Qt.MouseButton.LeftButton:
                return False
            case kinds.MouseButtonRelease if self.active:
                layer, to = watched.layer - 1, self._to
                self.cancel()
                watched.setDown(False)
                if to is not None and to != layer:
                    self.move_requested.emit(layer, to)
                return True
            case kinds.MouseButtonRelease:
                self._header = None
                return False
            case _:
                return False

    def _move(self, header: LayerHeader, at: QPointF) -> bool:
        if not self.active and abs(at.x() - self._grabbed.x()) < _LEAST_DRAG:
            return False
        layout, layer = self._layout(), header.layer - 1
        self._at = at
        self._to = place_of(layer, at.x(), layout)
        header.setDown(False)
        header.move(self._home + QPoint(round(at.x() - self._grabbed.x()), 0))
        if self._to == layer:
            self._mark.hide()
        else:
            bottom = max(each.box.bottom for each in layout.layers[1:-1])
            self._mark.show_at(gap_at(layer, self._to, layout), header.y(), bottom + _BELOW)
        header.raise_()
        return True


class InsertionMark(QWidget):
    """A line between two columns: here the layer will be."""

    def __init__(self, appearance: Appearance, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setObjectName("insertionMark")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._appearance = appearance
        self.hide()

    def show_at(self, x: float, top: float, bottom: float) -> None:
        self.setGeometry(round(x - _WIDTH / 2), round(top), _WIDTH, max(round(bottom - top), _WIDTH))
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._appearance.theme.color("sel"), _LINE, c=Qt.PenCapStyle.RoundCap))
        middle, end = self.width() / 2, _LINE
        painter.drawLine(QLineF(middle, end, middle, self.height() - end))
        for y in (end, self.height() - end):
            painter.drawLine(QLineF(end, y, self.width() - end, y))
