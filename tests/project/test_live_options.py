"""Options that change while a run trains: exact, recorded, replayed, and as good from a file."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesk.project import files
from nndesk.project.changes import Cost, cost
from nndesk.project.edits import set_values
from nndesk.project.run import Run, quiet_numbers, replayed
from nndesk.project.spec import Experiment
from tests.experiments import tiny

# What may change without a new run, one case for each key of interface §2.
LIVE: dict[str, dict[str, Any]] = {
    "optimizer.learning_rate": {"optimizer.learning_rate": 0.2},
    "optimizer.weight_decay": {"optimizer.weight_decay": 0.1},
    "optimizer.global_clipnorm": {"optimizer.global_clipnorm": 0.01},
    "schedule": {"schedule": {"kind": "cosine", "decay_epochs": 3}},
    "loss.label_smoothing": {"loss.label_smoothing": 0.2},
    "loss.class_weight": {"loss.class_weight": [1.0, 3.0]},
    "regularizer": {"network.layers.0.regularizer": {"l1": 0.05, "l2": 0.01, "zero_stays": True}},
    "dropout": {"network.layers.1.dropout": 0.4},
    "trainable": {"network.layers.0.trainable": False},
    "frozen": {"network.layers.0.frozen": {"units": [1], "weights": [[1, 3]], "bias": [0]}},
    "cut": {"network.layers.0.cut": [[0, 2], [1, 4]]},
}


def advanced(run: Run, steps: int) -> Run:
    with quiet_numbers():
        run.advance(steps)
    return run


def endless(**changes: Any) -> Experiment:
    return tiny(training__stop__epochs=None, **changes)


@pytest.mark.parametrize("name", LIVE)
@pytest.mark.parametrize("batching", ["keras", "playground"])
def test_a_change_is_taken_up_recorded_and_replayed_bit_for_bit(name: str, batching: str):
    experiment = endless(training__batching=batching)
    run = advanced(Run(experiment), 11)
    changed = set_values(experiment, LIVE[name])
    assert cost(experiment, changed) is Cost.LIVE
    run.apply(changed)
    advanced(run, 12)
    untouched = advanced(Run(experiment), 23)
    assert not np.array_equal(run.parameters(), untouched.parameters())
    assert [change.step for change in run.changes] == [11]
    again = replayed(run.start, run.changes, run.step)
    assert again.experiment == run.experiment
    np.testing.assert_array_equal(again.parameters(), run.parameters())
    np.testing.assert_array_equal(again.history.train, run.history.train)


@pytest.mark.parametrize("name", LIVE)
def test_a_run_with_the_option_goes_on_from_a_file_in_mid_epoch(tmp_path, name: str):
    experiment = set_values(endless(optimizer__kind="rmsprop"), LIVE[name])
    whole, first = advanced(Run(experiment), 25), advanced(Run(experiment), 13)
    path = tmp_path / "half.nnd"
    files.write(path, files.Project(experiment, run=first.record()))
    project = files.read(path)
    resumed = advanced(Run(project.experiment, project.run), 12)
    np.testing.assert_array_equal(resumed.parameters(), whole.parameters())
    np.testing.assert_array_equal(resumed.history.test, whole.history.test)


@pytest.mark.parametrize("name", LIVE)
def test_a_change_before_the_first_step_is_as_if_it_had_always_been(name: str):
    experiment = endless()
    changed = set_values(experiment, LIVE[name])
    run, fresh = Run(experiment), Run(changed)
    run.apply(changed)
    assert (run.start, run.changes) == (changed, ())
    assert run.history.train.tolist() == fresh.history.train.tolist()
    np.testing.assert_array_equal(advanced(run, 9).parameters(), advanced(fresh, 9).parameters())


def test_a_cut_that_is_undone_before_the_first_step_leaves_the_start_values():
    experiment = endless()
    run = Run(experiment)
    run.apply(set_values(experiment, LIVE["cut"]))
    run.apply(experiment)
    np.testing.assert_array_equal(run.parameters(), Run(experiment).parameters())
    assert run.loss == Run(experiment).loss


def test_another_delta_before_the_first_step_measures_epoch_0_anew():
    experiment = endless(loss__kind="huber")
    run, changed = Run(experiment), set_values(experiment, {"loss.delta": 0.1})
    run.apply(changed)
    assert run.loss == Run(changed).loss
    assert run.loss != Run(experiment).loss


@settings(max_examples=25, deadline=None)
@given(
    pieces=st.lists(
        st.tuples(st.integers(0, 12), st.sampled_from(list(LIVE)), st.booleans()), min_size=1, max_size=5
    ),
    kind=st.sampled_from(["sgd", "nesterov", "adagrad", "adamw"]),
    batching=st.sampled_from(["keras", "playground"]),
    precision=st.sampled_from(["float64", "float32"]),
)
def test_whatever_changes_replay_equals_the_first_pass(pieces, kind: str, batching: str, precision: str):
    plain = endless(optimizer__kind=kind, training__batching=batching, training__precision=precision)
    run = Run(plain)
    for steps, name, keep in pieces:
        advanced(run, steps)
        run.apply(set_values(run.experiment if keep else plain, LIVE[name]))
    advanced(run, 7)
    again = replayed(run.start, run.changes, run.step)
    np.testing.assert_array_equal(again.parameters(), run.parameters())
    resumed, whole = advanced(Run(run.experiment, run.record()), 6), advanced(run, 6)
    np.testing.assert_array_equal(resumed.parameters(), whole.parameters())


# -- what stays where it is -----------------------------------------------------------------------


def test_values_set_by_hand_are_start_values_and_learn():
    values = {"weights": [[0, 3, -0.25]], "bias": [[2, 0.5]]}
    run = Run(endless(network__layers__0__values=values))
    assert run.layers.weights(0)[0, 3] == -0.25
    assert run.layers.bias(0)[2] == 0.5
    others = Run(endless()).layers.weights(0).copy()
    others[0, 3] = -0.25
    np.testing.assert_array_equal(run.layers.weights(0), others)
    advanced(run, 3)
    assert run.layers.weights(0)[0, 3] != -0.25


def test_a_cut_comes_after_values():
    experiment = endless(
        network__layers__0__values={"weights": [[0, 3, -0.25]]}, network__layers__0__cut=[[0, 3]]
    )
    assert advanced(Run(experiment), 4).layers.weights(0)[0, 3] == 0.0


@pytest.mark.parametrize("kind", ["sgd", "momentum", "adagrad", "adam"])
def test_what_is_frozen_keeps_its_value_under_momentum_and_decay(kind: str):
    experiment = endless(optimizer__kind=kind, optimizer__weight_decay=0.1)
    run = advanced(Run(experiment), 10)
    before = [run.layers.weights(0).copy(), run.layers.bias(0).copy()]
    run.apply(set_values(experiment, LIVE["frozen"]))
    advanced(run, 10)
    weights, bias = run.layers.weights(0) == before[0], run.layers.bias(0) == before[1]
    assert np.argwhere(weights).tolist() == [[0, 1], [1, 1], [1, 3]]
    assert np.flatnonzero(bias).tolist() == [0, 1]


# -- precision, batches and start values ------------------------------------------------------------


def test_float32_is_near_float64_and_exact_in_itself():
    exact, short = Run(endless()), Run(endless(training__precision="float32"))
    assert short.layers.vector.dtype == np.float32
    advanced(exact, 20)
    advanced(short, 20)
    np.testing.assert_allclose(short.parameters(), exact.parameters(), rtol=1e-3, atol=1e-4)
    assert not np.array_equal(short.parameters(), exact.parameters())


def test_playgrounds_epochs_end_where_the_interface_says():
    run = Run(endless(training__batching="playground"))  # 30 rows, batches of 7
    ends = [epoch * 30 // 7 for epoch in range(8)]
    seen = []
    with quiet_numbers():
        for step in range(1, ends[-1] + 1):
            run.advance(1)
            if len(run.history) > len(seen) + 1:
                seen.append(step)
            assert run.epoch == max(epoch for epoch, end in enumerate(ends) if end <= step)
    assert seen == ends[1:]
    run.train(2)
    assert (run.epoch, run.step) == (9, 9 * 30 // 7)


def test_an_activations_number_is_that_of_its_layer():
    slopes = {"network.layers.0.activation": "leaky_relu", "network.layers.1.activation": "elu"}
    experiment = set_values(
        endless(), {**slopes, "network.layers.0.negative_slope": 0.5, "network.layers.1.alpha": 3.0}
    )
    run = Run(experiment)
    first, second, _ = run.layers.forward(run.data.x_train)
    z = run.data.x_train @ run.layers.weights(0) + run.layers.bias(0)
    np.testing.assert_allclose(first, np.where(z > 0, z, 0.5 * z), rtol=1e-12)
    assert -3.0 < second.min() < -1.0 or second.min() >= -1.0
    z = first @ run.layers.weights(1) + run.layers.bias(1)
    np.testing.assert_allclose(second, np.where(z > 0, z, 3.0 * np.expm1(z)), rtol=1e-11)


@pytest.mark.parametrize(
    ("initializer", "check"),
    [
        ({"kind": "random_uniform", "limit": 0.25}, lambda w: 0.2 < abs(w).max() <= 0.25),
        ({"kind": "random_uniform", "limit": 0}, lambda w: not w.any() and not np.signbit(w).any()),
        ({"kind": "random_normal", "stddev": 3.0}, lambda w: 2 < w.std() < 4),
        ({"kind": "he_normal"}, lambda w: 0.7 < w.std() < 1.3 and abs(w).max() < 2 / 0.8796),
    ],
)
def test_start_values_take_the_initializers_own_number(initializer: dict[str, Any], check: Any):
    experiment = endless(network__layers__0__units=40, network__layers__0__initializer=initializer)
    assert check(Run(experiment).layers.weights(0))


def test_keras_fans_of_a_vector_of_biases_are_its_length():
    experiment = endless(network__layers__0__units=200, network__layers__0__bias_initializer="glorot_uniform")
    bias = Run(experiment).layers.bias(0)
    limit = math.sqrt(6 / 400)
    assert 0.95 * limit < np.abs(bias).max() <= limit


# -- divergence --------------------------------------------------------------------------------------


@pytest.mark.parametrize("batching", ["keras", "playground"])
def test_divergence_with_every_option_goes_back_and_names_its_place(batching: str):
    experiment = tiny(
        data__kind="reg_plane",
        loss__kind="mean_squared_error",
        optimizer__kind="sgd",
        optimizer__learning_rate=1e3,
        training__batching=batching,
        network__layers__0__activation="linear",
        network__layers__1__activation="linear",
        network__layers__1__dropout=0.2,
        network__layers__2__activation="linear",
        schedule__kind="warmup_cosine",
    )
    run = Run(experiment)
    run.train(300)
    assert run.stopped == "diverged"
    assert run.step == run.epoch * 30 // 7 if batching == "playground" else run.step == run.epoch * 5
    assert np.isfinite(run.parameters()).all()
    assert run.lost is not None
    assert run.step < run.lost.step <= run.trainer.steps_until(run.epoch + 1)
    twin = replayed(experiment, (), run.step)
    np.testing.assert_array_equal(twin.parameters(), run.parameters())
    with quiet_numbers():
        twin.trainer.run(run.lost.step - twin.step - 1)
        assert np.isfinite(twin.parameters()).all()
        twin.trainer.run(1)
        # The loss squares the outputs and may overflow first.
        assert not (np.isfinite(twin.parameters()).all() and np.isfinite(twin.trainer.losses()).all())


def test_start_values_out_of_range_are_lost_at_step_0():
    values = {"weights": [[0, 3, 1e308], [1, 3, 1e308]]}
    run = Run(endless(network__layers__0__activation="linear", network__layers__0__values=values))
    assert run.stopped == "diverged"
    assert run.lost is not None
    assert (run.lost.layer, run.lost.unit, run.lost.step) == (0, 3, 0)
