"""The application: Qt, theme and language around one window."""

import signal
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QSettings, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from nndesk.errors import InputError
from nndesk.interop.source import Source, preset, resolve
from nndesk.project import edits
from nndesk.project.bench import Figure
from nndesk.project.run import Run
from nndesk.resources import resource
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui import film
from nndesk.ui.theme import SIZE, Appearance
from nndesk.ui.window import MainWindow

FIRST = "spiral"  # what a window without a source shows
_SIZE = (1440, 900)


def create_window(
    source: str | Source | None = None, theme: str | None = None, lang: str | None = None
) -> MainWindow:
    """The real window on the existing QApplication, showing ``source``; not shown yet.

    Loads fonts, palette and translation itself. ``theme`` is ``light`` or ``dark`` and ``lang``
    ``en`` or ``zh_CN``; without them the remembered or the system's are taken. Raises
    NndeskError for a source that cannot be opened.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication), "make a QApplication first"
    opened = source if isinstance(source, Source) else resolve(FIRST if source is None else source)
    _translate(app, lang)
    appearance = Appearance(app, theme or _remembered_theme())
    document = Document(opened.experiment, opened.path, opened.record)
    controller = Controller(document)
    window = MainWindow(document, controller, appearance)
    for part in (document, controller, appearance):
        part.setParent(window)
    if theme is None:
        appearance.changed.connect(partial(_remember_theme, appearance))
    return window


def _remembered_theme() -> str:
    named = QSettings().value("theme")
    if named in ("light", "dark"):
        return str(named)
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def _remember_theme(appearance: Appearance) -> None:
    QSettings().setValue("theme", appearance.theme.name)


def _translate(app: QApplication, lang: str | None) -> None:
    """Have ``app`` speak ``lang``, or the first of the user's languages that is one of ours."""
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.setParent(None)
    if lang is None:
        wanted = (QLocale(tag).name() for tag in QLocale.system().uiLanguages())
        ours = (name for name in wanted if name.startswith("en") or _translation(name).is_file())
        lang = next(ours, "en")
    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))  # for Qt's own buttons and keys
    for path in (qt / f"qtbase_{lang}.qm", _translation(lang)):
        translator = QTranslator(app)
        if path.is_file() and translator.load(str(path)):
            app.installTranslator(translator)


def _translation(lang: str) -> Path:
    return resource(f"i18n/nndesk_{lang}.qm")


def _application() -> QApplication:
    """The application, made where there is none."""
    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    QCoreApplication.setOrganizationName("nndesk")
    QCoreApplication.setApplicationName("nndesk")
    return QApplication(["nndesk"])


def main(source: str | Source | None = None, theme: str | None = None, lang: str | None = None) -> int:
    """Open the window and stay until it is closed; returns the exit status."""
    app = _application()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C in the terminal ends the program
    window = create_window(source, theme, lang)
    window.resize(*_SIZE)
    window.show()
    return app.exec()


def render(
    source: Source,
    out: Path,
    *,
    epochs: int | None,
    size: tuple[int, int],
    scale: float,
    theme: str,
    lang: str,
) -> None:
    """Draw the window on ``source`` into a PNG, ``epochs`` epochs further; needs no screen.

    Raises InputError for a size that the window cannot have.
    """
    least = SIZE["minWindow"]
    if size[0] < least[0] or size[1] < least[1]:
        right = f"the window needs at least {least[0]}x{least[1]}"
        raise InputError("--size", f"is {size[0]}x{size[1]}", right)
    if epochs:
        run = Run(source.experiment, source.record)
        run.train(epochs)
        stopped = "diverged" if run.stopped == "diverged" else None  # not by a rule of its own
        source = Source(source.experiment, source.path, replace(run.record(), stopped=stopped))
    app = _application()
    window = create_window(source, theme, lang)
    window.resize(*size)
    window.show()
    try:
        film.save_picture(film.picture(window, scale), out)
    finally:
        window.close_without_asking()
        window.deleteLater()
        app.processEvents()


def window_figures() -> list[Figure]:
    """The second half of `nndesk bench`: the window's figures, measured offscreen."""
    from nndesk.ui import bench  # nobody else needs it

    app = _application()
    layers = {"network.layers.0.units": 64, "training.stop.epochs": None}
    deep = edits.add_layer(edits.set_values(preset("digits"), layers), 1)
    deep = edits.set_value(deep, "network.layers.1.units", 32)
    windows = [create_window(source, "light", "en") for source in (FIRST, Source(deep))]
    for window in windows:
        window.resize(*_SIZE)
        window.show()
    spiral, digits = windows
    figures = bench.window_figures(spiral, digits, Appearance(app, "light"))
    for window in windows:
        window.close_without_asking()
        window.deleteLater()
    app.processEvents()
    return figures
