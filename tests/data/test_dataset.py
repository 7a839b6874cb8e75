from dataclasses import fields
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nndesk.data.dataset import FEATURES, SCALINGS, batch_order, make_dataset
from nndesk.data.encoding import MISSING
from nndesk.data.kinds import KINDS
from nndesk.errors import InputError

seeds = st.integers(0, 2**31 - 1)
by_kind = pytest.mark.parametrize("kind", KINDS.ids)


def dataset(kind="spiral", **changes):
    entry = KINDS[kind]
    arguments = {
        "seed": 3,
        "samples": 60,
        "noise": 0.1,
        "train_fraction": 0.6,
        "outputs": 1 if len(entry.classes) <= 2 else len(entry.classes),
    }
    return make_dataset(kind, **(arguments | changes))


def sorted_rows(*arrays):
    """All rows in one order; a gap as a number that no table has."""
    return sorted(map(tuple, np.nan_to_num(np.concatenate(arrays), nan=-1.0).tolist()))


# -- split --------------------------------------------------------------------------------


@given(
    samples=st.integers(10, 500),
    percent=st.integers(1, 100),
    kind=st.sampled_from(["xor", "sine", "uniform"]),
)
def test_the_training_rows_are_the_rounded_fraction_and_at_least_one(samples, percent, kind):
    data = dataset(kind, samples=samples, train_fraction=percent / 100)
    count = len(data.x_train)
    assert count >= 1
    assert count + len(data.x_test) == samples
    # ⌊f·n + ½⌋ in exact numbers; where f·n ends in exactly ½, f itself is already rounded.
    exact = Fraction(percent, 100) * samples
    assert count == max(1, round(exact)) or abs(count - exact) == Fraction(1, 2)


@pytest.mark.parametrize(
    ("fraction", "count"), [(0.001, 1), (0.04, 1), (0.05, 1), (0.25, 3), (0.5, 5), (0.75, 8), (1, 10)]
)
def test_halves_are_rounded_up(fraction, count):
    assert len(dataset(samples=10, train_fraction=fraction).x_train) == count


@by_kind
def test_a_fraction_of_one_leaves_no_test_rows(kind):
    data = dataset(kind, train_fraction=1.0)
    assert data.x_test.shape == (0, data.x_train.shape[1])
    assert data.y_test.shape == (0, data.outputs)
    assert len(data.raw_test) == len(data.target_test) == 0


@by_kind
@pytest.mark.parametrize("stratify", [True, False])
def test_the_split_parts_the_rows(kind, stratify):
    entry = KINDS[kind]
    data = dataset(kind, stratify=stratify, missing="mean")
    whole = dataset(kind, train_fraction=1.0, missing="mean")
    assert len(data.raw_train) + len(data.raw_test) == (60 if entry.made else entry.samples)
    assert sorted_rows(data.raw_train, data.raw_test) == sorted_rows(whole.raw_train)


def test_training_rows_are_not_in_the_order_of_their_classes():
    labels = dataset("xor", samples=1000).target_train
    assert 0.4 < np.mean(labels[1:] != labels[:-1]) < 0.6


@given(seed=seeds, fraction=st.floats(0.01, 1))
def test_a_stratified_split_gives_every_class_its_share(seed, fraction):
    data = dataset("digits", seed=seed, train_fraction=fraction)
    count = len(data.target_train)
    sizes = np.bincount(np.concatenate((data.target_train, data.target_test)), minlength=10)
    trained = np.bincount(data.target_train, minlength=10)
    assert count == max(1, int(np.floor(fraction * 1797 + 0.5)))
    assert np.abs(trained - sizes * count / 1797).max() < 1


def test_without_stratify_the_shares_are_left_to_chance():
    plain = dataset("digits", stratify=False, train_fraction=0.5)
    assert np.abs(np.bincount(plain.target_train) - np.bincount(plain.target_test)).max() > 2


