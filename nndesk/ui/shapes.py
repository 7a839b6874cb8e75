"""Plates, icons, chips and shadows: what more than one widget paints."""

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from nndesk.ui.theme import RADIUS, STROKE, Theme, draw_text


def pixel_ratio(painter: QPainter) -> float:
    """Pixels a point of what is painted on; also where a picture is taken finer than the screen."""
    return round(painter.deviceTransform().m11() / painter.worldTransform().m11(), 3)


def rounded(painter: QPainter, rect: QRectF, radius: float, fill: QColor | None, pen: QColor | None) -> None:
    """A rounded rectangle whose 1 px outline lies inside ``rect``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if pen is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(QPen(pen, STROKE["control"]))
        rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(rect, radius, radius)


def draw_icon(painter: QPainter, center: QPointF, theme: Theme, icon: str, token: str, size: float) -> None:
    """An icon around ``center``, sharp at the ratio of what is painted on."""
    pixmap = theme.pixmap(icon, token, size, pixel_ratio(painter))
    painter.drawPixmap(QPointF(round(center.x() - size / 2), round(center.y() - size / 2)), pixmap)


def draw_chip(painter: QPainter, rect: QRectF, theme: Theme, text: str, role: str = "caption") -> None:
    """Text on a surface with a border: labels that lie over edges."""
    rounded(painter, rect, rect.height() / 2, theme.color("surface"), theme.color("border"))
    draw_text(painter, rect, Qt.AlignmentFlag.AlignCenter, text, theme.font(role), theme.color("text"))


def draw_key(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """The plate of a key of the keyboard: its lower side is thicker."""
    radius = RADIUS["tick"] + 2
    rounded(painter, rect, radius, theme.color("border"), None)
    rounded(painter, rect.adjusted(0, 0, 0, -1), radius, theme.color("surface"), theme.color("border"))


_SHADOW_REACH = 28
_SHADOWS_KEPT = 16
_shadows: dict[tuple[str, int, int], QPixmap] = {}


def draw_shadow(painter: QPainter, rect: QRect, theme: Theme) -> None:
    """The soft shadow of a card or toolbar that floats at ``rect``; its parent paints it."""
    key = (theme.name, rect.width(), rect.height())
    if key not in _shadows:
        if len(_shadows) >= _SHADOWS_KEPT:
            _shadows.clear()
        _shadows[key] = _shadow(rect.width(), rect.height(), theme)
    painter.drawPixmap(rect.left() - _SHADOW_REACH, rect.top() - _SHADOW_REACH, _shadows[key])


def shadowed(rect: QRect) -> QRect:
    """What the shadow of a card or toolbar at ``rect`` may reach."""
    return rect.adjusted(-_SHADOW_REACH, -_SHADOW_REACH, _SHADOW_REACH, _SHADOW_REACH)


def _shadow(width: int, height: int, theme: Theme) -> QPixmap:
    # A blurred rounded rectangle is close to a smooth step of the distance from its outline.
    x = np.abs(np.arange(width + 2 * _SHADOW_REACH) + 0.5 - _SHADOW_REACH - width / 2)
    rows = np.arange(height + 2 * _SHADOW_REACH) + 0.5 - _SHADOW_REACH - height / 2
    clear = np.ones((len(rows), len(x)))
    radius = RADIUS["card"]
    for down, blur, alpha in theme.shadows:
        dx = np.maximum(x - width / 2 + radius, 0.0)
        dy = np.maximum(np.abs(rows - down) - height / 2 + radius, 0.0)
        distance = np.hypot(dx[None, :], dy[:, None]) - radius
        clear *= 1.0 - alpha / (1.0 + np.exp(1.702 * distance / (blur / 2)))
    color = theme.shadow_color
    opacity = 1.0 - clear
    argb = np.rint(opacity * 255).astype(np.uint32) << 24
    for shift, part in ((16, color.red()), (8, color.green()), (0, color.blue())):
        argb |= np.rint(opacity * part).astype(np.uint32) << shift
    image = QImage(argb.tobytes(), argb.shape[1], argb.shape[0], QImage.Format.Format_ARGB32_Premultiplied)
    return QPixmap.fromImage(image)
