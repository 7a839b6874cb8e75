"""The program with all that it needs in one folder, by PyInstaller, and the licences of all that is in it."""

import ast
import gzip
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import environment
import packing

FOLDER = packing.BUILD / "bundle/nndesk"
INSIDE = FOLDER / "_internal"
SYSTEM = {"libcups.so.2"}  # printing works with the system's or not at all
MISSING = re.compile(r"could not resolve '([^']+)'")
# The licences of Debian's libraries in a few words; the texts are put beside them.
SHORT = {
    "AFL 2.1 or GPL 2.0 or later": "libdbus-1-3",
    "BSD": "libcap2|liblz4-1|libmpdec3|libpcre2-.*|libuuid1|libzstd1|libmd0|libbsd0",
    "bzip2": "libbz2-1.0",
    "FreeType licence": "libfreetype6",
    "GPL 3.0 with the exception for GCC's libraries": "libgcc-s1|libstdc[+]{2}6|libatomic1",
    "LGPL 2.1 or later": "libglib2.0-0|libgcrypt20|libgpg-error0|libsystemd0",
    "libpng": "libpng16-16",
    "MIT": "libbrotli1|libexpat1|libffi8|libfontconfig1|libx11-.*|libxau6|libxcb.*|libxdmcp6|libxkbcommon.*",
    "PSF License 2": "libpython3[.].*",
    "public domain": "liblzma5",
    "zlib": "zlib1g",
}


def make():
    """Build the folder anew; on macOS the application beside it."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    licences(site(), python_licence(), packing.BUILD / "licences")
    environment.say("bundling the program with PyInstaller")
    work = packing.BUILD / "work"
    log = packing.BUILD / "pyinstaller.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [environment.PYTHON, "-m", "PyInstaller", "--noconfirm", "--distpath", FOLDER.parent]
    command += ["--workpath", work, environment.HERE / "nndesk.spec"]
    with log.open("w") as file:
        packing.run(*command, log=file, PYTHONHASHSEED="1")
    if sys.platform == "linux":
        for library in INSIDE.glob("libpython3.*.so.*"):
            # Others must not be stripped: OpenBLAS's does not load any more.
            packing.run("strip", "--strip-unneeded", library)
        prune()
        # PyInstaller only warns of what it does not find; what nobody in the bundle names is not missed.
        missing = sorted(set(MISSING.findall(log.read_text())) & (set(outside()) - SYSTEM))
        if missing:
            environment.stop("libraries are missing on this machine: " + ", ".join(missing))
        contents = ast.literal_eval((work / "nndesk/COLLECT-00.toc").read_text())[0]
        debian_licences(contents, INSIDE / "nndesk/_resources/licences")


def prune():
    """Take out the libraries that nothing in the bundle needs any more."""
    while True:
        needed = set().union(*needs().values())
        idle = [
            file
            for folder in (INSIDE, INSIDE / "PySide6/Qt/lib")
            for file in folder.glob("lib*.so*")
            if not file.exists() or not (file.name in needed or file.name.startswith("libpython"))
        ]
        if not idle:
            return
        for file in idle:
            file.unlink()


def needs():
    """The libraries that each program, library and module of the bundle names, by its path."""
    found, names = {}, set()
    for line in _headers().splitlines():
        words = line.split()
        if "     file format elf" in line:
            found[Path(line.split(":     file format")[0])] = names = set()
        elif words[:1] == ["NEEDED"]:
            names.add(words[1])
    return found


def glibc():
    """The versions of glibc's interface that any part of the bundle asks for."""
    return set(re.findall(r"GLIBC_([0-9.]+)", _headers()))


def _headers():
    files = [file for file in FOLDER.rglob("*") if file.is_file() and not file.is_symlink()]
    files = [str(file) for file in files if file.name == "nndesk" or ".so" in file.name]
    plain = {**os.environ, "LC_ALL": "C"}
    return subprocess.run(["objdump", "-p", *files], stdout=-1, check=True, text=True, env=plain).stdout


def outside():
    """The libraries that the bundle takes from the system, each with the parts that name it."""
    inside = {file.name for file in FOLDER.rglob("lib*.so*")}
    found = {}
    for file, names in needs().items():
        for name in names - inside:
            found.setdefault(name, []).append(file)
    return found


