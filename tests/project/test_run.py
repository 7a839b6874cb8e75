"""A run: the same numbers for the same experiment, whatever is done in between."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_info

from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.errors import InputError
from nndesk.project import edits
from nndesk.project.run import Cost, Run, cost, differences, quiet_numbers, replayed, start_network
from nndesk.project.spec import Experiment
from tests.experiments import tiny


def advanced(experiment: Experiment, *steps: int) -> Run:
    run = Run(experiment)
    with quiet_numbers():
        for count in steps:
            run.advance(count)
    return run


def test_the_same_experiment_gives_the_same_bits(experiment: Experiment):
    first, second = Run(experiment), Run(experiment)
    first.train()
    second.train()
    assert np.array_equal(first.parameters(), second.parameters())
    assert np.array_equal(first.history.train, second.history.train)


@settings(max_examples=20, deadline=None)
@given(cuts=st.lists(st.integers(1, 25), max_size=6), shuffle=st.sampled_from(["epoch", "once", "never"]))
def test_pieces_of_any_length_give_the_same_bits_as_one(cuts: list[int], shuffle: str):
    experiment = tiny(training__shuffle=shuffle, training__stop__epochs=None)
    pieces, whole = advanced(experiment, *cuts), advanced(experiment, sum(cuts))
    assert pieces.step == whole.step == sum(cuts)
    assert np.array_equal(pieces.parameters(), whole.parameters())
    assert np.array_equal(pieces.history.train, whole.history.train)


@settings(max_examples=15, deadline=None)
@given(
    before=st.integers(0, 20),
    after=st.integers(1, 20),
    kind=st.sampled_from(OPTIMIZERS.ids),
)
def test_a_record_goes_on_as_if_nothing_had_been_between(before: int, after: int, kind: str):
    experiment = tiny(optimizer__kind=kind, training__stop__epochs=None)
    whole = advanced(experiment, before + after)
    resumed = Run(experiment, advanced(experiment, before).record())
    with quiet_numbers():
        resumed.advance(after)
    assert np.array_equal(resumed.parameters(), whole.parameters())
    assert np.array_equal(resumed.history.test, whole.history.test)


def test_history_begins_with_epoch_0_and_has_the_losses_of_the_rows(experiment: Experiment):
    run = Run(experiment)
    untrained = run.loss
    run.train(3)
    assert len(run.history) == 4
    assert run.history.train[0] == untrained.train
    outputs = run.network.predict(run.data.raw_test)
    y = run.data.y_test
    by_hand = -np.mean(y * np.log(outputs) + (1 - y) * np.log(1 - outputs))
    assert run.loss.test == pytest.approx(by_hand, rel=1e-12)


def test_the_stop_rule_ends_training_and_going_on_forgets_it(experiment: Experiment):
    run = advanced(experiment, 10_000)
    assert (run.epoch, run.stopped) == (12, "epochs")
    run.go_on()
    with quiet_numbers():
        run.advance(3 * run.steps_per_epoch)
    assert (run.epoch, run.stopped) == (15, None)


def test_epochs_asked_for_are_epochs_more(experiment: Experiment):
    run = Run(experiment)
    run.train(20)
    assert run.epoch == 20
    run.train(1)
    assert run.epoch == 21


# -- edits ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("name", "Other", Cost.NOTHING),
        ("optimizer.learning_rate", 0.5, Cost.LIVE),
        ("optimizer.beta_1", 0.5, Cost.LIVE),
        ("optimizer.weight_decay", 0.1, Cost.LIVE),
        ("schedule.kind", "cosine", Cost.LIVE),
        ("training.stop.epochs", 99, Cost.LIVE),
        ("loss.label_smoothing", 0.1, Cost.LIVE),
        ("network.layers.0.dropout", 0.5, Cost.LIVE),
        ("network.layers.0.regularizer.l2", 0.5, Cost.LIVE),
        ("network.layers.0.trainable", False, Cost.LIVE),
        ("network.layers.0.frozen.units", [1], Cost.LIVE),
        ("network.layers.0.cut", [[0, 0]], Cost.LIVE),
        ("optimizer.kind", "sgd", Cost.REBUILD),
        ("loss.kind", "mean_squared_error", Cost.REBUILD),
        ("network.layers.0.units", 6, Cost.REBUILD),
        ("network.layers.0.activation", "relu", Cost.REBUILD),
        ("network.layers.0.seed", 6, Cost.REBUILD),
        ("training.batch_size", 6, Cost.REBUILD),
        ("seed", 9, Cost.REBUILD),
        ("data.noise", 0.2, Cost.REBUILD),
    ],
)
def test_what_an_edit_costs(experiment: Experiment, key: str, value: object, expected: Cost):
    changed = edits.set_value(experiment, key, value)
    assert cost(experiment, changed) is expected
    assert cost(changed, experiment) is expected


def test_differences_are_the_keys_that_turn_one_into_the_other(experiment: Experiment):
    wanted = {"optimizer.learning_rate": 0.5, "training.stop.epochs": None, "network.layers.1.dropout": 0.25}
    changed = edits.set_values(experiment, wanted)
    assert differences(experiment, changed) == wanted
    assert edits.set_values(experiment, differences(experiment, changed)) == changed


def test_a_list_that_is_emptied_is_a_difference(experiment: Experiment):
    frozen = edits.set_values(
        experiment, {"network.layers.0.cut": [[0, 1]], "network.layers.1.frozen.units": [2]}
    )
    assert edits.set_values(frozen, differences(frozen, experiment)) == experiment


def test_a_record_whose_step_is_not_in_its_epoch_is_refused(experiment: Experiment):
    record = replace(advanced(experiment, 11).record(), epoch=3)
    with pytest.raises(InputError, match=r"run\.epoch"):
        Run(experiment, record)


def test_a_change_is_recorded_with_its_step_and_replayed_at_it(experiment: Experiment):
    run = advanced(tiny(training__stop__epochs=None), 11)
    with quiet_numbers():
        run.apply(edits.set_value(run.experiment, "optimizer.learning_rate", 0.3))
        run.apply(edits.set_value(run.experiment, "optimizer.beta_1", 0.5))
        run.advance(13)
        run.apply(edits.set_value(run.experiment, "optimizer.learning_rate", 0.001))
        run.advance(9)
    assert [(change.step, dict(change.set)) for change in run.changes] == [
        (11, {"optimizer.learning_rate": 0.3, "optimizer.beta_1": 0.5}),
        (24, {"optimizer.learning_rate": 0.001}),
    ]
    again = replayed(run.start, run.changes, run.step)
    assert np.array_equal(again.parameters(), run.parameters())
    assert again.experiment == run.experiment
    without = replayed(run.start, (), run.step)
    assert not np.array_equal(without.parameters(), run.parameters())


def test_a_change_before_the_first_step_is_the_start(experiment: Experiment):
    run = Run(experiment)
    changed = edits.set_value(experiment, "optimizer.learning_rate", 0.3)
    run.apply(changed)
    assert (run.start, run.changes) == (changed, ())


def test_a_parameter_set_by_hand_is_recorded_and_replayed_at_its_step():
    run = advanced(tiny(training__stop__epochs=None), 11)
    with quiet_numbers():
        run.set_parameters({"parameters.1.weights.4.2": 0.75, "parameters.2.bias.0": -1})
        assert run.layers.weights(1)[4, 2] == 0.75
        assert run.layers.bias(2)[0] == -1.0
        run.advance(9)
    assert dict(run.changes[0].set) == {"parameters.1.weights.4.2": 0.75, "parameters.2.bias.0": -1.0}
    again = replayed(run.start, run.changes, run.step)
    assert np.array_equal(again.parameters(), run.parameters())
    assert not np.array_equal(replayed(run.start, (), run.step).parameters(), run.parameters())


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("parameters.9.bias.0", 1.0, "layers 0 to 2"),
        ("parameters.0.weights.2.0", 1.0, "inputs 0 to 1"),
        ("parameters.0.bias.5", 1.0, "units 0 to 4"),
        ("parameters.0.bias", 1.0, "names no parameter"),
        ("parameters.0.bias.-1", 1.0, "numbers from 0"),
        ("parameters.0.bias.0", math.nan, "finite number"),
        ("parameters.0.bias.0", True, "finite number"),
    ],
)
def test_a_parameter_that_is_not_there_or_no_number_is_refused(key: str, value: object, words: str):
    run = advanced(tiny(), 3)
    before = run.parameters()
    with pytest.raises(InputError, match=words):
        run.set_parameters({"parameters.0.bias.1": 5.0, key: value})
    assert np.array_equal(run.parameters(), before)
    assert run.changes == ()


# -- divergence --------------------------------------------------------------------------------


def explosive() -> Experiment:
    return tiny(
        data__kind="reg_plane",
        network__layers__2__activation="linear",
        loss__kind="mean_squared_error",
        optimizer__kind="sgd",
        optimizer__learning_rate=40.0,
        network__layers__0__activation="linear",
        network__layers__1__activation="linear",
    )


def test_what_is_kept_of_a_run_that_left_its_numbers_in_the_middle_of_an_epoch_is_finite():
    run = Run(explosive())
    with quiet_numbers():
        while np.isfinite(run.parameters()).all():
            assert run.stopped is None
            run.advance(1)
        assert run.step % run.steps_per_epoch
        record = run.record()
    assert np.isfinite(record.parameters).all()
    assert record.stopped == "diverged"
    assert record.step == record.epoch * run.steps_per_epoch
    assert np.array_equal(replayed(run.start, (), record.step).parameters(), record.parameters)


def test_divergence_ends_at_the_last_epoch_whose_numbers_were_finite():
    run = Run(explosive())
    run.train(200)
    assert run.stopped == "diverged"
    assert run.epoch < 200
    assert run.step == run.epoch * run.steps_per_epoch
    assert np.isfinite(run.parameters()).all()
    assert np.isfinite(run.history.train).all()
    assert len(run.history) == run.epoch + 1
    assert run.lost is not None
    assert not math.isfinite(run.lost.train)
    assert run.lost.layer == 2  # its error is the first that overflows
    assert run.lost.unit == 0
    assert run.step < run.lost.step <= run.step + run.steps_per_epoch
    twin = replayed(explosive(), (), run.step)
    assert np.array_equal(twin.parameters(), run.parameters())


def test_a_smaller_rate_goes_on_from_the_last_good_epoch():
    run = Run(explosive())
    run.train(200)
    good = run.epoch
    run.apply(edits.set_value(run.experiment, "optimizer.learning_rate", 1e-200))
    run.train(2)
    assert (run.epoch, run.stopped) == (good + 2, "epochs")
    assert len(run.history) == good + 3


# -- start values ---------------------------------------------------------------------------------


def test_a_neuron_added_later_leaves_the_numbers_drawn_for_the_others(experiment: Experiment):
    fixed = {"network.layers.0.initializer": "playground_uniform"}  # its range does not depend on the size
    before = start_network(edits.set_values(experiment, fixed))
    after = start_network(edits.set_values(edits.add_neuron(experiment, 0), fixed))
    assert np.array_equal(after.weights(0)[:, :5], before.weights(0))
    assert not np.array_equal(after.weights(0)[:, 5], after.weights(0)[:, 4])


def test_a_layer_with_a_seed_of_its_own_draws_from_it(experiment: Experiment):
    seeded = edits.set_value(experiment, "network.layers.1.seed", 77)
    before, after = start_network(experiment), start_network(seeded)
    assert np.array_equal(before.weights(0), after.weights(0))
    assert not np.array_equal(before.weights(1), after.weights(1))
    other = start_network(edits.set_value(seeded, "seed", 1234))
    assert np.array_equal(other.weights(1), after.weights(1))


def test_start_values_obey_their_initializers(experiment: Experiment):
    network = start_network(
        edits.set_values(
            experiment,
            {
                "network.layers.0.initializer": {"kind": "constant", "value": 0.25},
                "network.layers.0.bias_initializer": {"kind": "constant", "value": -1.5},
                "network.layers.1.initializer": "zeros",
            },
        )
    )
    assert (network.weights(0) == 0.25).all()
    assert (network.bias(0) == -1.5).all()
    assert (network.weights(1) == 0).all()
    limit = math.sqrt(6 / (3 + 1))
    assert 0 < np.abs(network.weights(2)).max() <= limit


# -- metrics ----------------------------------------------------------------------------------------


def pairs_in_order(scores: np.ndarray, target: np.ndarray) -> float:
    """The share of pairs of both classes in which the upper one scores higher; ties are half a pair."""
    return float(np.mean((1 + np.sign(scores[target == 1][:, None] - scores[target == 0])) / 2))


def test_two_classes_have_the_metrics_of_a_confusion_matrix_and_auc():
    run = Run(tiny())
    run.train()
    outputs, target = run.network.predict(run.data.raw_test)[:, 0], run.data.target_test
    confusion = run.confusion
    assert confusion is not None
    (low, false), (missed, high) = confusion.test.tolist()
    assert (low, missed) == (sum(outputs[target == 0] <= 0.5), sum(outputs[target == 1] <= 0.5))
    assert (false, high) == (sum(outputs[target == 0] > 0.5), sum(outputs[target == 1] > 0.5))
    assert run.metrics.test == pytest.approx(
        {
            "accuracy": np.mean((outputs > 0.5) == target),
            "precision": high / (high + false),
            "recall": high / (high + missed),
            "f1": 2 * high / (2 * high + false + missed),
            "auc": pairs_in_order(outputs, target),
        }
    )


def test_several_classes_have_no_auc():
    run = Run(edits.set_data_kind(tiny(), "digits"))
    assert list(run.metrics.test) == ["accuracy", "precision", "recall", "f1"]
    assert run.confusion is not None
    assert run.confusion.train.shape == (10, 10)
    np.testing.assert_array_equal(run.confusion.train.sum(axis=1), np.bincount(run.data.target_train))


def test_a_pair_of_softmax_outputs_is_scored_by_the_upper_one():
    run = Run(edits.set_activation(tiny(), 2, "softmax"))
    run.train()
    scores, target = run.network.predict(run.data.raw_train)[:, 1], run.data.target_train
    assert run.metrics.train["auc"] == pytest.approx(pairs_in_order(scores, target))


def test_numbers_have_mae_rmse_and_r2():
    regression = Run(explosive())
    assert list(regression.metrics.test) == ["mae", "rmse", "r2"]
    assert regression.confusion is None
    errors = regression.network.predict(regression.data.raw_test) - regression.data.y_test
    assert regression.metrics.test["rmse"] == pytest.approx(math.sqrt((errors**2).mean()))


def test_real_targets_under_cross_entropy_have_keras_accuracy_0():
    experiment = tiny()
    textbook = edits.set_value(
        edits.set_data_kind(experiment, "uniform"), "network.layers.2.activation", "sigmoid"
    )
    run = Run(edits.set_values(textbook, {"loss.kind": "binary_crossentropy", "data.train_fraction": 1.0}))
    assert run.metrics.train["accuracy"] == 0.0
    assert run.metrics.test == {}
    assert run.loss.test is None


def test_numbers_are_made_by_one_blas_thread_and_others_have_theirs_again():
    def threads() -> list[int]:
        return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]

    before = threads()
    for _ in range(2):
        with quiet_numbers():
            assert set(threads()) == {1}
        assert threads() == before
