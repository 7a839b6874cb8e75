"""Random experiments for property tests: everything that interface §2 allows, all kinds and keys."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# Drawing a whole experiment takes a while, on a busy machine longer than Hypothesis likes.
PATIENT = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)

PLANE = ("circle", "xor", "gauss", "spiral", "moons", "reg_plane", "reg_gauss")
MADE = (*PLANE, "sine", "uniform")
# Classes (0: a number) and raw columns.
KINDS = {
    **dict.fromkeys(PLANE, (2, 2)),
    "reg_plane": (0, 2),
    "reg_gauss": (0, 2),
    "sine": (0, 1),
    "uniform": (0, 20),
    "digits": (10, 64),
    "iris": (3, 4),
    "wine": (3, 13),
    "breast_cancer": (2, 30),
    "penguins": (3, 9),
}
FEATURES = ("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2")
ACTIVATIONS = (
    "linear", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "softplus", "softmax",
)  # fmt: skip
LOSSES = (
    "mean_squared_error", "half_squared_error", "mean_absolute_error", "huber", "binary_crossentropy",
    "categorical_crossentropy",
)  # fmt: skip
INITIALIZERS = (
    "glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_uniform", "lecun_normal",
    "random_uniform", "random_normal", "zeros", "constant",
)  # fmt: skip
OPTIMIZERS = ("gd", "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")
SCHEDULES = ("constant", "step", "exponential", "cosine", "warmup_cosine")

seeds = st.integers(0, 2**31 - 1)


def floats(low: float, high: float, **more: bool) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False, allow_infinity=False, **more)


numbers = floats(-1e6, 1e6)


def some(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


@st.composite
def datas(draw: st.DrawFn) -> tuple[dict[str, Any], int, int]:
    """A ``data`` object, its classes and the network's inputs."""
    kind = draw(st.sampled_from((*KINDS, "table", "points")))
    optional: dict[str, Any] = {
        "seed": seeds,
        "train_fraction": floats(0, 1, exclude_min=True),
        "scaling": st.sampled_from(("none", "standard", "minmax")),
    }
    if kind == "table":
        return _table(draw, draw(some({"kind": st.just(kind)}, optional)))
    if kind == "points":
        inputs, classes = draw(st.sampled_from((1, 2))), draw(st.sampled_from((0, 2, 3, 6)))
        last = st.integers(0, classes - 1) if classes else numbers
        rows = draw(st.lists(st.tuples(*[numbers] * inputs, last).map(list), max_size=5))
        data = draw(some({"kind": st.just(kind)}, optional))
        return {**data, "inputs": inputs, "classes": classes, "rows": rows}, classes, inputs
    classes, inputs = KINDS[kind]
    if kind in MADE:
        optional["samples"] = st.integers(10, 1_000_000)
    if kind in (*PLANE, "sine"):
        optional["noise"] = floats(0, 0.5)
    if kind in PLANE:
        optional["features"] = st.lists(st.sampled_from(FEATURES), min_size=1, unique=True)
    if kind not in MADE:
        optional["stratify"] = st.booleans()
    if kind == "penguins":
        optional["missing"] = st.sampled_from(("drop", "mean", "most_frequent", "category"))
    data = draw(some({"kind": st.just(kind)}, optional))
    inputs = len(data["features"]) if "features" in data else inputs
    return data, classes, inputs + (data.get("missing") == "category")


def _table(draw: st.DrawFn, data: dict[str, Any]) -> tuple[dict[str, Any], int, int]:
    names = st.lists(st.text(max_size=5), min_size=2, max_size=4, unique=True)
    categories = [draw(st.none() | names) for _ in range(3)]
    data["columns"] = [
        {"name": f"c{i}", "role": role, "type": "category" if known else "number"}
        | ({"categories": known} if known else {})
        for i, (known, role) in enumerate(zip(categories, ("input", "ignore", "target"), strict=True))
    ]
    cells = [st.none() | (st.integers(0, len(known) - 1) if known else numbers) for known in categories]
    data["rows"] = draw(st.lists(st.tuples(*cells).map(list), min_size=1, max_size=5))
    return data, len(categories[2] or ()), len(categories[0] or ()) or 1


