"""Where everything on the canvas is, by its target."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF
from PySide6.QtWidgets import QWidget

from nndesk.ui.canvas.headers import HeaderRow
from nndesk.ui.canvas.layout import Layout
from nndesk.ui.canvas.paint import unit_of
from nndesk.ui.selection import layer_of

_LEAST_EDGE = 8  # of the rectangle around an edge


class Places:
    """Looks up what is there now; keeps nothing."""

    def __init__(
        self, layout: Callable[[], Layout], headers: HeaderRow, data_card: QWidget, loss_card: QWidget
    ) -> None:
        self._layout, self._headers = layout, headers
        self._cards = {"data": data_card, "loss": loss_card}

    @property
    def layout(self) -> Layout:
        """Where layers and neurons lie, as it is seen."""
        return self._layout()

    def rect(self, target: str) -> QRect:
        """Around what ``target`` names; of data without a card the header of the inputs."""
        if target in self._cards:
            hidden = self._cards[target].isHidden()
            return self._headers.geometry(0) if hidden else self._cards[target].geometry()
        layout, parts = self._layout(), target.split(".")
        found = unit_of(target, layout)
        if found is not None:
            return self.unit(*found)
        if parts[0] != "layers" or int(parts[1]) + 1 >= len(layout.layers):
            return QRect()
        layer = int(parts[1]) + 1
        if len(parts) == 2:
            return self._headers.geometry(layer)
        if parts[2] == "weights" and int(parts[3]) < layout.layers[layer - 1].units:
            return self.edge(layer, int(parts[3]), int(parts[4]))
        return QRect()

    def widget(self, target: str) -> QWidget | None:
        """The card or header that stands for ``target``, where a widget does."""
        card = self._cards.get(target)
        if card is not None and not card.isHidden():
            return card
        layer = layer_of(target)
        if target == "data":
            return self._headers.widget(0)
        return self._headers.widget(layer + 1) if layer is not None and target == f"layers.{layer}" else None

    def unit(self, layer: int, unit: int) -> QRect:
        """Around a neuron, counted as on the canvas."""
        return QRectF(*self._layout().layers[layer].rect(unit)).toAlignedRect()

    def edge(self, layer: int, source: int, unit: int) -> QRect:
        """Around the edge that enters ``unit`` of ``layer``, counted as on the canvas."""
        rect = QRectF(*self._layout().edge_rect(layer, source, unit))
        thin = max(0.0, (_LEAST_EDGE - rect.height()) / 2)
        return rect.adjusted(0, -thin, 0, thin).toAlignedRect()
