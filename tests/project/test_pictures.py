"""What the window's pictures show of a network: its outputs over the inputs."""

import numpy as np
import pytest

from nndesk.project import pictures
from nndesk.project.messages import FIELD, SURFACE
from nndesk.project.pictures import Pictures
from nndesk.project.run import Run
from tests.experiments import tiny


@pytest.fixture
def run() -> Run:
    run = Run(tiny())
    run.advance(40)
    return run


def test_the_field_is_the_output_at_every_one_of_its_points(run: Run):
    made = Pictures(run.data)
    field = made.field(run, made.surfaces(run))
    middles = (np.arange(FIELD) + 0.5) / FIELD * 12 - 6
    points = np.array([[middles[10], middles[-1]], [middles[95], middles[40]]])  # from the top: largest x2
    assert field.shape == (1, FIELD, FIELD)
    assert field[0, [0, 55], [10, 95]] == pytest.approx(run.network.predict(points)[:, 0], rel=1e-5)


@pytest.mark.parametrize("shown", [True, False])
def test_the_field_of_a_large_network_is_its_neurons_picture_made_larger(
    run: Run, monkeypatch: pytest.MonkeyPatch, shown: bool
):
    made = Pictures(run.data)
    surfaces = made.surfaces(run)
    whole = made.field(run, surfaces)
    monkeypatch.setattr(pictures, "_MOST_PRODUCTS", 0)
    monkeypatch.setattr(run.layers, "predict", lambda _: pytest.fail("no pass over all of its points"))
    field = made.field(run, surfaces if shown else ())
    assert (field.shape, field.dtype) == (whole.shape, whole.dtype)
    coarse = surfaces[-1][0]
    assert coarse.shape == (SURFACE, SURFACE)
    assert (field[0, 0, 0], field[0, -1, -1]) == (coarse[0, 0], coarse[-1, -1])
    assert coarse.min() <= field.min() <= field.max() <= coarse.max() + 1e-6
    assert np.abs(field - whole).mean() < 0.01
