"""Cells under the pointer are four times as large; selected ones leave their strip."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nndesk.app import create_window
from nndesk.interop.source import Source, preset
from nndesk.project.spec import Experiment
from nndesk.session.preferences import Preferences
from nndesk.ui.canvas.layout import GAUGE_OVERHANG, Form
from nndesk.ui.canvas.magnifier import Magnifier
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.theme import recorded_text
from nndesk.ui.window import MainWindow
from tests.experiments import shaped, tiny

WIDE = tiny(network__layers__0__units=128)


@pytest.fixture
def canvas(qtbot: QtBot) -> Callable[[Experiment], CanvasView]:
    windows: list[MainWindow] = []

    def maker(experiment: Experiment) -> CanvasView:
        window = create_window(Source(experiment), "light", "en", Preferences(None))
        windows.append(window)
        qtbot.addWidget(window, before_close_func=MainWindow.close_without_asking)
        window.resize(1440, 900)
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: window.controller.snapshot is not None and not window.controller.busy)
        return window.canvas

    return maker


def hover(canvas: CanvasView, layer: int, unit: int) -> None:
    QTest.mouseMove(canvas, QPoint(5, canvas.height() // 4))  # so that it moves in any case
    QTest.mouseMove(canvas, canvas.rect_of(layer, unit).center())


def texts(canvas: CanvasView) -> list[str]:
    with recorded_text() as found:
        canvas.grab()
    return [text.text for text in found]


def widest_run(image: QImage, color: QColor, row: int) -> int:
    """The longest stretch of one colour in a row of pixels."""
    best = run = 0
    for x in range(image.width()):
        run = run + 1 if image.pixelColor(x, row) == color else 0
        best = max(best, run)
    return best


def test_a_cell_under_the_pointer_is_four_times_as_large(canvas: Callable[[Experiment], CanvasView]):
    view = canvas(WIDE)
    cell = view.rect_of(1, 40)
    before = view.grab().toImage()
    color = before.pixelColor(cell.center())
    hover(view, 1, 40)
    after = view.grab().toImage()
    lens_rows = range(cell.top() - 120, cell.top() - 20, 4)
    side = max(widest_run(after, color, row) for row in lens_rows)
    assert 4 * cell.width() - 5 <= side <= 4 * cell.width() + 1
    assert after.pixelColor(cell.center()) == color  # the cell itself is not covered


def test_the_lens_names_the_cell_and_its_value_and_goes_with_the_pointer(
    canvas: Callable[[Experiment], CanvasView],
):
    view = canvas(WIDE)
    hover(view, 1, 40)
    (words,) = [text for text in texts(view) if text.startswith("neuron 41 · a = ")]
    assert words
    QTest.mouseMove(view, QPoint(5, view.height() // 4))
    assert not [text for text in texts(view) if text.startswith("neuron ")]


def test_pixels_have_the_lens_and_neurons_of_a_block_do_not(canvas: Callable[[Experiment], CanvasView]):
    view = canvas(preset("digits"))
    hover(view, 0, 28)
    assert [text for text in texts(view) if text.startswith("pixel_3_4 · a = ")]
    hover(view, 1, 5)
    assert not [text for text in texts(view) if text.startswith(("pixel", "neuron"))]


def test_a_selected_cell_leaves_its_strip_as_a_neuron(canvas: Callable[[Experiment], CanvasView]):
    view = canvas(WIDE)
    before = view.grab().toImage()
    bottom = max(view.rect_of(1, unit).bottom() for unit in range(128))
    view.selection.set("layers.0.units.77", "layers.0.units.3")
    after = view.grab().toImage()
    violet = view.appearance.theme.color("sel")
    frames = [
        x
        for x in range(view.rect_of(1, 0).left() - 30, view.rect_of(1, 0).left() + 260)
        if after.pixelColor(x, bottom + 45) == violet != before.pixelColor(x, bottom + 45)
    ]
    groups = 1 + int(np.sum(np.diff(frames) > 5))
    assert groups == 4  # the two sides of two neurons
    view.selection.clear()
    assert view.grab().toImage() == before


@pytest.mark.parametrize("hidden", [(100, 256), (1024, 64), (256,)])
@pytest.mark.parametrize("size", [(1280, 720), (1440, 900), (1920, 1080)])
def test_a_cell_that_left_its_strip_is_under_nothing(
    canvas: Callable[[Experiment], CanvasView], hidden: tuple[int, ...], size: tuple[int, int]
):
    view = canvas(shaped("digits", *hidden))
    view.window().resize(*size)
    view.grab()
    layout, picture = view._layout, view._picture
    assert layout is not None
    assert picture is not None
    floating = [QRectF(rect) for rect in view.floats.shadows()]
    for layer in layout.layers[1:]:
        for unit in (0, layer.units - 1) if layer.form is Form.STRIP else ():
            top, side, below = Magnifier(layout, view.appearance.theme)._room(
                layer, layer.rect(unit).y, view.floats.shadows()
            )
            whole = QRectF(layer.box.x, top, layer.box.width, side + GAUGE_OVERHANG)
            assert side >= 20
            assert top > layer.header.bottom
            assert not [rect for rect in floating if rect.intersects(whole)]
            cell = QRectF(*layer.rect(unit))
            assert cell.bottom() <= top if below else cell.top() >= whole.bottom()
