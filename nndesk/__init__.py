"""nndesk: see, train and understand neural networks.

The Python API: experiments in, runs out, neither Qt nor a thread. Everything is imported when
it is called, so that ``import nndesk`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from nndesk.project.run import Run
    from nndesk.project.spec import Experiment

__version__ = "0.1.0"
__all__ = ["load", "load_run", "preset", "save", "train"]


def load(path: str | os.PathLike[str]) -> Experiment:
    """The experiment in a ``.nnd`` or ``.json`` file. Raises NndeskError with one sentence."""
    from nndesk.project import files

    return files.read(path).experiment


def load_run(path: str | os.PathLike[str]) -> Run:
    """The run in a ``.nnd`` file as it stood, to go on from; of a ``.json``, a new one at epoch 0."""
    from nndesk.project import files
    from nndesk.project.run import Run

    project = files.read(path)
    return Run(project.experiment, project.run)


def save(what: Run | Experiment, path: str | os.PathLike[str]) -> None:
    """Write a run, or an experiment at its start, to a ``.nnd``, or the experiment alone to a ``.json``."""
    from pathlib import Path

    from nndesk.errors import InputError
    from nndesk.project import files
    from nndesk.project.run import Run

    suffix = Path(path).suffix.lower()
    if suffix not in (".nnd", ".json"):
        raise InputError(str(path), f"ends in {suffix!r}", "needs a name that ends in .nnd or .json")
    if isinstance(what, Run):
        project = files.Project(what.experiment, what.record())
    elif suffix == ".nnd":
        project = files.Project(what, Run(what).record())
    else:
        project = files.Project(what)
    files.write(path, project)


def preset(name: str) -> Experiment:
    """The built-in experiment called ``name``, as ``nndesk presets`` lists them."""
    from nndesk.interop import source

    return source.preset(name)


def train(
    experiment: Experiment, epochs: int | None = None, progress: Callable[[int], None] | None = None
) -> Run:
    """Train an experiment from its start for ``epochs``, else until its stop rules end it.

    ``progress`` is called with the epoch after each one. A run that diverges is returned with
    ``stopped == "diverged"`` at its last finite state. `Run.train` goes on from there.
    """
    from nndesk.errors import InputError
    from nndesk.project.run import Run

    if epochs is None and experiment.training.stop.epochs is None:
        raise InputError("training.stop.epochs", "is null", "say epochs=N, or set it")
    run = Run(experiment)
    run.train(epochs, progress)
    return run
