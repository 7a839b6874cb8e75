"""Rows one by one: what they are taken for, and which are the hardest."""

import numpy as np
import pytest

from nndesk.interop.source import preset
from nndesk.project.judging import hardest, taken
from nndesk.project.messages import HARDEST
from nndesk.project.run import Run
from nndesk.project.spec import Experiment
from tests.experiments import tiny


def trained(experiment: Experiment, epochs: int) -> Run:
    run = Run(experiment)
    run.train(epochs)
    return run


@pytest.mark.parametrize(("fraction", "counted"), [(0.5, 30), (1.0, 60)])
def test_the_matrix_adds_to_the_rows_that_are_tested(fraction: float, counted: int):
    found = taken(trained(tiny(data__train_fraction=fraction), 3))
    assert found is not None
    assert found.matrix.sum() == counted
    assert len(found.chosen) == 60


def test_the_diagonal_is_the_accuracy_and_a_row_of_the_matrix_is_a_class():
    run = trained(preset("digits"), 1)
    found, target = taken(run), run.data.target_test
    assert found is not None
    assert np.trace(found.matrix) / found.matrix.sum() == run.metrics.test["accuracy"]
    assert found.matrix.sum(axis=1).tolist() == np.bincount(target.astype(int)).tolist()
    judged = found.chosen[len(run.data.x_train) :]
    assert np.array_equal(judged, run.network.predict(run.data.raw_test).argmax(axis=1))


def test_numbers_are_not_taken_for_classes():
    assert taken(Run(preset("sine"))) is None


def test_the_hardest_rows_are_the_training_rows_with_the_largest_losses():
    run = trained(tiny(), 5)
    found = hardest(run)
    p, y = run.network.predict(run.data.raw_train)[:, 0], run.data.y_train[:, 0]
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    assert len(found.rows) == HARDEST
    assert found.rows.tolist() == np.argsort(-losses)[:HARDEST].tolist()
    assert np.allclose(found.losses, losses[found.rows])
    assert np.allclose(found.outputs[:, 0], p[found.rows])


def test_fewer_rows_than_are_listed_are_all_the_hardest():
    run = Run(tiny(data__samples=10, data__train_fraction=0.2))
    assert sorted(hardest(run).rows.tolist()) == [0, 1]


def test_a_loss_that_is_no_number_is_the_hardest():
    run = Run(tiny())
    run.layers.vector[:] = np.nan
    assert np.isnan(hardest(run).losses).all()
