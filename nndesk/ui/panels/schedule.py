"""The part of the Training panel that shows how the learning rate changes over time."""

import math

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nndesk.engine.schedules import SCHEDULES
from nndesk.project.messages import Snapshot
from nndesk.project.spec import Experiment, Schedule
from nndesk.ui.drawings import rate_course
from nndesk.ui.numbers import Number, Scale
from nndesk.ui.panels.base import Problem, bounds
from nndesk.ui.rates import RateCurve
from nndesk.ui.rows import SliderRow
from nndesk.ui.theme import Appearance
from nndesk.ui.tiles import Tile, TileGroup
from nndesk.ui.widgets import Section
from nndesk.ui.words import label_of

_STRETCHES = 200  # of the curve
_NOTHING = " "  # a caption that keeps its line


class ScheduleSection(Section):
    """Kinds of schedule as pictures, the lengths that the present one has, its curve, and the rate now.

    ``tiles`` and ``lengths``, rows by their key in the experiment's schedule, ask for changes. The rows are
    there after `make_lengths`.
    """

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance, self.tr("Schedule"), _NOTHING)
        self.tiles = TileGroup(
            appearance,
            "scheduleTiles",
            self.tr("Schedule: the learning rate over time"),
            [
                Tile(entry.id, label_of(SCHEDULES, "schedule", entry.id), rate_course(entry.id))
                for entry in SCHEDULES
            ],
            columns=5,
            picture=(50, 13),
            height=44,
            free=(3, 3),
        )
        self.tiles.setToolTip(self.tr("Learning rate over time"))
        self._problem = Problem(appearance)
        self.add(self.tiles)
        self.add(self._problem)
        self.lengths: dict[str, SliderRow] = {}
        self._rows = QWidget()
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(self.body.spacing())
        self.body.addSpacing(4)
        self.add(self._rows)
        self._curve = RateCurve(appearance)
        self._calculated: tuple[Schedule, float, float] | None = None
        self.add(self._curve)
        self._ended = Problem(appearance, reveals=False)
        self._ended.set_color("text2")
        self.add(self._ended)
        self._changes = False  # whether the present kind changes the rate at all

    def make_lengths(self) -> None:
        appearance = self._appearance

        def row(name: str, key: str, label: str, scale: Scale, default: Number, tip: str) -> SliderRow:
            low, high = bounds(f"schedule.{key}")
            return SliderRow(appearance, name, label, scale, low, high, default=default, tooltip=tip)

        epochs = Scale(1, 1000, log=True)
        self.lengths = {
            "warmup_epochs": row(
                "warmupEpochsBox", "warmup_epochs", self.tr("Warm-up epochs"), epochs, 10,
                self.tr("Epochs in which the rate rises from 0"),
            ),
            "decay_epochs": row(
                "decayEpochsBox", "decay_epochs", self.tr("Decay epochs"), epochs, 100,
                self.tr("Epochs until the rate has fallen once"),
            ),
            "decay_rate": row(
                "decayRateBox", "decay_rate", self.tr("Decay rate"), Scale(0.01, 1), 0.5,
                self.tr("What the rate is multiplied by each time it falls"),
            ),
            "alpha": row(
                "alphaBox", "alpha", self.tr("Last ÷ first rate"), Scale(0, 1), 0.0,
                self.tr("What is left of the rate in the end"),
            ),
        }  # fmt: skip
        for each in self.lengths.values():
            self._column.addWidget(each)

    def show_problem(self, text: str) -> None:
        """Say below the tiles why something cannot be."""
        self._problem.show_problem(text)

    def show_experiment(self, experiment: Experiment) -> None:
        schedule = experiment.schedule
        settings = SCHEDULES[schedule.kind].settings
        self.show_problem("")
        self.tiles.show_checked(schedule.kind)
        self.show_lengths(schedule)
        self._changes = bool(settings)
        self._rows.setVisible(self._changes)
        self._curve.setVisible(self._changes)
        if self._changes:
            end = experiment.training.stop.epochs or 2 * (schedule.warmup_epochs + schedule.decay_epochs)
            self._calculate(schedule, experiment.optimizer.learning_rate, end)
        else:
            self.caption.setText(_NOTHING)

    def show_lengths(self, schedule: Schedule) -> None:
        """Show the values of the rows, and those rows that the schedule has."""
        settings = SCHEDULES[schedule.kind].settings
        for key, row in self.lengths.items():
            row.show_value(getattr(schedule, key))
            row.setVisible(key in settings)

    def _calculate(self, schedule: Schedule, rate: float, end: float) -> None:
        """The curve, for an edit and never for a frame: the run itself tells the rate of its next step."""
        if self._calculated == (schedule, rate, end):
            return
        self._calculated = schedule, rate, end
        entry = SCHEDULES[schedule.kind]
        numbers = {key: getattr(schedule, key) for key in entry.settings}
        self._curve.show_rates([(t, entry.rate(rate, t, numbers)) for t in _times(numbers, end)], end)

    def show_frame(self, snapshot: Snapshot) -> None:
        rate = snapshot.learning_rate
        if self._changes:
            self._curve.show_now(snapshot.step / snapshot.steps_per_epoch, rate)
            self.caption.setText(self.tr("now {0}").format(f"{rate:.3g}"))
        over = rate == 0.0 and snapshot.step > 0  # a warm-up begins with 0 too
        self._ended.show_problem(self.tr("The rate has reached 0: nothing changes any more.") if over else "")


def _times(numbers: dict[str, float], end: float) -> list[float]:
    """When a schedule with the settings ``numbers`` is looked at: evenly, and around its corners and steps.

    Not at ``end`` itself: no step has the rate that would come then.
    """
    last = math.nextafter(end, 0.0)
    times = {min(end * number / _STRETCHES, last) for number in range(_STRETCHES + 1)}
    warmup, length = numbers.get("warmup_epochs", 0.0), numbers.get("decay_epochs", end)
    corners = [warmup]
    if length * _STRETCHES >= end:
        corners += [warmup + length * number for number in range(1, math.ceil(end / length))]
    times |= {time for corner in corners for time in (math.nextafter(corner, 0.0), corner)}
    return sorted(time for time in times if 0 <= time <= last)
