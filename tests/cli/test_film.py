"""Films made by `render`: decoded again, compared with pictures of the same moments, and what goes wrong."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nndesk.cli import main
from nndesk.project.spec import dumps
from tests.cli.helpers import NOT_WINDOWS, environment, names, refused, run
from tests.experiments import tiny

av = pytest.importorskip("av", reason="films need PyAV, the extra nndesk[film]")

SHOWN = ("--scene", "present", "--size", "320x240")
PLATE = 25  # lines of it: 100 of the 960 that are laid out for so small a film
SECONDS, FPS = 1, 9  # so that the middle frame of epochs 0 to 4 is epoch 2


def planes(frame: Any) -> np.ndarray:
    """Luma and chroma as films hold them."""
    colors = {"dst_colorspace": "ITU709", "dst_color_range": "MPEG", "interpolation": "BICUBIC"}
    return frame.reformat(format="yuv420p", **colors).to_ndarray().astype(float)


def decoded(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray().astype(float) for frame in container.decode(video=0)]


def picture(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        return planes(next(container.decode(video=0)))


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """The peak signal to noise ratio in dB."""
    return float(10 * np.log10(255**2 / max(float(np.mean((one - other) ** 2)), 1e-6)))


def rendered(folder: Path, *arguments: str, seed: str = "0") -> None:
    command = [sys.executable, "-m", "nndesk", "render", *arguments]
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(PYTHONHASHSEED=seed),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two folders, each with the film of tiny.json that a process of its own made there."""
    made: list[Path] = []
    for seed in ("1", "2"):
        made.append(tmp_path_factory.mktemp("films"))
        fast = dumps(tiny(optimizer__learning_rate=0.1))  # so that its pictures differ
        (made[-1] / "tiny.json").write_text(fast, encoding="utf-8")
        options = ("--epochs", "0:4", "--seconds", str(SECONDS), "--fps", str(FPS), "-o", "film.mp4")
        shown = SHOWN if seed == "1" else SHOWN[2:]  # present, where nothing is said
        rendered(made[-1], "tiny.json", *shown, *options, seed=seed)
    return made


def test_the_same_film_is_the_same_bytes(folders: list[Path]):
    one, two = ((folder / "film.mp4").read_bytes() for folder in folders)
    assert one == two


def test_a_film_has_the_size_and_the_time_that_were_asked_for(folders: list[Path]):
    with av.open(str(folders[0] / "film.mp4")) as container:
        (stream,) = container.streams
        assert (stream.width, stream.height, stream.average_rate) == (320, 240, FPS)
        assert stream.codec_context.name == "h264"
        assert container.duration == pytest.approx(SECONDS * 1e6, abs=1e3)
    assert len(decoded(folders[0] / "film.mp4")) == SECONDS * FPS
    assert names(folders[0]) == ["film.mp4", "tiny.json"]


def test_frames_are_what_render_draws_of_their_epochs(folders: list[Path]):
    folder = folders[0]
    frames = decoded(folder / "film.mp4")
    pictures = []
    for number, epochs in ((0, 0), (4, 2), (8, 4)):
        rendered(folder, "tiny.json", *SHOWN, "--epochs", str(epochs), "-o", "moment.png")
        pictures.append(picture(folder / "moment.png"))
        (folder / "moment.png").unlink()
        assert likeness(frames[number], pictures[-1]) >= 35
    assert likeness(pictures[0], pictures[1]) < 35, "else one picture could stand for all"
    assert likeness(pictures[1], pictures[2]) < 35


def test_a_film_of_the_window_is_laid_out_in_its_own_size(folder: Path):
    rendered(
        folder, "tiny.json", "--scene", "window", "--epochs", "0:0", "--seconds", "0.1", "-o", "film.mp4"
    )
    rendered(folder, "tiny.json", "--scene", "window", "--size", "1920x1080", "-o", "window.png")
    assert likeness(decoded(Path("film.mp4"))[0], picture(Path("window.png"))) >= 35


def test_a_film_ends_with_the_last_epoch_of_its_experiment_and_begins_at_its_start(folder: Path):
    network = ("train", "tiny.json", "--set", "optimizer.learning_rate=0.1", "-o", "net.nnd")
    assert main(list(network)) == 0  # to epoch 12, where it ends
    rendered(folder, "net.nnd", *SHOWN, "--seconds", "1", "--fps", "2", "-o", "film.mp4")
    first, last = decoded(Path("film.mp4"))
    rendered(folder, "net.nnd", *SHOWN, "-o", "last.png")
    assert likeness(last, picture(Path("last.png"))) >= 35
    rendered(folder, "tiny.json", *SHOWN, "-o", "first.png")
    # The same start; only the name on the plate could differ.
    assert likeness(*(luma(each)[0] for each in (first, picture(Path("first.png"))))) >= 35
    assert likeness(first, last) < 33


