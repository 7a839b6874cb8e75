"""Plain arithmetic to compare the engine with; it shares nothing with the engine."""

import math
from collections.abc import Callable, Sequence
from types import SimpleNamespace

import numpy as np
import pytest

Shape = Sequence[tuple[int, str]]


def _softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


_erf = np.vectorize(math.erf, otypes=[float])


def _leaky_relu(slope):
    return lambda z: np.where(z > 0, z, slope * z)


def _elu(alpha):
    return lambda z: np.where(z > 0, z, alpha * (np.exp(np.minimum(z, 0)) - 1))


WITH_SETTING = {"leaky_relu": _leaky_relu, "elu": _elu}
KINKED = ("relu", "leaky_relu", "elu", "selu")
ACTIVATE = {
    "linear": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.where(z > 0, z, 0.0),
    "leaky_relu": _leaky_relu(0.2),
    "elu": _elu(1.0),
    "selu": lambda z: 1.0507009873554805 * _elu(1.6732632423543772)(z),
    "gelu": lambda z: z * (1 + _erf(z / math.sqrt(2))) / 2,
    "silu": lambda z: z / (1 + np.exp(-z)),
    "softplus": lambda z: np.log1p(np.exp(z)),
    "softmax": _softmax,
}


def _clip(o):
    return np.clip(o, 1e-7, 1 - 1e-7)


def _binary(y, o):
    return -(y * np.log(o) + (1 - y) * np.log(1 - o)).mean(axis=1)


ROW_LOSS = {
    "mean_squared_error": lambda y, o: ((o - y) ** 2).mean(axis=1),
    "half_squared_error": lambda y, o: ((o - y) ** 2).mean(axis=1) / 2,
    "mean_absolute_error": lambda y, o: abs(o - y).mean(axis=1),
    "huber": lambda y, o: np.where(abs(o - y) <= 1.0, (o - y) ** 2 / 2, abs(o - y) - 0.5).mean(axis=1),
    "binary_crossentropy": lambda y, o: _binary(y, _clip(o)),
    "categorical_crossentropy": lambda y, o: (
        -(y * np.log(_clip(o / o.sum(axis=1, keepdims=True)))).sum(axis=1)
    ),
}


def split(flat, inputs: int, shape: Shape):
    """(weights (inputs, units), bias) of each layer of a flat vector in file order."""
    layers, start = [], 0
    for units, *_ in shape:
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
    for (weights, bias), (_, activation, *_) in zip(split(flat, x.shape[1], shape), shape, strict=True):
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


def _gd(theta, gradient, memory, step, s):
    return theta - s["learning_rate"] * gradient


def _momentum(theta, gradient, memory, step, s):
    memory["v"] = s["momentum"] * memory.get("v", 0.0) - s["learning_rate"] * gradient
    return theta + memory["v"]


def _nesterov(theta, gradient, memory, step, s):  # keras.optimizers.SGD(nesterov=True)
    memory["v"] = s["momentum"] * memory.get("v", 0.0) - s["learning_rate"] * gradient
    return theta + s["momentum"] * memory["v"] - s["learning_rate"] * gradient


def _adagrad(theta, gradient, memory, step, s):  # keras.optimizers.Adagrad
    memory["a"] = memory.get("a", 0.1) + gradient**2
    return theta - s["learning_rate"] * gradient / np.sqrt(memory["a"] + s["epsilon"])


def _rmsprop(theta, gradient, memory, step, s):  # keras.optimizers.RMSprop
    memory["v"] = s["rho"] * memory.get("v", 0.0) + (1 - s["rho"]) * gradient**2
    return theta - s["learning_rate"] * gradient / np.sqrt(memory["v"] + s["epsilon"])


def _adam(theta, gradient, memory, step, s):
    b1, b2 = s["beta_1"], s["beta_2"]
    m = memory["m"] = b1 * memory.get("m", 0.0) + (1 - b1) * gradient
    v = memory["v"] = b2 * memory.get("v", 0.0) + (1 - b2) * gradient**2
    if s["epsilon_form"] == "paper":  # Kingma & Ba, algorithm 1
        m_hat, v_hat = m / (1 - b1**step), v / (1 - b2**step)
        return theta - s["learning_rate"] * m_hat / (np.sqrt(v_hat) + s["epsilon"])
    alpha = s["learning_rate"] * math.sqrt(1 - b2**step) / (1 - b1**step)  # keras.optimizers.Adam
    return theta - alpha * m / (np.sqrt(v) + s["epsilon"])


RULES = {
    "gd": _gd,
    "sgd": _gd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adam": _adam,
    "adamw": _adam,
}


def clip_and_decay(optimizer, theta, gradient, memory, step, s):
    """One step of Keras's BaseOptimizer.apply: clipping, then decoupled decay, then the rule."""
    norm = np.linalg.norm(gradient)
    if s["global_clipnorm"] is not None and norm > s["global_clipnorm"]:
        gradient = gradient * s["global_clipnorm"] / norm
    theta = theta - theta * s["weight_decay"] * s["learning_rate"]
    return RULES[optimizer](theta, gradient, memory, step, s)


def assert_close(found, expected):
    """Equal but for rounding: 1e-12 of the vector's length."""
    assert np.linalg.norm(found - expected) <= 1e-12 * np.linalg.norm(expected)


@pytest.fixture(scope="session")
def plain():
    return SimpleNamespace(
        activate=ACTIVATE,
        assert_close=assert_close,
        clip_and_decay=clip_and_decay,
        with_setting=WITH_SETTING,
        kinked=KINKED,
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
        dropout_seed: int = 0,
        **more,
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
            classes=classes[:rows],
            seed=dropout_seed,
            **more,
        )

    return make
