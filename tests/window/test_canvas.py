"""What is done on the canvas: zooming, moving and drawing, with real mouse, wheel and key events."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAction, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nndesk.ui.canvas.ghost import Ghost
from nndesk.ui.canvas.layout import GAUGE_OVERHANG
from nndesk.ui.window import MainWindow
from tests.experiments import shaped

Finder = Callable[[str], QWidget]
Opener = Callable[..., MainWindow]
LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier


def turn(window: MainWindow, notches: int, at: QPoint) -> None:
    """Turn the wheel over the canvas."""
    canvas = window.canvas
    event = QWheelEvent(
        QPointF(at),
        QPointF(canvas.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def drag(widget: QWidget, start: QPoint, end: QPoint, button: Qt.MouseButton = LEFT, *, drop: bool = True):
    QTest.mousePress(widget, button, NONE, start)
    for step in range(1, 5):
        QTest.mouseMove(widget, start + (end - start) * (step / 4))
    if drop:
        QTest.mouseRelease(widget, button, NONE, end)


def label(find: Finder) -> str:
    found = find("zoomLabel")
    assert isinstance(found, QLabel)
    return found.text()


def tool(find: Finder, name: str) -> QAbstractButton:
    found = find("toolTiles").findChild(QAbstractButton, name)
    assert found is not None
    return found


def units(window: MainWindow) -> list[int]:
    return [layer.units for layer in window.document.experiment.network.layers]


def between(window: MainWindow, layer: int) -> int:
    """The x in the middle before a layer, counted as on the canvas."""
    canvas = window.canvas
    return (canvas.rect_of(layer - 1, 0).right() + canvas.rect_of(layer, 0).left()) // 2


def stroke(window: MainWindow, x: int, length: int, button: Qt.MouseButton = LEFT, *, drop: bool = True):
    drag(window.canvas, QPoint(x, 300), QPoint(x, 300 + length), button, drop=drop)


# -- zoom ---------------------------------------------------------------------------------------


def test_the_wheel_zooms_at_the_pointer_and_back(window: MainWindow, find: Finder):
    canvas = window.canvas
    before = canvas.rect_of(2, 3)
    pixels = canvas.grab().toImage()
    turn(window, 4, before.center())
    assert label(find) == "200%"
    after = canvas.rect_of(2, 3)
    assert after.width() == 2 * before.width()
    assert (after.center() - before.center()).manhattanLength() <= 3
    turn(window, -4, before.center())
    assert label(find) == "100%"
    assert canvas.rect_of(2, 3) == before
    assert canvas.grab().toImage() == pixels


def test_the_wheel_stops_at_the_limits(window: MainWindow, find: Finder):
    turn(window, 40, QPoint(500, 300))
    assert label(find) == "400%"
    turn(window, -80, QPoint(500, 300))
    assert label(find) == "25%"


def test_buttons_and_keys_zoom_and_fit(window: MainWindow, find: Finder):
    home = window.canvas.rect_of(1, 0)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Plus)
    assert label(find) == "125%"
    QTest.mouseClick(find("zoomInButton"), LEFT)
    assert label(find) == "150%"
    QTest.keyClick(window.canvas, Qt.Key.Key_Minus)
    QTest.mouseClick(find("zoomOutButton"), LEFT)
    QTest.mouseClick(find("zoomOutButton"), LEFT)
    assert label(find) == "80%"
    QTest.keyClick(window.canvas, Qt.Key.Key_F)
    assert (label(find), window.canvas.rect_of(1, 0)) == ("100%", home)
    turn(window, 3, QPoint(100, 100))
    QTest.mouseClick(find("fitButton"), LEFT)
    assert window.canvas.rect_of(1, 0) == home


def test_a_pinch_on_a_touchpad_zooms(window: MainWindow, find: Finder):
    canvas = window.canvas
    at = QPointF(400, 300)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        at,
        at,
        canvas.mapToGlobal(at),
        0.25,
        QPointF(),
    )
    QApplication.sendEvent(canvas, event)
    assert label(find) == "125%"


@pytest.mark.parametrize("notches", [-5, 5])
def test_a_zoomed_neuron_is_selected_where_it_is_seen(window: MainWindow, notches: int):
    canvas = window.canvas
    turn(window, notches, canvas.rect_of(2, 4).center())
    QTest.mouseClick(canvas, LEFT, NONE, canvas.rect_of(2, 4).center())
    assert window.selection.targets == ("layers.1.units.4",)


def test_toolbars_stay_and_cards_go_along(window: MainWindow, find: Finder):
    places = [find(name).mapTo(window, QPoint()) for name in ("toolTiles", "zoomLabel", "legend")]
    data = find("dataCard").geometry()
    turn(window, 4, QPoint(500, 300))
    assert [find(name).mapTo(window, QPoint()) for name in ("toolTiles", "zoomLabel", "legend")] == places
    assert find("dataCard").size() == data.size()
    assert find("dataCard").geometry().right() < data.right() - 100


def test_a_notice_has_its_place_between_legend_and_zoom(open_window: Callable[..., MainWindow]):
    for size in ((1280, 720), (1440, 900)):
        window = open_window(size=size)
        band = window.canvas.floats.free_band()
        for name in ("legend", "zoomLabel", "fitButton"):
            widget = window.findChild(QWidget, name)
            assert widget is not None
            assert not band.intersects(QRect(widget.mapTo(window.canvas, QPoint()), widget.size()))
        assert band.width() > 300


def test_another_experiment_opens_at_all_of_it(window: MainWindow, find: Finder, qtbot: QtBot):
    turn(window, 4, QPoint(500, 300))
    window.open("xor")
    qtbot.waitUntil(lambda: window.document.experiment.data.kind == "xor")
    assert label(find) == "100%"


def test_frames_go_on_while_zoomed(window: MainWindow, qtbot: QtBot):
    turn(window, 4, QPoint(500, 300))
    before = window.canvas.grab().toImage()
    window.controller.step_epoch()
    qtbot.waitUntil(lambda: window.controller.snapshot.epoch == 1)  # pyright: ignore
    qtbot.waitUntil(lambda: window.canvas.grab().toImage() != before)


# -- moving -------------------------------------------------------------------------------------


def test_the_middle_button_moves_the_view(window: MainWindow):
    before = window.canvas.rect_of(1, 0)
    drag(window.canvas, QPoint(600, 130), QPoint(660, 100), MIDDLE)
    assert window.canvas.rect_of(1, 0) == before.translated(60, -30)


def test_the_hand_moves_the_view_and_selects_nothing(window: MainWindow, find: Finder):
    canvas = window.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_H)
    assert tool(find, "pan").isChecked()
    before = canvas.rect_of(1, 0)
    drag(canvas, before.center(), before.center() + QPoint(40, 20))
    assert canvas.rect_of(1, 0) == before.translated(40, 20)
    assert window.selection.targets == ()
    QTest.keyClick(canvas, Qt.Key.Key_V)
    assert tool(find, "select").isChecked()


def test_dragging_with_the_space_bar_moves_the_view_and_does_not_play(window: MainWindow):
    canvas = window.canvas
    canvas.setFocus()
    before = canvas.rect_of(1, 0)
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    drag(canvas, QPoint(600, 130), QPoint(650, 150))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.rect_of(1, 0) == before.translated(50, 20)
    assert not window.controller.playing


# -- drawing layers -----------------------------------------------------------------------------


@pytest.mark.parametrize(("length", "count"), [(45, 1), (150, 2), (310, 5)])
def test_a_stroke_draws_a_layer_of_its_length(window: MainWindow, find: Finder, length: int, count: int):
    QTest.mouseClick(tool(find, "draw"), LEFT)
    stroke(window, between(window, 2), length)
    assert units(window) == [8, count, 8, 6, 1]
    assert window.document.undo_stack.undoText() == "draw layer"
    window.document.undo_stack.undo()
    assert units(window) == [8, 8, 6, 1]
    assert not window.document.undo_stack.canUndo()


def test_the_right_button_draws_with_any_tool(window: MainWindow, find: Finder):
    stroke(window, between(window, 1), 120, RIGHT)
    assert units(window) == [2, 8, 8, 6, 1]
    assert find("drawHint").isHidden()


def test_a_stroke_over_a_hidden_column_replaces_its_count(window: MainWindow, find: Finder):
    QTest.mouseClick(tool(find, "draw"), LEFT)
    stroke(window, window.canvas.rect_of(2, 0).center().x(), 180)
    assert units(window) == [8, 3, 6, 1]
    assert window.document.undo_stack.undoText() == "draw layer"


@pytest.mark.parametrize("layer", [0, 4])
def test_a_stroke_over_inputs_or_outputs_draws_nothing(window: MainWindow, layer: int):
    stroke(window, window.canvas.rect_of(layer, 0).center().x(), 200, RIGHT)
    assert not window.document.undo_stack.canUndo()


def test_a_short_or_level_stroke_draws_nothing(window: MainWindow):
    stroke(window, between(window, 2), 39, RIGHT)
    x = between(window, 2)
    drag(window.canvas, QPoint(x, 300), QPoint(x + 200, 345), RIGHT)
    assert not window.document.undo_stack.canUndo()


@pytest.mark.parametrize("size", [(1180, 680), (1280, 720), (1440, 900)])
def test_the_hint_covers_no_neuron_and_no_plate(open_window: Opener, size: tuple[int, int]):
    window = open_window(size=size)
    window.canvas.set_tool("draw")
    hint = window.findChild(QWidget, "drawHint")
    assert hint is not None
    assert hint.isVisible()
    if size != (1180, 680):  # there is no room for it beside the legend
        assert not window.canvas.floats.covers_network(hint.geometry())
    others = [window.findChild(QWidget, name) for name in ("legend", "zoomOutButton")]
    rects = [QRect(part.mapTo(window.canvas, QPoint()), part.size()) for part in others if part is not None]
    assert len(rects) == 2
    assert not any(rect.intersects(hint.geometry()) for rect in rects)


def test_the_hint_goes_along_when_the_window_grows(open_window: Opener, qtbot: QtBot):
    window = open_window(size=(1280, 720))
    canvas = window.canvas
    canvas.set_tool("draw")
    hint, legend = (window.findChild(QWidget, name) for name in ("drawHint", "legend"))
    assert hint is not None
    assert legend is not None
    for size in ((1440, 900), (1920, 1080), (1280, 720)):
        window.resize(*size)
        qtbot.waitUntil(lambda: not hint.geometry().intersects(legend.geometry()))
        qtbot.waitUntil(lambda: canvas.rect().contains(hint.geometry()))
        assert (hint.y() >= legend.y()) == (size == (1280, 720))


def test_the_transport_is_as_high_as_belongs_to_the_window(open_window: Opener, qtbot: QtBot):
    window = open_window(size=(1280, 720))
    for size, height in (((1280, 720), 104), ((1440, 900), 120), ((1920, 1080), 136), ((1280, 720), 104)):
        window.resize(*size)
        qtbot.waitUntil(lambda height=height: window.transport.height() == height)


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900)])
def test_what_is_said_at_a_stroke_lies_on_no_card_or_plate(open_window: Opener, size: tuple[int, int]):
    window = open_window(size=size)
    canvas = window.canvas
    canvas.set_tool("draw")
    ghost = window.findChild(Ghost, "ghost")
    assert ghost is not None
    x = (canvas.rect_of(3, 0).right() + canvas.rect_of(4, 0).left()) // 2
    QTest.mousePress(canvas, LEFT, NONE, QPoint(x, 200))
    for y in range(250, canvas.height() - 20, 9):
        QTest.mouseMove(canvas, QPoint(x, y))
        assert len(ghost.lines) == 2
        chip = ghost.chip.toAlignedRect()
        assert canvas.rect().contains(chip)
        for rect in canvas.floats.shadows():
            assert not rect.intersects(chip), (y, rect, chip)
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(x, canvas.height() - 20))


def test_the_ghost_counts_while_it_is_drawn_and_escape_cancels(window: MainWindow, find: Finder):
    canvas = window.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_L)
    assert find("drawHint").isVisible()
    stroke(window, between(window, 2), 300, drop=False)
    assert find("ghost").isVisible()
    assert find("ghost").accessibleName() == "5 neurons · Tanh longer = more"
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert find("ghost").isHidden()
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(500, 600))
    assert not window.document.undo_stack.canUndo()
    assert tool(find, "draw").isChecked()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert tool(find, "select").isChecked()
    assert find("drawHint").isHidden()


def test_a_stroke_of_a_zoomed_network_is_measured_in_its_neurons(window: MainWindow):
    turn(window, 4, window.canvas.rect_of(2, 3).center())
    stroke(window, between(window, 2), 240, RIGHT)
    assert units(window) == [8, 2, 8, 6, 1]


def test_a_drag_of_the_handle_is_one_undo_step(window: MainWindow, find: Finder):
    QTest.mouseClick(find("layerHeader3"), LEFT, NONE, QPoint(20, 12))
    handle = find("countHandle")
    assert handle.isVisible()
    start = handle.rect().center()
    drag(handle, start, start + QPoint(0, 60), drop=False)
    assert units(window) == [8, 8, 6, 1]  # not before it is let go
    assert find("ghost").accessibleName().startswith("8 neurons")
    QTest.mouseRelease(handle, LEFT, NONE, start + QPoint(0, 60))
    assert units(window) == [8, 8, 8, 1]
    window.document.undo_stack.undo()
    assert units(window) == [8, 8, 6, 1]
    assert not window.document.undo_stack.canUndo()


@pytest.mark.parametrize(("name", "hidden"), [("digits", (32,)), ("digits", (17, 24)), ("spiral", (12, 3))])
def test_the_handle_covers_no_neuron_and_no_gauge(
    window: MainWindow, find: Finder, qtbot: QtBot, name: str, hidden: tuple[int, ...]
):
    window.resize(1280, 720)
    window.document.replace(shaped(name, *hidden), "another network")
    window.selection.set("layers.0")
    window.canvas.set_lens("health")  # whose legend is the widest
    qtbot.waitUntil(lambda: not window.controller.busy)
    window.grab()
    handle = find("countHandle").geometry().adjusted(6, 6, -6, -6)  # of which this is seen
    neurons = [window.canvas.rect_of(1, unit).adjusted(0, 0, 0, GAUGE_OVERHANG) for unit in range(hidden[0])]
    assert not [rect for rect in neurons if rect.intersects(handle)]
    assert not [rect for rect in window.canvas.floats.shadows() if rect.intersects(handle)]


def test_escape_lets_the_handle_go(window: MainWindow, find: Finder):
    QTest.mouseClick(find("layerHeader3"), LEFT, NONE, QPoint(20, 12))
    handle = find("countHandle")
    start = handle.rect().center()
    drag(handle, start, start - QPoint(0, 90), drop=False)
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(handle, LEFT, NONE, start - QPoint(0, 90))
    assert units(window) == [8, 8, 6, 1]


@pytest.mark.parametrize("header", ["layerHeader0", "layerHeader4", "dataCard"])
def test_only_hidden_layers_have_a_handle(window: MainWindow, find: Finder, header: str):
    QTest.mouseClick(find(header), LEFT, NONE, QPoint(20, 12))
    assert find("countHandle").isHidden()


# -- keys ---------------------------------------------------------------------------------------


def test_a_layer_is_duplicated_and_deleted_by_keys(window: MainWindow, find: Finder):
    QTest.mouseClick(find("layerHeader3"), LEFT, NONE, QPoint(20, 12))
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert units(window) == [8, 8, 6, 6, 1]
    assert window.document.undo_stack.undoText() == "duplicate layer"
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    assert units(window) == [8, 8, 6, 1]


def test_what_is_no_hidden_layer_cannot_be_duplicated(window: MainWindow, find: Finder):
    action = window.findChild(QAction, "actionDuplicate")
    assert action is not None
    for name in ("layerHeader4", "dataCard"):
        QTest.mouseClick(find(name), LEFT, NONE, QPoint(20, 12))
        assert not action.isEnabled()
