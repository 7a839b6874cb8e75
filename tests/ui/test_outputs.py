"""Outputs, points and numbers are drawn as the design says."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from nndesk.data.kinds import KINDS
from nndesk.interop.source import preset
from nndesk.project.edits import set_data_kind
from nndesk.project.messages import FIELD, PREDICTED, Snapshot
from nndesk.project.run import dataset_of
from nndesk.project.spec import Experiment
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.numbers import percents, ticks
from nndesk.ui.outputs import OutputView
from nndesk.ui.points import DRAWN_PER_CLASS, Rows, paint_points, paint_rows
from nndesk.ui.theme import Appearance, Theme, recorded_text
from nndesk.ui.words import formula_html, written
from tests.experiments import tiny

SIDE = 194
CORNER = (6, 6)  # of the picture, where no point lies


@pytest.fixture
def view(qtbot: QtBot, appearance: Appearance) -> OutputView:
    view = OutputView(appearance)
    qtbot.addWidget(view)
    return view


def snapshot(
    field: np.ndarray, activations: tuple[np.ndarray, ...] = (np.zeros(1),), sample: int = 0
) -> Snapshot:
    return Snapshot(
        generation=1,
        epoch=0,
        step=0,
        steps_per_epoch=5,
        parameters=np.zeros(1),
        sample=sample,
        activations=activations,
        surfaces=(),
        field=field,
        predictions=np.empty(0),
        recorded=1,
        train_loss=0.5,
        test_loss=0.5,
        metrics={},
        rate=0.0,
        learning_rate=0.01,
    )


def constant(value: float, outputs: int = 1) -> Snapshot:
    return snapshot(np.full((outputs, FIELD, FIELD), value, np.float32))


def picture(view: OutputView) -> QImage:
    return view.grab().toImage()


def shown(view: OutputView, experiment: Experiment, frame: Snapshot) -> QImage:
    view.show_run(experiment, dataset_of(experiment))
    view.show_frame(frame)
    view.setFixedSize(SIDE, view.height_at(SIDE))
    return picture(view)


def ramp(theme: Theme, value: float) -> QColor:
    return QColor.fromRgba(int(theme.diverging[round((value + 1) * 127.5)]))


def far(one: QColor, other: QColor) -> int:
    return max(abs(a - b) for a, b in zip(one.getRgb(), other.getRgb(), strict=True))  # pyright: ignore


@pytest.mark.parametrize(("probability", "place"), [(0.0, -0.75), (0.5, 0.0), (1.0, 0.75)])
def test_probabilities_fill_the_ramp_from_side_to_side(
    view: OutputView, appearance: Appearance, probability: float, place: float
):
    image = shown(view, tiny(), constant(probability))
    assert far(image.pixelColor(*CORNER), ramp(appearance.theme, place)) <= 3


def test_outputs_between_minus_one_and_one_are_taken_as_they_are(view: OutputView, appearance: Appearance):
    signed = tiny(loss__kind="half_squared_error", network__layers__2__activation="tanh")
    image = shown(view, signed, constant(0.0))
    assert far(image.pixelColor(*CORNER), ramp(appearance.theme, 0.0)) <= 3
    image = shown(view, signed, constant(-1.0))
    assert far(image.pixelColor(*CORNER), ramp(appearance.theme, -0.75)) <= 3


def test_of_two_softmax_outputs_the_second_is_drawn(view: OutputView, appearance: Appearance):
    pair = tiny(
        loss__kind="categorical_crossentropy",
        network__layers__2__activation="softmax",
        network__layers__2__units=2,
    )
    field = np.zeros((2, FIELD, FIELD), np.float32)
    field[1] = 1.0
    assert far(shown(view, pair, snapshot(field)).pixelColor(*CORNER), ramp(appearance.theme, 0.75)) <= 3


def test_a_number_fills_the_ramp_by_the_range_of_the_targets(view: OutputView, appearance: Appearance):
    plane = preset("reg_plane")
    limit = Rows.of(dataset_of(plane)).limit
    image = shown(view, plane, constant(limit))
    # In the very corner no disc reaches the sampled pixel's colour but the field's.
    ends = {image.pixelColor(x, y).name() for x in range(20, SIDE - 20, 7) for y in range(20, SIDE - 20, 7)}
    assert ramp(appearance.theme, 1.0).name() in ends


@pytest.mark.parametrize("share", [-1.0, -0.5, 0.25, 1.0])
def test_points_have_the_colour_that_the_field_has_for_their_number(
    view: OutputView, appearance: Appearance, share: float
):
    plane = preset("reg_plane")
    limit = Rows.of(dataset_of(plane)).limit
    image = shown(view, plane, constant(share * limit))
    field = [image.pixelColor(x, y) for x in range(20, SIDE - 20, 7) for y in range(20, SIDE - 20, 7)]
    rows = Rows(KINDS["reg_plane"], np.zeros((2, 2)), np.array([limit, share * limit]), trained=2)
    point = center_of_mark(appearance.theme, rows, 1)
    assert min(far(color, point) for color in field) <= 6


def test_what_is_not_finite_is_grey(view: OutputView, appearance: Appearance):
    for value in (math.nan, math.inf):
        image = shown(view, tiny(), constant(value))
        assert far(image.pixelColor(*CORNER), appearance.theme.color("borderStrong")) <= 3


def test_huge_outputs_take_the_end_of_the_ramp(view: OutputView, appearance: Appearance):
    for experiment in (tiny(), preset("reg_plane")):
        image = shown(view, experiment, constant(3e38))
        ends = {image.pixelColor(x, y).name() for x in range(3, SIDE, 5) for y in range(3, SIDE, 5)}
        assert ramp(appearance.theme, 1.0).name() in ends


def test_the_top_row_of_the_field_is_at_the_top(view: OutputView, appearance: Appearance):
    field = np.zeros((1, FIELD, FIELD), np.float32)
    field[0, : FIELD // 2] = 1.0
    image = shown(view, tiny(), snapshot(field))
    assert far(image.pixelColor(*CORNER), ramp(appearance.theme, 0.75)) <= 3
    assert far(image.pixelColor(CORNER[0], SIDE - CORNER[1]), ramp(appearance.theme, -0.75)) <= 3


def test_another_theme_redraws_field_and_points(view: OutputView, appearance: Appearance):
    light = shown(view, tiny(), constant(0.5))
    appearance.set_theme("dark")
    dark = picture(view)
    assert far(dark.pixelColor(*CORNER), ramp(appearance.theme, 0.0)) <= 3
    appearance.set_theme("light")
    assert picture(view) == light


def center_of_mark(theme: Theme, rows: Rows, row: int) -> QColor:
    """The pixel in the middle of the mark of ``row``, the marks being far from each other."""
    image = QImage(QSize(100, 40), QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    painter = QPainter(image)
    at = np.array([[20.5, 20.5], [50.5, 20.5], [80.5, 20.5]])[: len(rows.target)]
    paint_points(painter, at, rows, theme, 2.3)
    painter.end()
    return image.pixelColor(int(at[row, 0]), 20)


def test_training_points_are_filled_by_class_and_test_points_are_hollow(appearance: Appearance):
    theme = appearance.theme
    rows = Rows(KINDS["spiral"], np.zeros((3, 2)), np.array([1, 0, 1]), trained=2)
    assert far(center_of_mark(theme, rows, 0), theme.color("pos")) <= 3
    assert far(center_of_mark(theme, rows, 1), theme.color("neg")) <= 3
    assert far(center_of_mark(theme, rows, 2), theme.color("surface")) <= 3


@pytest.mark.parametrize("name", ["spiral", "reg_gauss"])
def test_the_frame_of_a_plane_is_as_round_as_its_ground(appearance: Appearance, name: str):
    image = QImage(QSize(160, 160), QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    painter = QPainter(image)
    rows = Rows(KINDS[name], np.zeros((1, 2)), np.array([1]), trained=1)
    paint_rows(painter, QRectF(0, 0, 160, 160), rows, appearance.theme)
    painter.end()
    assert image.pixelColor(1, 1) == QColor("#123456")
    assert far(image.pixelColor(0, 80), appearance.theme.color("border")) <= 3


@pytest.mark.parametrize(("target", "token"), [(1, "pos"), (0, "neg")])
def test_a_small_test_point_is_a_clean_ring_on_a_field_of_either_color(
    appearance: Appearance, target: int, token: str
):
    theme = appearance.theme
    for field in ("pos", "neg"):
        image = QImage(QSize(21, 21), QImage.Format.Format_RGB32)
        image.fill(theme.color(field))
        painter = QPainter(image)
        rows = Rows(KINDS["spiral"], np.zeros((1, 2)), np.array([target]), trained=0)
        paint_points(painter, np.array([[10.5, 10.5]]), rows, theme, 2.31)
        painter.end()
        line = [image.pixelColor(x, 10) for x in range(21)]
        light = [x for x, color in enumerate(line) if color.lightness() > 200]
        assert light == [9, 10, 11]  # nothing light around the ring, which would close it up
        assert far(line[8], theme.color(token)) <= 100 < far(line[8], theme.color("surface"))


def test_classes_differ_in_shape_too(appearance: Appearance):
    def shape(target: int) -> list[bool]:
        image = QImage(QSize(21, 21), QImage.Format.Format_RGB32)
        image.fill(QColor("#123456"))
        painter = QPainter(image)
        rows = Rows(KINDS["spiral"], np.zeros((1, 2)), np.array([target]), trained=1)
        paint_points(painter, np.array([[10.5, 10.5]]), rows, appearance.theme, 5.0)
        painter.end()
        ground = QColor("#123456")
        return [image.pixelColor(x, y) == ground for x in range(21) for y in range(21)]

    assert shape(0) != shape(1)


def test_no_more_points_are_drawn_than_can_be_told_apart():
    target = np.arange(5000) % 2
    rows = Rows(KINDS["spiral"], np.zeros((5000, 2)), target, trained=2500)
    drawn = rows.drawn()
    assert [int((target[drawn] == k).sum()) for k in (0, 1)] == [DRAWN_PER_CLASS, DRAWN_PER_CLASS]
    assert 0.4 < np.mean(drawn < rows.trained) < 0.6
    numbers = Rows(KINDS["reg_gauss"], np.zeros((5000, 2)), np.zeros(5000), trained=2500)
    assert len(numbers.drawn()) == PREDICTED


@pytest.mark.parametrize("kind", KINDS.ids)
def test_every_kind_of_data_has_a_picture_of_its_outputs(
    kind: str, view: OutputView, qtbot: QtBot, opened: Callable[..., tuple[Document, Controller]]
):
    experiment = set_data_kind(tiny(), kind)
    _, controller = opened(experiment)
    assert controller.data is not None
    assert controller.snapshot is not None
    view.show_run(experiment, controller.data)
    view.setFixedSize(SIDE, view.height_at(SIDE))
    empty = picture(view)
    controller.look(confusion=view.is_matrix)
    qtbot.waitUntil(lambda: not controller.busy)
    view.show_frame(controller.snapshot)
    assert picture(view) != empty


@pytest.mark.parametrize("value", [math.nan, math.inf, -1e300, 1e9])
def test_a_curve_that_leaves_the_numbers_is_drawn_without_complaint(view: OutputView, value: float):
    field = np.zeros((1, FIELD))
    field[0, 40:] = value
    shown(view, preset("sine"), snapshot(field))


@pytest.mark.parametrize("miss", [0.0, 0.3])
def test_predictions_that_agree_with_their_targets_lie_on_the_diagonal(
    view: OutputView, appearance: Appearance, miss: float
):
    experiment = preset("reg_plane")
    rows = Rows.of(dataset_of(experiment))
    frame = replace(constant(0.0), predictions=rows.target[rows.drawn()] + miss * rows.limit)
    bare, image = shown(view, experiment, constant(0.0)), shown(view, experiment, frame)
    below = [(x, y) for x in range(SIDE) for y in range(SIDE + 12, image.height())]
    places = np.array([at for at in below if image.pixelColor(*at) != bare.pixelColor(*at)])
    assert len(places)
    left, top, width, height = 26, SIDE + 12, SIDE - 31, image.height() - SIDE - 12 - 32
    across, up = (places[:, 0] - left) / width, 1 - (places[:, 1] - top) / height
    assert np.mean(up - across) == pytest.approx(miss / 1.2 / 2, abs=0.03)


def test_predictions_out_of_the_range_of_numbers_are_left_out(view: OutputView):
    experiment = preset("reg_plane")
    lost = np.full(PREDICTED, np.nan)
    assert shown(view, experiment, replace(constant(0.0), predictions=lost)) == shown(
        view, experiment, constant(0.0)
    )


def test_no_text_of_a_picture_is_cut_off(view: OutputView, appearance: Appearance):
    appearance.set_text_scale(1.5)
    for name, frame in (
        ("digits", snapshot(np.empty(0), (np.zeros(64), np.full(10, 0.1)))),
        ("sine", snapshot(np.zeros((1, FIELD)))),
        ("reg_gauss", constant(0.0)),
        ("textbook", snapshot(np.empty(0), (np.zeros(20), np.array([0.25])))),
    ):
        experiment = preset(name)
        view.show_run(experiment, dataset_of(experiment))
        view.show_frame(frame)
        view.setFixedSize(258, view.height_at(258))
        with recorded_text() as texts:
            picture(view)
        room = QRectF(view.rect()).adjusted(-0.5, -0.5, 0.5, 0.5)
        assert [text.text for text in texts if not room.contains(text.box)] == [], name


def test_frames_do_not_pile_up_in_a_view(view: OutputView):
    frame = constant(0.5)
    first = shown(view, tiny(), frame)
    view.show_frame(replace(frame, field=np.ones((1, FIELD, FIELD), np.float32)))
    view.show_frame(frame)
    assert picture(view) == first


@pytest.mark.parametrize(
    ("limit", "most", "expected"),
    [
        (3.0, 3.5, [-3, -2, -1, 0, 1, 2, 3]),
        (1.53, 2.5, [-1, 0, 1]),
        (0.04, 2.5, [-0.04, -0.02, 0, 0.02, 0.04]),
    ],
)
def test_ticks_are_round_and_include_zero(limit: float, most: float, expected: list[float]):
    assert ticks(limit, most) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0684, "0.068"),
        (0.00471, "0.0047"),
        (0.000123, "0.00012"),
        (0.0000321, "3.2e−5"),
        (12.345, "12.35"),
        (1234.5, "1,234"),
        (1.5e7, "1.5e7"),
        (-0.5, "−0.500"),
        (0.0, "0.000"),
        (math.nan, "–"),
        (math.inf, "–"),
    ],
)
def test_measured_numbers_are_written_with_the_digits_that_count(value: float, text: str):
    assert written(value) == text


@pytest.mark.parametrize(
    ("formula", "html"),
    [
        (r"(o - t)^2", "(<i>o</i> − <i>t</i>)<sup>2</sup>"),
        (r"\frac{1}{2} (o - t)^2", "½ (<i>o</i> − <i>t</i>)<sup>2</sup>"),
        (
            r"-\sum_k t_k \ln o_k",
            "−∑<sub><i>k</i></sub> <i>t</i><sub><i>k</i></sub> ln <i>o</i><sub><i>k</i></sub>",
        ),
        (r"e^{-z}", "<i>e</i><sup>−<i>z</i></sup>"),
        (r"\frac{q}{2},\quad \min \delta", "<i>q</i>/2,&emsp; min <i>δ</i>"),
    ],
)
def test_formulas_have_italic_variables_and_upright_functions(formula: str, html: str):
    assert formula_html(formula) == html


def test_the_picture_of_points_lies_where_the_data_lie(view: OutputView, appearance: Appearance):
    experiment = tiny()
    image = shown(view, experiment, constant(0.5))
    data = dataset_of(experiment)
    extent = data.kind.extent
    near = 0
    for x1, x2 in data.raw_train:
        center = QPointF((x1 + extent) / (2 * extent) * SIDE, (extent - x2) / (2 * extent) * SIDE)
        if QRectF(0, 0, SIDE, SIDE).contains(center):
            near += far(image.pixelColor(center.toPoint()), ramp(appearance.theme, 0.0)) > 40
    assert near > 0.8 * len(data.raw_train)


@pytest.mark.parametrize(
    ("shares", "whole"),
    [
        ([0.5, 0.25, 0.25], [50, 25, 25]),
        ([0.3, 0.3], [30, 30]),  # not shares of a whole
        ([0.105] * 5 + [0.095] * 5, None),
        ([0.006] * 9 + [1 - 9 * 0.006], None),
        ([0.004] * 9 + [1 - 9 * 0.004], None),
    ],
)
def test_whole_percents_add_to_a_hundred_or_one_off_and_lie_near_the_shares(
    shares: list[float], whole: list[int] | None
):
    found = percents(shares)
    assert whole is None or found == whole
    assert sum(shares) < 0.9 or abs(sum(found) - 100) <= 1
    assert all(abs(shown - 100 * share) < 1 for shown, share in zip(found, shares, strict=True))
