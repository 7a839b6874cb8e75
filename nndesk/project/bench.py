"""This machine's figures: the engine against its floor, against others, and what its steps are made of.

Each figure is a quotient of times taken in turns, so that a machine that slows down in between slows
all: the median over many turns. One thread.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from statistics import median
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from nndesk.engine.diagnostics import diagnose
from nndesk.engine.network import LayerShape, Network, Precision
from nndesk.engine.trainer import Trainer
from nndesk.project import peers
from nndesk.project.floor import WORKLOADS, Floor, Workload, make_rows, plain_forward, start_values

FLOOR, NAIVE, TORCH, SINGLE, SKLEARN = (
    "floor",
    "naive NumPy",
    "PyTorch float64",
    "PyTorch float32",
    "scikit-learn",
)
# The least quotients of steps/s by workload and whom they are against.
_GOALS = {
    FLOOR: {"A": 0.75, "B": 0.75, "C": 0.75, "D": 0.85, "E": 0.95, "F": 0.95},
    TORCH: {"A": 25.0, "B": 20.0, "C": 18.0, "D": 5.0, "E": 1.1, "F": 1.0},
    SINGLE: {"E": 1.0, "F": 0.9},
    SKLEARN: {"A": 11.0},
}
_EVALUATION_GOAL = 1.3
_UPKEEP_GOAL = 0.1
KEYFRAME_STEPS = 64  # between two keyframes, as in a run
_LOOKS = 30  # diagnoses a second: one for each frame of the window
_TURN = 0.006  # seconds of work in one turn
_LONG_TURN = 0.03  # of libraries that take a while to get going
_WARM_UP = 3


@dataclass(frozen=True)
class Figure:
    """One line of the bench. ``ratio`` is ``value`` by ``reference``, which is of the same unit.

    There is no value where what it is ``against`` is not installed.
    """

    name: str
    value: float | None
    unit: str
    reference: float | None = None
    ratio: float | None = None
    goal: float | None = None
    at_least: bool = True  # the goal is a least ratio, else a largest one
    against: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if self.ratio is None or self.goal is None:
            return None
        return self.ratio >= self.goal if self.at_least else self.ratio <= self.goal


def engine_figures(seconds: float = 42.0, progress: Callable[[str], None] | None = None) -> list[Figure]:
    """Steps/s of each workload against floor and others, then what evaluation and upkeep cost, and profiles.

    Takes about ``seconds``; ``progress`` is told what is measured next.
    """
    measurements = [(_step_figures, 0.7), (_evaluation_figures, 0.1), (_upkeep_figures, 0.1)]
    measurements.append((_profile_figures, 0.1))
    figures: list[Figure] = []
    with threadpool_limits(limits=1, user_api="blas"), np.errstate(all="ignore"):
        for measure, share in measurements:
            for workload in WORKLOADS:
                if progress is not None:
                    progress(workload.title)
                figures += measure(workload, share * seconds / len(WORKLOADS))
    return figures


def make_trainer(workload: Workload, dtype: Precision = np.float64) -> Trainer:
    """The workload at its start; half of its rows are test rows too."""
    x, y = make_rows(workload)
    hidden = [LayerShape(units, workload.hidden) for units in workload.sizes[1:-1]]
    network = Network(workload.sizes[0], [*hidden, LayerShape(workload.sizes[-1], workload.output)], dtype)
    network.set_parameters(start_values(workload))
    return Trainer(
        network,
        workload.loss,
        workload.optimizer,
        {"learning_rate": workload.learning_rate},
        x,
        y,
        x[: len(x) // 2],
        y[: len(y) // 2],
        batch_size=workload.batch_size,
        order=make_order(workload),
    )


def make_order(workload: Workload) -> Callable[[int], NDArray[np.intp]]:
    """The order of the rows in each epoch, the same for all who train the workload."""
    orders = [np.random.default_rng(epoch).permutation(workload.rows) for epoch in range(8)]
    return lambda epoch: orders[epoch % len(orders)]


# -- steps against others -----------------------------------------------------------------


def _step_figures(workload: Workload, seconds: float) -> list[Figure]:
    x, y = make_rows(workload)
    common = x, y, start_values(workload), make_order(workload)
    racers = {"": _Racer(make_trainer(workload).run), FLOOR: _Racer(Floor(workload, *common).run)}
    racers[NAIVE] = _Racer(peers.Naive(workload, *common).run)
    torch, sklearn = peers.installed("torch"), peers.installed("sklearn")
    single = workload.name in _GOALS[SINGLE]
    if torch:
        racers[TORCH] = _Racer(peers.Torch(workload, *common, "float64").run, turn=_LONG_TURN)
    if torch and single:
        racers[SINGLE] = _Racer(peers.Torch(workload, *common, "float32").run, turn=_LONG_TURN)
    if single:
        racers["float32"] = _Racer(make_trainer(workload, np.float32).run)
    if sklearn:
        per_epoch = math.ceil(workload.rows / workload.batch_size)
        racers[SKLEARN] = _Racer(peers.sklearn_fit(workload, x, y), per_epoch, _LONG_TURN)
    _race(list(racers.values()), seconds)
    figures: list[Figure] = []
    for against in (FLOOR, NAIVE, TORCH, *([SINGLE] if single else []), SKLEARN):
        ours = racers["float32" if against == SINGLE else ""]
        title = workload.title + (", float32" if against == SINGLE else "")
        goal = _GOALS.get(against, {}).get(workload.name)
        figure = Figure(f"Steps, {title}", None, "steps/s", goal=goal, against=against)
        if against in racers:
            other = racers[against]
            figure = replace(
                figure, value=1.0 / ours.median, reference=1.0 / other.median, ratio=ours.times_faster(other)
            )
        figures.append(figure)
    return figures


class _Racer:
    """Work in turns, and the seconds that each turn needed for one step."""

    def __init__(self, work: Callable[[int], object], steps: int = 1, turn: float = _TURN) -> None:
        """``work(times)`` takes ``times`` × ``steps`` steps, as many as fill a turn."""
        self._work, self._steps, self._times = work, steps, 1
        self.spent: list[float] = []
        for _ in range(_WARM_UP):  # a first step may import half a library
            self._seconds()
        while self._seconds() < turn / 2:
            self._times *= 2

    def _seconds(self) -> float:
        start = perf_counter()
        self._work(self._times)
        return perf_counter() - start

    def take_turn(self) -> None:
        self.spent.append(self._seconds() / (self._times * self._steps))

    @property
    def median(self) -> float:
        return median(self.spent)

    def times_faster(self, other: "_Racer") -> float:
        """How many times as long the other one's turns last, step for step."""
        return median(theirs / ours for ours, theirs in zip(self.spent, other.spent, strict=True))


