"""The part of the canvas that is looked at: zooming, moving, and the layout that comes of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSize

from nndesk.interop.source import resolve
from nndesk.ui.canvas.layout import Headers, Layout, arrange
from nndesk.ui.canvas.shape import shape_of
from nndesk.ui.canvas.viewport import LEAST, MOST, Viewport, viewed

SIZE = QSize(1056, 736)


def spiral() -> Layout:
    return arrange(shape_of(resolve("spiral").experiment), SIZE.width(), SIZE.height(), "1440", 184, 216)


@given(st.lists(st.tuples(st.floats(0.2, 5), st.floats(200, 800), st.floats(200, 500)), max_size=8))
def test_the_zoom_stays_within_its_limits(steps):
    viewport = Viewport()
    for factor, x, y in steps:
        viewport.zoom_by(factor, QPointF(x, y), SIZE)
        assert LEAST <= viewport.zoom <= MOST


@given(st.floats(0.3, 3.5), st.floats(100, 900), st.floats(100, 600))
def test_zooming_keeps_the_point_under_the_pointer_and_back_is_whole(factor, x, y):
    viewport = Viewport()
    viewport.zoom_by(factor, QPointF(x, y), SIZE)
    left, top = viewport.offset(SIZE)
    assert viewport.zoom * x + left == pytest.approx(x, abs=0.51)
    assert viewport.zoom * y + top == pytest.approx(y, abs=0.51)
    viewport.zoom_by(1 / factor, QPointF(x, y), SIZE)
    assert viewport.is_whole(SIZE)


def test_steps_go_from_the_least_to_the_most_and_back_by_way_of_all_of_it():
    viewport = Viewport()
    viewport.step(-1, SIZE)
    assert viewport.zoom == 0.8
    for _ in range(20):
        viewport.step(-1, SIZE)
    assert viewport.zoom == LEAST
    seen = set()
    for _ in range(20):
        viewport.step(1, SIZE)
        seen.add(viewport.zoom)
    assert viewport.zoom == MOST
    assert 1.0 in seen


def test_moving_keeps_a_quarter_of_the_picture_in_view():
    viewport = Viewport()
    viewport.pan(QPointF(30, -20), SIZE)
    assert viewport.offset(SIZE) == (30, -20)
    viewport.pan(QPointF(1e6, 1e6), SIZE)
    assert viewport.offset(SIZE) == (SIZE.width() * 3 // 4, SIZE.height() * 3 // 4)


def test_another_size_shows_the_same_part():
    viewport = Viewport()
    viewport.zoom_by(2, QPointF(300, 300), SIZE)
    x, y = viewport.offset(SIZE)
    left, top = viewport.offset(2 * SIZE)
    assert (left, top) == (pytest.approx(2 * x, abs=1), pytest.approx(2 * y, abs=1))


@pytest.mark.parametrize("zoom", [0.25, 0.5, 1.0, 2.0, 4.0])
def test_neurons_are_where_the_zoom_puts_them_and_are_found_there(zoom):
    whole = spiral()
    seen = viewed(whole, zoom, (40, -30), "1440", 1.0)
    for index, (before, after) in enumerate(zip(whole.layers, seen.layers, strict=True)):
        np.testing.assert_allclose(after.rects[:, :2], zoom * before.rects[:, :2] + (40, -30), atol=0.51)
        np.testing.assert_allclose(after.rects[:, 2:], zoom * before.rects[:, 2:], atol=0.51)
        for unit in range(after.units):
            assert seen.unit_at(*after.rect(unit).middle) == (index, unit)


def test_headers_keep_their_row_and_stand_over_their_columns():
    seen = viewed(spiral(), 2.0, (-400, -300), "1440", 1.0)
    assert {layer.header.y for layer in seen.layers} == {62}
    assert seen.layers[2].header.middle[0] == pytest.approx(seen.layers[2].box.middle[0])
    assert seen.layers[2].header.width == 110


def test_headers_shrink_to_counts_where_columns_are_close():
    seen = viewed(spiral(), 0.25, (300, 200), "1440", 1.0)
    assert seen.headers is Headers.COUNT
    rights = [layer.header.right for layer in seen.layers]
    assert all(right <= layer.header.x for right, layer in zip(rights, seen.layers[1:], strict=False))
    assert rights[-1] <= seen.loss_card.x


def test_cards_stay_at_the_ends_of_the_network():
    whole, seen = spiral(), viewed(spiral(), 0.5, (264, 184), "1440", 1.0)
    assert whole.data_card is not None
    assert seen.data_card is not None
    assert seen.data_card.width == whole.data_card.width
    for layout, zoom in ((whole, 1.0), (seen, 0.5)):
        assert layout.layers[0].box.x - layout.data_card.right == pytest.approx(44 * zoom, abs=1)
        assert layout.loss_card.x - layout.right == pytest.approx(40 * zoom, abs=1)


def test_bars_of_classes_go_where_their_numbers_have_no_room():
    whole = arrange(shape_of(resolve("digits").experiment), SIZE.width(), SIZE.height(), "1440", 184, 216)
    assert viewed(whole, 0.3, (264, 184), "1440", 1.0).bars is None
    for zoom in (0.67, 1.0, 2.0):
        seen = viewed(whole, zoom, (0, 0), "1440", 1.0)
        assert seen.bars is not None
        assert seen.bars[0, 0] + seen.bars[0, 2] + 42 <= seen.right + 0.01 <= seen.loss_card.x
