"""Parts of the window on their own, fed by a real document and a real training thread."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nndesk.project.spec import Experiment
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.theme import Appearance

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
