"""What colours, widths and marks on the canvas stand for."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nndesk.ui.points import round_path
from nndesk.ui.shapes import rounded
from nndesk.ui.theme import RADIUS, STROKE, Appearance, draw_text
from nndesk.ui.words import listed

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Legend(QWidget):
    """What colours stand for, and how much of the network is not drawn."""

    _PAD, _RAMP, _LINE = 13, QSize(96, 10), 20

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("legend")
        self._appearance = appearance
        self._note = ""
        self._restyle()
        appearance.changed.connect(self._restyle)

    def show_note(self, note: str) -> None:
        if note != self._note:
            self._note = note
            self._restyle()

    def _restyle(self) -> None:
        words = [self.tr("Colours from −1 to +1, weights above and below 0"), self._note]
        self.setAccessibleName(listed(word for word in words if word))
        theme = self._appearance.theme
        self.setFixedSize(round(self._lay_out(None)), theme.px(34))
        self.update()

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
        theme = self._appearance.theme
        font = theme.font("caption")
        metrics = QFontMetricsF(font)
        middle = theme.px(34) / 2
        x = float(self._PAD)

        def words(text: str, gap: float) -> None:
            nonlocal x
            width = metrics.horizontalAdvance(text)
            if painter is not None:
                box = QRectF(x, 0, width + 2, 2 * middle)
                draw_text(painter, box, _LEFT, text, font, theme.color("text2"))
            x += width + gap

        def mark(width: float, draw: Callable[[QPainter, QRectF], None]) -> None:
            nonlocal x
            if painter is not None:
                draw(painter, QRectF(x, middle - 5, width, 10))
            x += width + 5

        def ramp(painter: QPainter, rect: QRectF) -> None:
            image = QImage(theme.diverging.data, 256, 1, 1024, QImage.Format.Format_RGB32)
            painter.setClipPath(round_path(rect, RADIUS["tick"]))
            painter.drawImage(rect, image)
            painter.setClipping(False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("border"), STROKE["hairline"]))
            painter.drawRoundedRect(rect, RADIUS["tick"], RADIUS["tick"])

        def line(token: str) -> Callable[[QPainter, QRectF], None]:
            def draw(painter: QPainter, rect: QRectF) -> None:
                painter.fillRect(QRectF(rect.x(), middle - 1.5, rect.width(), 3), theme.color(token))

            return draw

        words("−1", 5)
        mark(self._RAMP.width(), ramp)
        words("+1", 15)
        mark(self._LINE, line("pos"))
        words("w > 0", 12)
        mark(self._LINE, line("neg"))
        words("w < 0", 0)
        if self._note:
            x += 15
            words(self._note, 0)
        return x + self._PAD + 2
