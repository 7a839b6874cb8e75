"""What the window asks for reaches the training thread, and the newest frame comes back."""

import threading
from collections.abc import Iterator
from math import inf

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nndesk.project import edits
from nndesk.project.messages import Snapshot
from nndesk.project.run import Run, replayed
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from tests.experiments import tiny
from tests.session.conftest import Desk


@pytest.fixture
def document(qtbot: QtBot) -> Document:
    return Document(tiny(training__stop__epochs=None))


@pytest.fixture
def controller(document: Document, qtbot: QtBot) -> Iterator[Controller]:
    controller = Controller(document)
    controller.set_speed(inf)
    qtbot.waitUntil(lambda: controller.snapshot is not None)
    yield controller
    controller.close()


def until_step(qtbot: QtBot, controller: Controller, step: int) -> Snapshot:
    qtbot.waitUntil(lambda: controller.snapshot is not None and controller.snapshot.step >= step)
    assert controller.snapshot is not None
    return controller.snapshot


def paused(qtbot: QtBot, controller: Controller) -> Snapshot:
    with qtbot.waitSignal(controller.idle):
        controller.pause()
    assert controller.snapshot is not None
    return controller.snapshot


def test_play_trains_and_pause_stops(controller: Controller, qtbot: QtBot):
    controller.play()
    until_step(qtbot, controller, 50)
    controller.pause()
    assert not controller.playing
    last = paused_step = paused(qtbot, controller).step
    controller.look(sample=1)
    qtbot.waitUntil(lambda: controller.snapshot is not None and controller.snapshot.sample == 1)
    assert controller.snapshot is not None
    assert controller.snapshot.step == last == paused_step


def test_nothing_ticks_while_nothing_moves(controller: Controller, qtbot: QtBot):
    with qtbot.waitSignal(controller.idle):
        controller.step_batch()
    assert not controller.busy


def test_the_last_frame_of_an_epoch_step_is_shown(controller: Controller, qtbot: QtBot):
    with qtbot.waitSignal(controller.idle):
        controller.step_epoch()
    assert controller.snapshot is not None
    assert (controller.snapshot.epoch, controller.snapshot.step) == (1, controller.snapshot.steps_per_epoch)


def test_a_live_edit_keeps_the_generation_and_equals_a_headless_run(
    controller: Controller, document: Document, qtbot: QtBot
):
    start, generation = document.experiment, controller.generation
    controller.play()
    until_step(qtbot, controller, 20)
    document.replace(edits.set_value(start, "optimizer.learning_rate", 0.07), "learning rate")
    until_step(qtbot, controller, controller.snapshot.step + 20 if controller.snapshot else 0)
    assert controller.generation == generation
    assert controller.playing
    paused(qtbot, controller)
    with qtbot.waitSignal(controller.kept) as answer:
        controller.keep()
    record = answer.args[0].record
    assert [dict(change.set) for change in record.changes] == [{"optimizer.learning_rate": 0.07}]
    assert np.array_equal(replayed(start, record.changes, record.step).parameters(), record.parameters)


def test_undoing_a_change_of_shape_brings_the_trained_run_back(
    controller: Controller, document: Document, qtbot: QtBot
):
    controller.play()
    until_step(qtbot, controller, 30)
    before = paused(qtbot, controller)
    document.replace(edits.add_layer(document.experiment, 1), "add layer")
    qtbot.waitUntil(lambda: controller.snapshot is not None and controller.snapshot.step == 0)
    document.undo_stack.undo()
    after = until_step(qtbot, controller, before.step)
    assert (after.epoch, after.step) == (before.epoch, before.step)
    assert np.array_equal(after.parameters, before.parameters)
    assert np.array_equal(after.field, before.field)
    assert controller.history is not None
    assert len(controller.history) == before.recorded


