"""Parts of the window on their own, fed by a real document and a real training thread."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nndesk.project.spec import Experiment
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.panels.inspector import Inspector
from nndesk.ui.theme import Appearance
from tests.experiments import tiny
from tests.ui.hands import Bench

Opened = tuple[Document, Controller]


@pytest.fixture
def appearance(qapp: QApplication) -> Iterator[Appearance]:
    """The light theme at its normal size."""
    appearance = Appearance(qapp, "light")
    yield appearance
    appearance.deleteLater()


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Callable[[Experiment], Opened]]:
    """Opens experiments, each with its first frame there; ends their threads."""
    controllers: list[Controller] = []

    def opener(experiment: Experiment) -> Opened:
        document = Document(experiment)
        controller = Controller(document)
        controllers.append(controller)
        qtbot.waitUntil(lambda: controller.snapshot is not None or controller.error is not None)
        return document, controller

    yield opener
    for controller in controllers:
        controller.close()


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[..., QWidget]]:
    """Shows parts in one column, in an active window that lives as long as the test."""
    windows: list[QWidget] = []

    def shower(*parts: QWidget, width: int = 384) -> QWidget:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        column = QVBoxLayout(window)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        window.resize(width, 600)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        return window

    yield shower
    windows.clear()


@pytest.fixture
def bench(
    qtbot: QtBot, appearance: Appearance, opened: Callable[[Experiment], tuple[Document, Controller]]
) -> Callable[..., Bench]:
    def maker(experiment: Experiment | None = None, target: str = "none") -> Bench:
        document, controller = opened(tiny() if experiment is None else experiment)
        inspector = Inspector(document, controller, appearance)
        qtbot.addWidget(inspector)
        inspector.resize(inspector.width(), 736)
        with qtbot.waitExposed(inspector):
            inspector.show()
        qtbot.waitUntil(lambda: inspector.findChild(QWidget, "lossPanel") is not None)
        inspector.show_selection(target)
        return Bench(inspector, document, controller)

    return maker
