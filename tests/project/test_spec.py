"""The experiment as JSON: what is accepted, what is refused and where, and that nothing is lost."""

import json
from copy import deepcopy
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nndesk.data.kinds import KINDS
from nndesk.engine.activations import ACTIVATIONS
from nndesk.engine.initializers import INITIALIZERS
from nndesk.engine.losses import LOSSES
from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.engine.schedules import SCHEDULES
from nndesk.errors import FileError, InputError, NndeskError, VersionError
from nndesk.project.catalogue import (
    ACTIVATION_NAMES,
    INITIALIZER_NAMES,
    LOSS_NAMES,
    OPTIMIZER_NAMES,
    SCHEDULE_NAMES,
)
from nndesk.project.edits import set_value, set_values
from nndesk.project.spec import (
    Change,
    Experiment,
    Rows,
    check_trainable,
    class_count,
    decode,
    dumps,
    encode,
    field,
    input_count,
    loads,
    low_target,
    outputs_of,
    warnings_of,
)
from tests.strategies import PATIENT, experiment_trees, json_values, leaves

MINIMAL: dict[str, Any] = {
    "format": "nndesk.experiment",
    "version": 1,
    "data": {"kind": "spiral"},
    "network": {"layers": [{"units": 8, "activation": "tanh"}, {"units": 1, "activation": "tanh"}]},
    "loss": {"kind": "half_squared_error"},
    "optimizer": {"kind": "adam"},
}


def tree(**changes: Any) -> dict[str, Any]:
    """The minimal experiment with values at places, ``network__layers__0__units=3``."""
    whole = deepcopy(MINIMAL)
    for place, value in changes.items():
        *parents, key = place.split("__")
        here: Any = whole
        for part in parents:
            here = here[int(part)] if part.isdecimal() else here.setdefault(part, {})
        here[int(key) if key.isdecimal() else key] = value
    return whole


def with_outputs(kind: str, **data: Any) -> Experiment:
    """An experiment on ``kind`` of data with an output layer that fits."""
    for units, activation in ((1, "tanh"), (3, "softmax"), (10, "softmax")):
        try:
            return decode(
                tree(
                    data={"kind": kind, **data},
                    network={"layers": [{"units": units, "activation": activation}]},
                )
            )
        except InputError as error:
            if error.place != "network.layers.0.units":
                raise
    raise AssertionError(kind)


# -- what a file says -----------------------------------------------------------------------


def test_omitted_keys_take_the_defaults_of_the_interface_and_are_written():
    layer = {
        "activation": "tanh",
        "initializer": {"kind": "glorot_uniform"},
        "bias_initializer": {"kind": "zeros"},
        "seed": None,
        "regularizer": {"l1": 0.0, "l2": 0.0, "zero_stays": False},
        "dropout": 0.0,
        "trainable": True,
    }
    assert encode(decode(MINIMAL)) == {
        "format": "nndesk.experiment",
        "version": 1,
        "name": "",
        "seed": 0,
        "data": {
            "kind": "spiral",
            "seed": 0,
            "samples": 500,
            "noise": 0.0,
            "features": ["x1", "x2"],
            "train_fraction": 0.5,
            "scaling": "none",
        },
        "network": {"layers": [{"units": 8, **layer}, {"units": 1, **layer}]},
        "loss": {"kind": "half_squared_error", "class_weight": None},
        "optimizer": {
            "kind": "adam",
            "learning_rate": 0.01,
            "beta_1": 0.9,
            "beta_2": 0.999,
            "epsilon": 1e-7,
            "epsilon_form": "keras",
            "weight_decay": 0.0,
            "global_clipnorm": None,
        },
        "schedule": {"kind": "constant"},
        "training": {
            "batch_size": 10,
            "batching": "keras",
            "shuffle": "epoch",
            "precision": "float64",
            "stop": {"epochs": 400, "loss_below": None, "patience": None},
        },
    }


