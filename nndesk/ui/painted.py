"""What plots that fill the width of a panel have in common, and the bars around zero of weights."""

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nndesk.ui.points import round_path
from nndesk.ui.shapes import rounded
from nndesk.ui.theme import RADIUS, STROKE, Appearance, Theme

_BAR, _LEAST = 14, 32  # high; wide
_WIDEST = 0.955  # of its half, the longest bar
_TICK = 1.5


class Painted(QWidget):
    """As wide as its panel and ``height`` high at the normal size of text; subclasses paint it."""

    def __init__(self, appearance: Appearance, name: str, label: str, height: float) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._appearance, self._height = appearance, height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        return QSize(352, self._appearance.theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    @Slot()
    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


def draw_signed_bar(painter: QPainter, rect: QRectF, value: float, whole: float, theme: Theme) -> None:
    """A bar from the middle of ``rect`` to the right, or to the left below zero; long at ``whole``."""
    middle = rect.center()
    track = QRectF(rect.left(), middle.y() - _BAR / 2, rect.width(), _BAR)
    rounded(painter, track, RADIUS["tick"], theme.color("surface2"), None)
    share = min(max(value / whole, -1.0), 1.0) if whole > 0 else 0.0
    if share == share:  # a run that diverges has weights that are no numbers
        length = share * _WIDEST * rect.width() / 2
        bar = QRectF(middle.x() + min(length, 0.0), track.top() + 2, abs(length), _BAR - 4)
        painter.fillRect(bar, theme.color("pos" if value > 0 else "neg"))
    tick = QRectF(middle.x() - _TICK / 2, track.top(), _TICK, _BAR)
    painter.fillRect(tick, theme.color("text2"))


def draw_ramp(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """The diverging ramp from left to right, in a rounded frame."""
    image = QImage(theme.diverging.data, 256, 1, 1024, QImage.Format.Format_RGB32)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.save()
    painter.setClipPath(round_path(rect, RADIUS["tick"]))
    painter.drawImage(rect, image)
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("border"), STROKE["hairline"]))
    painter.drawRoundedRect(rect, RADIUS["tick"], RADIUS["tick"])


class SignedBar(Painted):
    """One such bar."""

    def __init__(self, appearance: Appearance, name: str, label: str) -> None:
        super().__init__(appearance, name, label, _BAR + 4)
        self._value, self._whole = 0.0, 1.0

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, self.sizeHint().height())

    def show_value(self, value: float, whole: float) -> None:
        self._value, self._whole = value, whole
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_signed_bar(QPainter(self), QRectF(self.rect()), self._value, self._whole, self._appearance.theme)
