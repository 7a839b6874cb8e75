"""Passes of given rows through a network: up to the gradient for a step, or to losses and outputs."""

from typing import NamedTuple

import numpy as np

from nndesk.engine.arrays import Array
from nndesk.engine.losses import Loss
from nndesk.engine.network import Network, Tape, Workspace, run_tape


class Pass(NamedTuple):
    """The calls of one step up to its gradient, and what they work with."""

    tape: Tape
    space: Workspace
    x: Array  # (rows, inputs + 1)
    y: Array  # (outputs, rows)
    scale: Array  # of the loss


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
            count = part.stop - start
            if count not in workspaces:
                workspaces[count] = Workspace(network, count)
            space = workspaces[count]
            forward = space.forward(x[part], activate_output=False)
            activate, keep = space.activate_output(), (np.copyto, (self._outputs[part], space.a[-1].T))
            target, rows = y[part].T, self._row_losses[part]
            # What is activated or measured is overwritten.
            if logits:
                assert loss.logits is not None
                value, z, kept = loss.logits.value, space.z[-1], np.empty_like(space.z[-1])
                self._losses_tape += [*forward, (value, (target, z, rows))]
                self._outputs_tape += [*forward, (np.copyto, (kept, z)), *activate, keep]
                self._outputs_tape.append((value, (target, kept, rows)))
            else:
                measure = loss.value, (target, space.a[-1], rows)
                self._losses_tape += [*forward, *activate, measure]
                self._outputs_tape += [*forward, *activate, keep, measure]

    def losses(self) -> Array:
        """Each row's loss (rows,); overwritten by the next call."""
        with np.errstate(all="ignore"):
            run_tape(self._losses_tape)
        return self._row_losses

    def outputs(self) -> tuple[Array, Array]:
        """The outputs (rows, outputs), a fresh array; and each row's loss, overwritten by the next call."""
        with np.errstate(all="ignore"):
            run_tape(self._outputs_tape)
        return self._outputs.copy(), self._row_losses


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
