"""A lesson played on a stage, action by action, along a clock that somebody else keeps.

What an action does is decided here once, for the window and for films alike. A window's stage does it in
its own time, a film's at once; neither needs Qt for it.
"""

import math
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Protocol

from nndesk.interop.lesson import Action, Ask, Lesson, Step, source_of
from nndesk.project import edits
from nndesk.project.changes import Cost, cost
from nndesk.project.files import RunRecord
from nndesk.project.reach import reach
from nndesk.project.run import Run, quiet_numbers
from nndesk.project.spec import Experiment

_ROUNDING = 1e-6  # seconds by which a sum of moments may fall short


class Stage(Protocol):
    """What a lesson is played on: an experiment, its run, and how they are seen."""

    @property
    def experiment(self) -> Experiment: ...

    @property
    def epoch(self) -> int:
        """Whole epochs done."""
        ...

    @property
    def ready(self) -> bool:
        """Whether the run that was begun is there, and stands where `train_to` asked for, if it can."""
        ...

    def begin(self, experiment: Experiment, record: RunRecord | None) -> None:
        """Open a run of ``experiment`` from its start, or as ``record`` has it."""
        ...

    def apply(self, experiment: Experiment) -> None:
        """Take up an edit that needs no new run."""
        ...

    def train_to(self, epoch: float) -> None:
        """Train until so many epochs are done, a fraction being steps of the next one."""
        ...

    def select(self, target: str) -> None: ...

    def sample(self, number: int) -> None: ...

    def probe(self, raw: tuple[float, ...]) -> None: ...

    def lens(self, name: str) -> None: ...

    def values(self, on: bool) -> None: ...

    def zoom(self, to: float | str) -> None:
        """Show the network at so many percent, or ``fit`` all of it."""
        ...

    def keep(self) -> Any:
        """What `go_back` needs to come back to this moment."""
        ...

    def go_back(self, kept: Any) -> None: ...


@dataclass
class View:
    """How the network of a `RunStage` is to be seen."""

    target: str = "none"
    sample: int | None = None
    probe: tuple[float, ...] | None = None
    lens: str = "activation"
    values: bool = False
    zoom: float | str = "fit"


class RunStage:
    """A run without a window as a stage: every action is done when the call returns."""

    def __init__(self) -> None:
        self._run: Run | None = None
        self.view = View()

    @property
    def run(self) -> Run:
        assert self._run is not None, "begin first"
        return self._run

    @property
    def experiment(self) -> Experiment:
        return self.run.experiment

    @property
    def epoch(self) -> int:
        return self.run.epoch

    @property
    def ready(self) -> bool:
        return True

    def begin(self, experiment: Experiment, record: RunRecord | None) -> None:
        self._run = Run(experiment, record)
        self.view = replace(self.view, sample=None, probe=None)

    def apply(self, experiment: Experiment) -> None:
        self.run.apply(experiment)

    def train_to(self, epoch: float) -> None:
        with quiet_numbers():
            reach(self.run, epoch)

    def select(self, target: str) -> None:
        self.view.target = target

    def sample(self, number: int) -> None:
        self.view = replace(self.view, sample=number, probe=None)

    def probe(self, raw: tuple[float, ...]) -> None:
        self.view.probe = raw

    def lens(self, name: str) -> None:
        self.view.lens = name

    def values(self, on: bool) -> None:
        self.view.values = on

    def zoom(self, to: float | str) -> None:
        self.view.zoom = to

    def keep(self) -> tuple[Experiment, RunRecord, View]:
        return self.experiment, self.run.record(), replace(self.view)

    def go_back(self, kept: tuple[Experiment, RunRecord, View]) -> None:
        experiment, record, view = kept
        self._run, self.view = Run(experiment, record), replace(view)


@dataclass(frozen=True)
class Told:
    """What is shown of a lesson at one moment, beside the network."""

    lesson: Lesson
    index: int
    asked: bool = False  # the step's question stands
    marked: bool = False  # its answer is shown

    @property
    def step(self) -> Step:
        return self.lesson.steps[self.index]

    @property
    def ask(self) -> Ask | None:
        """The question, while it stands."""
        return self.step.ask if self.asked else None


class Player:
    """Plays one step of a lesson after the other, and goes back to where each began."""

    def __init__(self, lesson: Lesson, stage: Stage) -> None:
        self.lesson, self._stage = lesson, stage
        self.index = 0
        self._from: int | None = None  # the epoch at which the training under way began
        self._next = 0  # the action of the step that is not done yet
        self._waiting = False  # until what was asked for is seen
        self._begins: list[float] = []  # seconds after the step's beginning, of each action
        self._before: dict[int, Any] = {}  # by step: what to go back to

    @property
    def step(self) -> Step:
        return self.lesson.steps[self.index]

    def start(self, *, opened: bool = False) -> None:
        """Open what the lesson begins with, or take it as ``opened``; its first step is to be played."""
        if not opened:
            self._open(self.lesson.source)
        self._waiting = True
        self._begin_step(0)

    def play_to(self, seconds: float) -> bool:
        """Do what is due so many seconds after the step's beginning; says whether all of it is done."""
        while self._is_ready():
            if self.index not in self._before:
                self._before[self.index] = self._stage.keep()
            if self._next == len(self.step.do):
                return True
            since = seconds + _ROUNDING - self._begins[self._next]
            if since < 0 or not self._do(self.step.do[self._next], since):
                return False
            self._next += 1
            self._waiting = True
        return False

    def finish(self) -> bool:
        """Do all that is left of the step now; says whether the stage has done it too."""
        return self.play_to(math.inf)

    def go_on(self) -> bool:
        """Go to the next step, once this one is finished; says whether there is one."""
        if self.index + 1 == len(self.lesson.steps):
            return False
        self._begin_step(self.index + 1)
        return True

    def go_back(self) -> bool:
        """Take the step back: to the state before it, which is the end of the one before.

        Says whether there is one before; else the first step is to be played anew.
        """
        if self.index in self._before:
            self._stage.go_back(self._before.pop(self.index))
        first = self.index == 0
        self._begin_step(max(self.index - 1, 0))
        if not first:
            self._next = len(self.step.do)
        self._waiting = True
        return not first

    def _begin_step(self, index: int) -> None:
        self.index, self._next, self._from = index, 0, None
        self._begins = list(accumulate((action.seconds for action in self.step.do), initial=0.0))

    def _is_ready(self) -> bool:
        self._waiting = self._waiting and not self._stage.ready
        return not self._waiting

    def _do(self, action: Action, since: float) -> bool:
        """Do ``action`` as it stands so long after it began; says whether it is over."""
        stage, value = self._stage, action.value
        match action.name:
            case "open":
                self._open(value)
            case "set":
                self._set(value)
            case "restart":
                stage.begin(stage.experiment, None)
            case "train":
                self._from = stage.epoch if self._from is None else self._from
                share = min(since / action.seconds, 1.0) if action.seconds else 1.0
                stage.train_to(self._from + share * value)
                if share < 1:
                    return False
                self._from = None
            case "wait":
                return since >= action.seconds
            case name:
                getattr(stage, name)(value)
        return True

    def _open(self, source: str) -> None:
        found = source_of(source, self.lesson.folder)
        self._stage.begin(found.experiment, found.record)

    def _set(self, values: dict[str, Any]) -> None:
        new = edits.set_values(self._stage.experiment, values)
        if cost(self._stage.experiment, new) is Cost.REBUILD:
            self._stage.begin(new, None)
        else:
            self._stage.apply(new)
