"""Present: the network alone on a screen, driven by keys, clickers and the pointer as a laser."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nndesk.interop.lesson import find
from nndesk.resources import resource
from nndesk.session.player import Told
from nndesk.ui.present.laser import SIZE, TRAIL
from nndesk.ui.present.window import PresentWindow
from nndesk.ui.theme import recorded_text
from nndesk.ui.window import MainWindow
from tests.interop.test_lessons_told import LESSONS, read
from tests.session.test_player import lesson_of
from tests.window.audit import faults

Opener = Callable[..., MainWindow]
KEY = Qt.Key
SIZES = ((1280, 720), (1440, 900), (1920, 1080))


def present(qtbot: QtBot, window: MainWindow, size: tuple[int, int] = (1440, 900)) -> PresentWindow:
    """What F5 opens, at a size of our own."""
    QTest.keyClick(window.canvas, KEY.Key_F5)
    opened = window.teaching.presenter.window
    assert opened is not None
    opened.showNormal()
    opened.resize(*size)
    opened.move(4000, 0)  # beside the window: offscreen, the pointer finds the one below as well
    rest(qtbot, window)
    return opened


def rest(qtbot: QtBot, window: MainWindow) -> None:
    lecture = window.teaching.lecture
    qtbot.waitUntil(
        lambda: not window.controller.busy and (lecture is None or not lecture.playing), timeout=20_000
    )
    QGuiApplication.processEvents()


def texts(widget: QWidget) -> list[str]:
    with recorded_text() as painted:
        widget.grab()
    return [piece.text for piece in painted]


# -- in and out ---------------------------------------------------------------------------------------


def test_f5_shows_the_network_with_its_title_and_esc_leaves(window: MainWindow, qtbot: QtBot):
    shown = present(qtbot, window)
    said = texts(shown)
    for words in ("Spiral", "Epoch", "0", "Input", "Hidden 1", "Output", "What the network believes"):
        assert words in said, words
    assert "Tanh" not in said, "headers are plain names"
    QTest.keyClick(shown, KEY.Key_Escape)
    assert not window.teaching.presenter.active
    assert window.document.undo_stack.count() == 0


def test_the_button_opens_it_and_closing_its_window_leaves_it(window: MainWindow, qtbot: QtBot):
    button = window.findChild(QPushButton, "presentButton")
    assert button is not None
    assert [action.objectName() for action in button.actions()] == ["actionPresent"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    shown = window.teaching.presenter.window
    assert shown is not None
    assert shown.isFullScreen()
    shown.close()
    assert not window.teaching.presenter.active


def test_it_goes_with_the_window_that_it_belongs_to(window: MainWindow, qtbot: QtBot):
    shown = present(qtbot, window)
    window.close_without_asking()
    assert not shown.isVisible()


def test_the_type_is_larger_by_a_third_whatever_the_text_size(window: MainWindow, qtbot: QtBot):
    shown = present(qtbot, window)
    assert shown.view.appearance.theme.font("body").pixelSize() == round(13 * 1.35)
    window.appearance.set_text_scale(1.5)
    assert shown.view.appearance.theme.font("body").pixelSize() == round(13 * 1.35)


def test_another_screen_is_taken_where_there_is_one(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    presenter, other = window.teaching.presenter, object()
    assert presenter._screen() is window.screen()
    monkeypatch.setattr(
        "nndesk.ui.present.presenter.QGuiApplication.screens", lambda: [window.screen(), other]
    )
    assert presenter._screen() is other


# -- keys ---------------------------------------------------------------------------------------------


def test_without_a_lesson_keys_play_and_pause(window: MainWindow, qtbot: QtBot):
    shown = present(qtbot, window)
    QTest.keyClick(shown, KEY.Key_Space)
    assert window.controller.playing
    qtbot.waitUntil(lambda: window.controller.shown is not None and window.controller.shown.epoch > 0)
    QTest.keyClick(shown, KEY.Key_PageUp)
    assert not window.controller.playing


def test_a_clicker_goes_through_the_steps_and_back(window: MainWindow, qtbot: QtBot):
    first = window.document.experiment
    lesson = lesson_of([{"train": 2}], [{"set": {"network.layers.0.units": 6}}, {"train": 1}], [{"train": 3}])
    window.teaching.begin(lesson)
    start = window.document.experiment
    assert start != first
    shown = present(qtbot, window)
    assert "1 / 3" in texts(shown)
    seen = [window.controller.shown]
    for _ in range(2):
        QTest.keyClick(shown, KEY.Key_PageDown)
        rest(qtbot, window)
        seen.append(window.controller.shown)
    assert [snapshot.epoch for snapshot in seen if snapshot] == [2, 1, 4]
    assert "3 / 3" in texts(shown)
    for place in (1, 0):
        QTest.keyClick(shown, KEY.Key_PageUp)
        rest(qtbot, window)
        now, then = window.controller.shown, seen[place]
        assert now is not None
        assert then is not None
        assert np.array_equal(now.parameters, then.parameters)
    QTest.keyClick(shown, KEY.Key_PageDown)
    rest(qtbot, window)
    kept = window.controller.shown
    QTest.keyClick(shown, KEY.Key_Escape)
    assert window.controller.shown is kept
    assert window.document.undo_stack.count() == 1
    window.document.undo_stack.undo()
    assert window.document.experiment == start


@pytest.mark.parametrize(
    ("forward", "back"),
    [(KEY.Key_Right, KEY.Key_Left), (KEY.Key_Space, KEY.Key_Backspace), (KEY.Key_Down, KEY.Key_Up)],
)
def test_arrows_and_space_do_the_same(window: MainWindow, qtbot: QtBot, forward: Qt.Key, back: Qt.Key):
    window.teaching.begin(lesson_of([], [], []))
    shown = present(qtbot, window)
    QTest.keyClick(shown, forward)
    rest(qtbot, window)
    assert "2 / 3" in texts(shown)
    QTest.keyClick(shown, back)
    rest(qtbot, window)
    assert "1 / 3" in texts(shown)


def test_a_question_stands_until_its_answer_is_asked_for(window: MainWindow, qtbot: QtBot):
    window.teaching.begin(read("activation"))
    shown = present(qtbot, window)
    assert "C  No, never" not in texts(shown), "what is said comes first"
    QTest.keyClick(shown, KEY.Key_PageDown)
    assert "C  No, never" in texts(shown)
    assert shown.view.plate.accessibleDescription() == ""
    QTest.keyClick(shown, KEY.Key_PageDown)
    assert shown.view.plate.accessibleDescription() == "Right: C  No, never"
    QTest.keyClick(shown, KEY.Key_PageDown)
    assert "C  No, never" not in texts(shown)
    assert window.teaching.lecture is not None
    assert window.teaching.lecture.told.index == 1


def test_b_makes_the_screen_black_and_any_key_shows_it_again(window: MainWindow, qtbot: QtBot):
    window.teaching.begin(lesson_of([], []))
    shown = present(qtbot, window)
    QTest.keyClick(shown, KEY.Key_B)
    assert shown.grab().toImage().pixelColor(700, 400).name() == "#000000"
    QTest.keyClick(shown, KEY.Key_PageDown)
    assert not shown.black.isVisible()
    assert "1 / 2" in texts(shown), "the key that shows it again does nothing else"
    QTest.keyClick(shown, KEY.Key_Period)
    QTest.keyClick(shown, KEY.Key_Escape)
    assert window.teaching.presenter.active


def test_on_a_second_screen_the_window_keeps_the_controls(window: MainWindow, qtbot: QtBot):
    window.teaching.begin(lesson_of([], []))
    shown = present(qtbot, window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, KEY.Key_PageDown)
    rest(qtbot, window)
    assert "2 / 2" in texts(shown)
    window.canvas.set_lens("gradient")
    window.canvas.set_values(True)
    rest(qtbot, window)
    assert shown.view._picture is not None
    assert shown.view._picture.scale.lens == "gradient"
    window.selection.set("loss")
    assert shown.view.card._selected
    for left in (window.selection.targets, window.teaching.presenter.active, window.teaching.lecture):
        assert left
        QTest.keyClick(window.canvas, KEY.Key_Escape)
    assert not window.teaching.presenter.active
    assert window.teaching.lecture is None


def test_another_language_is_spoken_at_once(window: MainWindow, qtbot: QtBot):
    window.teaching.begin(read("neuron"))
    shown = present(qtbot, window)
    window.following.preferences.set("language", "zh_CN")
    rest(qtbot, window)
    said = texts(shown)
    assert "树突" in said
    assert any(text.startswith("大脑中的神经元") for text in said)
    QTest.keyClick(shown, KEY.Key_PageDown)
    rest(qtbot, window)
    assert {"2 / 8", "网络的判断"} <= set(texts(shown))


# -- the laser ------------------------------------------------------------------------------------------


def test_the_pointer_is_a_dot_with_a_trail_of_300_ms(window: MainWindow, qtbot: QtBot):
    shown = present(qtbot, window)
    laser, now = shown.laser, [0.0]
    laser._clock = lambda: now[0]
    for place in range(6):
        now[0] = 0.11 * place
        QTest.mouseMove(shown, QPoint(200 + 40 * place, 300))
    assert laser.at == QPointF(400, 300)
    assert [at.x() for at in laser.trail] == [280, 320, 360]
    violet = shown.view.appearance.theme.color("sel")
    image = shown.grab().toImage()
    assert image.pixelColor(400, 300) == violet
    assert image.pixelColor(400 + round(SIZE / 2) - 4, 300) == violet
    assert image.pixelColor(400 + round(SIZE / 2) + 3, 300) != violet
    assert shown.cursor().shape() is Qt.CursorShape.BlankCursor
    now[0] += TRAIL + 0.01
    qtbot.waitUntil(lambda: not laser._timer.isActive())
    assert laser.trail == []


def test_reduced_motion_leaves_the_dot_alone(window: MainWindow, qtbot: QtBot):
    window.appearance.set_reduced_motion(True)
    shown = present(qtbot, window)
    for place in range(3):
        QTest.mouseMove(shown, QPoint(200 + 40 * place, 300))
    assert shown.laser.at == QPointF(280, 300)
    assert shown.laser.trail == []
    window.appearance.set_reduced_motion(False)


# -- what is seen -----------------------------------------------------------------------------------------


@pytest.fixture
def audited(open_window: Opener, qtbot: QtBot) -> Callable[..., list[str]]:
    def audit(source: str, lang: str, told: list[Told], lens: str = "activation") -> list[str]:
        window = open_window(source, lang=lang)
        window.canvas.set_lens(lens)
        window.controller.reach(1)
        shown = present(qtbot, window)
        found: list[str] = []
        for size in SIZES:
            shown.resize(*size)
            for moment in told:
                shown.view.show_told(moment)
                QGuiApplication.processEvents()
                where = f"{size[0]}×{size[1]} {moment.lesson.title['en']} {moment.index}"
                found += [f"{where}: {fault}" for fault in faults(window, shown.view)]
        return found

    return audit


def moments(name: str) -> list[Told]:
    lesson = find(resource(f"lessons/{name}.json"))
    assert lesson is not None
    told = [Told(lesson, index) for index in range(len(lesson.steps))]
    asks = [index for index, step in enumerate(lesson.steps) if step.ask is not None]
    return [*told, *(Told(lesson, index, True, marked) for index in asks for marked in (False, True))]


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("name", LESSONS)
def test_every_caption_has_room_at_every_size(audited: Callable[..., list[str]], name: str, lang: str):
    source = read(name).source
    assert not audited(source, lang, moments(name))


@pytest.mark.parametrize(
    ("source", "lens"),
    [
        ("spiral", "activation"),
        ("digits", "activation"),
        ("digits", "gradient"),
        ("sine", "health"),
        ("reg_gauss", "activation"),
        ("textbook", "gradient"),
    ],
)
def test_every_kind_of_network_has_room(audited: Callable[..., list[str]], source: str, lens: str):
    found = audited(source, "en", moments("neuron")[:1], lens)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", SIZES)
def test_the_caption_is_100_px_high_wherever_words_fit(window: MainWindow, qtbot: QtBot, size):
    shown = present(qtbot, window, size)
    for name in LESSONS:
        for moment in moments(name):
            shown.view.show_told(moment)
            assert shown.view.plate.height() == 100, (name, moment.index)
