"""What marks the row or the point that is shown: a violet ring, and a cross in a ring where it is no row."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nndesk.ui.theme import Theme

_HALO = 1.25
_RING = 2.0
_CROSS = 3.5  # how far the arms of a probe reach out of its ring
_DASHES = (4.0, 3.0)  # px


def paint_ring(painter: QPainter, at: QPointF, radius: float, theme: Theme, width: float = _RING) -> None:
    """The ring around a mark of ``radius``, clear of what lies below it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    around = radius + width / 2
    painter.setPen(QPen(theme.color("surface"), width + 2 * _HALO))
    painter.drawEllipse(at, around, around)
    painter.setPen(QPen(theme.color("sel"), width))
    painter.drawEllipse(at, around, around)


def paint_probe(painter: QPainter, at: QPointF, radius: float, theme: Theme, width: float = _RING) -> None:
    """A ring with four arms, where no row need be."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    arms = [
        QLineF(at + side * radius, at + side * (radius + _CROSS + width / 2))
        for side in (QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1))
    ]
    painter.setPen(QPen(theme.color("surface"), width + 2 * _HALO))
    painter.drawLines(arms)
    paint_ring(painter, at, radius, theme, width)
    painter.setPen(QPen(theme.color("sel"), width))
    painter.drawLines(arms)


def paint_what_if(painter: QPainter, rect: QRectF, radius: float, theme: Theme) -> None:
    """The frame of values that belong to no row: violet and dashed."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(theme.color("sel"), _RING, c=Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([length / _RING for length in _DASHES])
    painter.setPen(pen)
    inset = _RING / 2
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)
