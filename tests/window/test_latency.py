"""The bench's figures of how soon the window answers: that they are taken, not what they are."""

import pytest

from nndesk.ui import latency
from nndesk.ui.window import MainWindow


@pytest.fixture(autouse=True)
def few_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_PRESSES", "_SWITCHES", "_STARTS"):
        monkeypatch.setattr(latency, name, 2)


def test_clicks_and_drags_are_answered_and_leave_nothing(window: MainWindow) -> None:
    before = window.document.experiment
    figures = latency.answer_figures(window)
    assert [figure.goal for figure in figures] == [3, 3]
    for figure in figures:
        assert figure.value is not None
        assert figure.value > 0
    assert window.document.experiment == before
    assert not window.document.undo_stack.canUndo()
    assert not window.controller.playing


def test_theme_language_and_lens_come_back(window: MainWindow) -> None:
    canvas = window.canvas.appearance.theme.name
    figures = latency.switch_figures(window)
    assert all(figure.value is not None and figure.value > 0 for figure in figures)
    assert window.canvas.appearance.theme.name == canvas
    assert window.canvas.lens == "activation"


@pytest.mark.slow
def test_the_start_is_measured_against_a_bare_window() -> None:
    first, whole = latency.start_figures()
    assert first.value is not None
    assert first.reference is not None
    assert whole.value is not None
    assert first.reference > 0
    assert 0 < first.value < whole.value


def test_a_theme_after_a_language_reaches_only_what_is_shown(window: MainWindow) -> None:
    # What spoke the language before is gone, and must not hear of the theme.
    latency.switch_figures(window)
    window.canvas.appearance.set_theme("dark")
    window.canvas.appearance.set_theme("light")
