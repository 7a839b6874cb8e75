"""Names of classes with their marks."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from nndesk.data.kinds import KINDS, Kind
from nndesk.project.edits import set_data_kind
from nndesk.ui.classes import ClassChips, class_color, paint_class
from nndesk.ui.drawings import DataSketch
from nndesk.ui.points import Rows, paint_rows
from nndesk.ui.theme import Appearance, recorded_text
from tests.experiments import tiny
from tests.ui.hands import Bench


def mark(appearance: Appearance, index: int, count: int, gray: bool = False) -> QImage:
    image = QImage(24, 24, QImage.Format.Format_RGB32)
    image.fill(appearance.theme.color("surface"))
    painter = QPainter(image)
    paint_class(painter, QPointF(12, 12), index, count, appearance.theme)
    painter.end()
    if gray:
        white = appearance.theme.color("surface").rgb()
        for x in range(24):
            for y in range(24):
                image.setPixel(x, y, 0xFFFFFFFF if image.pixel(x, y) == white else 0xFF000000)
    return image


@pytest.mark.parametrize("count", [2, 3, 10])
def test_classes_differ_in_shape_and_not_by_color_alone(appearance: Appearance, count: int):
    shapes = [mark(appearance, index, count, gray=True) for index in range(count)]
    for one in range(count):
        assert all(shapes[one] != shapes[other] for other in range(one))


def test_of_two_classes_the_second_is_the_blue_disc_of_the_points(appearance: Appearance):
    theme = appearance.theme
    assert mark(appearance, 1, 2).pixelColor(12, 12) == theme.color("pos")
    assert mark(appearance, 0, 2).pixelColor(12, 12) == theme.color("neg")


@pytest.mark.parametrize("kind", ["spiral", "iris", "digits"])
def test_the_data_panel_names_the_classes(bench: Callable[..., Bench], kind: str):
    user = bench(set_data_kind(tiny(), kind), "data")
    chips = user.find("classChips")
    with recorded_text() as texts:
        chips.grab()
    assert tuple(text.text for text in texts) == KINDS[kind].classes
    assert all(text.clip.contains(text.box) for text in texts)
    assert chips.accessibleName() == "Classes: " + ", ".join(KINDS[kind].classes)


def test_numbers_have_no_classes(bench: Callable[..., Bench]):
    assert not bench(set_data_kind(tiny(), "sine"), "data").find("classChips").isVisible()


def test_many_classes_take_as_many_lines_as_they_need(qtbot: QtBot, appearance: Appearance):
    chips = ClassChips(appearance, "chips")
    qtbot.addWidget(chips)
    chips.show_names(tuple(f"a long name {number}" for number in range(9)))
    assert chips.heightForWidth(300) > chips.heightForWidth(900) > 0


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.classes and not kind.plane and not kind.pixels]
)
def test_the_tile_of_a_table_shows_its_rows_by_class(appearance: Appearance, kind: Kind):
    theme, count = appearance.theme, len(kind.classes)
    image = QImage(66, 66, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    DataSketch(kind)(painter, QRectF(0, 0, 66, 66), theme)
    painter.end()
    seen = {image.pixel(x, y) for x in range(66) for y in range(66)}
    assert {class_color(theme, index, count).rgb() for index in range(count)} <= seen


@pytest.mark.parametrize("kind", ["spiral", "reg_gauss"])
def test_the_picture_of_data_has_round_corners_and_no_mark_beyond_them(appearance: Appearance, kind: str):
    image = QImage(160, 160, QImage.Format.Format_RGB32)
    image.fill(0xFF00FF)
    behind = image.pixel(0, 0)
    painter = QPainter(image)
    raw, target = KINDS[kind].generate(200, 0.0, np.random.default_rng(1))
    paint_rows(painter, QRectF(0, 0, 160, 160), Rows(KINDS[kind], raw, target, 200), appearance.theme)
    painter.end()
    assert all(image.pixel(*at) == behind for at in ((1, 1), (3, 0), (0, 3), (158, 1), (1, 158)))
    assert image.pixel(80, 0) == image.pixel(0, 80) == appearance.theme.color("border").rgb()


def test_no_mark_of_a_sketch_of_numbers_is_cut_off(appearance: Appearance):
    image = QImage(108, 108, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    DataSketch(KINDS["reg_gauss"])(painter, QRectF(0, 0, 108, 108), appearance.theme)
    painter.end()
    sides = [*range(8, 50), *range(58, 100)]  # between corners and axes
    edge = {image.pixel(at, y) for at in sides for y in (0, 107)}
    edge |= {image.pixel(x, at) for at in sides for x in (0, 107)}
    assert edge == {appearance.theme.color("surface2").rgb()}
