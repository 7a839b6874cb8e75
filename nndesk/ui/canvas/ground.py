"""The ground of the canvas, its colour, dots and shadows; and a strip of it under the headers.

Headers stay where they are when the network is zoomed. What would lie under them ends at the strip.
"""

from collections.abc import Sequence

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
    dots = theme.color("grid")
    right, down = layout.offset
    rows = range((_DOTS_APART // 2 - 1 + down) % _DOTS_APART, round(height), _DOTS_APART)
    for y in rows if dotted else ():
        for x in range((_DOTS_APART // 2 - 1 + right) % _DOTS_APART, round(layout.width), _DOTS_APART):
            painter.fillRect(x, y, _DOT, _DOT, dots)


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
