"""Training: one step after another over batches, evaluation, complete state out and in.

Everything a step needs is made once: buffers, and one tape of calls per batch. A step then
allocates nothing. Which batch comes next follows from the number of the step alone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from nndesk.engine.activations import Array, zeros
from nndesk.engine.losses import LOSSES, Loss
from nndesk.engine.network import Flat, Network, Tape, Workspace, run_tape
from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.errors import InputError

Order = Callable[[int], "NDArray[np.intp] | None"]

_STRETCH_BATCHES = 256  # batches whose rows and tapes are held at once, at most
_STRETCH_VALUES = 1 << 23  # and the numbers in them
_DIFFERENCE = 1e-5  # step of the gradient check


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
class GradientCheck:
    """Analytic against central-difference gradients.

    ``relative_error`` is the largest over arrays of ‖a-n‖ / (‖a‖+‖n‖); ``place`` and the two
    numbers are those of the largest difference in that array.
    """

    relative_error: float
    parameters: int
    place: str
    analytic: float
    numeric: float


class Evaluation:
    """Given rows through a network, in buffers of its own."""

    def __init__(self, network: Network, loss: Loss, x: Array, y: Array) -> None:
        """``x`` (rows, inputs + 1) has a column of ones last; ``y`` is (rows, outputs)."""
        self._row_losses: Array = np.zeros(len(x), network.dtype)
        self._outputs: Array = np.zeros(y.shape, network.dtype)
        self._losses_tape: Tape = []
        self._outputs_tape: Tape = []
        logits = logits_of(network, loss)
        workspaces: dict[int, Workspace] = {}
        for start in range(0, len(x), network.chunk):
            part = slice(start, min(start + network.chunk, len(x)))
            rows = part.stop - start
            if rows not in workspaces:
                workspaces[rows] = Workspace(network, rows)
            space = workspaces[rows]
            forward = space.forward(x[part], activate_output=False)
            self._losses_tape += forward
            if logits:
                assert loss.logits is not None
                self._losses_tape.append(
                    (loss.logits.value, (y[part].T, space.z[-1], self._row_losses[part]))
                )
            else:
                self._losses_tape += space.activate_output()
                self._losses_tape.append((loss.value, (y[part].T, space.a[-1], self._row_losses[part])))
            self._outputs_tape += forward
            self._outputs_tape += space.activate_output()
            self._outputs_tape.append((np.copyto, (self._outputs[part], space.a[-1].T)))

    def losses(self) -> Array:
        """Each row's loss (rows,); overwritten by the next call."""
        with np.errstate(all="ignore"):
            run_tape(self._losses_tape)
        return self._row_losses

    def outputs(self) -> Array:
        """The outputs (rows, outputs); a fresh array."""
        with np.errstate(all="ignore"):
            run_tape(self._outputs_tape)
        return self._outputs.copy()


def logits_of(network: Network, loss: Loss) -> bool:
    """Whether the loss is taken from the z of this network's output layer."""
    return loss.logits is not None and loss.logits.activation == network.activations[-1].id


def gradient_tape(
    space: Workspace, loss: Loss, x: Array, y: Array, scale: Array, gradient: list[Array]
) -> Tape:
    """The calls that fill the blocks of ``gradient`` for rows x (rows, inputs + 1), y (outputs, rows)."""
    by_output = loss.gradient
    if loss.logits is not None and logits_of(space.network, loss):
        by_output = loss.logits.gradient
    tape = space.forward(x)
    tape.append((by_output, (y, space.a[-1], scale, space.delta[-1], space.scratch)))
    return tape + space.backward(x, gradient)


