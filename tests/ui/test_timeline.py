"""The losses along the bottom of the window."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from nndesk.project.history import History
from nndesk.ui.series import epoch_ticks
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


@pytest.mark.parametrize(
    ("first", "last", "numbers"),
    [
        (2e4, 2e2, {"1e4", "1000", "5000", "500"}),
        (80.0, 5.0, {"50", "10", "5"}),
        (1e300, 1e-9, {"1", "1e122"}),
    ],
)
def test_losses_of_every_size_are_marked_and_whole(
    timeline: Timeline, first: float, last: float, numbers: set[str]
) -> None:
    train = np.geomspace(first, last, 301)
    timeline.show_run(History(train, train), 301, 300, 300)
    with recorded_text() as painted:
        timeline.grab()
    assert numbers & {piece.text for piece in painted}
    room = QRectF(timeline.rect()).adjusted(-0.5, -0.5, 0.5, 0.5)
    assert [piece.text for piece in painted if not room.contains(piece.box)] == []


@pytest.mark.parametrize(
    "values", [np.full(301, 0.5), np.geomspace(1.0, 0.01, 301), np.geomspace(0.01, 1.0, 301)]
)
def test_the_legend_does_not_lie_on_a_curve(timeline: Timeline, values: np.ndarray) -> None:
    timeline.show_run(History(values, np.full(301, np.nan)), 301, 300, 300)
    with recorded_text() as painted:
        timeline.grab()
    name = next(piece.box for piece in painted if piece.text == "train")
    image = timeline.grab().toImage()
    column = round(name.right()) + 6  # on the legend's plate, right of its last word
    curve = [y for y in range(26, 96) if image.pixelColor(column, y).lightness() < 120]
    assert curve
    assert not any(name.top() - 2 <= y <= name.bottom() + 2 for y in curve)


def test_lines_end_where_the_plate_ends(timeline: Timeline, appearance: Appearance) -> None:
    timeline.show_run(falling(), 215, 214, 400)
    image, surface = timeline.grab().toImage(), appearance.theme.color("surface")
    assert all(
        image.pixelColor(x, y) == surface for x in (29, 1000 - 18) for y in range(44, 90)
    )  # below the curve's start


def test_marks_of_epochs_are_one_pixel_wide(timeline: Timeline, appearance: Appearance) -> None:
    timeline.show_run(falling(), 215, 214, 370)
    image, surface = timeline.grab().toImage(), appearance.theme.color("surface")
    row = [image.pixelColor(x, 119 - 23 + 2) for x in range(image.width())]
    marks = [x for x, color in enumerate(row) if color != surface]
    assert len(marks) == len(epoch_ticks(370, 10))
    assert {row[x].name() for x in marks} == {appearance.theme.color("borderStrong").name()}


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


@pytest.mark.parametrize("epoch", [1, 15, 399])
def test_the_epoch_in_which_the_loss_was_lost_is_marked_and_named(timeline: Timeline, epoch: int) -> None:
    timeline.show_run(falling(), epoch, epoch - 1, 400)
    timeline.show_lost(epoch)
    words = f"epoch {epoch}: loss is no longer a number"
    with recorded_text() as painted:
        image = timeline.grab().toImage()
    boxes = {piece.text: piece.box for piece in painted}
    assert words in boxes
    assert not any(boxes[words].intersects(boxes[name]) for name in ("train", "test"))
    grad = timeline._appearance.theme.color("grad")
    rows = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) == grad
    ]
    assert len({x for x, _ in rows}) <= 3
    assert 20 < len({y for _, y in rows}) < 70  # dashed, so not every row
    timeline.show_lost(None)
    assert words not in texts(timeline)


def test_a_run_that_is_lost_in_its_first_epoch_has_an_axis_and_the_mark(timeline: Timeline) -> None:
    timeline.show_lost(1)
    assert "epoch 1: loss is no longer a number" not in texts(timeline)  # no loss is there yet
    timeline.show_run(falling(), 1, 0, 400)
    assert "epoch 1: loss is no longer a number" in texts(timeline)
    assert "400" in texts(timeline)
