"""The shape of a network: what of an experiment decides where things lie on the canvas."""

from dataclasses import dataclass
from typing import TypeVar

from nndesk.data.kinds import KINDS
from nndesk.engine.activations import ACTIVATIONS
from nndesk.project.spec import Experiment, class_count, input_count
from nndesk.registry import Entry, Registry
from nndesk.ui.theme import LIMITS

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Shape:
    """What of an experiment decides where things lie."""

    inputs: int
    layers: tuple[int, ...]  # units
    named: bool  # inputs carry their names: features, or a single input
    pixels: tuple[int, int] | None  # rows and columns of the image that the inputs are
    bars: bool  # outputs are the probabilities of classes, shown as bars

    @property
    def units(self) -> tuple[int, ...]:
        return (self.inputs, *self.layers)


def entry(registry: Registry[E], name: str) -> E | None:
    """An entry of a catalogue, or None for one that comes with a later version."""
    if name in registry:
        return registry[name]
    return None


def shape_of(experiment: Experiment) -> Shape:
    """The shape of an experiment's network."""
    kind = entry(KINDS, experiment.data.kind)
    plane = kind is not None and kind.plane
    last = experiment.network.layers[-1]
    activation = entry(ACTIVATIONS, last.activation)
    probable = activation is not None and activation.low == 0 and activation.high == 1
    return Shape(
        inputs=input_count(experiment),
        layers=tuple(layer.units for layer in experiment.network.layers),
        named=plane or input_count(experiment) == 1,
        pixels=kind.pixels if kind is not None else None,
        bars=not plane and class_count(experiment) > 1 and last.units > 1 and probable,
    )


def is_bundle(inputs: int, units: int) -> bool:
    """Whether the weights between two layers are too many to draw."""
    return inputs * units > 4 * LIMITS["edgesPerPair"]
