"""Weights that a change of shape keeps, found through the names that neurons carry from edit to edit."""

import zipfile
from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import nndesk
from nndesk.errors import InputError
from nndesk.project import edits, masks
from nndesk.project.build import start_network
from nndesk.project.carry import carried_start, keeps_weights, kept_places
from nndesk.project.run import Run, replayed
from nndesk.project.spec import Experiment, encode
from tests.experiments import tiny
from tests.strategies import PATIENT

Edit = Callable[[Experiment], Experiment]


def tagged(experiment: Experiment) -> np.ndarray:
    """A number of its own for each parameter, which no network starts with."""
    return 1000.0 + np.arange(start_network(experiment).size)


def kept(old: Experiment, new: Experiment) -> list[tuple[np.ndarray, np.ndarray]]:
    """Per layer of ``new``, which parameters of ``old`` its weights and biases have; -1: drawn."""
    flat = carried_start(old, tagged(old), new)
    network = start_network(new)
    network.set_parameters(np.where(flat < 999.0, -1.0, flat - 1000.0))
    return [(network.weights(i).copy(), network.bias(i).copy()) for i in range(len(network.layers))]


def numbered(experiment: Experiment) -> list[tuple[np.ndarray, np.ndarray]]:
    network = start_network(experiment)
    network.set_parameters(tagged(experiment) - 1000.0)
    return [(network.weights(i).copy(), network.bias(i).copy()) for i in range(len(network.layers))]


def equal(one: list[tuple[np.ndarray, np.ndarray]], other: list[tuple[np.ndarray, np.ndarray]]) -> bool:
    return all(
        np.array_equal(a, b) for x, y in zip(one, other, strict=True) for a, b in zip(x, y, strict=True)
    )


def test_a_neuron_that_goes_from_the_middle_leaves_the_right_ones():
    old = tiny()
    (w0, b0), (w1, b1), (w2, b2) = numbered(old)
    expected = [(np.delete(w0, 1, 1), np.delete(b0, 1)), (np.delete(w1, 1, 0), b1), (w2, b2)]
    assert equal(kept(old, edits.remove_neuron(old, 0, 1)), expected)


def test_a_new_neuron_is_drawn_as_it_would_be_and_the_others_stay():
    old = tiny()
    (w0, b0), (w1, b1), last = numbered(old)
    new = edits.add_neuron(old, 0)
    blank = [np.hstack((w0, np.full((2, 1), -1.0))), np.append(b0, -1.0)]
    assert equal(kept(old, new), [tuple(blank), (np.vstack((w1, np.full((1, 3), -1.0))), b1), last])
    flat, drawn = carried_start(old, tagged(old), new), start_network(new).parameters()
    assert np.array_equal(flat[flat < 999], drawn[flat < 999])


def test_several_edits_in_a_row_keep_what_all_of_them_keep():
    old = tiny()
    (w0, b0), (w1, b1), last = numbered(old)
    new = edits.add_neuron(edits.remove_neuron(edits.remove_neuron(old, 0, 3), 0, 0), 0)
    stay, new_one = [1, 2, 4], np.full((2, 1), -1.0)
    expected = [
        (np.hstack((w0[:, stay], new_one)), np.append(b0[stay], -1.0)),
        (np.vstack((w1[stay], np.full((1, 3), -1.0))), b1),
        last,
    ]
    assert equal(kept(old, new), expected)


def test_an_inserted_layer_leaves_the_biases_behind_it_and_what_it_does_not_touch():
    old = tiny()
    first, (_, b1), last = numbered(old)
    found = kept(old, edits.add_layer(old, 1))
    assert equal([found[0], found[3]], [first, last])
    assert (found[1][0] == -1).all()
    assert (found[2][0] == -1).all()
    assert np.array_equal(found[2][1], b1)


def test_a_layer_that_goes_and_one_that_moves_leave_the_others():
    old = edits.add_layer(edits.add_layer(tiny(), 1), 1)  # 2-5-5-5-3-1
    numbers = numbered(old)
    found = kept(old, edits.remove_layer(old, 1))
    assert equal([found[0], found[2], found[3]], [numbers[0], numbers[3], numbers[4]])
    assert (found[1][0] == -1).all()
    assert np.array_equal(found[1][1], numbers[2][1])
    moved = kept(old, edits.move_layer(old, 0, 2))
    assert (moved[0][0] == -1).all()
    assert np.array_equal(moved[0][1], numbers[1][1])
    assert equal([moved[1]], [numbers[2]])  # its source moved with it
    assert np.array_equal(moved[2][1], numbers[0][1])
    assert (moved[2][0] == -1).all()


