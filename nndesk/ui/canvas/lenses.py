"""The lenses: what else the canvas shows of a network than its activations and weights.

Gradient: edges by |∂L/∂w|, neurons by |δ|. Health: hatched neurons are saturated, those with a 0 are dead,
and a bar under each header is the mean gradient of its layer. A lens is drawn once a snapshot has what it
needs; until then the one before stays. What is no number is grey.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap

from nndesk.engine.diagnostics import MOST
from nndesk.engine.network import LayerPlace
from nndesk.project.messages import Snapshot
from nndesk.ui.canvas.edges import GRADIENT, QUIET, SIGNED, reference
from nndesk.ui.canvas.layout import Form, Layout, Rect
from nndesk.ui.shapes import rounded
from nndesk.ui.theme import RADIUS, STROKE, Theme, draw_text

Array = NDArray[np.floating[Any]]

LENSES = ("activation", "gradient", "health")

_BADGE = 18.0  # of a dead neuron
_LEAST_BADGE = 14.0  # with room for a written 0
_INWARD, _DOWN = 4.0, 2.0  # from a neuron's corner to the middle of its badge
_STRIPE, _STRIPES_APART = 1.5, 5.7
_HATCHED = 0.6  # opacity of stripes
_LEAST_STRIPES = 3.0  # how close they come in cells
_BAR_DOWN, _BAR_HEIGHT = 4.0, 5.0  # below a header
_CENTER = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class Scale:
    """What the legend says of a lens: its largest numbers, and over how many training rows they are means."""

    lens: str = "activation"
    edge: float = 0.0  # |∂L/∂w| of a thick line; of the health lens, of a whole bar
    unit: float = 0.0  # |δ| of a full colour
    rows: int = 0


class Lens:
    """The present lens over one layout in one theme."""

    def __init__(self, layout: Layout, theme: Theme, ratio: float, places: Sequence[LayerPlace]) -> None:
        self._layout, self._theme, self._places = layout, theme, places
        self._marks = HealthMarks(layout, theme, ratio)
        self._wanted = "activation"
        self._gradient: list[Array] = []
        self.scale = Scale()
        #: How full each unit's colour is, layer by layer; None where a layer shows its pictures.
        self.levels: list[Array | None] = [None] * len(layout.layers)

    @property
    def shown(self) -> str:
        return self.scale.lens

    def want(self, name: str) -> None:
        """Show ``name`` from the next snapshot on that has what it needs."""
        self._wanted = name

    @np.errstate(all="ignore")
    def show(self, snapshot: Snapshot) -> None:
        """Take up a snapshot that belongs to the layout."""
        shown = next((n for n in (self._wanted, self.shown) if _has(snapshot, n)), "activation")
        self._gradient, edge, unit = [], 0.0, 0.0
        self.levels = [None] * len(self._layout.layers)
        if shown == "gradient" and snapshot.gradient is not None:
            flat = snapshot.gradient
            self._gradient = [np.abs(flat[place.weights]).reshape(place.shape) for place in self._places]
            edge, unit = reference(self._gradient), reference(snapshot.deltas)
            self.levels[1:] = [delta / (unit or 1.0) for delta in snapshot.deltas]
        elif shown == "health":
            edge = self._marks.show(snapshot)
        self.scale = Scale(shown, edge, unit, snapshot.flow_rows)

    def edges(self, weights: Sequence[Array], scale: float) -> tuple[Sequence[Array], float, int]:
        """What edges show, what of it a thick line is, and their colours."""
        if self.shown == "gradient":
            return self._gradient, self.scale.edge, GRADIENT
        return weights, scale, QUIET if self.shown == "health" else SIGNED

    def is_dead(self, layer: int, unit: int) -> bool:
        """Whether a neuron, counted as on the canvas, is marked as dead."""
        return self.shown == "health" and (layer, unit) in self._marks.dead

    def is_saturated(self, layer: int, unit: int) -> bool:
        return self.shown == "health" and (layer, unit) in self._marks.saturated

    def draw(self, painter: QPainter) -> Iterator[None]:
        """Draw what lies over the neurons."""
        if self.shown == "health":
            self._marks.draw(painter)
            yield


def _has(snapshot: Snapshot, lens: str) -> bool:
    """Whether a snapshot has what a lens shows."""
    return {"gradient": snapshot.gradient is not None, "health": bool(snapshot.diagnostics)}.get(lens, True)


class HealthMarks:
    """Hatching, zeros and bars of one layout, in one theme and for one ratio of pixels."""

    def __init__(self, layout: Layout, theme: Theme, ratio: float) -> None:
        self._layout, self._theme, self._ratio = layout, theme, ratio
        self.saturated: list[tuple[int, int]] = []
        self.dead: list[tuple[int, int]] = []
        self._bars: list[float] = []
        self._hatches: dict[float, QPixmap] = {}

    def show(self, snapshot: Snapshot) -> float:
        """Take up the diagnostics of a snapshot; returns the mean gradient of a whole bar."""
        layers = list(enumerate(snapshot.diagnostics, start=1))
        hidden = layers[:-1]  # an output may well be sure of what it says
        self.saturated = [
            (n, unit)
            for n, layer in hidden
            if layer.saturated is not None
            for unit in np.flatnonzero(layer.saturated > MOST).tolist()
        ]
        self.dead = [
            (n, unit)
            for n, layer in layers
            if layer.dead is not None
            for unit in np.flatnonzero(layer.dead).tolist()
        ]
        means = np.array([layer.gradient for _, layer in layers])
        known = means[np.isfinite(means)]
        most = float(known.max()) if len(known) else 0.0
        self._bars = (means / (most or 1.0)).tolist()
        return most

    def draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for n, unit in self.saturated:
            rect = self._layout.layers[n].rect(unit)
            painter.drawPixmap(QPointF(rect.x, rect.y), self._hatch(n, rect.width))
        for n, unit in self.dead:
            self._draw_zero(painter, n, self._layout.layers[n].rect(unit))
        for layer, share in zip(self._layout.layers[1:], self._bars, strict=True):
            self._draw_bar(painter, bar_of(layer.header), share)

    def _hatch(self, n: int, side: float) -> QPixmap:
        """The stripes of a saturated neuron, or of a cell of a strip."""
        cell = self._layout.layers[n].form is Form.STRIP
        if side not in self._hatches:
            size = round(side * self._ratio + 0.5)
            pixmap = QPixmap(size, size)
            pixmap.setDevicePixelRatio(self._ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            draw_hatch(painter, QRectF(0, 0, side, side), self._theme, 0 if cell else RADIUS["neuron"] * side)
            painter.end()
            self._hatches[side] = pixmap
        return self._hatches[side]

    def _draw_zero(self, painter: QPainter, n: int, rect: Rect) -> None:
        if self._layout.layers[n].form is Form.STRIP:
            draw_zero(painter, QRectF(*rect), self._theme)
            return
        size = min(_BADGE, 0.6 * rect.width)
        box = QRectF(rect.x + _INWARD - size / 2, rect.y + _DOWN - size / 2, size, size)
        bar = bar_of(self._layout.layers[n].header)
        if bar.bottom() <= rect.y:  # a neuron right below the bar keeps its badge below it too
            box.moveTop(max(box.top(), bar.bottom() + 1))
        draw_zero(painter, box, self._theme)

    def _draw_bar(self, painter: QPainter, rect: QRectF, share: float) -> None:
        draw_bar(painter, rect, self._theme, share)


def changed_area(layout: Layout, lens: str, top: int, right: int) -> QRect:
    """Around all that a new snapshot changes, no higher than ``top`` and no further than ``right``."""
    area = QRectF(*layout.changing).toAlignedRect()
    if not layout.moved:
        bars = lens == "health"  # which lie right below the headers
        area.setTop(top if bars else max(area.top(), top))
        area.setRight(right if bars else min(area.right(), right))
    return area


def bar_of(header: Rect) -> QRectF:
    """Where the bar of a layer's mean gradient is."""
    return QRectF(header.x, header.bottom + _BAR_DOWN, header.width, _BAR_HEIGHT)


