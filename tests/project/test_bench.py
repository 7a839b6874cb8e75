import ast
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from nndesk.project import bench, floor, peers, run
from nndesk.project.bench import Figure


def start(workload):
    return *floor.make_rows(workload), floor.start_values(workload), bench.make_order(workload)


@pytest.mark.parametrize("workload", floor.WORKLOADS, ids=lambda workload: workload.name)
def test_engine_and_floor_hold_the_same_parameters_after_100_steps(workload):
    trainer, reference = bench.make_trainer(workload), floor.Floor(workload, *start(workload))
    trainer.run(100)
    reference.run(60)
    reference.run(40)
    ours, theirs = trainer.network.parameters(), reference.parameters()
    assert not np.array_equal(ours, floor.start_values(workload))
    assert np.linalg.norm(ours - theirs) <= 1e-12 * np.linalg.norm(theirs)


@pytest.mark.parametrize("workload", floor.WORKLOADS[:5], ids=lambda workload: workload.name)
def test_naive_numpy_does_the_same_steps(workload):
    trainer, naive = bench.make_trainer(workload), peers.Naive(workload, *start(workload))
    trainer.run(30)
    naive.run(20)
    naive.run(10)
    ours, theirs = trainer.network.parameters(), naive.parameters()
    assert np.linalg.norm(ours - theirs) <= 1e-9 * np.linalg.norm(theirs)


@pytest.mark.parity
@pytest.mark.parametrize("workload", floor.WORKLOADS[:5], ids=lambda workload: workload.name)
def test_pytorch_does_the_same_steps(workload):
    pytest.importorskip("torch")
    trainer, torch = bench.make_trainer(workload), peers.Torch(workload, *start(workload), "float64")
    before = floor.start_values(workload)
    trainer.run(30)
    torch.run(20)
    torch.run(10)
    moved, theirs = trainer.network.parameters() - before, torch.parameters() - before
    # Its Adam has another ε, in another place; other batches would move them elsewhere.
    assert np.linalg.norm(moved - theirs) <= 0.05 * np.linalg.norm(theirs)


def test_scikit_learn_fits_for_so_many_epochs():
    pytest.importorskip("sklearn")
    for workload in floor.WORKLOADS[:4]:
        peers.sklearn_fit(workload, *floor.make_rows(workload))(2)


@pytest.mark.parametrize("workload", floor.WORKLOADS, ids=lambda workload: workload.name)
def test_the_plain_forward_pass_gives_the_networks_outputs(workload):
    trainer = bench.make_trainer(workload)
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
    monkeypatch.setattr(peers, "installed", lambda name: False)
    told = []

    figures = bench.engine_figures(seconds=0.0, progress=told.append)

    assert told == [workload.title for _ in range(4) for workload in floor.WORKLOADS]
    steps = {
        (figure.name[7], figure.against): figure for figure in figures if figure.name.startswith("Steps")
    }
    for name in "ABCDEF":
        assert steps[name, bench.FLOOR].goal == {"D": 0.85, "E": 0.95, "F": 0.95}.get(name, 0.75)
        assert steps[name, bench.NAIVE].ratio > 0
        assert steps[name, bench.TORCH].goal > 0
        for against in (bench.TORCH, bench.SKLEARN):
            assert steps[name, against].value is None
            assert steps[name, against].holds is None
    assert [steps[name, bench.SINGLE].goal for name in "EF"] == [1.0, 0.9]
    assert steps["A", bench.SKLEARN].goal == 11
    for kind, goal in (("Losses", 1.3), ("Keyframes", 0.1)):
        found = [figure for figure in figures if figure.name.startswith(kind)]
        assert [figure.goal for figure in found] == [goal] * 6
    assert not any(figure.at_least for figure in figures if figure.goal in (1.3, 0.1))
    profiles = [figure for figure in figures if figure.name.startswith("Profile")]
    for first in range(0, 18, 3):
        assert sum(figure.ratio for figure in profiles[first : first + 3]) == pytest.approx(1.0)
    measured = [figure for figure in figures if figure.value is not None and figure not in profiles]
    assert all(min(figure.value, figure.reference, figure.ratio) > 0 for figure in measured)
    assert len(figures) == len(steps) + 6 + 6 + 18


def test_keyframes_are_as_far_apart_as_in_a_run():
    assert run._KEYFRAME_STEPS == bench.KEYFRAME_STEPS


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
            Figure("Slow", 2, "ms", 1, 2.0, 1.2, at_least=False, against="another"),
            Figure("Missing", None, "steps/s", goal=2.0, against="PyTorch"),
        ]
    )
    fast, slow, missing = text.splitlines()[1:]
    assert fast.split() == ["Fast", "1,234", "steps/s", "1,000", "0.90", "≥", "0.75", "holds"]
    assert "another" in slow
    assert missing.split() == ["Missing", "PyTorch", "skipped:", "not", "installed"]
    assert slow.endswith("≤ 1.2  MISSED")


def test_figures_become_plain_dictionaries():
    assert asdict(Figure("a", 1.0, "ms"))["goal"] is None
