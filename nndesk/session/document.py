"""The open experiment, its file and its undo stack: the one place where an experiment is replaced."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtGui import QUndoStack

from nndesk.project.files import RunRecord
from nndesk.project.spec import Experiment


class Parameters(NamedTuple):
    """Weights and biases that were set by hand, by key, in the run of that number."""

    before: Mapping[str, float]
    after: Mapping[str, float]
    run: int


@dataclass(eq=False)
class _State:
    """What lies between two edits on the stack."""

    experiment: Experiment
    by: Parameters | None = None  # the edit that led here, where it is none of the experiment
    run: int | None = None  # under what number its run was asked for last
    begun: bool = False  # with a run of its own, whatever lies before


class Moment(NamedTuple):
    """What of a document was being saved: how it was opened, and the place between two edits."""

    opened: int
    state: _State


class Document(QObject):
    """What is being worked on. Every edit is `replace`; everything else follows from `changed`.

    Parameters of the run are no part of the experiment, but setting them is an edit as well:
    `set_parameters`, and everything else follows from `parameters_set`.
    """

    changed = Signal(object, object)  # old, new Experiment
    parameters_set = Signal(object, int)  # values by key, the number of the run that has them
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
        # What lies between the edits on the stack. The stack's commands are empty macros, which
        # Qt makes itself: a QUndoCommand made in Python is freed twice by the garbage collector.
        self._states = [_State(experiment)]
        self._state = self._states[0]  # where we are
        self._opened = 0  # how many experiments were opened before this one
        self._gesture: int | None = None  # of the newest edit, while it may still grow
        #: Whether the edit that `changed` tells of leads to another run, whatever the experiments are.
        self.at_another_run = False
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
        holds_run = self._path is not None and self._path.suffix.lower() == ".nnd"
        beyond = holds_run and self._step != self._saved_step
        return beyond or not self.undo_stack.isClean()

    @property
    def moment(self) -> Moment:
        """Where we are, for `saved`."""
        return Moment(self._opened, self._state)

    @property
    def run(self) -> int | None:
        """The number that the run of this state was asked for by; None where none has been yet."""
        return self._state.run

    @run.setter
    def run(self, number: int) -> None:
        self._state.run = number

    def replace(self, new: Experiment, text: str, gesture: int | None = None, *, begun: bool = False) -> None:
        """Make ``new`` the experiment, as one undo step called ``text``.

        Edits with the same ``gesture`` number, one a drag, are one undo step. An edit that
        changes nothing leaves no trace, but where a run of its own is ``begun`` with it.
        """
        if new == self._experiment and not begun:
            return
        if not self._grows(gesture) or self._state.by is not None:
            self._push(_State(new, begun=begun), text, gesture)
        elif new == self._states[-2].experiment and not (begun or self._state.begun):
            self._drop()  # the drag is back where it began
        else:
            self._grow(_State(new, begun=begun or self._state.begun), begun)

    def set_parameters(self, parameters: Parameters, text: str, gesture: int | None = None) -> None:
        """Set weights and biases of the run, as one undo step called ``text``; a drag is one step."""
        last = self._state.by
        if parameters.before == parameters.after and not self._grows(gesture):
            return
        if not self._grows(gesture) or last is None or last.run != parameters.run:
            self._push(_State(self._experiment, parameters, self._state.run), text, gesture)
            return
        whole = Parameters({**parameters.before, **last.before}, {**last.after, **parameters.after}, last.run)
        if whole.before == whole.after:
            self._drop()
        else:
            self._grow(_State(self._experiment, whole, self._state.run))

    def _grows(self, gesture: int | None) -> bool:
        """Whether an edit of ``gesture`` is a part of the newest one on the stack."""
        stack = self.undo_stack
        newest = stack.index() == stack.count() and not stack.isClean()
        return gesture is not None and gesture == self._gesture and newest

    def _push(self, state: _State, text: str, gesture: int | None) -> None:
        self._states[self.undo_stack.index() + 1 :] = [state]
        self._gesture = gesture
        self.undo_stack.beginMacro(text)
        self.undo_stack.endMacro()

    def _grow(self, state: _State, begun: bool = False) -> None:
        self._states[-1] = state
        self._go_to(state, state.by, begun)

    def _drop(self) -> None:
        """Take back the newest edit: it came to nothing."""
        stack = self.undo_stack
        self._gesture = None
        del self._states[-1]
        stack.command(stack.index() - 1).setObsolete(True)
        stack.undo()

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
        self._states = [_State(experiment)]
        self._state = self._states[0]
        self._gesture = None
        self._opened += 1
        self.undo_stack.clear()
        self.opened.emit(record)
        self.status_changed.emit()

    def saved(self, path: Path, experiment: Experiment, step: int, moment: Moment | None = None) -> None:
        """``path`` now holds ``experiment`` and its run up to ``step``, as they were at ``moment``.

        Edits made while it was being written are not saved, but undoing them leads to what is.
        """
        opened, state = self.moment if moment is None else moment
        if opened != self._opened:
            return  # another experiment is open by now
        self._path = path
        self._saved_step = step
        if state in self._states and experiment == state.experiment:
            self._mark_clean(self._states.index(state))
        else:
            self.undo_stack.resetClean()
        self.status_changed.emit()

    def _mark_clean(self, index: int) -> None:
        """Qt marks only where it stands."""
        stack = self.undo_stack
        here = stack.index()
        with QSignalBlocker(stack):
            stack.setIndex(index)
            stack.setClean()
            stack.setIndex(here)

    def note_step(self, step: int) -> None:
        """The run stands at ``step``."""
        before = self.dirty
        self._step = step
        if self.dirty != before:
            self.status_changed.emit()

    def _show_index(self, index: int) -> None:
        """Go to the state after ``index`` edits, one edit after the other."""
        del self._states[: len(self._states) - 1 - self.undo_stack.count()]  # what the limit made Qt forget
        if self._state not in self._states:  # an edit that came to nothing
            self._go_to(self._states[index], self._state.by, self._state.begun, back=True)
        here = self._states.index(self._state)
        for state in self._states[here + 1 : index + 1]:
            self._go_to(state, state.by, state.begun)
        for number in range(here, index, -1):
            left = self._states[number]
            self._go_to(self._states[number - 1], left.by, left.begun, back=True)

    def _go_to(self, state: _State, by: Parameters | None, begun: bool, back: bool = False) -> None:
        """Have ``state`` be where we are, by the edit that led there or ``back`` by the one that led away.

        ``begun`` says whether that edit began a run of its own.
        """
        old, self._experiment, self._state = self._experiment, state.experiment, state
        self.at_another_run = begun
        if by is not None:
            self.parameters_set.emit(by.before if back else by.after, by.run)
        elif old != state.experiment or self.at_another_run:
            self.changed.emit(old, state.experiment)
            self.status_changed.emit()
