"""Every option of training, under every optimizer, against plain formulas written out here."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.engine.options import LayerOptions, Options
from nndesk.engine.schedules import SCHEDULES
from nndesk.engine.trainer import Trainer
from tests.engine.test_trainer import assert_same_bits, peak_bytes, shuffled

INPUTS, UNITS, ROWS, SIZE, STEPS = 2, (4, 3, 3), 13, 4, 50
PLAIN = LayerOptions()


def layers(*given: LayerOptions) -> Options:
    return Options(layers=(*given, *[PLAIN] * (3 - len(given))))


# What is tried: (options, settings of the optimizer, whether batches run on).
TRIED = {
    "nothing": (Options(), {}, False),
    "weight decay": (Options(), {"weight_decay": 0.1}, False),
    "clipping": (Options(), {"global_clipnorm": 0.05}, False),
    "step": (Options(schedule="step", schedule_settings=(("decay_epochs", 2.0),)), {}, False),
    "exponential": (
        Options(schedule="exponential", schedule_settings=(("decay_epochs", 3.0), ("decay_rate", 0.7))),
        {},
        False,
    ),
    "cosine": (
        Options(schedule="cosine", schedule_settings=(("decay_epochs", 7.0), ("alpha", 0.1))),
        {},
        False,
    ),
    "warm-up": (
        Options(schedule="warmup_cosine", schedule_settings=(("decay_epochs", 6.0), ("warmup_epochs", 3.0))),
        {},
        True,
    ),
    "l1": (layers(LayerOptions(l1=0.01), LayerOptions(l1=0.003)), {}, False),
    "l2": (layers(LayerOptions(l2=0.1), PLAIN, LayerOptions(l2=0.02)), {}, False),
    "l1 and l2": (layers(PLAIN, LayerOptions(l1=0.01, l2=0.03)), {}, False),
    "zero stays": (layers(LayerOptions(l1=0.3, zero_stays=True), LayerOptions(l1=0.1)), {}, False),
    "dropout": (layers(LayerOptions(dropout=0.3), LayerOptions(dropout=0.5)), {}, False),
    "dropout of one layer, running on": (layers(PLAIN, LayerOptions(dropout=0.5)), {}, True),
    "frozen parts": (
        layers(
            LayerOptions(frozen_units=(1,), frozen_weights=((0, 3),), frozen_bias=(0,)),
            LayerOptions(frozen_bias=(2,)),
        ),
        {"weight_decay": 0.1},
        False,
    ),
    "frozen layer": (layers(PLAIN, LayerOptions(trainable=False)), {"global_clipnorm": 0.05}, False),
    "cut": (layers(LayerOptions(cut=((1, 2), (0, 0))), LayerOptions(cut=((3, 1),))), {}, False),
    "label smoothing": (Options(label_smoothing=0.2), {}, False),
    "class weights": (Options(class_weight=(0.5, 2.0, 1.5)), {}, False),
    "balanced classes": (Options(class_weight="balanced"), {}, True),
    "running on": (Options(), {}, True),
    "all": (
        Options(
            layers=(
                LayerOptions(l1=0.6, l2=0.1, zero_stays=True, dropout=0.2, cut=((0, 1),)),
                LayerOptions(l1=0.01, dropout=0.4, frozen_units=(2,)),
                LayerOptions(l2=0.01, frozen_weights=((1, 1),)),
            ),
            label_smoothing=0.1,
            class_weight=(1.0, 0.3, 3.0),
            schedule="cosine",
            schedule_settings=(("decay_epochs", 9.0),),
        ),
        {"weight_decay": 0.01, "global_clipnorm": 2.0},
        True,
    ),
}


class Plain:
    """tanh, tanh, softmax with categorical cross-entropy, row by row of the formulas."""

    def __init__(self, plain, flat, x, classes, optimizer, current, options, run_on, order, seed):
        self.plain, self.x, self.classes, self.run_on, self.order = plain, x, classes, run_on, order
        self.optimizer, self.current, self.seed = optimizer, current, seed
        self.theta, self.memory, self.step = flat.copy(), {}, 0
        self.dead = np.zeros(len(flat), bool)
        self.size = ROWS if OPTIMIZERS[optimizer].full_batch else SIZE
        self.set(options)

    def views(self, flat):
        return self.plain.split(flat, INPUTS, [(units, "") for units in UNITS])

    def set(self, options):
        self.options = replace(options, layers=options.layers or (PLAIN,) * 3)
        self.fixed = np.zeros(len(self.theta), bool)
        parts = zip(self.views(self.theta), self.views(self.fixed), self.options.layers, strict=True)
        for (w, _), (fw, fb), layer in parts:
            fw |= not layer.trainable
            fb |= not layer.trainable
            for unit in layer.frozen_units:
                fw[:, unit] = fb[unit] = True
            for i, unit in (*layer.frozen_weights, *layer.cut):
                fw[i, unit] = True
            for unit in layer.frozen_bias:
                fb[unit] = True
            for i, unit in layer.cut:
                w[i, unit] = 0.0

    def batch(self):
        if self.run_on:
            sequence = np.concatenate(
                [self.order(epoch) for epoch in range(self.step * self.size // ROWS + 3)]
            )
            return sequence[self.step * self.size : (self.step + 1) * self.size]
        per_epoch = -(-ROWS // self.size)
        epoch, at = divmod(self.step, per_epoch)
        order = np.arange(ROWS) if per_epoch == 1 else self.order(epoch)
        return order[at * self.size : (at + 1) * self.size]

    def time(self):
        return self.step * self.size / ROWS if self.run_on else self.step / -(-ROWS // self.size)

    def rate(self, r):
        s = {"decay_epochs": 100.0, "decay_rate": 0.5, "alpha": 0.0, "warmup_epochs": 10.0}
        s |= dict(self.options.schedule_settings)
        t, d, a, w = self.time(), s["decay_epochs"], s["alpha"], s["warmup_epochs"]

        def cosine(t):
            return r * (a + (1 - a) * (1 + math.cos(math.pi * min(t / d, 1))) / 2)

        return {
            "constant": lambda: r,
            "step": lambda: r * s["decay_rate"] ** (t // d),
            "exponential": lambda: r * s["decay_rate"] ** (t / d),
            "cosine": lambda: cosine(t),
            "warmup_cosine": lambda: r * t / w if t < w else cosine(t - w),
        }[self.options.schedule]()

    def masks(self, rows):
        dropped = [number for number, layer in enumerate(self.options.layers) if layer.dropout]
        bits = np.random.Philox([self.seed, 13])
        count = sum(UNITS[number] for number in dropped) * self.size
        bits.advance(self.step * -(-count // 4))
        numbers, masks = np.random.Generator(bits).random(count), {}
        for number in dropped:
            p, units = self.options.layers[number].dropout, UNITS[number]
            width = max(rows, 2)  # a batch of one row has a second one that counts 0
            mine, numbers = numbers[: units * width], numbers[units * self.size :]
            masks[number] = (mine.reshape(units, width)[:, :rows] >= p).T / (1 - p)
        return masks

    def gradient(self):
        batch, options = self.batch(), self.options
        y = np.eye(3)[self.classes[batch]]
        y = y * (1 - options.label_smoothing) + options.label_smoothing / 3
        weight = np.ones(3)
        if options.class_weight == "balanced":
            weight = ROWS / 3 / np.bincount(self.classes, minlength=3)
        elif options.class_weight is not None:
            weight = np.array(options.class_weight)
        masks, signals, a = self.masks(len(batch)), [self.x[batch]], []
        for number, (w, b) in enumerate(self.views(self.theta)):
            z = signals[-1] @ w + b
            a.append(np.tanh(z) if number < 2 else np.exp(z) / np.exp(z).sum(axis=1, keepdims=True))
            signals.append(a[-1] * masks.get(number, 1.0))
        gradient = np.zeros_like(self.theta)
        delta = (a[-1] - y) * weight[self.classes[batch]][:, None] / len(batch)
        for number in (2, 1, 0):
            (w, _), (gw, gb) = self.views(self.theta)[number], self.views(gradient)[number]
            layer = options.layers[number]
            gw[:] = signals[number].T @ delta + layer.l1 * np.sign(w) + 2 * layer.l2 * w
            gb[:] = delta.sum(axis=0)
            if number:
                delta = (delta @ w.T) * masks.get(number - 1, 1.0) * (1 - a[number - 1] ** 2)
        gradient[self.fixed] = 0.0
        return gradient

    def take_step(self):
        current = {**self.current, "learning_rate": self.rate(self.current["learning_rate"])}
        before, memory = self.theta, {name: np.array(slot) for name, slot in self.memory.items()}
        gradient = self.gradient()
        theta = self.plain.clip_and_decay(
            self.optimizer, before, gradient, self.memory, self.step + 1, current
        )
        pull, stays = np.zeros_like(theta), np.zeros(len(theta), bool)
        for (p, _), (s, _), layer in zip(
            self.views(pull), self.views(stays), self.options.layers, strict=True
        ):
            p += layer.l1 * layer.zero_stays
            s |= layer.zero_stays
        without = theta + current["learning_rate"] * pull * np.sign(before)
        self.dead |= theta * without < 0
        theta[self.dead & stays] = 0.0
        theta[self.fixed] = before[self.fixed]
        for name, slot in self.memory.items():
            start = 0.1 if name == "a" else 0.0
            slot[self.fixed] = memory[name][self.fixed] if name in memory else start
        self.theta = theta
        self.step += 1


def make(plain, make_trainer, optimizer, tried, seed=5):
    options, more, run_on = TRIED[tried]
    given = {"learning_rate": 0.05, **more}
    order = shuffled(ROWS)
    shape = [(UNITS[0], "tanh"), (UNITS[1], "tanh"), (UNITS[2], "softmax")]
    trainer = make_trainer(
        shape, "cce", optimizer, given, rows=ROWS, batch_size=SIZE, order=order, run_on=run_on,
        options=options, seed=3, dropout_seed=seed,
    )  # fmt: skip
    other = Plain(
        plain,
        make_trainer(shape, "cce", seed=3).network.parameters(),
        trainer._x[:ROWS, :-1],
        trainer._y[:ROWS].argmax(axis=1),
        optimizer,
        {**OPTIMIZERS[optimizer].settings, **given},
        options,
        run_on and not OPTIMIZERS[optimizer].full_batch,
        order,
        seed,
    )
    return trainer, other


def test_every_schedule_is_tried():
    assert {options.schedule for options, _, _ in TRIED.values()} == set(SCHEDULES.ids)


@pytest.mark.parametrize("tried", TRIED)
@pytest.mark.parametrize("optimizer", OPTIMIZERS.ids)
def test_50_steps_equal_the_formulas(plain, make_trainer, optimizer, tried):
    trainer, other = make(plain, make_trainer, optimizer, tried)
    for _ in range(STEPS):
        trainer.step()
        other.take_step()
    plain.assert_close(trainer.network.parameters(), other.theta)
    if tried in ("zero stays", "all"):
        assert other.dead.any(), "the case shows nothing"


@pytest.mark.parametrize("tried", TRIED)
@pytest.mark.parametrize("optimizer", ["momentum", "rmsprop", "adam"])
def test_options_changed_while_training_hold_exactly_from_the_next_step(
    plain, make_trainer, optimizer, tried
):
    trainer, other = make(plain, make_trainer, optimizer, "nothing")
    trainer.calendar.run_on = other.run_on = False
    for step in range(STEPS):
        if step in (10, 31):
            options, more, _ = TRIED[tried if step == 10 else "l2"]
            trainer.set_options(options)
            other.set(options)
            for name in ("weight_decay", "global_clipnorm"):
                value = more.get(name, OPTIMIZERS[optimizer].settings[name])
                trainer.set(name, value)
                other.current[name] = value
        trainer.step()
        other.take_step()
        plain.assert_close(trainer.network.parameters(), other.theta)


@pytest.mark.parametrize("tried", TRIED)
def test_no_allocation_by_option(plain, make_trainer, tried):
    options, more, run_on = TRIED[tried]
    for optimizer in ("sgd", "adam"):
        shape = [(4, "tanh"), (3, "relu"), (3, "softmax")]
        trainer = make_trainer(
            shape, "cce", optimizer, more, rows=301, batch_size=32, order=shuffled(301), run_on=run_on,
            options=options,
        )  # fmt: skip
        assert peak_bytes(trainer) < 1000, (tried, optimizer)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    tried=st.sampled_from(list(TRIED)),
    optimizer=st.sampled_from(OPTIMIZERS.ids),
    stretches=st.lists(st.integers(0, 30), min_size=1, max_size=5),
    precision=st.sampled_from([np.float64, np.float32]),
)
def test_with_any_option_restored_goes_on_as_uninterrupted(
    make_trainer, tried, optimizer, stretches, precision
):
    options, more, run_on = TRIED[tried]

    def fresh() -> Trainer:
        shape = [(4, "gelu"), (3, "elu"), (3, "softmax")]
        return make_trainer(
            shape, "cce", optimizer, more, rows=ROWS, batch_size=SIZE, order=shuffled(ROWS), run_on=run_on,
            options=options, dtype=precision,
        )  # fmt: skip

    whole, pieces, lost = fresh(), fresh(), fresh()
    whole.run(sum(stretches))
    for count in stretches:
        pieces.run(count)
        pieces.check_gradient() if count % 7 == 0 else pieces.losses()
        state = pieces.state()
        lost.run(17)
        lost.restore(state)
        pieces = lost if count % 2 else pieces
        lost = fresh()
    assert_same_bits(whole, pieces)


@pytest.mark.parametrize("tried", TRIED)
def test_the_gradient_is_that_of_the_objective(make_trainer, tried):
    options, _, run_on = TRIED[tried]
    trainer = make_trainer(
        [(4, "tanh"), (3, "softplus"), (3, "softmax")], "cce", options=options, run_on=run_on
    )
    assert trainer.check_gradient().relative_error < 1e-7


@pytest.mark.parametrize("tried", TRIED)
def test_reported_losses_know_no_option(make_trainer, tried):
    shape = [(4, "tanh"), (3, "tanh"), (3, "softmax")]
    plain, other = make_trainer(shape, "cce"), make_trainer(shape, "cce", options=TRIED[tried][0])
    other.network.set_parameters(plain.network.parameters())  # a cut edge changes them
    assert other.losses() == plain.losses()
    np.testing.assert_array_equal(other.outputs()[0], plain.outputs()[0])


def test_dropout_keeps_the_mean_and_drops_its_share(make_trainer):
    options = layers(LayerOptions(dropout=0.3))
    trainer = make_trainer([(50, "tanh"), (1, "sigmoid")], rows=40, batch_size=40, options=options)
    trainer.run(1)
    masks = []
    for step in range(200):
        trainer._noise.seek(step)
        tape, found = trainer._noise.masks(40)
        for function, arguments in tape:
            function(*arguments)
        masks.append(found[0].copy())
    every = np.array(masks)
    assert set(np.unique(every)) == {0.0, 1 / 0.7}
    assert every.mean() == pytest.approx(1.0, abs=0.005)  # 400,000 draws: its error is 0.001
    assert np.abs(np.corrcoef(every.reshape(200, -1)[:, :30].T) - np.eye(30)).max() < 0.35


def test_a_seed_of_dropout_gives_other_masks(make_trainer):
    options = layers(LayerOptions(dropout=0.5))
    one, other = (make_trainer(options=options, dropout_seed=seed) for seed in (1, 2))
    one.run(3)
    other.run(3)
    assert not np.array_equal(one.network.vector, other.network.vector)


def test_every_buffer_of_a_float32_trainer_is_float32(make_trainer):
    options, more, _ = TRIED["all"]
    shape = [(4, "gelu"), (3, "silu"), (3, "softmax")]
    for optimizer in OPTIMIZERS.ids:
        trainer = make_trainer(shape, "cce", optimizer, more, options=options, dtype=np.float32, rows=13)
        trainer.run(9)
        trainer.losses()
        found = list(_float_arrays(trainer, set()))
        assert len(found) > 50
        assert {array.dtype for array in found} == {np.dtype(np.float32)}


def _float_arrays(thing, seen):
    """Every array of real numbers that can be reached from the trainer."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, np.ndarray):
        if thing.dtype.kind == "f":
            yield thing
    elif isinstance(thing, dict):
        for part in thing.values():
            yield from _float_arrays(part, seen)
    elif isinstance(thing, list | tuple):
        for part in thing:
            yield from _float_arrays(part, seen)
    elif callable(thing) and getattr(thing, "__closure__", None):
        for cell in thing.__closure__:
            if not isinstance(cell.cell_contents, dict):  # constants are there in both precisions
                yield from _float_arrays(cell.cell_contents, seen)
    elif isinstance(getattr(thing, "__self__", None), np.ndarray):
        yield thing.__self__
    elif type(thing).__module__.startswith("nndesk.engine") and hasattr(thing, "__dict__"):
        yield from _float_arrays(vars(thing), seen)


