"""The value of what is under the pointer: after a moment, or at once with Alt."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

#: What is to be said of a place of a widget; nothing where there is nothing.
Words = Callable[[QPointF], str]


class Reader(QObject):
    """Shows what ``value`` says of a place of ``widget`` with Alt, and what ``tip`` says without."""

    def __init__(self, widget: QWidget, value: Words, tip: Words) -> None:
        super().__init__(widget)
        self._widget, self._value, self._tip = widget, value, tip
        self._at: QPointF | None = None  # where the pointer is
        self._alt = False
        widget.setMouseTracking(True)
        widget.installEventFilter(self)

    def renew(self) -> None:
        """The values are others now."""
        if self._alt and self._at is not None:
            text = self._value(self._at)
            if text:
                QToolTip.showText(self._widget.mapToGlobal(self._at.toPoint()), text, self._widget)
            else:
                QToolTip.hideText()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds, app = QEvent.Type, QCoreApplication.instance()
        assert app is not None
        match event.type():
            case kinds.KeyPress | kinds.KeyRelease if isinstance(event, QKeyEvent):
                # Whoever has the keyboard: heard while the pointer is here.
                if event.key() == Qt.Key.Key_Alt:
                    self._hold(event.type() == kinds.KeyPress)
            case kinds.Enter if watched is self._widget:
                app.installEventFilter(self)
            case kinds.Leave | kinds.Hide if watched is self._widget:
                app.removeEventFilter(self)
                self._at = None
                self._hold(False)
            case kinds.MouseMove if watched is self._widget and isinstance(event, QMouseEvent):
                self._at = event.position()
                self._hold(bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
            case kinds.ToolTip if watched is self._widget and isinstance(event, QHelpEvent):
                text = (self._value if self._alt else self._tip)(QPointF(event.pos()))
                QToolTip.showText(event.globalPos(), text, self._widget) if text else QToolTip.hideText()
                return True
            case _:
                pass
        return False

    def _hold(self, alt: bool) -> None:
        if self._alt and not alt:
            QToolTip.hideText()
        self._alt = alt
        self.renew()
