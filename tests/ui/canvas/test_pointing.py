"""Edges under the pointer: selected, lifted, read with Alt; with real mouse and key events."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from nndesk.interop.source import preset, resolve
from nndesk.project import masks
from nndesk.project.edits import set_value
from nndesk.ui.canvas.neurons import gauge
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.theme import recorded_text
from tests.experiments import tiny

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def hover(view: CanvasView, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    """Move the pointer there with no button down."""
    button = Qt.MouseButton.NoButton
    place = QPointF(at)
    move = QMouseEvent(QEvent.Type.MouseMove, place, view.mapToGlobal(place), button, button, keys)
    QApplication.sendEvent(view, move)


def texts(view: CanvasView) -> list[str]:
    with recorded_text() as found:
        view.grab()
    return [text.text for text in found]


def shot(view: CanvasView) -> QImage:
    return view.grab().toImage()


def field(view: CanvasView) -> QWidget:
    found = view.findChild(QWidget, "valueField")
    assert found is not None
    return found


def middle(view: CanvasView, *edge: int) -> QPoint:
    return view.rect_of(*edge).center()


# -- selecting --------------------------------------------------------------------------------


@pytest.mark.parametrize("edge", [(1, 0, 0), (1, 1, 4), (3, 2, 0)])
def test_a_click_on_an_edge_selects_it(canvas, edge):
    view, _, _ = canvas(tiny())
    QTest.mouseClick(view, LEFT, NONE, middle(view, *edge))
    assert view.selection.target == f"layers.{edge[0] - 1}.weights.{edge[1]}.{edge[2]}"


def test_shift_adds_an_edge(canvas):
    view, _, _ = canvas(tiny())
    QTest.mouseClick(view, LEFT, NONE, middle(view, 1, 0, 0))
    QTest.mouseClick(view, LEFT, SHIFT, middle(view, 3, 2, 0))
    assert view.selection.targets == ("layers.0.weights.0.0", "layers.2.weights.2.0")


def test_tab_goes_through_the_edges_that_overlap_where_one_was_clicked(canvas):
    view, _, _ = canvas(tiny())
    begin, end = view._layout.ends(1)
    at = QPoint(round(begin[0, 0]) + 4, round(begin[0, 1]))  # where all edges of an input begin
    QTest.mouseClick(view, LEFT, NONE, at)
    seen = [view.selection.only]
    for _ in range(len(end) - 1):
        QTest.keyClick(view, Qt.Key.Key_Tab)
        seen.append(view.selection.only)
    assert set(seen) == {f"layers.0.weights.0.{unit}" for unit in range(5)}
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert view.selection.only == seen[0]
    assert view.hasFocus()


def test_tab_selects_no_edge_that_an_edit_took_away(canvas):
    view, document, _ = canvas(tiny())
    begin, _ = view._layout.ends(1)
    QTest.mouseClick(view, LEFT, NONE, QPoint(round(begin[0, 0]) + 4, round(begin[0, 1])))
    view.selection.set("layers.0.weights.0.0")
    document.replace(set_value(document.experiment, "network.layers.0.units", 1), "neurons")
    for _ in range(5):
        QTest.keyClick(view, Qt.Key.Key_Tab)
        assert view.selection.only == "layers.0.weights.0.0"


def test_tab_leaves_the_canvas_where_no_edge_is_selected(canvas, qtbot):
    view, _, _ = canvas(tiny())
    view.activateWindow()
    view.setFocus()
    QTest.mouseClick(view, LEFT, NONE, middle(view, 3, 2, 0))
    view.selection.clear()
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert not view.hasFocus()


def test_a_selected_edge_has_a_ring_and_marks_the_neurons_that_it_joins(canvas, appearance):
    view, _, _ = canvas(tiny())
    ring = appearance.theme.color("sel")
    beside = [view.rect_of(2, 1).left() - 3, view.rect_of(3, 0).left() - 3]
    heights = [view.rect_of(2, 1).top() + 8, view.rect_of(3, 0).top() + 8]
    places = list(zip(beside, heights, strict=True))
    assert ring not in [shot(view).pixelColor(*place) for place in places]
    view.selection.set("layers.2.weights.1.0")
    found = shot(view)
    assert [found.pixelColor(*place) for place in places] == [ring, ring]
    column = [found.pixelColor(view.rect_of(2, 1).right() + 12, y) for y in range(300, 500)]
    assert ring in column


def test_with_an_edge_selected_the_others_step_back_and_its_weight_is_read(canvas):
    view, _, controller = canvas(tiny())
    view.selection.set("layers.0.weights.1.4")
    weight = controller.snapshot.parameters[9]
    assert f"w = {weight:+.2f}".replace("-", "−") in texts(view)
    assert set(view._picture.edges.kind[view._picture.edges.layer == 2].tolist()) <= {2, 3}


def test_an_edge_in_a_bundle_is_drawn_when_it_is_selected(canvas):
    view, _, _ = canvas(resolve("digits").experiment)
    before = shot(view)
    view.selection.set("layers.0.weights.20.3")
    assert shot(view) != before
    assert any(text.startswith("w = ") for text in texts(view))


@pytest.mark.parametrize(("units", "wide"), [(4, True), (6, False), (16, False)])
def test_the_value_of_a_weight_covers_no_neuron_and_no_other_value(canvas, units, wide):
    names = {"units": units, "activation": "tanh"}
    hidden = [names] * (2 if wide else 12)
    experiment = set_value(tiny(), "network.layers", [*hidden, {"units": 1, "activation": "sigmoid"}])
    view, _, _ = canvas(experiment, 896, 572)
    view.selection.set(*(f"layers.1.weights.{unit}.2" for unit in (1, 2, 3)))
    boxes, words = zip(*view.pointing._chips.values(), strict=True)
    assert all(text.startswith("w = ") == wide for text in words)
    assert set(words) <= set(texts(view))
    layers = view._layout.layers
    neurons = [QRectF(*layer.rect(unit)) for layer in layers for unit in range(layer.units)]
    for number, box in enumerate(boxes):
        assert not any(box.intersects(other) for other in [*neurons, *boxes[:number]])
        QTest.mouseClick(view, LEFT, NONE, box.center().toPoint())
        assert field(view).geometry().contains(box.center().toPoint())
        QTest.keyClick(field(view), Qt.Key.Key_Escape)


# -- hovering ---------------------------------------------------------------------------------


def test_an_edge_under_the_pointer_is_lifted_without_drawing_the_picture_anew(canvas, monkeypatch):
    view, _, _ = canvas(tiny())
    before, draws = shot(view), []
    draw = view._picture.draw
    monkeypatch.setattr(view._picture, "draw", lambda painter: draws.append(1) or draw(painter))
    hover(view, middle(view, 1, 1, 4))
    assert view.cursor().shape() is Qt.CursorShape.PointingHandCursor
    assert shot(view) != before
    hover(view, QPoint(600, 120))
    assert view.cursor().shape() is Qt.CursorShape.ArrowCursor
    assert shot(view) == before
    assert draws == []


def test_alt_shows_the_value_of_what_is_under_the_pointer(canvas):
    view, _, controller = canvas(tiny())
    parameters, activations = controller.snapshot.parameters, controller.snapshot.activations

    def written(letter: str, value: float) -> str:
        return f"{letter} = {value:+.2f}".replace("-", "−")

    hover(view, middle(view, 1, 1, 4))
    assert written("w", parameters[9]) not in texts(view)
    hover(view, middle(view, 1, 1, 4), ALT)
    assert written("w", parameters[9]) in texts(view)
    hover(view, view.rect_of(1, 2).center(), ALT)
    assert f"neuron 3 · {written('a', activations[1][2])}" in texts(view)
    hover(view, view.rect_of(0, 0).center(), ALT)
    assert f"x₁ · {written('a', activations[0][0])}" in texts(view)
    hover(view, gauge(view._layout.layers[2], 1).center().toPoint(), ALT)
    assert sum(text.startswith("b = ") for text in texts(view)) == 2  # at the neuron, and at the pointer


def test_the_alt_key_alone_shows_the_value_and_takes_it_away(canvas):
    view, _, _ = canvas(tiny())
    hover(view, middle(view, 1, 1, 4))
    QTest.keyPress(view, Qt.Key.Key_Alt)
    assert any(text.startswith("w = ") for text in texts(view))
    QTest.keyRelease(view, Qt.Key.Key_Alt)
    assert not any(text.startswith("w = ") for text in texts(view))


@pytest.mark.parametrize(
    ("units", "unit", "name"), [(6, 4, "neuron 5"), (40, 30, "neuron 31"), (100, 99, "neuron 100")]
)
def test_neurons_say_their_number_and_their_value(canvas, units: int, unit: int, name: str):
    view, _, controller = canvas(tiny(network__layers__0__units=units))
    at = view.rect_of(1, unit).center()
    hover(view, at, ALT)
    value = f"{controller.snapshot.activations[1][unit]:+.2f}".replace("-", "−")
    assert f"{name} · a = {value}" in texts(view)
    if units <= 64:  # larger ones have the magnifier, which says it by itself
        hover(view, at)
        QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at)))
        assert QToolTip.text() == name.capitalize()
        QToolTip.hideText()
    else:
        hover(view, at)
        assert f"{name} · a = {value}" in texts(view)


def test_a_pixel_says_its_place_and_its_value(canvas):
    view, _, controller = canvas(preset("digits"))
    at = view.rect_of(0, 20).center()
    hover(view, at, ALT)
    value = f"{controller.snapshot.activations[0][20]:+.2f}".replace("-", "−")
    assert any(text.endswith(f"· a = {value}") and "2" in text for text in texts(view))


def test_other_tools_point_at_nothing(canvas):
    view, _, _ = canvas(tiny())
    before = shot(view)
    view.set_tool("pan")
    hover(view, middle(view, 1, 1, 4), ALT)
    assert shot(view) == before


# -- what is cut and frozen -------------------------------------------------------------------


def test_a_cut_edge_is_not_drawn_and_its_place_is_dotted_under_the_pointer(canvas):
    view, document, _ = canvas(tiny())
    document.replace(masks.cut_weight(document.experiment, 2, 1, 0, True), "cut")
    edges = view._picture.edges
    assert 1 not in edges.index[edges.layer == 3]
    before = shot(view)
    hover(view, middle(view, 3, 1, 0))
    assert shot(view) != before
    QTest.mouseClick(view, LEFT, NONE, middle(view, 3, 1, 0))
    assert view.selection.target == "layers.2.weights.1.0"
    assert "cut" in texts(view)
    document.undo_stack.undo()
    assert 1 in view._picture.edges.index[view._picture.edges.layer == 3]
    assert "cut" not in texts(view)


def test_frozen_neurons_and_biases_have_locks(canvas, appearance):
    view, document, _ = canvas(tiny())
    before = shot(view)
    document.replace(masks.freeze_unit(document.experiment, 0, 2, True), "freeze")
    corner = view.rect_of(1, 2).topRight() + QPoint(-3, 2)
    area = [(corner.x() + dx, corner.y() + dy) for dx in range(-8, 9) for dy in range(-8, 9)]
    after = shot(view)
    assert sum(after.pixelColor(*p) != before.pixelColor(*p) for p in area) > 100
    document.replace(masks.freeze_bias(document.experiment, 1, 0, True), "freeze")
    box = gauge(view._layout.layers[2], 0)
    end = round(box.right()), round(box.center().y())
    again = shot(view)
    assert again.pixelColor(end[0] + 5, end[1]) != after.pixelColor(end[0] + 5, end[1])


def test_every_neuron_of_a_frozen_layer_has_a_lock(canvas):
    view, document, _ = canvas(tiny())
    before = shot(view)
    document.replace(set_value(document.experiment, "network.layers.0.trainable", False), "freeze layer")
    after = shot(view)
    for layer, unit, locked in ((1, 0, True), (1, 4, True), (2, 0, False)):
        corner = view.rect_of(layer, unit).topRight() + QPoint(-3, 2)
        area = [(corner.x() + dx, corner.y() + dy) for dx in range(-8, 9) for dy in range(-8, 9)]
        assert (sum(after.pixelColor(*p) != before.pixelColor(*p) for p in area) > 100) == locked


def test_the_chip_of_a_frozen_weight_is_wider_by_a_lock(canvas):
    view, document, _ = canvas(tiny())
    view.selection.set("layers.0.weights.1.4")
    ((before, _),) = view.pointing._chips.values()
    document.replace(masks.freeze_weight(document.experiment, 0, 1, 4, True), "freeze")
    ((after, _),) = view.pointing._chips.values()
    assert after.width() > before.width() + 8
