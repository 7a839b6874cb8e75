"""Hints that teach: one at a time, beside the network, with the way to their place."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nndesk.project import edits
from nndesk.ui.curves import CurveView
from nndesk.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
Finder = Callable[[str], QWidget]


def change(window: MainWindow, qtbot: QtBot, **values: object) -> None:
    keys = {key.replace("__", "."): value for key, value in values.items()}
    window.document.replace(edits.set_values(window.document.experiment, keys), "change")
    qtbot.waitUntil(lambda: not window.controller.busy)


def words(card: QWidget) -> str:
    label = card.findChild(QLabel)
    assert label is not None
    return label.text()


@pytest.fixture
def card(find: Finder) -> QWidget:
    return find("hintCard")


def test_nothing_is_said_of_a_run_that_does_well(window: MainWindow, card: QWidget, qtbot: QtBot):
    window.controller.reach(3)
    qtbot.waitUntil(lambda: not window.controller.busy)
    assert card.isHidden()


def test_a_rate_of_0_is_said_and_its_button_leads_to_the_field(
    window: MainWindow, card: QWidget, find: Finder, qtbot: QtBot
):
    window.inspector.toggle_action.setChecked(False)
    window.selection.set("loss")
    change(window, qtbot, optimizer__learning_rate=0)
    assert card.isVisible()
    assert words(card).startswith("The learning rate is 0")
    assert card.accessibleName() == words(card)
    QTest.mouseClick(find("hintOpenButton"), LEFT)
    assert not card.isVisible()
    assert QApplication.focusWidget() is find("learningRateBox")
    qtbot.waitUntil(lambda: find("learningRateBox").visibleRegion().boundingRect().height() > 20)
    change(window, qtbot, optimizer__learning_rate=0.1)
    change(window, qtbot, optimizer__learning_rate=0)
    assert not card.isVisible()  # it was said


def test_a_control_below_the_fold_is_brought_into_view(open_window: Callable[..., MainWindow], qtbot: QtBot):
    window = open_window("spiral", (1280, 720))
    window.inspector.toggle_action.setChecked(False)
    change(window, qtbot, schedule__kind="cosine", schedule__decay_epochs=1, training__batch_size=300)
    window.controller.reach(2)
    card = window.findChild(QWidget, "hintCard")
    qtbot.waitUntil(card.isVisible)
    assert words(card).startswith("The schedule has brought")
    QTest.mouseClick(window.findChild(QWidget, "hintOpenButton"), LEFT)
    tile = window.findChild(QWidget, "scheduleTiles").findChild(QWidget, "cosine")
    qtbot.waitUntil(lambda: tile.visibleRegion().boundingRect().height() > 20)
    assert QApplication.focusWidget() is tile


def test_a_hint_goes_when_it_is_so_no_longer(window: MainWindow, card: QWidget, qtbot: QtBot):
    change(window, qtbot, optimizer__learning_rate=0)
    assert card.isVisible()
    change(window, qtbot, optimizer__learning_rate=0.1)
    assert not card.isVisible()
    change(window, qtbot, optimizer__learning_rate=0)
    assert card.isVisible()  # nobody had closed it


def test_one_at_a_time_and_the_next_once_it_was_closed(open_window: Callable[..., MainWindow], qtbot: QtBot):
    window = open_window("textbook")
    card = window.findChild(QWidget, "hintCard")
    close = window.findChild(QWidget, "hintCloseButton")
    assert card is not None
    assert close is not None
    change(window, qtbot, optimizer__learning_rate=0)
    window.controller.step_epoch()
    qtbot.waitUntil(lambda: not window.controller.busy)
    assert len(window.controller.snapshot.hints) == 2
    assert words(card).startswith("The learning rate is 0")
    QTest.mouseClick(close, LEFT)
    window.controller.step_epoch()
    qtbot.waitUntil(lambda: words(card).startswith("These targets are drawn by chance"))
    assert card.isVisible()
    button = card.findChild(QPushButton, "hintOpenButton")
    QTest.mouseClick(button, LEFT)
    assert window.selection.targets == ("data",)
    assert QApplication.focusWidget().objectName() == "uniform"


def test_dead_neurons_lead_to_the_health_panel(window: MainWindow, card: QWidget, find: Finder, qtbot: QtBot):
    layer = "network.layers.0."
    change(
        window,
        qtbot,
        **{layer + "activation": "relu", layer + "bias_initializer": {"kind": "constant", "value": -100}},
    )
    window.controller.step_epoch()
    qtbot.waitUntil(card.isVisible)
    assert words(card).startswith("Hidden 1: 8 of 8 neurons are dead.")
    QTest.mouseClick(find("hintOpenButton"), LEFT)
    assert find("healthPanel").isVisible()


def test_the_network_makes_room_and_takes_it_back(open_window: Callable[..., MainWindow], qtbot: QtBot):
    window = open_window("spiral", (1280, 720))
    canvas, card = window.canvas, window.findChild(QWidget, "hintCard")
    before = canvas.rect_of(1, 7)
    change(window, qtbot, optimizer__learning_rate=0)
    qtbot.waitUntil(lambda: canvas.rect_of(1, 7) != before)
    assert not canvas.floats.covers_network(card.geometry())
    QTest.mouseClick(window.findChild(QWidget, "hintCloseButton"), LEFT)
    qtbot.waitUntil(lambda: canvas.rect_of(1, 7) == before)
    window.appearance.set_theme("dark")
    qtbot.wait(50)
    assert canvas.rect_of(1, 7) == before


def test_who_wants_no_hints_gets_none(window: MainWindow, card: QWidget, qtbot: QtBot):
    window.following.preferences.set("hints", False)
    change(window, qtbot, optimizer__learning_rate=0)
    assert not card.isVisible()
    window.following.preferences.set("hints", True)
    qtbot.waitUntil(card.isVisible)


def test_another_language_says_the_same(window: MainWindow, qtbot: QtBot):
    change(window, qtbot, optimizer__learning_rate=0)
    window.following.preferences.set("language", "zh_CN")
    qtbot.waitUntil(lambda: not window.controller.busy)
    card = window.canvas.findChild(QWidget, "hintCard")
    assert card is not None
    assert card.isVisible()
    assert words(card).startswith("学习率为")


class Paints(QObject):
    """Notes of each paint of the canvas and of the curves where the card and a neuron stand."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self.places: list[tuple[QRect, QRect]] = []
        self.curves = 0

    def place(self) -> tuple[QRect, QRect]:
        card = self._window.canvas.findChild(QWidget, "hintCard")
        assert card is not None
        return card.geometry(), self._window.canvas.rect_of(1, 7)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            if watched is self._window.canvas:
                self.places.append(self.place())
            self.curves += isinstance(watched.parentWidget(), CurveView)
        return False


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900)])
def test_another_language_is_painted_with_all_in_its_place(
    open_window: Callable[..., MainWindow], qapp: QApplication, qtbot: QtBot, size: tuple[int, int]
):
    """Before it is seen the network makes room for the card, and the curves stand where they will."""
    window = open_window("digits", size)
    change(window, qtbot, optimizer__learning_rate=0)
    window.controller.step_epoch()
    qtbot.waitUntil(lambda: bool(window.findChildren(CurveView)))
    qtbot.wait(300)
    for code in ("zh_CN", "en"):
        paints = Paints(window)
        qapp.installEventFilter(paints)
        window.following.language.set_code(code)
        qtbot.waitUntil(lambda paints=paints: bool(paints.places))
        qtbot.wait(300)
        qapp.removeEventFilter(paints)
        assert set(paints.places) == {paints.place()}
        assert paints.curves == 1


def test_another_document_may_be_remarked_on_again(window: MainWindow, qtbot: QtBot):
    change(window, qtbot, optimizer__learning_rate=0)
    window.hinting.close()
    window.document.open(window.document.experiment, None, None)
    qtbot.waitUntil(lambda: window.hinting.hint is not None)
