"""Which part of the canvas is looked at, and how large: arithmetic only.

At 100 % all of the network is in view, as the layout has it. A point p of that picture lies at
zoom × p + offset. What is kept is the point in the canvas's middle, as a share of its size, so
another size of the canvas shows the same part.
"""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QSize

from nndesk.ui.canvas.layout import (
    LEAST_BAR,
    MARGIN,
    Form,
    Layer,
    Layout,
    Rect,
    place_bars,
    place_headers,
)
from nndesk.ui.canvas.plans import BAR_GAP, BAR_WORDS, LABEL_HEIGHT
from nndesk.ui.theme import SIZE

LEAST, MOST = 0.25, 4.0
_STEPS = (LEAST, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0, MOST)
_ARROW = 12  # from the bars' numbers to the loss card
_STAYS = 0.25  # of the picture or the canvas, whichever is smaller: always in view
_WHOLE = 0.005  # nearer to 100 % is 100 %


class Viewport:
    """A zoom and the place it is looked at from."""

    def __init__(self) -> None:
        self.zoom = 1.0
        self._x = self._y = 0.5

    def offset(self, size: QSize) -> tuple[int, int]:
        """Where the picture's corner lies, on whole pixels so that outlines stay sharp."""
        x, y = self._corner(size)
        return round(x), round(y)

    def is_whole(self, size: QSize) -> bool:
        """Whether everything is where the layout has it."""
        return self.zoom == 1.0 and self.offset(size) == (0, 0)

    def fit(self) -> None:
        """Show all of the network."""
        self.zoom, self._x, self._y = 1.0, 0.5, 0.5

    def zoom_by(self, factor: float, at: QPointF, size: QSize) -> None:
        """Zoom so that what is under ``at`` stays there."""
        zoom = min(max(self.zoom * factor, LEAST), MOST)
        if abs(zoom - 1.0) < _WHOLE:
            zoom = 1.0
        x, y = self._corner(size)
        share = zoom / self.zoom
        self.zoom = zoom
        self._put_corner(at.x() + share * (x - at.x()), at.y() + share * (y - at.y()), size)

    def step(self, direction: int, size: QSize) -> None:
        """Zoom to the next round number, larger or smaller, around the middle."""
        larger = [zoom for zoom in _STEPS if zoom > self.zoom * 1.001]
        smaller = [zoom for zoom in _STEPS if zoom < self.zoom / 1.001]
        new = next(iter(larger), MOST) if direction > 0 else next(reversed(smaller), LEAST)
        self.zoom_by(new / self.zoom, QPointF(size.width() / 2, size.height() / 2), size)

    def pan(self, by: QPointF, size: QSize) -> None:
        """Move the picture, as far as some of it stays in view."""
        x, y = self._corner(size)
        self._put_corner(x + by.x(), y + by.y(), size)

    def _corner(self, size: QSize) -> tuple[float, float]:
        width, height = max(size.width(), 1), max(size.height(), 1)
        return width * (0.5 - self.zoom * self._x), height * (0.5 - self.zoom * self._y)

    def _put_corner(self, x: float, y: float, size: QSize) -> None:
        self._x = self._middle(x, max(size.width(), 1))
        self._y = self._middle(y, max(size.height(), 1))

    def _middle(self, corner: float, length: int) -> float:
        """The point in the middle, as a share, where the picture begins at ``corner``."""
        stays = _STAYS * min(self.zoom, 1.0) * length
        corner = min(max(corner, stays - self.zoom * length), length - stays)
        return (0.5 - corner / length) / self.zoom


def viewed(
    layout: Layout, zoom: float, offset: tuple[int, int], size_class: str, text_scale: float
) -> Layout:
    """``layout`` seen at another zoom and place: a point p lies at zoom × p + offset.

    Neurons and gaps scale. What is read keeps its size: headers stay in their row at the top and follow
    their columns sideways, cards stay fixed to the ends of the network, names that have no room go.
    """
    dx, dy = offset
    label = 0.0 if layout.presented else LABEL_HEIGHT * text_scale
    layers = tuple(_viewed_layer(layer, zoom, offset, label) for layer in layout.layers)
    loss_left = zoom * layout.loss_card.x + dx
    loss_card = layout.loss_card._replace(x=loss_left, y=zoom * layout.middle + dy)
    data_card = layout.data_card
    if data_card is not None:
        right = zoom * data_card.right + dx
        data_card = data_card._replace(x=right - data_card.width, y=zoom * data_card.y + dy)
    bars, right = None, zoom * layout.right + dx
    if layout.bars is not None:
        words = BAR_WORDS * text_scale
        room = loss_left - layers[-1].box.right - BAR_GAP - words - _ARROW
        width = min(zoom * float(layout.bars[0, 2]), room)
        if width >= LEAST_BAR:
            bars = place_bars(layers[-1], width)
            right = max(right, layers[-1].box.right + BAR_GAP + width + words)
    left = zoom * MARGIN + dx if data_card is None else data_card.right
    headers, form = place_headers(layers, (left, loss_left), size_class, text_scale, bars)
    layers = tuple(replace(layer, header=rect) for layer, rect in zip(layers, headers, strict=True))
    return Layout(
        layout.width,
        layout.height,
        zoom * layout.middle + dy,
        right,
        layers,
        form,
        data_card,
        loss_card,
        bars,
        zoom,
        offset,
        layout.presented,
    )


def _viewed_layer(layer: Layer, zoom: float, offset: tuple[int, int], label: float) -> Layer:
    rects = zoom * layer.rects
    if layer.form in (Form.COLUMN, Form.BLOCK) and rects[0, 2] >= SIZE["stripCell"][0]:
        side = np.rint(rects[0, 2])
        rects = np.rint(rects)
        rects[:, 2:] = side
    rects[:, :2] += offset
    corner, end = rects[:, :2].min(axis=0), (rects[:, :2] + rects[:, 2:]).max(axis=0)
    box = Rect(*corner.tolist(), *(end - corner).tolist())
    labels = layer.labels
    if labels and layer.units > 2:
        labels = bool(rects[1, 1] - rects[0, 1] - rects[0, 3] >= label)
    return replace(layer, rects=rects, box=box, labels=labels)
