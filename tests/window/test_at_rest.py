"""A window in which nothing happens does nothing: no layout and no paint asks for the next one."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nndesk.ui.window import MainWindow

TARGETS = (
    "none",
    "layers.0",
    "data",
    "loss",
    "layers.0.units.0",
    "layers.0.weights.0.0",
    "matrix.0",
    "health",
)
COSTLY = {QEvent.Type.LayoutRequest, QEvent.Type.UpdateRequest, QEvent.Type.Paint}


class Costs(QObject):
    """Notes every layout and paint of the application."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in COSTLY:
            self.seen.append(f"{event.type().name} of {type(watched).__name__} {watched.objectName()}")
        return False


@pytest.mark.parametrize(("language", "scale"), [("en", 1.0), ("zh_CN", 1.0), ("en", 1.5), ("en", 2.0)])
def test_nothing_is_laid_out_or_painted_while_nothing_happens(
    open_window: Callable[..., MainWindow], qapp: QApplication, qtbot: QtBot, language: str, scale: float
):
    window = open_window(lang=language)
    window.appearance.set_text_scale(scale)
    costs = Costs()
    qapp.installEventFilter(costs)
    for target in TARGETS:
        window.inspector.show_selection(target)
        for _ in range(30):  # until what was asked for is there, and drawn whole
            costs.seen.clear()
            qtbot.wait(150)
            if not costs.seen:
                break
        assert costs.seen == [], target
    qapp.removeEventFilter(costs)
