"""Weights and biases changed in place: dragged sideways, or typed into a field on the canvas."""

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from nndesk.errors import InputError
from nndesk.session.controller import Controller
from nndesk.ui.canvas.header import Refusal
from nndesk.ui.fields import NumberField
from nndesk.ui.numbers import next_gesture
from nndesk.ui.theme import Appearance
from nndesk.ui.words import refusal

#: (layer counted as in the experiment, input or None for the bias, unit).
Parameter = tuple[int, int | None, int]

#: What weights and biases may be set to by hand.
LIMIT = 1000.0
_LEAST_DRAG = 3.0  # pixels, before a press is a drag
_STEP = 0.01  # a pixel
_COARSE = 10  # times as much with Shift
_PLACES = 3  # that a field shows


class ValueField(NumberField):
    """A number field that is there while one number is typed: Enter takes it, Escape leaves it."""

    closed = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(appearance, "valueField", "", -LIMIT, LIMIT)
        self.setParent(parent)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._commit():
                self.closed.emit()
            else:
                self.selectAll()
        elif event.key() == Qt.Key.Key_Escape:
            self._show_text()
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab takes the number as Enter does."""
        if self._commit():
            self.closed.emit()
        else:
            self.selectAll()
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.closed.emit()


class Dial(QObject):
    """Changes one parameter at a time; each drag and each number typed is one undo step."""

    refused = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        canvas: QWidget,
        controller: Controller,
        value: Callable[[Parameter], float | None],
    ) -> None:
        """``value`` gives a parameter as it is shown."""
        super().__init__(canvas)
        self._canvas, self._controller, self._value = canvas, controller, value
        self._parameter: Parameter | None = None  # under the button
        self._begin = self._last = QPointF()
        self._start = self._wanted = 0.0
        self._gesture: int | None = None  # of a drag
        self._edited: Parameter | None = None
        self._appearance = appearance

    @cached_property
    def _field(self) -> ValueField:
        """Made for the first number that is typed."""
        field = ValueField(self._appearance, self._canvas)
        field.entered.connect(self._take)
        field.closed.connect(self.close)
        field.refused.connect(self._refuse)
        field.textEdited.connect(self._hide_refusal)
        return field

    @cached_property
    def _refusal(self) -> Refusal:
        refusal = Refusal(self._appearance, self._canvas)
        refusal.setObjectName("valueRefusal")
        return refusal

    # -- dragging -------------------------------------------------------------------------------

    @property
    def held(self) -> Parameter | None:
        """What the button is down on."""
        return self._parameter

    @property
    def dragging(self) -> bool:
        return self._gesture is not None

    def press(self, parameter: Parameter, at: QPointF) -> None:
        value = self._value(parameter)
        if value is not None:
            self._parameter, self._begin, self._last = parameter, at, at
            self._start = self._wanted = value

    def move(self, at: QPointF, coarse: bool) -> None:
        """The pointer has gone on with the button down; ``coarse`` changes ten times as much."""
        if self._parameter is None:
            return
        if self._gesture is None:
            if abs(at.x() - self._begin.x()) < _LEAST_DRAG:
                return
            self._gesture = next_gesture()
        change = (at.x() - self._last.x()) * _STEP * (_COARSE if coarse else 1)
        self._last = at
        wanted = min(max(self._wanted + change, -LIMIT), LIMIT)
        if wanted != self._wanted:
            self._wanted = wanted
            self._ask(self._parameter, wanted, self._gesture)

    def release(self) -> bool:
        """The button was let go; says whether it was a click."""
        clicked = self._parameter is not None and self._gesture is None
        self._parameter = self._gesture = None
        return clicked

    def cancel(self) -> None:
        """Put the value back that was there when the drag began."""
        if self._parameter is not None and self._gesture is not None:
            self._ask(self._parameter, self._start, self._gesture)
        self._parameter = self._gesture = None

    # -- typing ---------------------------------------------------------------------------------

    def edit(self, parameter: Parameter, center: QPointF, name: str) -> None:
        """Open a field for a parameter around a point of the canvas."""
        value = self._value(parameter)
        if value is None:
            return
        field = self._field
        self._edited = parameter
        field.setAccessibleName(name)
        field.show_value(round(value, _PLACES) + 0.0)
        size = field.sizeHint()
        box = QRectF(0, 0, size.width(), size.height())
        box.moveCenter(center)
        room = QRect(0, 0, self._canvas.width() - size.width(), self._canvas.height() - size.height())
        left = max(min(round(box.x()), room.right()), room.left())
        top = max(min(round(box.y()), room.bottom()), room.top())
        field.setGeometry(left, top, size.width(), size.height())
        field.show()
        field.raise_()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    @property
    def editing(self) -> bool:
        return self._edited is not None

    @Slot()
    def close(self) -> None:
        """Take the field away; the canvas has the keyboard again where the field had it."""
        if self._edited is None:
            return
        self._edited = None
        had_focus = self._field.hasFocus()
        self._refusal.hide()
        self._field.hide()
        if had_focus:
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _take(self, value: float) -> None:
        if self._edited is not None:
            self._ask(self._edited, float(value), None)

    @Slot(str)
    def _refuse(self, why: str) -> None:
        self._refusal.say(why, self._field.geometry())

    @Slot()
    def _hide_refusal(self) -> None:
        self._refusal.hide()

    def _ask(self, parameter: Parameter, value: float, gesture: int | None) -> None:
        text = self.tr("bias") if parameter[1] is None else self.tr("weight")
        try:
            self._controller.set_parameters({parameter: value}, text, gesture)
        except InputError as error:  # it was cut meanwhile
            self.refused.emit(refusal(error))
