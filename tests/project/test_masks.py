"""Edits of single neurons, weights and biases."""

import pytest

from nndesk.errors import InputError
from nndesk.project import edits, masks
from nndesk.project.build import start_network
from tests.experiments import tiny

FREEZES = {
    "units": lambda e, on: masks.freeze_unit(e, 0, 3, on),
    "weights": lambda e, on: masks.freeze_weight(e, 0, 1, 3, on),
    "bias": lambda e, on: masks.freeze_bias(e, 0, 3, on),
}


@pytest.mark.parametrize("key", FREEZES)
def test_freezing_adds_one_place_and_thawing_takes_it_away(key):
    freeze = FREEZES[key]
    before = tiny(**{f"network__layers__0__frozen__{key}": [[0, 0]] if key == "weights" else [0]})
    frozen = freeze(before, True)
    assert getattr(frozen.network.layers[0].frozen, key)[1:] == ((1, 3) if key == "weights" else 3,)
    assert freeze(frozen, True) == frozen
    assert freeze(frozen, False) == before
    assert freeze(before, False) == before


def test_a_cut_is_one_place_and_joining_takes_it_away():
    before = tiny(network__layers__1__cut=[[0, 0]])
    cut = masks.cut_weight(before, 1, 4, 2, True)
    assert cut.network.layers[1].cut == ((0, 0), (4, 2))
    assert start_network(cut).weights(1)[4, 2] == 0
    assert masks.cut_weight(cut, 1, 4, 2, False) == before


def test_start_values_are_set_changed_and_drawn_again():
    drawn = start_network(tiny())
    once = masks.set_start_value(tiny(), 0, 1, 3, 0.25)
    twice = masks.set_start_value(masks.set_start_value(once, 0, 1, 3, 0.5), 0, None, 2, -1)
    network = start_network(twice)
    assert (network.weights(0)[1, 3], network.bias(0)[2]) == (0.5, -1.0)
    assert network.weights(0)[0, 3] == drawn.weights(0)[0, 3]
    again = masks.set_start_value(masks.set_start_value(twice, 0, 1, 3, None), 0, None, 2, None)
    assert again == tiny()


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda e: masks.freeze_unit(e, 0, 5, True), "network.layers.0.units: unit 5 does not exist; "),
        (lambda e: masks.freeze_unit(e, 3, 0, True), "network.layers.3: does not exist; "),
        (lambda e: masks.freeze_weight(e, 0, 2, 0, True), "network.layers.0: input 2 does not exist; "),
        (lambda e: masks.freeze_bias(e, 1, -1, True), "network.layers.1.units: unit -1 does not exist; "),
        (lambda e: masks.cut_weight(e, 1, 5, 0, True), "network.layers.1: input 5 does not exist; "),
        (
            lambda e: masks.set_start_value(e, 0, 0, 0, float("nan")),
            "network.layers.0.values.weights.0: is NaN; ",
        ),
        (
            lambda e: masks.set_start_value(masks.cut_weight(e, 0, 1, 3, True), 0, 1, 3, 0.5),
            "parameters.0.weights.1.3: is cut; a cut edge has no weight; join it first",
        ),
    ],
)
def test_what_cannot_be_says_why(edit, message):
    with pytest.raises(InputError) as error:
        edit(tiny())
    assert str(error.value).startswith(message)


def test_masks_follow_their_neurons():
    frozen = masks.freeze_weight(masks.cut_weight(tiny(), 1, 4, 2, True), 0, 1, 3, True)
    after = edits.remove_neuron(frozen, 0, 0)
    assert after.network.layers[0].frozen.weights == ((1, 2),)
    assert after.network.layers[1].cut == ((3, 2),)
