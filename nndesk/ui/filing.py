"""The way in and out of files: opening, saving, and asking first where something would be lost."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
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


class Filing(QObject):
    """Reads and writes in threads of their own; one at a time asks about unsaved work."""

    failed = Signal(str)  # a sentence
    said = Signal(str)  # another one: what a file could not hold
    opened = Signal()
    began = Signal()  # an empty canvas is open
    lesson_opened = Signal(object)  # Lesson
    used = Signal(object)  # the path of a file that was opened or saved

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
        self._saving: dict[int, tuple[Path, Path | None, Moment]] = {}  # token → where to, from, what
        self._writing: dict[int, tuple[Path, Experiment, int, Moment]] = {}  # job → where to, what it holds
        self._losing: set[int] = set()  # jobs that write less than there is
        self._opening: dict[int, str] = {}  # job → what is being opened
        self._afterwards: Callable[[], None] | None = None  # once the work is safe
        controller.kept.connect(self._write)
        self._jobs.done.connect(self._finish_job)
        self._jobs.failed.connect(self._fail_job)

    def close(self) -> None:
        """End the threads."""
        self._jobs.close()

    # -- opening ------------------------------------------------------------------------------

    def ask_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open"), "", self.tr("Experiments ({0})").format(_FILES)
        )
        if name:
            self.open(name)

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
        self._opening[self._jobs.start(lambda: found(source))] = source

    # -- saving -------------------------------------------------------------------------------

    def save(self) -> None:
        if self._document.path is None:
            self.ask_save()
        else:
            self.save_to(self._document.path)

    def ask_save(self) -> None:
        start = self._document.path or Path(f"{self._suggestion()}.nnd")
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save as"), str(start), self.tr("Experiments ({0})").format(_FILES)
        )
        if name:
            path = Path(name)
            self.save_to(path if path.suffix in (".nnd", ".json") else path.with_name(path.name + ".nnd"))
        else:
            self._afterwards = None

    def save_to(self, path: Path) -> None:
        """Write the experiment and its run to ``path``, in a thread of its own."""
        self._saving[self._controller.keep()] = (path, self._document.path, self._document.moment)

    def _write(self, kept: Kept) -> None:
        if kept.token not in self._saving:
            return  # somebody else asked
        path, source, moment = self._saving.pop(kept.token)
        # What cannot be trained has no run; it is saved all the same.
        experiment = kept.experiment or moment.state.experiment
        job = self._jobs.start(lambda: _store(path, source, experiment, kept.record))
        if path.suffix == ".json" and kept.record is not None and kept.record.carried is not None:
            self._losing.add(job)
        self._writing[job] = (path, experiment, kept.record.step if kept.record else 0, moment)

    # -- what became of it ----------------------------------------------------------------------

    def _finish_job(self, job: int, result: object) -> None:
        if job in self._writing:
            path, experiment, step, moment = self._writing.pop(job)
            self._document.saved(path, experiment, step, moment)
            self.used.emit(path)
            if job in self._losing:
                self._losing.discard(job)
                self.said.emit(
                    self.tr("A .json cannot hold weights kept when the shape changed; a .nnd can.")
                )
            afterwards, self._afterwards = self._afterwards, None
            if afterwards is not None:
                afterwards()
        elif isinstance(result, Lesson):
            self._opening.pop(job)
            self.lesson_opened.emit(result)
        elif isinstance(result, Source):
            self._opening.pop(job)
            self._document.open(result.experiment, result.path, result.record)
            self.opened.emit()
            if result.path is not None:
                self.used.emit(result.path)

    def _fail_job(self, job: int, error: Exception) -> None:
        self._writing.pop(job, None)
        self._losing.discard(job)
        self._opening.pop(job, None)
        self._afterwards = None
        if not isinstance(error, NndeskError | OSError):
            raise error
        self.failed.emit(failure(error))

    def when_safe(self, action: Callable[[], None]) -> None:
        """Do ``action`` now, or after asking what shall become of unsaved work."""
        if not self._document.dirty:
            action()
            return
        dialog = SaveDialog(self._appearance, self._window)
        self._afterwards = action
        dialog.finished.connect(self._take_answer)
        dialog.open()

    def _take_answer(self, answer: int) -> None:
        action = self._afterwards
        if answer == Answer.SAVE:
            self.save()
            return
        self._afterwards = None
        if answer == Answer.DISCARD and action is not None:
            action()


def found(source: str) -> Source | Lesson:
    """What the window opens: a lesson, or an experiment. Raises NndeskError."""
    return lessons.find(source) or resolve(source)


def _store(path: Path, source: Path | None, experiment: Experiment, record: files.RunRecord | None) -> None:
    """Write ``experiment`` and its run to ``path``, with what else the file it came from holds."""
    kept = files.read(source) if source is not None and source.exists() else files.Project(experiment)
    files.write(path, replace(kept, experiment=experiment, run=record))
