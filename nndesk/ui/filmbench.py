"""The figures of films: frames drawn and encoded at once against the encoder alone, and memory over many."""

import io
import math
import os
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from nndesk.interop.video import Form, Pixels, write_film
from nndesk.project.bench import Figure
from nndesk.session.recorder import Recorder
from nndesk.ui.camera import Camera
from nndesk.ui.latency import until
from nndesk.ui.reels import Epochs
from nndesk.ui.scenes import Scene
from nndesk.ui.window import MainWindow

SIZE = (1920, 1080)
_FRAMES = 24
_ROUNDS = 5
_LONG, _EARLY = 1200, 300  # frames of the long film, and when memory is first looked at
_LIVE_SECONDS = 4.0
_LIVE_ROUNDS = 3
_MB = 2**20


def film_figures(open_scene: Callable[[tuple[int, int]], Scene]) -> list[Figure]:
    """Figures of a scene of 2-8-8-6-1, which ``open_scene`` makes in a size; takes about a minute."""
    return [_speed(open_scene(SIZE)), *_memory(open_scene((640, 360)))]


def live_figures(window: MainWindow) -> list[Figure]:
    """Figures of a shown window that trains at full speed, recorded at 1080p30 and not, in turns."""
    plain, recorded = list[float](), list[float]()
    shown = missed = 0
    beats: list[float] = []
    window.recording.finished.disconnect()  # no sheet comes of it
    window.controller.frame.connect(lambda _: beats.append(perf_counter()))
    window.controller.set_speed(math.inf)
    window.controller.play()
    until(lambda: len(beats) > 1)
    pictures = [_grabbed(window)]
    with TemporaryDirectory() as folder:
        for turn in range(_LIVE_ROUNDS):
            plain.append(_p95_interval(beats))
            window.recording.start(Path(folder, f"{turn}.mp4"))
            recorded.append(_p95_interval(beats))
            shown, missed = shown + window.recording.frames[0], missed + window.recording.frames[1]
            window.recording.stop()
            until(lambda: not window.recording.busy)
        window.controller.pause()
        pictures.append(_grabbed(window))
        alone = _missed_alone(Path(folder, "alone.mp4"), pictures)
    value, reference = median(recorded), median(plain)
    name = "p95 between frames of the window, recorded at 1080p30"
    left_out = f"Frames left out of {shown + missed}, recorded at 1080p30"
    return [
        Figure(name, value, "ms", reference, value / reference, 1.2, at_least=False, against="not recorded"),
        Figure(left_out, float(missed), "frames", float(alone), against="the encoder alone"),
    ]


def _p95_interval(beats: list[float]) -> float:
    """ms, of the times that come into ``beats`` in the next seconds, of two intervals at least."""
    beats.clear()
    end = perf_counter() + _LIVE_SECONDS
    until(lambda: perf_counter() > end and len(beats) > 2)
    return float(np.percentile(1000 * np.diff(beats), 95))


def _grabbed(window: MainWindow) -> Pixels:
    return _pixels(window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32).scaled(*SIZE))


def _missed_alone(path: Path, pictures: list[Pixels]) -> int:
    """How many frames the encoder leaves out of as long a recording where nothing else is done."""
    recorder, number = Recorder(path), 0
    while recorder.seconds < _LIVE_ROUNDS * _LIVE_SECONDS:
        memory = recorder.lend(*SIZE)
        if memory is not None:
            memory[:] = pictures[number % 2]
            recorder.show(memory)
            number += 1
        sleep(recorder.wait)
    recorder.stop()
    return recorder.missed


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
