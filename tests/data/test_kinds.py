import gzip
import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nndesk.data.kinds import KINDS
from nndesk.errors import InputError
from nndesk.resources import resource

MADE = [kind for kind in KINDS if kind.made]
NOISY = [kind for kind in KINDS if kind.noisy]
by_id = pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.id)
made = pytest.mark.parametrize("kind", MADE, ids=lambda kind: kind.id)
noisy = pytest.mark.parametrize("kind", NOISY, ids=lambda kind: kind.id)


def points(name, samples=2000, noise=0.0, seed=1):
    return KINDS[name].generate(samples, noise, np.random.default_rng(seed))


# -- every kind ---------------------------------------------------------------------------


@by_id
def test_shapes_follow_from_the_entry(kind):
    x, y = kind.generate(kind.samples, 0.1, np.random.default_rng(0))
    assert x.shape == (kind.samples, len(kind.columns))
    assert y.shape == (kind.samples,)
    gaps = [column for column, holds in zip(kind.columns, np.isnan(x).any(axis=0), strict=True) if holds]
    assert tuple(gaps) == kind.gaps
    assert not np.isinf(x).any()
    assert np.isfinite(y).all()
    assert kind.plane == (kind.columns == ("x1", "x2"))


@by_id
def test_classes_are_indices_and_every_one_occurs(kind):
    _, y = kind.generate(kind.samples, 0.0, np.random.default_rng(0))
    if kind.task == "classes":
        assert y.dtype == np.intp
        assert set(y) == set(range(len(kind.classes)))
    else:
        assert kind.classes == ()
        assert y.dtype == np.float64


@made
@given(samples=st.integers(10, 300), noise=st.floats(0, 0.5), seed=st.integers(0, 2**31 - 1))
def test_the_same_generator_gives_the_same_points(kind, samples, noise, seed):
    first = kind.generate(samples, noise, np.random.default_rng(seed))
    again = kind.generate(samples, noise, np.random.default_rng(seed))
    assert len(first[0]) == len(first[1]) == samples
    np.testing.assert_array_equal(first[0], again[0])
    np.testing.assert_array_equal(first[1], again[1])


@made
def test_other_seeds_give_other_points(kind):
    first, _ = kind.generate(100, 0.1, np.random.default_rng(0))
    other, _ = kind.generate(100, 0.1, np.random.default_rng(1))
    assert not np.array_equal(first, other)


@noisy
def test_noise_changes_something(kind):
    quiet = kind.generate(500, 0.0, np.random.default_rng(0))
    loud = kind.generate(500, 0.5, np.random.default_rng(0))
    assert not (np.array_equal(quiet[0], loud[0]) and np.array_equal(quiet[1], loud[1]))


@by_id
def test_categories_are_positions_and_every_one_occurs(kind):
    x, _ = kind.generate(kind.samples, 0.0, np.random.default_rng(0))
    for column in range(len(kind.columns)):
        if kind.categories_of(column):
            present = x[~np.isnan(x[:, column]), column]
            assert set(present) == set(range(len(kind.categories_of(column))))


@pytest.mark.parametrize("name", ["circle", "gauss", "spiral", "moons"])
@pytest.mark.parametrize("samples", [10, 11, 500])
def test_classes_alternate(name, samples):
    _, y = points(name, samples)
    np.testing.assert_array_equal(y, [1 - row % 2 for row in range(samples)])


def test_an_unknown_kind_is_answered_with_the_nearest_name():
    with pytest.raises(InputError, match="'spirale' is no kind of data; did you mean 'spiral'"):
        KINDS["spirale"]


# -- TensorFlow Playground's formulas -----------------------------------------------------


