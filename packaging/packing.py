"""What every kind of package needs: where things are, which version and date they have, tools to run."""

import os
import re
import subprocess
from pathlib import Path

import environment

ROOT = environment.HERE.parent
DIST = ROOT / "dist"
BUILD = environment.HERE / "build"  # what is made on the way


def version():
    """The version of the program."""
    text = (ROOT / "nndesk/__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    assert found is not None
    return found[1]


def epoch():
    """The moment that all files in a package bear: the last commit's, so that builds are alike."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    try:
        command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    except (OSError, subprocess.CalledProcessError, ValueError):  # no clone, or no git
        return int((ROOT / "pyproject.toml").stat().st_mtime)


def tool(*words, **variables):
    """Run the environment's Python with these words, or stop."""
    run(environment.PYTHON, *words, **variables)


def run(*words, **variables):
    """Run a program in the checkout, or stop."""
    env = {**environment.variables(), "SOURCE_DATE_EPOCH": str(epoch()), **variables}
    status = environment.run(words, cwd=ROOT, env=env).returncode
    if status:
        environment.stop(f"{Path(words[0]).name} failed, for the reason above", status)
