"""Selecting with the pointer: clicks, Shift, and a box; with real mouse events."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from nndesk.interop.source import resolve
from nndesk.project import edits
from nndesk.ui.canvas.header import LayerHeader
from nndesk.ui.canvas.picking import SelectionBox, units_within
from nndesk.ui.canvas.view import CanvasView
from tests.experiments import tiny

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def around(view: CanvasView, *places: tuple[int, int]) -> tuple[QPoint, QPoint]:
    """Two corners of a box around neurons."""
    rect = view.rect_of(*places[0])
    for place in places[1:]:
        rect = rect.united(view.rect_of(*place))
    rect.adjust(-8, -9, 8, 8)
    return rect.topLeft(), rect.bottomRight()


def drag(view: CanvasView, begin: QPoint, end: QPoint, modifier=NONE, *, let_go: bool = True) -> None:
    QTest.mousePress(view, LEFT, modifier, begin)
    QTest.mouseMove(view, (begin + end) / 2)
    QTest.mouseMove(view, end)
    if let_go:
        QTest.mouseRelease(view, LEFT, modifier, end)


def picture(view: CanvasView) -> QImage:
    view.set_still(True)
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawWindowBackground)
    painter.end()
    view.set_still(False)
    return image


def test_shift_adds_a_neuron_and_takes_it_away_again(canvas):
    view, _, _ = canvas(tiny())
    first, second = view.rect_of(1, 0).center(), view.rect_of(2, 1).center()
    QTest.mouseClick(view, LEFT, NONE, first)
    QTest.mouseClick(view, LEFT, SHIFT, second)
    assert view.selection.targets == ("layers.0.units.0", "layers.1.units.1")
    QTest.mouseClick(view, LEFT, SHIFT, first)
    assert view.selection.targets == ("layers.1.units.1",)
    QTest.mouseClick(view, LEFT, NONE, first)
    assert view.selection.targets == ("layers.0.units.0",)


def test_shift_adds_headers_and_cards_too(canvas):
    view, _, _ = canvas(tiny())
    header = view.findChild(LayerHeader, "layerHeader1")
    QTest.mouseClick(header, LEFT, NONE, QPoint(20, 12))
    QTest.mouseClick(view.findChild(QWidget, "lossCard"), LEFT, SHIFT, QPoint(20, 12))
    assert view.selection.targets == ("layers.0", "loss")


def test_a_drag_from_an_empty_place_selects_the_neurons_in_its_box(canvas):
    view, _, _ = canvas(tiny())
    drag(view, *around(view, (1, 0), (1, 2)))
    assert view.selection.targets == ("layers.0.units.0", "layers.0.units.1", "layers.0.units.2")
    assert view.findChild(SelectionBox, "selectionBox").isHidden()


def test_a_box_across_columns_selects_neurons_of_both_and_of_the_inputs(canvas):
    view, _, _ = canvas(tiny())
    begin, end = around(view, (0, 0), (1, 2))
    drag(view, end, begin)  # from the lower right corner as well
    assert "inputs.0" in view.selection.targets
    assert "layers.0.units.2" in view.selection.targets


def test_shift_adds_what_is_in_a_box_to_what_is_selected(canvas):
    view, _, _ = canvas(tiny())
    view.selection.set("layers.1.units.1")
    drag(view, *around(view, (1, 0), (1, 1)), SHIFT)
    assert view.selection.targets == ("layers.1.units.1", "layers.0.units.0", "layers.0.units.1")


def test_the_box_shows_what_it_will_select_before_it_is_let_go(canvas):
    view, _, _ = canvas(tiny())
    begin, end = around(view, (1, 0), (1, 2))
    drag(view, begin, end, let_go=False)
    box = view.findChild(SelectionBox, "selectionBox")
    assert box.isVisible()
    assert box.units == [(1, 0), (1, 1), (1, 2)]
    assert view.selection.targets == ()
    QTest.mouseRelease(view, LEFT, NONE, end)


def test_escape_gives_a_box_up_and_brings_the_selection_back(canvas):
    view, _, _ = canvas(tiny())
    view.selection.set("layers.1")
    drag(view, *around(view, (1, 0), (1, 2)), let_go=False)
    assert view.selection.targets == ()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.selection.targets == ("layers.1",)
    QTest.mouseRelease(view, LEFT, NONE, view.rect_of(1, 2).bottomRight())
    assert view.selection.targets == ("layers.1",)
    assert view.findChild(SelectionBox, "selectionBox").isHidden()


def test_a_box_may_begin_on_a_weight_and_does_not_select_it(canvas):
    view, _, _ = canvas(tiny())
    begin = view.rect_of(2, 0, 0).center()
    assert ".weights." in view.target_at(QPointF(begin))
    _, end = around(view, (2, 2))
    drag(view, begin, end)
    assert "layers.1.units.2" in view.selection.targets
    assert not any(".weights." in target for target in view.selection.targets)


def test_a_trembling_click_on_nothing_draws_no_box(canvas):
    view, _, _ = canvas(tiny())
    view.selection.set("layers.1")
    begin, _ = around(view, (1, 0))
    drag(view, begin, begin + QPoint(1, 1))
    assert view.selection.targets == ()


def test_all_that_is_selected_has_a_ring(canvas, appearance):
    view, _, _ = canvas(tiny())
    ring = appearance.theme.color("sel")
    places = [(1, 0), (1, 3), (2, 1)]

    def ringed() -> list[bool]:
        image = picture(view)
        rects = [view.rect_of(*place) for place in places]
        return [image.pixelColor(rect.left() - 5, rect.center().y()) == ring for rect in rects]

    assert ringed() == [False] * 3
    view.selection.set("layers.0.units.0", "layers.0.units.3", "layers.1.units.1")
    assert ringed() == [True] * 3


@pytest.mark.parametrize("units", [40, 256])
def test_a_box_reaches_neurons_in_blocks_and_strips(canvas, units):
    view, _, _ = canvas(edits.set_units(resolve("spiral").experiment, 0, units))
    first, second = view.rect_of(1, 0), view.rect_of(1, 1)
    box = QRectF(first.united(second)).adjusted(2, 2, -2, -2)
    assert units_within(view.places.layout, box) == [(1, 0), (1, 1)]
