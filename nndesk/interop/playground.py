"""Links to TensorFlow Playground: its parameters as an experiment.

Names, defaults and meanings are those of its src/state.ts, src/playground.ts and src/nn.ts. Points and
start values come from another generator than Playground's, so one seed gives other numbers there.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote
from zlib import crc32

from nndesk.errors import InputError
from nndesk.project.catalogue import MAX_SEED, check_name
from nndesk.project.spec import Experiment, decode

_HOST = "playground.tensorflow.org"
_FEATURES = {
    "x": "x1",
    "y": "x2",
    "xSquared": "x1_squared",
    "ySquared": "x2_squared",
    "xTimesY": "x1_x2",
    "sinX": "sin_x1",
    "sinY": "sin_x2",
}
_DEFAULTS = {
    "activation": "tanh",
    "regularization": "none",
    "regularizationRate": "0",
    "batchSize": "10",
    "dataset": "circle",
    "regDataset": "reg-plane",
    "learningRate": "0.03",
    "noise": "0",
    "networkShape": "4,2",
    "seed": "",
    "percTrainData": "50",
    "problem": "classification",
    "initZero": "false",
    **{name: "true" if name in ("x", "y") else "false" for name in _FEATURES},
}
# What changes the page alone; there is no cosine among its inputs, in spite of the parameters.
_IGNORED = ("showTestData", "discretize", "collectStats", "tutorial", "hideText", "cosX", "cosY")


def is_link(text: str) -> bool:
    """Whether ``text`` is the address of a page, and so no file's name."""
    return "://" in text or text.lower().startswith(_HOST)


def read(link: str) -> Experiment:
    """The experiment that a link describes; raises InputError naming the parameter, or the key it sets."""
    address, _, fragment = link.partition("#")
    host = (address.partition("://")[2] or address).partition("/")[0]
    if host.lower() != _HOST:
        raise InputError("", f"{link[:60]!r} cannot be opened", f"of all links only those to {_HOST} can")
    given = dict(_DEFAULTS)
    for part in filter(None, unquote(fragment).split("&")):
        name, _, value = part.partition("=")
        if name in _IGNORED or name.endswith("_hide"):
            continue
        check_name("", name, _DEFAULTS, "parameter of Playground")
        if value or name == "networkShape":  # which may be empty: no hidden layer
            given[name] = value
    return decode(_experiment(given))


def _experiment(given: Mapping[str, str]) -> dict[str, Any]:
    classes = _choice(given, "problem", "classification", "regression") == "classification"
    if classes:
        kind = _choice(given, "dataset", "circle", "xor", "gauss", "spiral")
    else:
        kind = _choice(given, "regDataset", "reg-plane", "reg-gauss").replace("-", "_")
    seed = crc32(given["seed"].encode(errors="replace")) & MAX_SEED if given["seed"] else 0
    # Playground: U(−0.5, 0.5) and a bias of 0.1, or zeros for both.
    if _flag(given["initZero"]):
        start = {"initializer": "zeros", "bias_initializer": "zeros"}
    else:
        start = {"initializer": "playground_uniform", "bias_initializer": {"kind": "constant", "value": 0.1}}
    common = {**start, "regularizer": _regularizer(given)}
    shape = given["networkShape"].strip()
    hidden = [_number("networkShape", units) for units in shape.split(",")] if shape else []
    activation = _choice(given, "activation", "relu", "tanh", "sigmoid", "linear")
    layers = [{"units": units, "activation": activation, **common} for units in hidden]
    return {
        "format": "nndesk.experiment",
        "version": 1,
        "name": "TensorFlow Playground",
        "seed": seed,
        "data": {
            "kind": kind,
            "seed": seed,
            "noise": _number("noise", given["noise"]) / 100,
            "features": [feature for name, feature in _FEATURES.items() if _flag(given[name])],
            "train_fraction": _number("percTrainData", given["percTrainData"]) / 100,
        },
        "network": {
            "layers": [*layers, {"units": 1, "activation": "tanh" if classes else "linear", **common}]
        },
        "loss": {"kind": "half_squared_error"},
        "optimizer": {"kind": "sgd", "learning_rate": _number("learningRate", given["learningRate"])},
        "training": {"batch_size": _number("batchSize", given["batchSize"]), "batching": "playground"},
    }


def _regularizer(given: Mapping[str, str]) -> dict[str, Any]:
    """Playground's penalties are rate·|w|, with weights that stay 0, and rate·w²/2."""
    kind = _choice(given, "regularization", "none", "L1", "L2")
    rate = _number("regularizationRate", given["regularizationRate"])
    if kind == "L1":
        return {"l1": rate, "zero_stays": True}
    return {"l2": rate / 2} if kind == "L2" else {}


def _choice(given: Mapping[str, str], name: str, *choices: str) -> str:
    return check_name(name, given[name], choices, f"{name} that nndesk has")


def _flag(value: str) -> bool:
    return value != "false"


def _number(name: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise InputError(name, f"is {value[:40]!r}", "needs a number") from None
