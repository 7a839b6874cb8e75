"""The window by keyboard alone: its regions, the order of Tab, and what arrows do where."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QMenu, QWidget

from nndesk.project import edits
from nndesk.ui.focus import Ring
from nndesk.ui.menubar import MenuBar
from nndesk.ui.window import MainWindow

F6, TAB, ESC = Qt.Key.Key_F6, Qt.Key.Key_Tab, Qt.Key.Key_Escape
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def focused(window: MainWindow) -> QWidget:
    focus = window.focusWidget()
    assert focus is not None
    return focus


def region(window: MainWindow) -> str:
    """The part of the window that has the keyboard."""
    widget: QWidget | None = focused(window)
    inspector, canvas = window.inspector, window.canvas
    for name in ("toolTiles", "lensTiles"):
        if window.findChild(QWidget, name).isAncestorOf(widget):
            return "tools" if name == "toolTiles" else "lens"
    for name, part in (("panel", inspector), ("timeline", window.transport.timeline), ("canvas", canvas)):
        if part is widget or part.isAncestorOf(widget):
            return name
    return "transport" if window.transport.isAncestorOf(widget) else "app bar"


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(focused(window), key, modifier)


def test_f6_goes_through_the_regions_in_order_and_shift_f6_back(window):
    order = ["canvas", "lens", "panel", "transport", "timeline", "app bar", "tools", "canvas"]
    seen = [region(window)]
    for _ in order[1:]:
        press(window, F6)
        seen.append(region(window))
    assert seen == order
    for expected in reversed(order[:-1]):
        press(window, F6, SHIFT)
        assert region(window) == expected


def test_f6_goes_between_the_first_page_and_the_bar_above_it(window, find):
    window.show_welcome()
    begin = focused(window)
    assert find("welcome").isAncestorOf(begin)
    press(window, F6)
    assert isinstance(focused(window), MenuBar)
    press(window, F6)
    assert focused(window) is begin
    press(window, F6, SHIFT)
    assert isinstance(focused(window), MenuBar)


def test_a_region_is_entered_where_the_keyboard_was_in_it(window, find, qtbot):
    qtbot.waitUntil(lambda: window.findChild(QWidget, "batchSizeBox") is not None)
    find("batchSizeBox").setFocus()
    for _ in range(7):
        press(window, F6)
    assert focused(window).objectName() == "batchSizeBox"


def test_i_goes_to_the_panel_and_opens_it_first(window):
    window.inspector.toggle_action.setChecked(False)
    press(window, Qt.Key.Key_I)
    assert window.inspector.toggle_action.isChecked()
    assert region(window) == "panel"


def test_tab_reaches_every_control_and_comes_back_round(window, qtbot):
    qtbot.waitUntil(lambda: window.findChild(QWidget, "lossPanel") is not None)
    start, seen = focused(window), []
    while focused(window) is not start or not seen:
        seen.append(focused(window))
        press(window, TAB)
        assert len(seen) < 300
    wanted = {
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    missed = [
        widget
        for widget in wanted - set(seen)
        if not isinstance(widget, QAbstractScrollArea)
        and not isinstance(widget.parentWidget(), QAbstractScrollArea)
    ]
    assert missed == []


def test_a_new_header_has_its_turn_between_its_neighbours(window):
    document, canvas = window.document, window.canvas
    document.replace(edits.add_layer(document.experiment, 1), "add layer")
    canvas.setFocus()
    names: list[str] = []
    while "select" not in names:
        press(window, TAB)
        names.append(focused(window).objectName())
        assert len(names) < 60
    headers = [int(name.removeprefix("layerHeader")) for name in names if name.startswith("layerHeader")]
    assert headers == list(range(6))


def test_arrows_walk_on_the_canvas_only_when_it_was_reached_by_a_key(window, qtbot):
    controller, canvas = window.controller, window.canvas
    press(window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: controller.snapshot.epoch == 1 and not controller.busy)
    press(window, F6, SHIFT)
    press(window, F6)
    before = canvas.keyboard.target
    with qtbot.assertNotEmitted(controller.frame, wait=150):
        press(window, Qt.Key.Key_Right)
    assert canvas.keyboard.target != before
    press(window, ESC)
    assert canvas.keyboard.target == "none"
    with qtbot.waitSignal(controller.frame):
        press(window, Qt.Key.Key_Right)


def test_on_the_timeline_an_arrow_steps(window, qtbot):
    window.transport.timeline.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(window.controller.frame):
        press(window, Qt.Key.Key_Right)


def test_5_and_6_choose_how_far_a_step_goes_and_shift_right_goes_to_the_next_epoch(window, qtbot):
    controller = window.controller

    def step(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> int:
        press(window, key, modifier)
        qtbot.waitUntil(lambda: not controller.busy)
        return controller.snapshot.step

    per_epoch = step(Qt.Key.Key_Right)
    press(window, Qt.Key.Key_5)
    assert window.transport.step_size == "batch"
    assert step(Qt.Key.Key_Right) == per_epoch + 1
    assert step(Qt.Key.Key_Right, SHIFT) == 2 * per_epoch
    press(window, Qt.Key.Key_6)
    assert step(Qt.Key.Key_Right) == 3 * per_epoch


@pytest.mark.qt_log_ignore("does not support")
@pytest.mark.parametrize("times", [0, 2])
def test_menus_open_by_keyboard(window, times):
    while region(window) != "app bar":
        press(window, F6)
    for _ in range(times):
        press(window, Qt.Key.Key_Right)
    press(window, Qt.Key.Key_Down)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert popup is window.findChild(MenuBar).actions()[times].menu()
    QTest.keyClick(popup, ESC)
    assert QApplication.activePopupWidget() is None
    press(window, F6)
    assert region(window) == "tools"


def test_what_has_the_keyboard_has_a_ring(window):
    for _ in range(7):
        press(window, F6)
        assert any(ring.isVisible() for ring in window.findChildren(Ring)), region(window)


def test_keys_are_the_system_s_and_the_design_s(window):
    shop, standard = window._shop, QKeySequence.StandardKey
    action = shop._action("actionTest", "", window.close, standard.Undo, "Ctrl+Y", "Ctrl+Z")
    assert [keys.toString() for keys in action.shortcuts()] == ["Ctrl+Z", "Ctrl+Y"]
    action = shop._action("actionTest", "", window.close, standard.UnknownKey, "Ctrl+Y")
    assert [keys.toString() for keys in action.shortcuts()] == ["Ctrl+Y"]
    QTest.keySequence(window.canvas, "Ctrl+Q")
    assert not window.isVisible()


def test_esc_leads_from_every_control_back_to_the_canvas(window, qtbot):
    qtbot.waitUntil(lambda: all(map(window.findChild, [QWidget] * 2, ("lossPanel", "weightMatrix"))))
    canvas, seen = window.canvas, set()
    for target in ("none", "layers.0.units.1", "layers.1.weights.0.2", "data", "loss", "matrix.1"):
        window.selection.set(target)
        for control in window.findChildren(QWidget):
            policy = control.focusPolicy() & Qt.FocusPolicy.TabFocus
            if not policy or not control.isVisible() or not control.isEnabled() or control is canvas:
                continue
            control.setFocus(Qt.FocusReason.TabFocusReason)
            press(window, ESC)
            if canvas.isAncestorOf(control) and window.selection.target != target:
                press(window, ESC)  # the first was the selection's
                window.selection.set(target)
            assert focused(window) is canvas, control
            assert window.selection.target == target, control
            seen.add(type(control).__name__)
    assert {"NumberField", "LiveField", "ComboBox", "Slider", "PictureTile", "MenuBar", "Timeline"} <= seen


def test_a_button_that_is_held_down_shows_no_menu_of_its_action(window, find, qtbot):
    menus = []
    button = find("panelToggleButton")

    def look() -> None:  # a menu would have a loop of its own, and keep us
        menus.extend(
            menu for menu in QApplication.topLevelWidgets() if isinstance(menu, QMenu) and menu.isVisible()
        )
        for menu in menus:
            menu.close()

    watch = QTimer(window)
    watch.timeout.connect(look)
    watch.start(20)
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    qtbot.wait(900)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    watch.stop()
    assert not menus
    assert not window.inspector.toggle_action.isChecked()
