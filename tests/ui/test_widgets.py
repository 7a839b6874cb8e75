"""Tiles, buttons, panels and the ring of the focus, driven by mouse and keys."""

import gc
import weakref
from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from nndesk.ui.combo import ComboBox
from nndesk.ui.fields import NumberField
from nndesk.ui.focus import FocusRing, Ring
from nndesk.ui.numbers import Scale
from nndesk.ui.outputs import OutputView
from nndesk.ui.panels.frame import PanelFrame
from nndesk.ui.rows import SliderRow
from nndesk.ui.scroll import ScrollColumn, reveal
from nndesk.ui.theme import Appearance, recorded_text
from nndesk.ui.tiles import ChipTiles, Segments, Tile, TileGroup
from nndesk.ui.widgets import Button, IconButton, Label, Section, StatTile

Show = Callable[..., QWidget]

KEYS = Qt.Key
LEFT = Qt.MouseButton.LeftButton


# -- tiles ------------------------------------------------------------------------------------


@pytest.fixture
def tiles(qtbot: QtBot, show: Show, appearance: Appearance) -> TileGroup:
    names = ("linear", "sigmoid", "tanh", "relu", "softmax")
    group = TileGroup(
        appearance,
        "activationTiles",
        "Activation",
        [Tile(name, name.title()) for name in names],
        columns=3,
        picture=(40, 23),
        height=51,
    )
    show(group)
    return group


def tile(group: QWidget, name: str) -> QAbstractButton:
    button = group.findChild(QAbstractButton, name)
    assert button is not None
    return button


def test_a_click_on_a_tile_asks_and_does_not_check(qtbot: QtBot, tiles: TileGroup) -> None:
    tiles.show_checked("tanh")
    with qtbot.waitSignal(tiles.asked) as asked:
        qtbot.mouseClick(tile(tiles, "relu"), LEFT)
    assert asked.args == ["relu"]
    assert tiles.checked() == ["tanh"]


def test_showing_which_tile_is_checked_asks_for_nothing(qtbot: QtBot, tiles: TileGroup) -> None:
    with qtbot.assertNotEmitted(tiles.asked):
        tiles.show_checked("relu")
    assert tile(tiles, "relu").isChecked()
    assert [name for name, button in tiles.buttons.items() if button.isChecked()] == ["relu"]


def test_a_tile_that_does_not_fit_says_why_and_cannot_be_asked_for(qtbot: QtBot, tiles: TileGroup) -> None:
    tiles.show_enabled("softmax", False, "output layer only")
    with qtbot.assertNotEmitted(tiles.asked):
        qtbot.mouseClick(tile(tiles, "softmax"), LEFT)
    assert tile(tiles, "softmax").toolTip() == "output layer only"
    tiles.show_enabled("softmax", True)
    assert tile(tiles, "softmax").toolTip() == ""


def test_arrow_keys_walk_over_the_tiles_and_space_asks(qtbot: QtBot, tiles: TileGroup) -> None:
    tiles.show_checked("linear")
    tiles.show_enabled("sigmoid", False, "not now")
    tile(tiles, "linear").setFocus()
    qtbot.keyClick(QApplication.focusWidget(), KEYS.Key_Right)
    assert QApplication.focusWidget() is tile(tiles, "tanh")
    qtbot.keyClick(QApplication.focusWidget(), KEYS.Key_Left)
    qtbot.keyClick(QApplication.focusWidget(), KEYS.Key_Down)
    assert QApplication.focusWidget() is tile(tiles, "relu")
    with qtbot.waitSignal(tiles.asked) as asked:
        qtbot.keyClick(QApplication.focusWidget(), KEYS.Key_Space)
    assert asked.args == ["relu"]


