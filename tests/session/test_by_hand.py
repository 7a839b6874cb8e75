"""Weights and biases set by hand, undone and redone, while it trains or not."""

from math import inf, nan
from pathlib import Path

import numpy as np
import pytest

from nndesk.errors import InputError
from nndesk.project import edits, masks
from nndesk.project.changes import parameter_index, parameter_key
from nndesk.project.files import RunRecord
from nndesk.project.run import replayed
from tests.session.conftest import Desk

WEIGHT = (1, 4, 2)
BIAS = (0, None, 3)


def value(desk: Desk, place: tuple[int, int | None, int] = WEIGHT) -> float:
    at = parameter_index(desk.document.experiment, parameter_key(*place))
    return float(desk.shown.parameters[at])


def record(desk: Desk) -> RunRecord:
    with desk.qtbot.waitSignal(desk.controller.kept) as answer:
        desk.controller.keep()
    assert answer.args is not None
    return answer.args[0].record


def test_a_value_that_is_set_is_shown_recorded_undone_and_redone(desk: Desk):
    before = desk.train().parameters
    desk.controller.set_parameters({WEIGHT: 0.5, BIAS: -1}, "weight")
    after = desk.settle()
    assert (value(desk), value(desk, BIAS)) == (0.5, -1.0)
    assert np.count_nonzero(after.parameters != before) == 2
    assert desk.document.undo_stack.undoText() == "weight"
    assert np.array_equal(desk.undo().parameters, before)
    assert np.array_equal(desk.redo().parameters, after.parameters)
    run = record(desk)
    again = replayed(run.start, run.changes, run.step)
    assert np.array_equal(again.parameters(), run.parameters)


def test_metrics_follow_at_once(desk: Desk):
    before = desk.train().metrics["auc"]
    desk.controller.set_parameters({(2, source, 0): 0.0 for source in range(3)}, "weights")
    assert desk.settle().metrics["auc"] == 0.5 != before


def test_undo_after_more_training_puts_the_old_value_back_and_leaves_the_others(desk: Desk):
    desk.train()
    old = value(desk)
    desk.controller.set_parameters({WEIGHT: 0.5}, "weight")
    trained = desk.train()
    after = desk.undo()
    assert after.step == trained.step
    assert value(desk) == old
    assert np.count_nonzero(after.parameters != trained.parameters) == 1


def test_while_it_trains_a_value_is_a_change_between_two_steps(desk: Desk):
    start = desk.document.experiment
    desk.controller.play()
    desk.qtbot.waitUntil(lambda: desk.shown.step > 20)
    desk.controller.set_parameters({WEIGHT: 0.5}, "weight")
    assert desk.controller.playing
    desk.qtbot.waitUntil(lambda: desk.shown.handled >= desk.controller.sent)
    desk.document.undo_stack.undo()
    desk.controller.pause()
    desk.settle()
    run = record(desk)
    assert [set(dict(change.set)) for change in run.changes] == [{"parameters.1.weights.4.2"}] * 2
    assert np.array_equal(replayed(start, run.changes, run.step).parameters(), run.parameters)


def test_a_drag_is_one_step_with_what_was_there_before_it(desk: Desk):
    desk.train()
    old = value(desk)
    for number in (0.1, 0.2, 0.3):
        desk.controller.set_parameters({WEIGHT: number}, "weight", gesture=7)
    desk.settle()
    assert (desk.document.undo_stack.count(), value(desk)) == (1, 0.3)
    desk.undo()
    assert value(desk) == old
    desk.redo()
    assert value(desk) == 0.3


def test_a_drag_back_to_where_it_began_leaves_no_step(desk: Desk):
    desk.train()
    old = value(desk)
    for number in (0.1, 0.2, old):
        desk.controller.set_parameters({WEIGHT: number}, "weight", gesture=7)
    desk.settle()
    assert (desk.document.undo_stack.count(), value(desk)) == (0, old)
    assert not desk.document.dirty
    desk.controller.set_parameters({WEIGHT: old}, "weight")
    assert desk.document.undo_stack.count() == 0


def test_two_values_set_before_a_frame_comes_are_both_undone_exactly(desk: Desk):
    desk.train()
    old = value(desk)
    desk.controller.set_parameters({WEIGHT: 0.25}, "weight")
    desk.controller.set_parameters({WEIGHT: 0.5}, "weight")
    assert desk.undo().step == desk.shown.step
    assert value(desk) == 0.25
    desk.undo()
    assert value(desk) == old


def test_before_the_first_step_it_is_a_start_value_of_the_experiment(desk: Desk):
    drawn = value(desk)
    desk.controller.set_parameters({WEIGHT: 0.5}, "weight")
    desk.settle()
    assert desk.document.experiment.network.layers[1].values.weights == ((4, 2, 0.5),)
    assert value(desk) == 0.5
    assert desk.controller.start_parameters is not None
    assert np.array_equal(desk.controller.start_parameters, desk.shown.parameters)
    desk.undo()
    assert value(desk) == drawn


def test_a_drag_of_a_start_value_misses_no_value_while_the_run_is_opened(desk: Desk):
    for number in (0.1, 0.2, 0.3):
        desk.controller.set_parameters({WEIGHT: number}, "weight", gesture=7)
    desk.settle()
    assert desk.document.experiment.network.layers[1].values.weights == ((4, 2, 0.3),)
    assert desk.document.undo_stack.count() == 1


