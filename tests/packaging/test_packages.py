"""The packages that packaging/test.py --packages leaves in dist/."""

import ctypes.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import nndesk

ROOT = Path(__file__).parents[2]
DIST = ROOT / "dist"

pytestmark = pytest.mark.packages


RENDER = ("render", "spiral", "--epochs", "20", "--lang", "zh_CN")


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What the checkout draws of `RENDER`."""
    out = tmp_path_factory.mktemp("checkout") / "checkout.png"
    subprocess.run([sys.executable, "-m", "nndesk", *RENDER, "-o", out], check=True, cwd=ROOT)
    return out.read_bytes()


@pytest.fixture(scope="module")
def wheel() -> Path:
    return DIST / f"nndesk-{nndesk.__version__}-py3-none-any.whl"


def files(folder: str) -> set[str]:
    """The files of a folder of the checkout that belong in a package."""
    found = (
        path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )
    return {path.relative_to(ROOT).as_posix() for path in found}


def test_the_wheel_has_the_program_and_every_resource(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for part in "fonts/Inter-Regular.ttf", "icons/play.svg", "i18n/nndesk_zh_CN.qm", "lessons/neuron.json":
        assert f"nndesk/_resources/{part}" in names
    assert {f"nndesk/_resources/data/iris.{kind}" for kind in ("csv.gz", "txt")} <= names
    assert files("nndesk") <= names
    assert {name.replace("resources/", "nndesk/_resources/", 1) for name in files("resources")} <= names


def test_the_source_package_has_all_that_is_needed_to_work_on_it():
    top = f"nndesk-{nndesk.__version__}"
    with tarfile.open(DIST / f"{top}.tar.gz") as package:
        names = {name.removeprefix(f"{top}/") for name in package.getnames()}
    for folder in "nndesk", "resources", "tests":
        assert files(folder) <= names
    assert {
        *(f"packaging/{name}.py" for name in ("build", "environment", "run", "test")),
        "packaging/requirements.txt",
        "LICENSE",
        "README.md",
    } <= names


def test_the_wheel_draws_the_same_where_there_is_no_checkout(wheel, picture, tmp_path):
    venv.create(tmp_path / "env", with_pip=False, symlinks=sys.platform != "win32")
    scripts = "Scripts" if sys.platform == "win32" else "bin"
    python = tmp_path / "env" / scripts / ("python.exe" if sys.platform == "win32" else "python3")
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(subprocess.check_output([python, "-c", code], text=True).strip())
    zipfile.ZipFile(wheel).extractall(site)
    # The requirements come from the environment that runs the tests; the program must come from the wheel.
    (site / "zz.pth").write_text(sysconfig.get_path("purelib") + "\n")
    code = "import nndesk; print(nndesk.__file__)"
    place = subprocess.check_output([python, "-I", "-c", code], text=True, cwd=tmp_path).strip()
    assert Path(place).is_relative_to(site)
    out = tmp_path / "wheel.png"
    subprocess.run([python, "-I", "-m", "nndesk", *RENDER, "-o", out], check=True, cwd=tmp_path)
    assert out.read_bytes() == picture


@pytest.fixture(scope="module")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the .deb, unpacked."""
    if not shutil.which("dpkg-deb"):
        pytest.skip("no dpkg-deb here; a .deb is built and tested on Debian and its like")
    (package,) = DIST.glob(f"nndesk_{nndesk.__version__}_*.deb")
    folder = tmp_path_factory.mktemp("debian")
    subprocess.run(["dpkg-deb", "-x", package, folder], check=True)
    return folder


def alone(debian: Path) -> list[str | Path]:
    """The command that starts the package's program without the variables of this machine."""
    # A bare machine has not even what the package depends on; the tests' environment has it.
    bare = not (ctypes.util.find_library("EGL") and ctypes.util.find_library("GL"))
    variables = [f"LD_LIBRARY_PATH={os.environ.get('LD_LIBRARY_PATH', '')}"] if bare else []
    return ["env", "-i", *variables, debian / "usr/bin/nndesk"]


