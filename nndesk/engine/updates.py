"""One step's update: the optimizer's rule, and around it what is the same for all of them.

In this order: penalties join the gradient, places that do not learn leave it, it is clipped by its
norm, weights decay, the rule, weights that L1 drove through 0 stay there, places that do not learn get
back what they had. A part that is not used adds nothing.
"""

import math
from collections.abc import Callable

import numpy as np

# By their own names: looking one up in the numpy module costs 45 ns in every call of a step.
from numpy import add, copyto, equal, less, logical_and, logical_or, multiply, sign, signbit, subtract
from numpy.typing import NDArray

from nndesk.engine.arrays import Array, constant, zeros
from nndesk.engine.network import Network
from nndesk.engine.optimizers import Optimizer, Settings, Slots, Update
from nndesk.engine.options import Options, fixed_places, weight_factors
from nndesk.engine.schedules import SCHEDULES

_ZERO, _MINUS_ZERO = constant(0.0), constant(-0.0)


def make_update(
    network: Network,
    gradient: Array,
    scratch: Array,
    slots: Slots,
    optimizer: Optimizer,
    settings: Settings,
    options: Options,
    time: Callable[[int], float],
) -> Update:
    """The update of one step, a function of the step's number from 1, as ``settings`` and ``options`` say.

    ``time(step)`` is how many epochs are done before that step, counted from 0.
    """
    theta = network.vector
    before: list[Update] = []
    after: list[Update] = []
    if options.schedule != "constant":
        settings = dict(settings)
        before.append(_scheduling(settings, options, time))
    penalise = penalty(network, gradient, scratch, options)
    if penalise is not None:
        before.append(penalise)
    fixed = fixed_places(network, options)
    if len(fixed):
        before.append(_leaving_out(gradient, fixed))
    if settings["global_clipnorm"] is not None:
        before.append(_clipping(gradient, settings["global_clipnorm"]))
    if len(fixed):
        keep, put_back = _keeping([theta, *slots.values()], fixed)
        before.append(keep)
        after.append(put_back)
    pull = weight_factors(network, [layer.l1 * layer.zero_stays for layer in options.layers])
    stays = weight_factors(network, [float(layer.zero_stays) for layer in options.layers])
    if stays is not None:
        watch, hold = _staying(theta, pull, stays > 0, settings)
        before.append(watch)
        after.insert(0, hold)
    if settings["weight_decay"]:
        before.append(_decaying(theta, scratch, settings))
    rule = optimizer.rule(theta, gradient, scratch, slots, settings)
    if not before and not after:
        return rule

    def update(step: int) -> None:
        for part in before:
            part(step)
        rule(step)
        for part in after:
            part(step)

    return update


def penalty(network: Network, gradient: Array, scratch: Array, options: Options) -> Update | None:
    """What adds the gradient of L1 and L2 to ``gradient``; None where no layer has any."""
    theta = network.vector
    l1 = weight_factors(network, [layer.l1 for layer in options.layers])
    l2 = weight_factors(network, [2.0 * layer.l2 for layer in options.layers])
    if l1 is None and l2 is None:
        return None

    def penalise(step: int) -> None:
        if l2 is not None:
            multiply(theta, l2, scratch)
            add(gradient, scratch, gradient)
        if l1 is not None:
            sign(theta, scratch)
            multiply(scratch, l1, scratch)
            add(gradient, scratch, gradient)

    return penalise


def penalty_value(network: Network, options: Options) -> float:
    """l1·Σ|w| + l2·Σw² over all layers."""
    total = 0.0
    for number, layer in enumerate(options.layers):
        weights = network.weights(number)
        total += layer.l1 * float(np.abs(weights).sum()) + layer.l2 * float((weights * weights).sum())
    return total


def _scheduling(settings: dict[str, object], options: Options, time: Callable[[int], float]) -> Update:
    base = settings["learning_rate"]
    assert isinstance(base, float | int)
    schedule = SCHEDULES[options.schedule]
    numbers = {**schedule.settings, **dict(options.schedule_settings)}

    def schedule_rate(step: int) -> None:
        settings["learning_rate"] = schedule.rate(base, time(step - 1), numbers)

    return schedule_rate


def _leaving_out(gradient: Array, fixed: NDArray[np.intp]) -> Update:
    zero = _ZERO[gradient.dtype]

    def leave_out(step: int) -> None:
        gradient.put(fixed, zero)

    return leave_out


def _clipping(gradient: Array, most: float) -> Update:
    factor = np.zeros((), gradient.dtype)

    def clip(step: int) -> None:
        norm = math.sqrt(gradient.dot(gradient))
        if norm > most:
            factor[()] = most / norm
            multiply(gradient, factor, gradient)

    return clip


def _decaying(theta: Array, scratch: Array, settings: Settings) -> Update:
    # Keras: θ ← θ - r λ θ before the rule, weights and biases alike.
    share = np.zeros((), theta.dtype)

    def decay(step: int) -> None:
        share[()] = settings["learning_rate"] * settings["weight_decay"]
        multiply(theta, share, scratch)
        subtract(theta, scratch, theta)

    return decay


def _keeping(vectors: list[Array], fixed: NDArray[np.intp]) -> tuple[Update, Update]:
    kept = [(vector, zeros((len(fixed),), vector.dtype)) for vector in vectors]

    def keep(step: int) -> None:
        for vector, values in kept:
            vector.take(fixed, None, values, "clip")

    def put_back(step: int) -> None:
        for vector, values in kept:
            vector.put(fixed, values)

    return keep, put_back


def _staying(
    theta: Array, pull: Array | None, stays: NDArray[np.bool_], settings: Settings
) -> tuple[Update, Update]:
    # Playground: a weight whose sign changes by L1's own share of the step, r·l1·sign(w), becomes 0
    # for ever. Such a 0 is kept as -0.0, which no other arithmetic here gives a weight, so that the
    # parameters alone say it and the state needs no more.
    kind = theta.dtype
    rate = np.zeros((), kind)
    share = zeros(theta.shape, kind)
    dead, negative = np.zeros(theta.shape, np.bool_), np.zeros(theta.shape, np.bool_)

    def watch(step: int) -> None:
        equal(theta, _ZERO[kind], dead)
        signbit(theta, negative)
        logical_and(dead, negative, dead)
        logical_and(dead, stays, dead)
        if pull is not None:
            sign(theta, share)
            multiply(share, pull, share)

    def hold(step: int) -> None:
        if pull is not None:
            rate[()] = settings["learning_rate"]
            multiply(share, rate, share)
            add(share, theta, share)  # where the weight would be without L1
            multiply(share, theta, share)
            less(share, _ZERO[kind], negative)
            logical_or(dead, negative, dead)
        copyto(theta, _MINUS_ZERO[kind], where=dead)

    return watch, hold
