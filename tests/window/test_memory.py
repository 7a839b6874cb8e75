"""Training and editing for long leave no more behind than the losses, and the runs that are kept for undo.

Scaled down here; the full measure, 100,000 epochs and 1,000 edits, is
`python -m tests.window.memory 100000 1000`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

LIMIT = 8.0  # MB that the process may grow, whatever the allocator does
EDITS = 0.02  # MB an edit: the run it began, which is kept
VIEWS = 1.2  # MB: blocks that plots draw from, which have a bound, and what is made in time, as hints
LOSSES = 32 / 1e6  # MB an epoch: two numbers, in blocks that double


@pytest.mark.slow
def test_memory_stays_while_it_trains_and_is_edited() -> None:
    edits = 60
    command = [sys.executable, "-m", "tests.window.memory", "20000", str(edits)]
    ours = {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONMALLOC": "malloc"}
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | ours, check=True)
    assert done.stderr.replace("This plugin does not support propagateSizeHints()\n", "") == ""
    warm, half, end = json.loads(done.stdout)
    assert end["mb"] - warm["mb"] < LIMIT
    for before, after, made in ((warm, half, edits / 2), (half, end, edits / 2)):
        grown = after["allocated"] - before["allocated"]
        assert grown < VIEWS + EDITS * made + LOSSES * (after["epochs"] - before["epochs"])
