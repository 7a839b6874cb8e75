"""Which edges are drawn, how thick and in what colour, within a budget; and the drawing of them.

A layer pair has few weights (all are drawn), many (the strongest are drawn faintly, those of the neurons in
focus strongly) or a bundle of them (only those of the neurons in focus). Filling pixels is what costs, so
the budget is a length: what is longer is drawn without antialiasing, and what is far longer loses its
weakest edges. Whoever calls says when there is time for the full picture.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF
from shiboken6 import VoidPtr

from nndesk.ui.canvas.layout import Form, Layout
from nndesk.ui.canvas.shape import is_bundle
from nndesk.ui.theme import LIMITS, STROKE, Theme

Array = NDArray[np.floating[Any]]

#: A neuron (layer as on the canvas, unit), or a weight (layer it enters, input, unit).
Focus = tuple[int, ...]

#: Length of edges in pixels: antialiased up to the first, at all up to the second.
SMOOTH_LENGTH, DRAWN_LENGTH = 50_000, 120_000
#: Of dx: where the control points of an edge's curve lie.
BEND = 0.45

_FAINT_COUNT = 140  # of the many weights between two layers
_FAINT_WIDTH = 0.4  # of what their weights stand for
_BACK = -100.0  # added to a width: draws faint edges before all others
_WEAK = 0.04  # of the 95th percentile: below this an edge is paler
_MEASURED = 1 << 18  # weights whose percentile is taken, at the most
_MOST_PARTS = 256  # choices of edges that are kept
_DASH, _LEAST_DASH = 1.6, 4.0  # of its width, and in pixels: of a negative weight
_DASH_GAP = 0.75  # of a dash
_AROUND = 8  # the ends of edges, so that the widest are whole
_STEP_EDGES = 64  # drawn before another event may have its turn
_STEPS = 8  # widths in one pixel, so that pens can be kept
_POINTS = 15  # on the middle line of an edge
_SLOPE = 4.0  # of the edge that they lie best on
_FAINT_BIT = 20  # in the key of an edge: below it the index, of at most 1,024 × 1,024 weights
_INDEX_MASK = (1 << _FAINT_BIT) - 1

# Kinds of edges by how much of their colour shows, weakest first; two colours each.
_FAINT, _DIMMED, _PALE, _CLEAR = range(4)
_SHARES = (0.22, 0.25, 0.40, 0.85)
_KINDS = 2 * len(_SHARES)

#: Colours of edges: by sign, all as gradients, or grey, which is also what no number has.
SIGNED, GRADIENT, QUIET = range(3)
_TOKENS = (("neg", "pos"), ("grad", "grad"), ("borderStrong", "borderStrong"))
_STRENGTHS = (1.0, 1.0, 0.4)  # grey edges leave the neurons to be seen


@dataclass(frozen=True, eq=False, slots=True)
class Edges:
    """The edges to draw, in the order of drawing. An edge is (layer it enters, input × units + unit)."""

    layer: NDArray[np.intp]
    index: NDArray[np.intp]
    width: Array
    kind: NDArray[np.intp]  # _KINDS × colours + 2 × share + (weight > 0)
    smooth: bool
    exact: bool  # as curves, not as their outlines
    omitted: int  # weights that are neither drawn nor in a bundle

    @property
    def faint(self) -> NDArray[np.bool]:
        """Which of them are drawn faintly, between the sides of the layers."""
        return self.kind % _KINDS < 2 * _DIMMED


def reference(weights: Sequence[Array]) -> float:
    """The 95th percentile of all |w|, which edges are measured by; 0 where there is nothing but zeros.

    Of a great many weights an even choice stands for all.
    """
    every = -(-sum(w.size for w in weights) // _MEASURED)
    flat = np.abs(np.concatenate([w.ravel()[::every] for w in weights]))
    flat[~np.isfinite(flat)] = 0.0
    return percentile(flat, 0.95)


def percentile(sizes: Array, share: float) -> float:
    """What ``share`` of the sizes are below, between two of them in proportion, as NumPy has it."""
    place, part = divmod(share * (len(sizes) - 1), 1.0)
    low = int(place)
    ranked = np.partition(sizes, low)
    after = ranked[low + 1 :].min(initial=np.inf) if part else ranked[low]
    return float(ranked[low] + part * (after - ranked[low]))


def stroke_widths(sizes: Array, scale: float, zoom: float) -> Array:
    """How wide edges with weights of these ``sizes`` are, where ``scale`` is the size of a thick line."""
    widths = np.minimum(STROKE["edgeMin"] + STROKE["edgeGain"] * sizes / (scale or 1.0), STROKE["edgeMax"])
    widths[widths != widths] = STROKE["edgeMin"]
    return widths * math.sqrt(zoom)


def token_of(value: float, colors: int) -> str:
    """The colour token of an edge that shows ``value``."""
    return _TOKENS[colors if math.isfinite(value) else QUIET][value > 0]


@dataclass(frozen=True, eq=False, slots=True)
class _Part:
    """Edges that are drawn, in no order."""

    layer: NDArray[np.intp]
    index: NDArray[np.intp]
    kind: NDArray[np.intp]  # share
    length: Array
    omitted: int


def _joined(parts: Sequence[_Part]) -> _Part:
    return _Part(
        np.concatenate([part.layer for part in parts]),
        np.concatenate([part.index for part in parts]),
        np.concatenate([part.kind for part in parts]),
        np.concatenate([part.length for part in parts]),
        sum(part.omitted for part in parts),
    )


class EdgeChooser:
    """Chooses the edges of one layout; keeps what does not depend on the weights."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        units = [layer.units for layer in layout.layers]
        sizes = [before * after for before, after in pairwise(units)]
        self._few = max(sizes) <= LIMITS["edgesPerPair"]
        self._parts: dict[object, list[_Part]] = {}
        self._cut: Sequence[NDArray[np.intp]] = [np.empty(0, dtype=np.intp) for _ in sizes]

    def leave_out(self, cut: Sequence[NDArray[np.intp]]) -> None:
        """Choose none of these: of every layer from the first hidden one the indices, in order."""
        self._cut = cut
        self._parts.clear()

    @np.errstate(all="ignore")
    def choose(
        self,
        weights: Sequence[Array],
        scale: float,
        *,
        focus: tuple[Focus, ...] = (),
        dim: bool = False,
        unhurried: bool = False,
        colors: int = SIGNED,
    ) -> Edges:
        """The edges of a network with ``weights`` (inputs, units) per layer.

        ``focus`` are neurons whose edges come first, and single weights; with ``dim`` all others
        step back. ``scale`` is the |w| of a thick line. ``unhurried`` is for the full picture.
        In ``colors`` other than those by sign ``weights`` may be anything that edges can stand for.
        """
        flats = [matrix.reshape(-1) for matrix in weights]
        parts = self._chosen(flats, weights, focus, dim)
        value = np.concatenate([flat[part.index] for flat, part in zip(flats, parts[1:], strict=True)])
        part = parts[0]
        size = np.abs(value) / (scale or 1.0)
        width = stroke_widths(np.abs(value), scale, self._layout.zoom)
        # So many faint edges would fill the space between the layers if each had its whole width.
        faint = part.kind == _FAINT
        width[faint] *= _FAINT_WIDTH
        share = np.where((part.kind == _CLEAR) & (size < _WEAK), _PALE, part.kind)
        order = np.argsort(width + _BACK * (share < _PALE))
        smooth, omitted = unhurried, part.omitted
        if not unhurried:
            smooth = bool(part.length.sum() <= SMOOTH_LENGTH)
            if not smooth:
                # Weakest first in drawing, so strongest first in staying.
                within = np.cumsum(part.length[order][::-1])[::-1] <= DRAWN_LENGTH
                omitted += len(order) - int(within.sum())
                order = order[within]
        palette = np.where(np.isfinite(value), colors, QUIET)
        kind = _KINDS * palette + 2 * share + ((value > 0) | (palette == GRADIENT))
        return Edges(
            part.layer[order], part.index[order], width[order], kind[order], smooth, unhurried, omitted
        )

    def _chosen(
        self, flats: Sequence[Array], weights: Sequence[Array], focus: tuple[Focus, ...], dim: bool
    ) -> list[_Part]:
        """The edges of all layers, and then of each of them."""
        found = self._parts.get((focus, dim))
        if found is None:
            parts = [
                self._part(layer, flat, matrix.shape, focus, dim)
                for layer, (flat, matrix) in enumerate(zip(flats, weights, strict=True), start=1)
            ]
            found = [_joined(parts), *parts]
            if self._few:
                if len(self._parts) >= _MOST_PARTS:
                    self._parts.clear()
                self._parts[focus, dim] = found
        return found

    def _part(
        self,
        layer: int,
        flat: Array,
        shape: tuple[int, int],
        focus: tuple[Focus, ...],
        dim: bool,
    ) -> _Part:
        few, bundle = len(flat) <= LIMITS["edgesPerPair"], is_bundle(*shape)
        if bundle and (not dim or self._layout.layers[layer - 1].form is Form.PIXELS):
            # Only what is selected leaves a bundle; weights of an image are images in the neurons.
            focus = tuple(place for place in focus if len(place) == 3)
        cut = self._cut[layer - 1]
        own = np.setdiff1d(_edges_of(layer, shape, focus), cut, assume_unique=True)
        own = _strongest(flat, own, LIMITS["edgesPerPair"])
        others = np.arange(0 if bundle else len(flat))
        if len(others) and (len(own) or len(cut)):
            others = np.delete(others, np.concatenate([own, cut]))
        if not few:
            others = _strongest(flat, others, min(_FAINT_COUNT, LIMITS["edgesPerPair"] - len(own)))
        index = np.concatenate([others, own])
        kind = np.full(len(index), _CLEAR, dtype=np.intp)
        kind[: len(others)] = _FAINT if not few else _DIMMED if dim else _CLEAR
        return _Part(
            layer=np.full(len(index), layer, dtype=np.intp),
            index=index,
            kind=kind,
            length=self._lengths(layer, index),
            omitted=0 if bundle else len(flat) - len(cut) - len(index),
        )

    def _lengths(self, layer: int, index: NDArray[np.intp]) -> Array:
        """About how long edges are, as far as they can be seen."""
        begins, ends = self._layout.ends(layer)
        units = len(ends)
        begin, end = begins[index // units], ends[index % units]
        across = end - begin
        length = np.hypot(across[:, 0], across[:, 1])
        if not self._layout.moved:
            return length
        low, high = np.minimum(begin, end), np.maximum(begin, end)
        seen = np.minimum(high, (self._layout.width, self._layout.height)) - np.maximum(low, 0.0)
        return length * np.clip(seen / np.maximum(high - low, 1.0), 0.0, 1.0).min(axis=1)


def _edges_of(layer: int, shape: tuple[int, int], focus: tuple[Focus, ...]) -> NDArray[np.intp]:
    """The indices of the edges into ``layer`` that are in focus, or begin or end at a neuron that is."""
    if all(place[0] not in (layer, layer - 1) for place in focus):
        return np.empty(0, dtype=np.intp)
    found = np.zeros(shape, dtype=bool)
    for place in focus:
        if len(place) == 3 and place[0] == layer:
            found[place[1:]] = True
        elif len(place) == 2 and place[0] == layer:
            found[:, place[1]] = True
        elif len(place) == 2 and place[0] == layer - 1:
            found[place[1]] = True
    return np.flatnonzero(found)


def _strongest(flat: Array, index: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    if len(index) <= count or not count:
        return index[:count]
    sizes = np.abs(flat[index])
    return index[np.argpartition(sizes, len(index) - count)[len(index) - count :]]


class EdgePainter:
    """Draws edges of one layout in one theme.

    Smooth edges are filled outlines, which cost less than strokes: their middle lines and normals are kept,
    and a frame sets all their points at once. Without antialiasing thin outlines would vanish, so those
    edges are strokes; those of a whole picture too, drawn at rest or for
    elsewhere, perhaps large.
    """

    def __init__(self, layout: Layout, theme: Theme) -> None:
        self._layout = layout
        background = theme.color("canvas")
        self._colors = [
            theme.premix(theme.color(token), strength * share, background)
            for tokens, strength in zip(_TOKENS, _STRENGTHS, strict=True)
            for share in _SHARES
            for token in tokens
        ]
        self._brushes = [QBrush(color) for color in self._colors]
        self.dashes = False  # of negative weights
        self._blank = _pen(theme.color("border"), STROKE["edgeMin"])
        self._pens: dict[tuple[int, int, bool], QPen] = {}
        self._paths: dict[int, QPainterPath] = {}
        self._places: dict[int, int] = {}  # key of an edge → its place in what follows
        self._middles = self._normals = np.empty((0, _POINTS, 2))
        self._outlines: list[QPolygonF] = []
        self._corners: list[Array] = []  # the points of the outlines, in place

    def draw(self, painter: QPainter, edges: Edges) -> Iterator[None]:
        """Draw ``edges`` in their order, some dozens a step."""
        keys = _keys(edges.layer, edges.index, edges.faint).tolist()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, edges.smooth)
        draw = self._fill if edges.smooth and not edges.exact else self._stroke
        yield from draw(painter, keys, edges)

    def below(self, edges: Edges, top: float) -> Edges:
        """Those of ``edges`` that reach below ``top``."""
        begins, ends = self._ends(_keys(edges.layer, edges.index, edges.faint).tolist())
        down = np.maximum(begins[:, 1], ends[:, 1]) + _AROUND > top
        parts = (getattr(edges, name)[down] for name in ("layer", "index", "width", "kind"))
        return Edges(*parts, smooth=edges.smooth, exact=edges.exact, omitted=edges.omitted)

    def area(self, edges: Edges) -> QRectF:
        """What ``edges`` are drawn within."""
        around = QRectF()
        for layer in {*edges.layer.tolist(), *(edges.layer - 1).tolist()}:
            around |= QRectF(*self._layout.layers[layer].box)
        return around.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)

    def draw_blank(self, painter: QPainter) -> None:
        """The edges of a network whose weights are not known yet, where they are few."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for layer, (before, after) in enumerate(pairwise(self._layout.layers), start=1):
            count = before.units * after.units
            if count <= LIMITS["edgesPerPair"]:
                index = np.arange(count)
                for key in _keys(np.full(count, layer), index, np.zeros(count, dtype=bool)).tolist():
                    painter.strokePath(self._path(key), self._blank)

    def _fill(self, painter: QPainter, keys: list[int], edges: Edges) -> Iterator[None]:
        self._add([key for key in keys if key not in self._places])
        places = [self._places[key] for key in keys]
        half = edges.width[:, None, None] / 2
        offset = self._normals[places] * half
        points = np.concatenate(
            [self._middles[places] + offset, (self._middles[places] - offset)[:, ::-1]], 1
        )
        outlines, corners, brushes = self._outlines, self._corners, self._brushes
        painter.setPen(Qt.PenStyle.NoPen)
        before = -1
        for number, (place, kind, outline) in enumerate(
            zip(places, edges.kind.tolist(), points, strict=True), start=1
        ):
            if self.dashes and kind % 2 == 0:
                painter.strokePath(self._path(keys[number - 1]), self._pen(kind, edges.width[number - 1]))
                continue
            corners[place][...] = outline
            if kind != before:
                painter.setBrush(brushes[kind])
                before = kind
            painter.drawPolygon(outlines[place])
            if number % _STEP_EDGES == 0:
                yield

    def _stroke(self, painter: QPainter, keys: list[int], edges: Edges) -> Iterator[None]:
        for number, (key, width, kind) in enumerate(
            zip(keys, edges.width.tolist(), edges.kind.tolist(), strict=True), start=1
        ):
            painter.strokePath(self._path(key), self._pen(kind, width))
            if number % _STEP_EDGES == 0:
                yield

    def _pen(self, kind: int, width: float) -> QPen:
        step, dashed = round(width * _STEPS), self.dashes and kind % 2 == 0
        pen = self._pens.get((kind, step, dashed))
        if pen is None:
            pen = self._pens[kind, step, dashed] = _pen(self._colors[kind], step / _STEPS)
            if dashed:
                pen.setDashPattern(dash_pattern(step / _STEPS))
        return pen

    def _add(self, keys: list[int]) -> None:
        """Make room for the outlines of edges that have not been drawn so far."""
        if not keys:
            return
        middles, normals = _lines(*self._ends(keys))
        self._middles = np.concatenate([self._middles, middles])
        self._normals = np.concatenate([self._normals, normals])
        for key in keys:
            self._places[key] = len(self._outlines)
            outline = QPolygonF([QPointF()] * (2 * _POINTS))
            self._outlines.append(outline)
            self._corners.append(_points_of(outline))

    def _path(self, key: int) -> QPainterPath:
        if key not in self._paths:
            begins, ends = self._ends([key])
            self._paths[key] = curve(begins[0].tolist(), ends[0].tolist())
        return self._paths[key]

    def _ends(self, keys: list[int]) -> tuple[Array, Array]:
        """Where edges begin and end, (edges, 2) each."""
        begins, ends = np.empty((len(keys), 2)), np.empty((len(keys), 2))
        array = np.array(keys)
        layers, faints, indices = array >> _FAINT_BIT + 1, array >> _FAINT_BIT & 1, array & _INDEX_MASK
        for layer, faint in set(zip(layers.tolist(), faints.tolist(), strict=True)):
            own = (layers == layer) & (faints == faint)
            froms, tos = self._layout.faint_ends(layer) if faint else self._layout.ends(layer)
            begins[own] = froms[indices[own] // len(tos)]
            ends[own] = tos[indices[own] % len(tos)]
        return begins, ends


def _keys(layer: NDArray[np.intp], index: NDArray[np.intp], faint: NDArray[np.bool]) -> NDArray[np.intp]:
    """One number for each edge; faint ones have other ends than the same edge drawn clearly."""
    return (layer << _FAINT_BIT + 1) + (faint.astype(np.intp) << _FAINT_BIT) + index


def _points_of(polygon: QPolygonF) -> Array:
    """The points of ``polygon`` as an array over its own memory: writing there moves them."""
    pointer: Any = VoidPtr
    memory = pointer(polygon.data(), 16 * polygon.size(), True)
    return np.frombuffer(memory, dtype=np.float64).reshape(-1, 2)


def _lines(begins: Array, ends: Array) -> tuple[Array, Array]:
    """Points on the curves of edges, and the normals there: (edges, points, 2) each."""
    bend = np.zeros_like(begins)
    bend[:, 0] = BEND * (ends[:, 0] - begins[:, 0])
    control = np.stack([begins, begins + bend, ends - bend, ends], axis=1)
    t = _SPACING
    at = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    along = np.hstack([(1 - t) ** 2, 2 * t * (1 - t), t**2])
    middles = np.einsum("pc,ecd->epd", at, control)
    tangents = np.einsum("pc,ecd->epd", along, np.diff(control, axis=1))
    normals = np.stack([-tangents[:, :, 1], tangents[:, :, 0]], axis=2)
    return middles, normals / np.linalg.norm(normals, axis=2, keepdims=True)


def _spacing() -> Array:
    """Where on a curve its points lie, (points, 1): the chords between them are equally far from it.

    How far a chord is goes with the square of its part of t, times the curvature there.
    """
    t = np.linspace(0.0, 1.0, 2001)
    x = 3.0 * (BEND * ((1 - t) ** 2 + t**2) + (2.0 - 4.0 * BEND) * t * (1 - t))  # derivatives by t
    y = _SLOPE * 6.0 * t * (1 - t)
    apart = np.sqrt(np.abs(x * np.gradient(y, t) - y * np.gradient(x, t)) / np.hypot(x, y))
    before = np.concatenate([[0.0], np.cumsum(apart[1:] + apart[:-1])])
    return np.interp(np.linspace(0.0, before[-1], _POINTS), before, t)[:, None]


_SPACING = _spacing()


def curve(begin: Sequence[float], end: Sequence[float]) -> QPainterPath:
    """The curve of an edge or a connector."""
    (x0, y0), (x1, y1) = begin, end
    bend = BEND * (x1 - x0)
    path = QPainterPath(QPointF(x0, y0))
    path.cubicTo(x0 + bend, y0, x1 - bend, y1, x1, y1)
    return path


def dash_pattern(width: float) -> list[float]:
    """Dashes and gaps of a negative weight's edge, in widths of its line; also thin ones are no dots."""
    dash = max(_DASH * width, _LEAST_DASH) / max(width, 0.1)
    return [dash, _DASH_GAP * dash]


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
