"""What is inside the neurons: places on the ramp, pictures, gauges."""

from dataclasses import replace

import numpy as np
import pytest
from msgspec.structs import replace as changed
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from nndesk.engine.activations import ACTIVATIONS
from nndesk.engine.network import parameter_layout
from nndesk.interop.source import resolve
from nndesk.project.messages import Snapshot
from nndesk.project.run import dataset_of
from nndesk.project.spec import Experiment
from nndesk.ui.canvas.layout import Layout, arrange
from nndesk.ui.canvas.neurons import Content, Neurons, contents, gauge, levels
from nndesk.ui.canvas.shape import shape_of
from nndesk.ui.theme import Theme

REGULAR = (1056, 736, "1440", 184, 216)
TANH, RELU, SIGMOID = ACTIVATIONS["tanh"], ACTIVATIONS["relu"], ACTIVATIONS["sigmoid"]


def surface(*values: float) -> np.ndarray:
    """One neuron whose output over a plane of 26 × 26 points goes through ``values`` from left to right."""
    row = np.resize(np.repeat(values, 26 // len(values) + 1), 26)
    return np.broadcast_to(row, (1, 26, 26)).astype(np.float32)


@pytest.mark.parametrize(
    ("activation", "values", "expected"),
    [
        (TANH, (-1.0, 0.5), (-1.0, 0.5)),
        (SIGMOID, (0.0, 0.75), (-1.0, 0.5)),
        (ACTIVATIONS["softmax"], (0.5, 1.0), (0.0, 1.0)),
        (RELU, (0.0, 4.0), (0.0, 1.0)),
        (RELU, (0.0, 0.0), (0.0, 0.0)),
        (ACTIVATIONS["linear"], (-0.5, 0.25), (-0.5, 0.25)),
        (ACTIVATIONS["linear"], (-4.0, 2.0), (-1.0, 0.5)),
        (None, (-6.0, 3.0), (-1.0, 0.5)),
    ],
)
def test_outputs_over_the_plane_have_their_place_on_the_ramp(activation, values, expected):
    found = levels(surface(*values), activation, sample=False)
    assert (found.min(), found.max()) == pytest.approx((min(expected), max(expected)))


@pytest.mark.parametrize(
    ("activation", "values", "expected"),
    [
        (TANH, (-1.0, 0.5), (-1.0, 0.5)),
        (SIGMOID, (0.0, 0.75), (-1.0, 0.5)),
        (ACTIVATIONS["softmax"], (0.25, 0.75), (0.25, 0.75)),
        (RELU, (0.0, 3.0, 6.0), (0.0, 0.5, 1.0)),
        (None, (0.25, 0.5), (0.25, 0.5)),
        (None, (-8.0, 16.0), (-0.5, 1.0)),
    ],
)
def test_outputs_for_a_sample_have_their_place_on_the_ramp(activation, values, expected):
    assert levels(np.array(values), activation, sample=True) == pytest.approx(expected)


def layout_of(experiment: Experiment) -> Layout:
    return arrange(shape_of(experiment), *REGULAR)


def snapshot_of(experiment: Experiment, layout: Layout, bias: float = 0.0) -> Snapshot:
    """A snapshot with zero weights; plane outputs are −1 in the upper half and +1 in the lower."""
    units = [layer.units for layer in layout.layers]
    places = parameter_layout(units[0], units[1:])
    parameters = np.zeros(places[-1].bias.stop)
    for place in places:
        parameters[place.bias] = bias
    halves = np.where(np.arange(26) < 13, -1.0, 1.0)[:, None] * np.ones(26)
    return Snapshot(
        generation=1,
        epoch=0,
        step=0,
        steps_per_epoch=1,
        parameters=parameters,
        sample=0,
        activations=tuple(np.zeros(count) for count in units),
        surfaces=tuple(np.broadcast_to(halves, (count, 26, 26)).astype(np.float32) for count in units),
        field=np.empty(0, np.float32),
        predictions=np.empty(0),
        recorded=1,
        train_loss=1.0,
        test_loss=None,
        metrics={},
        rate=0.0,
        learning_rate=0.01,
    )


def painted(experiment: Experiment, layout: Layout, snapshot: Snapshot, ratio: int = 1) -> QImage:
    theme = Theme("light")
    neurons = Neurons(experiment, layout, theme, ratio)
    assert neurons.fits(snapshot)
    units = [layer.units for layer in layout.layers]
    places = parameter_layout(units[0], units[1:])
    weights = [snapshot.parameters[place.weights].reshape(place.shape) for place in places]
    neurons.show(snapshot, weights, [snapshot.parameters[place.bias] for place in places])
    image = QImage(1056 * ratio, 736 * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(theme.color("canvas"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    list(neurons.draw(painter))
    painter.end()
    return image


def ramp(level: float) -> QColor:
    return QColor.fromRgba(int(Theme("light").diverging[int(level * 127.5 + 128)]))


@pytest.mark.parametrize("ratio", [1, 2])
def test_a_neuron_of_plane_data_is_a_picture_of_its_output_with_the_top_on_top(qapp, ratio):
    experiment = resolve("spiral").experiment
    layout = layout_of(experiment)
    image = painted(experiment, layout, snapshot_of(experiment, layout), ratio)
    rect = layout.layers[2].rect(3)
    x = round(rect.middle[0]) * ratio
    assert image.pixelColor(x, round(rect.y + 8) * ratio) == ramp(-0.85)
    assert image.pixelColor(x, round(rect.bottom - 8) * ratio) == ramp(0.85)
    corner = image.pixelColor(round(rect.x) * ratio, round(rect.y) * ratio)
    assert corner == Theme("light").color("canvas")  # rounded


def bars(bias: float) -> tuple[QColor, QColor]:
    """The colours left and right of the middle of an output's gauge."""
    experiment = resolve("spiral").experiment
    layout = layout_of(experiment)
    image = painted(experiment, layout, snapshot_of(experiment, layout, bias))
    box = gauge(layout.layers[-1], 0)
    y = round(box.center().y())
    return image.pixelColor(round(box.left()) + 6, y), image.pixelColor(round(box.right()) - 6, y)


def test_a_gauge_shows_the_bias_to_the_right_in_blue_or_to_the_left_in_amber(qapp):
    theme = Theme("light")
    empty, amber, blue = (theme.color(token) for token in ("surface", "neg", "pos"))
    assert bars(0.0) == (empty, empty)
    assert bars(0.5) == (empty, blue)
    assert bars(-0.5) == (amber, empty)


def test_a_gauge_is_full_at_the_90th_percentile_of_all_biases(qapp):
    experiment = resolve("spiral").experiment
    layout = layout_of(experiment)
    neurons = Neurons(experiment, layout, Theme("light"), 1)
    biases = [np.random.default_rng(units).standard_normal(units) for units in (8, 8, 6, 1)]
    shown = snapshot_of(experiment, layout)
    weights = [np.zeros(shape) for shape in ((2, 8), (8, 8), (8, 6), (6, 1))]
    neurons.show(shown, weights, biases)
    assert neurons.whole == pytest.approx(np.percentile(np.abs(np.concatenate(biases)), 90))


def test_every_neuron_but_inputs_has_a_gauge(qapp):
    experiment = resolve("spiral").experiment
    layout = layout_of(experiment)
    image = painted(experiment, layout, snapshot_of(experiment, layout))
    ink = Theme("light").color("text")
    for index, layer in enumerate(layout.layers):
        for unit in range(layer.units):
            box = gauge(layer, unit)
            column = [image.pixelColor(round(box.center().x()), y) for y in range(736)]
            ticked = any(color.lightness() < ink.lightness() + 60 for color in column[round(box.top()) :][:9])
            assert ticked == (index > 0)


def test_neurons_behind_an_image_show_their_weights_as_images(qapp):
    experiment = resolve("digits").experiment
    layout = layout_of(experiment)
    assert contents(experiment, layout) == (Content.FLAT, Content.WEIGHTS, Content.FLAT)
    snapshot = snapshot_of(experiment, layout)
    parameters = snapshot.parameters.copy()
    weights = parameters[: 64 * 32].reshape(64, 32)
    weights[0, 5], weights[63, 5] = 2.0, -2.0  # the first and the last pixel, of neuron 5
    image = painted(experiment, layout, replace(snapshot, parameters=parameters, surfaces=()))
    rect = QRectF(*layout.layers[1].rect(5))
    cell = rect.width() / 8
    first = rect.topLeft().toPoint()
    assert image.pixelColor(first.x() + round(0.7 * cell), first.y() + round(0.7 * cell)) == ramp(1.0)
    last = rect.bottomRight().toPoint()
    assert image.pixelColor(last.x() - round(0.7 * cell), last.y() - round(0.7 * cell)) == ramp(-1.0)
    assert image.pixelColor(rect.center().toPoint()) == ramp(0.0)


def test_the_grid_of_pixels_is_the_sample(qapp):
    experiment = resolve("digits").experiment
    layout = layout_of(experiment)
    sample = dataset_of(experiment).x_train[9]
    snapshot = snapshot_of(experiment, layout)
    activations = sample, *snapshot.activations[1:]
    image = painted(experiment, layout, replace(snapshot, activations=activations, surfaces=()))
    for unit, value in enumerate(sample):  # row by row
        x, y = layout.layers[0].rect(unit).middle
        assert layout.layers[0].rects[unit, 1] == layout.layers[0].rects[unit // 8 * 8, 1]
        found, wanted = image.pixelColor(int(x), int(y)), ramp(value)
        assert max(abs(a - b) for a, b in zip(found.getRgb(), wanted.getRgb(), strict=True)) <= 3


def test_a_snapshot_without_the_pictures_does_not_fit(qapp):
    experiment = resolve("spiral").experiment
    layout = layout_of(experiment)
    neurons = Neurons(experiment, layout, Theme("light"), 1.0)
    snapshot = snapshot_of(experiment, layout)
    assert neurons.fits(snapshot)
    assert not neurons.fits(replace(snapshot, surfaces=()))


def test_a_strip_colours_each_cell_by_its_output(qapp):
    experiment = resolve("circle").experiment
    layers = experiment.network.layers
    network = changed(experiment.network, layers=(changed(layers[0], units=100), layers[-1]))
    wide = changed(experiment, network=network)
    layout = layout_of(wide)
    outputs = np.zeros(100)
    outputs[17] = -1.0
    snapshot = snapshot_of(wide, layout)
    snapshot = replace(snapshot, activations=(np.zeros(2), outputs, np.zeros(1)))
    image = painted(wide, layout, snapshot)
    cells = [layout.layers[1].rect(unit).middle for unit in (16, 17, 18)]
    found = [image.pixelColor(int(x), int(y)) for x, y in cells]
    assert found == [ramp(0.0), ramp(-0.85), ramp(0.0)]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 3e38])
@pytest.mark.parametrize("preset", ["spiral", "reg_gauss", "digits"])
def test_what_is_not_a_number_is_drawn_all_the_same(qapp, preset, value):
    experiment = resolve(preset).experiment
    layout = layout_of(experiment)
    snapshot = snapshot_of(experiment, layout, bias=value)
    broken = replace(
        snapshot,
        activations=tuple(np.full_like(a, value) for a in snapshot.activations),
        surfaces=tuple(np.full_like(a, value) for a in snapshot.surfaces),
    )
    image = painted(experiment, layout, broken)
    middle = layout.layers[-1].rect(0).middle
    if np.isnan(value):
        assert image.pixelColor(int(middle[0]), int(middle[1])) == ramp(0.0)
