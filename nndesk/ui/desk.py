"""What every program on a desktop has: new and recent files, settings, language, theme, keys, about."""

from collections.abc import Callable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from nndesk.errors import NndeskError
from nndesk.interop.source import presets
from nndesk.session.recent import Recent
from nndesk.ui import clipboard
from nndesk.ui.about import AboutSheet
from nndesk.ui.export import Export, ExportSheet
from nndesk.ui.filing import Filing, ask_where
from nndesk.ui.following import Following
from nndesk.ui.glossary import GlossarySheet
from nndesk.ui.keys import KeysSheet
from nndesk.ui.language import languages
from nndesk.ui.menu import Menu
from nndesk.ui.pictures import Picture, save_picture
from nndesk.ui.settings import SettingsSheet
from nndesk.ui.summary import SummarySheet
from nndesk.ui.theme import Appearance
from nndesk.ui.welcome import Welcome
from nndesk.ui.words import in_language

if TYPE_CHECKING:
    from nndesk.ui.window import MainWindow

#: Makes an action of the window: its name, text, what it does, and its key.
MakeAction = Callable[..., QAction]


class Desk(QObject):
    """These actions, and the menus that are made for the place where they go; in one language."""

    def __init__(
        self,
        window: "MainWindow",
        appearance: Appearance,
        following: Following,
        recent: Recent,
        filing: Filing,
        make: MakeAction,
        open: QAction,
    ) -> None:
        super().__init__(window)
        self._window, self._appearance = window, appearance
        self._following, self._recent, self._filing = following, recent, filing
        self._open_file = open
        self._preferences = following.preferences
        self._export = Export()  # as it was chosen last
        keys = QKeySequence.StandardKey
        self.new = make("actionNew", self.tr("New"), filing.new, keys.New)
        self.settings = make("actionSettings", self.tr("Settings…"), self._show_settings, "Ctrl+,")
        self.export = make("actionExport", self.tr("Export picture…"), self._ask_picture, "Ctrl+E")
        self.print = make("actionPrint", self.tr("Print…"), self._print, keys.Print)
        self.copy_picture = make(
            "actionCopyPicture", self.tr("Copy picture"), self._copy_picture, "Ctrl+Shift+C"
        )
        self.start = make("actionWelcome", self.tr("Welcome page"), window.show_welcome)
        self.summary = make("actionSummary", self.tr("Summary…"), self._show_summary)
        self.keys = make("actionKeys", self.tr("Keys"), self._show_keys, "F1")
        self.glossary = make("actionGlossary", self.tr("Glossary"), self._show_glossary)
        self.about = make("actionAbout", self.tr("About nndesk"), self._show_about)

    def welcome(self) -> Welcome:
        return Welcome(
            self._appearance, self._following, self._recent, self._filing, self.new, self._open_file
        )

    # -- files --------------------------------------------------------------------------------

    def examples(self, parent: Menu) -> Menu:
        menu = Menu(self._appearance, self.tr("Open example"), parent)
        for preset in presets():
            action = menu.addAction(in_language(preset.titles))
            action.setData(preset.name)
            action.setToolTip(in_language(preset.descriptions))
        menu.triggered.connect(self._open)
        return menu

    def recent(self, parent: Menu) -> Menu:
        """What was open before; filled when it opens, so that it knows which are still there."""
        self._files = Menu(self._appearance, self.tr("Open recent"), parent)
        self._files.aboutToShow.connect(self._fill_files)
        self._files.triggered.connect(self._open)
        self._recent.changed.connect(self._enable_files)
        self._enable_files()
        return self._files

    @Slot()
    def _enable_files(self) -> None:
        self._files.menuAction().setEnabled(bool(self._recent.files))

    @Slot()
    def _fill_files(self) -> None:
        self._files.clear()
        for file in self._recent.files:
            name = PurePath(file.path).name
            action = self._files.addAction(name.replace("&", "&&"))
            action.setData(file.path)
            action.setToolTip(file.path)
            if not file.exists:
                action.setEnabled(False)
                action.setToolTip(self.tr("File not found: {0}").format(file.path))
        self._files.addSeparator()
        self._files.addAction(self.tr("Clear the list")).triggered.connect(self._recent.clear)

    @Slot(QAction)
    def _open(self, action: QAction) -> None:
        if action.data():
            self._filing.open(action.data())

    # -- pictures -------------------------------------------------------------------------------

    @Slot()
    def _copy_picture(self) -> None:
        self._copy(Export())

    def _copy(self, export: Export) -> None:
        picture = Picture(self._window, export.scene, ground=export.ground)
        content = QMimeData()
        content.setImageData(picture.image(export.scale))
        content.setData("image/svg+xml", picture.encoded(".svg", self._window.picture_name()))
        clipboard.copy(content)
        self._window.say(self.tr("The picture is on the clipboard."))

    @Slot()
    def _ask_picture(self) -> None:
        sheet = ExportSheet(self._appearance, self._window, self._export)
        sheet.saved.connect(self._ask_file)
        sheet.copied.connect(self._copy_so)
        sheet.open()

    def _copy_so(self, export: Export) -> None:
        self._export = export
        self._copy(export)

    def _ask_file(self, export: Export) -> None:
        self._export = export
        name, suffix = self._window.picture_name(), export.suffix
        files = f"{suffix[1:].upper()} (*{suffix})"
        path = ask_where(self._window, self.tr("Export picture"), Path(name + suffix), files, suffix)
        if path is not None:
            self.export_picture(path, export)

    def export_picture(self, path: Path, export: Export | None = None) -> None:
        """Write a picture to ``path``: PNG or, where its name says so, SVG or PDF."""
        export = export or Export()
        picture = Picture(self._window, export.scene, ground=export.ground)
        try:
            save_picture(picture.encoded(path.suffix.lower(), path.stem, export.scale), path)
        except (NndeskError, OSError):
            self._window.say(self.tr("The picture cannot be written to {0}.").format(path))

    @Slot()
    def _print(self) -> None:
        from nndesk.ui.printing import PrintDialog  # looks for printers

        PrintDialog(self._window, Path(self._window.picture_name()).stem).ask()

    # -- theme and language -------------------------------------------------------------------

    def themes(self, parent: Menu) -> Menu:
        names = {"light": self.tr("Light"), "dark": self.tr("Dark"), "system": self.tr("As the system")}
        self._themes = self._choices(parent, "actionTheme", self.tr("Theme"), names)
        self._themes.triggered.connect(self._choose_theme)
        self._themes.menuAction().triggered.connect(self._switch_theme)
        self._preferences.changed.connect(self._show_theme)
        self._show_theme()
        return self._themes

    def languages(self, parent: Menu) -> Menu:
        menu = self._choices(parent, "actionLanguage", self.tr("Language"), languages())
        self._check(menu, self._following.language.code)
        menu.triggered.connect(self._choose_language)
        menu.menuAction().triggered.connect(self._switch_language)
        return menu

    def _choices(self, parent: Menu, name: str, title: str, choices: dict[str, str]) -> Menu:
        """A menu of things of which one is so; its own action goes on to the next of them."""
        menu = Menu(self._appearance, title, parent)
        menu.menuAction().setObjectName(name)
        group = QActionGroup(menu)
        for id, text in choices.items():
            action = menu.addAction(text)
            action.setData(id)
            action.setCheckable(True)
            group.addAction(action)
        return menu

    def _check(self, menu: Menu, id: str) -> None:
        for action in menu.actions():
            action.setChecked(action.data() == id)

    @Slot(str)
    def _show_theme(self, _name: str = "") -> None:
        self._check(self._themes, self._preferences["theme"])

    @Slot(QAction)
    def _choose_theme(self, action: QAction) -> None:
        self._preferences.set("theme", action.data())

    @Slot()
    def _switch_theme(self) -> None:
        """From light to dark, or from dark to light."""
        self._preferences.set("theme", "light" if self._appearance.theme.dark else "dark")

    @Slot(QAction)
    def _choose_language(self, action: QAction) -> None:
        self._preferences.set("language", action.data())

    @Slot()
    def _switch_language(self) -> None:
        codes = list(languages())
        at = codes.index(self._following.language.code)
        self._preferences.set("language", codes[(at + 1) % len(codes)])

    # -- sheets ---------------------------------------------------------------------------------

    @Slot()
    def _show_settings(self) -> None:
        SettingsSheet(self._appearance, self._window, self._following).open()

    @Slot()
    def _show_summary(self) -> None:
        experiment = self._window.document.experiment
        SummarySheet(self._appearance, self._window, self._following.language, experiment).open()

    @Slot()
    def _show_keys(self) -> None:
        KeysSheet(self._appearance, self._window, self._following.language).open()

    @Slot()
    def _show_glossary(self) -> None:
        GlossarySheet(self._appearance, self._window, self._following.language).open()

    @Slot()
    def _show_about(self) -> None:
        AboutSheet(self._appearance, self._window, self._following.language).open()
