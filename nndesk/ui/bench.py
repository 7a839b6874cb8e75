"""The window's figures, each against a yardstick of the same run: no absolute time decides anything."""

import math
from statistics import median
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEventLoop, QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QRegion
from PySide6.QtWidgets import QWidget

from nndesk.project.bench import Figure
from nndesk.project.history import History
from nndesk.project.messages import Snapshot
from nndesk.project.run import Run, quiet_numbers
from nndesk.ui.latency import answer_figures, start_figures, switch_figures, until
from nndesk.ui.plots import LossPlot
from nndesk.ui.theme import Appearance
from nndesk.ui.window import MainWindow

_TICK_MS = 16
_PHASE_SECONDS = 2.5
_ROUNDS = 3
_FRAMES = 60


def window_figures(spiral: MainWindow, digits: MainWindow, appearance: Appearance) -> list[Figure]:
    """Figures of two shown windows at 1440×900: on 2-8-8-6-1 over the plane, and on 64-64-32-10.

    Takes about a minute. The first is closed once it is measured, as another theme would reach it too; the
    second is left as it is, paused.
    """
    small = _canvas_figure(spiral, "2-8-8-6-1", 1.2)
    spiral.close_without_asking()
    spiral.deleteLater()
    return [
        small,
        _canvas_figure(digits, "64-64-32-10", 2.4),
        _plot_figure(appearance),
        *_training_figures(digits),
        *answer_figures(digits),
        *switch_figures(digits),
        *start_figures(),
    ]


# -- the canvas ---------------------------------------------------------------------------


def _canvas_figure(window: MainWindow, shape: str, most: float) -> Figure:
    """One frame of the canvas against the yardstick of `measured` cubics, in turns."""
    first = _after_an_epoch(window)
    second = _after_an_epoch(window)
    canvas = window.canvas
    image = QImage(canvas.size(), QImage.Format.Format_RGB32)
    frames, yards = list[float](), list[float]()
    for turn in range(_FRAMES):
        start = perf_counter()
        canvas.show_frame(first if turn % 2 else second)
        _paint(canvas, image)
        between = perf_counter()
        _paint_yardstick(image)
        frames.append(between - start)
        yards.append(perf_counter() - between)
    frame, yard = 1000 * median(frames), 1000 * median(yards)
    name = f"A frame of the canvas, {shape}"
    return Figure(name, frame, "ms", yard, frame / yard, most, at_least=False)


def _after_an_epoch(window: MainWindow) -> Snapshot:
    window.controller.step_epoch()
    until(lambda: not window.controller.busy)
    assert window.controller.snapshot is not None
    return window.controller.snapshot


def _paint(widget: QWidget, image: QImage) -> None:
    """Paint one widget without its children."""
    painter = QPainter(image)
    widget.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawWindowBackground)
    painter.end()


def _paint_yardstick(image: QImage) -> None:
    """134 antialiased opaque cubics, 0.75 to 6 px wide, across a canvas of 1056 × 736."""
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRect(0, 0, 1056, 736), QColor("#F6F6F7"))
    for number in range(134):
        column, row = number % 3, number // 3
        left = 280 + 140 * column
        start, end = QPointF(left, 160 + 12 * row), QPointF(left + 90, 160 + 12 * ((7 * row) % 45))
        path = QPainterPath(start)
        path.cubicTo(start + QPointF(40, 0), end - QPointF(40, 0), end)
        pen = QPen(QColor("#4A86E8" if number % 2 else "#B96A00"), 0.75 + 5.25 * (number % 16) / 15)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.strokePath(path, pen)
    painter.end()


# -- the loss plot ----------------------------------------------------------------------------


def _plot_figure(appearance: Appearance) -> Figure:
    """A frame of the loss plot at a million points against one at a thousand, in turns."""
    plots = [_FedPlot(appearance, points) for points in (1_000_000, 1000)]
    until(lambda: all(plot.widget.is_drawn for plot in plots))
    times = [[plot.frame() for plot in plots] for _ in range(_FRAMES)]
    many, few = (1000 * median(column) for column in zip(*times, strict=True))
    for plot in plots:
        plot.widget.close()
        plot.widget.deleteLater()
    name = "A frame of the loss plot, 1,000,000 points"
    return Figure(name, many, "ms", few, many / few, 1.5, at_least=False)


class _FedPlot:
    """A loss plot whose history grows by a few epochs a frame."""

    def __init__(self, appearance: Appearance, points: int) -> None:
        random = np.random.default_rng(5)
        noise = 1 + 0.2 * random.random((2, points))
        train, test = noise * np.exp(-3 * np.linspace(0, 1, points)) + 0.01
        self._history = History(train, test)
        self.widget = LossPlot(appearance)
        self.widget.resize(352, 121)
        self.widget.show_history(self._history, points, None)
        self.widget.show()
        self._image = QImage(self.widget.size(), QImage.Format.Format_RGB32)

    def frame(self) -> float:
        """Seconds that eight new epochs take to be on screen."""
        for _ in range(8):
            self._history.append(0.02, 0.03)
        start = perf_counter()
        self.widget.show_history(self._history, len(self._history), None)
        painter = QPainter(self._image)
        self.widget.render(painter, QPoint())
        painter.end()
        return perf_counter() - start


# -- training in the window ---------------------------------------------------------------------


def _training_figures(window: MainWindow) -> list[Figure]:
    """The window's timer while it trains against idle; training in it against headless."""
    controller = window.controller
    run = Run(window.document.experiment)
    run.go_on()
    controller.set_speed(math.inf)
    idle, busy, inside, headless = list[float](), list[float](), list[float](), list[float]()
    for _ in range(_ROUNDS):
        idle.append(_p95(_intervals()))
        headless.append(_headless_rate(run))
        before, start = _step(window), perf_counter()
        controller.play()
        busy.append(_p95(_intervals()))
        controller.pause()
        until(lambda: not controller.busy)
        inside.append((_step(window) - before) / (perf_counter() - start))
    late, calm = median(busy), median(idle)
    kept, alone = median(inside), median(headless)
    name = "A 16 ms timer while 64-64-32-10 trains, p95"
    return [
        Figure(name, late, "ms", calm, late / calm, 1.3, at_least=False),
        Figure("Steps of 64-64-32-10 in the window", kept, "steps/s", alone, kept / alone, 0.6),
    ]


def _step(window: MainWindow) -> int:
    snapshot = window.controller.snapshot
    return 0 if snapshot is None else snapshot.step


def _headless_rate(run: Run) -> float:
    first, start = run.step, perf_counter()
    with quiet_numbers():
        while perf_counter() - start < _PHASE_SECONDS:
            run.advance(run.steps_per_epoch)
    return (run.step - first) / (perf_counter() - start)


def _intervals() -> NDArray[np.float64]:
    """Milliseconds between the beats of a precise timer of 16 ms in the window's thread."""
    beats: list[float] = []
    timer, loop = QTimer(), QEventLoop()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(perf_counter()))
    timer.start(_TICK_MS)
    QTimer.singleShot(round(1000 * _PHASE_SECONDS), loop.quit)
    loop.exec()
    timer.stop()
    return 1000 * np.diff(beats)


def _p95(values: NDArray[np.float64]) -> float:
    return float(np.percentile(values, 95))
