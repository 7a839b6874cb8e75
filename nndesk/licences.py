"""Whose work is in the program, under which licence."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from typing import NamedTuple

from nndesk.resources import resource

_OFL = "SIL Open Font License 1.1"
#: What comes with the program, and what it needs: name, package it is asked of for its version, licence.
_PARTS: tuple[tuple[str, str, str], ...] = (
    ("Qt, PySide6", "PySide6-Essentials", "GNU LGPL 3.0"),
    ("Python", "", "PSF License 2"),
    ("NumPy", "numpy", "BSD 3-Clause"),
    ("pyqtgraph", "pyqtgraph", "MIT"),
    ("msgspec", "msgspec", "BSD 3-Clause"),
    ("safetensors", "safetensors", "Apache 2.0"),
    ("threadpoolctl", "threadpoolctl", "BSD 3-Clause"),
    ("tqdm", "tqdm", "MPL 2.0, MIT"),
    ("PyAV", "av", "BSD 3-Clause"),
    ("FFmpeg, x264, x265 in PyAV", "av", "GNU LGPL 3.0, GPL 2.0 or later"),
    ("sounddevice, PortAudio", "sounddevice", "MIT"),
    ("Inter", "", _OFL),
    ("Noto Sans SC", "", _OFL),
    ("STIX Two", "", _OFL),
    ("Lucide", "", "ISC, MIT"),
    ("Digits, Iris, Wine, Breast cancer (UCI)", "", "CC BY 4.0"),
    ("Palmer penguins", "", "CC0 1.0"),
)
_OPTIONAL = ("av", "sounddevice")


class Part(NamedTuple):
    """One of the works that are in the program."""

    name: str
    version: str  # empty where it has none
    licence: str


def parts() -> list[Part]:
    """What runs here; the packages of an extra only where they are installed."""
    found = list[Part]()
    for name, package, licence in _PARTS:
        there = _version_of(name, package)
        if there or package not in _OPTIONAL:
            found.append(Part(name, "" if " in " in name else there, licence))
    return found


def bundle() -> Path | None:
    """The folder with the licences of all that a bundle brings; None where nndesk is no bundle."""
    folder = resource("licences")
    return folder if folder.is_dir() else None


def libraries() -> list[Part]:
    """The system libraries that the bundle brings besides."""
    folder = bundle()
    table = folder / "system-libraries.tsv" if folder else None
    if table is None or not table.is_file():
        return []
    return [Part(*line.split("\t")) for line in table.read_text(encoding="utf-8").splitlines()]


def _version_of(name: str, package: str) -> str:
    if name == "Python":
        return python_version()
    try:
        return version(package) if package else ""
    except PackageNotFoundError:
        return ""
