"""What is seen of a gesture before it is made: a dashed column and a chip; and the handle of a column."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nndesk.ui.canvas.layout import Layer
from nndesk.ui.canvas.legend import Legend
from nndesk.ui.cards import Card
from nndesk.ui.plates import Plate
from nndesk.ui.shapes import draw_icon, rounded
from nndesk.ui.theme import RADIUS, Appearance, draw_text

_LEAST_STROKE = 40
_MOST_BOXES = 64  # of a ghost
_PEN = 20  # the size of the pencil
_CHIP_PAD = (12, 6)
_CHIP_AWAY = QPointF(12, 16)
_LINE = 3.0
_HANDLE, _PILL = (44, 30), (32, 18)
_DOWN = 14  # from a layer to its handle
_ASIDE = 2  # the same where it stands beside it: its pill keeps clear of the frame by itself

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Stroke:
    """From where to where the pointer went."""

    begin: QPointF
    end: QPointF

    @property
    def length(self) -> float:
        return abs(self.end.y() - self.begin.y())

    @property
    def counts(self) -> bool:
        """Whether it is long enough, and steep enough, to be meant."""
        return self.length >= _LEAST_STROKE and self.length >= abs(self.end.x() - self.begin.x())


@dataclass(frozen=True)
class GhostColumn:
    """A column that is not there yet."""

    units: int
    middle: QPointF
    side: float
    pitch: float

    @property
    def rect(self) -> QRectF:
        units = min(self.units, _MOST_BOXES)
        rect = QRectF(0, 0, self.side, (units - 1) * self.pitch + self.side)
        rect.moveCenter(self.middle)
        return rect


class Ghost(QWidget):
    """What a gesture will make: a dashed column, the stroke, and a chip at the pointer that counts."""

    def __init__(self, appearance: Appearance, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setObjectName("ghost")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._appearance, self._canvas = appearance, canvas
        self.column: GhostColumn | None = None
        self._stroke: Stroke | None = None
        self.lines: tuple[str, ...] = ()
        self.chip = QRectF()  # where they stand, on the canvas
        self.hide()

    def show_gesture(
        self, stroke: Stroke | None, column: GhostColumn | None, at: QPointF, lines: tuple[str, ...]
    ) -> None:
        """Show a column or none, and ``lines`` beside the pointer at ``at``."""
        self._stroke, self.column, self.lines = stroke, column, lines
        self.setAccessibleName(" ".join(lines))
        self._at = at
        self.chip = self._chip_rect(at) if lines else QRectF()
        area = self.chip.united(QRectF(at.x(), at.y() - _PEN, _PEN, _PEN))
        if column is not None:
            area = area.united(column.rect)
        if stroke is not None:
            area = area.united(QRectF(stroke.begin, stroke.end).normalized())
        area = area.adjusted(-4, -4, 4, 4)
        self.setGeometry(area.toAlignedRect())
        self.raise_()
        self.show()
        self.update()

    def _chip_rect(self, at: QPointF) -> QRectF:
        theme = self._appearance.theme
        bold, plain = theme.font("bodyStrong", 12 / 13), theme.font("caption")
        fonts = (bold, *[plain] * (len(self.lines) - 1))
        widths = [
            QFontMetricsF(font).horizontalAdvance(line) for font, line in zip(fonts, self.lines, strict=True)
        ]
        width = max(widths) + 2 * _CHIP_PAD[0] + 1
        height = theme.line("label") * len(self.lines) + 2 * _CHIP_PAD[1]
        rect = QRectF(at + _CHIP_AWAY, at + _CHIP_AWAY)
        rect.setSize(QRectF(0, 0, width, height).size())
        return self._clear_of_floats(rect, at)

    def _clear_of_floats(self, chip: QRectF, at: QPointF) -> QRectF:
        """``chip`` where it is, further left or above the pointer, so that it lies on no card or plate."""
        room = self._canvas.rect().adjusted(4, 4, -4, -4)
        taken = [
            part.geometry().adjusted(-4, -4, 4, 4)
            for part in self._canvas.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if isinstance(part, (Card, Plate, Legend)) and part.isVisible()
        ]
        above = round(at.y() - _CHIP_AWAY.y() - chip.height())
        for top in (chip.top(), *range(above, 0, -8)):
            for step in range(0, math.ceil(chip.width() + 2 * _CHIP_AWAY.x()), 4):
                tried = chip.translated(-step, top - chip.top())
                whole = tried.toAlignedRect()
                if room.contains(whole) and not any(whole.intersects(rect) for rect in taken):
                    return tried
        return chip

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.translate(-QPointF(self.pos()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._stroke is not None:
            x = self.column.middle.x() if self.column is not None else self._stroke.begin.x()
            painter.setPen(QPen(theme.color("sel"), _LINE, c=Qt.PenCapStyle.RoundCap))
            painter.drawLine(QLineF(x, self._stroke.begin.y(), x, self._stroke.end.y()))
        if self.column is not None:
            self._paint_column(painter, self.column)
        if self._stroke is not None:
            draw_icon(painter, self._at + QPointF(_PEN / 2, -_PEN / 2), theme, "pencil-line", "sel", _PEN)
        if self.lines:
            self._paint_chip(painter)

    def _paint_column(self, painter: QPainter, column: GhostColumn) -> None:
        theme = self._appearance.theme
        fill = theme.color("surface")
        fill.setAlphaF(0.85)
        pen = QPen(theme.color("sel"), 2, c=Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([3, 2])
        radius = RADIUS["neuron"] * column.side
        box = QRectF(column.rect.topLeft(), column.rect.topLeft() + QPointF(column.side, column.side))
        for _ in range(min(column.units, _MOST_BOXES)):
            painter.setPen(pen)
            painter.setBrush(fill)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            box.translate(0, column.pitch)

    def _paint_chip(self, painter: QPainter) -> None:
        theme = self._appearance.theme
        rounded(painter, self.chip, RADIUS["tile"], theme.color("ink"), None)
        line = theme.line("label")
        box = self.chip.adjusted(*_CHIP_PAD, 0, 0)
        for number, text in enumerate(self.lines):
            font = theme.font("caption") if number else theme.font("bodyStrong", 12 / 13)
            words = QRectF(box.x(), box.y() + number * line, box.width(), line)
            draw_text(painter, words, _LEFT, text, font, theme.color("onInk"))


class CountHandle(QWidget):
    """Below a selected layer: dragged down it makes the layer larger, upwards smaller."""

    pulled = Signal(float, QPointF)  # how far down, and to where on the canvas
    let_go = Signal()

    def __init__(self, appearance: Appearance, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setObjectName("countHandle")
        self._appearance = appearance
        self.setFixedSize(*_HANDLE)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setAccessibleName(self.tr("Number of neurons"))
        self.setToolTip(self.tr("Drag down for more neurons, up for fewer"))
        self._grabbed_at: float | None = None  # y on the canvas
        appearance.changed.connect(self.update)
        self.hide()

    def show_below(self, layers: Sequence[Layer], layer: int | None, taken: Sequence[QRect]) -> None:
        """Stand below a layer, beside its foot where something floats below it; or go."""
        self.setVisible(layer is not None)
        if layer is None:
            return
        box = layers[layer].box
        self.move(round(box.middle[0] - self.width() / 2), round(box.bottom) + _DOWN)
        for rect in taken:
            if rect.top() > box.middle[1] and self.geometry().intersects(rect):
                left, right = box.x - _ASIDE - self.width(), box.right + _ASIDE
                if left >= layers[layer - 1].box.right:
                    self.move(round(left), rect.top() - self.height())
                elif right + self.width() <= layers[layer + 1].box.x:
                    self.move(round(right), rect.top() - self.height())
                else:  # over its frame
                    self.move(self.x(), rect.top() - self.height())

    def let_loose(self) -> None:
        """Forget the pull that is under way."""
        self._grabbed_at = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed_at = self.mapToParent(event.position()).y()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed_at is not None:
            at = self.mapToParent(event.position())
            self.pulled.emit(at.y() - self._grabbed_at, at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grabbed_at is not None and event.button() == Qt.MouseButton.LeftButton:
            self.let_go.emit()
            self._grabbed_at = None

    def enterEvent(self, event: QEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pill = QRectF(0, 0, *_PILL)
        pill.moveCenter(QRectF(self.rect()).center())
        painter.setPen(QPen(theme.color("sel"), 1.5))
        painter.setBrush(theme.color("selTint" if self.underMouse() else "surface"))
        painter.drawRoundedRect(pill.adjusted(1, 1, -1, -1), pill.height() / 2 - 1, pill.height() / 2 - 1)
        painter.setPen(QPen(theme.color("sel"), 1.75))
        for down in (-2.5, 2.5):
            y = pill.center().y() + down
            painter.drawLine(QLineF(pill.center().x() - 6, y, pill.center().x() + 6, y))
