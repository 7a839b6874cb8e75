"""What is said of changes of state: each once."""

import pytest

from nndesk.project import edits
from nndesk.ui.announcer import Announcer
from tests.experiments import tiny


@pytest.fixture
def said(canvas):
    """A canvas with its document and controller, and all that is said of them."""

    def opener(experiment=None):
        view, _, controller = canvas(tiny() if experiment is None else experiment)
        words: list[str] = []
        announcer = Announcer(controller, view)
        announcer.announced.connect(words.append)
        return view, controller, words

    return opener


def test_playing_and_pausing_are_said_once_each(said, qtbot):
    _, controller, words = said()
    controller.play()
    with qtbot.waitSignal(controller.frame):
        pass
    controller.set_speed(5.0)  # changes nothing that is said
    controller.pause()
    assert words == ["Training", "Paused"]


def test_a_stop_rule_is_said(said, qtbot):
    _, controller, words = said(tiny(training__stop__epochs=1))
    controller.play()
    qtbot.waitUntil(lambda: controller.stopped == "epochs")
    assert words == ["Training", "Paused: the last epoch is reached"]


def test_divergence_is_said_with_its_epoch(said, qtbot):
    _, controller, words = said(tiny(optimizer__kind="sgd", optimizer__learning_rate=1e300))
    controller.play()
    qtbot.waitUntil(lambda: controller.stopped == "diverged", timeout=20000)
    assert words[-1].startswith("Training stopped in epoch ")


def test_the_selection_is_said_by_its_name(said):
    view, _, words = said()
    view.selection.set("layers.0.units.1")
    view.selection.toggle("layers.0.units.2")
    view.selection.clear()
    assert words[0].startswith("Selected: Hidden 1, neuron 2, tanh, output ")
    assert words[1:] == ["2 selected", "Nothing is selected"]


def test_a_neuron_that_an_edit_moved_is_said_before_it_is_drawn(said):
    view, _, words = said()
    view.selection.set("layers.2.units.0")
    document = view.document
    document.replace(edits.add_layer(document.experiment, 0), "layer")
    assert view.selection.targets == ("layers.3.units.0",)
    assert words[-1].startswith("Selected: Output, neuron 1, sigmoid")
    document.undo_stack.undo()
    assert view.selection.targets == ("layers.2.units.0",)
