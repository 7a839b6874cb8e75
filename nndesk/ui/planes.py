"""The output over the plane of two inputs, as the Loss card shows it."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPixmap

from nndesk.data.dataset import Dataset
from nndesk.project.messages import FIELD, Snapshot
from nndesk.project.spec import Experiment, low_target
from nndesk.ui.agreement import Agreement
from nndesk.ui.marks import paint_probe, paint_ring
from nndesk.ui.points import (
    Reading,
    Rows,
    Spot,
    nearest_row,
    paint_points,
    plane_places,
    round_path,
    shown_point,
)
from nndesk.ui.shapes import pixel_ratio
from nndesk.ui.theme import RADIUS, Theme

Array = NDArray[Any]

_AGREEMENT_AWAY = 12  # from the plane above it
_CLASS_SHARE = 0.75  # of the ramp for fields of classes, so that the points stand out
_REACH = 4.0  # how far beside a mark a press still means it


class PointLayer:
    """The points over a picture, which only another size or theme changes: painted once, kept as a pixmap."""

    def __init__(self) -> None:
        self._pixmap: QPixmap | None = None

    def forget(self) -> None:
        self._pixmap = None

    def paint(
        self, painter: QPainter, rect: QRectF, rows: Rows, places: Array, theme: Theme, **style: Any
    ) -> None:
        """Paint `paint_points` of ``rows``, whose ``places`` count from the corner of ``rect``."""
        ratio = pixel_ratio(painter)
        size = QSize(math.ceil(rect.width() * ratio), math.ceil(rect.height() * ratio))
        if self._pixmap is None or self._pixmap.size() != size:
            self._pixmap = QPixmap(size)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(Qt.GlobalColor.transparent)
            layer = QPainter(self._pixmap)
            paint_points(layer, places, rows, theme, **style)
            layer.end()
        painter.drawPixmap(rect.topLeft(), self._pixmap)


class Plane:
    """The output over the input plane with the points over it; of numbers also how they agree."""

    def __init__(self, experiment: Experiment, data: Dataset) -> None:
        self._rows = Rows.of(data)
        self._classes = data.kind.task == "classes"
        # Outputs between 0 and 1 fill the ramp from −1 to +1; numbers fill it by the range of the targets.
        self._low = low_target(experiment) if data.outputs == 1 else 0.0
        self._output = data.outputs - 1
        self._points = PointLayer()
        self._drawn = self._rows.drawn()
        self._agreement = None if self._classes else Agreement(self._rows)
        self._index = np.empty((FIELD, FIELD), np.intp)
        self._pixels = np.empty((FIELD, FIELD), np.uint32)
        self._image = QImage(
            self._pixels.data, FIELD, FIELD, 4 * FIELD, QImage.Format.Format_RGB32
        )  # shares the array: colouring is one np.take

    def height(self, width: int, theme: Theme) -> int:
        below = 0 if self._agreement is None else _AGREEMENT_AWAY + self._agreement.height(width, theme)
        return width + below

    def least_width(self, theme: Theme) -> int:
        return 0

    def spot(self, at: QPointF, rect: QRectF, snapshot: Snapshot | None) -> Spot:
        square = _square(rect)
        if self._agreement is not None and at.y() > square.bottom() + _AGREEMENT_AWAY / 2:
            return self._agreement.spot(at, _below(rect), snapshot)
        if not square.contains(at):
            return Spot()
        extent = self._rows.kind.extent
        share = (at - square.topLeft()) / square.width()
        raw = ((2 * share.x() - 1) * extent, (1 - 2 * share.y()) * extent)
        places = plane_places(square, self._rows.raw, extent)
        return Spot(nearest_row(at, places, self._drawn, self._radius(square) + _REACH), raw)

    def plane(self, rect: QRectF) -> QRectF:
        return _square(rect)

    def tip(self, at: QPointF, rect: QRectF, snapshot: Snapshot | None) -> str:
        return ""

    def reading(self, at: QPointF, rect: QRectF, snapshot: Snapshot) -> Reading | None:
        square = _square(rect)
        if snapshot.field.ndim != 3 or not square.contains(at):
            return None
        share = (at - square.topLeft()) / square.width()
        column, row = (min(int(part * FIELD), FIELD - 1) for part in (share.x(), share.y()))
        across, down = ((2 * place + 1) / FIELD - 1 for place in (column, row))  # the middle of its cell
        extent, value = self._rows.kind.extent, float(snapshot.field[self._output][row, column])
        return (across * extent, -down * extent), value

    def forget(self) -> None:
        self._points.forget()
        if self._agreement is not None:
            self._agreement.forget()

    def paint(self, painter: QPainter, rect: QRectF, snapshot: Snapshot | None, theme: Theme) -> None:
        self._paint_plane(painter, _square(rect), snapshot, theme)
        if self._agreement is not None:
            self._agreement.paint(painter, _below(rect), snapshot, theme)

    def _radius(self, square: QRectF) -> float:
        """Of a point's mark: discs of numbers have rims of their own."""
        return square.width() / (84 if self._classes else 100)

    def _paint_plane(self, painter: QPainter, rect: QRectF, snapshot: Snapshot | None, theme: Theme) -> None:
        path = round_path(rect, RADIUS["tile"])
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillPath(path, theme.color("surface2"))
        painter.save()
        painter.setClipPath(path)
        if snapshot is not None and snapshot.field.ndim == 3:
            self._color(snapshot.field[self._output], theme)
            painter.drawImage(rect, self._image)
        at = plane_places(QRectF(0, 0, rect.width(), rect.height()), self._rows.raw, self._rows.kind.extent)
        self._points.paint(painter, rect, self._rows, at, theme, radius=self._radius(rect))
        if snapshot is not None:
            self._paint_shown(painter, rect, snapshot, theme)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("borderStrong"), 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS["tile"], RADIUS["tile"])

    def _paint_shown(self, painter: QPainter, rect: QRectF, snapshot: Snapshot, theme: Theme) -> None:
        """Mark the point whose activations are shown."""
        raw = shown_point(snapshot, self._rows.raw)
        if raw is not None:
            (place,) = plane_places(rect, raw[None], self._rows.kind.extent).tolist()
            paint = paint_ring if snapshot.probe is None else paint_probe
            paint(painter, QPointF(*place), self._radius(rect) + 1.5, theme)

    def _color(self, field: Array, theme: Theme) -> None:
        """Colour the shared image from ``field`` (96, 96); what is not finite becomes grey."""
        finite = np.isfinite(field)
        whole = bool(finite.all())
        safe = field if whole else np.where(finite, field, 0.0)
        if self._classes:
            middle = (1.0 + self._low) / 2
            scale = 127.5 * _CLASS_SHARE / (1.0 - middle)
        else:
            middle, scale = 0.0, 127.5 / self._rows.limit
        # Cut before it is scaled: a network on its way out of the range of numbers would overflow.
        reach = 128.0 / scale
        near = np.clip(safe, middle - reach, middle + reach)
        np.clip((near - middle) * scale + 128.0, 0, 255, out=self._index, casting="unsafe")
        np.take(theme.diverging, self._index, out=self._pixels, mode="clip")
        if not whole:
            self._pixels[~finite] = theme.color("borderStrong").rgba()


def _square(rect: QRectF) -> QRectF:
    return QRectF(rect.topLeft(), QSizeF(rect.width(), rect.width()))


def _below(rect: QRectF) -> QRectF:
    return rect.adjusted(0, rect.width() + _AGREEMENT_AWAY, 0, 0)
