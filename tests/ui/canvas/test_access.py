"""The canvas as assistive technology sees it: through QAccessible, as Qt's bridges ask."""

import gc
import re

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from shiboken6 import isValid

from nndesk.interop.source import resolve
from nndesk.project import edits, masks
from nndesk.ui.access import Access
from nndesk.ui.canvas.access import CanvasAccess, LayerItem, NeuronItem, WeightItem
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.cards import DataCard, LossCard
from nndesk.ui.selection import Selection
from tests.experiments import tiny

NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


@pytest.fixture(autouse=True)
def installed(qapp):
    Access.install(qapp)


def access(view: CanvasView) -> CanvasAccess:
    found = QAccessible.queryAccessibleInterface(view)
    assert isinstance(found, CanvasAccess)
    return found


def layers(view: CanvasView) -> list[LayerItem]:
    root = access(view)
    children = [root.child(index) for index in range(root.childCount())]
    return [child for child in children if isinstance(child, LayerItem)]


def neuron(view: CanvasView, layer: int, unit: int) -> QAccessibleInterface:
    return layers(view)[layer].child(unit)


def test_the_layers_are_lists_of_their_neurons(canvas):
    view, _, _ = canvas(tiny())
    assert [layer.text(NAME) for layer in layers(view)] == ["Input", "Hidden 1", "Hidden 2", "Output"]
    assert [layer.childCount() for layer in layers(view)] == [2, 5, 3, 1]
    assert {layer.role() for layer in layers(view)} == {QAccessible.Role.List}
    assert neuron(view, 1, 3).role() == QAccessible.Role.ListItem


def test_the_names_are_those_of_the_design(canvas, qtbot):
    view, _, controller = canvas(resolve("spiral").experiment)
    qtbot.waitUntil(lambda: controller.snapshot is not None)
    snapshot = controller.snapshot
    words = neuron(view, 2, 2).text(NAME)
    found = re.fullmatch(r"Hidden 2, neuron 3, tanh, output (\S+), bias (\S+), 8 inputs", words)
    assert found, words
    output = float(found[1].replace("−", "-"))
    assert output == pytest.approx(float(snapshot.activations[2][2]), abs=0.006)
    view.selection.set("layers.1.units.2")
    weight = neuron(view, 2, 2).child(4)
    assert re.fullmatch(
        r"Weight from Hidden 1 neuron 5 to Hidden 2 neuron 3, (minus )?\d\.\d+", weight.text(NAME)
    )
    assert neuron(view, 0, 1).text(NAME).startswith("Input, x₂, output ")


def test_pixels_are_called_by_their_places_and_columns_by_their_names(canvas):
    view, _, _ = canvas(resolve("digits").experiment)
    assert neuron(view, 0, 10).text(NAME).startswith("Input, pixel 2,3, output ")
    view.selection.set("layers.0.units.0")
    assert (
        neuron(view, 1, 0).child(0).text(NAME).startswith("Weight from Input pixel 1,1 to Hidden 1 neuron 1")
    )
    view, _, _ = canvas(edits.set_data_kind(tiny(), "penguins"))
    names = [neuron(view, 0, unit).text(NAME) for unit in range(layers(view)[0].childCount())]
    assert any(name.startswith("Input, bill length mm, output ") for name in names)


def test_a_child_knows_its_parent_and_its_place(canvas):
    view, _, _ = canvas(tiny())
    root = access(view)
    for number in range(root.childCount()):
        child = root.child(number)
        assert child is not None
        assert root.indexOfChild(child) == number
    third = neuron(view, 1, 3)
    assert third.parent() is layers(view)[1]
    assert layers(view)[1].indexOfChild(third) == 3
    assert layers(view)[1].parent() is root


def test_what_is_at_a_point_is_what_is_seen_there(canvas):
    view, _, _ = canvas(tiny())
    at = view.mapToGlobal(view.rect_of(2, 1).center())
    found = access(view).childAt(at.x(), at.y())
    assert isinstance(found, NeuronItem)
    assert found.place == (2, 1)
    assert found.rect().contains(at)
    edge = view.mapToGlobal(view.rect_of(2, 0, 0).center())
    weight = access(view).childAt(edge.x(), edge.y())
    assert isinstance(weight, WeightItem)
    header = view.places.widget("layers.0")
    at = header.mapToGlobal(header.rect().center())
    assert access(view).childAt(at.x(), at.y()).object() is header


def test_a_neuron_lists_its_weights_only_while_it_is_in_hand(canvas):
    view, _, _ = canvas(tiny())
    item = neuron(view, 2, 1)
    assert item.childCount() == 0
    view.selection.set("layers.1.units.1")
    assert item.childCount() == 5
    assert item.child(2).parent() is item
    assert item.indexOfChild(item.child(2)) == 2
    view.selection.clear()
    assert item.childCount() == 0


