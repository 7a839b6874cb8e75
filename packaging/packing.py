"""What every kind of package needs: where things are, which version and date they have, tools to run."""

import os
import re
import subprocess
import time
from pathlib import Path

import environment

ROOT = environment.HERE.parent
DIST = ROOT / "dist"
BUILD = environment.HERE / "build"  # what is made on the way
# The Python packages that a bundle holds; the others of the lock are tools.
PARTS = [
    "msgspec",
    "numpy",
    "pyside6-essentials",
    "shiboken6",
    "pyqtgraph",
    "safetensors",
    "threadpoolctl",
    "tqdm",
    "av",
    "sounddevice",
    "cffi",
]
MAINTAINER = "the nndesk authors <maintainers@users.noreply.r-seed-51357312.example>"


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
        return int(said("git", "-C", ROOT, "log", "-1", "--format=%ct"))
    except (OSError, subprocess.CalledProcessError, ValueError):  # no clone, or no git
        return int((ROOT / "pyproject.toml").stat().st_mtime)


def filled(file):
    """The text of a file with what is known only now."""
    text = file.read_text(encoding="utf-8")
    date = time.strftime("%Y-%m-%d", time.gmtime(epoch()))
    for name, value in {"VERSION": version(), "DATE": date, "MAINTAINER": MAINTAINER}.items():
        text = text.replace(f"@{name}@", value)
    return text


def write(path, content):
    """Write text or bytes into a file, in folders that are made where there are none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def drawn(svg, kind, sizes):
    """The pictures of an icon of resources/app, by size."""
    folder = BUILD / "icons" / kind
    folder.mkdir(parents=True, exist_ok=True)
    picture = ROOT / "resources/app" / svg
    tool(environment.HERE / "icons.py", picture, folder, *sizes, QT_QPA_PLATFORM="offscreen")
    return {size: (folder / f"{size}.png").read_bytes() for size in sizes}


def tool(*words, **variables):
    """Run the environment's Python with these words, or stop."""
    run(environment.PYTHON, *words, **variables)


def said(*words):
    """What a program prints on one line."""
    return subprocess.run([str(word) for word in words], stdout=-1, check=True, text=True).stdout.strip()


def run(*words, log=None, **variables):
    """Run a program in the checkout, or stop. What it says goes to standard error, or into an open file."""
    env = {**environment.variables(), "SOURCE_DATE_EPOCH": str(epoch()), **variables}
    streams = {"stdout": log, "stderr": log} if log else {}
    status = environment.run(words, cwd=ROOT, env=env, **streams).returncode
    if status:
        where = f"; {log.name} says why" if log else ", for the reason above"
        environment.stop(f"{Path(words[0]).name} failed{where}", status)
