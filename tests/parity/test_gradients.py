"""The gradient of every activation with every loss against PyTorch's autograd."""

import itertools

import numpy as np
import pytest
import torch
from torch import nn

from nndesk.engine.activations import ACTIVATIONS
from nndesk.engine.losses import LOSSES
from nndesk.engine.network import LayerShape, Network
from nndesk.engine.options import LayerOptions, Options
from nndesk.engine.trainer import Trainer
from tests.parity.reference import ACTIVATE, ROW_LOSS, Net

pytestmark = pytest.mark.parity

PAIRS = list(itertools.product(ACTIVATIONS.ids, LOSSES.ids))
INPUTS, ROWS = 3, 17


def test_every_activation_and_loss_has_its_counterpart():
    assert set(ACTIVATE) == set(ACTIVATIONS.ids)
    assert set(ROW_LOSS) == set(LOSSES.ids)


def test_the_number_of_pairs():
    assert len(PAIRS) == 11 * 6


def problem(shape, loss):
    """Parameters, rows and targets for which PyTorch's gradient is finite, and not 0 but by definition."""
    outputs = shape[-1][0]
    # One output is all there is to share: its softmax is 1, and its share in the cross-entropy too.
    flat_loss = outputs == 1 and (shape[-1][1] == "softmax" or loss == "categorical_crossentropy")
    for seed in range(50):
        rng = np.random.default_rng(seed)
        size = sum(
            (before + 1) * units
            for before, units in itertools.pairwise([INPUTS, *(units for units, *_ in shape)])
        )
        flat = rng.normal(size=size) * 0.7
        flat[-outputs:] += 0.5
        x = rng.normal(size=(ROWS, INPUTS))
        classes = rng.integers(0, max(2, outputs), ROWS)
        y = classes[:, None].astype(float) if outputs == 1 else np.eye(outputs)[classes]
        net = Net(INPUTS, shape, flat)
        expected = net.gradient(net.row_losses(x, y, loss).mean())
        if np.isfinite(expected).all() and expected.any() != flat_loss:
            return flat, x, y, classes
    raise AssertionError("no seed has a gradient")


def trainer_of(shape, flat, x, y, loss, **more):
    network = Network(INPUTS, [LayerShape(*layer) for layer in shape])
    network.set_parameters(flat)
    return Trainer(
        network, loss, "gd", {}, x, y, x[:0], y[:0], batch_size=1, order=lambda epoch: None, **more
    )


def assert_agrees(found, expected):
    assert np.linalg.norm(found - expected) <= 1e-9 * np.linalg.norm(expected)


@pytest.mark.parametrize("outputs", [1, 3])
@pytest.mark.parametrize(("activation", "loss"), PAIRS)
def test_the_gradient_is_pytorchs(activation, loss, outputs):
    shape = [(4, "tanh"), (5, activation), (outputs, activation)]
    flat, x, y, _ = problem(shape, loss)
    net = Net(INPUTS, shape, flat)
    rows = net.row_losses(x, y, loss)
    trainer = trainer_of(shape, flat, x, y, loss)
    assert_agrees(trainer.gradient(), net.gradient(rows.mean()))
    assert trainer.losses()[0] == pytest.approx(float(rows.detach().mean()), rel=1e-12)


@pytest.mark.parametrize(("activation", "value"), [("leaky_relu", 0.05), ("elu", 2.5)])
def test_the_gradient_with_another_setting_is_pytorchs(activation, value):
    shape = [(4, activation, value), (5, "tanh"), (3, "linear")]
    flat, x, y, _ = problem(shape, "huber")
    net = Net(INPUTS, shape, flat)
    expected = net.gradient(net.row_losses(x, y, "huber", 0.3).mean())
    assert_agrees(trainer_of(shape, flat, x, y, "huber", options=Options(delta=0.3)).gradient(), expected)


def test_every_setting_is_compared():
    assert {entry.id for entry in ACTIVATIONS if entry.setting} == {"leaky_relu", "elu"}
    assert {entry.id for entry in LOSSES if entry.setting} == {"huber"}


@pytest.mark.parametrize(
    ("last", "loss"), [("sigmoid", "binary_crossentropy"), ("softmax", "categorical_crossentropy")]
)
def test_the_gradient_with_smoothing_weights_and_penalties_is_pytorchs(last, loss):
    outputs, share, weights = 3, 0.2, (0.5, 2.0, 3.0)
    shape = [(4, "silu"), (5, "gelu"), (outputs, last)]
    flat, x, y, classes = problem(shape, loss)
    net = Net(INPUTS, shape, flat)
    smoothed = y * (1 - share) + share / (2 if loss == "binary_crossentropy" else outputs)
    rows = net.row_losses(x, smoothed, loss) * torch.tensor(weights, dtype=torch.float64)[classes]
    penalty = 0.01 * net.weights[0].abs().sum() + 0.03 * (net.weights[1] ** 2).sum()
    expected = net.gradient(rows.mean() + penalty)
    options = Options(
        layers=(LayerOptions(l1=0.01), LayerOptions(l2=0.03), LayerOptions()),
        label_smoothing=share,
        class_weight=weights,
    )
    trainer = trainer_of(shape, flat, x, y, loss, options=options, classes=classes)
    assert_agrees(trainer.gradient(), expected)
    assert trainer.objective() == pytest.approx(float((rows.mean() + penalty).detach()), rel=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda entry: entry.id)
def test_the_export_spelling_of_an_activation_is_this_function(activation):
    z = torch.linspace(-8.0, 8.0, 34, dtype=torch.float64).reshape(17, 2)
    spelled = eval(activation.torch, {"nn": nn})(z)
    torch.testing.assert_close(spelled, ACTIVATE[activation.id](z), rtol=1e-12, atol=0.0)


@pytest.mark.parametrize("loss", [entry for entry in LOSSES if entry.torch], ids=lambda entry: entry.id)
def test_the_export_spelling_of_a_loss_is_this_function(loss):
    z = torch.tensor([[0.5, -1.0], [2.0, 0.3], [-0.7, 0.1]], dtype=torch.float64)
    y = torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]], dtype=torch.float64)
    last = "softmax" if loss.id == "categorical_crossentropy" else "sigmoid"
    a = ACTIVATE[last](z)
    spelled = eval(loss.torch, {"nn": nn})(z if last == "softmax" else a, y)  # CrossEntropyLoss takes z
    torch.testing.assert_close(spelled, ROW_LOSS[loss.id](y, z, a, last).mean(), rtol=1e-12, atol=0.0)
