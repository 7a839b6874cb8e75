"""The table of a network: against the engine's own counts."""

import numpy as np
import pytest

from nndesk.interop.source import PRESETS, resolve
from nndesk.project.run import Run
from nndesk.project.summary import summary
from tests.experiments import tiny


@pytest.mark.parametrize("name", PRESETS)
def test_all_parameters_are_counted(name):
    experiment = resolve(name).experiment
    assert sum(row.parameters for row in summary(experiment)) == Run(experiment).parameters().size


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"trainable": False, "frozen.units": [1]},
        {
            "frozen.units": [1],
            "frozen.bias": [1, 2],
            "frozen.weights": [[0, 1], [4, 2]],
            "cut": [[4, 2], [3, 0]],
        },
    ],
)
def test_what_training_leaves_alone_is_counted_once(changes):
    experiment = tiny(**{f"network__layers__1__{key}": value for key, value in changes.items()})
    run = Run(experiment)
    before = run.parameters().copy()
    for _ in range(3):
        run.advance(40)
    moved = int(np.count_nonzero(run.parameters() != before))
    still = sum(row.still for row in summary(experiment))
    assert moved == before.size - still
