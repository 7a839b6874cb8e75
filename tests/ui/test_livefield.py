"""The box of a number that training changes: typing, dragging, and frames that come meanwhile."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nndesk.ui.livefield import LiveField
from nndesk.ui.theme import Appearance
from tests.ui.hands import LEFT, NONE, come_back

EXACT = -0.2003123456789
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def box(appearance: Appearance, show: Callable[..., QWidget]) -> LiveField:
    box = LiveField(appearance, "box", "Weight")
    other = QLineEdit()
    show(other, box)
    other.setFocus()
    box.show_value(EXACT)
    return box


def drag(box: LiveField, *ways: int) -> None:
    start = box.rect().center()
    QTest.mousePress(box, LEFT, NONE, start)
    for way in ways:
        QTest.mouseMove(box, start + QPoint(way, 0))
    QTest.mouseRelease(box, LEFT, NONE, start)


def test_it_is_rounded_while_it_is_shown_and_exact_while_it_is_typed(box: LiveField):
    assert box.text() == "−0.200"
    box.setFocus()
    assert box.text() == "−0.2003123456789"
    assert box.selectedText() == box.text()


def test_leaving_it_as_it_was_asks_for_nothing(box: LiveField, qtbot: QtBot):
    with qtbot.assertNotEmitted(box.entered):
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Return)
        QTest.keyClick(box, Qt.Key.Key_Tab)
    assert box.text() == "−0.200"
    assert box.value() == EXACT


def test_frames_do_not_touch_what_is_being_typed(box: LiveField, qtbot: QtBot):
    box.setFocus()
    QTest.keyClicks(box, "0.")
    box.show_live(0.7)
    QTest.keyClicks(box, "5")
    box.show_live(0.8)
    assert box.text() == "0.5"
    with qtbot.waitSignal(box.entered) as asked:
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert asked.args == [0.5]


def test_escape_gives_the_newest_number_back(box: LiveField):
    box.setFocus()
    QTest.keyClicks(box, "12")
    box.show_live(0.75)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text().startswith("0.75")


def test_what_is_no_number_keeps_the_last_one_and_the_focus(box: LiveField, qtbot: QtBot):
    box.setFocus()
    QTest.keyClicks(box, "half")
    with qtbot.assertNotEmitted(box.entered), qtbot.waitSignal(box.refused) as said:
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert said.args is not None
    assert "half" in said.args[0]
    assert box.hasFocus()
    assert box.value() == EXACT


@pytest.mark.parametrize("typed", ["1e9", "-12345.678", "0"])
def test_any_finite_number_is_taken(box: LiveField, qtbot: QtBot, typed: str):
    box.setFocus()
    QTest.keyClicks(box, typed)
    with qtbot.waitSignal(box.entered) as asked:
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert asked.args == [float(typed)]


def test_a_drag_asks_in_small_steps_with_one_gesture_number(box: LiveField):
    asked: list[tuple[float, int]] = []
    box.dragged.connect(lambda value, gesture: (asked.append((value, gesture)), box.show_value(value)))
    drag(box, 10, 20)
    assert [value for value, _ in asked] == pytest.approx([EXACT + 0.010, EXACT + 0.020], abs=1e-9)
    assert len({gesture for _, gesture in asked}) == 1
    drag(box, -10)
    assert asked[-1][1] != asked[0][1]
    assert box.text().startswith("−0.19")


def test_a_number_whose_button_was_let_go_elsewhere_stays(box: LiveField):
    asked: list[float] = []
    box.dragged.connect(lambda value, _: (asked.append(value), box.show_value(value)))
    QTest.mousePress(box, LEFT, NONE, box.rect().center())
    QTest.mouseMove(box, box.rect().center() + QPoint(10, 0))
    come_back(box, box.rect().center() + QPoint(25, 0))
    assert asked == pytest.approx([EXACT + 0.010], abs=1e-9)


def test_a_large_number_is_dragged_in_larger_steps(box: LiveField):
    asked: list[float] = []
    box.dragged.connect(lambda value, _: asked.append(value))
    box.show_value(500.0)
    drag(box, 10)
    assert asked == [510.0]


def test_a_press_without_a_drag_asks_for_nothing_and_a_double_click_types(box: LiveField, qtbot: QtBot):
    with qtbot.assertNotEmitted(box.dragged):
        drag(box, 2)
    assert box.text() == "−0.200"
    QTest.mouseDClick(box, LEFT, NONE, box.rect().center())
    assert box.selectedText() == "−0.2003123456789"
    QTest.keyClicks(box, "3")
    assert box.text() == "3"


def test_a_key_after_a_press_replaces_the_number(box: LiveField):
    drag(box, 0)
    QTest.keyClicks(box, "3")
    assert box.text() == "3"


def test_a_drag_with_shift_goes_ten_times_as_far(box: LiveField):
    asked: list[float] = []
    box.dragged.connect(lambda value, _: asked.append(value))
    box.show_value(0.5)
    start = box.rect().center().toPointF()
    kinds, left = QEvent.Type, Qt.MouseButton.LeftButton
    for kind, way, buttons in (
        (kinds.MouseButtonPress, 0, left),
        (kinds.MouseMove, 10, left),
        (kinds.MouseButtonRelease, 10, Qt.MouseButton.NoButton),
    ):
        at = start + QPointF(way, 0)
        pressed = left if kind is not kinds.MouseMove else Qt.MouseButton.NoButton
        QApplication.sendEvent(box, QMouseEvent(kind, at, box.mapToGlobal(at), pressed, buttons, SHIFT))
    assert asked == [pytest.approx(0.6)]


def test_the_beginning_of_a_long_number_is_in_sight(box: LiveField):
    box.setFocus(Qt.FocusReason.TabFocusReason)
    assert box.selectedText() == box.text()
    assert box.cursorPosition() == 0
    QTest.keyClicks(box, "x")
    QTest.keyClick(box, Qt.Key.Key_Return)  # refused: the number is back
    assert box.selectedText() == box.text() == "−0.2003123456789"
    assert box.cursorPosition() == 0


def test_what_is_selected_stays_so_when_the_window_comes_back(box: LiveField):
    box.setFocus(Qt.FocusReason.TabFocusReason)
    box.setSelection(1, 3)
    for away in (QEvent.Type.FocusOut, QEvent.Type.FocusIn):
        QApplication.sendEvent(box, QFocusEvent(away, Qt.FocusReason.ActiveWindowFocusReason))
    assert box.selectedText() == box.text()[1:4]
