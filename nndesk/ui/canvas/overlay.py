"""What is drawn over a picture of the network: edges that are selected or pointed at, and values on chips.

A pointer that moves draws this anew, not the picture below it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QRegion

from nndesk.ui.canvas.edges import curve
from nndesk.ui.canvas.hits import Place, has_gauge, middle_of
from nndesk.ui.canvas.layout import GAUGE_OVERHANG, Form, Layout
from nndesk.ui.shapes import draw_icon, rounded
from nndesk.ui.theme import RADIUS, STROKE, Theme, draw_text

Array = NDArray[np.floating[Any]]

_GAP, _RING = 1.0, 2.0  # from a selected edge to the ring around it, and how wide that is
_WIDER = 1.5  # an edge under the pointer
_DOTS = (0.1, 2.2)  # of an edge that is cut, in widths of its line
_DOTTED = 2.5
_AROUND_END = 3.0  # from a neuron at the end of a selected edge to its ring
_AWAY = 2.0  # from a neuron to a chip that makes way
_CHIP_PAD, _LOCK, _LOCK_GAP = 8, 11, 3


@dataclass(frozen=True, slots=True)
class Stroke:
    """How an edge is drawn."""

    place: Place
    width: float
    color: QColor
    cut: bool


class Overlay:
    """Draws over one layout in one theme."""

    def __init__(self, layout: Layout, theme: Theme) -> None:
        self._layout, self._theme = layout, theme
        # With gauges and headers, as left, top, right and bottom.
        rects = [_extended(layer.rects, has_gauge(layout, i)) for i, layer in enumerate(layout.layers)]
        headers = np.array([layer.header for layer in layout.layers])
        self._neurons = np.concatenate([*rects, _extended(headers, False)])

    def draw_selected(self, painter: QPainter, edge: Stroke) -> None:
        """An edge in a ring, and the neurons that it joins in thin ones."""
        theme, path = self._theme, self._path(edge.place)
        painter.save()
        self._keep_off_neurons(painter, edge.place)
        sel, canvas = theme.color("sel"), theme.color("canvas")
        if edge.cut:
            painter.strokePath(path, _pen(canvas, _DOTTED + 2 * _RING))
            painter.strokePath(path, _dotted(sel))
        else:
            painter.strokePath(path, _pen(sel, edge.width + 2 * (_GAP + _RING)))
            painter.strokePath(path, _pen(canvas, edge.width + 2 * _GAP))
            painter.strokePath(path, _pen(edge.color, edge.width))
        painter.restore()
        layer, source, unit = edge.place
        painter.setPen(QPen(sel, STROKE["selected"]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for number, end in ((layer - 1, source), (layer, unit)):
            self._draw_end(painter, number, end)

    def draw_pointed(self, painter: QPainter, edge: Stroke) -> None:
        """An edge lifted above all others; the place of one that is cut."""
        path, canvas = self._path(edge.place), self._theme.color("canvas")
        painter.save()
        self._keep_off_neurons(painter, edge.place)
        if edge.cut:
            painter.strokePath(path, _dotted(self._theme.color("text2")))
        else:
            painter.strokePath(path, _pen(canvas, edge.width + 2 * (_WIDER + _GAP)))
            painter.strokePath(path, _pen(edge.color, edge.width + _WIDER))
        painter.restore()

    def chip(self, text: str, center: tuple[float, float], *, lock: bool = False) -> QRectF:
        """Where a chip with ``text`` goes: around a point, inside the canvas."""
        theme = self._theme
        width = QFontMetricsF(theme.font("caption")).horizontalAdvance(text) + 2 * _CHIP_PAD
        width = round(width + (_LOCK + _LOCK_GAP if lock else 0))
        height = theme.px(2 * RADIUS["chip"] - 2)
        x = min(max(center[0] - width / 2, 2.0), self._layout.width - width - 2)
        y = min(max(center[1] - height / 2, 2.0), self._layout.height - height - 2)
        return QRectF(round(x), round(y), width, height)

    def value_chip(
        self, words: Sequence[str], edge: Place, taken: Sequence[QRectF], *, lock: bool = False
    ) -> tuple[QRectF, str]:
        """Where the value of an edge is written, and which of ``words``, the longest first.

        Over the middle of the edge where that covers no neuron and nothing that is ``taken``, else as
        little above or below as will do.
        """
        center = middle_of(self._layout, edge)
        boxes = [(self.chip(text, center, lock=lock), text) for text in words]
        others = np.array([rect.getCoords() for rect in taken]).reshape(-1, 4)
        others = np.concatenate([self._neurons, others])
        for box, text in boxes:
            if not _met(box, others):
                return box, text
        box, text = boxes[-1]
        beside = others[(others[:, 0] < box.right()) & (others[:, 2] > box.left())]
        tops = np.concatenate([beside[:, 1] - box.height() - _AWAY, beside[:, 3] + _AWAY])
        tops = tops[(tops >= 0) & (tops <= self._layout.height - box.height())]
        for top in sorted(tops.tolist(), key=lambda top: abs(top - box.top())):
            place = QRectF(box.left(), round(top), box.width(), box.height())
            if not _met(place, beside):
                return place, text
        return box, text

    def draw_chip(
        self, painter: QPainter, box: QRectF, text: str, *, lock: bool = False, selected: bool = False
    ) -> None:
        """Text on a surface, with a lock before it where training leaves the value alone."""
        theme = self._theme
        border = theme.color("sel" if selected else "borderStrong")
        rounded(painter, box, box.height() / 2, theme.color("surface"), border)
        words = QRectF(box)
        if lock:
            center = QPointF(box.left() + _CHIP_PAD + _LOCK / 2 - 1, box.center().y())
            draw_icon(painter, center, theme, "lock", "text", _LOCK)
            words.setLeft(box.left() + _LOCK + _LOCK_GAP)
        font = theme.font("caption")
        draw_text(painter, words, Qt.AlignmentFlag.AlignCenter, text, font, theme.color("text"))

    def draw_focus(self, painter: QPainter, box: QRectF) -> None:
        """The ring around a chip whose edge has the keyboard."""
        out = STROKE["focusGap"] + STROKE["focusRing"] / 2
        ring = box.adjusted(-out, -out, out, out)
        painter.setPen(QPen(self._theme.color("sel"), STROKE["focusRing"]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)

    def _path(self, place: Place) -> QPainterPath:
        layer, source, unit = place
        begins, ends = self._layout.ends(layer)
        return curve(begins[source].tolist(), ends[unit].tolist())

    def _keep_off_neurons(self, painter: QPainter, place: Place) -> None:
        """Edges lie under the neurons of a block that they pass."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        blocks = [self._layout.layers[n] for n in (place[0] - 1, place[0])]
        free = QRegion(QRectF(0, 0, self._layout.width, self._layout.height).toAlignedRect())
        for layer in blocks:
            if layer.form is Form.BLOCK:
                for rect in layer.rects.tolist():
                    free -= QRegion(QRectF(*rect).toAlignedRect())
        painter.setClipRegion(free, Qt.ClipOperation.IntersectClip)

    def _draw_end(self, painter: QPainter, number: int, unit: int) -> None:
        layer = self._layout.layers[number]
        rect = QRectF(*layer.rect(unit))
        if layer.form in (Form.STRIP, Form.PIXELS):
            painter.drawRect(rect.adjusted(-1, -1, 1, 1))
            return
        rect.adjust(-_AROUND_END, -_AROUND_END, _AROUND_END, _AROUND_END)
        radius = RADIUS["neuron"] * rect.width()
        painter.drawRoundedRect(rect, radius, radius)


def _extended(rects: Array, gauges: bool) -> Array:
    ends = rects[:, :2] + rects[:, 2:]
    ends[:, 1] += GAUGE_OVERHANG if gauges else 0
    return np.concatenate([rects[:, :2], ends], axis=1)


def _met(box: QRectF, others: Array) -> bool:
    """Whether ``box`` lies on one of others."""
    across = (others[:, 0] < box.right()) & (others[:, 2] > box.left())
    return bool((across & (others[:, 1] < box.bottom()) & (others[:, 3] > box.top())).any())


def _pen(color: QColor, width: float) -> QPen:
    return QPen(color, width, c=Qt.PenCapStyle.FlatCap)


def _dotted(color: QColor) -> QPen:
    pen = QPen(color, _DOTTED, c=Qt.PenCapStyle.RoundCap)
    pen.setDashPattern(_DOTS)
    return pen
