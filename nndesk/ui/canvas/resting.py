"""The edges of a picture at rest, as pixels.

Nothing new comes then, but the picture is drawn again all the same: beside another card, in another
language. What is drawn from here has the very pixels that drawing would give.
"""

import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap

from nndesk.ui.canvas.edges import EdgePainter, Edges
from nndesk.ui.canvas.layout import Layout
from nndesk.ui.shapes import shadowed

_WHOLE = 4  # points that are whole pixels where a screen's ratio is one in quarters


class Resting:
    """Keeps edges together with the background below them, down to what floats at the bottom.

    That has another width with other words, and edges there are drawn anew.
    """

    def __init__(self, layout: Layout, painter: EdgePainter, ratio: float) -> None:
        self._painter, self._ratio, self._height = painter, ratio, layout.height
        self._whole = QRectF(0, 0, layout.width, layout.height)
        self._edges: Edges | None = None
        self._below: tuple[object, ...] = ()
        self._area, self._pixmap = QRectF(), QPixmap()

    def keep(self, edges: Edges, background: QPixmap, floating: Sequence[QRect], data_height: float) -> None:
        """Draw ``edges`` on ``background``, which shows the shadows of what is ``floating``."""
        area = self._painter.area(edges) & self._whole
        if not len(edges.layer) or area.isEmpty() or self._ratio * _WHOLE % 1:
            return
        lower = (shadowed(rect) for rect in floating if rect.top() > self._height / 2)
        bottom = min([area.bottom(), *(rect.top() for rect in lower if area.intersects(QRectF(rect)))])
        left, top = (_WHOLE * math.floor(at / _WHOLE) for at in (area.left(), area.top()))
        right, bottom = _WHOLE * math.ceil(area.right() / _WHOLE), _WHOLE * math.floor(bottom / _WHOLE)
        pixmap = QPixmap(background)
        painter = QPainter(pixmap)
        for _ in self._painter.draw(painter, edges):
            pass
        painter.end()
        self._edges, self._area = edges, QRectF(left, top, right - left, bottom - top)
        self._below = self._seen_below(floating, data_height)
        pixels = QRectF(self._area.topLeft() * self._ratio, self._area.size() * self._ratio)
        self._pixmap = pixmap.copy(pixels.toRect())

    def has(self, edges: Edges, floating: Sequence[QRect], data_height: float) -> bool:
        """Whether ``edges`` are kept as they would be drawn now."""
        return self._edges is edges and self._below == self._seen_below(floating, data_height)

    def draw(self, painter: QPainter, edges: Edges) -> Iterator[None]:
        """Draw ``edges``, which are kept, over a background that shows the same below them."""
        painter.drawPixmap(self._area.topLeft(), self._pixmap)
        painter.save()
        painter.setClipRect(self._whole.adjusted(0, self._area.bottom(), 0, 0))
        yield from self._painter.draw(painter, self._painter.below(edges, self._area.bottom()))
        painter.restore()

    def forget(self) -> None:
        self._edges, self._pixmap = None, QPixmap()

    def _seen_below(self, floating: Sequence[QRect], data_height: float) -> tuple[object, ...]:
        """What the background of other edges may show otherwise."""
        return (data_height, *(rect for rect in floating if self._area.intersects(QRectF(shadowed(rect)))))
