"""Films as files: pictures go in one after another, an MP4, WebM or GIF comes out.

The encoders are PyAV's, the extra ``nndesk[film]``; nothing else in nndesk needs it. The same pictures
give the same bytes: that takes a fixed number of threads, as every number of them gives other ones.
"""

import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from nndesk.errors import InputError, NndeskError

Pixels = NDArray[np.uint8]  # (height, width, 4): blue, green, red, and one that is not used

CODECS = ("h264", "vp9")
LEAST, MOST = (320, 240), (7680, 4320)
_CONTAINERS = {".mp4": ("mp4", CODECS), ".webm": ("webm", ("vp9",)), ".gif": ("gif", ("gif",))}
FILMS = tuple(_CONTAINERS)
_ENCODERS = {"h264": "libx264", "vp9": "libvpx-vp9", "gif": "gif"}
_OPTIONS = {
    "h264": {"preset": "veryfast", "crf": "17"},
    "vp9": {"deadline": "realtime", "cpu-used": "8", "row-mt": "1", "crf": "20"},
    "gif": {},
}
_MOST_FPS = {"gif": 50}  # a GIF counts in hundredths, and viewers slow down what has less than two
_THREADS = 4
_BT709 = 1  # of H.273, for matrix, primaries and transfer alike
_LIMITED = 1  # FFmpeg's number for luma from 16 to 235


@dataclass(frozen=True)
class Form:
    """What a film is written as."""

    container: str
    codec: str
    size: tuple[int, int]
    fps: int


@dataclass(frozen=True)
class Chapter:
    """A part of a film that has a name; it lasts to the next one's start."""

    start: float  # seconds
    title: str


class Film(Protocol):
    """A film that is being written. All of it is one thread's at a time."""

    def write(self, pixels: Pixels) -> None:
        """Add a picture; its memory is free again afterwards."""
        ...

    def repeat(self) -> None:
        """Show the picture before for another frame."""
        ...

    def finish(self, chapters: Sequence[Chapter] = ()) -> None:
        """Write what is left, and the film's table of contents."""
        ...

    def drop(self) -> None:
        """Let go of everything; what was written is no film."""
        ...


def form_of(path: Path, size: tuple[int, int], fps: int, codec: str | None = None) -> Form:
    """What the film ``path`` is written as. Raises InputError where there is no such film."""
    suffix = path.suffix.lower()
    if suffix not in _CONTAINERS:
        raise InputError("-o", f"is {str(path)!r}", f"a film's name ends in {', '.join(_CONTAINERS)}")
    container, codecs = _CONTAINERS[suffix]
    chosen = codec or codecs[0]
    if chosen not in codecs:
        raise InputError("--codec", f"is {chosen!r}", f"a {suffix} file holds {' or '.join(codecs)}")
    width, height = size
    text = f"is {width}x{height}"
    if width % 2 or height % 2:
        raise InputError("--size", text, "the width and the height of a film are even")
    if not (LEAST[0] <= width <= MOST[0] and LEAST[1] <= height <= MOST[1]):
        raise InputError("--size", text, f"a film is {LEAST[0]}x{LEAST[1]} to {MOST[0]}x{MOST[1]} pixels")
    most = _MOST_FPS.get(chosen, 60)
    if not 1 <= fps <= most:
        raise InputError("--fps", f"is {fps}", f"a {suffix} film has 1 to {most} frames a second")
    av = pyav()
    try:
        av.Codec(_ENCODERS[chosen], "w")
    except ValueError:
        raise InputError("--codec", f"this PyAV has no encoder of {chosen}", "choose another codec") from None
    return Form(container, chosen, size, fps)


def write_film(file: BinaryIO, form: Form, title: str = "") -> Film:
    """A film that is written into ``file``, which can be gone back in."""
    return (_Animation if form.codec == "gif" else Video)(file, form, title)


def pyav() -> Any:
    """PyAV, loaded when it is first needed. Raises InputError where it is not installed."""
    try:
        import av
    except ImportError as error:
        expected = "`pip install nndesk[film]` adds what films need"
        raise InputError("", f"PyAV cannot be loaded ({error})", expected) from None
    return cast(Any, av)  # its types are those of FFmpeg's loose ends