@pytest.mark.parametrize(
    ("object", "kind", "defaults"),
    [
        ("optimizer", "gd", {}),
        ("optimizer", "sgd", {}),
        ("optimizer", "momentum", {"momentum": 0.9}),
        ("optimizer", "nesterov", {"momentum": 0.9}),
        ("optimizer", "adagrad", {"epsilon": 1e-7}),
        ("optimizer", "rmsprop", {"rho": 0.9, "epsilon": 1e-7}),
        ("schedule", "step", {"decay_epochs": 100.0, "decay_rate": 0.5}),
        ("schedule", "exponential", {"decay_epochs": 100.0, "decay_rate": 0.5}),
        ("schedule", "cosine", {"decay_epochs": 100.0, "alpha": 0.0}),
        ("schedule", "warmup_cosine", {"decay_epochs": 100.0, "alpha": 0.0, "warmup_epochs": 10.0}),
        ("loss", "huber", {"delta": 1.0}),
        ("loss", "binary_crossentropy", {"label_smoothing": 0.0}),
        ("loss", "mean_absolute_error", {}),
    ],
)
def test_each_kind_has_its_own_keys(object, kind, defaults):
    written = encode(decode(tree(**{object: {"kind": kind}})))[object]
    for common in ("kind", "learning_rate", "weight_decay", "global_clipnorm", "class_weight"):
        written.pop(common, None)
    assert written == defaults


@pytest.mark.parametrize(
    ("activation", "key", "default"), [("leaky_relu", "negative_slope", 0.2), ("elu", "alpha", 1.0)]
)
def test_an_activation_has_its_own_key(activation, key, default):
    layer = encode(decode(tree(network__layers__0__activation=activation)))["network"]["layers"][0]
    assert layer[key] == default
    assert key not in encode(decode(MINIMAL))["network"]["layers"][0]


@pytest.mark.parametrize(
    ("kind", "samples"),
    [("circle", 500), ("sine", 500), ("moons", 500), ("reg_plane", 1200), ("uniform", 100)],
)
def test_the_number_of_samples_depends_on_the_kind(kind, samples):
    assert with_outputs(kind).data.samples == samples


@pytest.mark.parametrize(
    ("kind", "absent"),
    [
        ("uniform", {"noise", "features", "stratify", "missing"}),
        ("sine", {"features", "stratify", "missing"}),
        ("digits", {"samples", "noise", "features", "missing"}),
        ("penguins", {"samples", "noise", "features"}),
        ("spiral", {"stratify", "missing", "columns", "rows", "inputs", "classes"}),
    ],
)
def test_keys_of_other_kinds_of_data_are_dropped_on_reading(kind, absent):
    every = {
        "samples": 77, "noise": 0.2, "features": ["x1"], "stratify": False, "missing": "mean", "rows": [],
        "inputs": 1, "classes": 3, "columns": "anything",
    }  # fmt: skip
    experiment = with_outputs(kind, **every)
    assert not absent & set(encode(experiment)["data"])
    assert experiment == with_outputs(kind, **{key: every[key] for key in every if key not in absent})


def test_a_dropped_key_is_not_even_looked_at():
    assert decode(tree(optimizer={"kind": "sgd", "beta_1": "nonsense"})) == decode(
        tree(optimizer={"kind": "sgd"})
    )


def test_a_bare_string_is_an_initializer_and_each_kind_has_its_number():
    experiment = decode(
        tree(network__layers__0__initializer="constant", network__layers__0__bias_initializer="random_normal")
    )
    layer = encode(experiment)["network"]["layers"][0]
    assert layer["initializer"] == {"kind": "constant", "value": 0.1}
    assert layer["bias_initializer"] == {"kind": "random_normal", "stddev": 0.05}
    layer = encode(decode(tree(network__layers__0__initializer="random_uniform")))["network"]["layers"][0]
    assert layer["initializer"] == {"kind": "random_uniform", "limit": 0.05}


def test_an_initializer_without_a_kind_is_the_default_one():
    experiment = decode(tree(network__layers__0__initializer={}, network__layers__0__bias_initializer={}))
    assert experiment == decode(MINIMAL)


@pytest.mark.parametrize(
    ("alias", "loss"),
    [
        ("mse", "mean_squared_error"),
        ("mae", "mean_absolute_error"),
        ("bce", "binary_crossentropy"),
        ("cce", "categorical_crossentropy"),
    ],
)
def test_an_alias_is_read_and_never_written(alias, loss):
    assert encode(decode(tree(loss={"kind": alias})))["loss"]["kind"] == loss


def test_a_layer_is_linear_where_nothing_is_said():
    assert decode(tree(network={"layers": [{"units": 1}]})).network.layers[0].activation == "linear"


def test_only_empty_lists_of_places_are_left_out():
    experiment = decode(tree(network__layers__0__frozen={"units": [2]}, network__layers__0__cut=[[1, 4]]))
    first, second = encode(experiment)["network"]["layers"]
    assert first["frozen"] == {"units": [2], "weights": [], "bias": []}
    assert first["cut"] == [[1, 4]]
    assert not {"frozen", "cut", "values"} & set(second)
    assert decode(tree(network__layers__0__frozen={}, network__layers__0__values={})) == decode(MINIMAL)


