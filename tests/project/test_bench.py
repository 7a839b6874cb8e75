import ast
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from nndesk.project import bench, floor
from nndesk.project.bench import Figure


@pytest.mark.parametrize("workload", floor.WORKLOADS, ids=lambda workload: workload.name)
def test_engine_and_floor_hold_the_same_parameters_after_100_steps(workload):
    trainer, reference = bench.make_pair(workload)
    trainer.run(100)
    reference.run(60)
    reference.run(40)
    ours, theirs = trainer.network.parameters(), reference.parameters()
    assert not np.array_equal(ours, floor.start_values(workload))
    assert np.linalg.norm(ours - theirs) <= 1e-12 * np.linalg.norm(theirs)


@pytest.mark.parametrize("workload", floor.WORKLOADS, ids=lambda workload: workload.name)
def test_the_plain_forward_pass_gives_the_networks_outputs(workload):
    trainer, _ = bench.make_pair(workload)
    x, _ = floor.make_rows(workload)
    plain = floor.plain_forward(workload, floor.start_values(workload), x)
    np.testing.assert_allclose(trainer.outputs()[0], plain, rtol=1e-9, atol=1e-15)


def test_the_floor_imports_nothing_of_the_program():
    tree = ast.parse(Path(floor.__file__).read_text(encoding="utf-8"))
    imported = [
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in node.names] + [getattr(node, "module", None) or ""])
    ]
    assert "numpy" in imported
    assert not [name for name in imported if name.startswith("nndesk")]


def test_every_workload_and_goal_has_its_figure(monkeypatch):
    monkeypatch.setattr(floor, "WORKLOADS", floor.WORKLOADS[:4])
    monkeypatch.setattr(bench, "WORKLOADS", floor.WORKLOADS[:4])
    told = []

    figures = bench.engine_figures(seconds=0.0, progress=told.append)

    assert [figure.name[:8] for figure in figures] == [f"Steps, {n}" for n in "ABCD"] + [
        f"Losses, {n}"[:8] for n in "ACD"
    ]
    assert [figure.goal for figure in figures] == [0.75, None, 0.75, 0.85, 1.3, 1.3, 1.3]
    assert len(told) == len(figures)
    for figure in figures:
        assert figure.value > 0
        assert figure.reference > 0
        assert figure.ratio > 0
        assert figure.holds in ((None,) if figure.goal is None else (True, False))


def test_a_goal_holds_at_its_bound_and_not_beyond():
    assert Figure("a", 1, "steps/s", 1, 0.75, 0.75).holds is True
    assert Figure("a", 1, "steps/s", 1, 0.74, 0.75).holds is False
    assert Figure("a", 1, "ms", 1, 1.3, 1.3, at_least=False).holds is True
    assert Figure("a", 1, "ms", 1, 1.31, 1.3, at_least=False).holds is False
    assert Figure("a", 1, "steps/s", 1, 0.5).holds is None


def test_the_table_says_which_goal_is_missed():
    text = bench.table(
        [
            Figure("Fast", 1234.5, "steps/s", 1000, 0.9, 0.75),
            Figure("Slow", 2, "ms", 1, 2.0, 1.2, at_least=False),
        ]
    )
    fast, slow = text.splitlines()[1:]
    assert fast.split() == ["Fast", "1,234", "steps/s", "1,000", "0.90", "≥", "0.75", "holds"]
    assert slow.endswith("≤ 1.2  MISSED")


def test_figures_become_plain_dictionaries():
    assert asdict(Figure("a", 1.0, "ms"))["goal"] is None
