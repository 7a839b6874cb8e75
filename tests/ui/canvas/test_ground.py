"""What is under the headers when the network is zoomed."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from nndesk.interop.source import resolve
from nndesk.ui.canvas.counts import CountChip

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def colors(image: QImage, area: QRect) -> set[int]:
    return {
        image.pixel(x, y) for x in range(area.left(), area.right()) for y in range(area.top(), area.bottom())
    }


def test_what_is_zoomed_ends_below_the_headers(canvas, appearance):
    view, _, _ = canvas(resolve("spiral").experiment)
    view.zoom_by(2.0, QPointF(528, 300))
    bottom = view.findChild(QWidget, "layerHeader1").geometry().bottom()
    assert view.rect_of(1, 0).top() < bottom
    between = QRect(0, bottom + 1, 1056, 4)
    ground = {appearance.theme.color(token).rgb() for token in ("canvas", "grid")}
    assert colors(view.grab().toImage(), between) <= ground


def test_at_the_whole_size_nothing_is_covered(canvas):
    view, _, _ = canvas(resolve("spiral").experiment)
    assert view._picture.top == 0


def test_nothing_is_selected_where_nothing_is_seen(canvas):
    view, _, _ = canvas(resolve("spiral").experiment)
    view.zoom_by(2.0, QPointF(528, 300))
    view.pan(QPointF(0, 30 - view.rect_of(1, 3).center().y()))
    hidden = view.rect_of(1, 3).center()
    assert 0 < hidden.y() < view._picture.top
    QTest.mouseClick(view, LEFT, NONE, hidden)
    assert view.selection.targets == ()


def test_a_chip_of_a_bundle_does_not_show_between_headers(canvas):
    view, _, _ = canvas(resolve("digits").experiment)
    chip = view.findChild(CountChip)
    assert chip.isVisible()
    view.zoom_by(2.0, QPointF(528, 300))
    view.pan(QPointF(0, 100 - view._layout.bundle(1).y))
    assert not chip.isVisible()
