"""The two ends of the graph: the card of the data and the card of the loss.

A card knows its size for every size of the canvas; where it stands is the canvas's business.
"""

import math

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from nndesk.data.dataset import Dataset
from nndesk.data.kinds import KINDS, Kind
from nndesk.engine.losses import LOSSES
from nndesk.project.messages import Loaded, Snapshot
from nndesk.project.spec import Experiment, input_count
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.fits import FitLegend
from nndesk.ui.outputs import OutputView
from nndesk.ui.points import Rows, paint_rows, paint_shown, round_path, row_at
from nndesk.ui.reader import Reader
from nndesk.ui.sampling import Sampler, row_words
from nndesk.ui.shapes import draw_icon, pixel_ratio
from nndesk.ui.theme import RADIUS, SIZE, Appearance, Theme, broken, draw_text
from nndesk.ui.widgets import Button, Label
from nndesk.ui.words import data_trouble, grouped, label_of, listed, written

_PAD = 11  # from the card's edge to what is on it
_GAP = 8
_ICON = 15
_DASH = (5, 4)  # of the outline
_WRAP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def size_class(canvas: QSize) -> str:
    """Which column of the design's sizes a canvas takes: that of a 1280, 1440 or 1920 px wide window."""
    if canvas.width() < 1000 or canvas.height() < 640:
        return "1280"
    return "1920" if canvas.width() >= 1400 else "1440"


