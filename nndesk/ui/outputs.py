"""What the network puts out, painted by kind of data: a plane, a fitted curve, bars of one sample.

Everything is read off the snapshot; nothing of the network is calculated here.
"""

import math
from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from nndesk.data.dataset import Dataset
from nndesk.project.messages import FIELD, Snapshot
from nndesk.project.spec import Experiment, low_target
from nndesk.ui.numbers import format_number
from nndesk.ui.points import Rows, Stamps, paint_points, plane_places, round_path
from nndesk.ui.shapes import pixel_ratio
from nndesk.ui.staged import Staged
from nndesk.ui.theme import RADIUS, Appearance, Theme, draw_text
from nndesk.ui.words import grouped, written

Array = NDArray[Any]

_AGREEMENT_AWAY = 12  # from the plane above it
_AGREEMENT_RADIUS = 2.25
_SAMPLE_AWAY = 6  # from what a legend names to its name
_CLASS_SHARE = 0.75  # of the ramp for fields of classes, so that the points stand out
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTER = Qt.AlignmentFlag.AlignCenter


class Picture(Protocol):
    """One way of showing outputs, made for one experiment and its data."""

    def height(self, width: int, theme: Theme) -> int:
        """How high the picture is at ``width``."""
        ...

    def paint(self, painter: QPainter, rect: QRectF, snapshot: Snapshot | None, theme: Theme) -> None: ...

    def forget(self) -> None:
        """Drop what was drawn for another theme."""
        ...


def picture_of(experiment: Experiment, data: Dataset) -> Picture:
    """The picture for a kind of data."""
    if data.kind.plane:
        return Plane(experiment, data)
    if data.kind.curve is not None:
        return Fit(data)
    return Bars(experiment, data)


class PointLayer:
    """The points over a picture, which only another size or theme changes: painted once, kept as a pixmap."""

    def __init__(self) -> None:
        self._pixmap: QPixmap | None = None

    def forget(self) -> None:
        self._pixmap = None

    def paint(
        self, painter: QPainter, rect: QRectF, rows: Rows, places: Array, theme: Theme, **style: Any
    ) -> None:
        """Paint `paint_points` of ``rows``, whose ``places`` count from the corner of ``rect``."""
        ratio = pixel_ratio(painter)
        size = QSize(math.ceil(rect.width() * ratio), math.ceil(rect.height() * ratio))
        if self._pixmap is None or self._pixmap.size() != size:
            self._pixmap = QPixmap(size)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(Qt.GlobalColor.transparent)
            layer = QPainter(self._pixmap)
            paint_points(layer, places, rows, theme, **style)
            layer.end()
        painter.drawPixmap(rect.topLeft(), self._pixmap)


