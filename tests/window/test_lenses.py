"""Choosing a lens in the real window: tiles, keys and menu."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget
from pytestqt.qtbot import QtBot

from nndesk.ui.window import MainWindow

Finder = Callable[[str], QWidget]
LEFT = Qt.MouseButton.LeftButton
LENSES = ("activation", "gradient", "health")


def tile(find: Finder, lens: str) -> QAbstractButton:
    found = find("lensTiles").findChild(QAbstractButton, lens)
    assert found is not None
    return found


def checked(find: Finder) -> list[str]:
    return [lens for lens in LENSES if tile(find, lens).isChecked()]


def lens_menu(window: MainWindow) -> QMenu:
    (found,) = (menu for menu in window.findChildren(QMenu) if menu.title() == "Lens")
    return found


@pytest.mark.parametrize("lens", ["gradient", "health"])
def test_a_click_on_a_tile_chooses_its_lens(window: MainWindow, find: Finder, qtbot: QtBot, lens: str):
    qtbot.mouseClick(tile(find, lens), LEFT)
    assert window.canvas.lens == lens
    assert checked(find) == [lens]
    assert [action.isChecked() for action in lens_menu(window).actions()] == [lens == each for each in LENSES]


def test_keys_choose_a_lens(window: MainWindow, find: Finder):
    for key, lens in (("G", "gradient"), ("U", "health"), ("A", "activation")):
        QTest.keySequence(window.canvas, key)
        assert window.canvas.lens == lens
        assert checked(find) == [lens]


def test_the_menu_chooses_a_lens(window: MainWindow, find: Finder):
    for action, lens in zip(lens_menu(window).actions(), LENSES, strict=True):
        action.trigger()
        assert window.canvas.lens == lens
        assert action.isChecked()


def test_tiles_are_reached_and_chosen_by_keyboard(window: MainWindow, find: Finder, qtbot: QtBot):
    window.activateWindow()
    first = tile(find, "activation")
    window.canvas.setFocus()
    for _ in range(40):
        if first.hasFocus():
            break
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
    assert first.hasFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    QTest.keyClick(tile(find, "gradient"), Qt.Key.Key_Space)
    assert window.canvas.lens == "gradient"


def test_every_tile_has_a_name_and_a_tip_with_its_key(find: Finder):
    assert find("lensTiles").accessibleName() == "Lens"
    for lens, name, key in zip(LENSES, ("Activation", "Gradient", "Health"), "AGU", strict=True):
        button = tile(find, lens)
        assert button.text() == name
        assert button.toolTip().endswith(f"({key})")
        assert button.height() >= 26


def test_the_bar_of_lenses_stays_at_the_upper_right(window: MainWindow, find: Finder, qtbot: QtBot):
    plate, tools = (find(name).parentWidget() for name in ("lensTiles", "toolTiles"))
    for size in ((1180, 680), (1440, 900)):
        window.resize(*size)
        qtbot.waitUntil(lambda: plate.geometry().right() == window.canvas.width() - 13)
        assert tools.geometry().right() < plate.x()


def test_a_lens_is_chosen_while_it_trains(window: MainWindow, find: Finder, qtbot: QtBot):
    window.controller.play()
    qtbot.mouseClick(tile(find, "gradient"), LEFT)
    qtbot.waitUntil(lambda: window.controller.snapshot.gradient is not None)
    assert window.controller.playing
    qtbot.mouseClick(tile(find, "health"), LEFT)
    qtbot.waitUntil(lambda: bool(window.controller.snapshot.diagnostics))
    window.controller.pause()


def shown_panel(window: MainWindow) -> str:
    names = ("trainingPanel", "layerPanel", "healthPanel")
    return next(name for name in names if window.findChild(QWidget, name).isVisible())


def test_the_health_lens_brings_its_panel_where_nothing_is_selected(window: MainWindow):
    QTest.keySequence(window.canvas, "U")
    assert shown_panel(window) == "healthPanel"
    window.selection.set("layers.1")
    assert shown_panel(window) == "layerPanel"
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert shown_panel(window) == "healthPanel"
    QTest.keySequence(window.canvas, "A")
    assert shown_panel(window) == "trainingPanel"


def test_the_health_panel_can_be_chosen_by_itself(window: MainWindow):
    window.selection.set("health")
    assert shown_panel(window) == "healthPanel"
    assert window.canvas.lens == "activation"
