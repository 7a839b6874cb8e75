"""Lessons played in the window: every step ends with the numbers that its captions tell."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nndesk.interop.lesson import Lesson, source_of
from nndesk.project.run import Run
from nndesk.session.lecture import Lecture
from nndesk.ui.stage import WindowStage
from nndesk.ui.window import MainWindow
from tests.interop.test_lessons_told import LESSONS, play, read


@pytest.fixture
def begin(window: MainWindow) -> Iterator[Callable[[Lesson], Lecture]]:
    lectures: list[Lecture] = []

    def beginner(lesson: Lesson) -> Lecture:
        stage = WindowStage(window.document, window.controller, window.selection, window.canvas)
        lectures.append(Lecture(lesson, stage, window))
        lectures[-1].start()
        return lectures[-1]

    yield beginner
    for lecture in lectures:
        lecture.close()


def finish(qtbot: QtBot, lecture: Lecture) -> None:
    """What is left of the step, at once."""
    lecture._hurry(None)
    qtbot.waitUntil(lambda: not lecture.playing, timeout=20_000)


@pytest.mark.parametrize("name", LESSONS)
def test_every_step_shows_the_run_that_its_captions_tell_of(
    window: MainWindow, begin: Callable[[Lesson], Lecture], qtbot: QtBot, name: str
):
    lesson = read(name)
    lecture = begin(lesson)
    run = Run(source_of(lesson.source, lesson.folder).experiment)
    for index, step in enumerate(lesson.steps):
        if index:
            lecture.go_on()
        finish(qtbot, lecture)
        for action in step.do:
            run = play(run, action)
        shown = window.controller.shown
        assert shown is not None
        assert (shown.epoch, shown.train_loss) == (run.epoch, run.loss.train), index
        assert np.array_equal(shown.parameters, run.parameters()), index
        selected = [action.value for action in step.do if action.name == "select"]
        assert not selected or window.selection.target == selected[-1]
    assert window.document.undo_stack.count() == 1


def test_a_step_taken_back_shows_what_was_there_and_undo_what_was_before_the_lesson(
    window: MainWindow, begin: Callable[[Lesson], Lecture], qtbot: QtBot
):
    mine, controller = window.document.experiment, window.controller
    with qtbot.waitSignal(controller.idle):
        controller.reach(2)
    assert controller.shown is not None
    trained = controller.shown.parameters
    window.selection.set("loss")
    lecture = begin(read("activation"))
    seen = []
    for index in range(4):
        if index:
            lecture.go_on()
        finish(qtbot, lecture)
        shown = controller.shown
        seen.append((shown.parameters, window.selection.targets, window.canvas.lens))
    assert [lens for _, _, lens in seen] == ["activation"] * 3 + ["gradient"]
    for index in (2, 1, 0):
        lecture.go_back()
        qtbot.waitUntil(lambda: not lecture.playing and not controller.busy)
        shown = controller.shown
        assert shown is not None
        assert np.array_equal(shown.parameters, seen[index][0]), index
        assert (window.selection.targets, window.canvas.lens) == seen[index][1:]
    window.document.undo_stack.undo()
    qtbot.waitUntil(lambda: controller.shown is not None and controller.shown.epoch == 2)
    assert window.document.experiment == mine
    assert np.array_equal(controller.shown.parameters, trained)


def test_a_sample_of_other_data_comes_back_too(
    window: MainWindow, begin: Callable[[Lesson], Lecture], qtbot: QtBot
):
    from tests.session.test_player import lesson_of

    lesson = lesson_of([{"sample": 11}, {"probe": [1.0, -2.0]}, {"zoom": 150}], [{"open": "digits"}])
    lecture = begin(lesson)
    finish(qtbot, lecture)
    lecture.go_on()
    finish(qtbot, lecture)
    assert window.controller.probe is None
    window.canvas.fit()
    lecture.go_back()
    qtbot.waitUntil(lambda: not lecture.playing and not window.controller.busy)
    assert (window.controller.sample, window.controller.probe) == (11, (1.0, -2.0))
    assert window.canvas.zoom == pytest.approx(1.5)