# -- what is refused ------------------------------------------------------------------------

UNITS = "a layer needs 1 to 1,024 units"


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("network__layers__0__units", 0, f"network.layers.0.units: is 0; {UNITS}"),
        ("network__layers__0__units", 1025, f"network.layers.0.units: is 1025; {UNITS}"),
        ("network__layers__0__units", 2.5, f"network.layers.0.units: is 2.5; {UNITS}"),
        ("network__layers__0__units", True, f"network.layers.0.units: is true; {UNITS}"),
        ("network__layers__0__unit", 3, "network.layers.0.unit: unknown key; did you mean 'units'?"),
        ("optimizer__kind", "adm", "optimizer.kind: \"adm\" is no optimizer; did you mean 'adam'?"),
        ("data__kind", "sprial", "data.kind: \"sprial\" is no kind of data; did you mean 'spiral'?"),
        ("data__noise", "much", 'data.noise: is "much"; needs a number from 0 to 0.5'),
        ("data__features", [], "data.features: is empty; needs at least one of "),
        ("data__features", ["x1", "x1"], 'data.features.1: "x1" stands twice; '),
        ("data__features", ["x3"], 'data.features.0: "x3" is no feature; known are x1, x2, '),
        ("network__layers", [], "network.layers: has 0 layers; a network needs 1 to 32"),
        ("network__layers", [{"units": 1}] * 33, "network.layers: has 33 layers; a network needs 1 to 32"),
        ("network__layers__1__dropout", 0.1, "network.layers.1.dropout: is 0.1 in the last layer; "),
        (
            "network__layers__0__dropout",
            0.95,
            "network.layers.0.dropout: is 0.95; needs a number from 0 to 0.9",
        ),
        ("network__layers__1__units", 2, "network.layers.1.units: is 2; two classes need 1 unit"),
        (
            "network__layers__0__frozen",
            {"units": [8]},
            "network.layers.0.frozen.units.0: unit 8 does not exist; ",
        ),
        ("network__layers__0__frozen", {"weights": [[2, 0]]}, "network.layers.0.frozen.weights.0: input 2 "),
        ("network__layers__1__cut", [[0, 0], [8, 0]], "network.layers.1.cut.1: input 8 does not exist; "),
        ("network__layers__0__cut", [[0]], "network.layers.0.cut.0: has the wrong length; "),
        ("network__layers__0__values", {"bias": [[0, None]]}, "network.layers.0.values.bias.0: is null; "),
        (
            "network__layers__0__values",
            {"bias": [[0, 1], [0, 2]]},
            "network.layers.0.values.bias.1: sets what ",
        ),
        (
            "network__layers__0__bias_initializer",
            "playground_uniform",
            "network.layers.0.bias_initializer.kind: ",
        ),
        ("loss__class_weight", [1], "loss.class_weight: has 1 "),
        ("loss__class_weight", [1, 0], "loss.class_weight.1: is 0; needs a number above 0"),
        ("loss__class_weight", "balance", 'loss.class_weight: is "balance"; '),
        ("training__stop__epochs", 400.5, "training.stop.epochs: is 400.5; needs a whole number"),
        ("name", "x" * 201, "name: has 201 letters; needs text of at most 200"),
        ("name", "\ud800", "name: holds half a character; "),
        ("data", 3, "data: is 3; needs an object with kind, "),
        ("seed", 2**31, "seed: is 2147483648; needs a whole number from 0 to 2,147,483,647"),
        ("format", "nndesk.project", 'format: is "nndesk.project"; needs "nndesk.experiment"'),
        ("version", 0, "version: is 0; needs 1"),
        ("version", True, "version: is true; needs 1"),
    ],
)
def test_a_wrong_value_is_named_with_its_place_and_the_remedy(place, value, message):
    with pytest.raises(InputError) as error:
        decode(tree(**{place: value}))
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "place",
    ["format", "version", "data", "data.kind", "network", "network.layers", "network.layers.0.units", "loss",
     "loss.kind", "optimizer", "optimizer.kind"],
)  # fmt: skip
def test_a_required_key_that_is_missing_is_named(place):
    whole = tree()
    *parents, key = place.split(".")
    here: Any = whole
    for part in parents:
        here = here[int(part)] if part.isdecimal() else here[part]
    del here[key]
    with pytest.raises(InputError, match="is missing") as error:
        decode(whole)
    assert error.value.place == place