def test_a_copy_is_fed_by_the_same_weights_and_feeds_drawn_ones():
    old = tiny()
    (w0, b0), (w1, b1), last = numbered(old)
    once = edits.copy_neuron(old, 0, 2)
    found = kept(old, once)
    assert np.array_equal(found[0][0], w0[:, [0, 1, 2, 3, 4, 2]])
    assert np.array_equal(found[0][1], b0[[0, 1, 2, 3, 4, 2]])
    assert np.array_equal(found[1][0], np.vstack((w1, np.full((1, 3), -1.0))))
    assert equal([found[2]], [last])
    assert np.array_equal(found[1][1], b1)
    later = kept(once, edits.remove_neuron(once, 0, 2))  # the copy stands for itself now
    assert np.array_equal(later[0][0], numbered(once)[0][0][:, [0, 1, 3, 4, 5]])


def test_inputs_are_the_same_ones_by_their_names():
    old = tiny(data__features=["x1", "x2", "x1_x2"])
    (w0, b0), *rest = numbered(old)
    new = edits.set_value(old, "data.features", ["x1_x2", "sin_x1", "x1"])
    found = kept(old, new)
    assert np.array_equal(found[0][0], np.vstack((w0[2], np.full(5, -1.0), w0[0])))
    assert equal(found[1:], rest)
    assert np.array_equal(found[0][1], b0)


SHAPES: dict[str, Edit] = {
    "add": lambda e: edits.add_neuron(e, 0),
    "remove": lambda e: edits.remove_neuron(e, 0, 2),
    "units": lambda e: edits.set_value(e, "network.layers.1.units", 7),
    "insert": lambda e: edits.add_layer(e, 1),
    "delete": lambda e: edits.remove_layer(e, 1),
    "move": lambda e: edits.move_layer(e, 0, 1),
    "duplicate": lambda e: edits.duplicate_layer(e, 0),
    "copy": lambda e: edits.copy_neuron(e, 0, 0),
    "features": lambda e: edits.set_value(e, "data.features", ["x1", "x2", "x1_x2"]),
    "add and cut": lambda e: masks.cut_weight(edits.add_neuron(e, 0), 0, 0, 0, True),
}
OTHERS: dict[str, Edit] = {
    "nothing": lambda e: e,
    "data": lambda e: edits.set_data_kind(e, "moons"),
    "points": edits.new_points,
    "samples": lambda e: edits.set_value(e, "data.samples", 80),
    "seed": edits.new_start,
    "seed of a layer": lambda e: edits.new_layer_start(e, 0),
    "start value": lambda e: masks.set_start_value(e, 0, 0, 0, 0.5),
    "activation": lambda e: edits.set_activation(e, 0, "relu"),
    "a second output": lambda e: edits.set_activation(e, 2, "softmax"),
    "loss": lambda e: edits.set_loss(e, "mse"),
    "optimizer": lambda e: edits.set_value(e, "optimizer.kind", "sgd"),
    "batch": lambda e: edits.set_value(e, "training.batch_size", 5),
    "add and activation": lambda e: edits.set_activation(edits.add_neuron(e, 0), 0, "relu"),
    "other layers": lambda e: edits.set_value(e, "network.layers", [{"units": 4}, {"units": 1}]),
}


@pytest.mark.parametrize("edit", SHAPES.values(), ids=SHAPES)
def test_a_change_of_shape_keeps_weights(edit):
    assert keeps_weights(tiny(), edit(tiny())) is False  # of another experiment nothing is known
    old = tiny()
    assert keeps_weights(old, edit(old))


@pytest.mark.parametrize("edit", OTHERS.values(), ids=OTHERS)
def test_what_else_begins_anew_keeps_none(edit):
    old = tiny()
    assert not keeps_weights(old, edit(old))


def test_names_are_no_part_of_what_an_experiment_is():
    there_and_back = edits.remove_neuron(edits.add_neuron(tiny(), 0), 0)
    assert there_and_back == tiny()
    assert hash(there_and_back) == hash(tiny())
    assert encode(there_and_back) == encode(tiny())


GESTURES: list[Callable[[Experiment, int, int], Experiment]] = [
    lambda e, n, m: edits.add_layer(e, n % len(e.network.layers)),
    lambda e, n, m: edits.remove_layer(e, n % len(e.network.layers)),
    lambda e, n, m: edits.move_layer(e, n % len(e.network.layers), m % len(e.network.layers)),
    lambda e, n, m: edits.add_neuron(e, n % len(e.network.layers)),
    lambda e, n, m: edits.remove_neuron(e, n % len(e.network.layers), m % 3),
    lambda e, n, m: edits.copy_neuron(e, n % len(e.network.layers), m % 3),
    lambda e, n, m: edits.set_value(e, "data.features", ["x1_x2", "x2", "x1"][n % 3 :]),
]


