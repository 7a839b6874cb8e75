"""The figures of films are of frames that are really made; how large they are is not asked."""

import sys

import pytest
from pytestqt.qtbot import QtBot

from nndesk import app
from nndesk.ui import filmbench

pytest.importorskip("av", reason="films need PyAV, the extra nndesk[film]")


def test_films_and_memory_are_measured_against_their_yardsticks(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    for name, value in (
        ("SIZE", (960, 600)),
        ("_FRAMES", 3),
        ("_ROUNDS", 2),
        ("_LONG", 6),
        ("_EARLY", 3),
        ("_LIVE_SECONDS", 0.5),
        ("_LIVE_ROUNDS", 2),
    ):
        monkeypatch.setattr(filmbench, name, value)
    speed, *memory, interval, left_out = app.film_figures()
    assert speed.value
    assert speed.reference
    assert (speed.unit, speed.goal, speed.at_least) == ("frames/s", 0.5, True)
    assert [figure.unit for figure in memory] == ["MB"] * (sys.platform == "linux")
    assert all(figure.value and figure.value > 10 for figure in memory)
    assert interval.value
    assert interval.reference
    assert (interval.unit, interval.goal, interval.at_least) == ("ms", 1.2, False)
    assert left_out.value is not None
    assert 0 <= left_out.value < 30
    assert left_out.reference is not None
