"""The experiment and its parts: frozen, hashable values, and what follows from them.

Every value here has passed `spec.decode`; keys that a kind does not use hold their defaults. Use the
names from `spec`, which reads and writes them.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any, cast

import msgspec
import numpy as np

from nndesk.data.kinds import KINDS
from nndesk.project.catalogue import Shape, shape_of
from nndesk.project.neurons import Neurons
from nndesk.project.rows import Column, Rows


class Initializer(msgspec.Struct, frozen=True, kw_only=True):
    """How start values are drawn; ``value``, ``limit``, ``stddev`` belong to one kind each."""

    kind: str = "glorot_uniform"
    value: float = 0.1
    limit: float = 0.05
    stddev: float = 0.05


class Regularizer(msgspec.Struct, frozen=True, kw_only=True):
    """A penalty l1·Σ|w| + l2·Σw² on a layer's weights."""

    l1: float = 0.0
    l2: float = 0.0
    zero_stays: bool = False


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """Parts of a layer that do not learn."""

    units: tuple[int, ...] = ()
    weights: tuple[tuple[int, int], ...] = ()
    bias: tuple[int, ...] = ()


class Values(msgspec.Struct, frozen=True, kw_only=True):
    """Start values set by hand: (input, unit, value) and (unit, value)."""

    weights: tuple[tuple[int, int, float], ...] = ()
    bias: tuple[tuple[int, float], ...] = ()


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """A hidden layer or the output layer."""

    units: int
    activation: str = "linear"
    negative_slope: float = 0.2
    alpha: float = 1.0
    initializer: Initializer = Initializer()
    bias_initializer: Initializer = Initializer(kind="zeros")
    seed: int | None = None
    regularizer: Regularizer = Regularizer()
    dropout: float = 0.0
    trainable: bool = True
    frozen: Frozen = Frozen()
    cut: tuple[tuple[int, int], ...] = ()
    values: Values = Values()


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """Hidden layers and the output layer; the inputs follow from the data."""

    layers: tuple[Layer, ...]


class Data(msgspec.Struct, frozen=True, kw_only=True):
    """What is learned from."""

    kind: str
    seed: int = 0
    samples: int = 500
    noise: float = 0.0
    features: tuple[str, ...] = ("x1", "x2")
    train_fraction: float = 0.5
    scaling: str = "none"
    missing: str = "drop"
    stratify: bool = True
    columns: tuple[Column, ...] = ()
    rows: Rows | None = None
    inputs: int = 2
    classes: int = 2


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """What is minimised."""

    kind: str
    delta: float = 1.0
    label_smoothing: float = 0.0
    class_weight: str | tuple[float, ...] | None = None


class Optimizer(msgspec.Struct, frozen=True, kw_only=True):
    """How each step uses the gradient."""

    kind: str
    learning_rate: float = 0.01
    momentum: float = 0.9
    rho: float = 0.9
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7
    epsilon_form: str = "keras"
    weight_decay: float = 0.0
    global_clipnorm: float | None = None


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """The learning rate over time."""

    kind: str = "constant"
    decay_epochs: float = 100
    decay_rate: float = 0.5
    alpha: float = 0.0
    warmup_epochs: float = 10


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """When training pauses by itself."""

    epochs: int | None = 400
    loss_below: float | None = None
    patience: int | None = None


class Training(msgspec.Struct, frozen=True, kw_only=True):
    """Batches, order, precision and stop rules."""

    batch_size: int = 10
    batching: str = "keras"
    shuffle: str = "epoch"
    precision: str = "float64"
    stop: Stop = Stop()


class Experiment(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that decides a run: same experiment, same platform, same numbers."""

    name: str = ""
    seed: int = 0
    data: Data
    network: Network
    loss: Loss
    optimizer: Optimizer
    schedule: Schedule = Schedule()
    training: Training = Training()
    neurons: Neurons = msgspec.field(default_factory=Neurons)  # decides nothing, and is not written


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What was changed between two steps of a run: after ``step``, these keys took these values."""

    step: int
    set: tuple[tuple[str, Any], ...]

    def __post_init__(self) -> None:
        frozen = tuple((key, _frozen(value)) for key, value in self.set)
        msgspec.structs.force_setattr(self, "set", frozen)


def _frozen(value: Any) -> Any:
    """``value`` with tuples for lists, so that it can be hashed."""
    if isinstance(value, list | tuple):
        return tuple(_frozen(part) for part in cast(Sequence[Any], value))
    return value


# -- what follows from an experiment --------------------------------------------------------


def shape_of_data(data: Data) -> Shape:
    """Raw columns and classes of ``data``, also of the user's own."""
    if data.kind == "points":
        return Shape(data.inputs, data.classes, plane=data.inputs == 2)
    if data.kind != "table":
        shape = shape_of(data.kind)
        if shape.gaps:
            return dataclasses.replace(shape, inputs=len(KINDS[data.kind].input_names(data.missing)))
        return shape
    inputs = classes = 0
    for index, column in enumerate(data.columns):
        if column.role == "target":
            classes = len(column.categories)
        elif column.role == "input":
            inputs += len(column.categories) or 1
            if column.categories and data.missing == "category" and data.rows is not None:
                inputs += int(np.isnan(data.rows.array[:, index]).any())
    return Shape(inputs, classes)


def input_count(experiment: Experiment) -> int:
    """How many inputs the network has: features of plane data, else columns."""
    return inputs_of_data(experiment.data)


def inputs_of_data(data: Data) -> int:
    shape = shape_of_data(data)
    return len(data.features) if shape.plane else shape.inputs


def input_keys(data: Data) -> tuple[tuple[str, ...], ...]:
    """What tells each input from the others: a feature's or a column's name, and its category's."""
    if shape_of_data(data).plane:
        return tuple((name,) for name in data.features)
    if data.kind == "points":
        return (("x1",),)
    if data.kind in KINDS:
        return tuple((name,) for name in KINDS[data.kind].input_names(data.missing))
    keys: list[tuple[str, ...]] = []
    for index, column in enumerate(data.columns):
        if column.role == "input":
            keys += [(column.name, category) for category in column.categories] or [(column.name,)]
            if column.categories and data.missing == "category" and data.rows is not None:
                keys += [(column.name, "", "missing")] * bool(np.isnan(data.rows.array[:, index]).any())
    return tuple(keys)


def units_of(experiment: Experiment) -> tuple[int, ...]:
    """How many neurons each layer has."""
    return tuple(layer.units for layer in experiment.network.layers)


def class_count(experiment: Experiment) -> int:
    """How many classes the data have; 0 where a number is predicted."""
    return shape_of_data(experiment.data).classes


def outputs_of(experiment: Experiment) -> int:
    """How many outputs the network has."""
    return experiment.network.layers[-1].units


def low_target(experiment: Experiment) -> float:
    """The target of the lower of two classes at one output (interface §2, Networks); else 0."""
    output = experiment.network.layers[-1]
    signed = (
        class_count(experiment) == 2
        and output.units == 1
        and output.activation in ("tanh", "linear")
        and experiment.loss.kind != "binary_crossentropy"
    )
    return -1.0 if signed else 0.0
