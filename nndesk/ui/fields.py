"""Rows for numbers and lists: label, slider and number box, or label and list.

A row shows any value as it is, also one that its slider cannot reach. What somebody types or
drags is asked for together with a gesture number: one per drag, so that a drag is one undo step.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QSizePolicy,
    QSlider,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from nndesk.ui.theme import DISABLED, RADIUS, SIZE, Appearance, draw_text
from nndesk.ui.widgets import Label, draw_icon, rounded

Number = int | float

_gestures = itertools.count(1)

#: Width of a row's label, of its number box, and of the box beside a list.
LABEL_WIDTH = 120
FIELD_WIDTH = 72
WIDE_FIELD_WIDTH = 84


def next_gesture() -> int:
    """A number that no gesture had before."""
    return next(_gestures)


def format_number(value: Number, *, grouped: bool = True) -> str:
    """The shortest text that reads back as ``value``; whole numbers in groups of three."""
    if isinstance(value, int) or (math.isfinite(value) and value == int(value) and abs(value) < 1e15):
        return f"{int(value):,}" if grouped else str(int(value))
    return repr(float(value))


def parse_number(text: str) -> float | None:
    """The number that somebody typed, None if it is none; accepts ``1,200``, ``−3``, ``5 %``."""
    plain = text.strip().rstrip("%").strip().replace("\u2212", "-")
    plain = plain.replace(",", "").replace("\u2009", "").replace(" ", "")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


@dataclass(frozen=True)
class Scale:
    """What a slider reaches. A logarithmic one that starts at 0 jumps from ``smallest`` to 0."""

    low: float
    high: float
    log: bool = False
    integer: bool = False
    smallest: float = 0.0

    def position(self, value: Number) -> float:
        """Where ``value`` lies on the slider, 0…1; values out of reach lie at its ends."""
        if not self.log:
            return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)
        start = self.low or self.smallest
        if value <= start:
            return 0.0
        return min(math.log(value / start) / math.log(self.high / start), 1.0)

    def value(self, position: float) -> Number:
        """The round number at ``position``."""
        if not self.log:
            value = self.low + position * (self.high - self.low)
            digits = 2 - math.floor(math.log10(self.high - self.low))
        else:
            start = self.low or self.smallest
            if position == 0.0:
                value, digits = self.low, 12
            else:
                value = start * (self.high / start) ** position
                digits = 1 - math.floor(math.log10(value))
        if self.integer:
            return min(max(round(value), math.ceil(self.low)), math.floor(self.high))
        return min(max(round(value, digits), self.low), self.high)


class Slider(QSlider):
    """A track with a handle. A click jumps there, the wheel turns it only when it has the focus."""

    reset_asked = Signal()
    STEPS = 1000
    _RADIUS = 8

    def __init__(self, appearance: Appearance, label: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._appearance = appearance
        self.setAccessibleName(label)
        self.setRange(0, self.STEPS)
        self.setSingleStep(self.STEPS // 100)
        self.setPageStep(self.STEPS // 10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(96, SIZE["controlSmall"])

    def minimumSizeHint(self) -> QSize:
        return QSize(48, SIZE["controlSmall"])

    def focus_rect(self) -> QRectF:
        return QRectF(self._x() - self._RADIUS, self.height() / 2 - self._RADIUS, 16, 16)

    def focus_radius(self) -> float:
        return self._RADIUS

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset_asked.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _follow(self, event: QMouseEvent) -> None:
        share = (event.position().x() - self._RADIUS) / (self.width() - 2 * self._RADIUS)
        self.setSliderPosition(round(min(max(share, 0.0), 1.0) * self.STEPS))

    def _x(self) -> float:
        return self._RADIUS + (self.width() - 2 * self._RADIUS) * self.sliderPosition() / self.STEPS

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(DISABLED)
        middle, x, r = self.height() / 2, self._x(), self._RADIUS
        track = QRectF(r, middle - 2, self.width() - 2 * r, 4)
        rounded(painter, track, 2, theme.color("surface3"), None)
        rounded(painter, QRectF(r, middle - 2, x - r, 4), 2, theme.color("text2"), None)
        handle = QRectF(x - r, middle - r, 2 * r, 2 * r)
        rounded(painter, handle, r, theme.color("surface"), theme.color("text2"))


class NumberField(QLineEdit):
    """A box for one number, with the range of the interface.

    What cannot be used leaves the last good number in place, says what would be right and keeps
    the focus. ``percent`` shows 0.1 as 10 %; ``empty`` is the text for None, if None is allowed.
    """

    entered = Signal(object)  # int, float or None: somebody wants another number
    refused = Signal(str)  # what was typed cannot be used: what would be right

    def __init__(
        self,
        appearance: Appearance,
        name: str,
        label: str,
        low: float,
        high: float,
        *,
        integer: bool = False,
        percent: bool = False,
        grouped: bool = True,
        empty: str | None = None,
        prefix: str = "",
    ) -> None:
        super().__init__()
        self._appearance, self._low, self._high = appearance, low, high
        self._integer, self._percent, self._grouped = integer, percent, grouped
        self._empty, self._prefix = empty, prefix
        self._value: Number | None = None
        self.setPlaceholderText(empty or "")
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._restyle()
        appearance.changed.connect(self._restyle)

    def value(self) -> Number | None:
        """The number shown last, not what is being typed."""
        return self._value

    def show_value(self, value: Number | None) -> None:
        self._value = value
        self._show_text()

    def step(self, steps: int) -> None:
        """Ask for a number a little larger or smaller: by ones, or in the second digit that counts."""
        value = self._value or 0
        unit = 1.0
        if not self._integer:
            unit = 10.0 ** (math.floor(math.log10(abs(value))) - 1) if value else 0.01
        wanted = min(max(value + steps * unit, self._low), self._high)
        self._ask(round(wanted) if self._integer else float(f"{wanted:.12g}"))

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), self._appearance.theme.px(SIZE["field"]))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._commit()
            self.selectAll()
        elif event.key() == Qt.Key.Key_Escape and self._is_edited():
            self._show_text()
            self.selectAll()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._commit():
            self.step(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        if not self._commit():
            self.selectAll()
            return True  # the focus stays until the number is right
        return super().focusNextPrevChild(next)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._commit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and event.angleDelta().y():
            self.step(1 if event.angleDelta().y() > 0 else -1)
        else:
            event.ignore()

    def _is_edited(self) -> bool:
        return self.text() != self._format(self._value)

    def _commit(self) -> bool:
        """Ask for what was typed; False, and the last good number again, if it cannot be used."""
        if not self._is_edited():
            return True
        text = self.text()
        if not text.strip() and self._empty is not None:
            self._ask(None)
            return True
        value = parse_number(text)
        if value is not None and self._percent:
            value = float(f"{value / 100.0:.12g}")
        if value is None or not self._low <= value <= self._high or (self._integer and value != int(value)):
            self._show_text()
            self.refused.emit(self.range_text(text))
            return False
        self._ask(int(value) if self._integer else value)
        return True

    def _ask(self, value: Number | None) -> None:
        if value != self._value:
            self.entered.emit(value)
        self._show_text()

    def range_text(self, typed: str) -> str:
        """One sentence: what was typed and what would be right."""
        low, high = (self._format(bound) for bound in (self._low, self._high))
        if self._percent:
            low, high = f"{low} %", f"{high} %"
        if math.isinf(self._high):
            text = (
                self.tr("“{0}”: type a number, {1} or more")
                if not self._integer
                else self.tr("“{0}”: type a whole number, {1} or more")
            )
        elif self._integer:
            text = self.tr("“{0}”: type a whole number from {1} to {2}")
        else:
            text = self.tr("“{0}”: type a number from {1} to {2}")
        return text.format(typed.strip()[:20], low, high)

    def _format(self, value: Number | None) -> str:
        if value is None:
            return ""
        if self._percent:
            value = float(f"{value * 100.0:.12g}")
        return format_number(value, grouped=self._grouped)

    def _show_text(self) -> None:
        text = self._format(self._value)
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    def _restyle(self) -> None:
        theme = self._appearance.theme
        self.setFont(theme.font("number"))
        suffix = QFontMetricsF(self.font()).horizontalAdvance("%") + 4 if self._percent else 0
        self.setTextMargins(0, 0, math.ceil(suffix), 0)
        self.setFixedWidth(theme.px(WIDE_FIELD_WIDTH if self._prefix else FIELD_WIDTH))
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not (self._percent or self._prefix):
            return
        painter, color = QPainter(self), self._appearance.theme.color("text3")
        inner = QRectF(self.rect()).adjusted(8, 0, -9, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        if self._percent:
            draw_text(painter, inner, flags, "%", self.font(), color)
        if self._prefix:
            number = QFontMetricsF(self.font()).horizontalAdvance(self.text()) + 5
            font = self._appearance.theme.font("body")
            draw_text(painter, inner.adjusted(0, 0, -number, 0), flags, self._prefix, font, color)


class ComboBox(QComboBox):
    """A list of (identifier, label) choices; asks for an identifier."""

    asked = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        name: str,
        label: str,
        choices: Sequence[tuple[str, str]],
        *,
        icon: str = "",
    ) -> None:
        super().__init__()
        self._appearance, self._icon = appearance, icon
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setView(QListView())
        self.setItemDelegate(QStyledItemDelegate(self))
        for id, text in choices:
            self.addItem(text, id)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._ask)
        self._restyle()
        appearance.changed.connect(self._restyle)

    def show_value(self, id: str, other: str = "") -> None:
        """Show the choice ``id``, or the words ``other`` where it is none of them."""
        self._shown = self.findData(id)
        self.setPlaceholderText(other)
        self.setCurrentIndex(self._shown)
        self.update()

    def _ask(self, index: int) -> None:
        wanted = self.itemData(index)
        with QSignalBlocker(self):
            self.setCurrentIndex(self._shown)  # until the answer comes
        self.asked.emit(wanted)

    _shown = -1

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _restyle(self) -> None:
        self.setFont(self._appearance.theme.font("number"))
        self.view().setFont(self.font())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        texts = [self.itemText(index) for index in range(self.count())]
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0.0)
        icon = 22 if self._icon else 0
        return QSize(math.ceil(widest) + 10 + icon + 26, self._appearance.theme.px(SIZE["field"]))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 96), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(DISABLED)
        rect = QRectF(self.rect())
        rounded(painter, rect, RADIUS["control"], theme.color("surface"), theme.color("borderStrong"))
        left = 10.0
        if self._icon:
            draw_icon(painter, QPointF(left + 8, rect.center().y()), theme, self._icon, "text", 16)
            left += 22
        words = rect.adjusted(left, 0, -25, 0)
        text = self.currentText() if self.currentIndex() >= 0 else self.placeholderText()
        text = QFontMetricsF(self.font()).elidedText(text, Qt.TextElideMode.ElideRight, words.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        draw_text(painter, words, flags, text, self.font(), theme.color("text"))
        draw_icon(painter, QPointF(rect.right() - 14, rect.center().y()), theme, "chevron-down", "text2", 14)


class _Row(QWidget):
    """Label and controls in one line, or in two where the text is large; a problem below."""

    _TWO_LINES_FROM = 1.3

    def __init__(self, appearance: Appearance, label: str, tooltip: str) -> None:
        super().__init__()
        self._appearance = appearance
        self.setToolTip(tooltip)
        self._label = Label(appearance, label, "body", "text2")
        self._controls = QHBoxLayout()
        self._controls.setSpacing(0)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(0)
        self._line.addWidget(self._label)
        self._line.addLayout(self._controls, 1)
        self._problem = Label(appearance, "", "caption", "grad")
        self._problem.setWordWrap(True)
        self._problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(2)
        layout.addLayout(self._line)
        layout.addWidget(self._problem)
        self._arrange()
        appearance.changed.connect(self._arrange)

    def show_problem(self, text: str) -> None:
        """Say below the row why something cannot be; "" takes it away."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    def show_label(self, text: str) -> None:
        self._label.setText(text)

    def _arrange(self) -> None:
        theme = self._appearance.theme
        stacked = theme.text_scale >= self._TWO_LINES_FROM
        directions = QBoxLayout.Direction
        self._line.setDirection(directions.TopToBottom if stacked else directions.LeftToRight)
        self._label.setMinimumWidth(0 if stacked else theme.px(LABEL_WIDTH) - self._overhang())
        self._controls.setContentsMargins(0, 0, 0, 0)

    def _overhang(self) -> int:
        return 0