def test_an_edit_of_shape_plays_on(controller: Controller, document: Document, qtbot: QtBot):
    controller.play()
    until_step(qtbot, controller, 30)
    document.replace(edits.add_neuron(document.experiment, 0), "add neuron")
    generation = controller.generation
    qtbot.waitUntil(lambda: controller.snapshot is not None and controller.snapshot.generation == generation)
    until_step(qtbot, controller, 30)
    assert controller.playing


def test_restart_shows_epoch_0_of_the_same_start(controller: Controller, document: Document, qtbot: QtBot):
    controller.play()
    until_step(qtbot, controller, 30)
    paused(qtbot, controller)
    controller.restart()
    qtbot.waitUntil(lambda: controller.snapshot is not None and controller.snapshot.step == 0)
    assert controller.snapshot is not None
    assert np.array_equal(controller.snapshot.parameters, Run(document.experiment).parameters())


def test_what_cannot_be_trained_is_said_and_an_edit_mends_it(
    controller: Controller, document: Document, qtbot: QtBot
):
    with qtbot.waitSignal(controller.failed) as failure:
        document.replace(edits.set_value(document.experiment, "data.kind", "reg_plane"), "data")
    assert "loss.kind: is binary_crossentropy" in str(failure.args[0])
    controller.play()
    assert not controller.playing
    with qtbot.waitSignal(controller.loaded):
        document.undo_stack.undo()
    assert controller.error is None


def test_the_stop_rule_pauses_and_play_goes_on_without_it(qtbot: QtBot):
    controller = Controller(Document(tiny()))
    controller.set_speed(inf)
    controller.play()
    qtbot.waitUntil(lambda: controller.stopped == "epochs")
    assert not controller.playing
    controller.play()
    until_step(qtbot, controller, 20 * 5)
    controller.close()


def test_closing_while_it_trains_ends_the_thread(qtbot: QtBot):
    controller = Controller(Document(tiny(training__stop__epochs=None)))
    controller.play()
    controller.close()
    assert "nndesk training" not in [thread.name for thread in threading.enumerate()]


def test_other_rows_forget_the_sample_and_other_layers_do_not(
    controller: Controller, document: Document, qtbot: QtBot
):
    controller.select_sample(7)
    with qtbot.waitSignal(controller.loaded):
        document.replace(edits.set_units(document.experiment, 0, 4), "neurons")
    assert (controller.sample, controller.sample_marked) == (7, True)
    with qtbot.waitSignal(controller.sample_changed):
        document.replace(edits.set_data_kind(document.experiment, "circle"), "data")
    assert not controller.sample_marked


def test_a_point_stays_while_the_data_are_of_its_kind(
    controller: Controller, document: Document, qtbot: QtBot
):
    controller.set_probe((1.0, -2.0))
    for key, value in (
        ("data.features", ["x1", "x2", "sin_x1"]),
        ("data.seed", 5),
        ("data.scaling", "standard"),
    ):
        with qtbot.waitSignal(controller.loaded):
            document.replace(edits.set_value(document.experiment, key, value), "data")
        assert controller.probe == (1.0, -2.0)
    with qtbot.waitSignal(controller.loaded):
        document.open(document.experiment, None, None)
    assert controller.probe is None
    controller.set_probe((1.0, -2.0))
    with qtbot.waitSignal(controller.loaded):
        document.replace(edits.set_data_kind(document.experiment, "circle"), "data")
    assert controller.probe is None


def test_a_sample_out_of_reach_is_the_nearest_there_is(controller: Controller, qtbot: QtBot):
    controller.select_sample(10**6)
    assert controller.sample == 59
    controller.select_sample(-3)
    assert controller.sample == 0


def test_a_probe_of_other_data_is_not_shown(controller: Controller, qtbot: QtBot):
    controller.set_probe((1.0, 2.0, 3.0))
    qtbot.waitUntil(lambda: not controller.busy)
    assert controller.snapshot is not None
    assert controller.snapshot.probe is None
    assert len(controller.snapshot.activations[0]) == 2


