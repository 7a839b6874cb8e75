import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nndesk.engine.activations import ACTIVATIONS
from nndesk.engine.losses import LOSSES
from nndesk.engine.network import LayerShape, Network
from nndesk.engine.trainer import Trainer

PAIRS = list(itertools.product(ACTIVATIONS.ids, LOSSES.ids))


def test_every_activation_meets_every_loss():
    assert len(PAIRS) == 11 * 6


def clear_of_kinks(plain, flat, x, y, shape, loss):
    """Whether no kink is passed and no clipping starts within reach of a difference."""
    found = plain.passes(flat, x, shape)
    for (z, _), (_, activation) in zip(found, shape, strict=True):
        if activation in plain.kinked and np.abs(z).min() < 0.01:
            return False
    outputs, last = found[-1][1], shape[-1][1]
    distance = np.abs(outputs - y)
    if loss == "mean_absolute_error" and last == "softmax" and outputs.shape[1] == 1:
        return True  # 1, whatever z is
    if loss == "mean_absolute_error" and (distance < 0.01).any():
        return False
    if loss == "huber" and (np.abs(distance - 1.0) < 0.01).any():
        return bool((outputs == 1).all())
    if loss == "binary_crossentropy" and last != "sigmoid":
        # Where clipping is near, the slope 1/o is so steep that differences say nothing.
        return bool(
            (
                (outputs > 0.05) & (outputs < 0.95) | (outputs < -0.01) | (outputs > 1.01) | (outputs == 0)
            ).all()
        )
    if loss == "categorical_crossentropy" and last != "softmax":
        total = outputs.sum(axis=1, keepdims=True)
        if np.abs(total).min() < 0.2:
            return False
        share = outputs / total
        inside = (share > 0.05) & (share < 0.95) | (share < -0.01) | (share > 1.01) | (share == 0)
        return bool(inside.all())
    return True


@pytest.mark.parametrize(("last", "loss"), PAIRS)
@settings(max_examples=12, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 2**32 - 1),
    hidden=st.lists(st.tuples(st.integers(1, 4), st.sampled_from(ACTIVATIONS.ids)), max_size=3),
    inputs=st.integers(1, 3),
    outputs=st.integers(1, 3),
    rows=st.integers(1, 4),
)
def test_gradient_matches_central_differences(plain, last, loss, seed, hidden, inputs, outputs, rows):
    rng = np.random.default_rng(seed)
    shape = [*hidden, (outputs, last)]
    network = Network(inputs, [LayerShape(*layer) for layer in shape])
    y = rng.integers(0, 2, (rows, outputs)).astype(float)
    if outputs > 1:
        y = np.eye(outputs)[rng.integers(0, outputs, rows)]
    for _ in range(200):  # random networks until one is clear of kinks
        flat = rng.normal(size=network.size) * 0.7
        x = rng.normal(size=(rows, inputs))
        if clear_of_kinks(plain, flat, x, y, shape, loss):
            break
    else:
        assume(False)
    network.set_parameters(flat)
    trainer = Trainer(network, loss, "gd", {}, x, y, x[:0], y[:0], batch_size=1, order=lambda epoch: None)

    expected = plain.central_differences(lambda p: plain.mean_loss(p, x, y, shape, loss), flat, 3e-4)

    error = np.linalg.norm(trainer.gradient() - expected)
    # Where the gradient vanishes (one softmax output, say) rounding is all that differences see.
    assert error <= 1e-6 * np.linalg.norm(expected) + 1e-11


# Categorical cross-entropy divides other outputs than softmax's by their sum, which may be 0.
STABLE = [pair for pair in PAIRS if pair[1] != "categorical_crossentropy" or pair[0] == "softmax"]


@pytest.mark.parametrize(("last", "loss"), STABLE)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_step_is_finite_and_silent_for_z_of_10_000(make_trainer, last, loss, dtype):
    trainer = make_trainer([(3, last)], loss, rows=40, batch_size=40, dtype=dtype)
    trainer.network.vector[:] *= 1e4 / np.abs(trainer.network.vector).max()
    z = trainer.x_train @ trainer.network.weights(0) + trainer.network.bias(0)
    assert np.abs(z).max() > 1e4
    with np.errstate(over="raise", invalid="raise", divide="raise"):  # underflow to 0 is right
        trainer.step()
    assert np.isfinite(trainer.network.vector).all()
    assert np.isfinite(trainer.losses()).all()


@pytest.mark.parametrize(("last", "loss"), PAIRS)
def test_reported_loss_is_the_plain_mean(plain, make_trainer, last, loss):
    shape = [(4, "tanh"), (3, last)]
    trainer = make_trainer(shape, loss, rows=9, test_rows=4)
    flat = trainer.network.parameters()
    x, y = trainer._x[:, :-1], trainer._y

    train, test = trainer.losses()

    assert train == pytest.approx(plain.mean_loss(flat, x[:9], y[:9], shape, loss), rel=1e-13)
    assert test == pytest.approx(plain.mean_loss(flat, x[9:], y[9:], shape, loss), rel=1e-13)


def test_gradient_over_more_rows_than_one_chunk_is_that_of_all_rows(make_trainer, monkeypatch):
    whole = make_trainer(rows=150)
    expected, losses = whole.gradient(), whole.losses()
    monkeypatch.setattr(Network, "chunk", 64)
    chunked = make_trainer(rows=150)

    np.testing.assert_allclose(chunked.gradient(), expected, rtol=1e-12)
    np.testing.assert_allclose(chunked.losses(), losses, rtol=1e-13)
    np.testing.assert_allclose(chunked.outputs()[0], whole.outputs()[0], rtol=1e-13)
    np.testing.assert_allclose(chunked.network.predict(chunked._x[:150, :-1]), whole.outputs()[0], rtol=1e-13)


def test_check_gradient_agrees_and_leaves_the_parameters_alone(make_trainer):
    trainer = make_trainer()
    before = trainer.network.parameters()

    check = trainer.check_gradient()

    assert check.relative_error < 1e-7
    assert check.parameters == trainer.network.size
    assert check.place.startswith("parameters.")
    np.testing.assert_array_equal(trainer.network.parameters(), before)


def test_check_gradient_names_a_wrong_weight(make_trainer, monkeypatch):
    trainer = make_trainer(((4, "tanh"), (1, "sigmoid")), inputs=3)
    right = Trainer.gradient

    def wrong(self):
        gradient = right(self)
        gradient[2 * 4 + 1] += 0.5  # layer 0, input 2, unit 1
        return gradient

    monkeypatch.setattr(Trainer, "gradient", wrong)

    check = trainer.check_gradient()

    assert check.relative_error > 0.01
    assert check.place == "parameters.0.weights.2.1"
    assert check.analytic - check.numeric == pytest.approx(0.5, abs=1e-6)


def test_check_gradient_of_a_float32_network_is_made_in_float64(make_trainer):
    assert make_trainer(dtype=np.float32).check_gradient().relative_error < 1e-7


def test_check_gradient_steps_closer_where_a_kink_lies_in_between(make_trainer):
    trainer = make_trainer(((4, "relu"), (1, "sigmoid")))
    x, weights = trainer._x[0, :-1], trainer.network.weights(0)
    trainer.network.bias(0)[1] = 3e-6 - x @ weights[:, 1]  # z of the first row, just beyond relu's kink
    assert trainer.check_gradient().relative_error < 1e-7
