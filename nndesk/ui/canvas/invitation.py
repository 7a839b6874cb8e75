"""What an empty canvas asks for: a dashed column where the first layer would be."""

from PySide6.QtCore import QObject, QPointF, QTimer, Slot

from nndesk.session.document import Document
from nndesk.ui.canvas.ghost import Ghost, GhostColumn
from nndesk.ui.canvas.view import CanvasView

_UNITS = 4


class Invitation(QObject):
    """Shows the column while there is no hidden layer and the pen is in hand."""

    def __init__(self, canvas: CanvasView, document: Document) -> None:
        super().__init__(canvas)
        self._canvas, self._document = canvas, document
        self._ghost = Ghost(canvas.appearance, canvas)
        self._ghost.setObjectName("ghostColumn")
        # All of these come before the canvas has its new layout.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._show)
        for signal in (document.changed, document.opened, canvas.zoomed, canvas.drawing_changed):
            signal.connect(self._show_soon)
        for signal in (canvas.resized, canvas.shown, canvas.appearance.changed):
            signal.connect(self._show_soon)

    @Slot()
    def _show_soon(self) -> None:
        self._soon.start()

    @Slot()
    def _show(self) -> None:
        canvas = self._canvas
        empty = len(self._document.experiment.network.layers) == 1
        if not empty or canvas.tool != "draw" or canvas.drawing.active or not canvas.isVisible():
            self._ghost.hide()
            return
        inputs, outputs = canvas.rect_of(0, 0), canvas.rect_of(1, 0)
        middle = QPointF((inputs.right() + outputs.left()) / 2, outputs.center().y())
        side, pitch = canvas.neuron_size()
        column = GhostColumn(_UNITS, middle, side, pitch)
        self._ghost.show_gesture(None, column, column.rect.center(), ())
        self._ghost.lower()
