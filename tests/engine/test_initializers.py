import math

import numpy as np
import pytest

from nndesk.engine.initializers import INITIALIZERS


def draw(kind, size=4000, fan_in=5, fan_out=3, value=0.1, seed=0):
    out = np.full((2, size), np.nan)[:, ::2][0]  # a view with gaps, as a unit's weights are
    INITIALIZERS[kind].fill(out, fan_in, fan_out, np.random.default_rng(seed), value)
    return out


# For 5 inputs and 3 units; the formulas are Keras's.
LIMITS = {
    "glorot_uniform": (6 / 8) ** 0.5,
    "he_uniform": (6 / 5) ** 0.5,
    "lecun_uniform": (3 / 5) ** 0.5,
    "playground_uniform": 0.5,
    "random_uniform": 0.1,
}
SPREADS = {"glorot_normal": (2 / 8) ** 0.5, "he_normal": (2 / 5) ** 0.5, "lecun_normal": (1 / 5) ** 0.5}


def test_every_initializer_is_tested():
    assert {*LIMITS, *SPREADS, "random_normal", "zeros", "constant"} == set(INITIALIZERS.ids)


@pytest.mark.parametrize(("kind", "limit"), LIMITS.items())
def test_uniform_draws_fill_their_range(kind, limit):
    drawn = draw(kind)
    assert np.abs(drawn).max() <= limit
    assert drawn.min() < -0.99 * limit
    assert drawn.max() > 0.99 * limit
    assert abs(drawn.mean()) < 0.05 * limit


@pytest.mark.parametrize(("kind", "spread"), SPREADS.items())
def test_normal_draws_have_their_spread_and_are_cut_at_two_of_the_uncut(kind, spread):
    drawn = draw(kind, size=200_000)
    assert drawn.std() == pytest.approx(spread, rel=0.005)
    assert abs(drawn.mean()) < 0.01 * spread
    limit = 2 * spread / 0.87962566103423978
    assert 0.999 * limit < np.abs(drawn).max() <= limit


def test_the_spread_of_a_normal_distribution_cut_at_two_is_as_assumed():
    phi, share = math.exp(-2) / math.sqrt(2 * math.pi), math.erf(math.sqrt(2))
    assert math.sqrt(1 - 4 * phi / share) == pytest.approx(0.87962566103423978, rel=1e-15)


def test_random_normal_is_not_cut():
    drawn = draw("random_normal", size=200_000, value=3.0)
    assert drawn.std() == pytest.approx(3.0, rel=0.01)
    assert np.abs(drawn).max() > 9.0


def test_another_spread_only_scales_what_is_drawn():
    np.testing.assert_allclose(draw("he_normal") / (2 / 5) ** 0.5, draw("lecun_normal") / (1 / 5) ** 0.5)
    np.testing.assert_allclose(draw("random_normal", value=2.0), 4 * draw("random_normal", value=0.5))


def test_another_fan_only_scales_what_is_drawn():
    np.testing.assert_allclose(
        draw("glorot_uniform", fan_in=5) / (6 / 8) ** 0.5,
        draw("glorot_uniform", fan_in=9) / (6 / 12) ** 0.5,
        rtol=1e-15,
    )


def test_the_same_generator_draws_the_same():
    np.testing.assert_array_equal(draw("glorot_uniform"), draw("glorot_uniform"))
    assert not np.array_equal(draw("glorot_uniform"), draw("glorot_uniform", seed=1))


def test_zeros_and_constant():
    assert not draw("zeros").any()
    np.testing.assert_array_equal(draw("constant", value=0.1), 0.1)
