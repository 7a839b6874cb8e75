"""The floor of the engine: the least that NumPy needs for a training step.

Straight-line code for six networks and nothing else, which `bench` measures the engine against.
It imports nothing of the engine, knows no catalogue and checks nothing, but computes the same:
after 100 steps both hold the same parameters. What makes it fast is in the engine too. Arrays
are feature-major with a row of ones, so that one product does weights and bias; parameters,
gradient and moments are flat vectors; activations lie in one buffer; 1/rows is folded into the
targets; nothing is allocated and every function is a local name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Step = Callable[[Array, Array, Array], None]  # x (rows, inputs + 1), its transpose, targets (outputs, rows)


@dataclass(frozen=True)
class Workload:
    """A network with its way of training, by the engine's identifiers."""

    name: str
    sizes: tuple[int, ...]
    hidden: str
    output: str
    loss: str
    optimizer: str
    learning_rate: float
    batch_size: int
    rows: int

    @property
    def title(self) -> str:
        return f"{self.name}: {'-'.join(map(str, self.sizes))} {self.hidden}, batch {self.batch_size}"


_TANH = ("tanh", "tanh", "half_squared_error", "sgd", 0.03)
_SIGMOID = ("relu", "sigmoid", "binary_crossentropy", "adam", 0.001)
_SOFTMAX = ("relu", "softmax", "categorical_crossentropy", "adam", 0.001)
WORKLOADS = (
    Workload("A", (2, 4, 2, 1), *_TANH, 10, 250),  # TensorFlow Playground's default
    Workload("B", (7, 8, 8, 8, 1), *_TANH, 10, 250),
    Workload("C", (20, 32, 1), *_SIGMOID, 32, 100),  # the textbook's example
    Workload("D", (64, 64, 32, 10), *_SOFTMAX, 32, 1792),
    Workload("E", (784, 128, 64, 10), *_SOFTMAX, 128, 2560),
    Workload("F", (784, 512, 512, 10), *_SOFTMAX, 256, 2560),
)

_BETA_1, _BETA_2, _EPSILON = 0.9, 0.999, 1e-7


def make_rows(workload: Workload) -> tuple[Array, Array]:
    """Inputs (rows, inputs) and targets (rows, outputs) that can be learned."""
    rng = np.random.default_rng(0)
    inputs, outputs, rows = workload.sizes[0], workload.sizes[-1], workload.rows
    if outputs > 1:
        classes = rng.integers(0, outputs, rows)
        centres = rng.random((outputs, inputs)) * (rng.random((outputs, inputs)) < 0.2)
        x = np.clip(centres[classes] + 0.1 * rng.standard_normal((rows, inputs)), 0.0, 1.0)
        return x, np.eye(outputs)[classes]
    x = rng.standard_normal((rows, inputs))
    upper = x[:, :1] * x[:, 1:2] > 0
    return x, np.where(upper, 1.0, -1.0 if workload.output == "tanh" else 0.0)


def start_values(workload: Workload) -> Array:
    """Glorot's start values, flat in file order: weights (inputs, units), bias, layer after layer."""
    rng = np.random.default_rng(1)
    parts: list[Array] = []
    for inputs, units in pairwise(workload.sizes):
        parts.append(rng.uniform(-1.0, 1.0, inputs * units) * sqrt(6.0 / (inputs + units)))
        parts.append(np.full(units, 0.1))
    return np.concatenate(parts)


def plain_forward(workload: Workload, flat: Array, x: Array) -> Array:
    """The outputs as anybody would write them in NumPy: the yardstick of evaluation."""
    a, start = x, 0
    sizes = workload.sizes
    for layer, (inputs, units) in enumerate(pairwise(sizes), 1):
        middle = start + inputs * units
        z = a @ flat[start:middle].reshape(inputs, units) + flat[middle : middle + units]
        start = middle + units
        match workload.output if layer == len(sizes) - 1 else workload.hidden:
            case "tanh":
                a = np.tanh(z)
            case "relu":
                a = np.maximum(z, 0.0)
            case "sigmoid":
                a = 1.0 / (1.0 + np.exp(-z))
            case _:
                e = np.exp(z - z.max(axis=1, keepdims=True))
                a = e / e.sum(axis=1, keepdims=True)
    return a


