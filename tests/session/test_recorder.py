"""A recording under way: its frames have their times, and what was recorded survives what may happen."""

import os
import signal
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nndesk
from nndesk.errors import FileError
from nndesk.session.recorder import POOL, Recorder

av = pytest.importorskip("av", reason="films need PyAV, the extra nndesk[film]")

ROOT = str(Path(nndesk.__file__).parents[1])
SIZE = (320, 240)


class Clock:
    """A clock that stands still until somebody turns it on."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


def show(recorder: Recorder, level: int) -> bool:
    """Show a picture of one grey; whether it was taken."""
    pixels = recorder.lend(*SIZE)
    if pixels is not None:
        pixels[:] = level
        recorder.show(pixels)
    return pixels is not None


def wait_for_room(recorder: Recorder) -> None:
    while recorder.waiting:
        threading.Event().wait(0.001)


def read(path: Path) -> list[tuple[int, int]]:
    """Of every frame the number that its time says, and its grey."""
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    greys = [frame.reformat(format="rgb24").to_ndarray().mean() for frame in frames]
    return [(round(30 * frame.time), round(grey)) for frame, grey in zip(frames, greys, strict=True)]


def test_frames_have_the_times_at_which_they_were_shown(tmp_path: Path, clock: Clock):
    recorder = Recorder(tmp_path / "film.mp4", SIZE, now=clock)
    shown: list[tuple[int, int]] = []
    at = 0.0
    for level, wait in enumerate([0.0, 1.0, 1.2, 0.9, 1.0, 4.0, 0.1, 0.9, 1.0] * 3):
        at += wait
        clock.time = 1000 + at / 30
        wait_for_room(recorder)
        if show(recorder, 8 * level):
            shown.append((round(at), 8 * level))
    assert recorder.stop() == tmp_path / "film.mp4"
    numbers = [number for number, _ in shown]
    assert numbers == sorted(set(numbers))
    assert len(numbers) < 27  # those of one frame's time are one
    assert recorder.missed == numbers[-1] + 1 - len(numbers) > 8
    found = read(tmp_path / "film.mp4")
    assert [number for number, _ in found] == numbers
    assert all(abs(grey - level) <= 3 for (_, grey), (_, level) in zip(found, shown, strict=True))


def test_a_pause_is_cut_out(tmp_path: Path, clock: Clock):
    recorder = Recorder(tmp_path / "film.mp4", SIZE, now=clock)
    for number in range(10):
        clock.time = 1000 + number / 30
        assert show(recorder, 10)
        wait_for_room(recorder)
    clock.time += 0.5 / 30
    recorder.pause()
    clock.time += 60
    assert not show(recorder, 20)
    assert recorder.seconds == pytest.approx(9.5 / 30)
    recorder.resume()
    clock.time += 0.5 / 30
    assert show(recorder, 30)
    recorder.stop()
    assert read(tmp_path / "film.mp4")[-2:] == [(9, 10), (10, 30)]
    assert recorder.missed == 0


def test_where_the_encoder_is_behind_pictures_are_left_out_and_counted(tmp_path: Path, clock: Clock):
    recorder = Recorder(tmp_path / "film.mp4", SIZE, now=clock)
    behind = threading.Event()
    recorder._work.put(behind.wait)
    taken = []
    for number in range(POOL + 5):
        clock.time = 1000 + number / 30
        if show(recorder, 5 * number):
            taken.append(number)
    assert taken == list(range(POOL))
    behind.set()
    wait_for_room(recorder)
    clock.time += 1 / 30
    assert show(recorder, 100)
    recorder.stop()
    assert recorder.missed == 5
    assert [number for number, _ in read(tmp_path / "film.mp4")] == [*range(POOL), POOL + 5]


def test_sound_is_where_the_pictures_are_after_a_pause_too(tmp_path: Path, clock: Clock):
    """Flashes and beeps at the same times: decoded they are within half a frame and a block."""
    recorder = Recorder(tmp_path / "film.mp4", SIZE, now=clock, sound=True)
    rate, block = 48_000, 480
    events = [0.511, 1.277, 2.043, 3.0, 3.9]  # by the clock of the film
    pause_at, pause = 1.7, 0.83
    wall = 0.0
    for _ in range(round((4.5 + pause) * rate / block)):
        wall += block / rate
        clock.time = 1000 + wall
        if abs(wall - pause_at) < 1e-6:
            recorder.pause()
        if abs(wall - pause_at - pause) < 1e-6:
            recorder.resume()
        film = wall if wall <= pause_at else max(pause_at, wall - pause)
        began = film - block / rate
        times = began + np.arange(block) / rate
        loud = np.any([(each <= times) & (times < each + 0.1) for each in events], axis=0)
        samples = np.where(loud, 0.8 * np.sin(2 * np.pi * 1000 * times), 0).astype(np.float32)
        recorder.hear(samples, clock.time - block / rate)
        show(recorder, 200 if any(each <= film < each + 0.1 for each in events) else 20)
        wait_for_room(recorder)
    recorder.stop()
    seen = read(tmp_path / "film.mp4")
    flashes = [number / 30 for (_, before), (number, level) in pairwise(seen) if level > 100 > before]
    beeps = starts(tmp_path / "film.mp4")
    assert len(flashes) == len(beeps) == len(events)
    assert max(abs(flash - beep) for flash, beep in zip(flashes, beeps, strict=True)) < 0.03
    assert max(abs(event - beep) for event, beep in zip(events, beeps, strict=True)) < 0.04


def starts(path: Path) -> list[float]:
    """When the sound becomes loud."""
    with av.open(str(path)) as container:
        sound = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    loud = np.flatnonzero(np.abs(sound) > 0.2)
    first: Any = [loud[0], *loud[1:][np.diff(loud) > 20_000]]
    return [float(at) / 48_000 for at in first]


_KILLED = """
import os, signal, sys, time
import numpy as np
from pathlib import Path
from nndesk.session.recorder import Recorder
random = np.random.default_rng(1)
recorder = Recorder(Path("film.mp4"), (640, 360), sound=sys.argv[1] == "sound")
start = time.perf_counter()
number = 0
while number < 135:
    pixels = recorder.lend(640, 360)
    if pixels is None:
        time.sleep(0.002)
        continue
    pixels[:] = random.integers(0, 255, pixels.shape, np.uint8) if number % 40 < 5 else number
    recorder.show(pixels)
    number = round(recorder.seconds * 30)
    if sys.argv[1] == "sound":
        recorder.hear(np.zeros(1600, np.float32), time.perf_counter() - 1 / 30)
