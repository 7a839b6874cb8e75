"""The loss curve and what it is drawn from."""

import math
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from nndesk.project.history import History
from nndesk.ui.plots import LossPlot
from nndesk.ui.series import (
    LogSeries,
    LossCurves,
    curve_path,
    curve_pen,
    draw_thick,
    epoch_ticks,
    last_of_axis,
    log_range,
    log_ticks,
    loss_text,
    numbered,
    round_range,
)
from nndesk.ui.theme import Appearance, recorded_text

losses = st.lists(
    st.floats(1e-12, 1e12) | st.sampled_from([0.0, -1.0, np.nan, np.inf]), min_size=1, max_size=600
)


def history(length: int) -> History:
    train = 0.7 * np.exp(-np.arange(length) * 3.0 / length)
    return History(train, train * 1.2)


# -- series -----------------------------------------------------------------------------------


@given(losses, st.integers(1, 80), st.data())
def test_a_series_grown_in_parts_is_drawn_as_one_added_at_once(
    values: list[float], columns: int, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(values)))
    whole, parts = LogSeries(), LogSeries()
    whole.show(np.array(values))
    parts.show(np.array(values[:cut]))
    parts.show(np.array(values))
    np.testing.assert_array_equal(whole.points(columns, -13, 13), parts.points(columns, -13, 13))
    assert (whole.low, whole.high) == (parts.low, parts.high)


def test_curves_read_epochs_anew_that_a_run_went_back_on() -> None:
    losses, curves = history(40), LossCurves()
    curves.follow(losses, 40)
    losses.cut(30)
    for _ in range(20):
        losses.append(0.5, 0.25)
    curves.follow(losses, 50)
    np.testing.assert_array_equal(curves.train.points(100, -9, 9)[1], np.log10(losses.train))


@given(losses, st.integers(1, 80))
def test_drawing_keeps_both_extremes_and_the_last_value(values: list[float], columns: int) -> None:
    series = LogSeries()
    series.show(np.array(values))
    x, y = series.points(columns, -13, 13)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.clip(np.log10(np.array(values)), -13, 13)
    assert x[-1] == len(values) - 1
    np.testing.assert_equal(y[-1], logs[-1])
    if np.isfinite(logs).any():
        assert np.nanmax(y) == np.nanmax(logs)
        assert np.nanmin(y) == np.nanmin(logs)
    assert (np.diff(x) >= 0).all()


@pytest.mark.parametrize("columns", [352, 4096])
def test_a_spike_of_one_epoch_is_seen_in_a_run_of_any_length(columns: int) -> None:
    values, series = np.full(300_000, 0.5), LogSeries()
    spikes = [70_001, 150_000, 299_998]
    values[spikes] = 100.0
    for known in range(0, 300_001, 30_000):
        series.show(values[:known])
    x, y = series.points(columns, -1, 3)
    high = x[y == 2.0]
    assert len(high) == len(spikes)
    np.testing.assert_allclose(high, spikes, atol=300_000 / columns)


def test_curves_take_a_bounded_room_beside_the_losses() -> None:
    curves, taken = LossCurves(), []
    losses = history(1_000_000)
    tracemalloc.start()
    for recorded in (100_000, 1_000_000):
        curves.follow(losses, recorded)
        taken.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert max(taken) < 1e6


def test_the_number_of_points_depends_on_the_columns_alone() -> None:
    series = LogSeries()
    series.show(np.full(1_000_000, 0.5))
    x, _ = series.points(300, -1, 0)
    assert 300 <= len(x) <= 4 * 300


def test_a_zero_is_drawn_at_the_bottom_and_what_has_no_logarithm_is_a_gap() -> None:
    series = LogSeries()
    series.show(np.array([0.1, 0.0, -1.0, np.nan, np.inf]))
    _, y = series.points(100, -3, 1)
    np.testing.assert_array_equal(y, [-1, -3, np.nan, np.nan, 1])
    assert (series.low, series.high) == (-1, -1)


def test_a_path_is_broken_where_a_value_is_missing() -> None:
    path = curve_path(np.arange(5.0), np.array([1, 2, np.nan, 3, 4]))
    assert [(path.elementAt(i).x, path.elementAt(i).y) for i in range(4)] == [(0, 1), (1, 2), (3, 3), (4, 4)]  # pyright: ignore
    assert [path.elementAt(i).isMoveTo() for i in range(path.elementCount())] == [True, False, True, False]
    assert curve_path(np.arange(2.0), np.full(2, np.nan)).isEmpty()


