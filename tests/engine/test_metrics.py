"""Metrics against their definitions written out row by row, and scikit-learn where it is installed."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesk.engine import metrics

OF_CLASSES = ("accuracy", "precision", "recall", "f1")


def column(*values):
    return np.array(values, float)[:, None]


@st.composite
def labelled(draw):
    """Targets, choices and the number of classes."""
    classes = draw(st.integers(2, 5))
    rows = draw(st.lists(st.tuples(*[st.integers(0, classes - 1)] * 2), min_size=1, max_size=40))
    target, chosen = np.array(rows, np.intp).T
    return target, chosen, classes


@st.composite
def scored(draw):
    """Targets of two classes and scores with many ties."""
    rows = draw(
        st.lists(st.tuples(st.integers(0, 1), st.sampled_from([-3.0, 0.0, 0.25, 0.5, 7.0])), min_size=1)
    )
    target, scores = zip(*rows, strict=True)
    return np.array(target, np.intp), np.array(scores)


# -- which class is chosen ----------------------------------------------------------------


def test_one_output_says_the_side_of_the_threshold():
    outputs = column(-0.2, 0.3, 0.1, 5)
    np.testing.assert_array_equal(metrics.chosen_classes(outputs, 0.0), [0, 1, 1, 1])
    np.testing.assert_array_equal(metrics.chosen_classes(outputs, 0.5), [0, 0, 0, 1])


def test_several_outputs_say_the_class_of_the_largest():
    outputs = np.array([[0.5, 0.3, 0.2], [0.1, 0.2, 0.7], [-3.0, -2.0, -1.0]])
    np.testing.assert_array_equal(metrics.chosen_classes(outputs, 0.5), [0, 2, 2])


# -- what follows from the confusion matrix -----------------------------------------------


def counted(target, chosen, k):
    """True positives, rows taken for class ``k`` and rows of class ``k``, one by one."""
    pairs = list(zip(target.tolist(), chosen.tolist(), strict=True))
    hits = sum(t == k and c == k for t, c in pairs)
    return hits, sum(c == k for _, c in pairs), sum(t == k for t, _ in pairs)


def ratio(part, whole):
    return part / whole if whole else math.nan


def by_hand(target, chosen, classes):
    """Accuracy, precision, recall and F1 from the definitions."""
    per_class = []
    for k in range(classes):
        hits, taken, of_it = counted(target, chosen, k)
        precision, recall = ratio(hits, taken), ratio(hits, of_it)
        per_class.append((precision, recall, ratio(2 * hits, taken + of_it)))
    accuracy = sum(t == c for t, c in zip(target.tolist(), chosen.tolist(), strict=True)) / len(target)
    if classes == 2:
        return (accuracy, *per_class[1])
    defined = [[value for value in values if value == value] for values in zip(*per_class, strict=True)]
    return (accuracy, *(sum(values) / len(values) for values in defined))


@given(labelled())
def test_the_confusion_matrix_counts_each_pair(rows):
    target, chosen, classes = rows
    confusion = metrics.confusion_matrix(*rows)
    pairs = list(zip(target.tolist(), chosen.tolist(), strict=True))
    expected = [[pairs.count((t, c)) for c in range(classes)] for t in range(classes)]
    np.testing.assert_array_equal(confusion, expected)


@given(labelled())
def test_metrics_of_classes_are_their_definitions(rows):
    confusion = metrics.confusion_matrix(*rows)
    found = [getattr(metrics, name)(confusion) for name in OF_CLASSES]
    np.testing.assert_allclose(found, by_hand(*rows), rtol=1e-12)


@settings(deadline=None)
@given(labelled())
def test_metrics_of_classes_are_those_of_scikit_learn(rows):
    sklearn = pytest.importorskip("sklearn.metrics")
    target, chosen, classes = rows
    average = {"average": "binary" if classes == 2 else "macro", "zero_division": np.nan}
    confusion = metrics.confusion_matrix(*rows)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = [sklearn.accuracy_score(target, chosen)]
        for name in OF_CLASSES[1:]:
            expected.append(getattr(sklearn, f"{name}_score")(target, chosen, **average))
    np.testing.assert_allclose(
        [getattr(metrics, name)(confusion) for name in OF_CLASSES], expected, rtol=1e-12
    )


def test_a_class_that_is_never_chosen_has_no_precision_and_a_recall_of_0():
    confusion = metrics.confusion_matrix(np.array([0, 1, 1]), np.array([0, 0, 0]), 2)
    assert math.isnan(metrics.precision(confusion))
    assert metrics.recall(confusion) == metrics.f1(confusion) == 0.0


def test_the_mean_over_classes_leaves_out_one_that_has_no_value():
    confusion = metrics.confusion_matrix(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1]), 3)
    assert metrics.precision(confusion) == pytest.approx((1 + 1 / 3) / 2)  # class 2 is never chosen
    assert metrics.recall(confusion) == pytest.approx((1 / 2 + 1 + 0) / 3)
    assert metrics.f1(confusion) == pytest.approx((2 / 3 + 1 / 2 + 0) / 3)


# -- area under the curve -----------------------------------------------------------------


@given(scored())
def test_auc_is_the_share_of_pairs_in_the_right_order_and_ties_count_half(rows):
    target, scores = rows
    pairs = [(a > b) + (a == b) / 2 for a in scores[target == 1] for b in scores[target == 0]]
    found = metrics.auc(target, scores)
    if not pairs:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(sum(pairs) / len(pairs), rel=1e-12)


@settings(deadline=None)
@given(scored())
def test_auc_is_that_of_scikit_learn(rows):
    sklearn = pytest.importorskip("sklearn.metrics")
    target, scores = rows
    if len(set(target.tolist())) == 2:
        assert metrics.auc(target, scores) == pytest.approx(sklearn.roc_auc_score(target, scores), rel=1e-12)


def test_auc_of_scores_that_are_no_numbers_is_not_defined():
    assert math.isnan(metrics.auc(np.array([0, 1]), np.array([0.1, np.nan])))


# -- numbers ------------------------------------------------------------------------------


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
