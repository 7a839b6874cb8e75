"""50 steps of every optimizer: PyTorch's own where it has the same rule, else Keras's written out.

The gradients are PyTorch's. Its SGD with momentum is Keras's as long as the learning rate stays. Its Adam
has ε where the paper has it. Its Adagrad and RMSprop have ε outside the root, Keras has it inside.
"""

import math

import numpy as np
import pytest
import torch
from torch import optim
from torch.utils.data import DataLoader, TensorDataset

from nndesk.engine.network import LayerShape, Network
from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.engine.trainer import Trainer
from tests.parity.reference import Net

pytestmark = pytest.mark.parity

STEPS, RATE = 50, 0.05
INPUTS, SHAPE, LOSS = 3, [(6, "tanh"), (5, "gelu"), (1, "sigmoid")], "binary_crossentropy"
ROWS, BATCH = 23, 7  # with a smaller last batch


class Keras:
    """An optimizer of Keras 3 by its formula: keras/src/optimizers, BaseOptimizer.apply and update_step."""

    def __init__(self, leaves, rule, clip=None, decay=0.0):
        self.leaves, self.rule, self.clip, self.decay = leaves, rule, clip, decay
        self.memory, self.step_count = [{} for _ in leaves], 0

    def step(self):
        self.step_count += 1
        grads = [leaf.grad for leaf in self.leaves]
        if self.clip is not None:  # clip_by_global_norm
            norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads))
            grads = [grad * self.clip / max(norm, self.clip) for grad in grads]
        with torch.no_grad():
            for leaf, grad, memory in zip(self.leaves, grads, self.memory, strict=True):
                leaf -= leaf * self.decay * RATE
                leaf -= self.rule(grad, memory, self.step_count)


def adagrad(grad, memory, step, epsilon=1e-7):
    memory["a"] = memory.get("a", 0.1) + grad**2
    return RATE * grad / torch.sqrt(memory["a"] + epsilon)


def rmsprop(grad, memory, step, rho=0.9, epsilon=1e-7):
    memory["v"] = rho * memory.get("v", 0.0) + (1 - rho) * grad**2
    return RATE * grad / torch.sqrt(memory["v"] + epsilon)


def adam(grad, memory, step, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    memory["m"] = beta_1 * memory.get("m", 0.0) + (1 - beta_1) * grad
    memory["v"] = beta_2 * memory.get("v", 0.0) + (1 - beta_2) * grad**2
    rate = RATE * math.sqrt(1 - beta_2**step) / (1 - beta_1**step)
    return rate * memory["m"] / (torch.sqrt(memory["v"]) + epsilon)


def sgd(grad, memory, step):
    return RATE * grad


PAPER = {"epsilon_form": "paper", "epsilon": 1e-8}
# Our settings but for the rate, and what does the same to PyTorch's leaves.
CASES = {
    "gd": ({}, lambda leaves: optim.SGD(leaves, RATE)),
    "sgd": ({}, lambda leaves: optim.SGD(leaves, RATE)),
    "momentum": ({}, lambda leaves: optim.SGD(leaves, RATE, momentum=0.9)),
    "nesterov": ({}, lambda leaves: optim.SGD(leaves, RATE, momentum=0.9, nesterov=True)),
    "adagrad": ({}, lambda leaves: Keras(leaves, adagrad)),
    "rmsprop": ({}, lambda leaves: Keras(leaves, rmsprop)),
    "adam": (PAPER, lambda leaves: optim.Adam(leaves, RATE)),
    "adam as in Keras": ({}, lambda leaves: Keras(leaves, adam)),
    "adam, slower": (
        {**PAPER, "beta_1": 0.5, "beta_2": 0.9},
        lambda leaves: optim.Adam(leaves, RATE, betas=(0.5, 0.9)),
    ),
    "adamw": (
        {**PAPER, "weight_decay": 0.02},
        lambda leaves: optim.AdamW(leaves, RATE, weight_decay=0.02),
    ),
    "adamw as in Keras": ({"weight_decay": 0.02}, lambda leaves: Keras(leaves, adam, decay=0.02)),
    "sgd, clipped": ({"global_clipnorm": 0.1}, lambda leaves: Keras(leaves, sgd, clip=0.1)),
}


def test_every_optimizer_is_compared():
    assert {name.partition(" ")[0].rstrip(",") for name in CASES} == set(OPTIMIZERS.ids)


def order(epoch):
    return np.random.default_rng([5, epoch]).permutation(ROWS)


@pytest.fixture
def pair():
    """A trainer and its counterpart, on the same rows."""

    def make(optimizer, settings):
        rng = np.random.default_rng(4)
        x, y = rng.normal(size=(ROWS, INPUTS)), rng.integers(0, 2, (ROWS, 1)).astype(float)
        network = Network(INPUTS, [LayerShape(*layer) for layer in SHAPE])
        flat = rng.normal(size=network.size) * 0.6
        network.set_parameters(flat)
        settings = {"learning_rate": RATE, **settings}
        trainer = Trainer(
            network, LOSS, optimizer, settings, x, y, x[:5], y[:5], batch_size=BATCH, order=order
        )
        return trainer, Net(INPUTS, SHAPE, flat), x, y

    return make


def batches(trainer):
    """The rows of one step after another."""
    epoch = 0
    while True:
        rows = np.arange(ROWS) if trainer.optimizer.full_batch else order(epoch)
        yield from (rows[start : start + trainer.batch_size] for start in range(0, ROWS, trainer.batch_size))
        epoch += 1


def assert_close(found, expected):
    assert np.linalg.norm(found - expected) <= 1e-12 * np.linalg.norm(expected)


@pytest.mark.parametrize("name", CASES)
def test_50_steps_are_the_same(pair, name):
    settings, make = CASES[name]
    trainer, net, x, y = pair(name.partition(" ")[0].rstrip(","), settings)
    theirs = make(net.leaves)
    for _, rows in zip(range(STEPS), batches(trainer), strict=False):
        net.gradient(net.row_losses(x[rows], y[rows], LOSS).mean())
        theirs.step()
        trainer.step()
        assert_close(trainer.network.parameters(), net.parameters())


def test_a_training_is_that_of_a_pytorch_script(pair):
    trainer, net, x, y = pair("adam", PAPER)
    linear = [torch.nn.Linear(*weights.shape, dtype=torch.float64) for weights in net.weights]
    for layer, weights, bias in zip(linear, net.weights, net.biases, strict=True):
        layer.weight.data, layer.bias.data = weights.detach().T.clone(), bias.detach().clone()
    model = torch.nn.Sequential(
        linear[0], torch.nn.Tanh(), linear[1], torch.nn.GELU(), linear[2], torch.nn.Sigmoid()
    )
    loss, theirs = torch.nn.BCELoss(), optim.Adam(model.parameters(), RATE)
    x, y = torch.tensor(x), torch.tensor(y)
    for epoch in range(20):
        rows = order(epoch)
        for part in DataLoader(TensorDataset(x[rows], y[rows]), BATCH):
            theirs.zero_grad()
            loss(model(part[0]), part[1]).backward()
            theirs.step()
        trainer.run(trainer.steps_per_epoch)
        with torch.no_grad():
            train, test = loss(model(x), y), loss(model(x[:5]), y[:5])
        assert trainer.losses() == pytest.approx((train.item(), test.item()), rel=1e-12)
    theirs = [part.detach().ravel() for layer in linear for part in (layer.weight.T, layer.bias)]
    assert_close(trainer.network.parameters(), torch.cat(theirs).numpy())
