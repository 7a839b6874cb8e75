"""The headers of the layers: child widgets of the canvas."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from nndesk.engine.activations import ACTIVATIONS, Activation
from nndesk.ui.canvas.layout import Headers, Rect
from nndesk.ui.shapes import rounded
from nndesk.ui.theme import RADIUS, SIZE, STROKE, Appearance, Theme, draw_text
from nndesk.ui.words import listed

_PAD = 10
_CURVE = QRectF(0, 0, 18.5, 10)
_WORDS_FROM = 25  # where the words beside it begin
_BUTTON = SIZE["controlSmall"]
_SIGN = 4.0  # half of a minus
_PLATE, _RINGED = 8.0, 4.0  # half of the plate under a sign, and of what its ring goes around
_PLUS_FROM_RIGHT = 10.0
_APART = 14.5  # from a sign to the middle of the number, which wide numbers make more
_FIRST_LINE, _SECOND_LINE = 13.5, 32.5
_BARS = (0.25, 0.4, 1.0, 0.3)
_SHIFT_FACTOR = 4

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTER = Qt.AlignmentFlag.AlignCenter
_WRAP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


def _curve_of(activation: Activation) -> list[tuple[float, float]]:
    """The function as points of a square, 0 … 1 across and down: as high as its range, where that ends."""
    z = np.linspace(-3.0, 3.0, 25)[None, :]
    a = activation.outputs(z)
    low, high = float(a.min()), float(a.max())
    if math.isfinite(activation.low) and math.isfinite(activation.high):
        low, high = activation.low, activation.high
    return list(zip(np.linspace(0, 1, 25).tolist(), ((high - a[0]) / (high - low)).tolist(), strict=True))


# Calculated once, so that drawing never calls the engine.
_CURVES = {each.id: _curve_of(each) for each in ACTIVATIONS if each.derivative is not None}


def draw_activation(painter: QPainter, rect: QRectF, theme: Theme, activation: str) -> None:
    """A small curve of an activation; of one that mixes its units, bars."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if activation in _CURVES:
        pen = QPen(theme.color("text"), 1.75)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        size = rect.width(), rect.height()
        points = [QPointF(rect.x() + x * size[0], rect.y() + y * size[1]) for x, y in _CURVES[activation]]
        painter.drawPolyline(QPolygonF(points))
    elif activation in ACTIVATIONS:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("text"))
        width = rect.width() / len(_BARS)
        for place, height in enumerate(_BARS):
            bar = QRectF(0, 0, width - 1.5, height * rect.height())
            bar.moveBottomLeft(QPointF(rect.left() + place * width, rect.bottom()))
            painter.drawRoundedRect(bar, 1, 1)


@dataclass(frozen=True)
class HeaderText:
    """What a header says."""

    name: str
    second: str  # the activation's name, or what the inputs are
    activation: str  # identifier, "" for inputs
    units: int
    hidden: bool


class _CountButton(QAbstractButton):
    """A minus or a plus. The sign stands a little beside the middle, so that both fit a number."""

    def __init__(self, appearance: Appearance, plus: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance, self._plus = appearance, plus
        self.setObjectName("plusButton" if plus else "minusButton")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoRepeat(True)

    def focus_rect(self) -> QRectF:
        """Small enough that the ring around it stays in the header and off its number."""
        center = self._center()
        return QRectF(center.x() - _RINGED, center.y() - _RINGED, 2 * _RINGED, 2 * _RINGED)

    def focus_radius(self) -> float:
        return 2.0

    def _center(self) -> QPointF:
        right = _PLUS_FROM_RIGHT * self._appearance.theme.text_scale
        return QPointF(self.width() - right if self._plus else self.width() / 2, self.height() / 2)

    def sizeHint(self) -> QSize:
        return QSize(_BUTTON, _BUTTON)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        center = self._center()
        if self.underMouse() or self.isDown():
            plate = QRectF(center.x() - _PLATE, center.y() - _PLATE, 2 * _PLATE, 2 * _PLATE)
            fill = theme.color("surface3" if self.isDown() else "surface2")
            rounded(painter, plate, RADIUS["tick"] + 1, fill, None)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("text2"), 1.5, c=Qt.PenCapStyle.FlatCap))
        painter.drawLine(QPointF(center.x() - _SIGN, center.y()), QPointF(center.x() + _SIGN, center.y()))
        if self._plus:
            painter.drawLine(QPointF(center.x(), center.y() - _SIGN), QPointF(center.x(), center.y() + _SIGN))


