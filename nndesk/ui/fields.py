"""Controls for numbers and words: slider, number box, line of text. They show values and ask for others."""

import math

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QSizePolicy,
    QSlider,
    QWidget,
)

from nndesk.ui.numbers import Number, format_number, parse_number
from nndesk.ui.shapes import rounded
from nndesk.ui.theme import DISABLED, RADIUS, SIZE, Appearance, Theme, draw_text, fitting

_WIDTH, _WIDE = 72, 84  # of a number box
_CARET = 4  # what Qt keeps free beside the text of a box
_PAD, _SPARE = 5, 2  # from its right side to what is in it, and from its left at the least


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
        appearance.follow(self, QWidget.update)

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


class _Box(QLineEdit):
    """Leaves files that are dragged over it to the window, which opens them."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)


class NumberField(_Box):
    """A box for one number, with the range of the interface.

    What cannot be used leaves the last good number in place, says what would be right and keeps
    the focus. ``percent`` shows 0.1 as 10 %; None is shown as ``off``, and where that is a word, it
    or nothing may be typed for None.
    """

    entered = Signal(object)  # int or float: somebody wants another number
    settled = Signal()  # the keyboard went elsewhere, nothing being wrong
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
        prefix: str = "",
        wide: bool = False,
        off: str = "",
    ) -> None:
        super().__init__()
        self._appearance, self._low, self._high = appearance, low, high
        self._integer, self._percent, self._grouped = integer, percent, grouped
        self._prefix, self._wide, self._off = prefix, wide or bool(prefix), off
        self._value: Number | None = None
        self._refused = False
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFrame(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self._watch)
        self._restyle()
        appearance.follow(self, NumberField._restyle)

    def value(self) -> Number | None:
        """The number shown last, not what is being typed."""
        return self._value

    def show_value(self, value: Number | None) -> None:
        self._value = value
        self._show_text()

    def show_range(self, low: float, high: float, *, integer: bool) -> None:
        """Take numbers of another key from now on."""
        self._low, self._high, self._integer = low, high, integer

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

    def selectAll(self) -> None:
        """Select all with the beginning in sight: of a long number the last digits say nothing."""
        self.end(False)
        self.home(True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.selectedText() == self.text():
            self.selectAll()

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

    @Slot()
    def _watch(self) -> None:
        """While something is typed, see whatever the user does elsewhere that leaves the keyboard here."""
        QCoreApplication.instance().installEventFilter(self)  # pyright: ignore[reportOptionalMemberAccess]

    def _end_watch(self) -> None:
        QCoreApplication.instance().removeEventFilter(self)  # pyright: ignore[reportOptionalMemberAccess]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() == QEvent.Type.MouseButtonPress and watched.isWidgetType()
        if (pressed and watched is not self) or event.type() in (QEvent.Type.Shortcut, QEvent.Type.Close):
            self._end_watch()
            self._refused = not self._commit()
        return False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._end_watch()
        if self._is_edited():
            self._commit()
        elif not self._refused:  # by the press that takes the keyboard away
            self.settled.emit()
        self._refused = False

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
        if self._off and text.strip().casefold() in ("", self._off.casefold()):
            self._ask(None)
            return True
        value = parse_number(text.strip().rstrip("%\uff05") if self._percent else text)
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
        low, high = (self._format(bound, grouped=True).replace("-", "−") for bound in (self._low, self._high))
        if self._percent:
            low, high = f"{low} %", f"{high} %"
        if math.isinf(self._low) and math.isinf(self._high):
            text = self.tr("“{0}”: type a number")
        elif math.isinf(self._high):
            text = (
                self.tr("“{0}”: type a number, {1} or more")
                if not self._integer
                else self.tr("“{0}”: type a whole number, {1} or more")
            )
        elif self._integer:
            text = self.tr("“{0}”: type a whole number from {1} to {2}")
        else:
            text = self.tr("“{0}”: type a number from {1} to {2}")
        typed = typed.strip()[:20]
        if parse_number(typed) is not None:
            typed = typed.replace("-", "−")
        return text.format(typed, low, high)

    def _format(self, value: Number | None, *, grouped: bool | None = None) -> str:
        if value is None:
            return self._off
        if self._percent:
            value = float(f"{value * 100.0:.12g}")
        return format_number(value, grouped=self._grouped if grouped is None else grouped)

    def _show_text(self) -> None:
        text = self._format(self._value)
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)
            self._fit()

    def _fit(self) -> None:
        """Letters a little smaller where a long number has no room; what is before it goes first."""
        theme, margins = self._appearance.theme, self.textMargins()
        font, least = theme.font("number"), theme.font("caption").pixelSize()
        room = self.minimumWidth() - margins.left() - margins.right() - _CARET
        font = fitting(font, self.text(), room, font.pixelSize() / least)
        if font != self.font():
            self.setFont(font)

    def _restyle(self) -> None:
        theme = self._appearance.theme
        self.setFont(theme.font("number"))
        suffix = QFontMetricsF(self.font()).horizontalAdvance("%") + 4 if self._percent else 0
        self.setTextMargins(_SPARE, 0, _PAD + math.ceil(suffix), 0)
        self.setPalette(_field_palette(theme))
        self.setFixedWidth(theme.px(_WIDE if self._wide else _WIDTH))
        self._fit()
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        border = theme.color("borderStrong" if self.isEnabled() else "border")
        rounded(painter, QRectF(self.rect()), RADIUS["control"], theme.color("surface"), border)
        painter.end()
        super().paintEvent(event)
        if not (self._percent or self._prefix):
            return
        painter, color = QPainter(self), theme.color("text3")
        inner = QRectF(self.rect()).adjusted(8, 0, -9, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        if self._percent:
            draw_text(painter, inner, flags, "%", self.font(), color)
        if self._prefix:
            number = QFontMetricsF(self.font()).horizontalAdvance(self.text()) + 5
            font = self._appearance.theme.font("body")
            before = inner.adjusted(0, 0, -number, 0)
            if QFontMetricsF(font).horizontalAdvance(self._prefix) <= before.width():
                draw_text(painter, before, flags, self._prefix, font, color)


class TextField(_Box):
    """A box for a line of text."""

    def __init__(self, appearance: Appearance, name: str, label: str) -> None:
        super().__init__()
        self._appearance = appearance
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFrame(False)
        self.setTextMargins(_PAD, 0, _PAD, 0)
        self._restyle()
        appearance.follow(self, TextField._restyle)

    def _restyle(self) -> None:
        theme = self._appearance.theme
        self.setFont(theme.font("body"))
        self.setPalette(_field_palette(theme))
        self.setMinimumHeight(theme.px(SIZE["field"]))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._appearance.theme, QPainter(self)
        plate, border = theme.color("surface"), theme.color("borderStrong")
        rounded(painter, QRectF(self.rect()), RADIUS["control"], plate, border)
        painter.end()
        super().paintEvent(event)


def _field_palette(theme: Theme) -> QPalette:
    """Text in the theme's colours over nothing: the plate of a box is painted beforehand."""
    palette = theme.palette()
    palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text, theme.color("text3"))
    return palette
