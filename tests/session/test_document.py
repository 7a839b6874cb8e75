"""Edits of the open experiment, undone and redone."""

import gc
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from nndesk.project import edits
from nndesk.session.document import Document
from tests.experiments import tiny


@pytest.fixture
def document(qtbot: QtBot) -> Document:
    return Document(tiny())


def rate(document: Document, value: float, gesture: int | None = None) -> None:
    new = edits.set_value(document.experiment, "optimizer.learning_rate", value)
    document.replace(new, "learning rate", gesture)


def test_an_edit_is_announced_with_old_and_new(document: Document, qtbot: QtBot):
    old = document.experiment
    with qtbot.waitSignal(document.changed) as announced:
        rate(document, 0.5)
    assert announced.args == [old, document.experiment]


def test_undo_and_redo_have_the_edits_names_and_bring_equal_values(document: Document):
    first = document.experiment
    rate(document, 0.5)
    second = document.experiment
    assert document.undo_stack.undoText() == "learning rate"
    document.undo_stack.undo()
    assert document.experiment == first
    document.undo_stack.redo()
    assert document.experiment == second


def test_an_edit_that_changes_nothing_leaves_no_trace(document: Document, qtbot: QtBot):
    with qtbot.assertNotEmitted(document.changed):
        document.replace(document.experiment, "nothing")
    assert document.undo_stack.count() == 0


def test_a_drag_is_one_undo_step_and_two_drags_are_two(document: Document):
    first = document.experiment
    for value in (0.2, 0.3, 0.4):
        rate(document, value, gesture=1)
    between = document.experiment
    for value in (0.5, 0.6):
        rate(document, value, gesture=2)
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    assert document.experiment == between
    document.undo_stack.undo()
    assert document.experiment == first


def test_a_drag_that_ends_where_it_began_is_no_undo_step(document: Document):
    start = document.experiment.optimizer.learning_rate
    rate(document, 0.2, gesture=1)
    rate(document, start, gesture=1)
    assert not document.undo_stack.canUndo()


def test_what_would_be_lost_makes_it_dirty(document: Document):
    document.note_step(500)
    assert not document.dirty  # a preset that was only trained
    rate(document, 0.5)
    assert document.dirty
    document.undo_stack.undo()
    assert not document.dirty


def test_epochs_beyond_a_saved_file_make_it_dirty(document: Document):
    document.saved(Path("a.nnd"), document.experiment, 10)
    document.note_step(10)
    assert not document.dirty
    document.note_step(11)
    assert document.dirty


def test_an_edit_made_while_saving_stays_unsaved(document: Document):
    before = document.experiment
    rate(document, 0.5)
    document.saved(Path("a.nnd"), before, 0)
    assert document.dirty


def test_opening_forgets_the_old_edits(document: Document, qtbot: QtBot):
    rate(document, 0.5)
    with qtbot.waitSignal(document.opened):
        document.open(tiny(seed=9), Path("b.nnd"), None)
    assert not document.undo_stack.canUndo()
    assert document.experiment.seed == 9
    assert not document.dirty


def test_documents_with_edits_can_be_garbage(qtbot: QtBot):
    """A command made in Python was freed twice here, and the program with it."""
    for turn in range(60):
        document = Document(tiny())
        for number, value in enumerate((0.2, 0.3, 0.2, 0.4)):
            rate(document, value, gesture=number // 3)
        document.undo_stack.undo()
        rate(document, 0.5 + turn)
        cycle = [document]
        document.cycle = cycle  # pyright: ignore
        del document, cycle
        gc.collect()
