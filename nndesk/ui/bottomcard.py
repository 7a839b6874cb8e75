"""Cards over the lower edge of the canvas, for which the network makes room."""

from PySide6.QtCore import QRect, Slot
from PySide6.QtGui import QShowEvent

from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.notice import Floating
from nndesk.ui.strip import ProbeStrip
from nndesk.ui.theme import Appearance

_SMALLEST = 240
_APART = 8  # from what is below
_CLEAR = 20  # between the network, its gauges and numbers, and the card
_BELOW = 54  # that the network keeps clear of anyway


class BottomCard(Floating):
    """Stands between what floats at the bottom where it has ``least`` room there, else above it."""

    widest, least = 560, 500

    def __init__(self, appearance: Appearance, canvas: CanvasView) -> None:
        super().__init__(appearance, canvas, canvas.floats.free_band)
        self._view = canvas
        canvas.floats.moved.connect(self._follow_floats)
        appearance.changed.connect(self._follow_floats)

    def settle(self) -> None:
        """Take the place that it will have, in a canvas that has its size and is not seen yet."""
        self._place()

    def leave(self) -> None:
        """Be there no longer, and need no room. What another card has is not touched."""
        if not self.isHidden():
            self.hide()
            self._view.floats.reserve(0)

    @Slot()
    def _follow_floats(self) -> None:
        if self.isVisible():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        self._soon.start()

    def _appear(self) -> None:
        self.show()
        self.raise_()
        if self._view.isVisible():
            self._place()

    @Slot()
    def _place(self) -> None:
        if self.isHidden():
            return  # it was still there when this was asked for
        floats, height = self._view.floats, self._view.height()
        band, middle = floats.free_band(), floats.free_middle()
        within = QRect(band) & QRect(middle.left(), band.top(), middle.width(), band.height())
        above = within.width() < self.least
        if above:
            within = middle
        strip = self._view.findChild(ProbeStrip)
        bottom = band.top() - _APART if above else band.bottom() + 1
        if strip is not None and not strip.isHidden():
            bottom = min(bottom, strip.y() - _APART)
        width = min(self.widest, within.width())
        if width < _SMALLEST:
            return  # the window is not there yet
        self._fit(width)
        place = QRect(within.center().x() - width // 2, bottom - self.height(), width, self.height())
        if place != self.geometry():
            self.setGeometry(place)
        floats.reserve(max(0, height - _BELOW - place.top() + _CLEAR))

    def _fit(self, width: int) -> None:
        """Take the height that the words have at ``width``."""
        raise NotImplementedError
