"""Who imports Qt: the window and pictures alone. Contracts cannot see what is imported in a function."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import nndesk
from tests.experiments import tiny

ROOT = str(Path(nndesk.__file__).parents[1])
PREFIXES = ("PySide6", "shiboken6", "pyqtgraph", "numpy")


def imported(code: str, folder: Path) -> set[str]:
    """Which of the heavy packages a fresh process has imported after ``code``."""
    nndesk.save(tiny(), folder / "tiny.nnd")
    (folder / "rows.csv").write_text("x1,x2\n1,2\n", encoding="utf-8")
    ending = "import json, sys\nprint('\\n' + json.dumps([name.partition('.')[0] for name in sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{ending}"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": ROOT},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1])) & set(PREFIXES)


@pytest.mark.parametrize(
    "line",
    [
        "presets",
        "train tiny.nnd --epochs 2 -o out.nnd",
        "predict tiny.nnd rows.csv -o out.csv",
        "check tiny.nnd",
        "gradcheck tiny.nnd",
    ],
)
def test_a_command_without_a_window_imports_no_qt(line: str, tmp_path: Path):
    code = f"from nndesk.cli import main\nassert main({line.split()!r}) == 0"
    assert imported(code, tmp_path) == {"numpy"}


@pytest.mark.parametrize("line", ["missing.nnd", "render missing.nnd -o out.png", "render spiral -o out.jpg"])
def test_what_is_refused_is_refused_before_qt_is_imported(line: str, tmp_path: Path):
    code = f"from nndesk.cli import main\nassert main({line.split()!r}) == 2"
    code = f"import os\nos.environ['QT_QPA_PLATFORM'] = 'offscreen'\n{code}"
    assert imported(code, tmp_path) == {"numpy"}


def test_the_first_half_of_bench_imports_no_qt(tmp_path: Path):
    code = """
import sys, types
from functools import partial
from nndesk.cli import main
from nndesk.project import bench

def window_figures():
    assert "PySide6" not in sys.modules
    return []

bench.engine_figures = partial(bench.engine_figures, seconds=0.1)
sys.modules["nndesk.app"] = types.SimpleNamespace(window_figures=window_figures)  # where Qt is first imported
assert main(["bench", "--json"]) == 0
"""
    assert imported(code, tmp_path) == {"numpy"}


def test_the_python_api_imports_no_qt(tmp_path: Path):
    code = "import nndesk\nrun = nndesk.train(nndesk.load('tiny.nnd'), epochs=1)\nnndesk.save(run, 'out.nnd')"
    assert imported(code, tmp_path) == {"numpy"}


@pytest.mark.parametrize(
    "code",
    [
        "import nndesk",
        "from nndesk.cli import main\nmain(['--help'])",
        "from nndesk.cli import main\nmain(['--jsn'])",
    ],
    ids=["import", "help", "bad use"],
)
def test_what_needs_no_numbers_does_not_import_numpy(code: str, tmp_path: Path):
    assert imported(code, tmp_path) == set()
