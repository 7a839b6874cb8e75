"""The window that trains, used as a person uses it."""

import threading
from collections.abc import Callable
from math import inf

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nndesk.project import edits
from nndesk.ui.window import MainWindow

Finder = Callable[[str], QWidget]
LEFT = Qt.MouseButton.LeftButton


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, widget.rect().center())


def tile(find: Finder, group: str, name: str) -> QAbstractButton:
    button = find(group).findChild(QAbstractButton, name)
    assert button is not None, f"no {name} in {group}"
    return button


def words(widget: QWidget) -> str:
    assert isinstance(widget, QLabel)
    return widget.text()


def pixels(widget: QWidget, top: int = 0) -> bytes:
    """The widget as it is painted, from ``top`` downwards."""
    image = widget.grab(widget.rect().adjusted(0, top, 0, 0)).toImage()
    return bytes(image.constBits())


def at_speed(find: Finder, text: str) -> None:
    """Choose a speed by the keyboard."""
    box = find("speedBox")
    assert isinstance(box, QComboBox)
    box.setFocus()
    while text.lower() not in box.currentText().lower():
        before = box.currentIndex()
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() != before, f"no speed {text}"


def epoch(window: MainWindow) -> int:
    snapshot = window.controller.snapshot
    return -1 if snapshot is None else snapshot.epoch


def idle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.controller.busy)


def test_the_window_opens_ready_with_losses_of_the_start(window: MainWindow, find: Finder):
    snapshot = window.controller.snapshot
    assert snapshot is not None
    assert snapshot.epoch == 0
    assert "0" in words(find("epochLabel"))
    assert words(find("trainLossLabel")) == f"{snapshot.train_loss:.3f}"


def test_play_trains_and_everything_on_screen_moves(window: MainWindow, find: Finder, qtbot: QtBot):
    qtbot.waitUntil(lambda: find("lossPlot").is_drawn)  # pyright: ignore
    before = {name: pixels(find(name)) for name in ("canvas", "lossPlot", "timeline", "outputView")}
    losses = words(find("trainLossLabel"))
    at_speed(find, "Max")
    click(find("playButton"))
    assert window.controller.playing
    qtbot.waitUntil(lambda: epoch(window) >= 60)
    click(find("playButton"))
    assert not window.controller.playing
    idle(qtbot, window)
    assert str(epoch(window)) in words(find("epochLabel"))
    assert words(find("trainLossLabel")) != losses
    for name, picture in before.items():
        assert pixels(find(name)) != picture, name


def test_space_plays_and_pauses_and_right_steps(window: MainWindow, find: Finder, qtbot: QtBot):
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Space)
    assert window.controller.playing
    QTest.keyClick(window.canvas, Qt.Key.Key_Space)
    assert not window.controller.playing
    idle(qtbot, window)
    before = epoch(window)
    QTest.keyClick(window.canvas, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: epoch(window) == before + 1)


def test_a_batch_step_is_one_step(window: MainWindow, find: Finder, qtbot: QtBot):
    click(tile(find, "stepSizeTiles", "batch"))
    click(find("stepButton"))
    qtbot.waitUntil(lambda: window.controller.snapshot is not None and window.controller.snapshot.step == 1)
    click(tile(find, "stepSizeTiles", "epoch"))
    click(find("stepButton"))
    qtbot.waitUntil(lambda: epoch(window) == 1)
    assert window.controller.snapshot is not None
    assert window.controller.snapshot.step == window.controller.snapshot.steps_per_epoch


def test_restart_shows_the_same_start_again(window: MainWindow, find: Finder, qtbot: QtBot):
    start = window.controller.snapshot
    assert start is not None
    click(find("stepButton"))
    qtbot.waitUntil(lambda: epoch(window) == 1)
    click(find("resetButton"))
    qtbot.waitUntil(lambda: epoch(window) == 0)
    assert window.controller.snapshot is not None
    assert np.array_equal(window.controller.snapshot.parameters, start.parameters)


