"""The first page, as it opens where nothing else is opened."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from nndesk.app import create_window
from nndesk.interop.lesson import bundled
from nndesk.interop.source import PRESETS
from nndesk.session.preferences import Preferences
from nndesk.session.recent import RecentFile
from nndesk.ui.panels import PANELS
from nndesk.ui.panels.frame import PanelFrame
from nndesk.ui.theme import recorded_text
from nndesk.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
Opener = Callable[..., MainWindow]


@pytest.fixture
def preferences() -> Preferences:
    return Preferences(None)


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, preferences: Preferences) -> Iterator[Opener]:
    windows: list[MainWindow] = []

    def opener(source: str | None = None, recent: tuple[RecentFile, ...] = ()) -> MainWindow:
        window = create_window(source, "light", "en", preferences)
        windows.append(window)
        window.recent.files = recent
        window.resize(1280, 720)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: window.controller.snapshot is not None)
        return window

    yield opener
    for window in windows:
        window.close_without_asking()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(open_window: Opener) -> MainWindow:
    return open_window()


def part(window: MainWindow, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert found is not None, name
    return found


def button(window: MainWindow, name: str) -> QAbstractButton:
    found = part(window, "welcome").findChild(QAbstractButton, name)
    assert found is not None, name
    return found


def shown(window: MainWindow) -> list[str]:
    return [
        name for name in ("welcome", "canvas", "inspector", "playButton") if part(window, name).isVisible()
    ]


def test_it_is_there_without_a_source_and_not_with_one(open_window: Opener):
    window = open_window()
    assert shown(window) == ["welcome"]
    assert window.windowTitle() == "nndesk"
    assert window.document.experiment.network.layers
    assert shown(open_window("xor")) == ["canvas", "inspector", "playButton"]


def test_all_panels_are_there_behind_it(window: MainWindow, qtbot: QtBot):
    qtbot.waitUntil(lambda: len(window.inspector.findChildren(PanelFrame)) == len(PANELS), timeout=1000)
    assert part(window, "datasetTiles").findChild(QAbstractButton, "circle") is not None
    assert shown(window) == ["welcome"]


TILES = ("gauss", "xor", "circle", "spiral", "reg_gauss")


def test_every_lesson_is_there_and_opens(window: MainWindow, qtbot: QtBot):
    rows = [button(window, str(lesson.path)) for lesson in bundled()]
    assert [row.text() for row in rows] == [lesson.title["en"] for lesson in bundled()]
    QTest.mouseClick(rows[3], LEFT)
    qtbot.waitUntil(lambda: window.teaching.lecture is not None)
    assert shown(window) == ["canvas", "inspector", "playButton"]
    assert part(window, "lessonPanel").isVisible()


@pytest.mark.parametrize("name", PRESETS)
def test_every_example_opens_with_the_mouse(window: MainWindow, qtbot: QtBot, name: str):
    with qtbot.waitSignal(window.document.opened):
        if name in TILES:
            QTest.mouseClick(button(window, name), LEFT)
        else:
            menus = part(window, "welcome").findChildren(QMenu)
            (action,) = (each for menu in menus for each in menu.actions() if each.data() == name)
            action.trigger()  # the offscreen platform warns of menus that pop up
    assert shown(window) == ["canvas", "inspector", "playButton"]
    assert window.focusWidget() is window.canvas


def test_all_of_it_is_reached_by_keyboard(window: MainWindow, qtbot: QtBot):
    window.show_welcome()
    seen: list[str] = []
    for _ in range(30):
        focus = window.focusWidget()
        assert focus is not None
        if focus.objectName() in seen:
            break
        seen.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    wanted = {
        "emptyCanvasButton",
        "openButton",
        "moreExamplesButton",
        *TILES,
        "hideWelcomeSwitch",
        "en",
        "light",
    }
    wanted |= {str(lesson.path) for lesson in bundled()}
    assert wanted <= set(seen)
    assert seen[0] == "emptyCanvasButton"
    spiral = button(window, "spiral")
    spiral.setFocus()
    with qtbot.waitSignal(window.document.opened):
        QTest.keyClick(spiral, Qt.Key.Key_Return)
    assert window.document.experiment.name == "Spiral"


def test_the_language_changes_without_a_restart_and_keeps_the_keyboard(window: MainWindow):
    chinese = button(window, "zh_CN")
    QTest.mouseClick(chinese, LEFT)
    assert shown(window) == ["welcome"]
    with recorded_text() as painted:
        window.grab()
    labels = part(window, "welcome").findChildren(QLabel)
    words = {each.text for each in painted} | {label.text() for label in labels}
    assert {"空白画布", "示例", "螺旋", "最近"} <= words
    assert not words & {"Examples", "Spiral", "Recent"}
    assert window.focusWidget() is button(window, "zh_CN")
    assert window.windowTitle() == "nndesk"


def test_the_theme_changes_at_once(window: MainWindow):
    before = window.grab().toImage().pixelColor(20, 400).name()
    QTest.mouseClick(button(window, "dark"), LEFT)
    after = window.grab().toImage().pixelColor(20, 400).name()
    assert (before, after) == ("#f6f6f7", "#191a1e")


def test_the_empty_canvas_begins(window: MainWindow):
    QTest.mouseClick(button(window, "emptyCanvasButton"), LEFT)
    assert shown(window) == ["canvas", "inspector", "playButton"]
    assert len(window.document.experiment.network.layers) == 1
    assert window.canvas.tool == "draw"


def test_recent_files_are_listed_and_what_is_gone_says_so(open_window: Opener, tmp_path: Path, qtbot: QtBot):
    kept, gone = str(tmp_path / "kept.nnd"), str(tmp_path / "gone.nnd")
    first = open_window("xor")
    with qtbot.waitSignal(first.recent.changed):
        first.save_to(Path(kept))
    files = tuple(RecentFile(path, (2, 4, 1), time.time()) for path in (gone, kept))
    window = open_window(recent=files)
    QTest.mouseClick(button(window, gone), LEFT)
    notice = part(window, "welcome").findChild(QWidget, "notice")
    assert notice is not None
    qtbot.waitUntil(notice.isVisible)
    assert notice.accessibleName() == "File not found: gone.nnd"
    assert shown(window) == ["welcome"]
    with qtbot.waitSignal(window.document.opened):
        QTest.mouseClick(button(window, kept), LEFT)
    assert window.document.path == Path(kept)


def test_it_can_be_left_out_at_the_next_start(open_window: Opener, preferences: Preferences):
    QTest.mouseClick(button(open_window(), "hideWelcomeSwitch"), LEFT)
    assert preferences["welcome"] is False
    preferences.setParent(None)
    assert shown(open_window()) == ["canvas", "inspector", "playButton"]


def test_it_comes_back_from_the_menu_and_goes_with_escape(open_window: Opener):
    window = open_window("xor")
    action = window.findChild(QAction, "actionWelcome")
    assert action is not None
    action.trigger()
    assert shown(window) == ["welcome"]
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert shown(window) == ["canvas", "inspector", "playButton"]
    assert window.windowTitle().startswith("Exclusive or")


def test_whoever_plays_sees_what_is_played(window: MainWindow):
    action = window.findChild(QAction, "actionPlay")
    assert action is not None
    action.trigger()
    assert shown(window) == ["canvas", "inspector", "playButton"]
    window.controller.pause()
