"""The language of the window: which there are, and switching from one to another."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from nndesk.resources import resource

ENGLISH = "en"  # what the sources are written in


def languages() -> dict[str, str]:
    """All codes, each with what the language calls itself."""
    found = (file.stem.removeprefix("nndesk_") for file in resource("i18n").glob("nndesk_*.qm"))
    return {ENGLISH: "English"} | {code: QLocale(code).nativeLanguageName() for code in sorted(found)}


def system_language() -> str:
    """The first of the user's languages that is one of ours, else English."""
    ours = languages()
    for tag in QLocale.system().uiLanguages():
        name = QLocale(tag).name()
        if name in ours:
            return name
        if name.startswith(ENGLISH):
            break
    return ENGLISH


class Language(QObject):
    """Has the application speak one language. What is on screen is made anew on `changed`."""

    changed = Signal(str)  # the code before

    def __init__(self, app: QApplication, code: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self.code = code
        self._install()

    def set_code(self, code: str) -> None:
        if code != self.code:
            old, self.code = self.code, code
            self._install()
            self.changed.emit(old)

    def _install(self) -> None:
        for old in self._app.findChildren(QTranslator):
            self._app.removeTranslator(old)
            old.setParent(None)
        qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))  # for Qt's own buttons, keys
        for path in (qt / f"qtbase_{self.code}.qm", resource(f"i18n/nndesk_{self.code}.qm")):
            translator = QTranslator(self._app)
            if path.is_file() and translator.load(str(path)):
                self._app.installTranslator(translator)


def retranslated(old: str) -> Callable[[str], str]:
    """A function from names of undo steps in the language ``old`` to the same in the present one.

    They begin with a small letter in English, which tells them from the same words on a button.
    What is not known stays as it is.
    """
    sources: dict[str, tuple[str, str]] = {}
    counted: list[tuple[re.Pattern[str], str, str]] = []  # as in "remove 3 neurons"
    for context, source, translation in _entries(old):
        if source[:1].islower():
            sources.setdefault(translation, (context, source))
            if "{0}" in source and "{1}" not in source:
                pattern = re.escape(translation).replace(re.escape("{0}"), r"([\d,]+)")
                counted.append((re.compile(pattern), context, source))

    def translate(text: str) -> str:
        if text in sources:
            return QCoreApplication.translate(*sources[text])
        for pattern, context, source in counted:
            found = pattern.fullmatch(text)
            if found:
                return QCoreApplication.translate(context, source).format(found[1])
        return text

    return translate


def _entries(code: str) -> Iterator[tuple[str, str, str]]:
    """Context, source and translation of all texts in the language ``code``."""
    import xml.etree.ElementTree as ET  # not at every start

    files = [resource(f"i18n/nndesk_{code}.ts")]
    if code == ENGLISH:  # has no file: any other's has the sources
        files = sorted(resource("i18n").glob("nndesk_*.ts"))[:1]
    for file in files:
        for context in ET.parse(file).getroot().iter("context"):
            name = context.findtext("name", "")
            for message in context.iter("message"):
                source = message.findtext("source", "")
                yield name, source, source if code == ENGLISH else message.findtext("translation", "")
