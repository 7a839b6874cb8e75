"""Weights and biases dragged and typed on the canvas, with real mouse and key events."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from nndesk.ui.canvas.dial import ValueField
from nndesk.ui.canvas.neurons import gauge
from nndesk.ui.canvas.view import CanvasView
from tests.experiments import tiny

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

BIAS = (1, None, 1)  # of tiny's second hidden layer
WEIGHT = (0, 1, 4)
PLACES = {BIAS: 15 + 15 + 1, WEIGHT: 9}  # in the flat vector of 2-5-3-1


def on_gauge(view: CanvasView) -> QPoint:
    assert view._layout is not None
    return gauge(view._layout.layers[2], 1).center().toPoint()


def on_chip(view: CanvasView) -> QPoint:
    view.selection.set("layers.0.weights.1.4")
    return view.rect_of(1, 1, 4).center()


HANDLES = {BIAS: on_gauge, WEIGHT: on_chip}


def move(
    view: CanvasView, at: QPoint, keys: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT
) -> None:
    place = QPointF(at)
    event = QMouseEvent(QEvent.Type.MouseMove, place, view.mapToGlobal(place), button, button, keys)
    QApplication.sendEvent(view, event)


def drag(
    view: CanvasView, start: QPoint, by: int, keys: Qt.KeyboardModifier = NONE, drop: bool = True
) -> None:
    QTest.mousePress(view, LEFT, keys, start)
    for step in range(1, 6):
        move(view, start + QPoint(by * step // 5, 0), keys)
    if drop:
        QTest.mouseRelease(view, LEFT, keys, start + QPoint(by, 0))


def shown(controller, place) -> float:
    return float(controller.snapshot.parameters[PLACES[place]])


@pytest.fixture
def trained(canvas, qtbot):
    """A canvas whose run has taken some steps, active, so that a field can have the keyboard."""
    view, document, controller = canvas(tiny())
    view.activateWindow()
    with qtbot.waitSignal(controller.frame):
        controller.step_epoch()
    qtbot.waitUntil(lambda: not controller.busy)
    return view, document, controller


def field(view: CanvasView) -> ValueField:
    found = view.findChild(ValueField, "valueField")
    assert found is not None
    return found


@pytest.mark.parametrize("place", [BIAS, WEIGHT])
def test_a_drag_sideways_changes_the_value_as_one_undo_step(trained, qtbot, place):
    view, document, controller = trained
    before = shown(controller, place)
    drag(view, HANDLES[place](view), 50)
    qtbot.waitUntil(lambda: shown(controller, place) == pytest.approx(before + 0.5))
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    qtbot.waitUntil(lambda: shown(controller, place) == before)


def test_shift_changes_ten_times_as_much(trained, qtbot):
    view, _, controller = trained
    before = shown(controller, BIAS)
    drag(view, on_gauge(view), -50, SHIFT)
    qtbot.waitUntil(lambda: shown(controller, BIAS) == pytest.approx(before - 5.0))


def test_a_drag_shows_while_it_lasts_and_escape_takes_it_back(trained, qtbot):
    view, _, controller = trained
    before = shown(controller, BIAS)
    drag(view, on_gauge(view), 50, drop=False)
    qtbot.waitUntil(lambda: shown(controller, BIAS) == pytest.approx(before + 0.5))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: shown(controller, BIAS) == pytest.approx(before))
    QTest.mouseRelease(view, LEFT, NONE, on_gauge(view))
    assert view.findChild(ValueField, "valueField") is None  # nobody typed anything


def test_a_drag_at_step_0_sets_the_start_value(canvas, qtbot):
    view, document, controller = canvas(tiny())
    before = shown(controller, BIAS)
    drag(view, on_gauge(view), 30)
    ((unit, value),) = document.experiment.network.layers[1].values.bias
    assert unit == 1
    assert value == pytest.approx(before + 0.3)
    qtbot.waitUntil(lambda: controller.snapshot is not None and shown(controller, BIAS) == value)
    document.undo_stack.undo()
    assert document.experiment.network.layers[1].values.bias == ()


def test_a_value_is_dragged_while_it_trains(canvas, qtbot):
    view, document, controller = canvas(tiny(training__stop__epochs=None, optimizer__learning_rate=0.0))
    controller.play()
    qtbot.waitUntil(lambda: controller.snapshot.step > 0)
    before = shown(controller, BIAS)
    drag(view, on_gauge(view), 50)
    qtbot.waitUntil(lambda: shown(controller, BIAS) == pytest.approx(before + 0.5))
    assert controller.playing
    assert document.undo_stack.count() == 1
    controller.pause()
    qtbot.waitUntil(lambda: not controller.busy)


@pytest.mark.parametrize("place", [BIAS, WEIGHT])
def test_a_click_opens_a_field_and_enter_takes_what_is_typed(trained, qtbot, place):
    view, document, controller = trained
    QTest.mouseClick(view, LEFT, NONE, HANDLES[place](view))
    box = field(view)
    assert box.isVisible()
    assert box.hasFocus()
    QTest.keyClicks(box, "-0.25")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.isHidden()
    assert view.hasFocus()
    qtbot.waitUntil(lambda: shown(controller, place) == -0.25)
    assert document.undo_stack.count() == 1


def test_a_click_on_a_gauge_selects_its_neuron(trained):
    view, _, _ = trained
    QTest.mouseClick(view, LEFT, NONE, on_gauge(view))
    assert view.selection.targets == ("layers.1.units.1",)
    assert field(view).accessibleName() == "Bias of Hidden 2 neuron 2"


def test_escape_leaves_the_value_as_it_was(trained):
    view, document, _ = trained
    QTest.mouseClick(view, LEFT, NONE, on_gauge(view))
    QTest.keyClicks(field(view), "7")
    QTest.keyClick(field(view), Qt.Key.Key_Escape)
    assert field(view).isHidden()
    assert document.undo_stack.count() == 0
    assert view.selection.targets == ("layers.1.units.1",)


@pytest.mark.parametrize("typed", ["1001", "-1e9", "abc", "nan"])
def test_what_cannot_be_taken_keeps_the_field_and_says_the_range(trained, typed):
    view, document, _ = trained
    QTest.mouseClick(view, LEFT, NONE, on_gauge(view))
    box = field(view)
    before = box.text()
    QTest.keyClicks(box, typed)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.isVisible()
    assert box.hasFocus()
    assert box.text() == before
    refusal = view.findChild(QWidget, "valueRefusal")
    assert refusal.isVisible()
    assert "−1,000 to 1,000" in refusal.accessibleName()
    assert document.undo_stack.count() == 0
    QTest.keyClicks(box, "3")
    assert refusal.isHidden()


def test_a_value_that_is_only_looked_at_keeps_its_last_digits(trained):
    view, document, _ = trained
    QTest.mouseClick(view, LEFT, NONE, on_gauge(view))
    QTest.keyClick(field(view), Qt.Key.Key_Return)
    assert document.undo_stack.count() == 0


def test_a_written_number_is_edited_with_a_double_click(trained, qtbot):
    view, _, controller = trained
    view.selection.set("layers.1.units.1")
    at = view._picture.numbers()[2, 1].box.center().toPoint()
    QTest.mouseClick(view, LEFT, NONE, at)
    assert field(view).geometry().contains(at)  # so that the second press is the field's
    QTest.mouseDClick(field(view), LEFT, NONE, field(view).rect().center())
    assert field(view).hasFocus()
    QTest.keySequence(field(view), "Ctrl+A")
    QTest.keyClicks(field(view), "0.125")
    QTest.keyClick(field(view), Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: shown(controller, BIAS) == 0.125)


def test_a_zoom_closes_the_field(trained):
    view, _, _ = trained
    QTest.mouseClick(view, LEFT, NONE, on_gauge(view))
    view.zoom_by(1.5, QPointF(500, 400))
    assert field(view).isHidden()


def test_the_pointer_says_that_a_value_can_be_dragged(trained):
    view, _, _ = trained
    move(view, on_gauge(view), button=Qt.MouseButton.NoButton)
    assert view.cursor().shape() is Qt.CursorShape.SizeHorCursor
    move(view, on_chip(view), button=Qt.MouseButton.NoButton)
    assert view.cursor().shape() is Qt.CursorShape.SizeHorCursor