def test_a_newer_version_is_refused_with_both_versions_before_anything_else_is_read():
    with pytest.raises(VersionError, match=r"is 3; .* up to 1$"):
        decode({"format": "nndesk.experiment", "version": 3, "something": "new"})


# Place, what is accepted, what is not. The ranges are those of the interface's table.
RANGES: list[tuple[str, dict[str, Any], list[Any], list[Any]]] = [
    ("seed", {}, [0, 7, 7.0, 2**31 - 1], [-1, 0.5, "7", None, True]),
    ("data.samples", {}, [10, 1_000_000], [9, 1_000_001, 10.5]),
    ("data.noise", {}, [0, 0.5, 1e-9], [-0.1, 0.51, None, True]),
    ("data.train_fraction", {}, [1e-9, 1], [0, 1.01]),
    (
        "network.layers.0.negative_slope",
        {"network__layers__0__activation": "leaky_relu"},
        [0, 1],
        [-0.1, 1.1],
    ),
    ("network.layers.0.alpha", {"network__layers__0__activation": "elu"}, [0.01, 10], [0, 11]),
    ("network.layers.0.seed", {}, [None, 0, 5], [-1, 1.5]),
    ("network.layers.0.regularizer.l1", {}, [0, 1], [-0.1, 2]),
    ("network.layers.0.regularizer.l2", {}, [0, 1], [-0.1, 2]),
    ("network.layers.0.regularizer.zero_stays", {}, [True, False], [0, 1, "true", None]),
    ("network.layers.0.trainable", {}, [True, False], [0, None]),
    ("loss.delta", {"loss": {"kind": "huber"}}, [0.1, 10], [0, 10.1]),
    ("loss.label_smoothing", {"loss": {"kind": "bce"}}, [0, 0.3], [-0.1, 0.31]),
    ("loss.class_weight", {}, [None, "balanced", [1, 2.5]], [1, [1, 2, 3], [1, -1]]),
    ("optimizer.learning_rate", {}, [0, 1e9, 1], [-1e-9, None, "0.1", 10**400]),
    ("optimizer.momentum", {"optimizer": {"kind": "nesterov"}}, [0, 0.999], [-0.1, 1]),
    ("optimizer.rho", {"optimizer": {"kind": "rmsprop"}}, [0, 0.999], [-0.1, 1]),
    ("optimizer.beta_1", {}, [0, 0.999], [-0.1, 1]),
    ("optimizer.beta_2", {}, [0, 0.999], [-0.1, 1]),
    ("optimizer.epsilon", {}, [1e-16, 1e-2], [0, 1e-17, 0.1]),
    ("optimizer.epsilon_form", {}, ["keras", "paper"], ["both", None]),
    ("optimizer.weight_decay", {}, [0, 1], [-0.1, 1.1]),
    ("optimizer.global_clipnorm", {}, [None, 1e-9, 1e9], [0, -1]),
    ("schedule.decay_epochs", {"schedule": {"kind": "cosine"}}, [1, 1e6, 2.5], [0, 1e7]),
    ("schedule.decay_rate", {"schedule": {"kind": "step"}}, [1e-9, 1], [0, 1.1]),
    ("schedule.alpha", {"schedule": {"kind": "cosine"}}, [0, 1], [-0.1, 1.1]),
    ("schedule.warmup_epochs", {"schedule": {"kind": "warmup_cosine"}}, [1, 1e6], [0, 1e7]),
    ("training.batch_size", {}, [1, 10**9], [0, 1.5, 10**400]),
    ("training.stop.epochs", {}, [None, 0, 400, 400.0], [-1, 400.5, True, 10**400]),
    ("training.stop.loss_below", {}, [None, -1, 0, 0.5], ["low", True]),
    ("training.stop.patience", {}, [None, 1], [0, 1.5]),
]


@pytest.mark.parametrize(("place", "changes", "right", "wrong"), RANGES, ids=[case[0] for case in RANGES])
def test_a_range_is_the_interfaces(place, changes, right, wrong):
    experiment = decode(tree(**changes))
    for value in right:
        changed = set_value(experiment, place, value)
        assert decode(encode(changed)) == changed
    for value in [*wrong, float("nan"), float("inf"), -float("inf"), {}]:
        with pytest.raises(InputError) as error:
            set_value(experiment, place, value)
        assert error.value.place == place or error.value.place.startswith(place)


def test_whole_numbers_stay_whole_and_numbers_become_floats():
    experiment = decode(tree(training__stop__epochs=7.0, optimizer__learning_rate=1))
    assert type(experiment.training.stop.epochs) is int
    assert type(experiment.optimizer.learning_rate) is float