class Plane:
    """The output over the input plane with the points over it; of numbers also how they agree."""

    def __init__(self, experiment: Experiment, data: Dataset) -> None:
        self._rows = Rows.of(data)
        self._classes = data.kind.task == "classes"
        # Outputs between 0 and 1 fill the ramp from −1 to +1; numbers fill it by the range of the targets.
        self._low = low_target(experiment) if data.outputs == 1 else 0.0
        self._output = data.outputs - 1
        self._points = PointLayer()
        self._agreement = None if self._classes else Agreement(self._rows)
        self._index = np.empty((FIELD, FIELD), np.intp)
        self._pixels = np.empty((FIELD, FIELD), np.uint32)
        self._image = QImage(
            self._pixels.data, FIELD, FIELD, 4 * FIELD, QImage.Format.Format_RGB32
        )  # shares the array: colouring is one np.take

    def height(self, width: int, theme: Theme) -> int:
        below = 0 if self._agreement is None else _AGREEMENT_AWAY + self._agreement.height(width, theme)
        return width + below

    def forget(self) -> None:
        self._points.forget()
        if self._agreement is not None:
            self._agreement.forget()

    def paint(self, painter: QPainter, rect: QRectF, snapshot: Snapshot | None, theme: Theme) -> None:
        square = QRectF(rect.topLeft(), QSizeF(rect.width(), rect.width()))
        self._paint_plane(painter, square, snapshot, theme)
        if self._agreement is not None:
            rest = rect.adjusted(0, rect.width() + _AGREEMENT_AWAY, 0, 0)
            self._agreement.paint(painter, rest, snapshot, theme)

    def _paint_plane(self, painter: QPainter, rect: QRectF, snapshot: Snapshot | None, theme: Theme) -> None:
        path = round_path(rect, RADIUS["tile"])
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillPath(path, theme.color("surface2"))
        painter.save()
        painter.setClipPath(path)
        if snapshot is not None and snapshot.field.ndim == 3:
            self._color(snapshot.field[self._output], theme)
            painter.drawImage(rect, self._image)
        at = plane_places(QRectF(0, 0, rect.width(), rect.height()), self._rows.raw, self._rows.kind.extent)
        self._points.paint(painter, rect, self._rows, at, theme, radius=rect.width() / 84)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("borderStrong"), 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS["tile"], RADIUS["tile"])

    def _color(self, field: Array, theme: Theme) -> None:
        """Colour the shared image from ``field`` (96, 96); what is not finite becomes grey."""
        finite = np.isfinite(field)
        whole = bool(finite.all())
        safe = field if whole else np.where(finite, field, 0.0)
        if self._classes:
            middle = (1.0 + self._low) / 2
            scale = 127.5 * _CLASS_SHARE / (1.0 - middle)
        else:
            middle, scale = 0.0, 127.5 / self._rows.limit
        # Cut before it is scaled: a network on its way out of the range of numbers would overflow.
        reach = 128.0 / scale
        near = np.clip(safe, middle - reach, middle + reach)
        np.clip((near - middle) * scale + 128.0, 0, 255, out=self._index, casting="unsafe")
        np.take(theme.diverging, self._index, out=self._pixels, mode="clip")
        if not whole:
            self._pixels[~finite] = theme.color("borderStrong").rgba()


