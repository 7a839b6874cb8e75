"""The open experiment, its file and its undo stack: the one place where an experiment is replaced."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from nndesk.project.files import RunRecord
from nndesk.project.spec import Experiment


class _Edit(QUndoCommand):
    """From one experiment to another; edits of one gesture merge into one."""

    def __init__(
        self, document: "Document", old: Experiment, new: Experiment, text: str, gesture: int | None
    ) -> None:
        super().__init__(text)
        self._document = document
        self._old = old
        self._new = new
        self._gesture = gesture

    def id(self) -> int:
        return -1 if self._gesture is None else 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        # Qt asks for every pair of equal ids; only one drag's edits belong together.
        if not isinstance(other, _Edit) or other._gesture != self._gesture:
            return False
        self._new = other._new
        self.setObsolete(self._new == self._old)
        return True

    def redo(self) -> None:
        self._document._show(self._new)

    def undo(self) -> None:
        self._document._show(self._old)


class Document(QObject):
    """What is being worked on. Every edit is `replace`; everything else follows from `changed`."""

    changed = Signal(object, object)  # old, new Experiment
    opened = Signal(object)  # RunRecord | None: another experiment altogether
    status_changed = Signal()  # path, name or dirty

    def __init__(
        self,
        experiment: Experiment,
        path: Path | None = None,
        record: RunRecord | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._experiment = experiment
        self._path = path
        self._record = record
        self._saved_step = self._step = record.step if record else 0
        self.undo_stack = QUndoStack(self)
        self.undo_stack.cleanChanged.connect(self.status_changed)

    @property
    def experiment(self) -> Experiment:
        return self._experiment

    @property
    def record(self) -> RunRecord | None:
        """The run that the file held when it was opened."""
        return self._record

    @property
    def path(self) -> Path | None:
        return self._path

    @property
    def dirty(self) -> bool:
        """Whether closing would lose something: edits, or epochs beyond a saved file."""
        beyond = self._path is not None and self._path.suffix == ".nnd" and self._step != self._saved_step
        return beyond or not self.undo_stack.isClean()

    def replace(self, new: Experiment, text: str, gesture: int | None = None) -> None:
        """Make ``new`` the experiment, as one undo step called ``text``.

        Edits with the same ``gesture`` number, one a drag, are one undo step. An edit that
        changes nothing leaves no trace.
        """
        if new != self._experiment:
            self.undo_stack.push(_Edit(self, self._experiment, new, text, gesture))

    def open(self, experiment: Experiment, path: Path | None, record: RunRecord | None) -> None:
        """Put another experiment in this one's place; nothing of the old one is kept."""
        self._experiment = experiment
        self._path = path
        self._record = record
        self._saved_step = self._step = record.step if record else 0
        self.undo_stack.clear()
        self.opened.emit(record)
        self.status_changed.emit()

    def saved(self, path: Path, experiment: Experiment, step: int) -> None:
        """``path`` now holds ``experiment`` and its run up to ``step``."""
        self._path = path
        self._saved_step = step
        if experiment == self._experiment:  # else it was edited while it was being written
            self.undo_stack.setClean()
        else:
            self.undo_stack.resetClean()
        self.status_changed.emit()

    def note_step(self, step: int) -> None:
        """The run stands at ``step``."""
        before = self.dirty
        self._step = step
        if self.dirty != before:
            self.status_changed.emit()

    def _show(self, experiment: Experiment) -> None:
        old, self._experiment = self._experiment, experiment
        self.changed.emit(old, experiment)
        self.status_changed.emit()
