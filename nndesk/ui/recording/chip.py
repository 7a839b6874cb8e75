"""The signs of a recording, in windows of their own that are not in the film: the chip and the red frame."""

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QMouseEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nndesk.ui.recording.grab import NotFilmed
from nndesk.ui.shapes import draw_icon, rounded
from nndesk.ui.theme import RADIUS, Appearance
from nndesk.ui.widgets import IconButton, Label

_FRAME = 2  # outside the picture
_GAP = 6
_TYPE = (
    Qt.WindowType.Tool
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
    | Qt.WindowType.NoDropShadowWindowHint
)


def clock_text(seconds: float) -> str:
    """Minutes and seconds, with hours where there are any."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


class RecordChip(NotFilmed):
    """How long the film is, pause and stop. It can be dragged to where it is not in the way."""

    def __init__(self, appearance: Appearance, pause: QAction, stop: QAction, parent: QWidget) -> None:
        super().__init__(parent, _TYPE)
        self._appearance = appearance
        self._paused = self._hears = False
        self._grip: QPoint | None = None
        self._own = QPoint()  # from where it would be to where it was dragged
        self.setObjectName("recordChip")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._time = Label(appearance, "", "bodyStrong", "rec")
        self._time.setObjectName("recordTimeLabel")
        self._pause = IconButton(appearance, "pause", action=pause, size=26, icon_size=14)
        self._pause.setObjectName("pauseRecordButton")
        self._stop = IconButton(appearance, "square", action=stop, size=26, icon_size=14)
        self._stop.setObjectName("stopRecordButton")
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._time)
        row.addWidget(Label(appearance, self.tr("not in the video"), "label", "text2"))
        row.addWidget(self._pause)
        row.addWidget(self._stop)
        self._sound = QRectF()
        appearance.changed.connect(self._restyle)

    def showEvent(self, event: QShowEvent) -> None:
        handle = self.windowHandle()
        if handle is not None:  # else a sheet over the window would block it too
            handle.setTransientParent(None)  # pyright: ignore

    def show_state(self, seconds: float, paused: bool, hears: bool) -> None:
        words = self.tr("PAUSED {0}") if paused else self.tr("REC {0}")
        text = words.format(clock_text(seconds))
        if (paused, hears) != (self._paused, self._hears):
            self._paused, self._hears = paused, hears
            self._pause.show_icon("play" if paused else "pause")
            self.update()
        if text != self._time.text():
            self._time.setText(text)
            self.setAccessibleName(text)
            self._fit()

    def _restyle(self) -> None:
        self._fit()
        self.update()

    def _fit(self) -> None:
        if (size := self.sizeHint()).width() != self.width():
            right = self.geometry().right()
            self.resize(size)
            self.move(right - size.width() + 1, self.y())

    def stand_beside(self, window: QWidget) -> None:
        """Be above or below ``window`` where the screen has the room, else over its upper edge."""
        size, outer = self.sizeHint(), window.frameGeometry()
        free = window.screen().availableGeometry()
        left = min(outer.right(), free.right()) - size.width() + 1
        if outer.top() - _GAP - size.height() >= free.top():
            top = outer.top() - _GAP - size.height()
        elif outer.bottom() + _GAP + size.height() <= free.bottom():
            top = outer.bottom() + _GAP
        else:
            inner = window.geometry()
            left, top = inner.center().x() - size.width() // 2, inner.top() + 3
        self.setGeometry(QRect(QPoint(left, top) + self._own, size))

    # -- dragging -------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grip = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            to = event.globalPosition().toPoint() - self._grip
            self._own += to - self.pos()
            self.move(to)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        rect, red = QRectF(self.rect()), theme.color("rec")
        rounded(painter, rect, RADIUS["tile"], theme.color("surface"), None)
        pen = QPen(red, 1)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS["tile"], RADIUS["tile"])
        middle = QPointF(18, rect.center().y())
        if self._hears:
            draw_icon(painter, middle, theme, "mic", "rec", 16)
            return
        painter.setPen(QPen(red, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush if self._paused else red)
        painter.drawEllipse(middle, 5, 5)


class RecordFrame(QObject):
    """Two red pixels around what is in the film, each side a window: not every system cuts holes in one."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._sides = [_Side(appearance, parent) for _ in range(4)]

    def surround(self, picture: QRect) -> None:
        """Lie around ``picture``, of the screen; where the screen ends, over its edge."""
        screen = (QGuiApplication.screenAt(picture.center()) or self._sides[0].screen()).geometry()
        outer = picture.adjusted(-_FRAME, -_FRAME, _FRAME, _FRAME)
        if screen.contains(picture):
            outer &= screen
        left, top, right, bottom = outer.left(), outer.top(), outer.right() + 1, outer.bottom() + 1
        places = (
            QRect(left, top, right - left, _FRAME),
            QRect(left, bottom - _FRAME, right - left, _FRAME),
            QRect(left, top, _FRAME, bottom - top),
            QRect(right - _FRAME, top, _FRAME, bottom - top),
        )
        for side, place in zip(self._sides, places, strict=True):
            side.setGeometry(place)

    def setVisible(self, visible: bool) -> None:
        for side in self._sides:
            side.setVisible(visible)


class _Side(NotFilmed):
    """One side of the frame."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent, _TYPE | Qt.WindowType.WindowTransparentForInput)
        self._appearance = appearance
        self.setObjectName("recordFrameSide")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        appearance.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._appearance.theme.color("rec"))