def test_the_window_finds_ranges_and_choices_by_place():
    rate, units, kind = (
        field("optimizer.learning_rate"),
        field("network.layers.3.units"),
        field("optimizer.kind"),
    )
    assert (rate.low, rate.high, rate.integer) == (0, float("inf"), False)
    assert (units.low, units.high, units.integer) == (1, 1024, True)
    assert {"sgd", "adam"} <= set(kind.choices)
    assert field("optimizer.global_clipnorm").nullable
    with pytest.raises(InputError, match="did you mean 'learning_rate'"):
        field("optimizer.lerning_rate")
    with pytest.raises(InputError, match=r"keys are written as network\.layers"):
        field("optimiser.learning_rate")


# -- outputs --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "units", "activation", "right"),
    [
        ("spiral", 1, "sigmoid", True),
        ("spiral", 2, "softmax", True),
        ("spiral", 2, "sigmoid", False),
        ("spiral", 3, "softmax", False),
        ("digits", 10, "softmax", True),
        ("digits", 10, "linear", True),
        ("digits", 1, "sigmoid", False),
        ("sine", 1, "softmax", True),
        ("sine", 2, "softmax", False),
        ("iris", 3, "softmax", True),
    ],
)
def test_the_units_of_the_last_layer_follow_from_the_data(kind, units, activation, right):
    layers = [{"units": 4}, {"units": units, "activation": activation}]
    given = tree(data={"kind": kind}, network={"layers": layers})
    if right:
        assert outputs_of(decode(given)) == units
    else:
        with pytest.raises(InputError) as error:
            decode(given)
        assert error.value.place == "network.layers.1.units"


@pytest.mark.parametrize(
    ("activation", "loss", "low"),
    [
        ("tanh", "half_squared_error", -1),
        ("linear", "huber", -1),
        ("sigmoid", "half_squared_error", 0),
        ("relu", "mean_squared_error", 0),
        ("tanh", "binary_crossentropy", 0),
        ("linear", "binary_crossentropy", 0),
    ],
)
def test_the_lower_target_of_two_classes_depends_on_output_and_loss(activation, loss, low):
    experiment = decode(tree(network__layers__1__activation=activation, loss__kind=loss))
    assert low_target(experiment) == low


def test_numbers_and_several_outputs_have_no_lower_target():
    assert low_target(decode(tree(data={"kind": "sine"}))) == 0
    pair = [{"units": 2, "activation": "softmax"}]
    assert low_target(decode(tree(network={"layers": pair}))) == 0


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.id)
def test_inputs_and_classes_are_those_of_the_kind(kind):
    experiment = with_outputs(kind.id)
    assert input_count(experiment) == len(kind.input_names())
    assert class_count(experiment) == len(kind.classes)


def test_features_are_the_inputs_of_plane_data():
    assert input_count(decode(tree(data__features=["x1", "x1_x2", "sin_x2"]))) == 3


# -- the user's own rows --------------------------------------------------------------------

COLUMNS = [
    {"name": "island", "role": "input", "type": "category", "categories": ["Biscoe", "Dream", "Torgersen"]},
    {"name": "mass", "role": "input", "type": "number"},
    {"name": "note", "role": "ignore", "type": "number"},
    {"name": "sex", "role": "target", "type": "category", "categories": ["f", "m"]},
]


def table(
    columns: Any = COLUMNS, rows: Any = ((0, 3.5, None, 1), (2, None, 1, 0)), **data: Any
) -> dict[str, Any]:
    return tree(data={"kind": "table", "columns": columns, "rows": rows, **data})


def test_a_tables_inputs_are_one_hot_and_its_target_says_the_classes():
    experiment = decode(table())
    assert input_count(experiment) == 4
    assert class_count(experiment) == 2
    assert encode(experiment)["data"]["rows"] == [[0.0, 3.5, None, 1.0], [2.0, None, 1.0, 0.0]]
    assert encode(experiment)["data"]["columns"] == COLUMNS


def test_a_number_as_target_is_regression():
    columns = [*COLUMNS[1:3], {"name": "y", "role": "target", "type": "number"}]
    assert class_count(decode(table(columns, [[1, 2, 3]]))) == 0


def test_missing_categories_may_be_a_category_of_their_own():
    rows = [[None, 1, 1, 1], [0, 1, 1, 1]]
    assert input_count(decode(table(rows=rows, missing="category"))) == 5
    assert input_count(decode(table(rows=rows[1:], missing="category"))) == 4
    assert (
        input_count(with_outputs("penguins", missing="category")) == input_count(with_outputs("penguins")) + 1
    )


