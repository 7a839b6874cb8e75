"""An experiment in training: its network, data and trainer, and what an edit of it costs."""

import math
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from threadpoolctl import ThreadpoolController

from nndesk.data.dataset import Dataset, make_dataset
from nndesk.engine.activations import Array
from nndesk.engine.network import Flat, Network
from nndesk.engine.options import Options
from nndesk.engine.overflow import first_overflow
from nndesk.engine.trainer import State, Trainer
from nndesk.errors import InputError
from nndesk.project import edits
from nndesk.project.build import make_trainer, options_of, start_network
from nndesk.project.changes import (
    Cost,
    commute,
    cost,
    differences,
    edited,
    parameter_places,
    split_keys,
    without_cut,
)
from nndesk.project.files import RunRecord, read_only
from nndesk.project.history import History
from nndesk.project.measures import Confusion, Losses, Lost, Metrics, confusion_of, metrics_of
from nndesk.project.spec import (
    Change,
    Experiment,
    check_trainable,
    low_target,
    outputs_of,
)
from nndesk.project.stopping import StopRules
from nndesk.project.trail import Trail

_RULES = "training.stop."  # what the keys of the stop rules begin with
# A keyframe costs about a step; one in this many steps keeps its share small.
_KEYFRAME_STEPS = 64


def dataset_of(experiment: Experiment) -> Dataset:
    """The rows that ``experiment`` learns from, split, scaled and with targets for its output."""
    data = experiment.data
    return make_dataset(
        data.kind,
        seed=data.seed,
        samples=data.samples,
        noise=data.noise,
        features=data.features,
        train_fraction=data.train_fraction,
        scaling=data.scaling,
        missing=data.missing,
        stratify=data.stratify,
        outputs=outputs_of(experiment),
        low=low_target(experiment),
    )


@contextmanager
def quiet_numbers() -> Generator[None]:
    """One BLAS thread, so that sums have one order, and no warnings: divergence is a result, not an error."""
    with _blas().limit(limits=1), np.errstate(all="ignore"):
        yield


@cache
def _blas() -> ThreadpoolController:
    """NumPy's own, found once: looking through all libraries of the process takes milliseconds."""
    return ThreadpoolController().select(user_api="blas")


class TrainedNetwork:
    """The network of a run for people who have raw rows: features and scaling are applied first."""

    def __init__(self, network: Network, data: Dataset) -> None:
        self._network = network
        self._data = data

    def predict(self, x: ArrayLike) -> Array:
        """The outputs (rows, outputs) for raw rows ``x`` (rows, columns)."""
        with quiet_numbers():
            return self._network.predict(self._data.inputs(np.asarray(x, np.float64)))


