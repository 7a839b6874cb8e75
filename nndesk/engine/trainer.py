"""Training: one step after another over batches, evaluation, complete state out and in.

Everything a step needs is made once: buffers, and one tape of calls per batch. A step then
allocates nothing. Which batch comes next, its learning rate and its dropout follow from the number
of the step alone. An option that is not used adds no call.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from nndesk.engine.arrays import Array, zeros
from nndesk.engine.batches import Batches, Calendar, Order
from nndesk.engine.check import GradientCheck, compare
from nndesk.engine.losses import LOSSES
from nndesk.engine.network import Flat, Network, Workspace, run_tape
from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.engine.options import Noise, Options, cut_edges, row_weights
from nndesk.engine.passes import Evaluation, Pass, gradient_tape, logits_of
from nndesk.engine.schedules import SCHEDULES
from nndesk.engine.updates import make_update, penalty, penalty_value
from nndesk.errors import InputError

_DIFFERENCES = 1e-5, 1e-6, 1e-7  # of a parameter, to both sides, for a difference of the objective
_CLOSE = 1e-7  # of the largest slope: the first difference will do


@dataclass(frozen=True)
class State:
    """All that decides how training goes on. Arrays are flat, float64, in file order, read-only.

    ``slots`` are the optimizer's vectors as it keeps them: Adam's ``m`` is the first moment
    divided by (1 - β₁), its ``v`` the second divided by (1 - β₂), with the β of that moment.
    """

    step: int
    parameters: Flat
    slots: dict[str, Flat]


@dataclass(frozen=True)
class Rehearsal:
    """The next step as it would be. Flat vectors in the engine's order, fresh; the pass is the trainer's.

    ``loss_gradient`` is the gradient of the loss alone, ``gradient`` what the optimizer's rule gets.
    """

    made: Pass
    rows: NDArray[np.intp]
    loss_gradient: Array
    gradient: Array
    parameters: Array
    slots: dict[str, Array]


class Trainer:
    """Trains a network, whose parameters it changes in place. Owned by one thread."""

    def __init__(
        self,
        network: Network,
        loss: str,
        optimizer: str,
        settings: Mapping[str, float | str | None],
        x_train: Array,
        y_train: Array,
        x_test: Array,
        y_test: Array,
        *,
        batch_size: int,
        order: Order,
        run_on: bool = False,
        options: Options | None = None,
        classes: NDArray[np.intp] | None = None,
        seed: int = 0,
    ) -> None:
        """``settings`` are the optimizer's; those left out take its defaults.

        ``order(epoch)`` is the permutation of the training rows for an epoch, or None for the
        rows as they are; it is not asked when one batch holds all rows. ``x_test`` may be empty.
        ``run_on`` is Playground's way of batching. ``classes`` are those of the training rows, which
        class weights need; ``seed`` is dropout's.
        """
        assert len(x_train) == len(y_train) > 0
        assert len(x_test) == len(y_test)
        assert batch_size > 0
        self.network = network
        self.loss = LOSSES[loss]
        self.optimizer = OPTIMIZERS[optimizer]
        self.settings: dict[str, float | str | None] = dict(self.optimizer.settings)
        self.rows = len(x_train)
        self.batch_size = self.rows if self.optimizer.full_batch else min(batch_size, self.rows)
        self.calendar = Calendar(self.rows, self.batch_size, run_on=run_on)
        self.step_count = 0
        self._order = order
        self._classes = classes
        self._seed = seed
        self._x = network.with_ones(np.concatenate([x_train, x_test]))
        self._y: Array = np.concatenate([y_train, y_test]).astype(network.dtype, copy=False)
        self.slots = {name: self._flat() for name in self.optimizer.slots}
        for slot in self.slots.values():
            slot.fill(self.optimizer.start)
        self._gradient = self._flat()
        self._scratch = self._flat()
        for name, value in settings.items():
            self._set(name, value)
        self.options = Options() if options is None else options
        cut_edges(network, self.options)
        self._last_update: Array | None = None  # kept where somebody watches
        self._update_is_there = False
        self._make_tapes()
        self._make_update()

    def _flat(self) -> Array:
        return zeros((self.network.size,), self.network.dtype)

    # -- what may change between two steps ------------------------------------------------

    def set(self, name: str, value: float | str | None) -> None:
        """Change a setting of the optimizer from the next step on."""
        self._set(name, value)
        self._make_update()

    def _set(self, name: str, value: float | str | None) -> None:
        if name not in self.settings:
            raise InputError(
                f"optimizer.{name}",
                f"is no setting of {self.optimizer.id}",
                f"known are {', '.join(self.settings)}",
            )
        old = self.settings[name]
        if isinstance(old, float | int) and isinstance(value, float | int):
            self.optimizer.refold(self.slots, name, old, value)
        self.settings[name] = value

    def set_options(self, options: Options) -> None:
        """Train with other options from the next step on; a newly cut edge has the weight 0 at once."""
        old, self.options = self.options, options
        cut_edges(self.network, options)
        if old.of_tapes != options.of_tapes:
            self._make_tapes()
        self._make_update()

    def _make_update(self) -> None:
        self._update = make_update(
            self.network,
            self._gradient,
            self._scratch,
            self.slots,
            self.optimizer,
            self.settings,
            self.options,
            self.calendar.time,
        )

    def _make_tapes(self) -> None:
        """Room for a stretch of batches, the whole epoch where it fits, and a tape for each."""
        self.loss = self.loss.at(self.options.delta)
        self._evaluation = Evaluation(self.network, self.loss, self._x, self._y)
        self._objective: Evaluation | None = None  # made when it is asked for
        network, size, outputs = self.network, self.batch_size, self._y.shape[1]
        scales = [self.loss.scale(rows, outputs) for rows in (size, max(1, self.rows % size))]
        weights = self._row_weights()
        if weights is not None:
            weights = np.outer(weights, scales).astype(network.dtype)
        batches = Batches(
            self._x[: self.rows], self._smoothed(), self.calendar, self._order, weights
        )  # fmt: skip
        dropout = self.options.dropout
        self._noise = Noise(network, dropout, max(size, 2), self._seed) if dropout else None
        blocks = network.views(self._gradient)

        def passes(
            rows: int, scale: float, targets: Iterable[Array], scales: Array | None, first: int
        ) -> list[Pass]:
            # NumPy allocates 1 kB to change a single number in place, so that a batch of one row
            # takes the next one along, which counts 0.
            width = max(rows, 2)
            one: Array = np.array(scale, network.dtype)
            if width > rows:
                one = np.repeat([[scale, 0.0]], outputs, axis=0).astype(network.dtype)
            before, masks = ([], {}) if self._noise is None else self._noise.masks(width)
            space = Workspace(network, width, learns=True, logits=logits_of(network, self.loss), masks=masks)
            made: list[Pass] = []
            for slot, y in enumerate(targets, first):
                x = batches.x[slot * size : slot * size + width]
                factor = one if scales is None else scales[slot - first]
                tape = before + gradient_tape(space, self.loss, x, y, factor, blocks)
                made.append(Pass(tape, space, x, y, factor))
            return made

        self._batches = batches
        self._passes = passes(size, scales[0], batches.targets, batches.scales, 0)
        last = batches.last_slot
        self._last_passes = self._passes[: last + 1]  # those of an epoch's last stretch
        if batches.tail:
            tail_scales = None if batches.tail_scales is None else batches.tail_scales[None]
            self._last_passes[last:] = passes(
                batches.tail, scales[1], [batches.tail_targets], tail_scales, last
            )
        self._tapes = [made.tape for made in self._passes]
        self._last_tapes = [made.tape for made in self._last_passes]

    def _smoothed(self) -> Array:
        """The targets of the training rows as training sees them."""
        y, share = self._y[: self.rows], self.options.label_smoothing
        return self.loss.smoothed(y, share) if share and self.loss.smoothed is not None else y

    def _row_weights(self) -> Array | None:
        """Each training row's factor in the loss; None where all are 1."""
        weight = self.options.class_weight
        if weight is None:
            return None
        assert self._classes is not None
        return row_weights(weight, self._classes, max(2, self._y.shape[1]))

    # -- training -------------------------------------------------------------------------

    @property
    def epoch(self) -> int:
        """Whole epochs done."""
        return self.calendar.epoch_of(self.step_count)

    @property
    def steps_per_epoch(self) -> int:
        """The steps of the present epoch; all have as many unless batches run on."""
        epoch = self.epoch
        return self.calendar.steps_until(epoch + 1) - self.calendar.steps_until(epoch)

    def steps_until(self, epoch: int) -> int:
        """How many steps there are before the end of so many epochs."""
        return self.calendar.steps_until(epoch)

    def epoch_of(self, step: int) -> int:
        """Whole epochs done after so many steps."""
        return self.calendar.epoch_of(step)

    @property
    def x_train(self) -> Array:
        """The inputs (rows, inputs) of the training rows."""
        return self._x[: self.rows, :-1]

    @property
    def x_all(self) -> Array:
        """The inputs of the training rows and then of the test rows."""
        return self._x[:, :-1]

    def rows_of(self, step: int) -> NDArray[np.intp]:
        """The training rows that step ``step``, counted from 0, takes, in its order."""
        return self._batches.rows_of(step)

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step, by the schedule."""
        base = self.settings["learning_rate"]
        assert isinstance(base, float | int)
        schedule = SCHEDULES[self.options.schedule]
        settings = {**schedule.settings, **dict(self.options.schedule_settings)}
        return schedule.rate(base, self.calendar.time(self.step_count), settings)

    def rehearse(self) -> Rehearsal:
        """Make the next step's calls, and take back what they changed."""
        moved = [self.network.vector, self._gradient, *self.slots.values()]
        before = [vector.copy() for vector in moved]
        if self._noise is not None:
            self._noise.seek(self.step_count)
        slot, last = self._batches.fill(self.step_count)
        made = (self._last_passes if last else self._passes)[slot]
        run_tape(made.tape)
        loss_gradient = self._gradient.copy()
        self._update(self.step_count + 1)
        parameters, gradient, *slots = (vector.copy() for vector in moved)
        for vector, old in zip(moved, before, strict=True):
            np.copyto(vector, old)
        rows = self.rows_of(self.step_count)
        return Rehearsal(
            made, rows, loss_gradient, gradient, parameters, dict(zip(self.slots, slots, strict=True))
        )

    def on_rows(self, rows: Sequence[int]) -> "Trainer":
        """A trainer at the same point, with a network of its own, whose one batch is these rows.

        They are counted as in `x_all`; with a test row among them, all count alike whatever their class.
        """
        index, network = np.array(rows, np.intp), self.network.like()
        weights = self._row_weights() if max(rows) < self.rows else None
        twin = Trainer(
            network,
            self.loss.id,
            self.optimizer.id,
            {**self.settings, "learning_rate": self.learning_rate},
            self.x_all[index],
            self._y[index],
            self.x_train[:0],
            self._y[:0],
            batch_size=len(index),
            order=lambda _: None,
            options=replace(
                self.options,
                class_weight=None if weights is None else tuple(weights[index].tolist()),
                schedule="constant",
            ),
            classes=np.arange(len(index)),
            seed=self._seed,
        )
        np.copyto(network.vector, self.network.vector)
        for name, slot in self.slots.items():
            np.copyto(twin.slots[name], slot)
        twin.step_count = self.step_count
        return twin

    def step(self) -> None:
        """One training step."""
        self.run(1)

    def run(self, steps: int) -> None:
        """Many training steps, over the ends of epochs too; the same numbers as one by one.

        Numbers out of range become inf or nan; whether NumPy warns of it is the caller's errstate.
        """
        if self._last_update is None or steps <= 0:
            self._run(steps)
            return
        self._run(steps - 1)
        np.copyto(self._last_update, self.network.vector)
        self._run(1)
        np.subtract(self.network.vector, self._last_update, self._last_update)
        self._update_is_there = True

    def watch(self, watched: bool = True) -> None:
        """From now on, or no longer, keep what the last step of each `run` did."""
        self._last_update = self._flat() if watched else None
        self._update_is_there = False

    @property
    def last_step(self) -> tuple[Array, Array] | None:
        """What the last step's rule got as gradient, and its update; None where nobody watched it.

        Flat, in the engine's order, overwritten by the next step.
        """
        if self._last_update is None or not self._update_is_there:
            return None
        return self._gradient, self._last_update

    def _run(self, steps: int) -> None:
        update, batches = self._update, self._batches
        if self._noise is not None:
            self._noise.seek(self.step_count)
        while steps > 0:
            step = self.step_count
            slot, last = batches.fill(step)
            tapes = self._last_tapes if last else self._tapes
            end = min(slot + steps, len(tapes))
            for tape in islice(tapes, slot, end):
                for function, arguments in tape:
                    function(*arguments)
                step += 1
                update(step)
            self.step_count = step
            steps -= end - slot

    def losses(self) -> tuple[float, float | None]:
        """The mean loss over all training rows and over all test rows, None without any."""
        return self._means(self._evaluation.losses())

    def _means(self, rows: Array) -> tuple[float, float | None]:
        with np.errstate(all="ignore"):
            train = float(rows[: self.rows].mean(dtype=np.float64))
            test = float(rows[self.rows :].mean(dtype=np.float64)) if len(rows) > self.rows else None
        return train, test

    def row_losses(self) -> Array:
        """The loss of every row, training rows first; a fresh array."""
        return self._evaluation.losses().copy()

    def outputs(self) -> tuple[Array, Array]:
        """The network's outputs on the training and on the test rows."""
        return self.measure()[1]

    def measure(self) -> tuple[tuple[float, float | None], tuple[Array, Array]]:
        """`losses` and `outputs` in one pass."""
        outputs, rows = self._evaluation.outputs()
        return self._means(rows), (outputs[: self.rows], outputs[self.rows :])

    def state(self) -> State:
        """The complete state; safe to keep."""
        to_file = self.network.to_file_order
        state = State(
            self.step_count,
            to_file(self.network.vector),
            {name: to_file(slot) for name, slot in self.slots.items()},
        )
        for array in (state.parameters, *state.slots.values()):
            array.flags.writeable = False
        return state

    def restore(self, state: State) -> None:
        """Go on from ``state`` as if nothing had been in between.

        The settings must be those of that moment, since the slots are as the optimizer keeps them.
        """
        self.network.set_parameters(state.parameters)
        for name, slot in self.slots.items():
            self.network.from_file_order(state.slots[name], slot)
        self.step_count = state.step
        self._update_is_there = False

    def gradient(self) -> Array:
        """The gradient, in file order, of the `objective` at the present parameters."""
        network = self.network
        total, part = np.zeros_like(network.vector), np.zeros_like(network.vector)
        with np.errstate(all="ignore"):
            for start in range(0, self.rows, network.chunk):
                rows = slice(start, min(start + network.chunk, self.rows))
                run_tape(self.pass_back(rows, part, self.rows).tape)
                total += part
            self.penalise(total, part)
        return network.to_file_order(total)

    def pass_back(self, rows: slice, gradient: Array, count: int) -> Pass:
        """The pass of training ``rows`` up to their part of a mean over ``count``, in ``gradient``.

        Without dropout. ``gradient`` is flat, in the engine's order, and does not have the penalty.
        """
        network, weights = self.network, self._row_weights()
        x, y = self._x[: self.rows][rows], self._smoothed()[rows].T
        scale = np.array(self.loss.scale(count, len(y)), network.dtype)
        factor = scale if weights is None else (scale * weights[rows]).astype(network.dtype)
        space = Workspace(network, len(x), learns=True, logits=logits_of(network, self.loss))
        tape = gradient_tape(space, self.loss, x, y, factor, network.views(gradient))
        return Pass(tape, space, x, y, factor)

    def penalise(self, gradient: Array, scratch: Array) -> None:
        """Add the gradient of the penalty."""
        add = penalty(self.network, gradient, scratch, self.options)
        if add is not None:
            add(0)

    def objective(self) -> float:
        """What training minimises, over all training rows: the loss with smoothing, weights and penalty."""
        if self._objective is None:
            self._objective = Evaluation(self.network, self.loss, self._x[: self.rows], self._smoothed())
        weights, rows = self._row_weights(), self._objective.losses()
        with np.errstate(all="ignore"):
            mean = float((rows if weights is None else rows * weights).mean(dtype=np.float64))
            return mean + penalty_value(self.network, self.options)

    def check_gradient(self) -> GradientCheck:
        """Compare the gradient with central differences of the objective, in float64 and without dropout."""
        twin = Network(self.network.inputs, self.network.layers)
        twin.set_parameters(self.network.parameters())
        x, y = self._x[: self.rows].astype(np.float64), self._y[: self.rows].astype(np.float64)
        checked = Trainer(
            twin,
            self.loss.id,
            "gd",
            {},
            x[:, :-1],
            y,
            x[:0, :-1],
            y[:0],
            batch_size=1,
            order=lambda _: None,
            options=replace(
                self.options, layers=tuple(replace(layer, dropout=0.0) for layer in self.options.layers)
            ),
            classes=self._classes,
        )
        analytic = checked.gradient()
        expected, numeric = np.empty(twin.size), np.empty(twin.size)
        twin.from_file_order(analytic, expected)
        close = _CLOSE * float(np.max(np.abs(expected), initial=0.0))
        for index in range(twin.size):
            # Over a kink, as relu's, no difference is the slope: closer to it there is none.
            slopes: list[float] = []
            for distance in _DIFFERENCES:
                slopes.append(checked.slope(index, distance))
                if not abs(slopes[-1] - expected[index]) > close:
                    break
            numeric[index] = min(slopes, key=lambda slope: abs(slope - expected[index]))
        return compare(twin, analytic, twin.to_file_order(numeric))

    def slope(self, index: int, distance: float) -> float:
        """The central difference of the objective in one parameter, counted as in the network's vector."""
        place = self.network.vector[index : index + 1]
        value = float(place[0])
        place[0] = value + distance
        above = self.objective()
        place[0] = value - distance
        below = self.objective()
        place[0] = value
        return (above - below) / (2.0 * distance)
