"""Losses and their gradients.

``y`` (targets) and ``a`` (outputs) are blocks (outputs, rows). ``value`` fills ``out``
(rows,) with each row's loss: the mean over the outputs, for the categorical cross-entropy the
sum over the classes. ``gradient`` fills ``out`` with ``scale`` times the derivative by ``a``
and allocates nothing; ``scale(rows, outputs)`` is the factor that makes it the gradient of
the mean over a batch.

Both cross-entropies are exact for any z after the activation they belong to. After another
one they clip the output to 1e-7 … 1 - 1e-7 and do not learn outside, as Keras does.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

# By their own names: looking one up in the numpy module costs 45 ns in every call of a step.
from numpy import (
    absolute,
    add,
    divide,
    exp,
    heaviside,
    log,
    log1p,
    logaddexp,
    maximum,
    minimum,
    multiply,
    negative,
    sign,
    subtract,
)

from nndesk.engine.arrays import Array, constant, ones
from nndesk.registry import QT_TRANSLATE_NOOP, Registry

Value = Callable[[Array, Array, Array], object]
Gradient = Callable[[Array, Array, Array, Array, Array], object]


@dataclass(frozen=True)
class Logits:
    """A loss taken from the z of one output activation; ``gradient`` is by that z."""

    activation: str
    value: Value
    gradient: Gradient


class Setting(NamedTuple):
    """The number that a family of losses has, and the functions for any value of it."""

    name: str
    default: float
    functions: Callable[[float], tuple[Value, Gradient]]


@dataclass(frozen=True)
class Loss:
    """One loss: its mathematics, the output activations it suits, its name elsewhere.

    ``value(y, a, out)`` may overwrite ``a``. ``gradient(y, a, scale, out, scratch)`` has a
    workspace (3 outputs, rows) in ``scratch``. ``smoothed(y, share)`` are targets (rows, outputs)
    with that share of label smoothing, fresh.
    """

    id: str
    label: str
    formula: str
    value: Value
    gradient: Gradient
    scale: Callable[[int, int], float]
    outputs: tuple[str, ...]
    keras: str | None  # None: Keras has no such loss
    torch: str | None
    logits: Logits | None = None
    smoothed: Callable[[Array, float], Array] | None = None  # None: no label smoothing
    setting: Setting | None = None

    def at(self, value: float | None) -> "Loss":
        """The loss for this value of its setting; None for the default."""
        if self.setting is None:
            return self
        value = self.setting.default if value is None else value
        of_value, gradient = self.setting.functions(value)
        return replace(self, value=of_value, gradient=gradient)


CLIP = 1e-7  # Keras's epsilon()
_HALF, _ONE = constant(0.5), constant(1.0)
_LOW, _HIGH, _REACH = constant(CLIP), constant(1.0 - CLIP), constant(0.5 - CLIP)


def _mean(elements: Array, out: Array) -> None:
    add.reduce(elements, 0, out=out)
    divide(out, len(elements), out)


def _half_squared_value(y: Array, a: Array, out: Array) -> None:
    _squared_value(y, a, out)
    multiply(out, _HALF[out.dtype], out)


def _squared_value(y: Array, a: Array, out: Array) -> None:
    subtract(a, y, a)
    multiply(a, a, a)
    _mean(a, out)


def _difference(y: Array, a: Array, scale: Array, out: Array, scratch: Array) -> None:
    subtract(a, y, out)
    multiply(out, scale, out)


def _absolute_value(y: Array, a: Array, out: Array) -> None:
    subtract(a, y, a)
    absolute(a, a)
    _mean(a, out)


def _absolute_gradient(y: Array, a: Array, scale: Array, out: Array, scratch: Array) -> None:
    subtract(a, y, out)
    sign(out, out)
    multiply(out, scale, out)


def _huber(delta: float) -> tuple[Value, Gradient]:
    low, high = constant(-delta), constant(delta)

    def value(y: Array, a: Array, out: Array) -> None:
        # With q = min(|o - t|, δ): q (|o - t| - q / 2).
        subtract(a, y, a)
        absolute(a, a)
        q = minimum(a, high[a.dtype])
        multiply(a - _HALF[a.dtype] * q, q, a)
        _mean(a, out)

    def gradient(y: Array, a: Array, scale: Array, out: Array, scratch: Array) -> None:
        subtract(a, y, out)
        maximum(out, low[a.dtype], out=out)
        minimum(out, high[a.dtype], out=out)
        multiply(out, scale, out)

    return value, gradient


def _smoothed_binary(y: Array, share: float) -> Array:
    return y * (1.0 - share) + share / 2.0


def _smoothed_categorical(y: Array, share: float) -> Array:
    return y * (1.0 - share) + share / y.shape[1]


def _inside(a: Array, out: Array) -> None:
    """1 where ``a`` lies within the clipping, else 0."""
    subtract(a, _HALF[a.dtype], out)
    absolute(out, out)
    subtract(_REACH[a.dtype], out, out)
    heaviside(out, _ONE[a.dtype], out)


def _clip(a: Array, out: Array) -> None:
    maximum(a, _LOW[a.dtype], out=out)
    minimum(out, _HIGH[a.dtype], out=out)


def _binary_value(y: Array, a: Array, out: Array) -> None:
    _clip(a, a)
    _mean(-(y * log(a) + (1.0 - y) * log1p(-a)), out)


def _binary_gradient(y: Array, a: Array, scale: Array, out: Array, scratch: Array) -> None:
    # (p - y) / (p (1 - p)) with p the clipped output.
    p = scratch[: len(a)]
    _clip(a, p)
    subtract(_ONE[a.dtype], p, out)
    multiply(out, p, out)
    subtract(p, y, p)
    divide(p, out, out)
    _inside(a, p)
    multiply(out, p, out)
    multiply(out, scale, out)


def _binary_logits_value(y: Array, z: Array, out: Array) -> None:
    # -y log σ(z) - (1 - y) log(1 - σ(z)) = log(1 + e^z) - y z.
    _mean(logaddexp(0.0, z) - y * z, out)


def _categorical_value(y: Array, a: Array, out: Array) -> None:
    divide(a, add.reduce(a), a)
    _clip(a, a)
    add.reduce(-y * log(a), 0, out=out)


def _categorical_gradient(y: Array, a: Array, scale: Array, out: Array, scratch: Array) -> None:
    # With s = Σ a, p = a / s and g = y / p inside the clipping, dL/da = (Σ p g - g) / s.
    count = len(a)
    p, s, total = scratch[:count], scratch[count : 2 * count], scratch[2 * count :]
    matrix = ones(count, count, a.dtype)
    matrix.dot(a, s)
    divide(a, s, p)
    _inside(p, out)
    _clip(p, p)
    multiply(out, y, out)
    divide(out, p, out)
    multiply(p, out, p)
    matrix.dot(p, total)
    subtract(total, out, out)
    divide(out, s, out)
    multiply(out, scale, out)


def _categorical_logits_gradient(y: Array, a: Array, scale: Array, out: Array, scratch: Array) -> None:
    # a Σ y - y: targets of several classes sum to one, and the softmax of one output is 1.
    if len(a) > 1:
        _difference(y, a, scale, out, scratch)
    else:
        out.fill(0.0)


def _categorical_logits_value(y: Array, z: Array, out: Array) -> None:
    # log softmax(z) = z - max - log Σ e^(z - max).
    subtract(z, maximum.reduce(z), z)
    subtract(z, log(add.reduce(exp(z))), z)
    multiply(z, y, z)
    add.reduce(z, 0, out=out)
    negative(out, out)


LOSSES: Registry[Loss] = Registry(
    "loss",
    {
        "mse": "mean_squared_error",
        "mae": "mean_absolute_error",
        "bce": "binary_crossentropy",
        "cce": "categorical_crossentropy",
    },
)
# Any function of real numbers can meet a target; a softmax makes shares of one.
_ANY = ("linear", "tanh", "sigmoid", "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "softplus")

LOSSES.add(
    Loss(
        id="mean_squared_error",
        label=QT_TRANSLATE_NOOP("loss", "Mean squared error"),
        formula=r"(p - y)^2",
        value=_squared_value,
        gradient=_difference,
        scale=lambda rows, outputs: 2.0 / (rows * outputs),
        outputs=_ANY,
        keras="mean_squared_error",
        torch="nn.MSELoss()",
    )
)
LOSSES.add(
    Loss(
        id="half_squared_error",
        label=QT_TRANSLATE_NOOP("loss", "Half squared error"),
        formula=r"\frac{1}{2} (p - y)^2",
        value=_half_squared_value,
        gradient=_difference,
        scale=lambda rows, outputs: 1.0 / (rows * outputs),
        outputs=_ANY,
        keras=None,
        torch=None,
    )
)
LOSSES.add(
    Loss(
        id="mean_absolute_error",
        label=QT_TRANSLATE_NOOP("loss", "Mean absolute error"),
        formula=r"|p - y|",
        value=_absolute_value,
        gradient=_absolute_gradient,
        scale=lambda rows, outputs: 1.0 / (rows * outputs),
        outputs=_ANY,
        keras="mean_absolute_error",
        torch="nn.L1Loss()",
    )
)
_huber_value, _huber_gradient = _huber(1.0)
LOSSES.add(
    Loss(
        id="huber",
        label=QT_TRANSLATE_NOOP("loss", "Huber"),
        formula=r"q (|p - y| - \frac{q}{2}),\quad q = \min(|p - y|, \delta)",
        value=_huber_value,
        gradient=_huber_gradient,
        scale=lambda rows, outputs: 1.0 / (rows * outputs),
        outputs=_ANY,
        keras="huber",
        torch="nn.HuberLoss()",
        setting=Setting("delta", 1.0, _huber),
    )
)
LOSSES.add(
    Loss(
        id="binary_crossentropy",
        label=QT_TRANSLATE_NOOP("loss", "Binary cross-entropy"),
        formula=r"-[y \ln p + (1 - y) \ln(1 - p)]",
        value=_binary_value,
        gradient=_binary_gradient,
        scale=lambda rows, outputs: 1.0 / (rows * outputs),
        outputs=("sigmoid",),
        keras="binary_crossentropy",
        torch="nn.BCELoss()",
        logits=Logits("sigmoid", _binary_logits_value, _difference),
        smoothed=_smoothed_binary,
    )
)
LOSSES.add(
    Loss(
        id="categorical_crossentropy",
        label=QT_TRANSLATE_NOOP("loss", "Softmax cross-entropy"),
        formula=r"-\sum_k y_k \ln p_k",
        value=_categorical_value,
        gradient=_categorical_gradient,
        scale=lambda rows, outputs: 1.0 / rows,
        outputs=("softmax",),
        keras="categorical_crossentropy",
        torch="nn.CrossEntropyLoss()",
        logits=Logits("softmax", _categorical_logits_value, _categorical_logits_gradient),
        smoothed=_smoothed_categorical,
    )
)
