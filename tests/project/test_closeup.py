"""One neuron or weight looked at closely shows what the training does, and leaves it as it was."""

import math

import numpy as np
import pytest

from nndesk.engine.explain import explain
from nndesk.interop.source import preset
from nndesk.project.closeup import unit_view, weight_view
from nndesk.project.messages import FIELD, SURFACE
from nndesk.project.run import Run
from nndesk.project.spec import Experiment
from nndesk.project.worker import Pictures
from tests.experiments import tiny

UNIT = (0, 2)


def trained(experiment: Experiment, epochs: int = 3) -> Run:
    run = Run(experiment)
    run.train(epochs)
    return run


def activations_of(run: Run, sample: int):
    return Pictures(run.data).activations(run, sample, None)


def test_a_neuron_is_seen_over_all_training_rows():
    run = trained(tiny())
    view = unit_view(run, UNIT, None, None)
    assert view is not None
    outputs = run.layers.forward(run.data.x_train)[0][:, 2]
    assert np.array_equal(view.outputs, outputs)
    assert view.mean == pytest.approx(outputs.mean())
    assert view.flat == pytest.approx((np.abs(outputs) > 0.95).mean())
    assert view.picture.size == 0


def test_of_many_rows_an_even_choice_is_seen():
    run = trained(tiny(data__samples=20_000, data__train_fraction=1.0), 0)
    view = unit_view(run, UNIT, None, None)
    assert view is not None
    assert np.array_equal(view.outputs, run.layers.forward(run.data.x_train[::10])[0][:, 2])


def test_a_relu_says_how_often_it_is_silent_and_a_linear_one_has_no_bounds():
    run = trained(tiny(network__layers__0__activation="relu", network__layers__1__activation="linear"))
    silent, linear = unit_view(run, UNIT, None, None), unit_view(run, (1, 0), None, None)
    assert silent is not None
    assert linear is not None
    assert silent.flat == pytest.approx((silent.outputs == 0).mean())
    assert linear.flat is None


def test_the_picture_of_a_neuron_is_its_output_over_the_plane_or_over_one_input():
    plane, line = trained(tiny()), trained(preset("sine"), 1)
    for run, shape in ((plane, (FIELD, FIELD)), (line, (FIELD,))):
        pictures = Pictures(run.data)
        inputs = pictures._field
        assert inputs is not None
        view = unit_view(run, UNIT, inputs, pictures._surface)
        assert view is not None
        assert view.picture.shape == shape
        expected = run.layers.forward(inputs)[0][:, 2].reshape(shape)
        assert np.allclose(view.picture, expected, rtol=1e-12)


def test_the_picture_in_a_large_network_is_coarse():
    layers = {f"network__layers__{n}__units": 700 for n in (0, 1)}
    run = trained(tiny(**layers), 0)
    pictures = Pictures(run.data)
    view = unit_view(run, UNIT, pictures._field, pictures._surface)
    assert view is not None
    assert view.picture.shape == (SURFACE, SURFACE)


@pytest.mark.parametrize("place", [(1, 3, 2), (0, 1, 4), (2, 0, 0), (1, None, 1)])
@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_a_weight_is_seen_with_its_sample_and_the_step_that_comes(place, dropout: float):
    run = trained(tiny(network__layers__0__dropout=dropout))
    before = run.record()
    view = weight_view(run, place, 7, activations_of(run, 7))
    assert view is not None
    coming = explain(run.trainer).parameter(*place)
    alone = explain(run.trainer, [7]).parameter(*place)
    assert view.value == coming.before
    assert view.gradient == alone.loss_gradient
    assert view.change == coming.change
    layer, source, _ = place
    rows = run.data.x_train[7:8]
    inputs = rows if layer == 0 else run.layers.forward(rows)[layer - 1]
    assert view.input == (1.0 if source is None else inputs[0, source])
    after = run.record()
    assert np.array_equal(before.parameters, after.parameters)
    assert all(np.array_equal(before.slots[name], after.slots[name]) for name in before.slots)
    run.go_on()
    run.advance(1)
    moved = run.layers.blocks[layer][place[2], -1 if source is None else source]
    assert moved == coming.after


def test_a_test_row_has_the_gradient_of_its_own_loss():
    run = trained(tiny())
    sample, data, step = len(run.data.x_train) + 2, run.data, 1e-6
    view = weight_view(run, (1, 3, 2), sample, activations_of(run, sample))
    assert view is not None
    assert view.input == run.layers.forward(data.x_test[2:3])[0][0, 3]

    def loss(weight: float) -> float:
        network = run.layers.like()
        network.set_parameters(run.parameters())
        network.weights(1)[3, 2] = weight
        p, y = float(network.predict(data.x_test[2:3])[0, 0]), float(data.y_test[2, 0])
        return -(y * math.log(p) + (1 - y) * math.log(1 - p))

    numeric = (loss(view.value + step) - loss(view.value - step)) / (2 * step)
    assert view.gradient == pytest.approx(numeric, rel=1e-5, abs=1e-9)


def test_class_weights_do_not_stand_in_the_way_of_a_test_row():
    run = trained(tiny(loss__class_weight=[2.0, 3.0]))
    plain = trained(tiny(), 0)
    plain.layers.set_parameters(run.parameters())
    sample = len(run.data.x_train)
    weighted, alike = (weight_view(r, (1, 3, 2), sample, activations_of(r, sample)) for r in (run, plain))
    assert weighted is not None
    assert alike is not None
    assert weighted.gradient == alike.gradient


def test_what_an_edit_took_away_is_not_seen():
    run = trained(tiny(), 0)
    shown = activations_of(run, 0)
    assert unit_view(run, (0, 5), None, None) is None
    assert unit_view(run, (3, 0), None, None) is None
    for place in ((0, 2, 0), (1, 0, 3), (3, 0, 0), (3, None, 0)):
        assert weight_view(run, place, 0, shown) is None


def test_a_view_is_safe_to_keep():
    view = unit_view(trained(tiny()), UNIT, None, None)
    assert view is not None
    assert not view.outputs.flags.writeable
    assert not view.picture.flags.writeable
