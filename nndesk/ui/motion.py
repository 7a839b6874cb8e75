"""What the system prefers of motion. Qt does not say, so the system itself is asked."""

import ctypes
import os
import sys
from collections.abc import Callable
from ctypes.util import find_library
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusPendingCallWatcher

#: Takes whether motion is to be reduced.
Answer = Callable[[bool], None]
#: Reads a setting by namespace and key, and has it taken: None where there is none.
Read = Callable[[tuple[str, str], Callable[[object], None]], None]

_CLIENT_AREA_ANIMATION = 0x1042  # SPI_GETCLIENTAREAANIMATION
_PORTAL = (
    "org.freedesktop.portal.Desktop",
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Settings",
)
_TIMEOUT_MS = 2000
#: What desktops call it, and what each says where motion is to be reduced.
_SETTINGS: dict[tuple[str, str], Callable[[Any], bool]] = {
    ("org.freedesktop.appearance", "reduced-motion"): lambda value: value == 1,
    ("org.gnome.desktop.interface", "enable-animations"): lambda value: value is False,
    ("org.kde.kdeglobals.KDE", "AnimationDurationFactor"): lambda value: _number(value) == 0.0,
}


class SystemMotion(QObject):
    """Asks now, and whenever one comes back to the program: settings are changed elsewhere."""

    told = Signal(bool)  # whether motion is to be reduced; not at all where the system does not say

    def __init__(self, ask: Callable[[Answer], None], parent: QObject) -> None:
        super().__init__(parent)
        self._ask = ask
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._return)

    def ask(self) -> None:
        self._ask(self.told.emit)

    def _return(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.ask()


def system_motion(parent: QObject) -> SystemMotion:
    """That of the system on which this runs."""
    if sys.platform == "win32":
        return SystemMotion(lambda answer: ask_windows(ctypes.windll.user32, answer), parent)
    if sys.platform == "darwin":
        return SystemMotion(lambda answer: ask_macos(_objective_c(), answer), parent)
    portal = Portal(parent)
    return SystemMotion(lambda answer: ask_desktop(portal.read, answer), parent)


def ask_windows(user32: Any, answer: Answer) -> None:
    """Settings, Accessibility, Visual effects: animation effects."""
    animated = ctypes.c_int(1)
    if user32.SystemParametersInfoW(_CLIENT_AREA_ANIMATION, 0, ctypes.byref(animated), 0):
        answer(not animated.value)


def ask_macos(objc: Any, answer: Answer) -> None:
    """System Settings, Accessibility, Display: reduce motion."""
    if objc is None:
        return
    objc.objc_getClass.restype = objc.sel_registerName.restype = ctypes.c_void_p
    objc.objc_getClass.argtypes = objc.sel_registerName.argtypes = [ctypes.c_char_p]
    kind = objc.objc_getClass(b"NSWorkspace")
    if kind:
        # A message is sent as a call of the method's own type.
        method = ctypes.c_void_p, ctypes.c_void_p
        to_object = ctypes.cast(objc.objc_msgSend, ctypes.CFUNCTYPE(ctypes.c_void_p, *method))
        to_flag = ctypes.cast(objc.objc_msgSend, ctypes.CFUNCTYPE(ctypes.c_bool, *method))
        workspace = to_object(kind, objc.sel_registerName(b"sharedWorkspace"))
        answer(to_flag(workspace, objc.sel_registerName(b"accessibilityDisplayShouldReduceMotion")))


def _objective_c() -> Any:
    path = find_library("objc")
    return None if path is None else ctypes.CDLL(path)


def ask_desktop(read: Read, answer: Answer) -> None:
    """What any of the settings says, once there is an answer of each; a desktop knows some of them."""
    said: list[bool | None] = []

    def take(reduced: bool | None) -> None:
        said.append(reduced)
        if len(said) == len(_SETTINGS) and set(said) != {None}:
            answer(True in said)

    for names, reduces in _SETTINGS.items():
        read(names, lambda value, reduces=reduces: take(None if value is None else reduces(value)))


def _number(text: object) -> float:
    try:
        return float(str(text))
    except ValueError:
        return 1.0


class Portal(QObject):
    """Reads settings of a Linux desktop, without ever waiting for it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[QObject, Callable[[object], None]] = {}

    def read(self, names: tuple[str, str], take: Callable[[object], None]) -> None:
        """Ask for a setting by its namespace and key; ``take`` gets it, or None where there is none."""
        if not _has_bus():
            return
        try:
            from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
        except ImportError:  # some distributions have it in a package of its own
            return
        bus = QDBusConnection.sessionBus()
        if bus.isConnected():
            message = QDBusMessage.createMethodCall(*_PORTAL, "Read")
            message.setArguments(list(names))
            watcher = QDBusPendingCallWatcher(bus.asyncCall(message, _TIMEOUT_MS), self)
            self._waiting[watcher] = take
            watcher.finished.connect(self._take)

    def _take(self, watcher: "QDBusPendingCallWatcher") -> None:
        from PySide6.QtDBus import QDBusVariant

        take = self._waiting.pop(watcher)
        values = [] if watcher.isError() else watcher.reply().arguments()
        value = values[0] if values else None
        while isinstance(value, QDBusVariant):  # one in another
            value = value.variant()
        watcher.deleteLater()
        take(value)


def _has_bus() -> bool:
    """Whether there is a session bus: looking for one without an address would start one."""
    folder = os.environ.get("XDG_RUNTIME_DIR")
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS") or (folder and Path(folder, "bus").exists()))
