"""A weight through training: its path over the epochs, around zero."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip

from nndesk.ui.painted import Painted
from nndesk.ui.shapes import rounded
from nndesk.ui.theme import RADIUS, Appearance, draw_text
from nndesk.ui.words import grouped, signed

_HEIGHT, _BELOW = 130, 26
_SIDE = 10  # from the edge of the well to the path
_ROOM = 0.8  # of half the height, the farthest point
_DOTS = 7
_DOT = 3.0

Numbers = NDArray[np.floating[Any]]


class WeightPlot(Painted):
    """Points that were recorded, joined; a dot on some of them."""

    pictured = True  # it can be copied

    below = 0  # of a section, if it is its last part

    def __init__(self, appearance: Appearance) -> None:
        label = QCoreApplication.translate("WeightPlot", "The weight through training")
        super().__init__(appearance, "weightPlot", label, _HEIGHT)
        self._epochs: Numbers = np.empty(0)
        self._values: Numbers = np.empty(0)

    @property
    def points(self) -> list[tuple[float, float]]:
        """The epochs and values that are shown."""
        return list(zip(self._epochs.tolist(), self._values.tolist(), strict=True))

    def show_trail(self, epochs: Numbers, values: Numbers) -> None:
        """Show the weight's ``values`` after so many ``epochs``, the oldest first."""
        known = np.isfinite(values)
        self._epochs, self._values = epochs[known], values[known]
        if len(self._values):
            self.setAccessibleDescription(
                self.tr("{0} at epoch {1}, {2} at epoch {3}").format(
                    signed(float(self._values[0])), grouped(int(self._epochs[0])),
                    signed(float(self._values[-1])), grouped(int(self._epochs[-1])),
                )
            )  # fmt: skip
        self.update()

    def _well(self) -> QRectF:
        return QRectF(self.rect()).adjusted(0, 0, 0, -self._appearance.theme.px(_BELOW))

    def _places(self) -> list[QPointF]:
        well = self._well().adjusted(_SIDE, 0, -_SIDE, 0)
        first, last = int(self._epochs[0]), int(self._epochs[-1])
        reach = float(np.abs(self._values).max()) or 1.0
        x = well.left() + (self._epochs - first) * (well.width() / max(last - first, 1))
        y = well.center().y() - self._values * (_ROOM * well.height() / 2 / reach)
        return [QPointF(*at) for at in zip(x.tolist(), y.tolist(), strict=True)]

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, well = self._appearance.theme, self._well()
        painter = QPainter(self)
        rounded(painter, well, RADIUS["control"], theme.color("surface2"), None)
        pen = QPen(theme.premix(theme.color("borderStrong"), 0.7, theme.color("surface2")), 1.5)
        pen.setDashPattern([1.2, 2.3])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        middle = well.center().y()
        painter.drawLine(QPointF(well.left() + _SIDE, middle), QPointF(well.right() - _SIDE, middle))
        if not len(self._values):
            return
        places = self._places()
        line = QPen(theme.color("text"), 2.0)
        line.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(line)
        painter.drawPolyline(QPolygonF(places))
        painter.setPen(Qt.PenStyle.NoPen)
        for index in self._dotted():
            painter.setBrush(theme.color("pos" if self._values[index] > 0 else "neg"))
            painter.drawEllipse(places[index], _DOT, _DOT)
        font, color, flags = theme.font("caption"), theme.color("text2"), Qt.AlignmentFlag
        below = QRectF(
            well.left() + _SIDE, well.bottom() + 5, well.width() - 2 * _SIDE, theme.line("caption")
        )
        draw_text(painter, below, flags.AlignLeft, grouped(int(self._epochs[0])), font, color)
        if self._epochs[-1] > self._epochs[0]:
            last = self.tr("epoch {0}").format(grouped(int(self._epochs[-1])))
            draw_text(painter, below, flags.AlignRight, last, font, color)

    def _dotted(self) -> list[int]:
        """Which points have a dot: evenly spread, the first and the last among them."""
        wanted = np.linspace(float(self._epochs[0]), float(self._epochs[-1]), _DOTS)
        nearest = np.abs(self._epochs[:, None] - wanted).argmin(axis=0)
        return sorted(set(nearest.tolist()))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and len(self._values):
            places = np.array([place.x() for place in self._places()])
            index = int(np.abs(places - float(event.pos().x())).argmin())
            words = self.tr("epoch {0}: {1}").format(
                grouped(int(self._epochs[index])), signed(float(self._values[index]), 4)
            )
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)
