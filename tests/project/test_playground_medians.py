"""TensorFlow Playground's mode against figures of the original, which are medians over 20 seeds.

How far such a median is a matter of chance differs much between the twelve. Where 20 runs settle it (ten of
them), ours over the seeds 0 to 19 is within a factor 1.3 of the original. Two are not settled by 20 runs of
anyone's, and no reading of how they were made changes that:

- The test loss of exclusive or: .0113 there, .0182 here. Lots of 20 seeds of one and the same program, points
  and start values drawn anew for each seed, give .012 to .042 (95 in 100 lots). With one set of points for
  all 20 starts they give .010 to .045: .0109 here with `data.seed` 0, .0108 with 1.
- Circle with sigmoid at epoch 500, which is then on its way off a plateau: .406/.436 there, .302/.325 here;
  lots of 20 give .20 to .41 and .25 to .44, with one set of points .18 to .48 and .19 to .49 (.360/.361
  here with `data.seed` 0, .335/.393 with 1).

Which of the two ways the original's were made cannot be told from them: together they are about equally
likely either way. With one set of points all the others vary more, though: the test loss of the circle is
.0098 with `data.seed` 0 (.0140 there; lots give .007 to .019). So these two are held to what can be said:
over many seeds ours agree with the loop written anew, and the original's figures are among those that 20
starts on one set of points give.
"""

from statistics import median

import numpy as np
import pytest

from nndesk.project.run import Run, quiet_numbers
from tests.project.playground import drawn, from_ours, output_of, playground

# Kind, activation, epoch, train and test loss: medians of the original's own code (its defaults).
ORIGINAL = [
    ("circle", "tanh", 100, 0.0098, 0.0140),
    ("xor", "tanh", 100, 0.0106, 0.0113),
    ("gauss", "tanh", 10, 0.0086, 0.0088),
    ("reg_plane", "tanh", 50, 0.0009, 0.0010),
    ("reg_gauss", "tanh", 200, 0.0187, 0.0194),
    ("circle", "sigmoid", 500, 0.406, 0.436),
]


@pytest.mark.parametrize(
    ("kind", "activation", "epochs", "train", "test"), [row for row in ORIGINAL if row[1] == "tanh"]
)
def test_losses_are_those_of_the_original(kind, activation, epochs, train, test):
    losses = []
    for seed in range(20):
        run = Run(playground(kind, activation, seed))
        with quiet_numbers():
            run.trainer.run(run.trainer.steps_until(epochs))
            losses.append(run.trainer.losses())
    settled = (train,) if kind == "xor" else (train, test)
    for original, each in zip(settled, zip(*losses, strict=True), strict=False):
        assert original / 1.3 <= median(each) <= original * 1.3


@pytest.mark.parametrize(
    ("kind", "activation"), [("circle", "tanh"), ("xor", "sigmoid"), ("reg_gauss", "tanh")]
)
def test_many_runs_at_once_are_those_of_the_engine(kind, activation):
    # The loop of tests/project/playground.py, which is used below, is ours in other words.
    experiments = [playground(kind, activation, seed, seed + 1) for seed in range(2)]
    losses = np.array(from_ours(experiments).train(activation, output_of(kind), 30))
    for index, experiment in enumerate(experiments):
        run = Run(experiment)
        with quiet_numbers():
            run.trainer.run(run.trainer.steps_until(30))
            np.testing.assert_allclose(losses[:, index], run.trainer.losses(), rtol=1e-7)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "activation", "epochs"), [row[:3] for row in ORIGINAL])
def test_points_and_start_values_are_spread_as_the_original_s(kind, activation, epochs):
    # Over 400 seeds the medians move by some 5 % from one lot of seeds to the next.
    seeds = 120 if kind.startswith("reg_") else 400
    ours = from_ours([playground(kind, activation, seed) for seed in range(seeds)])
    ours = ours.train(activation, output_of(kind), epochs)
    written_anew = drawn(kind, seeds, seed=1).train(activation, output_of(kind), epochs)
    for a, b in zip(ours, written_anew, strict=True):
        assert 1 / 1.15 <= np.median(a) / np.median(b) <= 1.15


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "activation", "epochs", "train", "test"),
    [row for row in ORIGINAL if row[0] in ("circle", "xor")],
)
def test_twenty_starts_on_one_set_of_points_may_give_the_original_s_figures(
    kind, activation, epochs, train, test
):
    sets, starts = 40, 20
    pairs = [(seed, data_seed) for data_seed in range(sets) for seed in range(starts)]
    runs = from_ours([playground(kind, activation, seed, data_seed) for seed, data_seed in pairs])
    losses = runs.train(activation, output_of(kind), epochs)
    for all_losses, original in zip(losses, (train, test), strict=True):
        medians = np.median(all_losses.reshape(sets, starts), axis=1)
        low, high = np.quantile(medians, (0.025, 0.975))
        assert low <= original <= high
