"""From a picture of the outputs to the sample in view: points, curves, free probes, keys."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nndesk.interop.source import preset
from nndesk.project.edits import set_data_kind
from nndesk.project.spec import Experiment
from nndesk.session.controller import Controller
from nndesk.ui.cards import LossCard
from nndesk.ui.points import Rows, plane_places
from nndesk.ui.sampling import sample_name, shown_words
from nndesk.ui.theme import Appearance
from tests.experiments import tiny
from tests.ui.hands import come_back

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
FREE = QPoint(5, 5)  # of the plane, where no point lies


class Hand:
    """A loss card and who uses it."""

    def __init__(self, card: LossCard, controller: Controller, qtbot: QtBot) -> None:
        self.card, self.controller, self._qtbot = card, controller, qtbot
        self.output = card.output

    def settled(self) -> None:
        self._qtbot.waitUntil(lambda: not self.controller.busy)

    def click(self, at: QPoint) -> None:
        QTest.mouseClick(self.output, LEFT, NONE, at)
        self.settled()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.output, key, modifier)
        self.settled()

    def point(self, row: int) -> QPoint:
        """Where the point of ``row`` lies in the plane."""
        data = self.controller.data
        assert data is not None
        side = self.output.width()
        places = plane_places(QRectF(0, 0, side, side), Rows.of(data).raw, data.kind.extent)
        return QPointF(*places[row].tolist()).toPoint()

    @property
    def activations(self) -> np.ndarray:
        assert self.controller.snapshot is not None
        return np.concatenate(self.controller.snapshot.activations)


@pytest.fixture
def hand(qtbot: QtBot, appearance: Appearance, opened) -> Callable[[Experiment], Hand]:
    def maker(experiment: Experiment) -> Hand:
        document, controller = opened(experiment)
        card = LossCard(document, controller, appearance)
        qtbot.addWidget(card)
        card.show()
        card.output.setFocus()
        made = Hand(card, controller, qtbot)
        made.settled()
        return made

    return maker


def lone_rows(hand: Hand) -> list[int]:
    """Rows whose points no other point is near."""
    data = hand.controller.data
    assert data is not None
    raw = Rows.of(data).raw
    away = np.hypot(*(raw[:, None] - raw[None]).transpose(2, 0, 1)) + 99 * np.eye(len(raw))
    inside = np.abs(raw).max(axis=1) < 0.9 * data.kind.extent
    return np.flatnonzero((away.min(axis=1) > 0.5) & inside).tolist()


def test_a_click_on_a_point_shows_that_row(hand: Callable[[Experiment], Hand]):
    user = hand(tiny())
    before = user.output.grab().toImage()
    for row in lone_rows(user)[:3]:
        user.click(user.point(row))
        assert (user.controller.sample, user.controller.probe) == (row, None)
        data, frame = user.controller.data, user.controller.snapshot
        assert data is not None
        assert frame is not None
        rows = np.concatenate((data.x_train, data.x_test))
        assert np.array_equal(frame.activations[0], rows[row])
        assert user.output.grab().toImage() != before  # it has its ring


def test_a_press_where_no_point_is_shows_that_point_of_the_plane(hand: Callable[[Experiment], Hand]):
    user = hand(tiny())
    user.click(FREE)
    probe = user.controller.probe
    assert probe is not None
    extent, side = 6.0, user.output.width()
    assert probe == pytest.approx(
        ((2 * FREE.x() / side - 1) * extent, (1 - 2 * FREE.y() / side) * extent), abs=0.1
    )
    frame = user.controller.snapshot
    assert frame is not None
    assert frame.probe == probe
    assert frame.activations[0].tolist() == pytest.approx(probe)


def test_a_probe_is_dragged_and_stays_in_the_plane(hand: Callable[[Experiment], Hand]):
    user = hand(tiny())
    QTest.mousePress(user.output, LEFT, NONE, FREE)
    side = user.output.width()
    seen = []
    for at in (QPoint(side // 2, side // 2), QPoint(side + 50, side // 2)):
        QTest.mouseMove(user.output, at)
        user.settled()
        seen.append(user.controller.probe)
    QTest.mouseRelease(user.output, LEFT, NONE, QPoint(side + 50, side // 2))
    assert seen[0] == pytest.approx((0, 0), abs=0.1)
    assert seen[1] == pytest.approx((6, 0), abs=0.1)
    QTest.mouseMove(user.output, FREE)  # the button is up
    assert user.controller.probe == seen[1]


def test_a_probe_whose_button_was_let_go_elsewhere_stays(hand: Callable[[Experiment], Hand]):
    user = hand(tiny())
    QTest.mousePress(user.output, LEFT, NONE, FREE)
    QTest.mouseMove(user.output, FREE + QPoint(30, 0))
    user.settled()
    probe = user.controller.probe
    come_back(user.output, FREE + QPoint(60, 30))
    user.settled()
    assert user.controller.probe == probe


def test_escape_goes_from_the_probe_to_the_sample_and_from_that_to_none(hand: Callable[[Experiment], Hand]):
    user = hand(tiny())
    bare = user.output.grab().toImage()
    row = lone_rows(user)[0]
    user.click(user.point(row))
    shown = user.activations
    user.click(FREE)
    assert not np.array_equal(user.activations, shown)
    user.key(Qt.Key.Key_Escape)
    assert np.array_equal(user.activations, shown)
    user.key(Qt.Key.Key_Escape)
    assert not user.controller.sample_marked
    assert user.output.grab().toImage() == bare


def test_arrow_keys_go_through_the_rows_and_stop_at_the_ends(hand: Callable[[Experiment], Hand]):
    user = hand(tiny())
    assert user.controller.sample == 30  # the first test row
    user.key(Qt.Key.Key_Right)
    assert user.controller.sample == 31
    user.key(Qt.Key.Key_Left)
    user.key(Qt.Key.Key_Left)
    assert user.controller.sample == 29
    user.key(Qt.Key.Key_PageDown)
    assert user.controller.sample == 39
    user.key(Qt.Key.Key_End)
    user.key(Qt.Key.Key_Right)
    assert user.controller.sample == 59
    user.key(Qt.Key.Key_Home)
    user.key(Qt.Key.Key_Left)
    assert user.controller.sample == 0


def test_return_begins_a_probe_at_the_sample_which_arrow_keys_move(hand: Callable[[Experiment], Hand]):
    user = hand(tiny())
    user.key(Qt.Key.Key_Right)
    user.key(Qt.Key.Key_Return)
    data, first = user.controller.data, user.controller.probe
    assert data is not None
    assert first is not None
    assert first == pytest.approx(tuple(data.raw_test[1]))
    user.key(Qt.Key.Key_Up)
    user.key(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert user.controller.probe == pytest.approx((first[0] - 0.6, first[1] + 0.12))
    user.key(Qt.Key.Key_Return)
    assert user.controller.probe is None
    assert user.controller.sample == 31


def test_a_curve_has_a_probe_along_its_input(hand: Callable[[Experiment], Hand]):
    user = hand(preset("sine"))
    before = user.output.grab().toImage()
    user.click(QPoint(user.output.width() // 2, 12))
    assert user.controller.probe == pytest.approx((-0.15,), abs=0.15)
    assert user.output.grab().toImage() != before


def test_a_mark_of_the_scatter_shows_its_row(hand: Callable[[Experiment], Hand]):
    user = hand(preset("textbook"))
    frame, data = user.controller.snapshot, user.controller.data
    assert frame is not None
    assert data is not None
    pictured = user.output.picture
    assert pictured is not None
    found = set()
    for x in range(0, user.output.width(), 3):
        for y in range(0, user.output.height(), 3):
            found |= set(pictured.spot(QPointF(x, y), QRectF(user.output.rect()), frame).rows)
    assert len(found) > 50
    at = next(
        QPoint(x, y)
        for x in range(0, user.output.width(), 3)
        for y in range(0, user.output.height(), 3)
        if pictured.spot(QPointF(x, y), QRectF(user.output.rect()), frame).rows
    )
    (row,) = pictured.spot(QPointF(at), QRectF(user.output.rect()), frame).rows
    user.click(at)
    assert user.controller.sample == row


def test_training_goes_on_with_the_sample_that_is_shown(hand: Callable[[Experiment], Hand]):
    user = hand(tiny())
    user.key(Qt.Key.Key_Right)
    before = user.activations
    user.controller.step_epoch()
    user.settled()
    frame = user.controller.snapshot
    assert frame is not None
    assert (frame.epoch, frame.sample, frame.marked) == (1, 31, True)
    assert not np.array_equal(user.activations, before)


def test_what_is_shown_is_said(hand: Callable[[Experiment], Hand]):
    user = hand(tiny())
    user.key(Qt.Key.Key_Right)
    data, frame = user.controller.data, user.controller.snapshot
    assert data is not None
    assert frame is not None
    x1, x2 = (f"{x:.2f}".replace("-", "−") for x in data.raw_test[1])
    assert shown_words(data, frame)[:3] == [
        "test sample 2 of 30",
        f"({x1}, {x2})",
        f"y = {data.target_test[1]}",
    ]
    assert user.output.accessibleDescription().startswith("test sample 2 of 30")
    user.key(Qt.Key.Key_Return)
    frame = user.controller.snapshot
    assert frame is not None
    assert shown_words(data, frame)[0] == "what if"
    assert len(shown_words(data, frame)) == 3  # it has no target


def test_samples_of_several_classes_say_what_they_are_taken_for(hand: Callable[[Experiment], Hand]):
    user = hand(set_data_kind(tiny(), "iris"))
    data, frame = user.controller.data, user.controller.snapshot
    assert data is not None
    assert frame is not None
    outputs = frame.activations[-1]
    name, chosen = data.classes[int(data.target_test[0])], data.classes[int(outputs.argmax())]
    assert shown_words(data, frame) == [
        f"test sample 1 of {len(data.x_test)}",
        f"true {name}",
        f"predicted {chosen} ({outputs.max():.0%})",
    ]
    assert sample_name(data, 3) == f"training sample 4 of {len(data.x_train)}"
