"""Rows of data, painted: points of a plane or of a curve, images, a table. For cards, tiles and outputs.

What is drawn is the data itself; nothing is calculated from it but places and colours.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from nndesk.data.dataset import Dataset
from nndesk.data.kinds import Kind
from nndesk.project.messages import Snapshot, predicted_rows
from nndesk.ui.classes import paint_class
from nndesk.ui.marks import paint_probe, paint_ring
from nndesk.ui.shapes import pixel_ratio
from nndesk.ui.theme import RADIUS, Theme

Array = NDArray[Any]

# More points than this would hide each other.
DRAWN_PER_CLASS = 1000
_SCATTER_PAD, _SCATTER_MARK = 0.1, 0.0075  # of the width of a picture: beside marks, and their scale
_SCATTERED = 150  # rows from which marks become smaller
_LEAST_SKETCHED = {"classes": 1.2, "number": 1.7}  # radius of a point on a tile
_RAMP_STEPS = 32  # shades in which targets are told apart
_RIM = 0.75  # around a number's disc
_CURVE_POINT = 2.0  # radius of a mark on the card of a curve
_NEAR = 6.0  # how far from the middle of a mark a press still means it
_RIMMED = 3.5  # the radius from which a hollow mark has room for a rim, a ring and a core

Stamps = dict[tuple[int, bool], QPixmap]  # marks by shade and whether they are hollow


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows as they are drawn: before features and scaling, training rows first."""

    kind: Kind
    raw: Array  # (rows, columns)
    target: Array  # (rows,), class index or value
    trained: int  # so many of them are for training, the rest for testing

    @classmethod
    def of(cls, data: Dataset) -> "Rows":
        return cls(
            data.kind,
            np.concatenate((data.raw_train, data.raw_test)),
            np.concatenate((data.target_train, data.target_test)),
            len(data.raw_train),
        )

    @property
    def limit(self) -> float:
        """The largest magnitude among the targets: what the ends of the ramp stand for."""
        return float(np.abs(self.target).max(initial=0.0)) or 1.0

    def drawn(self) -> NDArray[np.intp]:
        """Which rows are drawn: all, or an even choice among those of each class."""
        if self.kind.task == "number":
            return predicted_rows(len(self.target))  # fewer: their discs hide the field below them too
        classes = range(len(self.kind.classes))
        chosen = [_even_choice(np.flatnonzero(self.target == k), DRAWN_PER_CLASS) for k in classes]
        return np.sort(np.concatenate(chosen))


def _even_choice(rows: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    if len(rows) <= count:
        return rows
    return rows[np.linspace(0, len(rows) - 1, count).astype(np.intp)]


#: A point by its raw inputs, and a number there.
Reading = tuple[tuple[float, ...], float]


@dataclass(frozen=True, slots=True)
class Spot:
    """What lies at a place of a picture: rows of data, and the point of the inputs that it stands for."""

    rows: tuple[int, ...] = ()
    raw: tuple[float, ...] | None = None


def nearest_row(at: QPointF, places: Array, drawn: NDArray[np.intp], reach: float) -> tuple[int, ...]:
    """The one of the ``drawn`` rows whose mark is at ``at`` or no further from it than ``reach``."""
    if not len(drawn):
        return ()
    away = np.hypot(places[drawn, 0] - at.x(), places[drawn, 1] - at.y())
    away[~np.isfinite(away)] = np.inf
    found = int(away.argmin())
    return (int(drawn[found]),) if away[found] <= reach else ()


def shown_point(snapshot: Snapshot, raw: Array) -> Array | None:
    """The point that is to be marked, (columns,): the probe, or the sample where somebody chose it."""
    if snapshot.probe is not None:
        return np.array(snapshot.probe)
    return raw[snapshot.sample] if snapshot.marked and snapshot.sample < len(raw) else None


def ramp_color(theme: Theme, value: float) -> QColor:
    """The diverging ramp's colour for −1 … +1."""
    return QColor.fromRgba(int(theme.diverging[round((min(max(value, -1.0), 1.0) + 1) * 127.5)]))


def ramp_image(theme: Theme, values: Array) -> QImage:
    """A picture with one pixel for each of ``values`` (rows, columns), −1 … +1."""
    index = np.clip(values * 127.5 + 128, 0, 255).astype(np.intp)
    pixels = np.ascontiguousarray(theme.diverging[index], dtype=np.uint32)
    rows, columns = pixels.shape
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()


def round_path(rect: QRectF, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    return path


def paint_rows(painter: QPainter, rect: QRectF, rows: Rows, theme: Theme, *, sketch: bool = False) -> None:
    """Fill ``rect`` with a picture of ``rows``, by kind of data.

    A ``sketch`` is the small picture of a tile: no frame, all points filled.
    """
    painter.save()
    corner = RADIUS["tile"] if not sketch else 2 * RADIUS["tick"]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("surface2"))
    painter.drawRoundedRect(rect, corner, corner)
    painter.setClipPath(round_path(rect, corner))
    if rows.kind.plane:
        _paint_axes(painter, rect, theme)
        radius = rect.width() / (84 if rows.kind.task == "classes" or sketch else 62)
        if sketch:  # on a tile still to be seen
            radius = max(radius, min(_LEAST_SKETCHED[rows.kind.task], rect.width() / 50))
            if rows.kind.task == "number":  # fills the whole plane: no mark is cut in two
                inset = radius + 2.5  # with its rim
                rect = rect.adjusted(inset, inset, -inset, -inset)
        paint_points(painter, row_places(rect, rows), rows, theme, radius, sketch=sketch)
    elif rows.kind.pixels is not None:
        _paint_images(painter, rect, rows, theme)
    elif rows.kind.curve is not None:
        _paint_curve(painter, rect, rows, theme, sketch=sketch)
    elif sketch and rows.kind.classes:
        _paint_scatter(painter, rect, rows, theme)
    else:
        _paint_table(painter, rect, rows, theme)
    painter.restore()
    if not sketch and rows.kind.curve is None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)


