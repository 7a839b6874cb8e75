"""Runs that were put aside, so that undoing the edit that ended one finds it again as it was."""

from collections import OrderedDict
from typing import NamedTuple

import msgspec.structs

from nndesk.project.archive import RunRecord
from nndesk.project.run import Cost, Run, cost
from nndesk.project.spec import Experiment

_BYTES = 256 * 2**20
_LEAST = 2**14  # what a run counts for beside its numbers


class Aside(NamedTuple):
    """A run that was put aside, under its number; ``record`` is None where it never left its drawn start."""

    number: int
    experiment: Experiment
    record: RunRecord | None


class Shelf:
    """Keeps runs within a limit of bytes; the oldest go first. Owned by one thread."""

    def __init__(self, limit: int = _BYTES) -> None:
        self._limit = limit
        self._runs: OrderedDict[int, Aside] = OrderedDict()

    def put(self, number: int, run: Run) -> None:
        moved = run.step or len(run.history) > 1 or run.carried is not None or run.changes
        self._runs[number] = Aside(number, run.experiment, run.record() if moved else None)
        self._runs.move_to_end(number)
        while len(self._runs) > 1 and sum(_size(run.record) for run in self._runs.values()) > self._limit:
            self._runs.popitem(last=False)

    def clear(self) -> None:
        """Throw all of them away."""
        self._runs.clear()

    def take(self, number: int, experiment: Experiment) -> Aside | None:
        """The run of this number, where it can go on as ``experiment``."""
        run = self._runs.get(number)
        if run is None or cost(run.experiment, experiment) is Cost.REBUILD:
            return None
        return self._runs.pop(number)

    def take_like(self, experiment: Experiment) -> Aside | None:
        """The newest trained run of this experiment that began with drawn values."""
        found = next(reversed(self._like(experiment)), None)
        return None if found is None else self._runs.pop(found)

    def forget_like(self, experiment: Experiment) -> None:
        """Throw away what `take_like` would find."""
        for number in self._like(experiment):
            del self._runs[number]

    def _like(self, experiment: Experiment) -> list[int]:
        return [
            number
            for number, run in self._runs.items()
            if run.record is not None
            and run.record.carried is None
            and _nameless(run.experiment) == _nameless(experiment)
        ]


def _nameless(experiment: Experiment) -> Experiment:
    return msgspec.structs.replace(experiment, name="")


def _size(record: RunRecord | None) -> int:
    if record is None:
        return _LEAST
    arrays = (record.parameters, record.train, record.test, record.carried, *record.slots.values())
    trail = () if record.trail is None else record.trail.vectors
    return _LEAST + sum(array.nbytes for array in (*arrays, *trail) if array is not None)