def test_tab_enters_tiles_at_what_is_checked(tiles: TileGroup) -> None:
    tiles.show_checked("tanh")
    stops = [name for name, b in tiles.buttons.items() if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["tanh"]


def test_checking_a_tile_moves_no_other(tiles: TileGroup) -> None:
    tiles.show_checked("linear")
    before = [button.geometry() for button in tiles.buttons.values()]
    tiles.show_checked("softmax")
    assert [button.geometry() for button in tiles.buttons.values()] == before


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_labels_of_tiles_are_whole_at_every_size_of_text(
    qtbot: QtBot, show: Show, appearance: Appearance, scale: float
) -> None:
    names = ("GD", "Binary cross-entropy", "Momentum", "Categorical cross-entropy")
    group = TileGroup(
        appearance, "g", "g", [Tile(name, name) for name in names], columns=4, picture=(61, 16), height=44
    )
    appearance.set_text_scale(scale)
    group.show_checked("Momentum")
    window = show(group)
    with recorded_text() as painted:
        window.grab()
    assert {piece.text for piece in painted} == set(names)
    for piece in painted:
        assert piece.clip.adjusted(-1, -1, 1, 1).contains(piece.box), piece.text
    assert group.height() >= max(button.geometry().bottom() for button in group.buttons.values())
    assert group.width() >= max(button.geometry().right() for button in group.buttons.values())


def test_text_twice_as_large_has_tiles_in_two_columns(tiles: TileGroup, appearance: Appearance) -> None:
    def columns() -> int:
        return len({button.x() for button in tiles.buttons.values()})

    assert columns() == 3
    for scale, expected in ((2.0, 2), (1.0, 3)):
        appearance.set_text_scale(scale)
        tiles.resize(tiles.width(), tiles.heightForWidth(tiles.width()))
        layout = tiles.layout()
        assert layout is not None
        layout.activate()
        assert columns() == expected


def test_segments_ask_for_one(qtbot: QtBot, show: Show, appearance: Appearance) -> None:
    segments = Segments(
        appearance, "stepSizeTiles", "Step by", [Tile("batch", "Batch"), Tile("epoch", "Epoch")]
    )
    show(segments)
    with qtbot.waitSignal(segments.asked) as asked:
        qtbot.mouseClick(tile(segments, "batch"), LEFT)
    assert asked.args == ["batch"]
    assert min(button.height() for button in segments.buttons.values()) >= 26


def test_several_chips_may_be_taken(qtbot: QtBot, show: Show, appearance: Appearance) -> None:
    chips = ChipTiles(
        appearance, "featureTiles", "Features", [Tile("x1", "x₁"), Tile("x2", "x₂"), Tile("sin_x1", "sin x₁")]
    )
    show(chips)
    chips.show_checked("x1", "sin_x1")
    assert chips.checked() == ["x1", "sin_x1"]
    with qtbot.waitSignal(chips.asked) as asked:
        qtbot.mouseClick(tile(chips, "x1"), LEFT)
    assert asked.args == ["x1"]


# -- buttons and panels ----------------------------------------------------------------------


def test_an_icon_button_fires_and_follows_its_action(
    qtbot: QtBot, show: Show, appearance: Appearance
) -> None:
    action = QAction("Play")
    button = IconButton(appearance, "play", action=action)
    show(button)
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(button, LEFT)
    action.setEnabled(False)
    assert not button.isEnabled()
    assert action in button.actions()


def test_a_panel_never_scrolls_sideways(qtbot: QtBot, show: Show, appearance: Appearance) -> None:
    panel = PanelFrame(appearance, "trainingPanel", "Network", "Training")
    section = Section(appearance, "Activation", "softmax: output layer only, whatever else may be said")
    scale = Scale(1e-5, 10.0, log=True)
    section.add(SliderRow(appearance, "learningRateBox", "Learning rate", scale, 0, 10, default=0.01))
    section.add(StatTile(appearance, "trainLossLabel", "Train loss"))
    panel.add(section)
    qtbot.addWidget(panel)
    appearance.set_text_scale(2.0)
    panel.resize(384, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    area = panel.findChild(QScrollArea)
    assert area is not None
    assert area.widget().width() <= area.viewport().width()


def test_a_stat_tile_shows_text_and_the_reason_for_it(
    qtbot: QtBot, show: Show, appearance: Appearance
) -> None:
    stat = StatTile(appearance, "accuracyLabel", "Accuracy")
    show(stat)
    stat.show_value("0 %", "the targets are no classes")
    label = stat.findChild(QLabel, "accuracyLabel")
    assert label is not None
    assert label.text() == "0 %"
    assert stat.toolTip() == "the targets are no classes"


# -- the ring of the focus -----------------------------------------------------------------------


def ring_color_around(window: QWidget, control: QWidget) -> bool:
    """Whether the ring is painted 3 px left of ``control``."""
    image = window.grab().toImage()
    place = control.mapTo(window, QPoint(-3, control.height() // 2))
    return image.pixelColor(place).saturation() > 100


@pytest.mark.parametrize(
    ("role", "text", "pitch"),
    [("body", "word " * 40, 20), ("label", "word " * 40, 16), ("label", "字" * 80, 20)],
)
def test_lines_of_wrapped_text_are_as_far_apart_as_the_design_says(
    show: Show, appearance: Appearance, role: str, text: str, pitch: int
) -> None:
    label = Label(appearance, text, role)
    label.setWordWrap(True)
    show(label)
    with recorded_text() as texts:
        label.grab()
    middles = [text.box.center().y() for text in texts]
    assert len(middles) > 1
    assert {round(below - above) for above, below in pairwise(middles)} == {pitch}


def test_wrapped_text_keeps_its_words_whole_behind_letters_of_mathematics(
    show: Show, appearance: Appearance
) -> None:
    label = Label(
        appearance, "\U0001d45c output, \U0001d461 target; " + "the mean over the rows " * 6, "label"
    )
    label.setWordWrap(True)
    show(label, width=200)
    with recorded_text() as texts:
        label.grab()
    assert " ".join(text.text for text in texts) == label.text().rstrip()


def test_the_ring_follows_the_keyboard_and_leaves_clicked_buttons_alone(
    qtbot: QtBot, show: Show, appearance: Appearance
) -> None:
    button, field = Button(appearance, "New points"), NumberField(appearance, "box", "Box", 0, 1)
    window = show(button, field)
    FocusRing(appearance, window)
    button.setFocus()
    assert ring_color_around(window, button)
    qtbot.keyClick(button, KEYS.Key_Tab)
    assert field.hasFocus()
    assert ring_color_around(window, field)
    assert not ring_color_around(window, button)


def test_the_ring_goes_along_when_its_control_moves(qtbot: QtBot, show: Show, appearance: Appearance) -> None:
    field = NumberField(appearance, "box", "Box", 0, 1)
    window = show(field)
    FocusRing(appearance, window)
    field.setFocus()
    field.move(field.x() + 50, field.y() + 40)
    assert ring_color_around(window, field)


def test_what_says_its_radius_has_a_ring_too(qtbot: QtBot, show: Show, appearance: Appearance) -> None:
    view = OutputView(appearance)
    view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    view.setFixedSize(100, 100)
    window = show(view)
    FocusRing(appearance, window)
    view.setFocus()
    assert ring_color_around(window, view)


def test_what_scrolls_goes_on_until_the_ring_is_whole(qtbot: QtBot, show: Show, appearance: Appearance):
    column = ScrollColumn(appearance)
    fields = [NumberField(appearance, f"box{number}", "Box", 0, 1) for number in range(12)]
    for place, field in enumerate(fields):
        column.column.insertWidget(place, field)
    column.column.setContentsMargins(8, 8, 8, 8)
    column.column.setSpacing(12)
    height = fields[0].sizeHint().height()
    column.setFixedSize(300, 8 + 4 * height + 3 * 12)  # the fourth ends where the column is cut off
    window = show(column)
    FocusRing(appearance, window)
    fields[2].setFocus()
    qtbot.keyClick(fields[2], KEYS.Key_Tab)
    assert fields[3].hasFocus()
    ring = next(part for part in column.findChildren(Ring) if part.isVisible())
    qtbot.waitUntil(lambda: ring.visibleRegion().boundingRect() == ring.rect())


def test_the_list_of_a_box_has_round_corners(qtbot: QtBot, show: Show, appearance: Appearance) -> None:
    box = ComboBox(appearance, "box", "Box", [("a", "First"), ("b", "Second")])
    show(box)
    box.showPopup()
    popup = box.view().parentWidget()
    assert popup is not None
    image = popup.grab().toImage()
    right, bottom = image.width() - 1, image.height() - 1
    assert {image.pixelColor(x, y).alpha() for x in (0, right) for y in (0, bottom)} == {0}
    assert appearance.theme.color("border") in [image.pixelColor(right // 2, y) for y in range(3)]
    box.hidePopup()


# -- what comes a moment later ----------------------------------------------------------------------


def test_a_part_is_scrolled_to_once_it_has_its_place(qtbot: QtBot):
    area = QScrollArea()
    qtbot.addWidget(area)
    inside = QWidget()
    inside.resize(100, 3000)
    area.setWidget(inside)
    area.resize(120, 200)
    area.show()
    part = QLabel("here", inside)
    reveal(part)
    part.setGeometry(0, 2500, 100, 20)
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() > 2000)
    qtbot.waitUntil(lambda: not part.findChildren(QTimer))


def test_a_part_that_goes_first_is_not_kept(qtbot: QtBot):
    area = QScrollArea()
    qtbot.addWidget(area)
    inside = QWidget()
    area.setWidget(inside)
    part = QLabel("here", inside)
    reveal(part)
    gone = weakref.ref(part)
    part.setParent(None)
    del part
    gc.collect()
    assert gone() is None
    QApplication.processEvents()


def test_the_bar_of_a_panel_is_pale_until_the_pointer_comes(qtbot: QtBot, show: Show, appearance: Appearance):
    column = ScrollColumn(appearance)
    part = QWidget()
    part.setFixedHeight(900)
    column.column.insertWidget(0, part)
    column.setFixedSize(300, 200)
    show(column)

    def bar() -> str:
        return column.grab().toImage().pixelColor(300 - 5, 20).name()

    theme = appearance.theme
    column.leaveEvent(QEvent(QEvent.Type.Leave))
    assert bar() == theme.color("border").name()
    QTest.mouseMove(column.viewport(), QPoint(20, 20))
    qtbot.waitUntil(lambda: bar() == theme.color("borderStrong").name())


def test_the_handle_of_a_panels_bar_is_as_long_as_what_is_seen(
    qtbot: QtBot, show: Show, appearance: Appearance
):
    """Also where the column's content or its own height changes later."""
    window = QWidget()
    window.setFixedSize(300, 400)
    column = ScrollColumn(appearance)
    column.setParent(window)
    part = QWidget()
    column.column.insertWidget(0, part)
    show(window)

    def share() -> float:
        image = column.grab().toImage()
        color = appearance.theme.color("border").name()
        dark = [image.pixelColor(image.width() - 5, y).name() == color for y in range(image.height())]
        return sum(dark) / image.height()

    for height, content in ((200, 400), (200, 800), (320, 800)):
        part.setFixedHeight(content)
        column.setFixedSize(300, height)
        column.leaveEvent(QEvent(QEvent.Type.Leave))
        qtbot.waitUntil(lambda whole=content: column.column.parentWidget().height() == whole)
        assert share() == pytest.approx(height / content, abs=0.03)
