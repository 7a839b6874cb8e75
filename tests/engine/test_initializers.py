import numpy as np
import pytest

from nndesk.engine.initializers import INITIALIZERS


def draw(kind, size=4000, fan_in=5, fan_out=3, value=0.1, seed=0):
    out = np.full((2, size), np.nan)[:, ::2][0]  # a view with gaps, as a unit's weights are
    INITIALIZERS[kind].fill(out, fan_in, fan_out, np.random.default_rng(seed), value)
    return out


@pytest.mark.parametrize(("kind", "limit"), [("glorot_uniform", (6 / 8) ** 0.5), ("playground_uniform", 0.5)])
def test_uniform_draws_fill_their_range(kind, limit):
    drawn = draw(kind)
    assert np.abs(drawn).max() <= limit
    assert drawn.min() < -0.99 * limit
    assert drawn.max() > 0.99 * limit
    assert abs(drawn.mean()) < 0.05 * limit


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
