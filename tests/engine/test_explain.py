"""`explain` says what the trainer then does, and its terms add up to it."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesk.engine.activations import ACTIVATIONS
from nndesk.engine.explain import Values, explain
from nndesk.engine.losses import LOSSES
from nndesk.engine.network import Workspace
from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.engine.options import LayerOptions, Options
from tests.engine.test_trainer import assert_same_bits, shuffled

ROWS, INPUTS = 13, 3


def adds_up(terms, total):
    """Whether the sum of ``terms`` is ``total`` but for rounding: 1e-12 of what is added."""
    terms = list(terms)
    return abs(math.fsum(terms) - total) <= 1e-12 * max(math.fsum(map(abs, terms)), abs(total)) + 1e-300


def near(found, expected):
    return adds_up([found], expected)


@st.composite
def layer_options(draw, inputs, units):
    edges = st.tuples(st.integers(0, inputs - 1), st.integers(0, units - 1))
    return LayerOptions(
        l1=draw(st.sampled_from([0.0, 0.01])),
        l2=draw(st.sampled_from([0.0, 0.02])),
        zero_stays=draw(st.booleans()),
        trainable=draw(st.sampled_from([True, True, True, False])),
        frozen_units=tuple(draw(st.sets(st.integers(0, units - 1), max_size=1))),
        frozen_weights=tuple(draw(st.sets(edges, max_size=2))),
        cut=tuple(draw(st.sets(edges, max_size=2))),
    )


@st.composite
def trainings(draw):
    """The arguments of a trainer with anything that interface §2 has."""
    names = st.sampled_from(ACTIVATIONS.ids)
    hidden = draw(st.lists(st.tuples(st.integers(1, 5), names), max_size=3))
    shape = [*hidden, (draw(st.integers(1, 3)), draw(names))]
    loss = draw(st.sampled_from([entry for entry in LOSSES.ids if entry.endswith(("error", "huber"))]))
    crossed = draw(st.sampled_from([None, "sigmoid", "softmax"]))
    if crossed is not None:
        shape[-1] = (shape[-1][0], crossed)
        loss = draw(st.sampled_from(LOSSES.ids))
    options = [
        draw(layer_options(inputs, units))
        for inputs, (units, _) in zip([INPUTS, *(units for units, _ in shape)], shape, strict=False)
    ]
    for number in range(len(hidden)):
        options[number] = LayerOptions(
            **{**vars(options[number]), "dropout": draw(st.sampled_from([0.0, 0.0, 0.4]))}
        )
    cosine = (("decay_epochs", 5.0),)
    return {
        "shape": shape,
        "loss": loss,
        "optimizer": draw(st.sampled_from(OPTIMIZERS.ids)),
        "settings": {
            "learning_rate": 0.05,
            "weight_decay": draw(st.sampled_from([0.0, 0.03])),
            "global_clipnorm": draw(st.sampled_from([None, 0.1])),
        },
        "inputs": INPUTS,
        "rows": ROWS,
        "batch_size": draw(st.sampled_from([1, 4, ROWS])),
        "run_on": draw(st.booleans()),
        "order": shuffled(ROWS),
        "seed": draw(st.integers(0, 1000)),
        "options": Options(
            layers=tuple(options),
            label_smoothing=draw(st.sampled_from([0.0, 0.1])),
            class_weight=draw(st.sampled_from([None, "balanced", (0.5, 2.0, 1.5)])),
            schedule=draw(st.sampled_from(["constant", "cosine"])),
            schedule_settings=draw(st.just(cosine)),
        ),
    }


def assert_terms_add_up(step):
    count, rows = len(step.layers), len(step.rows)
    for number, layer in enumerate(step.layers):
        units = range(layer.z.shape[1])
        for place in range(rows):
            for unit in units:
                neuron = step.neuron(number, unit, place)
                assert adds_up([neuron.bias, *(term.product for term in neuron.terms)], neuron.z)
                if neuron.back:
                    assert adds_up([term.product for term in neuron.back], neuron.error)
                if neuron.slope is not None:
                    assert near(neuron.error * neuron.mask * neuron.slope, neuron.delta)
                assert neuron.a == layer.a[place, unit]
                if number + 1 < count:
                    assert near(neuron.a * neuron.mask, step.layers[number + 1].inputs[place, unit])
        for source in (*range(layer.inputs.shape[1]), None):
            for unit in units:
                one = step.parameter(number, source, unit)
                assert adds_up([term.product for term in one.terms], one.loss_gradient)
                total = (one.loss_gradient + one.l1 + one.l2) * step.clip * one.learns
                parts = [one.loss_gradient, one.l1, one.l2]
                assert abs(total - one.gradient) <= 1e-12 * sum(map(abs, parts))
                assert one.after - one.before == one.change
                assert one.learns or one.change == 0
    for place in range(rows):
        row = step.outcome(place)
        assert adds_up(row.terms.tolist(), row.loss)
    parts = step.row_losses * step.row_weights / rows
    assert adds_up([*parts.tolist(), step.penalty], step.loss)


def flat(trainer, step, name):
    """One value of every parameter, in file order."""
    values: list[Values] = [getattr(layer, name) for layer in step.layers]
    return np.concatenate([part.ravel() for value in values for part in value])


@settings(max_examples=150, deadline=None, derandomize=True)
@given(training=trainings(), steps=st.integers(0, 9))
def test_it_is_what_the_trainer_then_does_and_the_terms_add_up(make_trainer, training, steps):
    trainer, other = make_trainer(**training), make_trainer(**training)
    with np.errstate(all="ignore"):
        trainer.run(steps)
        other.run(steps)
        step = explain(trainer)
        assert_same_bits(trainer, other)  # it stays where it is
        assert step.number == steps + 1
        assert list(step.rows) == trainer.rows_of(steps).tolist()
        np.testing.assert_array_equal(flat(trainer, step, "before"), trainer.network.parameters())
        trainer.step()
        other.step()
    assert_same_bits(trainer, other)
    if not np.isfinite(trainer.network.vector).all():
        return
    np.testing.assert_array_equal(flat(trainer, step, "after"), trainer.network.parameters())
    state = trainer.state()
    for name, slot in state.slots.items():
        setting = trainer.optimizer.folded.get(name)
        factor = 1.0 - trainer.settings[setting] if setting else 1.0
        after = [layer.memory[name][1] for layer in step.layers]
        found = np.concatenate([part.ravel() for value in after for part in value])
        np.testing.assert_allclose(found, slot * factor, rtol=1e-12)
    assert_terms_add_up(step)
    if trainer.optimizer.id in ("gd", "sgd"):
        for layer, own in zip(step.layers, trainer.options.layers, strict=True):
            for change, decay, gradient, before in zip(
                layer.change, layer.decay, layer.gradient, layer.before, strict=True
            ):
                expected = decay - step.learning_rate * gradient
                stays = (np.abs(before + change) == 0) & own.zero_stays
                difference = np.abs(change - expected)
                assert (stays | (difference <= 1e-15 * np.abs(before) + 1e-12 * np.abs(expected))).all()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(training=trainings())
def test_a_step_on_all_rows_is_the_gradient_of_the_objective(make_trainer, training):
    layers = tuple(
        LayerOptions(l1=layer.l1, l2=layer.l2) for layer in training["options"].layers
    )  # nothing that takes away of the gradient
    options = Options(
        layers,
        label_smoothing=training["options"].label_smoothing,
        class_weight=training["options"].class_weight,
    )
    del training["settings"]["global_clipnorm"]
    trainer = make_trainer(**{**training, "batch_size": ROWS, "options": options})
    with np.errstate(all="ignore"):
        step = explain(trainer)
        expected = trainer.gradient()
        objective = trainer.objective()
    if np.isfinite(expected).all():
        error = np.linalg.norm(flat(trainer, step, "gradient") - expected)
        assert error <= 1e-12 * np.linalg.norm(expected) + 1e-300
        assert step.loss == pytest.approx(objective, rel=1e-12)


@pytest.mark.parametrize("scaled", [0, 1, 2])
def test_a_wrong_delta_in_the_trainers_backward_pass_shows(make_trainer, monkeypatch, scaled):
    right = explain(make_trainer())
    backward = Workspace.backward

    def wrong(self, x, gradient):
        tape = backward(self, x, gradient)
        (at,) = (
            number
            for number, (call, _) in enumerate(tape)
            if getattr(call, "__self__", None) is self.delta[scaled]
        )
        delta = self.delta[scaled]
        return [*tape[:at], (np.multiply, (delta, 1.01, delta)), *tape[at:]]

    monkeypatch.setattr(Workspace, "backward", wrong)
    step = explain(make_trainer())
    np.testing.assert_allclose(step.layers[scaled].delta, 1.01 * right.layers[scaled].delta, rtol=1e-13)
    for name in ("loss_gradient", "gradient", "change"):
        found, expected = (getattr(one.layers[scaled], name).weights for one in (step, right))
        np.testing.assert_allclose(found, 1.01 * expected, rtol=1e-9, atol=1e-16)
        assert np.abs(expected).max() > 1e-4


@settings(max_examples=40, deadline=None, derandomize=True)
@given(training=trainings(), steps=st.integers(0, 9))
def test_rows_alone_are_the_step_of_a_trainer_that_takes_one_row_at_a_time(make_trainer, training, steps):
    if training["optimizer"] == "gd":
        training["optimizer"] = "sgd"
    trainer = make_trainer(**{**training, "batch_size": 1})
    with np.errstate(all="ignore"):
        trainer.run(steps)
        step, alone = explain(trainer), explain(trainer, trainer.rows_of(steps).tolist())
    assert alone.rows == step.rows
    for name in ("before", "loss_gradient", "gradient", "change", "after"):
        np.testing.assert_array_equal(flat(trainer, alone, name), flat(trainer, step, name))
    assert alone.learning_rate == step.learning_rate
    np.testing.assert_array_equal(alone.row_losses, step.row_losses)
    np.testing.assert_array_equal(alone.row_weights, step.row_weights)


def test_the_records_are_read_only_and_stay_as_they_were(make_trainer):
    trainer = make_trainer(optimizer="adam")
    step = explain(trainer)
    layer = step.layers[0]
    arrays = [layer.inputs, layer.z, layer.a, layer.delta, *layer.before, *layer.memory["m"][0]]
    before = [array.copy() for array in arrays]
    trainer.run(5)
    for array, old in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, old)
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0
