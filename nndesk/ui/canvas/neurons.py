"""What is inside the neurons: little pictures of their outputs or weights, flat colours, bias gauges.

All pictures of one size are one array that QImages look into, so a frame is a few calls of NumPy for all
neurons together and one drawn image for each.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from nndesk.data.kinds import KINDS
from nndesk.engine.activations import ACTIVATIONS, Activation
from nndesk.project.messages import CURVE, SURFACE, Snapshot
from nndesk.project.spec import Experiment
from nndesk.ui.canvas.edges import percentile
from nndesk.ui.canvas.layout import Form, Layer, Layout
from nndesk.ui.canvas.plans import GAUGE_SIDE
from nndesk.ui.canvas.shape import entry
from nndesk.ui.canvas.sparks import Sparks, rounded_cover
from nndesk.ui.theme import RADIUS, SIZE, STROKE, Theme

Array = NDArray[np.floating[Any]]

REACH = 0.85  # of the ramp that a neuron's picture uses
_CELL_RADIUS, _CELL_GAP = 2.0, 1.0
_TICK = 1.5
_STRONG = 0.97  # so many of an image's weights are weaker than the end of the ramp
_SECOND = 256.5  # where the second ramp begins, away from whole numbers: scaling changes the last bits
_SHARP_SIDE = 96  # of neurons whose pictures have all pixels of the screen; larger ones are scaled


class Content(Enum):
    """What a layer's neurons show."""

    SURFACE = "surface"  # their output over the plane of the inputs
    CURVE = "curve"  # their output over the one input
    WEIGHTS = "weights"  # their incoming weights as an image
    FLAT = "flat"  # their output for the shown sample


def contents(experiment: Experiment, layout: Layout) -> tuple[Content, ...]:
    """What every layer shows; cells of strips and images are flat."""
    kind = entry(KINDS, experiment.data.kind)
    image = layout.layers[0].form is Form.PIXELS and len(layout.layers) > 2
    shown: list[Content] = []
    for index, layer in enumerate(layout.layers):
        content = Content.FLAT
        if layer.form in (Form.COLUMN, Form.BLOCK):
            if kind is not None and kind.plane:
                content = Content.SURFACE
            elif kind is not None and kind.curve is not None:
                content = Content.CURVE
            elif index == 1 and image:
                content = Content.WEIGHTS
        shown.append(content)
    return tuple(shown)


def levels(values: Array, activation: Activation | None, *, sample: bool) -> Array:
    """Outputs on the scale −1 … +1 of the ramp; ``activation`` is None for inputs.

    ``values`` is (units, rows, columns) over the plane, (units, points) over one input, or (units,) for one
    ``sample``. What has no bounds is divided by its largest value: a neuron's over the inputs, a layer's
    for a sample.
    """
    axis = None if sample else tuple(range(1, values.ndim))
    if activation is not None and math.isfinite(activation.high):
        # Probabilities of a sample take the blue half alone, over the plane zero is the middle.
        if activation.low == 0 and not (sample and activation.backward is not None):
            return 2 * values - 1
        return values
    if activation is None or activation.low < 0:
        largest = np.abs(values).max(axis=axis, keepdims=True)
        if activation is not None or sample:
            largest = np.maximum(largest, 1.0)
    else:
        largest = values.max(axis=axis, keepdims=True)
    return values / np.where(largest > 0, largest, 1.0)


def _confine(places: Array, first: float, lost: float) -> None:
    """Keep places on the ramp that begins at ``first``, in place; what is no number is at ``lost``."""
    np.clip(places, first, first + 255.0, out=places)
    if np.isnan(places.sum()):
        places[np.isnan(places)] = lost


def is_probability(activation: Activation | None) -> bool:
    """Whether outputs add to 1, so that they are shown on the whole of the blue half."""
    return activation is not None and activation.backward is not None


