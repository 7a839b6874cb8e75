"""The transport bar over a real run."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nndesk.interop.source import preset
from nndesk.project import edits
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.elided import Elided
from nndesk.ui.theme import Appearance, recorded_text
from nndesk.ui.transport import Transport

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def document(qapp: object) -> Document:
    return Document(edits.set_value(preset("xor"), "training.stop.epochs", 40))


@pytest.fixture
def controller(document: Document) -> Iterator[Controller]:
    controller = Controller(document)
    yield controller
    controller.close()


@pytest.fixture
def window(
    qtbot: QtBot, document: Document, controller: Controller, appearance: Appearance
) -> Iterator[QWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    actions = [QAction(name, window) for name in ("Play", "Step", "Restart")]
    transport = Transport(
        document, controller, appearance, play=actions[0], step=actions[1], restart=actions[2]
    )
    actions[0].triggered.connect(controller.toggle)
    actions[1].triggered.connect(
        lambda: controller.step_batch() if transport.step_size == "batch" else controller.step_epoch()
    )
    actions[2].triggered.connect(controller.restart)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(1)
    column.addWidget(transport)
    window.resize(1440, 900)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: controller.snapshot is not None)
    return window


def button(window: QWidget, name: str) -> QAbstractButton:
    found = window.findChild(QAbstractButton, name)
    assert found is not None
    return found


def text(window: QWidget, name: str) -> str:
    label = window.findChild(QLabel, name)
    assert label is not None
    return label.text()


def transport(window: QWidget) -> Transport:
    found = window.findChild(Transport)
    assert found is not None
    return found


def test_a_fresh_run_is_ready_at_epoch_0(window: QWidget) -> None:
    assert text(window, "epochLabel") == "Epoch 0"
    assert text(window, "stateLabel") == "ready · 17 parameters"


def test_playing_counts_epochs_up_to_the_stop_rule_and_says_so(qtbot: QtBot, window: QWidget) -> None:
    qtbot.mouseClick(button(window, "playButton"), LEFT)
    qtbot.waitUntil(lambda: text(window, "stateLabel").endswith("epochs/s"))
    qtbot.waitUntil(lambda: text(window, "epochLabel") == "Epoch 40")
    qtbot.waitUntil(lambda: text(window, "stateLabel") == "paused: epoch 40 reached")


def test_pausing_shows_paused(qtbot: QtBot, window: QWidget) -> None:
    qtbot.mouseClick(button(window, "playButton"), LEFT)
    qtbot.waitUntil(lambda: text(window, "epochLabel") != "Epoch 0")
    qtbot.mouseClick(button(window, "playButton"), LEFT)
    qtbot.waitUntil(lambda: text(window, "stateLabel") == "paused")


def test_a_step_is_what_its_tiles_say(qtbot: QtBot, window: QWidget, controller: Controller) -> None:
    def step() -> int:
        assert controller.snapshot is not None
        return controller.snapshot.step

    qtbot.mouseClick(button(window, "batch"), LEFT)
    assert transport(window).step_size == "batch"
    qtbot.mouseClick(button(window, "stepButton"), LEFT)
    qtbot.waitUntil(lambda: step() == 1)
    qtbot.mouseClick(button(window, "epoch"), LEFT)
    qtbot.mouseClick(button(window, "stepButton"), LEFT)
    qtbot.waitUntil(lambda: text(window, "epochLabel") == "Epoch 1")


def test_restart_goes_back_to_epoch_0(qtbot: QtBot, window: QWidget) -> None:
    qtbot.mouseClick(button(window, "stepButton"), LEFT)
    qtbot.waitUntil(lambda: text(window, "epochLabel") == "Epoch 1")
    qtbot.mouseClick(button(window, "resetButton"), LEFT)
    qtbot.waitUntil(lambda: text(window, "epochLabel") == "Epoch 0")
    qtbot.waitUntil(lambda: text(window, "stateLabel").startswith("ready"))


def test_the_speed_box_sets_the_speed(qtbot: QtBot, window: QWidget, controller: Controller) -> None:
    box = window.findChild(QComboBox, "speedBox")
    assert box is not None
    assert box.currentText() == "20 ep/s"
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_End)
    assert controller.speed == float("inf")
    assert box.currentText() == "Max"
    controller.set_speed(5.0)
    assert box.currentText() == "5 ep/s"


@pytest.mark.parametrize("name", ["playButton", "stepButton", "resetButton"])
def test_buttons_carry_the_window_s_actions(window: QWidget, name: str) -> None:
    found = window.findChild(QToolButton, name)
    assert found is not None
    assert found.defaultAction() in window.findChildren(QAction)
    assert min(found.width(), found.height()) >= 26


@pytest.mark.parametrize(
    ("rule", "value", "state", "epoch"),
    [
        ("loss_below", 1e6, "paused: loss low enough", 1),
        ("patience", 3, "paused: at the best epoch", 0),
    ],
)
def test_it_says_which_rule_stopped_the_training_and_play_goes_on_without_it(
    qtbot: QtBot, window: QWidget, document: Document, rule: str, value: float, state: str, epoch: int
) -> None:
    rules = {f"training.stop.{rule}": value, "optimizer.learning_rate": 0.0}
    document.replace(edits.set_values(document.experiment, rules), "stop rule")
    qtbot.mouseClick(button(window, "playButton"), LEFT)
    qtbot.waitUntil(lambda: text(window, "stateLabel") == state)
    qtbot.waitUntil(lambda: text(window, "epochLabel") == f"Epoch {epoch}")
    qtbot.mouseClick(button(window, "playButton"), LEFT)
    qtbot.waitUntil(lambda: text(window, "stateLabel") == "paused: epoch 40 reached")


def test_another_stop_rule_shows_at_once(window: QWidget, document: Document) -> None:
    document.replace(edits.set_value(document.experiment, "training.stop.epochs", 90), "stop rule")
    assert "/ 90" in [label.text() for label in window.findChildren(QLabel)]


@pytest.mark.parametrize(("size", "height"), [((1280, 720), 104), ((1440, 900), 120), ((1920, 1080), 136)])
def test_its_height_follows_the_window_s(window: QWidget, size: tuple[int, int], height: int) -> None:
    window.resize(*size)
    transport(window).fit()
    assert transport(window).height() == height


@pytest.mark.parametrize("size", [(1180, 680), (1920, 1080)])
def test_nothing_is_cut_off_in_large_text(
    qtbot: QtBot, window: QWidget, appearance: Appearance, size: tuple[int, int]
) -> None:
    appearance.set_text_scale(1.5)
    window.resize(*size)
    bar, steps = transport(window), window.findChild(QWidget, "stepSizeTiles")
    assert steps is not None
    qtbot.waitUntil(lambda: steps.height() >= steps.minimumSizeHint().height())
    with recorded_text() as painted:
        bar.grab()
    for piece in painted:
        assert piece.clip.adjusted(-1, -1, 1, 1).contains(piece.box), piece.text
    for part in bar.findChildren(QWidget):
        if part.isVisible() and not isinstance(part, QComboBox):
            assert part.width() >= part.minimumSizeHint().width(), part.objectName()
            assert part.height() >= part.minimumSizeHint().height(), part.objectName()


def test_what_cannot_be_trained_is_said_in_the_state(
    qtbot: QtBot, window: QWidget, document: Document
) -> None:
    document.replace(edits.set_value(document.experiment, "data.kind", "reg_plane"), "data")
    qtbot.waitUntil(lambda: "binary_crossentropy" in text(window, "stateLabel"))


def test_what_has_no_room_ends_with_an_ellipsis_and_has_a_tooltip(
    appearance: Appearance, show: Callable[..., QWidget]
) -> None:
    label = Elided(appearance, "bodyStrong")
    show(label, width=120)
    label.show_text("W" * 200)
    with recorded_text() as texts:
        label.grab()
    (drawn,) = texts
    assert drawn.text.endswith("…")
    assert len(drawn.text) < 40
    assert label.toolTip() == "W" * 200
