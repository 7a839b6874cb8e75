"""The microphone: blocks of sound, each with the time at which it was heard."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from nndesk.errors import NndeskError
from nndesk.interop.live import RATE, Samples

_OLDEST = 2.0  # seconds between hearing and telling; what says it took longer does not know


def sound_system() -> Any | None:
    """sounddevice, where it can be loaded and there is a microphone, else None."""
    try:
        import sounddevice
    except (ImportError, OSError):  # OSError where there is no PortAudio
        return None
    try:
        sounddevice.query_devices(kind="input")
    except (ValueError, sounddevice.PortAudioError):
        return None
    return sounddevice


class Microphone:
    """Listens until it is closed. Raises NndeskError where the system does not let it."""

    def __init__(
        self,
        system: Any,
        hear: Callable[[Samples, float], object],
        now: Callable[[], float] = perf_counter,
    ) -> None:
        """``hear`` gets samples and the time of the first, by ``now``, in a thread of the sound system."""
        self._hear, self._now = hear, now
        try:
            self._stream = system.InputStream(
                samplerate=RATE, channels=1, dtype="float32", callback=self._take
            )
            self._stream.start()
        except (OSError, ValueError, system.PortAudioError) as error:
            raise NndeskError(f"the microphone cannot be used: {error}") from error

    def _take(self, samples: Any, frames: int, time: Any, _status: Any) -> None:
        age = time.currentTime - time.inputBufferAdcTime
        if not 0 <= age < _OLDEST:
            age = frames / RATE
        self._hear(samples[:, 0].copy(), self._now() - age)

    def close(self) -> None:
        self._stream.close()
