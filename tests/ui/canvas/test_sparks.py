"""Neurons of one input: curves with blue above the middle and amber below."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from nndesk.interop.source import preset
from nndesk.ui.canvas.layout import Layer, arrange
from nndesk.ui.canvas.neurons import Content, contents
from nndesk.ui.canvas.shape import shape_of
from nndesk.ui.canvas.sparks import Sparks
from nndesk.ui.theme import Theme

LAYOUT = arrange(shape_of(preset("sine")), 1056, 736, "1440", 184, 343)
LAYER: Layer = LAYOUT.layers[1]
SIDE = 44


def painted(*curve: float) -> QImage:
    """The first neuron of the first hidden layer, its output going through ``curve``."""
    sparks = Sparks(LAYER, Theme("light"), 1.0)
    levels = np.interp(np.linspace(0, 1, 49), np.linspace(0, 1, len(curve)), curve)
    sparks.show(np.tile(levels, (LAYER.units, 1)))
    image = QImage(1056, 736, QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    painter = QPainter(image)
    sparks.draw(painter, 1056, 736)
    painter.end()
    x, y = (int(c) for c in LAYER.rects[0, :2])
    return image.copy(x, y, SIDE, SIDE)


def hue(image: QImage, x: int, y: int) -> str:
    color = image.pixelColor(x, y)
    if color.blue() - color.red() > 30:
        return "blue"
    return "amber" if color.red() - color.blue() > 30 else "none"


def test_all_neurons_of_one_input_show_curves():
    assert set(contents(preset("sine"), LAYOUT)) == {Content.CURVE}


def test_a_curve_is_blue_above_the_axis_and_amber_below():
    image = painted(1.0, 1.0, -1.0, -1.0)
    assert hue(image, 8, 14) == "blue"
    assert hue(image, 8, 30) == "none"
    assert hue(image, 36, 30) == "amber"
    assert hue(image, 36, 14) == "none"


def test_a_curve_is_higher_where_the_output_is_larger():
    image = painted(-1.0, 1.0)
    dark = [
        (x, min(range(SIDE), key=lambda y: image.pixelColor(x, y).lightness())) for x in range(6, SIDE - 6, 4)
    ]
    heights = [y for _, y in dark]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] - heights[-1] > 20


def test_numbers_out_of_range_stay_inside_the_neuron():
    for value in (np.nan, np.inf, 1e300):
        image = painted(value, value)
        assert image.pixelColor(0, 0) == QColor("#123456")  # outside the rounded corner
        assert image.pixelColor(SIDE // 2, 2) == Theme("light").color("surface")


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_place_on_the_curve_lies_where_the_curve_is_drawn(share: float):
    sparks = Sparks(LAYER, Theme("light"), 1.0)
    sparks.show(np.tile(np.linspace(-1, 1, 49), (LAYER.units, 1)))
    at = sparks.place(0, share)
    x, y = LAYER.rects[0, :2].tolist()
    middle = y + SIDE / 2
    assert at.x() == pytest.approx(x + SIDE * (0.1 + 0.8 * share))
    assert np.sign(middle - at.y()) == np.sign(2 * share - 1)
