"""The Neuron panel: what it shows of a neuron, and every weight and bias set, locked and deleted in it."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from nndesk.interop.source import preset
from nndesk.project import edits, masks
from nndesk.project.run import Run
from nndesk.ui.histogram import OutputHistogram
from nndesk.ui.incoming import BAR, FROM, LOCK, VALUE, IncomingTable
from nndesk.ui.livefield import LiveField
from nndesk.ui.theme import Appearance, recorded_text
from nndesk.ui.unitpicture import UnitPicture
from nndesk.ui.words import signed
from tests.experiments import tiny
from tests.ui.hands import LEFT, NONE, Bench

NEURON = "layers.1.units.2"  # three weights more than it has neurons: 5 → 3
KEYS = Qt.Key


def table(here: Bench) -> IncomingTable:
    found = here.find("incomingTable")
    assert isinstance(found, IncomingTable)
    return found


def shown(here: Bench, row: int) -> str:
    model = table(here).model()
    return model.index(row, VALUE).data()


def click(here: Bench, row: int, column: int, double: bool = False) -> None:
    view = table(here)
    at = view.visualRect(view.model().index(row, column)).center()
    QTest.mouseClick(view.viewport(), LEFT, NONE, at)
    if double:
        QTest.mouseDClick(view.viewport(), LEFT, NONE, at)


def box_in(here: Bench) -> QLineEdit:
    boxes = table(here).viewport().findChildren(QLineEdit)
    assert len(boxes) == 1
    return boxes[0]


def weights_of(here: Bench, layer: int, unit: int) -> list[float]:
    snapshot = here.controller.snapshot
    assert snapshot is not None
    network = Run(here.experiment).layers
    network.set_parameters(snapshot.parameters)
    return network.weights(layer)[:, unit].tolist()


@pytest.fixture
def here(bench: Callable[..., Bench], qtbot: QtBot) -> Bench:
    here = bench(target=NEURON)
    qtbot.waitUntil(lambda: not here.controller.busy)
    return here


def test_it_says_which_neuron_it_is_and_shows_its_weights_bias_and_outputs(here: Bench):
    assert "Network › Hidden 2" in here.words("neuronPanel")
    assert "Neuron 3" in here.words("neuronPanel")
    weights = weights_of(here, 1, 2)
    assert [shown(here, row) for row in range(5)] == [signed(weight) for weight in weights]
    assert here.number("biasBox") == "0.000"
    histogram = here.find("outputHistogram")
    assert isinstance(histogram, OutputHistogram)
    assert sum(histogram.counts) == 30
    assert "Outputs for 30 training points" in here.words("neuronPanel")
    outputs = Run(here.experiment).layers.forward(Run(here.experiment).data.x_train)[1][:, 2]
    silent = f"{(outputs == 0).mean():.0%}"
    assert here.text("outputMeanLabel") == f"mean {outputs.mean():.2f} · silent {silent}"


def test_outputs_of_a_relu_never_have_the_colours_of_negative_numbers(appearance: Appearance, qtbot: QtBot):
    histogram = OutputHistogram(appearance, "outputs", "Outputs", 60)
    qtbot.addWidget(histogram)
    histogram.resize(230, 80)
    for largest in (0.0, 0.9, 1.0, 4.0):
        histogram.show_values(np.array([0.0, largest]), 0.0, np.inf)
        image = histogram.grab().toImage()
        colors = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        assert not [color.name() for color in colors if color.red() > color.blue() + 20], largest


def test_only_this_panel_has_its_outputs_computed(here: Bench, qtbot: QtBot):
    assert here.controller.snapshot is not None
    assert here.controller.snapshot.unit is not None
    here.inspector.show_selection("layers.1")
    qtbot.waitUntil(lambda: not here.controller.busy)
    assert here.controller.snapshot.unit is None


def test_the_numbers_follow_the_training(here: Bench, qtbot: QtBot):
    before = [shown(here, row) for row in range(5)]
    here.controller.step_epoch()
    qtbot.waitUntil(lambda: not here.controller.busy)
    after = [shown(here, row) for row in range(5)]
    assert after != before
    assert after == [signed(weight) for weight in weights_of(here, 1, 2)]


@pytest.mark.parametrize("way", ["click", "enter", "type"])
def test_a_weight_is_typed_into_its_row(here: Bench, qtbot: QtBot, way: str):
    view = table(here)
    if way == "click":
        click(here, 3, VALUE)
    else:
        view.setFocus()
        for _ in range(3):
            QTest.keyClick(view, KEYS.Key_Down)
        QTest.keyClick(view, KEYS.Key_Return if way == "enter" else KEYS.Key_Minus)
    box = box_in(here)
    assert box.hasFocus()
    QTest.keyClicks(box, "0.25" if way == "type" else "-0.25")
    QTest.keyClick(box, KEYS.Key_Return)
    assert here.experiment.network.layers[1].values.weights == ((3, 2, -0.25),)
    assert here.document.undo_stack.undoText() == "weight"
    qtbot.waitUntil(lambda: not here.controller.busy)
    assert shown(here, 3) == "−0.250"
    assert view.hasFocus()
    here.document.undo_stack.undo()
    assert here.experiment == tiny()


def test_what_is_no_number_keeps_the_last_one_says_so_and_keeps_the_focus(here: Bench):
    before = len(here.words("neuronPanel"))
    click(here, 1, VALUE)
    QTest.keyClicks(box_in(here), "one")
    QTest.keyClick(box_in(here), KEYS.Key_Return)
    assert box_in(here).hasFocus()
    assert len(here.words("neuronPanel")) == before + 1
    assert any("one" in words for words in here.words("neuronPanel"))
    QTest.keyClick(box_in(here), KEYS.Key_Escape)
    assert table(here).hasFocus()
    assert here.experiment == tiny()


def test_frames_leave_alone_what_is_being_typed(here: Bench, qtbot: QtBot):
    click(here, 0, VALUE)
    QTest.keyClicks(box_in(here), "0.1")
    here.controller.step_epoch()
    qtbot.waitUntil(lambda: not here.controller.busy)
    assert box_in(here).text() == "0.1"
    QTest.keyClicks(box_in(here), "5")
    QTest.keyClick(box_in(here), KEYS.Key_Return)
    qtbot.waitUntil(lambda: not here.controller.busy)
    assert shown(here, 0) == "+0.150"


def test_the_tab_key_takes_what_was_typed_and_leaves_the_table(here: Bench):
    click(here, 2, VALUE)
    QTest.keyClicks(box_in(here), "0.5")
    QTest.keyClick(box_in(here), KEYS.Key_Tab)
    assert here.experiment.network.layers[1].values.weights == ((2, 2, 0.5),)
    assert not table(here).viewport().findChildren(LiveField) or not box_in(here).hasFocus()


@pytest.mark.parametrize("way", ["click", "space"])
def test_a_lock_freezes_one_weight(here: Bench, way: str):
    def turn() -> None:
        if way == "click":
            click(here, 4, LOCK)
        else:
            view = table(here)
            view.setFocus()
            view.setCurrentIndex(view.model().index(4, LOCK))
            QTest.keyClick(view, KEYS.Key_Space)

    turn()
    assert here.experiment.network.layers[1].frozen.weights == ((4, 2),)
    assert here.document.undo_stack.undoText() == "freeze weight"
    assert table(here).model().index(4, LOCK).data() == "locked"
    turn()
    assert here.experiment == tiny()
    assert here.document.undo_stack.undoText() == "unfreeze weight"


def test_the_locks_of_a_frozen_neuron_say_why_they_are_shut(here: Bench, appearance: Appearance):
    here.click(here.find("freezeNeuronButton"))
    assert here.experiment.network.layers[1].frozen.units == (2,)
    lock = table(here).model().index(0, LOCK)
    assert lock.data() == "locked"
    assert lock.data(Qt.ItemDataRole.ToolTipRole) == "The whole neuron is frozen"
    click(here, 0, LOCK)
    assert here.experiment.network.layers[1].frozen.weights == ()
    bias_lock = here.find("biasLockButton")
    assert not bias_lock.isEnabled()
    image = bias_lock.grab().toImage()
    places = [(x, y) for x in range(image.width()) for y in range(image.height())]
    darkest = min(image.pixelColor(*place).lightness() for place in places)
    assert darkest <= appearance.theme.color("text3").lightness() + 12  # legible, as the locks above it
    button = here.find("freezeNeuronButton")
    assert isinstance(button, QAbstractButton)
    assert button.text() == "Unfreeze neuron"
    here.click(button)
    assert here.experiment == tiny()


def test_the_bias_is_typed_dragged_and_locked(here: Bench, qtbot: QtBot):
    here.type("biasBox", "0.5")
    assert here.experiment.network.layers[1].values.bias == ((2, 0.5),)
    assert here.document.undo_stack.undoText() == "bias"
    qtbot.waitUntil(lambda: not here.controller.busy)
    here.find("freezeNeuronButton").setFocus()
    box = here.find("biasBox")
    QTest.mousePress(box, LEFT, NONE, box.rect().center())
    for way in (5, 10):
        QTest.mouseMove(box, box.rect().center() + QPoint(way, 0))
    QTest.mouseRelease(box, LEFT, NONE, box.rect().center())
    assert here.experiment.network.layers[1].values.bias == ((2, 0.51),)
    assert here.undo_steps == 2
    here.click(here.find("biasLockButton"))
    assert here.experiment.network.layers[1].frozen.bias == (2,)


def test_deleting_a_neuron_leaves_its_layer_selected(here: Bench, qtbot: QtBot):
    with qtbot.waitSignal(here.inspector.selected) as asked:
        here.click(here.find("deleteNeuronButton"))
    assert asked.args == ["layers.1"]
    assert here.experiment.network.layers[1].units == 2
    assert here.document.undo_stack.undoText() == "remove neuron"


def test_outputs_and_the_last_neuron_of_a_layer_stay(bench: Callable[..., Bench]):
    here = bench(target="layers.2.units.0")
    assert not here.find("deleteNeuronButton").isEnabled()
    assert "follows from the data" in here.find("deleteNeuronButton").toolTip()
    here.document.replace(edits.set_units(here.experiment, 1, 1), "neurons")
    here.inspector.show_selection("layers.1.units.0")
    assert not here.find("deleteNeuronButton").isEnabled()


def test_a_weight_is_opened_alone_from_its_row(here: Bench, qtbot: QtBot):
    with qtbot.waitSignal(here.inspector.selected) as asked:
        click(here, 1, BAR, double=True)
    assert asked.args == ["layers.1.weights.1.2"]
    view = table(here)
    view.setFocus()
    view.setCurrentIndex(view.model().index(3, FROM))
    with qtbot.waitSignal(here.inspector.selected) as asked:
        QTest.keyClick(view, KEYS.Key_Return)
    assert asked.args == ["layers.1.weights.3.2"]


def test_a_cut_edge_has_no_number_to_be_typed(here: Bench):
    here.document.replace(masks.cut_weight(here.experiment, 1, 1, 2, True), "cut edge")
    assert shown(here, 1) == "cut"
    click(here, 1, VALUE)
    assert not table(here).viewport().findChildren(QLineEdit)


def test_all_weights_are_copied_with_all_their_digits(here: Bench):
    view = table(here)
    view.setFocus()
    QTest.keySequence(view, "Ctrl+C")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "from\tweight"
    assert [float(line.split("\t")[1]) for line in lines[1:]] == weights_of(here, 1, 2)
    assert lines[1].startswith("H1 · 1\t")


def test_a_thousand_weights_take_no_more_room_than_a_dozen(bench: Callable[..., Bench], qtbot: QtBot):
    here = bench(tiny(network__layers__0__units=1024), "layers.1.units.0")
    qtbot.waitUntil(lambda: not here.controller.busy)
    view = table(here)
    assert view.model().rowCount() == 1024
    assert view.height() <= 12 * 28
    view.setFocus()
    QTest.keySequence(view, "Ctrl+End")
    at = view.currentIndex()
    assert at.row() == 1023
    view.setCurrentIndex(view.model().index(1023, VALUE))
    QTest.keyClick(view, KEYS.Key_Return)
    QTest.keyClicks(box_in(here), "7")
    QTest.keyClick(box_in(here), KEYS.Key_Return)
    assert here.experiment.network.layers[1].values.weights == ((1023, 0, 7.0),)


@pytest.mark.parametrize(
    ("experiment", "target", "heading"),
    [
        (tiny(), "layers.0.units.0", "Output over the input plane"),
        (preset("sine"), "layers.1.units.3", "Output over 𝑥"),
        (preset("digits"), "layers.0.units.5", "Incoming weights as an image"),
        (preset("digits"), "layers.1.units.5", "Output of the neuron"),
    ],
    ids=["plane", "one input", "pixels", "deeper than pixels"],
)
def test_the_picture_is_of_the_inputs_that_there_are(
    bench: Callable[..., Bench], qtbot: QtBot, experiment, target: str, heading: str
):
    here = bench(experiment, target)
    qtbot.waitUntil(lambda: not here.controller.busy)
    assert heading in here.words("neuronPanel")
    picture = here.find("neuronPanel").findChild(UnitPicture)
    assert picture is not None
    assert picture.isVisible() == (heading != "Output of the neuron")


def test_an_edit_of_the_shape_is_followed(here: Bench, qtbot: QtBot):
    here.document.replace(edits.set_units(here.experiment, 0, 9), "neurons")
    qtbot.waitUntil(lambda: not here.controller.busy)
    assert table(here).model().rowCount() == 9
    assert shown(here, 8) == signed(weights_of(here, 1, 2)[8])


def test_assistive_technology_reads_the_table(here: Bench):
    found = QAccessible.queryAccessibleInterface(table(here))
    assert found.text(QAccessible.Text.Name) == "Incoming weights"
    names = [found.child(number).text(QAccessible.Text.Name) for number in range(found.childCount())]
    row = names[names.index("from H1 · 2") :][:4]
    assert row == ["from H1 · 2", shown(here, 1), shown(here, 1), "not locked"]


def test_numbers_that_left_their_range_are_shown_as_none(here: Bench):
    view = table(here)
    view.show_values(np.array([np.nan, np.inf, 1.0, -1.0, 0.0]), 1.0)
    view.grab()
    assert [shown(here, row) for row in range(5)] == ["–", "–", "+1.000", "−1.000", "0.000"]


def test_long_names_of_columns_are_written_whole(bench: Callable[..., Bench], qtbot: QtBot):
    wine = edits.set_values(
        preset("digits"),
        {"data.kind": "wine", "network.layers.1.units": 3, "data.scaling": "standard"},
    )
    here = bench(wine, "layers.0.units.0")
    qtbot.waitUntil(lambda: not here.controller.busy)
    with recorded_text() as painted:
        table(here).grab()
    assert "od280/od315 of diluted wines" in [piece.text for piece in painted]
