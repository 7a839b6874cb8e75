"""Which classes are taken for which: the rows are what is true, the columns what the network says."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from nndesk.data.dataset import Dataset
from nndesk.project.messages import Snapshot
from nndesk.ui.points import Spot
from nndesk.ui.theme import RADIUS, Theme, draw_text
from nndesk.ui.words import grouped

Array = NDArray[Any]

_GAP = 1  # between cells
_AFTER_NAME, _BELOW_NAME = 7, 5
_ABOVE_FOOT = 4
_LARGEST = 44  # cell of few classes
_LEAST = 4
_NAME_SHARE = 0.4  # of the width that names may take
_PALEST, _REST, _BEND = 0.12, 0.78, 0.7  # of the blue half of the ramp: the least, what the largest adds
_TEXT_MARGIN = 2
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTER = Qt.AlignmentFlag.AlignCenter


class Matrix:
    """The confusion matrix of the test rows, or of the training rows where there are none."""

    def __init__(self, data: Dataset) -> None:
        tested = len(data.target_test) > 0
        self._names = data.classes
        self._first = len(data.target_train) if tested else 0  # of the rows that are counted
        self._target = (data.target_test if tested else data.target_train).astype(np.intp)
        self._most = int(np.bincount(self._target, minlength=1).max())
        self._grid = _Grid(0, 0, _LEAST)

    def height(self, width: int, theme: Theme) -> int:
        grid = self._arranged(width, theme)
        foot = len(_foot(width, theme)) * theme.line("caption")
        return grid.top + grid.pitch * len(self._names) + _ABOVE_FOOT + foot

    def least_width(self, theme: Theme) -> int:
        """The width at which every count can be read."""
        count = QFontMetricsF(_count_font(theme)).horizontalAdvance(grouped(self._most))
        return math.ceil(self._left(theme, 1000) + len(self._names) * (count + _GAP + _TEXT_MARGIN))

    def forget(self) -> None:
        """Nothing is kept."""

    # -- what lies where --------------------------------------------------------------------------

    def spot(self, at: QPointF, rect: QRectF, snapshot: Snapshot | None) -> Spot:
        cell = self._cell_at(at, rect)
        if cell is None or snapshot is None or snapshot.confusion is None:
            return Spot()
        return Spot(self.rows_of(cell, snapshot.confusion.chosen))

    def rows_of(self, cell: tuple[int, int], chosen: Array) -> tuple[int, ...]:
        """The counted rows that are of one class and taken for another, or the same."""
        judged = chosen[self._first : self._first + len(self._target)]
        found = np.flatnonzero((self._target == cell[0]) & (judged == cell[1]))
        return tuple((found + self._first).tolist())

    def plane(self, rect: QRectF) -> QRectF:
        return QRectF()

    def mates(self, sample: int, chosen: Array) -> tuple[int, ...]:
        """The counted rows in the cell of ``sample``; it may be one that is not counted."""
        place = sample - self._first
        if not 0 <= place < len(self._target):
            return ()
        return self.rows_of((int(self._target[place]), int(chosen[sample])), chosen)

    def reading(self, at: QPointF, rect: QRectF, snapshot: Snapshot) -> None:
        """There is no point whose output it shows."""

    def tip(self, at: QPointF, rect: QRectF, snapshot: Snapshot | None) -> str:
        cell = self._cell_at(at, rect)
        if cell is None or snapshot is None or snapshot.confusion is None:
            return ""
        words = QCoreApplication.translate("Confusion", "{0} of class {1} taken for {2}")
        count = int(snapshot.confusion.matrix[cell])
        return words.format(grouped(count), self._names[cell[0]], self._names[cell[1]])

    def _cell_at(self, at: QPointF, rect: QRectF) -> tuple[int, int] | None:
        grid = self._grid
        across = math.floor((at.x() - rect.left() - grid.left) / grid.pitch)
        down = math.floor((at.y() - rect.top() - grid.top) / grid.pitch)
        inside = 0 <= across < len(self._names) and 0 <= down < len(self._names)
        return (down, across) if inside else None

    def _left(self, theme: Theme, width: float) -> int:
        """Where the cells begin: right of the names."""
        widest = max(theme.width(name, "caption") for name in self._names)
        return math.ceil(min(widest, _NAME_SHARE * width)) + _AFTER_NAME

    def _arranged(self, width: int, theme: Theme) -> "_Grid":
        left = self._left(theme, width)
        pitch = max(min((width - left + _GAP) // len(self._names), theme.px(_LARGEST)), _LEAST)
        widest = max(theme.width(name, "caption") for name in self._names)
        level = widest <= pitch - _GAP
        top = theme.line("caption") if level else math.ceil(min(widest, _NAME_SHARE * width)) + _BELOW_NAME
        middle = max(0, (width - left - len(self._names) * pitch) // 2)
        return _Grid(left + middle, top, pitch, level, left - _AFTER_NAME)

    # -- painting ---------------------------------------------------------------------------------

    def paint(self, painter: QPainter, rect: QRectF, snapshot: Snapshot | None, theme: Theme) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grid = self._grid = self._arranged(round(rect.width()), theme)
        self._paint_names(painter, rect, grid, theme)
        confusion = None if snapshot is None else snapshot.confusion
        count = len(self._names)
        matrix = np.zeros((count, count), np.intp) if confusion is None else confusion.matrix
        if len(matrix) == count:
            self._paint_cells(painter, rect, grid, matrix, theme)
            if snapshot is not None and confusion is not None:
                self._paint_shown(painter, rect, grid, snapshot, confusion.chosen, theme)
        line = theme.line("caption")
        cells = QRectF(rect.left() + grid.left, rect.top(), count * grid.pitch - _GAP, rect.height())
        foot = _foot(round(rect.width()), theme)
        widest = max(QFontMetricsF(theme.font("caption")).horizontalAdvance(words) for words in foot)
        under = cells if widest <= cells.width() else rect  # below the cells, where there is room
        below = QRectF(
            under.left(), rect.top() + grid.top + count * grid.pitch + _ABOVE_FOOT, under.width(), line
        )
        for words in foot:
            draw_text(painter, below, _CENTER, words, theme.font("caption"), theme.color("text2"))
            below.translate(0, line)

    def _paint_names(self, painter: QPainter, rect: QRectF, grid: "_Grid", theme: Theme) -> None:
        font, color = theme.font("caption"), theme.color("text2")
        metrics, line = QFontMetricsF(font), theme.line("caption")
        if grid.pitch < metrics.ascent():
            return  # there are too many to name
        elide = Qt.TextElideMode.ElideRight
        for index, name in enumerate(self._names):
            left, top = grid.left - _AFTER_NAME - grid.names, grid.top + index * grid.pitch
            side = QRectF(rect.left() + left, rect.top() + top, grid.names, grid.pitch)
            text = metrics.elidedText(name, elide, side.width() + 1)
            draw_text(painter, side.adjusted(-2, 0, 0, 0), _RIGHT, text, font, color)
            left = rect.left() + grid.left + index * grid.pitch
            if grid.level:
                draw_text(
                    painter, QRectF(left, rect.top(), grid.pitch - _GAP, line), _CENTER, name, font, color
                )
                continue
            room = grid.top - _BELOW_NAME
            painter.save()
            painter.translate(left + (grid.pitch - _GAP) / 2, rect.top() + room)
            painter.rotate(-90)
            text = metrics.elidedText(name, elide, room + 1)
            draw_text(painter, QRectF(0, -line / 2, room + 2, line), _LEFT, text, font, color)
            painter.restore()

    def _paint_cells(
        self, painter: QPainter, rect: QRectF, grid: "_Grid", matrix: Array, theme: Theme
    ) -> None:
        font = _count_font(theme)
        metrics = QFontMetricsF(font)
        inks = theme.color("text"), theme.color("surface")
        most = max(int(matrix.max()), 1)
        colors = dict[int, tuple[QColor, QColor]]()  # of a cell and of its number, by the count
        side = grid.pitch - _GAP
        radius = min(RADIUS["tick"] - 1, side / 4)
        for (down, across), count in np.ndenumerate(matrix):
            cell = QRectF(
                rect.left() + grid.left + across * grid.pitch,
                rect.top() + grid.top + down * grid.pitch,
                side,
                side,
            )
            count = int(count)
            if count not in colors:
                fill = theme.color("surface2") if count == 0 else _shade(theme, count / most)
                colors[count] = fill, max(inks, key=lambda ink, fill=fill: _contrast(ink, fill))
            fill, ink = colors[count]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(cell, radius, radius)
            text = grouped(count)
            if count and side >= metrics.ascent() and metrics.horizontalAdvance(text) <= grid.pitch:
                draw_text(painter, cell.adjusted(-2, -2, 2, 2), _CENTER, text, font, ink)

    def _paint_shown(
        self, painter: QPainter, rect: QRectF, grid: "_Grid", snapshot: Snapshot, chosen: Array, theme: Theme
    ) -> None:
        """A ring around the cell that the chosen sample is counted in."""
        place = snapshot.sample - self._first
        if not snapshot.marked or snapshot.probe is not None or not 0 <= place < len(self._target):
            return
        down, across = int(self._target[place]), int(chosen[snapshot.sample])
        cell = QRectF(
            rect.left() + grid.left + across * grid.pitch - _GAP / 2,
            rect.top() + grid.top + down * grid.pitch - _GAP / 2,
            grid.pitch,
            grid.pitch,
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("sel"), 2))
        painter.drawRoundedRect(cell, RADIUS["tick"], RADIUS["tick"])


class _Grid:
    """Where the cells begin, how far apart they are, whether the columns' names are level, room for those
    of the rows."""

    def __init__(self, left: int, top: int, pitch: int, level: bool = True, names: int = 0) -> None:
        self.left, self.top, self.pitch, self.level, self.names = left, top, pitch, level, names


def _count_font(theme: Theme) -> QFont:
    return theme.font("bodyStrong", 11 / 13)


def _shade(theme: Theme, share: float) -> QColor:
    """The colour of a share of the largest count, on the blue half of the ramp."""
    return QColor.fromRgba(int(theme.diverging[round(127.5 + 127.5 * (_PALEST + _REST * share**_BEND))]))


def _contrast(one: QColor, other: QColor) -> float:
    """WCAG's contrast of two colours, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _foot(width: int, theme: Theme) -> list[str]:
    """What columns and rows are, in one line or two."""
    columns = QCoreApplication.translate("Confusion", "columns: predicted")
    rows = QCoreApplication.translate("Confusion", "rows: true")
    one = f"{columns} · {rows}"
    return [one] if QFontMetricsF(theme.font("caption")).horizontalAdvance(one) <= width else [columns, rows]
