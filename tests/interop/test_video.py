"""Films as files: what is written is read again with PyAV, and what cannot be a film is refused."""

import builtins
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nndesk
from nndesk.errors import FileError, InputError
from nndesk.interop.video import Chapter, Pixels, form_of, write_film
from nndesk.project.files import replacing

av = pytest.importorskip("av", reason="films need PyAV, the extra nndesk[film]")

ROOT = str(Path(nndesk.__file__).parents[1])
SIZE = (320, 240)
SUFFIXES = [".mp4", ".webm", ".gif"]


def picture(number: int) -> Pixels:
    """A red square that moves over grey, with a colour of its own in the corner."""
    pixels = np.full((SIZE[1], SIZE[0], 4), 128, np.uint8)
    pixels[100:140, 20 + 8 * number : 60 + 8 * number, :3] = (30, 30, 200)
    pixels[:40, :40, :3] = (10 * number, 255 - 10 * number, 90)
    return pixels


def write(path: Path, fps: int = 25, frames: int = 12, codec: str | None = None) -> None:
    with replacing(path) as file:
        film = write_film(file, form_of(path, SIZE, fps, codec), "Title")
        for number in range(frames - 2):
            film.write(picture(number))
        film.repeat()
        film.repeat()
        film.finish([Chapter(0, "One"), Chapter(0.2, "二")])


def read(path: Path) -> list[Any]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def distance(frame: Any, pixels: Pixels) -> float:
    """The mean difference of a decoded frame from a picture, in levels of 255."""
    decoded = frame.reformat(format="bgra").to_ndarray()
    return float(np.abs(decoded[..., :3].astype(float) - pixels[..., :3]).mean())


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_film_has_its_frames_in_order_at_their_times(tmp_path: Path, suffix: str):
    write(tmp_path / f"film{suffix}")
    frames = read(tmp_path / f"film{suffix}")
    assert [round(25 * frame.time) for frame in frames] == list(range(12))
    assert (frames[0].width, frames[0].height) == SIZE
    seen = [[distance(frame, picture(number)) for number in range(10)] for frame in frames]
    assert [int(np.argmin(each)) for each in seen] == [*range(10), 9, 9]
    assert max(min(each) for each in seen) < 2


@pytest.mark.parametrize(
    ("name", "codec"), [("film.mp4", "h264"), ("film.webm", "vp9"), ("other.mp4", "vp9")]
)
def test_a_video_says_what_its_colours_are_and_how_long_it_is(tmp_path: Path, name: str, codec: str):
    write(tmp_path / name, codec=codec)
    with av.open(str(tmp_path / name)) as container:
        (stream,) = container.streams.video
        context = stream.codec_context
        assert context.name in (codec, "libvpx-vp9")
        assert (context.width, context.height) == SIZE
        assert (context.color_primaries, context.color_trc, context.colorspace) == (1, 1, 1)
        assert context.color_range == 1
        assert stream.average_rate == 25
        assert container.duration == pytest.approx(12 / 25 * 1e6, abs=1e3)
        assert container.metadata["title"] == "Title"
        found = [
            (each["start"] * each["time_base"], each["metadata"]["title"]) for each in container.chapters()
        ]
        assert found == [(0, "One"), (pytest.approx(0.2), "二")]


def test_the_same_pictures_give_the_same_bytes_in_every_process(tmp_path: Path):
    """Encoders may keep what they find in memory, which within one process is another each time."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        code = f"import runpy; write = runpy.run_path({__file__!r})['write']\n" + "".join(
            f"write(Path('film{suffix}'))\n" for suffix in SUFFIXES
        )
        subprocess.run(
            [sys.executable, "-c", f"from pathlib import Path\n{code}"],
            cwd=tmp_path / name,
            env={**os.environ, "PYTHONPATH": ROOT, "PYTHONHASHSEED": str(len(name) + ord(name[0]))},
            check=True,
            timeout=60,
        )
    for suffix in SUFFIXES:
        assert (tmp_path / "one" / f"film{suffix}").read_bytes() == (
            tmp_path / "two" / f"film{suffix}"
        ).read_bytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_full_disk_is_said_as_such(tmp_path: Path, suffix: str):
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    path = tmp_path / f"film{suffix}"
    path.symlink_to("/dev/full")
    random = np.random.default_rng(1)

    def fill() -> None:
        with replacing(path) as file:
            film = write_film(file, form_of(path, SIZE, 25))
            try:
                for _ in range(40):
                    film.write(120 * random.integers(0, 3, (SIZE[1], SIZE[0], 4), np.uint8))
                film.finish()
            except BaseException:
                film.drop()
                raise

    with pytest.raises(FileError, match="cannot be written: No space left on device"):
        fill()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_film_that_is_dropped_leaves_the_file_that_was_there(tmp_path: Path, suffix: str):
    path = tmp_path / f"film{suffix}"
    path.write_bytes(b"before")

    def fail() -> None:
        with replacing(path) as file:
            film = write_film(file, form_of(path, SIZE, 25))
            film.write(picture(0))
            film.drop()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"before"]


@pytest.mark.parametrize(
    ("name", "size", "fps", "codec", "sentence"),
    [
        ("film.avi", SIZE, 30, None, "-o: is 'film.avi'; a film's name ends in .mp4, .webm, .gif"),
        ("film.mp4", (321, 240), 30, None, "--size: is 321x240; the width and the height of a film are even"),
        ("film.mp4", (320, 238), 30, None, "--size: is 320x238; a film is 320x240 to 7680x4320 pixels"),
        ("film.mp4", (7682, 4320), 30, None, "--size: is 7682x4320; a film is 320x240 to 7680x4320 pixels"),
        ("film.mp4", SIZE, 0, None, "--fps: is 0; a .mp4 film has 1 to 60 frames a second"),
        ("film.mp4", SIZE, 61, None, "--fps: is 61; a .mp4 film has 1 to 60 frames a second"),
        ("film.gif", SIZE, 51, None, "--fps: is 51; a .gif film has 1 to 50 frames a second"),
        ("film.webm", SIZE, 30, "h264", "--codec: is 'h264'; a .webm file holds vp9"),
        ("film.gif", SIZE, 30, "vp9", "--codec: is 'vp9'; a .gif file holds gif"),
        ("film.mp4", SIZE, 30, "av1", "--codec: is 'av1'; a .mp4 file holds h264 or vp9"),
    ],
)
def test_what_is_no_film_is_refused(name: str, size: tuple[int, int], fps: int, codec: str, sentence: str):
    with pytest.raises(InputError) as refused:
        form_of(Path(name), size, fps, codec)
    assert str(refused.value) == sentence


def test_an_encoder_that_this_pyav_has_not_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("nndesk.interop.video._ENCODERS", {"h264": "libnone"})
    with pytest.raises(InputError, match="--codec: this PyAV has no encoder of h264; choose another codec"):
        form_of(Path("film.mp4"), SIZE, 30)


def test_without_pyav_what_adds_it_is_named(monkeypatch: pytest.MonkeyPatch):
    real: Callable[..., Any] = builtins.__import__

    def missing(name: str, *more: Any, **also: Any) -> Any:
        if name == "av":
            raise ModuleNotFoundError("No module named 'av'")
        return real(name, *more, **also)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(InputError) as refused:
        form_of(Path("film.mp4"), SIZE, 30)
    assert "`pip install nndesk[film]`" in str(refused.value)
