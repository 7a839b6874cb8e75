"""Edits, undo, redo, training, saving and opening in any order, against a plain list of experiments.

Hypothesis chooses what is done, with mouse and keys in the real window; it is always the same choice.
NNDESK_LONG=1 plays ten times as many sequences.
"""

import os
from collections.abc import Callable
from itertools import count, pairwise
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget
from pytestqt.qtbot import QtBot

from nndesk.project import files
from nndesk.project.spec import Experiment, decode, encode
from nndesk.ui.window import MainWindow
from tests.experiments import tiny

SEQUENCES = 600 if os.environ.get("NNDESK_LONG") else 60
ACTIONS = 25
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
MOST_LAYERS = 4
ROWS = 30  # to train on

which = st.integers(0, 9)  # one of as many as there are


class Workshop(RuleBasedStateMachine):
    """What a person may do, and what the window must then hold."""

    window: MainWindow
    qtbot: QtBot
    path: Path
    numbers = count()

    def __init__(self) -> None:
        super().__init__()
        # Between the edits; undo goes back in it. Other points each time, so that no run is known.
        first = tiny(data__seed=next(self.numbers), training__stop__epochs=None)
        self.states = [first]
        self.at = 0
        self.playing = False
        self.step: int | None = 0  # None where it plays, and until it is seen again
        self.kept: dict[Experiment, int | None] = {}  # where runs stood that an edit ended
        self.saved = self.states[0], 0  # and at which step
        self.clean: int | None = 0  # the edit after which it was saved

    # -- the model ----------------------------------------------------------------------------------

    @property
    def experiment(self) -> Experiment:
        return self.states[self.at]

    @property
    def hidden(self) -> int:
        return len(self.experiment.network.layers) - 1

    def edit(self, change: Callable[[dict[str, Any]], object]) -> None:
        """One more experiment in the list, ``change``d as JSON; what could be done again is gone."""
        tree = encode(self.experiment)
        change(tree)
        new = decode(tree)
        if new != self.experiment:
            self.push(new)

    def push(self, new: Experiment) -> None:
        self.states[self.at + 1 :] = [new]
        if self.clean is not None and self.clean > self.at:
            self.clean = None
        self.go_to(self.at + 1)

    def go_to(self, at: int) -> None:
        old, self.at = self.experiment, at
        if _ends_a_run(old, self.experiment):
            self.kept[old] = self.step
            reopened = self.kept.pop(self.experiment, 0)
            self.step = None if self.playing else reopened

    # -- the hands ----------------------------------------------------------------------------------

    def find(self, name: str) -> QWidget:
        widget = self.window.findChild(QWidget, name)
        assert widget is not None, name
        return widget

    def press(self, keys: QKeySequence | QKeySequence.StandardKey | str) -> None:
        self.window.canvas.setFocus()
        QTest.keySequence(self.window.canvas, QKeySequence(keys))

    def click(self, widget: QWidget | None) -> None:
        assert widget is not None
        assert widget.isVisible(), widget.objectName()
        QTest.mouseClick(widget, LEFT, NONE, widget.rect().center())

    def select_layer(self, layer: int) -> None:
        QTest.mouseClick(self.find(f"layerHeader{layer + 1}"), LEFT, NONE, QPoint(20, 12))

    def select_output(self) -> None:
        canvas = self.window.canvas
        QTest.mouseClick(canvas, LEFT, NONE, canvas.rect_of(self.hidden + 1, 0).center())

    def select_nothing(self) -> None:
        QTest.mouseClick(self.window.canvas, LEFT, NONE, QPoint(300, 700))

    def type(self, name: str, text: str) -> None:
        box = self.find(name)
        box.setFocus()
        QTest.keySequence(box, "Ctrl+A")
        QTest.keyClicks(box, text)
        QTest.keyClick(box, Qt.Key.Key_Return)

    def come_to_rest(self) -> None:
        """Until what was asked for is on screen."""
        controller = self.window.controller

        def shown() -> bool:
            snapshot = controller.snapshot
            return snapshot is not None and snapshot.generation == controller.generation

        self.qtbot.waitUntil(lambda: shown() and (controller.playing or not controller.busy))

    # -- editing ------------------------------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        files.write(self.path, files.Project(self.experiment))
        self.open()

    def teardown(self) -> None:
        self.window.controller.pause()  # the next sequence has the same window

    @rule(layer=which)
    def more_neurons(self, layer: int) -> None:
        layer %= self.hidden
        self.select_layer(layer)  # where columns stand close, only then its buttons are there
        header = self.find(f"layerHeader{layer + 1}")
        self.click(header.findChild(QAbstractButton, "plusButton"))
        self.edit(lambda tree: _layer(tree, layer).update(units=_layer(tree, layer)["units"] + 1))

    @rule(layer=which)
    def fewer_neurons(self, layer: int) -> None:
        layer %= self.hidden
        self.select_layer(layer)  # where columns stand close, only then its buttons are there
        header = self.find(f"layerHeader{layer + 1}")
        self.click(header.findChild(QAbstractButton, "minusButton"))
        self.edit(lambda tree: _layer(tree, layer).update(units=max(1, _layer(tree, layer)["units"] - 1)))

    @precondition(lambda self: self.hidden < MOST_LAYERS)
    @rule(layer=which)
    def duplicate_a_layer(self, layer: int) -> None:
        layer %= self.hidden
        self.select_layer(layer)
        self.press("Ctrl+D")
        self.edit(lambda tree: _layers(tree).insert(layer + 1, _copy(_layer(tree, layer))))

    @precondition(lambda self: self.hidden > 1)
    @rule(layer=which)
    def delete_a_layer(self, layer: int) -> None:
        layer %= self.hidden
        self.select_layer(layer)
        self.press(QKeySequence.StandardKey.Delete)
        self.edit(lambda tree: _layers(tree).pop(layer))

    @rule(layer=which, name=st.sampled_from(("tanh", "relu", "gelu", "linear")))
    def choose_an_activation(self, layer: int, name: str) -> None:
        layer %= self.hidden
        self.select_layer(layer)
        self.click(self.find("activationTiles").findChild(QAbstractButton, name))
        self.edit(lambda tree: _layer(tree, layer).update(activation=name))

    @rule(rate=st.sampled_from((0.0, 0.003, 0.01, 0.02)))
    def type_a_rate(self, rate: float) -> None:
        self.select_nothing()
        self.type("learningRateBox", str(rate))
        self.edit(lambda tree: tree["optimizer"].update(learning_rate=rate))

    @rule(size=st.sampled_from((5, 7, 30)))
    def type_a_batch_size(self, size: int) -> None:
        self.select_nothing()
        self.type("batchSizeBox", str(size))
        self.edit(lambda tree: tree["training"].update(batch_size=size))

    @rule(kind=st.sampled_from(("sgd", "momentum", "adam")))
    def choose_an_optimizer(self, kind: str) -> None:
        self.select_nothing()
        self.click(self.find("optimizerTiles").findChild(QAbstractButton, kind))
        self.edit(lambda tree: tree["optimizer"].update(kind=kind))

    @rule()
    def draw_a_new_start(self) -> None:
        self.press("R")
        self.edit(lambda tree: tree.update(seed=tree["seed"] + 1))

    @rule()
    def type_a_bias(self) -> None:
        """Of the output: before the first step a start value, later a step in the same experiment."""
        value = round(0.001 * next(self.numbers), 3)
        run = self.window.controller.run
        assert run is not None
        at_start = not self.playing and self.step == 0 and not run.carried
        self.select_output()
        self.type("biasBox", str(value))
        if at_start:
            self.edit(lambda tree: _layer(tree, -1).setdefault("values", {}).update(bias=[[0, value]]))
        else:
            self.push(self.experiment)
        self.come_to_rest()
        snapshot = self.window.controller.snapshot
        assert snapshot is not None
        assert self.playing or snapshot.parameters[-1] == value

    @rule()
    def freeze_the_output(self) -> None:
        self.select_output()
        self.press("K")
        self.edit(lambda tree: _turn(_layer(tree, -1).setdefault("frozen", {}), "units", 0))

    @rule()
    def cut_or_join_an_edge(self) -> None:
        """The first of the first neuron, by keyboard alone but for a click on that."""
        canvas = self.window.canvas
        QTest.mouseClick(canvas, LEFT, NONE, canvas.rect_of(1, 0).center())
        keys = Qt.Key
        for key in (keys.Key_Return, keys.Key_W, keys.Key_Return, keys.Key_Delete, *[keys.Key_Escape] * 3):
            QTest.keyClick(canvas, key)
        self.edit(lambda tree: _turn(_layer(tree, 0), "cut", [0, 0]))

    @rule()
    def undo(self) -> None:
        self.press(QKeySequence.StandardKey.Undo)
        if self.at > 0:
            self.go_to(self.at - 1)

    @rule()
    def redo(self) -> None:
        self.press(QKeySequence.StandardKey.Redo)
        if self.at < len(self.states) - 1:
            self.go_to(self.at + 1)

    # -- training -----------------------------------------------------------------------------------

    @rule()
    def play_or_pause(self) -> None:
        self.press("Space")
        self.playing = not self.playing
        self.step = None

    @rule()
    def train_an_epoch(self) -> None:
        per_epoch = ceil(ROWS / self.experiment.training.batch_size)
        self.press("Right")
        self.playing = False
        if self.step is not None:
            self.step = (self.step // per_epoch + 1) * per_epoch

    @rule()
    def restart(self) -> None:
        self.press("Home")
        self.step = None if self.playing else 0

    # -- files --------------------------------------------------------------------------------------

    @precondition(lambda self: not self.playing)
    @rule()
    def save(self) -> None:
        with self.qtbot.waitSignal(self.window.document.status_changed):  # it is written in another thread
            self.press(QKeySequence.StandardKey.Save)
        assert self.step is not None
        self.saved, self.clean = (self.experiment, self.step), self.at

    @rule()
    def open(self) -> None:
        """Open the file again, and give up what is not in it."""
        dirty = self.window.document.dirty
        with self.qtbot.waitSignal(self.window.document.opened):
            self.window.open(str(self.path))
            if dirty:
                (dialog,) = (d for d in self.window.findChildren(QDialog, "unsavedDialog") if d.isVisible())
                self.click(dialog.findChild(QAbstractButton, "discardButton"))
        self.window.activateWindow()  # which the offscreen platform leaves to us
        self.states, self.at, self.clean, self.step = [self.saved[0]], 0, 0, self.saved[1]
        self.kept.clear()
        self.playing = False

    # -- what must hold -----------------------------------------------------------------------------

    @invariant()
    def the_window_is_as_the_list_says(self) -> None:
        self.come_to_rest()
        window, document = self.window, self.window.document
        assert document.experiment == self.experiment
        for name, possible in (("actionUndo", self.at > 0), ("actionRedo", self.at < len(self.states) - 1)):
            action = window.findChild(QAction, name)
            assert action is not None
            assert action.isEnabled() == possible, name
        assert window.controller.error is None
        assert window.controller.stopped is None
        assert window.controller.playing == self.playing
        snapshot = window.controller.snapshot
        assert snapshot is not None
        assert snapshot.parameters.size == _parameters(self.experiment)
        if self.playing:
            return
        if self.step is None:
            self.step = snapshot.step
        assert snapshot.step == self.step
        assert document.dirty == (self.at != self.clean or self.step != self.saved[1])


def _layers(tree: dict[str, Any]) -> list[dict[str, Any]]:
    return tree["network"]["layers"]


def _layer(tree: dict[str, Any], layer: int) -> dict[str, Any]:
    return _layers(tree)[layer]


def _turn(tree: dict[str, Any], key: str, place: Any) -> None:
    """Have ``place`` be in the list under ``key``, or not where it is."""
    places = tree.setdefault(key, [])
    if place in places:
        places.remove(place)
    else:
        places.append(place)


def _copy(layer: dict[str, Any]) -> dict[str, Any]:
    """What is said of single weights stays behind."""
    return {key: value for key, value in layer.items() if key != "cut"}


def _parameters(experiment: Experiment) -> int:
    widths = [2, *(layer.units for layer in experiment.network.layers)]
    return sum((before + 1) * units for before, units in pairwise(widths))


def _ends_a_run(old: Experiment, new: Experiment) -> bool:
    """Whether more differs than the learning rate, and what is frozen or cut, which may change meanwhile."""

    def rest(experiment: Experiment) -> dict[str, Any]:
        tree = encode(experiment)
        tree["optimizer"].pop("learning_rate")
        for layer in _layers(tree):
            layer.pop("frozen", None)
            layer.pop("cut", None)
        return tree

    return rest(old) != rest(new)


@pytest.mark.slow
def test_whatever_is_done_the_window_holds_what_was_meant(
    open_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    class Here(Workshop):
        window = open_window()
        path = tmp_path / "it.nnd"

    Here.qtbot = qtbot
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=ACTIONS,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
            phases=[Phase.generate],  # making a failing sequence shorter takes minutes
        ),
    )
