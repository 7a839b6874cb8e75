"""The row of layer headers above the network, one for each layer."""

from collections.abc import Collection
from itertools import pairwise

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from nndesk.project.spec import Experiment
from nndesk.ui.canvas.header import LayerHeader
from nndesk.ui.canvas.labels import header_text
from nndesk.ui.canvas.layout import Layout
from nndesk.ui.theme import Appearance


class HeaderRow(QObject):
    """Makes, places and marks the headers, which are children of the canvas."""

    clicked = Signal(int)  # layer, counted as on the canvas
    units_requested = Signal(int, int)  # layer, how many neurons more
    left = Signal()  # the pointer left one

    def __init__(self, appearance: Appearance, canvas: QWidget, watcher: QObject) -> None:
        """``watcher`` sees the events of all headers before they do."""
        super().__init__(canvas)
        self._appearance, self._canvas, self._watcher = appearance, canvas, watcher
        self._headers: list[LayerHeader] = []

    def place(self, experiment: Experiment, layout: Layout, named: bool, limits: tuple[int, int]) -> None:
        """Have one header above each layer of ``layout``, within ``limits`` from left to right."""
        while len(self._headers) > len(layout.layers):
            header = self._headers.pop()
            header.hide()
            header.setParent(None)
            header.deleteLater()
        while len(self._headers) < len(layout.layers):
            self._headers.append(self._make(len(self._headers)))
        for index, (header, layer) in enumerate(zip(self._headers, layout.layers, strict=True)):
            header.show_text(header_text(experiment, index, named))
            header.place(layer.header, layout.headers, *limits)

    def mark(self, layers: Collection[int]) -> None:
        """Show that ``layers``, counted as in the experiment, are selected."""
        for index, header in enumerate(self._headers):
            header.set_selected(index - 1 in layers)

    def widget(self, index: int) -> LayerHeader | None:
        return self._headers[index] if index < len(self._headers) else None

    def geometry(self, index: int) -> QRect:
        return self._headers[index].geometry()

    @property
    def bottom(self) -> int:
        """The lowest row of pixels that a header takes."""
        return max(header.geometry().bottom() for header in self._headers)

    def _make(self, index: int) -> LayerHeader:
        header = LayerHeader(self._appearance, index, self._canvas)
        header.clicked.connect(lambda: self.clicked.emit(index))
        header.units_requested.connect(lambda change: self.units_requested.emit(index, change))
        header.left.connect(self.left)
        header.installEventFilter(self._watcher)
        if self._headers:  # also one that comes later has its place between its neighbours
            order = (self._headers[-1].plus, header, header.minus, header.plus)
            for before, after in pairwise(order):
                QWidget.setTabOrder(before, after)
        header.show()
        return header