class Trainer:
    """Trains a network, whose parameters it changes in place. Owned by one thread."""

    def __init__(
        self,
        network: Network,
        loss: str,
        optimizer: str,
        settings: Mapping[str, float | str],
        x_train: Array,
        y_train: Array,
        x_test: Array,
        y_test: Array,
        *,
        batch_size: int,
        order: Order,
    ) -> None:
        """``settings`` are the optimizer's; those left out take its defaults.

        ``order(epoch)`` is the permutation of the training rows for an epoch, or None for the
        rows as they are; it is not asked when one batch holds all rows. ``x_test`` may be empty.
        """
        assert len(x_train) == len(y_train) > 0
        assert len(x_test) == len(y_test)
        assert batch_size > 0
        self.network = network
        self.loss = LOSSES[loss]
        self.optimizer = OPTIMIZERS[optimizer]
        self.settings: dict[str, float | str] = dict(self.optimizer.settings)
        self.rows = len(x_train)
        self.batch_size = self.rows if self.optimizer.full_batch else min(batch_size, self.rows)
        self.steps_per_epoch = -(-self.rows // self.batch_size)
        self.step_count = 0
        self._order = order
        self._x = network.with_ones(np.concatenate([x_train, x_test]))
        self._y: Array = np.concatenate([y_train, y_test]).astype(network.dtype, copy=False)
        self._evaluation = Evaluation(network, self.loss, self._x, self._y)
        self.slots = {name: self._flat() for name in self.optimizer.slots}
        self._gradient = self._flat()
        self._update = self.optimizer.rule(
            network.vector, self._gradient, self._flat(), self.slots, self.settings
        )
        for name, value in settings.items():
            self.set(name, value)
        self._make_tapes()

    def _flat(self) -> Array:
        return zeros((self.network.size,), self.network.dtype)

    def _make_tapes(self) -> None:
        """Room for a stretch of batches, the whole epoch where it fits, and a tape for each."""
        size, columns, outputs = self.batch_size, self._x.shape[1], self._y.shape[1]
        self._stretch = min(
            self.steps_per_epoch, _STRETCH_BATCHES, max(1, _STRETCH_VALUES // (size * columns))
        )
        room = min(self._stretch * size, self.rows)
        dtype, tail = self.network.dtype, self.rows % size
        self._stretch_x = zeros((room + 1, columns), dtype)  # its last row once more, see `tapes`
        self._stretch_y = zeros((room, outputs), dtype)
        # The targets once more as the tapes want them: NumPy would copy a transposed operand.
        self._targets = zeros((room // size, outputs, max(size, 2)), dtype)
        self._tail_targets = zeros((outputs, max(tail, 2)), dtype)
        self._filled: tuple[int | None, int] | None = None  # epoch (None: unshuffled), stretch
        self._permutation: tuple[int, NDArray[np.intp] | None] = (-1, None)  # epoch, its order
        blocks = self.network.views(self._gradient)

        def tapes(rows: int, targets: Iterable[Array], first: int) -> list[Tape]:
            # NumPy allocates 1 kB to change a single number in place, so that a batch of one row
            # takes the next one along, which counts 0.
            width = max(rows, 2)
            scale: Array = np.array(self.loss.scale(rows, outputs), dtype)
            if width > rows:
                scale = np.repeat([[float(scale), 0.0]], outputs, axis=0).astype(dtype)
            logits = logits_of(self.network, self.loss)
            space = Workspace(self.network, width, learns=True, logits=logits)
            made: list[Tape] = []
            for slot, y in enumerate(targets, first):
                x = self._stretch_x[slot * size : slot * size + width]
                made.append(gradient_tape(space, self.loss, x, y, scale, blocks))
            return made

        last = (self.steps_per_epoch - 1) % self._stretch  # the slot of an epoch's last batch
        self._tapes = tapes(size, self._targets, 0)
        self._last_tapes = self._tapes[: last + 1]  # those of an epoch's last stretch
        if tail:
            self._last_tapes[last:] = tapes(tail, [self._tail_targets], last)

    @property
    def epoch(self) -> int:
        """Whole epochs done."""
        return self.step_count // self.steps_per_epoch

    def step(self) -> None:
        """One training step."""
        self.run(1)

    def run(self, steps: int) -> None:
        """Many training steps, over the ends of epochs too; the same numbers as one by one.

        Numbers out of range become inf or nan; whether NumPy warns of it is the caller's errstate.
        """
        update = self._update
        last_stretch = (self.steps_per_epoch - 1) // self._stretch
        while steps > 0:
            epoch, position = divmod(self.step_count, self.steps_per_epoch)
            stretch, slot = divmod(position, self._stretch)
            self._fill(epoch, stretch)
            tapes = self._last_tapes if stretch == last_stretch else self._tapes
            step, end = self.step_count, min(slot + steps, len(tapes))
            for tape in islice(tapes, slot, end):
                for function, arguments in tape:
                    function(*arguments)
                step += 1
                update(step)
            self.step_count = step
            steps -= end - slot

    def _fill(self, epoch: int, stretch: int) -> None:
        """Copy a stretch's rows, in the epoch's order, to where the tapes read them."""
        if self._permutation[0] != epoch:
            self._permutation = (epoch, self._order(epoch) if self.steps_per_epoch > 1 else None)
        order = self._permutation[1]
        content = (None if order is None else epoch, stretch)
        if content == self._filled:
            return
        size, outputs = self.batch_size, self._y.shape[1]
        start = stretch * self._stretch * size
        rows = min(len(self._stretch_y), self.rows - start)
        for source, target in ((self._x, self._stretch_x), (self._y, self._stretch_y)):
            if order is None:
                target[:rows] = source[start : start + rows]
            else:
                # mode="clip" takes without a buffer; the order is a permutation in any case.
                source.take(order[start : start + rows], 0, target[:rows], "clip")
        self._stretch_x[rows] = self._stretch_x[rows - 1]
        whole = rows // size
        batches = self._stretch_y[: whole * size].reshape(whole, size, outputs)
        np.copyto(self._targets[:whole, :, :size], batches.transpose(0, 2, 1))
        tail = rows - whole * size
        np.copyto(self._tail_targets[:, :tail], self._stretch_y[whole * size : rows].T)
        self._filled = content

    def set(self, name: str, value: float | str) -> None:
        """Change a setting of the optimizer from the next step on."""
        old = self.settings.get(name)
        if old is None:
            raise InputError(
                f"optimizer.{name}",
                f"is no setting of {self.optimizer.id}",
                f"known are {', '.join(self.settings)}",
            )
        if not isinstance(old, str) and not isinstance(value, str):
            self.optimizer.refold(self.slots, name, old, value)
        self.settings[name] = value

    def losses(self) -> tuple[float, float | None]:
        """The mean loss over all training rows and over all test rows, None without any."""
        rows = self._evaluation.losses()
        with np.errstate(all="ignore"):
            train = float(rows[: self.rows].mean())
            test = float(rows[self.rows :].mean()) if len(rows) > self.rows else None
        return train, test

    def outputs(self) -> tuple[Array, Array]:
        """The network's outputs on the training and on the test rows."""
        outputs = self._evaluation.outputs()
        return outputs[: self.rows], outputs[self.rows :]

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

    def gradient(self) -> Array:
        """The gradient, in file order, of the loss over all training rows at the present parameters."""
        network = self.network
        total = np.zeros_like(network.vector)
        part = np.zeros_like(network.vector)
        scale = np.array(self.loss.scale(self.rows, self._y.shape[1]), network.dtype)
        with np.errstate(all="ignore"):
            for start in range(0, self.rows, network.chunk):
                rows = slice(start, min(start + network.chunk, self.rows))
                space = Workspace(
                    network, rows.stop - start, learns=True, logits=logits_of(network, self.loss)
                )
                views = network.views(part)
                run_tape(gradient_tape(space, self.loss, self._x[rows], self._y[rows].T, scale, views))
                total += part
        return network.to_file_order(total)

    def check_gradient(self) -> GradientCheck:
        """Compare the gradient with central differences of the loss, in float64."""
        twin = Network(self.network.inputs, self.network.layers)
        twin.set_parameters(self.network.parameters())
        x, y = self._x[: self.rows].astype(np.float64), self._y[: self.rows].astype(np.float64)
        checked = Trainer(
            twin, self.loss.id, "gd", {}, x[:, :-1], y, x[:0, :-1], y[:0], batch_size=1, order=lambda _: None
        )
        analytic = checked.gradient()
        numeric = np.empty(twin.size)
        for index in range(twin.size):
            place = twin.vector[index : index + 1]
            value = float(place[0])
            place[0] = value + _DIFFERENCE
            above = checked.losses()[0]
            place[0] = value - _DIFFERENCE
            numeric[index] = (above - checked.losses()[0]) / (2.0 * _DIFFERENCE)
            place[0] = value
        return _compare(twin, analytic, twin.to_file_order(numeric))


def _compare(network: Network, analytic: Array, numeric: Array) -> GradientCheck:
    """The worst array of two flat gradients in file order."""
    worst = GradientCheck(-1.0, network.size, "", 0.0, 0.0)
    for layer, place in enumerate(network.layout):
        for name, part, shape in (
            ("weights", place.weights, place.shape),
            ("bias", place.bias, (place.shape[1],)),
        ):
            a, n = analytic[part], numeric[part]
            difference = np.abs(a - n)
            size = float(np.linalg.norm(a) + np.linalg.norm(n))
            error = float(np.linalg.norm(difference)) / size if size else 0.0
            if not error <= worst.relative_error:
                at = int(difference.argmax())
                index = ".".join(str(i) for i in np.unravel_index(at, shape))
                worst = GradientCheck(
                    error, network.size, f"parameters.{layer}.{name}.{index}", float(a[at]), float(n[at])
                )
    return worst
