"""Others in training on the workloads of `floor`: naive NumPy; PyTorch and scikit-learn where installed.

Each is the plain use of its library, on one thread. They are measured against, nothing else uses them.
"""

import math
import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nndesk.project.floor import Array, Workload

Order = Callable[[int], NDArray[np.intp]]
Work = Callable[[int], None]  # takes so many steps


def installed(name: str) -> bool:
    """Whether a library is there, without importing it."""
    return find_spec(name) is not None


class Naive:
    """A workload as anybody would write it in NumPy: a list of layers, rows first, fresh arrays."""

    def __init__(self, workload: Workload, x: Array, y: Array, flat: Array, order: Order) -> None:
        self._workload, self._x, self._y, self._order = workload, x, y, order
        self._weights: list[Array] = []
        self._biases: list[Array] = []
        start = 0
        for inputs, units in pairwise(workload.sizes):
            middle = start + inputs * units
            self._weights.append(flat[start:middle].reshape(inputs, units).copy())
            self._biases.append(flat[middle : middle + units].copy())
            start = middle + units
        self._memory = [
            (np.zeros_like(part), np.zeros_like(part)) for part in (*self._weights, *self._biases)
        ]
        self._count = 0

    def run(self, steps: int) -> None:
        size, rows = self._workload.batch_size, self._workload.rows
        per_epoch = -(-rows // size)
        for _ in range(steps):
            epoch, batch = divmod(self._count, per_epoch)
            chosen = self._order(epoch)[batch * size : (batch + 1) * size]
            self._count += 1
            self._step(self._x[chosen], self._y[chosen])

    def _step(self, x: Array, y: Array) -> None:
        hidden, last = self._workload.hidden, len(self._weights) - 1
        outputs = [x]
        for layer, (w, b) in enumerate(zip(self._weights, self._biases, strict=True)):
            z = outputs[-1] @ w + b
            outputs.append(_activate(self._workload.output if layer == last else hidden, z))
        delta = (outputs[-1] - y) / len(x)
        if self._workload.output == "tanh":
            delta *= 1.0 - outputs[-1] ** 2
        weights: list[Array] = []
        biases: list[Array] = []
        for layer in range(last, -1, -1):
            weights.insert(0, outputs[layer].T @ delta)
            biases.insert(0, delta.sum(axis=0))
            if layer:
                a = outputs[layer]
                delta = delta @ self._weights[layer].T * (1.0 - a**2 if hidden == "tanh" else a > 0.0)
        parameters, gradients = [*self._weights, *self._biases], [*weights, *biases]
        rate = self._workload.learning_rate
        for parameter, gradient, (m, v) in zip(parameters, gradients, self._memory, strict=True):
            if self._workload.optimizer == "sgd":
                parameter -= rate * gradient
                continue
            m[...] = 0.9 * m + 0.1 * gradient
            v[...] = 0.999 * v + 0.001 * gradient**2
            corrected = rate * math.sqrt(1.0 - 0.999**self._count) / (1.0 - 0.9**self._count)
            parameter -= corrected * m / (np.sqrt(v) + 1e-7)

    def parameters(self) -> Array:
        """Flat, in file order."""
        pairs = zip(self._weights, self._biases, strict=True)
        return np.concatenate([part.ravel() for pair in pairs for part in pair])


def _activate(name: str, z: Array) -> Array:
    match name:
        case "tanh":
            return np.tanh(z)
        case "relu":
            return np.maximum(z, 0.0)
        case "sigmoid":
            return 1.0 / (1.0 + np.exp(-z))
        case _:
            e = np.exp(z - z.max(axis=1, keepdims=True))
            return e / e.sum(axis=1, keepdims=True)


class Torch:
    """A workload in PyTorch as its tutorials write it, without their DataLoader, which would be slower."""

    def __init__(
        self, workload: Workload, x: Array, y: Array, flat: Array, order: Order, precision: str
    ) -> None:
        torch: Any = import_module("torch")
        torch.set_num_threads(1)
        dtype = getattr(torch, precision)
        self._torch, self._workload, self._order = torch, workload, order
        self._x, self._y = torch.tensor(x, dtype=dtype), torch.tensor(y, dtype=dtype)
        parts: list[Any] = []
        self._linear: list[Any] = []
        start = 0
        for inputs, units in pairwise(workload.sizes):
            layer = torch.nn.Linear(inputs, units, dtype=dtype)
            middle = start + inputs * units
            with torch.no_grad():
                layer.weight.copy_(torch.tensor(flat[start:middle].reshape(inputs, units).T))
                layer.bias.copy_(torch.tensor(flat[middle : middle + units]))
            start = middle + units
            self._linear.append(layer)
            parts += [layer, torch.nn.Tanh() if workload.hidden == "tanh" else torch.nn.ReLU()]
        parts.pop()
        if workload.output == "tanh":
            parts.append(torch.nn.Tanh())
        elif workload.output == "softmax":
            self._y = self._y.argmax(dim=1)
        losses = {"tanh": "MSELoss", "sigmoid": "BCEWithLogitsLoss", "softmax": "CrossEntropyLoss"}
        self._loss = getattr(torch.nn, losses[workload.output])()
        self._factor = 0.5 if workload.output == "tanh" else 1.0
        self._model = torch.nn.Sequential(*parts)
        kind = torch.optim.SGD if workload.optimizer == "sgd" else torch.optim.Adam
        self._optimizer = kind(self._model.parameters(), workload.learning_rate)
        self._count = 0
        self._epoch: tuple[Any, Any] = self._x, self._y

    def run(self, steps: int) -> None:
        size, rows = self._workload.batch_size, self._workload.rows
        per_epoch = -(-rows // size)
        for _ in range(steps):
            epoch, batch = divmod(self._count, per_epoch)
            if batch == 0:
                order = self._torch.tensor(self._order(epoch))
                self._epoch = self._x[order], self._y[order]
            part = slice(batch * size, (batch + 1) * size)
            self._count += 1
            self._optimizer.zero_grad()
            loss = self._loss(self._model(self._epoch[0][part]), self._epoch[1][part])
            (loss if self._factor == 1.0 else self._factor * loss).backward()
            self._optimizer.step()

    def parameters(self) -> Array:
        """Flat, in file order."""
        parts = [part for layer in self._linear for part in (layer.weight.T, layer.bias)]
        return np.concatenate([part.detach().numpy().ravel() for part in parts])


def sklearn_fit(workload: Workload, x: Array, y: Array) -> Work:
    """Fit scikit-learn's perceptron from scratch, for so many epochs."""
    networks: Any = import_module("sklearn.neural_network")
    kind = networks.MLPRegressor if workload.output == "tanh" else networks.MLPClassifier
    target = y.argmax(axis=1) if y.shape[1] > 1 else y[:, 0]

    def fit(epochs: int) -> None:
        network = kind(
            hidden_layer_sizes=workload.sizes[1:-1],
            activation=workload.hidden,
            solver=workload.optimizer,
            alpha=0.0,
            batch_size=workload.batch_size,
            learning_rate_init=workload.learning_rate,
            momentum=0.0,
            nesterovs_momentum=False,
            max_iter=epochs,
            n_iter_no_change=epochs + 1,
            tol=0.0,
            random_state=0,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of every end by max_iter
            network.fit(x, target)

    return fit