@PATIENT
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5), st.integers(0, 5)), max_size=7))
@example([(4, 1, 0), (5, 1, 0), (5, 1, 2)])  # a copy of a copy
def test_every_row_of_edits_carries_what_its_start_values_say_it_carries(gestures):
    """Edits take start values set by hand along with their neurons: another way to the same answer."""
    old = tiny()
    values = {}
    for number, place in enumerate(start_network(old).layout):
        inputs, units = place.shape
        values[f"network.layers.{number}.values.weights"] = [
            [i, u, 1000.0 + place.weights.start + i * units + u]
            for i, u in product(range(inputs), range(units))
        ]
        values[f"network.layers.{number}.values.bias"] = [
            [u, 1000.0 + place.bias.start + u] for u in range(units)
        ]
    new, done = edits.set_values(old, values), 0
    for gesture, n, m in gestures:
        try:
            new, done = GESTURES[gesture](new, n, m), done + 1
        except InputError:
            continue
    said = start_network(new).parameters()
    to, of = kept_places(old, new)
    found = np.full(len(said), -1.0)
    found[to] = 1000.0 + of
    assert np.array_equal(found[said >= 1000], said[said >= 1000])
    if done < 2:  # what an edit forgets, the next one may make right: a layer comes and goes
        assert (found[said < 1000] == -1).all()


# -- a run that begins with them ------------------------------------------------------------


def carried_run(**changes: object) -> Run:
    """A run after a change of shape: 2-6-3-1 with weights of 2-5-3-1 after four epochs."""
    old = tiny(**changes)
    before = Run(old)
    before.train(4)
    new = edits.add_neuron(old, 0)
    return Run(new, carried=carried_start(old, before.parameters(), new))


def test_a_run_begins_with_them_and_measures_them():
    run = carried_run()
    assert run.carried is not None
    assert np.array_equal(run.parameters(), run.carried)
    assert np.array_equal(run.start_parameters, run.carried)
    assert run.step == 0
    assert run.loss.train < Run(run.experiment).loss.train


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_ten_epochs_are_four_and_six_through_a_file_byte_for_byte(tmp_path, precision):
    whole, half = (carried_run(training__precision=precision) for _ in range(2))
    whole.train(10)
    half.train(4)
    nndesk.save(half, tmp_path / "a.nnd")
    again = nndesk.load_run(tmp_path / "a.nnd")
    again.train(6)
    assert again.parameters().tobytes() == whole.parameters().tobytes()
    assert again.history.train.tobytes() == whole.history.train.tobytes()
    nndesk.save(whole, tmp_path / "whole.nnd")
    nndesk.save(again, tmp_path / "again.nnd")
    assert (tmp_path / "whole.nnd").read_bytes() == (tmp_path / "again.nnd").read_bytes()
    with zipfile.ZipFile(tmp_path / "again.nnd") as archive:
        assert "start.safetensors" in archive.namelist()


def test_start_changes_and_step_give_every_number_again():
    run = carried_run()
    run.set_parameters({"parameters.0.weights.1.2": 0.5})
    run.train(2)
    run.apply(edits.set_value(run.experiment, "optimizer.learning_rate", 0.05))
    run.train(2)
    again = replayed(run.start, run.changes, run.step, run.carried)
    assert np.array_equal(again.parameters(), run.parameters())
    assert np.array_equal(again.history.train, run.history.train)


def test_patience_goes_back_over_a_file_to_numbers_of_the_same_start(tmp_path):
    def patient() -> Run:
        run = carried_run(data__kind="xor", optimizer__learning_rate=0.03)
        run.apply(edits.set_value(run.experiment, "training.stop.patience", 7))
        return run

    whole = patient()
    whole.train(60)
    assert whole.stopped == "patience"
    half = patient()
    half.train(whole.epoch + 3)
    nndesk.save(half, tmp_path / "a.nnd")
    again = nndesk.load_run(tmp_path / "a.nnd")
    again.train(60)
    assert (again.stopped, again.epoch) == ("patience", whole.epoch)
    assert np.array_equal(again.parameters(), whole.parameters())


def test_edges_that_are_cut_at_the_start_are_0_and_come_back_with_what_was_carried():
    run = carried_run()
    assert run.carried is not None
    cut = masks.cut_weight(run.experiment, 0, 1, 2, True)
    run.apply(cut)
    assert run.layers.weights(0)[1, 2] == 0.0
    assert np.count_nonzero(run.parameters() != run.carried) == 1
    run.apply(masks.cut_weight(run.experiment, 0, 1, 2, False))
    assert np.array_equal(run.parameters(), run.carried)
