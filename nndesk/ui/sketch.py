"""The loss as a learner expects it, drawn on the timeline before it is shown how it is."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nndesk.ui.shapes import draw_chip
from nndesk.ui.teaching import Teaching
from nndesk.ui.theme import Appearance
from nndesk.ui.timeline import Timeline

_MOST = 2  # strokes: one for the train loss, one for the test loss
_PEN = 2.5
_LEAST = 3.0  # pixels between two points of a stroke

_Stroke = tuple[tuple[float, float], ...]


class Sketch(QWidget):
    """Lies over the timeline. It lets everything through but while a curve is asked for."""

    def __init__(self, teaching: Teaching, appearance: Appearance, timeline: Timeline) -> None:
        super().__init__(timeline)
        self.setObjectName("lossSketch")
        self.setAccessibleName(self.tr("Draw the loss as you expect it"))
        self._teaching, self._appearance, self._timeline = teaching, appearance, timeline
        self._strokes: list[_Stroke] = []
        self._drawing: list[tuple[float, float]] = []
        timeline.installEventFilter(self)
        teaching.changed.connect(self._follow)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._timeline.rect())
        return False

    @Slot()
    def _follow(self) -> None:
        lecture = self._teaching.lecture
        if lecture is not None:
            lecture.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        lecture = self._teaching.lecture
        self._strokes = [] if lecture is None else list(lecture.strokes)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not self.asked)
        self.setCursor(Qt.CursorShape.CrossCursor if self.asked else Qt.CursorShape.ArrowCursor)
        self.setGeometry(self._timeline.rect())
        self.setVisible(self.asked or bool(self._strokes))
        self.update()

    @property
    def asked(self) -> bool:
        """Whether a curve is to be drawn now."""
        lecture = self._teaching.lecture
        if lecture is None or not lecture.asking:
            return False
        ask = lecture.told.step.ask
        return ask is not None and ask.draw is not None

    # -- drawing ----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._drawing = [self._share(event.position())]
            self._strokes = self._strokes[-_MOST + 1 :]
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drawing:
            away = event.position() - self._place(self._drawing[-1])
            if away.manhattanLength() >= _LEAST:
                self._drawing.append(self._share(event.position()))
                self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        stroke, self._drawing = tuple(self._drawing), []
        lecture = self._teaching.lecture
        if len(stroke) > 1 and lecture is not None:
            lecture.draw((*self._strokes, stroke))
        self.update()

    def _share(self, at: QPointF) -> tuple[float, float]:
        plot = self._timeline.plot_rect
        x, y = (at.x() - plot.left()) / plot.width(), (plot.bottom() - at.y()) / plot.height()
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

    def _place(self, share: tuple[float, float]) -> QPointF:
        plot = self._timeline.plot_rect
        return QPointF(plot.left() + share[0] * plot.width(), plot.bottom() - share[1] * plot.height())

    # -- painting -----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._appearance.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("sel"), _PEN)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        if self.asked:
            plot = self._timeline.plot_rect
            painter.setPen(QPen(theme.color("sel"), 1.5, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(plot, 8, 8)
            if not self._strokes and not self._drawing:
                text = self.accessibleName()
                width = QFontMetricsF(theme.font("caption")).horizontalAdvance(text) + 24
                box = QRectF(0, 0, width, theme.px(22))
                box.moveCenter(plot.center())
                draw_chip(painter, box, theme, text)
        painter.setPen(pen)
        for stroke in (*self._strokes, tuple(self._drawing)):
            painter.drawPolyline(QPolygonF([self._place(share) for share in stroke]))
