"""How single rows do at the present parameters: the class each is taken for, and the worst of them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nndesk.engine import metrics
from nndesk.project.messages import HARDEST, Hardest, Taken
from nndesk.project.run import Run

Array = NDArray[np.floating[Any]]


def taken(run: Run, outputs: tuple[Array, Array] | None = None) -> Taken | None:
    """What the rows are taken for; None for a number. ``outputs`` saves computing them again."""
    data = run.data
    if not data.classes:
        return None
    parts = [metrics.chosen_classes(part, data.threshold) for part in outputs or run.trainer.outputs()]
    target = data.target_test if len(data.target_test) else data.target_train
    judged = parts[1] if len(data.target_test) else parts[0]
    matrix = metrics.confusion_matrix(target.astype(np.intp, copy=False), judged, len(data.classes))
    return Taken(_frozen(np.concatenate(parts)), _frozen(matrix))


def hardest(run: Run) -> Hardest:
    """The training rows that are furthest from their targets; what is no number comes first."""
    losses = run.trainer.row_losses()[: len(run.data.x_train)]
    rows = np.argsort(-np.nan_to_num(losses, nan=np.inf), kind="stable")[:HARDEST]
    outputs = run.layers.predict(run.data.x_train[rows])
    return Hardest(_frozen(rows), _frozen(losses[rows].astype(np.float64)), _frozen(outputs))


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array
