"""What scrolls: a column of parts, up and down; and the thin bars of everything else that does."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QEnterEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollArea, QScrollBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from nndesk.ui.soon import Soon
from nndesk.ui.theme import Appearance, Theme

_FREE = 16  # below a part that is scrolled to


def restyle(theme: Theme, *bars: QScrollBar) -> None:
    """Give ``bars`` their style sheet where they have another: it costs a millisecond to have one anew."""
    sheet = theme.sheet("scroll")
    for bar in bars:
        if bar.styleSheet() != sheet:
            bar.setStyleSheet(sheet)


class ScrollColumn(QScrollArea):
    """A column that scrolls up and down, never sideways. Its bar lies in the margin, over the column.

    The bar is pale while the pointer is elsewhere: what is cut off below says that there is more.
    """

    _BAR = 10

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._wanted = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addStretch(1)
        self.setWidget(content)
        for part in (self.viewport(), content):
            part.setAutoFillBackground(False)
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setProperty("quiet", True)
        self._bar.hide()
        self._bar.valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(self._bar.setValue)
        self.verticalScrollBar().rangeChanged.connect(self._show_range)
        appearance.follow(self, ScrollColumn._restyle)
        self._restyle()

    def _restyle(self) -> None:
        if self.isVisible():  # else when it is shown
            restyle(self._appearance.theme, self._bar)

    def showEvent(self, event: QShowEvent) -> None:
        restyle(self._appearance.theme, self._bar)
        super().showEvent(event)

    @Slot(int, int)
    def _show_range(self, low: int, high: int) -> None:
        self._bar.setPageStep(self.viewport().height())  # Qt's own bar learns it after its range
        self._bar.setSingleStep(self.verticalScrollBar().singleStep())
        self._bar.setRange(low, high)
        self._bar.setVisible(high > low)
        if 0 < self._wanted <= high:
            self.verticalScrollBar().setValue(self._wanted)
            self._wanted = 0

    @property
    def place(self) -> int:
        """How far down it is scrolled."""
        return self._wanted or self.verticalScrollBar().value()

    def go_to(self, place: int) -> None:
        """Scroll to ``place``, as soon as the column is as long as that."""
        self._wanted = place
        self._show_range(0, self.verticalScrollBar().maximum())

    def enterEvent(self, event: QEnterEvent) -> None:
        self._set_quiet(False)

    def leaveEvent(self, event: QEvent) -> None:
        self._set_quiet(True)

    def _set_quiet(self, quiet: bool) -> None:
        self._bar.setProperty("quiet", quiet)
        style = self._bar.style()
        style.unpolish(self._bar)
        style.polish(self._bar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bar.setGeometry(self.width() - self._BAR, 0, self._BAR, self.height())
        self._bar.setPageStep(self.viewport().height())


class ThinBars(QObject):
    """Gives what scrolls inside a panel bars like those of the panel itself."""

    WIDTH = 10

    def __init__(self, appearance: Appearance, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._appearance, self._bars = appearance, (area.verticalScrollBar(), area.horizontalScrollBar())
        appearance.follow(self, ThinBars._restyle)
        self._restyle()

    def _restyle(self) -> None:
        restyle(self._appearance.theme, *self._bars)


def reveal(part: QWidget) -> None:
    """Scroll to ``part`` once it has its place, where it lies in something that scrolls."""
    area = part.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is not None:
        _Revealing(area, part).start()


class _Revealing(Soon):
    """Scrolls to a part, and is gone; it knows nothing of the part once that is."""

    def __init__(self, area: QScrollArea, part: QWidget) -> None:
        super().__init__(part, self._reveal)
        self._area = area

    def _reveal(self) -> None:
        part = self.parent()
        if isinstance(part, QWidget) and isValid(self._area):
            self._area.ensureWidgetVisible(part, 0, _FREE)
        self.deleteLater()
