"""What the README says can be typed, can be typed, and what it points to is there."""

import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import pytest

from nndesk.cli import main

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", TEXT, re.DOTALL)
COMMANDS = [line.split(" #")[0].strip() for _, block in BLOCKS for line in block.splitlines()]
COMMANDS = [line for line in COMMANDS if line.startswith("nndesk ")]


def test_the_commands_work_one_after_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], qapp: object
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "points.csv").write_text("x1,x2\n1,2\n-3,0.5\n", encoding="utf-8")
    assert len(COMMANDS) >= 7
    for command in COMMANDS:
        if command == "nndesk bench":  # takes a minute; its own tests run it on little time
            continue
        if ".mp4" in command and find_spec("av") is None:  # the extra for films
            continue
        assert main(shlex.split(command)[1:]) == 0, (command, capsys.readouterr().err)
    assert (tmp_path / "spiral.png").stat().st_size > 10_000


def test_the_python_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    (example,) = (block for language, block in BLOCKS if language == "python")
    exec(compile(example, "README.md", "exec"), {})
    assert (tmp_path / "spiral.nnd").exists()
    assert "0." in capsys.readouterr().out


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", TEXT))))
def test_what_it_links_to_is_there(target: str):
    assert (ROOT / target).exists()


def test_the_two_commands_are_there():
    for script in re.findall(r"python3 (packaging/\w+\.py)", TEXT):
        assert (ROOT / script).is_file()
