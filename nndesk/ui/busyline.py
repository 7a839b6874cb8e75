"""The line under the app bar while something takes longer than a moment."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nndesk.session.controller import Controller
from nndesk.ui.filing import Filing
from nndesk.ui.theme import Appearance

_AFTER_MS = 300
_TICK_MS = 40
_HEIGHT = 2
_SHARE, _STEP = 0.25, 0.02  # of its width: what glides along it, and how far in a tick


class BusyLine(QWidget):
    """Is seen while a run or a file is being opened, or one saved, and nothing else of it can be seen."""

    def __init__(
        self, controller: Controller, filing: Filing, appearance: Appearance, bar: QWidget, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("busyLine")
        self.setAccessibleName(self.tr("Busy"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._controller, self._filing, self._appearance, self._bar = controller, filing, appearance, bar
        self._parent, self._at = parent, 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        controller.state_changed.connect(self._follow)
        controller.frame.connect(self._follow)
        filing.busy_changed.connect(self._follow)
        self.hide()
        self._follow()

    @property
    def _busy(self) -> bool:
        controller = self._controller
        opening = controller.threaded and controller.shown is None and controller.error is None
        return opening or self._filing.busy

    @Slot()
    def _follow(self) -> None:
        if not self._busy:
            self._timer.stop()
            self.hide()
            self._parent.removeEventFilter(self)
        elif not self._timer.isActive():
            self._timer.start(_AFTER_MS)

    @Slot()
    def _tick(self) -> None:
        if not self.isVisible():
            self._at = 0.0
            self._place()
            self.show()
            self.raise_()
            self._parent.installEventFilter(self)
            self._timer.setInterval(_TICK_MS)
        elif self._appearance.reduced_motion:
            self._timer.stop()  # it is there, and stands still
            return
        self._at = (self._at + _STEP) % (1.0 + _SHARE)
        self.update()

    def _place(self) -> None:
        self.setGeometry(0, self._bar.height(), self._bar.width(), _HEIGHT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._appearance.theme, QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface3"))
        width = self.width()
        if self._appearance.reduced_motion:
            painter.fillRect(self.rect(), theme.color("text2"))
        else:
            left = round((self._at - _SHARE) * width)
            painter.fillRect(left, 0, round(_SHARE * width), _HEIGHT, theme.color("text2"))
