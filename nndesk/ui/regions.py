"""The regions of the window, from one to the next with F6."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from nndesk.ui.panels.inspector import Inspector


class Regions(QObject):
    """Knows the regions in their order, and where the keyboard was last in each."""

    def __init__(self, window: QWidget, regions: Sequence[QWidget], inspector: Inspector) -> None:
        """Each of ``regions`` has all of one, but for what belongs to another that lies in it."""
        super().__init__(inspector)
        self._window, self._regions, self._inspector = window, regions, inspector
        self._last: dict[QWidget, QWidget] = {}  # region → what had the keyboard there
        for name, text, slot, key in (
            ("actionNextRegion", self.tr("Next part of the window"), self.go_next, "F6"),
            ("actionPreviousRegion", self.tr("Previous part of the window"), self.go_previous, "Shift+F6"),
            ("actionPanelFocus", self.tr("Go to the panel"), self.go_to_panel, "I"),
        ):
            action = QAction(text, window)
            action.setObjectName(name)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(slot)
            window.addAction(action)

    @Slot()
    def go_next(self) -> None:
        self._go(1)

    @Slot()
    def go_previous(self) -> None:
        self._go(-1)

    @Slot()
    def go_to_panel(self) -> None:
        """To the panel, which is opened where it is not."""
        self._inspector.toggle_action.setChecked(True)
        self.go_to(self._inspector)

    def go_to(self, region: QWidget) -> bool:
        """Give the keyboard to ``region``: where it was there last, else to its first control."""
        self._remember()
        last = self._last.get(region)
        wanted = last if last is not None and isValid(last) and _takes_keys(last) else None
        wanted = wanted or next(_controls(region), None)
        if wanted is None:
            return False
        wanted.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _go(self, step: int) -> None:
        regions = self._regions
        here = self._region_of(self._window.focusWidget())
        start = regions.index(here) if here is not None else -1 if step > 0 else 0
        for number in range(1, len(regions) + 1):
            if self.go_to(regions[(start + step * number) % len(regions)]):
                return

    def _remember(self) -> None:
        focus = self._window.focusWidget()
        here = self._region_of(focus)
        if focus is not None and here is not None:
            self._last[here] = focus

    def _region_of(self, widget: QWidget | None) -> QWidget | None:
        """The region that ``widget`` lies in: the innermost, for tools float on the canvas."""
        while widget is not None and widget not in self._regions:
            widget = widget.parentWidget()
        return widget


def _controls(region: QWidget) -> Iterator[QWidget]:
    """What takes the keyboard in ``region``, in the order of Tab."""
    widget: QWidget | None = region
    while widget is not None:
        if (widget is region or region.isAncestorOf(widget)) and _takes_keys(widget):
            yield widget
        widget = widget.nextInFocusChain()
        if widget is region:
            return


def _takes_keys(widget: QWidget) -> bool:
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(policy) and widget.isVisible() and widget.isEnabled()
