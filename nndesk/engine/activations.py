"""Activation functions and their derivatives.

Every entry works in place on blocks the caller owns and allocates nothing: the trainer
calls it for a whole layer, its derivative for all layers of one kind at once. ``z`` is the
pre-activation and ``a`` the output, blocks of one shape (units, rows), float64 or float32.
Unless an entry needs z, ``z`` and ``a`` may be the same block.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

# By their own names: looking one up in the numpy module costs 45 ns in every call of a step.
from numpy import add, divide, exp, maximum, multiply, sign, subtract, tanh
from numpy.typing import NDArray

from nndesk.registry import QT_TRANSLATE_NOOP, Registry

Array = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Activation:
    """One activation function: its mathematics, its range, its name elsewhere.

    ``derivative`` fills ``out`` with da/dz, element by element. Where an output depends on
    more than its own z there is none; then ``backward(z, a, delta)`` turns the gradient by a
    into the one by z in place and may use ``z`` as scratch.
    """

    id: str
    label: str
    formula: str
    forward: Callable[[Array, Array], object]
    derivative: Callable[[Array, Array, Array], object] | None
    low: float
    high: float
    keras: str
    torch: str
    onnx: str
    backward: Callable[[Array, Array, Array], object] | None = None
    needs_z: bool = False
    identity: bool = False  # nothing to compute: forward and derivative can be left out


def constant(value: float) -> dict[np.dtype[Any], Array]:
    """``value`` as a 0-d array for each precision: a Python number costs a call 0.2 µs more."""
    return {np.dtype(kind): np.array(value, kind) for kind in (np.float64, np.float32)}


def zeros(shape: tuple[int, ...], dtype: np.dtype[np.floating[Any]]) -> Array:
    """Zeros that start on a cache line: a long vector is up to a tenth faster to go through."""
    count = math.prod(shape)
    raw: Array = np.zeros(count + 64 // dtype.itemsize, dtype)
    start = -raw.ctypes.data % 64 // dtype.itemsize
    return raw[start : start + count].reshape(shape)


_ZERO, _HALF, _ONE = constant(0.0), constant(0.5), constant(1.0)
_FIRST = np.zeros(1, np.intp)


def _linear_derivative(z: Array, a: Array, out: Array) -> None:
    out.fill(1.0)


def _sigmoid_forward(z: Array, a: Array) -> None:
    # 1 / (1 + e^-z) = (1 + tanh(z / 2)) / 2, which does not overflow for any z.
    half = _HALF[a.dtype]
    multiply(z, half, a)
    tanh(a, a)
    multiply(a, half, a)
    add(a, half, a)


def _sigmoid_derivative(z: Array, a: Array, out: Array) -> None:
    subtract(_ONE[a.dtype], a, out)
    multiply(out, a, out)


def _tanh_derivative(z: Array, a: Array, out: Array) -> None:
    multiply(a, a, out)
    subtract(_ONE[a.dtype], out, out)


def _relu_forward(z: Array, a: Array) -> None:
    maximum(z, _ZERO[a.dtype], out=a)


def _relu_derivative(z: Array, a: Array, out: Array) -> None:
    # An output is never negative, so its sign is the mask; Keras's 0 at z = 0 too.
    sign(a, out)


@cache
def ones(rows: int, columns: int, dtype: np.dtype[np.floating[Any]]) -> Array:
    """A matrix of ones: a product with it sums or repeats rows.

    NumPy copies a whole block to combine it with one row, which is slower and allocates.
    """
    matrix: Array = np.ones((rows, columns), dtype)
    matrix.flags.writeable = False
    return matrix


def _softmax_forward(z: Array, a: Array) -> None:
    # a becomes the largest z of each column in every row, then e^(z - max); z the column sums.
    units = len(z)
    maximum.reduceat(z, _FIRST, 0, None, a[:1])  # reduce would allocate 1 kB
    if units > 1:
        ones(units - 1, 1, a.dtype).dot(a[:1], a[1:])
    subtract(z, a, z)
    exp(z, a)
    ones(units, units, a.dtype).dot(a, z)
    divide(a, z, a)


def _softmax_backward(z: Array, a: Array, delta: Array) -> None:
    # The Jacobian is diag(a) - a aᵀ, so delta becomes a delta - a Σ a delta.
    multiply(a, delta, z)
    ones(len(a), len(a), a.dtype).dot(z, delta)
    multiply(a, delta, delta)
    subtract(z, delta, delta)


ACTIVATIONS: Registry[Activation] = Registry("activation")

ACTIVATIONS.add(
    Activation(
        id="linear",
        label=QT_TRANSLATE_NOOP("activation", "Linear"),
        formula="z",
        forward=np.positive,
        derivative=_linear_derivative,
        low=-np.inf,
        high=np.inf,
        keras="linear",
        torch="nn.Identity()",
        onnx="Identity",
        identity=True,
    )
)
ACTIVATIONS.add(
    Activation(
        id="sigmoid",
        label=QT_TRANSLATE_NOOP("activation", "Sigmoid"),
        formula=r"\frac{1}{1 + e^{-z}}",
        forward=_sigmoid_forward,
        derivative=_sigmoid_derivative,
        low=0.0,
        high=1.0,
        keras="sigmoid",
        torch="nn.Sigmoid()",
        onnx="Sigmoid",
    )
)
ACTIVATIONS.add(
    Activation(
        id="tanh",
        label=QT_TRANSLATE_NOOP("activation", "Tanh"),
        formula=r"\tanh z",
        forward=tanh,
        derivative=_tanh_derivative,
        low=-1.0,
        high=1.0,
        keras="tanh",
        torch="nn.Tanh()",
        onnx="Tanh",
    )
)
ACTIVATIONS.add(
    Activation(
        id="relu",
        label=QT_TRANSLATE_NOOP("activation", "ReLU"),
        formula=r"\max(0, z)",
        forward=_relu_forward,
        derivative=_relu_derivative,
        low=0.0,
        high=np.inf,
        keras="relu",
        torch="nn.ReLU()",
        onnx="Relu",
    )
)
ACTIVATIONS.add(
    Activation(
        id="softmax",
        label=QT_TRANSLATE_NOOP("activation", "Softmax"),
        formula=r"\frac{e^{z}}{\sum_k e^{z_k}}",
        forward=_softmax_forward,
        derivative=None,
        low=0.0,
        high=1.0,
        keras="softmax",
        torch="nn.Softmax(dim=1)",
        onnx="Softmax",
        backward=_softmax_backward,
        needs_z=True,
    )
)
