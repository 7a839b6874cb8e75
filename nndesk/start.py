"""Starting the window: it is painted before what fills it is even imported."""

import signal
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon

from nndesk.resources import resource
from nndesk.session.preferences import Preferences, user_settings
from nndesk.ui.application import FIRST, OPENING_SIZE, application
from nndesk.ui.preferred import preferred_theme
from nndesk.ui.theme import Appearance
from nndesk.ui.window import MainWindow

if TYPE_CHECKING:
    from nndesk.interop.lesson import Lesson
    from nndesk.interop.source import Source


def main(source: "Source | Lesson | None" = None, theme: str | None = None, lang: str | None = None) -> int:
    """Open the window and stay until it is closed; returns the exit status."""
    app = application()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C in the terminal ends the program
    app.setDesktopFileName("nndesk")  # by it Wayland finds the icon of an installed program
    preferences = Preferences(user_settings())
    preferences.give(theme=theme, language=lang)
    appearance = Appearance(app, preferred_theme(preferences))
    window = MainWindow(appearance)
    if preferences.geometry is None or not window.restoreGeometry(preferences.geometry):
        window.resize(*OPENING_SIZE)

    def fill() -> None:
        from nndesk import app as whole
        from nndesk.interop.source import resolve
        from nndesk.ui.motion import system_motion

        try:
            opened = resolve(FIRST) if source is None else source
            whole.fill(window, opened, preferences, welcome=source is None)
            window.inspector.toggle_action.setChecked(preferences["panel"])
            window.show_content()
            window.following.follow_motion(system_motion(window))
            app.setWindowIcon(QIcon(str(resource("app/nndesk.svg"))))
        except BaseException:
            app.exit(1)  # else it stays, empty
            raise

    window.painted.connect(fill)
    window.show()
    status = app.exec()
    preferences.keep_geometry(window.saveGeometry())
    if window.filled:  # not closed before that
        preferences.set("panel", window.inspector.toggle_action.isChecked())
    return status
