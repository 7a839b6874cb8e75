"""The small experiment as a fixture."""

import pytest

from nndesk.project.spec import Experiment
from tests.experiments import tiny


@pytest.fixture
def experiment() -> Experiment:
    return tiny()
