"""A lesson under way on a document and its controller: steps, questions, and the way back."""

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nndesk.interop.lesson import decode
from nndesk.session.lecture import Lecture
from nndesk.session.player import RunStage

SAY = {"en": "Look.", "zh_CN": "看。"}
ASK = {"question": SAY, "answers": [SAY, SAY], "right": 1}
DRAW = {"question": SAY, "draw": "loss"}


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stage() -> RunStage:
    return RunStage()


@pytest.fixture
def lecture(qtbot: QtBot, stage: RunStage, clock: Clock) -> Iterator[Lecture]:
    steps = [
        {"say": SAY, "do": [{"train": 2, "seconds": 4}]},
        {"say": SAY, "ask": ASK},
        {"say": SAY, "do": [{"train": 1, "seconds": 1}], "ask": DRAW},
        {"say": SAY, "do": [{"train": 1, "seconds": 1}]},
        {"say": SAY},
    ]
    tree = {"format": "nndesk.lesson", "version": 1, "title": SAY, "source": "xor", "steps": steps}
    lecture = Lecture(decode(tree), stage, clock=clock)
    lecture.start()
    yield lecture
    lecture.close()


def wait(qtbot: QtBot, lecture: Lecture) -> None:
    qtbot.waitUntil(lambda: not lecture.playing)


def test_a_step_is_played_by_the_clock(lecture: Lecture, stage: RunStage, clock: Clock, qtbot: QtBot):
    assert (lecture.playing, stage.epoch) == (True, 0)
    clock.now = 2.0
    qtbot.waitUntil(lambda: stage.epoch == 1)
    clock.now = 4.0
    wait(qtbot, lecture)
    assert stage.epoch == 2


def test_the_next_step_begins_when_this_one_is_done(lecture: Lecture, stage: RunStage):
    lecture.go_further()
    assert (lecture.told.index, stage.epoch) == (1, 2)
    assert lecture.told.ask is None, "what is said comes first"
    lecture.go_further()
    assert lecture.told.ask is not None


def test_a_question_is_answered_then_revealed_then_left(lecture: Lecture):
    lecture.go_further()
    assert not lecture.answered
    lecture.choose(0)
    assert lecture.answered
    lecture.go_further()
    assert (lecture.told.index, lecture.told.asked, lecture.told.marked) == (1, True, False)
    lecture.go_further()
    assert (lecture.told.index, lecture.told.marked) == (1, True)
    lecture.choose(1)
    assert lecture.answer == 0, "an answer that is shown is not chosen any more"
    lecture.go_further()
    assert lecture.told.index == 2
    assert lecture.answer is None


def test_a_step_that_is_hurried_still_asks_its_question(lecture: Lecture, stage: RunStage):
    for _ in range(4):
        lecture.go_further()
    assert (lecture.told.index, lecture.playing, lecture.asking) == (2, True, False)
    lecture.go_further()
    assert (lecture.told.index, lecture.asking, stage.epoch) == (2, True, 3)


def test_a_drawn_curve_stays_for_the_step_that_shows_how_it_is(lecture: Lecture, clock: Clock, qtbot: QtBot):
    for _ in range(5):
        lecture.go_further()
    lecture.draw((((0.0, 1.0), (1.0, 0.2)),))
    assert lecture.answered
    lecture.reveal()
    assert (lecture.told.index, len(lecture.strokes)) == (3, 1)
    clock.now += 9
    wait(qtbot, lecture)
    assert lecture.strokes
    lecture.go_on()
    assert (lecture.told.index, lecture.strokes) == (4, ())
    assert lecture.at_end
    lecture.go_further()
    assert lecture.told.index == 4


def test_a_step_gone_back_to_has_its_answer(lecture: Lecture, stage: RunStage):
    for _ in range(4):
        lecture.go_further()
    lecture.go_back()
    assert (lecture.told.index, lecture.told.marked, stage.epoch) == (1, True, 2)
    lecture.go_back()
    lecture.go_back()
    assert (lecture.told.index, lecture.playing, stage.epoch) == (0, True, 0)


def test_nothing_ticks_once_a_step_is_over(lecture: Lecture, clock: Clock, qtbot: QtBot):
    clock.now = 99.0
    wait(qtbot, lecture)
    lecture.go_on()
    assert not lecture.playing


def test_parameters_come_back_with_the_step_before(lecture: Lecture, stage: RunStage):
    lecture.go_on()
    before = stage.run.parameters()
    for _ in range(2):
        lecture.go_on()
    lecture.go_on()
    assert not np.array_equal(stage.run.parameters(), before)
    for _ in range(3):
        lecture.go_back()
    assert np.array_equal(stage.run.parameters(), before)
