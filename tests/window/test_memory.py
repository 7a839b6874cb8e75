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

ALLOWED = 8.0  # MB beyond the losses
NOISE = 2.0  # MB that the allocator may hold more or less from one sample to the next
LOSSES = 64 / 1e6  # MB an epoch at most: two numbers, in blocks that double, kept by the run and by its plots


@pytest.mark.slow
def test_memory_stays_while_it_trains_and_is_edited() -> None:
    command = [sys.executable, "-m", "tests.window.memory", "3000", "60"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert done.stderr.replace("This plugin does not support propagateSizeHints()\n", "") == ""
    warm, half, end = json.loads(done.stdout)
    losses = LOSSES * (end["epochs"] - warm["epochs"])
    assert end["mb"] - warm["mb"] < ALLOWED + losses
    assert end["mb"] - half["mb"] < NOISE + losses