def test_stratify_does_nothing_to_made_data():
    np.testing.assert_array_equal(dataset(stratify=True).x_train, dataset(stratify=False).x_train)


# -- what depends on what -----------------------------------------------------------------


@by_kind
def test_the_same_values_give_the_same_rows(kind):
    first, again = dataset(kind), dataset(kind)
    for name in (
        "x_train",
        "y_train",
        "x_test",
        "y_test",
        "raw_train",
        "raw_test",
        "target_train",
        "target_test",
    ):
        np.testing.assert_array_equal(getattr(first, name), getattr(again, name))


@by_kind
def test_another_seed_gives_another_split(kind):
    assert not np.array_equal(dataset(kind, seed=3).raw_train, dataset(kind, seed=4).raw_train)


@given(
    seed=seeds,
    features=st.lists(st.sampled_from(FEATURES.ids), min_size=1, unique=True),
    scaling=st.sampled_from(SCALINGS.ids),
    outputs=st.sampled_from([1, 2]),
)
def test_features_scaling_and_outputs_leave_the_rows_and_their_split_as_they_are(
    seed, features, scaling, outputs
):
    plain = dataset(seed=seed)
    other = dataset(seed=seed, features=features, scaling=scaling, outputs=outputs)
    np.testing.assert_array_equal(plain.raw_train, other.raw_train)
    np.testing.assert_array_equal(plain.raw_test, other.raw_test)
    np.testing.assert_array_equal(plain.target_train, other.target_train)


@given(seed=seeds, fraction=st.floats(0.01, 1))
def test_a_larger_fraction_moves_rows_over_without_changing_them(seed, fraction):
    part = dataset(seed=seed, train_fraction=fraction)
    whole = dataset(seed=seed, train_fraction=1.0)
    np.testing.assert_array_equal(part.raw_train, whole.raw_train[: len(part.raw_train)])
    np.testing.assert_array_equal(part.raw_test, whole.raw_train[len(part.raw_train) :])


def test_noise_moves_the_points_and_keeps_their_split():
    quiet, loud = dataset(noise=0.0), dataset(noise=0.2)
    assert np.abs(loud.raw_train - quiet.raw_train).max() <= 0.2
    np.testing.assert_array_equal(loud.target_train, quiet.target_train)


# -- features and scaling -----------------------------------------------------------------


def test_the_catalogue_of_features_is_computed_from_the_raw_inputs():
    data = dataset(features=FEATURES.ids)
    x1, x2 = data.raw_train.T
    expected = np.column_stack((x1, x2, x1**2, x2**2, x1 * x2, np.sin(x1), np.sin(x2)))
    assert data.input_names == ("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2")
    np.testing.assert_array_equal(data.x_train, expected)


def test_features_stand_in_the_order_asked_for():
    data = dataset(features=["x2", "x1"])
    np.testing.assert_array_equal(data.x_test, data.raw_test[:, ::-1])
    assert data.input_names == ("x2", "x1")


@pytest.mark.parametrize("kind", [kind.id for kind in KINDS if not kind.plane and not kind.categories])
def test_data_that_is_no_plane_goes_in_as_it_is(kind):
    data = dataset(kind, features=["x1_squared"])
    np.testing.assert_array_equal(data.x_train, data.raw_train)
    assert data.input_names == KINDS[kind].columns


