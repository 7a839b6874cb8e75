"""Number boxes, sliders and lists, driven by mouse and keys."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nndesk.ui.fields import NumberField
from nndesk.ui.numbers import Scale, format_number, next_gesture, parse_number
from nndesk.ui.rows import ComboRow, FieldRow, SliderRow
from nndesk.ui.theme import SIZE, Appearance, recorded_text
from nndesk.ui.widgets import MARGIN

Show = Callable[..., QWidget]

KEYS = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def wheel(widget: QWidget, turns: int) -> QWheelEvent:
    """Turn the wheel over ``widget``; the event tells whether it was taken."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        widget.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120 * turns),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event


# -- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.008, "0.008"), (1e-5, "1e−5"), (0.0, "0"), (12, "12"), (1200, "1,200"), (2.0, "2"), (-0.5, "−0.5")],
)
def test_numbers_are_written_short(value: float, text: str) -> None:
    assert format_number(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**40), 2**40))
def test_a_written_number_reads_back_as_itself(value: float) -> None:
    assert parse_number(format_number(value)) == value


@pytest.mark.parametrize(("text", "value"), [("-3", -3.0), ("−3", -3.0), ("1e-7", 1e-7), ("1e−07", 1e-7)])
def test_a_minus_may_be_typed_as_a_hyphen(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1..2", "nan", "inf", "1e999", "0,5", "1,20", ",5", "1,2345", "1_000", "1 2", "5 %", "."],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200", 1200),
        ("1,200,000.5", 1200000.5),
        ("1 200", 1200),
        (".5", 0.5),
        ("２．５", 2.5),
        ("\u22123", -3),
        (" 5 ", 5),
        ("1E-3", 0.001),
        ("2.", 2),
    ],
)
def test_numbers_are_read_as_people_type_them(text: str, value: float) -> None:
    assert parse_number(text) == value


scales = st.sampled_from(
    [
        Scale(1e-5, 10.0, log=True),
        Scale(0.0, 0.1, log=True, smallest=1e-5),
        Scale(0.0, 0.5),
        Scale(0.0, 0.9999, near_one=True),
        Scale(20, 2000, log=True, integer=True),
        Scale(1, 16, integer=True),
    ]
)


@given(scales, st.floats(0.0, 1.0))
def test_a_slider_reaches_only_its_own_range(scale: Scale, position: float) -> None:
    value = scale.value(position)
    assert scale.low <= value <= scale.high
    assert not scale.integer or isinstance(value, int)


@given(scales, st.floats(0.0, 1.0))
def test_where_a_slider_stands_is_where_its_value_lies(scale: Scale, position: float) -> None:
    back = scale.position(scale.value(position))
    assert abs(back - position) <= (0.5 if scale.integer else 0.07)


def test_a_share_that_is_kept_is_slid_by_what_is_left_of_one() -> None:
    scale = Scale(0.0, 0.9999, near_one=True)
    assert [scale.value(place) for place in (0.0, 0.25, 0.5, 0.75, 1.0)] == [0.0, 0.9, 0.99, 0.999, 0.9999]


@given(scales, st.floats(-1e6, 1e6))
def test_values_out_of_reach_lie_at_the_ends_of_a_slider(scale: Scale, value: float) -> None:
    assert 0.0 <= scale.position(value) <= 1.0


@pytest.fixture
def rate(qtbot: QtBot, show: Show, appearance: Appearance) -> SliderRow:
    scale = Scale(1e-5, 10.0, log=True)
    row = SliderRow(
        appearance, "learningRateBox", "Learning rate", scale, 0.0, math.inf, default=0.01, tooltip="t"
    )
    show(row, SliderRow(appearance, "other", "Other", Scale(0, 1), 0, 1, default=0))
    return row


def retype(qtbot: QtBot, field: NumberField, text: str, key: Qt.Key = KEYS.Key_Return) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, key)


def problem(row: QWidget) -> str:
    shown = [label.text() for label in row.findChildren(QLabel) if label.isVisible()]
    return shown[1] if len(shown) > 1 else ""


def test_typing_a_number_asks_for_it(qtbot: QtBot, rate: SliderRow) -> None:
    with qtbot.waitSignal(rate.asked) as asked:
        retype(qtbot, rate.field, "0.25")
    assert asked.args is not None
    assert asked.args[0] == 0.25