def test_an_edit_while_it_trains_and_its_undo_bring_the_trained_run_back(
    window: MainWindow, find: Finder, qtbot: QtBot
):
    at_speed(find, "Max")
    click(find("playButton"))
    qtbot.waitUntil(lambda: epoch(window) >= 20)
    click(find("playButton"))
    idle(qtbot, window)
    trained = window.controller.snapshot
    assert trained is not None
    below_tools = window.canvas.rect_of(1, 0).top()
    window.canvas.set_still(True)
    picture = pixels(window.canvas, below_tools)
    plus = find("layerHeader1").findChild(QAbstractButton, "plusButton")
    assert plus is not None
    click(plus)
    assert window.document.experiment.network.layers[0].units == 9
    qtbot.waitUntil(lambda: epoch(window) == 0)
    idle(qtbot, window)
    assert pixels(window.canvas, below_tools) != picture
    undo = window.findChild(QAction, "actionUndo")
    assert undo is not None
    assert "neuron" in undo.text().lower()
    QTest.keyClick(window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.document.experiment.network.layers[0].units == 8
    qtbot.waitUntil(lambda: epoch(window) == trained.epoch)
    idle(qtbot, window)
    back = window.controller.snapshot
    assert back is not None
    assert (back.epoch, back.step) == (trained.epoch, trained.step)
    assert np.array_equal(back.parameters, trained.parameters)
    assert pixels(window.canvas, below_tools) == picture


def test_a_rate_typed_while_it_trains_leaves_the_generation(window: MainWindow, find: Finder, qtbot: QtBot):
    at_speed(find, "100")
    click(find("playButton"))
    qtbot.waitUntil(lambda: epoch(window) >= 5)
    generation = window.controller.generation
    box = find("learningRateBox")
    box.setFocus()
    QTest.keySequence(box, "Ctrl+A")
    QTest.keyClicks(box, "0.002")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert window.document.experiment.optimizer.learning_rate == 0.002
    now = epoch(window)
    qtbot.waitUntil(lambda: epoch(window) > now + 5)
    assert window.controller.generation == generation
    assert window.controller.playing


@pytest.mark.parametrize(
    ("group", "name", "read"),
    [
        ("optimizerTiles", "momentum", lambda e: e.optimizer.kind),
        ("datasetTiles", "circle", lambda e: e.data.kind),
    ],
)
def test_a_tile_changes_the_experiment_and_undo_takes_it_back(
    window: MainWindow, find: Finder, qtbot: QtBot, group: str, name: str, read: Callable[..., str]
):
    if group == "datasetTiles":
        click(find("dataCard"))
    before = window.document.experiment
    click(tile(find, group, name))
    assert read(window.document.experiment) == name
    generation = window.controller.generation
    qtbot.waitUntil(
        lambda: window.controller.snapshot is not None and window.controller.snapshot.generation == generation
    )
    assert window.controller.error is None
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.document.experiment == before


def test_selecting_shows_the_panel_of_what_is_selected(window: MainWindow, find: Finder):
    assert find("trainingPanel").isVisible()
    for target, panel in (
        ("layerHeader2", "layerPanel"),
        ("dataCard", "dataPanel"),
        ("lossCard", "lossPanel"),
    ):
        click(find(target))
        assert find(panel).isVisible(), panel
    QTest.mouseClick(window.canvas, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(300, 700))
    assert find("trainingPanel").isVisible()


def test_the_activation_of_the_selected_layer_is_chosen_by_a_tile(
    window: MainWindow, find: Finder, qtbot: QtBot
):
    click(find("layerHeader2"))
    click(tile(find, "activationTiles", "relu"))
    assert [layer.activation for layer in window.document.experiment.network.layers] == [
        "tanh",
        "relu",
        "tanh",
        "sigmoid",
    ]
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.document.experiment.network.layers[1].activation == "tanh"


def test_layers_are_added_and_deleted(window: MainWindow, find: Finder, qtbot: QtBot):
    click(find("layerHeader1"))
    click(find("addLayerButton"))
    assert len(window.document.experiment.network.layers) == 5
    qtbot.waitUntil(lambda: window.findChild(QWidget, "layerHeader5") is not None)
    click(find("layerHeader1"))
    click(find("deleteLayerButton"))
    assert len(window.document.experiment.network.layers) == 4


def test_every_preset_opens_and_trains(open_window: Callable[..., MainWindow], qtbot: QtBot):
    for name in ("gauss", "sine", "reg_gauss", "digits", "textbook"):
        window = open_window(name)
        assert window.controller.error is None, name
        window.controller.step_epoch()
        qtbot.waitUntil(lambda window=window: epoch(window) == 1)


def test_divergence_says_what_happened_and_keeps_the_last_good_epoch(
    open_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path
):
    from nndesk.interop.source import preset
    from nndesk.project import edits, files

    wild = edits.set_values(
        preset("reg_gauss"),
        {
            "optimizer.kind": "sgd",
            "optimizer.learning_rate": 2.0,
            "network.layers.0.activation": "relu",
            "network.layers.1.activation": "relu",
        },
    )
    files.write(tmp_path / "wild.json", files.Project(wild))
    window = open_window(str(tmp_path / "wild.json"))
    window.controller.set_speed(inf)
    click(window.findChild(QWidget, "playButton"))
    qtbot.waitUntil(lambda: window.controller.stopped == "diverged")
    card = window.findChild(QWidget, "errorCard")
    assert card is not None
    assert card.isVisible()
    loss, data = window.findChild(QWidget, "lossCard"), window.findChild(QWidget, "dataCard")
    assert loss is not None
    assert data is not None
    assert data.geometry().right() < card.geometry().left()
    assert card.geometry().right() < loss.geometry().left()
    assert "in epoch 11, batch 30 of 30" in card.accessibleName()
    assert "the steps are too long" in card.accessibleName()
    assert "learning rate of 2." in card.accessibleDescription()
    norm = card.findChild(QLabel, "gradientNorm0")
    assert norm is not None
    assert norm.isVisible()
    idle(qtbot, window)
    assert window.controller.snapshot is not None
    assert np.isfinite(window.controller.snapshot.parameters).all()


# -- files -----------------------------------------------------------------------------------------


def test_what_is_saved_opens_as_it_was(window: MainWindow, find: Finder, qtbot: QtBot, tmp_path):
    click(find("stepButton"))
    qtbot.waitUntil(lambda: epoch(window) == 1)
    idle(qtbot, window)
    trained = window.controller.snapshot
    with qtbot.waitSignal(window.document.status_changed):
        window.save_to(tmp_path / "a.nnd")
    qtbot.waitUntil(lambda: window.document.path == tmp_path / "a.nnd")
    window.open("circle")
    qtbot.waitUntil(lambda: window.document.experiment.data.kind == "circle")
    window.open(str(tmp_path / "a.nnd"))
    qtbot.waitUntil(lambda: window.document.experiment.data.kind == "spiral" and epoch(window) == 1)
    assert trained is not None
    assert window.controller.snapshot is not None
    assert np.array_equal(window.controller.snapshot.parameters, trained.parameters)
    assert not window.document.dirty


def test_saving_kept_weights_as_json_says_that_it_cannot_hold_them(
    window: MainWindow, find: Finder, qtbot: QtBot, tmp_path
):
    notice = window.canvas.findChild(QWidget, "notice")
    assert notice is not None
    click(find("stepButton"))
    qtbot.waitUntil(lambda: epoch(window) == 1)
    window.save_to(tmp_path / "whole.json")
    qtbot.waitUntil(lambda: window.document.path == tmp_path / "whole.json")
    assert not notice.isVisible()
    window.document.replace(edits.add_neuron(window.document.experiment, 0), "add neuron")
    idle(qtbot, window)
    window.save_to(tmp_path / "kept.json")
    qtbot.waitUntil(lambda: ".json" in notice.accessibleName())  # after that a run is kept
    assert window.document.path == tmp_path / "kept.json"


def test_a_file_that_cannot_be_opened_leaves_the_work_as_it_was(window: MainWindow, qtbot: QtBot, tmp_path):
    (tmp_path / "bad.json").write_text('{"format": "nndesk.experiment", "version": 99}')
    before = window.document.experiment
    notice = window.canvas.findChild(QWidget, "notice")
    assert notice is not None
    window.open(str(tmp_path / "bad.json"))
    qtbot.waitUntil(notice.isVisible)
    assert "99" in notice.accessibleName()
    assert window.document.experiment is before


def answer(window: MainWindow, name: str) -> QWidget:
    """A button of the one question about unsaved work that is open."""
    (dialog,) = (box for box in window.findChildren(QDialog, "unsavedDialog") if box.isVisible())
    button = dialog.findChild(QWidget, name)
    assert button is not None
    return button


def test_a_file_that_is_not_there_is_named_below_the_network(window: MainWindow, qtbot: QtBot, tmp_path):
    notice = window.canvas.findChild(QWidget, "notice")
    assert notice is not None
    window.open(str(tmp_path / "gone.json"))
    qtbot.waitUntil(notice.isVisible)
    assert notice.accessibleName() == "File not found: gone.json"
    assert window.canvas.floats.free_band().contains(notice.geometry())


def test_closing_with_edits_asks_once_and_cancel_keeps_it_open(
    window: MainWindow, find: Finder, qtbot: QtBot
):
    click(tile(find, "optimizerTiles", "sgd"))
    window.close()
    click(answer(window, "cancelButton"))
    assert window.isVisible()
    window.close()
    click(answer(window, "discardButton"))
    assert not window.isVisible()


def test_a_preset_that_was_only_trained_closes_without_asking(window: MainWindow, find: Finder, qtbot: QtBot):
    click(find("playButton"))
    qtbot.waitUntil(lambda: epoch(window) >= 1)
    window.close()
    assert not window.isVisible()
    assert "nndesk training" not in [thread.name for thread in threading.enumerate()]
