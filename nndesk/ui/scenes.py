"""Scenes: what a picture or a film shows of a window that no screen sees and no thread drives.

What a scene shows follows from what was asked of its controller, never from the time that passes, so the
same requests give the same pictures.
"""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize
from PySide6.QtGui import QImage, QPainter

from nndesk.session.player import Told
from nndesk.ui import film
from nndesk.ui.pictures import Picture
from nndesk.ui.present.plate import HEIGHT, CaptionPlate
from nndesk.ui.present.view import PresentView
from nndesk.ui.window import MainWindow

_LEAST, _MOST = (1280, 720), (1920, 1080)  # what Present is laid out for


class Scene:
    """A part of a window, which belongs to the scene, with ``scale`` pixels for one of its.

    ``captions`` says whether it shows what a lesson says; None where there is no lesson.
    """

    def __init__(
        self,
        window: MainWindow,
        name: str,
        size: tuple[int, int],
        scale: float,
        captions: bool | None = None,
    ) -> None:
        self.window, self._name, self._size, self._scale = window, name, QSize(*size), scale
        self._captions, self._told = captions, cast(Told | None, None)
        self._view: PresentView | None = None
        self._share = 1.0  # of what it is laid out for
        self._plate: CaptionPlate | None = None
        if name == "present":
            self._make_view(size)
        elif captions:
            self._plate = CaptionPlate(window.appearance, window)
            self._plate.hide()
        #: Called now and then while there is much to do; may raise to give up.
        self.look: Callable[[], None] = lambda: None

    @property
    def part(self) -> tuple[int, int]:
        """How large the part of the window is; below it there may be a caption."""
        return self._size.width(), self._size.height() - (HEIGHT if self._plate else 0)

    def _make_view(self, size: tuple[int, int]) -> None:
        """Present, laid out for a size that is usual there and scaled to the one asked for."""
        self.window.controller.frame.disconnect()  # nobody sees the window itself: it need not keep up
        view = self._view = self.window.teaching.presenter.make_view()
        if self._captions is False:
            view.show_title("")
        smaller, larger = (min(size[0] / wide, size[1] / high) for wide, high in (_LEAST, _MOST))
        self._share = smaller if smaller < 1 else max(1.0, larger)
        view.resize(*(round(length / self._share) for length in size))
        view.set_still(True)
        view.show()

    def catch_up(self) -> None:
        """Do all that was asked for."""
        self.window.controller.catch_up(self.look)

    def tell(self, told: Told) -> None:
        """Show what is told of a lesson, beside the network."""
        self._told = told
        if self._view is not None and self._captions:
            self._view.show_told(told)
        if self._plate is not None:
            self._plate.show_told(told)

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
        if self._plate is not None:
            self._paint_plate(painter, self._plate)
        painter.end()

    def picture(self, *, ground: bool = True) -> Picture:
        """What it shows now, for files of all kinds."""
        return Picture(self.window, self._name, QSize(*self.part), ground, self._view, self._share)

    def _paint_plate(self, painter: QPainter, plate: CaptionPlate) -> None:
        snapshot = self.window.controller.snapshot
        plate.show_epoch(0 if snapshot is None else snapshot.epoch)
        high = plate.height_at(self._size.width())
        plate.resize(self._size.width(), high)
        painter.translate(0, self._size.height() - high)
        plate.render(painter, QPoint())

    def close(self) -> None:
        """Close the window."""
        if self._view is not None:
            self._view.leave()
            self._view.close()
            self._view.deleteLater()
        self.window.close_without_asking()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
