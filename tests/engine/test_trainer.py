import gc
import itertools
import sys
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesk.engine.activations import ACTIVATIONS
from nndesk.engine.losses import LOSSES
from nndesk.engine.network import Network
from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.engine.trainer import Trainer


def shuffled(rows):
    """An order that is another permutation in each of seven epochs, made beforehand."""
    orders = [np.random.default_rng(epoch).permutation(rows) for epoch in range(7)]
    return lambda epoch: orders[epoch % 7]


def assert_same_bits(one: Trainer, other: Trainer):
    a, b = one.state(), other.state()
    assert a.step == b.step
    np.testing.assert_array_equal(a.parameters, b.parameters)
    assert a.slots.keys() == b.slots.keys()
    for name in a.slots:
        np.testing.assert_array_equal(a.slots[name], b.slots[name])


# Rows and batch sizes with and without a tail, one batch per epoch, and more batches than are held at once.
BATCHES = [(12, 4), (13, 4), (5, 1), (7, 7), (7, 100), (601, 2), (512, 2), (300, 1)]


@pytest.mark.parametrize(("rows", "batch_size"), BATCHES)
@pytest.mark.parametrize("shuffle", [True, False])
def test_batches_follow_the_order(make_trainer, rows, batch_size, shuffle):
    order = shuffled(rows) if shuffle else lambda epoch: None
    trainer = make_trainer(((2, "tanh"), (1, "linear")), "mse", rows=rows, batch_size=batch_size, order=order)
    x, y = trainer._x[:rows, :-1], trainer._y[:rows]
    size = min(batch_size, rows)
    theta = trainer.network.parameters()
    network = Network(2, trainer.network.layers)
    steps_per_epoch = -(-rows // size)
    assert trainer.steps_per_epoch == steps_per_epoch
    for step in range(2 * steps_per_epoch + 1):
        epoch, position = divmod(step, steps_per_epoch)
        permutation = order(epoch)
        sequence = np.arange(rows) if permutation is None else permutation
        batch = sequence[position * size : (position + 1) * size]
        network.set_parameters(theta)
        probe = Trainer(
            network, "mse", "gd", {}, x[batch], y[batch], x[:0], y[:0], batch_size=1, order=lambda epoch: None
        )
        theta = theta - 0.01 * probe.gradient()
    trainer.run(2 * steps_per_epoch + 1)
    assert trainer.epoch == (2 * steps_per_epoch + 1) // steps_per_epoch
    np.testing.assert_allclose(trainer.network.parameters(), theta, rtol=1e-11)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    batches=st.sampled_from(BATCHES),
    optimizer=st.sampled_from(OPTIMIZERS.ids),
    stretches=st.lists(st.integers(0, 40), min_size=1, max_size=6),
    data=st.data(),
)
def test_steps_are_the_same_bits_however_they_are_made(make_trainer, batches, optimizer, stretches, data):
    rows, batch_size = batches
    make = {"optimizer": optimizer, "rows": rows, "batch_size": batch_size, "order": shuffled(rows)}
    whole, pieces, single = (make_trainer(**make) for _ in range(3))
    looks = st.sampled_from(["losses", "outputs", "state", "gradient", "check_gradient", "forward"])
    for stretch in stretches:
        pieces.run(stretch)
        look = data.draw(looks)
        if look == "forward":
            pieces.network.forward(np.zeros((3, 2)))
        else:
            getattr(pieces, look)()
        for _ in range(stretch):
            single.step()
    whole.run(sum(stretches))

    assert_same_bits(whole, pieces)
    assert_same_bits(whole, single)
    assert whole.losses() == pieces.losses() == single.losses()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    batches=st.sampled_from(BATCHES),
    optimizer=st.sampled_from(OPTIMIZERS.ids),
    before=st.integers(0, 330),
    astray=st.integers(0, 330),
    after=st.integers(1, 40),
)
def test_restored_goes_on_as_uninterrupted(make_trainer, batches, optimizer, before, astray, after):
    rows, batch_size = batches
    make = {"optimizer": optimizer, "rows": rows, "batch_size": batch_size, "order": shuffled(rows)}
    trainer, fresh = make_trainer(**make), make_trainer(**make, seed=0)
    trainer.run(before)
    kept = trainer.state()
    trainer.run(after)
    expected = trainer.state()

    trainer.run(astray)
    trainer.restore(kept)
    trainer.run(after)
    fresh.restore(kept)
    fresh.run(after)

    for state in (trainer.state(), fresh.state()):
        assert state.step == expected.step
        np.testing.assert_array_equal(state.parameters, expected.parameters)
        for name, slot in expected.slots.items():
            np.testing.assert_array_equal(state.slots[name], slot)


