"""All weights between two layers as a picture, one cell each. Only what is in sight is drawn."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QWidget

from nndesk.ui.scroll import ThinBars
from nndesk.ui.theme import STROKE, Appearance

Array = NDArray[np.floating[Any]]

_LEAST, _LARGEST = 6, 18  # a cell
_APART = 4  # between the weights and the biases
_DOT = 0.33  # of a cell: the mark of one that is frozen
_LINES_FROM = 9  # cells as large have a gap between them
_HEIGHT = 340  # of what is seen at once, at the most


class MatrixView(QAbstractScrollArea):
    """Rows are the neurons that weights lead to, columns where they come from; the last column is the bias.

    Arrows, Home, End and the page keys walk; Enter or a click selects; Ctrl+C copies all.
    """

    pictured = True  # it can be copied

    selected = Signal(int, int)  # row (to), column (from; as many as there are inputs: the bias)
    read = Signal(int, int)  # the same, of the cell that is looked at; -1, -1 for none

    def __init__(self, appearance: Appearance, name: str, label: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._appearance = appearance
        self._weights: Array = np.empty((0, 0))  # (to, from)
        self._bias: Array = np.empty(0)
        self._cut: frozenset[tuple[int, int]] = frozenset()  # (to, from)
        self._frozen: NDArray[np.bool_] | None = None  # (to, from), with the biases last
        self._whole = 1.0
        self._at = (0, 0)
        ThinBars(appearance, self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerWidget(QWidget())  # the style's own is painted in another colour
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        appearance.changed.connect(self.viewport().update)

    # -- showing --------------------------------------------------------------------------------

    def show_marks(self, cut: frozenset[tuple[int, int]], frozen: NDArray[np.bool_] | None) -> None:
        """Cross out what is ``cut`` and mark what is ``frozen``; (to, from), with the biases last."""
        self._cut, self._frozen = cut, frozen
        self.viewport().update()

    def show_cells(self, weights: Array, bias: Array) -> float:
        """Show ``weights`` (inputs, units) and ``bias``; returns the size that has full colour."""
        other = weights.T.shape != self._weights.shape
        self._weights, self._bias = weights.T, bias
        if other:
            self._at = (0, 0)
            self._fit()
        self._whole = max(_largest(weights), _largest(bias)) or 1.0
        self.viewport().update()
        return self._whole

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of cells."""
        rows, columns = self._weights.shape
        return (rows, columns + 1) if rows else (0, 0)

    def value(self, row: int, column: int) -> float:
        return float(self._bias[row] if column == self._weights.shape[1] else self._weights[row, column])

    @property
    def current(self) -> tuple[int, int]:
        """The cell that the keyboard stands on."""
        return self._at

    @property
    def cell(self) -> int:
        """How large a cell is: as large as lets all of them be seen, if any size does."""
        rows, columns = self.shape
        if not rows:
            return _LARGEST
        room = min((self.width() - _APART) / columns, _HEIGHT / rows)
        return min(max(int(room), _LEAST), _LARGEST)

    def sizeHint(self) -> QSize:
        rows, columns = self.shape
        bar = ThinBars.WIDTH if columns * self.cell + _APART > self.width() else 0
        return QSize(352, min(rows * self.cell, _HEIGHT) + bar)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        rows, columns = self.shape
        whole = QSize(columns * self.cell + _APART, rows * self.cell)
        # Not of what is left beside bars that were there so far: without them there may be room.
        room, width = self.maximumViewportSize(), ThinBars.WIDTH
        beside = whole.height() > room.height() - width * (whole.width() > room.width())
        below = whole.width() > room.width() - width * beside
        seen = room - QSize(width * beside, width * below)
        for bar, size, page in (
            (self.horizontalScrollBar(), whole.width(), seen.width()),
            (self.verticalScrollBar(), whole.height(), seen.height()),
        ):
            bar.setRange(0, max(size - page, 0))
            bar.setPageStep(page)
            bar.setSingleStep(self.cell)
        self.updateGeometry()

    def rect_of(self, row: int, column: int) -> QRectF:
        """Where a cell is, in the viewport."""
        side, last = self.cell, self.shape[1] - 1
        left = column * side + (_APART if column == last else 0) - self.horizontalScrollBar().value()
        return QRectF(left, row * side - self.verticalScrollBar().value(), side, side)

    def _cell_at(self, at: QPointF) -> tuple[int, int] | None:
        side, (rows, columns) = self.cell, self.shape
        x, y = at.x() + self.horizontalScrollBar().value(), at.y() + self.verticalScrollBar().value()
        row, column = int(y // side), int(x // side)
        if column >= columns - 1:
            column = columns - 1 if x - _APART >= (columns - 1) * side else -1
            if x - _APART >= columns * side:
                return None
        return (row, column) if 0 <= row < rows and column >= 0 else None

    def paintEvent(self, event: QPaintEvent) -> None:
        rows, columns = self.shape
        if not rows:
            return
        theme, side = self._appearance.theme, self.cell
        painter = QPainter(self.viewport())
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        first_row, first = top // side, left // side
        last_row = min(rows, (top + self.viewport().height()) // side + 1)
        last = min(columns, (left + self.viewport().width()) // side + 1)
        rows_seen = slice(first_row, last_row)
        for column, cells in (
            (first, self._weights[rows_seen, first : min(last, columns - 1)]),
            (columns - 1, self._bias[rows_seen, None]),
        ):
            if not cells.size:
                continue
            shares = np.nan_to_num(cells / self._whole, posinf=1.0, neginf=-1.0)
            index = (shares * 127.0 + 128.0).clip(0, 255).astype(np.intp)
            colors = np.ascontiguousarray(np.take(theme.diverging, index))
            height, width = colors.shape
            image = QImage(colors.data, width, height, 4 * width, QImage.Format.Format_RGB32)
            corner = self.rect_of(first_row, column).topLeft()
            painter.drawImage(QRectF(corner.x(), corner.y(), width * side, height * side), image)
            if side >= _LINES_FROM:
                self._paint_gaps(painter, corner, width, height)
        self._paint_frozen(painter, range(first_row, last_row), range(first, last))
        self._paint_cut(painter)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("sel"), STROKE["focusRing"]))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawRoundedRect(self.rect_of(*self._at).adjusted(-1, -1, 1, 1), 2, 2)

    def _paint_gaps(self, painter: QPainter, corner: QPointF, width: int, height: int) -> None:
        color, side = self._appearance.theme.color("surface"), self.cell
        for number in range(1, width + 1):
            x = corner.x() + number * side - 1
            painter.fillRect(QRectF(x, corner.y(), 1, height * side), color)
        for number in range(1, height + 1):
            painter.fillRect(QRectF(corner.x(), corner.y() + number * side - 1, width * side, 1), color)

    def _paint_frozen(self, painter: QPainter, rows: range, columns: range) -> None:
        """What does not learn has a small square in its middle, with an edge that is seen on any colour."""
        frozen, side = self._frozen, self.cell
        if frozen is None or frozen.shape != self.shape:
            return
        theme = self._appearance.theme
        text, surface = theme.color("text"), theme.color("surface")
        inner = max(2.0, round(_DOT * side))
        away = (side - inner) // 2
        last = frozen.shape[1] - 1
        seen = [*columns] if last in columns else [*columns, last]
        for row in rows:
            for column in (column for column in seen if frozen[row, column]):
                corner = self.rect_of(row, column).topLeft() + QPointF(away, away)
                painter.fillRect(QRectF(corner.x() - 1, corner.y() - 1, inner + 2, inner + 2), surface)
                painter.fillRect(QRectF(corner.x(), corner.y(), inner, inner), text)

    def _paint_cut(self, painter: QPainter) -> None:
        """A cut edge has no weight: its cell is crossed out."""
        painter.setPen(QPen(self._appearance.theme.color("text3"), 1.0))
        seen = QRectF(self.viewport().rect())
        for row, column in self._cut:
            rect = self.rect_of(row, column)
            if rect.intersects(seen):
                painter.drawLine(rect.topLeft() + QPointF(1, 1), rect.bottomRight() - QPointF(2, 2))

    # -- asking ---------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.read.emit(*(self._cell_at(event.position()) or (-1, -1)))

    def leaveEvent(self, event: object) -> None:
        self.read.emit(-1, -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self._at = found
            self.selected.emit(*found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows, columns = self.shape
        page = max(self.viewport().height() // self.cell, 1)
        row, column = self._at
        keys = Qt.Key
        steps: dict[int, tuple[int, int]] = {
            keys.Key_Left: (row, column - 1),
            keys.Key_Right: (row, column + 1),
            keys.Key_Up: (row - 1, column),
            keys.Key_Down: (row + 1, column),
            keys.Key_Home: (row, 0),
            keys.Key_End: (row, columns - 1),
            keys.Key_PageUp: (row - page, column),
            keys.Key_PageDown: (row + page, column),
        }
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (keys.Key_Return, keys.Key_Enter, keys.Key_Space):
            self.selected.emit(*self._at)
        elif event.key() in steps and rows:
            to, source = steps[event.key()]
            self._walk(min(max(to, 0), rows - 1), min(max(source, 0), columns - 1))
        else:
            super().keyPressEvent(event)

    def _walk(self, row: int, column: int) -> None:
        self._at = row, column
        rect, seen = self.rect_of(row, column), QRectF(self.viewport().rect())
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        for bar, low, high, end in (
            (bars[0], rect.left(), rect.right(), seen.right()),
            (bars[1], rect.top(), rect.bottom(), seen.bottom()),
        ):
            if low < 0:
                bar.setValue(bar.value() + int(low))
            elif high > end:
                bar.setValue(bar.value() + int(high - end) + 1)
        self.viewport().update()
        self.read.emit(row, column)

    def say(self, text: str) -> None:
        """What assistive technology reads of the present cell."""
        self.setAccessibleDescription(text)
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()
        if self.shape[0]:
            self.read.emit(*self._at)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
        self.read.emit(-1, -1)

    @Slot()
    def copy(self) -> None:
        """Put all cells on the clipboard, tab-separated, with all their digits."""
        bias = QCoreApplication.translate("MatrixView", "bias")
        columns = self.shape[1] - 1
        lines = ["\t".join(["", *(str(number + 1) for number in range(columns)), bias])]
        cells = np.concatenate([self._weights, self._bias[:, None]], axis=1)
        for number, row in enumerate(cells.tolist()):
            lines.append("\t".join([str(number + 1), *map(repr, row)]))
        QGuiApplication.clipboard().setText("\n".join(lines))


def _largest(values: Array) -> float:
    """The largest size of the finite ones; 0 where there is none."""
    if not values.size:
        return 0.0
    largest = max(float(values.max()), -float(values.min()))
    if np.isfinite(largest):
        return largest
    finite = values[np.isfinite(values)]
    return float(np.abs(finite).max()) if finite.size else 0.0