@pytest.mark.slow
@pytest.mark.parametrize(
    "scene",
    [("window", "1180x680"), ("canvas", "800x600"), ("loss", "320x240"), ("present", "640x360")],
    ids=lambda scene: scene[0],
)
def test_every_scene_can_be_filmed(folder: Path, scene: tuple[str, str]):
    options = ("--scene", scene[0], "--size", scene[1], "--epochs")
    rendered(folder, "tiny.json", *options, "0:2", "--seconds", "1", "--fps", "3", "-o", "film.mp4")
    frames = decoded(Path("film.mp4"))
    assert len(frames) == 3
    rendered(folder, "tiny.json", *options, "2", "-o", "last.png")
    assert likeness(frames[-1], picture(Path("last.png"))) >= 35


@pytest.mark.slow
def test_films_of_other_kinds_hold_the_same_frames(folder: Path):
    pictures: dict[str, np.ndarray] = {}
    for name in ("film.webm", "film.gif"):
        options = ("--epochs", "0:3", "--seconds", "1", "--fps", "5", "-o", name)
        rendered(folder, "tiny.json", *SHOWN, *options)
        with av.open(name) as container:
            frames = [planes(frame) for frame in container.decode(video=0)]
        assert len(frames) == 5
        pictures[name] = frames[-1]
    assert likeness(*pictures.values()) >= 30


LESSON = {
    "format": "nndesk.lesson",
    "version": 1,
    "title": {"en": "Two steps", "zh_CN": "两步"},
    "source": "tiny.json",
    "steps": [
        {
            "title": {"en": "Training", "zh_CN": "训练"},
            "say": {"en": "It learns <now>.", "zh_CN": "学习。"},
            "do": [{"train": 4, "seconds": 2.6}],
        },
        {
            "say": {"en": "Now?", "zh_CN": "现在？"},
            "do": [{"set": {"optimizer.learning_rate": 0.1}}, {"train": 2}],
            "ask": {
                "question": {"en": "How many?", "zh_CN": "几个？"},
                "answers": [{"en": "Two", "zh_CN": "两个"}, {"en": "Six", "zh_CN": "六个"}],
                "right": 1,
            },
        },
    ],
}
SAID = """WEBVTT

1
00:00:00.000 --> 00:00:02.600
It learns &lt;now&gt;.

2
00:00:02.600 --> 00:00:04.600
Now?

3
00:00:04.600 --> 00:00:09.400
How many?
Two
Six
"""


def test_a_film_of_a_lesson_has_its_steps_as_chapters_and_its_words_beside_it(folder: Path):
    Path("lesson.json").write_text(json.dumps(LESSON), encoding="utf-8")
    rendered(folder, "lesson.json", *SHOWN, "--fps", "5", "--captions", "file", "-o", "film.mp4")
    assert names(folder) == ["film.en.vtt", "film.mp4", "film.zh_CN.vtt", "lesson.json", "tiny.json"]
    assert Path("film.en.vtt").read_text(encoding="utf-8") == SAID
    words = Path("film.zh_CN.vtt").read_text(encoding="utf-8")
    assert [line for line in words.splitlines() if "-->" in line] == [
        line for line in SAID.splitlines() if "-->" in line
    ]
    assert "几个？\n两个\n六个\n" in words
    with av.open("film.mp4") as container:
        chapters = [
            (float(each["start"] * each["time_base"]), each["metadata"]["title"])
            for each in container.chapters()
        ]
        assert chapters == [(0.0, "Training"), (2.6, "Now?")]
        assert container.metadata["title"] == "Two steps"
        assert container.duration == pytest.approx(9.4e6, abs=1e3)
    frames = decoded(Path("film.mp4"))
    assert len(frames) == 47
    for number, epochs in ((0, 0), (12, 4)):
        rendered(folder, "tiny.json", *SHOWN, "--epochs", str(epochs), "-o", "moment.png")
        assert likeness(frames[number], picture(folder / "moment.png")) >= 35


