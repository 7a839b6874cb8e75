"""The Health panel: numbers of the snapshot, asked for only while they are seen."""

from dataclasses import replace

import numpy as np
import pytest

from nndesk.engine.flow import Condition
from nndesk.project import edits
from nndesk.ui.theme import recorded_text
from tests.experiments import tiny

NOTHING = Condition(0.01, 0.001, None, None)


@pytest.fixture
def shown(bench, qtbot):
    """The panel of an experiment with its first diagnostics, and then with others."""

    def maker(experiment=None):
        desk = bench(experiment, "health")
        qtbot.waitUntil(lambda: bool(desk.controller.snapshot.diagnostics))
        qtbot.waitUntil(lambda: not desk.controller.busy)
        return desk

    return maker


def show(desk, *conditions, rows=30):
    desk.controller.frame.emit(replace(desk.controller.snapshot, diagnostics=conditions, flow_rows=rows))


def painted(widget):
    with recorded_text() as texts:
        widget.grab()
    return [text.text for text in texts]


def test_the_panel_has_its_name_and_its_parts(shown):
    desk = shown()
    assert desk.find("healthPanel").accessibleName() == "Health"
    assert desk.find("gradientFlow").accessibleName() == "Gradient flow"
    assert desk.find("saturatedOutputs").accessibleName() == "Saturated outputs"
    assert {"Dead units", "Update size ÷ weight size"} <= set(desk.words("healthPanel"))


def test_the_flow_of_the_gradient_is_written_and_drawn(shown, appearance):
    desk = shown()
    show(desk, *(replace(NOTHING, gradient=g) for g in (0.0418, 0.01045, np.nan)))
    flow = desk.find("gradientFlow")
    assert painted(flow) == ["Hidden 1", "0.0418", "Hidden 2", "0.0104", "Output", "–"]
    assert flow.accessibleDescription() == "Hidden 1 0.0418, Hidden 2 0.0104, Output –"
    image, grad = flow.grab().toImage(), appearance.theme.color("grad")
    lengths = [
        sum(image.pixelColor(x, row * 28 + 14) == grad for x in range(image.width())) for row in range(3)
    ]
    assert lengths[0] == pytest.approx(180, abs=3)
    assert lengths[1] == pytest.approx(45, abs=3)
    assert lengths[2] == 0


def test_shares_of_saturated_outputs_stand_on_a_chip_for_each_neuron(shown):
    desk = shown()
    shares = np.array([0.0, 0.5, 0.51, 0.876, 1.0])
    show(desk, replace(NOTHING, saturated=shares), NOTHING, replace(NOTHING, saturated=np.array([1.0])))
    chips = desk.find("saturatedOutputs")
    assert painted(chips) == ["Hidden 1", "0", "50", "51", "88", "100"]  # an output may be sure
    assert "Saturated outputs (|a| > 0.97)" in desk.words("healthPanel")
    image = chips.grab().toImage()
    left, row = 84, 14

    def shades(place):
        box = range(left + place * 32 + 2, left + place * 32 + 22)
        return len({image.pixel(x, row - 8) for x in box})

    assert shades(1) == 1
    assert shades(2) > 2


@pytest.mark.parametrize(
    ("activations", "heading"),
    [
        (("sigmoid", "sigmoid"), "Saturated outputs (a < 0.015 or > 0.985)"),
        (("tanh", "sigmoid"), "Saturated outputs"),
        (("relu", "linear"), "Saturated outputs"),
    ],
)
def test_the_heading_says_what_saturated_means(shown, activations, heading):
    keys = {f"network.layers.{n}.activation": name for n, name in enumerate(activations)}
    desk = shown(edits.set_values(tiny(), keys))
    words = desk.words("healthPanel")
    assert heading in words
    bounded = set(activations) & {"tanh", "sigmoid"}
    assert desk.find("saturatedOutputs").isVisible() == bool(bounded)
    assert any(text.startswith("No hidden layer has an activation") for text in words) != bool(bounded)


def test_many_neurons_are_counted_instead(shown):
    desk = shown(edits.set_units(tiny(), 0, 100))
    share = np.linspace(0.0, 1.0, 100)
    show(desk, replace(NOTHING, saturated=share), NOTHING, NOTHING)
    assert painted(desk.find("saturatedOutputs")) == ["Hidden 1", "50 of 100 above 50%"]


def test_dead_units_are_named_or_there_are_none(shown):
    desk = shown()
    show(desk, NOTHING, replace(NOTHING, dead=np.array([False, True, True])), NOTHING)
    text = desk.text("deadUnitsLabel")
    assert text.startswith("Hidden 2: 2 of 3 (neurons 2, 3). A ReLU unit is dead when")
    show(desk, NOTHING, replace(NOTHING, dead=np.array([True, False, False])), NOTHING)
    assert desk.text("deadUnitsLabel").startswith("Hidden 2: 1 of 3 (neuron 1).")
    show(desk, NOTHING, NOTHING, NOTHING)
    assert desk.text("deadUnitsLabel").startswith("None. ")
    assert "Judged by" not in desk.text("deadUnitsLabel")
    show(desk, NOTHING, NOTHING, NOTHING, rows=15)
    assert desk.text("deadUnitsLabel").endswith("Judged by 15 of 30 training samples.")


def test_updates_are_set_against_the_healthy_range(shown):
    desk = shown()
    show(desk, *(replace(NOTHING, update=u) for u in (0.0019, 0.00002, 0.3)))
    words = desk.text("updatesLabel").replace("&nbsp;", " ")
    assert words == "Hidden 1–2: <b>0.0019</b> · <b>2.0e−5</b>, output: <b>0.3000</b>"
    outside = desk.text("outsideLabel")
    assert outside == "Healthy range: about 0.0001 to 0.01. Below it: hidden 2. Above it: output."
    show(desk, *(replace(NOTHING, update=0.001) for _ in range(3)))
    assert desk.text("outsideLabel") == "Healthy range: about 0.0001 to 0.01."


def test_numbers_that_are_none_are_dashes(shown):
    desk = shown()
    lost = Condition(np.nan, np.nan, np.full(5, np.nan), None)
    show(desk, lost, replace(lost, saturated=None, dead=np.full(3, False)), replace(lost, saturated=None))
    assert "–" in painted(desk.find("gradientFlow"))
    assert painted(desk.find("saturatedOutputs"))[1:] == ["–"] * 5
    assert desk.text("updatesLabel").count("–</b>") == 3


def test_they_are_computed_only_while_the_panel_is_seen(bench, qtbot):
    desk = bench(tiny())
    assert desk.controller.snapshot.diagnostics == ()
    desk.inspector.show_selection("health")
    qtbot.waitUntil(lambda: bool(desk.controller.snapshot.diagnostics))
    desk.inspector.show_selection("none")
    qtbot.waitUntil(lambda: desk.controller.snapshot.diagnostics == ())


def test_another_network_is_shown_when_its_numbers_are_there(shown, qtbot):
    desk = shown()
    desk.document.replace(edits.add_layer(desk.experiment, 1), "add layer")
    qtbot.waitUntil(lambda: "Hidden 3" in painted(desk.find("gradientFlow")))
