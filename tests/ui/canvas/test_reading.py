"""All biases written, negative weights dashed: by switch, key and menu, and where there is room."""

import re
from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QBoxLayout, QWidget

from nndesk.interop.source import resolve
from nndesk.project import edits
from nndesk.ui.canvas.counts import CountChip
from nndesk.ui.canvas.edges import dash_pattern
from nndesk.ui.canvas.layout import Form, arrange
from nndesk.ui.canvas.reading import Reading
from nndesk.ui.canvas.shape import Shape
from nndesk.ui.canvas.values import BiasNumbers
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.canvas.viewport import viewed
from nndesk.ui.switch import Switch
from nndesk.ui.theme import Theme, recorded_text
from tests.experiments import shaped, tiny


def biases(view: CanvasView) -> list[str]:
    with recorded_text() as found:
        view.grab()
    return [
        text.text for text in found if re.fullmatch(r"(b = )?[+−][0-9.]+", text.text) and "." in text.text
    ]


def shot(view: CanvasView) -> QImage:
    return view.grab().toImage()


@pytest.fixture
def bar(canvas, appearance):
    """A canvas with the switch on it."""
    view, _, _ = canvas(tiny())
    host = QWidget(view)
    reading = Reading(appearance, view)
    row = QBoxLayout(QBoxLayout.Direction.LeftToRight, host)
    reading.add_to(row)
    host.show()
    switch = host.findChild(Switch, "valuesSwitch")
    assert switch is not None
    return view, reading, switch


def test_the_switch_writes_the_bias_of_every_neuron_but_inputs(bar):
    view, _, switch = bar
    assert biases(view) == []
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert view.values
    assert switch.isChecked()
    assert len(biases(view)) == 9
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert biases(view) == []


def test_switch_and_menu_say_what_is_shown_whoever_asked(bar):
    view, reading, switch = bar
    view.set_values(True)
    assert switch.isChecked()
    assert reading.values.isChecked()
    reading.dashes.trigger()
    assert view.options.dashes
    reading.values.trigger()
    assert not view.values
    assert not switch.isChecked()


def test_the_key_is_in_the_tooltip(bar):
    _, reading, switch = bar
    assert reading.values.shortcut().toString() == "N"
    assert switch.toolTip().endswith("(N)")


@pytest.mark.parametrize("size", [(896, 572), (1056, 736), (1536, 900)])
@pytest.mark.parametrize("zoom", [0.5, 1.0, 1.6])
@pytest.mark.parametrize("name", ["spiral", "digits", "sine", "reg_gauss", "deep", "blocks"])
def test_no_number_covers_a_neuron_or_another_number(canvas, name, zoom, size):
    made = {"deep": lambda: shaped("sine", *[3] * 12), "blocks": lambda: shaped("spiral", 40, 64)}
    view, _, _ = canvas(made[name]() if name in made else resolve(name).experiment, *size)
    view.zoom_by(zoom, QPointF(size[0] / 2, size[1] / 2))
    view.set_values(True)
    shot(view)
    layout, numbers = view._layout, view._picture.numbers()
    boxes = [number.box for number in numbers.values()]
    assert [pair for pair in combinations(boxes, 2) if pair[0].intersects(pair[1])] == []
    neurons = [QRectF(*rect) for layer in layout.layers for rect in layer.rects.tolist()]
    assert [box for box in boxes if any(box.intersects(rect) for rect in neurons)] == []
    assert all(layout.layers[index].form in (Form.COLUMN, Form.BLOCK) for index, _ in numbers)
    chips = [chip.seen for chip in view.findChildren(CountChip) if chip.isVisible()]
    assert [box for box in boxes if any(box.intersects(chip) for chip in chips)] == []


def test_a_block_writes_biases_right_of_it_those_of_the_selected_neuron_first(canvas):
    view, _, _ = canvas(edits.set_units(resolve("digits").experiment, 0, 30))
    view.set_values(True)
    ends = {3, 7, 11, 15, 19, 23, 27, 29}
    assert {unit for layer, unit in view._picture.numbers() if layer == 1} == ends
    view.selection.set("layers.0.units.5")
    numbers = view._picture.numbers()
    assert {unit for layer, unit in numbers if layer == 1} == ends - {7} | {5}
    assert len(biases(view)) == len(numbers)


def test_dashes_mark_negative_weights_and_nothing_else(canvas):
    experiment = edits.set_values(
        tiny(),
        {
            f"network.layers.{n}.initializer": {"kind": "constant", "value": value}
            for n, value in enumerate((0.5, -0.5, 0.5))
        },
    )
    view, _, _ = canvas(experiment)
    layout = view._layout

    def gaps(layer: int) -> list[tuple[int, int]]:
        left, right = layout.layers[layer - 1].box.right, layout.layers[layer].box.x
        image, middle = shot(view), layout.layers[layer].box.middle[1]
        return [(x, image.pixel(x, round(middle))) for x in range(round(left) + 6, round(right) - 6)]

    before = [gaps(layer) for layer in (1, 2)]
    view.set_option("dashes", True)
    positive, negative = (gaps(layer) for layer in (1, 2))
    assert positive == before[0]
    assert negative != before[1]
    view.set_option("dashes", False)
    assert [gaps(layer) for layer in (1, 2)] == before


def test_dashes_are_as_long_as_the_design_has_them():
    for width in (0.75, 1.0, 2.5, 4.0, 6.0):
        dash, gap = (width * part for part in dash_pattern(width))
        assert dash == pytest.approx(max(1.6 * width, 4.0))
        assert 2.0 < gap < dash + 0.1


def test_the_number_of_a_short_last_row_is_not_written_over_the_row_above(qapp):
    whole = arrange(Shape(64, (64, 33, 17, 6, 1), False, (8, 8), False), 896, 572, "1280", 148, 176)
    layout = viewed(whole, 0.5, (224, 143), "1280", 1.0)
    block = layout.layers[2]
    assert (block.form, block.units % block.columns) == (Form.BLOCK, 1)
    numbers = BiasNumbers(layout, Theme("light"))
    assert numbers.number(2, block.units - 1, -0.31) is None  # there is no room right of the block
