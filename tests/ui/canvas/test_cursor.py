"""The keyboard on the canvas: with real keys, and the walk by itself over every form of a layer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from nndesk.interop.source import resolve
from nndesk.project import edits
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.canvas.walk import Stop, walked
from nndesk.ui.focus import Ring
from nndesk.ui.theme import recorded_text
from tests.experiments import tiny

TAB = Qt.FocusReason.TabFocusReason
KEYS = {"l": Qt.Key.Key_Left, "r": Qt.Key.Key_Right, "u": Qt.Key.Key_Up, "d": Qt.Key.Key_Down}
ENTER = Qt.Key.Key_Return


def walk(view: CanvasView, keys: str) -> str:
    for key in keys:
        QTest.keyClick(view, KEYS[key])
    return view.keyboard.target


@pytest.fixture
def by_key(canvas):
    """A canvas of 2-5-3-1 that was reached by Tab."""

    def shower(experiment=None) -> CanvasView:
        view, _, _ = canvas(tiny() if experiment is None else experiment)
        view.clearFocus()
        view.setFocus(TAB)
        return view

    return shower


def ring(view: CanvasView) -> Ring:
    (found,) = view.findChildren(Ring)
    return found


def test_a_key_that_reaches_the_canvas_puts_a_ring_around_a_neuron(by_key):
    view = by_key()
    assert view.keyboard.target == "layers.0.units.0"
    assert ring(view).isVisible()
    assert ring(view).geometry().contains(view.rect_of(1, 0))


def test_arrows_walk_through_neurons_headers_and_cards(by_key):
    view = by_key()
    assert walk(view, "dd") == "layers.0.units.2"
    assert walk(view, "r") == "layers.1.units.1"
    assert walk(view, "r") == "layers.2.units.0"
    assert walk(view, "r") == "loss"
    assert walk(view, "r") == "loss"
    assert walk(view, "l") == "layers.2.units.0"
    assert walk(view, "u") == "layers.2"
    assert walk(view, "u") == "layers.2"
    assert walk(view, "ll") == "layers.0"
    assert ring(view).geometry().contains(view.findChild(QWidget, "layerHeader1").geometry())
    assert walk(view, "d") == "layers.0.units.0"
    assert walk(view, "ll") == "data"
    assert walk(view, "r").startswith("inputs.")


def test_enter_selects_and_with_shift_adds(by_key):
    view = by_key()
    QTest.keyClick(view, ENTER)
    assert view.selection.targets == ("layers.0.units.0",)
    walk(view, "d")
    QTest.keyClick(view, ENTER, Qt.KeyboardModifier.ShiftModifier)
    assert view.selection.targets == ("layers.0.units.0", "layers.0.units.1")


def test_the_keyboard_begins_at_what_is_selected(canvas):
    view, _, _ = canvas(tiny())
    view.selection.set("layers.1.units.2")
    view.setFocus(TAB)
    assert view.keyboard.target == "layers.1.units.2"


def test_a_click_and_escape_take_the_keyboard_away_from_the_graph(by_key):
    view = by_key()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.keyboard.target == "none"
    assert ring(view).isHidden()
    QTest.keyClick(view, ENTER)  # and Enter brings it back
    assert view.keyboard.target == "layers.0.units.0"
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.rect_of(1, 2).center())
    assert view.keyboard.target == "none"


def test_the_ring_goes_with_the_focus_and_comes_back_where_it_was(by_key, qtbot):
    view = by_key()
    walk(view, "dd")
    other = QLineEdit(view)
    other.show()
    other.setFocus()
    assert ring(view).isHidden()
    view.setFocus(TAB)
    assert view.keyboard.target == "layers.0.units.2"


def test_the_ring_follows_the_network_and_stays_within_it(canvas):
    view, document, _ = canvas(tiny())
    view.setFocus(TAB)
    walk(view, "dddd")
    assert view.keyboard.target == "layers.0.units.4"
    document.replace(edits.set_units(document.experiment, 0, 2), "neurons")
    assert view.keyboard.target == "layers.0.units.1"
    assert ring(view).geometry().contains(view.rect_of(1, 1))


def test_the_view_moves_to_what_the_keyboard_is_on(by_key):
    view = by_key()
    for _ in range(6):
        view.zoom_step(1)
    walk(view, "rrr")
    assert view.rect().contains(view.places.rect("loss").center())
    walk(view, "lllll")
    assert view.rect().contains(view.places.rect("data").center())


@pytest.mark.parametrize("units", [1, 5, 16, 20, 40, 64, 100, 1024])
def test_every_neuron_of_a_layer_is_reached_by_arrows(canvas, units):
    view, _, _ = canvas(edits.set_units(resolve("spiral").experiment, 0, units))
    layout = view.places.layout
    seen, ahead = set(), [Stop(1, 0)]
    while ahead:
        stop = ahead.pop()
        if stop.layer == 1 and stop not in seen:
            seen.add(stop)
            ahead += [walked(stop, *way, layout) for way in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    assert seen == {Stop(1, unit) for unit in range(-1, units)}


WEIGHTS = Qt.Key.Key_W


def test_w_goes_to_the_edges_into_a_neuron_and_arrows_walk_them(by_key):
    view = by_key()
    walk(view, "dr")
    assert view.keyboard.target == "layers.1.units.0"
    QTest.keyClick(view, WEIGHTS)
    assert view.keyboard.target == "layers.1.weights.0.0"
    assert ring(view).isHidden()
    assert walk(view, "u") == "layers.1.weights.0.0"
    assert walk(view, "dddddd") == "layers.1.weights.4.0"
    assert walk(view, "l") == "layers.0.units.4"
    walk(view, "r")
    QTest.keyClick(view, WEIGHTS)
    assert view.keyboard.target == "layers.1.weights.0.2"
    assert walk(view, "dr") == "layers.1.units.2"
    assert ring(view).isVisible()


def test_enter_selects_an_edge_and_escape_goes_back_to_its_neuron(by_key):
    view = by_key()
    QTest.keyClick(view, WEIGHTS)
    walk(view, "d")
    QTest.keyClick(view, ENTER)
    assert view.selection.targets == ("layers.0.weights.1.0",)
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, ENTER, Qt.KeyboardModifier.ShiftModifier)
    assert view.selection.targets == ("layers.0.weights.1.0", "layers.0.weights.0.0")
    for target in ("layers.0.weights.0.0", "layers.0.units.0", "none"):
        QTest.keyClick(view, Qt.Key.Key_Escape)
        assert view.keyboard.target == target
    assert view.selection.targets == ()


def test_the_keyboard_begins_at_a_selected_edge_and_stays_within_the_network(canvas):
    view, document, _ = canvas(tiny())
    view.selection.set("layers.1.weights.4.2")
    view.setFocus(TAB)
    assert view.keyboard.target == "layers.1.weights.4.2"
    document.replace(edits.set_units(document.experiment, 0, 2), "neurons")
    assert view.keyboard.target == "layers.1.weights.1.2"


def test_an_edge_that_has_the_keyboard_shows_its_value_in_a_ring(by_key, appearance):
    view = by_key()
    QTest.keyClick(view, WEIGHTS)
    with recorded_text() as found:
        image = view.grab().toImage()
    (chip,) = [text for text in found if text.text.startswith("w = ")]
    ring = appearance.theme.color("sel")
    column = [image.pixelColor(round(chip.box.center().x()), y) for y in range(image.height())]
    assert ring in column
    walk(view, "r")
    with recorded_text() as found:
        image = view.grab().toImage()
    assert not any(text.text.startswith("w = ") for text in found)
    assert ring not in [image.pixelColor(round(chip.box.center().x()), y) for y in range(image.height())]


@pytest.mark.parametrize("target", ["inputs.0", "layers.1", "data", "loss"])
def test_what_has_no_edges_of_its_own_keeps_the_keyboard(by_key, target):
    view = by_key()
    view.keyboard.go_to(target)
    QTest.keyClick(view, WEIGHTS)
    assert view.keyboard.target == target


def test_without_a_data_card_the_header_of_the_image_stands_for_the_data(canvas):
    view, _, _ = canvas(resolve("digits").experiment)
    view.setFocus(TAB)
    assert walk(view, "u" + "l") == "data"
    assert ring(view).geometry().contains(view.findChild(QWidget, "layerHeader0").geometry())
    assert walk(view, "l") == "data"
