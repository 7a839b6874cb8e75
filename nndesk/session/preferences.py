"""What the user prefers, remembered from one start to the next."""

from typing import Any

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

TEXT_SIZES = (1.0, 1.25, 1.5, 1.75, 2.0)
UNDO_LIMITS = (10, 10_000)
SCENES = ("window", "canvas")  # that can be recorded
MOTIONS = ("on", "off", "system")  # whether it is reduced
FPS = (30, 60)  # of a recording

_DEFAULTS: dict[str, Any] = {
    "language": "",  # the first of the system's that is one of ours
    "theme": "system",
    "text_size": 1.0,
    "reduced_motion": "system",
    "values": False,
    "dashes": False,
    "grid": True,
    "hints": True,
    "undo_limit": 1000,
    "welcome": True,
    "panel": True,
    "record_scene": "window",
    "record_fps": 30,
    "record_pointer": True,
    "record_keys": False,
    "record_microphone": False,
}


def user_settings() -> QSettings:
    """The file where one user's preferences are; tests lead it elsewhere by XDG_CONFIG_HOME."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "nndesk", "nndesk")


class Preferences(QObject):
    """Each preference by its name; what was never chosen has its default.

    ``store`` is None where nothing is remembered.
    """

    changed = Signal(str)  # the name of a preference

    def __init__(self, store: QSettings | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self._values = {name: self._read(name) for name in _DEFAULTS}

    def give(self, **values: Any) -> None:
        """Have ``values`` that are not None for this start alone, until the user prefers others."""
        self._values |= {name: value for name, value in values.items() if value is not None}

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def set(self, name: str, value: Any) -> None:
        """Prefer ``value`` from now on."""
        if self.store is not None:
            self.store.setValue(name, value)
        if self._values[name] != value:
            self._values[name] = value
            self.changed.emit(name)

    def _read(self, name: str) -> Any:
        """What is stored, where it is something that can be preferred."""
        default = _DEFAULTS[name]
        text = "" if self.store is None else str(self.store.value(name, ""))
        match name:
            case "language":
                return text
            case "theme":
                return text if text in ("light", "dark", "system") else default
            case "reduced_motion":
                text = {"true": "on", "false": "off"}.get(text.lower(), text)  # as it was once stored
                return text if text in MOTIONS else default
            case "text_size":
                return next((size for size in TEXT_SIZES if text == str(size)), default)
            case "undo_limit":
                low, high = UNDO_LIMITS
                number = int(text) if text.isdecimal() and len(text) < 10 else 0
                return number if low <= number <= high else default
            case "record_scene":
                return text if text in SCENES else default
            case "record_fps":
                return next((fps for fps in FPS if text == str(fps)), default)
            case _:
                return {"true": True, "false": False}.get(text.lower(), default)

    # -- the window ---------------------------------------------------------------------------

    @property
    def geometry(self) -> QByteArray | None:
        """Where the window was and how large, as Qt keeps it."""
        kept = None if self.store is None else self.store.value("geometry")
        return kept if isinstance(kept, QByteArray) else None

    def keep_geometry(self, geometry: QByteArray) -> None:
        if self.store is not None:
            self.store.setValue("geometry", geometry)
