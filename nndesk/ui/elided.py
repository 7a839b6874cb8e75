"""A line of text that may have less room than it needs."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from nndesk.ui.theme import Appearance, draw_text
from nndesk.ui.widgets import Label


class Elided(Label):
    """Cut with an ellipsis where it does not fit; the tooltip has all of it."""

    def __init__(self, appearance: Appearance, role: str, color: str = "text") -> None:
        super().__init__(appearance, "", role, color)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def show_text(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        color = self.palette().color(self.foregroundRole())
        draw_text(QPainter(self), QRectF(self.rect()), flags, text, self.font(), color)
