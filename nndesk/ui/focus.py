"""The ring around the control that has the keyboard."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)
from shiboken6 import isValid

from nndesk.ui.scroll import reveal
from nndesk.ui.theme import RADIUS, STROKE, Appearance

_RINGED = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit)
_OUT = STROKE["focusGap"] + STROKE["focusRing"]
_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Paint}


class FocusRing(QObject):
    """Draws the ring for all controls of one window; whoever makes the window makes one.

    A control may say where its ring goes by ``focus_rect()`` and ``focus_radius()``. Buttons
    show it only when the focus came by a key: a click needs no ring.
    """

    def __init__(self, appearance: Appearance, window: QWidget) -> None:
        super().__init__(window)
        self._appearance, self._window = appearance, window
        self._control: QWidget | None = None
        self._watched: list[QWidget] = []
        self._ring: Ring | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    def _follow(self, old: QWidget | None, now: QWidget | None) -> None:
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched = []
        if self._ring is not None:
            self._ring.hide()
            self._ring.deleteLater()
            self._ring = None
        self._control = now if self._is_ringed(now) else None
        if self._control is None:
            return
        host = self._host(self._control)
        self._ring = Ring(self._appearance, host)
        self._ring.destroyed.connect(self._forget)  # it goes with what it lies in
        self._place()
        self._ring.show()
        if not QGuiApplication.mouseButtons():
            reveal(self._ring)  # Qt does so with the control alone

    def _host(self, control: QWidget) -> QWidget:
        """What the ring lies in: the part that scrolls, so that it scrolls along, or the window.

        Watches all that may move between the two.
        """
        widget, parent = control, control.parentWidget()
        while parent is not None and not isinstance(parent.parent(), QAbstractScrollArea):
            self._watched.append(widget)
            widget.installEventFilter(self)
            if parent is self._window:
                return parent
            widget, parent = parent, parent.parentWidget()
        return widget

    def _is_ringed(self, widget: QWidget | None) -> bool:
        if widget is None or not self._window.isAncestorOf(widget):
            return False
        told = hasattr(widget, "focus_rect") or hasattr(widget, "focus_radius")
        if not isinstance(widget, _RINGED) and not told:
            return False
        return isinstance(widget, QLineEdit) or not QGuiApplication.mouseButtons()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        return False

    def _place(self) -> None:
        control: Any = self._control
        if self._ring is not None and control is not None:
            rect = control.focus_rect() if hasattr(control, "focus_rect") else QRectF(control.rect())
            radius = control.focus_radius() if hasattr(control, "focus_radius") else RADIUS["control"]
            self._ring.show_around(rect.translated(control.mapTo(self._ring.parent(), QPoint())), radius)

    def _forget(self) -> None:
        # The last ring's end comes late, when the next one may be there.
        if self._ring is not None and not isValid(self._ring):
            self._ring = None


class Ring(QWidget):
    """The ring itself, around any rectangle of the widget that it lies in."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance, self._radius = appearance, 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        appearance.changed.connect(self.update)

    def show_around(self, rect: QRectF, radius: float) -> None:
        self._radius = radius + _OUT - STROKE["focusRing"] / 2
        place = rect.adjusted(-_OUT, -_OUT, _OUT, _OUT).toAlignedRect()
        if place != self.geometry():
            self.setGeometry(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = STROKE["focusRing"]
        painter.setPen(QPen(self._appearance.theme.color("sel"), width))
        inner = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(inner, self._radius, self._radius)