class Agreement:
    """Predicted numbers over their targets: on the diagonal where they agree. One scale both ways."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._chosen = rows.drawn()
        self._limit = float(f"{1.2 * rows.limit:.2g}")  # as it is written
        self._stamps: Stamps = {}
        self._ratio = 0.0

    def height(self, width: int, theme: Theme) -> int:
        return round(0.54 * width) + theme.px(32)

    def forget(self) -> None:
        self._stamps = {}

    def paint(self, painter: QPainter, rect: QRectF, snapshot: Snapshot | None, theme: Theme) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = rect.adjusted(theme.px(26), 0, -theme.px(5), -theme.px(32))
        painter.fillRect(plot, theme.color("surface2"))
        pen = QPen(theme.color("text3"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawLine(plot.bottomLeft(), plot.topRight())
        self._paint_words(painter, plot, theme)
        if snapshot is None or len(snapshot.predictions) != len(self._chosen):
            return
        places = np.full((len(self._rows.target), 2), np.nan)
        pairs = np.stack((self._rows.target[self._chosen], snapshot.predictions), axis=1)
        places[self._chosen] = plane_places(plot, pairs, self._limit)
        ratio = pixel_ratio(painter)
        if ratio != self._ratio:
            self._ratio, self._stamps = ratio, {}
        painter.save()
        painter.setClipRect(plot)
        paint_points(painter, places, self._rows, theme, _AGREEMENT_RADIUS, stamps=self._stamps)
        painter.restore()

    def _paint_words(self, painter: QPainter, plot: QRectF, theme: Theme) -> None:
        font, color, line = theme.font("caption"), theme.color("text2"), theme.line("caption")
        below = QRectF(plot.left(), plot.bottom() + 2, plot.width(), line)
        draw_text(painter, below, _LEFT, tick_text(-self._limit), font, color)
        draw_text(painter, below, _RIGHT, tick_text(self._limit), font, color)
        below.translate(0, line - 2)
        target = QCoreApplication.translate("OutputView", "target")
        draw_text(painter, below, _CENTER, target, font, color)
        predicted = QCoreApplication.translate("OutputView", "predicted")
        painter.save()
        painter.translate(plot.left() - theme.px(4) - line / 2, plot.center().y())
        painter.rotate(-90)
        side = QRectF(-plot.height() / 2, -line / 2, plot.height(), line)
        draw_text(painter, side, _CENTER, predicted, font, color)
        painter.restore()


class Fit:
    """One input: the network's curve through the points, with the errors at the training points."""

    def __init__(self, data: Dataset) -> None:
        self._rows = Rows.of(data)
        self._kind = data.kind
        self._limit = 1.4 * self._rows.limit
        self._points = PointLayer()

    def height(self, width: int, theme: Theme) -> int:
        return round(0.64 * width) + theme.px(26)

    def forget(self) -> None:
        self._points.forget()

    def paint(self, painter: QPainter, rect: QRectF, snapshot: Snapshot | None, theme: Theme) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = rect.adjusted(theme.px(29), 3, -theme.px(9), -theme.px(24))
        radius = RADIUS["control"]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface2"))
        painter.drawRoundedRect(plot, radius, radius)
        self._paint_ticks(painter, plot, theme)
        painter.save()
        painter.setClipPath(round_path(plot, radius))
        self._paint_curves(painter, plot, snapshot, theme)
        painter.restore()
        local = QRectF(0, 0, plot.width(), plot.height())
        at = self._places(local, self._rows.raw[:, 0], self._rows.target)
        self._points.paint(painter, plot, self._rows, at, theme, radius=2.75, ring=theme.color("test"))

    def _places(self, plot: QRectF, x: Array, y: Array) -> Array:
        return plane_places(plot, np.stack((x / self._kind.extent, y / self._limit), axis=1), 1.0)

    def _paint_ticks(self, painter: QPainter, plot: QRectF, theme: Theme) -> None:
        font, color = theme.font("caption"), theme.color("text2")
        line = theme.line("caption")
        for value in ticks(self._limit, 2.5):
            y = plot.center().y() - value / self._limit * plot.height() / 2
            box = QRectF(plot.left() - theme.px(29), y - line / 2, theme.px(23), line)
            draw_text(painter, box, _RIGHT, tick_text(value), font, color)
        for value in ticks(self._kind.extent, 3.5):
            x = plot.center().x() + value / self._kind.extent * plot.width() / 2
            box = QRectF(x - theme.px(15), plot.bottom() + theme.px(5), theme.px(30), line)
            draw_text(painter, box, _CENTER, tick_text(value), font, color)
        painter.setPen(QPen(theme.premix(theme.color("borderStrong"), 0.5, theme.color("surface2")), 1.25))
        painter.drawLine(QPointF(plot.left(), plot.center().y()), QPointF(plot.right(), plot.center().y()))

    def _paint_curves(self, painter: QPainter, plot: QRectF, snapshot: Snapshot | None, theme: Theme) -> None:
        x = np.linspace(-self._kind.extent, self._kind.extent, FIELD)
        if self._kind.curve is not None:
            painter.setPen(QPen(theme.color("text3"), 1.5, Qt.PenStyle.DotLine))
            self._paint_line(painter, self._places(plot, x, self._kind.curve(x)))
        if snapshot is None or snapshot.field.ndim != 2:
            return
        # A curve that has left the picture far behind would be drawn at places that overflow.
        far = 4 * self._limit
        y = np.nan_to_num(snapshot.field[0].astype(np.float64), nan=far, posinf=far, neginf=-far).clip(
            -far, far
        )
        rows = self._rows.drawn()
        rows = rows[rows < self._rows.trained]
        raw, target = self._rows.raw[rows, 0], self._rows.target[rows]
        painter.setPen(QPen(theme.color("grad"), 1.25))
        ends = zip(
            self._places(plot, raw, target).tolist(),
            self._places(plot, raw, np.interp(raw, x, y)).tolist(),
            strict=True,
        )
        for a, b in ends:
            painter.drawLine(QPointF(*a), QPointF(*b))
        painter.setPen(QPen(theme.color("text"), 2.5))
        self._paint_line(painter, self._places(plot, x, y))

    def _paint_line(self, painter: QPainter, places: Array) -> None:
        painter.drawPolyline(QPolygonF([QPointF(*at) for at in places.tolist()]))


