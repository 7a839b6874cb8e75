"""Pictures that are drawn before they are shown, a few milliseconds at a time.

The window shows a frame at once and whole, but no event waits until all of it is drawn: views
draw the coming frame into a pixmap while the present one stays on screen.
"""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from nndesk.ui.theme import is_recording_text

#: Draws all of a widget with a painter, and yields where another event may have its turn.
Steps = Callable[[QPainter], Iterator[None]]


class Staged:
    """What a widget without transparency shows, as a pixmap: the present one, and perhaps the coming one."""

    def __init__(self, widget: QWidget, steps: Steps) -> None:
        self._widget = widget
        self._steps = steps
        self._present: QPixmap | None = None
        self._coming: QPixmap | None = None
        self._preparing = self._outdated = False

    def prepare(self) -> Iterator[None]:
        """Draw the coming picture of what the widget now holds; `reveal` shows it.

        Until then the present picture stays, whatever is asked for: it is all of one step.
        """
        self._preparing, self._outdated, self._coming = True, False, None
        pixmap = self._blank()
        painter = QPainter(pixmap)
        try:
            yield from self._steps(painter)
            self._coming = pixmap
        except GeneratorExit:  # another run was opened, and this frame will not be shown
            self._present = None
            raise
        finally:
            painter.end()
            self._preparing = False

    @property
    def preparing(self) -> bool:
        """Whether a frame is being drawn, or waits to be shown."""
        return self._preparing or self._coming is not None

    def reveal(self, area: QRect | None = None) -> None:
        """Show the frame that was prepared, or draw it where none was; only ``area`` has changed."""
        self._present = None if self._outdated else self._coming
        self._coming, self._outdated = None, False
        if area is None:
            self._widget.update()
        else:
            self._widget.update(area)

    def refresh(self) -> None:
        """Draw the present picture anew; together with the coming frame where one is being drawn."""
        if self.preparing:
            self._outdated = True
        else:
            self.reveal()

    def renew(self) -> None:
        """Show something else altogether: no frame that is being drawn belongs to it."""
        self._coming = None
        self.reveal()

    def paint(self, painter: QPainter) -> None:
        """Paint the present picture; it is drawn on the spot where there is none of this size."""
        if painter.deviceTransform().m11() != self._widget.devicePixelRatioF() or is_recording_text():
            self._draw(painter)  # not for this screen, so not to be kept
            return
        if self._present is None or self._present.size() != self._size():
            pixmap = self._blank()
            own = QPainter(pixmap)
            self._draw(own)  # may ask for a refresh, which drops the present one
            own.end()
            self._present = pixmap
        painter.drawPixmap(0, 0, self._present)

    def _draw(self, painter: QPainter) -> None:
        for _ in self._steps(painter):
            pass

    def _size(self) -> QSize:
        return self._widget.size() * self._widget.devicePixelRatioF()

    def _blank(self) -> QPixmap:
        pixmap = QPixmap(self._size())
        pixmap.setDevicePixelRatio(self._widget.devicePixelRatioF())
        return pixmap
