"""The figures of films: frames drawn and encoded at once against the encoder alone, and memory over many."""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from nndesk.interop.video import Form, Pixels, write_film
from nndesk.project.bench import Figure
from nndesk.ui.camera import Camera
from nndesk.ui.reels import Epochs
from nndesk.ui.scenes import Scene

SIZE = (1920, 1080)
_FRAMES = 24
_ROUNDS = 5
_LONG, _EARLY = 1200, 300  # frames of the long film, and when memory is first looked at
_MB = 2**20


def film_figures(open_scene: Callable[[tuple[int, int]], Scene]) -> list[Figure]:
    """Figures of a scene of 2-8-8-6-1, which ``open_scene`` makes in a size; takes about a minute."""
    return [_speed(open_scene(SIZE)), *_memory(open_scene((640, 360)))]


def _speed(scene: Scene) -> Figure:
    """Frames a second where epochs are trained and drawn meanwhile, against frames that are there."""
    form = Form("mp4", "h264", SIZE, 30)
    made, ready = list[float](), list[float]()
    for turn in range(_ROUNDS):
        first = 2 * turn * _FRAMES
        kept: list[Pixels] = []
        for _ in Epochs(scene, None, first, first + _FRAMES - 1, _FRAMES).play():
            kept.append(_pixels(scene.image()))
        start = perf_counter()
        film = write_film(io.BytesIO(), form)
        for pixels in kept:
            film.write(pixels)
        film.finish()
        ready.append(_FRAMES / (perf_counter() - start))
        start = perf_counter()
        _shoot(scene, form, Epochs(scene, None, first + _FRAMES, first + 2 * _FRAMES - 1, _FRAMES))
        made.append(_FRAMES / (perf_counter() - start))
    scene.close()
    ratio = median(one / other for one, other in zip(made, ready, strict=True))
    name = "Film of 2-8-8-6-1, 1920x1080, H.264 veryfast"
    return Figure(name, median(made), "frames/s", median(ready), ratio, 0.5, against="frames that are there")


def _shoot(scene: Scene, form: Form, reel: Epochs, look: Callable[[int], None] = lambda number: None) -> None:
    camera = Camera(write_film(io.BytesIO(), form), scene.pixels)
    try:
        for number, _ in enumerate(reel.play(), 1):
            camera.take(scene.draw)
            look(number)
        camera.finish(())
    except BaseException:
        camera.drop()
        raise


def _pixels(image: QImage) -> Pixels:
    size: QSize = image.size()
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(size.height(), image.bytesPerLine())
    return lines[:, : 4 * size.width()].reshape(size.height(), -1, 4).copy()


def _memory(scene: Scene) -> list[Figure]:
    """The process after a long film against early in it; none where the system does not say."""
    if sys.platform != "linux":
        scene.close()
        return []
    sizes: dict[int, float] = {}

    def look(number: int) -> None:
        if number in (_EARLY, _LONG):
            sizes[number] = _resident()

    form = Form("mp4", "h264", (scene.pixels.width(), scene.pixels.height()), 30)
    _shoot(scene, form, Epochs(scene, None, 0, _LONG - 1, _LONG), look)
    scene.close()
    early, late = sizes[_EARLY], sizes[_LONG]
    name, against = f"Memory after {_LONG:,} frames of a film", f"after {_EARLY:,}"
    return [Figure(name, late, "MB", early, late / early, 1.1, at_least=False, against=against)]


def _resident() -> float:
    """MB that this process has."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / _MB
