"""The panels show the experiment and ask for edits, driven with mouse and keys."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLayout,
    QScrollArea,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from nndesk.data.kinds import KINDS
from nndesk.engine.activations import ACTIVATIONS
from nndesk.engine.losses import LOSSES
from nndesk.engine.network import parameter_layout
from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.engine.schedules import SCHEDULES
from nndesk.interop.source import preset
from nndesk.project import edits
from nndesk.project.spec import Experiment, Stop, input_count
from nndesk.ui.histogram import Histogram
from nndesk.ui.plots import LossPlot
from nndesk.ui.theme import Appearance, recorded_text
from tests.experiments import tiny
from tests.ui.hands import Bench

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier

NAMES = {
    "trainingPanel": (
        "lossPlot trainLossLabel testLossLabel accuracyLabel parametersLabel optimizerTiles learningRateBox "
        "batchSizeBox momentumBox rhoBox beta1Box beta2Box epsilonBox epsilonFormBox weightDecayBox "
        "clipNormBox scheduleTiles decayEpochsBox decayRateBox alphaBox warmupEpochsBox initializerBox "
        "seedBox stopBox stopValueBox precisionBox batchingBox shuffleBox"
    ),
    "layerPanel": (
        "unitsBox activationTiles negativeSlopeBox eluAlphaBox layerInitializerBox layerBiasInitializerBox "
        "initializerValueBox l1Box l2Box zeroStaysBox dropoutBox freezeLayerButton newStartLayerButton "
        "deleteLayerButton addLayerButton removeLayerButton addNeuronButton removeNeuronButton"
    ),
    "neuronPanel": "incomingTable biasBox biasLockButton freezeNeuronButton deleteNeuronButton",
    "edgePanel": "weightBox weightPlot freezeEdgeButton cutEdgeButton startValueButton",
    "weightMatrix": "matrixView copyMatrixButton",
    "dataPanel": (
        "datasetTiles featureTiles samplesBox noiseBox trainFractionBox dataSeedBox newPointsButton "
        "scalingBox missingBox"
    ),
    "lossPanel": "lossTiles deltaBox labelSmoothingBox classWeightBox",
}


def test_all_names_of_a_panel_are_there_once_within_a_second_also_while_it_is_hidden(
    bench: Callable[..., Bench],
):
    here = bench()
    for panel, names in NAMES.items():
        page = here.find(panel)
        for name in names.split():
            found = page.findChildren(QWidget, name)
            assert len(found) == 1, name
            assert found[0].accessibleName() or isinstance(found[0], QAbstractButton), name


@pytest.mark.parametrize(
    ("target", "panel"),
    [
        ("none", "trainingPanel"),
        ("layers.1", "layerPanel"),
        ("layers.0.units.2", "neuronPanel"),
        ("layers.0.weights.1.2", "edgePanel"),
        ("matrix.1", "weightMatrix"),
        ("inputs.0", "dataPanel"),
        ("data", "dataPanel"),
        ("loss", "lossPanel"),
    ],
)
def test_the_panel_follows_the_selection(bench: Callable[..., Bench], target: str, panel: str):
    here = bench(target=target)
    assert [name for name in NAMES if here.find(name).isVisible()] == [panel]


@pytest.mark.parametrize(
    ("group", "registry"),
    [
        ("optimizerTiles", OPTIMIZERS),
        ("scheduleTiles", SCHEDULES),
        ("activationTiles", ACTIVATIONS),
        ("lossTiles", LOSSES),
        ("datasetTiles", KINDS),
    ],
)
def test_there_is_a_tile_for_every_entry_of_the_registry(bench: Callable[..., Bench], group: str, registry):
    here = bench()
    names = {button.objectName() for button in here.find(group).findChildren(QAbstractButton)}
    assert names == set(registry.ids)


def test_showing_asks_for_nothing(bench: Callable[..., Bench], qtbot: QtBot):
    odd = tiny(
        optimizer__learning_rate=123.456789,
        data__noise=0.123456,
        data__train_fraction=0.0517,
        training__batch_size=1000,
        network__layers__0__units=1024,
    )
    here = bench(odd)
    for target in ("layers.0", "layers.2", "data", "loss", "none"):
        here.inspector.show_selection(target)
    here.document.open(preset("sine"), None, None)
    here.document.open(odd, None, None)
    qtbot.waitUntil(lambda: not here.controller.busy)
    assert here.experiment == odd
    assert here.undo_steps == 0
    assert here.number("learningRateBox") == "123.456789"
    assert here.number("noiseBox") == "12.3456"


def test_a_learning_rate_that_is_typed_changes_the_running_run(bench: Callable[..., Bench], qtbot: QtBot):
    here = bench()
    generation = here.controller.generation
    here.type("learningRateBox", "0.25")
    assert here.experiment.optimizer.learning_rate == 0.25
    assert here.document.undo_stack.undoText() == "learning rate"
    assert here.controller.generation == generation
    here.document.undo_stack.undo()
    assert here.number("learningRateBox") == "0.01"


def test_what_cannot_be_used_leaves_the_last_good_number_and_says_what_would_be_right(
    bench: Callable[..., Bench],
):
    here = bench()
    before = len(here.words("trainingPanel"))
    here.type("learningRateBox", "-1")
    assert here.experiment == tiny()
    assert here.number("learningRateBox") == "0.01"
    problems = here.words("trainingPanel")[:]
    assert len(problems) == before + 1
    assert any("−1" in text and "0" in text for text in problems)
    here.type("learningRateBox", "0.5")
    assert len(here.words("trainingPanel")) == before


def test_an_edit_that_is_refused_is_explained_beside_its_control(bench: Callable[..., Bench]):
    here = bench(tiny(optimizer__kind="momentum"))
    here.type("momentumBox", "1")  # the field's own range ends there, the interface's just before
    assert here.experiment.optimizer.momentum == 0.9
    assert any("below 1" in text for text in here.words("trainingPanel"))


def drag(slider: QSlider, share: float, steps: int = 4) -> None:
    """Press the handle, move it in ``steps`` steps to ``share`` of the track; it stays pressed."""
    middle = slider.height() // 2
    start = QPoint(round(8 + (slider.width() - 16) * slider.sliderPosition() / slider.maximum()), middle)
    end = QPoint(round(8 + (slider.width() - 16) * share), middle)
    QTest.mousePress(slider, LEFT, NONE, start)
    for step in range(1, steps + 1):
        QTest.mouseMove(slider, start + (end - start) * step / steps)


def test_a_setting_of_the_optimizer_follows_the_slider_and_a_drag_is_one_undo_step(
    bench: Callable[..., Bench], qtbot: QtBot
):
    here = bench()
    slider = here.slider("learningRateBox")
    seen: list[float] = []
    here.document.changed.connect(lambda old, new: seen.append(new.optimizer.learning_rate))
    drag(slider, 0.9)
    assert len(set(seen)) >= 3
    QTest.mouseRelease(slider, LEFT, NONE, slider.rect().center())
    assert here.undo_steps == 1
    assert here.experiment.optimizer.learning_rate > 1
    drag(slider, 0.5)
    QTest.mouseRelease(slider, LEFT, NONE, slider.rect().center())
    assert here.undo_steps == 2


@pytest.mark.parametrize(
    ("name", "target", "read"),
    [
        ("batchSizeBox", "none", lambda e: e.training.batch_size),
        ("unitsBox", "layers.0", lambda e: e.network.layers[0].units),
        ("samplesBox", "data", lambda e: e.data.samples),
        ("noiseBox", "data", lambda e: e.data.noise),
        ("trainFractionBox", "data", lambda e: e.data.train_fraction),
    ],
)
def test_what_needs_a_new_run_waits_until_the_slider_is_let_go(
    bench: Callable[..., Bench], name: str, target: str, read: Callable[[Experiment], float]
):
    here = bench(target=target)
    before = read(here.experiment)
    slider = here.slider(name)
    drag(slider, 0.8)
    assert read(here.experiment) == before
    QTest.mouseRelease(slider, LEFT, NONE, slider.rect().center())
    assert read(here.experiment) != before
    assert here.undo_steps == 1


def test_an_optimizer_is_chosen_by_its_tile_and_shows_its_own_settings(bench: Callable[..., Bench]):
    here = bench()
    settings = ("momentumBox", "rhoBox", "beta1Box", "beta2Box", "epsilonBox", "epsilonFormBox")

    def visible() -> set[str]:
        return {name for name in settings if here.find(name).isVisible()}

    assert visible() == set(settings[2:])
    here.click(here.tile("optimizerTiles", "momentum"))
    assert here.experiment.optimizer.kind == "momentum"
    assert here.tile("optimizerTiles", "momentum").isChecked()
    assert not here.tile("optimizerTiles", "adam").isChecked()
    assert visible() == {"momentumBox"}
    here.click(here.tile("optimizerTiles", "rmsprop"))
    assert visible() == {"rhoBox", "epsilonBox"}
    here.click(here.tile("optimizerTiles", "adagrad"))
    assert visible() == {"epsilonBox"}
    here.click(here.tile("optimizerTiles", "gd"))
    assert visible() == set()
    assert not here.find("batchSizeBox").isEnabled()
    here.document.undo_stack.undo()
    assert here.find("batchSizeBox").isEnabled()


def test_the_other_settings_of_training_reach_the_experiment(bench: Callable[..., Bench]):
    here = bench()
    here.type("beta1Box", "0.8")
    here.type("beta2Box", "0.99")
    here.type("epsilonBox", "1e-8")
    here.choose("epsilonFormBox", "Paper: inside it")
    here.choose("shuffleBox", "Never")
    here.type("batchSizeBox", "5")
    here.type("seedBox", "17")
    here.type("stopValueBox", "90")
    optimizer, training = here.experiment.optimizer, here.experiment.training
    assert (optimizer.beta_1, optimizer.beta_2, optimizer.epsilon) == (0.8, 0.99, 1e-8)
    assert optimizer.epsilon_form == "paper"
    assert (training.shuffle, training.batch_size, training.stop.epochs) == ("never", 5, 90)
    assert here.experiment.seed == 17


def test_a_stop_rule_is_set_and_taken_away_and_choosing_one_to_edit_changes_nothing(
    bench: Callable[..., Bench],
):
    here = bench()
    here.choose("stopBox", "Loss is below")
    assert here.number("stopValueBox") == "off"
    assert here.undo_steps == 0
    here.type("stopValueBox", "0.25")
    here.choose("stopBox", "No gain for")
    here.type("stopValueBox", "2.5")
    assert here.experiment.training.stop.patience is None
    assert any("whole number" in text for text in here.words("trainingPanel"))
    here.type("stopValueBox", "20")
    assert here.experiment.training.stop == Stop(epochs=12, loss_below=0.25, patience=20)
    assert here.text("stopRulesLabel") == "Also at epoch 12, at a loss below 0.25"
    here.choose("stopBox", "Epoch reaches")
    here.type("stopValueBox", "off")
    assert here.text("stopRulesLabel") == "Also at a loss below 0.25, after 20 epochs without gain"
    here.choose("stopBox", "Loss is below")
    here.type("stopValueBox", " ")
    here.choose("stopBox", "No gain for")
    here.type("stopValueBox", "off")
    assert here.experiment.training.stop == Stop(epochs=None)
    assert not here.find("stopRulesLabel").isVisible()


def test_clipping_is_off_at_the_left_end_of_its_slider(bench: Callable[..., Bench]):
    here = bench()
    assert here.number("clipNormBox") == "off"
    slider = here.slider("clipNormBox")
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert here.experiment.optimizer.global_clipnorm == pytest.approx(0.11, abs=0.01)
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert here.experiment.optimizer.global_clipnorm is None
    here.document.replace(edits.set_value(here.experiment, "optimizer.global_clipnorm", 0.1), "clip")
    assert slider.value() > 0  # on, though as far left as a number can be


def test_a_schedule_shows_what_it_has_and_the_rate_of_the_run(bench: Callable[..., Bench], qtbot: QtBot):
    here = bench()
    lengths = ("decayEpochsBox", "decayRateBox", "alphaBox", "warmupEpochsBox", "rateCurve")

    def visible() -> set[str]:
        return {name for name in lengths if here.find(name).isVisible()}

    assert visible() == set()
    here.click(here.tile("scheduleTiles", "step"))
    assert visible() == {"decayEpochsBox", "decayRateBox", "rateCurve"}
    here.click(here.tile("scheduleTiles", "warmup_cosine"))
    assert visible() == {"decayEpochsBox", "alphaBox", "warmupEpochsBox", "rateCurve"}
    here.click(here.tile("scheduleTiles", "cosine"))
    assert visible() == {"decayEpochsBox", "alphaBox", "rateCurve"}
    here.type("decayEpochsBox", "2")
    qtbot.waitUntil(lambda: not here.controller.busy)
    assert "now 0.01" in here.words("trainingPanel")
    generation = here.controller.generation
    for epoch, rate in ((1, "now 0.005"), (2, "now 0")):
        assert not any("nothing changes" in text for text in here.words("trainingPanel"))
        with qtbot.waitSignal(here.controller.frame, check_params_cb=lambda f, epoch=epoch: f.epoch == epoch):
            here.controller.step_epoch()
        assert rate in here.words("trainingPanel")
    assert any("nothing changes" in text for text in here.words("trainingPanel"))
    assert here.controller.generation == generation


def test_a_frame_calculates_no_schedule(bench: Callable[..., Bench], qtbot: QtBot, monkeypatch):
    here = bench(tiny(schedule__kind="step", schedule__decay_epochs=1))
    window = threading.current_thread()
    entry, rate, asked = SCHEDULES["step"], SCHEDULES["step"].rate, []

    def counted(*args):
        if threading.current_thread() is window:
            asked.append(args)
        return rate(*args)

    object.__setattr__(entry, "rate", counted)  # entries are frozen
    try:
        with qtbot.waitSignal(here.controller.frame, check_params_cb=lambda frame: frame.epoch == 1):
            here.controller.step_epoch()
        here.type("seedBox", "8")
        assert asked == []
        here.type("decayEpochsBox", "3")
        assert asked
    finally:
        object.__setattr__(entry, "rate", rate)


def test_the_initialiser_of_training_is_that_of_all_layers(bench: Callable[..., Bench]):
    here = bench()
    here.choose("initializerBox", "Glorot normal")  # the next one: a step in the list is an edit
    assert {layer.initializer.kind for layer in here.experiment.network.layers} == {"glorot_normal"}
    assert here.undo_steps == 1
    here.document.replace(
        edits.set_value(here.experiment, "network.layers.1.initializer.kind", "constant"), "start values"
    )
    box = here.find("initializerBox")
    with recorded_text() as texts:
        box.grab()
    assert [text.text for text in texts] == ["mixed"]


def test_numbers_are_those_of_the_frame(bench: Callable[..., Bench], qtbot: QtBot):
    here = bench()
    assert here.text("parametersLabel") == str(3 * 5 + 6 * 3 + 4 * 1)
    with qtbot.waitSignal(here.controller.frame, check_params_cb=lambda frame: frame.epoch == 1):
        here.controller.step_epoch()
    frame = here.controller.snapshot
    assert frame is not None
    assert frame.test_loss is not None
    assert here.text("trainLossLabel") == f"{frame.train_loss:.3f}"
    assert here.text("testLossLabel") == f"{frame.test_loss:.3f}"
    assert here.text("accuracyLabel") == f"{frame.metrics['accuracy']:.1%}"
    assert "Test accuracy" in here.words("trainingPanel")


def test_the_loss_curve_catches_up_when_the_panel_is_seen_again(bench: Callable[..., Bench], qtbot: QtBot):
    here = bench()
    plot = here.find("lossPlot")
    assert isinstance(plot, LossPlot)
    qtbot.waitUntil(lambda: plot.is_drawn)
    before = plot.grab().toImage()
    here.inspector.show_selection("loss")
    with qtbot.waitSignal(here.controller.frame, check_params_cb=lambda frame: frame.epoch == 1):
        here.controller.step_epoch()
    here.inspector.show_selection("none")
    assert plot.grab().toImage() != before


def test_the_measure_has_the_name_of_what_it_is(bench: Callable[..., Bench]):
    assert "R² on test" in bench(preset("sine")).words("trainingPanel")
    textbook = bench(preset("textbook"))
    assert textbook.text("accuracyLabel") == "0.0%"
    assert textbook.text("testLossLabel") == "–"
    words = textbook.words("trainingPanel")
    assert "Train accuracy" in words
    assert any(text.startswith("Accuracy counts outputs that equal their target") for text in words)


def test_a_layer_says_what_it_consists_of(bench: Callable[..., Bench]):
    here = bench(target="layers.1")
    words = here.words("layerPanel")
    assert "Hidden 2" in words
    assert "5 → 3 · 18 parameters, 3 of them biases" in words
    here.inspector.show_selection("layers.2")
    assert "Output" in here.words("layerPanel")


def test_neurons_are_typed_added_and_removed(bench: Callable[..., Bench]):
    here = bench(target="layers.1")
    here.type("unitsBox", "6")
    assert here.experiment.network.layers[1].units == 6
    here.click(here.find("addNeuronButton"))
    assert here.experiment.network.layers[1].units == 7
    here.click(here.find("removeNeuronButton"))
    here.click(here.find("removeNeuronButton"))
    assert here.experiment.network.layers[1].units == 5
    here.type("unitsBox", "1")
    assert not here.find("removeNeuronButton").isEnabled()
    here.type("unitsBox", "2000")
    assert here.experiment.network.layers[1].units == 1
    assert any("1,024" in text for text in here.words("layerPanel"))


@pytest.mark.parametrize("name", ["deleteLayerButton", "removeLayerButton"])
def test_a_hidden_layer_can_be_added_and_removed(bench: Callable[..., Bench], name: str):
    here = bench(target="layers.0")
    here.click(here.find("addLayerButton"))
    assert [layer.units for layer in here.experiment.network.layers] == [5, 5, 3, 1]
    here.click(here.find(name))
    assert [layer.units for layer in here.experiment.network.layers] == [5, 3, 1]
    assert here.document.undo_stack.undoText() == "remove layer"


def test_the_output_layer_keeps_its_neurons_and_stays(bench: Callable[..., Bench]):
    here = bench(target="layers.2")
    for name in (
        "unitsBox", "addNeuronButton", "removeNeuronButton", "deleteLayerButton", "removeLayerButton",
    ):  # fmt: skip
        assert not here.find(name).isEnabled(), name
    assert any("follows from the data" in text for text in here.words("layerPanel"))
    here.click(here.find("addLayerButton"))  # in front of it
    assert [layer.units for layer in here.experiment.network.layers] == [5, 3, 3, 1]


def test_an_activation_is_chosen_by_its_tile(bench: Callable[..., Bench]):
    here = bench(target="layers.0")
    here.click(here.tile("activationTiles", "relu"))
    assert here.experiment.network.layers[0].activation == "relu"
    assert here.tile("activationTiles", "relu").isChecked()


def test_softmax_is_for_outputs_of_classes_and_the_tile_says_why_not(bench: Callable[..., Bench]):
    here = bench(target="layers.0")
    softmax = here.tile("activationTiles", "softmax")
    assert not softmax.isEnabled()
    assert "output layer only" in softmax.toolTip()
    assert "softmax: output layer only" in here.words("layerPanel")
    here.inspector.show_selection("layers.2")
    assert softmax.isEnabled()
    here.click(softmax)
    assert here.experiment.network.layers[2].units == 2
    assert here.experiment.loss.kind == "categorical_crossentropy"
    assert here.undo_steps == 1
    here.document.open(preset("sine"), None, None)
    here.inspector.show_selection("layers.2")
    assert not softmax.isEnabled()
    assert "classes" in softmax.toolTip()


def test_start_values_of_a_layer_and_their_constants(bench: Callable[..., Bench]):
    here = bench(target="layers.1")
    assert not here.find("initializerValueBox").isVisible()
    here.choose("layerInitializerBox", "Constant")
    assert here.find("initializerValueBox").isVisible()
    here.type("initializerValueBox", "0.3")
    here.choose("layerBiasInitializerBox", "Constant")
    here.type("biasInitializerValueBox", "0.7")
    layer = here.experiment.network.layers[1]
    assert (layer.initializer.kind, layer.initializer.value) == ("constant", 0.3)
    assert (layer.bias_initializer.kind, layer.bias_initializer.value) == ("constant", 0.7)
    bias = here.find("layerBiasInitializerBox")
    assert isinstance(bias, QComboBox)
    assert bias.findText("Playground's") == -1


def test_the_number_of_an_initialiser_is_that_of_its_kind(bench: Callable[..., Bench]):
    here = bench(target="layers.1")
    here.choose("layerInitializerBox", "Uniform")
    assert "Limit ±" in here.words("layerPanel")
    here.type("initializerValueBox", "-0.2")
    assert any("−0.2" in text for text in here.words("layerPanel"))
    here.type("initializerValueBox", "0.2")
    here.choose("layerInitializerBox", "Normal")
    assert "Spread" in here.words("layerPanel")
    assert here.number("initializerValueBox") == "0.05"
    here.document.undo_stack.undo()
    assert here.experiment.network.layers[1].initializer.limit == 0.2


def test_a_layer_has_the_settings_of_its_activation_and_the_output_no_dropout(bench: Callable[..., Bench]):
    here = bench(tiny(network__layers__0__activation="elu"), target="layers.0")
    assert here.find("eluAlphaBox").isVisible()
    assert not here.find("negativeSlopeBox").isVisible()
    here.click(here.tile("activationTiles", "leaky_relu"))
    assert not here.find("eluAlphaBox").isVisible()
    assert here.find("negativeSlopeBox").isVisible()
    assert here.find("dropoutBox").isEnabled()
    here.inspector.show_selection("layers.2")
    assert not here.find("dropoutBox").isEnabled()


def test_zero_stays_is_there_where_weights_become_zero(bench: Callable[..., Bench]):
    here = bench(target="layers.0")
    assert not here.find("zeroStaysBox").isVisible()
    here.type("l1Box", "0.01")
    here.choose("zeroStaysBox", "Stay 0")
    assert here.experiment.network.layers[0].regularizer.zero_stays
    here.type("l1Box", "0")
    assert here.find("zeroStaysBox").isVisible()  # what is set can be seen


def test_a_layer_is_frozen_while_it_trains_and_its_start_is_drawn_anew(bench: Callable[..., Bench]):
    here = bench(target="layers.1")
    generation = here.controller.generation
    here.click(here.find("freezeLayerButton"))
    assert not here.experiment.network.layers[1].trainable
    assert here.document.undo_stack.undoText() == "freeze layer"
    assert here.controller.generation == generation
    here.click(here.find("freezeLayerButton"))
    assert here.experiment.network.layers[1].trainable
    here.click(here.find("newStartLayerButton"))
    here.click(here.find("newStartLayerButton"))
    assert [layer.seed for layer in here.experiment.network.layers] == [None, 5, None]
    assert here.controller.generation == generation + 2


def test_weights_now_are_those_of_the_frame_and_of_the_layer(bench: Callable[..., Bench], qtbot: QtBot):
    here = bench(target="layers.0")
    bars = here.find("weightsNow")
    assert isinstance(bars, Histogram)
    for target, layer in (("layers.0", 0), ("layers.1", 1)):
        here.inspector.show_selection(target)
        with qtbot.waitSignal(here.controller.frame):
            here.controller.step_batch()
        frame = here.controller.snapshot
        assert frame is not None
        units = [each.units for each in here.experiment.network.layers]
        place = parameter_layout(input_count(here.experiment), units)[layer]
        weights = frame.parameters[place.weights]
        assert sum(bars.counts) == len(weights)
        assert sum(bars.counts[:20]) == (weights < 0).sum()
        assert bars.reach >= abs(weights).max()


def test_a_selected_layer_that_an_undo_takes_away_leaves_the_panel_usable(bench: Callable[..., Bench]):
    here = bench(target="layers.1")
    here.click(here.find("addLayerButton"))
    here.inspector.show_selection("layers.3")
    here.document.undo_stack.undo()
    assert "Output" in here.words("layerPanel")


def test_other_data_adapt_the_outputs_in_one_undo_step(bench: Callable[..., Bench]):
    here = bench(target="data")
    before = here.experiment
    here.click(here.tile("datasetTiles", "digits"))
    output = here.experiment.network.layers[-1]
    assert (output.units, output.activation) == (10, "softmax")
    assert here.experiment.loss.kind == "categorical_crossentropy"
    assert here.tile("datasetTiles", "digits").isChecked()
    assert not here.tile("datasetTiles", "spiral").isChecked()
    here.document.undo_stack.undo()
    assert here.experiment == before


def test_only_what_a_kind_of_data_has_is_shown(bench: Callable[..., Bench]):
    here = bench(target="data")
    names = ("featureTiles", "samplesBox", "noiseBox", "trainFractionBox", "scalingBox", "dataSeedBox")

    def hidden() -> set[str]:
        return {name for name in names if not here.find(name).isVisible()}

    assert hidden() == set()
    here.click(here.tile("datasetTiles", "sine"))
    assert hidden() == {"featureTiles"}
    here.click(here.tile("datasetTiles", "uniform"))
    assert hidden() == {"featureTiles", "noiseBox"}
    here.click(here.tile("datasetTiles", "digits"))
    assert hidden() == {"featureTiles", "noiseBox", "samplesBox"}


def test_features_are_turned_over_and_one_stays(bench: Callable[..., Bench]):
    here = bench(target="data")
    here.click(here.tile("featureTiles", "sin_x1"))
    assert here.experiment.data.features == ("x1", "x2", "sin_x1")
    here.click(here.tile("featureTiles", "x1"))
    here.click(here.tile("featureTiles", "sin_x1"))
    assert here.experiment.data.features == ("x2",)
    steps = here.undo_steps
    here.click(here.tile("featureTiles", "x2"))
    assert here.experiment.data.features == ("x2",)
    assert here.tile("featureTiles", "x2").isChecked()
    assert here.undo_steps == steps
    assert any("at least one" in text for text in here.words("dataPanel"))
    here.click(here.tile("featureTiles", "x1"))
    assert here.experiment.data.features == ("x1", "x2")
    assert not any("at least one" in text for text in here.words("dataPanel"))


def test_the_settings_of_data_reach_the_experiment(bench: Callable[..., Bench]):
    here = bench(target="data")
    here.type("samplesBox", "1,200")
    here.type("trainFractionBox", "80")
    here.type("noiseBox", "12.5 %")
    here.choose("scalingBox", "0 to 1")
    here.type("dataSeedBox", "9")
    data = here.experiment.data
    assert (data.samples, data.train_fraction, data.noise) == (1200, 0.8, 0.125)
    assert (data.scaling, data.seed) == ("minmax", 9)
    here.click(here.find("newPointsButton"))
    assert here.experiment.data.seed == 10
    assert here.number("dataSeedBox") == "10"


def test_a_loss_is_chosen_by_its_tile(bench: Callable[..., Bench]):
    here = bench(target="loss")
    here.click(here.tile("lossTiles", "half_squared_error"))
    assert here.experiment.loss.kind == "half_squared_error"
    assert here.tile("lossTiles", "half_squared_error").isChecked()


def test_a_loss_shows_its_own_settings_and_class_weights_where_there_are_classes(
    bench: Callable[..., Bench],
):
    here = bench(target="loss")
    names = ("deltaBox", "labelSmoothingBox", "classWeightBox")

    def visible() -> set[str]:
        return {name for name in names if here.find(name).isVisible()}

    assert visible() == {"labelSmoothingBox", "classWeightBox"}
    here.choose("classWeightBox", "Balanced")
    assert here.experiment.loss.class_weight == "balanced"
    here.choose("classWeightBox", "Equal")
    assert here.experiment.loss.class_weight is None
    here.click(here.tile("lossTiles", "huber"))
    assert visible() == {"deltaBox", "classWeightBox"}
    here.document.open(preset("sine"), None, None)
    assert visible() == set()


def test_losses_that_cannot_fit_are_dimmed_and_say_why(bench: Callable[..., Bench]):
    here = bench(preset("sine"), target="loss")
    for name, reason in (("binary_crossentropy", "sigmoid"), ("categorical_crossentropy", "classes")):
        assert not here.tile("lossTiles", name).isEnabled()
        assert reason in here.tile("lossTiles", name).toolTip()
    assert here.tile("lossTiles", "mean_squared_error").isEnabled()
    sentence = next(text for text in here.words("lossPanel") if text.startswith("Fits: "))
    assert sentence.startswith("Fits: 1 linear output, a number to predict.")
    assert "needs classes" in sentence


def test_the_loss_in_use_is_never_dimmed(bench: Callable[..., Bench]):
    here = bench(preset("digits"), target="layers.1")
    here.click(here.tile("activationTiles", "linear"))
    here.inspector.show_selection("loss")
    tile = here.tile("lossTiles", "categorical_crossentropy")
    assert tile.isChecked()
    assert tile.isEnabled()
    assert any(text.startswith("Outputs: 10 linear outputs") for text in here.words("lossPanel"))


def test_the_toggle_leaves_a_rail_and_brings_the_panel_back(bench: Callable[..., Bench]):
    here = bench()
    assert here.inspector.width() == 384
    here.click(here.find("panelToggleButton"))
    assert here.inspector.width() == 44
    assert not here.find("trainingPanel").isVisible()
    assert here.find("panelToggleButton").isVisible()
    here.click(here.find("panelToggleButton"))
    assert here.inspector.width() == 384
    assert here.find("trainingPanel").isVisible()


EVERYTHING = tiny(
    data__kind="penguins",
    network__layers__2={"units": 3, "activation": "softmax"},
    network__layers__0__activation="leaky_relu",
    network__layers__0__initializer="random_normal",
    network__layers__0__bias_initializer="random_uniform",
    network__layers__0__regularizer__l1=0.00012345,
    network__layers__0__trainable=False,
    loss={"kind": "categorical_crossentropy", "class_weight": [0.5, 1, 2.25]},
    schedule__kind="warmup_cosine",
    training__stop__loss_below=0.001,
    training__stop__patience=1000,
    optimizer__global_clipnorm=12.5,
)


def is_settled(content: QWidget, layout: QLayout) -> bool:
    return content.height() >= layout.totalHeightForWidth(content.width())


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("source", ["spiral", "digits", "textbook", "everything"])
def test_nothing_reaches_beyond_a_panel_and_nothing_is_cut_off(
    bench: Callable[..., Bench], appearance: Appearance, qtbot: QtBot, source: str, scale: float
):
    here = bench(EVERYTHING if source == "everything" else preset(source))
    appearance.set_text_scale(scale)
    for target, panel in (
        ("none", "trainingPanel"), ("layers.0", "layerPanel"), ("data", "dataPanel"), ("loss", "lossPanel"),
        ("layers.0.units.0", "neuronPanel"), ("layers.0.weights.0.0", "edgePanel"),
        ("matrix.0", "weightMatrix"),
    ):  # fmt: skip
        here.inspector.show_selection(target)
        qtbot.waitUntil(lambda: not here.controller.busy)
        page = here.find(panel)
        area = page.findChild(QScrollArea)
        assert area is not None
        content, layout = area.widget(), area.widget().layout()
        assert layout is not None
        QApplication.processEvents()  # what the size of text moves
        qtbot.waitUntil(partial(is_settled, content, layout))
        assert content.width() <= area.viewport().width(), panel
        for part in content.findChildren(QWidget):
            if not part.isVisible() or part.size().isEmpty():
                continue
            place = QRect(part.mapTo(content, QPoint(0, 0)), part.size())
            assert content.rect().contains(place), (panel, part.objectName(), place)
            if isinstance(part, QLabel) and not part.wordWrap():
                assert part.sizeHint().width() <= part.width(), part.text()
            if isinstance(part, QLabel) and part.wordWrap():
                assert part.heightForWidth(part.width()) <= part.height(), part.text()
        with recorded_text() as texts:
            content.grab()
        room = content.rect().adjusted(-1, -1, 1, 1)
        for text in texts:
            assert room.contains(text.box.toAlignedRect()), text.text
            assert text.clip.adjusted(-1, -1, 1, 1).contains(text.box), text.text


def test_tab_walks_through_the_panel_from_top_to_bottom(bench: Callable[..., Bench], qapp: QApplication):
    here = bench()
    here.inspector.activateWindow()
    here.tile("optimizerTiles", "adam").setFocus()
    walked: list[str] = []
    for _ in range(4):
        QTest.keyClick(qapp.focusWidget(), Qt.Key.Key_Tab)
        focus = qapp.focusWidget()
        assert focus is not None
        walked.append(focus.objectName() or type(focus).__name__)
    assert walked == ["Slider", "learningRateBox", "Slider", "batchSizeBox"]
