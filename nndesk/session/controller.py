"""Play, pause, step: what the window asks of the training thread, and the frames that come back."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from nndesk.data.dataset import Dataset
from nndesk.project.carry import keeps_weights
from nndesk.project.files import RunRecord
from nndesk.project.history import History
from nndesk.project.measures import Lost
from nndesk.project.messages import (
    Advance,
    Apply,
    Array,
    Command,
    Failed,
    Idle,
    Keep,
    Kept,
    Load,
    Loaded,
    Look,
    Pause,
    Play,
    Reach,
    Snapshot,
    Speed,
    Stopped,
    Want,
)
from nndesk.project.run import Cost, cost
from nndesk.project.spec import Experiment
from nndesk.project.worker import Worker
from nndesk.session.byhand import ByHand, Place
from nndesk.session.document import Document

SPEEDS = (1.0, 5.0, 20.0, 100.0, float("inf"))  # epochs per second

_TICK_MS = 8
_FRAME_SECONDS = 1 / 30  # at most so many whole frames
_DRAWING_SHARE = 0.15  # of the window's time; a quarter at the most, with what is not counted here
_TURN_SECONDS = 0.002  # of preparing a frame, before other events have their turn
_SWITCH_SECONDS = 0.001  # how long the training thread may hold the interpreter while the window waits


class Controller(QObject):
    """Turns edits and buttons into commands, and what the worker answers into signals.

    A timer looks into the mailbox while the worker is busy, and only then. Every view paints
    from the one snapshot that `frame` carries.
    """

    frame = Signal(object)  # Snapshot
    loaded = Signal(object)  # Loaded: a run is open, no frame of it has come yet
    state_changed = Signal()  # playing, speed, stopped
    failed = Signal(object)  # Exception: training cannot go on with this experiment
    kept = Signal(object)  # Kept, the answer to `keep`
    put_aside = Signal(int)  # a new edit has begun another run: how many epochs the old one has
    idle = Signal()  # all that was asked for has been shown
    sample_changed = Signal()  # another sample or point is asked for; the frame that shows it comes

    def __init__(self, document: Document, parent: QObject | None = None, *, threaded: bool = True) -> None:
        super().__init__(parent)
        self._document = document
        self.threaded = threaded
        self._worker = Worker()
        self._generation = 0
        self._closed = False
        self._sent = self._caught = 0
        self._look = Look()
        self._playing = False
        self._speed = 20.0
        self._next_frame = 0.0
        self._wanting = False
        self._tokens = 0
        self.snapshot: Snapshot | None = None
        self.data: Dataset | None = None
        self.history: History | None = None
        self.run: Loaded | None = None  # what is open; None while it is being opened
        self.stopped: str | None = None
        self.stopped_epoch = 0
        self.lost: Lost | None = None  # of a run that diverged
        self.error: Exception | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        # Fires between other events while a frame is being prepared, and once it has been painted.
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._take_turn)
        self._edited = QTimer(self)  # fires once the views have taken an edit up, and painted
        self._edited.setSingleShot(True)
        self._edited.timeout.connect(self._go_on)
        self._preparing: Iterator[None] | None = None
        self._coming: Snapshot | None = None
        self._frame_began = self._frame_cost = self._committed = 0.0
        #: Views that draw for more than a moment do so here, a few milliseconds a step; what they
        #: prepared is shown with `frame`, all of it at once.
        self.preparers: list[Callable[[Snapshot], Iterator[None]]] = []
        self._runs = self._asked = 0  # numbers by which runs are asked for: so far, and that of this one
        self._moved = 0  # how many commands had been sent when training was asked for last
        self._beginning: Load | None = None  # asked for by `begin`, while its edit is made
        self._by_hand = ByHand(self, document)
        document.changed.connect(self._take_edit)
        document.opened.connect(self._open)
        if threaded:
            sys.setswitchinterval(_SWITCH_SECONDS)
            self._worker.start()
        self._open(document.record)

    # -- what the window asks for ---------------------------------------------------------------

    @property
    def playing(self) -> bool:
        return self._playing

    @property
    def speed(self) -> float:
        """Epochs per second; infinite for as fast as it goes."""
        return self._speed

    @property
    def busy(self) -> bool:
        """Whether something has been asked for, or moves, that is not shown yet."""
        return self._timer.isActive() if self.threaded else self._caught < self._sent

    @property
    def generation(self) -> int:
        return self._generation

    def play(self) -> None:
        if self.error is None and not self._playing:
            self._playing = True
            self.stopped = None
            self._moved = self.send(Play())
            self.state_changed.emit()

    def pause(self) -> None:
        if self._playing:
            self._playing = False
            self.send(Pause())
            self.state_changed.emit()

    def toggle(self) -> None:
        if self._playing:
            self.pause()
        else:
            self.play()

    def step_batch(self) -> None:
        self._advance(whole_epoch=False)

    def step_epoch(self) -> None:
        self._advance(whole_epoch=True)

    def _advance(self, whole_epoch: bool) -> None:
        if self.error is None:
            self._playing = False
            self.stopped = None
            self._moved = self.send(Advance(whole_epoch))
            self.state_changed.emit()

    def reach(self, epoch: float) -> None:
        """Train until so many epochs are done, a fraction being steps of the next one, whatever the speed."""
        if self.error is None:
            moved = self._playing or self.stopped is not None
            self._playing, self.stopped = False, None
            self._moved = self.send(Reach(epoch))
            if moved:
                self.state_changed.emit()

    def begin(
        self, experiment: Experiment, record: RunRecord | None, text: str, gesture: int | None = None
    ) -> None:
        """Open a run of ``experiment`` from its start, or as ``record`` has it, as an edit of the document.

        No weights are kept and no earlier run is taken up; the present one is put aside for undo.
        """
        self.pause()
        self._beginning = Load(self._generation + 1, experiment, record, anew=record is None, apart=True)
        self._document.replace(experiment, text, gesture, begun=True)

    def restart(self) -> None:
        """Back to epoch 0, with the start values that the seed draws."""
        self._load(Load(self._generation + 1, self._document.experiment, anew=True, number=self._new_run()))

    def set_speed(self, epochs_per_second: float) -> None:
        self._speed = epochs_per_second
        self.send(Speed(epochs_per_second))
        self.state_changed.emit()

    def look(self, **changes: Any) -> None:
        """Change what is looked at: fields of `Look`."""
        look = replace(self._look, **changes)
        if look != self._look:
            self._look = look
            self.send(look)

    # -- the sample in view ------------------------------------------------------------------------

    @property
    def sample(self) -> int:
        """The row that is looked at, training rows first; the first test row where none was chosen."""
        if self._look.sample is not None or self.data is None:
            return self._look.sample or 0
        return len(self.data.x_train) if len(self.data.x_test) else 0

    @property
    def sample_marked(self) -> bool:
        """Whether somebody chose the sample."""
        return self._look.marked

    @property
    def probe(self) -> tuple[float, ...] | None:
        """The point that is looked at instead of a row, by its raw columns."""
        return self._look.probe

    def select_sample(self, sample: int) -> None:
        """Look at one row, training rows first; the nearest where there is none of that number."""
        last = sample if self.data is None else len(self.data.x_train) + len(self.data.x_test) - 1
        self._look_at(sample=max(0, min(sample, last)), marked=True, probe=None)

    def set_probe(self, raw: Sequence[float] | None) -> None:
        """Look at any point, given by raw columns; None goes back to the sample."""
        self._look_at(probe=None if raw is None else tuple(map(float, raw)))

    def forget_sample(self) -> None:
        """Look at the row that is shown where none is chosen."""
        self._look_at(sample=None, marked=False, probe=None)

    def _look_at(self, **changes: Any) -> None:
        if replace(self._look, **changes) != self._look:
            self.look(**changes)
            self.sample_changed.emit()

    @property
    def sent(self) -> int:
        """How many commands the worker was given."""
        return self._sent

    @property
    def shown(self) -> Snapshot | None:
        """The newest frame, where it is one of the run that is open."""
        snapshot = self.snapshot
        return snapshot if snapshot is not None and snapshot.generation == self._generation else None

    @property
    def at_start(self) -> bool:
        """Whether the run surely stands before its first step."""
        shown = self.shown
        return shown is not None and shown.step == 0 and not self._playing and shown.handled >= self._moved

    @property
    def start_parameters(self) -> Array | None:
        """What the run began with, flat, in file order; None while it is being opened."""
        if self.shown is not None:
            return self.shown.start_parameters  # before the first step a cut changes them
        return None if self.run is None else self.run.start_parameters

    def set_parameters(self, values: Mapping[Place, float], text: str, gesture: int | None = None) -> None:
        """Set weights and biases by hand, (layer, input or None for the bias, unit), as one undo step.

        Before the first step they are start values, an edit of the experiment; later they are set between
        two steps, and undo puts back what was there. Raises InputError for a weight that is cut or not
        there, and for what is no finite number. Does nothing while a run is being opened.
        """
        self._by_hand.set(values, text, gesture)

    def back_to_start(self, places: Sequence[Place], text: str) -> None:
        """Set weights and biases back to what the run began with, as one undo step.

        Where they all stand there, before the first step, they go back to what the seed draws.
        Raises InputError for a weight that is cut or not there.
        """
        self._by_hand.back_to_start(places, text)

    def keep(self) -> int:
        """Ask for the run as it is saved; `kept` answers with the token returned here."""
        self._tokens += 1
        self.send(Keep(self._tokens))
        return self._tokens

    def close(self) -> None:
        """End the training thread; what is asked for afterwards is not done."""
        self._closed = True
        self._timer.stop()
        self._edited.stop()
        self._end_frame()
        self._worker.close()

    def forget_views(self) -> None:
        """The views are being made anew: none of the old ones prepares a frame any more."""
        self.preparers.clear()
        if self._coming is not None:
            self._preparing = iter(())

    # -- edits --------------------------------------------------------------------------------------

    def _open(self, record: Any) -> None:
        self.pause()
        self.forget_sample()
        experiment, number = self._document.experiment, self._new_run()
        anew = record is None
        self._load(Load(self._generation + 1, experiment, record, anew=anew, number=number, other=True))

    def _take_edit(self, old: Experiment, new: Experiment) -> None:
        if self._coming is None:  # while the views take the edit up, and paint
            self._worker.stand_aside(True)
            self._edited.start(0)
        if self._beginning is not None:
            command, self._beginning = self._beginning, None
            self._load(replace(command, number=self._new_run()))
            return
        price = Cost.REBUILD if self._document.at_another_run else cost(old, new)
        if price is Cost.REBUILD or self.error is not None:
            known = self._document.run
            number = self._new_run() if known is None else known
            reshaped = old if keeps_weights(old, new) else None
            epochs = 0 if self.shown is None else self.shown.epoch
            self._load(Load(self._generation + 1, new, number=number, reshaped=reshaped))
            if known is None and epochs and self.threaded:  # without a thread it is for a picture
                self.put_aside.emit(epochs)
        else:
            self._document.run = self._asked
            self._by_hand.note_cuts(old, new)
            self.send(Apply(new))
            self._by_hand.join(old, new)

    def _new_run(self) -> int:
        self._runs += 1
        return self._runs

    def _go_on(self) -> None:
        if self._coming is None:
            self._worker.stand_aside(False)

    def _load(self, command: Load) -> None:
        assert command.number is not None
        self._document.run = self._asked = command.number
        self._generation = command.generation
        self.run = None
        self.stopped = self.error = None
        self.send(command)
        self.state_changed.emit()

    # -- frames ---------------------------------------------------------------------------------------

    def send(self, command: Command) -> int:
        """Have the worker do ``command``; returns how many were sent up to it."""
        if self._closed:  # views that go away with the window still say what they no longer look at
            return self._sent
        self._sent += 1
        self._worker.send(command)
        if self.threaded and not self._timer.isActive():
            self._timer.start()
        return self._sent

    def catch_up(self, look: Callable[[], None] = lambda: None) -> None:
        """Do all that was asked for, and show it, before this returns.

        For a controller without a thread, whose numbers and frames come as they are asked for and not as
        there is time: films are made with it. ``look`` is called every few milliseconds and may raise to
        give up.
        """
        assert not self.threaded, "the thread does it"
        while self.busy:
            self._caught = self._sent
            self._worker.serve(look)
            for event in self._worker.take_events():
                self._take_event(event)
            snapshot = self._worker.mailbox.take()
            if snapshot is not None and snapshot.generation == self._generation:
                self._show(snapshot)
        self.idle.emit()

    def _tick(self) -> None:
        if not self._wanting and self._coming is None and perf_counter() >= self._next_frame:
            self._wanting = True
            self.send(Want())
        events = self._worker.take_events()
        for event in events:
            self._take_event(event)
        snapshot = self._worker.mailbox.take()
        if snapshot is not None:
            self._wanting = False
            if snapshot.generation == self._generation:
                self._prepare(snapshot)
        elif self._wanting and Idle(self._sent) in events:
            # All is done and shown, and the next frame is asked for: it comes with the next command.
            self._timer.stop()
            self.idle.emit()

    def _prepare(self, snapshot: Snapshot) -> None:
        """Let the views draw ``snapshot`` bit by bit where nobody sees it, so that no event waits long."""
        self._coming = snapshot
        self._preparing = chain.from_iterable(prepare(snapshot) for prepare in self.preparers)
        self._frame_began = perf_counter()
        self._frame_cost = 0.0
        self._worker.stand_aside(True)
        self._turn.start(0)

    def _take_turn(self) -> None:
        snapshot, start = self._coming, perf_counter()
        if snapshot is None or snapshot.generation != self._generation:
            self._end_frame()  # another run was opened meanwhile
        elif self._preparing is None:  # the paint events that the frame posted are done
            self._frame_cost += start - self._committed
            self._end_frame()
        else:
            for _ in self._preparing:
                if perf_counter() - start > _TURN_SECONDS:
                    break
            else:
                self._preparing, self._committed = None, start
                self._show(snapshot)
                return
            self._frame_cost += perf_counter() - start

    def _show(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._document.note_step(snapshot.step)
        self.frame.emit(snapshot)

    def _end_frame(self) -> None:
        self._turn.stop()
        self._worker.stand_aside(False)
        self._coming = self._preparing = None
        self._next_frame = self._frame_began + max(_FRAME_SECONDS, self._frame_cost / _DRAWING_SHARE)

    def _take_event(self, event: object) -> None:
        match event:
            case Loaded() if event.generation == self._generation:
                if self.data is not None and self.data is not event.data:
                    # The sample's number is another row's now; a point of the same columns stays one.
                    probe = self.probe if self.data.kind is event.data.kind else None
                    self._look_at(sample=None, marked=False, probe=probe)
                self.data, self.history, self.stopped = event.data, event.history, event.stopped
                self.run, self.lost = event, event.lost
                self.stopped_epoch = 0 if event.lost is None else event.lost.epoch
                self.snapshot = None
                self.loaded.emit(event)
                if event.stopped == "diverged":
                    self.state_changed.emit()
            case Stopped() if event.generation == self._generation:
                self._playing = False
                self.stopped, self.stopped_epoch, self.lost = event.reason, event.epoch, event.lost
                self.state_changed.emit()
            case Failed() if event.generation == self._generation:
                self._playing = False
                self.error = event.error
                self.failed.emit(event.error)
                self.state_changed.emit()
            case Kept():
                self.kept.emit(event)
            case _:
                pass