def test_circle_is_a_disc_of_radius_two_and_a_half_in_a_ring_up_to_five():
    x, y = points("circle", 20_000)
    radius = np.hypot(*x.T)
    assert radius[y == 1].max() < 2.5
    assert radius[y == 0].min() >= 3.5
    assert radius[y == 0].max() <= 5
    # The radius is uniform, not the area: its mean is the middle (deviation of the mean: 0.007, 0.004).
    assert radius[y == 1].mean() == pytest.approx(1.25, abs=0.04)
    assert radius[y == 0].mean() == pytest.approx(4.25, abs=0.03)
    angle = np.arctan2(*x.T)
    assert np.histogram(angle, bins=8, range=(-np.pi, np.pi))[0] == pytest.approx(2500, abs=250)


def test_noise_relabels_the_circle_and_moves_no_point():
    quiet, _ = points("circle", 20_000)
    x, y = points("circle", 20_000, noise=0.5)
    np.testing.assert_array_equal(x, quiet)
    # Jitter of up to 2.5 each way: far from the edge of the disc no label can change.
    radius = np.hypot(*x.T)
    assert (y[radius > 2.5 + 2.5 * np.sqrt(2)] == 0).all()
    at_the_edge = (radius > 2.3) & (radius < 2.5)
    assert 0.2 < y[at_the_edge].mean() < 0.8


def test_xor_is_the_sign_of_the_product_with_a_gap_along_the_axes():
    x, y = points("xor", 20_000)
    assert np.abs(x).min() >= 0.3
    assert np.abs(x).max() <= 5.3
    np.testing.assert_array_equal(y, x[:, 0] * x[:, 1] > 0)
    assert y.mean() == pytest.approx(0.5, abs=0.02)


def test_noise_relabels_xor_only_near_the_axes_and_moves_no_point():
    quiet, _ = points("xor", 20_000)
    x, y = points("xor", 20_000, noise=0.2)
    np.testing.assert_array_equal(x, quiet)
    changed = y != (x[:, 0] * x[:, 1] > 0)
    assert changed.any()
    assert np.abs(x[changed]).min(axis=1).max() <= 1.0  # 0.2 of U(−5, 5)


@pytest.mark.parametrize("noise", [0.0, 0.1, 0.5])
def test_gauss_is_two_normal_blobs_whose_variance_grows_with_the_noise(noise):
    x, y = points("gauss", 20_000, noise)
    variance = 0.5 + 7 * noise
    for label, center in ((1, 2), (0, -2)):
        blob = x[y == label]
        assert blob.mean(axis=0) == pytest.approx(center, abs=5 * np.sqrt(variance / 10_000))
        assert blob.var(axis=0) == pytest.approx(variance, rel=0.08)
        assert np.corrcoef(blob.T)[0, 1] == pytest.approx(0, abs=0.05)


def test_spiral_points_lie_where_the_formula_says():
    x, y = points("spiral", 400)
    for label, turn in ((1, 0.0), (0, np.pi)):
        i = np.arange(200)
        radius, angle = 5 * i / 200, 1.75 * 2 * np.pi * i / 200 + turn
        expected = np.column_stack((radius * np.sin(angle), radius * np.cos(angle)))
        np.testing.assert_allclose(x[y == label], expected, atol=1e-12)


def test_an_odd_spiral_still_ends_before_radius_five():
    x, _ = points("spiral", 11)
    assert np.hypot(*x.T).max() == pytest.approx(5 * 5 / 5.5)


def test_noise_moves_each_spiral_point_uniformly():
    quiet, _ = points("spiral", 20_000)
    moved = points("spiral", 20_000, noise=0.3)[0] - quiet
    assert np.abs(moved).max() <= 0.3
    assert moved.mean(axis=0) == pytest.approx(0, abs=0.01)
    assert moved.var(axis=0) == pytest.approx(0.3**2 / 3, rel=0.05)


def test_moons_are_two_half_circles_that_reach_into_each_other():
    x, y = points("moons", 20_000)
    upper, lower = x[y == 1] - (-1.5, -0.75), x[y == 0] - (1.5, 0.75)
    for half, side in ((upper, 1), (lower, -1)):
        np.testing.assert_allclose(np.hypot(*half.T), 3, rtol=1e-12)
        assert (side * half[:, 1] >= 0).all()
        angle = np.arccos(half[:, 0] / 3)
        assert np.histogram(angle, bins=8, range=(0, np.pi))[0] == pytest.approx(1250, abs=150)


