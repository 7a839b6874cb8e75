import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nndesk.engine.schedules import SCHEDULES


def rate(kind, t, r=0.1, **settings):
    entry = SCHEDULES[kind]
    return entry.rate(r, t, {**entry.settings, **settings})


@pytest.mark.parametrize(
    ("kind", "settings", "expected"),
    [
        ("constant", {}, {0: 0.1, 3.7: 0.1, 1e6: 0.1}),
        ("step", {"decay_epochs": 2, "decay_rate": 0.5}, {0: 0.1, 1.99: 0.1, 2: 0.05, 3.9: 0.05, 4: 0.025}),
        ("exponential", {"decay_epochs": 2, "decay_rate": 0.25}, {0: 0.1, 1: 0.05, 2: 0.025, 3: 0.0125}),
        ("cosine", {"decay_epochs": 4}, {0: 0.1, 2: 0.05, 4: 0.0, 9: 0.0}),
        ("cosine", {"decay_epochs": 4, "alpha": 0.2}, {0: 0.1, 2: 0.06, 4: 0.02, 1e5: 0.02}),
        (
            "warmup_cosine",
            {"warmup_epochs": 2, "decay_epochs": 4, "alpha": 0.2},
            {0: 0.0, 0.5: 0.025, 2: 0.1, 4: 0.06, 6: 0.02, 50: 0.02},
        ),
    ],
)
def test_rates_are_those_of_the_interface(kind, settings, expected):
    for t, value in expected.items():
        assert rate(kind, t, **settings) == pytest.approx(value, rel=1e-12, abs=1e-17)


def test_defaults_are_those_of_the_interface():
    assert SCHEDULES.ids == ["constant", "step", "exponential", "cosine", "warmup_cosine"]
    found = {}
    for schedule in SCHEDULES:
        for name, value in schedule.settings.items():
            assert found.setdefault(name, value) == value
    assert found == {"decay_epochs": 100, "decay_rate": 0.5, "alpha": 0, "warmup_epochs": 10}


@given(
    kind=st.sampled_from(SCHEDULES.ids),
    t=st.floats(0, 1e6),
    r=st.floats(0, 1e3),
    d=st.floats(1, 1e6),
    q=st.floats(1e-3, 1),
    alpha=st.floats(0, 1),
    w=st.floats(1, 1e6),
)
def test_no_schedule_leaves_0_to_the_rate_it_is_given(kind, t, r, d, q, alpha, w):
    value = rate(kind, t, r, decay_epochs=d, decay_rate=q, alpha=alpha, warmup_epochs=w)
    assert math.isfinite(value)
    assert 0 <= value <= r * (1 + 1e-12)
