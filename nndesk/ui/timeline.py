"""The losses of the whole run along the bottom of the window, and where it stands."""

import math
from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from nndesk.project.history import History
from nndesk.ui.numbers import format_number
from nndesk.ui.series import (
    Array,
    LogSeries,
    LossCurves,
    curve_path,
    curve_pen,
    draw_thick,
    epoch_ticks,
    last_of_axis,
    log_range,
    log_ticks,
    loss_text,
    numbered,
)
from nndesk.ui.shapes import pixel_ratio, rounded
from nndesk.ui.staged import Staged
from nndesk.ui.theme import RADIUS, Appearance, Theme, draw_text, is_recording_text

_LEFT, _RIGHT, _TOP, _BOTTOM = 30, 18, 25, 23  # from the edges to the plot; left: or wider
_GRAIN = 0.05  # of the axis of losses, in decades: it follows the curves in steps
_FILL = 0.12  # opacity below the train curve
_X_PITCH, _Y_PITCH = 90, 12  # pixels from mark to mark
_AWAY = 4  # of the losses from the plot
_SAMPLE, _SAMPLE_AWAY = 16.0, 6.0  # of a line in the legend: its length, and from it to its name
_RINGED = (5.0, 6.0, -6.0, -6.0)  # from the edges to what the ring of the focus goes around
_HANDLE = (6.0, 7.0, 5.0)  # of the playhead: half its width, its height, its point's


