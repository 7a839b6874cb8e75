"""The next training step with all its real numbers, as plain records.

`explain` has the trainer make the calls of its next step, the very ones that `Trainer.run` makes, and
copies what they leave behind; sums are split into their terms afterwards. So the numbers are those of the
step, and the terms add up to them but for rounding. Arrays are copies, read-only and (rows, units).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from nndesk.engine.arrays import Array
from nndesk.engine.options import fixed_places
from nndesk.engine.passes import logits_of
from nndesk.engine.trainer import Rehearsal, Trainer
from nndesk.engine.updates import penalty_value


class Values(NamedTuple):
    """One number for each parameter of a layer."""

    weights: Array  # (inputs, units)
    bias: Array  # (units,)

    def at(self, source: int | None, unit: int) -> float:
        """The number of the weight from ``source``, of the bias where that is None."""
        return float(self.bias[unit] if source is None else self.weights[source, unit])


class Term(NamedTuple):
    """One product of a sum; ``place`` says of which input, unit of the next layer or row of the batch."""

    place: int
    left: float
    right: float

    @property
    def product(self) -> float:
        return self.left * self.right


@dataclass(frozen=True)
class NeuronStep:
    """One neuron and one row. Σ ``terms`` + ``bias`` = z, and a hidden neuron's Σ ``back`` = ``error``.

    ``terms`` are input · weight, ``back`` are weight · δ of the next layer. What the next layer gets is
    a · ``mask``, the factor of dropout. δ = ``error`` · ``mask`` · ``slope``; both are None where the loss
    gives δ at once, ``slope`` also where an output depends on more than its own z.
    """

    terms: tuple[Term, ...]
    bias: float
    z: float
    a: float
    mask: float
    back: tuple[Term, ...]
    error: float | None
    slope: float | None
    delta: float


@dataclass(frozen=True)
class ParameterStep:
    """One weight or bias. Σ ``terms``, input · δ of each place in the batch, is ``loss_gradient``.

    ``gradient``, which the optimizer's rule gets, is (``loss_gradient`` + ``l1`` + ``l2``) · the step's clip,
    or 0 for a parameter that does not learn. ``memory`` is what the optimizer remembers, before and after.
    ``change`` is all that the step does, ``decay`` the part of it that weight decay does.
    """

    before: float
    terms: tuple[Term, ...]
    loss_gradient: float
    l1: float
    l2: float
    learns: bool
    gradient: float
    memory: dict[str, tuple[float, float]]
    decay: float
    change: float
    after: float


@dataclass(frozen=True)
class LossStep:
    """One row's loss: Σ ``terms``, one for each output. It counts ``weight`` in the mean over the rows."""

    targets: Array
    outputs: Array
    terms: Array
    loss: float
    weight: float


@dataclass(frozen=True)
class LayerStep:
    """All of one layer. ``inputs`` are (rows, inputs), ``z`` to ``delta`` (rows, units), as in `NeuronStep`.

    ``error`` is the gradient by what the next layer gets, before the mask of dropout.
    """

    activation: str
    inputs: Array
    z: Array
    a: Array
    mask: Array | None
    error: Array | None
    slope: Array | None
    delta: Array
    before: Values
    loss_gradient: Values
    l1: Values
    l2: Values
    learns: Values  # 1 or 0
    gradient: Values
    memory: dict[str, tuple[Values, Values]]
    decay: Values
    change: Values
    after: Values


