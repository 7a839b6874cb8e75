"""How soon the window answers: to a click, to a drag, to another theme or language, to being started.

Times are against the length of a frame, 16 ms, or against the barest window there can be.
"""

import math
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QSlider, QWidget

from nndesk.project.bench import Figure
from nndesk.ui.language import Language
from nndesk.ui.theme import Appearance
from nndesk.ui.window import MainWindow

FRAME_MS = 16.0
_PRESSES = 60
_SWITCHES = 5
_REST_SECONDS = 0.6  # before a switch
_STARTS = 5
_TURNS = 20  # of the event loop without painting, after which all is painted


def until(found: Callable[[], bool]) -> None:
    """Run the event loop until ``found`` holds."""
    loop, look = QEventLoop(), QTimer()
    look.timeout.connect(loop.quit)
    look.start(2)
    while not found():
        loop.exec()
    look.stop()


def answer_figures(window: MainWindow) -> list[Figure]:
    """How long a click on play and a step of a slider take to the next paint, training at full speed."""
    controller = window.controller
    window.selection.set("none")
    controller.set_speed(math.inf)
    controller.play()
    until(lambda: controller.snapshot is not None and controller.snapshot.step > 0)
    clicks = _Answers(_find(window, "playButton"), _click).wait()
    if not controller.playing:
        controller.play()
    slider = _slider_beside(_find(window, "learningRateBox"))
    drag = _Drag(slider)
    drags = _Answers(slider, drag.step).wait()
    drag.end()
    controller.pause()
    until(lambda: not controller.busy)
    window.document.undo_stack.undo()
    return [
        _in_frames("A click on play to the next paint, p95", _p95(clicks), 3),
        _in_frames("A step of a dragged slider to the next paint, p95", _p95(drags), 3),
    ]


def switch_figures(window: MainWindow) -> list[Figure]:
    """How long another theme, language and lens take until all of the window is painted."""
    appearance, language = window.findChild(Appearance), window.findChild(Language)
    assert appearance is not None
    assert language is not None
    switches = (
        [partial(appearance.set_theme, theme) for theme in ("dark", "light")],
        [partial(language.set_code, code) for code in ("zh_CN", "en")],
        [lambda lens=lens: window.canvas.set_lens(lens) for lens in ("gradient", "activation")],
    )
    themes, languages, lenses = (_switch_times(window, each) for each in switches)
    return [
        _in_frames("Another theme on screen", median(themes), 5),
        _in_frames("Another language on screen", median(languages), 5),
        _in_frames("Another lens on screen", median(lenses), 5),
    ]


def _switch_times(window: MainWindow, switches: Sequence[Callable[[], object]]) -> list[float]:
    """ms of each switch from rest: panels that are made ahead after another one are there."""
    times = list[float]()
    for switch in _SWITCHES * list(switches):
        end = perf_counter() + _REST_SECONDS
        until(lambda end=end: perf_counter() > end)
        times.append(_painted_after(window, switch))
    return times


def _in_frames(name: str, milliseconds: float, most: float) -> Figure:
    return Figure(name, milliseconds, "ms", FRAME_MS, milliseconds / FRAME_MS, most, at_least=False)


def _p95(values: list[float]) -> float:
    return float(np.percentile(values, 95))


# -- input to paint -----------------------------------------------------------------------------