def test_noise_moves_each_point_of_the_moons_normally():
    quiet, _ = points("moons", 20_000)
    moved = points("moons", 20_000, noise=0.2)[0] - quiet
    assert moved.mean(axis=0) == pytest.approx(0, abs=0.03)
    assert moved.std(axis=0) == pytest.approx(0.6, rel=0.05)


def test_reg_plane_is_a_tenth_of_the_sum():
    x, y = points("reg_plane")
    np.testing.assert_allclose(y, (x[:, 0] + x[:, 1]) / 10, atol=1e-15)
    assert np.abs(x).max() <= 6
    assert x.var(axis=0) == pytest.approx(12, rel=0.1)


def test_noise_jitters_the_label_of_reg_plane():
    x, y = points("reg_plane", 20_000, noise=0.5)
    error = y - (x[:, 0] + x[:, 1]) / 10
    assert np.abs(error).max() <= 0.6
    assert error.var() == pytest.approx(2 * 3**2 / 3 / 100, rel=0.05)


def hills(x1, x2):
    """Six cones one by one, the largest magnitude wins."""
    centers = [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)]
    heights = [s * min(1.0, max(0.0, 1 - np.hypot(x1 - a, x2 - b) / 2)) for a, b, s in centers]
    return max(heights, key=abs)


def test_reg_gauss_is_six_cones_of_alternating_sign():
    x, y = points("reg_gauss")
    np.testing.assert_allclose(y, [hills(*row) for row in x], atol=1e-12)
    assert y.max() > 0.8
    assert y.min() < -0.8
    assert np.abs(x).max() <= 6


def test_sine_is_a_curve_within_its_noise():
    x, y = points("sine", 20_000, noise=0.2)
    error = y - np.sin(2 * x[:, 0])
    assert np.abs(x).max() <= 3
    assert x.var() == pytest.approx(3, rel=0.05)
    assert np.abs(error).max() <= 0.2
    assert error.var() == pytest.approx(0.2**2 / 3, rel=0.05)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.curve], ids=lambda kind: kind.id)
def test_without_noise_a_target_is_on_its_curve(kind):
    x, y = kind.generate(200, 0.0, np.random.default_rng(0))
    np.testing.assert_array_equal(y, kind.curve(x[:, 0]))


def test_uniform_is_twenty_columns_and_an_unrelated_target_between_0_and_1():
    x, y = points("uniform", 20_000)
    table = np.column_stack((x, y))
    assert table.shape == (20_000, 21)
    assert table.min() >= 0
    assert table.max() < 1
    assert table.mean(axis=0) == pytest.approx(0.5, abs=0.02)
    assert np.abs(np.corrcoef(table.T) - np.eye(21)).max() < 0.05


# -- digits -------------------------------------------------------------------------------


def test_digits_is_the_file_of_scikit_learn_and_its_note_says_so():
    # sklearn/datasets/data/digits.csv.gz of scikit-learn 1.9.1.
    expected = "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22"
    assert hashlib.sha256(resource("data/digits.csv.gz").read_bytes()).hexdigest() == expected
    note = resource("data/digits.txt").read_text(encoding="utf-8")
    for part in (expected, "CC BY 4.0", "BSD 3-Clause", "Alpaydin"):
        assert part in note


def test_digits_begin_with_the_zero_that_everybody_knows():
    # load_digits().images[0] as printed in scikit-learn's documentation of its data sets.
    x, y = points("digits")
    expected = [
        [0, 0, 5, 13, 9, 1, 0, 0],
        [0, 0, 13, 15, 10, 15, 5, 0],
        [0, 3, 15, 2, 0, 11, 8, 0],
        [0, 4, 12, 0, 0, 8, 8, 0],
        [0, 5, 8, 0, 0, 9, 8, 0],
        [0, 4, 11, 0, 1, 12, 7, 0],
        [0, 2, 14, 5, 10, 12, 0, 0],
        [0, 0, 6, 13, 10, 0, 0, 0],
    ]
    np.testing.assert_array_equal(x[0].reshape(KINDS["digits"].pixels), expected)
    np.testing.assert_array_equal(y[:10], range(10))


