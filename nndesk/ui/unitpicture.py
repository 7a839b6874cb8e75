"""One neuron, large: its output over the inputs, or its incoming weights where the inputs are an image."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from nndesk.engine.activations import Activation
from nndesk.ui.canvas.neurons import REACH, levels, resampling
from nndesk.ui.points import round_path
from nndesk.ui.shapes import pixel_ratio
from nndesk.ui.theme import RADIUS, Appearance, Theme

Array = NDArray[np.floating[Any]]

_SIDE = 132
_HEADROOM = 0.84  # of half the height, the farthest point of a curve


class UnitPicture(QWidget):
    """A square. Holds what it was given last; hidden where there is nothing honest to show."""

    pictured = True  # it can be copied

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._values: Array = np.empty(0)  # (rows, columns) of a plane or an image, (points,) of a curve
        self._smooth = True
        self.setObjectName("unitPicture")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()
        appearance.changed.connect(self.update)

    def show_output(self, values: Array, activation: Activation | None, label: str) -> None:
        """Show a neuron's output over the plane of its inputs (side, side), or over one input (points,)."""
        with np.errstate(all="ignore"):
            grid = values[None] if values.ndim == 2 else values[None, None]
            level = levels(grid, activation, sample=False)[0]
        self._show(level if values.ndim == 2 else level[0], True, label)

    def show_weights(self, values: Array, label: str) -> None:
        """Show the weights of an image's pixels (rows, columns), the largest in full colour."""
        largest = float(np.abs(values).max()) or 1.0
        self._show(values / (REACH * largest), False, label)

    def _show(self, values: Array, smooth: bool, label: str) -> None:
        self._values, self._smooth = values, smooth
        self.setAccessibleName(label)
        self.show()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect = self._appearance.theme, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(round_path(rect, RADIUS["tile"]))
        if self._values.ndim == 2:
            painter.drawImage(rect, self._image(round(self.width() * pixel_ratio(painter)), theme))
        else:
            painter.fillRect(rect, theme.color("surface2"))
            self._paint_curve(painter, rect, theme)

    def _image(self, side: int, theme: Theme) -> QImage:
        """The values in colours, with all pixels of the screen."""
        rows, columns = self._values.shape
        down, across = (resampling(points, side, self._smooth) for points in (rows, columns))
        values = np.nan_to_num(self._values.astype(np.float32), posinf=2.0, neginf=-2.0).clip(-2.0, 2.0)
        index = ((down @ values @ across.T) * (127.5 * REACH) + 128.0).clip(0, 255).astype(np.intp)
        colors = np.take(theme.diverging, index)
        return QImage(colors.data, side, side, 4 * side, QImage.Format.Format_RGB32).copy()

    def _paint_curve(self, painter: QPainter, rect: QRectF, theme: Theme) -> None:
        """The output over one input, filled to zero in the colours of signs."""
        middle, reach = rect.center().y(), _HEADROOM * rect.height() / 2
        values = np.nan_to_num(self._values, posinf=9.0, neginf=-9.0).clip(-9.0, 9.0)
        x = np.linspace(rect.left(), rect.right(), len(values))
        y = middle - reach * values
        line = [QPointF(*at) for at in zip(x.tolist(), y.tolist(), strict=True)]
        ends = [QPointF(rect.right(), middle), QPointF(rect.left(), middle)]
        above = QRectF(rect.left(), rect.top(), rect.width(), middle - rect.top())
        for token, half in (("pos", above), ("neg", above.translated(0, above.height()))):
            painter.save()
            painter.setClipRect(half, Qt.ClipOperation.IntersectClip)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.premix(theme.color(token), 0.35, theme.color("surface2")))
            painter.drawPolygon(QPolygonF([*line, *ends]))
            painter.restore()
        painter.setPen(QPen(theme.color("borderStrong"), 1.0))
        painter.drawLine(ends[1], ends[0])
        painter.setPen(QPen(theme.color("text"), 2.0))
        painter.drawPolyline(QPolygonF(line))
