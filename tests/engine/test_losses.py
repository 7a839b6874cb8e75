import numpy as np
import pytest

from nndesk.engine.losses import LOSSES


def values(function, y, a):
    out = np.empty(a.shape[1])
    function(y, a.copy(), out)
    return out


@pytest.mark.parametrize("loss", list(LOSSES), ids=lambda loss: loss.id)
def test_value_matches_the_textbook(plain, loss):
    rng = np.random.default_rng(1)
    a = rng.uniform(0.05, 0.95, (3, 8))
    y = np.eye(3)[rng.integers(0, 3, 8)].T
    np.testing.assert_allclose(values(loss.value, y, a), plain.row_loss[loss.id](y.T, a.T), rtol=1e-13)


@pytest.mark.parametrize("loss", [loss for loss in LOSSES if loss.logits], ids=lambda loss: loss.id)
def test_value_from_logits_is_that_of_the_activated_output(plain, loss):
    rng = np.random.default_rng(2)
    z = rng.normal(size=(3, 8))
    y = np.eye(3)[rng.integers(0, 3, 8)].T
    a = plain.activate[loss.logits.activation](z.T)
    np.testing.assert_allclose(values(loss.logits.value, y, z), plain.row_loss[loss.id](y.T, a), rtol=1e-13)


def test_binary_crossentropy_from_logits_is_exact_where_the_sigmoid_is_full():
    z = np.array([[-1e4, 1e4, -40.0, 40.0, 1e4]])
    y = np.array([[1.0, 0.0, 1.0, 0.0, 1.0]])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        found = values(LOSSES["bce"].logits.value, y, z)
    np.testing.assert_allclose(found, [1e4, 1e4, 40.0, 40.0, 0.0], rtol=1e-15)


def test_categorical_crossentropy_from_logits_is_exact_where_the_softmax_is_full():
    z = np.array([[1e4, 1e4, -1e4], [-1e4, 1e4, 0.0]])
    y = np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 0.0]])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        found = values(LOSSES["cce"].logits.value, y, z)
    np.testing.assert_allclose(found, [2e4, np.log(2), 1e4], rtol=1e-15)


@pytest.mark.parametrize("loss", ["binary_crossentropy", "categorical_crossentropy"])
def test_outside_the_clipping_the_loss_is_keras_and_does_not_learn(loss):
    # A row of two outputs that are 0 and 1 to the last digit, and wrong: -log 1e-7 each.
    y, a = np.array([[1.0], [0.0]]), np.array([[0.0], [1.0]])
    out, scratch = np.empty((2, 1)), np.empty((6, 1))
    LOSSES[loss].gradient(y, a, np.array(1.0), out, scratch)
    np.testing.assert_array_equal(out, 0.0)
    assert values(LOSSES[loss].value, y, a)[0] == pytest.approx(-np.log(1e-7), rel=1e-8)


@pytest.mark.parametrize("loss", list(LOSSES), ids=lambda loss: loss.id)
def test_scale_makes_the_mean_of_a_batch(loss):
    rng = np.random.default_rng(3)
    a = rng.uniform(0.2, 0.8, (2, 5))
    y = np.eye(2)[rng.integers(0, 2, 5)].T
    out, scratch = np.empty((2, 5)), np.empty((6, 5))
    loss.gradient(y, a, np.array(loss.scale(5, 2)), out, scratch)
    h = 1e-6
    step = np.zeros_like(a)
    step[1, 3] = h
    above, below = values(loss.value, y, a + step).mean(), values(loss.value, y, a - step).mean()
    assert out[1, 3] == pytest.approx((above - below) / (2 * h), rel=1e-8)


@pytest.mark.parametrize("delta", [0.1, 0.5, 10.0])
def test_huber_is_keras_for_any_delta(delta):
    rng = np.random.default_rng(4)
    y, a = rng.normal(size=(2, 3, 50))
    loss = LOSSES["huber"].at(delta)
    e = abs(a - y)
    expected = np.where(e <= delta, e**2 / 2, delta * e - delta**2 / 2).mean(axis=0)
    np.testing.assert_allclose(values(loss.value, y, a), expected, rtol=1e-13)
    out = np.empty_like(a)
    loss.gradient(y, a, np.array(1.0), out, np.empty((9, 50)))
    np.testing.assert_allclose(out, np.where(e <= delta, a - y, delta * np.sign(a - y)), rtol=1e-15)


def test_label_smoothing_is_that_of_the_cross_entropies_as_in_keras():
    y = np.array([[0.0, 1.0, 0.0, 0.0]])
    np.testing.assert_allclose(LOSSES["bce"].smoothed(y, 0.2), [[0.1, 0.9, 0.1, 0.1]], rtol=1e-15)
    np.testing.assert_allclose(LOSSES["cce"].smoothed(y, 0.2), [[0.05, 0.85, 0.05, 0.05]], rtol=1e-15)
    assert {loss.id for loss in LOSSES if loss.smoothed} == {
        "binary_crossentropy",
        "categorical_crossentropy",
    }


def test_aliases_are_accepted():
    assert LOSSES["mse"].id == "mean_squared_error"
    assert LOSSES["mae"].id == "mean_absolute_error"
    assert LOSSES["bce"].id == "binary_crossentropy"
    assert LOSSES["cce"].id == "categorical_crossentropy"
