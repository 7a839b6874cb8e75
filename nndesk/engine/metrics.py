"""Metrics: how good the outputs are, in numbers that are not minimised.

Numbers are compared as targets and outputs (rows, outputs). Classes are counted once, in a confusion
matrix, and the rest follows from it. What is not defined, a precision of a class that is never chosen,
is NaN. All take at least one row and return floats.
"""

import numpy as np
from numpy.typing import NDArray

from nndesk.engine.activations import Array

Classes = NDArray[np.intp]  # (rows,), the index of each row's class


def chosen_classes(outputs: Array, threshold: float) -> Classes:
    """The class that outputs (rows, outputs) say.

    One output says the upper class above ``threshold``, several say the class of the largest.
    """
    if outputs.shape[1] == 1:
        return (outputs[:, 0] > threshold).astype(np.intp)
    return outputs.argmax(axis=1)


def confusion_matrix(target: Classes, chosen: Classes, classes: int) -> Classes:
    """How many rows of each class (down) were taken for each class (across)."""
    return np.bincount(target * classes + chosen, minlength=classes**2).reshape(classes, classes)


def accuracy(confusion: Classes) -> float:
    """Share of rows whose class is right."""
    return float(np.trace(confusion) / confusion.sum())


def precision(confusion: Classes) -> float:
    """Share of the rows taken for a class that are of it."""
    return _over_classes(np.diag(confusion), confusion.sum(axis=0))


def recall(confusion: Classes) -> float:
    """Share of the rows of a class that are taken for it."""
    return _over_classes(np.diag(confusion), confusion.sum(axis=1))


def f1(confusion: Classes) -> float:
    """The harmonic mean of precision and recall."""
    return _over_classes(2 * np.diag(confusion), confusion.sum(axis=0) + confusion.sum(axis=1))


def _over_classes(part: Classes, whole: Classes) -> float:
    """The ratio of the upper one of two classes, or the mean over those of several that have one."""
    if len(part) == 2:
        return float(part[1] / whole[1]) if whole[1] else float("nan")
    defined = whole > 0
    return float(np.mean(part[defined] / whole[defined]))


def auc(target: Classes, scores: Array) -> float:
    """The area under the ROC curve of two classes: the chance that a row of the upper class scores higher.

    Equal ``scores`` (rows,) count half. From ranks, as Mann and Whitney's U.
    """
    upper = target == 1
    above = int(upper.sum())
    pairs = above * (len(target) - above)
    if not pairs or np.isnan(scores).any():
        return float("nan")
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2  # the mean rank of equal scores
    return float((ranks[place[upper]].sum() - above * (above + 1) / 2) / pairs)


def binary_accuracy(y: Array, outputs: Array) -> float:
    """Keras's: share of targets equal to the output rounded to 0 or 1; 0 for targets between."""
    return float(np.equal(outputs > 0.5, y).mean())


def mae(y: Array, outputs: Array) -> float:
    """Mean absolute error."""
    return float(np.mean(np.abs(outputs - y)))


def rmse(y: Array, outputs: Array) -> float:
    """Root of the mean squared error."""
    return float(np.sqrt(np.mean(np.square(outputs - y))))


def r2(y: Array, outputs: Array) -> float:
    """Share of the targets' variance that is explained, over all outputs together.

    Targets that do not vary give 1 when all are met and 0 otherwise, as in scikit-learn.
    """
    residual = float(np.sum(np.square(outputs - y)))
    total = float(np.sum(np.square(y - y.mean(axis=0))))
    if total == 0.0:
        return 1.0 if residual == 0.0 else 0.0
    return 1.0 - residual / total