def test_leaving_a_box_asks_for_what_was_typed(qtbot: QtBot, rate: SliderRow) -> None:
    with qtbot.waitSignal(rate.asked) as asked:
        retype(qtbot, rate.field, "0.25", KEYS.Key_Tab)
    assert asked.args is not None
    assert asked.args[0] == 0.25
    assert not rate.field.hasFocus()


@pytest.mark.parametrize("value", [0.123456789012345, 3.0e7, 0.0, 1e-12])
def test_showing_a_value_never_changes_it_and_asks_for_nothing(
    qtbot: QtBot, rate: SliderRow, value: float
) -> None:
    with qtbot.assertNotEmitted(rate.asked):
        rate.show_value(value)
        rate.field.setFocus()
        qtbot.keyClick(rate.field, KEYS.Key_Return)
        qtbot.keyClick(rate.field, KEYS.Key_Tab)
    assert rate.value() == rate.field.value() == value
    assert parse_number(rate.field.text()) == value


@pytest.mark.parametrize("text", ["-1", "abc", "nan", ""])
@pytest.mark.parametrize("key", [KEYS.Key_Return, KEYS.Key_Tab])
def test_a_number_that_cannot_be_keeps_the_last_one_says_the_range_and_keeps_the_focus(
    qtbot: QtBot, rate: SliderRow, text: str, key: Qt.Key
) -> None:
    rate.show_value(0.01)
    with qtbot.assertNotEmitted(rate.asked):
        retype(qtbot, rate.field, text or "\b", key)
    assert rate.field.hasFocus()
    assert rate.field.text() == "0.01"
    assert "0 or more" in problem(rate)


