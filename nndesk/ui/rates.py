"""The learning rate over the epochs of a run, as the schedule has it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF

from nndesk.ui.painted import Painted
from nndesk.ui.theme import Appearance, draw_text
from nndesk.ui.words import grouped

_HEIGHT = 78
_RIGHT, _TOP, _GAP = 8, 7, 6  # from the right and upper edge to the curve, and from it to its labels
_LINE = 2.0
_DOT = 3.5


class RateCurve(Painted):
    """Rates that are given once, and a dot where the run stands."""

    pictured = True  # it can be copied

    def __init__(self, appearance: Appearance) -> None:
        name = QCoreApplication.translate("RateCurve", "Learning rate of every epoch")
        super().__init__(appearance, "rateCurve", name, _HEIGHT)
        self._rates: Sequence[tuple[float, float]] = ()
        self._last = 1.0
        self._now: tuple[float, float] | None = None

    def show_rates(self, rates: Sequence[tuple[float, float]], last: float) -> None:
        """Show ``rates``, each with its epoch before it, from epoch 0 to epoch ``last``."""
        self._rates, self._last = rates, last
        self.update()

    def show_now(self, epoch: float, rate: float) -> None:
        """The run has come to ``epoch``, a fraction too, and its next step has ``rate``."""
        if (epoch, rate) != self._now:
            self._now = epoch, rate
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rates:
            return
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font, color, line = theme.font("caption"), theme.color("text2"), theme.line("caption")
        metrics = QFontMetricsF(font)
        top = max(rate for _, rate in self._rates)
        names = (f"{top:.3g}", "0")
        left = max(metrics.horizontalAdvance(name) for name in names) + theme.px(_GAP) + 1
        plot = QRectF(self.rect()).adjusted(left, theme.px(_TOP), -_RIGHT, -line - theme.px(4))
        painter.setPen(QPen(theme.color("border"), 1.0))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for name, y in zip(names, (plot.top(), plot.bottom()), strict=True):
            painter.setPen(QPen(theme.color("border"), 1.0))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            box = QRectF(0, y - line / 2, left - theme.px(_GAP), line)
            draw_text(painter, box, flags, name, font, color)
        below = QRectF(plot.left() - 6, plot.bottom() + theme.px(4), plot.width() + 6 + _RIGHT, line)
        draw_text(painter, below.adjusted(3, 0, 0, 0), Qt.AlignmentFlag.AlignLeft, "0", font, color)
        last = grouped(round(self._last))
        draw_text(painter, below, Qt.AlignmentFlag.AlignRight, last, font, color)

        def place(epoch: float, rate: float) -> QPointF:
            share = rate / top if top else 0.0
            return QPointF(
                plot.left() + plot.width() * epoch / self._last, plot.bottom() - plot.height() * share
            )

        points = [place(epoch, rate) for epoch, rate in self._rates]
        pen = QPen(theme.color("text"), _LINE)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points))
        if self._now is not None and self._now[0] <= self._last and self._now[1] <= top:
            painter.setPen(QPen(theme.color("surface"), 1.0))
            painter.setBrush(theme.color("text"))
            painter.drawEllipse(place(*self._now), _DOT, _DOT)
