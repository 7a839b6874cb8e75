"""The wheel and the source package, as packaging/test.py --packages leaves them in dist/."""

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