@pytest.mark.parametrize("by", ["button", "key"])
def test_what_is_typed_is_asked_for_before_something_else_is_done(
    qtbot: QtBot, rate: SliderRow, by: str
) -> None:
    order: list[object] = []
    rate.asked.connect(lambda value, _gesture: order.append(value))
    button = QPushButton(rate)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setGeometry(0, 0, 20, 20)
    button.show()
    button.clicked.connect(lambda: order.append("done"))
    save = QAction(rate)
    save.setShortcut("Ctrl+S")
    save.triggered.connect(lambda: order.append("done"))
    rate.addAction(save)
    rate.field.setFocus()
    rate.field.selectAll()
    qtbot.keyClicks(rate.field, "0.5")
    assert order == []
    if by == "button":
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    else:
        qtbot.keyClick(rate.field, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert order == [0.5, "done"]
    assert rate.field.hasFocus()


def test_a_press_that_takes_the_keyboard_away_leaves_the_complaint(qtbot: QtBot, rate: SliderRow) -> None:
    retype(qtbot, rate.field, "0.5")
    qtbot.keyClicks(rate.field, "x")
    other = QPushButton(rate)
    other.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    other.show()
    qtbot.mouseClick(other, Qt.MouseButton.LeftButton)
    assert other.hasFocus()
    assert "type a number" in problem(rate)


def test_a_good_number_takes_the_complaint_away(qtbot: QtBot, rate: SliderRow) -> None:
    retype(qtbot, rate.field, "-1")
    retype(qtbot, rate.field, "0.5")
    assert problem(rate) == ""


def test_whole_numbers_are_asked_for_as_int_and_others_refused(
    qtbot: QtBot, show: Show, appearance: Appearance
) -> None:
    row = SliderRow(
        appearance, "unitsBox", "Neurons", Scale(1, 16, log=True, integer=True), 1, 1024, default=4
    )
    show(row)
    with qtbot.waitSignal(row.asked) as asked:
        retype(qtbot, row.field, "1,000")
    assert asked.args is not None
    assert (asked.args[0], type(asked.args[0])) == (1000, int)
    with qtbot.assertNotEmitted(row.asked):
        retype(qtbot, row.field, "2.5")
    assert "whole number from 1 to 1,024" in problem(row)


def test_a_share_is_shown_and_typed_in_percent(qtbot: QtBot, show: Show, appearance: Appearance) -> None:
    row = SliderRow(appearance, "noiseBox", "Noise", Scale(0, 0.5), 0.0, 0.5, default=0.0, percent=True)
    show(row)
    row.show_value(0.07)
    assert row.field.text() == "7"
    with qtbot.waitSignal(row.asked) as asked:
        retype(qtbot, row.field, "12.5")
    assert asked.args is not None
    assert asked.args[0] == 0.125


def test_escape_brings_the_number_back(qtbot: QtBot, rate: SliderRow) -> None:
    rate.show_value(0.01)
    with qtbot.assertNotEmitted(rate.asked):
        rate.field.setFocus()
        qtbot.keyClicks(rate.field, "77")
        qtbot.keyClick(rate.field, KEYS.Key_Escape)
    assert rate.field.text() == "0.01"


def test_up_asks_for_a_little_more(qtbot: QtBot, rate: SliderRow) -> None:
    rate.show_value(0.01)
    with qtbot.waitSignal(rate.asked) as asked:
        qtbot.keyClick(rate.field, KEYS.Key_Up)
    assert asked.args is not None
    assert asked.args[0] == 0.011


def test_a_row_without_a_slider_asks_too(qtbot: QtBot, show: Show, appearance: Appearance) -> None:
    field = NumberField(appearance, "dataSeedBox", "Seed", 0, 2**31 - 1, integer=True, grouped=False)
    row = FieldRow(appearance, "Seed", field)
    show(row)
    row.show_value(123456)
    assert field.text() == "123456"
    with qtbot.waitSignal(row.asked) as asked:
        retype(qtbot, field, "7")
    assert asked.args is not None
    assert asked.args[0] == 7


# -- sliders ----------------------------------------------------------------------------------


def drag(qtbot: QtBot, row: SliderRow, *shares: float, let_go: bool = True) -> None:
    slider = row.slider
    places = [QPoint(round(8 + share * (slider.width() - 16)), slider.height() // 2) for share in shares]
    qtbot.mousePress(slider, LEFT, pos=places[0])
    for place in places[1:]:
        qtbot.mouseMove(slider, place)
    if let_go:
        qtbot.mouseRelease(slider, LEFT, pos=places[-1])


def follow(row: SliderRow) -> list[tuple[float, int]]:
    """Answers what ``row`` asks for by showing it, and keeps it."""
    asked: list[tuple[float, int]] = []
    row.asked.connect(lambda value, gesture: (asked.append((value, gesture)), row.show_value(value)))
    return asked


def test_a_drag_is_one_gesture_and_the_next_drag_another(qtbot: QtBot, rate: SliderRow) -> None:
    asked = follow(rate)
    drag(qtbot, rate, 0.2, 0.4, 0.6)
    first = len(asked)
    drag(qtbot, rate, 0.3, 0.5)
    assert first >= 2
    assert len({gesture for _, gesture in asked[:first]}) == 1
    assert len({gesture for _, gesture in asked[first:]}) == 1
    assert asked[0][1] != asked[-1][1]
    assert next_gesture() > asked[-1][1]


def test_a_slider_goes_where_it_is_dragged(qtbot: QtBot, rate: SliderRow) -> None:
    asked = follow(rate)
    drag(qtbot, rate, 0.1, 1.0)
    assert asked[-1][0] == 10.0
    assert rate.field.text() == "10"


def test_a_slider_that_needs_a_new_run_asks_when_it_is_let_go(
    qtbot: QtBot, show: Show, appearance: Appearance
) -> None:
    row = SliderRow(
        appearance, "unitsBox", "Neurons", Scale(1, 16, integer=True), 1, 1024, default=4, live=False
    )
    show(row)
    asked = follow(row)
    drag(qtbot, row, 0.2, 0.5, 1.0, let_go=False)
    assert asked == []
    assert row.field.text() == "16"
    qtbot.mouseRelease(row.slider, LEFT, pos=QPoint(row.slider.width() - 8, row.slider.height() // 2))
    assert [value for value, _ in asked] == [16]


def test_a_refused_drag_leaves_the_last_value(qtbot: QtBot, rate: SliderRow) -> None:
    rate.show_value(0.01)
    at = rate.slider.value()
    drag(qtbot, rate, 0.1, 0.9)  # nobody answers
    assert rate.field.text() == "0.01"
    assert rate.slider.value() == at


def test_a_double_click_brings_the_default_back(qtbot: QtBot, rate: SliderRow) -> None:
    rate.show_value(3.0)
    with qtbot.waitSignal(rate.asked) as asked:
        qtbot.mouseDClick(rate.slider, LEFT, pos=QPoint(20, rate.slider.height() // 2))
    assert asked.args is not None
    assert asked.args[0] == 0.01


def test_the_wheel_turns_a_slider_only_with_the_focus(qtbot: QtBot, rate: SliderRow) -> None:
    rate.window().setFocus()
    rate.slider.clearFocus()
    with qtbot.assertNotEmitted(rate.asked):
        assert not wheel(rate.slider, 1).isAccepted()
        assert not wheel(rate.field, 1).isAccepted()
    rate.slider.setFocus()
    with qtbot.waitSignal(rate.asked):
        wheel(rate.slider, 1)


def test_arrow_keys_move_a_slider(qtbot: QtBot, rate: SliderRow) -> None:
    rate.show_value(0.01)
    rate.slider.setFocus()
    with qtbot.waitSignal(rate.asked) as asked:
        qtbot.keyClick(rate.slider, KEYS.Key_Right)
    assert asked.args is not None
    assert asked.args[0] > 0.01


def test_a_slider_can_be_given_another_reach(rate: SliderRow) -> None:
    rate.show_value(0.5)
    rate.show_scale(Scale(0.0, 1.0))
    assert rate.slider.value() == rate.slider.maximum() // 2
    assert rate.value() == 0.5


# -- lists ----------------------------------------------------------------------------------


def test_a_list_asks_for_an_identifier_and_shows_the_answer(
    qtbot: QtBot, show: Show, appearance: Appearance
) -> None:
    row = ComboRow(
        appearance, "initializerBox", "Initialiser", [("glorot_uniform", "Glorot"), ("zeros", "Zeros")]
    )
    show(row)
    row.show_value("glorot_uniform")
    row.box.setFocus()
    with qtbot.waitSignal(row.asked) as asked:
        qtbot.keyClick(row.box, KEYS.Key_Down)
    assert asked.args == ["zeros"]
    assert row.box.currentText() == "Glorot"
    row.show_value("zeros")
    assert row.box.currentText() == "Zeros"


def test_a_list_can_show_what_is_none_of_its_choices(
    qtbot: QtBot, show: Show, appearance: Appearance
) -> None:
    row = ComboRow(appearance, "initializerBox", "Initialiser", [("zeros", "Zeros")])
    window = show(row)
    row.show_value("", "mixed")
    with recorded_text() as painted:
        window.grab()
    assert "mixed" in [piece.text for piece in painted]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_choice_is_read_whole_at_every_size_of_text(
    show: Show, appearance: Appearance, scale: float
) -> None:
    field = NumberField(appearance, "seedBox", "Seed", 0, 9, integer=True)
    choices = [("keras", "Keras: outside the correction")]
    alone = ComboRow(appearance, "epsilonFormBox", "Form of ε", choices)
    beside = ComboRow(
        appearance, "initializerBox", "Initialiser", [("glorot", "Glorot (Xavier)")], field=field
    )
    appearance.set_text_scale(scale)
    for row, id, words in ((alone, "keras", choices[0][1]), (beside, "glorot", "Glorot (Xavier)")):
        row.show_value(id)
        row.setFixedWidth(SIZE["panel"] - 2 * MARGIN)
        window = show(row)
        with recorded_text() as painted:
            window.grab()
        assert words in [piece.text for piece in painted]
        row.box.showPopup()
        view = row.box.view()
        assert view.sizeHintForColumn(0) <= view.viewport().width()
        row.box.hidePopup()


@pytest.mark.parametrize(("number", "wide", "integer"), [(2**31 - 1, True, True), (1e-16, False, False)])
def test_the_longest_numbers_stand_whole_in_their_box(
    show: Show, appearance: Appearance, number: float, wide: bool, integer: bool
) -> None:
    field = NumberField(appearance, "box", "Number", 0, 1e16, integer=integer, grouped=False, wide=wide)
    show(field)
    size = field.font().pixelSize()
    field.show_value(number)
    margins = field.textMargins()
    assert field.fontMetrics().horizontalAdvance(field.text()) <= (
        field.width() - margins.left() - margins.right() - 4
    )
    field.show_value(1)
    assert field.font().pixelSize() == size