@dataclass(frozen=True, eq=False, slots=True)
class _Group:
    """Pictures of one size: (rows, count, columns) values made (side, count, side) colours.

    All pictures' first rows come first, so that scaling in each direction is one product.
    """

    values: NDArray[np.float32]  # as indices into the ramp
    down: NDArray[np.float32]  # (side, rows)
    across: NDArray[np.float32]  # (columns, side)
    half: NDArray[np.float32]  # (rows × count, side)
    full: NDArray[np.float32]  # (side, count × side)
    index: NDArray[np.intp]
    pixels: NDArray[np.uint32]
    corners: NDArray[np.intp]  # which pixels the rounded outlines cut
    cover: NDArray[np.uint32]  # how much of them is inside, 0 … 255
    images: list[QImage]

    def update(self, ramp: NDArray[np.uint32]) -> None:
        rows, _, columns = self.values.shape
        np.dot(self.values.reshape(-1, columns), self.across, out=self.half)
        np.dot(self.down, self.half.reshape(rows, -1), out=self.full)
        self.index[...] = self.full
        np.take(ramp, self.index, out=self.pixels.reshape(self.index.shape), mode="clip")
        flat = self.pixels.reshape(-1)
        corner = flat[self.corners]
        red_blue = (corner & 0xFF00FF) * self.cover >> 8 & 0xFF00FF
        green = (corner & 0x00FF00) * self.cover >> 8 & 0x00FF00
        flat[self.corners] = self.cover << 24 | red_blue | green


