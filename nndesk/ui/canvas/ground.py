"""The ground of the canvas, its colour, dots and shadows; and a strip of it under the headers.

Headers stay where they are when the network is zoomed. What would lie under them ends at the strip.
"""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPixmap

from nndesk.ui.canvas.layout import GAUGE_OVERHANG, Layout
from nndesk.ui.shapes import draw_shadow
from nndesk.ui.theme import Theme

_DOT, _DOTS_APART = 2, 24
_BELOW_HEADERS = 6.0  # of a strip
_FADE = 10  # over so much a strip ends
_ABOVE = 8.0  # what belongs to a layer and lies above its neurons


def paint_ground(painter: QPainter, theme: Theme, layout: Layout, height: float, *, dotted: bool) -> None:
    """Paint the ground from the top down to ``height``."""
    painter.fillRect(QRectF(0, 0, layout.width, height), theme.color("canvas"))
    if not dotted:
        return
    left, top = ((_DOTS_APART // 2 - 1 + offset) % _DOTS_APART for offset in layout.offset)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("grid"))
    painter.drawRects(_dots(left, top, round(layout.width), round(height)))


@lru_cache(maxsize=4)
def _dots(left: int, top: int, right: int, bottom: int) -> list[QRect]:
    rows = range(top, bottom, _DOTS_APART)
    return [QRect(x, y, _DOT, _DOT) for y in rows for x in range(left, right, _DOTS_APART)]


def paint_shadows(painter: QPainter, theme: Theme, shadows: Sequence[QRect]) -> None:
    """Paint the shadows of what floats over the network."""
    for rect in shadows:
        draw_shadow(painter, rect, theme)


def strip_height(layout: Layout) -> float:
    """How far down the strip under the headers reaches; 0 where nothing lies there."""
    if not layout.moved:
        return 0.0
    bottom = max(layer.header.bottom for layer in layout.layers)
    shown = [layer.box for layer in layout.layers if layer.box.bottom + GAUGE_OVERHANG > 0]
    reached = any(box.y - _ABOVE < bottom for box in shown)
    return bottom + _BELOW_HEADERS if reached else 0.0


def painted_strip(
    theme: Theme, layout: Layout, shadows: Sequence[QRect], height: float, ratio: float, *, dotted: bool
) -> QPixmap:
    """The ground down to ``height``, fading out below."""
    whole = height + _FADE
    pixmap = QPixmap(round(layout.width * ratio), round(whole * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_ground(painter, theme, layout, whole, dotted=dotted)
    paint_shadows(painter, theme, shadows)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    fade = QLinearGradient(QPointF(0, height), QPointF(0, whole))
    fade.setColorAt(0, QColor(0, 0, 0, 255))
    fade.setColorAt(1, QColor(0, 0, 0, 0))
    painter.fillRect(QRectF(0, height, layout.width, _FADE), fade)
    painter.end()
    return pixmap
