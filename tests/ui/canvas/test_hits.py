"""What lies under a point: edges by their curves, and what comes before what."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from nndesk.interop.source import resolve
from nndesk.ui.canvas.edges import EdgeChooser, curve
from nndesk.ui.canvas.hits import (
    REACH,
    Curves,
    Finder,
    Kind,
    Spot,
    drawn_curves,
    edge_of,
    middle_of,
)
from nndesk.ui.canvas.layout import Layout, arrange
from nndesk.ui.canvas.neurons import gauge
from nndesk.ui.canvas.shape import shape_of


def layout_of(name: str) -> Layout:
    return arrange(shape_of(resolve(name).experiment), 1056, 736, "1440", 184, 216)


def one(begin: tuple[float, float], end: tuple[float, float], width: float = 1.0) -> Curves:
    return Curves(
        np.array([1]), np.array([0]), np.array([width / 2]), np.array([begin]), np.array([end], dtype=float)
    )


def found(layout: Layout, *, cut: list[int] | None = None) -> Finder:
    """A finder over all edges of a layout that are drawn, with weights of one size."""
    units = [layer.units for layer in layout.layers]
    weights = [np.full((a, b), 0.5) for a, b in itertools.pairwise(units)]
    finder, chooser = Finder(layout), EdgeChooser(layout)
    gone = [np.array(cut or [], dtype=np.intp)] + [np.empty(0, dtype=np.intp) for _ in weights[1:]]
    chooser.leave_out(gone)
    finder.show_edges(chooser.choose(weights, 1.0), gone)
    return finder


@given(
    width=st.floats(20, 400),
    down=st.floats(-600, 600),
    share=st.floats(0.0, 1.0),
    dx=st.floats(-12, 12),
    dy=st.floats(-12, 12),
)
def test_an_edge_is_near_where_its_curve_is(width, down, share, dx, dy):
    path = curve((100.0, 300.0), (100.0 + width, 300.0 + down))
    at = path.pointAtPercent(share) + QPointF(dx, dy)
    line = np.array([path.pointAtPercent(t).toTuple() for t in np.linspace(0, 1, 2000)])
    distance = float(np.hypot(line[:, 0] - at.x(), line[:, 1] - at.y()).min())
    near = bool(one((100.0, 300.0), (100.0 + width, 300.0 + down)).near(at.x(), at.y()))
    if abs(distance - REACH) > 0.3:
        assert near == (distance < REACH)


def test_of_two_edges_under_the_pointer_the_nearer_one_wins():
    curves = Curves(
        np.array([1, 1]),
        np.array([0, 1]),
        np.array([0.5, 0.5]),
        np.array([[0.0, 0.0], [0.0, 6.0]]),
        np.array([[100.0, 0.0], [100.0, 6.0]]),
    )
    assert curves.near(50, 2.5) == [(1, 0), (1, 1)]
    assert curves.near(50, 3.5) == [(1, 1), (1, 0)]


def test_a_thick_edge_is_hit_on_all_of_its_width_and_no_edge_beyond_its_ends():
    thick = one((0.0, 0.0), (100.0, 0.0), width=12.0)
    assert thick.near(50, 5.9)
    assert not thick.near(50, 6.2)
    assert thick.near(-5, 0)
    assert not thick.near(-7, 0)


def test_every_drawn_edge_is_found_at_its_middle():
    layout = layout_of("xor")
    finder = found(layout)
    for source in range(2):
        for unit in range(4):
            x, y = layout.edge_rect(1, source, unit).middle
            assert (1, source, unit) in [spot.place for spot in finder.edges(QPointF(x, y))]


def test_a_faint_edge_is_found_where_it_is_drawn():
    layout = layout_of("digits")
    curves = drawn_curves(layout, chosen(layout))
    begins, _ = layout.faint_ends(2)
    faint = curves.layer == 2
    assert faint.sum() == 140
    sources = curves.index[faint] // layout.layers[2].units
    assert np.array_equal(curves.begins[faint], begins[sources])


def chosen(layout: Layout):
    units = [layer.units for layer in layout.layers]
    random = np.random.default_rng(1)
    weights = [random.normal(size=pair) for pair in itertools.pairwise(units)]
    return EdgeChooser(layout).choose(weights, 1.0)


def test_neurons_come_before_edges_and_gauges_before_neurons():
    layout = layout_of("spiral")
    finder = found(layout)
    rect = layout.layers[1].rect(3)
    assert finder.spot(QPointF(*rect.middle)) == Spot(Kind.NEURON, (1, 3))
    assert finder.spot(gauge(layout.layers[1], 3).center()) == Spot(Kind.GAUGE, (1, 3))
    beside = QPointF(rect.x + 1, rect.bottom - 1)
    assert finder.spot(beside) == Spot(Kind.NEURON, (1, 3))


def test_an_input_has_no_gauge():
    layout = layout_of("spiral")
    rect = layout.layers[0].rect(0)
    assert found(layout).spot(QPointF(rect.middle[0], rect.bottom)).kind is Kind.NEURON


def test_a_cut_edge_is_found_as_one_and_not_as_drawn():
    layout = layout_of("spiral")
    finder = found(layout, cut=[0])
    at = QPointF(*layout.edge_rect(1, 0, 0).middle)
    kinds = {spot.kind for spot in finder.edges(at) if spot.place == (1, 0, 0)}
    assert kinds == {Kind.CUT}


def test_what_is_written_comes_before_what_it_lies_on():
    layout = layout_of("spiral")
    finder = found(layout)
    at = QPointF(*layout.layers[2].rect(1).middle)
    finder.show_numbers({(1, 1): QRectF(at.x() - 9, at.y() - 9, 18, 18)}, {}, 0.0)
    assert finder.spot(at) == Spot(Kind.NUMBER, (1, 1))


def test_the_middle_of_an_edge_lies_on_it_and_on_no_neuron_of_a_block():
    layout = layout_of("digits")
    x, y = middle_of(layout, (2, 12, 4))
    assert layout.layers[1].box.right < x < layout.layers[2].box.x
    begins, ends = layout.ends(2)
    assert one(tuple(begins[12]), tuple(ends[4])).near(x, y)


def test_a_bundle_is_found_on_its_bar():
    layout = layout_of("digits")
    finder = Finder(layout)
    assert finder.spot(QPointF(*layout.bundle(1).middle)) == Spot(Kind.BUNDLE, (1,))


@pytest.mark.parametrize(
    ("spot", "target"),
    [
        (Spot(Kind.NEURON, (0, 1)), "inputs.1"),
        (Spot(Kind.GAUGE, (2, 5)), "layers.1.units.5"),
        (Spot(Kind.EDGE, (1, 1, 6)), "layers.0.weights.1.6"),
        (Spot(Kind.CUT, (1, 1, 6)), "layers.0.weights.1.6"),
        (Spot(Kind.BUNDLE, (1,)), "matrix.0"),
        (Spot(Kind.NOTHING, ()), "none"),
    ],
)
def test_a_spot_has_the_target_of_lessons(spot, target):
    assert spot.target == target


@pytest.mark.parametrize(
    ("target", "edge"),
    [
        ("layers.0.weights.1.6", (1, 1, 6)),
        ("layers.0.weights.2.0", None),
        ("layers.9.weights.0.0", None),
        ("layers.0.units.1", None),
        ("data", None),
    ],
)
def test_an_edge_is_read_from_a_target_where_the_layout_has_it(target, edge):
    assert edge_of(target, layout_of("spiral")) == edge
