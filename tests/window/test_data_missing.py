"""Data that cannot be had: the network stays, its data's card says why, and nothing of the file is lost."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from nndesk.data import bundled
from nndesk.interop.source import preset
from nndesk.project import edits, files
from nndesk.project.run import Run
from nndesk.project.spec import Experiment
from nndesk.ui.theme import recorded_text
from nndesk.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
Opener = Callable[..., MainWindow]


def painted_points() -> Experiment:
    rows = [[0.1 * place, -0.2 * place, place % 2] for place in range(20)]
    return edits.set_values(preset("circle"), {"data.kind": "points", "data.rows": rows})


def part(window: MainWindow, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert found is not None, name
    return found


def words(widget: QWidget) -> str:
    with recorded_text() as painted:
        widget.grab()
    return " ".join(text.text for text in painted)


@pytest.fixture
def trained(tmp_path: Path) -> Path:
    """A file of a later version: trained with painted points."""
    run = Run(preset("circle"))
    run.train(3)
    experiment = painted_points()
    path = tmp_path / "painted.nnd"
    files.write(path, files.Project(experiment, replace(run.record(), start=experiment)))
    return path


@pytest.fixture
def without_iris(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """An installation that is not whole."""
    bundled.read_numbers.cache_clear()
    monkeypatch.setattr(bundled, "resource", lambda name: tmp_path / name)
    yield
    bundled.read_numbers.cache_clear()


def test_the_network_stays_and_the_card_says_why(open_window: Opener, trained: Path):
    window = open_window(str(trained), (1280, 720))
    card = part(window, "dataCard")
    assert "This version cannot train with these data." in words(card)
    assert "cannot train with these data" in card.accessibleName()
    assert not part(window, "errorCard").isVisible()
    assert not part(window, "veil").isVisible()
    assert part(window, "layerHeader1").isVisible()
    assert window.canvas.target_at(window.canvas.rect_of(1, 2).center().toPointF()) == "layers.0.units.2"


def test_play_is_off_and_says_why_to_eyes_and_ears(open_window: Opener, trained: Path):
    window = open_window(str(trained))
    reason = "This version cannot train with these data."
    for name, button in (("actionPlay", "playButton"), ("actionStep", "stepButton")):
        action = window.findChild(QAction, name)
        assert action is not None
        assert not action.isEnabled()
        assert reason in action.toolTip()
        assert reason in part(window, button).toolTip()
        assert part(window, button).accessibleDescription() == reason
    assert reason in words(part(window, "timeline"))
    assert "Press Space" not in words(part(window, "timeline"))


def test_an_example_takes_their_place_and_the_network_is_the_same(
    open_window: Opener, trained: Path, qtbot: QtBot
):
    window = open_window(str(trained))
    before = window.document.experiment.network
    QTest.mouseClick(part(window, "useExampleButton"), LEFT)
    assert window.selection.targets == ("data",)
    tile = part(window, "datasetTiles").findChild(QAbstractButton, "xor")
    assert tile is not None
    QTest.mouseClick(tile, LEFT)
    qtbot.waitUntil(lambda: window.controller.snapshot is not None)
    assert [layer.units for layer in window.document.experiment.network.layers] == [
        layer.units for layer in before.layers
    ]
    assert not part(window, "useExampleButton").isVisible()
    play = window.findChild(QAction, "actionPlay")
    assert play is not None
    assert play.isEnabled()
    assert "cannot" not in play.toolTip() + part(window, "playButton").accessibleDescription()
    window.document.undo_stack.undo()
    qtbot.waitUntil(lambda: window.controller.error is not None)
    assert part(window, "useExampleButton").isVisible()


def test_saving_loses_nothing_of_what_was_opened(
    open_window: Opener, trained: Path, tmp_path: Path, qtbot: QtBot
):
    window = open_window(str(trained))
    window.document.replace(edits.set_value(window.document.experiment, "name", "Mine"), "name")
    qtbot.waitUntil(lambda: not window.controller.busy)
    out = tmp_path / "again.nnd"
    window.save_to(out)
    qtbot.waitUntil(lambda: not window.filing.saving)
    before, after = files.read(trained), files.read(out)
    assert after.experiment.name == "Mine"
    assert after.experiment.data == before.experiment.data
    assert before.run is not None
    assert after.run is not None
    assert np.array_equal(after.run.parameters, before.run.parameters)
    assert np.array_equal(after.run.train, before.run.train)
    assert after.run.step == before.run.step


def test_another_shape_has_not_the_weights_of_the_file(
    open_window: Opener, trained: Path, tmp_path: Path, qtbot: QtBot
):
    window = open_window(str(trained))
    window.document.replace(edits.add_neuron(window.document.experiment, 0), "neuron")
    qtbot.waitUntil(lambda: not window.controller.busy)
    for name, run in (("wide", False), ("undone", True)):
        window.save_to(tmp_path / f"{name}.nnd")
        qtbot.waitUntil(lambda: not window.filing.saving)
        assert (files.read(tmp_path / f"{name}.nnd").run is not None) is run
        window.document.undo_stack.undo()
        qtbot.waitUntil(lambda: not window.controller.busy)


def test_a_table_that_is_not_there_is_named(open_window: Opener, without_iris: None, qtbot: QtBot):
    window = open_window("xor")
    window.document.replace(edits.set_data_kind(window.document.experiment, "iris"), "data")
    qtbot.waitUntil(lambda: window.controller.error is not None)
    card = part(window, "dataCard")
    assert "File not found: iris.csv.gz" in words(card)
    assert part(window, "useExampleButton").isVisible()
    assert not part(window, "errorCard").isVisible()
    window.following.preferences.set("language", "zh_CN")
    qtbot.waitUntil(lambda: part(window, "dataCard") is not card)
    assert "找不到文件：iris.csv.gz" in words(window.canvas.findChild(QWidget, "dataCard")).replace(" ", "")


def test_images_that_are_not_there_have_no_card_and_are_told_over_the_canvas(
    open_window: Opener, without_iris: None, qtbot: QtBot
):
    window = open_window("xor")
    window.document.replace(edits.set_data_kind(window.document.experiment, "digits"), "data")
    qtbot.waitUntil(lambda: window.controller.error is not None)
    assert part(window, "errorCard").isVisible()
    assert "digits.csv.gz" in part(window, "errorCard").accessibleName()
    assert QApplication.activePopupWidget() is None


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_the_card_has_room_for_its_words(
    open_window: Opener, trained: Path, size: tuple[int, int], lang: str
):
    window = open_window(str(trained), size, lang)
    for scale in (1.0, 1.5) if size[0] > 1280 else (1.0,):
        window.following.preferences.set("text_size", scale)
        card, button = part(window, "dataCard"), part(window, "useExampleButton")
        with recorded_text() as painted:
            card.grab()
        room = card.rect().toRectF()
        assert all(room.contains(text.box) for text in painted)
        assert card.rect().contains(button.geometry())
        assert not any(text.box.intersects(button.geometry().toRectF()) for text in painted[:-1])
