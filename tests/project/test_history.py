"""Losses are recorded once; what was handed out never changes."""

import math

import numpy as np
import pytest

from nndesk.project.history import History


def test_epochs_come_back_in_order_however_many():
    history = History()
    for epoch in range(1000):
        history.append(epoch / 2, epoch / 4)
    train, test = history.series(1000)
    assert np.array_equal(train, np.arange(1000) / 2)
    assert np.array_equal(test, np.arange(1000) / 4)
    assert np.array_equal(history.epoch, np.arange(1000))


def test_a_slice_taken_before_more_is_recorded_stays_as_it_was():
    history = History()
    history.append(1.0, 2.0)
    train, _ = history.series(1)
    for _ in range(500):
        history.append(7.0, 7.0)
    assert train.tolist() == [1.0]
    assert len(history) == 501


def test_what_is_handed_out_cannot_be_written_to():
    history = History()
    history.append(1.0, None)
    with pytest.raises(ValueError, match="read-only"):
        history.train[0] = 0.0


def test_a_run_without_test_rows_has_nan_as_its_test_losses():
    history = History()
    history.append(1.0, None)
    assert math.isnan(history.test[0])


def test_a_history_goes_on_after_the_losses_it_is_given():
    history = History(np.array([3.0, 2.0]), np.array([4.0, 3.0]))
    history.append(1.0, 2.0)
    assert history.train.tolist() == [3.0, 2.0, 1.0]
    assert history.test.tolist() == [4.0, 3.0, 2.0]


def test_a_cut_takes_epochs_back_and_leaves_what_was_handed_out():
    history = History(np.arange(5.0), np.arange(5.0))
    before = history.train
    history.cut(5)
    assert history.cuts == 0
    history.cut(3)
    history.append(9.0, None)
    assert (len(history), history.cuts) == (4, 1)
    np.testing.assert_array_equal(history.train, [0, 1, 2, 9])
    np.testing.assert_array_equal(before, [0, 1, 2, 3, 4])