def licences(site, python, to):
    """Put the licences of the bundle, of Python and of the packages in ``site`` into a folder."""
    shutil.rmtree(to, ignore_errors=True)
    for text in (environment.HERE / "licences").iterdir():
        packing.write(to / text.name, packing.filled(text))
    _copy(packing.ROOT / "LICENSE", to / "nndesk.txt")
    _copy(python, to / "python.txt")
    for folder in site.glob("*.dist-info"):
        name = folder.name.split("-")[0]
        if name.replace("_", "-").lower() in packing.PARTS:
            for text in sorted([*folder.glob("LICEN[CS]E*"), *folder.glob("licenses/**/*")]):
                if text.is_file() and text.suffix in ("", ".txt", ".md", ".rst"):
                    part = "-".join(text.relative_to(folder).parts[1:] or text.parts[-1:])
                    _copy(text, to / "python-packages" / name / part)


def debian_licences(contents, to):
    """Add the licences of Debian's libraries, and a table of them."""
    inside = {file.name for file in INSIDE.iterdir()}
    sources = [Path(source) for name, source, kind in contents if system(source, kind) and name in inside]
    lines = []
    for name in sorted({package(source) for source in sources}):
        _copy(copyright_of(name), to / "system-libraries" / f"{name}.txt")
        lines.append(f"{name}\t{version_of(name)}\t{licence_of(name)}\n")
    packing.write(to / "system-libraries.tsv", "".join(lines))


def site():
    """Where the environment's packages are."""
    (folder,) = environment.ENV.glob("lib/python3.*/site-packages")
    return folder


def python_licence():
    """The licence text of the Python that is bundled."""
    base, (major, minor) = Path(sys.base_prefix), sys.version_info[:2]
    for place in (
        base / "LICENSE.txt",
        Path(sysconfig.get_path("stdlib"), "LICENSE.txt"),
        Path(f"/usr/share/doc/python{major}.{minor}/copyright"),
    ):
        if place.is_file():
            return place
    return environment.stop("the licence of this Python is nowhere to be found")


def system(source, kind):
    """Whether a part of the bundle is a library of this Linux system, or unpacked beside it."""
    if kind != "BINARY":
        return False
    if source.startswith(("/lib/", "/usr/lib/", str(environment.PRIVATE))):
        return True
    if site() not in Path(source).parents and Path(sys.base_prefix) not in Path(source).parents:
        environment.stop(f"{source} would be in the bundle, and its licence is not known")
    return False


def package(library):
    """The Debian package that a library comes from."""
    if environment.PRIVATE in library.parents:
        return environment.package(library.name)
    real = library.resolve()
    for path in library, real, Path("/", *real.parts[2:]), Path("/", *library.parts[2:]):
        found = subprocess.run(["dpkg-query", "-S", str(path)], stdout=-1, stderr=-3, text=True)
        if found.returncode == 0:
            return found.stdout.split(":")[0]
    return environment.stop(f"{library} belongs to no Debian package, so its licence is not known")


def copyright_of(package):
    """The copyright file of a Debian package, installed or unpacked."""
    for root in Path("/"), environment.PRIVATE:
        for name in package, package + "t64":
            file = root / "usr/share/doc" / name / "copyright"
            if file.is_file():
                return file
    return environment.stop(f"{package} has no copyright file here, so its licence is not known")


def version_of(package):
    """The version of a Debian package, installed or unpacked."""
    command = ["dpkg-query", "-W", "-f", "${Version}", package]
    found = subprocess.run(command, stdout=-1, stderr=-3, text=True).stdout
    if found:
        return found
    for log in copyright_of(package).parent.glob("changelog.Debian.gz"):
        return gzip.decompress(log.read_bytes()).decode().split("(")[1].split(")")[0]
    return ""


def licence_of(package):
    """The licence of a Debian package's library, in a few words."""
    for licence, names in SHORT.items():
        if re.match(f"({names})$", package):
            return licence
    return environment.stop(f"the licence of {package} is to be named in bundle.py")


def _copy(source, to):
    packing.write(to, source.read_bytes())
