import numpy as np
import pytest

from nndesk.engine import metrics


def column(*values):
    return np.array(values, float)[:, None]


def test_accuracy_of_one_output_compares_sides_of_the_threshold():
    assert metrics.accuracy(column(-1, -1, 1, 1), column(-0.2, 0.3, 0.1, 5), 0.0) == 0.75
    assert metrics.accuracy(column(0, 0, 1, 1), column(0.2, 0.3, 0.1, 5), 0.5) == 0.75


def test_accuracy_of_several_outputs_compares_the_largest():
    y = np.eye(3)
    outputs = np.array([[0.5, 0.3, 0.2], [0.1, 0.2, 0.7], [-3.0, -2.0, -1.0]])
    assert metrics.accuracy(y, outputs, 0.5) == pytest.approx(2 / 3)


def test_binary_accuracy_is_zero_for_targets_between_the_classes():
    outputs = column(0.2, 0.7, 0.5)
    assert metrics.binary_accuracy(column(0.21, 0.68, 0.5), outputs) == 0.0
    assert metrics.binary_accuracy(column(0, 1, 1), outputs) == pytest.approx(2 / 3)


def test_errors_of_numbers():
    y, outputs = column(1, 2, 3, 6), column(1, 3, 3, 3)
    assert metrics.mae(y, outputs) == 1.0
    assert metrics.rmse(y, outputs) == pytest.approx((10 / 4) ** 0.5)
    assert metrics.r2(y, outputs) == pytest.approx(1 - 10 / 14)


def test_r2_of_targets_that_do_not_vary():
    assert metrics.r2(column(2, 2), column(2, 2)) == 1.0
    assert metrics.r2(column(2, 2), column(2, 3)) == 0.0
