"""Targets name what an experiment has, and panels find in them what they show."""

import pytest

from nndesk.errors import InputError
from nndesk.project.targets import check_target, panel_target
from tests.experiments import tiny


@pytest.mark.parametrize(
    "target",
    [
        "none", "data", "loss", "inputs.1", "layers.2", "matrix.0", "layers.0.units.4",
        "layers.1.weights.4.2", "layers.0.weights.1.0",
    ],
)  # fmt: skip
def test_what_the_experiment_has_can_be_named(target: str):
    check_target(tiny(), target, "--select")


@pytest.mark.parametrize(
    "target",
    [
        "", "layer.0", "layers", "layers.3", "layers.x", "layers.-1", "layers.0.units", "layers.0.units.5",
        "layers.1.weights.5.0", "layers.1.weights.0.3", "layers.0.weights.2.0", "layers.0.units.1.2",
        "inputs.2", "matrix.3", "layers.1.bias.0", "layers.0 ", "layers.٣",
    ],
)  # fmt: skip
def test_what_it_does_not_have_is_refused_with_its_place(target: str):
    with pytest.raises(InputError, match=r"^--select: is"):
        check_target(tiny(), target, "--select")


@pytest.mark.parametrize(
    ("panel", "target", "shown"),
    [
        ("training", "layers.1", "none"),
        ("data", "layers.1", "data"),
        ("health", "layers.1", "health"),
        ("layer", "layers.1.weights.4.2", "layers.1"),
        ("layer", "none", "layers.0"),
        ("neuron", "layers.1.weights.4.2", "layers.1.units.2"),
        ("neuron", "layers.1.units.2", "layers.1.units.2"),
        ("neuron", "data", "layers.0.units.0"),
        ("edge", "layers.1.weights.4.2", "layers.1.weights.4.2"),
        ("edge", "layers.1.units.2", "layers.1.weights.0.2"),
        ("edge", "matrix.2", "layers.2.weights.0.0"),
    ],
)
def test_a_panel_shows_the_part_of_the_target_that_it_is_for(panel: str, target: str, shown: str):
    assert panel_target(panel, target) == shown
