"""Has appearance, language and undo stack be as the preferences say, and as the system says."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from nndesk.session.document import Document
from nndesk.session.preferences import Preferences
from nndesk.ui.language import Language
from nndesk.ui.preferred import preferred_language, preferred_theme
from nndesk.ui.theme import Appearance


class Following(QObject):
    """Applies each preference when it changes. The system may change its colours at any time."""

    def __init__(
        self, preferences: Preferences, appearance: Appearance, language: Language, document: Document
    ) -> None:
        super().__init__(appearance)
        self.preferences, self._appearance, self._document = preferences, appearance, document
        self.language = language
        preferences.changed.connect(self._apply)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._take_scheme)
        for name in ("text_size", "reduced_motion", "undo_limit"):
            self._apply(name)

    def _apply(self, name: str) -> None:
        preferences, appearance = self.preferences, self._appearance
        match name:
            case "language":
                self.language.set_code(preferred_language(preferences))
            case "theme":
                appearance.set_theme(preferred_theme(preferences))
            case "text_size":
                appearance.set_text_scale(preferences["text_size"])
            case "reduced_motion":
                appearance.set_reduced_motion(preferences["reduced_motion"])
            case "undo_limit":
                self._document.set_undo_limit(preferences["undo_limit"])
            case _:
                pass  # whoever shows it looks for itself

    def _take_scheme(self, _scheme: Qt.ColorScheme) -> None:
        self._apply("theme")
