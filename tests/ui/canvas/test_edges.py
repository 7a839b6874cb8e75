"""Which edges are drawn, how thick, in which order, and within which budget."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from nndesk.ui.canvas.edges import DRAWN_LENGTH, EdgeChooser, EdgePainter, Edges, _lines, curve, reference
from nndesk.ui.canvas.layout import Layout, arrange
from nndesk.ui.canvas.resting import Resting
from nndesk.ui.canvas.shape import Shape
from nndesk.ui.theme import Theme

REGULAR = (1056, 736, "1440", 184, 216)
FAINT, DIMMED, PALE, CLEAR = range(4)


def network(*units: int) -> tuple[Layout, list[np.ndarray]]:
    """A layout, and weights with both signs and one weight that is far larger than the rest."""
    shape = Shape(units[0], units[1:], named=units[0] <= 7, pixels=None, bars=False)
    random = np.random.default_rng(4)
    weights = [random.standard_normal((a, b)) for a, b in pairwise(units)]
    weights[0][0, 0] = 50.0
    return arrange(shape, *REGULAR), weights


def shares(edges: Edges) -> np.ndarray:
    return edges.kind // 2


def test_width_grows_with_the_weight_up_to_6_pixels():
    layout, weights = network(2, 4, 1)
    edges = EdgeChooser(layout).choose(weights, 2.0)
    flat = np.concatenate([w.ravel() for w in weights])
    sizes = flat[edges.index + np.where(edges.layer == 2, 8, 0)]
    assert edges.width == pytest.approx(np.minimum(0.75 + 5.25 * np.abs(sizes) / 2.0, 6.0))
    assert edges.width.max() == 6.0
    assert ((edges.kind % 2 == 1) == (sizes > 0)).all()


def test_the_reference_is_the_95th_percentile_of_all_weights():
    _, weights = network(2, 4, 1)
    flat = np.concatenate([w.ravel() for w in weights])
    assert reference(weights) == pytest.approx(np.percentile(np.abs(flat), 95))
    assert reference([np.array([[-2.5]])]) == 2.5


@pytest.mark.parametrize("count", [1, 4, 5, 16, 40])
def test_no_more_than_256_edges_join_two_layers_whatever_is_selected(count):
    layout, weights = network(2, 32, 32, 1)
    focus = tuple((2, unit) for unit in range(count))
    edges = EdgeChooser(layout).choose(weights, reference(weights), focus=focus[:32], dim=True)
    many = edges.layer == 2
    own = shares(edges)[many] >= PALE
    assert own.sum() == min(32 * count, 256)
    assert (~own).sum() == min(140, 256 - own.sum())


def test_thin_edges_are_drawn_first():
    layout, weights = network(2, 8, 8, 6, 1)
    edges = EdgeChooser(layout).choose(weights, reference(weights))
    assert len(edges.index) == 134
    assert (np.diff(edges.width) >= 0).all()
    assert edges.omitted == 0


def test_weights_that_are_next_to_nothing_are_paler():
    layout, weights = network(2, 4, 1)
    weights[1][:] = [[0.039], [-0.039], [0.041], [-0.041]]
    edges = EdgeChooser(layout).choose(weights, 1.0)
    assert sorted(shares(edges)[edges.layer == 2].tolist()) == [PALE, PALE, CLEAR, CLEAR]


def test_of_many_weights_the_strongest_140_are_drawn_faintly():
    layout, weights = network(2, 16, 32, 1)
    edges = EdgeChooser(layout).choose(weights, reference(weights), unhurried=True)
    many = edges.layer == 2
    assert many.sum() == 140
    assert (shares(edges)[many] == FAINT).all()
    kept = np.abs(weights[1].ravel())[edges.index[many]]
    assert kept.min() >= np.sort(np.abs(weights[1].ravel()))[-140]
    assert edges.omitted == 16 * 32 - 140
    assert (np.flatnonzero(many) < np.flatnonzero(~many).min()).all()  # behind all others


def test_the_neuron_in_focus_shows_its_edges_among_many():
    layout, weights = network(2, 16, 32, 1)
    edges = EdgeChooser(layout).choose(weights, reference(weights), focus=((2, 5),), unhurried=True)
    own = (edges.layer == 2) & (edges.index % 32 == 5)
    assert own.sum() == 16
    assert (shares(edges)[own] >= PALE).all()


def test_a_bundle_draws_only_the_edges_of_the_selected_neuron_and_at_most_256():
    layout, weights = network(2, 300, 300, 1)
    chooser = EdgeChooser(layout)
    nothing = chooser.choose(weights, reference(weights), unhurried=True)
    assert not (nothing.layer == 2).any()
    pointed = chooser.choose(weights, reference(weights), focus=((1, 7),), unhurried=True)
    assert not (pointed.layer == 2).any()
    edges = chooser.choose(weights, reference(weights), focus=((1, 7),), dim=True, unhurried=True)
    own = edges.index[edges.layer == 2]
    assert len(own) == 256
    assert (own // 300 == 7).all()


def test_with_a_neuron_selected_all_other_edges_step_back():
    layout, weights = network(2, 4, 3)
    edges = EdgeChooser(layout).choose(weights, 1.0, focus=((1, 2),), dim=True)
    own = ((edges.layer == 1) & (edges.index % 4 == 2)) | ((edges.layer == 2) & (edges.index // 3 == 2))
    assert own.sum() == 2 + 3
    assert (shares(edges)[own] >= PALE).all()
    assert (shares(edges)[~own] == DIMMED).all()


def test_several_neurons_and_a_single_weight_may_be_in_focus():
    layout, weights = network(2, 4, 3)
    edges = EdgeChooser(layout).choose(weights, 1.0, focus=((1, 2), (1, 3), (2, 0, 1)), dim=True)
    first = (edges.layer == 1) & (edges.index % 4 >= 2)
    second = (edges.layer == 2) & ((edges.index // 3 >= 2) | (edges.index == 0 * 3 + 1))
    assert first.sum() == 2 * 2
    assert second.sum() == 2 * 3 + 1
    assert (shares(edges)[first | second] >= PALE).all()
    assert (shares(edges)[~(first | second)] == DIMMED).all()


def test_what_takes_too_long_is_plain_and_loses_its_weakest_edges_until_there_is_time():
    layout, weights = network(2, *[16] * 7, 1)
    chooser = EdgeChooser(layout)
    hurried = chooser.choose(weights, reference(weights))
    whole = chooser.choose(weights, reference(weights), unhurried=True)
    assert not hurried.smooth
    assert whole.smooth
    assert whole.omitted == 0
    assert len(hurried.index) + hurried.omitted == len(whole.index)
    assert hurried.omitted > 0
    assert hurried.width.min() >= np.sort(whole.width)[hurried.omitted - 1]
    begins, ends = layout.ends(2)
    assert len(hurried.index) * np.hypot(*(ends[0] - begins[0])) <= DRAWN_LENGTH


def test_numbers_that_are_not_finite_are_drawn_like_any():
    layout, weights = network(2, 3, 1)
    weights[0][0] = [np.nan, np.inf, -np.inf]
    edges = EdgeChooser(layout).choose(weights, reference(weights))
    assert np.isfinite(edges.width).all()


@pytest.mark.parametrize(("smooth", "exact"), [(True, False), (False, False), (True, True)])
def test_an_edge_is_painted_from_neuron_to_neuron_in_its_colour(qapp, smooth, exact):
    layout, weights = network(1, 1)
    weights[0][:] = -1.0
    edges = EdgeChooser(layout).choose(weights, 1.0)
    assert len(edges.index) == 1
    edges = replace(edges, smooth=smooth, exact=exact)
    theme = Theme("light")
    image = QImage(1056, 736, QImage.Format.Format_RGB32)
    image.fill(theme.color("canvas"))
    painter = QPainter(image)
    list(EdgePainter(layout, theme).draw(painter, edges))
    painter.end()
    middle = layout.edge_rect(1, 0, 0).middle
    amber = theme.premix(theme.color("neg"), 0.85, theme.color("canvas"))
    assert image.pixelColor(round(middle[0]), round(middle[1])) == amber
    thick = [image.pixelColor(round(middle[0]), y) == amber for y in range(736)]
    assert 5 <= sum(thick) <= 6
    left = layout.layers[0].box.right
    assert image.pixelColor(round(left) - 1, round(middle[1])) == theme.color("canvas")


def test_a_filled_edge_covers_what_a_stroke_covers(qapp):
    layout, weights = network(2, 8, 1)
    filled = EdgeChooser(layout).choose(weights, reference(weights))
    assert filled.smooth
    plain, exact = replace(filled, smooth=False), replace(filled, exact=True)
    assert ink(painted(layout, filled)) == pytest.approx(ink(painted(layout, plain)), rel=0.03)
    assert ink(painted(layout, filled)) == pytest.approx(ink(painted(layout, exact)), rel=0.01)


def test_the_outline_of_an_edge_is_nowhere_half_a_pixel_from_its_curve():
    layout, _ = network(8, 8, 8, 6)
    begins, ends = layout.ends(1)
    middles, _ = _lines(np.repeat(begins, len(ends), axis=0), np.tile(ends, (len(begins), 1)))
    for place, points in enumerate(middles):
        begin, end = begins[place // len(ends)], ends[place % len(ends)]
        path = curve(begin.tolist(), end.tolist())
        shown = np.array([path.pointAtPercent(share).toTuple() for share in np.linspace(0, 1, 200)])
        assert distances(shown, points).max() < 0.5


def distances(points: np.ndarray, line: np.ndarray) -> np.ndarray:
    """How far each point is from a line of many parts."""
    begin, part = line[:-1], np.diff(line, axis=0)
    away = points[:, None] - begin
    share = np.clip((away * part).sum(axis=2) / (part**2).sum(axis=1), 0.0, 1.0)
    return np.linalg.norm(away - share[:, :, None] * part, axis=2).min(axis=1)


def painted(layout: Layout, edges: Edges) -> QImage:
    image = QImage(1056, 736, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    list(EdgePainter(layout, Theme("light")).draw(painter, edges))
    painter.end()
    return image


def ink(image: QImage) -> float:
    """How much of a picture is not white."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(grey.constBits(), dtype=np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return float((255.0 - pixels[:, : grey.width()]).sum())


