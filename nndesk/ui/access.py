"""What assistive technology is told of what the window paints by itself, beyond Qt's own widgets."""

from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleValueInterface
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QWidget
from shiboken6 import isValid

from nndesk.ui.canvas.access import CanvasAccess, pointer_to
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.timeline import Timeline


class Access(QObject):
    """Makes the interfaces of what is painted, and keeps them: Qt keeps pointers to them."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._kept: list[QAccessibleWidget] = []
        QAccessible.installFactory(self._make)

    @classmethod
    def install(cls, app: QApplication) -> None:
        """Once for an application."""
        if app.findChild(cls) is None:
            cls(app)

    def _make(self, name: str, thing: QObject | None) -> QAccessibleInterface | None:
        """Asked for each class of ``thing``, the innermost first, until something is made."""
        if isinstance(thing, CanvasView):
            made: QAccessibleWidget = CanvasAccess(thing)
        elif isinstance(thing, Timeline):
            made = TimelineAccess(thing)
        elif name == "QWidget" and isinstance(thing, QWidget) and _takes_keys(thing):
            made = QAccessibleWidget(thing, QAccessible.Role.Graphic)  # Qt knows no role of what is painted
        else:
            return None
        self._forget()
        self._kept.append(made)
        return made

    def _forget(self) -> None:
        """Qt has deleted those of widgets that are gone; what hung on them goes after them."""
        gone = [each for each in self._kept if not isValid(each)]
        self._kept = [each for each in self._kept if isValid(each)]
        for each in gone:
            if isinstance(each, CanvasAccess):
                each.release()


def _takes_keys(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


class TimelineAccess(QAccessibleWidget):
    """The timeline: a slider that says where the run stands."""

    def __init__(self, timeline: Timeline) -> None:
        super().__init__(timeline, QAccessible.Role.Slider)
        self._value = _Epoch(timeline)

    def text(self, text: QAccessible.Text) -> str:
        timeline = self._value.timeline
        said = timeline.accessibleDescription()
        if text is QAccessible.Text.Name:
            return said or timeline.accessibleName()
        if text is QAccessible.Text.Description:
            return timeline.accessibleName() if said else ""
        return said if text is QAccessible.Text.Value else super().text(text)

    def state(self) -> QAccessible.State:
        state: Any = super().state()
        state.readOnly = 1
        return state

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        if kind is QAccessible.InterfaceType.ValueInterface:
            return pointer_to(self._value)
        found: Any = super().interface_cast(kind)
        return pointer_to(None) if found is None else found


class _Epoch(QAccessibleValueInterface):
    def __init__(self, timeline: Timeline) -> None:
        super().__init__()
        self.timeline = timeline

    def currentValue(self) -> int:
        return self.timeline.epoch

    def minimumValue(self) -> int:
        return 0

    def maximumValue(self) -> int:
        return self.timeline.last_epoch

    def minimumStepSize(self) -> int:
        return 1

    def setCurrentValue(self, value: Any) -> None:
        pass
