"""The application: Qt, theme and language around one window."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QApplication

from nndesk.errors import InputError
from nndesk.interop.lesson import LANGUAGES, Lesson, source_of
from nndesk.interop.source import Source, preset
from nndesk.interop.video import Form
from nndesk.project import edits
from nndesk.project.bench import Figure
from nndesk.project.files import RunRecord
from nndesk.project.run import Run, dataset_of
from nndesk.project.spec import Experiment
from nndesk.project.targets import panel_target
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.session.preferences import Preferences, user_settings
from nndesk.session.recent import Recent
from nndesk.ui.access import Access
from nndesk.ui.application import FIRST, OPENING_SIZE, application
from nndesk.ui.filing import found
from nndesk.ui.filming import Look, shoot
from nndesk.ui.following import Following
from nndesk.ui.language import Language
from nndesk.ui.pictures import save_picture
from nndesk.ui.preferred import preferred_language, preferred_theme
from nndesk.ui.reels import Epochs, Reel, Telling
from nndesk.ui.scenes import Scene
from nndesk.ui.theme import SIZE, Appearance
from nndesk.ui.window import MainWindow

_TRIES = 4  # to give a part of the window a size: bars grow with the window, by steps


def create_window(
    source: str | Source | None = None,
    theme: str | None = None,
    lang: str | None = None,
    preferences: Preferences | None = None,
    *,
    threaded: bool = True,
) -> MainWindow:
    """The real window on the existing QApplication, showing ``source``, else the welcome page.

    It is not shown yet. Loads fonts, palette and translation itself. ``theme`` is ``light`` or
    ``dark`` and ``lang`` ``en`` or ``zh_CN``; without them ``preferences``, the user's where none
    are given, say which. A window that is not ``threaded`` trains when its controller is told to catch up.
    Raises NndeskError for a source that cannot be opened.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication), "make a QApplication first"
    opened = source if isinstance(source, Source) else found(FIRST if source is None else source)
    if preferences is None:
        preferences = Preferences(user_settings())
    preferences.give(theme=theme, language=lang)
    window = MainWindow(Appearance(app, preferred_theme(preferences)))
    fill(window, opened, preferences, welcome=source is None, threaded=threaded)
    return window


def fill(
    window: MainWindow,
    opened: Source | Lesson,
    preferences: Preferences,
    *,
    welcome: bool,
    threaded: bool = True,
) -> None:
    """Put everything into an empty window; with the ``welcome`` page in front where that is preferred."""
    lesson = opened if isinstance(opened, Lesson) else None
    source = source_of(opened.source, opened.folder) if isinstance(opened, Lesson) else opened
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    appearance = window.appearance
    language = Language(app, preferred_language(preferences))
    Access.install(app)
    document = Document(source.experiment, source.path, source.record)
    following = Following(preferences, appearance, language, document)
    controller = Controller(document, threaded=threaded)
    recent = Recent(preferences)
    window.fill(document, controller, following, recent)
    for part in (document, controller, appearance, language, following, recent, preferences):
        part.setParent(window)
    if welcome and preferences["welcome"]:
        window.show_welcome()
    elif lesson is not None:
        window.teaching.begin(lesson)


@dataclass(frozen=True)
class View:
    """How a source is seen in a picture or a film.

    ``size`` is that of the window, of the canvas, of Present, or of what the Loss card is scaled into;
    ``scale`` is of pixels. With a ``panel`` that one is open, else the one of what is ``selected``;
    ``sample`` is the row that is shown, training rows first.
    """

    scene: str
    size: tuple[int, int]
    scale: float
    theme: str
    lang: str
    lens: str
    selected: str
    panel: str | None = None
    sample: int | None = None


def open_scene(source: Source, view: View, captions: bool | None = None) -> Scene:
    """What ``view`` shows of ``source``, without a screen and a thread; the caller closes it.

    ``captions`` says whether it shows what a lesson says; None where there is no lesson.
    Raises InputError for a size that the window cannot have, or a row that the data have not.
    """
    if view.sample is not None:
        rows = dataset_of(source.experiment)
        count = len(rows.x_train) + len(rows.x_test)
        if view.sample >= count:
            right = f"these data have rows 0 to {count - 1:,}"
            raise InputError("--sample", f"is {view.sample:,}", right)
    application()
    window = create_window(source, view.theme, view.lang, Preferences(None), threaded=False)
    scene = Scene(window, view.scene, view.size, view.scale, captions)
    size = scene.part
    try:
        if view.scene == "window":
            _check_size(size, tuple(SIZE["minWindow"]), "the window")
        if view.scene != "present":
            window.resize(*size)
            window.show()
        if view.scene == "canvas":  # it has that size, beside panel and bars
            around = window.size() - window.canvas.size()
            least = QSize(*SIZE["minWindow"]) - around
            _check_size(size, (least.width(), least.height()), "the canvas")
            for _ in range(_TRIES):
                window.resize(window.size() + QSize(*size) - window.canvas.size())
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        window.canvas.set_lens(view.lens)
        window.selection.set(view.selected)
        if view.panel is not None:
            window.inspector.show_selection(panel_target(view.panel, view.selected))
        if view.sample is not None:
            window.controller.select_sample(view.sample)
        scene.settle()
    except BaseException:
        scene.close()
        raise
    return scene


