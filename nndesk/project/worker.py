"""The training thread: takes commands between steps, trains, and shows what is looked at.

The worker never waits for the window and touches nothing of it; all that passes between the
two is in `nndesk.project.messages`.
"""

import math
import queue
import threading
from collections.abc import Callable, Mapping
from time import perf_counter

import numpy as np

from nndesk.data.dataset import Dataset
from nndesk.engine.flow import conditions, flow
from nndesk.project.carry import carried_start
from nndesk.project.closeup import weight_view
from nndesk.project.hints import Remarks
from nndesk.project.judging import hardest, taken
from nndesk.project.measures import Losses, metrics_of
from nndesk.project.messages import (
    Advance,
    Apply,
    Array,
    Close,
    Command,
    Event,
    Failed,
    Idle,
    Keep,
    Kept,
    Load,
    Loaded,
    Look,
    Mailbox,
    Pause,
    Play,
    Reach,
    SetParameters,
    Snapshot,
    Speed,
    Stopped,
    Want,
)
from nndesk.project.pace import Pace
from nndesk.project.pictures import Pictures, frozen
from nndesk.project.reach import step_at
from nndesk.project.run import Cost, Run, cost, quiet_numbers
from nndesk.project.shelf import Shelf
from nndesk.project.spec import Experiment

_CHUNK_SECONDS = 0.002  # how long a command waits at the most for the steps under way
_ASIDE_SECONDS = 0.05  # how long training stands aside at the most while the window draws
_Measured = tuple[int, Losses, Mapping[str, float]]  # of which step, losses, metrics
_UNMEASURED: _Measured = -1, Losses(math.nan, None), {}