class Card(QAbstractButton):
    """A raised plate with a title that can be selected. The canvas paints its shadow."""

    dashed = False  # what it is for is not there
    reshaped = Signal()  # its size is another, because of what it shows

    def __init__(self, appearance: Appearance, name: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._appearance, self._icon = appearance, icon
        self._title = ""
        self._selected = False
        self._size_class = "1440"
        appearance.follow(self, type(self)._show_theme)

    def fit(self, canvas: QSize) -> None:
        """Take the size that belongs to a canvas of this size."""
        self._size_class = size_class(canvas)
        self._arrange()

    def set_selected(self, selected: bool) -> None:
        self._selected = selected
        self.update()

    @property
    def selected(self) -> bool:
        return self._selected

    def focus_radius(self) -> float:
        return RADIUS["card"]

    # -- for the two cards ----------------------------------------------------------------------

    def _width(self) -> int:
        raise NotImplementedError

    def _place_content(self, area: QRect) -> int:
        """Place what is below the title in ``area``, whose height is open; returns the height it takes."""
        raise NotImplementedError

    def _paint_content(self, painter: QPainter, theme: Theme) -> None:
        raise NotImplementedError

    def _show_theme(self) -> None:
        self._arrange()
        self.update()

    # -- the plate ------------------------------------------------------------------------------

    def _show_title(self, title: str) -> None:
        self._title = title
        self.setText("")
        self._arrange()

    def _arrange(self) -> None:
        width = self._width()
        top = _PAD + self._title_height(width) + _GAP
        height = top + self._place_content(QRect(_PAD, top, width - 2 * _PAD, 0)) + _PAD
        if QSize(width, height) != self.size():
            self.setFixedSize(width, height)
            self.reshaped.emit()
        self.update()

    def _title_height(self, width: int) -> int:
        """One line, or as many as the title needs: it is never cut off."""
        theme = self._appearance.theme
        box = QRectF(0, 0, width - 2 * _PAD - _ICON - 2, 1000)
        needed = QFontMetricsF(theme.font("bodyStrong")).boundingRect(box, int(_WRAP), self._title).height()
        return max(theme.line("bodyStrong"), math.ceil(needed) + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2.5 if self._selected else 1.0
        line = "sel" if self._selected else "borderStrong" if self.dashed else "border"
        pen = QPen(theme.color(line), width)
        if self.dashed:
            pen.setDashPattern(_DASH)
        painter.setPen(pen)
        painter.setBrush(theme.color("surface"))
        inset = width / 2
        rect = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(rect, RADIUS["card"], RADIUS["card"])
        height = self._title_height(self.width())
        box = QRectF(_PAD, _PAD, self.width() - 2 * _PAD - _ICON - 2, height)
        flags = _WRAP if height > theme.line("bodyStrong") else _LEFT
        draw_text(painter, box, flags, self._title, theme.font("bodyStrong"), theme.color("text"))
        middle = _PAD + theme.line("bodyStrong") / 2
        draw_icon(
            painter, QPointF(self.width() - _PAD - _ICON / 2, middle), theme, self._icon, "text2", _ICON
        )
        self._paint_content(painter, theme)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class DataCard(Card):
    """What is learned from: a picture of the rows and how many there are; or why there are none."""

    example_requested = Signal()  # others instead of data that are not there

    def __init__(
        self,
        document: Document,
        controller: Controller,
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "dataCard", "database", parent)
        self._document = document
        self._rows: Rows | None = None
        self._picture: QPixmap | None = None
        self._picture_rect = QRect()
        self._lines: list[str] = []
        self._controller, self._sampler = controller, Sampler(controller)
        self._shown: tuple[object, ...] = ()  # what is marked
        self._example = Button(appearance, self.tr("Use an example"), parent=self)
        self._example.setObjectName("useExampleButton")
        self._example.clicked.connect(self.example_requested)
        appearance.follow(self, DataCard._arrange)  # once the button has its new size
        controller.frame.connect(self._show_frame)
        Reader(self, self._tip, self._tip)
        document.changed.connect(self._show_experiment)
        document.opened.connect(self._show_experiment)
        controller.loaded.connect(self._show_rows)
        controller.failed.connect(self._show_failure)
        if controller.data is not None:
            self._rows = Rows.of(controller.data)
        self._show_experiment()
        if controller.snapshot is not None:
            self._show_frame(controller.snapshot)

    @Slot()
    def _show_experiment(self) -> None:
        experiment = self._document.experiment
        self.dashed = bool(data_trouble(self._controller.error))
        self._example.setVisible(self.dashed)
        self._lines = self._describe(experiment)
        self._show_title(label_of(KINDS, "data", experiment.data.kind))
        lines = self._describe(experiment) if self.dashed else self._lines
        self.setAccessibleName(self.tr("Data: {0}").format(listed([self._title, *lines])))

    @Slot(object)
    def _show_rows(self, loaded: Loaded) -> None:
        self._rows = Rows.of(loaded.data)
        self._picture = None
        self._show_experiment()

    @property
    def picture_rect(self) -> QRect:
        """Where the picture of the rows is."""
        return self._picture_rect

    @Slot(object)
    def _show_frame(self, snapshot: Snapshot) -> None:
        shown = (snapshot.sample, snapshot.probe) if snapshot.marked or snapshot.probe else ()
        if shown != self._shown:
            self._shown = shown
            self.update()

    def _row_at(self, at: QPointF) -> tuple[int, ...]:
        return () if self._rows is None else row_at(at, QRectF(self._picture_rect), self._rows)

    def _tip(self, at: QPointF) -> str:
        rows, data = self._row_at(at), self._controller.data
        return " · ".join(row_words(data, rows[0])) if rows and data is not None else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The card is a button; a press on a row's mark shows that row too."""
        rows = self._row_at(event.position()) if event.button() is Qt.MouseButton.LeftButton else ()
        if rows:
            self._sampler.show(rows, None)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._row_at(event.position()):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._sampler.take_key(event):
            super().keyPressEvent(event)

    @Slot()
    def _show_failure(self) -> None:
        self._rows = self._picture = None
        self._show_experiment()

    def _describe(self, experiment: Experiment) -> list[str]:
        """How many rows, and the other facts of the data, in lines."""
        rows = self._rows
        if self.dashed:
            return [data_trouble(self._controller.error)]
        if rows is None or rows.kind.id != experiment.data.kind:
            return []
        trained, tested = rows.trained, len(rows.target) - rows.trained
        if rows.kind.plane or rows.kind.curve is not None:
            counts = self.tr("{0} + {1} points") if tested else self.tr("{0} points · none for test")
        else:
            counts = self.tr("{0} + {1} rows") if tested else self.tr("{0} rows · none for test")
        lines = [counts.format(grouped(trained), grouped(tested))]
        drawn = len(rows.drawn())
        if (rows.kind.plane or rows.kind.curve is not None) and drawn < len(rows.target):
            lines.append(self.tr("{0} of them drawn").format(grouped(drawn)))
        facts: list[str] = []
        if rows.kind.pixels is not None:
            facts.append(self.tr("{0} × {1} pixels").format(*rows.kind.pixels))
        elif not rows.kind.plane:
            inputs = input_count(experiment)
            facts.append(self.tr("one input") if inputs == 1 else self.tr("{0} inputs").format(inputs))
        elif rows.kind.task == "number":
            ends = (_signed(float(end)) for end in (rows.target.min(), rows.target.max()))
            facts.append(self.tr("target {0} … {1}").format(*ends))
        if rows.kind.noisy:
            facts.append(self.tr("noise {0}%").format(f"{experiment.data.noise * 100:.3g}"))
        if experiment.optimizer.kind == "gd" or experiment.training.batch_size >= trained:
            facts.append(self.tr("one batch"))
        else:
            facts.append(self.tr("batch {0}").format(grouped(experiment.training.batch_size)))
        lines.append(" · ".join(facts))
        return lines

    def _width(self) -> int:
        return SIZE["dataCard"][self._size_class]

    def _place_content(self, area: QRect) -> int:
        theme = self._appearance.theme
        kind = self._rows.kind if self._rows is not None else None
        square = kind is None or kind.plane or kind.pixels is not None
        height = area.width() if square else round(area.width() * 0.7)
        self._picture_rect = QRect(area.left(), area.top(), area.width(), height)
        if self.dashed:
            self._lines = broken(" ".join(self._lines), theme.font("label"), area.width())
        self._lines = self._wrapped(self._lines, area.width())
        height += _GAP - 1 + max(2, len(self._lines)) * theme.px(17)
        if self.dashed:
            self._example.adjustSize()
            self._example.move(area.left(), area.top() + height + _GAP)
            height += _GAP + self._example.height()
        return height

    def _wrapped(self, lines: list[str], width: int) -> list[str]:
        """Lines that are too long for the card broken at their dots."""
        metrics = QFontMetricsF(self._appearance.theme.font("label"))
        broken: list[str] = []
        for line in lines:
            first, *parts = line.split(" · ")
            broken.append(first)
            for part in parts:
                longer = f"{broken[-1]} · {part}"
                if metrics.horizontalAdvance(longer) <= width:
                    broken[-1] = longer
                else:
                    broken.append(part)
        return broken

    def _paint_content(self, painter: QPainter, theme: Theme) -> None:
        rect = self._picture_rect
        ratio = pixel_ratio(painter)
        if self._picture is None or self._picture.size() != rect.size() * ratio:
            self._picture = self._painted_picture(rect.size(), ratio, theme)
        painter.drawPixmap(rect.topLeft(), self._picture)
        if self._shown and self._rows is not None and self._controller.snapshot is not None:
            painter.save()
            painter.setClipPath(round_path(QRectF(rect), RADIUS["tile"]))
            paint_shown(painter, QRectF(rect), self._rows, self._controller.snapshot, theme)
            painter.restore()
        line = theme.px(17)
        box = QRectF(rect.left(), rect.bottom() + _GAP, rect.width(), line)
        for text in self._lines:
            draw_text(painter, box, _LEFT, text, theme.font("label"), theme.color("text2"))
            box.translate(0, line)

    def _painted_picture(self, size: QSize, ratio: float, theme: Theme) -> QPixmap:
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        rect = QRectF(QPointF(0, 0), QSize(size).toSizeF())
        if self._rows is None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("surface2"))
            painter.drawRoundedRect(rect, RADIUS["tile"], RADIUS["tile"])
        else:
            paint_rows(painter, rect, self._rows, theme)
        painter.end()
        return pixmap

    def _show_theme(self) -> None:
        self._picture = None
        self._lines = self._describe(self._document.experiment)
        super()._show_theme()


class LossCard(Card):
    """How far the outputs are from the targets: a picture of the outputs, the losses and one metric."""

    def __init__(
        self,
        document: Document,
        controller: Controller,
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "lossCard", "target", parent)
        self._document = document
        self._kind = document.experiment.data.kind
        self._tested = True
        self._metric = "accuracy"
        self._reason = ""
        self._reason_rect = QRect()
        self.output = OutputView(appearance, Sampler(controller), self)
        self._legend = FitLegend(appearance, self)
        self._train = Label(appearance, "", "label", parent=self, strong=True)
        self._train.setObjectName("lossCardTrainLabel")
        self._train.set_meaning(self.tr("Train loss"))
        self._test = Label(appearance, "", "label", parent=self, strong=True)
        self._test.setObjectName("lossCardTestLabel")
        self._test.set_meaning(self.tr("Test loss"))
        self._measure = Label(appearance, "", "label", parent=self, strong=True)
        for value in (self._train, self._test, self._measure):
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        document.changed.connect(self._show_experiment)
        document.opened.connect(self._show_experiment)
        self._controller = controller
        controller.loaded.connect(self._show_run)
        controller.frame.connect(self._show_frame)
        controller.preparers.append(self.output.prepare_frame)
        self._show_experiment()
        if controller.data is not None:
            self._show_data(document.experiment, controller.data)
        if controller.snapshot is not None:
            self._show_frame(controller.snapshot)

    @Slot()
    def _show_experiment(self) -> None:
        experiment = self._document.experiment
        self._kind = experiment.data.kind
        self._show_title(label_of(LOSSES, "loss", experiment.loss.kind))
        self.setAccessibleName(self.tr("Loss: {0}").format(self._title))

    @Slot(object)
    def _show_run(self, loaded: Loaded) -> None:
        self._show_data(loaded.experiment, loaded.data)

    def _show_data(self, experiment: Experiment, data: Dataset) -> None:
        self.output.show_run(experiment, data)
        self._controller.look(confusion=self.output.is_matrix)
        self._tested = len(data.x_test) > 0
        self._legend.show_tested(self._tested)
        self._metric = "accuracy" if data.kind.task == "classes" else "r2"
        self._reason = ""
        self._arrange()

    @Slot(object)
    def _show_frame(self, snapshot: Snapshot) -> None:
        self.output.show_frame(snapshot)
        self._train.setText(written(snapshot.train_loss))
        self._test.setText("–" if snapshot.test_loss is None else written(snapshot.test_loss))
        metric = "accuracy" if "accuracy" in snapshot.metrics else "r2"
        value = snapshot.metrics.get(metric)
        if value is None:
            self._measure.setText("–")
        else:
            self._measure.setText(written(value) if metric == "r2" else f"{value * 100:.1f}%")
        # Keras's accuracy asks for outputs that, rounded, equal their targets.
        strange = metric == "accuracy" and "r2" in snapshot.metrics
        reason = self.tr("no target is exactly 0 or 1") if strange else ""
        if (metric, reason) != (self._metric, self._reason):
            self._metric, self._reason = metric, reason
            self._arrange()

    def _width(self) -> int:
        width = SIZE["lossCard"][self._size_class]
        kind = self._known_kind()
        # Where numbers are predicted the picture holds more; the shares are those of a 1440 px window.
        if kind is not None and kind.curve is not None:
            width *= 343 / SIZE["lossCard"]["1440"]
        elif kind is not None and kind.task == "number":
            width *= 240 / SIZE["lossCard"]["1440"]
        elif kind is not None and not kind.plane:
            most = width * 343 / SIZE["lossCard"]["1440"]
            width = min(max(width, self.output.least_width() + 2 * _PAD), most)
        return round(width)

    def _place_content(self, area: QRect) -> int:
        theme = self._appearance.theme
        height = self.output.height_at(area.width())
        self.output.setFixedSize(area.width(), height)
        self.output.move(area.topLeft())
        row = theme.line("bodyStrong")
        y = area.top() + height + _GAP
        self._measure.set_meaning(self._metric_name())
        for label in (self._train, self._test, self._measure):
            label.setGeometry(area.center().x(), y, area.right() + 1 - area.center().x(), row)
            y += row
        if self._reason:
            self._reason_rect = QRect(area.left(), y, area.width(), theme.line("caption"))
            y += theme.line("caption")
        kind = self._known_kind()
        fit = kind is not None and kind.curve is not None
        self._legend.setVisible(fit)
        if fit:
            self._legend.setGeometry(area.left(), y + 2, area.width(), row)
            y += row + 2
        return y - area.top()

    def _known_kind(self) -> Kind | None:
        """The kind of the data; None for one that comes with a later version."""
        return next((kind for kind in KINDS if kind.id == self._kind), None)

    def _paint_content(self, painter: QPainter, theme: Theme) -> None:
        names = [
            (self._train, self.tr("train")),
            (self._test, self.tr("test")),
            (self._measure, self._metric_name()),
        ]
        for place, (label, name) in enumerate(names):
            box = QRectF(_PAD, label.y(), self.width() - 2 * _PAD, label.height())
            middle = box.center().y()
            if place < 2:
                pen = QPen(theme.color("test" if place else "text"), 2)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                if place:
                    pen.setDashPattern([2.5, 1.5])  # 5-3 px
                painter.setPen(pen)
                painter.drawLine(QLineF(box.left(), middle, box.left() + 18, middle))
                box.setLeft(box.left() + 24)
            draw_text(painter, box, _LEFT, name, theme.font("label"), theme.color("text2"))
        if self._reason:
            font, color = theme.font("caption"), theme.color("text3")
            draw_text(painter, QRectF(self._reason_rect), _LEFT, self._reason, font, color)

    def _metric_name(self) -> str:
        if self._metric == "r2":
            return self.tr("R² on test") if self._tested else self.tr("R² on train")
        return self.tr("test accuracy") if self._tested else self.tr("train accuracy")


def _signed(value: float) -> str:
    return f"{value:+.2g}".replace("-", "−")