def luma(frame: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of a film of 320x240: above the plate, and the plate."""
    return frame[: 240 - PLATE], frame[240 - PLATE : 240]


def test_captions_are_burnt_into_the_film_of_a_lesson_where_nothing_else_is_said(folder: Path):
    Path("lesson.json").write_text(json.dumps(LESSON), encoding="utf-8")
    frames: dict[str, list[np.ndarray]] = {}
    for captions in ("burn", "none"):
        more = () if captions == "burn" else ("--captions", captions)
        rendered(folder, "lesson.json", *SHOWN, "--fps", "2", *more, "-o", f"{captions}.mp4")
        frames[captions] = decoded(Path(f"{captions}.mp4"))
    assert names(folder) == ["burn.mp4", "lesson.json", "none.mp4", "tiny.json"]
    assert len(frames["burn"]) == len(frames["none"])
    for said, silent in zip(frames["burn"], frames["none"], strict=True):
        (network, plate), (same, empty) = luma(said), luma(silent)
        assert likeness(network, same) >= 35
        assert likeness(plate, empty) < 33
    # What is said, what is asked, and which answer is right.
    said, asked, marked = (luma(frames["burn"][number])[1] for number in (0, -5, -1))
    assert likeness(said, asked) < 33
    assert likeness(asked, marked) < 33
    rendered(folder, "tiny.json", *SHOWN, "--epochs", "4", "-o", "moment.png")
    end_of_first = luma(frames["burn"][4])[0]
    assert likeness(end_of_first, luma(picture(Path("moment.png")))[0]) >= 35


@pytest.mark.slow
def test_captions_stand_below_other_scenes(folder: Path):
    Path("lesson.json").write_text(json.dumps(LESSON), encoding="utf-8")
    options = ("--scene", "loss", "--size", "480x340", "--fps", "1")
    for captions in ("burn", "none"):
        rendered(folder, "lesson.json", *options, "--captions", captions, "-o", f"{captions}.mp4")
    said, silent = (decoded(Path(name))[0] for name in ("burn.mp4", "none.mp4"))
    assert said[240:340].mean() < 80 < silent[240:340].mean()
    rendered(folder, "tiny.json", "--scene", "loss", "--size", "480x240", "-o", "card.png")
    assert likeness(said[:240], picture(Path("card.png"))[:240]) >= 35


@NOT_WINDOWS
@pytest.mark.parametrize(
    "span", [("--seconds", "1000"), ("--epochs", "9999999:9999999")], ids=["drawn", "trained"]
)
def test_ctrl_c_leaves_no_file(folder: Path, span: tuple[str, ...]):
    command = [
        sys.executable,
        "-m",
        "nndesk",
        "render",
        "tiny.json",
        "--seconds",
        "1000",
        *SHOWN,
        "-o",
        "film.mp4",
    ]
    process = subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE)
    limit = time.monotonic() + 30
    while not any(path.suffix == ".tmp" for path in folder.iterdir()) and time.monotonic() < limit:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (130, b"")
    assert names(folder) == ["tiny.json"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_one_sentence(folder: Path):
    Path("film.mp4").symlink_to("/dev/full")
    done = run("render", "tiny.json", *SHOWN, "--epochs", "0:3", "--seconds", "1", "-o", "film.mp4")
    assert done.returncode == 2
    assert done.stderr == b"nndesk: error: film.mp4: cannot be written: No space left on device\n"
    assert names(folder) == ["film.mp4", "tiny.json"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("render missing.nnd -o film.mp4", "missing.nnd: cannot be read"),
        ("render tiny.json -o film.mp4 --captions file", "--captions: is for lessons; nothing is said"),
        (
            "render impossible.json -o film.mp4",
            "loss.kind: is binary_crossentropy, which is defined for targets",
        ),
        ("render lesson.json -o film.mp4 --seconds 3", "--seconds: is not for lessons; a lesson says itself"),
        ("render lesson.json -o film.mp4 --epochs 0:3", "--epochs: is not for lessons"),
        ("render broken.json -o film.mp4", "steps.0.do.0: unit 9 does not exist; units are 0 to 4"),
        (
            "render tiny.json -o film.mp4 --scene window --size 640x480",
            "--size: is 640x480; the window needs",
        ),
    ],
)
def test_what_is_no_film_is_refused(
    folder: Path, line: str, sentence: str, capsys: pytest.CaptureFixture[str]
):
    broken = {**LESSON, "steps": [{**LESSON["steps"][0], "do": [{"select": "layers.0.units.9"}]}]}
    values = {"data__kind": "reg_plane", "loss__kind": "binary_crossentropy"}
    Path("impossible.json").write_text(dumps(tiny(**values)), encoding="utf-8")
    for name, lesson in (("lesson.json", LESSON), ("broken.json", broken)):
        Path(name).write_text(json.dumps(lesson), encoding="utf-8")
    refused(line.split(), sentence, folder, capsys)


@NOT_WINDOWS
def test_a_terminal_sees_how_far_it_is_and_how_long_it_will_take(folder: Path):
    import pty
    import termios

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (25, 80))  # a bar needs room
    command = [sys.executable, "-m", "nndesk", "render", "tiny.json", *SHOWN, "--epochs", "0:9"]
    process = subprocess.Popen(
        [*command, "--seconds", "2", "-o", "film.mp4"], env=environment(), stderr=theirs
    )
    os.close(theirs)
    seen = b""
    with contextlib.suppress(OSError):  # of a terminal that nobody writes to any more
        while part := os.read(ours, 4096):
            seen += part
    os.close(ours)
    assert process.wait(30) == 0
    assert re.search(rb"\d+/60 \[\d\d:\d\d<\d\d:\d\d,", seen)