@pytest.mark.parametrize(
    ("columns", "rows", "place"),
    [
        (COLUMNS[:3], [[0, 1, 1]], "data.columns"),
        ([*COLUMNS, COLUMNS[3]], [[0, 1, 1, 1, 1]], "data.columns.4.name"),
        (COLUMNS[2:], [[1, 1]], "data.columns"),
        ([{**COLUMNS[3], "categories": ["f"]}, COLUMNS[1]], [[0, 1]], "data.columns.0.categories"),
        ([{**COLUMNS[3], "categories": ["f", "f"]}, COLUMNS[1]], [[0, 1]], "data.columns.0.categories.1"),
        ([{**COLUMNS[3], "rolle": 1}, COLUMNS[1]], [[0, 1]], "data.columns.0.rolle"),
        ([{"name": "a", "role": "input"}], [], "data.columns.0.type"),
        ([3], [], "data.columns.0"),
        (COLUMNS, Rows(np.zeros((2, 3))), "data.rows"),
        (COLUMNS, [], "data.rows"),
        (COLUMNS, [[0, 1, 1, 1], [0, 1, 1]], "data.rows.1"),
        (COLUMNS, [[0, 1, 1, 1], [3, 1, 1, 1]], "data.rows.1.0"),
        (COLUMNS, [[None, 1, 1, 1], [0, 1, 1, 0.5]], "data.rows.1.3"),
        (COLUMNS, [[0, "1", 1, 1]], "data.rows.0.1"),
        (COLUMNS, [[0, 10**400, 1, 1]], "data.rows.0.1"),
        (COLUMNS, [[0, True, 1, 1]], "data.rows.0.1"),
        (COLUMNS, "data.csv", "data.rows"),
    ],
)
def test_what_is_wrong_with_a_table_is_named(columns, rows, place):
    with pytest.raises(InputError) as error:
        decode(table(columns, rows))
    assert error.value.place == place


def test_points_have_two_inputs_and_two_classes_where_nothing_is_said():
    experiment = decode(tree(data={"kind": "points", "rows": [[1, 2.5, 0], [0, 0, 1]]}))
    assert (input_count(experiment), class_count(experiment)) == (2, 2)
    assert decode(tree(data={"kind": "points"})).data.rows == Rows(np.empty((0, 3)))


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"rows": [[1, 2]]}, "data.rows.0"),
        ({"rows": [[1, 2, 2]]}, "data.rows.0.2"),
        ({"rows": [[1, None, 1]]}, "data.rows.0.1"),
        ({"rows": Rows(np.full((1, 3), np.nan))}, "data.rows"),
        ({"classes": 1}, "data.classes"),
        ({"classes": 7}, "data.classes"),
        ({"inputs": 3}, "data.inputs"),
    ],
)
def test_what_is_wrong_with_points_is_named(data, place):
    with pytest.raises(InputError) as error:
        decode(tree(data={"kind": "points", **data}))
    assert error.value.place == place


def test_points_on_a_line_have_no_features():
    data = {"kind": "points", "inputs": 1, "classes": 0, "features": ["x1"], "rows": [[1, 2]]}
    experiment = decode(tree(data=data))
    assert "features" not in encode(experiment)["data"]
    assert input_count(experiment) == 1


def test_a_table_needs_rows():
    without = table()
    del without["data"]["rows"]
    with pytest.raises(InputError, match=r"data\.rows: is missing"):
        decode(without)


def test_rows_are_equal_by_content_read_only_and_a_copy():
    numbers = np.array([[1.0, np.nan], [-0.0, 2.0]])
    rows, same, other = Rows(numbers), Rows(numbers + 0.0), Rows(numbers.reshape(1, 4))
    assert rows == same
    assert hash(rows) == hash(same)
    assert rows != other
    assert repr(rows).startswith("Rows(2×2, ")
    numbers[0, 0] = 9
    assert rows == same
    with pytest.raises(ValueError, match="read-only"):
        rows.array[0, 0] = 5


# -- nothing is lost, nothing gets through ----------------------------------------------------


@PATIENT
@given(experiment_trees())
def test_an_experiment_survives_being_written_and_read(given):
    experiment = decode(given)
    assert decode(encode(experiment)) == experiment
    assert loads(dumps(experiment)) == experiment
    assert hash(loads(dumps(experiment).encode())) == hash(experiment)
    assert encode(loads(dumps(experiment))) == encode(experiment)


