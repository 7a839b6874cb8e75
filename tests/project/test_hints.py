"""What there is to remark on in a run: what was measured, and nothing else."""

import numpy as np
import pytest

from nndesk.project.hints import Remarks, hints_of, parted
from nndesk.project.history import History
from nndesk.project.messages import Hint
from nndesk.project.run import Run
from tests.experiments import tiny


def run_of(epochs: int = 1, **changes: object) -> Run:
    run = Run(tiny(**changes))
    run.train(epochs)
    return run


def history(train: list[float], test: list[float | None]) -> History:
    made = History()
    for losses in zip(train, test, strict=True):
        made.append(*losses)
    return made


def test_a_run_that_does_well_is_not_remarked_on():
    assert hints_of(run_of(5)) == ()


def test_a_rate_of_0_is_said_before_the_first_step():
    assert hints_of(Run(tiny(optimizer__learning_rate=0))) == (Hint("rate"),)


def test_a_schedule_that_has_come_to_0_is_said_and_a_warm_up_is_not():
    cosine = {"schedule__kind": "cosine", "schedule__decay_epochs": 4, "schedule__alpha": 0}
    assert Hint("schedule") not in hints_of(run_of(3, **cosine))
    assert Hint("schedule") in hints_of(run_of(4, **cosine))
    assert hints_of(Run(tiny(schedule__kind="warmup_cosine", schedule__warmup_epochs=5))) == ()


def test_targets_drawn_by_chance_are_said_once_it_learns():
    data = {"data__kind": "uniform", "data__samples": 40}
    assert hints_of(Run(tiny(**data))) == ()
    assert Hint("chance") in hints_of(run_of(**data))


@pytest.mark.parametrize(("bias", "dead"), [(-100.0, 2), (0.0, 0)])
def test_a_layer_of_which_more_than_half_is_dead_is_said_with_its_numbers(bias: float, dead: int):
    values = {"bias": [[0, bias], [2, bias]], "weights": []}
    frozen = {"units": [0, 2], "weights": [], "bias": []}
    run = run_of(network__layers__1__values=values, network__layers__1__frozen=frozen)
    found = [hint for hint in hints_of(run) if hint.kind == "dead"]
    assert found == ([Hint("dead", layer=1, units=2, of=3)] if dead else [])


def test_half_of_a_layer_dead_is_not_said():
    values = {"bias": [[0, -100.0]], "weights": []}
    run = run_of(network__layers__1__units=2, network__layers__1__values=values)
    assert hints_of(run) == ()


FALLING = [1.0 / (1 + 0.1 * epoch) for epoch in range(100)]
RISING = [0.5 + 0.01 * abs(epoch - 40) for epoch in range(100)]


def test_losses_that_part_are_said_with_the_epoch_where_they_do():
    epoch = parted(history(FALLING, list(RISING)), 99)
    assert epoch is not None
    assert abs(epoch - 40) <= 6
    assert parted(history(FALLING, list(RISING)), 45) is None  # only just
    assert parted(history(FALLING, list(RISING)), 12) is None


@pytest.mark.parametrize(
    ("train", "test"),
    [
        (FALLING, FALLING),
        (RISING, RISING),
        (FALLING, [None] * 100),
        (FALLING, [0.5] * 100),
        (FALLING, [0.5 + 0.02 * (-1) ** epoch for epoch in range(100)]),
    ],
)
def test_losses_that_do_not_part_are_not_said_to(train: list[float], test: list[float | None]):
    assert parted(history(train, test), 99) is None


def test_a_long_run_is_judged_by_means_of_its_length():
    epochs = np.arange(100_000)
    noise = np.random.default_rng(0).normal(0, 0.02, len(epochs))
    test = 0.5 + np.abs(epochs - 30_000) / 100_000 + noise
    epoch = parted(History(1 / (1 + epochs / 1000), test), len(epochs) - 1)
    assert epoch is not None
    assert abs(epoch - 30_000) < 3000


def test_a_run_that_really_learns_by_heart_is_remarked_on():
    run = run_of(
        400,
        data__noise=0.5,
        data__samples=40,
        network__layers__0__units=30,
        optimizer__learning_rate=0.05,
        training__stop__epochs=400,
    )
    assert run.history.test[-1] > 1.05 * run.history.test.min()
    assert [hint.kind for hint in hints_of(run)] == ["parted"]


def test_while_it_trains_one_looks_now_and_then_and_after_an_edit_at_once():
    run, remarks = run_of(1), Remarks()
    first = remarks.of(run, playing=True)
    run.apply(tiny(optimizer__learning_rate=0))
    assert first == ()
    assert remarks.of(run, playing=True) == (Hint("rate"),)
    run.apply(tiny(schedule__kind="cosine", schedule__decay_epochs=1))
    assert remarks.of(run, playing=True) == (Hint("schedule"),)
