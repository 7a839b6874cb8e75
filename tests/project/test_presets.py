"""The built-in experiments: what they are, and that each learns what its sentence says.

The bounds leave room for other processors, whose last bits differ: over thousands of steps that moves
a loss a little, and late in the spiral a point or two.
"""

import json

import msgspec.structs
import numpy as np
import pytest

from nndesk.interop.source import PRESETS, preset, presets
from nndesk.project import spec
from nndesk.project.run import Run
from nndesk.resources import resource


def trained(name, epochs=None):
    run = Run(preset(name))
    run.train(epochs)
    return run


# -- what they are ------------------------------------------------------------------------


def test_the_folder_holds_the_presets_and_nothing_else():
    assert sorted(path.name for path in resource("presets").iterdir()) == sorted(f"{n}.json" for n in PRESETS)


@pytest.mark.parametrize("entry", presets(), ids=lambda entry: entry.name)
def test_each_says_in_one_sentence_of_both_languages_what_it_shows(entry):
    assert set(entry.titles) == set(entry.descriptions) == {"en", "zh_CN"}
    assert entry.experiment.name == entry.title
    for language, stop in (("en", "."), ("zh_CN", "。")):
        sentence = entry.descriptions[language]
        assert sentence.endswith(stop)
        assert sentence.count(stop) == 1
        assert entry.titles[language]


@pytest.mark.parametrize("name", PRESETS)
def test_each_file_holds_every_key_that_its_kinds_use(name):
    tree = json.loads(resource(f"presets/{name}.json").read_text(encoding="utf-8"))
    assert set(tree) == {"format", "version", "title", "description", "experiment"}
    assert tree["experiment"] == spec.encode(preset(name))


@pytest.mark.parametrize("name", PRESETS)
def test_each_can_be_trained_by_this_version(name):
    spec.check_trainable(preset(name))


@pytest.mark.parametrize(
    ("name", "layers", "loss", "optimizer", "rate", "batch"),
    [
        ("gauss", [(1, "sigmoid")], "binary_crossentropy", "sgd", 0.1, 10),
        ("xor", [(4, "tanh"), (1, "sigmoid")], "binary_crossentropy", "adam", 0.03, 10),
        ("circle", [(4, "tanh"), (2, "tanh"), (1, "tanh")], "half_squared_error", "sgd", 0.03, 10),
        (
            "spiral",
            [(8, "tanh"), (8, "tanh"), (6, "tanh"), (1, "sigmoid")],
            "binary_crossentropy",
            "adam",
            0.01,
            12,
        ),
        ("reg_plane", [(1, "linear")], "mean_squared_error", "sgd", 0.03, 10),
        ("reg_gauss", [(8, "tanh"), (6, "tanh"), (1, "linear")], "mean_squared_error", "adam", 0.01, 20),
        ("sine", [(8, "tanh"), (8, "tanh"), (1, "linear")], "half_squared_error", "adam", 0.01, 10),
        ("digits", [(32, "relu"), (10, "softmax")], "categorical_crossentropy", "adam", 0.003, 32),
        ("textbook", [(32, "relu"), (1, "sigmoid")], "binary_crossentropy", "adam", 0.001, 32),
    ],
)
def test_each_is_what_the_interface_lists(name, layers, loss, optimizer, rate, batch):
    experiment = preset(name)
    assert experiment.data.kind == ("uniform" if name == "textbook" else name)
    assert [(layer.units, layer.activation) for layer in experiment.network.layers] == layers
    assert experiment.loss.kind == loss
    assert experiment.optimizer == spec.Optimizer(kind=optimizer, learning_rate=rate)
    assert experiment.training.batch_size == batch


def test_their_data_are_what_the_interface_lists():
    spiral, sine, digits, textbook = (preset(name).data for name in ("spiral", "sine", "digits", "textbook"))
    assert (spiral.noise, spiral.train_fraction) == (0.1, 0.6)
    assert (sine.samples, sine.noise) == (90, 0.12)
    assert (digits.scaling, digits.train_fraction) == ("minmax", 0.8)
    assert (textbook.samples, textbook.train_fraction) == (100, 1.0)
    assert preset("digits").training.stop.epochs == 30


