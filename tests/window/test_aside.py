"""An edit puts a trained run aside: that is said, with the way back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from nndesk.project import edits
from nndesk.ui.notice import Notice
from nndesk.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def notice(window: MainWindow) -> QWidget:
    found = window.canvas.findChild(QWidget, "notice")
    assert found is not None
    return found


def step_to(window: MainWindow, qtbot: QtBot, epoch: int) -> None:
    QTest.keyClick(window.canvas, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.controller.shown is not None and window.controller.shown.epoch == epoch)


def test_the_run_is_kept_and_a_click_leads_back_to_it(
    window: MainWindow, find: Callable[[str], QWidget], notice: QWidget, qtbot: QtBot
):
    window.canvas.setFocus()
    step_to(window, qtbot, 1)
    step_to(window, qtbot, 2)
    before, header = window.document.experiment, find("layerHeader1")
    plus = header.findChild(QWidget, "plusButton")
    assert plus is not None
    QTest.mouseClick(plus, LEFT)
    assert notice.isVisible()
    assert notice.accessibleName() == "The run of 2 epochs is kept"
    assert window.canvas.floats.free_band().contains(notice.geometry())
    qtbot.waitUntil(lambda: not window.controller.busy)
    button = notice.findChild(QWidget, "noticeButton")
    assert button is not None
    QTest.mouseClick(button, LEFT)
    assert not notice.isVisible()
    assert window.document.experiment == before
    qtbot.waitUntil(lambda: window.controller.shown is not None and window.controller.shown.epoch == 2)


def test_nothing_is_said_where_nothing_was_trained_or_no_run_ends(
    window: MainWindow, notice: QWidget, qtbot: QtBot
):
    document = window.document
    document.replace(edits.add_neuron(document.experiment, 0), "add neuron")
    assert not notice.isVisible()
    qtbot.waitUntil(lambda: window.controller.shown is not None)
    window.canvas.setFocus()
    step_to(window, qtbot, 1)
    document.replace(edits.set_value(document.experiment, "optimizer.learning_rate", 0.5), "rate")
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert not notice.isVisible()


def test_a_drag_says_it_once_and_another_edit_takes_it_away(
    window: MainWindow, notice: QWidget, qtbot: QtBot
):
    window.canvas.setFocus()
    step_to(window, qtbot, 1)
    document = window.document
    for units in (5, 6):
        document.replace(edits.set_units(document.experiment, 0, units), "neurons", 7)
        assert notice.accessibleName() == "The run of 1 epoch is kept"
        qtbot.waitUntil(lambda: window.controller.shown is not None)
        window.controller.step_epoch()
        qtbot.waitUntil(lambda: window.controller.shown is not None and window.controller.shown.epoch == 1)
    document.replace(edits.set_value(document.experiment, "optimizer.learning_rate", 0.5), "rate")
    assert not notice.isVisible()
    window.say("Something else")
    document.undo_stack.undo()
    assert notice.isVisible()


def test_no_word_of_it_breaks_in_the_narrowest_window_with_the_largest_text(
    open_window: Callable[..., MainWindow],
):
    window = open_window(size=(1180, 680))
    window.following.preferences.set("text_size", 2.0)
    notice = window.canvas.findChild(Notice, "notice")
    assert notice is not None
    text = "The run of 300 epochs is kept"
    notice.show_text(text, "Go back")
    words = next(label for label in notice.findChildren(QLabel) if label.text() == text)
    widest = max(words.fontMetrics().horizontalAdvance(word) for word in text.split())
    assert words.width() > widest
    assert window.canvas.rect().contains(notice.geometry())