class Floor:
    """A workload in training. ``order(epoch)`` is the permutation of the rows, as for the engine."""

    def __init__(
        self, workload: Workload, x: Array, y: Array, flat: Array, order: Callable[[int], NDArray[np.intp]]
    ) -> None:
        rows, inputs = x.shape
        outputs, size = y.shape[1], workload.batch_size
        self._order = order
        self._x = np.ones((rows, inputs + 1))
        self._x[:, :-1] = x
        self._y = y
        self._epoch_x, self._epoch_y = _aligned(rows, inputs + 1), _aligned(rows, outputs)
        self._whole = rows // size
        self._targets = _aligned(self._whole, outputs, size)
        self._tail_targets = _aligned(outputs, rows % size)
        self._half = 0.5 if workload.output == "sigmoid" else 0.0  # folded into its targets
        self._parameters = _Parameters(workload.sizes)
        self._parameters.fill(flat)
        make = {"tanh": _tanh_step, "sigmoid": _sigmoid_step, "softmax": _softmax_step}[workload.output]
        if len(workload.sizes) == 5:
            make = _deep_tanh_step
        self._steps: list[tuple[Step, Array, Array, Array]] = []
        step = make(self._parameters, workload, size)
        for batch, targets in enumerate(self._targets):
            part = self._epoch_x[batch * size : (batch + 1) * size]
            self._steps.append((step, part, part.T, targets))
        if rows % size:
            part = self._epoch_x[self._whole * size :]
            self._steps.append(
                (make(self._parameters, workload, len(part)), part, part.T, self._tail_targets)
            )
        self._at = len(self._steps)
        self._epoch = -1

    def run(self, steps: int) -> None:
        """Training steps, over the ends of epochs too."""
        while steps > 0:
            if self._at == len(self._steps):
                self._at = 0
                self._epoch += 1
                self._shuffle(self._order(self._epoch))
            todo = self._steps[self._at : self._at + steps]
            for step, x, xt, y in todo:
                step(x, xt, y)
            self._at += len(todo)
            steps -= len(todo)

    def _shuffle(self, order: NDArray[np.intp]) -> None:
        self._x.take(order, 0, self._epoch_x, "clip")
        self._y.take(order, 0, self._epoch_y, "clip")
        _, outputs, size = self._targets.shape
        split = self._whole * size
        np.subtract(self._epoch_y, self._half, self._epoch_y)
        batches = self._epoch_y[:split].reshape(self._whole, size, outputs)
        np.divide(batches.transpose(0, 2, 1), size, self._targets)
        if split < len(self._epoch_y):
            np.divide(self._epoch_y[split:].T, len(self._epoch_y) - split, self._tail_targets)

    def parameters(self) -> Array:
        """Flat, in file order."""
        return self._parameters.flat()


class _Parameters:
    """Flat parameters, gradient and moments with their layers' views (units, inputs + 1)."""

    def __init__(self, sizes: Sequence[int]) -> None:
        shapes = [(units, inputs + 1) for inputs, units in pairwise(sizes)]
        self.theta, self.grad, self.m, self.v, self.scratch = (
            _aligned(sum(map(prod, shapes))) for _ in range(5)
        )
        self.w: list[Array] = []
        self.g: list[Array] = []
        start = 0
        for shape in shapes:
            part = slice(start, start + prod(shape))
            self.w.append(self.theta[part].reshape(shape))
            self.g.append(self.grad[part].reshape(shape))
            start = part.stop
        self.update: Callable[[], None] | None = None  # one for all batch sizes, as it counts steps

    def fill(self, flat: Array) -> None:
        start = 0
        for w in self.w:
            units, width = w.shape
            middle = start + units * (width - 1)
            w[:, :-1] = flat[start:middle].reshape(width - 1, units).T
            w[:, -1] = flat[middle : middle + units]
            start = middle + units

    def flat(self) -> Array:
        return np.concatenate([part for w in self.w for part in (w[:, :-1].T.ravel(), w[:, -1])])


def _aligned(*shape: int) -> Array:
    """Zeros that start on a cache line."""
    count = prod(shape)
    raw = np.zeros(count + 8)
    start = -raw.ctypes.data % 64 // 8
    return raw[start : start + count].reshape(shape)


def _ones(*shape: int) -> Array:
    block = _aligned(*shape)
    block.fill(1.0)
    return block


def _constant(value: float) -> NDArray[Any]:
    return np.array(value)


