import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nndesk.engine.activations import ACTIVATIONS
from nndesk.engine.arrays import erf, zeros

ELEMENTWISE = [activation for activation in ACTIVATIONS if activation.derivative is not None]
smooth_inputs = hnp.arrays(
    np.float64,
    hnp.array_shapes(min_dims=2, max_dims=2, max_side=5),
    elements=st.floats(-8, 8).filter(lambda z: abs(z) > 1e-3),  # clear of relu's kink
)


def outputs(activation, z, spare=None):
    a = np.empty_like(z)
    spare = [np.empty_like(z) for _ in range(activation.spare)] if spare is None else spare
    activation.forward(z.copy(), a, *spare)
    return a


@pytest.mark.parametrize("activation", list(ACTIVATIONS), ids=lambda a: a.id)
@settings(deadline=None, derandomize=True)
@given(z=smooth_inputs)
def test_forward_matches_the_textbook(plain, activation, z):
    expected = plain.activate[activation.id](z.T).T
    np.testing.assert_allclose(outputs(activation, z), expected, rtol=1e-12, atol=1e-16)


@pytest.mark.parametrize("activation", ELEMENTWISE, ids=lambda a: a.id)
@settings(deadline=None, derandomize=True)
@given(z=smooth_inputs)
def test_derivative_matches_central_differences(plain, activation, z):
    function, h = plain.activate[activation.id], 1e-4
    near, far = function(z + h) - function(z - h), function(z + 2 * h) - function(z - 2 * h)
    slope, spare = np.empty_like(z), [np.empty_like(z) for _ in range(activation.spare)]
    activation.derivative(z, outputs(activation, z, spare), slope, *spare)
    np.testing.assert_allclose(slope, (8 * near - far) / (12 * h), rtol=1e-6, atol=1e-11)


@pytest.mark.parametrize("activation", [a for a in ACTIVATIONS if not a.needs_z], ids=lambda a: a.id)
def test_forward_works_in_place(activation):
    z = np.linspace(-3, 3, 12).reshape(3, 4)
    expected = outputs(activation, z)
    activation.forward(z, z, *[np.empty_like(z) for _ in range(activation.spare)])
    np.testing.assert_array_equal(z, expected)


@pytest.mark.parametrize("activation", list(ACTIVATIONS), ids=lambda a: a.id)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_extreme_inputs_stay_finite_and_silent(activation, dtype):
    z = np.array([[-1e4, -709.0, -40.0, 0.0], [1e4, 709.0, 40.0, 0.0]], dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):  # underflow to 0 is right
        a = outputs(activation, z)
    assert a.dtype == dtype
    assert np.isfinite(a).all()
    assert (a >= activation.low).all()
    assert (a <= activation.high).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_erf_is_that_of_the_standard_library(dtype):
    x = np.concatenate([np.linspace(0, 7, 20001), [0.46875, np.nextafter(0.46875, 1), 1e-300, 1e4]])
    x = x.astype(dtype)[None]
    expected = [math.erf(value) for value in x[0]]
    out, *scratch = (np.empty_like(x) for _ in range(4))
    erf(x.copy(), out, *scratch)
    np.testing.assert_allclose(out[0], expected, rtol=0, atol=1e-15 if dtype == np.float64 else 1e-6)


SETTINGS = [("leaky_relu", "negative_slope", value) for value in (0.0, 0.01, 0.5, 1.0)]
SETTINGS += [("elu", "alpha", value) for value in (0.01, 0.7, 10.0)]


def test_every_setting_of_an_activation_is_tried():
    found = {(activation.id, activation.setting.name) for activation in ACTIVATIONS if activation.setting}
    assert found == {(name, key) for name, key, _ in SETTINGS}


@pytest.mark.parametrize(("name", "key", "value"), SETTINGS)
def test_a_setting_is_that_of_the_formula(plain, name, key, value):
    activation = ACTIVATIONS[name].at(value)
    z = np.linspace(-4, 4, 18).reshape(2, 9)
    assert np.abs(z).min() > 0.1
    spare = [np.empty_like(z) for _ in range(activation.spare)]
    a, slope, h = outputs(activation, z, spare), np.empty_like(z), 1e-5
    activation.derivative(z, a, slope, *spare)
    function = plain.with_setting[name](value)
    np.testing.assert_allclose(a, function(z), rtol=1e-14, atol=1e-15)
    np.testing.assert_allclose(slope, (function(z + h) - function(z - h)) / (2 * h), rtol=1e-8)


def test_without_a_setting_the_default_counts_and_others_have_none():
    z = np.array([[-2.0, 3.0]])
    for activation in ACTIVATIONS:
        if activation.setting is None:
            assert activation.at(0.3) is activation
        else:
            default = activation.at(activation.setting.default)
            np.testing.assert_array_equal(outputs(activation, z), outputs(default, z))
            assert not np.array_equal(outputs(activation.at(0.3), z), outputs(default, z))


def test_sigmoid_raises_no_floating_point_flag_at_all():
    with np.errstate(all="raise"):
        a = outputs(ACTIVATIONS["sigmoid"], np.array([[-1e4, 0.0, 1e4]]))
    np.testing.assert_array_equal(a, [[0.0, 0.5, 1.0]])


def test_relu_at_zero_does_not_learn():
    slope = np.empty((1, 3))
    ACTIVATIONS["relu"].derivative(np.zeros((1, 3)), np.array([[0.0, -0.0, 2.0]]), slope)
    np.testing.assert_array_equal(slope, [[0.0, 0.0, 1.0]])


def test_softmax_columns_sum_to_one():
    a = outputs(ACTIVATIONS["softmax"], np.random.default_rng(0).normal(size=(5, 7)) * 30)
    np.testing.assert_allclose(a.sum(axis=0), 1.0, rtol=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(1,), (3, 5), (0, 4), (7, 1, 2)])
def test_zeros_start_on_a_cache_line(shape, dtype):
    made = zeros(shape, np.dtype(dtype))
    assert made.shape == shape
    assert made.dtype == dtype
    assert made.flags.c_contiguous
    assert not made.any()
    assert made.size == 0 or made.ctypes.data % 64 == 0
