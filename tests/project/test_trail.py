"""The path of a weight through training: from its start to now, within a few megabytes."""

import numpy as np
import pytest

import nndesk
from nndesk.project import edits
from nndesk.project.changes import parameter_index, parameter_key
from nndesk.project.run import Run
from nndesk.project.trail import Trail
from tests.experiments import tiny

PLACES = [(0, 1, 3), (1, 4, 2), (2, None, 0)]


def test_a_trail_thins_itself_evenly_and_never_holds_more_than_its_room():
    trail = Trail(2**20)  # room for four
    for epoch in range(1, 40):
        trail.add(epoch, np.array([float(epoch)]))
        points = trail.points()
        assert len(points.epochs) <= 4
        assert len({b - a for a, b in zip(points.epochs, points.epochs[1:], strict=False)}) <= 1
    assert trail.path(0, 100) == [(epoch, float(epoch)) for epoch in (8, 16, 24, 32)]
    assert trail.path(0, 20) == [(8, 8.0), (16, 16.0)]
    trail.cut(31)
    assert trail.points().epochs == (8, 16, 24)


def test_a_vector_too_large_for_two_is_not_kept():
    trail = Trail(3 * 2**20)
    trail.add(1, np.zeros(1))
    assert trail.points().epochs == ()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_the_path_is_what_the_weight_was_at_the_ends_of_epochs(place, precision):
    experiment = tiny(training__precision=precision)
    index = parameter_index(experiment, parameter_key(*place))
    run, seen = Run(experiment), []
    for _ in range(8):
        seen.append(float(run.parameters()[index]))
        run.train(1)
    seen.append(float(run.parameters()[index]))
    run.go_on()
    run.advance(2)
    seen.append(float(run.parameters()[index]))
    epochs, values = run.path(*place)
    assert epochs.tolist() == [*range(9), 8 + 2 / run.steps_per_epoch]
    assert np.array_equal(values, seen)


def test_epochs_of_batches_that_run_on_do_not_go_back():
    run = Run(tiny(training__batching="playground"))
    run.train(9)
    epochs, _ = run.path(0, 0, 0)
    assert epochs.tolist() == list(range(10))


def test_before_the_first_step_the_path_is_its_start():
    epochs, values = Run(tiny()).path(0, 0, 0)
    assert epochs.tolist() == [0.0]
    assert values.tolist() == [Run(tiny()).parameters()[0]]


def test_after_going_back_to_the_best_epoch_the_path_ends_there_and_goes_on_anew():
    experiment = tiny(data__kind="xor", optimizer__learning_rate=0.03, training__stop__epochs=None)
    run = Run(edits.set_value(experiment, "training.stop.patience", 7))
    run.train(60)
    assert run.stopped == "patience"
    best = run.epoch
    assert run.path(0, 0, 0)[0][-1] == best
    run.train(2)
    epochs, values = run.path(0, 0, 0)
    assert epochs.tolist() == list(range(best + 3))
    straight = Run(experiment)
    straight.train(best + 2)
    assert np.array_equal(values, straight.path(0, 0, 0)[1])


def test_a_value_set_by_hand_is_the_end_of_the_path():
    run = Run(tiny())
    run.train(3)
    run.set_parameters({"parameters.0.weights.0.0": 0.5})
    epochs, values = run.path(0, 0, 0)
    assert epochs.tolist() == [0, 1, 2, 3, 3]
    assert values[-1] == 0.5 != values[-2]


def test_the_path_of_a_run_put_aside_is_whole_and_that_of_a_file_begins_where_it_was_opened(tmp_path):
    run = Run(tiny())
    run.train(4)
    aside = Run(tiny(), run.record())
    aside.train(1)
    assert aside.path(0, 0, 0)[0].tolist() == [0, 1, 2, 3, 4, 5]
    assert run.path(0, 0, 0)[0].tolist() == [0, 1, 2, 3, 4]
    nndesk.save(run, tmp_path / "a.nnd")
    opened = nndesk.load_run(tmp_path / "a.nnd")
    opened.train(2)
    assert opened.path(0, 0, 0)[0].tolist() == [0, 5, 6]
    assert opened.path(0, 0, 0)[1][0] == run.path(0, 0, 0)[1][0]
