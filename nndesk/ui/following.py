"""Has appearance, language and undo stack be as the preferences say, and as the system says."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication

from nndesk.session.document import Document
from nndesk.session.preferences import Preferences
from nndesk.ui.language import Language
from nndesk.ui.motion import SystemMotion
from nndesk.ui.preferred import preferred_language, preferred_theme
from nndesk.ui.theme import Appearance


class Following(QObject):
    """Applies each preference when it changes. The system may change its colours at any time."""

    _system_reduces = False  # motion, as long as the system does not say so

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

    @Slot(str)
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
                wanted = preferences["reduced_motion"]
                reduced = self._system_reduces if wanted == "system" else wanted == "on"
                appearance.set_reduced_motion(reduced)
            case "undo_limit":
                self._document.set_undo_limit(preferences["undo_limit"])
            case _:
                pass  # whoever shows it looks for itself

    def _take_scheme(self, _scheme: Qt.ColorScheme) -> None:
        self._apply("theme")

    def follow_motion(self, motion: SystemMotion) -> None:
        """Ask the system what it prefers of motion, and have it so where that is preferred."""
        motion.told.connect(self._take_motion)
        motion.ask()

    def _take_motion(self, reduced: bool) -> None:
        self._system_reduces = reduced
        self._apply("reduced_motion")