class _Answers(QObject):
    """Gives a widget input at moments of its own, and notes how long its next paint takes."""

    def __init__(self, widget: QWidget, give: Callable[[QWidget], None]) -> None:
        super().__init__()
        self._widget, self._give = widget, give
        self._random = np.random.default_rng(7)
        self._due: float | None = None
        self._waits = list[float]()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._press)

    def wait(self) -> list[float]:
        """Milliseconds from each input to the paint that followed."""
        self._widget.installEventFilter(self)
        self._start()
        until(lambda: len(self._waits) >= _PRESSES)
        self._widget.removeEventFilter(self)
        return self._waits

    def _start(self) -> None:
        pause = int(self._random.integers(40, 120))
        # From when it is due, not from when the window gets round to it: so it would be with a real mouse.
        self._due = perf_counter() + pause / 1000
        self._timer.start(pause)

    def _press(self) -> None:
        self._give(self._widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._due is not None and perf_counter() >= self._due:
            self._waits.append(1000 * (perf_counter() - self._due))
            self._due = None
            if len(self._waits) < _PRESSES:
                self._start()
        return False


def _click(widget: QWidget) -> None:
    at = QPointF(widget.rect().center())
    _mouse(widget, QEvent.Type.MouseButtonPress, at)
    _mouse(widget, QEvent.Type.MouseButtonRelease, at)


class _Drag:
    """A slider's handle held and moved back and forth."""

    def __init__(self, slider: QSlider) -> None:
        self._slider, self._moves = slider, 0
        _mouse(slider, QEvent.Type.MouseButtonPress, self._place())

    def step(self, widget: QWidget) -> None:
        self._moves += 1
        _mouse(widget, QEvent.Type.MouseMove, self._place())

    def end(self) -> None:
        _mouse(self._slider, QEvent.Type.MouseButtonRelease, self._place())

    def _place(self) -> QPointF:
        share = 0.3 + 0.2 * (self._moves % 2)
        return QPointF(share * self._slider.width(), self._slider.height() / 2)


def _mouse(widget: QWidget, kind: QEvent.Type, at: QPointF) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    held = none if kind is QEvent.Type.MouseButtonRelease else left
    button = none if kind is QEvent.Type.MouseMove else left
    place = QPointF(widget.mapToGlobal(at))
    event = QMouseEvent(kind, at, place, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.postEvent(widget, event)


def _find(window: MainWindow, name: str) -> QWidget:
    widget = window.findChild(QWidget, name)
    assert widget is not None, name
    return widget


def _slider_beside(box: QWidget) -> QSlider:
    row = box.parentWidget()
    assert row is not None
    slider = row.findChild(QSlider)
    assert slider is not None
    return slider


# -- switching --------------------------------------------------------------------------------------


def _painted_after(window: MainWindow, switch: Callable[[], object]) -> float:
    """Milliseconds that ``switch`` takes, with all the laying out and painting that follow from it."""
    until(lambda: not window.controller.busy)
    painted, loop = _Painted(), QEventLoop()
    window.installEventFilter(painted)
    start = done = perf_counter()
    switch()
    quiet = 0
    while quiet < _TURNS or window.controller.busy:
        painted.seen = False
        QTimer.singleShot(1, loop.quit)
        loop.exec()
        quiet = 0 if painted.seen else quiet + 1
        if painted.seen:
            done = perf_counter()
    window.removeEventFilter(painted)
    return 1000 * (done - start)


class _Painted(QObject):
    """Notes that a window was painted, whatever it was in it."""

    seen = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            self.seen = True
        return False


# -- starting -----------------------------------------------------------------------------------------

_HEAD = """
import sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class First(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, lambda: print("painted", flush=True))
        return False

first = First()
"""
_BARE = f"""import numpy{_HEAD}
app = QApplication(["nndesk"])
window = QMainWindow()
window.resize(1440, 900)
window.installEventFilter(first)
window.show()
app.exec()
"""
_OURS = f"""{_HEAD}
from nndesk import start
from nndesk.ui.window import MainWindow

class Window(MainWindow):
    def __init__(self, *parts):
        super().__init__(*parts)
        self.installEventFilter(first)

    def fill(self, *parts):
        super().fill(*parts)
        self.centralWidget().installEventFilter(first)

start.MainWindow = Window
start.main()
"""


def start_figures() -> list[Figure]:
    """From starting Python to the window's first paint, and to that of all that is in it.

    Against a bare QMainWindow beside NumPy.
    """
    ours, bare = list[list[float]](), list[float]()
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with TemporaryDirectory() as folder:
        environment["PYTHONPYCACHEPREFIX"] = folder  # for the bytecode, which an installed program has
        environment["XDG_CONFIG_HOME"] = folder  # no preferences
        for turn in range(_STARTS + 1):
            times = _paint_times(_OURS, environment, 2), _paint_times(_BARE, environment, 1)
            if turn:  # the first one makes it
                ours.append(times[0])
                bare.extend(times[1])
    reference = median(bare)
    first, whole = (median(paints) for paints in zip(*ours, strict=True))
    return [
        Figure("First paint", first, "ms", reference, first / reference, 1.6, at_least=False),
        Figure("First paint of all", whole, "ms", reference, whole / reference),
    ]


def _paint_times(program: str, environment: dict[str, str], count: int) -> list[float]:
    """The ms from the start of ``program`` to each of its first paints."""
    start = perf_counter()
    command = [sys.executable, "-c", program]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    times = list[float]()
    for _ in range(count):
        process.stdout.readline()
        times.append(1000 * (perf_counter() - start))
    process.kill()
    process.wait()
    process.stdout.close()
    return times
