"""Words at both ends of the network: which image is shown, and what the outputs make of it."""

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from nndesk.data.dataset import Dataset
from nndesk.project.messages import Snapshot
from nndesk.ui.canvas.layout import Form, Layout
from nndesk.ui.canvas.neurons import Neurons
from nndesk.ui.numbers import percents
from nndesk.ui.theme import RADIUS, SIZE, STROKE, Theme, draw_text
from nndesk.ui.words import grouped

ARROW_LENGTH = 7.0
_TRUE = 1.3  # times as large is what points at the true class
_ARROW_HEIGHT = 8.0

_CENTER = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Captions:
    """Of one layout in one theme."""

    def __init__(self, layout: Layout, theme: Theme) -> None:
        self._layout, self._theme = layout, theme

    def draw_below_image(self, painter: QPainter, snapshot: Snapshot, data: Dataset | None) -> None:
        """Below an image, which sample is shown, and what it is."""
        box = self._layout.layers[0].box
        if self._layout.layers[0].form is not Form.PIXELS or data is None:
            return
        trained = len(data.x_train)
        sample = snapshot.sample
        translate = QCoreApplication.translate
        if sample < trained:
            words = translate("Canvas", "training sample {0} of {1}").format(sample + 1, grouped(trained))
        else:
            tests = grouped(len(data.x_test))
            words = translate("Canvas", "test sample {0} of {1}").format(sample - trained + 1, tests)
        lines = [words]
        true = true_class(snapshot, data)
        if true is not None:
            digit = all(name.isdigit() for name in data.classes)
            words = translate("Canvas", "true digit {0}") if digit else translate("Canvas", "true class {0}")
            lines.append(words.format(data.classes[true]))
        font, color = self._theme.font("label"), self._theme.color("text2")
        height = self._theme.line("label")
        metrics = QFontMetricsF(font)
        one = " · ".join(lines)
        room = self._layout.layers[1].box.x - box.x - 12
        if metrics.horizontalAdvance(one) <= room:
            lines = [one]
        elif self._layout.zoom < 1:
            lines = [line for line in lines if metrics.horizontalAdvance(line) <= room]
        for place, line in enumerate(lines):
            top = box.bottom + 6 + place * height
            width = metrics.horizontalAdvance(line) + 2
            draw_text(painter, QRectF(box.x, top, width, height), _LEFT, line, font, color)

    def draw_outputs(
        self, painter: QPainter, snapshot: Snapshot, data: Dataset | None, neurons: Neurons
    ) -> None:
        """Of classes: their names on the neurons, their probabilities as bars, and the true one marked."""
        bars = self._layout.bars
        if bars is None or data is None or len(data.classes) != len(bars):
            return
        theme = self._theme
        outputs = self._layout.layers[-1]
        shares = np.clip(np.nan_to_num(snapshot.activations[-1]), 0.0, 1.0)
        largest = int(np.argmax(shares))
        true = true_class(snapshot, data)
        size = min(1.0, outputs.rects[0, 2] / SIZE["neuron"]["1440"])
        name_font = theme.font("title", max(size, 11 / 18))
        whole = percents(shares.tolist())
        for unit, (share, name) in enumerate(zip(shares.tolist(), data.classes, strict=True)):
            rect = QRectF(*outputs.rects[unit].tolist())
            if QFontMetricsF(name_font).horizontalAdvance(name) <= rect.width() - 4:
                draw_text(painter, rect, _CENTER, name, name_font, neurons.ink(unit))
            self._draw_bar(painter, QRectF(*bars[unit].tolist()), share)
            font = theme.font("bodyStrong" if unit == largest else "label", 12 / 13 if unit == largest else 1)
            right = self._layout.loss_card.x
            words = QRectF(bars[unit, 0] + bars[unit, 2] + 5, rect.y(), right, rect.height())
            words.setRight(right)
            draw_text(painter, words, _LEFT, f"{whole[unit]}%", font, theme.color("text"))
            if unit == true:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("text"))
                painter.drawPolygon(triangle(rect.left() - 4, rect.center().y(), _TRUE))

    def _draw_bar(self, painter: QPainter, rect: QRectF, share: float) -> None:
        theme = self._theme
        radius = RADIUS["tick"]
        painter.setPen(QPen(theme.color("border"), STROKE["hairline"]))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(rect, radius, radius)
        filled = QRectF(rect.left(), rect.top(), share * rect.width(), rect.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("pos"))
        radius = min(radius, filled.width() / 2)
        painter.drawRoundedRect(filled, radius, radius)


def true_class(snapshot: Snapshot, data: Dataset) -> int | None:
    """The class that the shown sample belongs to."""
    trained = len(data.target_train)
    targets = data.target_train if snapshot.sample < trained else data.target_test
    place = snapshot.sample if snapshot.sample < trained else snapshot.sample - trained
    if not data.classes or place >= len(targets):
        return None
    return int(targets[place])


def triangle(tip: float, y: float, times: float = 1.0) -> QPolygonF:
    """An arrow's head that points right."""
    half = times * _ARROW_HEIGHT / 2
    back = tip - times * ARROW_LENGTH
    return QPolygonF([QPointF(tip, y), QPointF(back, y - half), QPointF(back, y + half)])
