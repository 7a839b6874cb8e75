"""The selection: what is in it, and what edits take out of it."""

import pytest

from nndesk.project import edits
from nndesk.session.document import Document
from nndesk.ui.selection import Selection
from tests.experiments import tiny


@pytest.fixture
def document(qapp) -> Document:
    return Document(tiny())


@pytest.fixture
def selection(document: Document) -> Selection:
    return Selection(document, document)


def test_the_newest_target_is_the_one_that_panels_show(selection):
    assert selection.target == "none"
    selection.set("layers.0.units.1", "layers.0.units.2")
    assert selection.target == "layers.0.units.2"


def test_toggling_adds_and_takes_away(selection):
    selection.set("layers.0.units.1")
    selection.toggle("layers.0.units.2")
    selection.toggle("layers.0.units.1")
    assert selection.targets == ("layers.0.units.2",)


def test_selecting_the_same_again_or_nothing_twice_says_nothing(selection, qtbot):
    selection.set("data")
    with qtbot.assertNotEmitted(selection.changed):
        selection.set("data")
    selection.set("none")
    with qtbot.assertNotEmitted(selection.changed):
        selection.clear()


def test_what_an_edit_takes_away_falls_back_to_its_layer_or_to_nothing(selection, document):
    last = document.experiment.network.layers[0].units - 1
    selection.set("inputs.1", f"layers.0.units.{last}", f"layers.0.weights.1.{last}")
    document.replace(edits.remove_neuron(document.experiment, 0, last), "remove neuron")
    assert selection.targets == ("inputs.1", "layers.0")
    document.replace(edits.set_value(document.experiment, "data.features", ["x1"]), "features")
    assert selection.targets == ("layers.0",)


def test_opening_another_experiment_selects_nothing(selection, document):
    selection.set("layers.0")
    document.open(tiny(), None, None)
    assert selection.targets == ()


def test_a_panel_shows_the_newest_and_of_several_parts_of_a_layer_the_layer(selection):
    selection.set("layers.0.units.1")
    assert selection.shown == "layers.0.units.1"
    selection.toggle("layers.0.units.2")
    assert selection.shown == "layers.0"
    selection.toggle("layers.1.units.0")
    assert selection.shown == "layers.1.units.0"
    selection.set("layers.0.units.1", "data")
    assert selection.shown == "data"


def test_the_only_target_is_none_where_there_are_several(selection):
    selection.set("layers.0")
    assert selection.only == "layers.0"
    selection.toggle("layers.1")
    assert selection.only == "none"
    assert selection.layers == {0, 1}


@pytest.mark.parametrize(
    ("edit", "targets", "then"),
    [
        (lambda e: edits.add_layer(e, 0), ("layers.1.units.2", "layers.1"), ("layers.2.units.2", "layers.2")),
        (lambda e: edits.add_layer(e, 1), ("layers.1.weights.4.2", "inputs.0"), ("layers.2", "inputs.0")),
        (
            lambda e: edits.move_layer(e, 0, 1),
            ("layers.0.units.3", "matrix.1"),
            ("layers.1.units.3", "matrix.0"),
        ),
        (lambda e: edits.remove_layer(e, 0), ("layers.0", "layers.1.units.1"), ("layers.0.units.1",)),
        (lambda e: edits.remove_neuron(e, 0, 2), ("layers.0.units.4",), ("layers.0.units.3",)),
        (lambda e: edits.remove_neuron(e, 0, 2), ("layers.1.weights.4.2",), ("layers.1.weights.3.2",)),
        (lambda e: edits.remove_neuron(e, 0, 2), ("layers.1.weights.2.2",), ("layers.1",)),
        (
            lambda e: edits.set_value(e, "data.features", ["x2", "x1"]),
            ("inputs.0", "layers.0.weights.1.2"),
            ("inputs.1", "layers.0.weights.0.2"),
        ),
    ],
)
def test_what_is_selected_is_followed_through_an_edit_and_back(selection, document, edit, targets, then):
    selection.set(*targets)
    document.replace(edit(document.experiment), "edit")
    assert selection.targets == then
    selection.set(*then)
    document.undo_stack.undo()
    assert set(selection.targets) <= {*targets, "layers.1"}
    selection.set(*targets)
    document.undo_stack.redo()
    assert selection.targets == then


def test_other_layers_altogether_keep_what_is_selected_by_number(selection, document):
    selection.set("layers.0.units.1", "layers.1.units.2")
    layers = [{"units": 3, "activation": "relu"}, {"units": 1, "activation": "sigmoid"}]
    document.replace(edits.set_value(document.experiment, "network.layers", layers), "edit")
    assert selection.targets == ("layers.0.units.1", "layers.1")
