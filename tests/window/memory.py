"""How much memory the window takes while it trains and is edited: python -m tests.window.memory EPOCHS EDITS.

A process of its own, since what other tests leave in a process would be counted too. Prints JSON: epochs, MB
that the process has and MB of them that are allocated, after a warm-up, after half of it, and at the end.
Allocated is exact, and counts Python's objects where PYTHONMALLOC is malloc. The full measure is 100000 1000.
"""

import ctypes
import gc
import json
import math
import os
import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from nndesk.app import create_window
from nndesk.project import edits, files
from nndesk.project.spec import Experiment
from nndesk.session.preferences import Preferences
from nndesk.ui.latency import until
from nndesk.ui.window import MainWindow
from tests.experiments import tiny

_TOGETHER = 10  # edits made, then as many undone
_WARM_UP = 500, 2 * _TOGETHER  # epochs and edits


def main(epochs: int, edited: int) -> None:
    app = QApplication(["nndesk"])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "it.json"
        files.write(path, files.Project(tiny(training__stop__epochs=None)))
        window = create_window(str(path), "light", "en", Preferences(None))
        window.resize(1440, 900)
        window.show()
        until(lambda: window.controller.snapshot is not None)
        _use(window, *_WARM_UP)
        samples = [_sample(window)]
        for _ in range(2):
            _use(window, epochs // 2, edited // 2)
            samples.append(_sample(window))
        window.close_without_asking()
        window.deleteLater()
        app.processEvents()
    print(json.dumps(samples))


def _use(window: MainWindow, epochs: int, edited: int) -> None:
    """Train and edit in turns, so many epochs and edits in all; every edit is undone."""
    window.controller.set_speed(math.inf)
    parts = max(1, edited // _TOGETHER)
    for part in range(parts):
        _train(window, epochs // parts)
        for number in range(_TOGETHER):
            window.document.replace(_edited(window.document.experiment, part + number), "edit")
            _settle(window)
        for _ in range(_TOGETHER):
            window.document.undo_stack.undo()
            _settle(window)


def _train(window: MainWindow, epochs: int) -> None:
    controller = window.controller
    assert controller.snapshot is not None
    end = controller.snapshot.epoch + epochs
    controller.play()
    until(lambda: controller.snapshot is not None and controller.snapshot.epoch >= end)
    controller.pause()
    _settle(window)


def _settle(window: MainWindow) -> None:
    until(lambda: window.controller.snapshot is not None and not window.controller.busy)


def _edited(experiment: Experiment, number: int) -> Experiment:
    """One of five edits: four that begin another run, and one that does not."""
    match number % 5:
        case 0:
            return edits.set_units(experiment, 0, 5 + number % 3)
        case 1:
            return edits.add_layer(experiment, 1) if len(experiment.network.layers) < 5 else experiment
        case 2:
            return edits.set_activation(experiment, 0, ("relu", "gelu", "tanh")[number % 3])
        case 3:
            return edits.set_value(experiment, "data.noise", 0.05 * (number % 4))
        case _:
            return edits.set_value(experiment, "optimizer.learning_rate", 0.001 * (1 + number % 7))


def _sample(window: MainWindow) -> dict[str, float]:
    gc.collect()
    library = ctypes.CDLL(None)
    library.malloc_trim(0)  # what is free goes back to the system
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    snapshot = window.controller.snapshot
    assert snapshot is not None
    library.mallinfo2.restype = _Allocated
    allocated = library.mallinfo2()
    return {
        "epochs": snapshot.epoch,
        "mb": pages * resource.getpagesize() / 1e6,
        "allocated": (allocated.in_arenas + allocated.mapped) / 1e6,
    }


class _Allocated(ctypes.Structure):
    """What `mallinfo2` of the C library says, of ten numbers the two that count."""

    _fields_ = (
        ("_1", ctypes.c_size_t * 4),
        ("mapped", ctypes.c_size_t),
        ("_2", ctypes.c_size_t * 2),
        ("in_arenas", ctypes.c_size_t),
        ("_3", ctypes.c_size_t * 2),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