def test_a_cut_edge_is_0_at_once_and_learns_again_from_there(make_trainer):
    trainer = make_trainer()
    trainer.run(3)
    trainer.set_options(layers(LayerOptions(cut=((1, 2),))))
    assert trainer.network.weights(0)[1, 2] == 0.0
    trainer.run(5)
    assert trainer.network.weights(0)[1, 2] == 0.0
    trainer.set_options(Options())
    trainer.run(1)
    assert 0 < abs(trainer.network.weights(0)[1, 2]) < 0.1


def test_a_weight_that_starts_at_0_is_not_dead(make_trainer):
    trainer = make_trainer(options=layers(LayerOptions(l1=0.001, zero_stays=True)))
    trainer.network.weights(0)[0, 0] = 0.0
    trainer.run(1)
    assert trainer.network.weights(0)[0, 0] != 0.0


def test_what_l1_drove_to_0_stays_there_until_the_rule_is_lifted(make_trainer):
    trainer = make_trainer(
        options=layers(LayerOptions(l1=1.0, zero_stays=True)), settings={"learning_rate": 0.05}
    )
    trainer.run(60)
    weights = trainer.network.weights(0).copy()
    assert (weights == 0).all()
    trainer.set_options(layers(LayerOptions(l1=0.0, zero_stays=True)))
    trainer.run(10)
    assert (trainer.network.weights(0) == 0).all()
    trainer.set_options(Options())
    trainer.run(2)
    assert (trainer.network.weights(0) != 0).any()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(rows=st.integers(1, 40), size=st.integers(1, 40), step=st.integers(0, 200))