# -- axes -------------------------------------------------------------------------------------


def test_the_axis_of_losses_ends_at_round_numbers() -> None:
    low, high = round_range(np.log10(0.068), np.log10(0.69))
    assert (loss_text(low), loss_text(high)) == ("0.05", "1")
    assert round_range(np.log10(0.05), 0.0) == (low, 0.0)


def test_losses_are_marked_at_1_2_5_of_each_decade_or_less_often() -> None:
    low, high = np.log10(0.05), 0.0
    assert [loss_text(t) for t in log_ticks(low, high, 6)] == ["0.05", "0.1", "0.2", "0.5", "1"]
    assert [loss_text(t) for t in log_ticks(low, high, 4)] == ["0.05", "0.1", "0.5", "1"]
    assert [loss_text(t) for t in log_ticks(-6, 0, 3)] == ["1e−6", "0.001", "1"]


@pytest.mark.parametrize(
    ("low", "high", "apart", "said"),
    [
        (0.015, 0.2, 0.25, ["0.1", "0.05", "0.02"]),
        (0.015, 0.2, 0.35, ["0.1", "0.02"]),  # the design's hills
        (0.15, 2.3, 0.27, ["1", "0.5"]),
        (0.01, 0.5, 0.4, ["0.1", "0.01", "0.5"]),  # not 0.05: a power of ten comes first
        (0.02, 0.09, 0.2, ["0.05", "0.02"]),
    ],
)
def test_round_losses_are_numbered_first(low: float, high: float, apart: float, said: list[str]) -> None:
    ticks = log_ticks(math.log10(low), math.log10(high), 9)
    assert sorted(loss_text(tick) for tick in numbered(ticks, apart)) == sorted(said)


def test_losses_from_ten_thousand_on_are_written_with_their_exponent() -> None:
    assert [loss_text(t) for t in (3.0, 4.0, np.log10(2e5), 245.0)] == ["1000", "1e4", "2e5", "1e245"]


@given(st.floats(-12, 12), st.floats(0, 24), st.integers(2, 10))
def test_there_are_never_more_marks_than_fit(low: float, span: float, most: int) -> None:
    ticks = log_ticks(low, low + span, most)
    assert len(ticks) <= most
    assert all(low - 1e-6 <= tick <= low + span + 1e-6 for tick in ticks)


def test_a_run_without_a_loss_has_an_axis_all_the_same() -> None:
    series = LogSeries()
    series.show(np.array([np.nan, np.inf]))
    assert log_range(series, LogSeries()) == (-1.0, 0.0)


def test_epochs_are_marked_in_round_steps() -> None:
    assert epoch_ticks(400, 5) == [0, 100, 200, 300, 400]
    assert epoch_ticks(400, 10) == [0, 50, 100, 150, 200, 250, 300, 350, 400]
    assert epoch_ticks(0, 5) == [0]


def test_the_axis_of_epochs_ends_where_the_run_will_or_at_a_round_number() -> None:
    assert last_of_axis(215, 400) == 400
    assert last_of_axis(402, 400) == 500
    assert last_of_axis(215, None) == 500
    assert last_of_axis(1, 0) == 10


# -- the plot -----------------------------------------------------------------------------------


@pytest.fixture
def plot(qtbot: QtBot, appearance: Appearance) -> LossPlot:
    plot = LossPlot(appearance)
    qtbot.addWidget(plot)
    plot.resize(352, plot.sizeHint().height())
    return plot


def drawn(qtbot: QtBot, plot: LossPlot) -> None:
    with qtbot.waitSignal(plot.drawn):
        plot.show()


def pixels(plot: LossPlot) -> np.ndarray:
    image = plot.grab().toImage()
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[..., :3].copy()


def test_the_curves_come_after_the_first_paint(qtbot: QtBot, plot: LossPlot) -> None:
    plot.show_history(history(100), 100, 400)
    assert not plot.is_drawn
    drawn(qtbot, plot)
    assert plot.is_drawn


def test_pyqtgraph_is_not_imported_with_the_plot() -> None:
    code = "import sys, nndesk.ui.plots, nndesk.ui.timeline; sys.exit('pyqtgraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_new_epoch_changes_the_picture_and_no_new_epoch_does_not(qtbot: QtBot, plot: LossPlot) -> None:
    run = history(200)
    plot.show_history(run, 100, 400)
    drawn(qtbot, plot)
    before = pixels(plot)
    plot.show_history(run, 100, 400)
    np.testing.assert_array_equal(pixels(plot), before)
    plot.show_history(run, 120, 400)
    assert (pixels(plot) != before).any()