class SliderRow(_Row):
    """A number with a slider and a box; the box carries ``name`` as objectName.

    ``scale`` is what the slider reaches, ``low`` and ``high`` what the box accepts. A row that is
    not ``live`` asks when the slider is let go. Whole numbers are asked for as int.
    """

    asked = Signal(object, int)  # the number wanted, the gesture that wants it

    def __init__(
        self,
        appearance: Appearance,
        name: str,
        label: str,
        scale: Scale,
        low: float,
        high: float,
        *,
        default: Number,
        live: bool = True,
        percent: bool = False,
        grouped: bool = True,
        tooltip: str = "",
    ) -> None:
        super().__init__(appearance, label, tooltip)
        self._scale, self._default, self._live = scale, default, live
        self._value: Number = default
        self._gesture = 0
        self.slider = Slider(appearance, label)
        self.field = NumberField(
            appearance, name, label, low, high, integer=scale.integer, percent=percent, grouped=grouped
        )
        self._label.setBuddy(self.field)
        self._controls.addWidget(self.slider, 1)
        self._controls.addWidget(self.field)
        self.slider.sliderPressed.connect(self._start_gesture)
        self.slider.valueChanged.connect(self._take_slider)
        self.slider.sliderReleased.connect(self._end_gesture)
        self.slider.reset_asked.connect(lambda: self._ask(self._default))
        self.field.entered.connect(self._ask)
        self.field.refused.connect(self.show_problem)
        self.show_value(default)

    def value(self) -> Number:
        return self._value

    def show_value(self, value: Number) -> None:
        """Show ``value`` as it is; a slider that does not reach it stands at its end."""
        self._value = value
        self.show_problem("")
        self.field.show_value(value)
        if not self.slider.isSliderDown():
            self._move_slider(value)

    def show_scale(self, scale: Scale) -> None:
        """Let the slider reach something else, such as as many samples as there are now."""
        if scale != self._scale:
            self._scale = scale
            self._move_slider(self._value)

    def _overhang(self) -> int:
        return 8  # half a handle, so that the track begins where lists begin

    def _move_slider(self, value: Number) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(self._scale.position(value) * Slider.STEPS))
        self.slider.update()

    def _start_gesture(self) -> None:
        self._gesture = next_gesture()

    def _take_slider(self, position: int) -> None:
        value = self._scale.value(position / Slider.STEPS)
        if not self.slider.isSliderDown():
            self._ask(value)
        elif self._live:
            if value != self._value:
                self.asked.emit(value, self._gesture)
        else:
            self.field.show_value(value)  # a preview until the slider is let go

    def _end_gesture(self) -> None:
        if not self._live:
            value = self._scale.value(self.slider.value() / Slider.STEPS)
            if value != self._value:
                self.asked.emit(value, self._gesture)
        # What is shown afterwards is what the answer made of it.
        self.show_value(self._value)

    def _ask(self, value: Number) -> None:
        if value != self._value:
            self.show_problem("")
            self.asked.emit(value, next_gesture())
        self._move_slider(self._value)


