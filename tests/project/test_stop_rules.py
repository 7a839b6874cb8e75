"""Stop rules: when a run ends by itself, where it then stands, and how it goes on (interface §2)."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nndesk
from nndesk.cli import main
from nndesk.project import edits
from nndesk.project.run import Run, quiet_numbers, replayed
from nndesk.project.spec import Experiment, dumps
from nndesk.project.stopping import StopRules
from tests.experiments import tiny


def overfitting(**stop: object) -> Experiment:
    """Few rows and a large rate: the test loss falls for some epochs, then rises."""
    changes = {f"training__stop__{key}": value for key, value in stop.items()}
    return tiny(data__kind="xor", optimizer__learning_rate=0.03, **{"training__stop__epochs": 60, **changes})


def trained(experiment: Experiment, *epochs: int | None) -> Run:
    run = Run(experiment)
    for count in epochs or (None,):
        run.train(count)
    return run


def advanced(run: Run, steps: int) -> Run:
    with quiet_numbers():
        run.advance(steps)
    return run


def same(run: Run, other: Run) -> None:
    """The same numbers, losses and state, and so the same future."""
    assert (run.epoch, run.step, run.stopped) == (other.epoch, other.step, other.stopped)
    np.testing.assert_array_equal(run.parameters(), other.parameters())
    np.testing.assert_array_equal(run.history.train, other.history.train)
    np.testing.assert_array_equal(run.history.test, other.history.test)
    mine, its = run.record(), other.record()
    assert mine.slots.keys() == its.slots.keys()
    for name, slot in mine.slots.items():
        np.testing.assert_array_equal(slot, its.slots[name])


def loses(losses: np.ndarray, patience: int) -> tuple[int, int]:
    """The best epoch and the epoch after which patience ends, one epoch after the other."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        if epoch - best == patience:
            return best, epoch
    raise AssertionError("patience does not end")


FREE = trained(overfitting())  # what comes without any rule but the last epoch


# -- the rules alone ----------------------------------------------------------------------


@given(st.lists(st.sampled_from([0.1, 0.2, 0.3, 0.4]), min_size=1, max_size=30), st.integers(1, 5))
def test_patience_ends_after_so_many_epochs_without_a_lower_loss(losses: list[float], patience: int):
    rules = StopRules(edits.set_value(tiny(), "training.stop.patience", patience).training.stop)
    rules.begin(0, 9.0, 0.25)
    seen = [0.25]
    for epoch, loss in enumerate(losses, 1):
        seen.append(loss)
        ended = epoch - seen.index(min(seen)) >= patience
        assert rules.met_after(epoch, 9.0, loss) == ("patience" if ended else None)
        assert rules.best == seen.index(min(seen))
        if ended:
            break


# -- where a run stands -------------------------------------------------------------------


def test_loss_below_looks_at_the_train_loss_after_each_epoch():
    limit = float(np.sort(FREE.history.train)[20])
    run = trained(overfitting(loss_below=limit))
    first = int(np.argmax(FREE.history.train < limit))
    assert (run.stopped, run.epoch, len(run.history)) == ("loss_below", first, first + 1)
    assert 0 < first < 60
    assert run.loss.train == FREE.history.train[first] < limit


def test_a_loss_that_is_below_from_the_start_stops_after_the_first_epoch():
    run = trained(overfitting(loss_below=1e6))
    assert (run.stopped, run.epoch) == ("loss_below", 1)


def test_patience_goes_back_to_the_best_epoch_and_history_keeps_all():
    run = trained(overfitting(patience=7))
    best, last = loses(FREE.history.test, 7)
    assert 0 < best < last < 60
    assert (run.stopped, run.epoch, run.step) == ("patience", best, best * run.steps_per_epoch)
    np.testing.assert_array_equal(run.history.test, FREE.history.test[: last + 1])
    assert run.loss.test == FREE.history.test[: last + 1].min()
    there = trained(overfitting(), best)
    np.testing.assert_array_equal(run.parameters(), there.parameters())
    for name, slot in there.record().slots.items():
        np.testing.assert_array_equal(run.record().slots[name], slot)
    assert run.metrics == there.metrics


def test_patience_watches_the_train_loss_where_there_are_no_test_rows():
    whole = {"data__train_fraction": 1.0, "optimizer__learning_rate": 0.3}
    free = trained(tiny(training__stop__epochs=200, **whole))
    best, last = loses(free.history.train, 5)
    run = trained(tiny(training__stop__epochs=200, training__stop__patience=5, **whole))
    assert (run.stopped, run.epoch, len(run.history)) == ("patience", best, last + 1)
    assert np.isnan(run.history.test).all()


