"""Nothing in the window is cut off, covered or too small: both languages, both themes, three sizes."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nndesk.interop.source import preset
from nndesk.project import edits, files
from nndesk.project.spec import Experiment, decode
from nndesk.ui.widgets import Label
from nndesk.ui.window import MainWindow
from tests.window.audit import faults

SIZES = ((1280, 720), (1440, 900), (1920, 1080))


def _close_columns() -> Experiment:
    """Seven features and seven layers: columns stand closer than headers are wide."""
    features = ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]
    experiment = edits.set_value(preset("spiral"), "data.features", features)
    for _ in range(3):
        experiment = edits.add_layer(experiment, 1)
    return experiment


def _table(kind: str) -> Experiment:
    return decode(
        {
            "format": "nndesk.experiment",
            "version": 1,
            "data": {"kind": kind, "scaling": "standard"},
            "network": {
                "layers": [{"units": 12, "activation": "tanh"}, {"units": 3, "activation": "softmax"}]
            },
            "loss": {"kind": "categorical_crossentropy"},
            "optimizer": {"kind": "adam"},
        }
    )


SOURCES: dict[str, Callable[[], Experiment]] = {
    **{
        name: (lambda name=name: preset(name))
        for name in ("spiral", "digits", "reg_gauss", "sine", "textbook")
    },
    "close columns": _close_columns,
    "penguins": partial(_table, "penguins"),
    "wine": partial(_table, "wine"),
}


@pytest.fixture
def open_experiment(qtbot: QtBot, open_window: Callable[..., MainWindow], tmp_path: Path):
    def opener(experiment: Experiment, lang: str) -> MainWindow:
        files.write(tmp_path / "it.json", files.Project(experiment))
        window = open_window(str(tmp_path / "it.json"), SIZES[0], lang=lang)
        # Losses and weights have digits, and the bar says why it stopped.
        window.document.replace(edits.set_value(window.document.experiment, "training.stop.epochs", 1), "")
        window.controller.play()
        qtbot.waitUntil(lambda: window.controller.stopped == "epochs")
        return window

    return opener


def _views(window: MainWindow) -> Iterator[str]:
    """Selects one thing after the other, so that every panel is shown, and says which."""
    output = len(window.document.experiment.network.layers) - 1
    targets = ["none", "layers.0", f"layers.{output}", "layers.0.units.0", "layers.0.weights.0.0", "matrix.0"]
    for target in (*targets, "inputs.0", "data", "loss", "matrix.0", "health"):
        window.selection.set(target)
        yield target
    window.selection.set("none")
    for lens in ("gradient", "health"):
        window.canvas.set_lens(lens)
        yield lens
    window.canvas.set_lens("activation")


def _rest(qtbot: QtBot, window: MainWindow) -> None:
    """Until nothing is asked for and layouts have taken their places."""
    qtbot.waitUntil(lambda: not window.controller.busy)
    for _ in range(3):
        QApplication.processEvents()


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize(
    "source", [pytest.param(name, marks=[] if name == "spiral" else pytest.mark.slow) for name in SOURCES]
)
def test_nothing_is_cut_off_covered_or_too_small(
    open_experiment: Callable[..., MainWindow], qtbot: QtBot, source: str, lang: str
) -> None:
    window = open_experiment(SOURCES[source](), lang)
    found: list[str] = []
    for size in SIZES:
        window.resize(*size)
        for target in _views(window):
            for theme in ("light", "dark"):
                window.canvas.appearance.set_theme(theme)
                _rest(qtbot, window)
                found += [f"{size[0]}×{size[1]}, {theme}, {target}: {fault}" for fault in faults(window)]
    assert not found, "\n".join(found)


def test_the_audit_finds_what_is_wrong(window: MainWindow, qtbot: QtBot) -> None:
    _rest(qtbot, window)
    assert faults(window) == []
    label = Label(window.canvas.appearance, "a text that is longer than its label", parent=window.canvas)
    label.setGeometry(300, 60, 60, 20)
    small = QPushButton(window.canvas)
    small.setObjectName("small")
    small.setGeometry(340, 50, 40, 20)
    outside = QWidget(window.canvas)
    outside.setGeometry(window.canvas.width() - 10, 60, 20, 20)
    for widget in (label, small, outside):
        widget.show()
    assert label.mapTo(window.canvas, QPoint()) == QPoint(300, 60)
    found = "\n".join(faults(window))
    assert "px wide in 60" in found
    assert "small in canvas in mainWindow: a control of 40×20" in found
    assert "overlap by 20×10" in found
    assert "reaches out of its parent" in found
    for widget in (label, small, outside):
        widget.setParent(None)
        widget.deleteLater()
