"""The way in and out of files: opening, saving, and asking first where something would be lost."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from nndesk.errors import NndeskError
from nndesk.interop import lesson as lessons
from nndesk.interop.lesson import Lesson
from nndesk.interop.source import Source, blank, resolve
from nndesk.project import files
from nndesk.project.messages import Kept
from nndesk.project.spec import Experiment
from nndesk.session.controller import Controller
from nndesk.session.document import Document, Moment
from nndesk.session.jobs import Jobs
from nndesk.ui.dialog import Answer, SaveDialog
from nndesk.ui.theme import Appearance
from nndesk.ui.words import failure

_FILES = "*.nnd *.json"
_SUFFIXES = (".nnd", ".json")
Then = Callable[[], object] | None


@dataclass(frozen=True)
class _Saving:
    """Where to, the file that was open before, what is saved, and what is to be done once it is."""

    path: Path
    source: Path | None
    moment: Moment
    then: Then


class Filing(QObject):
    """Reads and writes in threads of their own; one at a time asks about unsaved work."""

    failed = Signal(str)  # a sentence
    said = Signal(str)  # another one: what a file could not hold
    opened = Signal()
    began = Signal()  # an empty canvas is open
    lesson_opened = Signal(object)  # Lesson
    used = Signal(object)  # the path of a file that was opened or saved
    busy_changed = Signal()

    def __init__(
        self,
        document: Document,
        controller: Controller,
        appearance: Appearance,
        suggestion: Callable[[], str],
        window: QWidget,
    ) -> None:
        """``suggestion`` is a name for a file that has none yet."""
        super().__init__(window)
        self._document, self._controller, self._appearance = document, controller, appearance
        self._suggestion, self._window = suggestion, window
        self._jobs = Jobs(self)
        self._saving: dict[int, _Saving] = {}  # by token
        self._writing: dict[int, tuple[_Saving, Experiment, int]] = {}  # by job, with what the file holds
        self._losing: set[int] = set()  # jobs that write less than there is
        self._opening: dict[int, Moment] = {}  # job → where the document was, which is safe or given up
        self._asking = False
        controller.kept.connect(self._write)
        self._jobs.done.connect(self._finish_job)
        self._jobs.failed.connect(self._fail_job)

    @property
    def saving(self) -> bool:
        """Whether a file is being saved."""
        return bool(self._saving or self._writing)

    @property
    def busy(self) -> bool:
        """Whether a file is being opened or saved."""
        return self.saving or bool(self._opening)

    def close(self) -> None:
        """End the threads."""
        self._jobs.close()

    # -- opening ------------------------------------------------------------------------------

    @Slot()
    def ask_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open"), "", self.tr("Experiments ({0})").format(_FILES)
        )
        if name:
            self.open(name)

    @Slot()
    def new(self) -> None:
        """Start with data, a loss, and nothing between them."""
        self.when_safe(self._open_blank)

    def _open_blank(self) -> None:
        self._document.open(blank(), None, None)
        self.began.emit()
        self.opened.emit()

    def open(self, source: str) -> None:
        """Open a file, or a preset by its name, once the work in hand is safe or given up."""
        self.when_safe(lambda: self._open_now(source))

    def _open_now(self, source: str) -> None:
        self._opening[self._jobs.start(lambda: found(source))] = self._document.moment
        self.busy_changed.emit()

    # -- saving -------------------------------------------------------------------------------

    @Slot()
    def save(self) -> None:
        self._save(None)

    @Slot()
    def ask_save(self) -> None:
        self._ask_save(None)

    def save_to(self, path: Path) -> None:
        """Write the experiment and its run to ``path``, in a thread of its own."""
        self._save_to(path, None)

    def _save(self, then: Then) -> None:
        if self._document.path is None:
            self._ask_save(then)
        else:
            self._save_to(self._document.path, then)

    def _ask_save(self, then: Then) -> None:
        start = self._document.path or Path(f"{self._suggestion()}.nnd")
        files = self.tr("Experiments ({0})").format(_FILES)
        path = ask_where(self._window, self.tr("Save as"), start, files, *_SUFFIXES)
        if path is not None:
            self._save_to(path, then)

    def _save_to(self, path: Path, then: Then) -> None:
        saving = _Saving(path, self._document.path, self._document.moment, then)
        self._saving[self._controller.keep()] = saving
        self.busy_changed.emit()

    def when_saved(self, action: Callable[[], object]) -> None:
        """Do ``action``, and nothing else, once what is being saved is; not where that fails."""
        if self._saving:
            token = next(reversed(self._saving))
            self._saving[token] = replace(self._saving[token], then=action)
        elif self._writing:
            job = next(reversed(self._writing))
            saving, experiment, step = self._writing[job]
            self._writing[job] = replace(saving, then=action), experiment, step

    @Slot(object)
    def _write(self, kept: Kept) -> None:
        if kept.token not in self._saving:
            return  # somebody else asked
        saving = self._saving.pop(kept.token)
        # What cannot be trained has no run; it is saved all the same.
        experiment = kept.experiment or saving.moment.state.experiment
        job = self._jobs.start(lambda: _store(saving.path, saving.source, experiment, kept.record))
        bare = saving.path.suffix.lower() == ".json"
        if bare and kept.record is not None and kept.record.carried is not None:
            self._losing.add(job)
        self._writing[job] = saving, experiment, kept.record.step if kept.record else 0

    # -- what became of it ----------------------------------------------------------------------

    @Slot(int, object)
    def _finish_job(self, job: int, result: object) -> None:
        if job in self._writing:
            saving, experiment, step = self._writing.pop(job)
            self._document.saved(saving.path, experiment, step, saving.moment)
            self.busy_changed.emit()
            self.used.emit(saving.path)
            if job in self._losing:
                self._losing.discard(job)
                self.said.emit(
                    self.tr("A .json cannot hold weights kept when the shape changed; a .nnd can.")
                )
            if saving.then is not None:
                saving.then()
        elif isinstance(result, Source | Lesson):
            show, before = partial(self._show, result), self._opening.pop(job)
            self.busy_changed.emit()
            if before == self._document.moment:
                show()
            else:  # something was done while it was being read
                self.when_safe(show)

    def _show(self, found: Source | Lesson) -> None:
        if isinstance(found, Lesson):
            self.lesson_opened.emit(found)
            return
        self._document.open(found.experiment, found.path, found.record)
        self.opened.emit()
        if found.path is not None:
            self.used.emit(found.path)

    @Slot(int, object)
    def _fail_job(self, job: int, error: Exception) -> None:
        self._writing.pop(job, None)
        self._losing.discard(job)
        self._opening.pop(job, None)
        self.busy_changed.emit()
        if not isinstance(error, NndeskError | OSError):
            raise error
        self.failed.emit(failure(error))

    def when_safe(self, action: Callable[[], None]) -> None:
        """Do ``action`` now, or after asking what shall become of unsaved work."""
        if self._asking:
            return  # one question at a time: the first stands
        if not self._document.dirty:
            action()
            return
        self._asking = True
        dialog = SaveDialog(self._appearance, self._window)
        dialog.finished.connect(partial(self._take_answer, action))
        dialog.open()

    def _take_answer(self, action: Callable[[], None], answer: int) -> None:
        self._asking = False
        if answer == Answer.SAVE:
            self._save(action)
        elif answer == Answer.DISCARD:
            action()


def ask_where(window: QWidget, title: str, start: Path, files: str, *suffixes: str) -> Path | None:
    """Ask where to save; the first of ``suffixes`` is added where none of them was typed.

    The system's dialog asks before a file is replaced, but knows only the name that was typed: where
    another is to be replaced, it is asked with that one.
    """
    while True:
        name, _ = QFileDialog.getSaveFileName(window, title, str(start), files)
        if not name:
            return None
        path = Path(name)
        if path.suffix.lower() in suffixes:
            return path
        start = path.with_name(path.name + suffixes[0])
        if not start.exists():
            return start


def found(source: str) -> Source | Lesson:
    """What the window opens: a lesson, or an experiment. Raises NndeskError."""
    return lessons.find(source) or resolve(source)


def _store(path: Path, source: Path | None, experiment: Experiment, record: files.RunRecord | None) -> None:
    """Write ``experiment`` and its run to ``path``, with what else the file it came from holds."""
    kept = files.read(source) if source is not None and source.exists() else files.Project(experiment)
    files.write(path, replace(kept, experiment=experiment, run=record))
