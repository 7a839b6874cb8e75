"""What colours, widths and marks on the canvas stand for, by the lens it is seen through."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nndesk.engine.diagnostics import MOST
from nndesk.ui.canvas.lenses import Scale, draw_bar, draw_hatch, draw_zero
from nndesk.ui.points import round_path
from nndesk.ui.shapes import rounded
from nndesk.ui.theme import RADIUS, STROKE, Appearance, Theme, draw_text
from nndesk.ui.words import grouped, listed, written

_PAD, _LINE, _SWATCH = 12, 20, 18
_DASH = 5.0
_RAMP = QSize(96, 10)
_APART = 15  # between what stands for different things
_WIDEST = "0.00000"  # numbers get the room for it, so that nothing moves while they change
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Legend(QWidget):
    """Names the scale of the present lens, and how much of the network is not drawn."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("legend")
        self._appearance = appearance
        self._scale = Scale()
        self._note = ""
        self._dashes = False
        self._restyle()
        appearance.changed.connect(self._restyle)

    def show_scale(self, scale: Scale, drawable: int, omitted: int) -> None:
        """Name ``scale``; of the ``drawable`` weights so many are ``omitted``."""
        note = ""
        if omitted:
            drawn = grouped(drawable - omitted)
            note = self.tr("strongest {0} of {1} w").format(drawn, grouped(drawable))
        if (scale, note) != (self._scale, self._note):
            self._scale, self._note = scale, note
            self._restyle()

    def show_dashes(self, dashes: bool) -> None:
        """Negative weights are dashed, or not."""
        self._dashes = dashes
        self.update()

    @Slot()
    def _restyle(self) -> None:
        words = [*self._described(), self._note]
        self.setAccessibleName(listed(word for word in words if word))
        self.setToolTip(self._explained())
        theme = self._appearance.theme
        self.setFixedSize(round(self._lay_out(None)), theme.px(34))
        self.update()

    def _described(self) -> list[str]:
        """The scale in words."""
        scale = self._scale
        if scale.lens == "gradient":
            return [
                self.tr("Neurons by |δ|, up to {0}").format(written(scale.unit)),
                self.tr("edges by |∂L/∂w|, up to {0}").format(written(scale.edge)),
                self._rows(),
            ]
        if scale.lens == "health":
            return [
                self.tr("Hatched: saturated for more than {0} of the rows").format(f"{MOST:.0%}"),
                self.tr("0: dead"),
                self.tr("bars: mean |∂L/∂w| of a layer, up to {0}").format(written(scale.edge)),
                self._rows(),
            ]
        return [self.tr("Colours from −1 to +1, weights above and below 0")]

    def _rows(self) -> str:
        return self.tr("{0} training rows").format(grouped(self._scale.rows))

    def _explained(self) -> str:
        if self._scale.lens == "gradient":
            return self.tr(
                "The gradient of what training minimises, penalty included, dropout left out.\n"
                "|δ| is the mean of |∂L/∂z| over the rows; inputs have none.\n"
                "Full colour and full width stand for the 95th percentile."
            )
        if self._scale.lens == "health":
            return self.tr(
                "Saturated: the output is within 1.5 % of an end of its range.\n"
                "Dead: no row has an error that gets through the neuron.\n"
                "Both are judged by training rows; grey edges are the weights."
            )
        return ""

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        plate = QRectF(self.rect())
        rounded(painter, plate, RADIUS["tile"] + 2, theme.color("surface"), theme.color("border"))
        self._lay_out(painter)

    def _lay_out(self, painter: QPainter | None) -> float:
        """Go through the parts from the left, drawing them where there is a painter; returns the width."""
        line = _Line(painter, self._appearance.theme)
        {"gradient": self._gradient, "health": self._health}.get(self._scale.lens, self._activation)(line)
        if self._note:
            line.words(self._note, _APART)
        return line.right - _APART + _PAD + 5

    def _activation(self, line: "_Line") -> None:
        line.words("−1", 5)
        line.mark(_RAMP.width(), _ramp(line.theme.diverging.data))
        line.words("+1", _APART)
        line.mark(_LINE, _stroke("pos"))
        line.words("w > 0", 12)
        line.mark(_LINE, _dashed("neg") if self._dashes else _stroke("neg"))
        line.words("w < 0", _APART)

    def _gradient(self, line: "_Line") -> None:
        line.words("|δ|", 6)
        line.words("0", 5)
        line.mark(_RAMP.width() * 2 / 3, _ramp(line.theme.gradient.data))
        line.number(self._scale.unit)
        line.words("|∂L/∂w|", 6)
        line.words("0", 5)
        line.mark(_RAMP.width() / 2, _wedge)
        line.number(self._scale.edge)
        line.words(self._rows(), _APART)

    def _health(self, line: "_Line") -> None:
        line.mark(_SWATCH, _hatch)
        line.words(self.tr("saturated > {0}").format(f"{MOST:.0%}"), _APART)
        line.mark(_SWATCH, _zero)
        line.words(self.tr("dead"), _APART)
        line.words(self.tr("mean |∂L/∂w|"), 6)
        line.words("0", 5)
        line.mark(_RAMP.width() / 2, _bar)
        line.number(self._scale.edge)
        line.words(self._rows(), _APART)


