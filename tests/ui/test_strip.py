"""The strip of samples over the lower edge of the canvas: images, words, and the way to others."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from nndesk.app import create_window
from nndesk.interop.source import Source, preset
from nndesk.project.spec import Experiment
from nndesk.session.controller import Controller
from nndesk.session.preferences import Preferences
from nndesk.ui.sampling import wrong_rows
from nndesk.ui.strip import ProbeStrip
from nndesk.ui.theme import recorded_text
from nndesk.ui.window import MainWindow
from tests.experiments import tiny

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
PITCH = 39


class Hand:
    """The strip in a real window, and who uses it."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self._qtbot = window, qtbot
        self.controller: Controller = window.controller
        strip = window.findChild(ProbeStrip, "probeStrip")
        assert strip is not None
        self.strip = strip

    def settled(self) -> None:
        self._qtbot.waitUntil(lambda: not self.controller.busy)

    def button(self, name: str) -> QAbstractButton:
        return next(
            b
            for b in self.strip.findChildren(QAbstractButton)
            if name in (b.accessibleName(), b.objectName())
        )

    def press(self, name: str) -> None:
        QTest.mouseClick(self.button(name), LEFT)
        self.settled()

    @property
    def images(self) -> QWidget:
        return next(w for w in self.strip.findChildren(QWidget) if w.accessibleName() == "Samples")

    def key(self, key: Qt.Key) -> None:
        self.images.setFocus()
        QTest.keyClick(self.images, key)
        self.settled()

    def texts(self) -> list[str]:
        with recorded_text() as texts:
            self.strip.grab()
        return [text.text for text in texts]


@pytest.fixture
def hand(qtbot: QtBot) -> Callable[[Experiment], Hand]:
    windows: list[MainWindow] = []

    def maker(experiment: Experiment) -> Hand:
        window = create_window(Source(experiment), "light", "en", Preferences(None))
        windows.append(window)
        qtbot.addWidget(window, before_close_func=MainWindow.close_without_asking)
        window.resize(1440, 900)
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: window.controller.snapshot is not None and not window.controller.busy)
        return Hand(window, qtbot)

    return maker


def test_images_are_there_from_the_start_and_a_click_shows_one(hand: Callable[[Experiment], Hand]):
    user = hand(preset("digits"))
    assert user.strip.isVisible()
    first = user.controller.sample
    QTest.mouseClick(user.images, LEFT, NONE, QPoint(3 * PITCH + 17, 20))
    user.settled()
    assert user.controller.sample == first + 3
    snapshot, data = user.controller.snapshot, user.controller.data
    assert snapshot is not None
    assert data is not None
    assert np.array_equal(snapshot.activations[0], data.x_test[3])
    assert user.images.accessibleDescription() == "test sample 4 of 359"


def test_buttons_and_keys_go_on_and_back_and_stop_at_the_ends(hand: Callable[[Experiment], Hand]):
    user = hand(preset("digits"))
    first = user.controller.sample
    assert not user.button("Previous sample").isEnabled()
    user.press("Next sample")
    assert user.controller.sample == first + 1
    user.key(Qt.Key.Key_Right)
    user.key(Qt.Key.Key_Right)
    user.press("Previous sample")
    user.key(Qt.Key.Key_Left)
    assert user.controller.sample == first + 1
    user.key(Qt.Key.Key_End)
    assert not user.button("Next sample").isEnabled()
    user.key(Qt.Key.Key_Home)  # the first training row: the strip goes through those now
    assert user.images.accessibleDescription() == "training sample 1 of 1,438"


def test_the_wrong_ones_are_counted_and_gone_through_alone(hand: Callable[[Experiment], Hand]):
    user = hand(preset("digits"))
    snapshot, data = user.controller.snapshot, user.controller.data
    assert snapshot is not None
    assert data is not None
    wrong = wrong_rows(data, snapshot)
    wrong = wrong[wrong >= len(data.x_train)]
    assert f"wrong: {len(wrong)} of 359" in user.texts()
    user.press("wrongOnlyButton")
    later = wrong[wrong > user.controller.sample]
    user.press("Next sample")
    assert user.controller.sample == later[0]
    user.key(Qt.Key.Key_Right)
    assert user.controller.sample == later[1]


def test_other_data_have_the_strip_once_a_sample_is_chosen(hand: Callable[[Experiment], Hand]):
    user = hand(tiny())
    assert not user.strip.isVisible()
    user.controller.select_sample(4)
    user.settled()
    assert user.strip.isVisible()
    assert user.texts()[0].startswith("training sample 5 of 30 · (")
    user.press("Next sample")
    assert user.controller.sample == 5
    user.press("Show no sample")
    assert not user.strip.isVisible()
    assert not user.controller.sample_marked


def test_a_probe_is_a_what_if_in_words_and_frames(hand: Callable[[Experiment], Hand]):
    user = hand(tiny())
    canvas = user.window.canvas
    bare = canvas.grab().toImage()
    user.controller.set_probe((1.0, 2.0))
    user.settled()
    assert user.texts()[0].startswith("what if · (1.00, 2.00) · p = ")
    violet = user.window.canvas.appearance.theme.color("sel")
    edge = [canvas.grab().toImage().pixelColor(x, 5) for x in range(300, 340)]
    assert 10 < sum(color == violet for color in edge) < 35  # dashes
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    user.settled()
    assert canvas.grab().toImage() == bare


def covered(user: Hand) -> list[str]:
    """What of the canvas lies under the strip."""
    canvas, area = user.window.canvas, user.strip.geometry()
    last = len(user.window.document.experiment.network.layers)
    units = user.window.document.experiment.network.layers[-1].units
    found = [] if canvas.rect().contains(area) else ["the outside"]
    if area.intersects(canvas.rect_of(last, units - 1).adjusted(0, 0, 0, 8)):
        found.append("an output")
    others = canvas.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found + [
        w.objectName() or type(w).__name__
        for w in others
        if w is not user.strip and w.isVisible() and w.geometry().intersects(area)
    ]


def test_the_strip_covers_no_neuron_card_or_toolbar(hand: Callable[[Experiment], Hand], qtbot: QtBot):
    for experiment in (preset("digits"), tiny()):
        user = hand(experiment)
        user.controller.select_sample(0)
        user.settled()
        for size in ((1180, 680), (1280, 720), (1440, 900), (1920, 1080)):
            user.window.resize(*size)
            qtbot.waitUntil(lambda user=user: not covered(user))


def test_every_neuron_of_a_plane_marks_the_chosen_point(hand: Callable[[Experiment], Hand]):
    user = hand(tiny())
    canvas = user.window.canvas
    before = canvas.grab().toImage()
    user.controller.select_sample(12)
    user.settled()
    after = canvas.grab().toImage()
    data = user.controller.data
    assert data is not None
    x1, x2 = ((data.raw_train[12] + data.kind.extent) / (2 * data.kind.extent)).tolist()
    violet = canvas.appearance.theme.color("sel")
    for layer, unit in ((0, 1), (1, 2), (2, 0), (3, 0)):
        rect = canvas.rect_of(layer, unit)
        x, y = rect.x() + x1 * rect.width(), rect.y() + (1 - x2) * rect.height()
        near = [(round(x) + i, round(y) + j) for i in range(-5, 6) for j in range(-5, 6)]
        assert any(after.pixelColor(*at) == violet for at in near)
        assert not any(before.pixelColor(*at) == violet for at in near)
