"""A box for a number that training changes: shown rounded, typed exactly, dragged in small steps."""

import math

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent

from nndesk.ui.fields import NumberField
from nndesk.ui.numbers import Number, next_gesture
from nndesk.ui.theme import Appearance
from nndesk.ui.words import signed

_SLACK = 3  # pixels that a click may move
_SMALL = 0.001  # the least step of a drag
_PLACES = 3
_REASON = Qt.FocusReason
#: The focus comes back to where it was: what is typed there stays.
_COMES_BACK = (_REASON.PopupFocusReason, _REASON.ActiveWindowFocusReason)
_NOT_TYPED = {
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab,
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta,
}  # fmt: skip


class LiveField(NumberField):
    """Any finite number. `show_live` takes the number of a frame and leaves alone what is being typed.

    A drag sideways asks by ``dragged``, all of it with one gesture number; Shift makes it ten times as
    long. A double-click, a key or the focus of the keyboard begins typing.
    """

    dragged = Signal(object, int)

    def __init__(self, appearance: Appearance, name: str, label: str) -> None:
        self._typing = False
        self._shown = ""
        self._pressed: QPointF | None = None
        self._gesture = 0  # of the drag under way
        self._unit = _SMALL
        super().__init__(appearance, name, label, -math.inf, math.inf)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a press may begin a drag
        self.setCursor(Qt.CursorShape.SizeHorCursor)

    def show_live(self, value: float) -> None:
        """Show the number of the newest frame, once nothing is being typed."""
        if self._typing:
            self._value = value
        else:
            self.show_value(value)

    def begin_typing(self) -> None:
        """Show the exact number, all of it selected."""
        self._typing = True
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self._show_text()
        self.selectAll()

    def _end_typing(self) -> None:
        self._typing = False
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self._show_text()

    # -- showing --------------------------------------------------------------------------------

    def _format(self, value: Number | None, *, grouped: bool | None = None) -> str:
        if value is None or self._typing:
            return super()._format(value, grouped=grouped)
        return signed(value, _PLACES)

    def _show_text(self) -> None:
        super()._show_text()
        self._shown = self.text()

    def _is_edited(self) -> bool:
        return self.text() != self._shown

    # -- the keyboard ---------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in (*_COMES_BACK, _REASON.MouseFocusReason):
            self.begin_typing()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _COMES_BACK:
            self._end_typing()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._typing and event.key() not in _NOT_TYPED:
            self.begin_typing()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return
        super().keyPressEvent(event)

    # -- the mouse ------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._typing or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.setFocus(_REASON.MouseFocusReason)
        self._pressed, self._gesture = event.position(), 0

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._pressed, self._gesture = None, 0  # it may have been let go over a dialog
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        way = event.position().x() - self._pressed.x()
        if not self._gesture:
            if abs(way) <= _SLACK:
                return
            self._gesture = next_gesture()
            size = abs(self._value or 0.0)
            self._unit = max(_SMALL, 10.0 ** (math.floor(math.log10(size)) - 2) if size > 0 else 0.0)
        steps = round(way)
        if steps:
            self._pressed = event.position()
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            moved = (self._value or 0.0) + steps * self._unit * (10 if shift else 1)
            self.dragged.emit(float(f"{moved:.12g}"), self._gesture)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            super().mouseReleaseEvent(event)
        self._pressed, self._gesture = None, 0

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = None
            self.begin_typing()
        else:
            super().mouseDoubleClickEvent(event)
