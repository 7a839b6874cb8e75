"""The way in and out of files, while other things go on."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nndesk.project import edits, files
from nndesk.ui.window import MainWindow


def question(window: MainWindow) -> QDialog:
    """What asks about unsaved work."""
    (dialog,) = (box for box in window.findChildren(QDialog, "unsavedDialog") if box.isVisible())
    return dialog


def answer(window: MainWindow, name: str) -> None:
    button = question(window).findChild(QWidget, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def edit(window: MainWindow) -> None:
    window.document.replace(edits.add_neuron(window.document.experiment, 0), "add neuron")


def test_a_save_that_ends_while_another_question_is_open_is_no_answer_to_it(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
):
    window.save_to(tmp_path / "a.nnd")
    edit(window)
    edited = window.document.experiment
    QTest.keySequence(window.canvas, "Ctrl+N")
    qtbot.waitUntil(lambda: window.document.path == tmp_path / "a.nnd")
    assert question(window).isVisible()
    assert window.document.experiment is edited
    answer(window, "saveButton")
    qtbot.waitUntil(lambda: window.document.path is None)
    window.open(str(tmp_path / "a.nnd"))
    qtbot.waitUntil(lambda: window.document.experiment == edited)


def test_one_question_at_a_time_and_the_first_stands(window: MainWindow, qtbot: QtBot):
    edit(window)
    window.close()
    window.open("circle")  # as by a file that is let go over the window
    window.close()
    assert question(window).isVisible()
    answer(window, "cancelButton")
    assert window.isVisible()
    window.open("circle")
    answer(window, "discardButton")
    qtbot.waitUntil(lambda: window.document.experiment.data.kind == "circle")


def test_an_edit_while_a_file_is_being_read_is_asked_about(window: MainWindow, qtbot: QtBot):
    window.open("circle")
    edit(window)
    edited = window.document.experiment
    qtbot.waitUntil(lambda: bool(window.findChildren(QDialog, "unsavedDialog")))
    assert window.document.experiment is edited
    answer(window, "discardButton")
    assert window.document.experiment.data.kind == "circle"


def test_a_window_closes_once_what_it_saves_is_saved(window: MainWindow, qtbot: QtBot, tmp_path: Path):
    window.save_to(tmp_path / "a.nnd")
    window.close()
    window.close()
    assert window.isVisible()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert files.read(tmp_path / "a.nnd").experiment == window.document.experiment


def test_a_save_that_fails_keeps_the_window_open(window: MainWindow, qtbot: QtBot, tmp_path: Path):
    window.save_to(tmp_path / "nowhere" / "a.nnd")
    window.close()
    notice = window.canvas.findChild(QWidget, "notice")
    assert notice is not None
    qtbot.waitUntil(notice.isVisible)
    window.save_to(tmp_path / "a.nnd")
    qtbot.waitUntil(lambda: window.document.path is not None)
    assert window.isVisible()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[str]]:
    """What the dialog for saving was asked with, and what it answers."""
    asked: list[str] = []
    answers: list[str] = []

    def ask(_parent: QWidget, _title: str, name: str, kinds: str) -> tuple[str, str]:
        asked.append(name)
        return answers.pop(0), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return asked, answers


def test_a_name_without_its_suffix_replaces_no_file_unasked(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, names: tuple[list[str], list[str]]
):
    asked, answers = names
    (tmp_path / "a.nnd").write_text("of somebody else")
    answers += [str(tmp_path / "a"), ""]
    QTest.keySequence(window.canvas, "Ctrl+Shift+S")
    assert asked[1:] == [str(tmp_path / "a.nnd")]
    qtbot.wait(100)
    assert (tmp_path / "a.nnd").read_text() == "of somebody else"
    answers.append(str(tmp_path / "b"))
    QTest.keySequence(window.canvas, "Ctrl+Shift+S")
    qtbot.waitUntil(lambda: window.document.path == tmp_path / "b.nnd")
    assert not answers


@pytest.mark.parametrize(
    ("name", "suggested"),
    [("a/b: c", "a-b- c.nnd"), ("..", "nndesk.nnd"), ("网" * 200, "网" * 60 + ".nnd"), ("Ä 1", "Ä 1.nnd")],
)
def test_the_suggested_name_is_one_that_a_file_may_have(
    window: MainWindow, names: tuple[list[str], list[str]], name: str, suggested: str
):
    window.document.replace(edits.set_value(window.document.experiment, "name", name), "name")
    names[1].append("")
    QTest.keySequence(window.canvas, "Ctrl+Shift+S")
    assert names[0] == [suggested]


def test_a_suffix_in_capital_letters_is_one(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, names: tuple[list[str], list[str]]
):
    names[1].append(str(tmp_path / "A.NND"))
    QTest.keySequence(window.canvas, "Ctrl+Shift+S")
    qtbot.waitUntil(lambda: window.document.path == tmp_path / "A.NND")
    window.controller.step_epoch()
    qtbot.waitUntil(lambda: window.document.dirty)  # the file holds the run up to an earlier step


LEFT, COPY, NONE = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier


def test_a_file_that_is_let_go_over_a_box_is_opened_and_not_typed(window: MainWindow, qtbot: QtBot):
    box = window.findChild(QLineEdit, "learningRateBox")
    assert box is not None
    data, at = QMimeData(), QPoint(5, 5)
    data.setUrls([QUrl.fromLocalFile("/nowhere/gone.nnd")])
    data.setText("file:///nowhere/gone.nnd")  # as file managers say it too
    QApplication.sendEvent(box, QDragEnterEvent(at, COPY, data, LEFT, NONE))
    QApplication.sendEvent(box, QDropEvent(QPointF(at), COPY, data, LEFT, NONE))
    assert box.text() == "0.01"
    notice = window.canvas.findChild(QWidget, "notice")
    assert notice is not None
    qtbot.waitUntil(notice.isVisible)
    assert notice.accessibleName() == "File not found: gone.nnd"
    text = QMimeData()
    text.setText("0.5")
    QApplication.sendEvent(box, QDragEnterEvent(at, COPY, text, LEFT, NONE))
    QApplication.sendEvent(box, QDropEvent(QPointF(at), COPY, text, LEFT, NONE))
    assert "0.5" in box.text()


def test_an_empty_list_of_files_is_none(window: MainWindow):
    data = QMimeData()
    data.setUrls([])
    enter = QDragEnterEvent(QPoint(400, 300), COPY, data, LEFT, NONE)
    QApplication.sendEvent(window, enter)
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), COPY, data, LEFT, NONE))
    assert not enter.isAccepted()