def plane_places(rect: QRectF, raw: Array, extent: float) -> Array:
    """Where in ``rect`` the points ``raw`` (n, 2) of a plane ±``extent`` lie: (n, 2)."""
    share = (raw + extent) / (2 * extent)
    return np.stack(
        (rect.left() + share[:, 0] * rect.width(), rect.bottom() - share[:, 1] * rect.height()), axis=1
    )


def paint_points(
    painter: QPainter,
    at: Array,
    rows: Rows,
    theme: Theme,
    radius: float,
    *,
    sketch: bool = False,
    ring: QColor | None = None,
    stamps: Stamps | None = None,
) -> None:
    """A mark for each of ``rows`` at ``at`` (rows, 2): disc or diamond by class, ramp disc by number.

    Test points are hollow; numbers may have them as rings of the colour ``ring``. What has no place
    is left out. ``stamps`` keeps the marks of one style and ratio for the next time.
    """
    ratio = pixel_ratio(painter)
    if rows.kind.task == "classes":
        shades = rows.target.astype(np.intp)
        mark = _class_marks(theme, radius, min(0.6, 0.4 * radius) if sketch else 1.0)
    else:
        shades = np.rint((np.clip(rows.target / rows.limit, -1, 1) + 1) / 2 * _RAMP_STEPS).astype(np.intp)
        mark = _number_marks(theme, radius, min(1.0, 0.55 * radius) if sketch else _RIM, ring)
    stamps = {} if stamps is None else stamps
    half = _half(radius)
    for row in rows.drawn().tolist():
        hollow = row >= rows.trained and not sketch
        key = int(shades[row]), hollow
        if key not in stamps:
            stamps[key] = _stamp(half, ratio, lambda p, key=key: mark(p, *key))
        x, y = at[row].tolist()
        if math.isfinite(x + y):
            painter.drawPixmap(QPointF(_snap(x - half, ratio), _snap(y - half, ratio)), stamps[key])


def _half(radius: float) -> float:
    """Half the side of a mark's picture, whose middle is the middle of a pixel."""
    return math.ceil(radius + 1.5) + 0.5


def _snap(place: float, ratio: float) -> float:
    """Onto whole device pixels, so that all marks of a kind look the same."""
    return round(place * ratio) / ratio


def _stamp(half: float, ratio: float, paint: Callable[[QPainter], None]) -> QPixmap:
    """A mark painted once around its centre; thousands of copies are quick."""
    side = round(2 * half * ratio)
    pixmap = QPixmap(side, side)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.translate(half, half)
    paint(painter)
    painter.end()
    return pixmap


def _disc(painter: QPainter, radius: float, color: QColor) -> None:
    painter.setBrush(color)
    painter.drawEllipse(QPointF(0, 0), radius, radius)


