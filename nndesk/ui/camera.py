"""Pictures on their way into a film: drawn in the caller's thread, encoded in another one meanwhile."""

import threading
from collections.abc import Callable, Sequence
from queue import Queue
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from nndesk.interop.video import Chapter, Film, Pixels

_IMAGES = 4  # being drawn, waiting or being encoded
_LOOK_SECONDS = 0.1


class _Shot(NamedTuple):
    image: QImage
    pixels: Pixels  # the same memory


class Camera:
    """Feeds one film. What the encoder raises comes out of the next call."""

    def __init__(self, film: Film, size: QSize) -> None:
        self._film = film
        self._free: Queue[_Shot] = Queue()
        self._taken: Queue[_Shot | None] = Queue(_IMAGES)  # None: the one before once more
        self._chapters: Sequence[Chapter] | None = None  # once all is taken that there is
        self._ends = False
        self._error: Exception | None = None
        for _ in range(_IMAGES):
            image = QImage(size, QImage.Format.Format_RGB32)
            lines = np.frombuffer(image.constBits(), np.uint8).reshape(size.height(), image.bytesPerLine())
            self._free.put(_Shot(image, lines[:, : 4 * size.width()].reshape(size.height(), -1, 4)))
        self._thread = threading.Thread(target=self._encode, name="nndesk film")
        self._thread.start()

    def take(self, draw: Callable[[QImage], None]) -> None:
        """Add a picture that ``draw`` draws."""
        shot = self._free.get()
        self._check()
        draw(shot.image)
        self._taken.put(shot)

    def hold(self) -> None:
        """Show the picture before for another frame."""
        self._check()
        self._taken.put(None)

    def finish(self, chapters: Sequence[Chapter], look: Callable[[], None] = lambda: None) -> None:
        """Wait until all is encoded, and call ``look`` now and then meanwhile."""
        self._chapters = chapters
        self._end()
        while self._thread.is_alive():
            self._thread.join(_LOOK_SECONDS)
            look()
        self._check()

    def drop(self) -> None:
        """End in the middle, without a film."""
        self._chapters = None
        self._end()
        self._thread.join()
        self._film.drop()

    def _end(self) -> None:
        if not self._ends:
            self._ends = True
            self._taken.put(_END)

    def _check(self) -> None:
        if self._error is not None:
            raise self._error

    def _encode(self) -> None:
        """The thread: takes what is there to the end, also where the encoder gave up before."""
        while (shot := self._taken.get()) is not _END:
            self._try(
                lambda shot=shot: self._film.repeat() if shot is None else self._film.write(shot.pixels)
            )
            if shot is not None:
                self._free.put(shot)
        if self._chapters is not None:
            self._try(lambda: self._film.finish(self._chapters or ()))

    def _try(self, part: Callable[[], None]) -> None:
        if self._error is None:
            try:
                part()
            except Exception as error:  # noqa: BLE001 - raised where the pictures come from
                self._error = error


_END = _Shot(QImage(), np.empty((0, 0, 4), np.uint8))
