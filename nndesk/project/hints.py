"""What a teacher would remark on, looking at a run: facts that were measured, none that are guessed."""

from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from nndesk.engine.diagnostics import diagnose
from nndesk.project.history import History
from nndesk.project.messages import Hint
from nndesk.project.run import Run
from nndesk.project.spec import Experiment

_BLOCKS, _LEAST = 400, 10  # losses are compared by means of so many epochs, at least
_FALLEN, _RISEN = 0.95, 1.05  # of the train and the test loss since the test loss was lowest
_SINCE = 2  # blocks ago, at least
_MOST_DEAD = 0.5  # of a layer
_SECONDS = 0.5  # from one look to the next while it trains


class Remarks:
    """The hints of one run, looked for now and then: they change slowly, and looking takes a moment."""

    def __init__(self) -> None:
        self._seen: tuple[int, Experiment] | None = None
        self._when = 0.0
        self._hints: tuple[Hint, ...] = ()

    def of(self, run: Run, playing: bool) -> tuple[Hint, ...]:
        now, seen = perf_counter(), (run.step, run.experiment)
        if self._seen is None or seen[1] is not self._seen[1]:
            due = True
        else:
            due = seen[0] != self._seen[0] and (not playing or now - self._when > _SECONDS)
        if due:
            self._seen, self._when, self._hints = seen, now, hints_of(run)
        return self._hints


def hints_of(run: Run) -> tuple[Hint, ...]:
    """All that is so now, what hinders most first."""
    hints: list[Hint] = []
    if run.trainer.learning_rate == 0.0:
        if run.experiment.optimizer.learning_rate == 0.0:
            hints.append(Hint("rate"))
        elif run.step > 0:  # a warm-up begins with 0 too
            hints.append(Hint("schedule"))
    if run.step == 0:
        return tuple(hints)
    for layer, (health, own) in enumerate(
        zip(diagnose(run.trainer), run.experiment.network.layers, strict=True)
    ):
        if health.dead is not None and health.dead > _MOST_DEAD:
            hints.append(Hint("dead", layer=layer, units=round(health.dead * own.units), of=own.units))
    if run.data.kind.chance:
        hints.append(Hint("chance"))
    else:
        epoch = parted(run.history, run.epoch)
        if epoch is not None:
            hints.append(Hint("parted", epoch=epoch))
    return tuple(hints)


def parted(history: History, last: int) -> int | None:
    """The epoch up to ``last`` since when the test loss rises while the train loss falls, if they do."""
    train, test = history.series(last + 1)
    size = max(_LEAST, len(train) // _BLOCKS)
    if np.isnan(test[-1]) or len(train) < (_SINCE + 1) * size:
        return None
    trains, tests = _means(train, size), _means(test, size)
    lowest = int(tests.argmin())
    if lowest > len(tests) - 1 - _SINCE:
        return None
    parts = trains[-1] < _FALLEN * trains[lowest] and tests[-1] > _RISEN * tests[lowest]
    return len(train) % size + lowest * size + size // 2 if parts else None


def _means(losses: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """Of whole blocks, up to the newest."""
    return losses[len(losses) % size :].reshape(-1, size).mean(axis=1)
