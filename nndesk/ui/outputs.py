"""What the network puts out, by kind of data, and the way from there to the sample in view.

Everything is read off the snapshot; nothing of the network is calculated here.
"""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from nndesk.data.dataset import Dataset
from nndesk.project.messages import Snapshot, predicted_rows
from nndesk.project.spec import Experiment
from nndesk.ui.agreement import Agreement
from nndesk.ui.confusion import Matrix
from nndesk.ui.fits import Fit
from nndesk.ui.planes import Plane
from nndesk.ui.points import Reading, Rows, Spot
from nndesk.ui.reader import Reader
from nndesk.ui.sampling import Sampler, output_words, point_words, row_words, shown_words
from nndesk.ui.staged import Staged
from nndesk.ui.theme import RADIUS, Appearance, Theme
from nndesk.ui.words import listed

_BETWEEN = " · "
_SCATTER = 0.8  # height against width, where numbers beside their targets are all there is


class Picture(Protocol):
    """One way of showing outputs, made for one experiment and its data."""

    def height(self, width: int, theme: Theme) -> int:
        """How high the picture is at ``width``."""
        ...

    def least_width(self, theme: Theme) -> int:
        """The width below which something could not be read; 0 where there is none."""
        ...

    def paint(self, painter: QPainter, rect: QRectF, snapshot: Snapshot | None, theme: Theme) -> None: ...

    def spot(self, at: QPointF, rect: QRectF, snapshot: Snapshot | None) -> Spot:
        """What lies at a place of the picture that was painted in ``rect``."""
        ...

    def plane(self, rect: QRectF) -> QRectF:
        """The part whose places stand for points of the inputs."""
        ...

    def tip(self, at: QPointF, rect: QRectF, snapshot: Snapshot | None) -> str:
        """What is to be said of a place under the pointer."""
        ...

    def reading(self, at: QPointF, rect: QRectF, snapshot: Snapshot) -> Reading | None:
        """The nearest point that was computed, by its raw inputs, and what comes out there."""
        ...

    def forget(self) -> None:
        """Drop what was drawn for another theme."""
        ...


def picture_of(experiment: Experiment, data: Dataset) -> Picture:
    """The picture for a kind of data."""
    if data.kind.plane and len(data.classes) <= 2:
        return Plane(experiment, data)
    if data.classes:
        return Matrix(data)
    if data.kind.curve is not None:
        return Fit(data)
    return Agreement(Rows.of(data), _SCATTER)