def test_restarting_draws_the_new_run_alone(qtbot: QtBot, plot: LossPlot) -> None:
    new = History(np.full(50, 0.3), np.full(50, 0.4))
    plot.show_history(new, 50, 400)
    drawn(qtbot, plot)
    fresh = pixels(plot)
    plot.show_history(history(200), 200, 400)
    plot.show_history(new, 50, 400)
    np.testing.assert_array_equal(pixels(plot), fresh)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0, -1.0])
def test_a_loss_without_logarithm_leaves_the_others_visible(qtbot: QtBot, plot: LossPlot, bad: float) -> None:
    values = np.full(60, 0.5)
    plot.show_history(History(values, np.full(60, np.nan)), 60, 60)
    drawn(qtbot, plot)
    whole = pixels(plot)
    values[30] = bad
    plot.show_history(History(values, np.full(60, np.nan)), 60, 60)
    same = (pixels(plot) == whole).all(axis=2).all(axis=0)
    assert same[:150].all()
    assert same[250:].all()


def test_a_run_without_test_rows_shows_no_test_color(qtbot: QtBot, plot: LossPlot) -> None:
    train = np.full(50, 0.5)
    plot.show_history(History(train, np.full(50, np.nan)), 50, 400)
    drawn(qtbot, plot)
    color = plot._appearance.theme.color("test").getRgb()[2::-1]  # blue, green, red
    assert not (pixels(plot) == color).all(axis=2).any()
    plot.show_history(History(train, train / 2), 50, 400)
    assert (np.abs(pixels(plot).astype(int) - color).max(axis=2) < 40).any()


def test_axes_say_losses_and_epochs(qtbot: QtBot, plot: LossPlot) -> None:
    plot.show_history(history(400), 215, 400)
    with recorded_text() as painted:
        plot.grab()
    assert {"0.1", "1", "0", "100", "200", "300", "400"} <= {piece.text for piece in painted}
    for piece in painted:
        assert piece.clip.contains(piece.box), piece.text


@pytest.mark.parametrize("values", [[9e3, 4e5], [1e-9, 1e300], [2e-4, 9e-4]])
def test_no_loss_beside_the_axis_is_cut_off(
    plot: LossPlot, appearance: Appearance, values: list[float]
) -> None:
    appearance.set_text_scale(1.5)
    plot.show_history(History(np.array(values), np.array(values)), 2, 400)
    with recorded_text() as painted:
        plot.grab()
    room = QRectF(plot.rect()).adjusted(-0.5, -0.5, 0.5, 0.5)
    assert [piece.text for piece in painted if not room.contains(piece.box)] == []


def curve_drawn(ratio: float, *, dashed: bool) -> np.ndarray:
    """How much of each pixel a level curve covers, 100 points long and drawn at ``ratio`` pixels a point."""
    image = QImage(round(100 * ratio), round(20 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    draw_thick(
        painter,
        curve_path(np.array([0.0, 100.0]), np.full(2, 10.0)),
        curve_pen(QColor("black"), dashed=dashed),
    )
    painter.end()
    gray = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[..., 0]
    return 1 - gray / 255


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_a_curve_is_one_solid_line_of_two_points_on_every_screen(ratio: float) -> None:
    across = curve_drawn(ratio, dashed=False)[:, round(50 * ratio)]
    assert across.sum() / ratio == pytest.approx(2.0, abs=0.35)
    inked = np.flatnonzero(across > 0.3)
    assert (across[inked[0] + 1 : inked[-1]] > 0.9).all()


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_dashes_are_five_and_three_points_long_on_every_screen(ratio: float) -> None:
    along = curve_drawn(ratio, dashed=True).max(axis=0)
    assert along.mean() == pytest.approx(5 / 8, abs=0.09)
    assert np.count_nonzero(np.diff((along > 0.5).astype(int)) < 0) == 100 // (5 + 3)


def test_a_plot_takes_over_another_theme(qtbot: QtBot, plot: LossPlot, appearance: Appearance) -> None:
    plot.show_history(history(100), 100, 400)
    drawn(qtbot, plot)
    appearance.set_theme("dark")
    surface = appearance.theme.color("surface").getRgb()[2::-1]
    assert (pixels(plot)[50, 200] == surface).all()


def test_the_mouse_cannot_move_the_curves(qtbot: QtBot, plot: LossPlot) -> None:
    plot.show_history(history(100), 100, 400)
    drawn(qtbot, plot)
    assert plot.childAt(200, 50) is None
