"""Scenes: what a picture or a film shows of a window that no screen sees and no thread drives.

What a scene shows follows from what was asked of its controller, never from the time that passes, so the
same requests give the same pictures.
"""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QImage, QPainter

from nndesk.session.player import Told
from nndesk.ui import film
from nndesk.ui.pictures import Picture
from nndesk.ui.present.view import PresentView
from nndesk.ui.window import MainWindow


class Scene:
    """A part of a window, which belongs to the scene, with ``scale`` pixels for one of its."""

    def __init__(self, window: MainWindow, name: str, size: tuple[int, int], scale: float) -> None:
        self.window, self._name, self._size, self._scale = window, name, QSize(*size), scale

        self._told: Told | None = None
        self._view: PresentView | None = None
        if name == "present":
            self._view = window.teaching.presenter.make_view()
            self._view.resize(self._size)
            self._view.show()
        #: Called now and then while there is much to do; may raise to give up.
        self.look: Callable[[], None] = lambda: None

    def catch_up(self) -> None:
        """Do all that was asked for."""
        self.window.controller.catch_up(self.look)

    def tell(self, told: Told) -> None:
        """Show what is told of a lesson, beside the network."""
        self._told = told
        if self._view is not None:
            self._view.show_told(told)

    @property
    def state(self) -> tuple[object, ...]:
        """What the picture follows from: where this is equal, so is the picture."""
        window = self.window
        snapshot, canvas = window.controller.snapshot, window.canvas
        moment = snapshot and (
            snapshot.generation,
            snapshot.step,
            snapshot.sample,
            snapshot.marked,
            snapshot.probe,
        )
        seen = window.selection.targets, canvas.lens, canvas.values, canvas.zoom
        return moment, window.document.experiment, seen, self._told

    @property
    def pixels(self) -> QSize:
        return self._size * self._scale

    def settle(self) -> None:
        """Have all that was asked for be there, and what is loaded after the first paint too."""
        self.catch_up()
        film.settle(self.window)

    def image(self) -> QImage:
        """A new picture."""
        image = QImage(self.pixels, QImage.Format.Format_RGB32)
        self.draw(image)
        return image

    def draw(self, image: QImage) -> None:
        """Draw all that was asked for into ``image``, which has as many pixels."""
        self.catch_up()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        image.setDevicePixelRatio(self._scale)
        painter = QPainter(image)
        self.picture().draw(painter)
        painter.end()

    def picture(self, *, ground: bool = True) -> Picture:
        """What it shows now, for files of all kinds."""
        return Picture(self.window, self._name, self._size, ground, self._view)

    def close(self) -> None:
        """Close the window."""
        if self._view is not None:
            self._view.leave()
            self._view.close()
            self._view.deleteLater()
        self.window.close_without_asking()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