def _repeat(function: Callable[..., object], *arguments: object) -> Callable[[int], None]:
    def work(times: int) -> None:
        for _ in range(times):
            function(*arguments)

    return work


def _race(racers: list[_Racer], seconds: float) -> None:
    """Turns in both directions, for so long; at least three."""
    end = perf_counter() + seconds
    while perf_counter() < end or len(racers[0].spent) < 3:
        for racer in racers:
            racer.take_turn()
        racers.reverse()


# -- evaluation, keyframes, diagnostics, profile ------------------------------------------


def _evaluation_figures(workload: Workload, seconds: float) -> list[Figure]:
    trainer = make_trainer(workload)
    x, _ = make_rows(workload)
    test, flat = x[: len(x) // 2], trainer.network.parameters()

    def forward_twice() -> None:
        plain_forward(workload, flat, x)
        plain_forward(workload, flat, test)

    ours, theirs = _Racer(_repeat(trainer.losses)), _Racer(_repeat(forward_twice))
    _race([ours, theirs], seconds)
    return [
        Figure(
            f"Losses, {workload.title}",
            1e6 * ours.median,
            "µs",
            1e6 * theirs.median,
            theirs.times_faster(ours),
            _EVALUATION_GOAL,
            at_least=False,
            against="plain forward passes",
        )
    ]


def _upkeep_figures(workload: Workload, seconds: float) -> list[Figure]:
    """What keyframes and diagnostics add to a step, on the average of many."""
    trainer = make_trainer(workload)
    trainer.watch()
    works = trainer.run, _repeat(trainer.state), _repeat(lambda: diagnose(trainer))
    racers = [_Racer(work) for work in works]
    _race(list(racers), seconds)
    step, keyframe, diagnosis = (racer.median for racer in racers)
    added = keyframe / KEYFRAME_STEPS + diagnosis * _LOOKS * step
    return [
        Figure(
            f"Keyframes, diagnostics, {workload.title}",
            1e6 * added,
            "µs",
            1e6 * step,
            added / step,
            _UPKEEP_GOAL,
            at_least=False,
            against="a step",
        )
    ]


def _profile_figures(workload: Workload, seconds: float) -> list[Figure]:
    """What a step is made of: each of its calls by itself, many times over, in turns with whole steps."""
    trainer = make_trainer(workload)
    trainer.run(1)
    calls = trainer.rehearse().made.tape
    share = seconds / len(calls)
    step = _Racer(trainer.run, turn=min(_TURN, share / 8))
    parts = {"products of matrices": 0.0, "activations, slopes, loss": 0.0}
    for function, arguments in calls:
        call = _Racer(_repeat(function, *arguments), turn=min(_TURN, share / 8))
        step.spent.clear()
        _race([step, call], share)
        product = getattr(function, "__name__", "") == "dot"
        part = "products of matrices" if product else "activations, slopes, loss"
        parts[part] += step.times_faster(call)
    whole = 1e6 * step.median
    parts["update and the rest"] = 1.0 - sum(parts.values())
    return [
        Figure(f"Profile, {workload.name}: {part}", share * whole, "µs", whole, share, against="a step")
        for part, share in parts.items()
    ]


def table(figures: Iterable[Figure]) -> str:
    """The figures as text, a line each."""
    lines = [f"{'':56}{'value':>12} {'unit':8}{'reference':>11}  {'':21}{'ratio':>7}  goal"]
    for figure in figures:
        if figure.value is None:
            lines.append(f"{figure.name:56}{'':34}{figure.against:21}skipped: not installed")
            continue
        reference = "" if figure.reference is None else f"{figure.reference:,.4g}"
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        goal = "" if figure.goal is None else f"{'≥' if figure.at_least else '≤'} {figure.goal:g}"
        verdict = {None: "", True: "  holds", False: "  MISSED"}[figure.holds]
        numbers = f"{figure.value:>12,.4g} {figure.unit:8}{reference:>11}  {figure.against:21}{ratio:>7}"
        lines.append(f"{figure.name:56}{numbers}  {goal}{verdict}".rstrip())
    return "\n".join(lines) + "\n"