def render(source: Source, out: Path, view: View, epochs: int | None, *, transparent: bool = False) -> None:
    """Draw ``view`` of ``source``, ``epochs`` epochs further; needs no screen. Raises NndeskError.

    The suffix of ``out`` says how: .png, .svg or .pdf. ``transparent`` leaves out what is behind the
    network or the card.
    """
    if epochs:
        run = Run(source.experiment, source.record)
        run.train(epochs)
        stopped = "diverged" if run.stopped == "diverged" else None  # not by a rule of its own
        source = Source(source.experiment, source.path, replace(run.record(), stopped=stopped))
    scene = open_scene(source, view)
    try:
        picture = scene.picture(ground=not transparent)
        save_picture(picture.encoded(out.suffix.lower(), out.stem, view.scale), out)
    finally:
        scene.close()


@dataclass(frozen=True)
class Filming:
    """What a film is made of, beside what it shows."""

    form: Form
    epochs: tuple[int, int] | None = None  # of a source, not of a lesson: first and last
    seconds: float = 10.0  # the same
    captions: str = "burn"  # of a lesson: or file, or none


def film(
    source: Source | Lesson,
    out: Path,
    view: View,
    filming: Filming,
    begin: Callable[[int], Look] = lambda frames: lambda done: None,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Make the film ``out`` of a source's training or of a lesson; needs no screen. Raises NndeskError.

    ``begin`` is told how many frames there will be, and what it returns how many there are. ``check`` is
    called often and may raise to end it; then there is no film.
    """
    fps = filming.form.fps
    if isinstance(source, Lesson):
        record, title = None, source.title[view.lang]
        start = source_of(source.source, source.folder)
    else:
        record, title = source.record, source.experiment.name
        start = source if record is None else Source(record.start, source.path, _beginning(record))
    captions = filming.captions == "burn" if isinstance(source, Lesson) else None
    scene = open_scene(start, view, captions)
    scene.look = check
    try:
        if scene.window.controller.error is not None:
            raise scene.window.controller.error
        if isinstance(source, Lesson):
            languages = LANGUAGES if filming.captions == "file" else (view.lang,)
            reel: Reel = Telling(scene, source, fps, languages, view.lang)
            cues = reel.cues if filming.captions == "file" else []
        else:
            first, last = filming.epochs or (0, _last_epoch(source.experiment))
            frames = max(round(filming.seconds * fps), 1 if first == last else 2)
            reel, cues = Epochs(scene, record, first, last, frames), []
        shoot(scene, reel, out, filming.form, title, cues, begin(reel.frames))
    finally:
        scene.close()


def _last_epoch(experiment: Experiment) -> int:
    epochs = experiment.training.stop.epochs
    return 100 if epochs is None else epochs


def _beginning(record: RunRecord) -> RunRecord | None:
    """The same run before its first step; None where it began with the drawn start values."""
    return None if record.carried is None else Run(record.start, carried=record.carried).record()


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
    digits.close_without_asking()
    digits.deleteLater()
    app.processEvents()
    return figures


def film_figures() -> list[Figure]:
    """The figures of films, of `nndesk bench --film`."""
    from nndesk.ui import filmbench  # nobody else needs it

    source = Source(edits.set_value(preset(FIRST), "training.stop.epochs", None))

    def opener(size: tuple[int, int]) -> Scene:
        return open_scene(source, View("present", size, 1.0, "light", "en", "activation", "none"))

    figures = filmbench.film_figures(opener)
    window = create_window(source, "light", "en", Preferences(None))
    window.resize(*OPENING_SIZE)
    window.show()
    try:
        figures += filmbench.live_figures(window)
    finally:
        window.close_without_asking()
        window.deleteLater()
        application().processEvents()
    return figures
