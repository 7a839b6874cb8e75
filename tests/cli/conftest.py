"""The folder in which every command is tried, and a trained network."""

from pathlib import Path

import pytest

import nndesk
from nndesk.cli import main
from nndesk.project.run import Run
from nndesk.project.spec import dumps
from tests.experiments import tiny


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The present folder: empty but for tiny.json, which has 12 epochs of 5 steps."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny.json").write_text(dumps(tiny()), encoding="utf-8")
    return tmp_path


@pytest.fixture
def network(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    assert main(["train", "tiny.json", "-o", "net.nnd"]) == 0
    capsys.readouterr()
    return nndesk.load_run("net.nnd")