@dataclass(frozen=True)
class Step:
    """A whole step. ``targets`` are those that it learns from, with label smoothing.

    ``loss`` is what it goes down on: the weighted mean of ``row_losses``, and ``penalty``. ``norm`` is the
    gradient's before clipping, ``clip`` the factor of that.
    """

    number: int  # from 1
    rows: tuple[int, ...]  # of the training data
    targets: Array
    loss_terms: Array  # (rows, outputs)
    row_losses: Array
    row_weights: Array
    penalty: float
    loss: float
    norm: float
    clip: float
    learning_rate: float
    layers: tuple[LayerStep, ...]

    def neuron(self, layer: int, unit: int, place: int) -> NeuronStep:
        """A neuron at the row that stands at ``place`` in the batch."""
        own = self.layers[layer]
        back: tuple[Term, ...] = ()
        if layer + 1 < len(self.layers):
            following = self.layers[layer + 1]
            back = _terms(following.before.weights[unit], following.delta[place])
        return NeuronStep(
            terms=_terms(own.inputs[place], own.before.weights[:, unit]),
            bias=float(own.before.bias[unit]),
            z=float(own.z[place, unit]),
            a=float(own.a[place, unit]),
            mask=1.0 if own.mask is None else float(own.mask[place, unit]),
            back=back,
            error=None if own.error is None else float(own.error[place, unit]),
            slope=None if own.slope is None else float(own.slope[place, unit]),
            delta=float(own.delta[place, unit]),
        )

    def parameter(self, layer: int, source: int | None, unit: int) -> ParameterStep:
        """The weight from input ``source`` to ``unit``, or the unit's bias for None."""
        own = self.layers[layer]
        inputs = np.ones(len(self.rows)) if source is None else own.inputs[:, source]
        return ParameterStep(
            before=own.before.at(source, unit),
            terms=_terms(inputs, own.delta[:, unit]),
            loss_gradient=own.loss_gradient.at(source, unit),
            l1=own.l1.at(source, unit),
            l2=own.l2.at(source, unit),
            learns=own.learns.at(source, unit) == 1.0,
            gradient=own.gradient.at(source, unit),
            memory={
                name: (before.at(source, unit), after.at(source, unit))
                for name, (before, after) in own.memory.items()
            },
            decay=own.decay.at(source, unit),
            change=own.change.at(source, unit),
            after=own.after.at(source, unit),
        )

    def outcome(self, place: int) -> LossStep:
        """The loss of the row that stands at ``place`` in the batch."""
        return LossStep(
            targets=self.targets[place],
            outputs=self.layers[-1].a[place],
            terms=self.loss_terms[place],
            loss=float(self.row_losses[place]),
            weight=float(self.row_weights[place]),
        )


def _terms(left: Array, right: Array) -> tuple[Term, ...]:
    pairs = zip(left.tolist(), right.tolist(), strict=True)
    return tuple(Term(place, one, other) for place, (one, other) in enumerate(pairs))


def explain(trainer: Trainer, rows: Sequence[int] | None = None) -> Step:
    """The next step of ``trainer``, which stays where it is.

    With ``rows`` the step that it would be if its batch were these training rows alone.
    """
    if rows is not None:
        step = explain(trainer.on_rows(rows))
        return replace(step, rows=tuple(int(rows[place]) for place in step.rows))
    made = trainer.rehearse()
    most, penalty = trainer.settings["global_clipnorm"], penalty_value(trainer.network, trainer.options)
    l1, l2, learns = _penalties(trainer)
    norm = float(np.linalg.norm((made.loss_gradient + l1 + l2) * learns))
    terms, row_losses, weights = _losses(trainer, made)
    return Step(
        number=trainer.step_count + 1,
        rows=tuple(made.rows.tolist()),
        targets=_frozen(made.made.y[:, : len(made.rows)].T),
        loss_terms=_frozen(terms.T),
        row_losses=_frozen(row_losses),
        row_weights=_frozen(weights),
        penalty=penalty,
        loss=float((row_losses * weights).mean()) + penalty,
        norm=norm,
        clip=most / norm if isinstance(most, float | int) and norm > most else 1.0,
        learning_rate=trainer.learning_rate,
        layers=_layers(trainer, made, l1, l2, learns),
    )


def _penalties(trainer: Trainer) -> tuple[Array, Array, Array]:
    """The gradients of L1 and of L2, and 1 for each parameter that learns; flat, in the engine's order."""
    network, options = trainer.network, trainer.options
    l1, l2, learns = (np.zeros_like(network.vector) for _ in range(3))
    parts = zip(network.blocks, network.views(l1), network.views(l2), options.layers, strict=False)
    for block, one, two, layer in parts:
        one[:, :-1] = layer.l1 * np.sign(block[:, :-1])
        two[:, :-1] = 2.0 * layer.l2 * block[:, :-1]
    learns.fill(1.0)
    learns[fixed_places(network, options)] = 0.0
    return l1, l2, learns