def test_states_follow_selection_and_keyboard(canvas):
    view, document, _ = canvas(tiny())
    view.activateWindow()
    item = neuron(view, 1, 0)
    assert (item.state().selectable, item.state().selected, item.state().focused) == (1, 0, 0)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert item.state().focused == 1
    assert access(view).focusChild() is item
    view.selection.set("layers.0.units.0")
    assert item.state().selected == 1
    document.replace(masks.freeze_unit(document.experiment, 0, 0, True), "freeze")
    assert item.text(DESCRIPTION) == "frozen"


def test_a_weight_that_has_the_keyboard_is_told_and_its_neuron_lists_it(canvas):
    view, _, _ = canvas(tiny())
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_W)
    QTest.keyClick(view, Qt.Key.Key_Down)
    found = access(view).focusChild()
    assert found.text(NAME).startswith("Weight from Input x₂ to Hidden 1 neuron 1, ")
    assert (found.state().focused, found.state().selected) == (1, 0)
    assert found.parent().childCount() == 2
    assert found.parent().child(1) is found
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert found.state().selected == 1


def test_through_the_health_lens_names_say_what_is_dead_or_saturated(canvas, qtbot):
    biases = [[0, -50.0], [1, 0.1]]
    experiment = edits.set_values(tiny(), {"network.layers.1.values.bias": biases})
    experiment = edits.set_values(experiment, {"network.layers.0.values.bias": [[2, 50.0]]})
    view, _, _ = canvas(experiment)
    assert not neuron(view, 2, 0).text(NAME).endswith("dead")
    view.set_lens("health")
    qtbot.waitUntil(lambda: view.picture.scale.lens == "health")
    assert neuron(view, 2, 0).text(NAME).endswith(", 5 inputs, dead")
    assert neuron(view, 1, 2).text(NAME).endswith(", 2 inputs, saturated")
    assert neuron(view, 2, 1).text(NAME).endswith(", 5 inputs")


def test_a_frozen_weight_says_so(canvas):
    view, document, _ = canvas(tiny())
    view.keyboard.go_to("layers.1.units.2")
    weight = neuron(view, 2, 2).child(3)
    assert weight.text(DESCRIPTION) == ""
    document.replace(masks.freeze_weight(document.experiment, 1, 3, 2, True), "freeze weight")
    assert weight.text(DESCRIPTION) == "frozen"


def test_a_press_selects_and_the_keyboard_can_be_put_there(canvas):
    view, _, _ = canvas(tiny())
    view.activateWindow()
    actions = neuron(view, 1, 2).actionInterface()
    press, toggle, focus = actions.actionNames()
    actions.doAction(press)
    assert view.selection.targets == ("layers.0.units.2",)
    neuron(view, 1, 3).actionInterface().doAction(toggle)
    assert view.selection.targets == ("layers.0.units.2", "layers.0.units.3")
    neuron(view, 2, 1).actionInterface().doAction(focus)
    assert view.keyboard.target == "layers.1.units.1"


def test_what_a_part_cannot_do_is_no_interface(canvas):
    view, _, _ = canvas(tiny())
    view.selection.set("layers.0.units.1")
    for item in (access(view), layers(view)[1], neuron(view, 1, 1), neuron(view, 1, 1).child(0)):
        assert item.textInterface() is None
        assert item.valueInterface() is None
        assert item.tableCellInterface() is None


def test_what_an_edit_takes_away_is_invalid_and_comes_back_with_undo(canvas):
    view, document, _ = canvas(tiny())
    item = neuron(view, 1, 4)
    document.replace(edits.remove_neuron(document.experiment, 0, 4), "remove neuron")
    assert not item.isValid()
    assert item.text(NAME) == ""
    assert item.state().invalid == 1
    document.undo_stack.undo()
    assert item.isValid()


def test_a_large_network_makes_only_what_is_asked_for(canvas):
    experiment = edits.set_units(edits.set_units(tiny(), 0, 1024), 1, 1024)
    view, _, _ = canvas(experiment)
    root = access(view)
    assert [layer.childCount() for layer in layers(view)] == [2, 1024, 1024, 1]
    assert len(root._items) == 4
    view.selection.set("layers.1.units.7")
    item = neuron(view, 2, 7)
    assert item.childCount() == 1024
    item.child(3)
    assert len(root._items) == 6


def test_canvases_come_and_go_without_a_trace(opened, appearance):
    for _ in range(5):
        document, controller = opened(tiny())
        cards = DataCard(document, controller, appearance), LossCard(document, controller, appearance)
        view = CanvasView(document, controller, appearance, *cards, Selection(document, document))
        view.show()
        view.selection.set("layers.0.units.1")
        made = [access(view), *layers(view), neuron(view, 1, 1), neuron(view, 1, 1).child(0)]
        view.deleteLater()
        QCoreApplication.sendPostedEvents(view, QEvent.Type.DeferredDelete)
        gc.collect()
        assert not isValid(made[0])
        assert not made[1].isValid()
        del made, view
        gc.collect()
