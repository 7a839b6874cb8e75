"""The card of a lesson: what it says, what it asks, what a learner answers and draws, and how it is left."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from nndesk.interop.lesson import Lesson, find
from nndesk.resources import resource
from nndesk.session.lecture import Lecture
from nndesk.ui.theme import recorded_text
from nndesk.ui.window import MainWindow
from tests.interop.test_lessons_told import LESSONS, read
from tests.session.test_player import lesson_of
from tests.window.audit import faults

Opener = Callable[..., MainWindow]
Finder = Callable[[str], QWidget]
LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key
SIZES = ((1280, 720), (1440, 900), (1920, 1080))


def begin(qtbot: QtBot, window: MainWindow, lesson: Lesson) -> Lecture:
    window.teaching.begin(lesson)
    lecture = window.teaching.lecture
    assert lecture is not None
    rest(qtbot, window)
    return lecture


def rest(qtbot: QtBot, window: MainWindow) -> None:
    """Until the step is over, however long it would take, and the card has its place."""
    lecture = window.teaching.lecture
    if lecture is not None and lecture.playing:
        lecture._hurry(None)
    qtbot.waitUntil(
        lambda: not window.controller.busy and (lecture is None or not lecture.playing), timeout=20_000
    )
    for _ in range(8):  # the card takes its place, then the network its own
        QGuiApplication.processEvents()


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, LEFT)


def text(widget: QWidget) -> str:
    assert isinstance(widget, QLabel | QAbstractButton)
    return widget.text()


# -- in and out -----------------------------------------------------------------------------------------


def test_the_menu_lists_the_lessons_and_opens_one(window: MainWindow, find: Finder, qtbot: QtBot):
    menus = [menu for menu in window.findChildren(QMenu) if menu.title() == "Lessons"]
    titles = [action.text() for action in menus[0].actions()]
    assert titles == [read(name).title["en"] for name in LESSONS]
    menus[0].actions()[2].trigger()
    qtbot.waitUntil(lambda: window.teaching.lecture is not None)
    rest(qtbot, window)
    assert find("lessonPanel").isVisible()
    assert text(find("lessonCaption")).startswith("Training needs one number")
    assert window.document.experiment.data.kind == "gauss"
    assert window.document.path is None


def test_a_lesson_file_opens_with_its_lesson(open_window: Opener, qtbot: QtBot):
    window = open_window(str(resource("lessons/keras.json")))
    rest(qtbot, window)
    assert window.teaching.lecture is not None
    assert window.document.experiment.data.kind == "uniform"
    assert not window.document.dirty


def test_what_is_wrong_in_a_lesson_is_said_and_the_window_goes_on(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
):
    path = tmp_path / "lesson.json"
    text = resource("lessons/neuron.json").read_text(encoding="utf-8")
    path.write_text(text.replace('"select"', '"selct"'), encoding="utf-8")
    window.open(str(path))
    notices = window.findChildren(QWidget, "notice")
    qtbot.waitUntil(lambda: any(notice.isVisible() for notice in notices))
    (said,) = (notice.accessibleName() for notice in notices if notice.isVisible())
    assert "steps.0.do.0" in said
    assert window.teaching.lecture is None


def test_esc_on_the_canvas_or_in_the_card_leaves_the_network_as_it_stands(
    window: MainWindow, find: Finder, qtbot: QtBot
):
    for name in ("canvas", "lessonNextButton"):
        begin(qtbot, window, lesson_of([{"train": 2}], []))
        find(name).setFocus()
        QTest.keyClick(find(name), KEY.Key_Escape)
        assert window.teaching.lecture is None
        assert not find("lessonPanel").isVisible()
        assert window.controller.shown is not None
        assert window.controller.shown.epoch == 2


def test_another_file_ends_the_lesson(window: MainWindow, find: Finder, qtbot: QtBot):
    begin(qtbot, window, lesson_of([]))
    window.open("xor")
    qtbot.waitUntil(lambda: window.teaching.lecture is None)
    assert not find("lessonPanel").isVisible()


# -- steps and questions ----------------------------------------------------------------------------------


def test_next_and_back_go_through_the_steps(window: MainWindow, find: Finder, qtbot: QtBot):
    lecture = begin(qtbot, window, read("neuron"))
    click(find("lessonNextButton"))
    rest(qtbot, window)
    assert lecture.told.index == 1
    assert text(find("lessonCaption")).startswith("This network is one neuron")
    assert window.selection.target == "layers.0.weights.0.0"
    click(find("lessonBackButton"))
    rest(qtbot, window)
    assert lecture.told.index == 0
    assert window.selection.target == "none"
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, KEY.Key_PageDown)
    rest(qtbot, window)
    assert lecture.told.index == 1


def test_an_answer_is_revealed_only_once_one_was_given(window: MainWindow, find: Finder, qtbot: QtBot):
    lecture = begin(qtbot, window, read("activation"))
    reveal, guess, right = (find(f"lesson{n}") for n in ("RevealButton", "Answer0", "Answer2"))
    assert not reveal.isEnabled()
    click(reveal)
    QTest.keyClick(find("lessonPanel"), KEY.Key_PageDown)
    assert not lecture.told.marked
    click(guess)
    assert reveal.isEnabled()
    click(reveal)
    assert lecture.told.marked
    assert right.accessibleDescription() == "right"
    assert guess.accessibleDescription() == ""
    assert not reveal.isVisible()
    violet = window.appearance.theme.color("sel")
    image = guess.grab().toImage()
    assert image.pixelColor(guess.width() // 2, 1) == violet, "the guess stays outlined"
    assert image.pixelColor(guess.width() // 2, 1) != right.grab().toImage().pixelColor(right.width() // 2, 1)
    click(right)
    assert lecture.answer == 0


def test_a_curve_is_drawn_on_the_timeline_before_it_is_shown(window: MainWindow, find: Finder, qtbot: QtBot):
    lecture = begin(qtbot, window, read("keras"))
    for _ in range(4):
        click(find("lessonNextButton"))
        rest(qtbot, window)
    sketch, reveal = find("lossSketch"), find("lessonRevealButton")
    with recorded_text() as painted:
        sketch.grab()
    assert [piece.text for piece in painted] == ["Draw the loss as you expect it"]
    assert not reveal.isEnabled()
    plot = window.transport.timeline.plot_rect
    start = QPoint(int(plot.left()) + 2, int(plot.top()) + 4)
    QTest.mousePress(sketch, LEFT, pos=start)
    for step in range(1, 9):
        QTest.mouseMove(sketch, start + QPoint(40 * step, 4 * step))
    QTest.mouseRelease(sketch, LEFT, pos=start + QPoint(320, 32))
    assert reveal.isEnabled()
    (stroke,) = lecture.strokes
    assert stroke[0][0] < 0.02 < stroke[-1][0]
    assert stroke[0][1] > stroke[-1][1]
    click(reveal)
    rest(qtbot, window)
    assert lecture.told.index == 5
    assert window.controller.shown is not None
    assert window.controller.shown.epoch == 400
    assert sketch.isVisible()
    plot = window.transport.timeline.plot_rect
    x, y = stroke[-1]
    at = QPoint(round(plot.left() + x * plot.width()) - 2, round(plot.bottom() - y * plot.height()))
    image = sketch.grab().toImage()
    colors = {image.pixelColor(at + QPoint(0, down)).name() for down in range(-4, 5)}
    assert window.appearance.theme.color("sel").name() in colors, "the guess stays beside what came"
    click(find("lessonBackButton"))
    rest(qtbot, window)
    assert lecture.told.index == 4


def test_outside_a_question_the_timeline_has_its_mouse(window: MainWindow, find: Finder, qtbot: QtBot):
    begin(qtbot, window, lesson_of([]))
    assert not find("lossSketch").isVisible()


def test_another_language_is_spoken_at_once(window: MainWindow, find: Finder, qtbot: QtBot):
    lecture = begin(qtbot, window, read("activation"))
    lecture.choose(1)
    window.following.preferences.set("language", "zh_CN")
    rest(qtbot, window)
    assert text(find("lessonCaption")).startswith("一个类别在中间")
    guess = find("lessonAnswer1")
    assert isinstance(guess, QAbstractButton)
    assert guess.isChecked()
    click(find("lessonRevealButton"))
    assert lecture.told.marked


# -- room ---------------------------------------------------------------------------------------------------


def test_the_network_keeps_clear_of_the_card(window: MainWindow, find: Finder, qtbot: QtBot):
    begin(qtbot, window, read("activation"))
    for size in SIZES:
        window.resize(*size)
        rest(qtbot, window)
        card = find("lessonPanel").geometry()
        assert window.canvas.rect().contains(card)
        assert not window.canvas.floats.covers_network(card), size
        for name in ("dataCard", "lossCard", "legend"):
            assert not card.intersects(find(name).geometry()), (size, name)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.slow) for name in LESSONS])
def test_every_step_has_room_at_every_size(open_window: Opener, qtbot: QtBot, name: str, lang: str):
    window = open_window(str(resource(f"lessons/{name}.json")), SIZES[0], lang=lang)
    lesson = find(resource(f"lessons/{name}.json"))
    assert lesson is not None
    found: list[str] = []
    for index in range(len(lesson.steps)):
        lecture = window.teaching.lecture
        assert lecture is not None
        if index:
            lecture.go_on()
        rest(qtbot, window)
        if lecture.asking:
            lecture.choose(0)
        for size in SIZES:
            window.resize(*size)
            rest(qtbot, window)
            found += [f"{size[0]}×{size[1]} step {index}: {fault}" for fault in faults(window)]
            card = window.findChild(QWidget, "lessonPanel")
            assert card is not None
            assert card.isVisible()
            if window.canvas.floats.covers_network(card.geometry()):
                boxes = [layer.box for layer in window.canvas._shown_layout().layers]
                found.append(
                    f"{size[0]}×{size[1]} step {index}: {card.geometry()} covers the network {boxes}"
                )
    assert not found, "\n".join(found)
