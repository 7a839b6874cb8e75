"""What people do with their hands, drawn into a film: the pointer, clicks, and the keys they press."""

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QCursor, QFontMetricsF, QKeyEvent, QKeySequence, QPainter, QPen, QPolygonF, QWindow
from PySide6.QtWidgets import QWidget

from nndesk.ui.shapes import rounded
from nndesk.ui.theme import RADIUS, Theme, draw_text
from nndesk.ui.words import written_keys

_KEYS_SECONDS = 1.2
_CLICK_SECONDS = 0.25
_RING = 16.0
_ARROW = ((0, 0), (0, 17), (4, 13.2), (6.8, 19.4), (9.4, 18.2), (6.7, 12.2), (12.2, 12.2))
_ALONE = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)


class Marks(QObject):
    """Watches what comes from the system to windows, before any widget has it."""

    def __init__(self, parent: QObject, now: Callable[[], float] = perf_counter) -> None:
        super().__init__(parent)
        self._now = now
        self._watched: set[QWindow] = set()
        self._held = False
        self._clicked = self._typed = float("-inf")
        self._keys, self._times = "", 0

    def watch(self, window: QWindow | None) -> None:
        """Take notice of ``window`` too; `stop` ends it."""
        if window is not None and window not in self._watched:
            self._watched.add(window)
            window.installEventFilter(self)
            window.destroyed.connect(self._forget)

    def stop(self) -> None:
        for window in self._watched:
            window.removeEventFilter(self)
            window.destroyed.disconnect(self._forget)
        self._watched.clear()
        self._clicked = self._typed = float("-inf")

    def _forget(self, window: QObject) -> None:
        self._watched = {each for each in self._watched if each is not window}

    @property
    def keys(self) -> str:
        """What was pressed just now, and how often one after another."""
        if self._now() > self._typed + _KEYS_SECONDS:
            return ""
        return self._keys if self._times == 1 else f"{self._keys} × {self._times}"

    @property
    def clicks(self) -> bool:
        """Whether a button of the mouse is held, or was a moment ago."""
        return self._held or self._now() <= self._clicked + _CLICK_SECONDS

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            # Of every key, before it is known whether it is a shortcut, which no widget gets as a key.
            case QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent):
                self._note_key(event)
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick:
                self._held, self._clicked = True, self._now()
            case QEvent.Type.MouseButtonRelease:
                self._held = False
            case _:
                pass
        return False

    def _note_key(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _ALONE:
            return
        pressed = QKeyCombination(
            event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, Qt.Key(event.key())
        )
        keys = written_keys(QKeySequence(pressed))
        again = keys == self._keys and self._now() <= self._typed + _KEYS_SECONDS
        self._times = self._times + 1 if again else 1
        self._keys, self._typed = keys, self._now()

    # -- drawing ----------------------------------------------------------------------------------

    def draw_pointer(self, painter: QPainter, window: QWidget, part: QRect, theme: Theme) -> None:
        """The arrow, where it is over ``part`` of ``window``; the painter counts in its points."""
        at = window.mapFromGlobal(QCursor.pos()) - part.topLeft()
        if not QRect(QPoint(), part.size()).contains(at):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.clicks:
            painter.setPen(QPen(theme.color("sel"), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(at), _RING, _RING)
        painter.setPen(QPen(Qt.GlobalColor.white, 1.25, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.GlobalColor.black)
        painter.drawPolygon(QPolygonF([QPointF(x + at.x(), y + at.y()) for x, y in _ARROW]))

    def draw_keys(self, painter: QPainter, part: QRect, theme: Theme) -> None:
        """The keys, on a plate in the middle near the lower edge."""
        text = self.keys
        if not text:
            return
        font = theme.font("title")
        width = QFontMetricsF(font).horizontalAdvance(text) + 32
        height = theme.line("title") + 20
        plate = QRectF((part.width() - width) / 2, part.height() - 1.7 * height, width, height)
        rounded(painter, plate, RADIUS["tile"], theme.color("ink"), None)
        draw_text(painter, plate, Qt.AlignmentFlag.AlignCenter, text, font, theme.color("onInk"))