def _tanh_step(p: _Parameters, workload: Workload, rows: int) -> Step:
    """Three layers of tanh, half squared error, SGD."""
    multiply, subtract, tanh = np.multiply, np.subtract, np.tanh
    theta, grad = p.theta, p.grad
    rate, share, one = _constant(workload.learning_rate), _constant(1.0 / rows), _constant(1.0)
    (w1, w2, w3), (g1, g2, g3) = p.w, p.g
    n1, n2, n3 = len(w1), len(w2), len(w3)
    a, s = _ones(n1 + n2 + n3 + 2, rows), _aligned(n1 + n2 + n3 + 2, rows)
    h1, h2, a3 = a[: n1 + 1], a[n1 + 1 : n1 + n2 + 2], a[n1 + n2 + 2 :]
    a1, a2, h1t, h2t = h1[:-1], h2[:-1], h1.T, h2.T
    s1, s2, s3 = s[:n1], s[n1 + 1 : n1 + n2 + 1], s[n1 + n2 + 2 :]
    e1, e2, d3 = _aligned(n1 + 1, rows), _aligned(n2 + 1, rows), _aligned(n3, rows)
    d1, d2 = e1[:-1], e2[:-1]
    forward1, forward2, forward3 = w1.dot, w2.dot, w3.dot
    back2, back3 = w2.T.dot, w3.T.dot
    by1, by2, by3 = d1.dot, d2.dot, d3.dot

    def step(x: Array, xt: Array, y: Array) -> None:
        forward1(xt, a1)
        tanh(a1, a1)
        forward2(h1, a2)
        tanh(a2, a2)
        forward3(h2, a3)
        tanh(a3, a3)
        multiply(a3, share, d3)
        subtract(d3, y, d3)
        multiply(a, a, s)
        subtract(one, s, s)
        multiply(d3, s3, d3)
        by3(h2t, g3)
        back3(d3, e2)
        multiply(d2, s2, d2)
        by2(h1t, g2)
        back2(d2, e1)
        multiply(d1, s1, d1)
        by1(x, g1)
        multiply(grad, rate, grad)
        subtract(theta, grad, theta)

    return step


def _deep_tanh_step(p: _Parameters, workload: Workload, rows: int) -> Step:
    """Four layers of tanh, half squared error, SGD."""
    multiply, subtract, tanh = np.multiply, np.subtract, np.tanh
    theta, grad = p.theta, p.grad
    rate, share, one = _constant(workload.learning_rate), _constant(1.0 / rows), _constant(1.0)
    (w1, w2, w3, w4), (g1, g2, g3, g4) = p.w, p.g
    n1, n2, n3, n4 = len(w1), len(w2), len(w3), len(w4)
    t1, t2, t3 = n1 + 1, n1 + n2 + 2, n1 + n2 + n3 + 3
    a, s = _ones(t3 + n4, rows), _aligned(t3 + n4, rows)
    h1, h2, h3, a4 = a[:t1], a[t1:t2], a[t2:t3], a[t3:]
    a1, a2, a3, h1t, h2t, h3t = h1[:-1], h2[:-1], h3[:-1], h1.T, h2.T, h3.T
    s1, s2, s3, s4 = s[:n1], s[t1 : t2 - 1], s[t2 : t3 - 1], s[t3:]
    e1, e2, e3 = _aligned(n1 + 1, rows), _aligned(n2 + 1, rows), _aligned(n3 + 1, rows)
    d1, d2, d3, d4 = e1[:-1], e2[:-1], e3[:-1], _aligned(n4, rows)
    forward1, forward2, forward3, forward4 = w1.dot, w2.dot, w3.dot, w4.dot
    back2, back3, back4 = w2.T.dot, w3.T.dot, w4.T.dot
    by1, by2, by3, by4 = d1.dot, d2.dot, d3.dot, d4.dot

    def step(x: Array, xt: Array, y: Array) -> None:
        forward1(xt, a1)
        tanh(a1, a1)
        forward2(h1, a2)
        tanh(a2, a2)
        forward3(h2, a3)
        tanh(a3, a3)
        forward4(h3, a4)
        tanh(a4, a4)
        multiply(a4, share, d4)
        subtract(d4, y, d4)
        multiply(a, a, s)
        subtract(one, s, s)
        multiply(d4, s4, d4)
        by4(h3t, g4)
        back4(d4, e3)
        multiply(d3, s3, d3)
        by3(h2t, g3)
        back3(d3, e2)
        multiply(d2, s2, d2)
        by2(h1t, g2)
        back2(d2, e1)
        multiply(d1, s1, d1)
        by1(x, g1)
        multiply(grad, rate, grad)
        subtract(theta, grad, theta)

    return step


