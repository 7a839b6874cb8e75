"""Films of what happens just now: what breaks off can be played up to there, what is heard stays in time."""

import errno
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nndesk.interop.live import RATE, LiveFilm, salvage
from nndesk.interop.video import Pixels, form_of

av = pytest.importorskip("av", reason="films need PyAV, the extra nndesk[film]")

SIZE = (320, 240)
FPS = 30


class Full(io.FileIO):
    """A file on a disk that has room for so many bytes."""

    room = 1 << 40

    def write(self, data: Any) -> int:
        rest = self.room - self.tell()
        if rest <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(bytes(data)[:rest])


def picture(number: int, size: tuple[int, int] = SIZE) -> Pixels:
    """Grey noise, which needs some bytes, as bright as the number says."""
    noise = np.random.default_rng(number).integers(0, 30, (size[1], size[0], 4), np.uint8)
    return noise + np.uint8(5 * (number % 40))


def film(file: Any, path: Path, sound: bool = False) -> LiveFilm:
    return LiveFilm(file, form_of(path, SIZE, FPS), ground="#00FF00", sound=sound)


def record(path: Path, room: int, frames: int = 75) -> int:
    """How many frames went in before the disk, which has so much room, was full."""
    with Full(path, "x+") as file:
        file.room = room
        live = film(file, path)
        number = 0
        try:
            for number in range(frames):
                live.show(picture(number), number)
            live.finish()
        except OSError:
            live.drop()
            salvage(file)
    return number + 1


def read(path: Path) -> list[Any]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def test_where_the_disk_is_full_two_seconds_are_lost_at_most(tmp_path: Path):
    whole = tmp_path / "whole.mp4"
    assert record(whole, 1 << 40) == len(read(whole)) == 75
    size = whole.stat().st_size
    # Also the table of contents, at the end, may have no room, or a part of it.
    for room in (size // 2, size * 3 // 4, size - 1500, size - 200, size - 20, size - 1):
        path = tmp_path / f"{room}.mp4"
        fed = record(path, room)
        frames = read(path)
        assert [round(FPS * frame.time) for frame in frames] == list(range(len(frames)))
        assert 0 <= fed - len(frames) <= 2 * FPS


def test_of_a_film_that_hardly_began_nothing_is_left(tmp_path: Path):
    path = tmp_path / "film.mp4"
    with Full(path, "x+") as file:
        file.room = 2000
        live = film(file, path)
        for number in range(40):
            try:
                live.show(picture(number), number)
            except OSError:
                break
        live.drop()
        assert not salvage(file)


@pytest.mark.parametrize(
    ("size", "inside"),
    [((320, 240), (0, 0, 320, 240)), ((640, 240), (0, 60, 320, 120)), ((90, 120), (70, 0, 180, 240))],
)
def test_a_picture_of_any_shape_is_whole_in_the_middle(
    tmp_path: Path, size: tuple[int, int], inside: tuple[int, int, int, int]
):
    path = tmp_path / "film.mp4"
    with path.open("xb") as file:
        live = film(file, path)
        live.show(np.full((size[1], size[0], 4), (200, 40, 200, 0), np.uint8), 0)
        live.finish()
    (frame,) = read(path)
    pixels = frame.reformat(format="rgb24").to_ndarray().astype(int)
    violet = np.abs(pixels - (200, 40, 200)).sum(axis=2) < 20
    green = np.abs(pixels - (0, 255, 0)).sum(axis=2) < 20
    left, top, width, height = inside
    assert violet[top + 2 : top + height - 2, left + 2 : left + width - 2].all()
    assert violet.sum() + green.sum() > 0.97 * SIZE[0] * SIZE[1]
    assert abs(int(violet.sum()) - width * height) < 1200


def heard(path: Path) -> np.ndarray:
    """The sound of a film, sample by sample from its start on."""
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


def starts(sound: np.ndarray) -> list[float]:
    """When it becomes loud, in seconds."""
    loud = np.flatnonzero(np.abs(sound) > 0.2)
    return [float(loud[0]) / RATE, *(loud[1:][np.diff(loud) > RATE // 2] / RATE)]


@pytest.mark.parametrize("speed", [0.999, 1.001])
def test_a_sound_card_whose_clock_is_wrong_stays_in_time(tmp_path: Path, speed: float):
    """One per mille is ten times as much as any has. Blocks are told of with an uncertainty of 4 ms."""
    path, seconds, block = tmp_path / "film.mp4", 40, 480
    random, still = np.random.default_rng(3), picture(0)
    beep = 0.8 * np.sin(2 * np.pi * 1000 * np.arange(RATE // 10) / RATE).astype(np.float32)
    told = np.zeros(round(seconds * RATE * speed), np.float32)
    beeps = np.arange(2, seconds - 1, 7)
    for second in beeps:
        at = round(second * RATE * speed)
        told[at : at + len(beep)] = beep
    blocks = [told[at : at + block] for at in range(0, len(told) - block, block)]
    with path.open("xb") as file:
        live = film(file, path, sound=True)
        frame = 0
        for number, samples in enumerate(blocks):
            at = number * block / speed
            if frame < at * FPS / RATE:
                live.show(still, frame)
                frame += 3
            live.hear(samples, round(at + random.uniform(-0.004, 0.004) * RATE), number == 0)
        live.finish()
    found = starts(heard(path))
    assert len(found) == len(beeps)
    assert np.abs(np.array(found) - beeps).max() < 0.02


def test_a_microphone_that_falls_silent_does_not_hold_up_the_pictures(tmp_path: Path):
    path = tmp_path / "film.mp4"
    noise = np.full(RATE // 90, 0.3, np.float32)
    with path.open("xb") as file:
        live = film(file, path, sound=True)
        for number in range(6 * FPS):
            live.show(picture(number), number)
            if number < FPS or number >= 5 * FPS:
                for part in range(3):
                    at = (3 * number + part) * (RATE // 90)
                    live.hear(noise, at, anew=number in (0, 5 * FPS) and part == 0)
            if number == 4 * FPS:
                with av.open(str(path)) as container:
                    assert len(list(container.decode(video=0))) > 2 * FPS
        live.finish()
    level = np.abs(heard(path)).reshape(-1, 1024).mean(axis=1)
    loud = level > 0.05
    assert loud[20:40].all()
    assert not loud[60 : 4 * RATE // 1024].any()
    assert loud[int(5.2 * RATE / 1024) : int(5.8 * RATE / 1024)].all()
