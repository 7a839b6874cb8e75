"""The weight matrix: every weight a cell that can be read, walked to, selected and copied."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nndesk.project import edits, masks
from nndesk.project.run import Run
from nndesk.ui.matrix import MatrixView
from nndesk.ui.theme import Appearance
from nndesk.ui.words import signed
from tests.experiments import shaped, tiny
from tests.ui.hands import LEFT, NONE, Bench

KEYS = Qt.Key


def view(here: Bench) -> MatrixView:
    found = here.find("matrixView")
    assert isinstance(found, MatrixView)
    return found


def middle(matrix: MatrixView, cell: tuple[int, int]) -> QPoint:
    return matrix.rect_of(*cell).center().toPoint()


@pytest.fixture
def here(bench: Callable[..., Bench], qtbot: QtBot) -> Bench:
    here = bench(target="matrix.1")
    qtbot.waitUntil(lambda: not here.controller.busy)
    return here


def test_rows_are_where_weights_lead_to_and_the_last_column_is_the_bias(here: Bench):
    network = Run(here.experiment).layers
    matrix = view(here)
    assert matrix.shape == (3, 6)
    for row in range(3):
        for source in range(5):
            assert matrix.value(row, source) == network.weights(1)[source, row]
        assert matrix.value(row, 5) == network.bias(1)[row]
    assert "Hidden 1 → Hidden 2" in here.words("weightMatrix")


def test_the_pointer_reads_a_cell(here: Bench):
    matrix = view(here)
    QTest.mouseMove(matrix.viewport(), middle(matrix, (2, 4)))
    value = signed(matrix.value(2, 4), 4)
    assert here.text("matrixReading") == f"Hidden 1 · neuron 5 → Hidden 2 · neuron 3: {value}"
    QTest.mouseMove(matrix.viewport(), middle(matrix, (1, 5)))
    assert here.text("matrixReading") == "Hidden 2 · neuron 2 · bias: 0.0000"


@pytest.mark.parametrize(
    ("cell", "target"),
    [((2, 4), "layers.1.weights.4.2"), ((1, 5), "layers.1.units.1")],
    ids=["weight", "bias"],
)
def test_a_click_selects_the_weight_or_the_neuron_of_a_bias(here: Bench, qtbot: QtBot, cell, target: str):
    matrix = view(here)
    with qtbot.waitSignal(here.inspector.selected) as asked:
        QTest.mouseClick(matrix.viewport(), LEFT, NONE, middle(matrix, cell))
    assert asked.args == [target]


def test_the_keyboard_walks_reads_and_selects(here: Bench, qtbot: QtBot):
    matrix = view(here)
    matrix.setFocus()
    for key in (KEYS.Key_Down, KEYS.Key_Down, KEYS.Key_Down, KEYS.Key_Right):
        QTest.keyClick(matrix, key)
    assert matrix.current == (2, 1)
    assert here.text("matrixReading").startswith("Hidden 1 · neuron 2 → Hidden 2 · neuron 3: ")
    assert matrix.accessibleDescription() == here.text("matrixReading")
    QTest.keyClick(matrix, KEYS.Key_End)
    assert matrix.current == (2, 5)
    QTest.keyClick(matrix, KEYS.Key_Home)
    with qtbot.waitSignal(here.inspector.selected) as asked:
        QTest.keyClick(matrix, KEYS.Key_Return)
    assert asked.args == ["layers.1.weights.0.2"]


def test_it_is_copied_with_all_its_digits(here: Bench):
    matrix = view(here)
    matrix.setFocus()
    QTest.keySequence(matrix, "Ctrl+C")
    rows = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert rows[0] == ["", "1", "2", "3", "4", "5", "bias"]
    network = Run(here.experiment).layers
    for number, row in enumerate(rows[1:]):
        assert row[0] == str(number + 1)
        assert [float(cell) for cell in row[1:]] == [*network.weights(1)[:, number], network.bias(1)[number]]
    QGuiApplication.clipboard().clear()
    here.click(here.find("copyMatrixButton"))
    assert QGuiApplication.clipboard().text().startswith("\t1\t2")


def test_it_follows_the_training_and_edits(here: Bench, qtbot: QtBot):
    matrix = view(here)
    before = matrix.value(0, 0)
    here.controller.step_epoch()
    qtbot.waitUntil(lambda: not here.controller.busy)
    assert matrix.value(0, 0) != before
    here.document.replace(masks.cut_weight(here.experiment, 1, 0, 0, True), "cut edge")
    qtbot.waitUntil(lambda: not here.controller.busy)
    assert matrix.value(0, 0) == 0.0


def test_what_is_frozen_or_cut_is_marked_and_said(here: Bench, qtbot: QtBot):
    matrix = view(here)
    qtbot.waitUntil(lambda: matrix.viewport().rect().contains(middle(matrix, (2, 5))))
    before = matrix.viewport().grab().toImage()
    new = masks.freeze_weight(here.experiment, 1, 3, 2, True)
    new = masks.cut_weight(masks.freeze_bias(new, 1, 0, True), 1, 0, 1, True)
    here.document.replace(new, "marks")
    qtbot.waitUntil(lambda: not here.controller.busy)
    after = matrix.viewport().grab().toImage()
    text = QColor(here.inspector._appearance.theme.color("text"))
    for cell, frozen in {(2, 3): True, (0, 5): True, (0, 3): False}.items():
        at = middle(matrix, cell)
        assert (after.pixelColor(at) == text) == frozen
        assert (after.pixelColor(at) == before.pixelColor(at)) != frozen
    QTest.mouseMove(matrix.viewport(), middle(matrix, (2, 3)))
    assert here.text("matrixReading").endswith(" · frozen")
    QTest.mouseMove(matrix.viewport(), middle(matrix, (1, 0)))
    assert here.text("matrixReading").endswith(": cut")


def big(appearance: Appearance, qtbot: QtBot) -> MatrixView:
    matrix = MatrixView(appearance, "", "Weights")
    qtbot.addWidget(matrix)
    matrix.resize(352, 340)
    weights = np.random.default_rng(1).normal(size=(1024, 1024))
    matrix.show_cells(weights, np.zeros(1024))
    matrix.show_marks(frozenset({(0, 0), (1023, 1023)}), None)
    with qtbot.waitExposed(matrix):
        matrix.show()
    return matrix


def test_a_large_matrix_is_scrolled_not_shrunk(appearance: Appearance, qtbot: QtBot):
    matrix = big(appearance, qtbot)
    assert matrix.cell == 6
    matrix.setFocus()
    for key in (KEYS.Key_End, *([KEYS.Key_PageDown] * 30)):
        QTest.keyClick(matrix, key)
    assert matrix.current == (1023, 1024)
    seen = matrix.viewport().rect()
    assert seen.contains(matrix.rect_of(1023, 1024).toAlignedRect())


def test_a_cell_has_the_colour_of_its_weight_wherever_it_is_scrolled_to(appearance: Appearance, qtbot: QtBot):
    matrix = big(appearance, qtbot)
    ramp = appearance.theme.diverging
    for cell in ((5, 7), (700, 800), (1020, 1000)):
        matrix._walk(*cell)
        matrix.clearFocus()
        at = middle(matrix, cell)
        image = matrix.viewport().grab().toImage()
        share = matrix.value(*cell) / matrix._whole
        expected = QColor.fromRgba(int(ramp[int(np.clip(share * 127 + 128, 0, 255))]))
        ratio = image.devicePixelRatio()
        assert image.pixelColor((at.toPointF() * ratio).toPoint()) == expected


def test_numbers_that_are_not_finite_can_be_painted(appearance: Appearance, qtbot: QtBot):
    matrix = MatrixView(appearance, "", "Weights")
    qtbot.addWidget(matrix)
    matrix.resize(300, 100)
    end = matrix.show_cells(np.array([[np.nan, 2.0], [np.inf, -1.0]]), np.array([np.nan, 0.5]))
    assert end == 2.0
    matrix.grab()
    assert matrix.show_cells(np.zeros((2, 2)), np.zeros(2)) == 1.0
    matrix.grab()


def test_weights_are_shown_of_the_layer_that_is_selected(bench: Callable[..., Bench], qtbot: QtBot):
    here = bench(tiny(), "matrix.0")
    qtbot.waitUntil(lambda: not here.controller.busy)
    assert view(here).shape == (5, 3)
    assert "Input → Hidden 1" in here.words("weightMatrix")


def test_a_matrix_that_fits_has_no_bars(bench: Callable[..., Bench], qtbot: QtBot):
    here = bench(edits.set_data_kind(shaped("spiral", 8), "breast_cancer"), target="matrix.0")
    matrix = view(here)
    qtbot.waitUntil(lambda: matrix.shape == (8, 31))
    seen = matrix.viewport()
    qtbot.waitUntil(lambda: seen.rect().contains(matrix.rect_of(7, 30).toAlignedRect()))
    assert seen.size() == matrix.maximumViewportSize()
    here.document.replace(edits.set_value(here.experiment, "network.layers.0.units", 200), "units")
    qtbot.waitUntil(matrix.verticalScrollBar().isVisible)
    here.document.replace(edits.set_value(here.experiment, "network.layers.0.units", 8), "units")
    qtbot.waitUntil(lambda: matrix.shape == (8, 31) and seen.size() == matrix.maximumViewportSize())
    assert seen.rect().contains(matrix.rect_of(7, 30).toAlignedRect())


def test_nothing_is_painted_where_two_bars_meet(bench: Callable[..., Bench], qtbot: QtBot):
    here = bench(shaped("digits", 256), target="matrix.0")
    matrix = view(here)
    qtbot.waitUntil(lambda: matrix.horizontalScrollBar().isVisible())
    assert matrix.verticalScrollBar().isVisible()
    image = matrix.window().grab().toImage()
    corner = matrix.mapTo(matrix.window(), matrix.rect().bottomRight()) - QPoint(4, 4)
    below = matrix.mapTo(matrix.window(), matrix.rect().bottomRight()) + QPoint(-4, 2)
    assert image.pixelColor(corner) == image.pixelColor(below)
