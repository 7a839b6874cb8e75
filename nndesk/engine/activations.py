"""Activation functions and their derivatives.

Every entry works in place on blocks the caller owns and allocates nothing: the trainer
calls it for a whole layer, its derivative for all layers of one kind at once. ``z`` is the
pre-activation and ``a`` the output, blocks of one shape (units, rows), float64 or float32.
Unless an entry needs z, ``z`` and ``a`` may be the same block. An entry with ``spare`` gets that many
further blocks of the same shape: ``derivative`` finds them as ``forward`` left them.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

# By their own names: looking one up in the numpy module costs 45 ns in every call of a step.
from numpy import (
    absolute,
    add,
    copysign,
    divide,
    exp,
    expm1,
    heaviside,
    logaddexp,
    maximum,
    minimum,
    multiply,
    negative,
    sign,
    subtract,
    tanh,
)

from nndesk.engine.arrays import Array, constant, erf, ones
from nndesk.registry import QT_TRANSLATE_NOOP, Registry

Forward = Callable[..., object]  # (z, a, *spare)
Derivative = Callable[..., object]  # (z, a, out, *spare)


class Setting(NamedTuple):
    """The number that a family of functions has, and the functions for any value of it."""

    name: str  # its key in a layer
    default: float
    functions: Callable[[float], tuple[Forward, Derivative]]


@dataclass(frozen=True)
class Activation:
    """One activation function: its mathematics, its range, its name elsewhere.

    ``derivative`` fills ``out`` with da/dz, element by element. Where an output depends on
    more than its own z there is none; then ``backward(z, a, delta)`` turns the gradient by a
    into the one by z in place and may use ``z`` as scratch. ``low`` and ``high`` bound the
    outputs at the default ``setting``.
    """

    id: str
    label: str
    formula: str
    forward: Forward
    derivative: Derivative | None
    low: float
    high: float
    keras: str
    torch: str
    onnx: str  # empty: a product of others
    backward: Callable[[Array, Array, Array], object] | None = None
    needs_z: bool = False
    identity: bool = False  # nothing to compute: forward and derivative can be left out
    spare: int = 0  # further blocks
    setting: Setting | None = None

    def at(self, value: float | None) -> "Activation":
        """The function for this value of its setting; None for the default."""
        if self.setting is None or value is None:
            return self
        forward, derivative = self.setting.functions(value)
        return replace(self, forward=forward, derivative=derivative)

    def outputs(self, z: Array) -> Array:
        """The outputs for a block z (units, rows), fresh: for pictures, a step calls ``forward``."""
        a, *spare = (np.empty_like(z) for _ in range(1 + self.spare))
        self.forward(z.copy(), a, *spare)
        return a


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


def _leaky_relu(slope: float) -> tuple[Forward, Derivative]:
    slopes, rest = constant(slope), constant(1.0 - slope)

    def forward(z: Array, a: Array, steep: Array) -> None:
        multiply(z, slopes[a.dtype], steep)
        maximum(z, steep, out=a)

    def derivative(z: Array, a: Array, out: Array, steep: Array) -> None:
        heaviside(a, _ZERO[a.dtype], out)
        multiply(out, rest[a.dtype], out)
        add(out, slopes[a.dtype], out)

    return forward, derivative


def _elu(alpha: float, scale: float = 1.0) -> tuple[Forward, Derivative]:
    # scale · (max(0, z) + α (e^min(0, z) - 1)); its slope below 0 is the value there + scale · α.
    scales, lowest, rest = constant(scale), constant(scale * alpha), constant(scale - scale * alpha)

    def forward(z: Array, a: Array, below: Array) -> None:
        minimum(z, _ZERO[a.dtype], out=below)
        expm1(below, below)
        multiply(below, lowest[a.dtype], below)
        maximum(z, _ZERO[a.dtype], out=a)
        if scale != 1.0:
            multiply(a, scales[a.dtype], a)
        add(a, below, a)

    def derivative(z: Array, a: Array, out: Array, below: Array) -> None:
        heaviside(a, _ZERO[a.dtype], out)
        multiply(out, rest[a.dtype], out)
        add(out, below, out)
        add(out, lowest[a.dtype], out)

    return forward, derivative


# Klambauer et al. 2017: with these two, mean 0 and variance 1 are a fixed point.
_SELU_ALPHA, _SELU_SCALE = 1.6732632423543772, 1.0507009873554805

_ROOT_HALF, _DENSITY, _MINUS_HALF = (
    constant(math.sqrt(0.5)),
    constant(1 / math.sqrt(2 * math.pi)),
    constant(-0.5),
)


def _gelu_forward(z: Array, a: Array, share: Array, x: Array, p: Array, q: Array) -> None:
    # z Φ(z) with Φ(z) = (1 + erf(z/√2)) / 2, which stays in ``share``.
    multiply(z, _ROOT_HALF[a.dtype], x)
    absolute(x, x)
    erf(x, share, a, p, q)
    copysign(share, z, share)
    add(share, _ONE[a.dtype], share)
    multiply(share, _HALF[a.dtype], share)
    multiply(z, share, a)


def _gelu_derivative(z: Array, a: Array, out: Array, share: Array, x: Array, p: Array, q: Array) -> None:
    # Φ(z) + z φ(z) with the normal density φ.
    multiply(z, z, out)
    multiply(out, _MINUS_HALF[a.dtype], out)
    exp(out, out)
    multiply(out, _DENSITY[a.dtype], out)
    multiply(out, z, out)
    add(out, share, out)


def _silu_forward(z: Array, a: Array, share: Array) -> None:
    _sigmoid_forward(z, share)
    multiply(z, share, a)


def _silu_derivative(z: Array, a: Array, out: Array, share: Array) -> None:
    # σ + z σ (1 - σ) = σ + a (1 - σ).
    subtract(_ONE[a.dtype], share, out)
    multiply(out, a, out)
    add(out, share, out)


def _softplus_forward(z: Array, a: Array) -> None:
    logaddexp(z, _ZERO[a.dtype], a)


def _softplus_derivative(z: Array, a: Array, out: Array) -> None:
    # d/dz ln(1 + e^z) = 1 - e^-a, which does not overflow for any z.
    negative(a, out)
    expm1(out, out)
    negative(out, out)


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
_leaky_forward, _leaky_derivative = _leaky_relu(0.2)
ACTIVATIONS.add(
    Activation(
        id="leaky_relu",
        label=QT_TRANSLATE_NOOP("activation", "Leaky"),
        formula=r"\max(c z, z)",
        forward=_leaky_forward,
        derivative=_leaky_derivative,
        low=-np.inf,
        high=np.inf,
        keras="leaky_relu",
        torch="nn.LeakyReLU(0.2)",
        onnx="LeakyRelu",
        spare=1,
        setting=Setting("negative_slope", 0.2, _leaky_relu),
    )
)
_elu_forward, _elu_derivative = _elu(1.0)
ACTIVATIONS.add(
    Activation(
        id="elu",
        label=QT_TRANSLATE_NOOP("activation", "ELU"),
        formula=r"\max(0, z) + \alpha (e^{\min(0, z)} - 1)",
        forward=_elu_forward,
        derivative=_elu_derivative,
        low=-1.0,
        high=np.inf,
        keras="elu",
        torch="nn.ELU()",
        onnx="Elu",
        spare=1,
        setting=Setting("alpha", 1.0, _elu),
    )
)
_selu_forward, _selu_derivative = _elu(_SELU_ALPHA, _SELU_SCALE)
ACTIVATIONS.add(
    Activation(
        id="selu",
        label=QT_TRANSLATE_NOOP("activation", "SELU"),
        formula=r"1.0507 (\max(0, z) + 1.6733 (e^{\min(0, z)} - 1))",
        forward=_selu_forward,
        derivative=_selu_derivative,
        low=-_SELU_SCALE * _SELU_ALPHA,
        high=np.inf,
        keras="selu",
        torch="nn.SELU()",
        onnx="Selu",
        spare=1,
    )
)
ACTIVATIONS.add(
    Activation(
        id="gelu",
        label=QT_TRANSLATE_NOOP("activation", "GELU"),
        formula=r"\frac{z}{2} (1 + \operatorname{erf} \frac{z}{\sqrt{2}})",
        forward=_gelu_forward,
        derivative=_gelu_derivative,
        low=-0.16997120747990370,
        high=np.inf,
        keras="gelu",
        torch="nn.GELU()",
        onnx="Gelu",
        needs_z=True,
        spare=4,
    )
)
ACTIVATIONS.add(
    Activation(
        id="silu",
        label=QT_TRANSLATE_NOOP("activation", "SiLU"),
        formula=r"\frac{z}{1 + e^{-z}}",
        forward=_silu_forward,
        derivative=_silu_derivative,
        low=-0.27846454276107380,
        high=np.inf,
        keras="silu",
        torch="nn.SiLU()",
        onnx="",
        needs_z=True,
        spare=1,
    )
)
ACTIVATIONS.add(
    Activation(
        id="softplus",
        label=QT_TRANSLATE_NOOP("activation", "Softplus"),
        formula=r"\ln(1 + e^{z})",
        forward=_softplus_forward,
        derivative=_softplus_derivative,
        low=0.0,
        high=np.inf,
        keras="softplus",
        torch="nn.Softplus()",
        onnx="Softplus",
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
