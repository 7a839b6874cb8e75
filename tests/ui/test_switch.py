"""A switch asks, and shows what it is told."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from nndesk.ui.switch import Switch
from nndesk.ui.theme import Appearance
from tests.ui.hands import LEFT


def test_a_click_and_space_ask_and_only_the_answer_turns_it(
    appearance: Appearance, show: Callable[..., QWidget]
) -> None:
    switch = Switch(appearance, "valuesSwitch", "Values")
    show(switch)
    asked: list[bool] = []
    switch.asked.connect(asked.append)
    QTest.mouseClick(switch, LEFT)
    assert (asked, switch.isChecked()) == ([True], False)
    switch.show_on(True)
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert (asked, switch.isChecked()) == ([True, False], True)


def test_on_and_off_look_different(appearance: Appearance, show: Callable[..., QWidget]) -> None:
    switch = Switch(appearance, "valuesSwitch", "Values")
    show(switch)
    off = switch.grab().toImage()
    switch.show_on(True)
    assert switch.grab().toImage() != off
    assert switch.height() >= 26