def test_a_state_is_read_only_and_stays_as_it_was(make_trainer):
    trainer = make_trainer(optimizer="adam")
    trainer.run(3)
    state = trainer.state()
    before = state.parameters.copy(), state.slots["m"].copy()
    trainer.run(3)
    np.testing.assert_array_equal(state.parameters, before[0])
    np.testing.assert_array_equal(state.slots["m"], before[1])
    assert set(state.slots) == {"m", "v"}
    with pytest.raises(ValueError, match="read-only"):
        state.parameters[0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        state.slots["v"][0] = 1.0


def test_adam_keeps_its_moments_divided_by_one_minus_beta(make_trainer):
    trainer = make_trainer(optimizer="adam", batch_size=100)
    gradient = trainer.gradient()
    trainer.step()
    slots = trainer.state().slots
    np.testing.assert_allclose(slots["m"], gradient, rtol=1e-12)  # m = (1 - β₁) g
    np.testing.assert_allclose(slots["v"], gradient**2, rtol=1e-12)


def peak_bytes(trainer, steps=1000):
    tracer = sys.gettrace()
    sys.settrace(None)  # measuring coverage allocates
    try:
        with np.errstate(all="ignore"):  # as whoever trains sets it
            trainer.run(3 * trainer.steps_per_epoch)
            gc.collect()
            tracemalloc.start()
            trainer.run(3)
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            trainer.run(steps)
            return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
        sys.settrace(tracer)


@pytest.mark.parametrize(("activation", "loss"), list(itertools.product(ACTIVATIONS.ids, LOSSES.ids)))
def test_no_allocation_by_activation_and_loss(make_trainer, activation, loss):
    shape = [(3, activation), (4, "tanh"), (3, activation), (2, activation)]
    trainer = make_trainer(shape, loss, rows=301, batch_size=32, order=shuffled(301))
    assert peak_bytes(trainer) < 1000


@pytest.mark.parametrize("optimizer", OPTIMIZERS.ids)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_no_allocation_by_optimizer(make_trainer, optimizer, dtype):
    shape = [(64, "relu"), (10, "softmax")]
    trainer = make_trainer(
        shape, "cce", optimizer, inputs=64, rows=301, batch_size=32, order=shuffled(301), dtype=dtype
    )
    assert peak_bytes(trainer) < 1000


@pytest.mark.parametrize(
    "shape", [[(1, "sigmoid")], [(1, "tanh"), (1, "linear")], [(200, "relu"), (1, "sigmoid")]]
)
@pytest.mark.parametrize("inputs", [1, 40])
@pytest.mark.parametrize("batch_size", [1, 50])
def test_no_allocation_where_a_side_of_a_matrix_is_one(make_trainer, shape, inputs, batch_size):
    trainer = make_trainer(shape, "mse", inputs=inputs, rows=301, batch_size=batch_size, order=shuffled(301))
    assert peak_bytes(trainer) < 1000


def test_gd_takes_all_rows_and_asks_for_no_order(make_trainer):
    def order(epoch):
        raise AssertionError("one batch of all rows has no order")

    trainer = make_trainer(optimizer="gd", rows=13, batch_size=4, order=order)
    trainer.run(3)
    assert (trainer.batch_size, trainer.steps_per_epoch, trainer.epoch) == (13, 1, 3)


def test_a_batch_larger_than_the_rows_is_all_rows(make_trainer):
    large, exact = make_trainer(rows=13, batch_size=1000), make_trainer(rows=13, batch_size=13)
    large.run(5)
    exact.run(5)
    assert_same_bits(large, exact)


def test_without_test_rows_there_is_no_test_loss(make_trainer):
    trainer = make_trainer(test_rows=0)
    train, test = trainer.losses()
    assert np.isfinite(train)
    assert test is None
    assert trainer.outputs()[1].shape == (0, 1)


def test_outputs_are_the_networks_on_train_and_test_rows(make_trainer):
    trainer = make_trainer(rows=13, test_rows=5)
    trainer.run(4)
    train, test = trainer.outputs()
    np.testing.assert_allclose(train, trainer.network.predict(trainer._x[:13, :-1]), rtol=1e-14)
    np.testing.assert_allclose(test, trainer.network.predict(trainer._x[13:, :-1]), rtol=1e-14)
    kept = train.copy()
    trainer.run(4)
    trainer.outputs()
    np.testing.assert_array_equal(train, kept)


def test_a_parameter_set_by_hand_counts_from_the_next_step(make_trainer):
    trainer, other = make_trainer(), make_trainer()
    trainer.run(3)
    other.run(3)
    trainer.network.weights(1)[2, 0] = 0.7
    flat = other.network.parameters()
    flat[other.network.layout[1].weights.start + 2 * 3] = 0.7
    other.network.set_parameters(flat)
    trainer.run(9)
    other.run(9)
    assert_same_bits(trainer, other)


@pytest.mark.parametrize("loss", LOSSES.ids)
@pytest.mark.parametrize("activation", ACTIVATIONS.ids)
def test_evaluation_of_diverged_parameters_is_silent(make_trainer, activation, loss):
    trainer = make_trainer([(3, activation), (2, activation)], loss, settings={"learning_rate": 1e300})
    with np.errstate(all="ignore"):  # as whoever trains sets it
        trainer.run(20)
    trainer.losses()
    trainer.gradient()
    trainer.network.vector[:] = np.nan
    trainer.gradient()
    assert np.isnan(trainer.losses()[0])
    assert np.isnan(trainer.outputs()[0]).all()


def test_a_rate_of_zero_changes_nothing(make_trainer):
    trainer = make_trainer(settings={"learning_rate": 0.0})
    before = trainer.network.parameters()
    trainer.run(10)
    np.testing.assert_array_equal(trainer.network.parameters(), before)


def test_training_learns(make_trainer):
    trainer = make_trainer([(16, "tanh"), (1, "sigmoid")], optimizer="adam", settings={"learning_rate": 0.02})
    before = trainer.losses()[0]
    trainer.run(2000)
    assert trainer.losses()[0] < before / 5
