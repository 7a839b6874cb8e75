"""Metrics: how good the outputs are, in numbers that are not minimised.

All take targets and outputs (rows, outputs) of at least one row and return a float.
"""

import numpy as np

from nndesk.engine.activations import Array


def accuracy(y: Array, outputs: Array, threshold: float) -> float:
    """Share of rows whose class is right.

    One output says the upper class above ``threshold``, several say the class of the largest.
    """
    if y.shape[1] == 1:
        return float(np.equal(outputs > threshold, y > threshold).mean())
    return float(np.equal(outputs.argmax(axis=1), y.argmax(axis=1)).mean())


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