def test_the_debian_package_draws_the_same_without_the_variables_of_this_machine(debian, picture, tmp_path):
    out = tmp_path / "debian.png"
    subprocess.run([*alone(debian), *RENDER, "-o", out], check=True, cwd=tmp_path)
    assert out.read_bytes() == picture


def test_the_debian_package_writes_the_same_film(debian, tmp_path):
    words = ["render", "spiral", "--epochs", "0:10", "--seconds", "1", "--size", "640x480", "-o"]
    subprocess.run([sys.executable, "-m", "nndesk", *words, tmp_path / "checkout.mp4"], check=True, cwd=ROOT)
    subprocess.run([*alone(debian), *words, tmp_path / "debian.mp4"], check=True, cwd=tmp_path)
    assert (tmp_path / "debian.mp4").read_bytes() == (tmp_path / "checkout.mp4").read_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "applications/nndesk.desktop",
        "metainfo/org.nndesk.nndesk.metainfo.xml",
        "mime/packages/nndesk.xml",
        "man/man1/nndesk.1.gz",
        "doc/nndesk/changelog.gz",
        "doc/nndesk/copyright",
        "lintian/overrides/nndesk",
        *(f"icons/hicolor/{size}x{size}/apps/nndesk.png" for size in (16, 24, 32, 48, 64, 128, 256, 512)),
        "icons/hicolor/48x48/mimetypes/application-x-nndesk.png",
        "icons/hicolor/scalable/apps/nndesk.svg",
        "icons/hicolor/scalable/mimetypes/application-x-nndesk.svg",
    ],
)
def test_a_desktop_finds_what_it_looks_for(debian, name):
    assert (debian / "usr/share" / name).stat().st_size > 0


@pytest.mark.parametrize("unused", ["Network", "Qml", "Quick", "WebEngine", "Pdf", "libqgtk3", "libQt6Egl"])
def test_parts_of_qt_that_nothing_uses_are_left_out(debian, unused):
    assert [path for path in debian.rglob(f"*{unused}*") if "PySide6" in path.parts] == []


def test_the_bundle_is_under_the_gpl_and_offers_its_source(debian):
    licences = debian / "usr/lib/nndesk/_internal/nndesk/_resources/licences"
    assert "GNU General Public License, version 3 or" in (licences / "README.txt").read_text()
    assert "nndesk authors will give anyone who asks the complete" in (licences / "README.txt").read_text()
    assert "Version 3, 29 June 2007" in (licences / "GPL-3.0.txt").read_text()
    assert "x264" in (debian / "usr/share/doc/nndesk/copyright").read_text()


def test_every_library_of_the_bundle_has_its_licence(debian):
    inside = debian / "usr/lib/nndesk/_internal"
    licences = inside / "nndesk/_resources/licences"
    libraries = {path.name for path in inside.glob("libxcb-*.so.?")}
    assert libraries
    for library in libraries:
        stem, _, number = library.partition(".so.")
        assert (licences / "system-libraries" / f"{stem}{number}.txt").exists()
    for part in "numpy", "av", "msgspec", "pyqtgraph", "safetensors", "sounddevice":
        assert any((licences / "python-packages" / part).iterdir())


def test_the_bundle_names_its_parts(debian):
    said = subprocess.check_output([*alone(debian), "--version", "--verbose"], text=True).splitlines()
    assert said[0] == f"nndesk {nndesk.__version__}"
    assert any("GNU General Public License, version 3" in line for line in said)
    for part in "Qt, PySide6", "NumPy", "FFmpeg, x264, x265 in PyAV", "libxcb-cursor0", "libstdc++6":
        (line,) = (line for line in said if line.startswith(f"  {part} "))
        assert len(line.split("  ")[-1]) > 2
