"""Where packaged files lie: fonts, icons, presets, data, translations."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# An installed wheel carries the folder inside the package; a checkout has it beside.
_INSTALLED = _PACKAGE / "_resources"
ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "resources"


def resource(name: str) -> Path:
    """The path of a packaged file or folder, ``name`` with forward slashes."""
    return ROOT / name
