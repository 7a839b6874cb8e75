"""Pictures on their way into a film: all of them, in order, and what the encoder says of them."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

from nndesk.errors import FileError
from nndesk.interop.video import Chapter
from nndesk.ui.camera import Camera

SIZE = QSize(6, 4)


class Recorder:
    """A film that keeps the blue of its pictures' corners; ``fails_at`` so many."""

    def __init__(self, fails_at: int | None = None) -> None:
        self.frames: list[int] = []
        self.chapters: list[Chapter] | None = None
        self.dropped = False
        self.free = threading.Event()
        self.free.set()
        self._fails_at = fails_at

    def write(self, pixels) -> None:
        assert self.free.wait(10)
        if len(self.frames) == self._fails_at:
            raise FileError("film.mp4: cannot be written: No space left on device")
        assert pixels.shape == (4, 6, 4)
        self.frames.append(int(pixels[3, 5, 0]))

    def repeat(self) -> None:
        self.frames.append(self.frames[-1])

    def finish(self, chapters=()) -> None:
        self.chapters = list(chapters)

    def drop(self) -> None:
        self.dropped = True


def drawer(blue: int):
    return lambda image: image.fill(QColor(0, 0, blue))


def test_pictures_are_encoded_in_their_order_and_held_ones_again():
    film = Recorder()
    camera = Camera(film, SIZE)
    for blue in range(20):
        camera.take(drawer(blue))
        camera.hold()
    camera.finish([Chapter(0, "One")])
    assert film.frames == sorted([*range(20), *range(20)])
    assert film.chapters == [Chapter(0, "One")]
    assert not film.dropped


def test_drawing_waits_for_an_encoder_that_is_behind():
    film = Recorder()
    film.free.clear()
    camera = Camera(film, SIZE)
    drawn: list[QImage] = []
    filler = threading.Thread(target=lambda: [camera.take(drawn.append) for _ in range(30)])
    filler.start()
    filler.join(0.3)
    waiting = len(drawn)
    film.free.set()
    filler.join(10)
    camera.finish(())
    assert waiting < 10
    assert (len(drawn), len(film.frames)) == (30, 30)


def test_what_the_encoder_raises_ends_the_film():
    film = Recorder(fails_at=2)
    camera = Camera(film, SIZE)

    def shoot() -> None:
        for blue in range(100):
            camera.take(drawer(blue))
        camera.finish(())

    with pytest.raises(FileError, match="No space left"):
        shoot()
    camera.drop()
    assert film.dropped
    assert film.chapters is None
    assert film.frames == [0, 1]


def test_a_film_that_is_dropped_gets_no_ending():
    film = Recorder()
    camera = Camera(film, SIZE)
    camera.take(drawer(7))
    camera.drop()
    assert film.dropped
    assert film.chapters is None
    assert "nndesk film" not in [thread.name for thread in threading.enumerate()]
    assert np.all(np.array(film.frames) == 7)
