"""What a start begins with: the theme and the language that are preferred, or else the system's."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from nndesk.session.preferences import Preferences
from nndesk.ui.language import languages, system_language


def preferred_theme(preferences: Preferences) -> str:
    """``light`` or ``dark``."""
    if preferences["theme"] != "system":
        return preferences["theme"]
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def preferred_language(preferences: Preferences) -> str:
    """The code of one of our languages."""
    wanted = preferences["language"]
    return wanted if wanted in languages() else system_language()
