"""The sample in view, over the lower edge of the canvas: the images beside it, or what it is in words."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from nndesk.data.dataset import Dataset
from nndesk.project.messages import Snapshot
from nndesk.session.controller import Controller
from nndesk.ui.marks import paint_what_if
from nndesk.ui.notice import Floating, Ground
from nndesk.ui.points import ramp_image
from nndesk.ui.reader import Reader
from nndesk.ui.sampling import Sampler, sample_name, shown_words, wrong_rows
from nndesk.ui.shapes import pixel_ratio, rounded
from nndesk.ui.theme import RADIUS, Appearance, draw_text
from nndesk.ui.widgets import IconButton
from nndesk.ui.words import grouped, listed

_INSET = 12  # from the canvas's edges
_ABOVE_LEGEND = 9
_PAD = 10
_SIDE, _PITCH = 34, 39  # of an image
_MOST = 12  # images side by side
_BUTTON = 26
_INNER = 1.5  # from an image's frame to the image
_WRONG = 2  # height of the bar below a wrong one
_KEPT = 400  # images that stay painted
_CENTER = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

Rows = NDArray[np.intp]


class ProbeStrip(Floating):
    """Shows which sample is shown, and goes to others. Images are always there; of other data the strip
    comes with a sample that somebody chose, or a probe."""

    def __init__(
        self, controller: Controller, appearance: Appearance, parent: Ground, free: Callable[[], QRect]
    ) -> None:
        super().__init__(appearance, parent, free)
        self.setObjectName("probeStrip")
        self.setAccessibleName(self.tr("Sample in view"))
        self._controller, self._sampler = controller, Sampler(controller)
        self._rows: Rows = np.empty(0, np.intp)  # that are gone through
        self._images = _Images(appearance)
        self._words = _Words(appearance)
        self._back = IconButton(
            appearance, "chevron-left", self.tr("Previous sample"), size=_BUTTON, icon_size=16
        )
        self._next = IconButton(
            appearance, "chevron-right", self.tr("Next sample"), size=_BUTTON, icon_size=16
        )
        self._wrong = _Toggle(appearance)
        self._close = IconButton(appearance, "x", self.tr("Show no sample"), size=_BUTTON, icon_size=14)
        row = self._row = QHBoxLayout(self)
        row.setSpacing(2)
        for part in (self._back, self._images, self._words, self._next, self._wrong, self._close):
            row.addWidget(part)
        self._images.asked.connect(controller.select_sample)
        self._images.moved.connect(self._step)
        self._images.key.connect(self._take_key)
        self._back.clicked.connect(self._go_back)
        self._next.clicked.connect(self._go_on)
        self._wrong.toggled.connect(self._show)
        self._close.clicked.connect(self._leave)
        controller.frame.connect(self._show)
        controller.loaded.connect(self._show_data)
        controller.failed.connect(self.hide)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.hide()
        self._show_data()

    @property
    def _pictured(self) -> bool:
        data = self._controller.data
        return data is not None and data.kind.pixels is not None

    # -- going through ----------------------------------------------------------------------------

    @Slot()
    def _go_back(self) -> None:
        self._step(-1)

    @Slot()
    def _go_on(self) -> None:
        self._step(1)

    @Slot(int)
    def _step(self, by: int) -> None:
        """Go to the row so many further among those that are gone through."""
        if not len(self._rows):
            return
        now = self._controller.sample
        at = int(np.searchsorted(self._rows, now))
        here = at < len(self._rows) and self._rows[at] == now
        at += by if here or by < 0 else by - 1
        self._controller.select_sample(int(self._rows[max(0, min(at, len(self._rows) - 1))]))

    @Slot(object)
    def _take_key(self, event: QKeyEvent) -> None:
        event.setAccepted(self._sampler.take_key(event))

    @Slot()
    def _leave(self) -> None:
        while self._sampler.leave():
            pass
        self._controller_focus()

    def _controller_focus(self) -> None:
        """The button that had the focus goes away with the strip."""
        parent = self.parentWidget()
        if parent is not None:
            parent.setFocus()

    # -- showing ----------------------------------------------------------------------------------

    @Slot()
    def _show_data(self) -> None:
        self._images.forget()
        self._wrong.setChecked(False)
        self._show()

    @Slot()
    def _show(self) -> None:
        data, snapshot = self._controller.data, self._controller.snapshot
        if data is None or snapshot is None or snapshot.sample >= len(data.x_train) + len(data.x_test):
            return
        if not (self._pictured or snapshot.marked or snapshot.probe is not None):
            self.hide()
            return
        self._show_rows(data, snapshot)
        words = shown_words(data, snapshot)
        self._words.show_words(words, what_if=snapshot.probe is not None)
        self._close.setVisible(not self._pictured)
        self._words.setVisible(not self._pictured)
        self._images.setVisible(self._pictured)
        self.setAccessibleDescription(listed(words))
        if not self.isVisible():
            self._appear()
        else:
            self._place()

    def _show_rows(self, data: Dataset, snapshot: Snapshot) -> None:
        """The rows that are gone through: those for training or those for testing, all or the wrong ones."""
        trained, sample = len(data.x_train), snapshot.sample
        test = sample >= trained
        part = np.arange(trained, trained + len(data.x_test)) if test else np.arange(trained)
        wrong = wrong_rows(data, snapshot)
        wrong = wrong[(wrong >= trained) == test]
        self._wrong.setVisible(snapshot.confusion is not None)
        self._wrong.show_text(
            self.tr("wrong: {0} of {1}").format(grouped(len(wrong)), grouped(len(part))),
            self.tr("Go through the wrong ones alone"),
        )
        self._rows = wrong if self._wrong.isChecked() else part
        self._images.show_rows(data, self._rows, wrong, sample)
        at = int(np.searchsorted(self._rows, sample))
        here = int(at < len(self._rows) and self._rows[at] == sample)
        self._back.setEnabled(at > 0)
        self._next.setEnabled(at + here < len(self._rows))

    @Slot()
    def take_view(self, other: "ProbeStrip") -> None:
        """Have the images that are painted on ``other``, which goes."""
        self._images.take_pictures(other._images)

    @Slot()
    def _place(self) -> None:
        free, canvas = self._free(), self.parentWidget()
        assert canvas is not None
        if self._pictured:
            room = canvas.width() - 2 * _INSET
            others = self._row.sizeHint().width() - self._images.sizeHint().width()
            self._images.show_most(max(1, min(_MOST, (room - others) // _PITCH)))
            self.resize(self._row.sizeHint().width(), _SIDE + 14)
            bottom = free.top() - _ABOVE_LEGEND
            left = (canvas.width() - self.width()) // 2
        else:
            others = self._row.sizeHint().width() - self._words.sizeHint().width()
            self._words.setFixedWidth(self._words.width_for(free.width() - others))
            self.resize(self._row.sizeHint().width(), free.height())
            bottom = free.bottom() + 1
            middle = (canvas.width() - self.width()) // 2
            left = max(free.left(), min(middle, free.right() + 1 - self.width()))
        self.move(left, bottom - self.height())

    @Slot()
    def _restyle(self) -> None:
        self._row.setContentsMargins(_PAD, 3, _PAD, 3)
        self._images.forget()
        self._show()


class _Images(QWidget):
    """Images side by side, the shown one in a violet frame, wrong ones over a bar."""

    asked = Signal(int)
    moved = Signal(int)
    key = Signal(object)  # QKeyEvent, to be accepted where it was taken

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Samples"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        Reader(self, self._tip, self._tip)
        self._data: Dataset | None = None
        self._rows: Rows = np.empty(0, np.intp)
        self._wrong: set[int] = set()
        self._sample = 0
        self._first = 0  # of the rows, that is seen
        self._count = _MOST
        self._shown: tuple[object, ...] | None = None  # what is painted
        self._pixmaps: dict[int, QPixmap] = {}
        self._brightest = 1.0

    def focus_radius(self) -> float:
        return RADIUS["tile"]

    def forget(self) -> None:
        """Drop what was painted for other data or another theme."""
        self._pixmaps = {}
        self._shown = None

    def take_pictures(self, other: "_Images") -> None:
        if other._data is self._data:
            self._pixmaps = other._pixmaps

    def show_most(self, count: int) -> None:
        """Show so many at once."""
        if count != self._count:
            self._count = count
            self.updateGeometry()
            self._scroll()

    def show_rows(self, data: Dataset, rows: Rows, wrong: Rows, sample: int) -> None:
        if data is not self._data:
            self._data = data
            self._brightest = float(data.raw_train.max()) or 1.0
        self._rows, self._wrong, self._sample = rows, set(wrong.tolist()), sample
        self._scroll()
        self.setAccessibleDescription(sample_name(data, sample))
        seen = self._rows[self._first : self._first + self._count].tolist()
        shown = data, seen, [row in self._wrong for row in seen], sample
        if shown != self._shown:
            self._shown = shown
            self.update()

    def _scroll(self) -> None:
        """Have the shown row be among those that are seen."""
        at = int(np.searchsorted(self._rows, self._sample))
        if at < self._first:
            self._first = at
        elif at >= self._first + self._count:
            self._first = at - self._count + 1
        self._first = max(0, min(self._first, len(self._rows) - self._count))

    def sizeHint(self) -> QSize:
        return QSize(self._count * _PITCH, _SIDE + 2 * _WRONG)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _row_at(self, at: QPointF) -> int | None:
        place = int(at.x() // _PITCH)
        seen = self._rows[self._first : self._first + self._count]
        return int(seen[place]) if 0 <= place < len(seen) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position())
        if row is not None and event.button() is Qt.MouseButton.LeftButton:
            self.asked.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in moves:
            self.moved.emit(moves[Qt.Key(event.key())])
            return
        self.key.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def _tip(self, at: QPointF) -> str:
        data, row = self._data, self._row_at(at)
        if data is None or row is None:
            return ""
        trained = len(data.target_train)
        target = data.target_train[row] if row < trained else data.target_test[row - trained]
        return self.tr("{0}: class {1}").format(sample_name(data, row), data.classes[int(target)])

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - _SIDE) / 2
        gap = (_PITCH - _SIDE) / 2
        for place, row in enumerate(self._rows[self._first : self._first + self._count].tolist()):
            frame = QRectF(place * _PITCH + gap, top, _SIDE, _SIDE)
            painter.drawPixmap(frame.topLeft(), self._image(row, pixel_ratio(painter)))
            shown = row == self._sample
            inset = 1.0 if shown else 0.5
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("sel" if shown else "border"), 2 * inset))
            painter.drawRoundedRect(
                frame.adjusted(inset, inset, -inset, -inset), RADIUS["tick"] + 2, RADIUS["tick"] + 2
            )
            if row in self._wrong:
                bar = QRectF(frame.left() + 6, frame.bottom() + 1, frame.width() - 12, _WRONG)
                painter.fillRect(bar, theme.color("grad"))

    def _image(self, row: int, ratio: float) -> QPixmap:
        found = self._pixmaps.get(row)
        if found is not None and found.devicePixelRatio() == ratio:
            return found
        data, theme = self._data, self._appearance.theme
        assert data is not None
        assert data.kind.pixels is not None
        if len(self._pixmaps) >= _KEPT:
            self._pixmaps = {}
        trained = len(data.raw_train)
        raw = data.raw_train[row] if row < trained else data.raw_test[row - trained]
        pixmap = QPixmap(round(_SIDE * ratio), round(_SIDE * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        rounded(painter, QRectF(0, 0, _SIDE, _SIDE), RADIUS["tick"] + 2, theme.color("surface2"), None)
        inner = QRectF(0, 0, _SIDE, _SIDE).adjusted(_INNER, _INNER, -_INNER, -_INNER)
        painter.drawImage(inner, ramp_image(theme, raw.reshape(data.kind.pixels) / self._brightest))
        painter.end()
        self._pixmaps[row] = pixmap
        return pixmap


class _Words(QWidget):
    """Facts in one line, those at the end left out where there is no room; a frame around a what-if."""

    _BETWEEN = " · "

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._parts: list[str] = []
        self._what_if = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_words(self, parts: list[str], *, what_if: bool) -> None:
        if (parts, what_if) != (self._parts, self._what_if):
            self._parts, self._what_if = parts, what_if
            self.updateGeometry()
            self.update()

    def width_for(self, room: int) -> int:
        """How wide it is where there is so much room."""
        return min(self._wanted(self._parts), max(room, 0))

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth() or self._wanted(self._parts), 0)

    def _wanted(self, parts: list[str]) -> int:
        metrics = QFontMetricsF(self._appearance.theme.font("label"))
        return round(metrics.horizontalAdvance(self._BETWEEN.join(parts))) + 18

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        parts = list(self._parts)
        while len(parts) > 1 and self._wanted(parts) > self.width():
            del parts[1 if len(parts) > 2 else -1]  # what comes out is said the longest
        box = QRectF(self.rect())
        if self._what_if:
            paint_what_if(painter, box.adjusted(0, 1, 0, -1), RADIUS["control"], theme)
        draw_text(painter, box, _CENTER, self._BETWEEN.join(parts), theme.font("label"), theme.color("text"))


class _Toggle(QAbstractButton):
    """Words that can be pressed in."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setObjectName("wrongOnlyButton")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def focus_radius(self) -> float:
        return RADIUS["control"]

    def show_text(self, text: str, tip: str) -> None:
        if text != self.text():
            self.setText(text)
            self.setToolTip(tip)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        theme = self._appearance.theme
        metrics = QFontMetricsF(theme.font("label"))
        return QSize(round(metrics.horizontalAdvance(self.text())) + 16, max(_BUTTON, theme.px(_BUTTON)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        rect, token = QRectF(self.rect()), "text2"
        if self.isChecked():
            rounded(painter, rect, RADIUS["control"], theme.color("ink"), None)
            token = "onInk"
        elif self.underMouse():
            rounded(painter, rect, RADIUS["control"], theme.color("surface2"), None)
        draw_text(painter, rect, _CENTER, self.text(), theme.font("label"), theme.color(token))
