import math

import numpy as np
import pytest

from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.errors import InputError

RATE, STEPS = 0.05, 25


def plain_gd(theta, gradient, memory, step, s):
    return theta - s["learning_rate"] * gradient


def plain_momentum(theta, gradient, memory, step, s):
    memory["v"] = s["momentum"] * memory.get("v", 0.0) - s["learning_rate"] * gradient
    return theta + memory["v"]


def plain_adam(theta, gradient, memory, step, s):
    b1, b2 = s["beta_1"], s["beta_2"]
    m = memory["m"] = b1 * memory.get("m", 0.0) + (1 - b1) * gradient
    v = memory["v"] = b2 * memory.get("v", 0.0) + (1 - b2) * gradient**2
    if s["epsilon_form"] == "paper":  # Kingma & Ba, algorithm 1
        m_hat, v_hat = m / (1 - b1**step), v / (1 - b2**step)
        return theta - s["learning_rate"] * m_hat / (np.sqrt(v_hat) + s["epsilon"])
    alpha = s["learning_rate"] * math.sqrt(1 - b2**step) / (1 - b1**step)  # keras.optimizers.Adam
    return theta - alpha * m / (np.sqrt(v) + s["epsilon"])


RULES = {"gd": plain_gd, "sgd": plain_gd, "momentum": plain_momentum, "adam": plain_adam}
CASES = [
    ("gd", {}),
    ("sgd", {}),
    ("momentum", {}),
    ("momentum", {"momentum": 0.0}),
    ("adam", {}),
    ("adam", {"epsilon_form": "paper"}),
    ("adam", {"epsilon": 1e-2}),
    ("adam", {"epsilon": 1e-2, "epsilon_form": "paper"}),
    ("adam", {"beta_1": 0.0, "beta_2": 0.0}),
    ("adam", {"beta_1": 0.5, "beta_2": 0.9}),
]


def assert_follows(make_trainer, optimizer, settings, changes):
    """25 steps of the trainer equal the rule written out plainly, with settings changed on the way."""
    trainer = make_trainer(optimizer=optimizer, settings=settings, batch_size=100)
    probe = make_trainer(batch_size=100)  # gives the gradient at the plain rule's own parameters
    plain = {**OPTIMIZERS[optimizer].settings, **settings}
    theta, memory = probe.network.parameters(), {}
    for step in range(1, STEPS + 1):
        for name, value in changes.get(step, {}).items():
            plain[name] = value
            trainer.set(name, value)
        probe.network.set_parameters(theta)
        theta = RULES[optimizer](theta, probe.gradient(), memory, step, plain)
        trainer.step()
        np.testing.assert_allclose(trainer.network.parameters(), theta, rtol=1e-12, atol=1e-14)


def test_every_optimizer_is_compared():
    assert {optimizer for optimizer, _ in CASES} == set(OPTIMIZERS.ids) == set(RULES)


@pytest.mark.parametrize(("optimizer", "settings"), CASES)
def test_steps_equal_the_formula(make_trainer, optimizer, settings):
    assert_follows(make_trainer, optimizer, {"learning_rate": RATE, **settings}, {})


@pytest.mark.parametrize("optimizer", OPTIMIZERS.ids)
def test_default_settings_are_used(make_trainer, optimizer):
    assert_follows(make_trainer, optimizer, {}, {})


@pytest.mark.parametrize(
    ("optimizer", "changes"),
    [
        ("gd", {4: {"learning_rate": 0.3}, 9: {"learning_rate": 0.0}, 12: {"learning_rate": 0.1}}),
        ("sgd", {4: {"learning_rate": 0.3}}),
        (
            "momentum",
            {4: {"learning_rate": 0.3}, 7: {"momentum": 0.5}, 11: {"momentum": 0.0}, 15: {"momentum": 0.99}},
        ),
        ("adam", {4: {"learning_rate": 0.3}, 8: {"epsilon": 1e-3}, 12: {"epsilon_form": "paper"}}),
        (
            "adam",
            {
                4: {"beta_1": 0.5},
                8: {"beta_2": 0.9},
                12: {"beta_1": 0.99, "beta_2": 0.9999},
                16: {"beta_1": 0.0},
            },
        ),
        ("adam", {1: {"beta_1": 0.8, "beta_2": 0.99}}),
    ],
)
def test_a_change_of_settings_holds_exactly_from_the_next_step(make_trainer, optimizer, changes):
    assert_follows(make_trainer, optimizer, {"learning_rate": RATE}, changes)


def test_an_update_leaves_the_gradient_alone():
    for optimizer in OPTIMIZERS:
        theta, grad, scratch = np.ones(3), np.array([0.5, -2.0, 0.0]), np.zeros(3)
        slots = {name: np.zeros(3) for name in optimizer.slots}
        optimizer.rule(theta, grad, scratch, slots, optimizer.settings)(1)
        np.testing.assert_array_equal(grad, [0.5, -2.0, 0.0])


def test_setting_what_the_optimizer_does_not_have_is_refused(make_trainer):
    with pytest.raises(InputError, match=r"optimizer\.momentum: is no setting of adam"):
        make_trainer(optimizer="adam").set("momentum", 0.5)