class OutputView(QWidget):
    """The network's outputs for the data that is open. Holds no training state.

    A press on a row's mark, or on a cell of rows, has ``sampler`` show it; a press or a drag elsewhere
    has it show the point there. Keys go through the rows.
    """

    def __init__(
        self, appearance: Appearance, sampler: Sampler | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("outputView")
        self.setAccessibleName(self.tr("Outputs of the network"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._appearance = appearance
        self._picture: Picture | None = None
        self._data: Dataset | None = None
        self._snapshot: Snapshot | None = None
        self._sampler = sampler
        self._pressed: QPointF | None = None
        self._probing = False
        self._staged = Staged(self, self._draw)
        self._reader = Reader(self, self._value, self._tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if sampler else Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        appearance.changed.connect(self._show_theme)

    def show_run(self, experiment: Experiment, data: Dataset) -> None:
        """Another run is open: its outputs are not known yet."""
        self._picture, self._data = picture_of(experiment, data), data
        self._snapshot = None
        self._staged.renew()

    def prepare_frame(self, snapshot: Snapshot) -> Iterator[None]:
        """Draw what `show_frame` will show."""
        self._snapshot = snapshot
        yield from self._staged.prepare()

    def show_frame(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._staged.reveal()
        self._reader.renew()
        if self._data is not None and (snapshot.marked or snapshot.probe is not None):
            self.setAccessibleDescription(listed(shown_words(self._data, snapshot)))
        else:
            self.setAccessibleDescription("")

    def height_at(self, width: int) -> int:
        """How high the picture is at ``width``."""
        return width if self._picture is None else self._picture.height(width, self._appearance.theme)

    def least_width(self) -> int:
        """The width below which something of the picture could not be read."""
        return 0 if self._picture is None else self._picture.least_width(self._appearance.theme)

    @property
    def picture(self) -> Picture | None:
        return self._picture

    @property
    def snapshot(self) -> Snapshot | None:
        """The frame that is shown."""
        return self._snapshot

    @property
    def is_curve(self) -> bool:
        """Whether the output is a curve over one input, which is wider than high."""
        return isinstance(self._picture, Fit)

    @property
    def is_matrix(self) -> bool:
        """Whether classes are counted here that frames must bring."""
        return isinstance(self._picture, Matrix)

    # -- the sample in view -----------------------------------------------------------------------

    def focus_radius(self) -> float:
        return RADIUS["tile"]

    def _spot(self, at: QPointF) -> Spot:
        if self._picture is None:
            return Spot()
        return self._picture.spot(at, QRectF(self.rect()), self._snapshot)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self._spot(event.position())
        if self._sampler is None or event.button() is not Qt.MouseButton.LeftButton or spot == Spot():
            super().mousePressEvent(event)
            return
        self._pressed, self._probing = event.position(), False
        self._sampler.show(spot.rows, spot.raw)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._pressed = None  # it may have been let go over a dialog
        if self._pressed is None:
            self._show_cursor(self._spot(at))
            return
        away = (at - self._pressed).manhattanLength()
        self._probing = self._probing or away >= QApplication.startDragDistance()
        if self._probing and self._sampler is not None:
            raw = self._spot(self._inside(at)).raw
            if raw is not None:
                self._sampler.show((), raw)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            super().mouseReleaseEvent(event)
        elif event.button() is Qt.MouseButton.LeftButton:
            self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def _inside(self, at: QPointF) -> QPointF:
        """The nearest place of the picture that stands for a point, for a drag that left it."""
        assert self._picture is not None
        plane = self._picture.plane(QRectF(self.rect()))
        return QPointF(
            min(max(at.x(), plane.left()), plane.right() - 0.01),
            min(max(at.y(), plane.top()), plane.bottom() - 0.01),
        )

    def _show_cursor(self, spot: Spot) -> None:
        if spot.rows:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        elif spot.raw is not None and self._sampler is not None:
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.unsetCursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._sampler is None or not (self._sampler.take_key(event) or self._enter(event)):
            super().keyPressEvent(event)

    def _enter(self, event: QKeyEvent) -> bool:
        """On a matrix the next row of the same cell, else a probe where the sample is."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or self._sampler is None:
            return False
        picture, snapshot = self._picture, self._snapshot
        if not isinstance(picture, Matrix):
            return self._sampler.probe_at_sample()
        if snapshot is None or snapshot.confusion is None:
            return False
        self._sampler.next_of(picture.mates(snapshot.sample, snapshot.confusion.chosen))
        return True

    # -- what is under the pointer ------------------------------------------------------------------

    def _tip(self, at: QPointF) -> str:
        """What a cell counts, or which row a mark is."""
        if self._picture is None or self._data is None:
            return ""
        tip, rows = self._picture.tip(at, QRectF(self.rect()), self._snapshot), self._spot(at).rows
        return tip or (_BETWEEN.join(row_words(self._data, rows[0], self._output(rows[0]))) if rows else "")

    def _value(self, at: QPointF) -> str:
        """The same, and what comes out where there is no mark."""
        tip, snapshot = self._tip(at), self._snapshot
        if tip or self._picture is None or snapshot is None:
            return tip
        reading = self._picture.reading(at, QRectF(self.rect()), snapshot)
        return "" if reading is None else f"{point_words(reading[0])}{_BETWEEN}{output_words(reading[1])}"

    def _output(self, row: int) -> float | None:
        """What comes out for a row, where a frame brings it."""
        snapshot, data = self._snapshot, self._data
        if snapshot is None or data is None or not len(snapshot.predictions):
            return None
        found = np.flatnonzero(predicted_rows(len(data.x_train) + len(data.x_test)) == row)
        return float(snapshot.predictions[found[0]]) if len(found) else None

    # -- painting ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        self._staged.paint(QPainter(self))

    def _draw(self, painter: QPainter) -> Iterator[None]:
        theme = self._appearance.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        if self._picture is not None:
            self._picture.paint(painter, QRectF(self.rect()), self._snapshot, theme)
        yield

    @Slot()
    def _show_theme(self) -> None:
        if self._picture is not None:
            self._picture.forget()
        self._staged.refresh()
