"""TensorFlow Playground's links: every parameter lands where it belongs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nndesk.errors import InputError
from nndesk.interop import playground
from nndesk.interop.source import resolve
from nndesk.project.spec import Experiment, decode, encode, input_count

# As the page itself writes it.
LINK = (
    "https://playground.tensorflow.org/#activation=relu&regularization=L2&batchSize=12&dataset=spiral"
    "&regDataset=reg-gauss&learningRate=0.1&regularizationRate=0.003&noise=15&networkShape=8,6,2&seed=0.43214"
    "&showTestData=true&discretize=true&percTrainData=60&x=true&y=false&xTimesY=true&xSquared=false"
    "&ySquared=true&cosX=false&sinX=false&cosY=false&sinY=true&collectStats=false&problem=classification"
    "&initZero=false&hideText=false&playButton_hide=true"
)


def read(**parameters: str) -> Experiment:
    return playground.read(
        "https://playground.tensorflow.org/#" + "&".join(f"{k}={v}" for k, v in parameters.items())
    )


def test_a_link_of_the_page_is_read_whole():
    experiment = resolve(LINK).experiment
    written = encode(experiment)
    assert written["data"] == {
        "kind": "spiral", "seed": experiment.seed, "samples": 500, "noise": 0.15,
        "features": ["x1", "x2_squared", "x1_x2", "sin_x2"], "train_fraction": 0.6, "scaling": "none",
    }  # fmt: skip
    assert [(layer.units, layer.activation) for layer in experiment.network.layers] == [
        (8, "relu"), (6, "relu"), (2, "relu"), (1, "tanh"),
    ]  # fmt: skip
    for layer in written["network"]["layers"]:
        assert layer["initializer"] == {"kind": "playground_uniform"}
        assert layer["bias_initializer"] == {"kind": "constant", "value": 0.1}
        # Playground adds rate · w² / 2.
        assert layer["regularizer"] == {"l1": 0.0, "l2": 0.0015, "zero_stays": False}
    assert written["loss"]["kind"] == "half_squared_error"
    assert (written["optimizer"]["kind"], written["optimizer"]["learning_rate"]) == ("sgd", 0.1)
    assert (written["training"]["batch_size"], written["training"]["batching"]) == (12, "playground")
    assert decode(written) == experiment


@pytest.mark.parametrize(
    "link",
    ["https://playground.tensorflow.org", "playground.tensorflow.org/#", "http://Playground.TensorFlow.org/"],
)
def test_a_bare_link_is_the_page_as_it_opens(link):
    experiment = resolve(link).experiment
    assert (experiment.data.kind, experiment.data.samples, experiment.data.noise) == ("circle", 500, 0.0)
    assert [(layer.units, layer.activation) for layer in experiment.network.layers] == [
        (4, "tanh"), (2, "tanh"), (1, "tanh"),
    ]  # fmt: skip
    assert experiment.optimizer.learning_rate == 0.03
    assert experiment.data.train_fraction == 0.5


@pytest.mark.parametrize(("dataset", "kind"), [("reg-plane", "reg_plane"), ("reg-gauss", "reg_gauss")])
def test_regression_has_its_own_data_and_a_linear_output(dataset, kind):
    experiment = read(problem="regression", regDataset=dataset, dataset="xor")
    assert (experiment.data.kind, experiment.data.samples) == (kind, 1200)
    assert experiment.network.layers[-1].activation == "linear"


def test_l1_keeps_weights_at_zero():
    penalty = read(regularization="L1", regularizationRate="0.01").network.layers[0].regularizer
    assert (penalty.l1, penalty.l2, penalty.zero_stays) == (0.01, 0.0, True)
    assert read(regularization="none", regularizationRate="0.01") == read()


def test_init_zero_sets_weights_and_biases_to_zero():
    layer = read(initZero="true").network.layers[0]
    assert (layer.initializer.kind, layer.bias_initializer.kind) == ("zeros", "zeros")


def test_an_empty_shape_has_no_hidden_layer_and_other_empty_values_are_the_defaults():
    assert len(read(networkShape="").network.layers) == 1
    assert read(activation="", noise="", x="") == read()


def test_commas_may_be_escaped():
    assert read(networkShape="4%2C2") == read(networkShape="4,2")


def test_the_seed_decides_and_is_the_same_every_time():
    assert read(seed="0.43214") == read(seed="0.43214")
    assert read(seed="0.43214").seed != read(seed="0.43215").seed
    assert read().seed == 0


@pytest.mark.parametrize(
    "name", ["showTestData", "discretize", "collectStats", "hideText", "cosX", "cosY", "noise_hide"]
)
def test_what_changes_the_page_alone_changes_nothing(name):
    assert read(**{name: "true"}) == read()


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"datset": "xor"}, "\"datset\" is no parameter of Playground; did you mean 'dataset'?"),
        ({"dataset": "sprial"}, "dataset: \"sprial\" is no dataset that nndesk has; did you mean 'spiral'?"),
        ({"activation": "elu"}, "activation: \"elu\" is no activation that nndesk has; did you mean 'relu'?"),
        (
            {"regDataset": "reg-argmax", "problem": "regression"},
            'regDataset: "reg-argmax" is no regDataset that ',
        ),
        ({"batchSize": "many"}, "batchSize: is 'many'; needs a number"),
        ({"networkShape": "4,,2"}, "networkShape: is ''; needs a number"),
        ({"networkShape": "4,2000"}, "network.layers.1.units: is 2000.0; a layer needs "),
        ({"noise": "80"}, "data.noise: is 0.8; needs a number from 0 to 0.5"),
        ({"percTrainData": "0"}, "data.train_fraction: is 0.0; "),
        ({"learningRate": "nan"}, "optimizer.learning_rate: is NaN; "),
        ({"x": "false", "y": "false"}, "data.features: is empty; "),
    ],
)
def test_what_cannot_be_used_is_named(parameters, message):
    with pytest.raises(InputError) as error:
        read(**parameters)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize("link", ["https://example.org/#dataset=xor", "file:///etc/passwd", "https://"])
def test_no_other_link_is_opened(link):
    with pytest.raises(InputError, match="cannot be opened"):
        resolve(link)


PARAMETERS: dict[str, Any] = {
    "activation": ("relu", "tanh", "sigmoid", "linear"),
    "regularization": ("none", "L1", "L2"),
    "regularizationRate": ("0", "0.001", "0.03", "1"),
    "batchSize": tuple(map(str, range(1, 31))),
    "dataset": ("circle", "xor", "gauss", "spiral"),
    "regDataset": ("reg-plane", "reg-gauss"),
    "problem": ("classification", "regression"),
    "learningRate": ("0.00001", "0.03", "10"),
    "noise": tuple(map(str, range(0, 51, 5))),
    "networkShape": ("", "1", "4,2", "8,8,8,8,8,8"),
    "percTrainData": tuple(map(str, range(10, 91, 10))),
    "initZero": ("true", "false"),
    **dict.fromkeys(("y", "xSquared", "ySquared", "xTimesY", "sinX", "sinY"), ("true", "false")),
}


@given(
    st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in PARAMETERS.items()})
)
def test_all_that_the_page_can_set_is_an_experiment(parameters):
    experiment = read(**parameters)
    assert decode(encode(experiment)) == experiment
    chosen = {**dict.fromkeys(PARAMETERS, "false"), "x": "true", "y": "true", **parameters}
    assert input_count(experiment) == sum(chosen[name] == "true" for name in playground._FEATURES)


@given(st.text())
def test_any_text_after_the_address_is_survived(text):
    try:
        playground.read("playground.tensorflow.org/#" + text)
    except InputError as error:
        problem = str(error)
    else:
        problem = ""
    assert problem.isprintable()