class Video:
    """Frames into one encoder and one container."""

    threads = _THREADS
    flags: ClassVar = {"fflags": "+bitexact"}  # without it a WebM has a random number in it

    def __init__(self, file: BinaryIO, form: Form, title: str = "", options: dict[str, str] | None = None):
        self._av = pyav()
        self._into = _Into(file)
        self._container = self._av.open(self._into, "w", format=form.container, options=dict(self.flags))
        if title:
            self._container.metadata["title"] = title
        encoder = _ENCODERS.get(form.codec, form.codec)
        chosen = _OPTIONS[form.codec] if options is None else options
        self._stream = self._container.add_stream(encoder, rate=form.fps, options=dict(chosen))
        self._stream.width, self._stream.height = form.size
        self._fps, self._count = form.fps, 0
        self._frame: Any = None
        context = self._stream.codec_context
        context.thread_count = self.threads
        self._set_colors(form, context)

    def _set_colors(self, form: Form, context: Any) -> None:
        self._stream.pix_fmt = "yuv420p"
        if form.codec == "vp9":
            context.bit_rate = 0  # constant quality
        # Untagged films are taken for BT.601 by some players, for BT.709 by others.
        context.colorspace = context.color_primaries = context.color_trc = _BT709
        context.color_range = _LIMITED

    def _converted(self, frame: Any) -> Any:
        interpolation = self._av.video.reformatter.Interpolation.BICUBIC  # the default blurs colours more
        return frame.reformat(
            format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG", interpolation=interpolation
        )

    def write(self, pixels: Pixels) -> None:
        wide, high = self._stream.width, self._stream.height
        assert pixels.shape == (high, wide, 4), "the encoder would stretch it without a word"
        self._frame = self._converted(self._av.VideoFrame.from_numpy_buffer(pixels, format="bgra"))
        self.repeat()

    def repeat(self) -> None:
        assert self._frame is not None, "no picture was written yet"
        self.encode(self._frame)

    def encode(self, frame: Any) -> None:
        """Add ``frame``, which is in the encoder's colours."""
        frame.pts, frame.time_base = self._count, Fraction(1, self._fps)
        self._count += 1
        with self._told():
            self._container.mux(self._stream.encode(frame))

    def finish(self, chapters: Sequence[Chapter] = ()) -> None:
        self._frame = None
        with self._told():
            self._container.mux(self._stream.encode(None))
            if chapters:
                self._container.set_chapters(self._written(chapters))
            self._container.close()

    def _written(self, chapters: Sequence[Chapter]) -> list[dict[str, Any]]:
        starts = [round(1000 * chapter.start) for chapter in chapters]
        ends = [*starts[1:], round(1000 * self._count / self._fps)]
        return [
            {
                "id": number,
                "start": start,
                "end": end,
                "time_base": Fraction(1, 1000),
                "metadata": {"title": chapter.title},
            }
            for number, (chapter, start, end) in enumerate(zip(chapters, starts, ends, strict=True), 1)
        ]

    def drop(self) -> None:
        self._frame = None
        self._into.deaf = True
        self._container.close()

    @contextmanager
    def _told(self) -> Generator[None]:
        """What goes wrong in a sentence; what the system said of the file as it said it."""
        try:
            yield
        except self._av.error.FFmpegError as error:
            if self._into.error is None:
                raise NndeskError(f"the film cannot be encoded: {error}") from error
        if self._into.error is not None:
            raise self._into.error


class _Lossless(Video):
    """The same without any loss, quickly and not small."""

    def __init__(self, file: BinaryIO, form: Form) -> None:
        spool = Form("matroska", "libx264rgb", form.size, form.fps)
        super().__init__(file, spool, options={"preset": "ultrafast", "qp": "0"})

    def _set_colors(self, form: Form, context: Any) -> None:
        self._stream.pix_fmt = "bgr0"

    def _converted(self, frame: Any) -> Any:
        return frame.reformat(format="bgr0")


class _Animation:
    """A GIF. Its 256 colours are chosen from all of its frames, so these wait in a temporary file."""

    def __init__(self, file: BinaryIO, form: Form, title: str = "") -> None:
        self._av = pyav()
        self._file, self._form = file, form
        self._waiting = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - `finish` and `drop` close it
        self._frames = _Lossless(self._waiting, form)
        self._chooser = self._av.filter.Graph()
        ends = self._buffer(self._chooser), self._chooser.add("palettegen", "stats_mode=diff")
        self._chooser.link_nodes(*ends, self._chooser.add("buffersink")).configure()

    def _buffer(self, graph: Any, size: tuple[int, int] | None = None) -> Any:
        width, height = size or self._form.size
        form = self._av.VideoFormat("bgra" if size else "bgr0", width, height)
        return graph.add_buffer(
            width=width, height=height, format=form, time_base=Fraction(1, self._form.fps)
        )

    def write(self, pixels: Pixels) -> None:
        self._frames.write(pixels)
        frame = self._av.VideoFrame.from_numpy_buffer(pixels, format="bgra").reformat(format="bgr0")
        self._chooser.vpush(frame)

    def repeat(self) -> None:
        self._frames.repeat()

    def finish(self, chapters: Sequence[Chapter] = ()) -> None:
        self._frames.finish()
        self._chooser.vpush(None)
        palette = self._chooser.vpull()
        graph = self._av.filter.Graph()
        use = graph.add("paletteuse", "dither=none:diff_mode=rectangle")
        self._buffer(graph).link_to(use, 0, 0)
        self._buffer(graph, (palette.width, palette.height)).link_to(use, 0, 1)
        sink = graph.add("buffersink")
        use.link_to(sink)
        graph.configure()
        graph.vpush(palette, at=1)
        graph.push(None, at=1)
        self._waiting.seek(0)
        coded = _Indexed(self._file, self._form)
        try:
            with self._av.open(self._waiting, "r", format="matroska") as waiting:
                for number, frame in enumerate(waiting.decode(video=0)):
                    frame = frame.reformat(format="bgr0")
                    frame.pts, frame.time_base = number, Fraction(1, self._form.fps)
                    graph.push(frame, at=0)
                    self._take(graph, coded)
            graph.push(None, at=0)
            self._take(graph, coded)
            coded.finish()
        except BaseException:
            coded.drop()
            raise
        finally:
            self._waiting.close()

    def _take(self, graph: Any, coded: Video) -> None:
        while True:
            try:
                frame = graph.vpull()
            except (self._av.error.BlockingIOError, self._av.error.EOFError):
                return
            coded.encode(frame)

    def drop(self) -> None:
        self._frames.drop()
        self._waiting.close()


class _Indexed(Video):
    """Frames that have their palette already."""

    def _set_colors(self, form: Form, context: Any) -> None:
        self._stream.pix_fmt = "pal8"


class _Into:
    """The file, to FFmpeg, which remembers that something failed but not always what."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.error: OSError | None = None
        self.deaf = False  # nothing more is to be written

    def write(self, data: bytes) -> int:
        if self.deaf or self.error is not None:
            return len(data)
        rest = memoryview(data)
        try:
            while rest:  # a file without a buffer takes what there is room for
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            self.error = error
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0 if self.deaf else self._file.seek(offset, whence)

    def tell(self) -> int:
        return 0 if self.deaf else self._file.tell()
