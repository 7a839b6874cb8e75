"""The chips of bundles: where they stand, and that they open the matrix."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from nndesk.interop.source import resolve
from nndesk.project import edits
from nndesk.ui.canvas.counts import CountChip
from nndesk.ui.canvas.view import CanvasView
from tests.experiments import tiny

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def chips(view: CanvasView) -> list[CountChip]:
    return view.findChildren(CountChip)


def test_a_bundle_has_a_chip_that_a_click_or_the_space_bar_opens(canvas):
    view, _, _ = canvas(resolve("digits").experiment)
    (chip,) = chips(view)
    assert chip.text() == "2,048 w"
    assert chip.accessibleName() == "2,048 weights from Input to Hidden 1"
    QTest.mouseClick(chip, LEFT)
    assert view.selection.targets == ("matrix.0",)
    view.selection.clear()
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert view.selection.targets == ("matrix.0",)


def test_a_click_on_the_bar_opens_the_matrix_too(canvas):
    view, _, _ = canvas(resolve("digits").experiment)
    x, y = view._layout.bundle(1).middle
    QTest.mouseClick(view, LEFT, NONE, QPoint(round(x), round(y)))
    assert view.selection.targets == ("matrix.0",)


def test_a_chip_stands_in_its_gap_high_enough_for_a_finger_and_clear_of_neurons(canvas):
    view, _, _ = canvas(resolve("digits").experiment, 896, 572)
    (chip,) = chips(view)
    assert chip.height() >= 26
    assert view.rect_of(0, 63).right() < chip.x()
    assert chip.geometry().right() < view.rect_of(1, 0).left()


def test_in_a_narrow_gap_a_chip_stands_on_its_side(canvas):
    experiment = resolve("digits").experiment
    experiment = edits.set_units(edits.add_layer(edits.set_units(experiment, 0, 64), 1), 1, 32)
    view, _, _ = canvas(experiment, 896, 572)
    upright = {chip.text(): chip.height() > chip.width() for chip in chips(view)}
    assert upright["4,096 w"]


def test_chips_come_and_go_with_their_bundles(canvas):
    view, document, _ = canvas(tiny())
    assert chips(view) == []
    wide = edits.set_units(edits.set_units(document.experiment, 0, 64), 1, 64)
    document.replace(wide, "neurons")
    assert [chip.text() for chip in chips(view)] == ["4,096 w"]
    document.undo_stack.undo()
    assert chips(view) == []
