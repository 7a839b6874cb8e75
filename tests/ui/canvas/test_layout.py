"""Where things lie: properties over all networks that can be opened, and the places of the design."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nndesk.interop.source import resolve
from nndesk.ui.canvas.edges import curve
from nndesk.ui.canvas.layout import Form, Headers, Layout, arrange
from nndesk.ui.canvas.neurons import gauge
from nndesk.ui.canvas.shape import Shape, shape_of

# Width and height of the canvas, size class, widths of the cards (design §2).
COMPACT = (896, 572, "1280", 148, 176)
REGULAR = (1056, 736, "1440", 184, 216)
LARGE = (1536, 900, "1920", 224, 280)
SIZES = {"compact": COMPACT, "regular": REGULAR, "large": LARGE}


def plane(*units: int) -> Shape:
    return Shape(2, units, named=True, pixels=None, bars=False)


def digits(*hidden: int) -> Shape:
    return Shape(64, (*hidden, 10), named=False, pixels=(8, 8), bars=True)


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    hidden = st.integers(0, 10).flatmap(lambda power: st.integers(1, 2**power))
    layers = tuple(draw(st.lists(hidden, max_size=7)))
    kind = draw(st.sampled_from(["plane", "line", "pixels", "plain"]))
    if kind == "pixels":
        return digits(*layers)
    inputs = {"plane": st.integers(1, 7), "line": st.just(1), "plain": st.integers(2, 784)}[kind]
    outputs = draw(st.integers(1, 10))
    return Shape(draw(inputs), (*layers, outputs), kind != "plain", None, kind == "plain" and outputs > 1)


@pytest.fixture(params=SIZES, ids=str)
def size(request: pytest.FixtureRequest) -> tuple[int, int, str, int, int]:
    return SIZES[request.param]


over_shapes = given(
    shape=shapes(), size=st.sampled_from(list(SIZES.values())), scale=st.sampled_from([1, 1.5])
)


@over_shapes
@example(digits(64, 32), COMPACT, 1)
@example(plane(*[1024] * 7, 1), COMPACT, 1)
@example(plane(*[256] * 7, 1), REGULAR, 1)
@example(Shape(1024, (1024, 1024), False, None, False), LARGE, 1)
@settings(deadline=None, max_examples=60)
def test_no_neuron_lies_on_another(shape, size, scale):
    for layer in arrange(shape, *size, text_scale=scale).layers:
        left, top = layer.rects[:, 0], layer.rects[:, 1]
        right, bottom = left + layer.rects[:, 2], top + layer.rects[:, 3]
        beside = (right[:, None] <= left + 1e-6) | (right <= left[:, None] + 1e-6)
        apart = beside | (bottom[:, None] <= top + 1e-6) | (bottom <= top[:, None] + 1e-6)
        np.fill_diagonal(apart, True)
        assert apart.all()


@over_shapes
@settings(deadline=None, max_examples=60)
def test_layers_stand_apart_between_the_cards_and_below_the_headers(shape, size, scale):
    layout = arrange(shape, *size, text_scale=scale)
    boxes = [layer.box for layer in layout.layers]
    assert all(before.right + 1 < after.x for before, after in pairwise(boxes))
    left = 16.0 if layout.data_card is None else layout.data_card.right
    right = boxes[-1].right if layout.bars is None else (layout.bars[:, 0] + layout.bars[:, 2]).max()
    assert left < boxes[0].x
    assert right < layout.loss_card.x
    assert layout.loss_card.right <= size[0]
    for layer in layout.layers:
        assert layer.header.bottom < layer.box.y + 1
        assert layer.box.bottom <= size[1] - 54


@over_shapes
@settings(deadline=None, max_examples=60)
def test_headers_lie_on_no_other_header_and_on_no_card(shape, size, scale):
    layout = arrange(shape, *size, text_scale=scale)
    headers = [layer.header for layer in layout.layers]
    assert all(before.right < after.x for before, after in pairwise(headers))
    assert headers[0].x >= (16.0 if layout.data_card is None else layout.data_card.right)
    assert headers[-1].right <= layout.loss_card.x


@over_shapes
@settings(deadline=None, max_examples=30)
def test_a_point_in_a_neuron_finds_that_neuron(shape, size, scale):
    layout = arrange(shape, *size, text_scale=scale)
    for index, layer in enumerate(layout.layers):
        for unit in {0, layer.units // 2, layer.units - 1}:
            assert layout.unit_at(*layer.rect(unit).middle) == (index, unit)
    assert layout.unit_at(1.0, 1.0) is None


# -- the design's places -----------------------------------------------------------------------


def columns(layout: Layout) -> list[float]:
    return [layer.box.middle[0] for layer in layout.layers]


def test_the_spiral_lies_as_drawn_for_1440_by_900():
    layout = arrange(plane(8, 8, 6, 1), *REGULAR)
    assert columns(layout) == [266, 390, 514, 638, 762]
    assert layout.layers[1].rects[:2].tolist() == [[368, 168, 44, 44], [368, 228, 44, 44]]
    assert layout.layers[0].header == (228, 62, 76, 46)
    assert [layer.header[:3] for layer in layout.layers[1:]] == [
        (335, 62, 110),
        (459, 62, 110),
        (583, 62, 110),
        (707, 62, 110),
    ]
    assert layout.headers is Headers.WHOLE


def test_the_spiral_lies_as_drawn_for_1280_by_720():
    layout = arrange(plane(8, 8, 6, 1), *COMPACT)
    assert columns(layout) == [226, 331, 436, 541, 646]
    assert np.diff(layout.layers[1].rects[:, 1]).tolist() == [48] * 7
    assert layout.layers[1].header == (282, 62, 98, 46)
    assert layout.headers is Headers.COMPACT


def test_columns_stand_evenly_around_the_middle(size):
    width, height, _, data, loss = size
    layout = arrange(plane(4, 3, 1), *size)
    steps = np.diff(columns(layout))
    assert np.ptp(steps) <= 1
    assert layout.layers[0].box.x == 16 + data + 44
    assert layout.layers[-1].box.right == pytest.approx(width - 16 - loss - 40, abs=1)
    for layer in layout.layers:
        assert layer.box.middle[1] == pytest.approx((62 + 56 + height - 54) / 2, abs=1)


@pytest.mark.parametrize(
    ("units", "form", "columns"),
    [
        (1, "column", 1),
        (9, "column", 1),
        (17, "block", 2),
        (24, "block", 2),
        (25, "block", 4),
        (64, "block", 4),
    ],
)
def test_wide_layers_become_blocks(units, form, columns):
    layer = arrange(plane(units, 1), *REGULAR).layers[1]
    assert (layer.form.value, layer.columns) == (form, columns)


@pytest.mark.parametrize("units", range(2, 16))
def test_a_gauge_does_not_touch_the_neuron_below_it(units: int):
    layer = arrange(plane(units, 1), *COMPACT).layers[1]
    bottom = gauge(layer, 0).bottom()
    assert layer.rects[1, 1] - bottom >= 1


def test_a_column_shrinks_its_neurons_to_20_before_it_becomes_a_block():
    sides = [arrange(plane(n, 1), *COMPACT).layers[1].rects[0, 2] for n in range(1, 16)]
    assert sides[0] == 36
    assert all(before >= after >= 20 for before, after in pairwise(sides))
    assert arrange(plane(16, 1), *COMPACT).layers[1].form is Form.BLOCK


def test_a_layer_of_256_is_a_square_of_192_pixels():
    layer = arrange(plane(256, 1), *REGULAR).layers[1]
    assert layer.form is Form.STRIP
    assert layer.columns == 16
    assert (layer.box.width, layer.box.height) == (192, 192)


def test_an_image_is_one_grid_of_168_pixels_in_the_data_cards_place(size):
    layout = arrange(digits(32), *size)
    assert layout.layers[0].form is Form.PIXELS
    assert layout.layers[0].box[2:] == (168, 168)
    assert layout.layers[0].box.x == 40
    assert layout.data_card is None


def test_outputs_stay_one_column_with_a_bar_each(size):
    layout = arrange(digits(32), *size)
    outputs = layout.layers[-1]
    assert outputs.form is Form.COLUMN
    assert layout.bars is not None
    assert np.allclose(
        layout.bars[:, 1] + layout.bars[:, 3] / 2, outputs.rects[:, 1] + outputs.rects[:, 3] / 2
    )


def test_headers_are_narrower_than_blocks_before_names_give_way():
    layout = arrange(plane(40, 64, 1), *COMPACT)
    assert layout.headers is Headers.COMPACT
    assert layout.layers[2].header.width < layout.layers[2].box.width


def test_headers_show_counts_where_columns_stand_close():
    assert arrange(plane(*[8] * 7, 1), *COMPACT).headers is Headers.COUNT


def test_the_middle_of_an_edges_rectangle_lies_on_the_edge(size):
    layout = arrange(plane(5, 3, 1), *size)
    for layer in range(1, 4):
        begins, ends = layout.ends(layer)
        for source, begin in enumerate(begins.tolist()):
            for unit, end in enumerate(ends.tolist()):
                on_it = curve(begin, end).pointAtPercent(0.5)
                middle = layout.edge_rect(layer, source, unit).middle
                assert (on_it.x(), on_it.y()) == pytest.approx(middle, abs=0.5)


def test_the_shape_of_a_preset_says_what_is_drawn():
    assert shape_of(resolve("spiral").experiment) == plane(8, 8, 6, 1)
    assert shape_of(resolve("digits").experiment) == digits(32)
    assert shape_of(resolve("textbook").experiment) == Shape(20, (32, 1), False, None, False)
