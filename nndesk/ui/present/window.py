"""The window of Present: the view over a whole screen, its keys, the laser dot, and the black screen."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from nndesk.ui.present.laser import Laser
from nndesk.ui.present.view import PresentView

_KEY = Qt.Key
NEXT = (_KEY.Key_PageDown, _KEY.Key_Right, _KEY.Key_Down, _KEY.Key_Space, _KEY.Key_Return, _KEY.Key_Enter)
BACK = (_KEY.Key_PageUp, _KEY.Key_Left, _KEY.Key_Up, _KEY.Key_Backspace)
BLACK = (_KEY.Key_B, _KEY.Key_Period)  # clickers send either


class PresentWindow(QWidget):
    """Knows no lesson: it says which keys were pressed."""

    next_requested = Signal()
    back_requested = Signal()
    left = Signal()

    def __init__(self, view: PresentView) -> None:
        super().__init__()
        self.setObjectName("presentWindow")
        self.setWindowTitle(self.tr("nndesk – Present"))
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.view = view
        view.setParent(self)
        view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.laser = Laser(view.appearance, self)
        self.black = _Black(self)
        self._give_places()

    def show_view(self, view: PresentView) -> None:
        """Show another view, in another language."""
        old, self.view = self.view, view
        view.setParent(self)
        view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._give_places()
        view.show()
        view.stackUnder(self.laser)
        old.hide()
        old.deleteLater()

    def _give_places(self) -> None:
        for part in (self.view, self.laser, self.black):
            part.setGeometry(self.rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._give_places()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.laser.point(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self.laser.point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = _KEY(event.key())
        if key in BLACK or not self.black.isHidden():
            self.black.setVisible(self.black.isHidden())
        elif key == _KEY.Key_Escape:
            self.left.emit()
        elif key in NEXT:
            self.next_requested.emit()
        elif key in BACK:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.view.leave()
        self.left.emit()


class _Black(QWidget):
    """Nothing to see: everybody looks at the lecturer. Any key shows the network again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("blackScreen")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), Qt.GlobalColor.black)
