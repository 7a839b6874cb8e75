"""Lessons played without a window: what each action does, in which order, at which moment, and back."""

from pathlib import Path

import numpy as np
import pytest

from nndesk.errors import FileError
from nndesk.interop import lesson as lessons
from nndesk.interop.lesson import LANGUAGES, decode
from nndesk.project import files
from nndesk.project.run import Run
from nndesk.resources import resource
from nndesk.session.player import Player, RunStage, Told
from tests.experiments import tiny
from tests.interop.test_lessons_told import LESSONS, play, read

DO = [
    {"set": {"network.layers.0.units": 3}},
    {"select": "layers.0.units.2"},
    {"train": 4, "seconds": 2},
    {"wait": 1},
    {"lens": "gradient"},
    {"values": True},
    {"sample": 7},
    {"zoom": 150},
    {"train": 1},
]


def lesson_of(*steps: list[dict]) -> lessons.Lesson:
    say = {"en": "Look.", "zh_CN": "看。"}
    return decode(
        {
            "format": "nndesk.lesson",
            "version": 1,
            "title": say,
            "source": "xor",
            "steps": [{"say": say, "do": do} for do in steps],
        }
    )


def begun(*steps: list[dict]) -> tuple[Player, RunStage]:
    stage = RunStage()
    player = Player(lesson_of(*steps), stage)
    player.start()
    return player, stage


def test_actions_are_done_one_after_the_other_as_the_clock_says():
    player, stage = begun(DO)
    assert not player.play_to(0)
    assert (stage.view.target, stage.epoch) == ("layers.0.units.2", 0)
    assert not player.play_to(1.25)
    spe = stage.run.steps_per_epoch
    assert stage.run.step == int(2.5 * spe)
    assert not player.play_to(2.5)
    assert (stage.epoch, stage.view.lens) == (4, "activation")
    assert not player.play_to(3.0)
    assert stage.view == type(stage.view)("layers.0.units.2", 7, None, "gradient", True, 150.0)
    assert player.play_to(3.05)
    assert stage.epoch == 5


@pytest.mark.parametrize("moments", [[], [0.1 * n for n in range(40)]])
def test_the_run_is_the_same_however_often_the_clock_is_looked_at(moments: list[float]):
    player, stage = begun(DO)
    for moment in moments:
        player.play_to(moment)
    assert player.finish()
    expected = Run(stage.experiment)
    expected.train(5)
    assert np.array_equal(stage.run.parameters(), expected.parameters())


def test_training_goes_beyond_the_last_epoch_of_the_experiment():
    player, stage = begun([{"set": {"training.stop.epochs": 2}}, {"train": 5}])
    assert player.finish()
    assert stage.epoch == 5


def test_going_back_finds_the_state_before_the_step():
    player, stage = begun([{"train": 3}, {"lens": "health"}], [{"set": {"data.noise": 0.2}}, {"train": 2}])
    player.finish()
    before, experiment = stage.run.parameters(), stage.experiment
    assert player.go_on()
    player.finish()
    stage.select("loss")
    assert stage.experiment != experiment
    assert not player.go_on()
    assert player.go_back()
    assert (player.index, stage.epoch, stage.experiment) == (0, 3, experiment)
    assert (stage.view.target, stage.view.lens) == ("none", "health")
    assert np.array_equal(stage.run.parameters(), before)
    assert player.finish()  # it is done already
    assert stage.epoch == 3
    assert player.go_on()
    player.finish()
    assert stage.epoch == 2


def test_the_first_step_taken_back_is_played_anew():
    player, stage = begun([{"train": 3}])
    player.finish()
    assert not player.go_back()
    assert stage.epoch == 0
    player.finish()
    assert stage.epoch == 3


def test_what_is_told_asks_only_while_the_question_stands():
    lesson = lessons.find(resource("lessons/neuron.json"))
    assert lesson is not None
    assert Told(lesson, 3).ask is None
    assert Told(lesson, 3, asked=True).ask is lesson.steps[3].ask


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", LESSONS)
def test_every_step_ends_where_a_run_of_its_actions_ends(name: str, lang: str):
    """Seen 10 times a second and for as long as reading takes, as in a film in that language."""
    lesson, stage = read(name), RunStage()
    player = Player(lesson, stage)
    player.start()
    run = Run(lessons.source_of(lesson.source, lesson.folder).experiment)
    for index, step in enumerate(lesson.steps):
        assert index == 0 or player.go_on()
        frames = int(10 * step.seconds(lang)) + 1
        done = [player.play_to(0.1 * frame) for frame in range(frames + 1)]
        assert done[-1]
        for action in step.do:
            run = play(run, action)
        assert (stage.epoch, stage.experiment) == (run.epoch, run.experiment), index
        assert np.array_equal(stage.run.parameters(), run.parameters()), index
        assert stage.run.loss == run.loss


def test_a_file_that_went_away_since_is_named(tmp_path: Path):
    files.write(tmp_path / "small.json", files.Project(tiny()))
    tree = decode(
        {
            "format": "nndesk.lesson",
            "version": 1,
            "title": {"en": "x", "zh_CN": "x"},
            "source": "small.json",
            "steps": [{"say": {"en": "x", "zh_CN": "x"}}],
        },
        tmp_path,
    )
    (tmp_path / "small.json").unlink()
    with pytest.raises(FileError, match=r"small\.json"):
        Player(tree, RunStage()).start()