def _sigmoid_step(p: _Parameters, workload: Workload, rows: int) -> Step:
    """relu, then sigmoid with binary cross-entropy; Adam. σ(z) = (1 + tanh(z/2)) / 2."""
    multiply, subtract, tanh, maximum, sign = np.multiply, np.subtract, np.tanh, np.maximum, np.sign
    zero, half, share = _constant(0.0), _constant(0.5), _constant(0.5 / rows)
    (w1, w2), (g1, g2) = p.w, p.g
    n1, n2 = len(w1), len(w2)
    h1, a2, s = _ones(n1 + 1, rows), _aligned(n2, rows), _aligned(n1, rows)
    a1, h1t = h1[:-1], h1.T
    e1, d2 = _aligned(n1 + 1, rows), _aligned(n2, rows)
    d1 = e1[:-1]
    forward1, forward2, back2, by1, by2 = w1.dot, w2.dot, w2.T.dot, d1.dot, d2.dot
    update = _adam(p, workload)

    def step(x: Array, xt: Array, y: Array) -> None:
        forward1(xt, a1)
        maximum(a1, zero, out=a1)
        forward2(h1, a2)
        multiply(a2, half, a2)
        tanh(a2, a2)
        multiply(a2, share, d2)
        subtract(d2, y, d2)
        sign(a1, s)
        by2(h1t, g2)
        back2(d2, e1)
        multiply(d1, s, d1)
        by1(x, g1)
        update()

    return step


def _softmax_step(p: _Parameters, workload: Workload, rows: int) -> Step:
    """relu twice, then softmax with categorical cross-entropy; Adam."""
    multiply, subtract, divide, exp = np.multiply, np.subtract, np.divide, np.exp
    maximum, largest, sign = np.maximum, np.maximum.reduce, np.sign
    zero = _constant(0.0)
    (w1, w2, w3), (g1, g2, g3) = p.w, p.g
    n1, n2, n3 = len(w1), len(w2), len(w3)
    h, s = _ones(n1 + n2 + 2, rows), _aligned(n1 + n2 + 2, rows)
    h1, h2 = h[: n1 + 1], h[n1 + 1 :]
    a1, a2, h1t, h2t = h1[:-1], h2[:-1], h1.T, h2.T
    s1, s2 = s[:n1], s[n1 + 1 : n1 + n2 + 1]
    e1, e2, d3 = _aligned(n1 + 1, rows), _aligned(n2 + 1, rows), _aligned(n3, rows)
    d1, d2 = e1[:-1], e2[:-1]
    a3, total, top = _aligned(n3, rows), _aligned(n3, rows), _aligned(1, rows)
    top_row = top[0]
    repeat = _ones(n3, 1).dot
    sum_times_rows = np.full((n3, n3), float(rows)).dot
    forward1, forward2, forward3 = w1.dot, w2.dot, w3.dot
    back2, back3 = w2.T.dot, w3.T.dot
    by1, by2, by3 = d1.dot, d2.dot, d3.dot
    update = _adam(p, workload)

    def step(x: Array, xt: Array, y: Array) -> None:
        forward1(xt, a1)
        maximum(a1, zero, out=a1)
        forward2(h1, a2)
        maximum(a2, zero, out=a2)
        forward3(h2, a3)
        largest(a3, 0, None, top_row)
        repeat(top, total)
        subtract(a3, total, a3)
        exp(a3, a3)
        sum_times_rows(a3, total)
        divide(a3, total, d3)
        subtract(d3, y, d3)
        sign(h, s)
        by3(h2t, g3)
        back3(d3, e2)
        multiply(d2, s2, d2)
        by2(h1t, g2)
        back2(d2, e1)
        multiply(d1, s1, d1)
        by1(x, g1)
        update()

    return step


def _adam(p: _Parameters, workload: Workload) -> Callable[[], None]:
    """Keras's Adam; m and v are kept divided by 1 - β, and what is missing is in rate and ε."""
    if p.update is not None:
        return p.update
    multiply, add, divide, subtract, root = np.multiply, np.add, np.divide, np.subtract, np.sqrt
    theta, grad, m, v, scratch = p.theta, p.grad, p.m, p.v, p.scratch
    beta_1, beta_2 = _constant(_BETA_1), _constant(_BETA_2)
    epsilon, rate = _constant(_EPSILON / sqrt(1.0 - _BETA_2)), _constant(0.0)
    factor = workload.learning_rate * (1.0 - _BETA_1) / sqrt(1.0 - _BETA_2)
    count = 0

    def update() -> None:
        nonlocal count
        count += 1
        rate[()] = factor * sqrt(1.0 - _BETA_2**count) / (1.0 - _BETA_1**count)
        multiply(m, beta_1, m)
        add(m, grad, m)
        multiply(v, beta_2, v)
        multiply(grad, grad, scratch)
        add(v, scratch, v)
        root(v, scratch)
        add(scratch, epsilon, scratch)
        divide(m, scratch, scratch)
        multiply(scratch, rate, scratch)
        subtract(theta, scratch, theta)

    p.update = update
    return update