def _diamond(painter: QPainter, radius: float, color: QColor) -> None:
    painter.setBrush(color)
    r = radius * 1.15
    painter.drawConvexPolygon(QPolygonF([QPointF(0, -r), QPointF(r, 0), QPointF(0, r), QPointF(-r, 0)]))


def _class_marks(theme: Theme, radius: float, rim: float) -> Callable[[QPainter, int, bool], None]:
    def mark(painter: QPainter, index: int, hollow: bool) -> None:
        shape, color = (_disc, theme.color("pos")) if index else (_diamond, theme.color("neg"))
        if hollow and radius < _RIMMED:
            shape(painter, radius + 0.75, color)
            shape(painter, radius - 0.5, theme.color("surface"))
            return
        shape(painter, radius + rim, theme.color("surface"))
        shape(painter, radius, color)
        if hollow:
            shape(painter, radius - 1.25, theme.color("surface"))

    return mark


def _number_marks(
    theme: Theme, radius: float, rim: float, ring: QColor | None
) -> Callable[[QPainter, int, bool], None]:
    def mark(painter: QPainter, shade: int, hollow: bool) -> None:
        color = ramp_color(theme, 2 * shade / _RAMP_STEPS - 1)
        if hollow and ring is not None:
            _disc(painter, radius + 1, ring)
            _disc(painter, radius - 0.5, theme.color("surface"))
            return
        _disc(painter, radius + rim, theme.color("text3"))
        _disc(painter, radius, color)
        if hollow:
            _disc(painter, 0.4 * radius, theme.color("surface"))  # small, so that the colour stays readable

    return mark


def _paint_axes(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    painter.setPen(QPen(theme.color("border"), 1))
    center = rect.center()
    painter.drawLine(QPointF(center.x(), rect.top()), QPointF(center.x(), rect.bottom()))
    painter.drawLine(QPointF(rect.left(), center.y()), QPointF(rect.right(), center.y()))


def _paint_curve(painter: QPainter, rect: QRectF, rows: Rows, theme: Theme, *, sketch: bool) -> None:
    """Targets over the one input; a sketch is the curve without noise."""
    zero = theme.premix(theme.color("borderStrong"), 0.5, theme.color("surface2"))
    painter.setPen(QPen(zero, 1 if sketch else 1.25))
    painter.drawLine(QPointF(rect.left(), rect.center().y()), QPointF(rect.right(), rect.center().y()))
    if sketch and rows.kind.curve is not None:
        x = np.linspace(-rows.kind.extent, rows.kind.extent, 60)
        painter.setPen(QPen(theme.color("text"), 1.5))
        places = _curve_places(rect, rows, x, rows.kind.curve(x))
        painter.drawPolyline(QPolygonF([QPointF(*at) for at in places.tolist()]))
    else:
        paint_points(painter, row_places(rect, rows), rows, theme, _CURVE_POINT)


def row_places(rect: QRectF, rows: Rows) -> Array:
    """Where `paint_rows` puts the marks of the points of a plane or a curve: (rows, 2)."""
    if rows.kind.plane:
        return plane_places(rect, rows.raw, rows.kind.extent)
    return _curve_places(rect, rows, rows.raw[:, 0], rows.target)


def _curve_places(rect: QRectF, rows: Rows, x: Array, y: Array) -> Array:
    places = np.stack((x / rows.kind.extent, y / (1.4 * rows.limit)), axis=1)
    return plane_places(rect.adjusted(4, 0, -4, 0), places, 1.0)


def row_at(at: QPointF, rect: QRectF, rows: Rows) -> tuple[int, ...]:
    """The row whose mark or line in a picture of `paint_rows` is at ``at``."""
    if rows.kind.pixels is not None or not rect.contains(at):
        return ()
    if rows.kind.plane or rows.kind.curve is not None:
        return nearest_row(at, row_places(rect, rows), rows.drawn(), _NEAR)
    lines = _table_rows(rows)
    line = math.floor((at.y() - rect.top() - _TABLE_PAD) / (rect.height() - 2 * _TABLE_PAD) * len(lines))
    return (int(lines[line]),) if 0 <= line < len(lines) else ()


def paint_shown(painter: QPainter, rect: QRectF, rows: Rows, snapshot: Snapshot, theme: Theme) -> None:
    """Mark the shown sample or point in a picture of `paint_rows`."""
    raw = shown_point(snapshot, rows.raw)
    if raw is None or rows.kind.pixels is not None:
        return
    if rows.kind.plane or (rows.kind.curve is not None and snapshot.probe is None):
        one = replace(rows, raw=raw[None], target=rows.target[[snapshot.sample]])
        ((x, y),) = row_places(rect, one).tolist()
        radius = rect.width() / 84 if rows.kind.plane else _CURVE_POINT
        (paint_ring if snapshot.probe is None else paint_probe)(painter, QPointF(x, y), radius + 1.5, theme)
    elif rows.kind.curve is None:
        found = np.flatnonzero(_table_rows(rows) == snapshot.sample)
        for line in found.tolist():
            height = (rect.height() - 2 * _TABLE_PAD) / len(_table_rows(rows))
            top = rect.top() + _TABLE_PAD + line * height
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("sel"), 2))
            painter.drawRoundedRect(QRectF(rect.left() + 3, top - 1, rect.width() - 6, height + 2), 3, 3)


