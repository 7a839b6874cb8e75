"""The application: Qt, theme and language around one window."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from nndesk.errors import InputError
from nndesk.interop.source import Source, preset, resolve
from nndesk.project import edits
from nndesk.project.bench import Figure
from nndesk.project.run import Run
from nndesk.project.targets import panel_target
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.session.preferences import Preferences, user_settings
from nndesk.session.recent import Recent
from nndesk.ui import film
from nndesk.ui.access import Access
from nndesk.ui.application import FIRST, OPENING_SIZE, application
from nndesk.ui.following import Following
from nndesk.ui.language import Language
from nndesk.ui.pictures import Picture, save_picture
from nndesk.ui.preferred import preferred_language, preferred_theme
from nndesk.ui.theme import SIZE, Appearance
from nndesk.ui.window import MainWindow


def create_window(
    source: str | Source | None = None,
    theme: str | None = None,
    lang: str | None = None,
    preferences: Preferences | None = None,
) -> MainWindow:
    """The real window on the existing QApplication, showing ``source``, else the welcome page.

    It is not shown yet. Loads fonts, palette and translation itself. ``theme`` is ``light`` or
    ``dark`` and ``lang`` ``en`` or ``zh_CN``; without them ``preferences``, the user's where none
    are given, say which. Raises NndeskError for a source that cannot be opened.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication), "make a QApplication first"
    opened = source if isinstance(source, Source) else resolve(FIRST if source is None else source)
    if preferences is None:
        preferences = Preferences(user_settings())
    preferences.give(theme=theme, language=lang)
    window = MainWindow(Appearance(app, preferred_theme(preferences)))
    fill(window, opened, preferences, welcome=source is None)
    return window


def fill(window: MainWindow, source: Source, preferences: Preferences, *, welcome: bool) -> None:
    """Put everything into an empty window; with the ``welcome`` page in front where that is preferred."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    appearance = window.appearance
    language = Language(app, preferred_language(preferences))
    Access.install(app)
    document = Document(source.experiment, source.path, source.record)
    following = Following(preferences, appearance, language, document)
    controller = Controller(document)
    recent = Recent(preferences)
    window.fill(document, controller, following, recent)
    for part in (document, controller, appearance, language, following, recent, preferences):
        part.setParent(window)
    if welcome and preferences["welcome"]:
        window.show_welcome()


def render(
    source: Source,
    out: Path,
    *,
    scene: str,
    transparent: bool,
    lens: str,
    selected: str,
    panel: str | None,
    epochs: int | None,
    size: tuple[int, int],
    scale: float,
    theme: str,
    lang: str,
    sample: int | None = None,
) -> None:
    """Draw ``scene`` of the window on ``source``, ``epochs`` epochs further; needs no screen.

    The suffix of ``out`` says how: .png, .svg or .pdf. The picture has ``size``, the canvas or
    the window, in which the Loss card is scaled; ``scale`` is of pixels. ``transparent`` leaves out what
    is behind the network or the card.

    With a ``panel`` that one is open, else the one of what is ``selected``; ``sample`` is the row that is
    shown, training rows first.

    Raises InputError for a size that the window cannot have, or a row that the data have not.
    """
    if scene == "window":
        _check_size(size, tuple(SIZE["minWindow"]), "the window")
    if sample is not None:
        rows = Run(source.experiment).data
        count = len(rows.x_train) + len(rows.x_test)
        if sample >= count:
            raise InputError("--sample", f"is {sample:,}", f"these data have rows 0 to {count - 1:,}")
    if epochs:
        run = Run(source.experiment, source.record)
        run.train(epochs)
        stopped = "diverged" if run.stopped == "diverged" else None  # not by a rule of its own
        source = Source(source.experiment, source.path, replace(run.record(), stopped=stopped))
    app = application()
    window = create_window(source, theme, lang, Preferences(None))
    try:
        window.resize(*size)
        window.show()
        if scene == "canvas":  # it has that size, beside panel and bars
            around = window.size() - window.canvas.size()
            least = QSize(*SIZE["minWindow"]) - around
            _check_size(size, (least.width(), least.height()), "the canvas")
            window.resize(around + QSize(*size))
        window.canvas.set_lens(lens)
        window.selection.set(selected)
        if panel is not None:
            window.inspector.show_selection(panel_target(panel, selected))
        if sample is not None:
            window.controller.select_sample(sample)
        film.settle(window)
        picture = Picture(window, scene, QSize(*size), ground=not transparent)
        save_picture(picture.encoded(out.suffix.lower(), out.stem, scale), out)
    finally:
        window.close_without_asking()
        window.deleteLater()
        app.processEvents()


def _check_size(size: tuple[int, int], least: tuple[int, ...], what: str) -> None:
    if size[0] < least[0] or size[1] < least[1]:
        right = f"{what} needs at least {least[0]}x{least[1]}"
        raise InputError("--size", f"is {size[0]}x{size[1]}", right)


def window_figures() -> list[Figure]:
    """The second half of `nndesk bench`: the window's figures, measured offscreen."""
    from nndesk.ui import bench  # nobody else needs it

    app = application()
    layers = {"network.layers.0.units": 64, "training.stop.epochs": None}
    deep = edits.add_layer(edits.set_values(preset("digits"), layers), 1)
    deep = edits.set_value(deep, "network.layers.1.units", 32)
    windows = [create_window(source, "light", "en", Preferences(None)) for source in (FIRST, Source(deep))]
    for window in windows:
        window.resize(*OPENING_SIZE)
        window.show()
    spiral, digits = windows
    figures = bench.window_figures(spiral, digits, Appearance(app, "light"))
    for window in windows:
        window.close_without_asking()
        window.deleteLater()
    app.processEvents()
    return figures
