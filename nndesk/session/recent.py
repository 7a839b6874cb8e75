"""The files that were opened or saved last."""

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from nndesk.session.preferences import Preferences

MOST = 10
_KEY = "recent"


@dataclass(frozen=True)
class RecentFile:
    """One file, the newest first: where it is, the units of its layers, when it was used."""

    path: str
    units: tuple[int, ...]  # inputs first
    time: float  # seconds since 1970

    @property
    def exists(self) -> bool:
        return Path(self.path).is_file()


class Recent(QObject):
    """The list itself, kept beside the preferences."""

    changed = Signal()

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = preferences.store
        self.files: tuple[RecentFile, ...] = self._read()

    def add(self, path: Path, units: tuple[int, ...]) -> None:
        """``path`` was opened or saved just now."""
        file = RecentFile(str(path.resolve()), units, time.time())
        self._replace(file, *(other for other in self.files if other.path != file.path))

    def clear(self) -> None:
        self._replace()

    def _replace(self, *files: RecentFile) -> None:
        self.files = files[:MOST]
        if self._store is not None:
            self._store.setValue(_KEY, json.dumps([asdict(file) for file in self.files]))
        self.changed.emit()

    def _read(self) -> tuple[RecentFile, ...]:
        """What is stored; of a list that something else wrote, nothing."""
        try:
            stored = json.loads(str(self._store.value(_KEY, "[]"))) if self._store is not None else []
            return tuple(
                RecentFile(str(file["path"]), tuple(map(int, file["units"])), float(file["time"]))
                for file in stored[:MOST]
            )
        except (ValueError, TypeError, KeyError, OverflowError):
            return ()
