"""This machine's figures: the engine against its floor.

Each figure is a quotient of two times taken in turns, so that a machine that slows down in
between slows both: the median over many turns. One thread.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from nndesk.engine.network import LayerShape, Network
from nndesk.engine.trainer import Trainer
from nndesk.project.floor import WORKLOADS, Floor, Workload, make_rows, plain_forward, start_values

_GOALS = {"A": 0.75, "C": 0.75, "D": 0.85}
_EVALUATION_GOAL = 1.3
_TURN = 0.006  # seconds of work in one turn


@dataclass(frozen=True)
class Figure:
    """One line of the bench. ``ratio`` is ``value`` by ``reference``, which is of the same unit."""

    name: str
    value: float
    unit: str
    reference: float | None = None
    ratio: float | None = None
    goal: float | None = None
    at_least: bool = True  # the goal is a least ratio, else a largest one

    @property
    def holds(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if self.ratio is None or self.goal is None:
            return None
        return self.ratio >= self.goal if self.at_least else self.ratio <= self.goal


def engine_figures(seconds: float = 30.0, progress: Callable[[str], None] | None = None) -> list[Figure]:
    """Steps/s of each workload against the floor, and losses against plain forward passes.

    Takes about ``seconds``; ``progress`` is told what is measured next.
    """
    measurements = [(_step_figure, workload) for workload in WORKLOADS]
    measurements += [(_evaluation_figure, workload) for workload in WORKLOADS if workload.name in _GOALS]
    figures: list[Figure] = []
    with threadpool_limits(limits=1, user_api="blas"), np.errstate(all="ignore"):
        for measure, workload in measurements:
            if progress is not None:
                progress(workload.title)
            figures.append(measure(workload, seconds / len(measurements)))
    return figures


def make_pair(workload: Workload) -> tuple[Trainer, Floor]:
    """The same training, by the engine and by its floor."""
    x, y = make_rows(workload)
    flat = start_values(workload)
    hidden = [LayerShape(units, workload.hidden) for units in workload.sizes[1:-1]]
    network = Network(workload.sizes[0], [*hidden, LayerShape(workload.sizes[-1], workload.output)])
    network.set_parameters(flat)
    orders = [np.random.default_rng(epoch).permutation(workload.rows) for epoch in range(8)]

    def order(epoch: int) -> NDArray[np.intp]:
        return orders[epoch % len(orders)]

    trainer = Trainer(
        network,
        workload.loss,
        workload.optimizer,
        {"learning_rate": workload.learning_rate},
        x,
        y,
        x[: len(x) // 2],
        y[: len(y) // 2],
        batch_size=workload.batch_size,
        order=order,
    )
    return trainer, Floor(workload, x, y, flat, order)


def _step_figure(workload: Workload, seconds: float) -> Figure:
    trainer, floor = make_pair(workload)
    steps, ours, theirs = _in_turns(trainer.run, floor.run, seconds)
    ratio = median(b / a for a, b in zip(ours, theirs, strict=True))
    return Figure(
        f"Steps, {workload.title}",
        steps / median(ours),
        "steps/s",
        steps / median(theirs),
        ratio,
        _GOALS.get(workload.name),
    )


def _evaluation_figure(workload: Workload, seconds: float) -> Figure:
    trainer, _ = make_pair(workload)
    x, _ = make_rows(workload)
    test, flat = x[: len(x) // 2], trainer.network.parameters()

    def evaluate(times: int) -> None:
        for _ in range(times):
            trainer.losses()

    def forward_twice(times: int) -> None:
        for _ in range(times):
            plain_forward(workload, flat, x)
            plain_forward(workload, flat, test)

    times, ours, theirs = _in_turns(evaluate, forward_twice, seconds)
    ratio = median(a / b for a, b in zip(ours, theirs, strict=True))
    return Figure(
        f"Losses, {workload.title}",
        1e6 * median(ours) / times,
        "µs",
        1e6 * median(theirs) / times,
        ratio,
        _EVALUATION_GOAL,
        at_least=False,
    )


def _in_turns(
    one: Callable[[int], None], other: Callable[[int], None], seconds: float
) -> tuple[int, list[float], list[float]]:
    """How many times each works in a turn, and both lists of seconds a turn takes."""
    times = 1
    while True:  # the first turns also warm up
        spent = max(_time(one, times), _time(other, times))
        if spent >= _TURN / 2:
            break
        times *= 2
    ours: list[float] = []
    theirs: list[float] = []
    end = perf_counter() + seconds
    while perf_counter() < end or len(ours) < 3:
        ours.append(_time(one, times))
        theirs.append(_time(other, times))
        theirs.append(_time(other, times))
        ours.append(_time(one, times))
    return times, ours, theirs


def _time(work: Callable[[int], None], times: int) -> float:
    start = perf_counter()
    work(times)
    return perf_counter() - start


def table(figures: Iterable[Figure]) -> str:
    """The figures as text, a line each."""
    lines = [f"{'':52}{'value':>12} {'unit':8}{'reference':>11}{'ratio':>8}  goal"]
    for figure in figures:
        reference = "" if figure.reference is None else f"{figure.reference:,.4g}"
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        goal = "" if figure.goal is None else f"{'≥' if figure.at_least else '≤'} {figure.goal:g}"
        verdict = {None: "", True: "  holds", False: "  MISSED"}[figure.holds]
        numbers = f"{figure.value:>12,.4g} {figure.unit:8}{reference:>11}{ratio:>8}"
        lines.append(f"{figure.name:52}{numbers}  {goal}{verdict}".rstrip())
    return "\n".join(lines) + "\n"
