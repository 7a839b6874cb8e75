"""A recording of the window: begun, paused and ended by hand, decoded again, compared with what was seen."""

import math
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QCursor, QDesktopServices, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from nndesk.ui.recording.grab import NotFilmed
from nndesk.ui.window import MainWindow

av = pytest.importorskip("av", reason="films need PyAV, the extra nndesk[film]")

Opener = Callable[..., MainWindow]
Pixels = np.ndarray
CTRL, LEFT = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton
LUMA = np.array([0.0722, 0.7152, 0.2126])  # colours have half the size in a film


@pytest.fixture(autouse=True)
def films(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where films of a user go that has this home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path / "nndesk"


class Hands:
    """A user who records."""

    def __init__(self, qtbot: QtBot, window: MainWindow, films: Path) -> None:
        self.qtbot, self.window, self.films = qtbot, window, films

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key as the system tells it, to the window."""
        QTest.keyClick(self.window.windowHandle(), key, modifiers)

    def click(self, name: str) -> None:
        widget = self.find(name)
        QTest.mouseClick(widget, LEFT, pos=widget.rect().center())

    def find(self, name: str) -> QWidget:
        found = self.window.findChild(QWidget, name)
        assert found is not None, f"no {name}"
        return found

    def has(self, name: str) -> bool:
        found = self.window.findChild(QWidget, name)
        return found is not None and found.isVisible()

    def begin(self) -> None:
        self.press(Qt.Key.Key_R, CTRL)
        assert self.window.recording.on

    def wait(self, seconds: float) -> None:
        """So much more film."""
        until = self.window.recording.seconds + seconds
        self.qtbot.waitUntil(lambda: self.window.recording.seconds >= until, timeout=20_000)

    def end(self) -> Path:
        """End the film, and wait until its sheet is there."""
        before = set(self.films.glob("*.mp4")) if self.has("recordSheet") else set()
        self.press(Qt.Key.Key_R, CTRL)
        assert not self.window.recording.on
        self.qtbot.waitUntil(lambda: self.has("recordSheet"), timeout=20_000)
        (path,) = set(self.films.glob("*.mp4")) - before
        return path

    @property
    def notice(self) -> str:
        shown = [each for each in self.window.findChildren(QWidget, "notice") if each.isVisible()]
        return shown[0].accessibleName() if shown else ""


@pytest.fixture
def hands(qtbot: QtBot, open_window: Opener, films: Path) -> Hands:
    return Hands(qtbot, open_window(size=(1920, 1080)), films)


def read(path: Path) -> list[Any]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def pixels(frame: Any) -> Pixels:
    return frame.reformat(format="bgra").to_ndarray()[..., :3].astype(float)


def seen(widget: QWidget) -> Pixels:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    array = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return array[..., :3].astype(float)


def psnr(one: Pixels, other: Pixels) -> float:
    return 10 * math.log10(255**2 / max(float(((one - other) ** 2).mean()), 1e-9))


def test_what_is_recorded_is_what_is_seen(hands: Hands):
    hands.window.following.preferences.set("record_pointer", False)
    hands.begin()
    assert hands.has("recordChip")
    hands.wait(0.5)
    picture = seen(hands.window)
    path = hands.end()
    assert path.parent == hands.films
    assert path.name.startswith("Spiral-20")
    frames = read(path)
    assert [frame.time for frame in frames] == sorted({frame.time for frame in frames})
    steps = [frame.time * 30 for frame in frames]
    assert steps == pytest.approx([round(step) for step in steps])
    assert (frames[-1].width, frames[-1].height) == (1920, 1080)
    assert psnr(pixels(frames[-1]) @ LUMA, picture @ LUMA) >= 35
    # Neither the chip nor the frame, whose red nothing else has.
    b, g, r = np.moveaxis(pixels(frames[-1]), -1, 0)
    assert not ((r > 180) & (g < 60) & (b < 70)).any()


def test_a_click_begins_pauses_goes_on_and_ends(hands: Hands, qtbot: QtBot):
    recording = hands.window.recording
    hands.click("recordButton")
    assert recording.on
    hands.wait(0.3)
    hands.click("pauseRecordButton")
    assert recording.paused
    length = recording.seconds
    qtbot.wait(400)
    assert recording.seconds == length
    time_label = hands.find("recordTimeLabel")
    assert isinstance(time_label, QLabel)
    assert time_label.text() == "PAUSED 00:00"
    hands.click("pauseRecordButton")
    assert not recording.paused
    hands.wait(0.9)
    assert time_label.text() == "REC 00:01"
    hands.click("stopRecordButton")
    assert not recording.on
    assert not hands.has("recordChip")
    qtbot.waitUntil(lambda: hands.has("recordSheet"))
    (path,) = hands.films.glob("*.mp4")
    times = [frame.time for frame in read(path)]
    assert length + 0.9 - 0.1 < times[-1] < length + 0.9 + 0.3  # the pause is not in it


def test_ctrl_shift_r_pauses_and_only_while_something_is_recorded(hands: Hands):
    both = CTRL | Qt.KeyboardModifier.ShiftModifier
    hands.press(Qt.Key.Key_R, both)
    assert not hands.window.recording.on
    hands.begin()
    hands.press(Qt.Key.Key_R, both)
    assert hands.window.recording.paused
    hands.press(Qt.Key.Key_R, both)
    assert not hands.window.recording.paused
    hands.wait(0.1)
    hands.end()


def choose(hands: Hands, name: str) -> None:
    """Open the menu at the button, and click a choice."""
    hands.click("recordMenuButton")
    menu = hands.find("recordMenu")
    assert isinstance(menu, QMenu)
    action = menu.findChild(QAction, name)
    assert action is not None
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
    hands.window.activateWindow()  # this platform does not by itself
    hands.qtbot.waitUntil(hands.window.isActiveWindow)


def test_the_canvas_alone_is_as_large_as_the_film_lets_it(hands: Hands):
    choose(hands, "record_scene_canvas")
    choose(hands, "record_pointer")
    assert hands.window.following.preferences["record_scene"] == "canvas"
    assert not hands.window.following.preferences["record_pointer"]
    hands.begin()
    hands.wait(0.3)
    canvas = hands.window.canvas
    corner = canvas.mapTo(hands.window, QPoint())
    picture = seen(hands.window)[corner.y() :, corner.x() :][: canvas.height(), : canvas.width()]
    frame = pixels(read(hands.end())[-1])
    scale = 1080 / canvas.height()
    left = (1920 - round(canvas.width() * scale)) / 2
    ys = np.clip(((np.arange(1080) + 0.5) / scale).astype(int), 0, canvas.height() - 1)
    xs = ((np.arange(1920) + 0.5 - left) / scale).astype(int)
    inside = (xs >= 0) & (xs < canvas.width())
    near = picture[ys][:, np.clip(xs, 0, canvas.width() - 1)][:, inside]
    assert psnr(near, frame[:, inside]) > 20  # it is scaled, and here by the nearest pixel
    ground = hands.window.appearance.theme.color("window")
    assert np.abs(frame[:, :20] - (ground.blue(), ground.green(), ground.red())).max() < 4


def test_what_opens_over_the_window_is_in_the_film(hands: Hands, qtbot: QtBot):
    hands.window.following.preferences.set("record_pointer", False)
    hands.begin()
    hands.press(Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: hands.has("keysSheet"))
    sheet = hands.find("keysSheet")
    qtbot.wait(100)
    hands.wait(0.2)
    inner = sheet.rect().adjusted(40, 40, -40, -40)
    at = sheet.mapTo(sheet, inner.topLeft())
    picture = seen(sheet)[at.y() :, at.x() :][: inner.height(), : inner.width()]
    place = sheet.geometry().topLeft() - hands.window.geometry().topLeft() + at
    # A sheet blocks the window, not the chip, and that as the system tells it.
    button = hands.find("stopRecordButton")
    handle = button.window().windowHandle()
    QTest.mouseClick(handle, LEFT, pos=button.mapTo(button.window(), button.rect().center()))
    assert not hands.window.recording.on
    sheet.close()
    qtbot.waitUntil(lambda: hands.has("recordSheet"))
    (path,) = hands.films.glob("*.mp4")
    frames = read(path)
    shown = [
        psnr(pixels(each)[place.y() :, place.x() :][: inner.height(), : inner.width()], picture)
        for each in frames
    ]
    assert max(shown) > 32
    assert min(shown) < 20


def test_the_pointer_and_keys_are_drawn_if_wanted(hands: Hands, qtbot: QtBot):
    at = QPoint(1480, 40)  # on the canvas's empty ground
    QCursor.setPos(hands.window.mapToGlobal(hands.window.canvas.pos() + at))
    choose(hands, "record_keys")
    hands.begin()
    hands.wait(0.2)
    hands.press(Qt.Key.Key_N)
    hands.wait(0.3)
    picture = seen(hands.window)
    path = hands.end()
    place = hands.window.mapFromGlobal(QCursor.pos())
    before, after = (pixels(read(path)[number]) for number in (3, -1))
    arrow = slice(place.y(), place.y() + 20), slice(place.x(), place.x() + 13)
    for frame in (before, after):
        assert (frame[arrow] < 40).all(axis=-1).sum() > 40
    assert not (picture[arrow] < 40).any()
    plate = slice(1010, 1040), slice(940, 980)
    assert np.abs(before[plate] - picture[plate]).mean() < 3
    assert np.abs(after[plate] - picture[plate]).mean() > 30


def test_at_60_frames_a_second_the_pointer_moves_from_frame_to_frame(hands: Hands, qtbot: QtBot):
    choose(hands, "record_fps_60")
    assert hands.window.following.preferences["record_fps"] == 60
    hands.begin()
    at = hands.window.mapToGlobal(hands.window.canvas.pos() + QPoint(300, 40))
    until = hands.window.recording.seconds + 0.8
    moves = 0
    while hands.window.recording.seconds < until:
        QCursor.setPos(at + QPoint(moves % 900, 0))
        moves += 3
        qtbot.wait(4)
    with av.open(str(hands.end())) as container:
        stream = container.streams.video[0]
        frames = [(float(frame.pts * stream.time_base), pixels(frame)) for frame in container.decode(video=0)]
    steps = [later[0] - earlier[0] for earlier, later in pairwise(frames)]
    assert all(abs(60 * step - round(60 * step)) < 0.02 and step > 0 for step in steps)
    near = [number for number, step in enumerate(steps) if round(60 * step) == 1]
    assert near  # some follow at once, on the slowest machine too
    top = hands.window.mapFromGlobal(at).y()
    band = slice(top - 5, top + 25)
    moved = [np.abs(frames[n][1][band] - frames[n + 1][1][band]).max() > 60 for n in near]
    assert any(moved)


def test_present_is_recorded_with_its_keys(hands: Hands, qtbot: QtBot):
    hands.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: hands.window.teaching.presenter.window is not None)
    shown = hands.window.teaching.presenter.window
    qtbot.waitUntil(shown.isVisible)
    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_R, CTRL)
    assert hands.window.recording.on
    assert hands.window.recording.window is shown
    hands.wait(0.4)
    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_R, CTRL)
    assert not hands.window.recording.on
    qtbot.waitUntil(lambda: not hands.window.recording.busy, timeout=20_000)
    (path,) = hands.films.glob("*.mp4")
    frame = pixels(read(path)[-1])
    dark = frame[-20:, 920:1000].mean()  # the plate at the bottom
    light = frame[:20, 920:1000].mean()  # the ground
    assert dark < 60 < 200 < light
    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_Escape)


class Beeper:
    """What sounddevice is to the window, with a microphone that hears a beep at known times."""

    rate, block = 48_000, 480
    PortAudioError = type("PortAudioError", (Exception,), {})

    def __init__(self, beeps: list[float]) -> None:
        self.beeps = beeps  # seconds after it began
        self.began = 0.0

    def InputStream(self, *, samplerate: int, channels: int, dtype: str, callback: Any) -> Any:
        assert (samplerate, channels, dtype) == (self.rate, 1, "float32")
        ended = threading.Event()

        def hear() -> None:
            number = 0
            while not ended.is_set():
                at = number * self.block / self.rate
                due = self.began + at + self.block / self.rate
                if time.perf_counter() < due:
                    ended.wait(due - time.perf_counter())
                times = at + np.arange(self.block) / self.rate
                loud = np.any([(each <= times) & (times < each + 0.1) for each in self.beeps], axis=0)
                samples = np.where(loud, 0.8 * np.sin(2 * np.pi * 1000 * times), 0).astype(np.float32)
                now = time.perf_counter() - self.began
                told = SimpleNamespace(currentTime=now, inputBufferAdcTime=at)
                callback(samples[:, None], self.block, told, None)
                number += 1

        thread = threading.Thread(target=hear, name="microphone")

        def start() -> None:
            self.began = time.perf_counter()
            thread.start()

        def close() -> None:
            ended.set()
            thread.join()

        return SimpleNamespace(start=start, close=close)


def test_sound_and_picture_are_within_40_ms_while_it_trains(hands: Hands, qtbot: QtBot):
    beeps = [0.8, 1.45, 2.2, 2.9]
    microphone = Beeper(beeps)
    hands.window.recording.sound_system = lambda: microphone
    hands.window.following.preferences.set("record_microphone", True)
    flash = QWidget(hands.window.canvas)
    flash.setAutoFillBackground(True)
    flash.setGeometry(600, 300, 200, 200)
    flash.setStyleSheet("background: black")
    flash.show()
    hands.window.controller.play()
    hands.begin()
    assert hands.window.recording.hears
    for beep in beeps:
        qtbot.waitUntil(lambda beep=beep: time.perf_counter() - microphone.began >= beep - 0.03)
        while time.perf_counter() - microphone.began < beep:
            pass
        flash.setStyleSheet("background: white")
        flash.repaint()
        hands.wait(0.2)
        flash.setStyleSheet("background: black")
        flash.repaint()
    hands.wait(0.3)
    hands.window.controller.pause()
    path = hands.end()
    middle = flash.mapTo(hands.window, flash.rect().center())
    bright = [
        (frame.time, pixels(frame)[middle.y() - 20 : middle.y() + 20, middle.x() - 20 :][:, :40].mean() > 128)
        for frame in read(path)
    ]
    flashes = [at for (_, before), (at, now) in pairwise(bright) if now and not before]
    with av.open(str(path)) as container:
        sound = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    loud = np.flatnonzero(np.abs(sound) > 0.2)
    heard = [loud[0] / 48_000, *(loud[1:][np.diff(loud) > 10_000] / 48_000)]
    assert len(flashes) == len(heard) == len(beeps)
    offsets = [flash - beep for flash, beep in zip(flashes, heard, strict=True)]
    assert max(map(abs, offsets)) <= 0.04, offsets
    flash.deleteLater()


def test_the_microphone_is_offered_only_where_there_is_one(hands: Hands):
    for there in (False, True):
        hands.window.recording.sound_system = lambda there=there: Beeper([]) if there else None
        hands.click("recordMenuButton")
        menu = hands.find("recordMenu")
        assert isinstance(menu, QMenu)
        action = menu.findChild(QAction, "record_microphone")
        assert action is not None
        assert action.isVisible() == there
        menu.close()


def test_a_microphone_that_cannot_be_used_is_no_reason_not_to_record(hands: Hands):
    system = Beeper([])

    def refuse(**_: Any) -> Any:
        raise system.PortAudioError("Device unavailable")

    system.InputStream = refuse
    hands.window.recording.sound_system = lambda: system
    hands.window.following.preferences.set("record_microphone", True)
    hands.begin()
    assert hands.notice == "The microphone cannot be used: this film has no sound."
    hands.wait(0.2)
    assert len(read(hands.end())) > 2


def test_without_pyav_what_adds_it_is_named_and_the_window_goes_on(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "av", None)
    hands.press(Qt.Key.Key_R, CTRL)
    assert not hands.window.recording.on
    assert "pip install nndesk[film]" in hands.notice
    assert not list(hands.films.glob("*"))
    hands.window.controller.play()
    hands.qtbot.waitUntil(lambda: (hands.window.controller.snapshot or SimpleNamespace(epoch=0)).epoch > 1)


def test_a_folder_that_cannot_be_is_said(hands: Hands):
    hands.films.write_text("in the way")
    hands.press(Qt.Key.Key_R, CTRL)
    assert not hands.window.recording.on
    assert "cannot be written" in hands.notice
    assert hands.films.read_text() == "in the way"


@pytest.fixture
def narrow() -> Iterator[None]:
    """No file of this process can be larger than 1.5 MB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_ends_the_film_with_a_sentence_and_what_there_is_can_be_played(
    hands: Hands, qtbot: QtBot, narrow: None
):
    hands.window.following.preferences.set("record_pointer", False)
    noise = QLabel(hands.window.canvas)
    noise.setGeometry(300, 300, 300, 300)
    noise.show()
    hands.begin()
    random = np.random.default_rng(1)
    for _ in range(300):
        if not hands.window.recording.on:
            break
        image = random.integers(0, 255, (300, 300, 4), np.uint8)
        if hands.window.recording.seconds > 1.2:
            picture = QImage(image.data, 300, 300, 1200, QImage.Format.Format_RGB32)
            noise.setPixmap(QPixmap.fromImage(picture))
        qtbot.wait(20)
    assert not hands.window.recording.on
    qtbot.waitUntil(lambda: "cannot be written" in hands.notice)
    (path,) = hands.films.glob("*.mp4")
    assert len(read(path)) >= 20


def test_closing_the_window_finishes_the_film(hands: Hands):
    hands.begin()
    hands.wait(0.4)
    hands.window.close_without_asking()
    (path,) = hands.films.glob("*.mp4")
    frames = read(path)
    assert len(frames) >= 6
    with path.open("rb") as file:  # an ordinary film, not one that broke off: what is in it comes at its end
        file.seek(36 + 8 + 4)
        assert file.read(4) == b"mdat"


def test_another_language_does_not_end_it(hands: Hands, qtbot: QtBot):
    hands.begin()
    hands.wait(0.2)
    hands.window.following.preferences.set("language", "zh_CN")
    assert hands.window.recording.on
    qtbot.waitUntil(lambda: sum(each.isVisible() for each in hands.window.findChildren(NotFilmed)) == 5)
    hands.wait(0.3)
    label = hands.find("recordTimeLabel")
    assert isinstance(label, QLabel)
    assert label.text() == "录制 00:00"
    assert len(read(hands.end())) > 8


def test_the_sheet_shows_the_film_renames_it_and_opens_its_folder(hands: Hands, qtbot: QtBot):
    hands.begin()
    hands.wait(0.5)
    path = hands.end()
    strip: Any = hands.find("recordStrip")
    assert 4 <= strip.count <= 8
    last = strip.count - 1
    assert strip.plays
    QTest.mouseClick(strip, LEFT, pos=QPoint(last * 64 + 20, strip.height() - 10))
    assert (strip.at, strip.plays) == (last, False)
    QTest.keyClick(strip, Qt.Key.Key_Left)
    assert strip.at == last - 1

    def rename(name: str) -> None:
        box = hands.find("recordNameField")
        assert isinstance(box, QLineEdit)
        box.setFocus()
        QTest.keySequence(box, "Ctrl+A")
        QTest.keyClicks(box, name)
        QTest.keyClick(box, Qt.Key.Key_Return)

    rename("a/b")
    assert path.exists()
    (path.parent / "taken.mp4").write_text("")
    rename("taken")
    assert path.exists()
    rename("Two arms")
    assert not path.exists()
    assert len(read(path.parent / "Two arms.mp4")) > 8
    opener = Folder()
    QDesktopServices.setUrlHandler("file", opener, "open")
    hands.click("showFolderButton")
    QDesktopServices.unsetUrlHandler("file")
    assert [url.toLocalFile() for url in opener.opened] == [str(path.parent)]
    hands.click("doneButton")
    assert not hands.has("recordSheet")


class Folder(QObject):
    """What opens folders."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url)
