"""Gestures on the canvas that are not brought to their end, or that something comes between."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from nndesk.ui.window import MainWindow

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
NOTHING = Qt.MouseButton.NoButton
NONE = Qt.KeyboardModifier.NoModifier


def units(window: MainWindow) -> list[int]:
    return [layer.units for layer in window.document.experiment.network.layers]


def part(window: MainWindow, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert found is not None, f"no {name}"
    return found


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert action is not None, f"no {name}"
    action.trigger()


def move(widget: QWidget, to: QPoint, buttons: Qt.MouseButton = LEFT) -> None:
    """The pointer comes to a place with ``buttons`` down, whatever `QTest` thinks is."""
    place = QPointF(to), QPointF(widget.mapToGlobal(to))
    QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, *place, NOTHING, buttons, NONE))


def free(window: MainWindow) -> QPoint:
    """A place between inputs and the first layer where nothing is."""
    left, right = window.canvas.rect_of(0, 0), window.canvas.rect_of(1, 0)
    return QPoint((left.right() + right.left()) // 2, left.top() - 40)


def gauge(window: MainWindow, layer: int, unit: int) -> QPoint:
    rect = window.canvas.rect_of(layer, unit)
    return QPoint(rect.center().x(), rect.bottom() + 2)


def hold(window: MainWindow, gesture: str) -> tuple[QWidget, QPoint, Qt.MouseButton]:
    """Begin a gesture and keep its button down: where, at what place and which button."""
    widget, button, at = {
        "stroke": (window.canvas, RIGHT, free(window)),
        "box": (window.canvas, LEFT, free(window)),
        "view": (window.canvas, MIDDLE, free(window)),
        "value": (window.canvas, LEFT, gauge(window, 1, 3)),
        "header": (part(window, "layerHeader2"), LEFT, QPoint(20, 12)),
        "handle": (part(window, "countHandle"), LEFT, QPoint(22, 15)),
    }[gesture]
    if gesture == "handle":
        window.selection.set("layers.1")
    QTest.mousePress(widget, button, NONE, at)
    for by in (QPoint(10, 10), QPoint(15, 70)):
        move(widget, at + by, button)
    return widget, at + QPoint(15, 70), button


def headers_stand_above_their_layers(window: MainWindow) -> bool:
    layers = window.canvas.places.layout.layers
    xs = [part(window, f"layerHeader{number}").x() for number in range(len(layers))]
    return all(abs(x - layer.header.x) <= 1 for x, layer in zip(xs, layers, strict=True))


def is_free(window: MainWindow) -> bool:
    """Whether the next click selects what it is on."""
    window.canvas.fit()
    QTest.mouseClick(window.canvas, LEFT, NONE, window.canvas.rect_of(1, 0).center())
    return window.selection.targets == ("layers.0.units.0",)


GESTURES = ("stroke", "box", "view", "value", "header", "handle")


@pytest.mark.parametrize("gesture", ["stroke", "box", "view", "value"])
def test_a_button_let_go_elsewhere_ends_what_it_was_down_for(window, gesture):
    canvas, at, _ = hold(window, gesture)
    before = window.canvas.viewport.offset(canvas.size())
    move(canvas, at + QPoint(40, 0), NOTHING)  # it was let go over a dialog
    assert window.canvas.viewport.offset(canvas.size()) == before
    assert units(window) == [8, 8, 6, 1]
    assert is_free(window)


@pytest.mark.parametrize("place", ["free", "gauge", "neuron"])
def test_a_press_ends_what_the_same_button_was_down_for(window, place):
    """`mouseDClick` sends no release: as when that went to another window."""
    at = {"free": free(window), "gauge": gauge(window, 1, 3), "neuron": window.canvas.rect_of(2, 2).center()}
    for button in (LEFT, RIGHT):
        QTest.mouseDClick(window.canvas, button, NONE, at[place])
        assert is_free(window)


@pytest.mark.parametrize("gesture", GESTURES)
def test_a_window_that_is_no_longer_active_ends_what_a_button_is_down_for(window, gesture):
    widget, at, button = hold(window, gesture)
    QApplication.sendEvent(window.canvas, QEvent(QEvent.Type.WindowDeactivate))
    move(widget, at + QPoint(0, 40), button)
    QTest.mouseRelease(widget, button, NONE, at)
    assert units(window) == [8, 8, 6, 1]
    assert headers_stand_above_their_layers(window)
    assert is_free(window)


@pytest.mark.parametrize("button", [RIGHT, MIDDLE])
def test_another_button_does_nothing_while_a_value_is_dragged(window, qtbot, button):
    canvas, at, _ = hold(window, "value")
    QTest.mousePress(canvas, button, NONE, at)
    move(canvas, at + QPoint(0, 90), LEFT | button)
    QTest.mouseRelease(canvas, button, NONE, at)
    assert units(window) == [8, 8, 6, 1]
    assert window.canvas.viewport.is_whole(canvas.size())
    QTest.mouseRelease(canvas, LEFT, NONE, at)
    assert window.document.undo_stack.count() == 1


def test_another_button_does_not_drop_a_header(window):
    header, _, _ = hold(window, "header")
    to = QPoint(window.canvas.rect_of(3, 0).right() - header.x() + 20, 12)
    move(header, to)
    for button in (RIGHT, MIDDLE):
        QTest.mousePress(header, button, NONE, to)
        QTest.mouseRelease(header, button, NONE, to)
    assert window.canvas.reordering.active
    QTest.mouseRelease(header, LEFT, NONE, to)
    assert units(window) == [8, 6, 8, 1]


@pytest.mark.parametrize("gesture", GESTURES)
def test_undo_of_the_layer_that_a_button_is_down_on_ends_the_gesture(window, gesture):
    window.selection.set("data")
    trigger(window, "actionAddLayer")
    assert units(window) == [4, 8, 8, 6, 1]
    widget, at, button = hold(window, gesture)
    while window.document.undo_stack.canUndo():
        trigger(window, "actionUndo")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    move(widget, at + QPoint(0, 40), button)
    QTest.mouseRelease(widget, button, NONE, at)
    assert units(window) == [8, 8, 6, 1]
    assert headers_stand_above_their_layers(window)
    assert is_free(window)


def test_undo_of_the_last_layers_below_a_stroke_draws_nothing(window):
    for _ in range(3):
        trigger(window, "actionAddLayer")
    last = len(units(window))
    left, right = window.canvas.rect_of(last - 1, 0), window.canvas.rect_of(last, 0)
    at = QPoint((left.right() + right.left()) // 2, 250)
    QTest.mousePress(window.canvas, RIGHT, NONE, at)
    move(window.canvas, at + QPoint(0, 130), RIGHT)
    for _ in range(3):
        trigger(window, "actionUndo")
    QTest.mouseRelease(window.canvas, RIGHT, NONE, at + QPoint(0, 130))
    assert units(window) == [8, 8, 6, 1]


def test_a_value_of_a_neuron_that_undo_took_away_is_dragged_no_further(window, qtbot):
    part(window, "layerHeader1").plus.click()
    canvas, at = window.canvas, gauge(window, 1, 8)
    QTest.mousePress(canvas, LEFT, NONE, at)
    move(canvas, at + QPoint(10, 0))
    while window.document.undo_stack.canUndo():
        trigger(window, "actionUndo")
    assert units(window) == [8, 8, 6, 1]
    move(canvas, at + QPoint(30, 0))
    QTest.mouseRelease(canvas, LEFT, NONE, at)
    assert not window.document.undo_stack.canUndo()
    assert not any(notice.isVisible() for notice in window.findChildren(QWidget, "notice"))


@pytest.mark.parametrize("what", ["zoom", "theme", "size"])
@pytest.mark.parametrize("end", ["drop", "escape"])
def test_a_dragged_header_goes_along_with_its_network(window, what, end):
    """Dragged a little to the right, where it stays the second hidden layer."""
    header, at, _ = hold(window, "header")
    under = header.mapToParent(at)
    if what == "zoom":
        window.canvas.zoom_step(1)
    elif what == "theme":
        window.appearance.set_theme("dark")
    else:
        window.resize(1280, 720)
    assert header.mapToParent(at).x() == under.x()  # still under the pointer
    if end == "drop":
        QTest.mouseRelease(header, LEFT, NONE, at)
    else:
        QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert units(window) == [8, 8, 6, 1]
    assert headers_stand_above_their_layers(window)


def test_a_box_selects_what_lies_in_it_when_it_is_let_go(window):
    canvas, first = window.canvas, window.canvas.rect_of(1, 0)
    QTest.mousePress(canvas, LEFT, NONE, free(window))
    move(canvas, first.topLeft() + QPoint(8, 8))
    for _ in range(2):
        canvas.zoom_step(-1)  # everything comes nearer to the middle
    assert not window.canvas.rect_of(1, 0).contains(first.topLeft() + QPoint(8, 8))
    QTest.mouseRelease(canvas, LEFT, NONE, first.topLeft() + QPoint(8, 8))
    assert window.selection.targets == ()