@given(seed=seeds, features=st.lists(st.sampled_from(FEATURES.ids), min_size=1, unique=True))
def test_standard_scaling_is_fitted_on_the_training_rows(seed, features):
    plain = dataset(seed=seed, features=features)
    data = dataset(seed=seed, features=features, scaling="standard")
    np.testing.assert_allclose(data.x_train.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(data.x_train.std(axis=0), 1, atol=1e-12)
    expected = (plain.x_test - plain.x_train.mean(axis=0)) / plain.x_train.std(axis=0)
    np.testing.assert_allclose(data.x_test, expected, atol=1e-12)


@given(seed=seeds, features=st.lists(st.sampled_from(FEATURES.ids), min_size=1, unique=True))
def test_minmax_scaling_is_fitted_on_the_training_rows(seed, features):
    plain = dataset(seed=seed, features=features)
    data = dataset(seed=seed, features=features, scaling="minmax")
    np.testing.assert_array_equal(data.x_train.min(axis=0), 0)
    np.testing.assert_array_equal(data.x_train.max(axis=0), 1)
    low, high = plain.x_train.min(axis=0), plain.x_train.max(axis=0)
    np.testing.assert_allclose(data.x_test, (plain.x_test - low) / (high - low), atol=1e-12)


@pytest.mark.parametrize("scaling", ["standard", "minmax"])
def test_a_constant_column_becomes_0_in_training_and_test_rows(scaling):
    # The first row alone: all columns are constant in it, and differ in the test rows.
    data = dataset(scaling=scaling, train_fraction=0.001)
    assert len(data.x_train) == 1
    assert not data.x_train.any()
    assert not data.x_test.any()
    assert not np.signbit(data.x_test).any()


@pytest.mark.parametrize("scaling", ["standard", "minmax"])
def test_pixels_that_no_image_sets_become_0(scaling):
    data = dataset("digits", scaling=scaling)
    never = (data.raw_train == 0).all(axis=0)
    assert never.any()
    assert not data.x_train[:, never].any()
    assert np.isfinite(data.x_test).all()


@pytest.mark.parametrize(
    "column",
    [np.full(7, 0.1), np.array([0.0, 1e-200, 2e-200])],
    ids=["a constant whose deviation rounds to more than 0", "numbers whose squares are 0"],
)
def test_standard_scaling_never_divides_by_nothing(column):
    shift, width = SCALINGS["standard"].fit(column[:, None])
    np.testing.assert_array_equal((column - shift) / width, 0)


@by_kind
@pytest.mark.parametrize("scaling", SCALINGS.ids)
def test_raw_rows_give_the_inputs_that_the_network_saw(kind, scaling):
    data = dataset(kind, scaling=scaling, features=["x1_x2", "x1"])
    np.testing.assert_array_equal(data.inputs(data.raw_train), data.x_train)
    np.testing.assert_array_equal(data.inputs(data.raw_test), data.x_test)


# -- categories and gaps ------------------------------------------------------------------

MEASURES = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")


def test_every_category_is_an_input_of_its_own():
    data = dataset("penguins")
    islands = ("island_Biscoe", "island_Dream", "island_Torgersen")
    assert data.input_names == (*islands, *MEASURES, "sex_female", "sex_male")
    np.testing.assert_array_equal(data.x_train[:, :3], np.eye(3)[data.raw_train[:, 0].astype(int)])
    np.testing.assert_array_equal(data.x_train[:, 3:7], data.raw_train[:, 1:5])
    np.testing.assert_array_equal(data.x_test[:, 7:], np.eye(2)[data.raw_test[:, 5].astype(int)])


def test_drop_leaves_out_the_rows_with_gaps_before_the_split():
    data = dataset("penguins", missing="drop", train_fraction=0.5)
    assert (len(data.raw_train), len(data.raw_test)) == (167, 166)  # of 333
    assert np.isfinite(data.raw_train).all()
    assert np.isfinite(data.raw_test).all()
    trained = np.bincount(data.target_train)
    assert np.abs(trained - np.array([146, 68, 119]) * 167 / 333).max() < 1


@given(seed=seeds, fraction=st.floats(0.01, 1), missing=st.sampled_from(["mean", "most_frequent"]))
def test_a_gap_is_filled_with_what_the_training_rows_hold(seed, fraction, missing):
    data = dataset("penguins", seed=seed, train_fraction=fraction, missing=missing)
    assert len(data.raw_train) + len(data.raw_test) == 344
    assert len(data.x_train[0]) == 9
    for rows, raw in ((data.x_train, data.raw_train), (data.x_test, data.raw_test)):
        for column in range(1, 5):
            gap = np.isnan(raw[:, column])
            known = data.raw_train[~np.isnan(data.raw_train[:, column]), column].tolist()
            if missing == "mean":
                expected = sum(known) / len(known) if known else 0
            else:
                expected = min(set(known), key=lambda value: (-known.count(value), value), default=0)
            np.testing.assert_allclose(rows[gap, column + 2], expected, rtol=1e-12)
            np.testing.assert_array_equal(rows[~gap, column + 2], raw[~gap, column])
        gap = np.isnan(raw[:, 5])
        sexes = data.raw_train[:, 5].tolist()
        frequent = [1, 0] if sexes.count(0) >= sexes.count(1) else [0, 1]
        assert (rows[gap, 7:] == frequent).all()


def test_a_gap_may_be_a_category_of_its_own():
    data = dataset("penguins", missing="category", train_fraction=0.7)
    assert data.input_names[-3:] == ("sex_female", "sex_male", "sex_missing")
    assert data.x_train.shape == (241, 10)
    x, raw = np.concatenate((data.x_train, data.x_test)), np.concatenate((data.raw_train, data.raw_test))
    np.testing.assert_array_equal(x[:, 9], np.isnan(raw[:, 5]))
    assert x[:, 9].sum() == 11
    np.testing.assert_array_equal(x[:, 7:].sum(axis=1), 1)
    # A number has no categories: there the mean stands in.
    means = np.nanmean(data.raw_train[:, 1:5], axis=0)
    np.testing.assert_allclose(x[np.isnan(raw[:, 1]), 3:7], [means, means], rtol=1e-12)


@pytest.mark.parametrize("missing", ["mean", "most_frequent", "category"])
@pytest.mark.parametrize("scaling", SCALINGS.ids)
def test_rows_with_gaps_give_the_inputs_that_the_network_saw(missing, scaling):
    data = dataset("penguins", missing=missing, scaling=scaling)
    np.testing.assert_array_equal(data.inputs(data.raw_train), data.x_train)
    np.testing.assert_array_equal(data.inputs(data.raw_test), data.x_test)
    everywhere = data.inputs(np.full((1, 6), np.nan))  # also where the table has no gap
    assert np.isfinite(everywhere).all()


def test_a_gap_stays_one_where_rows_with_gaps_are_dropped():
    data = dataset("penguins")
    raw = data.raw_train[:1].copy()
    raw[0, 5] = np.nan
    np.testing.assert_array_equal(np.isnan(data.inputs(raw)[0]), [False] * 7 + [True] * 2)


@pytest.mark.parametrize("missing", MISSING.ids)
def test_what_is_done_about_gaps_does_nothing_where_there_are_none(missing):
    plain, other = dataset("iris"), dataset("iris", missing=missing)
    np.testing.assert_array_equal(plain.x_train, other.x_train)
    assert other.input_names == plain.kind.columns


# -- targets ------------------------------------------------------------------------------


@pytest.mark.parametrize(("low", "threshold"), [(-1.0, 0.0), (0.0, 0.5)])
def test_one_output_has_the_low_target_or_1(low, threshold):
    data = dataset("circle", low=low)
    np.testing.assert_array_equal(data.y_train[:, 0], np.where(data.target_train == 1, 1.0, low))
    assert data.threshold == threshold
    assert data.outputs == 1


@pytest.mark.parametrize(("kind", "outputs"), [("circle", 2), ("digits", 10)])
@pytest.mark.parametrize("low", [-1.0, 0.0])
def test_several_outputs_are_one_hot(kind, outputs, low):
    data = dataset(kind, outputs=outputs, low=low)
    np.testing.assert_array_equal(data.y_test, np.eye(outputs)[data.target_test])
    assert data.threshold == 0.5
    assert data.outputs == len(data.classes) == outputs


@pytest.mark.parametrize("kind", [kind.id for kind in KINDS if kind.task == "number"])
@pytest.mark.parametrize("low", [-1.0, 0.0])
def test_a_number_is_its_own_target(kind, low):
    data = dataset(kind, low=low)
    np.testing.assert_array_equal(data.y_train[:, 0], data.target_train)
    assert data.classes == ()


# -- arrays, errors -----------------------------------------------------------------------


@by_kind
@pytest.mark.parametrize("scaling", SCALINGS.ids)
def test_all_arrays_are_read_only(kind, scaling):
    data = dataset(kind, scaling=scaling)
    arrays = [value for f in fields(data) if isinstance(value := getattr(data, f.name), np.ndarray)]
    assert len(arrays) == 10
    for array in arrays:
        assert not array.flags.writeable
        assert array.base is None or not array.base.flags.writeable


@by_kind
def test_what_the_network_is_trained_on_is_contiguous_float64(kind):
    data = dataset(kind)
    for array in (data.x_train, data.y_train, data.x_test, data.y_test):
        assert array.dtype == np.float64
        assert array.flags.c_contiguous


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "spirals"}, "'spirals' is no kind of data; did you mean 'spiral'"),
        ({"features": ["x1", "x2_square"]}, "'x2_square' is no feature; did you mean 'x2_squared'"),
        ({"features": ["cosine"]}, "'cosine' is no feature; known are x1, x2, x1_squared"),
        ({"scaling": "min_max"}, "'min_max' is no scaling; did you mean 'minmax'"),
        ({"missing": "means"}, "'means' is no treatment of missing values; did you mean 'mean'"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(changes, message):
    arguments = {
        "kind": "spiral",
        "seed": 0,
        "samples": 20,
        "noise": 0.0,
        "train_fraction": 0.5,
        "outputs": 1,
    }
    with pytest.raises(InputError, match=message):
        make_dataset(**(arguments | changes))


# -- batch order --------------------------------------------------------------------------


@given(
    rows=st.integers(1, 300),
    seed=seeds,
    epoch=st.integers(0, 10**9),
    shuffle=st.sampled_from(["once", "epoch"]),
)
def test_every_order_takes_each_row_once(rows, seed, epoch, shuffle):
    order = batch_order(rows, seed, epoch, shuffle)
    assert order.dtype == np.intp
    np.testing.assert_array_equal(np.sort(order), np.arange(rows))


@given(rows=st.integers(1, 300), seed=seeds, epoch=st.integers(0, 10**9))
def test_never_takes_the_rows_as_they_are(rows, seed, epoch):
    assert batch_order(rows, seed, epoch, "never") is None


@given(seed=seeds, epoch=st.integers(0, 10**9))
def test_once_is_the_same_in_every_epoch(seed, epoch):
    first = batch_order(40, seed, 0, "once")
    np.testing.assert_array_equal(batch_order(40, seed, epoch, "once"), first)
    assert not np.array_equal(batch_order(40, seed + 1, 0, "once"), first)


@given(seed=seeds, epochs=st.lists(st.integers(0, 10**9), min_size=2, max_size=2, unique=True))
def test_epochs_differ_and_each_can_be_had_again(seed, epochs):
    one, other = (batch_order(40, seed, epoch, "epoch") for epoch in epochs)
    assert not np.array_equal(one, other)
    np.testing.assert_array_equal(batch_order(40, seed, epochs[0], "epoch"), one)
    assert not np.array_equal(batch_order(40, seed + 1, epochs[0], "epoch"), one)


def test_an_unknown_shuffle_is_answered_with_its_place():
    with pytest.raises(
        InputError, match=r"training\.shuffle: 'epochs' is no way to shuffle; did you mean 'epoch'"
    ):
        batch_order(10, 0, 0, "epochs")
    with pytest.raises(InputError, match="known are never, once, epoch"):
        batch_order(10, 0, 0, "zz")