class _Line:
    """A row of words and marks that is laid out from the left, and drawn where there is a painter."""

    def __init__(self, painter: QPainter | None, theme: Theme) -> None:
        self._painter, self.theme = painter, theme
        self._font = theme.font("caption")
        self._metrics = QFontMetricsF(self._font)
        self._height = theme.px(34)
        self.right = float(_PAD)

    def words(self, text: str, gap: float) -> None:
        self._write(text, self._metrics.horizontalAdvance(text), gap)

    def number(self, value: float) -> None:
        """A number that changes, in a room of its own."""
        text = written(value)
        widths = (self._metrics.horizontalAdvance(each) for each in (_WIDEST, text))
        self._write(text, max(widths), 10)

    def _write(self, text: str, width: float, gap: float) -> None:
        if self._painter is not None:
            box = QRectF(self.right, 0, width + 2, self._height)
            draw_text(self._painter, box, _LEFT, text, self._font, self.theme.color("text2"))
        self.right += width + gap

    def mark(self, width: float, draw: Callable[[QPainter, QRectF, Theme], None]) -> None:
        if self._painter is not None:
            draw(self._painter, QRectF(self.right, self._height / 2 - 5, width, 10), self.theme)
        self.right += width + 5


def _ramp(colors: memoryview) -> Callable[[QPainter, QRectF, Theme], None]:
    def draw(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        image = QImage(colors, 256, 1, 1024, QImage.Format.Format_RGB32)
        painter.setClipPath(round_path(rect, RADIUS["tick"]))
        painter.drawImage(rect, image)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("border"), STROKE["hairline"]))
        painter.drawRoundedRect(rect, RADIUS["tick"], RADIUS["tick"])

    return draw


def _stroke(token: str) -> Callable[[QPainter, QRectF, Theme], None]:
    def draw(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        painter.fillRect(QRectF(rect.x(), rect.center().y() - 1.5, rect.width(), 3), theme.color(token))

    return draw


def _dashed(token: str) -> Callable[[QPainter, QRectF, Theme], None]:
    def draw(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        for left in np.linspace(rect.left(), rect.right() - _DASH, 3).tolist():
            painter.fillRect(QRectF(left, rect.center().y() - 1.5, _DASH, 3), theme.color(token))

    return draw


def _wedge(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """From the thinnest edge to the thickest."""
    y, thin, thick = rect.center().y(), STROKE["edgeMin"] / 2, STROKE["edgeMax"] / 2
    corners = (
        (rect.left(), y - thin),
        (rect.right(), y - thick),
        (rect.right(), y + thick),
        (rect.left(), y + thin),
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("grad"))
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def _swatch(rect: QRectF) -> QRectF:
    square = QRectF(0, 0, rect.width(), rect.width())
    square.moveCenter(rect.center())
    return square


def _hatch(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    box = _swatch(rect)
    radius = RADIUS["neuron"] * box.width()
    rounded(painter, box, radius, theme.color("surface3"), None)
    draw_hatch(painter, box, theme, radius)
    rounded(painter, box, radius, None, theme.color("text2"))


def _zero(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    draw_zero(painter, _swatch(rect), theme)


def _bar(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    draw_bar(painter, rect.adjusted(0, 2.5, 0, -2.5), theme, 1.0)
