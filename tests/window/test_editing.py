"""Editing what is selected, in the real window, with real mouse and key events."""

import json

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QAction, QClipboard, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from nndesk.ui import clipboard
from nndesk.ui.editing import MIME
from nndesk.ui.window import MainWindow

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def units(window: MainWindow) -> list[int]:
    return [layer.units for layer in window.document.experiment.network.layers]


def click(window: MainWindow, layer: int, unit: int, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(window.canvas, LEFT, modifier, window.canvas.rect_of(layer, unit).center())


def key(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    focus = window.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert found is not None
    return found


def header(window: MainWindow, layer: int) -> QWidget:
    found = window.findChild(QWidget, f"layerHeader{layer}")
    assert found is not None
    return found


def notice(window: MainWindow) -> str:
    """What the window says now."""
    found = window.findChildren(QWidget, "notice")
    return " ".join(each.accessibleName() for each in found if each.isVisible())


# -- taking out ---------------------------------------------------------------------------------


def test_delete_takes_the_selected_neurons_out_as_one_step_with_a_name(window):
    click(window, 1, 0)
    click(window, 1, 3, SHIFT)
    click(window, 2, 5, SHIFT)
    key(window, Qt.Key.Key_Delete)
    assert units(window) == [6, 7, 6, 1]
    assert action(window, "actionUndo").text() == "Undo remove 3 neurons"
    assert window.selection.targets == ()  # so that a second Delete takes nothing more
    key(window, Qt.Key.Key_Delete)
    assert units(window) == [6, 7, 6, 1]
    key(window, Qt.Key.Key_Z, CTRL)
    assert units(window) == [8, 8, 6, 1]


def test_neurons_go_while_it_trains_and_undo_brings_the_trained_network_back(window, qtbot):
    controller = window.controller
    key(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: controller.snapshot is not None and controller.snapshot.epoch > 2)
    click(window, 1, 0)
    key(window, Qt.Key.Key_Delete)
    assert controller.playing
    qtbot.waitUntil(lambda: controller.snapshot is not None and len(controller.snapshot.activations[1]) == 7)
    key(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(
        lambda: (
            controller.snapshot is not None
            and len(controller.snapshot.activations[1]) == 8
            and controller.snapshot.epoch > 2
        )
    )
    controller.pause()


def test_delete_on_a_header_takes_the_layer_out(window):
    QTest.mouseClick(header(window, 2), LEFT, NONE, QPoint(20, 12))
    key(window, Qt.Key.Key_Delete)
    assert units(window) == [8, 6, 1]
    assert action(window, "actionUndo").text() == "Undo remove layer"


@pytest.mark.parametrize(("place", "words"), [((0, 1), "inputs"), ((4, 0), "outputs")])
def test_delete_on_inputs_and_outputs_says_why_not(window, place, words):
    click(window, *place)
    key(window, Qt.Key.Key_Delete)
    assert units(window) == [8, 8, 6, 1]
    assert f"The {words} follow from the data." in notice(window)


def test_delete_on_a_weight_cuts_it(window):
    QTest.mouseClick(window.canvas, LEFT, NONE, window.canvas.rect_of(4, 5, 0).center())
    assert window.selection.targets == ("layers.3.weights.5.0",)
    key(window, Qt.Key.Key_Delete)
    assert window.document.experiment.network.layers[3].cut == ((5, 0),)
    assert action(window, "actionUndo").text() == "Undo cut weight"


def test_select_all_and_delete_leave_the_output_alone(window):
    key(window, Qt.Key.Key_A, CTRL)
    assert len(window.selection.targets) == 8 + 8 + 6 + 1
    key(window, Qt.Key.Key_Delete)
    assert units(window) == [1]


def test_the_name_of_a_step_with_a_number_follows_the_language(window):
    click(window, 1, 0)
    click(window, 1, 3, SHIFT)
    key(window, Qt.Key.Key_Delete)
    window.following.language.set_code("zh_CN")
    assert action(window, "actionUndo").text().replace("\N{THIN SPACE}", "") == "撤销：删除2个神经元"
    window.following.language.set_code("en")
    assert action(window, "actionUndo").text() == "Undo remove 2 neurons"
    window.canvas.drawing.change_units(0, 4)
    for code in ("zh_CN", "en"):
        window.following.language.set_code(code)
    assert action(window, "actionUndo").text() == "Undo add neurons"


# -- copies -------------------------------------------------------------------------------------


def test_neurons_are_copied_and_pasted(window):
    click(window, 1, 2)
    key(window, Qt.Key.Key_C, CTRL)
    key(window, Qt.Key.Key_V, CTRL)
    assert units(window) == [9, 8, 6, 1]
    assert window.selection.targets == ("layers.0.units.8",)
    assert action(window, "actionUndo").text() == "Undo paste neuron"


@pytest.mark.parametrize("by", ["paste", "duplicate"])
def test_a_copied_neuron_has_the_trained_weights_of_the_first(window, qtbot, by):
    controller = window.controller
    controller.step_epoch()
    qtbot.waitUntil(lambda: not controller.busy and controller.snapshot.epoch == 1)
    click(window, 1, 2)
    before = controller.snapshot.parameters[: 2 * 8].reshape(2, 8)[:, 2].tolist()
    if by == "paste":
        key(window, Qt.Key.Key_C, CTRL)
        key(window, Qt.Key.Key_V, CTRL)
    else:
        key(window, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(lambda: controller.snapshot is not None and len(controller.snapshot.activations[1]) == 9)
    weights = controller.snapshot.parameters[: 2 * 9].reshape(2, 9)
    assert weights[:, 8].tolist() == before
    assert weights[:, 2].tolist() == before


def test_neurons_are_pasted_into_the_selected_layer(window):
    click(window, 1, 2)
    click(window, 1, 3, SHIFT)
    key(window, Qt.Key.Key_C, CTRL)
    QTest.mouseClick(header(window, 3), LEFT, NONE, QPoint(20, 12))
    key(window, Qt.Key.Key_V, CTRL)
    assert units(window) == [8, 8, 8, 1]
    assert action(window, "actionUndo").text() == "Undo paste 2 neurons"
    assert window.selection.targets == ("layers.2.units.6", "layers.2.units.7")


def test_a_layer_is_cut_and_pasted_after_the_selected_one(window):
    QTest.mouseClick(header(window, 3), LEFT, NONE, QPoint(20, 12))
    key(window, Qt.Key.Key_X, CTRL)
    assert units(window) == [8, 8, 1]
    QTest.mouseClick(header(window, 1), LEFT, NONE, QPoint(20, 12))
    key(window, Qt.Key.Key_V, CTRL)
    assert units(window) == [8, 6, 8, 1]
    assert window.selection.targets == ("layers.1",)
    assert action(window, "actionUndo").text() == "Undo paste layer"


def test_the_clipboard_holds_the_piece_as_text_too(window):
    click(window, 1, 2)
    key(window, Qt.Key.Key_C, CTRL)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.hasFormat(MIME)
    (neurons,) = json.loads(mime.text())["neurons"]
    assert (neurons["units"], neurons["activation"]) == (1, "tanh")


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "",
        '{"format": "nndesk.experiment"}',
        '{"format": "nndesk.piece", "version": 1, "layers": []}',
        '{"format": "nndesk.piece", "version": 1, "neurons": []}',
    ],
)
def test_what_is_foreign_is_refused_with_a_sentence(window, text):
    mime = QMimeData()
    mime.setText(text)
    clipboard.copy(mime)
    key(window, Qt.Key.Key_V, CTRL)
    assert units(window) == [8, 8, 6, 1]
    assert "The clipboard holds no layer and no neurons." in notice(window)


def test_a_clipboard_on_which_nothing_ever_was_is_refused_too(window, monkeypatch):
    monkeypatch.setattr(QClipboard, "mimeData", lambda *_: None)
    key(window, Qt.Key.Key_V, CTRL)
    assert "The clipboard holds no layer and no neurons." in notice(window)


def test_pasting_neurons_asks_for_a_layer_where_none_is_selected(window):
    click(window, 1, 2)
    key(window, Qt.Key.Key_C, CTRL)
    key(window, Qt.Key.Key_Escape)
    key(window, Qt.Key.Key_V, CTRL)
    assert units(window) == [8, 8, 6, 1]
    assert "Select the layer" in notice(window)


def test_duplicate_copies_neurons_and_layers(window):
    click(window, 2, 1)
    click(window, 2, 2, SHIFT)
    key(window, Qt.Key.Key_D, CTRL)
    assert units(window) == [8, 10, 6, 1]
    assert action(window, "actionUndo").text() == "Undo duplicate 2 neurons"
    QTest.mouseClick(header(window, 3), LEFT, NONE, QPoint(20, 12))
    key(window, Qt.Key.Key_D, CTRL)
    assert units(window) == [8, 10, 6, 6, 1]


# -- freezing, activation, order ----------------------------------------------------------------


def test_k_freezes_what_is_selected_and_lets_it_learn_again(window):
    layers = lambda: window.document.experiment.network.layers  # noqa: E731
    click(window, 1, 2)
    click(window, 1, 4, SHIFT)
    key(window, Qt.Key.Key_K)
    assert layers()[0].frozen.units == (2, 4)
    assert action(window, "actionFreeze").isChecked()
    assert action(window, "actionUndo").text() == "Undo freeze"
    key(window, Qt.Key.Key_K)
    assert layers()[0].frozen.units == ()
    QTest.mouseClick(header(window, 2), LEFT, NONE, QPoint(20, 12))
    key(window, Qt.Key.Key_K)
    assert not layers()[1].trainable


def test_the_menu_gives_the_selected_layers_an_activation(window):
    QTest.mouseClick(header(window, 1), LEFT, NONE, QPoint(20, 12))
    QTest.mouseClick(header(window, 2), LEFT, SHIFT, QPoint(20, 12))
    menu = window.findChild(QMenu, "activationMenu")
    assert menu is not None
    entries = {entry.data(): entry for entry in menu.actions()}
    assert entries["tanh"].isChecked()
    assert not entries["softmax"].isEnabled()
    entries["relu"].trigger()
    assert [layer.activation for layer in window.document.experiment.network.layers] == [
        "relu",
        "relu",
        "tanh",
        "sigmoid",
    ]
    assert entries["relu"].isChecked()


def drag_header(window: MainWindow, layer: int, to: int) -> QWidget:
    """Drag a header to an x of the canvas, and hold it there."""
    bar = header(window, layer)
    begin = bar.x() + 20
    QTest.mousePress(bar, LEFT, NONE, QPoint(20, 12))
    for part in (1, 2, 3):
        # The header goes along, so that a place on the canvas is another one in it each time.
        QTest.mouseMove(bar, QPoint(begin + (to - begin) * part // 3 - bar.x(), 12))
    return bar


def test_a_header_dragged_sideways_moves_its_layer(window):
    mark = window.findChild(QWidget, "insertionMark")
    assert mark is not None
    to = window.canvas.rect_of(1, 0).left() - 20
    bar = drag_header(window, 3, to)
    assert mark.isVisible()
    assert (
        window.canvas.rect_of(0, 0).right()
        < mark.geometry().center().x()
        < window.canvas.rect_of(1, 0).left()
    )
    assert units(window) == [8, 8, 6, 1]
    QTest.mouseRelease(bar, LEFT, NONE, QPoint(to - bar.x(), 12))
    assert units(window) == [6, 8, 8, 1]
    assert window.selection.targets == ("layers.0",)
    assert action(window, "actionUndo").text() == "Undo move layer"
    assert mark.isHidden()


def test_escape_puts_a_dragged_header_back(window):
    place = header(window, 3).geometry()
    bar = drag_header(window, 3, window.canvas.rect_of(1, 0).left() - 20)
    assert bar.geometry() != place
    key(window, Qt.Key.Key_Escape)
    assert bar.geometry() == place
    QTest.mouseRelease(bar, LEFT, NONE, QPoint(20, 12))
    assert units(window) == [8, 8, 6, 1]


def test_the_headers_of_inputs_and_outputs_stay(window):
    place = header(window, 4).geometry()
    bar = drag_header(window, 4, window.canvas.rect_of(1, 0).left() - 20)
    assert bar.geometry() == place
    QTest.mouseRelease(bar, LEFT, NONE, QPoint(20, 12))
    assert window.document.undo_stack.count() == 0


def test_undo_leads_the_selection_back_to_the_layer_that_was_moved(window):
    window.selection.set("layers.2")
    key(window, Qt.Key.Key_Left, ALT)
    assert window.selection.targets == ("layers.1",)
    key(window, Qt.Key.Key_Z, CTRL)
    assert window.selection.targets == ("layers.2",)
    key(window, Qt.Key.Key_L, CTRL)  # a new layer, which is selected
    key(window, Qt.Key.Key_Z, CTRL)
    assert window.selection.targets == ()  # and not the one that has its number now


def test_alt_and_an_arrow_move_the_selected_layer(window):
    QTest.mouseClick(header(window, 3), LEFT, NONE, QPoint(20, 12))
    assert not action(window, "actionMoveRight").isEnabled()
    key(window, Qt.Key.Key_Left, ALT)
    assert units(window) == [8, 6, 8, 1]
    assert window.selection.targets == ("layers.1",)
    key(window, Qt.Key.Key_Right, ALT)
    assert units(window) == [8, 8, 6, 1]


def test_an_edit_made_while_saving_is_undone_to_what_is_saved(window, qtbot, tmp_path):
    document = window.document
    window.save_to(tmp_path / "a.nnd")
    click(window, 1, 2)
    key(window, Qt.Key.Key_K)  # before the file is written
    assert document.path is None
    qtbot.waitUntil(lambda: document.path is not None)
    assert document.dirty
    assert window.isWindowModified()
    key(window, Qt.Key.Key_Z, CTRL)
    assert not document.dirty
    assert not window.isWindowModified()


# -- a right click ------------------------------------------------------------------------------


def menu_of(window: MainWindow) -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.objectName() == "contextMenu"
    return menu


@pytest.mark.qt_log_ignore("does not support")
def test_a_right_click_selects_what_is_there_and_offers_what_can_be_done(window):
    at = window.canvas.rect_of(1, 2).center()
    QTest.mouseClick(window.canvas, RIGHT, NONE, at)
    menu = menu_of(window)
    assert window.selection.targets == ("layers.0.units.2",)
    delete = next(entry for entry in menu.actions() if entry.objectName() == "actionDelete")
    QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(delete).center())
    assert units(window) == [7, 8, 6, 1]


@pytest.mark.qt_log_ignore("does not support")
def test_a_right_click_keeps_a_selection_that_it_is_in_and_takes_a_header(window):
    click(window, 1, 2)
    click(window, 1, 3, SHIFT)
    QTest.mouseClick(window.canvas, RIGHT, NONE, window.canvas.rect_of(1, 2).center())
    menu_of(window).close()
    assert window.selection.targets == ("layers.0.units.2", "layers.0.units.3")
    QTest.mouseClick(header(window, 2), RIGHT, NONE, QPoint(20, 12))
    menu_of(window).close()
    assert window.selection.targets == ("layers.1",)


def test_a_right_drag_draws_a_layer_and_opens_no_menu(window):
    canvas = window.canvas
    x = (canvas.rect_of(1, 0).right() + canvas.rect_of(2, 0).left()) // 2
    QTest.mousePress(canvas, RIGHT, NONE, QPoint(x, 300))
    for step in range(1, 5):
        QTest.mouseMove(canvas, QPoint(x, 300 + 60 * step))
    QTest.mouseRelease(canvas, RIGHT, NONE, QPoint(x, 540))
    assert QApplication.activePopupWidget() is None
    assert len(units(window)) == 5


@pytest.mark.qt_log_ignore("does not support")
def test_the_menu_key_opens_the_menu_at_what_is_selected(window):
    click(window, 2, 1)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(window.canvas, event)
    menu_of(window).close()
    assert window.selection.targets == ("layers.1.units.1",)


# -- one weight, one bias -------------------------------------------------------------------------

EDGE = (4, 5, 0)


def edge_point(window: MainWindow) -> QPoint:
    return window.canvas.rect_of(*EDGE).center()


def choose(window: MainWindow, at: QPoint, name: str) -> None:
    """A right click, and a click on an entry of the menu."""
    QTest.mouseClick(window.canvas, RIGHT, NONE, at)
    menu = menu_of(window)
    entry = next(entry for entry in menu.actions() if entry.objectName() == name)
    assert entry.isEnabled()
    QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(entry).center())
    window.activateWindow()


def cut(window: MainWindow) -> tuple[tuple[int, int], ...]:
    return window.document.experiment.network.layers[3].cut


def shown(window: MainWindow, place: int) -> float:
    """A parameter counted from the end, as it is shown: −1 is the bias of the output."""
    return float(window.controller.snapshot.parameters[place])


@pytest.mark.qt_log_ignore("does not support")
def test_the_menu_of_a_weight_cuts_it_and_that_of_its_ghost_joins_it(window):
    choose(window, edge_point(window), "actionDelete")
    assert cut(window) == ((5, 0),)
    assert action(window, "actionDelete").text() == "Join edge"
    assert not action(window, "actionFreeze").isEnabled()
    key(window, Qt.Key.Key_Escape)
    choose(window, edge_point(window), "actionDelete")
    assert cut(window) == ()
    assert action(window, "actionUndo").text() == "Undo join weight"
    assert action(window, "actionDelete").text() == "Cut edge"


def test_a_double_click_on_the_ghost_of_a_cut_edge_joins_it(window, qtbot):
    QTest.mouseClick(window.canvas, LEFT, NONE, edge_point(window))
    key(window, Qt.Key.Key_Delete)
    key(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.controller.busy)
    before = window.document.undo_stack.count()
    for _ in range(2):  # on one that is there nothing is done
        QTest.mouseClick(window.canvas, LEFT, NONE, edge_point(window))
        QTest.mouseDClick(window.canvas, LEFT, NONE, edge_point(window))
        assert cut(window) == ()
    assert window.document.undo_stack.count() == before + 1


def test_delete_joins_edges_that_are_cut(window):
    for source in (4, 5):
        modifier = SHIFT if source == 5 else NONE
        QTest.mouseClick(window.canvas, LEFT, modifier, window.canvas.rect_of(4, source, 0).center())
    key(window, Qt.Key.Key_Delete)
    assert cut(window) == ((4, 0), (5, 0))
    key(window, Qt.Key.Key_Delete)
    assert cut(window) == ()
    assert action(window, "actionUndo").text() == "Undo join 2 weights"


@pytest.mark.qt_log_ignore("does not support")
def test_the_menu_sets_a_weight_or_a_bias_back_to_where_the_run_began(window, qtbot):
    controller = window.controller
    start = shown(window, -2), shown(window, -1)
    controller.step_epoch()
    qtbot.waitUntil(lambda: not controller.busy and controller.snapshot.epoch == 1)
    trained = shown(window, -2), shown(window, -1)
    assert trained[0] != start[0]
    assert trained[1] != start[1]
    choose(window, edge_point(window), "actionStartValue")
    qtbot.waitUntil(lambda: not controller.busy)
    assert (shown(window, -2), shown(window, -1)) == (start[0], trained[1])
    assert action(window, "actionUndo").text() == "Undo start value"
    choose(window, window.canvas.rect_of(4, 0).center(), "actionStartValue")
    qtbot.waitUntil(lambda: not controller.busy)
    assert (shown(window, -2), shown(window, -1)) == start
    key(window, Qt.Key.Key_Z, CTRL)
    key(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: not controller.busy)
    assert (shown(window, -2), shown(window, -1)) == trained
