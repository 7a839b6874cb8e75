"""What an edit of an experiment changes, and what it asks of a run in training."""

from collections.abc import Iterator
from enum import Enum
from typing import Any, cast

import msgspec.structs

from nndesk.project import edits
from nndesk.project.spec import Change, Experiment, Layer, Loss, Optimizer, Schedule, Stop, encode


class Cost(Enum):
    """What an edit asks of the run."""

    NOTHING = "nothing"  # a name
    LIVE = "live"  # taken up between two steps
    REBUILD = "rebuild"  # a new run at epoch 0


def cost(old: Experiment, new: Experiment) -> Cost:
    """What turning ``old`` into ``new`` asks of a run in training (interface §2, "project.json")."""
    if msgspec.structs.replace(old, name="") == msgspec.structs.replace(new, name=""):
        return Cost.NOTHING
    return Cost.LIVE if _fixed(old) == _fixed(new) else Cost.REBUILD


def _fixed(experiment: Experiment) -> Experiment:
    """``experiment`` with everything that may change without a new run at one common value."""
    replace = msgspec.structs.replace
    plain = Layer(units=1)

    def fixed_layer(layer: Layer) -> Layer:
        return replace(
            layer,
            regularizer=plain.regularizer,
            dropout=plain.dropout,
            trainable=plain.trainable,
            frozen=plain.frozen,
            cut=plain.cut,
        )

    return replace(
        experiment,
        name="",
        network=replace(experiment.network, layers=tuple(map(fixed_layer, experiment.network.layers))),
        loss=Loss(kind=experiment.loss.kind),
        optimizer=Optimizer(kind=experiment.optimizer.kind),
        schedule=Schedule(),
        training=replace(experiment.training, stop=Stop()),
    )


def differences(old: Experiment, new: Experiment) -> dict[str, Any]:
    """The keys of ``new`` (as in ``--set``) whose values ``old`` does not have."""
    before, after = (dict(_leaves("", encode(experiment))) for experiment in (old, new))
    # Lists of single neurons and weights are left out of an encoding where they are empty.
    gone = [key for key, value in before.items() if key not in after and isinstance(value, list)]
    changed: dict[str, Any] = {key: [] for key in gone}
    return changed | {key: value for key, value in after.items() if before.get(key, ...) != value}


def _leaves(prefix: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        parts = list(cast(dict[str, Any], value).items())
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        parts = [(str(index), part) for index, part in enumerate(cast(list[Any], value))]
    else:
        yield prefix, value
        return
    for key, part in parts:
        yield from _leaves(f"{prefix}.{key}" if prefix else key, part)


def edited(experiment: Experiment, changes: tuple[Change, ...]) -> Experiment:
    """``experiment`` after all of ``changes``."""
    for change in changes:
        experiment = edits.set_values(experiment, dict(change.set))
    return experiment
