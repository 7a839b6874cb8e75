"""Edits: addressing by key, and gestures that keep an experiment whole."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nndesk.errors import InputError
from nndesk.project import edits, masks
from nndesk.project.spec import Experiment, class_count, decode, encode, input_count, input_keys
from tests.experiments import tiny
from tests.strategies import PATIENT, experiment_trees

LISTS: dict[str, Any] = {
    "network.layers.0.frozen": {"units": [0, 3], "weights": [[1, 2], [0, 4]], "bias": [4]},
    "network.layers.0.cut": [[0, 3]],
    "network.layers.0.values": {"weights": [[1, 4, 0.5]], "bias": [[2, -1], [3, 1]]},
    "network.layers.1.frozen": {"units": [2], "weights": [[3, 0]], "bias": [1]},
    "network.layers.1.cut": [[2, 1], [4, 2]],
    "network.layers.1.values": {"weights": [[0, 0, 1], [3, 2, 2]], "bias": [[2, 3]]},
}


@pytest.fixture
def marked() -> Experiment:
    """The tiny experiment, 2-5-3-1, with frozen, cut and set parameters."""
    return edits.set_values(tiny(), LISTS)


def units(experiment: Experiment) -> list[int]:
    return [layer.units for layer in experiment.network.layers]


def layer(experiment: Experiment, index: int) -> dict[str, Any]:
    return encode(experiment)["network"]["layers"][index]


# -- keys -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("optimizer.learning_rate=0.1", ("optimizer.learning_rate", 0.1)),
        ("optimizer.kind=sgd", ("optimizer.kind", "sgd")),
        ("training.stop.epochs=null", ("training.stop.epochs", None)),
        ('data.features=["x1", "x1_x2"]', ("data.features", ["x1", "x1_x2"])),
        ("name=a=b", ("name", "a=b")),
        ("name=", ("name", "")),
        ("optimizer.learning_rate=NaN", ("optimizer.learning_rate", "NaN")),
    ],
)
def test_a_value_is_json_where_it_parses_else_text(text, pair):
    assert edits.parse_assignment(text) == pair


@pytest.mark.parametrize("text", ["optimizer.kind", "", "=3"])
def test_an_assignment_needs_key_and_value(text):
    with pytest.raises(InputError, match="needs KEY=VALUE"):
        edits.parse_assignment(text)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("network.layers.0.units", 16),
        ("optimizer.learning_rate", 0.1),
        ("training.stop.epochs", None),
        ("data.features", ("x1_x2",)),
        ("data.features.1", "sin_x1"),
        ("network.layers.2.activation", "tanh"),
        ("network.layers.1.cut", ((0, 1),)),
        ("network.layers.0.frozen.units", (1, 2)),
        ("name", "Ωμέγα"),
    ],
)
def test_a_value_that_is_set_is_the_value_that_is_got(key, value):
    before = tiny()
    after = edits.set_value(before, key, value)
    assert edits.get_value(after, key) == value
    assert edits.set_value(after, key, edits.get_value(before, key)) == before


def test_another_kind_needs_nothing_else():
    changed = edits.set_value(tiny(optimizer__beta_1=0.5), "optimizer.kind", "sgd")
    assert encode(changed)["optimizer"] == {
        "kind": "sgd", "learning_rate": 0.01, "weight_decay": 0.0, "global_clipnorm": None,
    }  # fmt: skip
    assert edits.set_value(changed, "optimizer.kind", "adam") == tiny()


def test_values_are_set_at_once_so_that_only_the_result_must_fit():
    changed = edits.set_values(tiny(), {"data.kind": "iris", "network.layers.2.units": 3})
    assert class_count(changed) == 3
    turned = edits.set_values(tiny(), {"network.layers.2.units": 3, "data.kind": "iris"})
    assert turned == changed


def test_data_that_do_not_fit_the_output_name_its_units():
    with pytest.raises(InputError) as error:
        edits.set_value(tiny(), "data.kind", "digits")
    assert error.value.place == "network.layers.2.units"


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("optimizer.lerning_rate", "optimizer.lerning_rate: unknown key; did you mean 'learning_rate'?"),
        ("optimiser.kind", "optimiser: unknown key; did you mean 'optimizer'?"),
        ("network.layers.0.unit", "network.layers.0.unit: unknown key; did you mean 'units'?"),
        ("network.layers.3.units", "network.layers.3: does not exist; there are 0 to 2"),
        ("network.layers.-1.units", "network.layers.-1: does not exist; there are 0 to 2"),
        ("network.layers.x", "network.layers.x: does not exist; there are 0 to 2"),
        ("optimizer.kind.x", "optimizer.kind.x: unknown key; optimizer.kind has no parts"),
        ("data.features.2", "data.features.2: does not exist; there are 0 to 1"),
        ("version", "version: cannot be set; "),
        ("", "unknown key; known are "),
        ("..", "unknown key; known are "),
    ],
)
def test_a_key_that_does_not_exist_is_named_for_getting_and_setting(key, message):
    for use in (lambda: edits.set_value(tiny(), key, 1), lambda: edits.get_value(tiny(), key)):
        with pytest.raises(InputError) as error:
            use()
        assert str(error.value).startswith(message)


def test_setting_leaves_the_caller_s_value_alone():
    layers = [{"units": 4}, {"units": 1}]
    changed = edits.set_values(tiny(), {"network.layers": layers, "network.layers.0.units": 7})
    assert units(changed) == [7, 1]
    assert layers == [{"units": 4}, {"units": 1}]


def test_a_part_of_what_has_just_been_set_to_a_number_is_refused():
    with pytest.raises(InputError, match=r"optimizer\.kind: does not exist; 3 has no parts"):
        edits.set_values(tiny(), {"optimizer": 3, "optimizer.kind": "sgd"})


def test_a_value_nested_too_deeply_to_look_at_is_refused():
    key, value = edits.parse_assignment("name=" + "[" * 600 + "]" * 600)
    with pytest.raises(InputError, match="name: is nested too deeply"):
        edits.set_value(tiny(), key, value)


# -- layers and neurons -----------------------------------------------------------------------


def test_a_new_layer_copies_its_left_neighbour_without_what_belongs_to_single_weights(marked):
    before = edits.set_values(marked, {"network.layers.0.seed": 5, "network.layers.0.dropout": 0.2})
    after = edits.add_layer(before, 1)
    assert units(after) == [5, 5, 3, 1]
    plain = {**layer(before, 0), "seed": None}
    assert layer(after, 1) == {key: plain[key] for key in plain if key not in ("frozen", "cut", "values")}
    assert layer(after, 0) == layer(before, 0)


def test_a_new_first_layer_is_four_tanh():
    after = edits.add_layer(tiny(), 0)
    assert units(after) == [4, 5, 3, 1]
    assert after.network.layers[0].activation == "tanh"


def test_a_layer_that_gets_other_inputs_forgets_its_single_weights_alone(marked):
    for after, index in ((edits.add_layer(marked, 1), 2), (edits.remove_layer(marked, 0), 0)):
        assert layer(after, index)["frozen"] == {"units": [2], "weights": [], "bias": [1]}
        assert layer(after, index)["values"] == {"weights": [], "bias": [[2, 3.0]]}
        assert "cut" not in layer(after, index)


def test_a_duplicate_stands_after_its_layer_and_the_output_has_none():
    experiment = edits.duplicate_layer(tiny(), 1)
    assert [(layer.units, layer.activation) for layer in experiment.network.layers] == [
        (5, "tanh"),
        (3, "relu"),
        (3, "relu"),
        (1, "sigmoid"),
    ]
    with pytest.raises(InputError, match="is the output layer"):
        edits.duplicate_layer(tiny(), 2)


def test_adding_and_removing_a_layer_is_the_identity():
    assert edits.remove_layer(edits.add_layer(tiny(), 1), 1) == tiny()


def test_a_removed_neuron_takes_its_places_along_and_later_ones_move_up(marked):
    after = edits.remove_neuron(marked, 0, 3)
    assert units(after) == [4, 3, 1]
    assert layer(after, 0)["frozen"] == {"units": [0], "weights": [[1, 2], [0, 3]], "bias": [3]}
    assert "cut" not in layer(after, 0)
    assert layer(after, 0)["values"] == {"weights": [[1, 3, 0.5]], "bias": [[2, -1.0]]}
    assert layer(after, 1)["frozen"] == {"units": [2], "weights": [], "bias": [1]}
    assert layer(after, 1)["cut"] == [[2, 1], [3, 2]]
    assert layer(after, 1)["values"] == {"weights": [[0, 0, 1.0]], "bias": [[2, 3.0]]}


def test_the_last_neuron_goes_where_none_is_said(marked):
    assert (
        edits.remove_neuron(marked, 0) == edits.remove_neuron(marked, 0, 4) == edits.set_units(marked, 0, 4)
    )
    assert layer(edits.set_units(marked, 0, 3), 1)["cut"] == [[2, 1]]


def test_a_new_neuron_changes_nothing_else(marked):
    after = edits.add_neuron(marked, 0)
    assert units(after) == [6, 3, 1]
    assert edits.set_value(after, "network.layers.0.units", 5) == marked
    assert edits.set_units(marked, 2, 1) == marked


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda e: edits.remove_neuron(edits.set_units(e, 0, 1), 0), "network.layers.0.units: is 0; "),
        (lambda e: edits.add_neuron(edits.set_units(e, 0, 1024), 0), "network.layers.0.units: is 1025; "),
        (lambda e: edits.set_units(e, 0, 2.5), "network.layers.0.units: is 2.5; a layer needs "),
        (lambda e: edits.add_neuron(e, 2), "network.layers.2.units: is 2; two classes need 1 unit"),
        (lambda e: edits.remove_neuron(e, 2), "network.layers.2.units: is 0; a layer needs "),
        (lambda e: edits.remove_neuron(e, 0, 5), "network.layers.0.units: unit 5 does not exist; "),
        (lambda e: edits.remove_layer(e, 2), "network.layers.2: is the output layer; "),
        (lambda e: edits.copy_neuron(e, 0, 5), "network.layers.0.units: unit 5 does not exist; "),
        (lambda e: edits.copy_neuron(e, 2, 0), "network.layers.2.units: is 2; two classes need 1 unit"),
        (lambda e: edits.move_layer(e, 2, 0), "network.layers.2: is the output layer; only hidden"),
        (lambda e: edits.move_layer(e, 0, 2), "network.layers.2: is the output layer; only hidden"),
        (lambda e: edits.move_layer(e, 0, -1), "network.layers.-1: does not exist; "),
        (lambda e: edits.add_layer(e, 3), "network.layers.3: does not exist; "),
        (lambda e: edits.remove_layer(e, -1), "network.layers.-1: does not exist; "),
        (lambda e: edits.set_activation(e, 0, "rellu"), 'network.layers.0.activation: "rellu" is no '),
        (lambda e: edits.set_data_kind(e, "sprial"), 'data.kind: "sprial" is no kind of data; '),
        (lambda e: edits.set_data_kind(e, "table"), "data.columns: is missing; "),
    ],
)
def test_an_edit_that_cannot_be_says_why(edit, message):
    with pytest.raises(InputError) as error:
        edit(tiny())
    assert str(error.value).startswith(message)


def test_there_are_at_most_32_layers():
    experiment = tiny()
    for _ in range(29):
        experiment = edits.add_layer(experiment, 1)
    with pytest.raises(InputError, match="has 33 layers; a network needs 1 to 32"):
        edits.add_layer(experiment, 1)


def test_a_moved_layer_takes_its_neurons_along_and_forgets_what_fed_it(marked):
    after = edits.move_layer(edits.set_value(marked, "network.layers.0.seed", 8), 0, 1)
    assert units(after) == [3, 5, 1]
    assert layer(after, 1)["frozen"] == {"units": [0, 3], "weights": [], "bias": [4]}
    assert layer(after, 1)["values"] == {"weights": [], "bias": [[2, -1.0], [3, 1.0]]}
    assert layer(after, 0)["frozen"] == {"units": [2], "weights": [], "bias": [1]}
    assert after.network.layers[1].seed == 8
    assert units(edits.move_layer(after, 1, 0)) == units(marked)
    assert edits.move_layer(marked, 1, 1) == marked


def test_layers_that_a_moved_one_passes_keep_what_feeds_them_where_it_still_does():
    deep = edits.set_value(edits.add_layer(edits.add_layer(tiny(), 1), 1), "network.layers.2.cut", [[1, 4]])
    assert edits.move_layer(deep, 0, 3).network.layers[1].cut == ((1, 4),)


def test_a_copied_neuron_is_fed_alike_and_feeds_anew(marked):
    after = edits.copy_neuron(marked, 0, 3)
    assert units(after) == [6, 3, 1]
    assert layer(after, 0)["frozen"] == {"units": [0, 3, 5], "weights": [[1, 2], [0, 4]], "bias": [4]}
    assert layer(after, 0)["cut"] == [[0, 3], [0, 5]]
    assert layer(after, 0)["values"]["bias"] == [[2, -1.0], [3, 1.0], [5, 1.0]]
    assert layer(after, 1) == layer(marked, 1)
    assert edits.remove_neuron(after, 0, 5) == marked


def test_a_pasted_layer_keeps_what_it_says_of_weights_where_its_inputs_are_there(marked):
    second = marked.network.layers[1]
    assert edits.paste_layer(marked, 1, second).network.layers[1] == second
    narrow = edits.paste_layer(marked, 0, second).network.layers[0]
    assert (narrow.frozen.weights, narrow.cut, narrow.values.weights) == ((), (), ())
    assert (narrow.frozen.units, narrow.values.bias) == ((2,), ((2, 3.0),))


def test_a_duplicate_is_frozen_as_its_layer_is(marked):
    after = edits.duplicate_layer(edits.set_value(marked, "network.layers.0.trainable", False), 0)
    assert layer(after, 1)["frozen"] == {"units": [0, 3], "weights": [], "bias": [4]}
    assert "cut" not in layer(after, 1)
    assert not after.network.layers[1].trainable


def test_what_is_said_of_an_input_stays_with_its_feature():
    before = tiny(data__features=["x1", "x2", "x1_x2"], network__layers__0__cut=[[0, 1], [1, 2], [2, 3]])
    after = edits.set_value(before, "data.features", ["x1_squared", "x1_x2", "x1"])
    assert set(after.network.layers[0].cut) == {(2, 1), (1, 3)}
    both = {"data.features": ["x2"], "network.layers.0.cut": [[0, 4]]}
    assert edits.set_values(before, both).network.layers[0].cut == ((0, 4),)
    assert edits.set_data_kind(before, "digits").network.layers[0].cut == ()


def test_what_is_said_of_a_category_stays_with_it_when_gaps_become_one():
    penguins = edits.set_data_kind(tiny(), "penguins")
    last = input_count(penguins) - 1
    marked = edits.set_value(penguins, "network.layers.0.cut", [[last, 0]])
    filled = edits.set_value(marked, "data.missing", "category")
    assert input_count(filled) > input_count(penguins)
    [(source, _)] = filled.network.layers[0].cut
    assert input_keys(filled.data)[source] == input_keys(penguins.data)[last]


# -- kinds that bring others ------------------------------------------------------------------


def output(experiment: Experiment) -> tuple[int, str, str]:
    last = experiment.network.layers[-1]
    return last.units, last.activation, experiment.loss.kind


@pytest.mark.parametrize(
    ("activation", "loss", "kind", "expected"),
    [
        ("sigmoid", "binary_crossentropy", "xor", (1, "sigmoid", "binary_crossentropy")),
        ("relu", "huber", "xor", (1, "relu", "huber")),
        ("sigmoid", "binary_crossentropy", "digits", (10, "softmax", "categorical_crossentropy")),
        ("sigmoid", "binary_crossentropy", "sine", (1, "linear", "mean_squared_error")),
        ("tanh", "half_squared_error", "reg_plane", (1, "linear", "half_squared_error")),
    ],
)
def test_the_output_follows_data_whose_outputs_differ_and_stays_with_others(activation, loss, kind, expected):
    before = tiny(network__layers__2__activation=activation, loss__kind=loss)
    assert output(edits.set_data_kind(before, kind)) == expected


@pytest.mark.parametrize(
    ("activation", "loss", "expected"),
    [
        ("linear", "mean_squared_error", (1, "sigmoid", "binary_crossentropy")),
        ("tanh", "half_squared_error", (1, "tanh", "half_squared_error")),
        ("tanh", "mean_absolute_error", (1, "tanh", "mean_squared_error")),
        ("sigmoid", "mean_squared_error", (1, "sigmoid", "mean_squared_error")),
        ("sigmoid", "huber", (1, "sigmoid", "binary_crossentropy")),
    ],
)
def test_from_numbers_to_two_classes_an_output_that_fits_is_kept(activation, loss, expected):
    before = edits.set_values(
        edits.set_data_kind(tiny(), "sine"), {"network.layers.2.activation": activation, "loss.kind": loss}
    )
    assert output(edits.set_data_kind(before, "circle")) == expected


def test_from_many_classes_to_other_many_only_the_number_changes():
    digits = edits.set_data_kind(tiny(), "digits")
    own = edits.set_values(digits, {"network.layers.2.activation": "sigmoid", "loss.kind": "mse"})
    assert output(edits.set_data_kind(own, "iris")) == (3, "sigmoid", "mean_squared_error")
    assert output(edits.set_data_kind(digits, "spiral")) == (1, "sigmoid", "binary_crossentropy")


def test_data_settings_that_do_not_apply_are_reset_and_others_kept():
    before = tiny(data__features=["x1", "x1_x2"], data__noise=0.3, data__samples=500, data__scaling="minmax")
    plane = edits.set_data_kind(before, "reg_plane")
    assert (plane.data.samples, plane.data.noise, plane.data.features) == (1200, 0.3, ("x1", "x1_x2"))
    assert plane.data.scaling == "minmax"
    assert edits.set_data_kind(tiny(data__samples=80), "reg_plane").data.samples == 80
    digits = edits.set_data_kind(before, "digits")
    assert (digits.data.samples, digits.data.noise, digits.data.features) == (500, 0.0, ("x1", "x2"))


def test_weights_from_inputs_that_are_gone_are_forgotten(marked):
    after = edits.set_data_kind(marked, "digits")
    assert layer(after, 0)["frozen"] == {"units": [0, 3], "weights": [], "bias": [4]}
    assert layer(after, 1) == layer(marked, 1)
    assert layer(edits.set_data_kind(marked, "xor"), 0) == layer(marked, 0)


def test_class_weights_do_not_outlive_their_classes():
    weighted = tiny(loss__class_weight=[1, 2])
    assert edits.set_data_kind(weighted, "circle").loss.class_weight == (1.0, 2.0)
    assert edits.set_data_kind(weighted, "digits").loss.class_weight is None


def test_softmax_for_two_classes_brings_a_second_unit_and_leaving_it_takes_it_away():
    pair = edits.set_activation(tiny(), 2, "softmax")
    assert output(pair) == (2, "softmax", "categorical_crossentropy")
    assert output(edits.set_activation(pair, 2, "sigmoid")) == (1, "sigmoid", "binary_crossentropy")
    assert output(edits.set_activation(pair, 2, "tanh")) == (1, "tanh", "mean_squared_error")
    assert output(edits.set_loss(tiny(), "categorical_crossentropy")) == output(pair)


def test_activations_and_losses_else_change_alone():
    assert edits.set_activation(tiny(), 0, "softmax") == tiny(network__layers__0__activation="softmax")
    assert edits.set_activation(tiny(), 2, "tanh") == tiny(network__layers__2__activation="tanh")
    assert edits.set_loss(tiny(), "mse") == tiny(loss__kind="mean_squared_error")


# -- seeds ------------------------------------------------------------------------------------


def test_a_new_start_is_the_next_seed_and_new_points_the_datas_next():
    assert edits.new_start(tiny()) == tiny(seed=4)
    assert edits.new_points(tiny()) == tiny(data__seed=2)
    assert edits.new_start(tiny(seed=2**31 - 1)).seed == 0


def test_a_new_start_of_one_layer_is_a_seed_of_its_own():
    once = edits.new_layer_start(tiny(), 1)
    assert once == tiny(network__layers__1__seed=4)
    assert edits.new_layer_start(once, 1) == tiny(network__layers__1__seed=5)


# -- whatever is edited stays whole -------------------------------------------------------------

GESTURES = {
    "add_layer": lambda e, n: edits.add_layer(e, n % len(e.network.layers)),
    "remove_layer": lambda e, n: edits.remove_layer(e, n % len(e.network.layers)),
    "add_neuron": lambda e, n: edits.add_neuron(e, n % len(e.network.layers)),
    "move_layer": lambda e, n: edits.move_layer(e, n % len(e.network.layers), n % 3),
    "duplicate_layer": lambda e, n: edits.duplicate_layer(e, n % len(e.network.layers)),
    "paste_layer": lambda e, n: edits.paste_layer(
        e, n % len(e.network.layers), e.network.layers[n % 5 % len(e.network.layers)]
    ),
    "copy_neuron": lambda e, n: edits.copy_neuron(e, n % len(e.network.layers), n % 3),
    "set_features": lambda e, n: edits.set_value(e, "data.features", ["x1_x2", "x2", "x1"][: n % 3 + 1]),
    "cut_weight": lambda e, n: masks.cut_weight(e, n % len(e.network.layers), n % 4, n % 3, n % 5 > 0),
    "remove_neuron": lambda e, n: edits.remove_neuron(e, n % len(e.network.layers), n % 3),
    "set_units": lambda e, n: edits.set_units(e, n % len(e.network.layers), n),
    "set_data_kind": lambda e, n: edits.set_data_kind(
        e, ("spiral", "digits", "sine", "moons", "points", "iris", "penguins", "table")[n % 8]
    ),
    "set_activation": lambda e, n: edits.set_activation(
        e, n % len(e.network.layers), ("softmax", "tanh", "elu")[n % 3]
    ),
    "set_loss": lambda e, n: edits.set_loss(e, ("cce", "bce", "huber")[n % 3]),
    "new_start": lambda e, n: edits.new_start(e),
    "new_layer_start": lambda e, n: edits.new_layer_start(e, n % len(e.network.layers)),
    "new_points": lambda e, n: edits.new_points(e),
}


@PATIENT
@given(
    experiment_trees(),
    st.lists(st.tuples(st.sampled_from(sorted(GESTURES)), st.integers(0, 20)), min_size=1, max_size=8),
)
def test_every_row_of_edits_ends_in_an_experiment_that_is_right(given, gestures):
    experiment = decode(given)
    for name, number in gestures:
        try:
            experiment = GESTURES[name](experiment, number)
        except InputError as error:
            assert error.place  # noqa: PT017 — not every edit is possible
        assert decode(encode(experiment)) == experiment
