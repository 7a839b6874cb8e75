"""How training ends before its time: divergence and Ctrl-C."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from nndesk import commands
from nndesk.cli import main
from nndesk.project import files
from nndesk.project.run import Run
from tests.cli.helpers import NOT_WINDOWS, environment, flat_parameters, names, setting

LINEAR = [f"network.layers.{layer}.activation=linear" for layer in range(3)]
DIVERGING = [*LINEAR, "loss.kind=mse", "optimizer.kind=sgd", "optimizer.learning_rate=9"]


def test_divergence_is_exit_3_with_the_last_finite_state_in_the_file(folder: Path, capsys):
    assert main(["train", "tiny.json", *setting(*DIVERGING), "--json", "-o", "out.nnd"]) == 3
    printed = capsys.readouterr()
    result = json.loads(printed.out)
    assert result["stopped"] == "diverged"
    assert "diverged after epoch" in printed.err
    assert np.isfinite(flat_parameters(folder / "out.nnd")).all()
    digest = hashlib.sha256(flat_parameters(folder / "out.nnd").tobytes()).hexdigest()
    assert result["parameters_sha256"] == digest
    assert result["history"]["epoch"] == list(range(result["epoch"] + 1))


def interrupted(monkeypatch: pytest.MonkeyPatch, epoch: int, times: int) -> None:
    """Have Ctrl-C pressed ``times`` times at the end of ``epoch``."""
    train = Run.train

    def pressed(self: Run, epochs: int, progress: Callable[[int], None]) -> None:
        def noted(now: int) -> None:
            if now == epoch:
                for _ in range(times):
                    signal.raise_signal(signal.SIGINT)
            progress(now)

        train(self, epochs, noted)

    monkeypatch.setattr(Run, "train", pressed)


def test_ctrl_c_saves_what_was_trained(folder: Path, monkeypatch, capsys):
    with monkeypatch.context() as patched:
        interrupted(patched, epoch=5, times=1)
        assert main(["train", "tiny.json", "--json", "-o", "out.nnd"]) == 130
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "nndesk: interrupted at epoch 5; written to out.nnd\n"
    assert main(["train", "out.nnd", "-o", "out.nnd"]) == 0
    assert main(["train", "tiny.json", "-o", "whole.nnd"]) == 0
    assert (folder / "out.nnd").read_bytes() == (folder / "whole.nnd").read_bytes()


def test_a_second_ctrl_c_saves_the_epoch_before(monkeypatch):
    interrupted(monkeypatch, epoch=5, times=2)
    monkeypatch.setattr(
        commands, "perf_counter", iter(range(0, 1000, 2)).__next__
    )  # every epoch takes seconds
    assert main(["train", "tiny.json", "-o", "out.nnd"]) == 130
    record = files.read("out.nnd").run
    assert record is not None
    assert (record.epoch, record.step, len(record.train)) == (4, 20, 5)


def test_ctrl_c_without_an_output_file_leaves_none(folder: Path, monkeypatch, capsys):
    interrupted(monkeypatch, epoch=5, times=1)
    assert main(["train", "tiny.json"]) == 130
    assert capsys.readouterr().err == "nndesk: interrupted at epoch 5\n"
    assert names(folder) == ["tiny.json"]


def test_the_handler_of_ctrl_c_is_put_back():
    before = signal.getsignal(signal.SIGINT)
    assert main(["train", "tiny.json", "--epochs", "1"]) == 0
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_outside_training_is_130_without_a_traceback(monkeypatch, capsys):
    def pressed(_options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "presets", pressed)
    assert main(["presets"]) == 130
    assert capsys.readouterr() == ("", "")


@NOT_WINDOWS
def test_a_terminal_shows_a_bar_and_ctrl_c_there_saves(folder: Path):
    import pty
    import termios

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (25, 80))  # a bar needs room
    command = [sys.executable, "-m", "nndesk", "train", str(folder / "tiny.json"), "--epochs", "9999999"]
    process = subprocess.Popen(
        [*command, "-o", "out.nnd"], stdout=subprocess.PIPE, stderr=theirs, env=environment(), cwd=folder
    )
    os.close(theirs)
    shown = b""
    while b"epochs/s" not in shown:
        shown += os.read(ours, 4096)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=30)
    os.close(ours)
    assert (process.returncode, output) == (130, b"")
    record = files.read(folder / "out.nnd").run
    assert record is not None
    assert record.epoch > 0
