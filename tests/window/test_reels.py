"""What the frames of a film show: the run at the epoch that the frame stands for."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from nndesk import app
from nndesk.interop.source import Source
from nndesk.project import edits
from nndesk.project.run import Run
from nndesk.ui.reels import Epochs
from nndesk.ui.scenes import Scene
from nndesk.ui.widgets import Label
from tests.experiments import tiny

VIEW = app.View("loss", (320, 240), 1.0, "light", "en", "activation", "none")


@pytest.fixture
def open_scene(qtbot: QtBot) -> Iterator[Callable[..., Scene]]:
    scenes: list[Scene] = []

    def opener(source: Source, view: app.View = VIEW) -> Scene:
        scenes.append(app.open_scene(source, view))
        return scenes[-1]

    yield opener
    for scene in scenes:
        scene.close()


def seen(scene: Scene, reel: Epochs) -> list[tuple[int, np.ndarray]]:
    """Step and parameters of every frame."""
    found = []
    for _ in reel.play():
        snapshot = scene.window.controller.snapshot
        assert snapshot is not None
        found.append((snapshot.step, snapshot.parameters))
    return found


def test_frames_are_spread_evenly_from_the_first_epoch_to_the_last(open_scene):
    experiment = tiny()
    scene = open_scene(Source(experiment))
    frames = seen(scene, Epochs(scene, None, 2, 6, 9))
    run = Run(experiment)
    assert [step for step, _ in frames] == [10, 12, 15, 17, 20, 22, 25, 27, 30]
    for number, epoch in ((0, 2), (4, 4), (8, 6)):
        run.train(epoch - run.epoch)
        assert np.array_equal(frames[number][1], run.parameters())


def test_a_film_goes_beyond_the_last_epoch_of_its_experiment(open_scene):
    scene = open_scene(Source(tiny(training__stop__epochs=2)))
    assert [step for step, _ in seen(scene, Epochs(scene, None, 0, 4, 3))] == [0, 10, 20]


def test_a_film_stands_still_where_another_rule_stops_its_run(open_scene):
    experiment = tiny(training__stop__loss_below=0.69)
    run = Run(experiment)
    run.train(12)
    assert 0 < run.epoch < 12
    scene = open_scene(Source(experiment))
    steps = [step for step, _ in seen(scene, Epochs(scene, None, 0, 12, 13))]
    assert steps[run.epoch :] == [run.step] * (13 - run.epoch)


def test_a_recorded_run_is_shown_with_what_was_changed_while_it_trained(open_scene):
    run = Run(tiny())
    run.train(2)
    run.apply(edits.set_value(run.experiment, "optimizer.learning_rate", 0.1))
    run.go_on()
    run.advance(7)
    run.set_parameters({"parameters.0.weights.1.4": 0.5, "parameters.2.bias.0": -1.0})
    run.train(2)
    record = run.record()
    scene = open_scene(Source(record.start))
    frames = seen(scene, Epochs(scene, record, 0, run.epoch, 6))
    again = Run(record.start)
    again.train(1)
    assert np.array_equal(frames[1][1], again.parameters())
    assert frames[-1][0] == run.step
    assert np.array_equal(frames[-1][1], run.parameters())


def test_a_recorded_run_is_shown_beyond_a_rule_that_it_went_on_from(open_scene):
    experiment = tiny(training__stop__loss_below=0.69)
    run = Run(experiment)
    run.train(12)
    stopped = run.epoch
    run.train(3)
    assert run.epoch == stopped + 3
    scene = open_scene(Source(experiment))
    frames = seen(scene, Epochs(scene, run.record(), 0, run.epoch, run.epoch + 1))
    assert np.array_equal(frames[-1][1], run.parameters())


def test_pictures_of_the_same_moment_are_the_same(open_scene):
    scene = open_scene(Source(tiny()))
    before = scene.state
    for _ in Epochs(scene, None, 1, 1, 2).play():
        assert scene.state != before
        before = scene.state
        break
    image = scene.image()
    assert scene.image() == image
    assert scene.state == before


@pytest.mark.parametrize("size", [(796, 532), (1180, 680), (1920, 1080), (3840, 2160)])
def test_a_canvas_has_the_size_that_was_asked_for(open_scene, size: tuple[int, int]):
    scene = open_scene(Source(tiny()), replace(VIEW, scene="canvas", size=size))
    assert scene.window.canvas.size() == QSize(*size)


@pytest.mark.parametrize("selected", ["none", "layers.1", "layers.0.units.1"])
def test_no_word_is_cut_in_a_scene_whatever_is_selected(open_scene, selected: str):
    run = Run(tiny())
    run.train(12)
    view = replace(VIEW, scene="window", size=(1280, 720), selected=selected)
    window = open_scene(Source(run.experiment, None, run.record()), view).window
    labels = [label for label in window.findChildren(Label) if label.isVisible() and not label.wordWrap()]
    fixed = [label for label in labels if label.minimumSizeHint().width() > 0]
    assert "Epoch 12" in {label.text() for label in fixed}
    assert not [label.text() for label in fixed if label.width() < label.sizeHint().width()]