@PATIENT
@given(experiment_trees(), st.data())
def test_a_right_experiment_with_one_value_replaced_is_read_or_refused_in_one_line(given, data):
    path = data.draw(st.sampled_from(leaves(given)))
    here: Any = given
    for part in path[:-1]:
        here = here[part]
    here[path[-1]] = data.draw(json_values)
    message = ""
    try:
        experiment = decode(given)
    except NndeskError as error:
        message = str(error)
    else:
        assert decode(encode(experiment)) == experiment
    assert message.isprintable()


@given(st.binary())
def test_bytes_that_are_no_experiment_are_refused(content):
    with pytest.raises(NndeskError):
        loads(content)


@given(json_values)
def test_json_that_is_no_experiment_is_refused(value):
    with pytest.raises(NndeskError):
        loads(json.dumps(value))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"\xff\xfe\x00", "is not UTF-8"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ('{"seed": NaN}', "NaN is no number"),
        ('{"seed": -Infinity}', "-Infinity is no number"),
        ('{"seed": 1, "seed": 2}', 'the key "seed" stands twice'),
        ('{"seed": ' + "9" * 5000 + "}", "is not JSON"),
        ('{\n  "seed": 1,\n}', "line 3, column 1"),
        (" " * (8 * 2**20 + 1), "is the most that is read"),
        ("", "is not JSON"),
    ],
)
def test_what_is_no_json_is_said_so(text, message):
    with pytest.raises(FileError, match=message):
        loads(text)


def test_a_byte_order_mark_does_no_harm():
    assert loads(b"\xef\xbb\xbf" + json.dumps(MINIMAL).encode()) == decode(MINIMAL)


def test_a_monstrous_key_is_named_in_short():
    with pytest.raises(InputError) as error:
        decode(tree(**{"x\n" * 5_000: 1}))
    assert len(str(error.value)) < 300
    assert "\n" not in str(error.value)


def test_a_value_that_no_file_can_hold_is_named_by_its_type():
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    for value in (deep, {(1, 2): 3}):
        with pytest.raises(InputError, match=r"name: is (list|dict); needs text"):
            decode(tree(name=value))


def test_class_weights_need_classes():
    with pytest.raises(InputError, match=r"loss\.class_weight: .* needs null"):
        decode(tree(data={"kind": "sine"}, loss__class_weight="balanced"))


def test_a_change_can_be_hashed_whatever_lists_it_sets():
    one = Change(step=1, set=(("network.layers.0.cut", [[0, 1]]),))
    assert hash(one) == hash(Change(step=1, set=(("network.layers.0.cut", ((0, 1),)),)))


# -- what can be trained ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "points", "rows": [[1, 2, 0], [2, 1, 1]]},
        {
            "kind": "table",
            "columns": [
                {"name": "a", "role": "input", "type": "number"},
                {"name": "b", "role": "target", "type": "number"},
            ],
            "rows": [[1, 2], [3, 4]],
        },
    ],
    ids=lambda data: data["kind"],
)
def test_data_of_a_later_version_are_kept_and_refused_with_the_remedy(data):
    experiment = decode(tree(data=data))
    assert decode(encode(experiment)) == experiment
    with pytest.raises(InputError, match="which this version cannot train yet; choose one of") as error:
        check_trainable(experiment)
    assert error.value.place == "data.kind"


@pytest.mark.parametrize(
    ("kind", "loss", "refused"),
    [
        ("reg_plane", "binary_crossentropy", "defined for targets from 0 to 1"),
        ("sine", "binary_crossentropy", "defined for targets from 0 to 1"),
        ("uniform", "binary_crossentropy", None),
        ("uniform", "categorical_crossentropy", "defined for classes"),
        ("reg_gauss", "categorical_crossentropy", "defined for classes"),
        ("reg_gauss", "huber", None),
        ("spiral", "categorical_crossentropy", None),
        ("spiral", "binary_crossentropy", None),
    ],
)
def test_a_loss_is_refused_where_it_is_not_defined(kind, loss, refused):
    experiment = decode(tree(data={"kind": kind}, loss={"kind": loss}))
    if refused is None:
        check_trainable(experiment)
        return
    with pytest.raises(InputError, match=refused) as error:
        check_trainable(experiment)
    assert error.value.place == "loss.kind"


