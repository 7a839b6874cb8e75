"""A controller without a thread: what is asked for is done and shown when `catch_up` returns."""

import threading

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from nndesk.errors import InputError
from nndesk.project import edits
from nndesk.project.messages import Snapshot
from nndesk.project.run import Run
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from tests.experiments import tiny


@pytest.fixture
def document(qapp: QApplication) -> Document:
    return Document(tiny(training__stop__epochs=None))


def test_epochs_asked_for_are_trained_and_shown_at_once(document: Document):
    controller, run = Controller(document, threaded=False), Run(document.experiment)
    shown: list[Snapshot] = []
    controller.frame.connect(shown.append)
    controller.catch_up()
    for _ in range(3):
        controller.step_epoch()
        assert controller.busy
        controller.catch_up()
        assert not controller.busy
    run.train(3)
    assert [snapshot.epoch for snapshot in shown] == [0, 1, 2, 3]
    assert np.array_equal(shown[-1].parameters, run.parameters())
    assert "nndesk training" not in [thread.name for thread in threading.enumerate()]


def test_an_edit_and_what_the_views_ask_for_because_of_it_are_done_together(document: Document):
    controller = Controller(document, threaded=False)
    controller.loaded.connect(lambda _: controller.look(lens="gradient"))
    controller.step_batch()
    document.replace(edits.set_value(document.experiment, "network.layers.0.units", 7), "")
    controller.catch_up()
    assert controller.snapshot is not None
    assert (controller.snapshot.epoch, len(controller.snapshot.activations[1])) == (0, 7)
    assert controller.snapshot.gradient is not None


def test_what_cannot_be_trained_fails_at_once(document: Document):
    controller = Controller(document, threaded=False)
    regression = {"data.kind": "reg_plane", "loss.kind": "binary_crossentropy"}
    document.replace(edits.set_values(document.experiment, regression), "")
    controller.catch_up()
    assert isinstance(controller.error, InputError)


def test_who_looks_may_give_up_in_the_middle_of_training(document: Document):
    controller = Controller(document, threaded=False)
    controller.catch_up()
    looks = 0

    def look() -> None:
        nonlocal looks
        looks += 1
        if looks == 5:
            raise KeyboardInterrupt

    controller.reach(1_000_000)
    with pytest.raises(KeyboardInterrupt):
        controller.catch_up(look)
    assert controller.snapshot is not None
    assert controller.snapshot.epoch == 0