def test_what_is_asked_for_after_closing_starts_nothing(controller: Controller):
    controller.close()
    controller.look(hardest=True)
    controller.play()
    assert not controller.busy


def test_reaching_an_epoch_stops_there_whatever_the_speed(controller: Controller, qtbot: QtBot):
    controller.set_speed(1.0)
    with qtbot.waitSignal(controller.idle):
        controller.reach(2.5)
    assert controller.snapshot is not None
    spe = controller.snapshot.steps_per_epoch
    assert (controller.snapshot.epoch, controller.snapshot.step) == (2, 2 * spe + spe // 2)
    with qtbot.waitSignal(controller.idle):
        controller.reach(1.0)
    assert controller.snapshot.epoch == 2, "what is behind is not gone back to"


def test_reaching_goes_beyond_the_last_epoch(controller: Controller, document: Document, qtbot: QtBot):
    document.replace(edits.set_value(document.experiment, "training.stop.epochs", 2), "")
    with qtbot.waitSignal(controller.idle):
        controller.reach(4)
    assert controller.snapshot is not None
    assert controller.snapshot.epoch == 4


def test_a_run_that_is_begun_keeps_no_weights_and_undo_finds_the_one_before(
    controller: Controller, document: Document, qtbot: QtBot
):
    first = document.experiment
    with qtbot.waitSignal(controller.idle):
        controller.reach(3)
    assert controller.snapshot is not None
    trained = controller.snapshot.parameters
    wider = edits.set_value(first, "network.layers.0.units", 7)
    for experiment in (wider, first, wider):
        with qtbot.waitSignal(controller.idle):
            controller.begin(experiment, None, "lesson", gesture=-1)
        assert controller.snapshot.epoch == 0
        assert np.array_equal(controller.snapshot.parameters, Run(experiment).parameters())
    assert document.undo_stack.count() == 1
    with qtbot.waitSignal(controller.idle):
        document.undo_stack.undo()
    assert document.experiment == first
    assert np.array_equal(controller.snapshot.parameters, trained)


def test_a_run_is_begun_where_a_record_has_it(controller: Controller, document: Document, qtbot: QtBot):
    run = Run(document.experiment)
    run.train(2)
    with qtbot.waitSignal(controller.idle):
        controller.begin(document.experiment, run.record(), "lesson")
    assert controller.snapshot is not None
    assert np.array_equal(controller.snapshot.parameters, run.parameters())
    assert document.undo_stack.count() == 1
    with qtbot.waitSignal(controller.idle):
        document.undo_stack.undo()
    assert controller.snapshot.epoch == 0, "the run that was there before, of the same experiment"
    with qtbot.waitSignal(controller.idle):
        document.undo_stack.redo()
    assert controller.snapshot.epoch == 2


def test_a_live_edit_of_a_run_that_was_begun_goes_on_with_it(
    controller: Controller, document: Document, qtbot: QtBot
):
    controller.begin(document.experiment, None, "lesson", gesture=-1)
    with qtbot.waitSignal(controller.idle):
        controller.reach(3)
    faster = edits.set_value(document.experiment, "optimizer.learning_rate", 0.5)
    with qtbot.waitSignal(controller.idle):
        document.replace(faster, "lesson", -1)
    assert controller.snapshot is not None
    assert controller.snapshot.epoch == 3
    assert document.undo_stack.count() == 1
    with qtbot.waitSignal(controller.idle):
        document.undo_stack.undo()
    assert controller.snapshot.epoch == 0


def test_a_run_of_a_document_that_was_given_up_does_not_come_back_in_another(desk: Desk):
    first = desk.document.experiment
    start = desk.shown.parameters
    desk.train()
    desk.document.open(edits.set_units(first, 0, 2), None, None)
    desk.settle()
    desk.document.replace(first, "neurons")  # there the same network begins anew
    assert desk.settle().step == 0
    assert np.array_equal(desk.shown.parameters, start)
