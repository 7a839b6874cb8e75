"""From an experiment to what trains it: network, options and trainer."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nndesk.data.dataset import Dataset, batch_order
from nndesk.engine.activations import ACTIVATIONS
from nndesk.engine.initializers import INITIALIZERS
from nndesk.engine.losses import LOSSES
from nndesk.engine.network import LayerShape, Network
from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.engine.options import LayerOptions, Options, cut_edges
from nndesk.engine.schedules import SCHEDULES
from nndesk.engine.trainer import Trainer
from nndesk.project.spec import Experiment, Initializer, Layer, input_count

# Purposes of the generators, so that no two of them draw the same numbers from one seed.
_WEIGHTS, _BIAS = 11, 12


def start_network(experiment: Experiment, carried: NDArray[np.float64] | None = None) -> Network:
    """The network of ``experiment`` at epoch 0: what its seeds draw, then values set by hand, then cuts.

    Or, then cuts, the ``carried`` values of a run that begins with others, flat in file order.
    """
    layers = experiment.network.layers
    inputs = input_count(experiment)
    network = Network(
        inputs,
        [LayerShape(layer.units, layer.activation, _setting(layer)) for layer in layers],
        np.float32 if experiment.training.precision == "float32" else np.float64,
    )
    if carried is not None:
        network.set_parameters(carried)
        cut_edges(network, options_of(experiment))
        return network
    for number, layer in enumerate(layers):
        seed = experiment.seed if layer.seed is None else layer.seed
        weights, bias = network.weights(number), network.bias(number)
        size = inputs, layer.units
        for unit in range(layer.units):
            # One generator per neuron: one that is added later leaves the others' values as they were.
            _fill(weights[:, unit], layer.initializer, size, [seed, _WEIGHTS, number, unit])
            # Keras takes a vector of biases for a square of that side.
            square = layer.units, layer.units
            _fill(bias[unit : unit + 1], layer.bias_initializer, square, [seed, _BIAS, number, unit])
        for source, unit, value in layer.values.weights:
            weights[source, unit] = value
        for unit, value in layer.values.bias:
            bias[unit] = value
        for source, unit in layer.cut:
            weights[source, unit] = 0.0
        inputs = layer.units
    network.vector += 0.0  # -0.0, which a limit of 0 may draw, is what the engine marks dead weights with
    return network


def _setting(layer: Layer) -> float | None:
    setting = ACTIVATIONS[layer.activation].setting
    return None if setting is None else getattr(layer, setting.name)


def _fill(out: NDArray[Any], initializer: Initializer, size: tuple[int, int], entropy: list[int]) -> None:
    entry = INITIALIZERS[initializer.kind]
    value = 0.0 if entry.setting is None else getattr(initializer, entry.setting)
    entry.fill(out, *size, np.random.default_rng(entropy), value)


def options_of(experiment: Experiment) -> Options:
    """What of ``experiment`` may change while it trains, but for the optimizer's own settings."""
    loss, schedule = experiment.loss, experiment.schedule
    setting = LOSSES[loss.kind].setting
    return Options(
        layers=tuple(map(_layer_options, experiment.network.layers)),
        delta=None if setting is None else getattr(loss, setting.name),
        label_smoothing=loss.label_smoothing,
        class_weight=loss.class_weight,
        schedule=schedule.kind,
        schedule_settings=tuple((key, getattr(schedule, key)) for key in SCHEDULES[schedule.kind].settings),
    )


def _layer_options(layer: Layer) -> LayerOptions:
    return LayerOptions(
        l1=layer.regularizer.l1,
        l2=layer.regularizer.l2,
        zero_stays=layer.regularizer.zero_stays,
        dropout=layer.dropout,
        trainable=layer.trainable,
        frozen_units=layer.frozen.units,
        frozen_weights=layer.frozen.weights,
        frozen_bias=layer.frozen.bias,
        cut=layer.cut,
    )


def make_trainer(experiment: Experiment, network: Network, data: Dataset) -> Trainer:
    """The trainer of ``experiment`` for a network and rows that are already there."""
    rows, training = len(data.x_train), experiment.training
    kind = experiment.optimizer.kind
    return Trainer(
        network,
        experiment.loss.kind,
        kind,
        {key: getattr(experiment.optimizer, key) for key in OPTIMIZERS[kind].settings},
        data.x_train,
        data.y_train,
        data.x_test,
        data.y_test,
        batch_size=training.batch_size,
        order=lambda epoch: batch_order(rows, experiment.seed, epoch, training.shuffle),
        run_on=training.batching == "playground",
        options=options_of(experiment),
        classes=data.target_train.astype(np.intp, copy=False) if data.classes else None,
        seed=experiment.seed,
    )
