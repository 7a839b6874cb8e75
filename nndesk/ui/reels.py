"""What the frames of a film show: the epochs of a run spread evenly, or a lesson step by step.

A reel brings its scene to one frame after the other, by what it asks of the scene's controller.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from nndesk.interop.lesson import LANGUAGES, Lesson, reading_seconds
from nndesk.interop.video import Chapter
from nndesk.project import edits
from nndesk.project.changes import split_keys
from nndesk.project.files import RunRecord
from nndesk.project.run import Run
from nndesk.session.player import Player, Told
from nndesk.ui.scenes import Scene
from nndesk.ui.stage import WindowStage


class Reel(Protocol):
    """The frames of a film, in order."""

    frames: int
    chapters: tuple[Chapter, ...]

    def play(self) -> Iterator[None]:
        """Bring the scene to each frame."""
        ...


# -- a run -----------------------------------------------------------------------------------------


class Epochs:
    """The epochs from ``first`` to ``last`` of a scene that stands at the start of its run."""

    def __init__(self, scene: Scene, record: RunRecord | None, first: int, last: int, frames: int) -> None:
        self._scene, self._first, self._last = scene, first, last
        self.frames, self._over = frames, False
        self.chapters: tuple[Chapter, ...] = ()
        self._trained = 0 if record is None else record.epoch
        self._changes = [] if record is None else _changes(record)

    def play(self) -> Iterator[None]:
        for number in range(self.frames):
            share = number / max(self.frames - 1, 1)
            self._show(self._first + share * (self._last - self._first))
            yield

    def _show(self, epoch: float) -> None:
        while self._changes and self._changes[0].epoch <= epoch:
            change = self._changes.pop(0)
            self._reach(change.epoch)
            self._change(change.values)
        self._reach(epoch)

    def _reach(self, epoch: float) -> None:
        """Train to there, or as far as it goes; rules that the recorded run passed are passed again."""
        controller = self._scene.window.controller
        while not self._over:
            controller.reach(epoch)
            self._scene.catch_up()
            if controller.stopped in (None, "epochs"):
                return
            self._over = controller.stopped == "diverged" or epoch > self._trained

    def _change(self, values: Mapping[str, object]) -> None:
        document, controller = self._scene.window.document, self._scene.window.controller
        keys, single = split_keys(values)
        if keys:
            document.replace(edits.set_values(document.experiment, keys), "")
        if single:
            controller.set_parameters({_place(key): float(value) for key, value in single.items()}, "")
        self._scene.catch_up()


@dataclass(frozen=True)
class _Change:
    epoch: float
    values: Mapping[str, object]


def _changes(record: RunRecord) -> list[_Change]:
    """What was changed in a run while it trained, by the epochs at which that was."""
    calendar = Run(record.start, carried=record.carried).trainer
    found: list[_Change] = []
    for change in record.changes:
        whole = calendar.epoch_of(change.step)
        first, end = calendar.steps_until(whole), calendar.steps_until(whole + 1)
        part = 0.0 if change.step == first else (change.step - first + 0.5) / (end - first)
        found.append(_Change(whole + part, dict(change.set)))
    return found


def _place(key: str) -> tuple[int, int | None, int]:
    """The layer, input and unit that ``parameters.1.weights.4.2`` names; a bias has no input."""
    _, layer, kind, *numbers = key.split(".")
    return int(layer), int(numbers[0]) if kind == "weights" else None, int(numbers[-1])


# -- a lesson ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cue:
    """Words that stand for a while, by language."""

    start: float  # seconds
    end: float
    text: Mapping[str, str]


@dataclass(frozen=True)
class _Part:
    """So many frames of one step: what is told, and whether its actions are played meanwhile."""

    told: Told
    frames: int
    plays: bool


class Telling:
    """A lesson from its first step to its last, with ``languages`` that have to have the time to be read."""

    def __init__(self, scene: Scene, lesson: Lesson, fps: int, languages: tuple[str, ...], lang: str) -> None:
        self._scene, self._lesson, self._fps = scene, lesson, fps
        self._parts: list[_Part] = []
        chapters: list[Chapter] = []
        self.cues: list[Cue] = []
        self.frames = 0
        for index, step in enumerate(lesson.steps):
            chapters.append(Chapter(self.frames / fps, step.title[lang]))
            seconds = max(step.seconds(each) for each in languages)
            self._add(Told(lesson, index), seconds, step.say, plays=True)
            if step.ask is None:
                continue
            answers = step.ask.answers
            words = {
                each: "\n".join(text[each] for text in (step.ask.question, *answers)) for each in LANGUAGES
            }
            reading = max(reading_seconds(words[each]) for each in languages)
            answering = max(step.asking_seconds(each) for each in languages) - reading
            marks = step.ask.draw is None
            self._add(Told(lesson, index, asked=True), reading + (0 if marks else answering), words)
            if marks:
                self._add(Told(lesson, index, asked=True, marked=True), answering, words)
        self.chapters = tuple(chapters)

    def _add(self, told: Told, seconds: float, words: Mapping[str, str], *, plays: bool = False) -> None:
        start = self.frames / self._fps
        frames = max(1, round(seconds * self._fps))
        self._parts.append(_Part(told, frames, plays))
        self.frames += frames
        end = self.frames / self._fps
        if self.cues and self.cues[-1].text is words:  # the question stands on while its answer is marked
            start = self.cues.pop().start
        self.cues.append(Cue(start, end, words))

    def play(self) -> Iterator[None]:
        window = self._scene.window
        stage = WindowStage(window.document, window.controller, window.selection, window.canvas)
        player = Player(self._lesson, stage)
        player.start()
        for part in self._parts:
            if part.told.index > player.index:
                player.go_on()
            self._scene.tell(part.told)
            for number in range(part.frames):
                if part.plays:  # the last frame of a step shows its end
                    seconds = number / self._fps if number + 1 < part.frames else float("inf")
                    while not player.play_to(seconds) and window.controller.busy:
                        self._scene.catch_up()
                yield
