import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesk.engine.activations import ACTIVATIONS
from nndesk.engine.network import LayerShape, Network, parameter_layout

shapes = st.lists(
    st.tuples(st.integers(1, 5), st.sampled_from(ACTIVATIONS.ids)).map(lambda pair: LayerShape(*pair)),
    min_size=1,
    max_size=4,
)


def test_layout_is_weights_by_row_then_bias():
    first, second = parameter_layout(2, [3, 1])
    assert (first.weights, first.shape, first.bias) == (slice(0, 6), (2, 3), slice(6, 9))
    assert (second.weights, second.shape, second.bias) == (slice(9, 12), (3, 1), slice(12, 13))


@settings(deadline=None, derandomize=True)
@given(inputs=st.integers(1, 4), shape=shapes, seed=st.integers(0, 99))
def test_flat_vector_and_views_hold_the_same(plain, inputs, shape, seed):
    network = Network(inputs, shape)
    flat = np.random.default_rng(seed).normal(size=network.size)
    network.set_parameters(flat)

    np.testing.assert_array_equal(network.parameters(), flat)
    for layer, (weights, bias) in enumerate(plain.split(flat, inputs, shape)):
        np.testing.assert_array_equal(network.weights(layer), weights)
        np.testing.assert_array_equal(network.bias(layer), bias)


def test_views_are_live_and_parameters_are_a_copy():
    network = Network(2, [LayerShape(3, "tanh"), LayerShape(1, "linear")])
    network.weights(0)[1, 2] = 5.0
    network.bias(1)[0] = 7.0
    flat = network.parameters()
    assert (flat[5], flat[12]) == (5.0, 7.0)
    flat[:] = 1.0
    assert network.weights(0)[1, 2] == 5.0


@settings(deadline=None, derandomize=True)
@given(inputs=st.integers(1, 4), shape=shapes, rows=st.integers(0, 6), seed=st.integers(0, 99))
def test_forward_equals_plain_products(plain, inputs, shape, rows, seed):
    rng = np.random.default_rng(seed)
    network = Network(inputs, shape)
    flat, x = rng.normal(size=network.size), rng.normal(size=(rows, inputs))
    network.set_parameters(flat)

    found = network.forward(x)

    assert [a.shape for a in found] == [(rows, layer.units) for layer in shape]
    if rows:
        for a, (_, expected) in zip(found, plain.passes(flat, x, shape), strict=True):
            np.testing.assert_allclose(a, expected, rtol=1e-11, atol=1e-13)
    np.testing.assert_array_equal(network.predict(x), found[-1])


def test_forward_results_are_safe_to_keep():
    network = Network(1, [LayerShape(2, "tanh"), LayerShape(1, "linear")])
    network.weights(0)[...] = 1.0
    kept = network.forward(np.array([[1.0]]))
    before = [a.copy() for a in kept]
    network.weights(0)[...] = -3.0
    network.forward(np.array([[2.0]]))
    for a, b in zip(kept, before, strict=True):
        np.testing.assert_array_equal(a, b)


def test_predictions_of_more_rows_than_one_chunk_are_all_there(monkeypatch):
    network = Network(1, [LayerShape(1, "linear")])
    network.weights(0)[...] = 2.0
    monkeypatch.setattr(Network, "chunk", 3)
    x = np.arange(10.0)[:, None]
    np.testing.assert_array_equal(network.predict(x), 2.0 * x)


def test_diverged_parameters_give_no_warning():
    network = Network(1, [LayerShape(2, "relu"), LayerShape(2, "softmax")])
    network.set_parameters(np.full(network.size, 1e200))
    assert np.isnan(network.predict(np.array([[1e200]]))).any()


@pytest.mark.parametrize(
    "shape", [[(1024, "tanh"), (1024, "relu"), (10, "softmax")], [(3, "tanh")] * 31 + [(1, "tanh")]]
)
def test_the_largest_networks_train(make_trainer, shape):
    trainer = make_trainer(shape, "mean_squared_error", rows=6)
    before = trainer.losses()[0]
    trainer.run(4)
    assert trainer.losses()[0] != before


def test_a_float32_network_computes_in_float32(make_trainer):
    single = make_trainer(dtype=np.float32, optimizer="adam")
    double = make_trainer(optimizer="adam")
    single.run(30)
    double.run(30)
    assert single.network.predict(np.zeros((2, 2))).dtype == np.float32
    arrays = [a for _, arguments in single._tapes[0] for a in arguments]
    assert {a.dtype for a in (*arrays, *single.slots.values())} == {np.dtype(np.float32)}
    np.testing.assert_allclose(single.network.parameters(), double.network.parameters(), rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(single.losses(), double.losses(), rtol=1e-4)
