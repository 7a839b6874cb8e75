"""What the system prefers of motion, as each kind of system says it."""

import ctypes
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from nndesk.ui.motion import Portal, SystemMotion, ask_desktop, ask_macos, ask_windows

APPEARANCE = "org.freedesktop.appearance", "reduced-motion"
GNOME = "org.gnome.desktop.interface", "enable-animations"
KDE = "org.kde.kdeglobals.KDE", "AnimationDurationFactor"


@pytest.mark.parametrize(
    ("known", "answers"),
    [
        ({}, []),
        ({APPEARANCE: 0}, [False]),
        ({APPEARANCE: 1}, [True]),
        ({GNOME: True}, [False]),
        ({GNOME: False}, [True]),
        ({APPEARANCE: 0, GNOME: False}, [True]),
        ({KDE: "0"}, [True]),
        ({KDE: "0.5", APPEARANCE: 0}, [False]),
        ({KDE: "much"}, [False]),
        ({KDE: ["0"], APPEARANCE: "1"}, [False]),
    ],
)
def test_a_desktop_says_it_by_any_of_its_settings(known: dict[tuple[str, str], object], answers: list[bool]):
    heard: list[bool] = []
    ask_desktop(lambda names, take: take(known.get(names)), heard.append)
    assert heard == answers


def test_nothing_is_said_before_all_settings_are_known():
    waiting: list[Callable[[object], None]] = []
    heard: list[bool] = []
    ask_desktop(lambda names, take: waiting.append(take), heard.append)
    for take in waiting[:-1]:
        take(0)
    assert not heard
    waiting[-1](None)
    assert heard == [False]


def test_without_a_bus_nothing_is_asked(qapp: QApplication, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    parent, heard = QObject(), list[bool]()
    ask_desktop(Portal(parent).read, heard.append)
    assert not heard


def test_a_bus_that_is_not_there_does_no_harm(qapp: QApplication, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at-all")
    parent, heard = QObject(), list[bool]()
    ask_desktop(Portal(parent).read, heard.append)
    assert not heard


@pytest.mark.parametrize(("worked", "animated", "answers"), [(1, 1, [False]), (1, 0, [True]), (0, 0, [])])
def test_windows_says_whether_it_animates(worked: int, animated: int, answers: list[bool]):
    def ask(what: int, size: int, value: object, save: int) -> int:
        assert (what, size, save) == (0x1042, 0, 0)
        ctypes.cast(value, ctypes.POINTER(ctypes.c_int))[0] = animated  # pyright: ignore[reportArgumentType]
        return worked

    heard: list[bool] = []
    ask_windows(SimpleNamespace(SystemParametersInfoW=ask), heard.append)
    assert heard == answers


@pytest.mark.parametrize("reduced", [True, False])
def test_macos_is_asked_for_its_workspace(reduced: bool):
    names: dict[int, bytes] = {}

    def number(name: bytes) -> int:
        names[len(names) + 1] = name
        return len(names)

    def message(receiver: int, selector: int) -> int:
        sent.append((receiver, names[selector]))
        return 77 if names[selector] == b"sharedWorkspace" else int(reduced)

    sent: list[tuple[int, bytes]] = []
    send = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(message)
    objc = SimpleNamespace(
        objc_getClass=lambda name: number(name), sel_registerName=lambda name: number(name), objc_msgSend=send
    )
    heard: list[bool] = []
    ask_macos(objc, heard.append)
    assert names[1] == b"NSWorkspace"
    assert sent == [(1, b"sharedWorkspace"), (77, b"accessibilityDisplayShouldReduceMotion")]
    assert heard == [reduced]
    ask_macos(None, heard.append)
    assert heard == [reduced]


def test_the_system_is_asked_again_when_one_comes_back(qapp: QApplication):
    asked: list[object] = []
    parent = QObject()
    motion = SystemMotion(asked.append, parent)
    motion.ask()
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert len(asked) == 1
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert len(asked) == 2