PLATES = [QRect(12, 12, 190, 40), QRect(200, 500, 600, 48)]  # one of them at the bottom, over edges


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_edges_at_rest_have_the_pixels_that_drawing_gives_and_are_not_drawn_again(qapp, monkeypatch, ratio):
    layout, weights = network(2, 8, 1)
    edges = EdgeChooser(layout).choose(weights, reference(weights))
    brush = EdgePainter(layout, Theme("light"))
    resting = Resting(layout, brush, ratio)

    def background(bottom: Qt.GlobalColor) -> QPixmap:
        pixmap = QPixmap(round(1056 * ratio), round(736 * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.lightGray)
        painter = QPainter(pixmap)
        painter.fillRect(QRectF(0, 472, 1056, 264), bottom)  # where the lower plate has its shadow
        painter.end()
        return pixmap

    def drawn(pixmap: QPixmap, steps: Callable[[QPainter, Edges], Iterator[None]]) -> QImage:
        painter = QPainter(pixmap)
        list(steps(painter, edges))
        painter.end()
        return pixmap.toImage()

    resting.keep(edges, background(Qt.GlobalColor.white), PLATES, 100.0)
    other = [PLATES[0], PLATES[1].adjusted(-20, 0, 30, 0)]  # with other words
    assert resting.has(edges, other, 100.0)
    wanted = drawn(background(Qt.GlobalColor.yellow), brush.draw)
    again, draw = list[int](), EdgePainter.draw

    def counted(self: EdgePainter, painter: QPainter, edges: Edges) -> Iterator[None]:
        again.append(len(edges.index))
        return draw(self, painter, edges)

    monkeypatch.setattr(EdgePainter, "draw", counted)
    assert drawn(background(Qt.GlobalColor.yellow), resting.draw) == wanted
    assert 0 < again[0] < len(edges.index)  # those that reach down to where it is yellow


def test_other_edges_or_another_background_are_not_those_that_are_kept(qapp):
    layout, weights = network(2, 8, 1)
    chooser = EdgeChooser(layout)
    edges, others = (chooser.choose(weights, scale) for scale in (1.0, 2.0))
    resting = Resting(layout, EdgePainter(layout, Theme("light")), 1.0)
    background = QPixmap(1056, 736)
    background.fill(Qt.GlobalColor.white)
    resting.keep(edges, background, PLATES, 100.0)
    assert resting.has(edges, PLATES, 100.0)
    assert not resting.has(others, PLATES, 100.0)
    assert not resting.has(edges, PLATES, 130.0)
    assert not resting.has(edges, [*PLATES, QRect(400, 300, 90, 90)], 100.0)
    resting.forget()
    assert not resting.has(edges, PLATES, 100.0)
    none = replace(edges, **{name: getattr(edges, name)[:0] for name in ("layer", "index", "width", "kind")})
    resting.keep(none, background, PLATES, 100.0)
    assert not resting.has(none, PLATES, 100.0)


def test_unknown_weights_are_grey_lines(qapp):
    layout, _ = network(2, 2, 1)
    theme = Theme("dark")
    image = QImage(1056, 736, QImage.Format.Format_RGB32)
    image.fill(theme.color("canvas"))
    painter = QPainter(image)
    EdgePainter(layout, theme).draw_blank(painter)
    painter.end()
    edge = QRectF(*layout.edge_rect(2, 0, 0)).toAlignedRect()
    found = {QColor(image.pixel(edge.center().x(), y)).name() for y in range(edge.top(), edge.bottom() + 2)}
    assert found != {theme.color("canvas").name()}
