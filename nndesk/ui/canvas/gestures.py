"""What pointer, wheel, fingers and keys do on the canvas: they select, draw, move and zoom."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture

from nndesk.ui.sampling import Sampler

if TYPE_CHECKING:
    from nndesk.ui.canvas.view import CanvasView

_DOUBLE = 480  # of a wheel's angle, in eighths of a degree: four notches
_LEFT, _MIDDLE, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
_PENCIL = 20
_LEAST_DRAG = 4  # pixels that a right button goes before it draws


class Gestures(QObject):
    """Watches one canvas, and has it do what the tool in hand is for."""

    def __init__(self, canvas: "CanvasView", sampler: Sampler) -> None:
        super().__init__(canvas)
        self._canvas, self._sampler = canvas, sampler
        self.tool = "select"
        self._button = Qt.MouseButton.NoButton  # that moves the view
        self._last = QPointF()
        self._right: QPointF | None = None  # where the right button went down, until it is clear what for
        self._space = False
        self._space_dragged = False
        canvas.grabGesture(Qt.GestureType.PinchGesture)
        canvas.installEventFilter(self)
        canvas.pointing.moved.connect(self.show_cursor)

    def take(self, tool: str) -> None:
        self.tool = tool
        self.show_cursor()

    @Slot()
    def show_cursor(self) -> None:
        """The pointer says what a press would do."""
        canvas = self._canvas
        if self._button is not Qt.MouseButton.NoButton:
            canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space or self.tool == "pan":
            canvas.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self.tool == "draw":
            theme, ratio = canvas.appearance.theme, canvas.devicePixelRatioF()
            pencil = theme.pixmap("pencil-line", "sel", _PENCIL, ratio)
            canvas.setCursor(QCursor(pencil, 2, _PENCIL - 2))
        else:
            canvas.setCursor(canvas.pointing.cursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = QEvent.Type
        match event.type():
            case kinds.MouseButtonPress | kinds.MouseButtonDblClick if isinstance(event, QMouseEvent):
                self._press(event)
            case kinds.MouseMove if isinstance(event, QMouseEvent):
                self._move(event)
            case kinds.MouseButtonRelease if isinstance(event, QMouseEvent):
                self._release(event)
            case kinds.Wheel if isinstance(event, QWheelEvent):
                self._turn(event)
            case kinds.ShortcutOverride if isinstance(event, QKeyEvent):
                return self._claim(event)
            case kinds.KeyPress if isinstance(event, QKeyEvent):
                return self._key(event)
            case kinds.KeyRelease if isinstance(event, QKeyEvent):
                return self._key_up(event)
            case kinds.NativeGesture if isinstance(event, QNativeGestureEvent):
                return self._pinch_pad(event)
            case kinds.Gesture if isinstance(event, QGestureEvent):
                return self._pinch(event)
            case kinds.ToolTip if isinstance(event, QHelpEvent):
                self._canvas.pointing.tooltip(event)
            case kinds.ContextMenu if isinstance(event, QContextMenuEvent):
                # That of the mouse comes when a right button is let go where it went down.
                if event.reason() is QContextMenuEvent.Reason.Keyboard:
                    self._canvas.picking.ask_menu_here(self._canvas.keyboard.target)
            case kinds.FocusIn if isinstance(event, QFocusEvent):
                if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
                    self._canvas.keyboard.enter()
                return False
            case kinds.WindowDeactivate:
                self.cancel()
                return False
            case kinds.FocusOut if isinstance(event, QFocusEvent):
                self._space = False
                self._canvas.pointing.show_value(False)
                self.show_cursor()
                if event.reason() not in (
                    Qt.FocusReason.PopupFocusReason,
                    Qt.FocusReason.ActiveWindowFocusReason,
                ):
                    self._canvas.keyboard.leave()
                return False
            case _:
                return False
        return True

    @property
    def busy(self) -> bool:
        """Whether a button is down for something."""
        canvas = self._canvas
        held = self._holding is not Qt.MouseButton.NoButton
        return held or canvas.drawing.active or canvas.reordering.active

    @property
    def _holding(self) -> Qt.MouseButton:
        """The button that is down on the canvas for something."""
        canvas = self._canvas
        if self._right is not None:
            return _RIGHT
        if canvas.picking.active or canvas.pointing.dial.held is not None:
            return _LEFT
        return canvas.drawing.button if canvas.drawing.active else self._button

    def _is_lost(self, event: QMouseEvent) -> bool:
        """Whether the button was let go where nobody told the canvas: over a dialog, say."""
        holding = self._holding
        return holding is not Qt.MouseButton.NoButton and not event.buttons() & holding

    def cancel(self) -> bool:
        """End what a button is down for and leave everything as it was; says whether there was something."""
        if not self.busy:
            return False
        self._canvas.picking.cancel()
        self._canvas.pointing.dial.cancel()
        self.drop()
        return True

    def drop(self) -> None:
        """Forget what a button is down for: the network that it was about is another one now."""
        canvas = self._canvas
        self._button, self._right = Qt.MouseButton.NoButton, None
        if canvas.drawing.active:
            canvas.drawing.cancel()
        canvas.reordering.cancel()
        canvas.picking.drop()
        canvas.pointing.drop()
        self.show_cursor()

    def follow(self) -> None:
        """The network lies elsewhere now: what a button is down for goes on there."""
        canvas = self._canvas
        canvas.drawing.follow()
        canvas.picking.follow()
        canvas.reordering.follow()

    # -- the pointer ----------------------------------------------------------------------------

    def _press(self, event: QMouseEvent) -> None:
        canvas, at = self._canvas, event.position()
        if self._is_lost(event) or event.button() is self._holding:
            self.cancel()
        if self.busy:
            return  # one gesture at a time
        canvas.keyboard.leave()
        left = event.button() is _LEFT
        if event.button() is _MIDDLE or (left and (self._space or self.tool == "pan")):
            self._button, self._last = event.button(), at
            self._space_dragged = self._space
            self.show_cursor()
        elif event.button() is _RIGHT:
            self._right = at
        elif left and self.tool == "draw":
            canvas.drawing.begin(at, event.button())
        elif left and event.type() is QEvent.Type.MouseButtonDblClick and canvas.pointing.press_again(at):
            return
        elif left and not canvas.pointing.press(event):
            more = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            canvas.picking.press(at, canvas.target_at(at), more)

    def _move(self, event: QMouseEvent) -> None:
        at, keys = event.position(), event.modifiers()
        if self._is_lost(event):
            self.cancel()
        if self._right is not None and (at - self._right).manhattanLength() >= _LEAST_DRAG:
            self._canvas.drawing.begin(self._right, _RIGHT)
            self._right = None
        if self._button is not Qt.MouseButton.NoButton:
            self._canvas.pan(at - self._last)
            self._last = at
        elif self._canvas.drawing.active:
            self._canvas.drawing.move(at)
        elif self._canvas.picking.active:
            self._canvas.picking.move(at)
        elif self._canvas.pointing.dial.held is not None:
            self._canvas.pointing.dial.move(at, bool(keys & Qt.KeyboardModifier.ShiftModifier))
        elif self.tool == "select" and not self._space:
            self._canvas.pointing.point(at, bool(keys & Qt.KeyboardModifier.AltModifier))
        else:
            self._canvas.pointing.leave()

    def _release(self, event: QMouseEvent) -> None:
        if event.button() is _RIGHT and self._right is not None:
            self._right = None
            self._canvas.picking.ask_menu(event.position(), self._canvas.target_at(event.position()))
        elif event.button() is self._button:
            self._button = Qt.MouseButton.NoButton
            self.show_cursor()
        elif event.button() is self._canvas.drawing.button:
            self._canvas.drawing.finish()
        elif event.button() is _LEFT and self._canvas.picking.active:
            self._canvas.picking.finish()
        elif event.button() is _LEFT:
            self._canvas.pointing.release()

    def _turn(self, event: QWheelEvent) -> None:
        angle = event.angleDelta().y()
        if angle:
            self._canvas.zoom_by(2.0 ** (angle / _DOUBLE), event.position())
        event.accept()

    def _pinch_pad(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() is not Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._canvas.zoom_by(max(1.0 + event.value(), 0.1), event.position())
        event.accept()
        return True

    def _pinch(self, event: QGestureEvent) -> bool:
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        canvas = self._canvas
        self.cancel()  # two fingers: the first drew nothing
        if pinch.changeFlags() & QPinchGesture.ChangeFlag.CenterPointChanged:
            canvas.pan(pinch.centerPoint() - pinch.lastCenterPoint())
        if pinch.changeFlags() & QPinchGesture.ChangeFlag.ScaleFactorChanged:
            at = QPointF(canvas.mapFromGlobal(pinch.centerPoint().toPoint()))
            canvas.zoom_by(pinch.scaleFactor(), at)
        event.accept(pinch)
        return True

    # -- keys -----------------------------------------------------------------------------------

    def _claim(self, event: QKeyEvent) -> bool:
        """The space bar is a shortcut too; here it may turn out to move the view. Arrows may walk."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if (event.key() == Qt.Key.Key_Space and plain) or self._canvas.keyboard.wants(event):
            event.accept()
            return True
        if event.key() == Qt.Key.Key_Alt and self._canvas.underMouse():
            event.accept()  # it shows values here, and does not open the menus
            return True
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            if not event.isAutoRepeat():
                self._space, self._space_dragged = True, False
                self.show_cursor()
            return True
        if event.key() == Qt.Key.Key_Alt:
            self._canvas.pointing.show_value(True)
            return True
        if event.key() == Qt.Key.Key_Tab and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            return self._canvas.pointing.next_edge()
        if event.key() == Qt.Key.Key_Escape:
            return self._escape()
        return self._canvas.keyboard.press(event)

    def _escape(self) -> bool:
        """One level up: out of a gesture, a tool, a selection, the graph; says whether there was one."""
        canvas = self._canvas
        if self.cancel():
            return True
        if self.tool != "select":
            canvas.set_tool("select")
        elif canvas.selection.targets:
            canvas.selection.clear()
        elif canvas.keyboard.shown:
            if not canvas.keyboard.go_up():
                canvas.keyboard.leave()
        else:
            return self._sampler.leave()
        return True

    def _key_up(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Alt:
            self._canvas.pointing.show_value(False)
            return True
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat() or not self._space:
            return False
        self._space = False
        self.show_cursor()
        if not self._space_dragged:
            self._canvas.play_requested.emit()
        return True
