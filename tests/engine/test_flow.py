"""Where the error flows, against explain's records of the same rows and plain arithmetic."""

import numpy as np
import pytest

from nndesk.engine.explain import explain
from nndesk.engine.flow import conditions, flow
from nndesk.engine.losses import LOSSES
from nndesk.engine.options import LayerOptions, Options
from tests.engine.test_trainer import assert_same_bits

WITH_PENALTY = Options(layers=(LayerOptions(l1=0.01, l2=0.02, dropout=0.4), LayerOptions(), LayerOptions()))


@pytest.mark.parametrize("loss", LOSSES.ids)
def test_the_gradient_is_the_trainers_own(make_trainer, loss):
    trainer = make_trainer(loss=loss, options=WITH_PENALTY)
    found = flow(trainer)
    assert found.rows == 13
    np.testing.assert_allclose(found.gradient, trainer.gradient(), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("loss", LOSSES.ids)
def test_deltas_are_the_means_of_their_sizes_over_the_training_rows(make_trainer, loss):
    trainer = make_trainer(loss=loss)
    step = explain(trainer, range(13))
    for delta, layer in zip(flow(trainer).deltas, step.layers, strict=True):
        np.testing.assert_allclose(delta, np.abs(layer.delta).sum(axis=0), rtol=1e-12)


def test_a_condition_tells_the_mean_gradient_and_the_next_update_of_a_layer(make_trainer):
    trainer = make_trainer(optimizer="adam", settings={"weight_decay": 0.1})
    trainer.run(5)
    step = explain(trainer)
    rows, layers = conditions(trainer)
    assert rows == 13
    start = 0
    gradient = trainer.gradient()
    for condition, layer in zip(layers, step.layers, strict=True):
        size = layer.before.weights.size
        assert condition.gradient == pytest.approx(np.abs(gradient[start : start + size]).mean(), rel=1e-12)
        start += size + layer.before.bias.size
        change, before = (np.concatenate([v.weights.ravel(), v.bias]) for v in (layer.change, layer.before))
        ratio = np.linalg.norm(change) / np.linalg.norm(before)
        assert condition.update == pytest.approx(ratio, rel=1e-12)


def set_biases(trainer, biases):
    trainer.network.weights(0)[...] = 0.0
    trainer.network.bias(0)[...] = biases


def test_units_are_saturated_for_the_rows_that_drive_them_to_a_bound(make_trainer):
    trainer = make_trainer(((2, "tanh"), (1, "sigmoid")), rows=8, test_rows=0)
    trainer.network.weights(0)[...] = [[100.0, 0.1], [0.0, 0.0]]
    trainer.network.bias(0)[...] = 0.0
    expected = (np.abs(np.tanh(trainer.x_train[:, :1] * [100.0, 0.1])) > 0.97).mean(axis=0)
    hidden = conditions(trainer)[1][0]
    np.testing.assert_array_equal(hidden.saturated, expected)
    np.testing.assert_array_equal(hidden.dead, [False, False])


def test_units_that_no_row_moves_are_dead(make_trainer):
    trainer = make_trainer(((3, "relu"), (1, "linear")), "mean_squared_error")
    set_biases(trainer, [-1.0, 0.5, -2.0])
    hidden, output = conditions(trainer)[1]
    np.testing.assert_array_equal(hidden.dead, [True, False, True])
    assert hidden.saturated is None
    assert output.dead is None
    assert output.saturated is None


@pytest.mark.parametrize("ask", [flow, conditions])
def test_looking_changes_no_number(make_trainer, ask):
    plain, looked_at = (make_trainer(optimizer="adam", options=WITH_PENALTY) for _ in range(2))
    for steps in (3, 1, 20):
        plain.run(steps)
        looked_at.run(steps)
        ask(looked_at)
    assert_same_bits(plain, looked_at)


def test_many_rows_are_judged_by_some_that_are_evenly_spread(make_trainer):
    trainer = make_trainer(((2, "tanh"), (1, "sigmoid")), rows=5000, test_rows=0)
    found = flow(trainer)
    assert found.rows == 1667
    step = explain(trainer, range(0, 5000, 3))
    np.testing.assert_allclose(found.deltas[-1], np.abs(step.layers[-1].delta).sum(axis=0), rtol=1e-10)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("value", [np.inf, np.nan, 1e200])
def test_numbers_out_of_range_are_no_error(make_trainer, value):
    trainer = make_trainer()
    trainer.network.weights(1)[0, 0] = value
    assert len(flow(trainer).deltas) == 3
    assert len(conditions(trainer)[1]) == 3