def test_a_run_that_never_gets_better_goes_back_to_its_start():
    run = trained(tiny(optimizer__learning_rate=0.0, training__stop__patience=3))
    assert (run.stopped, run.epoch, run.step, len(run.history)) == ("patience", 0, 0, 4)


@pytest.mark.parametrize(
    ("stop", "reason"),
    [
        ({"epochs": 5, "patience": 7, "loss_below": 1e-9}, "epochs"),
        ({"epochs": 60, "patience": 7, "loss_below": 1e-9}, "patience"),
        ({"epochs": 60, "patience": 60, "loss_below": 1e6}, "loss_below"),
        ({"epochs": 1, "patience": 60, "loss_below": 1e6}, "loss_below"),
        ({"epochs": 0, "patience": 60, "loss_below": 1e6}, "epochs"),
    ],
)
def test_of_several_rules_the_first_that_is_met_stops_the_run(stop: dict[str, float], reason: str):
    run = trained(overfitting(**stop))
    assert run.stopped == reason
    same(advanced(Run(overfitting(**stop)), 10_000), run)


@settings(max_examples=20, deadline=None)
@given(cuts=st.lists(st.integers(1, 40), max_size=8), patience=st.integers(1, 9))
def test_pieces_of_any_length_stop_where_the_whole_stops(cuts: list[int], patience: int):
    experiment = overfitting(patience=patience)
    run = Run(experiment)
    for steps in (*cuts, 10_000):
        advanced(run, steps)
    same(run, trained(experiment))


# -- going on -----------------------------------------------------------------------------


@pytest.mark.parametrize("stop", [{"patience": 7}, {"loss_below": 0.5}, {"patience": 7, "loss_below": 0.5}])
def test_who_goes_on_goes_on_without_the_rule_to_the_same_end(stop: dict[str, float]):
    run = Run(overfitting(**stop))
    reasons = []
    while run.stopped != "epochs":
        run.go_on()
        advanced(run, 10_000)
        reasons.append(run.stopped)
    assert sorted(reasons) == sorted([*stop, "epochs"])
    same(run, FREE)


def test_restart_heeds_the_rules_again():
    experiment = overfitting(patience=7)
    run = trained(experiment, None, 30)
    assert run.stopped == "epochs"
    same(trained(run.experiment), trained(experiment))


def test_a_rule_that_is_set_anew_counts_from_there():
    run = trained(overfitting(), 30)
    with quiet_numbers():
        run.apply(edits.set_value(run.experiment, "training.stop.patience", 4))
    run.go_on()
    advanced(run, 10_000)
    best, last = loses(FREE.history.test[30:], 4)
    assert (run.stopped, run.epoch, len(run.history)) == ("patience", 30 + best, 30 + last + 1)
    np.testing.assert_array_equal(run.parameters(), trained(overfitting(), 30 + best).parameters())


def test_a_rule_that_is_set_anew_in_mid_epoch_goes_back_to_whole_epochs_after_it():
    run = advanced(Run(overfitting()), 30 * FREE.steps_per_epoch + 2)
    with quiet_numbers():
        run.apply(edits.set_value(run.experiment, "training.stop.patience", 4))
    advanced(run, 10_000)
    best, last = loses(FREE.history.test[31:], 4)
    assert (run.stopped, run.epoch, len(run.history)) == ("patience", 31 + best, 31 + last + 1)


def test_what_was_changed_after_the_best_epoch_is_changed_there():
    experiment = overfitting(patience=7)
    best, _ = loses(FREE.history.test, 7)
    run = advanced(Run(experiment), (best + 2) * FREE.steps_per_epoch + 1)
    with quiet_numbers():
        run.apply(edits.set_value(run.experiment, "optimizer.learning_rate", 1e-12))
    advanced(run, 10_000)
    assert (run.stopped, run.epoch) == ("patience", best)
    assert [(change.step, dict(change.set)) for change in run.changes] == [
        (run.step, {"optimizer.learning_rate": 1e-12})
    ]
    run.go_on()
    advanced(run, 13)
    again = replayed(run.start, run.changes, run.step)
    np.testing.assert_array_equal(again.parameters(), run.parameters())
    assert again.experiment == run.experiment
    np.testing.assert_array_equal(again.history.train, run.history.train)


