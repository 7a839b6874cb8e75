"""What is found out of a run that left the range of numbers."""

import numpy as np
import pytest

from nndesk.project.run import Run, quiet_numbers
from tests.experiments import tiny

WILD = {
    "optimizer__kind": "sgd",
    "optimizer__learning_rate": 1e6,
    "network__layers__0__activation": "relu",
    "network__layers__2__activation": "linear",
    "loss__kind": "mean_squared_error",
}


@pytest.fixture
def run() -> Run:
    run = Run(tiny(**WILD))
    run.train(20)
    assert run.stopped == "diverged"
    return run


def test_it_says_in_which_batch_of_which_epoch(run: Run):
    assert run.lost is not None
    assert run.lost.epoch == run.epoch + 1
    assert 1 <= run.lost.batch <= run.lost.batches == 5
    assert run.lost.step == run.end_of(run.epoch) + run.lost.batch


def test_the_last_steps_are_measured_as_they_were(run: Run):
    assert run.lost is not None
    twin = Run(tiny(**WILD))
    with quiet_numbers():
        twin.trainer.run(run.lost.strides[0].step - 1)
        for stride in run.lost.strides:
            made = twin.trainer.rehearse()
            before = twin.trainer.network.vector.copy()
            twin.trainer.run(1)
            assert stride.step == twin.trainer.step_count
            assert stride.rate == 1e6
            np.testing.assert_equal(stride.before, np.abs(before).max())
            largest = np.abs(made.gradient).max()
            with np.errstate(all="ignore"):
                norm = largest * np.linalg.norm(made.gradient / largest)
            np.testing.assert_allclose(stride.norm, np.inf if np.isinf(largest) else norm)
            np.testing.assert_equal(stride.change, np.abs(twin.trainer.network.vector - before).max())
    assert len(run.lost.strides) <= 4
    assert run.lost.strides[-1].step == run.lost.step


def test_looking_leaves_the_run_where_it_stands(run: Run):
    assert np.isfinite(run.parameters()).all()
    assert run.trainer.last_step is None


def test_a_saved_run_finds_out_again(run: Run):
    again = Run(run.experiment, run.record())
    assert again.lost is None
    with quiet_numbers():
        again.look_into_divergence()
    assert again.lost is not None
    assert again.lost._replace(train=0.0, test=0.0, strides=()) == run.lost._replace(
        train=0.0, test=0.0, strides=()
    )
    assert np.array_equal(again.parameters(), run.parameters())
    assert again.step == run.step


def test_a_saved_run_that_would_go_on_by_now_says_nothing(run: Run):
    again = Run(run.experiment, run.record())
    with quiet_numbers():
        again.apply(tiny(**{**WILD, "optimizer__learning_rate": 0.0}))
        again.look_into_divergence()
    assert again.lost is None
