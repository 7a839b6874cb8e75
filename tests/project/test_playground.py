"""TensorFlow Playground's mode, step for step against its loop written out node by node."""

import math

import numpy as np
import pytest

from nndesk.project.edits import set_values
from nndesk.project.run import Run, quiet_numbers
from tests.project.playground import playground


class Original:
    """The loop of TensorFlow Playground (src/nn.ts, Apache-2.0), node by node and link by link."""

    def __init__(self, run: Run, kind: str, penalty: str, rate: float) -> None:
        self.activation = {
            "tanh": (math.tanh, lambda a: 1 - a * a),
            "sigmoid": (lambda z: 1 / (1 + math.exp(-z)), lambda a: a * (1 - a)),
            "relu": (lambda z: max(0.0, z), lambda a: float(a > 0)),
        }[kind]
        self.weights = [run.layers.weights(layer).tolist() for layer in range(3)]  # [input][unit]
        self.bias = [run.layers.bias(layer).tolist() for layer in range(3)]
        self.dead: set[tuple[int, int, int]] = set()
        self.penalty, self.rate = penalty, rate
        self.clear()

    def clear(self) -> None:
        self.links = [[[0.0] * len(row) for row in layer] for layer in self.weights]
        self.nodes = [[0.0] * len(layer) for layer in self.bias]
        self.count = 0

    def of(self, layer: int):
        return (math.tanh, lambda a: 1 - a * a) if layer == 2 else self.activation

    def see(self, x: list[float], target: float) -> None:
        signals = [x]
        for layer in range(3):
            rows, bias = self.weights[layer], self.bias[layer]
            totals = [
                bias[u] + sum(s * row[u] for s, row in zip(signals[-1], rows, strict=True))
                for u in range(len(bias))
            ]
            signals.append([self.of(layer)[0](total) for total in totals])
        errors = [signals[3][0] - target]
        for layer in (2, 1, 0):
            deltas = [e * self.of(layer)[1](a) for e, a in zip(errors, signals[layer + 1], strict=True)]
            for unit, delta in enumerate(deltas):
                self.nodes[layer][unit] += delta
                for i, signal in enumerate(signals[layer]):
                    if (layer, i, unit) not in self.dead:
                        self.links[layer][i][unit] += delta * signal
            errors = [sum(w * d for w, d in zip(row, deltas, strict=True)) for row in self.weights[layer]]
        self.count += 1

    def update(self, learning_rate: float) -> None:
        for layer, rows in enumerate(self.weights):
            for unit in range(len(self.bias[layer])):
                self.bias[layer][unit] -= learning_rate * self.nodes[layer][unit] / self.count
                for i, row in enumerate(rows):
                    if (layer, i, unit) in self.dead:
                        continue
                    weight = row[unit]
                    slope = weight if self.penalty == "l2" else (weight > 0) - (weight < 0)
                    weight -= learning_rate / self.count * self.links[layer][i][unit]
                    new = weight - learning_rate * self.rate * slope
                    if self.penalty == "l1" and weight * new < 0:
                        new = 0.0
                        self.dead.add((layer, i, unit))
                    row[unit] = new
        self.clear()


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
@pytest.mark.parametrize(("penalty", "rate"), [("l1", 0.0), ("l1", 0.1), ("l2", 0.03)])
@pytest.mark.parametrize("batch_size", [10, 7])
def test_steps_are_those_of_the_original(activation, penalty, rate, batch_size):
    # Its L2 is ½w², ours w².
    regularizer = {"l1": {"l1": rate, "zero_stays": True}, "l2": {"l2": rate / 2}}[penalty]
    experiment = set_values(
        playground("spiral", activation, 3),
        {
            "data.samples": 60,
            "training.batch_size": batch_size,
            **{f"network.layers.{layer}.regularizer": regularizer for layer in range(3)},
        },
    )
    run = Run(experiment)
    original = Original(run, activation, penalty, rate)
    rows = list(zip(run.data.x_train.tolist(), run.data.y_train[:, 0].tolist(), strict=True))
    seen = 0
    for epoch in range(1, 41):
        for x, target in rows:
            original.see(x, target)
            seen += 1
            if seen % batch_size == 0:
                original.update(0.03)
        with quiet_numbers():
            run.trainer.run(run.trainer.steps_until(epoch) - run.step)
        for layer in range(3):
            np.testing.assert_allclose(
                run.layers.weights(layer), original.weights[layer], rtol=1e-9, atol=1e-12
            )
            np.testing.assert_allclose(run.layers.bias(layer), original.bias[layer], rtol=1e-9, atol=1e-12)
    assert (len(original.dead) > 0) == (penalty == "l1" and rate > 0)
    for layer, i, unit in original.dead:
        assert run.layers.weights(layer)[i, unit] == 0.0
