"""Small experiments that train in milliseconds."""

from typing import Any

from msgspec import structs

from nndesk.interop.source import preset
from nndesk.project.edits import set_values
from nndesk.project.spec import Experiment, decode


def tiny(**changes: Any) -> Experiment:
    """Spiral, 2-5-3-1, Adam, 30 training rows in batches of 7 with a tail, keys changed as in ``--set``."""
    experiment = decode(
        {
            "format": "nndesk.experiment",
            "version": 1,
            "seed": 3,
            "data": {"kind": "spiral", "seed": 1, "samples": 60, "noise": 0.1},
            "network": {
                "layers": [
                    {"units": 5, "activation": "tanh"},
                    {"units": 3, "activation": "relu"},
                    {"units": 1, "activation": "sigmoid"},
                ]
            },
            "loss": {"kind": "binary_crossentropy"},
            "optimizer": {"kind": "adam"},
            "training": {"batch_size": 7, "stop": {"epochs": 12}},
        }
    )
    return set_values(experiment, {key.replace("__", "."): value for key, value in changes.items()})


def shaped(name: str, *hidden: int) -> Experiment:
    """A preset with as many hidden layers as there are numbers, each with so many neurons."""
    found = preset(name)
    first, last = found.network.layers[0], found.network.layers[-1]
    layers = (*(structs.replace(first, units=units) for units in hidden), last)
    return structs.replace(found, network=structs.replace(found.network, layers=layers))