def _make_group(count: int, rows: int, columns: int, side: int, ratio: float) -> _Group:
    cover = rounded_cover(side)
    down, across = np.nonzero(cover < 255)
    corners = (down * count * side + across)[:, None] + np.arange(count) * side
    pixels = np.empty((side, count, side), dtype=np.uint32)
    images: list[QImage] = []
    for place in range(count):
        # From this picture's first pixel to the last one's; the lines lie a whole row of pictures apart.
        part = pixels.reshape(-1)[place * side :]
        image = QImage(part.data, side, side, 4 * count * side, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        images.append(image)
    smooth = rows == SURFACE
    return _Group(
        values=np.full((rows, count, columns), 128.0, dtype=np.float32),
        down=resampling(rows, side, smooth),
        across=np.ascontiguousarray(resampling(columns, side, smooth).T),
        half=np.empty((rows * count, side), dtype=np.float32),
        full=np.empty((side, count * side), dtype=np.float32),
        index=np.empty((side, count * side), dtype=np.intp),
        pixels=pixels,
        corners=corners.ravel(),
        cover=np.repeat(cover[down, across], count).astype(np.uint32),
        images=images,
    )


def resampling(points: int, side: int, smooth: bool) -> NDArray[np.float32]:
    """(side, points): how much of each point is in each pixel; linear between points, or blocks."""
    at = (np.arange(side) + 0.5) * points / side - 0.5
    below = np.clip(np.floor(at) if smooth else np.rint(at), 0, points - 1).astype(np.intp)
    above = np.minimum(below + 1, points - 1)
    share = np.clip(at - below, 0.0, 1.0) if smooth else np.zeros(side)
    matrix = np.zeros((side, points), dtype=np.float32)
    rows = np.arange(side)
    matrix[rows, below] += 1 - share
    matrix[rows, above] += share
    return matrix


class Neurons:
    """The neurons of one layout, in one theme and for one ratio of pixels."""

    def __init__(self, experiment: Experiment, layout: Layout, theme: Theme, ratio: float) -> None:
        self._layout, self._theme, self._ratio = layout, theme, ratio
        self.contents = contents(experiment, layout)
        layers = experiment.network.layers
        self._activations = (None, *(entry(ACTIVATIONS, layer.activation) for layer in layers))
        # How far the ramp is used, in its steps: the whole of it by probabilities and plain inputs.
        self._reaches = [
            127.5 if content is Content.FLAT and (index == 0 or is_probability(activation)) else 127.5 * REACH
            for index, (content, activation) in enumerate(zip(self.contents, self._activations, strict=True))
        ]
        # Outputs have the first ramp, and grey in its middle also for what is no number. Shares of a lens
        # have the second, and after it the grey of what is no number.
        lost = np.array([theme.color("borderStrong").rgb()], np.uint32)
        self._ramp = np.concatenate([theme.diverging, theme.gradient, lost])
        self._groups: dict[tuple[int, int, int], _Group] = {}
        self._places: list[tuple[_Group, slice] | None] = []
        self._cells: list[QImage | None] = [None] * len(layout.layers)
        self.colors: dict[int, NDArray[np.uint32]] = {}  # of the cells of a layer
        self.whole = 1.0  # the bias that fills a gauge
        self.sparks = {
            index: Sparks(layer, theme, ratio)
            for index, layer in enumerate(layout.layers)
            if self.contents[index] is Content.CURVE
        }
        self.pictured = set(range(len(layout.layers)))  # those whose contents are shown
        self._curved = set(self.sparks)
        self._pixels: tuple[bytes, QPixmap] | None = None
        self._sprites: dict[tuple[float, bool], QPixmap] = {}
        self._gauges = np.concatenate([_gauges(layer) for layer in layout.layers[1:]])
        self._bars: tuple[list[QRectF], list[QRectF]] = ([], [])  # of negative and positive biases
        self._make_groups()

    def _make_groups(self) -> None:
        """Find the pictures of one size, and give every layer its part of their array."""
        counts: dict[tuple[int, int, int], int] = {}
        parts: list[tuple[tuple[int, int, int], slice] | None] = []
        for layer, content in zip(self._layout.layers, self.contents, strict=True):
            if layer.form in (Form.STRIP, Form.PIXELS):
                parts.append(None)
                continue
            rows = columns = SURFACE if content is Content.SURFACE else 1
            if content is Content.WEIGHTS:
                image = self._layout.layers[0]
                columns = image.columns
                rows = image.units // columns
            key = (rows, columns, max(1, round(min(layer.rects[0, 2], _SHARP_SIDE) * self._ratio)))
            start = counts.get(key, 0)
            counts[key] = start + layer.units
            parts.append((key, slice(start, start + layer.units)))
        self._groups = {key: _make_group(count, *key, self._ratio) for key, count in counts.items()}
        self._places = [None if part is None else (self._groups[part[0]], part[1]) for part in parts]
        for group in self._groups.values():
            group.update(self._ramp)

    def fits(self, snapshot: Snapshot) -> bool:
        """Whether a snapshot has the pictures that are shown."""
        for index, content in enumerate(self.contents):
            units = self._layout.layers[index].units
            shape = (units, SURFACE, SURFACE) if content is Content.SURFACE else (units, CURVE)
            if content in (Content.SURFACE, Content.CURVE) and (
                len(snapshot.surfaces) <= index or snapshot.surfaces[index].shape != shape
            ):
                return False
        return True

    def ink(self, unit: int) -> QColor:
        """The colour of text on an output neuron that is filled with one colour."""
        place = self._places[-1]
        if place is None:
            return self._theme.color("text")
        group, part = place
        fill = QColor.fromRgba(
            int(self._ramp[int(group.values[0, part][unit, 0].clip(0, len(self._ramp) - 1))])
        )
        inks = self._theme.color("text"), self._theme.color("surface")
        return max(inks, key=lambda ink: abs(ink.lightnessF() - fill.lightnessF()))

    # -- taking up a snapshot -------------------------------------------------------------------

    @np.errstate(all="ignore")
    def show(
        self,
        snapshot: Snapshot,
        weights: Sequence[Array],
        biases: Sequence[Array],
        shares: Sequence[Array | None] | None = None,
    ) -> None:
        """Take the colours and gauges of a snapshot that belongs to this layout.

        ``shares`` are of a layer's units how full their colours are, None where they show their pictures.
        A run that diverges has numbers here that are not finite, and operations on them.
        """
        shares = shares or [None] * len(self._places)
        self.pictured = {index for index, share in enumerate(shares) if share is None}
        self._curved = self.pictured & self.sparks.keys()
        for index, (place, share) in enumerate(zip(self._places, shares, strict=True)):
            if share is None:
                level, reach = self._levels(index, snapshot, weights), self._reaches[index]
                first, zero, lost = 0.0, 128.0, 128.0
            else:
                level, reach = share[:, None, None], 255.0
                first, zero, lost = _SECOND, _SECOND, _SECOND + 256.0
            if index in self._curved:
                self.sparks[index].show(level)
            elif place is None:
                places = level.ravel() * reach + zero
                _confine(places, first, lost)
                self._show_cells(index, places)
            else:
                values = place[0].values[:, place[1]]
                np.multiply(level.swapaxes(0, 1), reach, out=values)
                np.add(values, zero, out=values)
                _confine(values, first, lost)
        for group in self._groups.values():
            group.update(self._ramp)
        self._show_biases(biases)

    def _levels(self, index: int, snapshot: Snapshot, weights: Sequence[Array]) -> Array:
        """Where a layer's neurons stand on the ramp, in the form of their pictures."""
        content, activation = self.contents[index], self._activations[index]
        if content in (Content.SURFACE, Content.CURVE):
            return levels(snapshot.surfaces[index], activation, sample=False)
        if content is Content.WEIGHTS:
            matrix = np.asarray(weights[0], dtype=np.float32)
            sizes = np.abs(matrix).ravel()
            largest = percentile(sizes, _STRONG) or 1.0
            rows = self._layout.layers[0].units // self._layout.layers[0].columns
            return (matrix.T / (REACH * largest)).reshape(matrix.shape[1], rows, -1)
        return levels(snapshot.activations[index], activation, sample=True)[:, None, None]

    def _show_cells(self, index: int, places: Array) -> None:
        layer = self._layout.layers[index]
        rows = -(-layer.units // layer.columns)
        colors = self.colors[index] = np.zeros(rows * layer.columns, dtype=np.uint32)
        np.take(self._ramp, places.astype(np.intp), out=colors[: layer.units])
        if layer.form is Form.PIXELS:
            if self._pixels is None or self._pixels[0] != colors.tobytes():
                self._pixels = colors.tobytes(), self._painted_pixels(layer, colors)
            return
        image = QImage(
            colors.data, layer.columns, rows, 4 * layer.columns, QImage.Format.Format_ARGB32_Premultiplied
        )
        self._cells[index] = image.copy()

    def over_inputs(self, index: int, unit: int, snapshot: Snapshot) -> Array | None:
        """A neuron's output over the inputs on the scale of its picture; None where frames bring none."""
        if index not in self.pictured or index >= len(snapshot.surfaces):
            return None
        found = levels(snapshot.surfaces[index][unit : unit + 1], self._activations[index], sample=False)[0]
        return found if found.ndim == 1 else REACH * found

    def _show_biases(self, biases: Sequence[Array]) -> None:
        """Bars from the middle of each gauge: whole at the 90th percentile of all biases."""
        bias = np.concatenate(biases)
        bias[~np.isfinite(bias)] = 0.0
        whole = self.whole = percentile(np.abs(bias), 0.9) or 1.0
        most = self._gauges[:, 2]
        lengths = np.maximum(np.minimum(bias / whole, 1.0) * most, -most)
        self._bars = [], []
        for (middle, top, most, height), length in zip(self._gauges.tolist(), lengths.tolist(), strict=True):
            if most > 0:
                left = middle + _TICK / 2 if length > 0 else middle - _TICK / 2 + length
                self._bars[length > 0].append(QRectF(left, top, abs(length), height))

    # -- drawing ------------------------------------------------------------------------------------

    def draw(self, painter: QPainter) -> Iterator[None]:
        """Draw all layers, one a step, and their gauges."""
        for index, place in enumerate(self._places):
            layer = self._layout.layers[index]
            if index in self._curved:
                self.sparks[index].draw(painter, self._layout.width, self._layout.height)
                self._draw_outlines(painter, index, layer)
            elif place is not None:
                self._draw_neurons(painter, index, layer, place[0].images[place[1]])
            elif layer.form is Form.STRIP:
                self._draw_strip(painter, layer, self._cells[index])
            else:
                self._draw_pixels(painter, layer)
            yield
        painter.setPen(Qt.PenStyle.NoPen)
        for token, bars in zip(("neg", "pos"), self._bars, strict=True):
            painter.setBrush(self._theme.color(token))
            painter.drawRects(bars)

    def _draw_neurons(self, painter: QPainter, index: int, layer: Layer, images: list[QImage]) -> None:
        sprite = self._sprite(layer, index > 0)
        side = float(layer.rects[0, 2])
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, side > _SHARP_SIDE)
        width, height = self._layout.width, self._layout.height
        for (x, y), image in zip(layer.rects[:, :2].tolist(), images, strict=True):
            if x > width or y > height or x + side < 0 or y + 2 * side < 0:
                continue  # not in view
            if side > _SHARP_SIDE:
                painter.drawImage(QRectF(x, y, side, side), image)
            else:
                painter.drawImage(QPointF(x, y), image)
            painter.drawPixmap(QPointF(x - _SPRITE_PAD, y - _SPRITE_PAD), sprite)

    def _draw_outlines(self, painter: QPainter, index: int, layer: Layer) -> None:
        sprite = self._sprite(layer, index > 0)
        for x, y in layer.rects[:, :2].tolist():
            painter.drawPixmap(QPointF(x - _SPRITE_PAD, y - _SPRITE_PAD), sprite)

    def _draw_strip(self, painter: QPainter, layer: Layer, cells: QImage | None) -> None:
        box = QRectF(*layer.box)
        if cells is None:
            painter.fillRect(box, QColor.fromRgba(int(self._theme.diverging[128])))
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(box, cells)

    def _draw_pixels(self, painter: QPainter, layer: Layer) -> None:
        if self._pixels is None:
            blank = np.full(layer.units, self._theme.diverging[128], dtype=np.uint32)
            self._pixels = b"", self._painted_pixels(layer, blank)
        painter.drawPixmap(QPointF(layer.box.x - _SPRITE_PAD, layer.box.y - _SPRITE_PAD), self._pixels[1])

    def _painted_pixels(self, layer: Layer, colors: NDArray[np.uint32]) -> QPixmap:
        """The image that the inputs are, in its frame."""
        width, height = layer.box.width, layer.box.height
        pixmap = self._blank(width + 2 * _SPRITE_PAD, height + 2 * _SPRITE_PAD)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        cell = layer.rects[0, 2]
        gap = min(_CELL_GAP, 0.1 * cell)
        radius = min(_CELL_RADIUS, 0.1 * cell)
        for (x, y), color in zip(layer.rects[:, :2].tolist(), colors.tolist(), strict=True):
            painter.setBrush(QColor.fromRgba(color))
            corner = QPointF(x - layer.box.x + _SPRITE_PAD, y - layer.box.y + _SPRITE_PAD)
            painter.drawRoundedRect(QRectF(corner.x(), corner.y(), cell - gap, cell - gap), radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("text2"), STROKE["neuron"]))
        frame = QRectF(_SPRITE_PAD, _SPRITE_PAD, width - gap, height - gap).adjusted(-2, -2, 2, 2)
        painter.drawRoundedRect(frame, RADIUS["control"], RADIUS["control"])
        painter.end()
        return pixmap

    def _sprite(self, layer: Layer, with_gauge: bool) -> QPixmap:
        """A neuron's outline and its empty gauge."""
        side = float(layer.rects[0, 2])
        if (side, with_gauge) in self._sprites:
            return self._sprites[side, with_gauge]
        theme = self._theme
        pixmap = self._blank(side + 2 * _SPRITE_PAD, side + 2 * _SPRITE_PAD + SIZE["biasGauge"]["height"])
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(_SPRITE_PAD, _SPRITE_PAD)
        painter.setPen(QPen(theme.color("text2"), STROKE["neuron"]))
        radius = RADIUS["neuron"] * side
        painter.drawRoundedRect(QRectF(0, 0, side, side), radius, radius)
        if with_gauge:
            painter.setPen(QPen(theme.color("borderStrong"), STROKE["hairline"]))
            painter.setBrush(theme.color("surface"))
            box = gauge(layer, 0).translated(-layer.rects[0, 0], -layer.rects[0, 1])
            painter.drawRoundedRect(box, RADIUS["tick"], RADIUS["tick"])
            tick = QRectF(box.center().x() - _TICK / 2, box.y() - 1, _TICK, box.height() + 2)
            painter.fillRect(tick, theme.color("text"))
        painter.end()
        self._sprites[side, with_gauge] = pixmap
        return pixmap

    def _blank(self, width: float, height: float) -> QPixmap:
        pixmap = QPixmap(round(width * self._ratio + 0.5), round(height * self._ratio + 0.5))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap


_SPRITE_PAD = 4


def _gauges(layer: Layer) -> Array:
    """Of every neuron the middle and top of its bar, how long it may be, and its height: (units, 4)."""
    gauges = np.zeros((layer.units, 4))
    if layer.form is not Form.STRIP:
        box = gauge(layer, 0)
        gauges[:, 0] = layer.rects[:, 0] + layer.rects[:, 2] / 2
        gauges[:, 1] = layer.rects[:, 1] + (box.y() - layer.rects[0, 1]) + 1
        gauges[:, 2:] = box.width() / 2 - 2 * _TICK, box.height() - 2
    return gauges


def gauge(layer: Layer, unit: int) -> QRectF:
    """The bias gauge of a neuron: it straddles the lower edge."""
    token = SIZE["biasGauge"]
    x, y, side, _ = layer.rects[unit].tolist()
    height = token["height"] * min(1.0, side / GAUGE_SIDE)
    width = token["widthOfNeuron"] * side
    return QRectF(x + (side - width) / 2, y + side + token["offset"], width, height)
