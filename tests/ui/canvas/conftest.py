"""The canvas on its own, in a size that the design names."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from nndesk.project.spec import Experiment
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.cards import DataCard, LossCard
from nndesk.ui.selection import Selection
from nndesk.ui.theme import Appearance

Canvas = tuple[CanvasView, Document, Controller]


@pytest.fixture
def canvas(
    qtbot: QtBot, opened: Callable[[Experiment], tuple[Document, Controller]], appearance: Appearance
) -> Callable[..., Canvas]:
    """Shows an experiment on a canvas of 1056 × 736, or another size, with its first frame."""

    def shower(experiment: Experiment, width: int = 1056, height: int = 736) -> Canvas:
        document, controller = opened(experiment)
        cards = DataCard(document, controller, appearance), LossCard(document, controller, appearance)
        view = CanvasView(document, controller, appearance, *cards, Selection(document, document))
        qtbot.addWidget(view)
        view.resize(width, height)
        with qtbot.waitExposed(view):
            view.show()
        return view, document, controller

    return shower