def test_circle_starts_and_orders_its_rows_as_tensorflow_playground_does():
    # nn.ts: a weight is Math.random() − 0.5, a bias 0.1; playground.ts goes through the rows in one order.
    experiment = preset("circle")
    for layer in experiment.network.layers:
        assert layer.initializer.kind == "playground_uniform"
        assert layer.bias_initializer == spec.Initializer(kind="constant", value=0.1)
    assert experiment.training.shuffle == "never"


# -- what they learn ----------------------------------------------------------------------


def test_gauss_a_single_neuron_separates_two_blobs():
    run = trained("gauss")
    assert run.metrics.test["accuracy"] >= 0.99
    assert run.loss.test < 0.01


def test_xor_four_hidden_neurons_can_and_a_straight_line_cannot():
    assert trained("xor").metrics.test["accuracy"] >= 0.98
    experiment = preset("xor")
    line = msgspec.structs.replace(
        experiment, network=spec.Network(layers=experiment.network.layers[-1:]), name="line"
    )
    run = Run(line)
    run.train()
    assert run.metrics.test["accuracy"] < 0.75


def test_circle_two_small_hidden_layers_close_a_ring_around_the_disc():
    run = trained("circle")
    assert run.metrics.test["accuracy"] >= 0.99
    angle = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    around = np.column_stack((np.sin(angle), np.cos(angle)))
    assert (run.network.predict(1.5 * around) > 0).all()
    assert (run.network.predict(4.5 * around) < 0).all()


def test_spiral_the_two_arms_come_apart_well_before_the_end():
    run = trained("spiral", 200)
    assert run.metrics.test["accuracy"] >= 0.95
    run.train(200)
    assert run.metrics.test["accuracy"] >= 0.93
    assert run.loss.test < 0.2 < run.history.test[0]


def test_reg_plane_one_linear_neuron_finds_the_plane():
    run = trained("reg_plane")
    assert run.metrics.test["r2"] > 1 - 1e-9
    # The plane is (x₁ + x₂)/10.
    assert run.parameters() == pytest.approx([0.1, 0.1, 0.0], abs=1e-6)


def test_reg_gauss_finds_three_hills_and_three_hollows():
    run = trained("reg_gauss")
    assert run.loss.test < 0.008
    assert run.metrics.test["r2"] > 0.9
    peaks = [[-4, 2.5], [4, 2.5], [0, -2.5], [0, 2.5], [-4, -2.5], [4, -2.5]]
    heights = run.network.predict(np.array(peaks))[:, 0]
    assert heights[:3].min() > 0.5
    assert heights[3:].max() < -0.5


def test_sine_the_network_draws_the_wave_and_not_the_noise():
    run = trained("sine")
    assert len(run.data.x_train) == 45
    assert run.metrics.test["r2"] > 0.95
    x = np.linspace(-2.8, 2.8, 200)[:, None]
    error = run.network.predict(x) - np.sin(2 * x)
    assert np.sqrt(np.mean(error**2)) < 0.12


def test_digits_are_read_after_twenty_epochs():
    run = trained("digits", 20)
    assert run.metrics.test["accuracy"] >= 0.96


def test_digits_about_97_of_100_new_ones_are_right_at_the_end():
    assert trained("digits").metrics.test["accuracy"] == pytest.approx(0.97, abs=0.01)


def test_textbook_is_keras_s_example_to_the_letter():
    run = trained("textbook")
    assert (run.epoch, run.step, run.steps_per_epoch) == (10, 40, 4)
    assert run.data.x_train.shape == (100, 20)
    assert run.loss.test is None
    assert run.metrics.test == {}
    for layer in run.experiment.network.layers:
        assert layer.initializer.kind == "glorot_uniform"
        assert layer.bias_initializer.kind == "zeros"
    assert run.experiment.training.shuffle == "epoch"
    assert run.experiment.training.precision == "float64"


def test_textbook_accuracy_is_0_because_no_target_is_a_whole_number():
    run = trained("textbook")
    assert run.metrics.train["accuracy"] == 0
    targets = run.data.y_train
    assert not (targets == np.round(targets)).any()
    assert run.loss.train < run.history.train[0]
