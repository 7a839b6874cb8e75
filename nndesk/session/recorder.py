"""A recording under way: its clock, its pictures on their way to the encoder, and the thread of that.

The window draws into memory that it is lent and never waits: where the encoder is behind, a picture is
left out, and the one before stays longer.
"""

import queue
import threading
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import BinaryIO, cast

import numpy as np

from nndesk.errors import FileError, NndeskError
from nndesk.interop.live import RATE, LiveFilm, Samples, salvage
from nndesk.interop.video import Pixels, form_of

POOL = 8  # pictures on their way


class Recorder:
    """One film into one file that was not there before.

    ``size`` is that of the film, whatever that of the pictures. `error` is what ended it before its time.
    Raises NndeskError where it cannot begin; then there is no file.
    """

    def __init__(
        self,
        path: Path,
        size: tuple[int, int] = (1920, 1080),
        fps: int = 30,
        *,
        title: str = "",
        ground: str = "#000000",
        sound: bool = False,
        now: Callable[[], float] = perf_counter,
    ) -> None:
        self.path, self.fps = path, fps
        form = form_of(path, size, fps)
        self._file = _made(path)
        try:
            self._film = LiveFilm(self._file, form, title, ground=ground, sound=sound)
        except BaseException:
            self._file.close()
            path.unlink()
            raise
        self.error: Exception | None = None
        self.shown = 0  # frames that went on their way
        self.missed = 0  # frames whose time went by without a picture
        self.sound = sound
        self._now = now
        # Since when it runs, None where it does not, and seconds of film up to then: one value, as two
        # threads look. It begins with the first picture.
        self._clock: tuple[float | None, float] = None, 0.0
        self._begun = False
        self._anew = True  # what is heard next does not go on from what was heard last
        self._last = -1
        self._room = threading.BoundedSemaphore(POOL)
        self._done = 0
        self._free: queue.SimpleQueue[Pixels] = queue.SimpleQueue()
        self._work: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._held: Pixels | None = None  # what the encoder compares the next picture with
        self._thread = threading.Thread(target=self._body, name="nndesk recorder")
        self._thread.start()

    # -- the clock --------------------------------------------------------------------------------

    @property
    def seconds(self) -> float:
        """How long the film is by now."""
        since, before = self._clock
        return before if since is None else before + self._now() - since

    @property
    def paused(self) -> bool:
        return self._begun and self._clock[0] is None

    def pause(self) -> None:
        self._begun = True
        self._clock = None, self.seconds

    def resume(self) -> None:
        if self.paused:
            self._anew = True
            self._clock = self._now(), self._clock[1]

    @property
    def wait(self) -> float:
        """Seconds up to the time of the next frame."""
        frames = self.seconds * self.fps
        return (int(frames) + 1 - frames) / self.fps

    # -- what goes in -----------------------------------------------------------------------------

    def lend(self, width: int, height: int) -> Pixels | None:
        """Memory for a picture of this moment; None where no frame is due, or the encoder is behind.

        `show` takes it back.
        """
        if not self._begun:
            self._begun, self._clock = True, (self._now(), 0.0)
        if self.paused or self.error is not None or round(self.seconds * self.fps) <= self._last:
            return None
        if not self._room.acquire(blocking=False):
            return None
        while not self._free.empty():
            pixels = self._free.get()
            if pixels.shape == (height, width, 4):
                return pixels
        return np.empty((height, width, 4), np.uint8)

    @property
    def waiting(self) -> int:
        """How many pictures are on their way."""
        return self.shown - self._done

    def show(self, pixels: Pixels) -> None:
        """Put the picture in lent memory into the film, at the frame whose time is nearest."""
        number = max(round(self.seconds * self.fps), self._last + 1)
        self.missed += number - self._last - 1
        self.shown += 1
        self._last = number
        self._work.put(lambda: self._encode(pixels, number))

    def hear(self, samples: Samples, when: float) -> None:
        """Add sound, from ``when`` on by the recorder's clock. Any thread; the samples are kept."""
        since, before = self._clock
        if since is None or when < since or self.error is not None:
            return
        # A picture stands for what happened since the one before: half a frame ago, in the middle.
        at = round((before + when - since + 0.5 / self.fps) * RATE)
        anew, self._anew = self._anew, False
        self._work.put(lambda: self._film.hear(samples, at, anew))

    # -- the end ----------------------------------------------------------------------------------

    def stop(self) -> Path | None:
        """Write what is on its way and end the thread; the file, where there is any film in it."""
        self.pause()
        self._work.put(None)
        self._thread.join()
        return self.path if self.path.exists() else None

    # -- the thread -------------------------------------------------------------------------------

    def _encode(self, pixels: Pixels, number: int) -> None:
        try:
            changed = self._film.show(pixels, number)
            given, self._held = (self._held, pixels) if changed else (pixels, self._held)
            if given is not None:
                self._free.put(given)
        finally:
            self._done += 1
            self._room.release()

    def _body(self) -> None:
        try:
            while (work := self._work.get()) is not None:
                work()
            if self._last < 0:
                self._film.drop()
            else:
                self._film.finish()
        except (NndeskError, OSError) as error:
            self._fail(error)
        except Exception as error:  # noqa: BLE001 - the window says it
            self._fail(error)
        with self._file as file:
            if self.error is None and self._last >= 0:
                return
            left = salvage(file)
        if not left:
            self.path.unlink(missing_ok=True)

    def _fail(self, error: Exception) -> None:
        self._film.drop()
        if isinstance(error, OSError):
            said = FileError(f"{self.path}: cannot be written: {error.strerror or error}")
            said.__cause__ = error
            error = said
        self.error = error


def _made(path: Path) -> BinaryIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return cast(BinaryIO, path.open("xb+", buffering=0))
    except OSError as error:
        raise FileError(f"{path}: cannot be written: {error.strerror or error}") from error