class Worker:
    """Owns the run. `send`, `take_events`, `mailbox` and `close` are for the window's thread."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._free = threading.Event()
        self._free.set()
        self._thread = threading.Thread(target=self._body, name="nndesk training", daemon=True)
        self._run: Run | None = None
        self._pictures: Pictures | None = None
        self._generation = 0
        self._look = Look()
        self._playing = False
        self._until: int | None = None  # the step at which to pause, of `Advance`
        self._speed = 20.0
        self._pace = Pace()
        self._step_seconds = 1e-3  # a running estimate
        self._wanted = self._news = False
        self._handled = 0
        self._closing = False
        self._asked: Experiment | None = None  # to be open
        self._unread: Load | None = None  # a document that could not be trained
        self._shelf = Shelf()
        self._runs = self._number = 0  # how many there were, and which one the present one is
        self._numbers: dict[int | None, int] = {}  # of runs, by the numbers that they were asked for by
        self._measured = _UNMEASURED
        self._remarks = Remarks()
        self._rested = 0.0  # until then no frame is made while it trains

    def start(self) -> None:
        self._thread.start()

    def send(self, command: Command) -> None:
        self._commands.put(command)

    def stand_aside(self, aside: bool) -> None:
        """Have training pause, or not any longer, between two steps, for a moment at the most.

        The interpreter runs one thread at a time: what the window draws in 5 ms takes it 10
        where training wants every other millisecond.
        """
        if aside:
            self._free.clear()
        else:
            self._free.set()

    def take_events(self) -> list[Event]:
        events: list[Event] = []
        while True:
            try:
                events.append(self._events.get_nowait())
            except queue.Empty:
                return events

    def serve(self, look: Callable[[], None]) -> None:
        """Do all that waits, in the caller's thread, and show it; for a worker that was not started.

        ``look`` is called every few milliseconds and may raise to give up.
        """
        with quiet_numbers():
            while self._playing or not self._commands.empty():
                look()
                self._attempt(self._move)
            self._news = self._wanted = True
            self._attempt(self._show)

    def close(self) -> None:
        """End the thread and wait for it, half a minute at the most: it may be loading a large network."""
        if self._thread.is_alive():
            self.send(Close())
            self._thread.join(30.0)
            assert not self._thread.is_alive(), "the training thread did not end"

    # -- the thread ---------------------------------------------------------------------------

    def _body(self) -> None:
        with quiet_numbers():
            while not self._closing:
                self._attempt(self._turn)

    def _attempt(self, part: Callable[[], None]) -> None:
        try:
            part()
        except Exception as error:  # noqa: BLE001 - the window says it, the thread lives on
            self._playing = False
            self._events.put(Failed(self._generation, error))

    def _turn(self) -> None:
        """Show what is asked for, take the commands that are there, train for a while."""
        if perf_counter() >= self._rested or not self._playing:
            self._show()
        self._move()

    def _show(self) -> None:
        if self._wanted and self._news and self._run is not None and self._pictures is not None:
            begin = perf_counter()
            self._wanted = self._news = False
            self.mailbox.put(self._snapshot(self._run, self._pictures))
            # A large network takes long to look at: it is trained for as long before the next look.
            self._rested = 2 * perf_counter() - begin

    def _move(self) -> None:
        self._take_commands()
        if self._playing and not self._closing:
            self._free.wait(_ASIDE_SECONDS)
            self._train()

    def _take_commands(self) -> None:
        """Obey the commands that wait now; with nothing to train, wait for one.

        Those that come meanwhile have their turn after some steps, so that nobody who sends
        without end keeps training from its own.
        """
        seconds = self._pace.wait() if self._playing else None
        if seconds is None and self._commands.empty():
            self._events.put(Idle(self._handled))
        for _ in range(max(1, self._commands.qsize())):
            try:
                command = self._commands.get(block=seconds != 0.0, timeout=seconds or None)
            except queue.Empty:
                return
            self._handled += 1
            self._obey(command)
            if self._closing:
                return
            seconds = 0.0

    def _obey(self, command: Command) -> None:
        self._news = self._news or not isinstance(command, Want | Keep)
        match command:
            case Load():
                self._load(command)
            case Apply(experiment):
                if self._run is not None:
                    self._run.apply(experiment)
                    self._measured = _UNMEASURED
            case SetParameters(values, number):
                if self._run is not None and number == self._number:
                    self._run.set_parameters(dict(values))
                    self._measured = _UNMEASURED
            case Play():
                self._play()
            case Pause():
                self._playing, self._until = False, None
            case Advance(whole_epoch):
                self._advance(whole_epoch)
            case Reach(epoch):
                self._reach(epoch)
            case Speed(epochs_per_second):
                self._speed = epochs_per_second
                self._begin_pace()
            case Look():
                self._look = command
            case Want():
                self._wanted = True
            case Keep(token):
                self._keep(token, self._run)
            case Close():
                self._closing = True

    # -- one run after another ------------------------------------------------------------------

    def _load(self, command: Load) -> None:
        before, self._run = self._run, None
        self._generation, self._asked = command.generation, command.experiment
        if command.other:
            self._unread = command
        self._measured, self._remarks = _UNMEASURED, Remarks()
        data = before.data if before and _same_rows(before.experiment, command.experiment) else None
        run = self._opened(command, before, data)
        run.look_into_divergence()
        self._pictures = Pictures(run.data)
        self._run = run
        if command.other:
            self._unread = None
        self._events.put(
            Loaded(
                command.generation,
                run.experiment,
                run.data,
                run.history,
                run.stopped,
                self._number,
                run.step,
                run.start_parameters,
                run.carried is not None,
                run.lost,
            )
        )
        if self._playing and self._until is None:
            self._play()
        else:
            self._playing = False

    def _opened(self, command: Load, before: Run | None, data: Dataset | None) -> Run:
        """The run that was put aside, that of the record, or a new one; the one before is put aside."""
        experiment, anew = command.experiment, command.anew or command.record is not None
        same = before is not None and cost(before.experiment, experiment) is Cost.NOTHING
        if command.other:
            self._shelf.clear()
        elif before is not None and (command.apart or not (command.anew and same)):
            self._shelf.put(self._number, before)
        if command.anew and not command.apart:
            self._shelf.forget_like(experiment)
        trained = before if before is not None and (before.step or before.carried is not None) else None
        keeps = command.reshaped if trained is not None and not anew else None
        aside = None if anew else self._shelf.take(self._numbers.get(command.number, 0), experiment)
        if aside is None and not anew and keeps is None:
            aside = self._shelf.take_like(experiment)
        if aside is None:
            start = carried_start(keeps, trained.parameters(), experiment) if keeps and trained else None
            run = Run(experiment, command.record, data, start)
            self._runs += 1
            self._number = self._runs
        else:
            run, self._number = Run(aside.experiment, aside.record, data), aside.number
            if experiment != aside.experiment:
                run.apply(experiment)
        self._numbers[command.number] = self._number
        return run

    # -- moving -----------------------------------------------------------------------------------

    def _play(self) -> None:
        self._until = None
        self._playing = self._run is not None
        if self._run is not None:
            self._run.go_on()
        self._begin_pace()

    def _begin_pace(self) -> None:
        if self._run is None or self._until is not None:
            self._pace.begin(math.inf)
        else:
            self._pace.begin(self._speed * self._run.steps_per_epoch)

    def _keep(self, token: int, run: Run | None) -> None:
        if run is None:  # what a file held of a run is saved again, although it cannot go on here
            read, asked = self._unread, self._asked
            same = read is not None and asked is not None and cost(read.experiment, asked) is Cost.NOTHING
            self._events.put(Kept(token, None, read.record if read is not None and same else None))
            return
        stopped = run.stopped
        self._events.put(Kept(token, run.experiment, run.record()))
        if run.stopped != stopped:  # what is kept is finite, and what goes on too
            self._playing, self._news = False, True
            self._say_stopped(run)

    def _say_stopped(self, run: Run) -> None:
        assert run.stopped is not None
        epoch = run.epoch + 1 if run.stopped == "diverged" else run.epoch
        self._events.put(Stopped(self._generation, run.stopped, epoch, run.lost))

    def _advance(self, whole_epoch: bool) -> None:
        self._play()
        if self._run is not None:
            run = self._run
            self._until = run.end_of(run.epoch + 1) if whole_epoch else run.step + 1
            self._begin_pace()

    def _reach(self, epoch: float) -> None:
        self._play()
        if self._run is not None:
            self._until = step_at(self._run, epoch)
            self._playing = self._run.step < self._until
            self._begin_pace()

    def _train(self) -> None:
        """Take the steps that are due, about 2 ms of them at the most."""
        run = self._run
        assert run is not None
        steps = min(self._pace.due(), max(1, int(_CHUNK_SECONDS / self._step_seconds)))
        if self._until is not None:
            steps = min(steps, self._until - run.step)
        if steps < 1:
            return
        first, begin = run.step, perf_counter()
        run.advance(steps)
        if run.stopped == "epochs" and self._until is not None and run.step < self._until:
            run.go_on()
        taken = run.step - first
        if taken > 0:
            seconds = (perf_counter() - begin) / taken
            self._step_seconds += 0.3 * (seconds - self._step_seconds)
            self._pace.did(taken)
        self._news = True
        if run.step == self._until:
            self._playing, self._until = False, None
        if run.stopped is not None:
            self._playing = False
            self._say_stopped(run)

    # -- showing ------------------------------------------------------------------------------------

    def _snapshot(self, run: Run, pictures: Pictures) -> Snapshot:
        look, outputs = self._look, None
        if self._measured[0] != run.step or look.confusion:
            losses, outputs = run.trainer.measure()
            values = metrics_of(run.data, run.experiment.loss.kind, outputs)
            self._measured = run.step, Losses(*losses), values.test or values.train
        _, loss, metrics = self._measured
        confusion = taken(run, outputs) if look.confusion else None
        surfaces = pictures.surfaces(run) if look.surfaces else ()
        sample, probe = pictures.sample(look), pictures.probe(look)
        activations = pictures.activations(run, sample, None)
        back = flow(run.trainer) if look.lens == "gradient" else None
        ill = look.health or look.lens == "health"
        rows, layers = conditions(run.trainer) if ill else (0, ())
        return Snapshot(
            generation=self._generation,
            handled=self._handled,
            start_parameters=run.start_parameters,
            epoch=run.epoch,
            step=run.step,
            steps_per_epoch=run.steps_per_epoch,
            parameters=frozen(run.parameters()),
            sample=sample,
            activations=activations if probe is None else pictures.activations(run, sample, probe),
            surfaces=surfaces,
            field=pictures.field(run, surfaces) if look.field else np.empty(0, np.float32),
            predictions=pictures.predictions(run) if look.predictions else np.empty(0),
            recorded=len(run.history),
            train_loss=loss.train,
            test_loss=loss.test,
            metrics=metrics,
            rate=self._pace.rate() / run.steps_per_epoch if self._playing and self._until is None else 0.0,
            learning_rate=run.trainer.learning_rate,
            unit=pictures.unit(run, look),
            weight=weight_view(run, look.weight, sample, activations) if look.weight else None,
            trail=_path(run, look.trail),
            flow_rows=back.rows if back else rows,
            gradient=back.gradient if back else None,
            deltas=back.deltas if back else (),
            diagnostics=layers,
            marked=look.marked,
            probe=probe,
            confusion=confusion,
            hardest=hardest(run) if look.hardest else None,
            hints=self._remarks.of(run, self._playing) if look.hints else (),
        )


def _path(run: Run, place: tuple[int, int | None, int] | None) -> tuple[Array, Array] | None:
    """The path of a weight through training; None where the network has none there."""
    if place is None:
        return None
    layer, source, unit = place
    sizes = run.layers.layout[layer].shape if layer < len(run.layers.layout) else (0, 0)
    if (source or 0) >= sizes[0] or unit >= sizes[1]:
        return None
    epochs, values = run.path(layer, source, unit)
    return frozen(epochs), frozen(values)


def _same_rows(old: Experiment, new: Experiment) -> bool:
    """Whether the two experiments learn from the same rows with the same targets."""

    def decides(e: Experiment) -> tuple[object, ...]:
        last = e.network.layers[-1]
        return e.data, last.units, last.activation, e.loss.kind

    return decides(old) == decides(new)
