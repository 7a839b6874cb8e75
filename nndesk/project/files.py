"""Files: reading and writing ``.nnd`` and ``.json``, safely.

A file is written beside its place and renamed; whatever the bytes, reading ends in a `Project` or an
NndeskError. What a ``.nnd`` holds is in `archive`.
"""

import os
import secrets
import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from nndesk.errors import FileError, VersionError
from nndesk.project.archive import Project, RunRecord, pack, read_only, unpack
from nndesk.project.jsontext import MAX_JSON, read_json
from nndesk.project.spec import decode, dumps

__all__ = ["Project", "RunRecord", "read", "read_only", "replacing", "write"]

AnyPath = str | os.PathLike[str]


def read(path: AnyPath) -> Project:
    """The project in a ``.nnd``, or the experiment in a ``.json``: which it is, its first bytes say.

    Raises NndeskError, for any file.
    """
    try:
        with open(path, "rb") as file:
            start = file.read(4)
            if start.startswith(b"PK"):
                return unpack(file, path)
            text = start + file.read(MAX_JSON)
    except OSError as error:
        raise FileError(f"{path}: cannot be read: {error.strerror or error}") from error
    except VersionError as error:
        raise VersionError(f"{path}: {error}") from None
    if Path(path).suffix.lower() == ".nnd" and not text.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise FileError(f"{path}: is no nndesk file: it is neither a ZIP nor JSON")
    try:
        return Project(decode(read_json(text, f"{path}:")))
    except VersionError as error:
        raise VersionError(f"{path}: {error}") from None


def write(path: AnyPath, project: Project) -> None:
    """Write ``project``: of a ``.json`` the experiment alone, else a ``.nnd``. Raises FileError."""
    if Path(path).suffix.lower() == ".json":
        text = dumps(project.experiment).encode()
        if len(text) > MAX_JSON:
            raise FileError(f"{path}: its rows are too many for a .json, write a .nnd")
        with replacing(path) as file:
            file.write(text)
        return
    with replacing(path) as file:
        pack(file, project)


@contextmanager
def replacing(path: AnyPath) -> Generator[BinaryIO]:
    """A file to write to that takes the place of ``path`` once all is written and on the disk.

    Where the block fails nothing is left behind and the old file stays. Raises FileError for
    what the system refuses. A device or pipe is written to as it is.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".nndesk-{secrets.token_hex(8)}.tmp")
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                yield file
            return
        try:
            with beside.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                beside.chmod(stat.S_IMODE(target.stat().st_mode))
            os.replace(beside, target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
    except FileNotFoundError:  # it names the file beside, which nobody knows
        raise FileError(f"{path}: cannot be written: its folder does not exist") from None
    except OSError as error:
        raise FileError(f"{path}: cannot be written: {error.strerror or error}") from error


def _sync_folder(folder: Path) -> None:
    """Make a renaming last through a power cut, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