def _paint_images(painter: QPainter, rect: QRectF, rows: Rows, theme: Theme) -> None:
    """Nine of the images, in the blue half of the ramp."""
    assert rows.kind.pixels is not None
    count = 3
    brightest = float(rows.raw.max()) or 1.0
    cell = QSizeF(rect.width() / count, rect.height() / count)
    gap = max(2.0, cell.width() / 8)
    for place in range(min(count * count, len(rows.raw))):
        image = ramp_image(theme, rows.raw[place].reshape(rows.kind.pixels) / brightest)
        corner = QPointF(
            rect.left() + place % count * cell.width(), rect.top() + place // count * cell.height()
        )
        painter.drawImage(QRectF(corner, cell).adjusted(gap / 2, gap / 2, -gap / 2, -gap / 2), image)


_TABLE_ROWS = 16  # of a table, that are drawn
_TABLE_PAD = 6


def _table_rows(rows: Rows) -> NDArray[np.intp]:
    return _even_choice(np.arange(len(rows.raw)), _TABLE_ROWS)


def _paint_scatter(painter: QPainter, rect: QRectF, rows: Rows, theme: Theme) -> None:
    """Rows by the two columns of numbers that tell their classes apart best, the best across."""
    kind, classes = rows.kind, range(len(rows.kind.classes))
    numbers = [at for at in range(len(kind.columns)) if not kind.categories_of(at)]
    known = ~np.isnan(rows.raw[:, numbers]).any(axis=1)
    raw, target = rows.raw[known][:, numbers], rows.target[known]
    groups = [raw[target == index] for index in classes]
    between = np.var([group.mean(axis=0) for group in groups], axis=0)
    within = np.mean([group.var(axis=0) for group in groups], axis=0)
    best = raw[:, np.argsort(-between / within)[:2]]
    low, high = best.min(axis=0), best.max(axis=0)
    share = (best - low) / (high - low)
    pad = rect.width() * _SCATTER_PAD
    inner = rect.adjusted(pad, pad, -pad, -pad)
    times = rect.width() * _SCATTER_MARK * min(1.0, math.sqrt(_SCATTERED / max(len(share), 1)))
    for (x, y), index in zip(share.tolist(), target.astype(np.intp).tolist(), strict=True):
        painter.save()
        painter.translate(inner.left() + x * inner.width(), inner.bottom() - y * inner.height())
        painter.scale(times, times)
        paint_class(painter, QPointF(0, 0), index, len(classes), theme)
        painter.restore()


def _paint_table(painter: QPainter, rect: QRectF, rows: Rows, theme: Theme) -> None:
    """Some rows of a table, a cell for each number; the target stands apart at the right.

    Each column fills the blue half of the ramp by its own range, of which a gap shows nothing.
    """
    chosen = _table_rows(rows)
    table = np.column_stack((rows.raw, rows.target))
    low, high = np.nanmin(table, axis=0), np.nanmax(table, axis=0)
    shown = ((table - low) / np.where(high > low, high - low, 1.0))[chosen]
    image = ramp_image(theme, np.nan_to_num(shown, nan=0.0))
    inner = rect.adjusted(_TABLE_PAD, _TABLE_PAD, -_TABLE_PAD, -_TABLE_PAD)
    columns = shown.shape[1]
    side = inner.width() / (columns + 1)  # one column's width between inputs and target
    painter.drawImage(
        QRectF(inner.left(), inner.top(), side * (columns - 1), inner.height()),
        image,
        QRectF(0, 0, columns - 1, image.height()),
    )
    painter.drawImage(
        QRectF(inner.right() - side, inner.top(), side, inner.height()),
        image,
        QRectF(columns - 1, 0, 1, image.height()),
    )
