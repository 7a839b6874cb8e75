"""What neurons, inputs and weights are called."""

import pytest

from nndesk.interop.source import preset
from nndesk.project.edits import set_data_kind
from nndesk.project.spec import input_count
from nndesk.ui.places import input_names, neuron_name, short_name, short_names, weight_name
from tests.experiments import tiny


def test_a_neuron_is_named_by_its_layer_and_its_number():
    assert neuron_name(tiny(), 0, 4) == "Hidden 1 · neuron 5"
    assert neuron_name(tiny(), 2, 0) == "Output · neuron 1"
    assert neuron_name(tiny(), -1, 1) == "Input 𝑥₂"


def test_a_weight_is_named_by_its_ends():
    assert weight_name(tiny(), 1, 4, 2) == "Hidden 1 · neuron 5 → Hidden 2 · neuron 3"
    assert weight_name(tiny(), 1, 4, 2, short=True) == "H1 · 5 → H2 · 3"
    assert weight_name(tiny(), 0, 0, 2, short=True) == "𝑥₁ → H1 · 3"


@pytest.mark.parametrize(
    ("source", "first"),
    [("spiral", "𝑥₁"), ("digits", "pixel 1,1"), ("sine", "𝑥"), ("textbook", "𝑥₁")],
)
def test_all_inputs_have_names(source: str, first: str):
    names = input_names(preset(source))
    assert len(names) == input_count(preset(source))
    assert names[0] == first


def test_short_names_are_those_of_single_neurons():
    for layer, units in ((-1, 2), (0, 5), (1, 3), (2, 1)):
        assert short_names(tiny(), layer) == [short_name(tiny(), layer, unit) for unit in range(units)]


def test_a_unit_beside_words_is_no_variable():
    names = input_names(set_data_kind(tiny(), "penguins"))
    assert "body mass g" in names
