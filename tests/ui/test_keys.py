"""Every key of the experiment that the panels offer: its control, set by keyboard; showing changes none."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as default
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

from nndesk.project import edits
from nndesk.project.catalogue import OBJECTS, field, join
from nndesk.project.changes import Cost, cost
from nndesk.project.files import Project, read, write
from nndesk.project.spec import Experiment
from nndesk.ui.rows import SliderRow
from tests.experiments import tiny
from tests.ui.hands import LEFT, NONE, Bench


@dataclass(frozen=True)
class Control:
    """Where a key is set, what is done there, and what it is then; ``base`` is what has the key."""

    name: str
    target: str
    typed: str  # into a box, chosen in a list, or the tile to take
    value: Any
    base: dict[str, Any] = default(default_factory=dict[str, Any])
    chosen: tuple[str, str] = ("", "")  # in which list what must be chosen first


FIRST = "network.layers.0"
WEIGHTS, BIAS = f"{FIRST}.initializer", f"{FIRST}.bias_initializer"

CONTROLS = {
    "seed": Control("seedBox", "none", "17", 17),
    "data.kind": Control("datasetTiles", "data", "moons", "moons"),
    "data.seed": Control("dataSeedBox", "data", "9", 9),
    "data.samples": Control("samplesBox", "data", "1,200", 1200),
    "data.noise": Control("noiseBox", "data", "12.5", 0.125),
    "data.features": Control("featureTiles", "data", "sin_x1", ("x1", "x2", "sin_x1")),
    "data.train_fraction": Control("trainFractionBox", "data", "80", 0.8),
    "data.scaling": Control("scalingBox", "data", "0 to 1", "minmax"),
    "data.missing": Control(
        "missingBox", "data", "Mean", "mean",
        {"data.kind": "penguins", "network.layers.2": {"units": 3, "activation": "softmax"}},
    ),
    f"{FIRST}.units": Control("unitsBox", "layers.0", "6", 6),
    f"{FIRST}.activation": Control("activationTiles", "layers.0", "gelu", "gelu"),
    f"{FIRST}.negative_slope": Control(
        "negativeSlopeBox", "layers.0", "0.3", 0.3, {f"{FIRST}.activation": "leaky_relu"}
    ),
    f"{FIRST}.alpha": Control("eluAlphaBox", "layers.0", "2", 2.0, {f"{FIRST}.activation": "elu"}),
    f"{WEIGHTS}.kind": Control("layerInitializerBox", "layers.0", "He", "he_uniform"),
    f"{WEIGHTS}.value": Control("initializerValueBox", "layers.0", "-0.3", -0.3, {WEIGHTS: "constant"}),
    f"{WEIGHTS}.limit": Control("initializerValueBox", "layers.0", "0.3", 0.3, {WEIGHTS: "random_uniform"}),
    f"{WEIGHTS}.stddev": Control("initializerValueBox", "layers.0", "0.3", 0.3, {WEIGHTS: "random_normal"}),
    f"{BIAS}.kind": Control("layerBiasInitializerBox", "layers.0", "Constant", "constant"),
    f"{BIAS}.value": Control("biasInitializerValueBox", "layers.0", "0.2", 0.2, {BIAS: "constant"}),
    f"{BIAS}.limit": Control("biasInitializerValueBox", "layers.0", "0.2", 0.2, {BIAS: "random_uniform"}),
    f"{BIAS}.stddev": Control("biasInitializerValueBox", "layers.0", "0.2", 0.2, {BIAS: "random_normal"}),
    f"{FIRST}.seed": Control("newStartLayerButton", "layers.0", "", 4),
    f"{FIRST}.regularizer.l1": Control("l1Box", "layers.0", "0.002", 0.002),
    f"{FIRST}.regularizer.l2": Control("l2Box", "layers.0", "1e-4", 1e-4),
    f"{FIRST}.regularizer.zero_stays": Control(
        "zeroStaysBox", "layers.0", "Stay 0", True, {f"{FIRST}.regularizer.l1": 0.001}
    ),
    f"{FIRST}.dropout": Control("dropoutBox", "layers.0", "25", 0.25),
    f"{FIRST}.trainable": Control("freezeLayerButton", "layers.0", "", False),
    f"{FIRST}.frozen.units": Control("freezeNeuronButton", "layers.0.units.2", "", (2,)),
    f"{FIRST}.frozen.weights": Control("freezeEdgeButton", "layers.0.weights.1.2", "", ((1, 2),)),
    f"{FIRST}.frozen.bias": Control("biasLockButton", "layers.0.units.2", "", (2,)),
    f"{FIRST}.cut": Control("cutEdgeButton", "layers.0.weights.1.2", "", ((1, 2),)),
    f"{FIRST}.values.weights": Control("weightBox", "layers.0.weights.1.2", "-0.2", ((1, 2, -0.2),)),
    f"{FIRST}.values.bias": Control("biasBox", "layers.0.units.2", "0.1", ((2, 0.1),)),
    "loss.kind": Control("lossTiles", "loss", "mean_absolute_error", "mean_absolute_error"),
    "loss.delta": Control("deltaBox", "loss", "2.5", 2.5, {"loss.kind": "huber"}),
    "loss.label_smoothing": Control("labelSmoothingBox", "loss", "0.1", 0.1),
    "loss.class_weight": Control("classWeightBox", "loss", "Balanced", "balanced"),
    "optimizer.kind": Control("optimizerTiles", "none", "nesterov", "nesterov"),
    "optimizer.learning_rate": Control("learningRateBox", "none", "0.25", 0.25),
    "optimizer.momentum": Control("momentumBox", "none", "0.5", 0.5, {"optimizer.kind": "nesterov"}),
    "optimizer.rho": Control("rhoBox", "none", "0.8", 0.8, {"optimizer.kind": "rmsprop"}),
    "optimizer.beta_1": Control("beta1Box", "none", "0.8", 0.8, {"optimizer.kind": "adamw"}),
    "optimizer.beta_2": Control("beta2Box", "none", "0.99", 0.99),
    "optimizer.epsilon": Control("epsilonBox", "none", "1e-8", 1e-8, {"optimizer.kind": "adagrad"}),
    "optimizer.epsilon_form": Control("epsilonFormBox", "none", "Paper: inside it", "paper"),
    "optimizer.weight_decay": Control("weightDecayBox", "none", "0.004", 0.004, {"optimizer.kind": "sgd"}),
    "optimizer.global_clipnorm": Control("clipNormBox", "none", "1.5", 1.5, {"optimizer.kind": "gd"}),
    "schedule.kind": Control("scheduleTiles", "none", "exponential", "exponential"),
    "schedule.decay_epochs": Control("decayEpochsBox", "none", "7.5", 7.5, {"schedule.kind": "step"}),
    "schedule.decay_rate": Control("decayRateBox", "none", "0.9", 0.9, {"schedule.kind": "exponential"}),
    "schedule.alpha": Control("alphaBox", "none", "0.1", 0.1, {"schedule.kind": "cosine"}),
    "schedule.warmup_epochs": Control(
        "warmupEpochsBox", "none", "3", 3.0, {"schedule.kind": "warmup_cosine"}
    ),
    "training.batch_size": Control("batchSizeBox", "none", "5", 5),
    "training.batching": Control("batchingBox", "none", "Run on", "playground"),
    "training.shuffle": Control("shuffleBox", "none", "Once", "once"),
    "training.precision": Control("precisionBox", "none", "32 bits", "float32"),
    "training.stop.epochs": Control("stopValueBox", "none", "90", 90),
    "training.stop.loss_below": Control(
        "stopValueBox", "none", "0.01", 0.01, chosen=("stopBox", "Loss is below")
    ),
    "training.stop.patience": Control("stopValueBox", "none", "20", 20, chosen=("stopBox", "No gain for")),
}  # fmt: skip

# Set elsewhere, or not yet in the window.
ELSEWHERE = {
    "format": "says how a file is read",
    "version": "says how a file is read",
    "name": "files and --set",
    "data.stratify": "files and --set",
    "data.columns": "tables: files and --set",
    "data.rows": "tables and points: files and --set",
    "data.inputs": "points: files and --set",
    "data.classes": "points: files and --set",
}


def _keys() -> set[str]:
    """All keys that hold a value, of layers those of the first."""
    places = {join(place, key) for place, keys in OBJECTS.items() for key in keys}
    parts = {place for place in places if any(other.startswith(f"{place}.") for other in OBJECTS)}
    return {place.replace("*", "0") for place in places - parts - set(OBJECTS)}


def test_every_key_has_a_control_or_is_known_to_have_none():
    left = {key for key in _keys() - set(CONTROLS) if not any(key.startswith(other) for other in ELSEWHERE)}
    assert left == set()
    assert set(CONTROLS) - _keys() == set()


def base_of(key: str) -> Experiment:
    control = CONTROLS[key]
    loss = {"loss.kind": "categorical_crossentropy"} if "network.layers.2" in control.base else {}
    return edits.set_values(tiny(), {**control.base, **loss})


def use(here: Bench, control: Control) -> None:
    """Do what sets the control, with keys alone."""
    found = here.find(control.name)
    if isinstance(found, QLineEdit):
        here.type(control.name, control.typed)
    elif isinstance(found, QComboBox):
        here.choose(control.name, control.typed)
    else:
        button = found if isinstance(found, QAbstractButton) else here.tile(control.name, control.typed)
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)


@pytest.mark.parametrize("key", CONTROLS)
def test_a_key_is_set_with_the_keyboard_and_undone_in_named_steps(bench: Callable[..., Bench], key: str):
    control, base = CONTROLS[key], base_of(key)
    here = bench(base, control.target)
    if control.chosen[0]:
        here.choose(*control.chosen)
    assert here.find(control.name).isVisible()
    assert edits.get_value(base, key) != control.value
    use(here, control)
    assert edits.get_value(here.experiment, key) == control.value
    stack = here.document.undo_stack
    assert all(stack.text(step) for step in range(stack.count()))
    if not isinstance(here.find(control.name), QComboBox):  # there every entry on the way is a step
        assert stack.count() == 1
    while stack.canUndo():
        stack.undo()
    assert here.experiment == base


SLIDERS = [key for key, control in CONTROLS.items() if control.name.endswith("Box")]


@pytest.mark.parametrize("key", SLIDERS)
def test_a_slider_is_followed_at_once_where_that_asks_for_no_new_run(bench: Callable[..., Bench], key: str):
    control, base = CONTROLS[key], base_of(key)
    here = bench(base, control.target)
    row = here.find(control.name).parentWidget()
    if not isinstance(row, SliderRow):
        return
    slider = row.slider
    middle = slider.height() // 2
    start = QPoint(round(8 + (slider.width() - 16) * slider.sliderPosition() / slider.maximum()), middle)
    away = -1 if slider.sliderPosition() > slider.maximum() / 2 else 1
    QTest.mousePress(slider, LEFT, NONE, start)
    for step in range(1, 4):
        QTest.mouseMove(slider, start + QPoint(away * step * 12, 0))
    at_once = here.experiment != base
    QTest.mouseRelease(slider, LEFT, NONE, slider.rect().center())
    assert here.experiment != base
    assert at_once == (cost(base, here.experiment) is Cost.LIVE)
    assert here.undo_steps == 1


BOUNDED = [
    (key, bound)
    for key, control in CONTROLS.items()
    if control.name.endswith("Box") and field(key).form in ("number", "integer")
    for bound, open in ((field(key).low, field(key).above), (field(key).high, field(key).below))
    if not open and abs(bound) < 1e6
]


@pytest.mark.parametrize(("key", "bound"), BOUNDED)
def test_a_box_takes_the_ends_of_its_range_and_nothing_beyond(
    bench: Callable[..., Bench], key: str, bound: float
):
    control = CONTROLS[key]
    here = bench(base_of(key), control.target)
    if control.chosen[0]:
        here.choose(*control.chosen)
    percent = 100 if control.name in ("noiseBox", "trainFractionBox", "dropoutBox") else 1
    here.type(control.name, f"{bound * percent:.12g}")
    assert edits.get_value(here.experiment, key) == bound
    beyond = bound + (1 if bound == field(key).high else -1) * max(abs(bound), 1)
    here.type(control.name, f"{beyond * percent:.12g}")
    assert edits.get_value(here.experiment, key) == bound


LOWEST = tiny(
    seed=0, data__seed=0, data__samples=10, data__noise=0, data__features=["sin_x2"],
    data__train_fraction=1e-9,
    network__layers__0={
        "units": 1, "activation": "leaky_relu", "negative_slope": 0, "seed": 0, "trainable": False,
        "initializer": {"kind": "random_uniform", "limit": 0},
        "bias_initializer": {"kind": "constant", "value": -1e308},
    },
    network__layers__1={
        "units": 1, "activation": "elu", "alpha": 0.01, "initializer": {"kind": "random_normal", "stddev": 0},
    },
    loss__label_smoothing=0, optimizer__kind="adamw", optimizer__learning_rate=0, optimizer__beta_1=0,
    optimizer__beta_2=0, optimizer__epsilon=1e-16, optimizer__epsilon_form="paper", optimizer__weight_decay=0,
    optimizer__global_clipnorm=5e-324, schedule__kind="warmup_cosine", schedule__warmup_epochs=1,
    schedule__decay_epochs=1, schedule__alpha=0, training__batch_size=1, training__batching="playground",
    training__stop={"epochs": 0, "loss_below": -1e308, "patience": 1},
)  # fmt: skip
HIGHEST = tiny(
    seed=2**31 - 1, data__seed=2**31 - 1, data__noise=0.5, data__train_fraction=1,
    network__layers__0={
        "units": 1024, "activation": "leaky_relu", "negative_slope": 1, "seed": 2**31 - 1, "dropout": 0.9,
        "initializer": {"kind": "random_normal", "stddev": 1e308},
        "regularizer": {"l1": 1, "l2": 1, "zero_stays": True},
        "frozen": {"units": [1023], "weights": [[1, 5]], "bias": [0]}, "cut": [[0, 1023]],
        "values": {"weights": [[0, 5, 1.7976931348623157e308]], "bias": [[1023, -5e-324]]},
    },
    network__layers__1={"units": 1, "activation": "elu", "alpha": 10},
    loss__kind="huber", loss__delta=10, loss__class_weight=[1e-300, 1e300], optimizer__kind="momentum",
    optimizer__learning_rate=1e308, optimizer__momentum=0.9999999999999999, optimizer__weight_decay=1,
    optimizer__global_clipnorm=1e308, schedule__kind="step", schedule__decay_epochs=1e6,
    schedule__decay_rate=1e-300, training__batch_size=2**53, training__precision="float32",
    training__stop={"epochs": 2**53, "loss_below": 1e308, "patience": 2**53},
)  # fmt: skip
MOST = tiny(data__samples=1_000_000, network__layers__0__units=1, network__layers__1__units=1)


@pytest.mark.parametrize("extreme", [LOWEST, HIGHEST, MOST], ids=["lowest", "highest", "most rows"])
def test_a_file_with_extremes_opens_and_is_saved_unchanged(
    bench: Callable[..., Bench], extreme: Experiment, tmp_path: Path
):
    here = bench()
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    write(first, Project(extreme))
    here.document.open(read(first).experiment, first, None)
    units = here.experiment.network.layers[0].units
    parts = [f"layers.0.{part}" for part in ("units.0", f"units.{units - 1}", "weights.0.0", "weights.1.0")]
    for target in ("none", "layers.0", "layers.1", "layers.2", *parts, "data", "loss", "none"):
        here.inspector.show_selection(target)
        here.inspector.grab()
        for box in here.inspector.findChildren(QLineEdit):  # walking through changes nothing
            if box.isVisible():
                box.setFocus()
                QTest.keyClick(box, Qt.Key.Key_Return)
    for rule in ("Loss is below", "No gain for", "Epoch reaches"):
        here.choose("stopBox", rule)
        QTest.keyClick(here.find("stopValueBox"), Qt.Key.Key_Return)
    assert here.undo_steps == 0
    write(second, Project(here.experiment))
    assert second.read_bytes() == first.read_bytes()


def test_every_control_says_what_it_is(bench: Callable[..., Bench]):
    here = bench()
    for control in CONTROLS.values():
        found = here.find(control.name)
        assert found.accessibleName() or (isinstance(found, QAbstractButton) and found.text()), control.name


@pytest.mark.parametrize(
    ("target", "name", "typed"),
    [("none", "learningRateBox", "0.5"), ("none", "batchSizeBox", "30"), ("layers.0", "unitsBox", "7")],
)
def test_a_double_click_that_resets_is_one_edit_or_none(
    bench: Callable[..., Bench], target: str, name: str, typed: str
) -> None:
    here = bench(target=target)
    slider = here.slider(name)

    def double_click() -> None:
        at = QPoint(40, slider.height() // 2)
        QTest.mouseClick(slider, LEFT, pos=at)
        QTest.mouseDClick(slider, LEFT, pos=at)

    here.type(name, typed)
    before, steps = here.experiment, here.undo_steps
    double_click()
    assert here.undo_steps == steps + 1
    assert here.experiment != before
    reset = here.number(name)
    double_click()
    assert here.number(name) == reset
    assert here.undo_steps == steps + 1
    here.document.undo_stack.undo()
    assert here.experiment == before
