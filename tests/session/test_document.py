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


def test_undoing_what_was_edited_while_saving_leads_back_to_what_is_saved(document: Document):
    rate(document, 0.5)
    moment = document.moment
    rate(document, 0.25)
    document.saved(Path("a.nnd"), moment.state.experiment, 0, moment)
    assert document.dirty
    document.undo_stack.undo()
    assert not document.dirty
    document.undo_stack.undo()
    assert document.dirty
    document.undo_stack.redo()
    assert not document.dirty


def test_a_drag_that_goes_on_while_saving_leaves_nothing_saved_behind_it(document: Document):
    rate(document, 0.5, gesture=1)
    moment = document.moment
    rate(document, 0.25, gesture=1)
    document.saved(Path("a.nnd"), moment.state.experiment, 0, moment)
    assert document.dirty
    document.undo_stack.undo()
    assert document.dirty


def test_a_file_that_is_written_after_another_was_opened_is_not_taken_for_it(document: Document):
    moment = document.moment
    document.open(tiny(seed=9), Path("b.nnd"), None)
    document.saved(Path("a.nnd"), moment.state.experiment, 5, moment)
    assert document.path == Path("b.nnd")
    assert not document.dirty


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


# -- the limit ------------------------------------------------------------------------------------


def rates(document: Document) -> list[float]:
    """The learning rates from the first edit that can be undone to the last that can be redone."""
    stack = document.undo_stack
    here, found = stack.index(), []
    stack.setIndex(0)
    for index in range(stack.count() + 1):
        stack.setIndex(index)
        found.append(document.experiment.optimizer.learning_rate)
    stack.setIndex(here)
    return found


def test_the_oldest_edits_are_forgotten_beyond_the_limit(document: Document):
    document.set_undo_limit(3)
    for value in range(1, 9):
        rate(document, float(value))
    assert rates(document) == [5.0, 6.0, 7.0, 8.0]
    assert document.dirty
    document.undo_stack.setIndex(0)
    assert document.dirty  # the way back to what was saved is forgotten
    rate(document, 9.0)
    assert rates(document) == [5.0, 9.0]


def test_a_drag_at_the_limit_stays_one_step(document: Document):
    document.set_undo_limit(2)
    for value in (1.0, 2.0, 3.0):
        rate(document, value)
    for value in (4.0, 5.0, 6.0):
        rate(document, value, gesture=1)
    assert rates(document) == [2.0, 3.0, 6.0]
    rate(document, 3.0, gesture=1)  # back where it began
    assert rates(document) == [2.0, 3.0]


@pytest.mark.parametrize(
    ("index", "left"), [(5, [3.0, 4.0, 5.0]), (3, [3.0, 4.0, 5.0]), (1, [1.0, 2.0, 3.0])]
)
def test_a_smaller_limit_holds_at_once_and_moves_nothing(
    document: Document, qtbot: QtBot, index: int, left: list[float]
):
    for value in range(1, 6):
        rate(document, float(value))
    document.undo_stack.setIndex(index)
    here = document.experiment
    with qtbot.assertNotEmitted(document.changed):
        document.set_undo_limit(2)
    assert document.experiment == here
    assert rates(document) == left
    assert document.experiment == here


@pytest.mark.parametrize(("limit", "clean"), [(4, True), (2, True), (1, False)])
def test_what_is_saved_is_still_known_after_a_smaller_limit(document: Document, limit: int, clean: bool):
    for value in range(1, 6):
        rate(document, float(value))
    document.undo_stack.setIndex(3)
    document.saved(Path("here.json"), document.experiment, 0)
    document.undo_stack.setIndex(5)
    document.set_undo_limit(limit)
    if clean:
        document.undo_stack.setIndex(document.undo_stack.count() - 2)
    else:
        document.undo_stack.setIndex(0)
    assert document.dirty is not clean


def test_edits_take_other_names_and_stay_what_they_are(document: Document, qtbot: QtBot):
    for value in (1.0, 2.0, 3.0):
        rate(document, value)
    document.undo_stack.undo()
    with qtbot.waitSignal(document.undo_stack.undoTextChanged) as named:
        document.rename_edits({"learning rate": "学习率"}.__getitem__)
    assert named.args == ["学习率"]
    assert (document.undo_stack.undoText(), document.undo_stack.redoText()) == ("学习率", "学习率")
    assert rates(document)[1:] == [1.0, 2.0, 3.0]
    assert document.undo_stack.index() == 2
