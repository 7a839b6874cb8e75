import numpy as np
import pytest

from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.errors import InputError

RATE, STEPS = 0.05, 50


CASES = [
    ("gd", {}),
    ("sgd", {}),
    ("momentum", {}),
    ("momentum", {"momentum": 0.0}),
    ("nesterov", {}),
    ("nesterov", {"momentum": 0.0}),
    ("adagrad", {}),
    ("adagrad", {"epsilon": 1e-2}),
    ("rmsprop", {}),
    ("rmsprop", {"rho": 0.5, "epsilon": 1e-2}),
    ("rmsprop", {"rho": 0.0}),
    ("adamw", {}),
    ("adamw", {"weight_decay": 0.004}),
    ("adam", {}),
    ("adam", {"epsilon_form": "paper"}),
    ("adam", {"epsilon": 1e-2}),
    ("adam", {"epsilon": 1e-2, "epsilon_form": "paper"}),
    ("adam", {"beta_1": 0.0, "beta_2": 0.0}),
    ("adam", {"beta_1": 0.5, "beta_2": 0.9}),
]


def assert_follows(plain, make_trainer, optimizer, settings, changes):
    """50 steps of the trainer equal the rule written out plainly, with settings changed on the way."""
    trainer = make_trainer(optimizer=optimizer, settings=settings, batch_size=100)
    probe = make_trainer(batch_size=100)  # gives the gradient at the plain rule's own parameters
    current = {**OPTIMIZERS[optimizer].settings, **settings}
    theta, memory = probe.network.parameters(), {}
    for step in range(1, STEPS + 1):
        for name, value in changes.get(step, {}).items():
            current[name] = value
            trainer.set(name, value)
        probe.network.set_parameters(theta)
        theta = plain.clip_and_decay(optimizer, theta, probe.gradient(), memory, step, current)
        trainer.step()
        plain.assert_close(trainer.network.parameters(), theta)


def test_every_optimizer_is_compared():
    assert {optimizer for optimizer, _ in CASES} == set(OPTIMIZERS.ids)


@pytest.mark.parametrize(("optimizer", "settings"), CASES)
def test_steps_equal_the_formula(plain, make_trainer, optimizer, settings):
    assert_follows(plain, make_trainer, optimizer, {"learning_rate": RATE, **settings}, {})


@pytest.mark.parametrize("optimizer", OPTIMIZERS.ids)
def test_default_settings_are_used(plain, make_trainer, optimizer):
    assert_follows(plain, make_trainer, optimizer, {}, {})


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
        ("nesterov", {4: {"learning_rate": 0.3}, 7: {"momentum": 0.5}, 11: {"momentum": 0.0}}),
        ("adagrad", {4: {"learning_rate": 0.3}, 7: {"epsilon": 1e-3}}),
        ("rmsprop", {4: {"learning_rate": 0.1}, 7: {"rho": 0.5}, 11: {"rho": 0.0}, 15: {"rho": 0.99}}),
        (
            "adamw",
            {4: {"weight_decay": 0.1}, 8: {"beta_2": 0.9}, 12: {"weight_decay": 0.0}, 16: {"beta_1": 0.5}},
        ),
        (
            "sgd",
            {3: {"global_clipnorm": 0.01}, 9: {"global_clipnorm": None}, 12: {"global_clipnorm": 1e9}},
        ),
        ("adam", {1: {"beta_1": 0.8, "beta_2": 0.99}}),
    ],
)
def test_a_change_of_settings_holds_exactly_from_the_next_step(plain, make_trainer, optimizer, changes):
    assert_follows(plain, make_trainer, optimizer, {"learning_rate": RATE}, changes)


def test_an_update_leaves_the_gradient_alone():
    for optimizer in OPTIMIZERS:
        theta, grad, scratch = np.ones(3), np.array([0.5, -2.0, 0.0]), np.zeros(3)
        slots = {name: np.full(3, optimizer.start) for name in optimizer.slots}
        optimizer.rule(theta, grad, scratch, slots, optimizer.settings)(1)
        np.testing.assert_array_equal(grad, [0.5, -2.0, 0.0])


def test_setting_what_the_optimizer_does_not_have_is_refused(make_trainer):
    with pytest.raises(InputError, match=r"optimizer\.momentum: is no setting of adam"):
        make_trainer(optimizer="adam").set("momentum", 0.5)


def test_weight_decay_is_decoupled_so_that_adam_is_adamw(make_trainer):
    settings = {"weight_decay": 0.05, "learning_rate": 0.02}
    adam, adamw = (make_trainer(optimizer=kind, settings=settings) for kind in ("adam", "adamw"))
    adam.run(20)
    adamw.run(20)
    np.testing.assert_array_equal(adam.network.vector, adamw.network.vector)


def test_weight_decay_takes_biases_too(make_trainer):
    trainer = make_trainer(settings={"weight_decay": 0.5, "learning_rate": 0.1}, batch_size=100)
    before, gradient = trainer.network.parameters(), trainer.gradient()
    trainer.step()
    np.testing.assert_allclose(trainer.network.parameters(), 0.95 * before - 0.1 * gradient, rtol=1e-13)


def test_clipping_leaves_the_direction_and_bounds_the_length(make_trainer):
    trainer = make_trainer(settings={"global_clipnorm": 1e-3, "learning_rate": 1.0}, batch_size=100)
    before, gradient = trainer.network.parameters(), trainer.gradient()
    trainer.step()
    moved = before - trainer.network.parameters()
    np.testing.assert_allclose(moved, gradient * (1e-3 / np.linalg.norm(gradient)), rtol=1e-9)
