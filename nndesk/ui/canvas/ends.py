"""The cards at the ends of the network: data at its left, loss at its right."""

from collections.abc import Collection

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from nndesk.ui.canvas.layout import Layout
from nndesk.ui.cards import Card

_INSET = 12  # of what floats
_BELOW = 54  # free below


class Ends(QObject):
    """Makes both cards children of a canvas, and places them."""

    reshaped = Signal()
    clicked = Signal(str)  # target

    def __init__(self, canvas: QWidget, data: Card, loss: Card) -> None:
        super().__init__(canvas)
        self._canvas, self.data, self.loss = canvas, data, loss
        for card in (data, loss):
            card.setParent(canvas)
            card.reshaped.connect(self.reshaped)
        data.clicked.connect(lambda: self.clicked.emit("data"))
        loss.clicked.connect(lambda: self.clicked.emit("loss"))

    @property
    def widths(self) -> tuple[int, int]:
        return self.data.width(), self.loss.width()

    def fit(self) -> None:
        """Take the sizes that the canvas has room for; it lays out what follows from that by itself."""
        for card in (self.data, self.loss):
            with QSignalBlocker(card):
                card.fit(self._canvas.size())

    def mark(self, targets: Collection[str]) -> None:
        """Show which of the cards are selected."""
        self.data.set_selected("data" in targets)
        self.loss.set_selected("loss" in targets)

    def place(self, layout: Layout, middle: float, highest: float) -> None:
        """Stand at the ends of ``layout``, whose middle and uppermost line at 100 % these are."""
        self.data.setVisible(layout.data_card is not None)
        for card, rect in ((self.data, layout.data_card), (self.loss, layout.loss_card)):
            if rect is not None:
                half = card.height() / 2
                lowest = self._canvas.height() - _BELOW - card.height()
                top = max(min(round(middle - half), lowest), min(round(highest), lowest), _INSET)
                top = round(layout.zoom * (top + half) + layout.offset[1] - half)
                card.move(round(rect.x), top)
