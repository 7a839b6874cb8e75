"""The textbook's example against a series of losses that Keras made: see tests/golden/keras."""

import hashlib
import json
from pathlib import Path

import pytest

import nndesk
from nndesk.project.run import Run

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "keras" / "textbook.json").read_text())


def test_the_start_weights_are_those_that_keras_was_given():
    parameters = Run(nndesk.preset("textbook")).parameters()
    assert hashlib.sha256(parameters.tobytes()).hexdigest() == GOLDEN["start_sha256"], (
        "tests/golden/keras/make_textbook.py has to be run again"
    )


def test_the_losses_of_ten_epochs_are_those_of_keras():
    run = nndesk.train(nndesk.preset("textbook"), epochs=10)
    assert list(run.history.train) == pytest.approx(GOLDEN["losses"], rel=0.0, abs=1e-6)
    assert len(GOLDEN["losses"]) == 11
