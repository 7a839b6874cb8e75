"""Plain arithmetic to compare the engine with; it shares nothing with the engine."""

from collections.abc import Callable, Sequence
from types import SimpleNamespace

import numpy as np
import pytest

Shape = Sequence[tuple[int, str]]


def _softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


ACTIVATE = {
    "linear": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.where(z > 0, z, 0.0),
    "softmax": _softmax,
}


def _clip(o):
    return np.clip(o, 1e-7, 1 - 1e-7)


def _binary(y, o):
    return -(y * np.log(o) + (1 - y) * np.log(1 - o)).mean(axis=1)


ROW_LOSS = {
    "mean_squared_error": lambda y, o: ((o - y) ** 2).mean(axis=1),
    "half_squared_error": lambda y, o: ((o - y) ** 2).mean(axis=1) / 2,
    "binary_crossentropy": lambda y, o: _binary(y, _clip(o)),
    "categorical_crossentropy": lambda y, o: (
        -(y * np.log(_clip(o / o.sum(axis=1, keepdims=True)))).sum(axis=1)
    ),
}


def split(flat, inputs: int, shape: Shape):
    """(weights (inputs, units), bias) of each layer of a flat vector in file order."""
    layers, start = [], 0
    for units, _ in shape:
        weights = flat[start : start + inputs * units].reshape(inputs, units)
        start += inputs * units
        layers.append((weights, flat[start : start + units]))
        start += units
        inputs = units
    assert start == len(flat)
    return layers


def passes(flat, x, shape: Shape):
    """(z, a) of every layer, rows first."""
    found, a = [], x
    for (weights, bias), (_, activation) in zip(split(flat, x.shape[1], shape), shape, strict=True):
        z = a @ weights + bias
        a = ACTIVATE[activation](z)
        found.append((z, a))
    return found


def mean_loss(flat, x, y, shape: Shape, loss: str) -> float:
    return float(ROW_LOSS[loss](y, passes(flat, x, shape)[-1][1]).mean())


def central_differences(function: Callable[[np.ndarray], float], at: np.ndarray, h: float) -> np.ndarray:
    """The gradient by differences of fourth order."""
    gradient = np.empty_like(at)
    for i in range(len(at)):
        step = np.zeros_like(at)
        step[i] = h
        near = function(at + step) - function(at - step)
        far = function(at + 2 * step) - function(at - 2 * step)
        gradient[i] = (8 * near - far) / (12 * h)
    return gradient


@pytest.fixture(scope="session")
def plain():
    return SimpleNamespace(
        activate=ACTIVATE,
        row_loss=ROW_LOSS,
        split=split,
        passes=passes,
        mean_loss=mean_loss,
        central_differences=central_differences,
    )


@pytest.fixture(scope="session")
def make_trainer():
    """A trainer of a random network on random rows; targets are one-hot for several outputs."""
    from nndesk.engine.network import LayerShape, Network
    from nndesk.engine.trainer import Trainer

    def make(
        shape: Shape = ((4, "tanh"), (3, "relu"), (1, "sigmoid")),
        loss: str = "binary_crossentropy",
        optimizer: str = "sgd",
        settings=None,
        *,
        inputs: int = 2,
        rows: int = 13,
        test_rows: int = 5,
        batch_size: int = 4,
        order=lambda epoch: None,
        seed: int = 0,
        dtype=np.float64,
    ) -> Trainer:
        rng = np.random.default_rng(seed)
        outputs = shape[-1][0]
        x = rng.normal(size=(rows + test_rows, inputs))
        classes = rng.integers(0, max(2, outputs), rows + test_rows)
        y = classes[:, None].astype(float) if outputs == 1 else np.eye(outputs)[classes]
        network = Network(inputs, [LayerShape(*layer) for layer in shape], dtype)
        network.set_parameters(rng.normal(size=network.size) * 0.5)
        return Trainer(
            network,
            loss,
            optimizer,
            settings or {},
            x[:rows],
            y[:rows],
            x[rows:],
            y[rows:],
            batch_size=batch_size,
            order=order,
        )

    return make
