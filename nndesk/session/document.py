"""The open experiment, its file and its undo stack: the one place where an experiment is replaced."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtGui import QUndoStack

from nndesk.project.files import RunRecord
from nndesk.project.spec import Experiment


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
        # The experiments between the edits on the stack. The stack's commands are empty macros, which
        # Qt makes itself: a QUndoCommand made in Python is freed twice by the garbage collector.
        self._states = [experiment]
        self._gesture: int | None = None  # of the newest edit, while it may still grow
        self.undo_stack = QUndoStack(self)
        self.undo_stack.indexChanged.connect(self._show_index)
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
        if new == self._experiment:
            return
        stack = self.undo_stack
        if gesture is None or gesture != self._gesture or stack.index() != stack.count() or stack.isClean():
            self._states[stack.index() + 1 :] = [new]
            self._gesture = gesture
            stack.beginMacro(text)
            stack.endMacro()
        elif new == self._states[-2]:  # the drag is back where it began
            self._gesture = None
            del self._states[-1]
            stack.command(stack.index() - 1).setObsolete(True)
            stack.undo()
        else:
            self._states[-1] = new
            self._show_index(stack.index())

    def set_undo_limit(self, limit: int) -> None:
        """Keep at most ``limit`` edits to undo, from now on; the oldest are forgotten first."""
        if limit != self.undo_stack.undoLimit():
            self._refill(limit, str)

    def rename_edits(self, translate: Callable[[str], str]) -> None:
        """Give the edits on the stack other names: the same ones in another language."""
        self._refill(self.undo_stack.undoLimit(), translate)

    def _refill(self, limit: int, name: Callable[[str], str]) -> None:
        """Put the edits on the stack anew: Qt neither limits one that is filled nor renames what is on it."""
        stack = self.undo_stack
        texts, index, clean = [stack.text(i) for i in range(stack.count())], stack.index(), stack.cleanIndex()
        first = min(max(len(texts) - limit, 0), index) if limit else 0
        last = first + limit if limit else len(texts)
        with QSignalBlocker(stack):
            stack.clear()
            stack.setUndoLimit(limit)
            for text in texts[first:last]:
                stack.beginMacro(name(text))
                stack.endMacro()
            if first <= clean <= last:
                stack.setIndex(clean - first)
                stack.setClean()
            else:
                stack.resetClean()
            stack.setIndex(index - first)
        self._states = self._states[first : last + 1]
        stack.canUndoChanged.emit(stack.canUndo())
        stack.undoTextChanged.emit(stack.undoText())
        stack.canRedoChanged.emit(stack.canRedo())
        stack.redoTextChanged.emit(stack.redoText())
        self.status_changed.emit()

    def open(self, experiment: Experiment, path: Path | None, record: RunRecord | None) -> None:
        """Put another experiment in this one's place; nothing of the old one is kept."""
        self._experiment = experiment
        self._path = path
        self._record = record
        self._saved_step = self._step = record.step if record else 0
        self._states = [experiment]
        self._gesture = None
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

    def _show_index(self, index: int) -> None:
        """Have the experiment be the one after ``index`` edits."""
        del self._states[: len(self._states) - 1 - self.undo_stack.count()]  # what the limit made Qt forget
        old, self._experiment = self._experiment, self._states[index]
        if old != self._experiment:
            self.changed.emit(old, self._experiment)
            self.status_changed.emit()
