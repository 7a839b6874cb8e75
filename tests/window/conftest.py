"""The real window, opened as `nndesk` opens it, and driven by what a user has: mouse and keys."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nndesk.app import create_window
from nndesk.session.preferences import Preferences
from nndesk.ui.window import MainWindow

Opener = Callable[..., MainWindow]


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Opener]:
    """Opens windows at 1440×900, light, once the first frame is there; closes them at the end."""
    windows: list[MainWindow] = []

    def opener(source: str = "spiral", size: tuple[int, int] = (1440, 900), lang: str = "en") -> MainWindow:
        window = create_window(source, "light", lang, Preferences(None))
        windows.append(window)
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: window.controller.snapshot is not None or window.controller.error is not None)
        return window

    yield opener
    for window in windows:
        window.close_without_asking()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(open_window: Opener) -> MainWindow:
    return open_window()


@pytest.fixture
def find(window: MainWindow) -> Callable[[str], QWidget]:
    """A widget of the window by its objectName."""

    def finder(name: str) -> QWidget:
        widget = window.findChild(QWidget, name)
        assert widget is not None, f"no {name}"
        return widget

    return finder
