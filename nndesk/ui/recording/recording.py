"""Recording the window: the picture at its times, with the pointer, the keys and the microphone if wanted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, QStandardPaths, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from nndesk.errors import InputError, NndeskError
from nndesk.interop.strip import strip
from nndesk.interop.video import Pixels
from nndesk.session.jobs import Jobs
from nndesk.session.microphone import Microphone, sound_system
from nndesk.session.preferences import Preferences
from nndesk.session.recorder import Recorder
from nndesk.ui.recording.grab import grab, pixels
from nndesk.ui.recording.marks import Marks
from nndesk.ui.theme import Appearance
from nndesk.ui.words import failure, file_name, refusal

SIZE = (1920, 1080)
FRAMES = 8  # of the strip
_STRIP = 1024  # pixels wide
_IDLE_MS = 100  # between looks in a pause

#: What is filmed: a window, and the part of it, in its points.
Subject = tuple[QWidget, QRect]


@dataclass(frozen=True)
class Recorded:
    """A film that is done."""

    path: Path
    seconds: float
    missed: int  # frames that were left out
    frames: tuple[Pixels, ...]  # some of it, small


class Recording(QObject):
    """At most one at a time. Whoever shows it listens to `changed`, `ticked` and `moved`."""

    changed = Signal()  # begun, paused, resumed, ended
    ticked = Signal()  # another second of film
    moved = Signal(QRect)  # where the picture is on the screen
    said = Signal(str)  # a sentence
    finished = Signal(object)  # Recorded

    def __init__(
        self,
        appearance: Appearance,
        preferences: Preferences,
        name: Callable[[], str],
        subject: Callable[[str], Subject],
        parent: QWidget,
    ) -> None:
        """``name`` is what the film is of; ``subject`` of a scene, what it is a picture of."""
        super().__init__(parent)
        self._appearance, self._preferences = appearance, preferences
        self._name, self._subject = name, subject
        self.sound_system: Callable[[], Any | None] = sound_system
        self._recorder: Recorder | None = None
        self._microphone: Microphone | None = None
        self._marks = Marks(self)
        self._at, self._second, self._missed = QRect(), -1, 0
        self._ended: dict[int, Recorder] = {}
        self._jobs = Jobs(self)
        self._jobs.done.connect(self._tell)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    # -- what is so now -----------------------------------------------------------------------------

    @property
    def on(self) -> bool:
        """Whether there is a recording, in a pause or not."""
        return self._recorder is not None

    @property
    def paused(self) -> bool:
        return self._recorder is not None and self._recorder.paused

    @property
    def seconds(self) -> float:
        return 0.0 if self._recorder is None else self._recorder.seconds

    @property
    def busy(self) -> bool:
        """Whether a film that was ended is still being written."""
        return bool(self._ended)

    @property
    def frames(self) -> tuple[int, int]:
        """How many frames were shown so far, and how many left out."""
        recorder = self._recorder
        return (0, 0) if recorder is None else (recorder.shown, recorder.missed)

    @property
    def hears(self) -> bool:
        return self._microphone is not None

    @property
    def window(self) -> QWidget:
        """What is filmed, or a part of it."""
        return self._subject(self._preferences["record_scene"])[0]

    @property
    def place(self) -> QRect:
        """Where the picture is on the screen."""
        window, part = self._subject(self._preferences["record_scene"])
        return QRect(window.mapToGlobal(part.topLeft()), part.size())

    # -- begin, pause, end --------------------------------------------------------------------------

    @Slot()
    def toggle(self) -> None:
        if self.on:
            self.stop()
        else:
            self.start()

    def start(self, path: Path | None = None) -> None:
        """Begin, with the scene and the rest as they are preferred; says why where it cannot.

        The film goes to ``path``, or to one among the user's films that tells its name and time.
        """
        wanted, system = self._preferences, None
        if wanted["record_microphone"]:
            system = self.sound_system()
        try:
            recorder = Recorder(
                path or self._path(),
                SIZE,
                wanted["record_fps"],
                title=self._name(),
                ground=self._appearance.theme.color("window").name(),
                sound=system is not None,
            )
        except InputError as error:
            self.said.emit(refusal(error))
            return
        except NndeskError as error:
            self.said.emit(failure(error))
            return
        self._recorder, self._second = recorder, -1
        if system is not None:
            try:
                self._microphone = Microphone(system, recorder.hear)
            except NndeskError:
                self.said.emit(self.tr("The microphone cannot be used: this film has no sound."))
        self.changed.emit()
        self._tick()

    def _path(self) -> Path:
        places = QStandardPaths.StandardLocation
        movies = Path(QStandardPaths.writableLocation(places.MoviesLocation))
        if not movies.is_dir():
            movies = Path.home()
        start = movies / "nndesk" / f"{file_name(self._name())}-{datetime.now():%Y%m%d-%H%M%S}"
        path, number = start.with_name(f"{start.name}.mp4"), 1
        while path.exists():
            number += 1
            path = start.with_name(f"{start.name}-{number}.mp4")
        return path

    @Slot()
    def toggle_pause(self) -> None:
        if self._recorder is not None:
            if self._recorder.paused:
                self._recorder.resume()
            else:
                self._recorder.pause()
            self._tick()
            self.changed.emit()

    def stop(self) -> None:
        """End the film; `finished` tells once it is written."""
        recorder = self._end()
        if recorder is not None:
            recorder.pause()
            self._ended[self._jobs.start(lambda: _finished(recorder))] = recorder
            self.changed.emit()

    def close(self) -> None:
        """End the film, and wait until it is written."""
        recorder = self._end()
        if recorder is not None:
            recorder.stop()
        self._jobs.close()

    def _end(self) -> Recorder | None:
        recorder, self._recorder = self._recorder, None
        self._timer.stop()
        self._marks.stop()
        if self._microphone is not None:
            self._microphone.close()
            self._microphone = None
        return recorder

    @Slot(int, object)
    def _tell(self, job: int, recorded: Recorded | None) -> None:
        recorder = self._ended.pop(job)
        if recorder.error is not None:
            if not isinstance(recorder.error, NndeskError):
                raise recorder.error
            self.said.emit(failure(recorder.error))
        if recorded is not None:
            self.finished.emit(recorded)

    # -- pictures -------------------------------------------------------------------------------------

    @Slot()
    def _tick(self) -> None:
        recorder = self._recorder
        assert recorder is not None
        if recorder.error is not None:
            self.stop()
            return
        window, part = self._subject(self._preferences["record_scene"])
        if self.place != self._at:
            self._at = self.place
            self.moved.emit(self._at)
        self._take(recorder, window, part)
        if int(recorder.seconds) != self._second:
            self._second = int(recorder.seconds)
            self.ticked.emit()
        self._timer.start(_IDLE_MS if recorder.paused else round(1000 * recorder.wait))

    def _take(self, recorder: Recorder, window: QWidget, part: QRect) -> None:
        size = pixels(window, part).size()
        memory = recorder.lend(size.width(), size.height())
        if memory is None:
            return
        width, height = size.width(), size.height()
        image = QImage(memory.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        grab(window, part, painter)
        self._draw_marks(painter, window, part)
        painter.end()
        recorder.show(memory)

    def _draw_marks(self, painter: QPainter, window: QWidget, part: QRect) -> None:
        keys, pointer = self._preferences["record_keys"], self._preferences["record_pointer"]
        if keys or pointer:
            self._marks.watch(window.windowHandle())
        theme, ratio = self._appearance.theme, window.devicePixelRatioF()
        painter.scale(ratio, ratio)
        if keys:
            self._marks.draw_keys(painter, QRect(QPoint(), part.size()), theme)
        if pointer and window.cursor().shape() is not Qt.CursorShape.BlankCursor:
            self._marks.draw_pointer(painter, window, part, theme)


def _finished(recorder: Recorder) -> Recorded | None:
    """The film of ``recorder``, once its thread has ended."""
    path = recorder.stop()
    if path is None:
        return None
    try:
        frames = strip(path, FRAMES, _STRIP)
    except (OSError, ValueError):  # it is told of all the same
        frames = []
    return Recorded(path, recorder.seconds, recorder.missed, tuple(frames))