def draw_bar(painter: QPainter, rect: QRectF, theme: Theme, share: float) -> None:
    """A bar of a gradient, filled up to ``share``; no number leaves it grey."""
    radius = rect.height() / 2
    rounded(painter, rect, radius, theme.color("surface3"), None)
    if share > 0:
        filled = QRectF(rect)
        filled.setWidth(max(min(share, 1.0) * rect.width(), 2.0))
        radius = min(radius, filled.width() / 2)
        rounded(painter, filled, radius, theme.color("grad"), None)


def draw_hatch(
    painter: QPainter,
    rect: QRectF,
    theme: Theme,
    radius: float,
) -> None:
    """Slanted stripes through which the colours below can be seen."""
    outline = QPainterPath()
    outline.addRoundedRect(rect, radius, radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
    apart = max(_LEAST_STRIPES, min(_STRIPES_APART, rect.width() / 3.5))
    painter.setOpacity(_HATCHED)
    painter.setPen(QPen(theme.color("text"), min(_STRIPE, apart / 3), c=Qt.PenCapStyle.FlatCap))
    x = rect.left() - rect.height() + apart / 2
    while x < rect.right():
        painter.drawLine(QLineF(x, rect.bottom() + 1, x + rect.height() + 2, rect.top() - 1))
        x += apart * 1.4142
    painter.restore()


def draw_zero(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """The 0 of a dead neuron: written where there is room, else drawn."""
    if box.width() < _LEAST_BADGE:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        zero = box.adjusted(0.3 * box.width(), 0.2 * box.height(), -0.3 * box.width(), -0.2 * box.height())
        painter.setBrush(theme.color("surface"))
        painter.setPen(QPen(theme.color("text"), STROKE["neuron"]))
        painter.drawEllipse(zero)
        return
    rounded(painter, box, box.height() / 2, theme.color("surface"), theme.color("borderStrong"))
    font = theme.font("bodyStrong", 11 / 13)
    font.setPixelSize(min(font.pixelSize(), 12))  # larger text has no larger badge
    draw_text(painter, box, _CENTER, "0", font, theme.color("text"))
