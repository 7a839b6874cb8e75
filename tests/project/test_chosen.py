"""Edits of several things at once, and pieces of a network as text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nndesk.project import chosen, edits, masks
from nndesk.project.chosen import Chosen
from nndesk.project.spec import Experiment
from tests.experiments import tiny


def units(experiment: Experiment) -> list[int]:
    return [layer.units for layer in experiment.network.layers]


def test_targets_are_sorted_into_layers_neurons_and_weights():
    what = chosen.chosen(
        ["data", "layers.1", "layers.0.units.3", "inputs.0", "layers.0.units.1", "layers.1.weights.4.2"]
    )
    assert what.layers == (1,)
    assert what.units == {0: (1, 3)}
    assert what.weights == {1: ((4, 2),)}
    assert (what.unit_count, what.weight_count, bool(what)) == (2, 1, True)
    assert not chosen.chosen(["data", "inputs.1"])


def test_several_neurons_go_at_once_and_what_is_said_of_the_others_stays_theirs():
    experiment = masks.freeze_unit(tiny(), 0, 4, True)
    experiment = masks.cut_weight(experiment, 1, 4, 2, True)
    after = chosen.remove(
        experiment, chosen.chosen(["layers.0.units.0", "layers.0.units.2", "layers.1.units.0"])
    )
    assert units(after) == [3, 2, 1]
    assert after.network.layers[0].frozen.units == (2,)
    assert after.network.layers[1].cut == ((2, 1),)


def test_a_layer_goes_with_its_last_neuron_and_a_chosen_weight_is_cut():
    what = chosen.chosen([*(f"layers.1.units.{unit}" for unit in range(3)), "layers.0.weights.1.2"])
    after = chosen.remove(tiny(), what)
    assert units(after) == [5, 1]
    assert after.network.layers[0].cut == ((1, 2),)


def test_layers_and_neurons_go_together():
    after = chosen.remove(tiny(), chosen.chosen(["layers.0", "layers.1.units.1"]))
    assert units(after) == [2, 1]


def test_the_output_is_left_out_of_what_may_come_and_go():
    what = chosen.within_hidden(chosen.chosen(["layers.2", "layers.2.units.0", "layers.1.units.0"]), tiny())
    assert what == Chosen((), {1: (0,)}, {})


def test_copies_of_neurons_stand_at_the_end_and_of_layers_after_them():
    after, copies = chosen.duplicate(tiny(), chosen.chosen(["layers.0.units.1", "layers.0.units.3"]))
    assert units(after) == [7, 3, 1]
    assert copies == ("layers.0.units.5", "layers.0.units.6")
    after, copies = chosen.duplicate(tiny(), chosen.chosen(["layers.0", "layers.1"]))
    assert units(after) == [5, 5, 3, 3, 1]
    assert copies == ("layers.1", "layers.3")


def test_freezing_is_one_switch_for_all_that_is_chosen():
    what = chosen.chosen(["layers.1", "layers.0.units.1", "layers.0.weights.0.2"])
    assert not chosen.is_frozen(tiny(), what)
    frozen = chosen.freeze(tiny(), what, True)
    assert chosen.is_frozen(frozen, what)
    assert not frozen.network.layers[1].trainable
    assert frozen.network.layers[0].frozen.units == (1,)
    assert frozen.network.layers[0].frozen.weights == ((0, 2),)
    assert chosen.freeze(frozen, what, False) == tiny()
    assert not chosen.is_frozen(tiny(), Chosen())


@pytest.mark.parametrize("targets", [["layers.0", "layers.1"], ["layers.0.units.1", "layers.1.units.2"]])
def test_a_piece_survives_as_text(targets):
    experiment = masks.freeze_unit(tiny(), 0, 1, True)
    piece = chosen.copied(experiment, chosen.chosen(targets))
    assert chosen.from_text(experiment, chosen.to_text(experiment, piece)) == piece


def test_a_copied_neuron_keeps_what_is_said_of_itself_but_not_of_its_weights():
    experiment = masks.freeze_unit(tiny(), 0, 3, True)
    experiment = masks.set_start_value(experiment, 0, None, 3, 0.25)
    experiment = masks.cut_weight(experiment, 0, 1, 3, True)
    piece = chosen.copied(experiment, chosen.chosen(["layers.0.units.3"]))
    after = chosen.paste_neurons(tiny(), 1, piece)
    assert units(after) == [5, 4, 1]
    layer = after.network.layers[1]
    assert (layer.frozen.units, layer.values.bias, layer.cut) == ((3,), ((3, 0.25),), ())


def test_layers_are_pasted_in_their_order():
    experiment = edits.set_activation(tiny(), 0, "relu")
    piece = chosen.copied(experiment, chosen.chosen(["layers.0", "layers.1"]))
    after = chosen.paste_layers(tiny(), 2, piece)
    assert units(after) == [5, 3, 5, 3, 1]
    assert after.network.layers[2].activation == "relu"


def test_the_very_neurons_are_copied_where_they_still_are():
    experiment = tiny()
    names = chosen.names_of(experiment, chosen.chosen(["layers.0.units.4"]))
    moved = edits.remove_neuron(experiment, 0, 0)
    after = chosen.paste_copies(moved, 0, names)
    assert after is not None
    assert units(after) == [5, 3, 1]
    assert chosen.paste_copies(moved, 1, names) is None
    assert chosen.paste_copies(edits.remove_neuron(experiment, 0, 4), 0, names) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "[]",
        "{}",
        "null",
        '{"format": "nndesk.experiment", "version": 1}',
        '{"format": "nndesk.piece", "version": 1}',
        '{"format": "nndesk.piece", "version": 2, "layers": []}',
        '{"format": "nndesk.piece", "version": 1, "layers": 3}',
        '{"format": "nndesk.piece", "version": 1, "layers": [{"units": 0, "activation": "tanh"}]}',
        '{"format": "nndesk.piece", "version": 1, "layers": [{"units": 4, "activation": "who"}]}',
        '{"format": "nndesk.piece", "version": 1, "neurons": [{"units": 1e9}]}',
        '{"format": "nndesk.piece", "version": 1, "layers": [[]]}',
        "[" * 10_000,
    ],
)
def test_what_is_foreign_is_no_piece(text):
    assert chosen.from_text(tiny(), text) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: (
            st.lists(x)
            | st.dictionaries(
                st.sampled_from(["format", "version", "layers", "neurons", "units", "activation", "frozen"]),
                x,
            )
        ),
    )
)
def test_no_json_at_all_breaks_the_clipboard(value):
    text = json.dumps({"format": "nndesk.piece", "version": 1, "layers": value})
    piece = chosen.from_text(tiny(), text)
    assert piece is None or all(layer.units >= 1 for layer in piece.layers)
