"""The losses along the bottom of the window."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nndesk.project.history import History
from nndesk.ui.theme import Appearance, recorded_text
from nndesk.ui.timeline import Timeline


@pytest.fixture
def timeline(qtbot: QtBot, appearance: Appearance) -> Timeline:
    timeline = Timeline(appearance)
    qtbot.addWidget(timeline)
    timeline.resize(1000, 119)
    return timeline


def falling(length: int = 401) -> History:
    train = 0.7 * np.exp(-np.arange(length) / 100)
    return History(train, train * 1.2)


def texts(timeline: Timeline) -> set[str]:
    with recorded_text() as painted:
        timeline.grab()
    for piece in painted:
        assert piece.clip.contains(piece.box), piece.text
    return {piece.text for piece in painted}


def playhead(timeline: Timeline) -> float:
    """Where the handle of the playhead is, in pixels from the left."""
    image = timeline.grab().toImage()
    ink = timeline._appearance.theme.color("ink")
    columns = [x for x in range(image.width()) if image.pixelColor(x, 16) == ink]
    return (columns[0] + columns[-1] + 1) / 2


def test_before_the_first_epoch_it_says_how_to_begin(timeline: Timeline) -> None:
    assert texts(timeline) == {"Press Space to train — the loss draws itself here"}
    timeline.show_run(falling(), 1, 0, 400)
    assert texts(timeline) == {"Press Space to train — the loss draws itself here"}


def test_it_marks_losses_and_epochs_and_names_the_series(timeline: Timeline) -> None:
    timeline.show_run(falling(), 215, 214, 400)
    assert texts(timeline) >= {"0.5", "0.1", "0", "200", "400", "train", "test"}


def test_without_test_rows_the_legend_names_the_train_series_alone(timeline: Timeline) -> None:
    timeline.show_run(History(np.full(10, 0.5), np.full(10, np.nan)), 10, 9, 400)
    shown = texts(timeline)
    assert "train" in shown
    assert "test" not in shown


@pytest.mark.parametrize("epoch", [0, 100, 400])
def test_the_playhead_stands_at_the_epoch(timeline: Timeline, epoch: int) -> None:
    timeline.show_run(falling(), 401, epoch, 400)
    assert playhead(timeline) == pytest.approx(30 + (1000 - 30 - 18) * epoch / 400, abs=1.0)


@pytest.mark.parametrize("epoch", [0, 340, 370, 400])
def test_the_legend_gives_way_to_the_playhead(timeline: Timeline, epoch: int) -> None:
    timeline.show_run(falling(), 401, epoch, 400)
    with recorded_text() as painted:
        timeline.grab()
    at = playhead(timeline)
    for piece in painted:
        if piece.text in ("train", "test"):
            assert not piece.box.left() - 6 <= at <= piece.box.right() + 6


def test_it_says_the_epoch_and_the_loss_to_assistive_technology(timeline: Timeline) -> None:
    timeline.show_run(falling(), 215, 214, 400)
    assert timeline.accessibleDescription() == "epoch 214 of 400, loss 0.0824"


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0])
def test_a_loss_that_left_the_range_of_numbers_is_no_obstacle(timeline: Timeline, bad: float) -> None:
    timeline.show_run(History(np.array([0.5, 0.4, bad]), np.array([0.5, bad, 0.4])), 3, 2, 10)
    assert "train" in texts(timeline)


def test_an_axis_kept_as_a_picture_changes_with_the_theme(timeline: Timeline, appearance: Appearance) -> None:
    timeline.show_run(falling(), 215, 214, 400)
    timeline.grab()
    appearance.set_theme("dark")
    image = timeline.grab().toImage()
    assert image.pixelColor(900, 90) == appearance.theme.color("surface2")


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_its_text_is_whole_at_its_smallest(timeline: Timeline, appearance: Appearance, scale: float) -> None:
    appearance.set_text_scale(scale)
    timeline.resize(740, 104)
    timeline.show_run(falling(), 215, 214, 100_000)
    assert "train" in texts(timeline)
