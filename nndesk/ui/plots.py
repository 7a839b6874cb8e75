"""Curves in panels, drawn by pyqtgraph, which is imported when the first of them has been seen."""

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nndesk.project.history import History
from nndesk.ui.series import (
    LossCurves,
    epoch_ticks,
    last_of_axis,
    log_range,
    log_ticks,
    loss_text,
    round_range,
)
from nndesk.ui.soon import Soon
from nndesk.ui.theme import Appearance, draw_text

if TYPE_CHECKING:
    from nndesk.ui.curves import CurveView

_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 8, 7, 22  # from the edges to where the curves are; left: or wider
_HEIGHT = 122
_MORE = 10  # where the panel is low: so that it ends between two sections at 720 px
_AWAY = 6  # of the numbers from the plot
_Y_PITCH, _X_PITCH = 13, 60  # pixels that a label needs


class LossPlot(QWidget):
    """Train and test loss of every epoch, on a logarithmic axis.

    A plain widget with the axes; the curves come after its first paint, in a view of pyqtgraph.
    """

    pictured = True  # it can be copied

    drawn = Signal()  # the curves are there for the first time
    above, below = 0, 3  # of a section

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lossPlot")
        self.setAccessibleName(self.tr("Loss of every epoch"))
        self._appearance = appearance
        self._curves = LossCurves()
        self._soon = Soon(self, self._make_view)
        self._last = 0
        self._low, self._high = -1.0, 0.0
        self._left = 0.0  # what the widest loss takes
        self._view: CurveView | None = None
        self._asked_view = False
        self._more = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._restyle)

    @property
    def is_drawn(self) -> bool:
        """Whether the curves are there."""
        return self._view is not None

    def show_history(self, history: History, recorded: int, last_epoch: int | None) -> None:
        """Show the first ``recorded`` epochs of a run that is to end at ``last_epoch``."""
        self._curves.follow(history, recorded)
        axes = self._last, self._low, self._high
        self._last = last_of_axis(recorded, last_epoch)
        self._low, self._high = round_range(*log_range(self._curves.train, self._curves.test))
        if axes != (self._last, self._low, self._high):
            self._make_room()
            self.update()
        self._draw_curves()

    def take_view(self, other: "LossPlot") -> None:
        """Take over the curves of ``other``, which goes: to make them takes as long as to paint a window."""
        self._curves, self._left, self._more = other._curves, other._left, other._more
        self._last, self._low, self._high = other._last, other._low, other._high
        if other._view is not None:
            self._view, other._view = other._view, None
            self._view.setParent(self)
            self._asked_view = True
            self._view.show()

    def sizeHint(self) -> QSize:
        return QSize(352, self._appearance.theme.px(_HEIGHT + self._more))

    def show_higher(self, higher: bool) -> None:
        """Take some more room, or no longer."""
        if higher != bool(self._more):
            self._more = _MORE if higher else 0
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def _plot(self) -> QRectF:
        px = self._appearance.theme.px
        left = max(self._left, px(_LEFT))
        return QRectF(self.rect()).adjusted(left, px(_TOP), -px(_RIGHT), -px(_BOTTOM))

    def _ticks(self) -> list[float]:
        most = int(self._plot().height() / self._appearance.theme.px(_Y_PITCH))
        return log_ticks(self._low, self._high, max(2, most))

    def _make_room(self) -> None:
        """Left of the plot, for the widest of its losses."""
        theme, before = self._appearance.theme, self._left
        metrics = QFontMetricsF(theme.font("caption"))
        widest = max(metrics.horizontalAdvance(loss_text(tick)) for tick in self._ticks())
        self._left = math.ceil(widest) + theme.px(_AWAY)
        if self._left != before:
            self._place_view()

    def _draw_curves(self) -> None:
        if self._view is not None:
            self._view.show_curves(self._curves, self._last, self._low, self._high, self._ticks())

    @Slot()
    def _make_view(self) -> None:
        from nndesk.ui.curves import CurveView

        self._view = CurveView(self._appearance, self)
        self._place_view()
        self._view.show()
        self.drawn.emit()

    def _place_view(self) -> None:
        if self._view is not None:
            reach = self._view.REACH
            place = self._plot().adjusted(-reach, -reach, reach, reach).toRect()
            if place != self._view.geometry():
                self._view.setGeometry(place)
                self._draw_curves()

    @Slot()
    def _restyle(self) -> None:
        self.updateGeometry()
        if self._view is not None:
            self._view.restyle()
        self._make_room()
        self._place_view()
        self._draw_curves()
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        if self._soon.isActive():
            self._soon.stop()
            self._asked_view = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room()
        self._place_view()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, plot = self._appearance.theme, self._plot()
        painter = QPainter(self)
        font, color, line = theme.font("caption"), theme.color("text2"), theme.line("caption")
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for tick in self._ticks():
            y = plot.bottom() - (tick - self._low) / (self._high - self._low) * plot.height()
            box = QRectF(0, y - line / 2, plot.left() - theme.px(_AWAY), line)
            draw_text(painter, box, right, loss_text(tick), font, color)
        for epoch in epoch_ticks(self._last, max(2, int(plot.width() / theme.px(_X_PITCH)))):
            text = f"{epoch:,}"
            half = painter.fontMetrics().horizontalAdvance(text) / 2 + 1
            x = plot.left() + epoch / max(self._last, 1) * plot.width()
            x = min(x, plot.right() - half + 1)
            box = QRectF(x - half, plot.bottom() + theme.px(4), 2 * half, line)
            draw_text(painter, box, Qt.AlignmentFlag.AlignCenter, text, font, color)
        painter.end()
        if not self._asked_view:
            self._asked_view = True
            self._soon.start()
