"""What several tests of the command line do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

import nndesk
from nndesk.cli import main

NOT_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of POSIX")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def setting(*assignments: str) -> list[str]:
    return [word for text in assignments for word in ("--set", text)]


def trained(*arguments: str, capsys: pytest.CaptureFixture[str]) -> dict:
    """The JSON of a ``train`` that must succeed."""
    assert main(["train", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def flat_parameters(path: Path) -> np.ndarray:
    """The parameters in a .nnd, in file order, read without nndesk."""
    from zipfile import ZipFile

    with ZipFile(path) as archive:
        tensors = safetensors.numpy.load(archive.read("weights.safetensors"))
    parts = [tensors[f"layers.{layer}.{name}"].ravel() for layer in range(3) for name in ("weights", "bias")]
    return np.concatenate(parts).astype("<f8")


def refused(arguments: list[str], sentence: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, one line that has ``sentence`` in it, nothing on standard output, no file left."""
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("nndesk: error: ")
    assert printed.err.count("\n") == 1
    assert printed.err.endswith("\n")
    assert sentence in printed.err
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def environment(**more: str) -> dict[str, str]:
    """The variables for a command of this checkout in a process of its own."""
    root = str(Path(nndesk.__file__).parents[1])
    return {**os.environ, "PYTHONPATH": root, **more}


def run(*arguments: str, screen: bool = True, **more: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "nndesk", *arguments]
    variables = environment(**more)
    if not screen:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            variables.pop(name, None)
    return subprocess.run(command, capture_output=True, env=variables, timeout=60, check=False)
