"""The settings: what the user prefers, each thing changed at once."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nndesk.session.preferences import MOTIONS, TEXT_SIZES, UNDO_LIMITS
from nndesk.ui.fields import NumberField
from nndesk.ui.following import Following
from nndesk.ui.language import languages
from nndesk.ui.panels.base import Problem
from nndesk.ui.sheet import Sheet
from nndesk.ui.switch import Switch
from nndesk.ui.theme import Appearance
from nndesk.ui.tiles import Segments, Tile


class SettingsSheet(Sheet):
    """Everything that can be preferred. Shows what is so now and asks the preferences for another."""

    def __init__(self, appearance: Appearance, window: QWidget, following: Following) -> None:
        self._preferences, self._following = following.preferences, following
        super().__init__(appearance, window, "settingsSheet")
        self._preferences.changed.connect(self._show)
        following.language.changed.connect(self._speak)

    def _speak(self, _old: str) -> None:
        self.renew()

    def _title(self) -> str:
        return self.tr("Settings")

    def _first(self) -> QWidget:
        return next(button for button in self._languages.buttons.values() if button.isChecked())

    def _fill(self, column: QVBoxLayout) -> None:
        appearance, preferences = self._appearance, self._preferences
        self._languages = language_tiles(appearance)
        self._languages.asked.connect(self._ask_language)
        self._themes = theme_tiles(appearance, system=True)
        self._themes.asked.connect(self._ask_theme)
        sizes = [Tile(str(size), f"{size:.0%}".replace("%", " %")) for size in TEXT_SIZES]
        self._sizes = Segments(appearance, "textSizeTiles", self.tr("Text size"), sizes)
        self._sizes.asked.connect(self._ask_size)
        column.setSpacing(4)
        self._add_row(self.tr("Language"), self._languages)
        self._add_row(self.tr("Theme"), self._themes)
        self._add_row(self.tr("Text size"), self._sizes)
        choices = self.tr("On"), self.tr("Off"), self.tr("As the system")
        motions = [Tile(id, word) for id, word in zip(MOTIONS, choices, strict=True)]
        label = self.tr("Reduced motion")
        self._motions = Segments(appearance, "motionTiles", label, motions, large=True)
        self._motions.asked.connect(self._ask_motion)
        self._add_row(label, self._motions, self.tr("Nothing glides, fades or blinks"))
        self._switches: dict[str, Switch] = {}
        for preference, name, label, why in (
            (
                "dashes",
                "dashSwitch",
                self.tr("Dash negative weights"),
                self.tr("Their sign is seen without colour"),
            ),
            (
                "hints",
                "hintsSwitch",
                self.tr("Hints"),
                self.tr("One at a time, where training shows something"),
            ),
            (
                "welcome",
                "welcomeSwitch",
                self.tr("Start with the welcome page"),
                self.tr("Where no file is opened at the start"),
            ),
        ):
            switch = Switch(appearance, name, label, why)
            switch.asked.connect(lambda on, preference=preference: preferences.set(preference, on))
            self._switches[preference] = switch
            self._add_row(label, switch, why)
        self._limit = NumberField(
            appearance, "undoLimitBox", self.tr("Undo steps"), *map(float, UNDO_LIMITS), integer=True
        )
        self._limit.entered.connect(self._ask_limit)
        self._problem = Problem(appearance)
        self._limit.refused.connect(self._problem.show_problem)
        self._limit.settled.connect(self._forgive)
        self._add_row(self.tr("Undo steps"), self._limit, self.tr("The oldest are forgotten first"))
        column.insertWidget(column.count() - 1, self._problem)
        self._show()

    # -- what is asked for --------------------------------------------------------------------

    def _ask_language(self, code: str) -> None:
        self._preferences.set("language", code)

    def _ask_theme(self, name: str) -> None:
        self._preferences.set("theme", name)

    def _ask_size(self, size: str) -> None:
        self._preferences.set("text_size", float(size))

    def _ask_motion(self, reduced: str) -> None:
        self._preferences.set("reduced_motion", reduced)

    def _ask_limit(self, limit: int) -> None:
        self._forgive()
        self._preferences.set("undo_limit", limit)

    def _forgive(self) -> None:
        self._problem.show_problem("")

    def _show(self, _name: str = "") -> None:
        preferences = self._preferences
        self._languages.show_checked(self._following.language.code)
        self._themes.show_checked(preferences["theme"])
        self._sizes.show_checked(str(preferences["text_size"]))
        self._motions.show_checked(preferences["reduced_motion"])
        for preference, switch in self._switches.items():
            switch.show_on(preferences[preference])
        self._limit.show_value(preferences["undo_limit"])


def language_tiles(appearance: Appearance) -> Segments:
    """All languages in one bar, each in its own words."""
    tiles = [Tile(code, name) for code, name in languages().items()]
    label = QCoreApplication.translate("SettingsSheet", "Language")
    return Segments(appearance, "languageTiles", label, tiles, large=True)


def theme_tiles(appearance: Appearance, *, system: bool) -> Segments:
    """Light and dark in one bar, and, where asked for, what the system has."""
    translate = QCoreApplication.translate
    tiles = [
        Tile("light", translate("SettingsSheet", "Light"), icon="sun"),
        Tile("dark", translate("SettingsSheet", "Dark"), icon="moon"),
    ]
    if system:
        tiles.append(Tile("system", translate("SettingsSheet", "As the system")))
    return Segments(appearance, "themeTiles", translate("SettingsSheet", "Theme"), tiles, large=True)
