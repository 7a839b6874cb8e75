"""Whatever is done in whatever order, what is kept can be replayed and read to the last bit."""

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from nndesk.errors import InputError
from nndesk.project import edits, files, masks
from nndesk.project.files import Project
from nndesk.project.run import Run, replayed
from nndesk.project.spec import Experiment, input_count
from tests.session.conftest import Desk

WILD = {  # overflows every now and then
    "data.kind": "reg_plane",
    "network.layers.0.activation": "linear",
    "network.layers.1.activation": "linear",
    "network.layers.2.activation": "linear",
    "loss.kind": "mean_squared_error",
    "optimizer.kind": "sgd",
    "optimizer.learning_rate": 2.0,
}
PATIENT = {"data.kind": "xor", "training.stop.patience": 3, "training.batching": "playground"}
NARROW = {"training.precision": "float32", "network.layers.0.regularizer.l1": 0.01}


class Walk:
    """Somebody who does anything, with the numbers of one seed."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.random = desk, random.Random(seed)
        controller, stack = desk.controller, desk.document.undo_stack
        self.deeds: list[Callable[[], object]] = [
            *[self.set_weight] * 3, *[self.edit] * 9, *[stack.undo] * 3, *[stack.redo] * 2,
            controller.step_epoch, controller.step_epoch, controller.step_batch, controller.play,
            controller.pause, controller.restart,
        ]  # fmt: skip

    def place(self, experiment: Experiment) -> tuple[int, int, int]:
        layers, layer = experiment.network.layers, self.random.randrange(len(experiment.network.layers))
        inputs = layers[layer - 1].units if layer else input_count(experiment)
        return layer, self.random.randrange(inputs), self.random.randrange(layers[layer].units)

    def set_weight(self) -> None:
        place = self.place(self.desk.document.experiment)
        gesture = self.random.choice([None, 1, 2])
        self.desk.controller.set_parameters({place: self.random.uniform(-1, 1)}, "weight", gesture)

    def edit(self) -> None:
        e, pick = self.desk.document.experiment, self.random
        layer = pick.randrange(len(e.network.layers))
        features = pick.sample(["x1", "x2", "x1_x2"], pick.randint(1, 3))
        edit = pick.choice(
            [
                lambda: masks.cut_weight(e, *self.place(e), pick.random() < 0.6),
                lambda: masks.freeze_weight(e, *self.place(e), pick.random() < 0.6),
                lambda: edits.set_value(e, "optimizer.learning_rate", pick.choice([0.01, 0.3, 30.0])),
                lambda: edits.set_value(e, "training.stop.patience", pick.choice([None, 2])),
                lambda: edits.set_value(e, "data.features", features),
                lambda: edits.add_neuron(e, layer),
                lambda: edits.copy_neuron(e, layer, 0),
                lambda: edits.remove_neuron(e, layer, 1),
                lambda: edits.add_layer(e, layer),
                lambda: edits.remove_layer(e, layer),
                lambda: edits.new_start(e),
            ]
        )
        self.desk.document.replace(edit(), "edit", pick.choice([None, None, 3]))

    def check(self, path: Path) -> None:
        """That what is kept gives every number again, from its beginning and from a file."""
        controller = self.desk.controller
        controller.pause()
        self.desk.settle()
        with self.desk.qtbot.waitSignal(controller.kept) as answer:
            controller.keep()
        assert answer.args is not None
        experiment, record = answer.args[0].experiment, answer.args[0].record
        self.desk.settle()
        assert experiment == self.desk.document.experiment
        again = replayed(record.start, record.changes, record.step, record.carried)
        assert again.experiment == experiment
        assert again.parameters().tobytes() == record.parameters.tobytes()
        assert np.array_equal(again.history.train, record.train[: record.epoch + 1])
        files.write(path, Project(experiment, record))
        opened = files.read(path)
        assert opened.run is not None
        assert opened.run.parameters.tobytes() == record.parameters.tobytes()
        run = Run(opened.experiment, opened.run)
        assert controller.start_parameters is not None
        assert np.array_equal(run.start_parameters, controller.start_parameters)
        assert np.array_equal(self.desk.shown.parameters, record.parameters)


@pytest.mark.parametrize("keys", [{}, WILD, PATIENT, NARROW], ids=["plain", "wild", "patient", "narrow"])
def test_what_is_kept_gives_every_number_again(desk: Desk, tmp_path, keys):
    desk.document.open(edits.set_values(desk.document.experiment, keys), None, None)
    desk.settle()
    walk = Walk(desk, seed=len(keys))
    for number in range(60):
        with suppress(InputError):  # not everything can be done everywhere
            walk.random.choice(walk.deeds)()
        if number % 3 == 0 and not desk.controller.playing:
            desk.settle()
        if number % 12 == 11:
            walk.check(tmp_path / "walk.nnd")
        assert desk.controller.error is None
    while desk.document.undo_stack.canUndo():
        desk.document.undo_stack.undo()
    walk.check(tmp_path / "walk.nnd")
