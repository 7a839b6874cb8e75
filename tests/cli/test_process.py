"""The outermost part: the process, its streams and its variables."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import nndesk
from nndesk.cli import COMMANDS, main
from nndesk.project import files
from nndesk.project.spec import dumps
from tests.cli.helpers import NOT_WINDOWS, environment, run
from tests.experiments import tiny


def test_a_verbose_version_says_what_is_in_it_with_licences(capsys):
    assert main(["--version", "--verbose"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    lines = out.splitlines()
    assert lines[:2] == [f"nndesk {nndesk.__version__}", "nndesk's own source is under the MIT licence."]
    assert re.search(rf"^  NumPy +{re.escape(np.__version__)} +BSD 3-Clause$", out, re.MULTILINE)
    for name, licence in ("Qt, PySide6", "GNU LGPL 3.0"), ("Lucide", "ISC, MIT"), ("tqdm", "MPL 2.0, MIT"):
        assert [line for line in lines if line.startswith(f"  {name} ") and line.endswith(f"  {licence}")]


def test_verbose_alone_is_refused(capsys):
    assert main(["--verbose"]) == 2
    assert "--version" in capsys.readouterr().err


def test_help_and_version_are_results(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr() == (f"nndesk {nndesk.__version__}\n", "")
    assert main(["--help"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert all(command in printed.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help(command: str, capsys):
    assert main([command, "--help"]) == 0
    assert f"usage: nndesk {command}" in capsys.readouterr().out


def test_python_m_nndesk_is_the_command_and_returns_its_status():
    done = run("train", "spirale")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().rstrip("\r\n").endswith("did you mean 'spiral'?")


@NOT_WINDOWS
@pytest.mark.parametrize("arguments", ["presets", "--help", "train tiny.json --json"])
def test_a_reader_who_has_gone_is_no_error(arguments: str):
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "nndesk", *arguments.split()]
    done = subprocess.run(
        command, stdout=theirs, stderr=subprocess.PIPE, env=environment(), timeout=60, check=False
    )
    os.close(theirs)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
def test_a_full_disk_under_standard_output_is_one_line():
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "nndesk", "presets"]
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, env=environment(), timeout=60, check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"nndesk: error: standard output: cannot be written")
    assert done.stderr.count(b"\n") == 1


def test_ascii_terminals_get_the_names_all_the_same(folder: Path):
    (folder / "é.json").write_text(dumps(tiny(name="Spirale é 神")), encoding="utf-8")
    done = run("check", "é.json", PYTHONIOENCODING="ascii:strict")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Spirale \\xe9" in done.stdout


def test_json_is_read_by_any_parser_from_an_ascii_terminal(folder: Path):
    done = run("presets", "--json", PYTHONIOENCODING="ascii:strict")
    assert {preset["name"] for preset in json.loads(done.stdout)} >= {"spiral", "textbook"}
    assert all(byte < 128 for byte in done.stdout)


@NOT_WINDOWS
def test_closed_standard_streams_are_no_error(folder: Path):
    command = f'"{sys.executable}" -m nndesk train tiny.json --epochs 1 -o out.nnd >&- 2>&-'
    assert subprocess.run(command, shell=True, env=environment(), timeout=60, check=False).returncode == 0
    assert files.read("out.nnd").run is not None


def test_numpy_is_limited_to_one_thread_unless_the_user_says_otherwise():
    code = (
        "import os; from nndesk.cli import main; main(['presets']); print(os.environ['OPENBLAS_NUM_THREADS'])"
    )
    for given, expected in ((None, "1"), ("2", "2")):
        variables = environment()
        variables.pop("OPENBLAS_NUM_THREADS", None)
        if given:
            variables["OPENBLAS_NUM_THREADS"] = given
        output = subprocess.check_output([sys.executable, "-c", code], env=variables, text=True)
        assert output.splitlines()[-1] == expected