class Timeline(QWidget):
    """Train loss, filled, and test loss, dashed, with a playhead at the present epoch.

    Displays only. Holds no training state.
    """

    pictured = True  # it can be copied

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setAccessibleName(self.tr("Timeline"))
        self._appearance = appearance
        self._curves = LossCurves()
        self._epoch, self._last = 0, 1
        self._ticks_key: tuple[object, ...] = ()
        self._ticks: list[float] = []
        self._numbered: list[float] = []
        self._widest = 0  # what the losses take beside the plot
        self._axes_key: tuple[object, ...] = ()
        self._axes_picture = QPixmap()
        self._lost: int | None = None
        self._hindered = ""
        self._staged = Staged(self, self._draw)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        appearance.changed.connect(self._draw_anew)

    @Slot()
    def _draw_anew(self) -> None:
        self._staged.refresh()

    def prepare_run(
        self, history: History, recorded: int, epoch: int, last_epoch: int | None
    ) -> Iterator[None]:
        """Draw what `show_run` with the same words will show."""
        self._follow(history, recorded, epoch, last_epoch)
        yield from self._staged.prepare()

    def show_run(self, history: History, recorded: int, epoch: int, last_epoch: int | None) -> None:
        """Show the first ``recorded`` epochs of a run that stands in ``epoch``, to end at ``last_epoch``."""
        self._follow(history, recorded, epoch, last_epoch)
        self.setAccessibleDescription(
            self.tr("epoch {0} of {1}, loss {2}").format(
                epoch, self._last, format_number(float(f"{10 ** self._curves.train.last():.3g}"))
            )
        )
        self._staged.reveal()

    def show_hindrance(self, reason: str) -> None:
        """Say instead of an invitation why nothing can be trained; nothing where it can."""
        if reason != self._hindered:
            self._hindered = reason
            self._staged.refresh()

    def show_lost(self, epoch: int | None) -> None:
        """Mark the epoch in which the loss left the range of numbers; None for none."""
        if epoch != self._lost:
            self._lost = epoch
            self._staged.refresh()

    def _follow(self, history: History, recorded: int, epoch: int, last_epoch: int | None) -> None:
        self._curves.follow(history, recorded)
        self._epoch, self._last = epoch, last_of_axis(recorded, last_epoch)

    @property
    def epoch(self) -> int:
        """Where the run stands."""
        return self._epoch

    @property
    def last_epoch(self) -> int:
        """The end of the axis."""
        return self._last

    @property
    def plot_rect(self) -> QRectF:
        """Where the curves are."""
        theme = self._appearance.theme
        plot = self._plot(theme)
        plot.setLeft(max(theme.px(_LEFT), self._widest))
        return plot

    def focus_rect(self) -> QRectF:
        """Within the bar, so that the ring is."""
        return QRectF(self.rect()).adjusted(*_RINGED)

    def sizeHint(self) -> QSize:
        return QSize(640, 104)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 80)

    def _plot(self, theme: Theme) -> QRectF:
        px = theme.px
        return QRectF(self.rect()).adjusted(px(_LEFT), px(_TOP), -px(_RIGHT), -px(_BOTTOM))

    def _left(self, height: float, low: float, high: float, theme: Theme) -> float:
        """Where the plot begins: right of the widest of the losses beside it."""
        key = height, low, high, theme
        if key != self._ticks_key:
            self._ticks_key = key
            self._ticks = log_ticks(low, high, int(height / _Y_PITCH))
            self._numbered = numbered(self._ticks, theme.line("caption") * (high - low) / height)
            metrics = QFontMetricsF(theme.font("caption"))
            numbers = (loss_text(tick) for tick in self._numbered)
            widest = max((metrics.horizontalAdvance(number) for number in numbers), default=0.0)
            self._widest = math.ceil(widest) + _AWAY
        return max(theme.px(_LEFT), self._widest)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._staged.paint(QPainter(self))

    def _draw(self, painter: QPainter) -> Iterator[None]:
        theme = self._appearance.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("border"))  # the bar's, which lies below
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = self._plot(theme)
        known = len(self._curves.train)
        if not known or (self._epoch == 0 and known < 2 and self._lost is None):
            self._paint_invitation(painter, plot, theme)
            return
        low, high = log_range(self._curves.train, self._curves.test)
        low, high = math.floor(low / _GRAIN - 1) * _GRAIN, math.ceil(high / _GRAIN + 1) * _GRAIN
        plot.setLeft(self._left(plot.height(), low, high, theme))
        painter.drawPixmap(0, 0, self._axes(plot, low, high, theme, pixel_ratio(painter)))
        train = self._places(self._curves.train, low, high, plot)
        test = self._places(self._curves.test, low, high, plot)
        yield
        self._paint_fill(painter, *train, plot.bottom(), theme)
        draw_thick(painter, curve_path(*train), curve_pen(theme.color("text")))
        draw_thick(painter, curve_path(*test), curve_pen(theme.color("test"), dashed=True))
        legend = self._paint_legend(painter, plot, [train, test], theme)
        if self._lost is not None:
            self._paint_lost(painter, plot, legend, self._lost, theme)
        self._paint_playhead(painter, plot, theme)

    def _axes(self, plot: QRectF, low: float, high: float, theme: Theme, ratio: float) -> QPixmap:
        """Plate, lines and numbers: they stay while the curves grow, and so are kept as a picture."""
        key = self.width(), self.height(), ratio, theme, self._last, low, high
        if key != self._axes_key or is_recording_text():
            self._axes_key = key
            self._axes_picture = QPixmap(self.size() * ratio)
            self._axes_picture.setDevicePixelRatio(ratio)
            self._axes_picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._axes_picture)
            rounded(painter, plot, RADIUS["tile"], theme.color("surface2"), None)
            self._paint_losses(painter, plot, low, high, theme)
            self._paint_epochs(painter, plot, theme)
            painter.end()
        return self._axes_picture

    def _places(self, series: LogSeries, low: float, high: float, plot: QRectF) -> tuple[Array, Array]:
        """Where the points of ``series`` lie, no finer than its line is thick."""
        columns = plot.width() / 2 * len(series) / (self._last + 1)
        epochs, values = series.points(max(1, round(columns)), low, high)
        x = plot.left() + epochs * (plot.width() / self._last)
        return x, plot.bottom() - (values - low) * (plot.height() / (high - low))

    @staticmethod
    def _paint_fill(painter: QPainter, x: Array, y: Array, bottom: float, theme: Theme) -> None:
        y = np.nan_to_num(y, nan=bottom)
        area = curve_path(np.concatenate((x[:1], x, x[-1:])), np.concatenate(([bottom], y, [bottom])))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # its edge is under the line
        color = theme.color("text")
        color.setAlphaF(_FILL)
        painter.fillPath(area, color)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_losses(self, painter: QPainter, plot: QRectF, low: float, high: float, theme: Theme) -> None:
        font, color, line = theme.font("caption"), theme.color("text2"), theme.line("caption")
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        ratio = pixel_ratio(painter)
        for tick in self._ticks:
            y = _sharp(plot.bottom() - (tick - low) / (high - low) * plot.height(), ratio)
            painter.fillRect(QRectF(plot.left(), y, plot.width(), 1), theme.color("border"))
            if tick in self._numbered:
                box = QRectF(0, y + 0.5 - line / 2, plot.left() - _AWAY, line)
                draw_text(painter, box, flags, loss_text(tick), font, color)

    def _paint_epochs(self, painter: QPainter, plot: QRectF, theme: Theme) -> None:
        font, color, line = theme.font("caption"), theme.color("text2"), theme.line("caption")
        metrics, ratio = QFontMetricsF(font), pixel_ratio(painter)
        for epoch in epoch_ticks(self._last, max(2, int(plot.width() / theme.px(_X_PITCH)))):
            x = plot.left() + epoch / self._last * plot.width()
            mark = QRectF(_sharp(x - 0.5, ratio), plot.bottom(), 1, 4)
            painter.fillRect(mark, theme.color("borderStrong"))
            text = f"{epoch:,}"
            half = metrics.horizontalAdvance(text) / 2 + 1
            box = QRectF(min(x, self.width() - half) - half, plot.bottom() + theme.px(4), 2 * half, line)
            draw_text(painter, box, Qt.AlignmentFlag.AlignCenter, text, font, color)

    def _paint_legend(
        self, painter: QPainter, plot: QRectF, curves: list[tuple[Array, Array]], theme: Theme
    ) -> QRectF:
        font, color = theme.font("caption"), theme.color("text2")
        metrics = QFontMetricsF(font)
        names = [(self.tr("train"), curve_pen(theme.color("text")))]
        if len(self._curves.test) and self._curves.test.low <= self._curves.test.high:
            names.append((self.tr("test"), curve_pen(theme.color("test"), dashed=True)))
        widths = [_SAMPLE + _SAMPLE_AWAY + metrics.horizontalAdvance(name) + 12 for name, _ in names]
        plate = QRectF(0, plot.top() + 3, sum(widths) + 4, theme.px(20))
        plate.moveRight(plot.right() - 4)
        playhead = self._playhead(plot)
        if playhead > plate.left() - _HANDLE[0]:  # out of its way
            plate.moveRight(playhead - 2 * _HANDLE[0])
        below = plate.translated(0, plot.bottom() - 3 - plate.bottom())
        if _crossings(plate, curves) > _crossings(below, curves):  # and out of the curves'
            plate = below
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(plate, 5, 5)
        left, middle = plate.left() + 8, round(plate.center().y())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for (name, pen), width in zip(names, widths, strict=True):
            line = QPainterPath(QPointF(left, middle))
            line.lineTo(left + _SAMPLE, middle)
            draw_thick(painter, line, pen)
            begin = left + _SAMPLE + _SAMPLE_AWAY
            box = QRectF(begin, plate.top(), left + width - begin, plate.height())
            draw_text(painter, box, flags, name, font, color)
            left += width
        return plate

    def _paint_lost(self, painter: QPainter, plot: QRectF, legend: QRectF, epoch: int, theme: Theme) -> None:
        """A dashed line at the epoch in which the loss left its range, and words beside it."""
        x = plot.left() + min(epoch / self._last, 1.0) * plot.width()
        pen = QPen(theme.color("grad"), 2.0)
        pen.setDashPattern([2.0, 2.0])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        words = self.tr("epoch {0}: loss is no longer a number").format(f"{epoch:,}")
        font = theme.font("caption")
        box = QRectF(x + 10, plot.top() + 3, QFontMetricsF(font).horizontalAdvance(words) + 2, theme.px(20))
        if box.right() > plot.right():
            box.moveRight(x - 10)
        if box.intersects(legend):
            box.moveTop(
                legend.bottom() + 2 if legend.bottom() + 2 + box.height() < plot.bottom() else plot.top()
            )
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        draw_text(painter, box, flags, words, font, theme.color("text"))

    def _playhead(self, plot: QRectF) -> float:
        return plot.left() + min(self._epoch / self._last, 1.0) * plot.width()

    def _paint_playhead(self, painter: QPainter, plot: QRectF, theme: Theme) -> None:
        x = self._playhead(plot)
        half, height, point = _HANDLE
        top = plot.top() - height - point
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("ink"))
        painter.drawRect(QRectF(x - 1, plot.top() - point, 2, plot.height() + point))
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(x - half, top),
                    QPointF(x + half, top),
                    QPointF(x + half, top + height),
                    QPointF(x, top + height + point),
                    QPointF(x - half, top + height),
                ]
            )
        )

    def _paint_invitation(self, painter: QPainter, plot: QRectF, theme: Theme) -> None:
        plate = QRectF(0, plot.top(), self.width() - 4, plot.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface2"))
        painter.drawRoundedRect(plate, RADIUS["tile"], RADIUS["tile"])
        text = self._hindered or self.tr("Press Space to train — the loss draws itself here")
        center = Qt.AlignmentFlag.AlignCenter
        draw_text(painter, plate, center, text, theme.font("body"), theme.color("text2"))


def _sharp(place: float, ratio: float) -> float:
    """The next place at which a pixel of the screen begins."""
    return round(place * ratio) / ratio


def _crossings(plate: QRectF, curves: list[tuple[Array, Array]]) -> int:
    """How many points of ``curves`` lie on ``plate``, or too close to it."""
    near = plate.adjusted(-4, -4, 4, 4)
    left, top, right, bottom = near.left(), near.top(), near.right(), near.bottom()
    return sum(
        int(np.count_nonzero((x >= left) & (x <= right) & (y >= top) & (y <= bottom))) for x, y in curves
    )
