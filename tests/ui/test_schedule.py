"""The curve of the learning rate: what it goes through."""

from itertools import pairwise

import pytest

from nndesk.engine.schedules import SCHEDULES
from nndesk.ui.panels.schedule import _times


def course(kind: str, end: float, **settings: float) -> list[tuple[float, float]]:
    entry = SCHEDULES[kind]
    numbers = {**entry.settings, **settings}
    return [(time, entry.rate(0.01, time, numbers)) for time in _times(numbers, end)]


@pytest.mark.parametrize("warmup", [1, 7, 10, 33.3])
def test_the_curve_of_a_warm_up_reaches_its_peak(warmup: float):
    points = course("warmup_cosine", 300, warmup_epochs=warmup)
    assert max(rate for _, rate in points) == 0.01
    assert min(points) == (0.0, 0.0)


@pytest.mark.parametrize(("end", "length"), [(300, 100), (300, 7), (20, 6.5)])
def test_the_curve_of_steps_falls_upright_and_ends_on_its_last_step(end: float, length: float):
    points = course("step", end, decay_epochs=length)
    for (before, high), (after, low) in pairwise(points):
        assert high == low or after - before < 1e-9
    last = (end - 1e-6) // length
    assert points[-1][1] == pytest.approx(0.01 * 0.5**last)


@pytest.mark.parametrize("kind", [entry.id for entry in SCHEDULES])
def test_the_curve_goes_from_the_first_epoch_to_the_last_in_order(kind: str):
    for end in (1, 37.5, 100_000):
        times = [time for time, _ in course(kind, end)]
        assert times == sorted(set(times))
        assert times[0] == 0.0
        assert end * (1 - 1e-9) < times[-1] < end
        assert 200 <= len(times) <= 650


def test_steps_too_many_to_be_seen_are_not_all_drawn():
    assert len(course("step", 100_000, decay_epochs=1)) == 201