def _losses(trainer: Trainer, made: Rehearsal) -> tuple[Array, Array, Array]:
    """Each row's loss in parts (outputs, rows) and whole, and how much it counts."""
    loss, space, count = trainer.loss, made.made.space, len(made.rows)
    y, given, value = made.made.y[:, :count], space.a[-1][:, :count], loss.value
    if loss.logits is not None and logits_of(trainer.network, loss):
        value = loss.logits.value
        given = space.sums(len(space.a) - 1, made.made.x)[:, :count]

    def losses(y: Array, given: Array) -> Array:
        out = np.empty(count, given.dtype)
        value(y, given.copy(), out)
        return out

    outputs = len(y)
    if loss.scale(1, 2) == loss.scale(1, 1):  # a sum over outputs that depend on each other
        terms = [losses(y * (np.arange(outputs) == unit)[:, None], given) for unit in range(outputs)]
    else:
        terms = [losses(y[unit : unit + 1], given[unit : unit + 1]) / outputs for unit in range(outputs)]
    weights = np.broadcast_to(made.made.scale, made.made.y.shape)[0, :count] / loss.scale(count, outputs)
    return np.array(terms), losses(y, given), weights


def _layers(trainer: Trainer, made: Rehearsal, l1: Array, l2: Array, learns: Array) -> tuple[LayerStep, ...]:
    """What the pass and the update left behind, layer by layer."""
    network, last = trainer.network, len(trainer.network.layers) - 1
    space, x, count = made.made.space, made.made.x, len(made.rows)
    weight_decay = trainer.settings["weight_decay"]
    assert isinstance(weight_decay, float | int)

    def values(vector: Array) -> list[Values]:
        """A flat vector in the engine's order, layer by layer."""
        blocks = network.views(vector)
        return [Values(_frozen(block[:, :-1].T), _frozen(block[:, -1])) for block in blocks]

    def rows(block: Array | None) -> Array | None:
        return None if block is None else _frozen(block[:, :count].T)

    before, after = values(network.vector), values(made.parameters)
    decay = values(-trainer.learning_rate * weight_decay * network.vector * learns)
    change = values(made.parameters - network.vector)
    loss_gradient, gradient = values(made.loss_gradient), values(made.gradient)
    of_l1, of_l2, learning = values(l1), values(l2), values(learns)
    memory: dict[str, tuple[list[Values], list[Values]]] = {}
    for name, slot in trainer.slots.items():
        setting = trainer.optimizer.folded.get(name)
        factor = 1.0 - float(trainer.settings[setting] or 0.0) if setting else 1.0
        memory[name] = values(slot * factor), values(made.slots[name] * factor)
    layers: list[LayerStep] = []
    inputs = _frozen(x[:count, :-1])
    for number, shape in enumerate(network.layers):
        error = slope = None
        if number < last:
            error = space.errors(number)
        elif not logits_of(network, trainer.loss):
            error, scratch = np.empty_like(space.a[-1]), np.empty_like(space.scratch)
            trainer.loss.gradient(made.made.y, space.a[-1], made.made.scale, error, scratch)
        if error is not None:
            slope = space.slopes(number)
        a, mask = _frozen(space.a[number][:, :count].T), rows(space.mask(number))
        layers.append(
            LayerStep(
                activation=shape.activation,
                inputs=inputs,
                z=_frozen(space.sums(number, x)[:, :count].T),
                a=a,
                mask=mask,
                error=rows(error),
                slope=rows(slope),
                delta=_frozen(space.delta[number][:, :count].T),
                before=before[number],
                loss_gradient=loss_gradient[number],
                l1=of_l1[number],
                l2=of_l2[number],
                learns=learning[number],
                gradient=gradient[number],
                memory={name: (old[number], new[number]) for name, (old, new) in memory.items()},
                decay=decay[number],
                change=change[number],
                after=after[number],
            )
        )
        inputs = a if mask is None else _frozen(a * mask)
    return tuple(layers)


def _frozen(array: Array) -> Array:
    """A read-only copy that nobody else holds."""
    array = np.array(array, order="C")
    array.flags.writeable = False
    return array