def ticks(limit: float, most: float) -> list[float]:
    """Round numbers from −``limit`` to ``limit`` around zero, at most ``most`` steps to each side."""
    step = 10.0 ** math.floor(math.log10(limit))
    step = next(step * k for k in (0.2, 0.5, 1, 2, 5, 10) if limit / (step * k) <= most)
    count = math.floor(limit / step)
    return [k * step for k in range(-count, count + 1)]


def tick_text(value: float) -> str:
    return format_number(float(f"{value:g}"))


class Bars:
    """One sample: a bar for each output, and what it should have been."""

    def __init__(self, experiment: Experiment, data: Dataset) -> None:
        self._rows = Rows.of(data)
        self._names = data.classes
        self._percent = experiment.network.layers[-1].activation in ("softmax", "sigmoid") and bool(
            data.classes
        )

    def height(self, width: int, theme: Theme) -> int:
        bars = len(self._names) or 2
        return bars * theme.px(18) + theme.px(22)

    def forget(self) -> None:
        """Nothing is kept."""

    def paint(self, painter: QPainter, rect: QRectF, snapshot: Snapshot | None, theme: Theme) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if snapshot is None:
            return
        outputs, sample = snapshot.activations[-1], snapshot.sample
        if self._names:
            truth = int(self._rows.target[sample])
            values = outputs if len(outputs) > 1 else np.array([1 - outputs[0], outputs[0]])
            names = list(self._names)
        else:
            truth = 1
            values = np.array([outputs[0], self._rows.target[sample]])
            names = [
                QCoreApplication.translate("OutputView", "output"),
                QCoreApplication.translate("OutputView", "target"),
            ]
        line = theme.px(18)
        label = (
            max(painter.fontMetrics().horizontalAdvance(name) for name in names)
            if self._names
            else theme.px(44)
        )
        for row, (name, value) in enumerate(zip(names, values.tolist(), strict=True)):
            strip = QRectF(rect.left(), rect.top() + row * line, rect.width(), line)
            self._paint_bar(painter, strip, theme.px(10) + label, name, value, row == truth, theme)
        foot = QRectF(rect.left(), rect.bottom() - theme.px(18), rect.width(), theme.px(18))
        draw_text(painter, foot, _CENTER, self._caption(sample), theme.font("caption"), theme.color("text2"))

    def _paint_bar(
        self, painter: QPainter, strip: QRectF, left: float, name: str, value: float, true: bool, theme: Theme
    ) -> None:
        if true and self._names:
            middle = strip.center().y()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("text"))
            corner = QPointF(strip.left() + 6, middle)
            painter.drawPolygon(
                QPolygonF([corner, corner + QPointF(-5, -4), corner + QPointF(-5, 4)])
            )  # points at the true class
        role = "bodyStrong" if true else "label"
        font, color = (
            theme.font(role, 1.0 if role == "label" else 12 / 13),
            theme.color("text" if true else "text2"),
        )
        indent = theme.px(10) if self._names else 0
        draw_text(painter, strip.adjusted(indent, 0, 0, 0), _LEFT, name, font, color)
        number = f"{value:.0%}" if self._percent and math.isfinite(value) else written(value, 2)
        draw_text(painter, strip, _RIGHT, number, font, color)
        track = strip.adjusted(left + theme.px(6), 3, -theme.px(42), -3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface3"))
        painter.drawRoundedRect(track, RADIUS["tick"], RADIUS["tick"])
        share = min(abs(value), 1.0) if math.isfinite(value) else 0.0
        if share > 0:
            painter.save()
            painter.setClipPath(round_path(track, RADIUS["tick"]))
            painter.setBrush(theme.color("pos" if value > 0 else "neg"))
            painter.drawRect(QRectF(track.left(), track.top(), track.width() * share, track.height()))
            painter.restore()

    def _caption(self, sample: int) -> str:
        test = sample >= self._rows.trained
        number = sample - self._rows.trained if test else sample
        count = len(self._rows.target) - self._rows.trained if test else self._rows.trained
        text = (
            QCoreApplication.translate("OutputView", "test sample {0} of {1}")
            if test
            else QCoreApplication.translate("OutputView", "training sample {0} of {1}")
        )
        return text.format(grouped(number + 1), grouped(count))


class OutputView(QWidget):
    """The network's outputs for the data that is open. Holds no training state."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outputView")
        self.setAccessibleName(self.tr("Outputs of the network"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._appearance = appearance
        self._picture: Picture | None = None
        self._snapshot: Snapshot | None = None
        self._staged = Staged(self, self._draw)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        appearance.changed.connect(self._show_theme)

    def show_run(self, experiment: Experiment, data: Dataset) -> None:
        """Another run is open: its outputs are not known yet."""
        self._picture = picture_of(experiment, data)
        self._snapshot = None
        self._staged.renew()

    def prepare_frame(self, snapshot: Snapshot) -> Iterator[None]:
        """Draw what `show_frame` will show."""
        self._snapshot = snapshot
        yield from self._staged.prepare()

    def show_frame(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._staged.reveal()

    def height_at(self, width: int) -> int:
        """How high the picture is at ``width``."""
        return width if self._picture is None else self._picture.height(width, self._appearance.theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._staged.paint(QPainter(self))

    def _draw(self, painter: QPainter) -> Iterator[None]:
        theme = self._appearance.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        if self._picture is not None:
            self._picture.paint(painter, QRectF(self.rect()), self._snapshot, theme)
        yield

    def _show_theme(self) -> None:
        if self._picture is not None:
            self._picture.forget()
        self._staged.refresh()


class FitLegend(QWidget):
    """Names what is drawn over one input."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._tested = True
        appearance.changed.connect(self.update)

    def show_tested(self, tested: bool) -> None:
        """Whether there are test points."""
        self._tested = tested
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.font("label")
        painter.setFont(font)
        x, middle = 0.0, self.height() / 2
        for kind, text, token in self._entries():
            color = theme.color(token)
            x += self._paint_sample(painter, kind, x, middle, color, theme) + _SAMPLE_AWAY
            width = painter.fontMetrics().horizontalAdvance(text) + 1
            draw_text(
                painter, QRectF(x, 0, width, self.height()), _LEFT, text, font, theme.color(_readable(token))
            )
            x += width + theme.px(12)
        painter.end()

    def _entries(self) -> list[tuple[str, str, str]]:
        entries = [
            ("line", self.tr("network"), "text"),
            ("dots", self.tr("true curve"), "text3"),
            ("bar", self.tr("error"), "grad"),
        ]
        return [*entries, ("ring", self.tr("test"), "test")] if self._tested else entries

    def _paint_sample(
        self, painter: QPainter, kind: str, x: float, middle: float, color: QColor, theme: Theme
    ) -> float:
        """Paint a sample of what is named; returns how wide it is."""
        if kind == "bar":
            painter.setPen(QPen(color, 1.25))
            painter.drawLine(QPointF(x + 1, middle - 7), QPointF(x + 1, middle + 7))
            return 2
        if kind == "ring":
            painter.setPen(QPen(color, 1.5))
            painter.setBrush(theme.color("surface"))
            painter.drawEllipse(QPointF(x + 5, middle), 4, 4)
            return 10
        style = Qt.PenStyle.DotLine if kind == "dots" else Qt.PenStyle.SolidLine
        painter.setPen(QPen(color, 1.5 if kind == "dots" else 2, style))
        painter.drawLine(QPointF(x, middle), QPointF(x + 11, middle))
        return 11


def _readable(token: str) -> str:
    return "text2" if token in ("text", "text3") else token
