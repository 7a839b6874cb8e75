"""packaging/desktop/setup.sh: what a .run does where it is started, with a stand-in for the program."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DESKTOP = Path(__file__).parents[2] / "packaging/desktop"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a .run is for Linux")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """What is in a .run, small."""
    folder = tmp_path / "unpacked"
    (folder / "nndesk/_internal").mkdir(parents=True)
    (folder / "nndesk/nndesk").write_text("#!/bin/sh\necho started\n")
    (folder / "nndesk/nndesk").chmod(0o755)
    (folder / "nndesk/_internal/part").touch()
    for name in ("applications/nndesk.desktop", "mime/packages/nndesk.xml"):
        (folder / "share" / name).parent.mkdir(parents=True)
    shutil.copy(DESKTOP / "nndesk.desktop", folder / "share/applications")
    shutil.copy(DESKTOP / "nndesk.mime.xml", folder / "share/mime/packages/nndesk.xml")
    shutil.copy(DESKTOP / "setup.sh", folder)
    return folder


def setup(script: Path, *words: str, home: Path) -> "subprocess.CompletedProcess[str]":
    variables = {"PATH": os.environ["PATH"], "HOME": str(home)}
    return subprocess.run(
        ["sh", script, *words], env=variables, cwd=home, capture_output=True, text=True, check=False
    )


def everything(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "a user's home"
    folder.mkdir()
    return folder


def test_it_installs_for_the_user_and_starts(package, home):
    assert setup(package / "setup.sh", home=home).returncode == 0
    program = home / ".local/bin/nndesk"
    assert subprocess.check_output([program], text=True) == "started\n"
    lines = (home / ".local/share/applications/nndesk.desktop").read_text().splitlines()
    assert f'Exec="{program}" %f' in lines


def test_it_removes_without_a_trace(package, home):
    setup(package / "setup.sh", home=home)
    removed = setup(home / ".local/lib/nndesk/setup.sh", "--remove", home=home)
    assert (removed.returncode, removed.stderr) == (0, "")
    assert everything(home) == set()


def test_it_leaves_what_others_put_there(package, home):
    (home / ".local/share/applications").mkdir(parents=True)
    (home / ".local/share/applications/other.desktop").touch()
    (home / ".local/bin").mkdir()
    before = everything(home)
    setup(package / "setup.sh", home=home)
    setup(home / ".local/lib/nndesk/setup.sh", "--remove", home=home)
    assert everything(home) - {".local/share/applications/mimeinfo.cache"} == before - {".local/bin"}
    assert (home / ".local/share/applications/other.desktop").exists()


def test_a_newer_version_takes_the_place_of_the_older_one(package, home):
    setup(package / "setup.sh", home=home)
    (package / "nndesk/_internal/part").rename(package / "nndesk/_internal/new")
    (package / "share/mime/packages/nndesk.xml").rename(package / "share/mime/packages/other.xml")
    assert setup(package / "setup.sh", home=home).returncode == 0
    inside = everything(home / ".local")
    assert {"lib/nndesk/_internal/new", "share/mime/packages/other.xml", "bin/nndesk"} <= inside
    assert not {"lib/nndesk/_internal/part", "share/mime/packages/nndesk.xml", "lib/nndesk.new"} & inside


def test_another_folder_can_be_said(package, home):
    assert setup(package / "setup.sh", "--prefix=here", home=home).returncode == 0
    assert (home / "here/bin/nndesk").exists()
    assert not (home / ".local").exists()


@pytest.mark.parametrize("words", [["--what"], ["--prefix="], ["--remove"]])
def test_what_cannot_be_done_is_said_and_leaves_nothing(package, home, words):
    done = setup(package / "setup.sh", *words, home=home)
    assert done.returncode == 2
    assert done.stderr.startswith("nndesk: ")
    assert everything(home) == set()


def test_a_folder_of_someone_else_is_not_overwritten(package, home):
    (home / ".local/lib/nndesk").mkdir(parents=True)
    (home / ".local/lib/nndesk/mine").touch()
    done = setup(package / "setup.sh", home=home)
    assert done.returncode == 2
    assert (home / ".local/lib/nndesk/mine").exists()
    assert not (home / ".local/bin").exists()