def test_digits_hold_1797_images_with_the_counts_of_the_source():
    # UCI, optdigits.names, "Class: No of examples in testing set".
    x, y = points("digits")
    assert x.shape == (1797, 64)
    assert (x.min(), x.max()) == (0, 16)
    np.testing.assert_array_equal(np.bincount(y), [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    assert KINDS["digits"].columns[9] == "pixel_1_1"


# -- the other bundled tables -------------------------------------------------------------

# Of the unpacked files: sklearn/datasets/data/{iris,wine_data,breast_cancer}.csv of scikit-learn 1.9.1 and
# palmerpenguins/data/penguins.csv of palmerpenguins 0.1.6.
TABLES = {
    "iris": ("f13ffa8fdd56fd8e6c8d16d4081a3fbd3114bcd0aae4256c43205169cd9d1449", "Fisher", "CC BY 4.0"),
    "wine": ("10e8a802908b34f86e5da8ce962f3c806694bc98450a18f61851af59f324bede", "Forina", "CC BY 4.0"),
    "breast_cancer": (
        "fed3eb72d0575ef6192293f5093c6e801b1476b577d0386bf4455504522172ed",
        "Wolberg",
        "CC BY 4.0",
    ),
    "penguins": ("f204db2c753b0937caac3cb35258562c14f073e4bbc76be24b4c51ce22767a93", "Gorman", "CC0"),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_the_file_of_its_source_and_its_note_says_so(name):
    digest, creator, licence = TABLES[name]
    content = gzip.decompress(resource(f"data/{name}.csv.gz").read_bytes())
    assert hashlib.sha256(content).hexdigest() == digest
    note = resource(f"data/{name}.txt").read_text(encoding="utf-8")
    for part in (f"{name}.csv.gz", digest, creator, licence):
        assert part in note
    assert creator in KINDS[name].source
    assert licence in KINDS[name].source
    if licence == "CC BY 4.0":
        assert "BSD 3-Clause License" in note


@pytest.mark.parametrize(
    ("name", "counts", "first"),
    [
        # First rows and counts as in scikit-learn's user guide and in the article on the penguins.
        ("iris", [50, 50, 50], [5.1, 3.5, 1.4, 0.2]),
        ("wine", [59, 71, 48], [14.23, 1.71, 2.43, 15.6]),
        ("breast_cancer", [212, 357], [17.99, 10.38, 122.8, 1001.0]),
        ("penguins", [152, 68, 124], [2, 39.1, 18.7, 181, 3750, 1]),
    ],
)
def test_a_table_has_the_rows_of_its_source(name, counts, first):
    x, y = points(name)
    np.testing.assert_array_equal(np.bincount(y), counts)
    np.testing.assert_array_equal(x[0, : len(first)], first)


def test_penguins_have_the_gaps_of_the_source():
    x, _ = points("penguins")
    np.testing.assert_array_equal(np.isnan(x).sum(axis=0), [0, 2, 2, 2, 2, 11])
    np.testing.assert_array_equal(np.bincount(x[:, 0].astype(int)), [168, 124, 52])
    np.testing.assert_array_equal(np.unique(x[:, 5], return_counts=True)[1], [165, 168, 11])


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "digits"])
def test_tables_are_those_of_scikit_learn(name):
    table = getattr(pytest.importorskip("sklearn.datasets"), f"load_{name}")()
    x, y = points(name)
    np.testing.assert_array_equal(x, table.data)
    np.testing.assert_array_equal(y, table.target)
    assert list(KINDS[name].columns) == list(table.feature_names)
    assert list(KINDS[name].classes) == list(map(str, table.target_names))


@pytest.mark.parametrize("name", ["digits", *TABLES])
def test_nobody_can_change_a_bundled_table(name):
    for array in points(name):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
