"""TensorFlow Playground's loop for many runs at once, and experiments that are its defaults.

What its sources do (src/nn.ts, src/dataset.ts, Apache-2.0), apart from our own engine and generators: plain
NumPy, one array axis for the runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nndesk.project.run import Run
from nndesk.project.spec import Experiment, decode

Array = NDArray[np.float64]

FUNCTIONS = {
    "tanh": (np.tanh, lambda a: 1 - a * a),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a)),
    "linear": (lambda z: z, lambda a: 1.0),
}


def output_of(kind: str) -> str:
    return "linear" if kind.startswith("reg_") else "tanh"


def playground(kind: str, activation: str, seed: int, data_seed: int | None = None) -> Experiment:
    """Playground's defaults: 2-4-2-1, rate 0.03, batches of 10, no noise, half of the points to train on."""
    start = {"initializer": "playground_uniform", "bias_initializer": {"kind": "constant", "value": 0.1}}
    shape = ((4, activation), (2, activation), (1, output_of(kind)))
    return decode(
        {
            "format": "nndesk.experiment",
            "version": 1,
            "seed": seed,
            "data": {"kind": kind, "seed": seed if data_seed is None else data_seed},
            "network": {"layers": [{"units": units, "activation": name, **start} for units, name in shape]},
            "loss": {"kind": "half_squared_error"},
            "optimizer": {"kind": "sgd", "learning_rate": 0.03},
            "training": {"batch_size": 10, "batching": "playground", "shuffle": "never"},
        }
    )


@dataclass
class Runs:
    """Runs side by side: points (runs, rows, inputs), targets (…, 1), layers (runs, inputs + 1, units)."""

    x_train: Array
    y_train: Array
    x_test: Array
    y_test: Array
    layers: list[Array]  # the last row is the bias

    def train(self, activation: str, output: str, epochs: int) -> tuple[Array, Array]:
        """Each run's train and test loss after so many epochs."""
        x, names = _with_ones(self.x_train), (activation, activation, output)
        for _ in range(epochs):
            for first in range(0, x.shape[1], 10):
                rows = slice(first, first + 10)
                outputs = self._forward(x[:, rows], names)
                delta = (outputs[-1] - self.y_train[:, rows]) * FUNCTIONS[output][1](outputs[-1])
                for layer in (2, 1, 0):
                    gradient = outputs[layer].transpose(0, 2, 1) @ delta
                    if layer:
                        back = delta @ self.layers[layer][:, :-1].transpose(0, 2, 1)
                        delta = back * FUNCTIONS[activation][1](outputs[layer][..., :-1])
                    self.layers[layer] -= 0.03 / 10 * gradient
        losses = []
        for inputs, target in ((self.x_train, self.y_train), (self.x_test, self.y_test)):
            error = self._forward(_with_ones(inputs), names)[-1] - target
            losses.append((error * error / 2).mean(axis=(1, 2)))
        return losses[0], losses[1]

    def _forward(self, inputs: Array, names: Sequence[str]) -> list[Array]:
        outputs = [inputs]
        for layer, name in zip(self.layers, names, strict=True):
            out = FUNCTIONS[name][0](outputs[-1] @ layer)
            outputs.append(out if layer is self.layers[-1] else _with_ones(out))
        return outputs


def from_ours(experiments: Sequence[Experiment]) -> Runs:
    """Runs that begin with the points and the start values of our own."""
    runs = [Run(experiment) for experiment in experiments]
    return Runs(
        *(
            np.stack([getattr(run.data, name) for run in runs])
            for name in ("x_train", "y_train", "x_test", "y_test")
        ),
        layers=[
            np.stack([np.vstack((run.layers.weights(n), run.layers.bias(n)[None])) for run in runs])
            for n in range(3)
        ],
    )


def drawn(kind: str, runs: int, seed: int) -> Runs:
    """Runs with points and start values drawn as Playground draws them: class by class, then shuffled."""
    rng = np.random.default_rng(seed)
    x, y = _points(kind, runs, rng)
    rows, order = np.arange(runs)[:, None], np.argsort(rng.random(y.shape), axis=1)
    x, y, half = x[rows, order], y[rows, order, None], y.shape[1] // 2
    layers = [rng.uniform(-0.5, 0.5, (runs, ins + 1, outs)) for ins, outs in ((2, 4), (4, 2), (2, 1))]
    for layer in layers:
        layer[:, -1] = 0.1
    return Runs(x[:, :half], y[:, :half], x[:, half:], y[:, half:], layers)


def _points(kind: str, runs: int, rng: np.random.Generator) -> tuple[Array, Array]:
    signs = np.tile(np.repeat((1.0, -1.0), 250), (runs, 1))
    if kind == "circle":
        radius = np.where(signs > 0, rng.uniform(0, 2.5, signs.shape), rng.uniform(3.5, 5, signs.shape))
        angle = rng.uniform(0, 2 * np.pi, signs.shape)
        return np.stack((radius * np.sin(angle), radius * np.cos(angle)), axis=2), signs
    if kind == "gauss":
        return 2 * signs[..., None] + np.sqrt(0.5) * rng.standard_normal((runs, 500, 2)), signs
    if kind == "xor":
        x = rng.uniform(-5, 5, (runs, 500, 2))
        x += np.where(x > 0, 0.3, -0.3)
        return x, np.where(x[..., 0] * x[..., 1] >= 0, 1.0, -1.0)
    x = rng.uniform(-6, 6, (runs, 1200, 2))
    if kind == "reg_plane":
        return x, x.sum(axis=2) / 10
    y = np.zeros((runs, 1200))
    for row, signs_of_row in ((2.5, (1, -1, 1)), (-2.5, (-1, 1, -1))):
        for column, sign in zip((-4, 0, 4), signs_of_row, strict=True):
            distance = np.sqrt((x[..., 0] - column) ** 2 + (x[..., 1] - row) ** 2)
            y += sign * np.maximum(0, 1 - distance / 2)  # no two of them overlap
    return x, y


def _with_ones(x: Array) -> Array:
    return np.concatenate((x, np.ones((*x.shape[:-1], 1))), axis=-1)
