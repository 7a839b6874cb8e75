"""What is said of how well a network does: losses, metrics, confusion matrices."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nndesk.data.dataset import Dataset
from nndesk.data.kinds import Target
from nndesk.engine import metrics
from nndesk.engine.activations import Array
from nndesk.engine.overflow import Stride


class Losses(NamedTuple):
    """Losses over all rows; ``test`` is None where there are no test rows."""

    train: float
    test: float | None


class Lost(NamedTuple):
    """Losses that left the range of numbers, and the first neuron that did, after so many steps.

    ``what`` of it was the first and how far the last steps went is as in `Overflow`.
    """

    train: float
    test: float | None
    layer: int
    unit: int
    step: int
    what: str
    strides: tuple[Stride, ...]
    epoch: int  # in which it was, from 1; 0 where there was no step
    batch: int  # of that epoch, from 1
    batches: int
    loss_before: tuple[float, float]  # on the training rows, at epoch 0 and at the last good one


class Metrics(NamedTuple):
    """Metrics by name; ``test`` is empty where there are no test rows."""

    train: dict[str, float]
    test: dict[str, float]


class Confusion(NamedTuple):
    """Confusion matrices (classes, classes): rows of each class (down) taken for each class (across)."""

    train: NDArray[np.intp]
    test: NDArray[np.intp]


def metrics_of(data: Dataset, loss: str, outputs: tuple[Array, Array]) -> Metrics:
    """The metrics of interface §2 of outputs on training and test rows; NaN where they are not defined."""
    train, test = outputs
    return Metrics(
        _measured(data, loss, train, data.y_train, data.target_train),
        _measured(data, loss, test, data.y_test, data.target_test) if len(test) else {},
    )


def confusion_of(data: Dataset, outputs: tuple[Array, Array]) -> Confusion | None:
    """Which classes are taken for which; None where a number is predicted."""
    if not data.classes:
        return None
    train, test = outputs
    return Confusion(_confusion(data, train, data.target_train), _confusion(data, test, data.target_test))


def _measured(data: Dataset, loss: str, outputs: Array, y: Array, target: Target) -> dict[str, float]:
    if data.classes:
        confusion = _confusion(data, outputs, target)
        values = {
            "accuracy": metrics.accuracy(confusion),
            "precision": metrics.precision(confusion),
            "recall": metrics.recall(confusion),
            "f1": metrics.f1(confusion),
        }
        if len(data.classes) == 2:
            values["auc"] = metrics.auc(target.astype(np.intp, copy=False), outputs[:, -1])
        return values
    with np.errstate(all="ignore"):
        values = {
            "mae": metrics.mae(y, outputs),
            "rmse": metrics.rmse(y, outputs),
            "r2": metrics.r2(y, outputs),
        }
        if loss == "binary_crossentropy":
            values["accuracy"] = metrics.binary_accuracy(y, outputs)
    return values


def _confusion(data: Dataset, outputs: Array, target: Target) -> NDArray[np.intp]:
    chosen = metrics.chosen_classes(outputs, data.threshold)
    return metrics.confusion_matrix(target.astype(np.intp, copy=False), chosen, len(data.classes))
