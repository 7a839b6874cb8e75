"""The window as the stage of a lesson: what an action does to its document, its run and its canvas."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, QPointF

from nndesk.project.files import RunRecord
from nndesk.project.messages import Kept
from nndesk.project.spec import Experiment
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.numbers import next_gesture
from nndesk.ui.selection import Selection


@dataclass
class _Moment:
    """What the window showed. The run's record comes a little later than it is asked for."""

    token: int
    experiment: Experiment
    targets: tuple[str, ...]
    lens: str
    values: bool
    zoom: float
    looked: tuple[int | None, tuple[float, ...] | None]
    record: RunRecord | None = None
    there: bool = False


class WindowStage(QObject):
    """Does at once what asks nothing of the training thread; that goes on by itself, and `ready` says when.

    All edits are one undo step.
    """

    def __init__(
        self, document: Document, controller: Controller, selection: Selection, canvas: CanvasView
    ) -> None:
        super().__init__(controller)
        self._document, self._controller = document, controller
        self._selection, self.canvas = selection, canvas
        self._gesture = next_gesture()
        self._goal = 0.0  # the epoch that was asked for last
        self._moments: dict[int, _Moment] = {}
        self._wanted: _Moment | None = None  # to be gone back to, once its record is there
        self._looked: tuple[int | None, tuple[float, ...] | None] | None = None
        controller.kept.connect(self._take_record)
        controller.loaded.connect(self._look)

    @property
    def experiment(self) -> Experiment:
        return self._document.experiment

    @property
    def epoch(self) -> int:
        shown = self._controller.shown
        return 0 if shown is None else shown.epoch

    @property
    def ready(self) -> bool:
        controller = self._controller
        shown = controller.shown
        if self._wanted is not None:
            return False
        if controller.error is not None or controller.stopped not in (None, "epochs"):
            return True
        return shown is not None and shown.epoch >= int(self._goal)

    def begin(self, experiment: Experiment, record: RunRecord | None) -> None:
        self._goal = 0.0
        self._controller.begin(experiment, record, self._name(), self._gesture)

    def apply(self, experiment: Experiment) -> None:
        self._document.replace(experiment, self._name(), self._gesture)

    def _name(self) -> str:
        return QCoreApplication.translate("Lesson", "lesson")

    def train_to(self, epoch: float) -> None:
        if epoch != self._goal:
            self._goal = epoch
            self._controller.reach(epoch)

    def select(self, target: str) -> None:
        self._selection.set(target)

    def sample(self, number: int) -> None:
        self._controller.select_sample(number)

    def probe(self, raw: tuple[float, ...]) -> None:
        self._controller.set_probe(raw)

    def lens(self, name: str) -> None:
        self.canvas.set_lens(name)

    def values(self, on: bool) -> None:
        self.canvas.set_values(on)

    def zoom(self, to: float | str) -> None:
        if isinstance(to, str):
            self.canvas.fit()
        else:
            middle = QPointF(self.canvas.rect().center())
            self.canvas.zoom_by(to / 100 / self.canvas.zoom, middle)

    # -- there and back -----------------------------------------------------------------------------

    def keep(self) -> _Moment:
        controller, canvas = self._controller, self.canvas
        moment = _Moment(
            controller.keep(),
            self.experiment,
            self._selection.targets,
            canvas.lens,
            canvas.values,
            canvas.zoom,
            (controller.sample if controller.sample_marked else None, controller.probe),
        )
        self._moments[moment.token] = moment
        return moment

    def _take_record(self, kept: Kept) -> None:
        moment = self._moments.pop(kept.token, None)
        if moment is not None:
            moment.record, moment.there = kept.record, True
            if moment is self._wanted:
                self.go_back(moment)

    def go_back(self, kept: _Moment) -> None:
        if not kept.there:
            self._wanted = kept
            return
        self._wanted = None
        self.begin(kept.experiment, kept.record)
        self._looked = kept.looked
        self._selection.set(*kept.targets)
        self.canvas.set_lens(kept.lens)
        self.canvas.set_values(kept.values)
        self.zoom("fit" if kept.zoom == 1.0 else 100 * kept.zoom)

    def _look(self, _: object) -> None:
        """Show the sample or point of a moment gone back to, once its data are there."""
        if self._looked is None:
            return
        (sample, probe), self._looked = self._looked, None
        if sample is None:
            self._controller.forget_sample()
        else:
            self._controller.select_sample(sample)
        self._controller.set_probe(probe)
