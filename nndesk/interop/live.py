"""Films of what happens just now: pictures of any size and sound go in, each with its time.

What was written can be played whatever happens next: about every second an MP4 fragment ends, and a
regular end turns the fragments into an ordinary MP4.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, BinaryIO, ClassVar

import numpy as np
from numpy.typing import NDArray

from nndesk.interop.video import Form, Pixels, Video

Samples = NDArray[np.float32]  # (n,), from -1 to 1

RATE = 48_000  # samples of sound in a second
_GAP = RATE // 20  # so much sound missing or too much is no clock that runs a little fast
_NEAR = RATE // 200
_CALM = 0.1  # how much of a new error is believed: the times of single blocks are not exact
_STRETCH = 200  # of so many samples one may be added or left out: a pitch that nobody hears
_SILENT = RATE // 2  # longer than any microphone takes to tell what it heard


class LiveFilm(Video):
    """One MP4 of pictures and perhaps sound. All of it is one thread's."""

    threads = 2
    flags: ClassVar = {"movflags": "hybrid_fragmented+delay_moov", "flush_packets": "1"}

    def __init__(self, file: BinaryIO, form: Form, title: str = "", *, ground: str, sound: bool) -> None:
        """``ground`` is the colour, as ``#RRGGBB``, beside pictures of another shape than the film's."""
        super().__init__(file, form, title, {"preset": "ultrafast", "tune": "zerolatency", "crf": "17"})
        self._size, self._ground = form.size, ground.replace("#", "0x")
        self._fit: Any = None
        self._fits: tuple[int, int] | None = None
        self._shown: Pixels | None = None
        self._sound = _Sound(self._av, self._container, self._mux) if sound else None

    def _set_colors(self, form: Form, context: Any) -> None:
        super()._set_colors(form, context)
        context.gop_size = form.fps  # a fragment begins where a picture needs no other

    def show(self, pixels: Pixels, number: int) -> bool:
        """Show ``pixels`` from frame ``number`` on; whether they differ from those before.

        Their memory is needed until other pixels are shown that do differ.
        """
        changed = self._shown is None or not np.array_equal(self._shown, pixels)
        if changed:
            self._shown = pixels
            self._frame = self._fitted(pixels)
        self.show_again(number)
        return changed

    def show_again(self, number: int) -> None:
        """Show the picture before in frame ``number`` too."""
        self._count = number
        self.repeat()
        if self._sound is not None:
            self._sound.fill(number * RATE // self._fps - _SILENT, _SILENT // 2)

    def hear(self, samples: Samples, at: int, anew: bool = False) -> None:
        """Have ``samples`` be heard from sample ``at`` of the film on, or as near as what was heard allows.

        ``anew`` says that they do not go on from those before.
        """
        assert self._sound is not None
        self._sound.add(samples, at, anew)

    def finish(self, chapters: Any = ()) -> None:
        if self._sound is not None:
            self._sound.fill(self._count * RATE // self._fps, 0)
            self._sound.finish()
        super().finish(chapters)

    def _mux(self, packets: Any) -> None:
        with self._told():
            self._container.mux(packets)

    def _fitted(self, pixels: Pixels) -> Any:
        """The frame of ``pixels``, as large as they go into the film."""
        height, width = pixels.shape[:2]
        if (width, height) != self._fits:
            self._fit, self._fits = self._fitting(width, height), (width, height)
        frame = self._av.VideoFrame.from_numpy_buffer(pixels, format="bgra")
        frame.pts = 0
        self._fit.vpush(frame)
        return self._fit.vpull()

    def _fitting(self, width: int, height: int) -> Any:
        across, down = self._size
        scale = min(across / width, down / height)
        # Colours have half the size, so what is scaled, and where it goes, is even.
        inner = [min(2 * round(scale * each / 2), most) for each, most in ((width, across), (height, down))]
        left, top = ((most - each) // 4 * 2 for each, most in zip(inner, self._size, strict=True))
        graph = self._av.filter.Graph()
        form = self._av.VideoFormat("bgra", width, height)
        graph.link_nodes(
            graph.add_buffer(width=width, height=height, format=form, time_base=Fraction(1, self._fps)),
            graph.add("scale", f"{inner[0]}:{inner[1]}:flags=bicubic:out_color_matrix=bt709:out_range=tv"),
            graph.add("format", "yuv420p"),
            graph.add("pad", f"{across}:{down}:{left}:{top}:color={self._ground}"),
            graph.add("buffersink"),
        ).configure()
        return graph


class _Sound:
    """One voice. Its samples go on without a gap, and stay where the clock of the pictures has them.

    The clock of a sound card runs some hundredths of a per mille fast or slow, which is heard after
    minutes; so blocks are stretched by as little as keeps up with it.
    """

    def __init__(self, av: Any, container: Any, mux: Callable[[Any], None]) -> None:
        self._av, self._mux = av, mux
        self._stream = container.add_stream("aac", rate=RATE, options={"b": "128k"})
        self._stream.layout = "mono"
        self._resampler: Any = None
        self._written = 0  # samples
        self._error = 0.0  # by how many samples the sound is early, smoothed

    def add(self, samples: Samples, at: int, anew: bool) -> None:
        error = at - self._written
        if anew or abs(error) > _GAP:
            self._error = 0.0
            if error > 0:
                self._write(np.zeros(error, np.float32))
            else:
                samples = samples[-error:]
        else:
            self._error += _CALM * (error - self._error)
            samples = self._stretched(samples)
        self._write(samples)

    def _stretched(self, samples: Samples) -> Samples:
        most = len(samples) // _STRETCH
        more = int(np.clip(self._error, -most, most)) if abs(self._error) > _NEAR else 0
        if not more:
            return samples
        self._error -= more
        places = np.linspace(0, len(samples) - 1, len(samples) + more)
        return np.interp(places, np.arange(len(samples)), samples).astype(np.float32)

    def fill(self, late: int, more: int) -> None:
        """Be silent up to ``more`` beyond sample ``late`` where nothing was heard up to there."""
        if self._written < late:
            self._write(np.zeros(late + more - self._written, np.float32))

    def _write(self, samples: Samples) -> None:
        if not len(samples):
            return
        frame = self._av.AudioFrame.from_ndarray(samples[None], format="flt", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._written, Fraction(1, RATE)
        self._written += len(samples)
        self._encode(frame)

    def _encode(self, frame: Any) -> None:
        if self._resampler is None:
            context = self._stream.codec_context
            if not context.is_open:  # the first picture may have begun the file
                context.open()
            self._resampler = self._av.AudioResampler(
                format=context.format, layout="mono", rate=RATE, frame_size=context.frame_size
            )
        for part in self._resampler.resample(frame):
            self._mux(self._stream.encode(part))

    def finish(self) -> None:
        if self._resampler is not None:
            self._encode(None)
        self._mux(self._stream.encode(None))


def salvage(file: BinaryIO) -> bool:
    """Cut off what no player could read at the end of a film that broke off; whether any film is left."""
    size = file.seek(0, 2)
    at = whole = 0
    kinds: list[bytes] = []
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:], "big")
        if length < 8 or at + length > size:
            break
        at += length
        kinds.append(head[4:8])
        if head[4:8] == b"mdat" and b"moov" in kinds:
            whole = at
    if whole:
        file.truncate(whole)
    return bool(whole)
