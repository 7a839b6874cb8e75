"""Weights and biases set by hand: checked, made an undo step, sent to the run."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from nndesk.project import masks
from nndesk.project.changes import cut_keys, parameter_index, parameter_key, parameter_places
from nndesk.project.messages import SetParameters
from nndesk.project.spec import Experiment
from nndesk.session.document import Document, Parameters

if TYPE_CHECKING:
    from nndesk.session.controller import Controller

Place = tuple[int, int | None, int]  # layer, input (None: the bias), unit


class ByHand(QObject):
    """The controller's part for single parameters. Knows what was sent and is not shown yet."""

    def __init__(self, controller: "Controller", document: Document) -> None:
        super().__init__(controller)
        self._controller, self._document = controller, document
        # The generation that begins with start values set by hand: it needs no frame to set more of them.
        self._beginning = 0
        self._sent: dict[str, tuple[int, float]] = {}  # by which command they were set, and to what
        self._cut: dict[tuple[int, str], float] = {}  # what weights of a run were when they were cut
        document.parameters_set.connect(self._send)

    def set(self, values: Mapping[Place, float], text: str, gesture: int | None) -> None:
        """As `Controller.set_parameters`."""
        controller, run = self._controller, self._controller.run
        drawn = run is not None and not run.carried and controller.at_start
        opening = controller.shown is None and self._beginning == controller.generation
        if drawn or opening:
            self._set_start(values, text, gesture)
            return
        experiment = self._document.experiment
        after = {parameter_key(*place): float(value) for place, value in values.items()}
        places = parameter_places(experiment, after)
        if run is None or controller.shown is None:
            return
        before = self._values(places)
        self._document.set_parameters(Parameters(before, after, run.number), text, gesture)

    def back_to_start(self, places: Sequence[Place], text: str) -> None:
        """As `Controller.back_to_start`."""
        controller, experiment = self._controller, self._document.experiment
        start = controller.start_parameters
        if start is None or controller.shown is None:
            return
        at = {place: parameter_index(experiment, parameter_key(*place)) for place in places}
        now = self._values({parameter_key(*place): index for place, index in at.items()})
        begun = {place: float(start[index]) for place, index in at.items()}
        moved = {place: value for place, value in begun.items() if now.get(parameter_key(*place)) != value}
        if moved:
            self.set(moved, text, None)
        elif controller.at_start:
            for place in places:
                experiment = masks.set_start_value(experiment, *place, None)
            self._document.replace(experiment, text)

    def _set_start(self, values: Mapping[Place, float], text: str, gesture: int | None) -> None:
        experiment = self._document.experiment
        for (layer, source, unit), value in values.items():
            experiment = masks.set_start_value(experiment, layer, source, unit, value)
        if experiment != self._document.experiment:
            self._document.replace(experiment, text, gesture)
            self._beginning = self._controller.generation

    def _values(self, places: Mapping[str, int]) -> dict[str, float]:
        """What parameters are: as they are shown, or as they were set since.

        None of one that has left the range of numbers: the run is about to go back from there.
        """
        shown = self._controller.shown
        assert shown is not None
        values: dict[str, float] = {}
        for key, place in places.items():
            command, value = self._sent.get(key, (0, 0.0))
            values[key] = value if command > shown.handled else float(shown.parameters[place])
        return {key: value for key, value in values.items() if math.isfinite(value)}

    def _send(self, values: Mapping[str, float], run: int) -> None:
        if not values:
            return
        command = self._controller.send(SetParameters(tuple(values.items()), run))
        self._sent |= {key: (command, value) for key, value in values.items()}

    # -- cut weights --------------------------------------------------------------------------------

    def note_cuts(self, old: Experiment, new: Experiment) -> None:
        """Remember what weights are that an edit cuts now."""
        run, shown = self._controller.run, self._controller.shown
        if run is None or shown is None or self._controller.at_start:
            return
        places = {key: parameter_index(old, key) for key in cut_keys(new) - cut_keys(old)}
        self._cut |= {(run.number, key): value for key, value in self._values(places).items()}

    def join(self, old: Experiment, new: Experiment) -> None:
        """Give weights that an edit no longer cuts what they were in this run."""
        run = self._controller.run
        if run is None:
            return
        joined = {
            key: self._cut.pop((run.number, key))
            for key in sorted(cut_keys(old) - cut_keys(new))
            if (run.number, key) in self._cut
        }
        self._send(joined, run.number)