@pytest.mark.parametrize("trained", [0, 2])
@pytest.mark.parametrize(
    ("place", "number", "problem"),
    [
        ((0, 0, 0), 0.5, "is cut"),
        ((0, 2, 0), 0.5, "input 2 does not exist"),
        (WEIGHT, nan, "is NaN; needs a "),
        (WEIGHT, inf, "is Infinity; needs a "),
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_moves(desk: Desk, trained, place, number, problem):
    desk.document.replace(masks.cut_weight(desk.document.experiment, 0, 0, 0, True), "cut")
    desk.settle()
    if trained:
        desk.train(trained)
    before = desk.shown.parameters
    with pytest.raises(InputError, match=problem):
        desk.controller.set_parameters({place: number}, "weight")
    assert np.array_equal(desk.settle().parameters, before)
    assert desk.document.undo_stack.count() == 1
    assert desk.controller.error is None


def test_a_cut_that_is_undone_gives_the_weight_back(desk: Desk):
    desk.train()
    desk.controller.set_parameters({WEIGHT: 0.25}, "weight")
    desk.document.replace(masks.cut_weight(desk.document.experiment, *WEIGHT, True), "cut")
    desk.settle()
    assert value_when_cut(desk) == 0.0
    desk.undo()
    assert value(desk) == 0.25
    desk.redo()
    assert value_when_cut(desk) == 0.0
    desk.undo()
    desk.undo()
    run = record(desk)
    assert np.array_equal(replayed(run.start, run.changes, run.step).parameters(), run.parameters)


def value_when_cut(desk: Desk) -> float:
    joined = masks.cut_weight(desk.document.experiment, *WEIGHT, False)
    return float(desk.shown.parameters[parameter_index(joined, parameter_key(*WEIGHT))])


def test_a_cut_before_the_first_step_gives_the_start_value_back(desk: Desk):
    drawn = value(desk)
    desk.document.replace(masks.cut_weight(desk.document.experiment, *WEIGHT, True), "cut")
    desk.settle()
    assert value_when_cut(desk) == 0.0
    desk.undo()
    assert value(desk) == drawn


def test_undo_goes_back_over_a_change_of_shape_to_a_value_of_the_run_before_it(desk: Desk):
    desk.train()
    old = value(desk)
    desk.controller.set_parameters({WEIGHT: 0.5}, "weight")
    trained = desk.train()
    desk.document.replace(edits.add_neuron(desk.document.experiment, 0), "add neuron")
    desk.train()
    desk.controller.set_parameters({WEIGHT: 9.0}, "weight")
    desk.settle()
    desk.undo()
    again = desk.undo()
    assert (again.step, again.recorded) == (trained.step, trained.recorded)
    assert np.array_equal(again.parameters, trained.parameters)
    desk.undo()
    assert value(desk) == old
    desk.redo()
    assert value(desk) == 0.5
    assert np.count_nonzero(desk.shown.parameters != trained.parameters) == 1


def test_a_value_of_a_run_that_was_restarted_is_not_put_into_the_new_one(desk: Desk):
    start = desk.shown.parameters
    desk.train()
    desk.controller.set_parameters({WEIGHT: 0.5}, "weight")
    desk.settle()
    desk.controller.restart()
    desk.settle()
    assert np.array_equal(desk.undo().parameters, start)
    assert np.array_equal(desk.redo().parameters, start)


def test_a_value_makes_it_dirty_and_one_set_while_saving_stays_unsaved(desk: Desk):
    step = desk.train().step
    desk.controller.set_parameters({WEIGHT: 0.5}, "weight")
    assert desk.document.dirty
    document, moment = desk.document, desk.document.moment
    document.saved(Path("a.nnd"), document.experiment, step, moment)
    assert not document.dirty
    moment = document.moment
    desk.controller.set_parameters({WEIGHT: 0.75}, "weight")
    document.saved(Path("a.nnd"), document.experiment, step, moment)
    assert document.dirty
    desk.settle()
    desk.undo()
    assert not document.dirty


def test_what_was_out_of_range_is_not_put_back(desk: Desk):
    wild = {
        "data.kind": "reg_plane",
        **{f"network.layers.{layer}.activation": "linear" for layer in range(3)},
        "loss.kind": "mean_squared_error",
        "optimizer.kind": "sgd",
        "optimizer.learning_rate": 1e9,
    }
    desk.document.open(edits.set_values(desk.document.experiment, wild), None, None)
    desk.settle()
    while np.isfinite(desk.shown.parameters).all():
        assert desk.controller.stopped is None
        desk.controller.step_batch()
        desk.settle()
    desk.controller.set_parameters({WEIGHT: 0.5}, "weight")
    desk.settle()
    assert value(desk) == 0.5
    desk.undo()
    assert np.isfinite(desk.shown.parameters).all()
    assert desk.controller.error is None


def test_the_limit_of_undo_counts_values_too(desk: Desk):
    desk.document.set_undo_limit(2)
    desk.train()
    for number in (0.1, 0.2, 0.3):
        desk.controller.set_parameters({WEIGHT: number}, "weight")
    desk.settle()
    desk.undo()
    assert value(desk) == 0.2
    desk.undo()
    assert value(desk) == 0.1
    assert not desk.document.undo_stack.canUndo()