class Run:
    """One training run: `advance` and `apply` are the only two ways in which it moves.

    Owned by one thread. ``start`` and ``changes`` and the step say how every number came about.
    Raises InputError for an experiment that cannot be trained.
    """

    def __init__(
        self,
        experiment: Experiment,
        record: RunRecord | None = None,
        data: Dataset | None = None,
        carried: Flat | None = None,
    ) -> None:
        """Begin ``experiment`` at epoch 0, or go on from ``record``; ``data`` saves making the rows again.

        ``carried`` are start values in file order where they are not the drawn ones.
        """
        check_trainable(experiment)
        self.experiment = experiment
        self.start = experiment if record is None else record.start
        self.changes: tuple[Change, ...] = () if record is None else record.changes
        self.stopped: str | None = None if record is None else record.stopped
        self.data = dataset_of(experiment) if data is None else data
        self.carried = carried if record is None else record.carried
        self._network = start_network(self.start, self.carried)
        self.start_parameters = read_only(self._network.parameters())
        self.lost: Lost | None = None  # where and what the losses were when they left the range of numbers
        self.steps_taken = 0  # by this object, those among them that it went back on
        self.heeding = True  # the stop rules
        self._beyond = False  # the last epoch, which no longer is one
        self._trainer = make_trainer(experiment, self._network, self.data)
        if record is None:
            self.history = History()
            with quiet_numbers():
                self.history.append(*self._trainer.losses())
            if not math.isfinite(self.loss.train):
                self.stopped = "diverged"
                self.lost = self._search(self.loss, 0)
        else:
            self.history = History(record.train, record.test)
            self._trainer.restore(State(record.step, record.parameters, dict(record.slots)))
            if self.epoch != record.epoch:
                problem = f"is {record.epoch:,} at step {record.step:,}"
                raise InputError("run.epoch", problem, f"an epoch has {self.steps_per_epoch:,} steps here")
        self._trail = Trail(self._network.vector.nbytes, None if record is None else record.trail)
        self._keyframe = self._trainer.state()
        self._best: State | None = None  # of the best epoch, where patience may return to it
        since = max((change.step for change in self.changes if _sets_rules(change)), default=0)
        # Losses beyond the present epoch are those that patience went back from: it was met there.
        self._set_rules(since, len(self.history), () if record is None else record.met)

    # -- where it stands ------------------------------------------------------------------

    @property
    def step(self) -> int:
        return self._trainer.step_count

    @property
    def epoch(self) -> int:
        """Whole epochs done."""
        return self._trainer.epoch

    @property
    def steps_per_epoch(self) -> int:
        """The steps of the present epoch; all have as many unless batches run on across epochs."""
        return self._trainer.steps_per_epoch

    def end_of(self, epoch: int) -> int:
        """The step at which so many epochs are done."""
        return self._trainer.steps_until(epoch)

    @property
    def loss(self) -> Losses:
        """The losses after the last whole epoch."""
        train, test = self.history.series(self.epoch + 1)
        return Losses(float(train[-1]), float(test[-1]) if len(self.data.x_test) else None)

    @property
    def metrics(self) -> Metrics:
        """The metrics of interface §2 at the present parameters, over all training and all test rows.

        NaN where they are not defined.
        """
        return metrics_of(self.data, self.experiment.loss.kind, self._outputs())

    @property
    def confusion(self) -> Confusion | None:
        """Which classes are taken for which at the present parameters; None where a number is predicted."""
        return confusion_of(self.data, self._outputs())

    def _outputs(self) -> tuple[Array, Array]:
        with quiet_numbers():
            return self._trainer.outputs()

    @property
    def network(self) -> TrainedNetwork:
        return TrainedNetwork(self._network, self.data)

    @property
    def trainer(self) -> Trainer:
        return self._trainer

    @property
    def layers(self) -> Network:
        """The network itself, whose inputs are features, scaled."""
        return self._network

    def parameters(self) -> Flat:
        """All weights and biases, a flat float64 copy in file order."""
        return self._network.parameters()

    def record(self) -> RunRecord:
        """All that is needed to go on later as if nothing had been between.

        Where numbers left their range since the last epoch the run first goes back, as at its end.
        """
        self._stand_on_numbers()
        state = self._trainer.state()
        return RunRecord(
            epoch=self.epoch,
            step=state.step,
            stopped=self.stopped,
            threads=1,
            start=self.start,
            changes=self.changes,
            parameters=state.parameters,
            slots=state.slots,
            train=self.history.train,
            test=self.history.test,
            carried=self.carried,
            met=tuple(sorted(self._rules.met)),
            trail=self._trail.points(),
        )

    def path(self, layer: int, source: int | None, unit: int) -> tuple[Array, Array]:
        """A weight, or with ``source`` None a bias, over training: epochs, and its values then.

        The start comes first, then ends of epochs, as many as are kept, and the present comes last.
        """
        place = self._network.layout[layer]
        inputs, units = place.shape
        index = place.weights.start + unit * (inputs + 1) + (inputs if source is None else source)
        flat = place.bias.start + unit if source is None else place.weights.start + source * units + unit
        points = [(0.0, float(self.start_parameters[flat])), *self._trail.path(index, self.epoch)]
        now = max(float(self.epoch), self._trainer.calendar.time(self.step))
        present = now, float(self._network.vector[index])
        path = np.array(points if points[-1] == present else [*points, present])
        return path[:, 0], path[:, 1]

    # -- moving ---------------------------------------------------------------------------

    def train(self, epochs: int | None = None, progress: Callable[[int], None] | None = None) -> None:
        """Train ``epochs`` more epochs, or to the last one of the experiment.

        ``progress`` is called after each epoch with its number. Stops early where another stop
        rule is met, and where the loss leaves the range of numbers: then `stopped` is "diverged"
        and the run stands at the last epoch whose numbers were finite.
        """
        last = self.experiment.training.stop.epochs if epochs is None else self.epoch + epochs
        assert last is not None, "the caller asks for epochs where the experiment has no end"
        self.go_on()
        with quiet_numbers():
            while self.epoch < last and self.stopped is None:
                self._advance_in_epoch(self.end_of(self.epoch + 1) - self.step)
                if progress is not None:
                    progress(len(self.history) - 1)
            if self.stopped is None:
                self.stopped = "epochs"

    def advance(self, steps: int) -> None:
        """Take ``steps`` steps, or fewer where a stop rule of the experiment is met.

        The caller sets up the thread with `quiet_numbers`.
        """
        last = self.step + steps
        while self.stopped is None:
            if self.heeding and not self._beyond and self._is_last_epoch():
                self.stopped = "epochs"
            elif self.step == last:
                break
            else:
                self._advance_in_epoch(last - self.step)

    def _is_last_epoch(self) -> bool:
        epochs = self.experiment.training.stop.epochs
        return epochs is not None and self.step == self.end_of(epochs)

    def go_on(self) -> None:
        """Forget why training stopped; a stop rule that was met is not heeded again until it is set anew."""
        self._beyond = self._beyond or (self.stopped == "epochs" and self._is_last_epoch())
        self.stopped = self.lost = None

    def _advance_in_epoch(self, steps: int) -> None:
        """Take up to ``steps`` steps, not beyond the end of the present epoch; measure it there."""
        self.history.cut(self.epoch + 1)  # what lies ahead was gone back on, and now comes out anew
        self._trail.cut(self.epoch)
        end = self.end_of(self.epoch + 1)
        steps = min(steps, end - self.step)
        self._trainer.run(steps)
        self.steps_taken += steps
        if self.step < end:
            return
        losses = Losses(*self._trainer.losses())
        if not (all(math.isfinite(x) for x in losses if x is not None) and self._is_finite()):
            self._go_back_to_finite(losses)
            return
        self.history.append(*losses)
        self._trail.add(self.epoch, self._network.vector)
        if self.step - self._keyframe.step >= _KEYFRAME_STEPS:
            self._keyframe = self._trainer.state()
        rule = self._rules.met_after(self.epoch, *losses)
        self._keep_best()
        if self.heeding and rule is not None:
            if rule == "patience":
                self._go_back_to_best()
            self.stopped = rule

    def _set_rules(self, since: int, recorded: int, met: Iterable[str] = ()) -> None:
        """Heed the stop rules, which the experiment has since a step; so many epochs are recorded."""
        self._rules = StopRules(self.experiment.training.stop, met)
        epoch = self._trainer.epoch_of(since)
        train, test = self.history.series(recorded)

        def losses(epoch: int) -> Losses:  # one by one: a list of all would take many times their room
            return Losses(float(train[epoch]), float(test[epoch]) if len(self.data.x_test) else None)

        if since == self.end_of(epoch):
            self._rules.begin(epoch, *losses(epoch))
        for later in range(epoch + 1, recorded):
            self._rules.met_after(later, *losses(later))
        self._keep_best()

    def _keep_best(self) -> None:
        if self.experiment.training.stop.patience is not None and self.step == self.end_of(self._rules.best):
            self._best = self._trainer.state()

    def _go_back_to_best(self) -> None:
        """Return to the end of the best epoch; what was changed after it is changed there."""
        step, now = self.end_of(self._rules.best), self.experiment
        changes = tuple(change for change in self.changes if change.step <= step)
        if self._best is None or self._best.step != step:  # saved after it: train once more to there
            self._best = replayed(self.start, changes, step, self.carried).trainer.state()
        self._trainer.restore(self._best)
        self._keyframe = self._best
        if changes != self.changes:
            self.changes, self.experiment = changes, edited(self.start, changes)
            self.apply(now)

    def _is_finite(self) -> bool:
        return bool(np.isfinite(self._network.vector).all())

    def _go_back_to_finite(self, losses: Losses) -> None:
        """Return to the last epoch that was measured, or to a change after it: replayed, bit for bit."""
        reached = self.step
        last = max(self.end_of(len(self.history) - 1), self._keyframe.step)
        self._trainer.restore(self._keyframe)
        self._trainer.run(last - self._keyframe.step)
        self.stopped, self.lost = "diverged", self._search(losses, reached)

    def _search(self, losses: Losses, reached: int) -> Lost:
        """Where on the way from here to step ``reached`` numbers left their range; stays here."""
        good = self._trainer.state()
        found = first_overflow(self._trainer, reached)
        self._trainer.restore(good)
        known = float(self.history.train[0]), float(self.history.train[-1])
        if reached == 0:
            return Lost(*losses, *found, 0, 0, 0, known)
        epoch, batch = self.epoch + 1, found.step - self.end_of(self.epoch)
        return Lost(*losses, *found, epoch, batch, self.steps_per_epoch, known)

    def look_into_divergence(self) -> None:
        """Find out once more what a run that was saved or put aside after it diverged had found.

        Takes the steps to the end of the epoch, and takes them back.
        """
        if self.stopped != "diverged" or self.lost is not None:
            return
        good, reached = self._trainer.state(), self.end_of(self.epoch + 1)
        self._trainer.run(reached - self.step)
        losses, finite = Losses(*self._trainer.losses()), self._is_finite()
        self._trainer.restore(good)
        if not (finite and all(math.isfinite(x) for x in losses if x is not None)):
            self.lost = self._search(losses, reached)

    def apply(self, experiment: Experiment) -> None:
        """Take up an edit whose `cost` is not a rebuild, from the next step on.

        Recorded in `changes` with its step; before the first step it changes the start instead.
        """
        assert cost(self.experiment, experiment) is not Cost.REBUILD
        self._stand_on_numbers()
        changed = differences(self.experiment, experiment)
        self.experiment = experiment
        changed.pop("name", None)
        if not changed:
            return
        for key, value in changed.items():
            if key.startswith("optimizer."):
                self._trainer.set(key.removeprefix("optimizer."), value)
        options = options_of(experiment)
        if options != self._trainer.options:
            self._set_options(options)
        self._keyframe = self._trainer.state()
        if self.step == 0:
            self.start = experiment
        else:
            self._remember(changed)
        if any(key.startswith(_RULES) for key in changed):
            self._beyond = False
            self._set_rules(self.step, self.epoch + 1)
        else:
            self._keep_best()

    def set_parameters(self, values: Mapping[str, Any]) -> None:
        """Set single weights and biases by hand, ``parameters.1.weights.4.2``, from the next step on.

        Recorded in `changes` with its step. Raises InputError for a place that is not there or a
        value that is no number; then nothing is set.
        """
        places = parameter_places(self.experiment, values)
        self._stand_on_numbers()
        flat = self.parameters()
        for key, place in places.items():
            flat[place] = values[key]
        self._network.set_parameters(flat)
        if self.step == 0:
            self._measure_start()
        self._keyframe = self._trainer.state()
        self._keep_best()
        self._remember({key: float(values[key]) for key in places})

    def _stand_on_numbers(self) -> None:
        """See that no number is out of range in the middle of an epoch, where nothing is measured."""
        if not self._is_finite():
            self._go_back_to_finite(Losses(math.nan, None))

    def _set_options(self, options: Options) -> None:
        """Train with other options; before the first step the start values and their losses follow."""
        cuts = [[layer.cut for layer in those.layers] for those in (self._trainer.options, options)]
        self._trainer.set_options(options)
        if self.step == 0:
            if cuts[0] != cuts[1]:
                self._cut_start()
            self._measure_start()

    def _cut_start(self) -> None:
        """Take up which edges are cut from the start on: others have their start values again."""
        start = start_network(self.experiment, self.carried).parameters()
        flat, moved = self.parameters(), start != self.start_parameters
        flat[moved] = start[moved]
        self._network.set_parameters(flat)
        self.start_parameters = read_only(start)
        self.changes = without_cut(self.changes, self.experiment)

    def _measure_start(self) -> None:
        losses = Losses(*self._trainer.losses())
        if losses != self.loss:
            self.history.replace_first(*losses)

    def _remember(self, changed: Mapping[str, Any]) -> None:
        """Note what was changed now, in one with the change before it where their order decides nothing."""
        earlier = self.changes
        if earlier and earlier[-1].step == self.step and commute(dict(earlier[-1].set), changed):
            changed = {**dict(earlier[-1].set), **changed}
            earlier = earlier[:-1]
        self.changes = (*earlier, Change(step=self.step, set=tuple(changed.items())))


def _sets_rules(change: Change) -> bool:
    return any(key.startswith(_RULES) for key, _ in change.set)


def replayed(
    experiment: Experiment, changes: tuple[Change, ...], step: int, carried: Flat | None = None
) -> Run:
    """The run that began as ``experiment``, with ``changes`` at their steps, at ``step``."""
    run = Run(experiment, carried=carried)
    run.heeding = False
    with quiet_numbers():
        for change in changes:
            run.advance(change.step - run.step)
            keys, single = split_keys(dict(change.set))
            run.apply(edits.set_values(run.experiment, keys))
            if single:
                run.set_parameters(single)
        run.advance(step - run.step)
    run.heeding = True
    return run
