"""The numbers of a layer's health against plain arithmetic."""

import numpy as np
import pytest

from nndesk.engine.activations import ACTIVATIONS
from nndesk.engine.diagnostics import diagnose
from nndesk.engine.explain import explain
from nndesk.engine.optimizers import OPTIMIZERS
from tests.engine.test_trainer import assert_same_bits, peak_bytes


@pytest.mark.parametrize("optimizer", OPTIMIZERS.ids)
def test_the_numbers_of_the_last_step_are_those_that_it_had(make_trainer, optimizer):
    trainer = make_trainer(optimizer=optimizer, settings={"weight_decay": 0.1, "global_clipnorm": 0.05})
    trainer.watch()
    trainer.run(6)
    step = explain(trainer)
    trainer.run(1)
    for health, layer in zip(diagnose(trainer), step.layers, strict=True):
        gradient, change = (
            np.concatenate([v.weights.ravel(), v.bias]) for v in (layer.gradient, layer.change)
        )
        assert health.gradient_norm == pytest.approx(np.sqrt((gradient**2).sum()), rel=1e-12)
        assert health.effective_step == pytest.approx(np.sqrt((change**2).mean()), rel=1e-12)
        after = np.concatenate([layer.after.weights.ravel(), layer.after.bias])
        ratio = np.sqrt((change**2).sum() / (after**2).sum())
        assert health.update_ratio == pytest.approx(ratio, rel=1e-12)


def test_they_are_of_the_last_of_many_steps(make_trainer):
    one, many = make_trainer(), make_trainer()
    one.run(10)
    for trainer in (one, many):
        trainer.watch()
    one.run(1)
    many.run(11)
    assert diagnose(one) == diagnose(many)


def test_looking_and_watching_change_no_number(make_trainer):
    plain, watched = (make_trainer(optimizer="adam") for _ in range(2))
    watched.watch()
    for steps in (3, 1, 0, 20):
        plain.run(steps)
        watched.run(steps)
        diagnose(watched)
    assert_same_bits(plain, watched)


def test_watching_allocates_nothing_in_a_step(make_trainer):
    trainer = make_trainer(optimizer="adam")
    trainer.watch()
    assert peak_bytes(trainer) < 1000


def test_of_a_step_that_nobody_watched_there_are_no_numbers(make_trainer):
    trainer = make_trainer()
    trainer.run(3)
    assert [health.gradient_norm for health in diagnose(trainer)] == [None] * 3
    trainer.watch()
    assert [health.effective_step for health in diagnose(trainer)] == [None] * 3
    trainer.run(1)
    assert all(health.update_ratio > 0 for health in diagnose(trainer))
    trainer.restore(trainer.state())
    assert [health.update_ratio for health in diagnose(trainer)] == [None] * 3
    trainer.run(1)
    trainer.watch(False)
    trainer.run(1)
    assert [health.gradient_norm for health in diagnose(trainer)] == [None] * 3


def shares(make_trainer, activation, biases):
    """Dead and saturated units of a layer whose outputs are those of its ``biases`` for every row."""
    trainer = make_trainer(((len(biases), activation), (1, "sigmoid")))
    trainer.network.weights(0)[...] = 0.0
    trainer.network.bias(0)[...] = biases
    health, _ = diagnose(trainer)
    return health.dead, health.saturated


@pytest.mark.parametrize("activation", ["relu", "elu", "selu", "gelu", "silu", "softplus"])
def test_units_that_no_row_moves_are_dead(make_trainer, activation):
    assert shares(make_trainer, activation, [-9.0, 0.5, -10.0, 3.0]) == (0.5, None)


@pytest.mark.parametrize(
    ("activation", "border"), [("tanh", np.arctanh(0.97)), ("sigmoid", np.log(0.985 / 0.015))]
)
def test_units_at_an_end_of_their_range_are_saturated(make_trainer, activation, border):
    biases = [0.0, border - 0.01, border + 0.01, -border - 0.01]
    assert shares(make_trainer, activation, biases) == (0.0, 0.5)


@pytest.mark.parametrize(("activation", "dead"), [("leaky_relu", 0.0), ("linear", None), ("softmax", None)])
def test_some_activations_have_no_such_units(make_trainer, activation, dead):
    assert shares(make_trainer, activation, [-50.0, 0.5]) == (dead, None)


def test_a_unit_that_one_row_moves_is_alive(make_trainer):
    trainer = make_trainer(((2, "relu"), (1, "sigmoid")), rows=8, test_rows=0)
    largest = trainer.x_train[:, 0].max()
    trainer.network.weights(0)[...] = [[1.0, 1.0], [0.0, 0.0]]
    trainer.network.bias(0)[...] = [-largest + 1e-3, -largest - 1e-3]
    assert diagnose(trainer)[0].dead == 0.5


@pytest.mark.parametrize("rows", [1, 256, 257, 1000])
@pytest.mark.parametrize("activation", ACTIVATIONS.ids)
def test_any_number_of_rows_will_do(make_trainer, activation, rows):
    trainer = make_trainer(((3, activation), (1, "sigmoid")), rows=rows, test_rows=0)
    trainer.watch()
    trainer.run(1)
    for health in diagnose(trainer):
        assert np.isfinite([health.gradient_norm, health.update_ratio, health.effective_step]).all()
