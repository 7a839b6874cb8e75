"""The lessons that come with the program: every number that they tell is what the run has at that moment."""

import re
from collections.abc import Callable, Mapping

import numpy as np
import pytest

from nndesk.interop import lesson
from nndesk.interop.lesson import Action, Lesson
from nndesk.project import edits
from nndesk.project.changes import Cost, cost
from nndesk.project.run import Run
from nndesk.resources import resource

LESSONS = ("neuron", "activation", "loss", "keras")
Told = Callable[[Run], float]


def read(name: str) -> Lesson:
    found = lesson.find(resource(f"lessons/{name}.json"))
    assert found is not None
    return found


def train(run: Run) -> float:
    return run.loss.train


def test(run: Run) -> float:
    assert run.loss.test is not None
    return run.loss.test


test.__test__ = False  # type: ignore[attr-defined] - a number of a run, and no test


def accuracy(run: Run) -> float:
    metrics = run.metrics
    return 100 * (metrics.test or metrics.train)["accuracy"]


def at_start(told: Told) -> Told:
    return lambda run: told(Run(run.experiment))


def moved(by: float) -> Told:
    """The train loss with the first weight moved."""

    def told(run: Run) -> float:
        other = Run(run.experiment)
        other.set_parameters({"parameters.0.weights.0.0": float(run.parameters()[0]) + by})
        return other.trainer.losses()[0]

    return told


def printed(run: Run) -> float:
    """What the chapter prints for the slope of the cross-entropy in the first weight."""
    x, y = run.data.x_train[:, 0], run.data.y_train[:, 0]
    output = run.layers.predict(run.data.x_train)[:, 0]
    return float(((y - output) * output * (1 - output) * x).mean())


def slope(run: Run) -> float:
    """The slope by the corrected formula, which a difference of the loss and the engine confirm."""
    x, y = run.data.x_train[:, 0], run.data.y_train[:, 0]
    output = run.layers.predict(run.data.x_train)[:, 0]
    exact = float(((output - y) * x).mean())
    assert exact == pytest.approx(float(run.trainer.gradient()[0]), rel=1e-12)
    assert exact == pytest.approx((moved(0.001)(run) - moved(-0.001)(run)) / 0.002, rel=1e-6)
    return exact


# By lesson and step: how each number with decimals or a percent sign comes about, in the caption's order.
# A number that is no measurement (a weight moved by 0.001, a target such as 0.37) is its own.
TOLD: Mapping[tuple[str, int], list[Told | float]] = {
    ("neuron", 3): [train, accuracy],
    ("neuron", 4): [100.0, train],  # the first is checked below, after one epoch
    ("neuron", 5): [accuracy],
    ("neuron", 6): [accuracy],
    ("activation", 1): [train, accuracy],
    ("activation", 2): [train, accuracy],
    ("activation", 3): [train],
    ("activation", 4): [train, accuracy],
    ("loss", 0): [train],
    ("loss", 1): [train],
    ("loss", 3): [slope, printed],
    ("loss", 4): [0.001, train, moved(0.001), moved(-0.001), 0.002, slope],
    ("loss", 5): [0.017, train],  # the first is checked below, after five epochs
    ("loss", 6): [train, lambda run: run.metrics.test["r2"]],
    ("keras", 1): [train],
    ("keras", 2): [at_start(train), train, accuracy],
    ("keras", 3): [0.37],
    ("keras", 4): [0.37, 0.37],
    ("keras", 5): [at_start(train), train, at_start(test), test],
}

_NUMBER = re.compile(r"[+−]?\d+\.\d+%?")


def play(run: Run, action: Action) -> Run:
    """What ``action`` makes of the run: what shows and changes no number is nothing here."""
    match action.name:
        case "open":
            return Run(lesson.source_of(action.value, resource("lessons")).experiment)
        case "set":
            new = edits.set_values(run.experiment, action.value)
            if cost(run.experiment, new) is Cost.REBUILD:
                return Run(new)
            run.apply(new)
        case "train":
            run.train(action.value)
        case "restart":
            return Run(run.experiment)
        case _:
            pass
    return run


def written(value: float, like: str) -> str:
    """``value`` as the caption writes it: as many decimals, its sign if it has one, a real minus."""
    places = len(like.rstrip("%").split(".")[1])
    sign = "+" if like[0] in "+−" else ""
    return f"{value:{sign}.{places}f}".replace("-", "−") + ("%" if like.endswith("%") else "")


@pytest.mark.parametrize("name", LESSONS)
def test_every_number_told_is_that_of_the_run_in_both_languages(name: str):
    told = read(name)
    run = Run(lesson.source_of(told.source, told.folder).experiment)
    checked = 0
    for index, step in enumerate(told.steps):
        for action in step.do:
            run = play(run, action)
        for lang in lesson.LANGUAGES:
            numbers = _NUMBER.findall(step.say[lang])
            means = TOLD.get((name, index), [])
            assert len(numbers) == len(means), (index, lang, numbers)
            for text, mean in zip(numbers, means, strict=True):
                value = mean if isinstance(mean, float) else mean(run)
                assert text == written(value, text), (index, lang)
                checked += 1
    assert checked >= 10


def test_numbers_in_the_middle_of_a_step_are_true_as_well():
    neuron = Run(lesson.source_of("gauss", resource("lessons")).experiment)
    neuron.train(1)
    assert written(accuracy(neuron), "100.0%") == "100.0%"
    loss = Run(lesson.source_of("gauss", resource("lessons")).experiment)
    loss.train(5)
    assert written(train(loss), "0.017") == "0.017"


def test_what_the_chapter_s_example_says_of_its_floor_is_true():
    run = Run(lesson.source_of("textbook", resource("lessons")).experiment)
    y = run.data.y_train
    floor = -(y * np.log(y) + (1 - y) * np.log(1 - y)).mean()
    assert 0.45 < floor < 0.55
    assert run.parameters().size == 705


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_told_within_its_minutes(name: str):
    told = read(name)
    assert told.minutes is not None
    for lang in lesson.LANGUAGES:
        seconds = sum(step.seconds(lang) + step.asking_seconds(lang) for step in told.steps)
        assert 45 < seconds < 60 * told.minutes