print(recorder._last, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
@pytest.mark.parametrize("sound", ["silent", "sound"])
def test_of_a_recording_that_is_killed_two_seconds_are_lost_at_most(tmp_path: Path, sound: str):
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED, sound],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": ROOT},
        stdout=subprocess.PIPE,
        timeout=60,
    )
    assert ended.returncode == -signal.SIGKILL
    fed = int(ended.stdout)
    with av.open(str(tmp_path / "film.mp4")) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert times == sorted(times)
    assert fed / 30 - times[-1] <= 2


_LIMITED = """
import resource, sys
import numpy as np
from pathlib import Path
from nndesk.session.recorder import Recorder
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
random = np.random.default_rng(1)
time = 0.0
recorder = Recorder(Path("film.mp4"), (320, 240), now=lambda: time)
for number in range(400):
    time = number / 30
    while (pixels := recorder.lend(320, 240)) is None and recorder.error is None:
        pass
    if pixels is None:
        break
    pixels[:] = random.integers(0, 255, pixels.shape, np.uint8)
    recorder.show(pixels)
print(recorder.stop())
print(recorder.error)
print(number)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit of a file's size here")
@pytest.mark.parametrize(("room", "left"), [(3_000_000, True), (10_000, False)])
def test_a_file_that_cannot_grow_ends_the_recording_and_not_the_program(
    tmp_path: Path, room: int, left: bool
):
    ended = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(room)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": ROOT},
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        check=True,
    )
    path, error, fed = ended.stdout.splitlines()
    assert error == "film.mp4: cannot be written: File too large"
    assert path == ("film.mp4" if left else "None")
    assert [each.name for each in tmp_path.iterdir()] == (["film.mp4"] if left else [])
    if left:
        with av.open(str(tmp_path / "film.mp4")) as container:
            frames = len(list(container.decode(video=0)))
        assert int(fed) - 60 - POOL <= frames


def test_what_is_there_already_is_not_written_over(tmp_path: Path):
    (tmp_path / "film.mp4").write_text("before")
    with pytest.raises(FileError, match=r"film\.mp4: cannot be written: File exists"):
        Recorder(tmp_path / "film.mp4", SIZE)
    assert (tmp_path / "film.mp4").read_text() == "before"


def test_a_recording_of_nothing_leaves_no_file(tmp_path: Path):
    recorder = Recorder(tmp_path / "new" / "film.mp4", SIZE)
    assert recorder.stop() is None
    assert list((tmp_path / "new").iterdir()) == []
