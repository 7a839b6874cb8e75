"""A switch: something that is on or off, at once."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from nndesk.ui.shapes import rounded
from nndesk.ui.theme import DISABLED, SIZE, Appearance

_WIDTH, _HEIGHT, _KNOB = 34, 20, 14


class Switch(QAbstractButton):
    """Asks to be turned over; it is on only when it is shown so. Space turns it."""

    asked = Signal(bool)

    def __init__(self, appearance: Appearance, name: str, label: str, tooltip: str = "") -> None:
        super().__init__()
        self._appearance = appearance
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setToolTip(tooltip)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        appearance.follow(self, QWidget.update)

    def show_on(self, on: bool) -> None:
        self.setChecked(on)

    def nextCheckState(self) -> None:
        """Being clicked is asking; the answer comes as ``show_on``."""
        self.asked.emit(not self.isChecked())

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, SIZE["controlSmall"])

    def focus_rect(self) -> QRectF:
        track = QRectF(0, 0, _WIDTH, _HEIGHT)
        track.moveCenter(QRectF(self.rect()).center())
        return track

    def focus_radius(self) -> float:
        return _HEIGHT / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(DISABLED)
        track = self.focus_rect()
        inset = (_HEIGHT - _KNOB) / 2
        knob = QRectF(track.left() + inset, track.top() + inset, _KNOB, _KNOB)
        if self.isChecked():
            rounded(painter, track, _HEIGHT / 2, theme.color("ink"), None)
            knob.moveRight(track.right() - inset)
            rounded(painter, knob, _KNOB / 2, theme.color("onInk"), None)
        else:
            hot = self.isEnabled() and self.underMouse()
            fill = theme.color("border" if hot else "surface3")
            rounded(painter, track, _HEIGHT / 2, fill, theme.color("borderStrong"))
            rounded(painter, knob, _KNOB / 2, theme.color("text2"), None)
