"""The Edge panel: one weight typed, dragged, frozen, cut and set back, its path and its sample."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolTip
from pytestqt.qtbot import QtBot

from nndesk.engine.explain import explain
from nndesk.project import edits, masks
from nndesk.project.run import Run
from nndesk.ui.theme import Appearance
from nndesk.ui.trail import WeightPlot
from nndesk.ui.weightrow import WeightRow
from nndesk.ui.words import signed
from tests.experiments import tiny
from tests.ui.hands import LEFT, NONE, Bench

EDGE = "layers.1.weights.4.2"
PLACE = 1, 4, 2


def row(here: Bench) -> WeightRow:
    found = here.find("weightBox").parentWidget()
    assert isinstance(found, WeightRow)
    return found


def button(here: Bench, name: str) -> QAbstractButton:
    found = here.find(name)
    assert isinstance(found, QAbstractButton)
    return found


def settle(here: Bench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not here.controller.busy)


def weight(here: Bench) -> float:
    snapshot = here.controller.snapshot
    assert snapshot is not None
    network = Run(here.experiment).layers
    network.set_parameters(snapshot.parameters)
    return float(network.weights(1)[4, 2])


@pytest.fixture
def here(bench: Callable[..., Bench], qtbot: QtBot) -> Bench:
    here = bench(target=EDGE)
    settle(here, qtbot)
    return here


def test_it_says_which_weight_it_is_and_how_large(here: Bench):
    assert "Hidden 1 · neuron 5 → Hidden 2 · neuron 3" in here.words("edgePanel")
    assert row(here).large.text() == signed(weight(here), 4)
    assert here.number("weightBox") == signed(weight(here))


def test_it_says_what_the_weight_does_for_the_sample_and_in_the_next_step(here: Bench, qtbot: QtBot):
    here.controller.look(sample=6)
    settle(here, qtbot)
    run = Run(here.experiment)
    a = run.layers.forward(run.data.x_train[6:7])[0][0, 4]
    parts = weight(here), a, weight(here) * a
    assert "For sample 7" in here.words("edgePanel")
    assert here.text("forwardLabel") == "{} × {} = {}".format(*(signed(part, 2) for part in parts))
    alone = explain(run.trainer, [6]).parameter(*PLACE)
    assert here.text("gradientLabel") == signed(alone.loss_gradient, 4)
    assert here.text("changeLabel") == signed(explain(run.trainer).parameter(*PLACE).change, 4)
    assert "Next step of Adam" in here.words("edgePanel")


def test_a_test_sample_is_called_one(here: Bench, qtbot: QtBot):
    here.controller.look(sample=30)
    settle(here, qtbot)
    assert "For test sample 1" in here.words("edgePanel")
    line = here.find("gradientLabel").parentWidget()
    assert line is not None
    assert "nothing is learned from it" in line.toolTip()


def test_only_this_panel_has_the_weight_computed(here: Bench, qtbot: QtBot):
    assert here.controller.snapshot is not None
    assert here.controller.snapshot.weight is not None
    here.inspector.show_selection("none")
    settle(here, qtbot)
    assert here.controller.snapshot.weight is None


def test_a_weight_is_typed_and_undone(here: Bench, qtbot: QtBot):
    here.type("weightBox", "-0.25")
    settle(here, qtbot)
    assert here.document.undo_stack.undoText() == "weight"
    assert row(here).large.text() == "−0.2500"
    assert weight(here) == -0.25
    assert here.experiment.network.layers[1].values.weights == ((4, 2, -0.25),)
    here.document.undo_stack.undo()
    assert here.experiment == tiny()


def test_a_drag_of_the_slider_is_one_step(here: Bench, qtbot: QtBot):
    slider = here.slider("weightBox")
    middle = slider.height() // 2
    start = QPoint(round(8 + (slider.width() - 16) * slider.sliderPosition() / slider.maximum()), middle)
    QTest.mousePress(slider, LEFT, NONE, start)
    for way in (10, 30, 50):
        QTest.mouseMove(slider, start + QPoint(way, 0))
    QTest.mouseRelease(slider, LEFT, NONE, start)
    settle(here, qtbot)
    assert here.undo_steps == 1
    assert weight(here) > 1.0
    assert row(here).large.text() == signed(weight(here), 4)


def test_a_weight_is_set_while_it_trains_and_undo_gives_back_what_was_there(here: Bench, qtbot: QtBot):
    here.controller.step_epoch()
    settle(here, qtbot)
    trained = weight(here)
    here.type("weightBox", "0.5")
    settle(here, qtbot)
    assert weight(here) == 0.5
    assert here.experiment == tiny()
    here.document.undo_stack.undo()
    settle(here, qtbot)
    assert weight(here) == trained


def test_the_start_value_comes_back_at_a_press(here: Bench, qtbot: QtBot):
    start = weight(here)
    assert not button(here, "startValueButton").isEnabled()
    here.controller.step_epoch()
    settle(here, qtbot)
    assert weight(here) != start
    here.click(button(here, "startValueButton"))
    settle(here, qtbot)
    assert weight(here) == start
    assert here.undo_steps == 1


def test_before_the_first_step_the_drawn_value_comes_back(here: Bench, qtbot: QtBot):
    drawn = weight(here)
    here.type("weightBox", "3")
    settle(here, qtbot)
    here.click(button(here, "startValueButton"))
    settle(here, qtbot)
    assert here.experiment == tiny()
    assert weight(here) == drawn


def test_freezing_is_turned_by_either_button(here: Bench):
    here.click(button(here, "freezeEdgeButton"))
    assert here.experiment.network.layers[1].frozen.weights == ((4, 2),)
    assert here.document.undo_stack.undoText() == "freeze weight"
    assert button(here, "freezeEdgeButton").text() == "Unfreeze"
    buttons = here.find("edgePanel").findChildren(QAbstractButton)
    here.click(next(button for button in buttons if button.accessibleName() == "Unfreeze"))
    assert here.experiment == tiny()


def test_a_cut_edge_says_so_and_can_be_joined_again(here: Bench, qtbot: QtBot):
    here.click(button(here, "cutEdgeButton"))
    settle(here, qtbot)
    assert here.experiment.network.layers[1].cut == ((4, 2),)
    assert here.document.undo_stack.undoText() == "cut weight"
    assert weight(here) == 0.0
    assert any("is cut" in words for words in here.words("edgePanel"))
    assert not here.find("weightBox").isEnabled()
    assert not button(here, "freezeEdgeButton").isEnabled()
    assert not here.find("forwardLabel").isVisible()
    assert button(here, "cutEdgeButton").text() == "Join edge"
    here.click(button(here, "cutEdgeButton"))
    assert here.experiment == tiny()
    assert here.document.undo_stack.undoText() == "join weight"
    assert here.find("weightBox").isEnabled()


def test_what_is_no_number_is_said_below_the_value(here: Bench):
    before = here.number("weightBox")
    here.type("weightBox", "much")
    assert any("much" in words for words in here.words("edgePanel"))
    assert here.find("weightBox").hasFocus()
    assert here.experiment == tiny()
    QTest.keyClick(here.find("weightBox"), Qt.Key.Key_Tab)
    assert here.number("weightBox") == before


def test_a_frozen_layer_says_why_its_weights_stay(here: Bench):
    here.document.replace(edits.set_value(here.experiment, "network.layers.1.trainable", False), "freeze")
    assert any("The whole layer is frozen" in words for words in here.words("edgePanel"))
    assert not button(here, "freezeEdgeButton").isEnabled()


def test_an_edit_of_the_shape_is_followed(here: Bench, qtbot: QtBot):
    here.document.replace(edits.set_units(here.experiment, 0, 3), "neurons")
    settle(here, qtbot)
    assert "Hidden 1 · neuron 3 → Hidden 2 · neuron 3" in here.words("edgePanel")
    here.document.replace(masks.freeze_unit(here.experiment, 1, 2, True), "freeze neuron")
    assert any("The whole neuron is frozen" in words for words in here.words("edgePanel"))


def test_its_path_begins_at_the_start_and_ends_now(here: Bench, qtbot: QtBot):
    plot = here.find("weightPlot")
    assert isinstance(plot, WeightPlot)
    start = weight(here)
    for _ in range(3):
        here.controller.step_epoch()
        settle(here, qtbot)
    assert plot.points[0] == (0, start)
    assert plot.points[-1] == (3, weight(here))


def test_a_plot_reads_out_the_point_under_the_pointer(
    appearance: Appearance, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda at, text, widget: said.append(text))
    plot = WeightPlot(appearance)
    qtbot.addWidget(plot)
    plot.resize(352, 131)
    plot.show_trail(np.array([0.0, 10.0, 20.0]), np.array([0.5, np.nan, -0.25]))
    assert plot.points == [(0, 0.5), (20, -0.25)]
    plot.show()
    at = QPoint(340, 40)
    QApplication.sendEvent(plot, QHelpEvent(QHelpEvent.Type.ToolTip, at, plot.mapToGlobal(at)))
    assert said == ["epoch 20: −0.2500"]


def test_an_empty_path_and_one_of_a_single_point_can_be_painted(appearance: Appearance, qtbot: QtBot):
    plot = WeightPlot(appearance)
    qtbot.addWidget(plot)
    for values in ([], [0.0], [1e300]):
        plot.show_trail(np.arange(float(len(values))), np.array(values, float))
        plot.grab()


def test_a_zero_has_no_sign():
    assert (signed(-0.0), signed(-0.0, 2), signed(0.0)) == ("0.000", "0.00", "0.000")