def test_losses_that_come_out_otherwise_take_the_place_of_those_ahead():
    run = trained(overfitting(patience=7))
    ahead, views = len(run.history), (run.history.train, run.history.train.copy())
    with quiet_numbers():
        run.apply(edits.set_value(run.experiment, "optimizer.learning_rate", 1e-12))
    assert (len(run.history), run.history.cuts) == (ahead, 0)
    run.train(2)
    assert (len(run.history), run.history.cuts) == (run.epoch + 1, 1)
    np.testing.assert_allclose(run.history.train[-3:], run.history.train[-1], rtol=1e-6)
    np.testing.assert_array_equal(*views)


def test_replay_heeds_no_rule():
    experiment = overfitting(patience=2, epochs=10, loss_below=1e6)
    run = trained(experiment, None, None, 40)
    assert run.epoch > 20
    np.testing.assert_array_equal(replayed(experiment, (), run.step).parameters(), run.parameters())


# -- files --------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(first=st.integers(0, 40), stop=st.sampled_from([{"patience": 7}, {"loss_below": 0.5}]))
def test_a_run_that_was_saved_in_between_stops_where_it_would_have(first: int, stop: dict[str, float]):
    whole = trained(overfitting(**stop))
    part = Run(overfitting(**stop))
    advanced(part, first * part.steps_per_epoch // 2)
    resumed = Run(part.experiment, part.record())
    resumed.train(60 - resumed.epoch)
    if part.stopped is None:
        same(resumed, whole)
    else:  # it had stopped already, and went on without the rule
        same(resumed, FREE)


def test_who_went_on_before_saving_goes_on_after_it():
    run = trained(overfitting(patience=7), None, 15)
    resumed = Run(run.experiment, run.record())
    resumed.train(60 - resumed.epoch)
    same(resumed, FREE)


def test_files_keep_the_losses_beyond_the_best_epoch(tmp_path: Path):
    run = trained(overfitting(patience=7))
    nndesk.save(run, tmp_path / "run.nnd")
    opened = nndesk.load_run(tmp_path / "run.nnd")
    same(opened, run)
    assert len(opened.history) > opened.epoch + 1
    opened.train(3)
    run.train(3)
    same(opened, run)


def test_train_says_what_stopped_it_and_counts_the_steps_it_took(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("e.json").write_text(dumps(overfitting(patience=7)), encoding="utf-8")
    run = trained(overfitting(patience=7))

    def train(*arguments: str) -> dict:
        assert main(["train", *arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    whole = train("e.json", "-o", "whole.nnd")
    assert (whole["stopped"], whole["epoch"], whole["step"]) == ("patience", run.epoch, run.step)
    assert whole["history"]["epoch"] == list(range(len(run.history)))
    assert whole["loss"] == {"train": run.loss.train, "test": run.loss.test}
    taken = (len(run.history) - 1) * run.steps_per_epoch
    assert whole["steps_per_second"] == pytest.approx(taken / whole["seconds"])
    # 10 = 4 + 6: a file in between changes neither where it stops nor a number.
    train("e.json", "--epochs", str(run.epoch + 3), "-o", "part.nnd")
    rest = train("part.nnd", "--epochs", "40", "-o", "part.nnd")
    kept = ("stopped", "epoch", "step", "loss", "metrics", "parameters_sha256", "history")
    assert {key: rest[key] for key in kept} == {key: whole[key] for key in kept}
    assert Path("part.nnd").read_bytes() == Path("whole.nnd").read_bytes()


@pytest.mark.parametrize("further", [0, 1, 4])
def test_who_goes_on_after_patience_and_saves_soon_is_not_stopped_there_again(tmp_path, further):
    whole = trained(overfitting(patience=7, epochs=60))
    assert whole.stopped == "patience"
    nndesk.save(whole, tmp_path / "stopped.nnd")
    whole.train(further)
    nndesk.save(whole, tmp_path / "a.nnd")
    again = nndesk.load_run(tmp_path / "a.nnd")
    whole.train(20 - further)
    again.train(20 - further)
    assert (whole.stopped, again.stopped) == ("epochs", "epochs")
    assert np.array_equal(again.parameters(), whole.parameters())
    fresh = edits.set_value(again.experiment, "training.stop.patience", 3)
    again.apply(fresh)
    again.train(40)
    assert again.stopped == "patience"  # a rule that is set anew is heeded anew
