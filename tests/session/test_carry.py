"""A change of shape keeps trained weights; undo, redo and restart know which start is whose."""

from pathlib import Path

import numpy as np

from nndesk.project import edits
from nndesk.project.build import start_network
from nndesk.project.carry import kept_places
from nndesk.project.run import Run
from nndesk.project.spec import Experiment
from tests.session.conftest import Desk
from tests.session.test_by_hand import WEIGHT, record, value


def reshape(desk: Desk, new: Experiment) -> None:
    desk.document.replace(new, "shape")
    desk.settle()


def test_neurons_that_stay_keep_their_trained_weights_and_others_are_drawn(desk: Desk):
    old, trained = desk.document.experiment, desk.train(5)
    reshape(desk, edits.remove_neuron(edits.add_neuron(old, 1), 0, 1))
    to, of = kept_places(old, desk.document.experiment)
    expected = start_network(desk.document.experiment).parameters()
    expected[to] = trained.parameters[of]
    assert len(to) == 8 + 4 + 12 + 3 + 4
    assert (desk.shown.epoch, desk.shown.step) == (0, 0)
    assert np.array_equal(desk.shown.parameters, expected)
    assert desk.controller.run is not None
    assert desk.controller.run.carried
    assert desk.controller.start_parameters is not None
    assert np.array_equal(desk.controller.start_parameters, expected)


def test_before_the_first_step_there_is_nothing_to_keep(desk: Desk):
    reshape(desk, edits.add_neuron(desk.document.experiment, 0))
    assert np.array_equal(desk.shown.parameters, Run(desk.document.experiment).parameters())
    assert desk.controller.run is not None
    assert not desk.controller.run.carried
    assert record(desk).carried is None


def test_what_was_kept_is_kept_again_before_the_first_step(desk: Desk):
    desk.train()
    reshape(desk, edits.add_neuron(desk.document.experiment, 0))
    before = value(desk)
    reshape(desk, edits.add_neuron(desk.document.experiment, 1))
    assert desk.shown.step == 0
    assert value(desk) == before


def test_other_data_begin_with_drawn_values(desk: Desk):
    desk.train()
    reshape(desk, edits.set_data_kind(desk.document.experiment, "moons"))
    assert np.array_equal(desk.shown.parameters, Run(desk.document.experiment).parameters())


def test_undo_and_redo_bring_both_runs_back_exactly(desk: Desk):
    old = desk.train(4)
    reshape(desk, edits.add_neuron(desk.document.experiment, 0))
    new = desk.train(2)
    start = desk.controller.start_parameters
    undone = desk.undo()
    assert (undone.step, undone.recorded) == (old.step, old.recorded)
    assert np.array_equal(undone.parameters, old.parameters)
    redone = desk.redo()
    assert (redone.step, redone.recorded) == (new.step, new.recorded)
    assert np.array_equal(redone.parameters, new.parameters)
    assert start is not None
    assert desk.controller.start_parameters is not None
    assert np.array_equal(desk.controller.start_parameters, start)


def test_a_shape_that_was_there_before_keeps_the_newer_weights_and_undo_finds_both(desk: Desk):
    old = desk.train(4)
    reshape(desk, edits.add_neuron(desk.document.experiment, 0))
    desk.train(2)
    newer = value(desk)
    reshape(desk, edits.remove_neuron(desk.document.experiment, 0))
    assert (desk.shown.step, value(desk)) == (0, newer)
    third = desk.train(1)
    desk.undo()
    assert np.array_equal(desk.undo().parameters, old.parameters)
    desk.redo()
    assert np.array_equal(desk.redo().parameters, third.parameters)


def test_restart_draws_the_start_anew_and_undo_still_finds_the_old_run(desk: Desk):
    old = desk.train()
    reshape(desk, edits.add_neuron(desk.document.experiment, 0))
    desk.train()
    desk.controller.restart()
    desk.settle()
    drawn = Run(desk.document.experiment).parameters()
    assert np.array_equal(desk.shown.parameters, drawn)
    assert record(desk).carried is None
    assert np.array_equal(desk.undo().parameters, old.parameters)
    assert np.array_equal(desk.redo().parameters, drawn)


def test_an_undone_click_back_to_other_data_finds_the_run_it_had_opened(desk: Desk):
    first = desk.document.experiment
    trained = desk.train(3)
    reshape(desk, edits.set_data_kind(first, "moons"))
    reshape(desk, edits.set_data_kind(desk.document.experiment, "spiral"))
    assert np.array_equal(desk.shown.parameters, trained.parameters)  # as it stood
    reshape(desk, edits.add_neuron(desk.document.experiment, 0))
    assert np.array_equal(desk.undo().parameters, trained.parameters)


def test_a_live_edit_and_its_undo_leave_the_run_its_start(desk: Desk):
    desk.train()
    reshape(desk, edits.add_neuron(desk.document.experiment, 0))
    start = desk.shown.parameters
    desk.document.replace(edits.set_value(desk.document.experiment, "optimizer.learning_rate", 0.1), "rate")
    desk.train()
    reshape(desk, edits.add_neuron(desk.document.experiment, 0))
    desk.undo()
    assert desk.controller.start_parameters is not None
    assert np.array_equal(desk.controller.start_parameters, start)
    desk.undo()
    assert np.array_equal(desk.controller.start_parameters, start)


def test_at_the_start_of_a_run_that_kept_weights_a_value_is_a_change_of_the_run(desk: Desk):
    desk.train()
    reshape(desk, edits.add_neuron(desk.document.experiment, 0))
    before = desk.shown
    desk.controller.set_parameters({WEIGHT: 0.5}, "weight")
    after = desk.settle()
    assert (value(desk), after.step) == (0.5, 0)
    assert after.train_loss != before.train_loss
    assert np.count_nonzero(after.parameters != before.parameters) == 1
    assert np.array_equal(desk.undo().parameters, before.parameters)
    assert desk.shown.train_loss == before.train_loss


def test_an_opened_file_goes_on_from_its_own_start_and_restart_draws(desk: Desk):
    desk.train()
    reshape(desk, edits.add_neuron(desk.document.experiment, 0))
    desk.train()
    kept = record(desk)
    desk.document.open(desk.document.experiment, Path("a.nnd"), kept)
    opened = desk.settle()
    assert np.array_equal(opened.parameters, kept.parameters)
    assert desk.controller.start_parameters is not None
    assert kept.carried is not None
    assert np.array_equal(desk.controller.start_parameters, kept.carried)
    desk.controller.restart()
    desk.settle()
    assert np.array_equal(desk.shown.parameters, Run(desk.document.experiment).parameters())


def test_playing_goes_on_with_the_weights_that_stay(desk: Desk):
    desk.train(30)
    desk.controller.play()
    features = ["x1", "x2", "x1_x2"]
    desk.document.replace(edits.set_value(desk.document.experiment, "data.features", features), "features")
    generation = desk.controller.generation
    desk.qtbot.waitUntil(
        lambda: (
            desk.controller.shown is not None
            and desk.controller.shown.generation == generation
            and desk.controller.shown.step > 0
        )
    )
    assert desk.controller.playing
    assert desk.controller.history is not None
    drawn = Run(desk.document.experiment).loss.train
    assert desk.controller.history.train[0] != drawn
