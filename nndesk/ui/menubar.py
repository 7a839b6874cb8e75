"""The row of menus, which the keyboard reaches like any other control."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QMenuBar

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_OPENS = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class MenuBar(QMenuBar):
    """With the focus, arrows go from menu to menu, and Down, Enter or Space opens one."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("menuBar")
        self.setAccessibleName(self.tr("Menus"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._at = 0

    def focus_rect(self) -> QRectF:
        """Around the menu that a key would open."""
        actions = self.actions()
        return QRectF(self.actionGeometry(actions[self._at])) if actions else QRectF(self.rect())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()

    def _tell(self) -> None:
        """Say which menu a key would open: Qt says of a bar of menus nothing before one is open."""
        if QAccessible.isActive():
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(self._at)
            QAccessible.updateAccessibility(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.activeAction() is not None:  # a menu is open, and Qt knows what to do
            super().keyPressEvent(event)
        elif key in _STEPS:
            step = _STEPS[key] if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else -_STEPS[key]
            self._at = (self._at + step) % len(self.actions())
            self.update()
            self._tell()
        elif key in _OPENS:
            self.setActiveAction(self.actions()[self._at])
        elif key == Qt.Key.Key_Escape:
            event.ignore()  # nothing is open that it would close
        else:
            super().keyPressEvent(event)