@st.composite
def layers(draw: st.DrawFn, inputs: int, units: int, activation: str, last: bool) -> dict[str, Any]:
    edges = st.tuples(st.integers(0, inputs - 1), st.integers(0, units - 1))
    pairs = st.lists(edges.map(list), max_size=3, unique_by=tuple)
    unit = st.lists(st.integers(0, units - 1), max_size=3, unique=True)
    values = {
        "weights": st.dictionaries(edges, numbers, max_size=3).map(
            lambda found: [[*place, value] for place, value in found.items()]
        ),
        "bias": st.dictionaries(st.integers(0, units - 1), numbers, max_size=3).map(
            lambda found: [list(pair) for pair in found.items()]
        ),
    }

    def initializer(*more: str) -> st.SearchStrategy[Any]:
        kinds = st.sampled_from((*INITIALIZERS, *more))
        numbers_of = {"value": numbers, "limit": floats(0, 10), "stddev": floats(0, 10)}
        return kinds | some({"kind": kinds}, numbers_of)

    optional: dict[str, Any] = {
        "negative_slope": floats(0, 1),
        "alpha": floats(0.01, 10),
        "initializer": initializer("playground_uniform"),
        "bias_initializer": initializer(),
        "seed": st.none() | seeds,
        "regularizer": some({}, {"l1": floats(0, 1), "l2": floats(0, 1), "zero_stays": st.booleans()}),
        "dropout": st.just(0) if last else floats(0, 0.9),
        "trainable": st.booleans(),
        "frozen": some({}, {"units": unit, "weights": pairs, "bias": unit}),
        "cut": pairs,
        "values": some({}, values),
    }
    return draw(some({"units": st.just(units), "activation": st.just(activation)}, optional))


@st.composite
def experiment_trees(draw: st.DrawFn) -> dict[str, Any]:
    """A right experiment as JSON, with many keys left out."""
    data, classes, inputs = draw(datas())
    network: list[dict[str, Any]] = []
    for units in draw(st.lists(st.integers(1, 9), max_size=3)):
        activation = draw(st.sampled_from(ACTIVATIONS))
        network.append(draw(layers(inputs, units, activation, last=False)))
        inputs = units
    units = classes if classes > 2 else draw(st.sampled_from((1, 2) if classes == 2 else (1,)))
    activation = "softmax" if classes == units == 2 else draw(st.sampled_from(ACTIVATIONS))
    network.append(draw(layers(inputs, units, activation, last=True)))
    loss: dict[str, Any] = {"delta": floats(0.1, 10), "label_smoothing": floats(0, 0.3)}
    if classes:
        positive = floats(0, 100, exclude_min=True)
        weights = st.lists(positive, min_size=classes, max_size=classes)
        loss["class_weight"] = st.none() | st.just("balanced") | weights
    below = {"exclude_max": True}
    optimizer = {
        "learning_rate": floats(0, 1e6),
        "momentum": floats(0, 1, **below),
        "rho": floats(0, 1, **below),
        "beta_1": floats(0, 1, **below),
        "beta_2": floats(0, 1, **below),
        "epsilon": floats(1e-16, 1e-2),
        "epsilon_form": st.sampled_from(("keras", "paper")),
        "weight_decay": floats(0, 1),
        "global_clipnorm": st.none() | floats(0, 1e6, exclude_min=True),
    }
    schedule = {
        "kind": st.sampled_from(SCHEDULES),
        "decay_epochs": floats(1, 1e6),
        "decay_rate": floats(0, 1, exclude_min=True),
        "alpha": floats(0, 1),
        "warmup_epochs": floats(1, 1e6),
    }
    stop = {
        "epochs": st.none() | st.integers(0, 10**9),
        "loss_below": st.none() | numbers,
        "patience": st.none() | st.integers(1, 10**9),
    }
    training = {
        "batch_size": st.integers(1, 10**9),
        "batching": st.sampled_from(("keras", "playground")),
        "shuffle": st.sampled_from(("epoch", "once", "never")),
        "precision": st.sampled_from(("float64", "float32")),
        "stop": some({}, stop),
    }
    return draw(
        some(
            {
                "format": st.just("nndesk.experiment"),
                "version": st.just(1),
                "data": st.just(data),
                "network": st.just({"layers": network}),
                "loss": some({"kind": st.sampled_from(LOSSES)}, loss),
                "optimizer": some({"kind": st.sampled_from(OPTIMIZERS)}, optimizer),
            },
            {
                "name": st.text(max_size=200),
                "seed": seeds,
                "schedule": some({}, schedule),
                "training": some({}, training),
            },
        )
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(max_size=10), parts, max_size=4),
    max_leaves=8,
)


def leaves(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all values in a JSON tree, objects and lists among them."""
    found = [path] if path else []
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, part in parts:
        found += leaves(part, (*path, key))
    return found