class ComboRow(_Row):
    """A list of choices, perhaps with a number box at its right (``field``)."""

    asked = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        name: str,
        label: str,
        choices: Sequence[tuple[str, str]],
        *,
        field: NumberField | None = None,
        tooltip: str = "",
    ) -> None:
        super().__init__(appearance, label, tooltip)
        self.box = ComboBox(appearance, name, label, choices)
        self._label.setBuddy(self.box)
        self._controls.addWidget(self.box, 1)
        self.field = field
        if field is not None:
            self._controls.addSpacing(8)
            self._controls.addWidget(field)
            field.refused.connect(self.show_problem)
        self.box.asked.connect(self.asked)

    def show_value(self, id: str, other: str = "") -> None:
        self.box.show_value(id, other)


class FieldRow(_Row):
    """A number box alone; the box carries ``name`` as objectName."""

    asked = Signal(object, int)

    def __init__(self, appearance: Appearance, label: str, field: NumberField, *, tooltip: str = "") -> None:
        super().__init__(appearance, label, tooltip)
        self.field = field
        self._label.setBuddy(field)
        self._controls.addStretch(1)
        self._controls.addWidget(field)
        field.entered.connect(lambda value: self.asked.emit(value, next_gesture()))
        field.refused.connect(self.show_problem)

    def show_value(self, value: Number | None) -> None:
        self.show_problem("")
        self.field.show_value(value)
