"""A document with a controller, for tests that train a little."""

from collections.abc import Iterator
from math import inf

import pytest
from pytestqt.qtbot import QtBot

from nndesk.project.messages import Snapshot
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from tests.experiments import tiny


class Desk:
    """A document and its controller, with somebody who waits for them."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.document = Document(tiny(training__stop__epochs=None))
        self.controller = Controller(self.document)
        self.controller.set_speed(inf)
        self.settle()

    @property
    def shown(self) -> Snapshot:
        assert self.controller.shown is not None
        return self.controller.shown

    def settle(self) -> Snapshot:
        """The frame of the moment when all that was asked for is done."""
        self.qtbot.waitUntil(lambda: not self.controller.busy, timeout=20_000)
        return self.shown

    def train(self, epochs: int = 3) -> Snapshot:
        """After so many epochs more."""
        for _ in range(epochs):
            self.controller.step_epoch()
            self.settle()
        return self.shown

    def undo(self) -> Snapshot:
        self.document.undo_stack.undo()
        return self.settle()

    def redo(self) -> Snapshot:
        self.document.undo_stack.redo()
        return self.settle()


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot)
    yield desk
    desk.controller.close()
