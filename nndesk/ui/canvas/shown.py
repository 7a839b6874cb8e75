"""Where in the neurons' pictures the shown point lies, and the frame of values that belong to no row."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from nndesk.data.dataset import Dataset
from nndesk.project.messages import Snapshot
from nndesk.ui.canvas.layout import Layout
from nndesk.ui.canvas.neurons import Content, Neurons
from nndesk.ui.marks import paint_probe, paint_ring, paint_what_if
from nndesk.ui.theme import RADIUS, Theme

_HALF = 9.0  # of a mark's picture
_RADIUS, _LINE = 2.25, 1.5
_LEAST_SIDE = 18.0  # of a neuron that has room for a mark
_FRAME = 4.0  # from the canvas's edge


class ShownPoint:
    """The marks of one picture of the network."""

    def __init__(self, layout: Layout, theme: Theme, ratio: float) -> None:
        self._layout, self._theme, self._ratio = layout, theme, ratio
        self._shares: tuple[float, ...] | None = None  # along the inputs, 0 … 1
        self._probe = False
        self._marks: dict[bool, QPixmap] = {}

    def show(self, snapshot: Snapshot, data: Dataset | None) -> None:
        """Take the shown point of ``snapshot``."""
        self._probe, self._shares = snapshot.probe is not None, None
        if data is None or not (data.kind.plane or data.kind.curve is not None):
            return
        trained = len(data.raw_train)
        part, first = (data.raw_train, 0) if snapshot.sample < trained else (data.raw_test, trained)
        if snapshot.probe is None and not (snapshot.marked and snapshot.sample - first < len(part)):
            return
        raw = snapshot.probe or part[snapshot.sample - first].tolist()
        extent = data.kind.extent
        self._shares = tuple(min(max((x + extent) / (2 * extent), 0.0), 1.0) for x in raw)

    def draw(self, painter: QPainter, neurons: Neurons) -> None:
        """Mark the point in every neuron that shows its output over the inputs."""
        if self._shares is None:
            return
        mark = self._mark(self._probe)
        width, height = self._layout.width, self._layout.height
        for index, layer in enumerate(self._layout.layers):
            place = self._placer(index, neurons)
            if place is None or layer.rects[0, 2] < _LEAST_SIDE:
                continue
            for unit in range(layer.units):
                at = place(unit)
                if -_HALF < at.x() < width + _HALF and -_HALF < at.y() < height + _HALF:
                    painter.drawPixmap(at - QPointF(_HALF, _HALF), mark)

    def draw_frame(self, painter: QPainter) -> None:
        """The frame around what belongs to no row of the data."""
        if self._probe:
            around = QRectF(0, 0, self._layout.width, self._layout.height)
            inset = around.adjusted(_FRAME, _FRAME, -_FRAME, -_FRAME)
            paint_what_if(painter, inset, RADIUS["card"] + 4, self._theme)

    def _placer(self, index: int, neurons: Neurons) -> Callable[[int], QPointF] | None:
        """Where the point lies in a neuron of a layer; None where its neurons have no such picture."""
        assert self._shares is not None
        if index not in neurons.pictured:
            return None
        shares, rects = self._shares, self._layout.layers[index].rects
        if neurons.contents[index] is Content.SURFACE and len(shares) == 2:
            return lambda unit: QPointF(
                rects[unit, 0] + shares[0] * rects[unit, 2], rects[unit, 1] + (1 - shares[1]) * rects[unit, 3]
            )
        spark = neurons.sparks.get(index)
        if spark is not None and len(shares) == 1:
            return lambda unit: spark.place(unit, shares[0])
        return None

    def _mark(self, probe: bool) -> QPixmap:
        if probe not in self._marks:
            side = round(2 * _HALF * self._ratio)
            pixmap = QPixmap(side, side)
            pixmap.setDevicePixelRatio(self._ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            paint = paint_probe if probe else paint_ring
            paint(painter, QPointF(_HALF, _HALF), _RADIUS, self._theme, _LINE)
            painter.end()
            self._marks[probe] = pixmap
        return self._marks[probe]
