"""What takes longer than a moment is seen, and nothing else."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nndesk.project import edits, files
from nndesk.ui import filing
from nndesk.ui.window import MainWindow

Finder = Callable[[str], QWidget]


def test_a_file_that_is_long_in_coming_shows_a_line_until_it_is_there(
    window: MainWindow, find: Finder, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    go, found = threading.Event(), filing.found

    def slowly(source: str) -> object:
        go.wait()
        return found(source)

    monkeypatch.setattr(filing, "found", slowly)
    line = find("busyLine")
    window.open("circle")
    assert not line.isVisible()
    qtbot.waitUntil(line.isVisible)
    assert line.geometry() == QRect(0, 44, 1440, 2)
    window.resize(1280, 720)
    assert line.width() == 1280
    go.set()
    qtbot.waitUntil(lambda: window.document.experiment.data.kind == "circle")
    qtbot.waitUntil(lambda: not line.isVisible())


def test_a_save_that_fails_takes_the_line_away(
    window: MainWindow, find: Finder, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    go = threading.Event()

    def never(path: Path, project: files.Project) -> None:
        go.wait()
        raise OSError("no room")

    monkeypatch.setattr(files, "write", never)
    line = find("busyLine")
    window.save_to(tmp_path / "a.nnd")
    qtbot.waitUntil(line.isVisible)
    go.set()
    qtbot.waitUntil(lambda: not line.isVisible())


def test_a_run_that_opens_at_once_shows_none(window: MainWindow, find: Finder, qtbot: QtBot):
    line = find("busyLine")
    window.document.replace(edits.add_neuron(window.document.experiment, 0), "add neuron")
    qtbot.waitUntil(lambda: window.controller.shown is not None)
    qtbot.wait(350)
    assert not line.isVisible()


def test_it_stands_still_where_motion_is_reduced(
    window: MainWindow, find: Finder, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    window.following.preferences.set("reduced_motion", "on")
    go = threading.Event()
    monkeypatch.setattr(filing, "found", lambda source: go.wait())
    line = find("busyLine")
    window.open("circle")
    qtbot.waitUntil(line.isVisible)
    qtbot.wait(100)
    before = line.grab().toImage()
    qtbot.wait(150)
    assert line.grab().toImage() == before
    go.set()