@pytest.mark.parametrize(
    ("kind", "units", "activation", "loss", "warned"),
    [
        ("xor", 1, "softmax", "mean_squared_error", ["always 1"]),
        ("xor", 1, "softmax", "categorical_crossentropy", ["always 1", "always 0"]),
        ("xor", 1, "sigmoid", "categorical_crossentropy", ["always 0"]),
        ("digits", 10, "linear", "categorical_crossentropy", ["no shares of one"]),
        ("digits", 10, "softmax", "categorical_crossentropy", []),
        ("xor", 1, "relu", "binary_crossentropy", ["leave 0 … 1"]),
        ("xor", 1, "linear", "binary_crossentropy", ["leave 0 … 1"]),
        ("xor", 1, "sigmoid", "binary_crossentropy", []),
        ("xor", 1, "tanh", "half_squared_error", []),
        ("reg_plane", 1, "relu", "mean_squared_error", ["never below 0"]),
        ("reg_plane", 1, "sigmoid", "huber", ["never below 0"]),
        ("reg_plane", 1, "gelu", "mean_squared_error", []),
        ("uniform", 1, "relu", "mean_squared_error", []),
    ],
)
def test_what_will_go_wrong_is_said_before(kind, units, activation, loss, warned):
    layer = {"units": units, "activation": activation}
    experiment = decode(tree(data={"kind": kind}, network={"layers": [layer]}, loss={"kind": loss}))
    check_trainable(experiment)
    found = warnings_of(experiment)
    assert len(found) == len(warned)
    for text, words in zip(found, warned, strict=True):
        assert words in text
        assert text.startswith(("network.layers.0.activation: ", "loss.kind: "))


def test_a_hidden_softmax_of_one_unit_is_warned_of():
    layers = [{"units": 1, "activation": "softmax"}, {"units": 1, "activation": "tanh"}]
    found = warnings_of(decode(tree(network={"layers": layers})))
    assert found == ["network.layers.0.activation: a single softmax unit is always 1; nothing is learned"]


def test_all_that_the_interface_has_can_be_trained():
    plain = decode(MINIMAL)
    for kind in KINDS:
        check_trainable(with_outputs(kind.id))
    changes = (
        [{"network.layers.0.activation": one} for one in ACTIVATION_NAMES]
        + [{"network.layers.0.initializer": one} for one in INITIALIZER_NAMES]
        + [{"loss.kind": one} for one in LOSS_NAMES]
        + [{"optimizer.kind": one} for one in OPTIMIZER_NAMES]
        + [{"schedule.kind": one} for one in SCHEDULE_NAMES]
        + [
            {"network.layers.0.regularizer": {"l1": 0.1, "l2": 0.1, "zero_stays": True}},
            {"network.layers.0.trainable": False},
            {"network.layers.0.frozen": {"units": [0], "weights": [[0, 0]], "bias": [0]}},
            {"network.layers.0.cut": [[0, 0]]},
            {"network.layers.0.values.bias": [[0, 1]]},
            {"loss.class_weight": "balanced"},
            {"training.batching": "playground"},
            {"training.precision": "float32"},
            {"training.stop": {"loss_below": 0.1, "patience": 3}},
        ]
    )
    for change in changes:
        check_trainable(set_values(plain, change))


def test_the_catalogue_has_the_names_of_the_registries_in_their_order():
    assert list(ACTIVATION_NAMES) == ACTIVATIONS.ids
    assert list(INITIALIZER_NAMES) == INITIALIZERS.ids
    assert list(LOSS_NAMES) == LOSSES.ids
    assert list(OPTIMIZER_NAMES) == OPTIMIZERS.ids
    assert list(SCHEDULE_NAMES) == SCHEDULES.ids


def test_the_example_of_the_interface_is_read_whole():
    example = tree(
        data={"kind": "spiral", "seed": 7, "samples": 500, "noise": 0.1, "features": ["x1", "x2"],
              "train_fraction": 0.5, "scaling": "none"},
        network__layers__0={
            "units": 8, "activation": "leaky_relu", "negative_slope": 0.2,
            "initializer": {"kind": "glorot_uniform"}, "bias_initializer": {"kind": "zeros"}, "seed": None,
            "regularizer": {"l1": 0.0, "l2": 0.0001, "zero_stays": False}, "dropout": 0.1, "trainable": True,
            "frozen": {"units": [2], "weights": [[0, 5]], "bias": [0]},
            "cut": [[1, 4]],
            "values": {"weights": [[0, 5, -0.2]], "bias": [[0, 0.1]]},
        },
    )  # fmt: skip
    written = encode(decode(example))
    assert written["data"] == example["data"]
    assert written["network"]["layers"][0] == example["network"]["layers"][0]