def test_batches_that_run_on_take_an_endless_sequence(make_trainer, rows, size, step):
    size = min(size, rows)
    order = shuffled(rows)
    trainer = make_trainer(((1, "linear"),), "mse", rows=rows, batch_size=size, order=order, run_on=True)
    sequence = np.concatenate([order(epoch) for epoch in range((step + 1) * size // rows + 1)])
    expected = sequence[step * size : (step + 1) * size]
    if size == rows:  # one batch of all rows has no order
        expected = np.arange(rows)
    np.testing.assert_array_equal(trainer.rows_of(step), expected)
    epoch = trainer.epoch_of(step)
    assert epoch * rows // size <= step < (epoch + 1) * rows // size
    assert trainer.steps_until(epoch) == epoch * rows // size


@pytest.mark.parametrize(("rows", "size"), [(13, 4), (601, 2), (7, 5), (1000, 3)])
def test_steps_of_batches_that_run_on_see_the_rows_they_should(make_trainer, rows, size):
    order = shuffled(rows)
    trainer = make_trainer(((1, "linear"),), "mse", rows=rows, batch_size=size, order=order, run_on=True)
    theta = trainer.network.parameters()
    x, y = trainer._x[:rows, :-1], trainer._y[:rows]
    steps = 2 * trainer.steps_per_epoch + 3
    for step in range(steps):
        w, b = theta[:2, None], theta[2]
        batch = trainer.rows_of(step)
        error = x[batch] @ w + b - y[batch]
        theta = theta - 0.01 * 2 / size * np.append((x[batch].T @ error).ravel(), error.sum())
    trainer.run(steps)
    np.testing.assert_allclose(trainer.network.parameters(), theta, rtol=1e-11)
