"""Why a training run left the range of numbers, told from what was measured on the way: words only."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from nndesk.engine.overflow import Stride
from nndesk.project.measures import Lost
from nndesk.project.spec import Experiment
from nndesk.ui.numbers import format_number
from nndesk.ui.words import grouped, layer_name, written

_GROWTH = 10.0  # of the gradient over the last steps, or of the loss over the run, that is told


@dataclass(frozen=True)
class Divergence:
    """What the card says: what happened and where, one measured cause, and how large the gradient was."""

    title: str
    what: str
    why: str
    norms: tuple[tuple[str, str], ...]  # (label, number)


def told(lost: Lost | None, experiment: Experiment) -> Divergence:
    """The words for a run of ``experiment``; ``lost`` may be unknown, of one that was saved."""
    translate = QCoreApplication.translate
    stopped = translate("Divergence", "Training stopped")
    if lost is None:
        what = translate(
            "Divergence", "The loss left the number range; the network stands at the last good epoch."
        )
        return Divergence(stopped, what, "", ())
    layers = len(experiment.network.layers)
    if not lost.epoch:
        what = translate(
            "Divergence", "The loss of the start values is out of the number range: {0}."
        ).format(_first(lost, layers))
        why = translate("Divergence", "Start values that are nearer to 0 give outputs that are numbers.")
        return Divergence(translate("Divergence", "Training cannot start"), what, why, ())
    what = translate(
        "Divergence",
        "The loss left the number range in epoch {0}, batch {1} of {2}: {3}. "
        "The network stands at epoch {4}, the last good one.",
    ).format(
        *map(grouped, (lost.epoch, lost.batch, lost.batches)), _first(lost, layers), grouped(lost.epoch - 1)
    )
    known = [stride for stride in lost.strides if _is_known(stride)]
    longest = max(known, key=_share, default=None)
    why = ""
    if longest is not None and _share(longest) > 1.0:
        stopped = translate("Divergence", "Training stopped: the steps are too long")
        why = translate(
            "Divergence",
            "Step {0} changed a weight by {1}, {2} times the largest weight before it, at a learning rate "
            "of {3}. A smaller one takes shorter steps.",
        ).format(grouped(longest.step), number(longest.change), number(_share(longest)), _rate(longest))
    elif len(known) > 1 and math.inf > known[-1].norm > _GROWTH * known[0].norm > 0:
        why = translate(
            "Divergence",
            "From step {0} to step {1} the gradient grew {2} times as long, at a learning rate of {3}. "
            "A smaller one takes shorter steps.",
        ).format(
            grouped(known[0].step),
            grouped(known[-1].step),
            number(known[-1].norm / known[0].norm),
            _rate(known[-1]),
        )
    elif known and lost.loss_before[1] > _GROWTH * lost.loss_before[0] > 0:
        stopped = translate("Divergence", "Training stopped: the steps are too long")
        why = translate(
            "Divergence",
            "By epoch {0} the train loss had grown from {1} to {2}, at a learning rate of {3}. "
            "A smaller one takes shorter steps.",
        ).format(grouped(lost.epoch - 1), *map(number, lost.loss_before), _rate(known[-1]))
    elif known:
        why = translate("Divergence", "The learning rate was {0}. A smaller one takes shorter steps.").format(
            _rate(known[-1])
        )
    step = translate("Divergence", "step {0}")
    norms = tuple((step.format(grouped(each.step)), number(each.norm)) for each in lost.strides)
    return Divergence(stopped, what, why, norms)


def number(value: float) -> str:
    """A number of any size, as short as the card needs it."""
    if math.isinf(value):
        return "∞"
    if 1 <= abs(value) < 1e9:
        return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.1f}"
    return written(value, 2)


def _first(lost: Lost, layers: int) -> str:
    translate = QCoreApplication.translate
    words = {
        "output": translate("Divergence", "{0}, neuron {1}, gave the first output that is no number"),
        "weight": translate("Divergence", "{0}, neuron {1}, had the first weight that is no number"),
        "bias": translate("Divergence", "{0}, neuron {1}, had the first bias that is no number"),
    }.get(lost.what, translate("Divergence", "{0}, neuron {1}, gives an output that is too large for it"))
    return words.format(layer_name(lost.layer, layers), grouped(lost.unit + 1))


def _is_known(stride: Stride) -> bool:
    return math.isfinite(stride.change) and math.isfinite(stride.before)


def _share(stride: Stride) -> float:
    """The longest change against the largest weight."""
    return stride.change / stride.before if stride.before else 0.0


def _rate(stride: Stride) -> str:
    return format_number(float(f"{stride.rate:.3g}"))