class LayerHeader(QAbstractButton):
    """Name, size and activation of a layer. Asks for more or fewer neurons and to be selected."""

    units_requested = Signal(int)  # change of the number of neurons
    left = Signal()  # the pointer went away

    def __init__(self, appearance: Appearance, layer: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"layerHeader{layer}")
        self.layer = layer  # counted as on the canvas
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._appearance = appearance
        self._text = HeaderText("", "", "", 0, False)
        self._form = Headers.WHOLE
        self._narrow = self._wide = QRect()
        self._selected = self._hovered = False
        self.minus = _CountButton(appearance, False, self)
        self.plus = _CountButton(appearance, True, self)
        self.minus.clicked.connect(lambda: self._request(-1))
        self.plus.clicked.connect(lambda: self._request(1))
        for button in (self.minus, self.plus):
            button.hide()
        appearance.follow(self, QWidget.update)

    def focus_radius(self) -> float:
        return RADIUS["tile"]

    def show_text(self, text: HeaderText) -> None:
        if text == self._text:
            return
        self._text = text
        if text.activation:
            words = self.tr("{0}, 1 neuron") if text.units == 1 else self.tr("{0}, {1} neurons")
        else:
            words = self.tr("{0}, 1 input") if text.units == 1 else self.tr("{0}, {1} inputs")
        parts = [words.format(text.name, text.units)]
        if text.second:
            parts.append(text.second)
        self.setAccessibleName(listed(parts))
        self.minus.setAccessibleName(self.tr("Remove a neuron from {0}").format(text.name))
        self.plus.setAccessibleName(self.tr("Add a neuron to {0}").format(text.name))
        for button in (self.minus, self.plus):
            button.setToolTip(
                self.tr("{0}\nShift: {1} at once").format(button.accessibleName(), _SHIFT_FACTOR)
            )
        self._arrange()

    def place(self, rect: Rect, form: Headers, left: float, right: float) -> None:
        """Stand in ``rect``; a narrow one becomes whole between ``left`` and ``right`` where it matters."""
        self._form = form
        self._narrow = QRectF(*rect).toRect()
        theme = self._appearance.theme
        width = max(theme.px(SIZE["layerHeader"]["width"]), self._narrow.width())
        wide = QRect(self._narrow)
        wide.setWidth(width)
        x = self._narrow.center().x() - width // 2
        wide.moveLeft(round(min(max(x, left), right - width)))
        self._wide = wide
        self._arrange()

    def set_selected(self, selected: bool) -> None:
        if selected != self._selected:
            self._selected = selected
            self._arrange()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self._arrange()

    def leaveEvent(self, event: object) -> None:
        self._hovered = False
        self._arrange()
        self.left.emit()

    # -- inside -----------------------------------------------------------------------------------

    @property
    def _shown_form(self) -> Headers:
        form = self._form
        if form is Headers.COUNT and (self._selected or self._hovered):
            form = Headers.WHOLE
        if form is Headers.WHOLE and self._text.hidden:
            name = _name_width(self._appearance.theme, self._text.name)
            width = self._wide.width() if form is not self._form else self._narrow.width()
            if _PAD + name + _SIGN > width - self._minus_from_right() - _SIGN:
                return Headers.COMPACT
        return form

    def _request(self, sign: int) -> None:
        shift = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        self.units_requested.emit(sign * (_SHIFT_FACTOR if shift else 1))

    def _arrange(self) -> None:
        form = self._shown_form
        raised = self._form is Headers.COUNT and form is not Headers.COUNT
        self.setGeometry(self._wide if raised else self._narrow)
        if raised:
            self.raise_()
        scale = self._appearance.theme.text_scale
        size = round(_BUTTON * max(1.0, scale))
        line = _FIRST_LINE if form is Headers.WHOLE else _SECOND_LINE
        top = max(0, round(line * scale - size / 2))
        plus = self.width() - size
        minus = round(self.width() - self._minus_from_right() - size / 2)
        for button, left in ((self.minus, min(minus, plus - size)), (self.plus, plus)):
            button.setVisible(self._text.hidden and form is not Headers.COUNT)
            button.setGeometry(left, top, size, size)
        self.update()

    def _number_from_right(self) -> float:
        """From the right side to the middle of the number."""
        theme = self._appearance.theme
        width = _name_width(theme, str(self._text.units))
        apart = max(_APART * theme.text_scale, width / 2 + _PLATE + 1.5)
        return _PLUS_FROM_RIGHT * theme.text_scale + apart

    def _minus_from_right(self) -> float:
        return 2 * self._number_from_right() - _PLUS_FROM_RIGHT * self._appearance.theme.text_scale

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        border = "sel" if self._selected else "borderStrong" if self._hovered else "border"
        rect = QRectF(self.rect())
        rounded(painter, rect, RADIUS["tile"], theme.color("surface"), theme.color(border))
        if self._selected:
            painter.setPen(QPen(theme.color("sel"), STROKE["selected"]))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS["tile"], RADIUS["tile"])
        form = self._shown_form
        if form is Headers.COUNT:
            self._paint_count(painter, theme, rect)
            return
        first, second = _FIRST_LINE * theme.text_scale, _SECOND_LINE * theme.text_scale
        line = theme.line("caption")
        width = rect.width() - 2 * _PAD
        font = theme.font("caption", strong=True)
        name = QRectF(_PAD - 0.75, first - line / 2, width, line)
        draw_text(painter, name, _LEFT, self._text.name, font, theme.color("text"))
        beside = self._text.hidden and form is Headers.COMPACT
        if self._text.hidden:
            y = second if beside else first
            middle = rect.width() - self._number_from_right()
            count = QRectF(middle - 20, y - line / 2, 40, line)
            draw_text(painter, count, _CENTER, str(self._text.units), font, theme.color("text"))
        left = float(_PAD)
        if self._text.activation:
            box = _CURVE.translated(_PAD + 0.75, second - 0.25 - _CURVE.height() / 2)
            draw_activation(painter, box, theme, self._text.activation)
            left += _WORDS_FROM
        if not beside:
            words = QRectF(left, second - line / 2, rect.width() - left - 4, line)
            draw_text(painter, words, _LEFT, self._text.second, theme.font("caption"), theme.color("text2"))

    def _paint_count(self, painter: QPainter, theme: Theme, rect: QRectF) -> None:
        """The number of neurons, and the curve below it; what has no room is left out."""
        font = theme.font("caption", strong=True)
        text = str(self._text.units)
        curve = bool(self._text.activation) and rect.width() >= _CURVE.width() + 8
        y = (_FIRST_LINE if curve else rect.height() / theme.text_scale / 2) * theme.text_scale
        if _name_width(theme, text) <= rect.width() - 4:
            line = theme.line("caption")
            box = QRectF(0, y - line / 2, rect.width(), line)
            draw_text(painter, box, _CENTER, text, font, theme.color("text"))
        if curve:
            middle = QPointF(rect.center().x(), _SECOND_LINE * theme.text_scale)
            box = QRectF(_CURVE)
            box.moveCenter(middle)
            draw_activation(painter, box, theme, self._text.activation)


def _name_width(theme: Theme, text: str) -> float:
    return theme.width(text, "caption", strong=True)


class Refusal(QWidget):
    """Says why an edit was refused, on a plate below the header that asked for it."""

    _WIDTH = 320

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("refusal")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._appearance, self._canvas = appearance, parent
        self._text = ""
        self.hide()

    def say(self, text: str, header: QRect) -> None:
        self._text = text
        self.setAccessibleName(text)
        area = QRectF(0, 0, self._WIDTH * self._appearance.theme.text_scale, 1000)
        words = QFontMetricsF(self._font).boundingRect(area, int(_WRAP), text)
        width, height = round(words.width()) + 2 * _PAD + 2, round(words.height()) + 2 * _PAD
        right = self._canvas.width() - _PAD - width
        self.setGeometry(max(_PAD, min(header.left(), right)), header.bottom() + 7, width, height)
        self.show()
        self.raise_()
        self.update()

    @property
    def _font(self) -> QFont:
        return self._appearance.theme.font("label")

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        plate = QRectF(self.rect())
        rounded(painter, plate, RADIUS["tile"], theme.color("surface"), theme.color("borderStrong"))
        words = plate.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        draw_text(painter, words, _WRAP, self._text, self._font, theme.color("text"))
