"""The training thread: what goes in, what comes out, and that nothing depends on the timing."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import inf

import numpy as np
import pytest

from nndesk.errors import InputError
from nndesk.project import edits
from nndesk.project.changes import parameter_index
from nndesk.project.messages import (
    Advance,
    Apply,
    Command,
    Event,
    Failed,
    Idle,
    Keep,
    Kept,
    Load,
    Loaded,
    Look,
    Pause,
    Play,
    SetParameters,
    Snapshot,
    Speed,
    Stopped,
    Want,
    predicted_rows,
)
from nndesk.project.pace import Pace
from nndesk.project.run import Run, quiet_numbers, replayed
from nndesk.project.shelf import Shelf
from nndesk.project.spec import Experiment
from nndesk.project.worker import Worker
from tests.experiments import tiny

PATIENCE = 20.0


class Desk:
    """A worker with somebody who listens."""

    def __init__(self) -> None:
        self.worker = Worker()
        self.events: list[Event] = []
        self.sent = 0
        self.worker.start()

    def send(self, *commands: object) -> None:
        for command in commands:
            self.sent += 1
            self.worker.send(command)  # pyright: ignore

    def until(self, found: Callable[[], object]) -> None:
        """Listen until ``found`` holds; there is no other end than an event or a snapshot."""
        end = time.monotonic() + PATIENCE
        while not found():
            self.events += self.worker.take_events()
            assert time.monotonic() < end, self.events
        self.events += self.worker.take_events()

    def settle(self) -> None:
        """Until all that was sent is done and nothing moves."""
        self.until(lambda: Idle(self.sent) in self.events)

    def snapshot(self, *commands: object) -> Snapshot:
        """The frame of the moment when all that was sent is done."""
        self.send(*commands)
        self.settle()
        self.send(Want())
        self.settle()
        snapshot = self.worker.mailbox.take()
        assert snapshot is not None, self.events
        return snapshot

    def kept(self) -> Kept:
        self.send(Keep(99))
        self.settle()
        return [event for event in self.events if isinstance(event, Kept)][-1]


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.worker.close()


def test_a_load_answers_and_its_first_frame_is_epoch_0(desk: Desk, experiment: Experiment):
    snapshot = desk.snapshot(Load(1, experiment))
    assert any(isinstance(event, Loaded) and event.generation == 1 for event in desk.events)
    assert (snapshot.generation, snapshot.epoch, snapshot.step, snapshot.recorded) == (1, 0, 0, 1)
    assert np.array_equal(snapshot.parameters, Run(experiment).parameters())


def test_play_stops_by_the_rule_and_says_so(desk: Desk, experiment: Experiment):
    desk.send(Load(1, experiment), Speed(inf), Play())
    desk.settle()
    assert Stopped(1, "epochs", 12) in desk.events
    headless = Run(experiment)
    headless.train()
    kept = desk.kept().record
    assert kept is not None
    assert np.array_equal(kept.parameters, headless.parameters())
    assert np.array_equal(kept.train, headless.history.train)


def test_patience_stops_at_the_best_epoch_and_play_goes_on_without_it(desk: Desk):
    patient = tiny(data__kind="xor", optimizer__learning_rate=0.03, training__stop__epochs=40)
    patient = edits.set_value(patient, "training.stop.patience", 7)
    headless = Run(patient)
    headless.train()
    desk.send(Load(1, patient), Speed(inf), Play())
    desk.settle()
    snapshot = desk.snapshot()
    assert Stopped(1, "patience", headless.epoch) in desk.events
    assert (snapshot.epoch, snapshot.recorded) == (headless.epoch, len(headless.history))
    assert snapshot.test_loss == headless.loss.test
    assert np.array_equal(snapshot.parameters, headless.parameters())
    desk.send(Play())
    desk.settle()
    snapshot = desk.snapshot()
    assert Stopped(1, "epochs", 40) in desk.events
    assert (snapshot.epoch, snapshot.recorded) == (40, 41)
    desk.send(Load(2, patient, anew=True), Play())
    desk.settle()
    assert Stopped(2, "patience", headless.epoch) in desk.events


def test_one_batch_and_the_rest_of_the_epoch(desk: Desk, experiment: Experiment):
    assert desk.snapshot(Load(1, experiment), Advance(whole_epoch=False)).step == 1
    after = desk.snapshot(Advance(whole_epoch=True))
    assert (after.step, after.epoch) == (after.steps_per_epoch, 1)
    assert desk.snapshot(Advance(whole_epoch=True)).epoch == 2


def test_frames_asked_for_do_not_change_a_bit(desk: Desk):
    experiment = tiny(training__stop__epochs=60)
    close = Look(unit=(0, 1), weight=(1, 2, 0))
    desk.send(Load(1, experiment), close, Speed(inf), Play(), Want())
    frames = 0
    while not any(isinstance(event, Stopped) for event in desk.events):
        desk.events += desk.worker.take_events()
        if desk.worker.mailbox.take() is not None:
            frames += 1
            desk.send(Want())  # one at a time, as the window asks
    headless = Run(experiment)
    headless.train()
    kept = desk.kept().record
    assert frames > 0
    assert kept is not None
    assert np.array_equal(kept.parameters, headless.parameters())


def test_a_rate_edit_while_it_trains_equals_a_headless_run_with_that_change(desk: Desk):
    experiment = tiny(training__stop__epochs=None)
    changed = edits.set_value(experiment, "optimizer.learning_rate", 0.2)
    desk.send(Load(1, experiment), Speed(inf), Play(), Want())
    desk.until(lambda: (seen := desk.worker.mailbox.take()) is not None and seen.generation == 1)
    desk.send(Apply(changed), Want())
    desk.until(lambda: desk.worker.mailbox.take() is not None)
    desk.send(Pause())
    record = desk.kept().record
    assert record is not None
    assert len(record.changes) == 1
    assert record.step > record.changes[0].step > 0
    headless = replayed(experiment, record.changes, record.step)
    assert np.array_equal(headless.parameters(), record.parameters)
    assert not any(isinstance(event, Loaded) and event.generation != 1 for event in desk.events)


def test_loading_an_experiment_that_was_put_aside_opens_its_run_again(desk: Desk, experiment: Experiment):
    before = desk.snapshot(Load(1, experiment), Advance(whole_epoch=True), Advance(whole_epoch=False))
    other = desk.snapshot(Load(2, edits.add_neuron(experiment, 0)))
    assert (other.generation, other.step) == (2, 0)
    after = desk.snapshot(Load(3, experiment))
    assert after.generation == 3
    assert np.array_equal(after.parameters, before.parameters)
    assert np.array_equal(after.field, before.field)
    assert (after.epoch, after.step, after.recorded) == (before.epoch, before.step, before.recorded)


def test_restart_goes_back_to_the_same_start_values(desk: Desk, experiment: Experiment):
    first = desk.snapshot(Load(1, experiment))
    desk.snapshot(Advance(whole_epoch=True))
    again = desk.snapshot(Load(2, experiment, anew=True))
    assert again.step == 0
    assert np.array_equal(again.parameters, first.parameters)


def test_a_playing_run_plays_on_after_a_rebuild(desk: Desk, experiment: Experiment):
    endless = tiny(training__stop__epochs=None)
    desk.send(Load(1, endless), Speed(inf), Play(), Load(2, edits.add_neuron(endless, 0)), Want())
    steps: list[int] = []

    def moving() -> bool:
        snapshot = desk.worker.mailbox.take()
        if snapshot is not None:
            steps.append(snapshot.step)
            desk.send(Want())
        return len(steps) > 3

    desk.until(moving)
    assert steps[0] < steps[-1]


def test_what_cannot_be_trained_is_reported_and_the_worker_lives_on(desk: Desk, experiment: Experiment):
    points = tiny(data__kind="points", data__rows=[[1, 2, 0], [2, 1, 1]])
    desk.send(Load(1, points), Play())
    desk.settle()
    failed = [event for event in desk.events if isinstance(event, Failed)]
    assert len(failed) == 1
    assert isinstance(failed[0].error, InputError)
    assert failed[0].error.place == "data.kind"
    assert desk.snapshot(Load(2, experiment)).generation == 2


def test_divergence_is_an_event_and_the_last_finite_state_is_kept(desk: Desk):
    experiment = tiny(
        data__kind="reg_plane",
        network__layers__0__activation="linear",
        network__layers__1__activation="linear",
        network__layers__2__activation="linear",
        loss__kind="mean_squared_error",
        optimizer__kind="sgd",
        optimizer__learning_rate=40.0,
    )
    desk.send(Load(1, experiment), Speed(inf), Play())
    desk.settle()
    stopped = [event for event in desk.events if isinstance(event, Stopped)]
    assert [event.reason for event in stopped] == ["diverged"]
    record = desk.kept().record
    assert record is not None
    assert record.epoch == stopped[0].epoch - 1
    assert np.isfinite(record.parameters).all()


def test_a_snapshot_carries_what_look_asks_for_and_nothing_else(desk: Desk, experiment: Experiment):
    shown = desk.snapshot(Load(1, experiment), Look(sample=31))
    assert [surface.shape for surface in shown.surfaces] == [
        (2, 26, 26),
        (5, 26, 26),
        (3, 26, 26),
        (1, 26, 26),
    ]
    run = Run(experiment)
    assert np.array_equal(shown.activations[0], run.data.x_test[1])
    with quiet_numbers():
        expected = run.network.predict(run.data.raw_test[1:2])
    assert np.allclose(shown.activations[-1], expected[0], rtol=1e-12)
    hidden = desk.snapshot(Look(surfaces=False, field=False))
    assert hidden.surfaces == ()
    assert hidden.field.size == 0
    assert (hidden.unit, hidden.weight) == (None, None)
    close = desk.snapshot(Look(sample=31, unit=(0, 2), weight=(1, 4, 2)))
    assert close.unit is not None
    assert (close.unit.layer, close.unit.unit) == (0, 2)
    assert close.weight is not None
    assert close.weight.input == close.activations[1][4]


def test_predictions_of_numbers_are_those_of_the_rows_that_are_compared(desk: Desk):
    experiment = edits.set_data_kind(tiny(data__samples=1000), "reg_gauss")
    shown = desk.snapshot(Load(1, experiment))
    run = Run(experiment)
    raw = np.concatenate((run.data.raw_train, run.data.raw_test))
    with quiet_numbers():
        expected = run.network.predict(raw)[predicted_rows(1000), 0]
    assert len(shown.predictions) == 300
    assert np.allclose(shown.predictions, expected, rtol=1e-12)
    assert desk.snapshot(Look(predictions=False)).predictions.size == 0
    assert desk.snapshot(Load(2, tiny())).predictions.size == 0


def test_a_surface_is_the_output_over_the_plane_with_the_top_first(desk: Desk, experiment: Experiment):
    shown = desk.snapshot(Load(1, experiment))
    run = Run(experiment)
    middles = (np.arange(26) + 0.5) / 26 * 12 - 6
    top_left, bottom_right = [[middles[0], middles[-1]]], [[middles[-1], middles[0]]]
    assert shown.surfaces[-1][0, 0, 0] == pytest.approx(
        run.network.predict(np.array(top_left))[0, 0], rel=1e-5
    )
    assert shown.surfaces[-1][0, -1, -1] == pytest.approx(
        run.network.predict(np.array(bottom_right))[0, 0], rel=1e-5
    )
    assert shown.surfaces[0][1, 0, 0] == pytest.approx(middles[-1])  # x2 is largest at the top


def test_snapshots_are_read_only(desk: Desk, experiment: Experiment):
    shown = desk.snapshot(Load(1, experiment))
    for array in (shown.parameters, shown.field, *shown.activations, *shown.surfaces):
        assert not array.flags.writeable


def test_closing_while_it_trains_ends_the_thread(experiment: Experiment):
    desk = Desk()
    desk.send(Load(1, tiny(training__stop__epochs=None)), Speed(inf), Play())
    desk.until(lambda: any(isinstance(event, Loaded) for event in desk.events))
    desk.worker.close()


class Flooded(Worker):
    """A worker whose every look at something is followed by the next, for a long while."""

    def __init__(self) -> None:
        super().__init__()
        self.left = 4000
        self.trained_at: list[int] = []  # how many looks were left while it trained

    def _obey(self, command: Command) -> None:
        super()._obey(command)
        if isinstance(command, Look) and self.left:
            self.left -= 1
            self.send(Look(sample=self.left % 30))

    def _train(self) -> None:
        self.trained_at.append(self.left)
        super()._train()


def test_commands_without_end_leave_training_its_turns(experiment: Experiment):
    worker = Flooded()
    worker.start()
    for command in (Load(1, experiment), Speed(inf), Play(), Look(sample=1)):
        worker.send(command)
    end = time.monotonic() + PATIENCE
    events: list[Event] = []
    while not any(isinstance(event, Stopped) for event in events) and time.monotonic() < end:
        events += worker.take_events()
    worker.close()
    assert worker.trained_at[0] > 3000
    assert any(isinstance(event, Stopped) for event in events)


def test_values_go_to_the_run_of_their_number_alone(desk: Desk, experiment: Experiment):
    desk.snapshot(Load(1, experiment), Advance(whole_epoch=True))
    number = next(event.number for event in desk.events if isinstance(event, Loaded))
    key = "parameters.1.bias.2"
    after = desk.snapshot(SetParameters(((key, 0.5),), number))
    place = parameter_index(experiment, key)
    assert after.parameters[place] == 0.5
    assert desk.snapshot(SetParameters(((key, 0.7),), number + 1)).parameters[place] == 0.5
    record = desk.kept().record
    assert record is not None
    assert [dict(change.set) for change in record.changes] == [{key: 0.5}]


@pytest.mark.parametrize(
    "changes", [{}, {"network__layers__2__activation": "tanh", "loss__kind": "mean_squared_error"}]
)
def test_losses_are_of_the_step_that_is_shown(desk: Desk, changes: dict[str, str]):
    experiment = tiny(**changes)
    run = Run(experiment)

    def losses(shown: Snapshot) -> list[float]:
        """By NumPy alone, from what is shown."""
        found: list[float] = []
        for x, y in ((run.data.x_train, run.data.y_train), (run.data.x_test, run.data.y_test)):
            a = x
            for place, layer in zip(run.layers.layout, experiment.network.layers, strict=True):
                z = a @ shown.parameters[place.weights].reshape(place.shape) + shown.parameters[place.bias]
                kinds = {"tanh": np.tanh(z), "relu": np.maximum(z, 0), "sigmoid": 1 / (1 + np.exp(-z))}
                a = kinds[layer.activation]
            loss = (a - y) ** 2 if changes else -(y * np.log(a) + (1 - y) * np.log(1 - a))
            found.append(float(loss.mean()))
        return found

    shown = [
        desk.snapshot(Load(1, experiment), Advance(whole_epoch=True)),
        desk.snapshot(Advance(whole_epoch=False)),
    ]
    number = next(event.number for event in desk.events if isinstance(event, Loaded))
    shown.append(desk.snapshot(SetParameters((("parameters.1.bias.2", 0.5),), number)))
    for each in shown:
        assert [each.train_loss, each.test_loss] == pytest.approx(losses(each), rel=1e-12)


def test_a_run_put_aside_is_found_by_its_number_with_live_edits_made_since(
    desk: Desk, experiment: Experiment
):
    desk.snapshot(Load(1, experiment, number=7), Advance(whole_epoch=True))
    faster = edits.set_value(experiment, "optimizer.learning_rate", 0.5)
    before = desk.snapshot(Apply(faster))
    desk.snapshot(Load(2, edits.add_neuron(experiment, 0), number=8))
    again = desk.snapshot(Load(3, experiment, number=7))
    assert np.array_equal(again.parameters, before.parameters)
    assert again.learning_rate == experiment.optimizer.learning_rate


def test_runs_put_aside_leave_the_oldest_first(experiment: Experiment):
    run = Run(experiment)
    run.train(1)
    shelf = Shelf(limit=50_000)
    for number in range(1, 5):
        shelf.put(number, run)
    assert [number for number in range(1, 5) if shelf.take(number, experiment)] == [3, 4]


def test_the_path_of_a_weight_comes_with_the_frame_while_it_is_looked_at(desk: Desk, experiment: Experiment):
    assert desk.snapshot(Load(1, experiment), Advance(whole_epoch=True)).trail is None
    shown = desk.snapshot(Look(trail=(1, 4, 2)))
    assert shown.trail is not None
    assert shown.trail[0].tolist() == [0.0, 1.0]
    place = parameter_index(experiment, "parameters.1.weights.4.2")
    assert shown.trail[1].tolist() == [Run(experiment).parameters()[place], shown.parameters[place]]
    assert not shown.trail[1].flags.writeable
    for gone in ((3, 0, 0), (1, 5, 0), (1, None, 3)):
        assert desk.snapshot(Look(trail=gone)).trail is None


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_steps_are_spread_evenly_over_the_second():
    clock = Clock()
    pace = Pace(clock)
    pace.begin(20.0)
    taken: list[int] = []
    for _ in range(100):
        clock.now += 0.01
        due = pace.due()
        pace.did(due)
        taken.append(due)
    assert sum(taken) in (19, 20)
    assert max(taken) == 1
    assert pace.wait() == pytest.approx(0.05, abs=0.011)


def test_a_pace_that_cannot_be_kept_is_not_caught_up():
    clock = Clock()
    pace = Pace(clock)
    pace.begin(1000.0)
    clock.now += 60.0
    assert pace.due() <= 250
    pace.did(pace.due())
    assert pace.due() == 0


def test_the_rate_is_what_was_done_in_the_last_second():
    clock = Clock()
    pace = Pace(clock)
    pace.begin(inf)
    for _ in range(300):
        clock.now += 0.01
        pace.did(5)
    assert pace.rate() == pytest.approx(500, rel=0.05)


def test_messages_are_frozen(experiment: Experiment):
    assert replace(Look(), sample=3) == Look(sample=3)
    with pytest.raises(AttributeError):
        Look().sample = 1  # pyright: ignore


def test_the_gradient_comes_with_the_gradient_lens_and_is_that_of_the_step(
    desk: Desk, experiment: Experiment
):
    plain = desk.snapshot(Load(1, experiment), Advance(whole_epoch=False))
    assert (plain.flow_rows, plain.gradient, plain.deltas, plain.diagnostics) == (0, None, (), ())
    snapshot = desk.snapshot(Look(lens="gradient"))
    run = Run(experiment)
    run.advance(1)
    assert snapshot.step == run.step
    assert snapshot.flow_rows == len(run.data.x_train)
    assert snapshot.gradient is not None
    np.testing.assert_allclose(snapshot.gradient, run.trainer.gradient(), rtol=1e-12, atol=1e-15)
    assert [len(delta) for delta in snapshot.deltas] == [len(a) for a in snapshot.activations[1:]]
    assert desk.snapshot(Look()).gradient is None


@pytest.mark.parametrize("look", [Look(lens="health"), Look(health=True)])
def test_diagnostics_come_with_the_health_lens_and_with_the_panel(
    desk: Desk, experiment: Experiment, look: Look
):
    snapshot = desk.snapshot(Load(1, experiment), look)
    assert len(snapshot.diagnostics) == len(experiment.network.layers)
    assert snapshot.gradient is None
    assert all(layer.update > 0 for layer in snapshot.diagnostics)


def test_looking_through_a_lens_changes_no_number_of_training(desk: Desk, experiment: Experiment):
    desk.send(Load(1, experiment))
    for lens in ("gradient", "health", "activation") * 4:
        desk.snapshot(Look(lens=lens), Advance(whole_epoch=False))
    run = Run(experiment)
    run.advance(12)
    assert np.array_equal(desk.snapshot(Look()).parameters, run.parameters())
