"""The names of classes with their marks: the shape and colour that a class has wherever it is drawn."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nndesk.ui.shapes import rounded
from nndesk.ui.theme import TOKENS, Appearance, Theme, draw_text
from nndesk.ui.words import listed

_HEIGHT, _GAP = 26, 6
_PAD, _MARK, _AFTER_MARK = 9, 5.0, 6
_CORNERS = {"triangle": 3, "square": 4, "pentagon": 5, "hexagon": 6}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ClassChips(QWidget):
    """One chip for each class, in as many lines as they need."""

    def __init__(self, appearance: Appearance, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._appearance = appearance
        self._names: tuple[str, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        appearance.changed.connect(self._restyle)

    def show_names(self, names: tuple[str, ...]) -> None:
        """Show the classes, the one with the target 0 first."""
        if names != self._names:
            self._names = names
            self.setAccessibleName(self.tr("Classes: {0}").format(listed(names)))
            self._restyle()

    @Slot()
    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        chips = self._chips(width)
        return round(chips[-1].bottom()) if chips else 0

    def sizeHint(self) -> QSize:
        return QSize(300, self.heightForWidth(max(self.width(), 300)))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def _chips(self, width: int) -> list[QRectF]:
        theme = self._appearance.theme
        metrics, height = QFontMetricsF(theme.font("label")), theme.px(_HEIGHT)
        chips: list[QRectF] = []
        x = y = 0.0
        for name in self._names:
            wide = math.ceil(metrics.horizontalAdvance(name)) + 2 * _PAD + 2 * _MARK + _AFTER_MARK
            if x and x + wide > width:
                x, y = 0.0, y + height + _GAP
            chips.append(QRectF(x, y, min(wide, width), height))
            x += wide + _GAP
        return chips

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        for index, (name, chip) in enumerate(zip(self._names, self._chips(self.width()), strict=True)):
            rounded(painter, chip, chip.height() / 2, theme.color("surface2"), theme.color("border"))
            center = QPointF(chip.left() + _PAD + _MARK, chip.center().y())
            paint_class(painter, center, index, len(self._names), theme)
            words = chip.adjusted(_PAD + 2 * _MARK + _AFTER_MARK, 0, 0, 0)
            draw_text(painter, words, _LEFT, name, theme.font("label"), theme.color("text"))


def class_color(theme: Theme, index: int, count: int) -> QColor:
    """The colour of a class: those of the sign for two, a muted one for more."""
    if count == 2:
        return theme.color("pos" if index else "neg")
    return theme.class_colors[index % len(theme.class_colors)]


def class_glyph(index: int, count: int) -> str:
    """The shape of a class; of two, the second is the disc."""
    glyphs = TOKENS["classGlyphs"]
    return glyphs[1 - index] if count == 2 else glyphs[index % len(glyphs)]


def paint_class(painter: QPainter, center: QPointF, index: int, count: int, theme: Theme) -> None:
    """The mark of a class."""
    color, glyph = class_color(theme, index, count), class_glyph(index, count)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    if glyph == "circle":
        painter.drawEllipse(center, _MARK, _MARK)
    elif glyph == "ring":
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 2.5))
        painter.drawEllipse(center, _MARK - 1.25, _MARK - 1.25)
    elif glyph in ("plus", "cross"):
        painter.setPen(QPen(color, 2.5))
        for turn in (0.0, math.pi / 2):
            angle = turn + (math.pi / 4 if glyph == "cross" else 0.0)
            arm = QPointF(math.cos(angle), math.sin(angle)) * _MARK
            painter.drawLine(center - arm, center + arm)
    else:
        painter.drawPath(_polygon(center, glyph))


def _polygon(center: QPointF, glyph: str) -> QPainterPath:
    """A regular shape that stands on its base; a diamond on its corner, a star with five points."""
    corners = {"diamond": 4, "star": 10}.get(glyph) or _CORNERS[glyph]
    turn = math.pi / 4 if glyph == "square" else 0.0
    path = QPainterPath()
    for corner in range(corners):
        reach = _MARK * 1.15 * (0.45 if glyph == "star" and corner % 2 else 1.0)
        angle = turn + 2 * math.pi * corner / corners - math.pi / 2
        at = center + QPointF(math.cos(angle), math.sin(angle)) * reach
        if corner:
            path.lineTo(at)
        else:
            path.moveTo(at)
    path.closeSubpath()
    return path
