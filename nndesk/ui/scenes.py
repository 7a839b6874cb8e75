"""Scenes: what a picture or a film shows of a window that no screen sees and no thread drives.

What a scene shows follows from what was asked of its controller, never from the time that passes, so the
same requests give the same pictures.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from nndesk.ui import film
from nndesk.ui.pictures import Picture
from nndesk.ui.window import MainWindow


class Scene:
    """A part of a window, which belongs to the scene, with ``scale`` pixels for one of its."""

    def __init__(self, window: MainWindow, name: str, size: tuple[int, int], scale: float) -> None:
        self.window, self._name, self._size, self._scale = window, name, QSize(*size), scale

    @property
    def pixels(self) -> QSize:
        return self._size * self._scale

    def settle(self) -> None:
        """Have all that was asked for be there, and what is loaded after the first paint too."""
        self.window.controller.catch_up()
        film.settle(self.window)

    def draw(self, image: QImage) -> None:
        """Draw all that was asked for into ``image``, which has as many pixels."""
        self.window.controller.catch_up()
        QApplication.processEvents()
        image.setDevicePixelRatio(self._scale)
        painter = QPainter(image)
        Picture(self.window, self._name, self._size).draw(painter)
        painter.end()

    def close(self) -> None:
        """Close the window."""
        self.window.close_without_asking()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
