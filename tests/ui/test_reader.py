"""Alt shows the value of anything under the pointer: fields, points, curves, cells, neurons."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QHelpEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from nndesk.interop.source import preset
from nndesk.project.messages import FIELD
from nndesk.project.spec import Experiment
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.cards import DataCard, LossCard
from nndesk.ui.outputs import OutputView
from nndesk.ui.points import Rows, plane_places
from nndesk.ui.sampling import row_words
from nndesk.ui.theme import Appearance
from nndesk.ui.words import written
from tests.experiments import tiny

ALT, NONE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
Opener = Callable[[Experiment], tuple[Document, Controller]]
Shown = tuple[OutputView, Controller]


def hover(widget: QWidget, at: QPoint, keys: Qt.KeyboardModifier = ALT) -> None:
    """Move the pointer there with no button down."""
    place, whole = QPointF(at), widget.mapToGlobal(QPointF(at))
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(widget, QEnterEvent(place, place, whole))
    QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, place, whole, none, none, keys))


def said() -> str:
    return QToolTip.text() if QToolTip.isVisible() else ""


def silent() -> bool:
    """Qt takes a moment to take a tip away."""
    return not QToolTip.isVisible()


def rest(widget: QWidget, at: QPoint) -> str:
    """What is said after a moment without Alt."""
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))
    return said()


@pytest.fixture(autouse=True)
def silent_afterwards(qtbot: QtBot) -> Iterator[None]:
    yield
    QToolTip.hideText()
    qtbot.waitUntil(silent)


@pytest.fixture
def outputs(qtbot: QtBot, appearance: Appearance, opened: Opener) -> Callable[[Experiment], Shown]:
    cards: list[LossCard] = []

    def maker(experiment: Experiment) -> Shown:
        document, controller = opened(experiment)
        card = LossCard(document, controller, appearance)
        cards.append(card)
        qtbot.addWidget(card)
        card.show()
        qtbot.waitUntil(lambda: not controller.busy)
        return card.output, controller

    return maker


def point_of(view: OutputView, controller: Controller, row: int) -> QPoint:
    data = controller.data
    assert data is not None
    side = view.width()
    return QPointF(
        *plane_places(QRectF(0, 0, side, side), Rows.of(data).raw, data.kind.extent)[row]
    ).toPoint()


def test_the_field_says_what_comes_out_where_it_was_computed(outputs, qtbot: QtBot):
    view, controller = outputs(tiny())
    at, share = QPoint(4, 6), (4 / view.width(), 6 / view.width())
    hover(view, at, NONE)
    assert said() == ""
    hover(view, at)
    column, row = (int(part * FIELD) for part in share)
    value = controller.snapshot.field[0, row, column]
    assert said().endswith(f"· p = {written(float(value), 2)}")
    across, down = (float(part) for part in said().split(")")[0].strip("(").replace("−", "-").split(", "))
    assert across == pytest.approx((2 * share[0] - 1) * 6, abs=0.15)
    assert down == pytest.approx((1 - 2 * share[1]) * 6, abs=0.15)
    before = said()
    controller.step_epoch()
    qtbot.waitUntil(lambda: said() != before)  # the number is that of the frame
    assert said().endswith(f"p = {written(float(controller.snapshot.field[0, row, column]), 2)}")


def test_a_point_says_which_it_is_with_alt_and_after_a_moment(outputs, qtbot: QtBot):
    view, controller = outputs(tiny())
    at = point_of(view, controller, 7)
    hover(view, at)
    found = said()
    assert found.startswith("training sample ")
    assert "· y = " in found
    hover(view, at, NONE)
    qtbot.waitUntil(silent)
    assert rest(view, at) == found


def test_the_alt_key_alone_says_it_and_takes_it_back_whoever_has_the_keyboard(outputs, qtbot: QtBot):
    view, _ = outputs(tiny())
    other = QWidget()
    qtbot.addWidget(other)
    hover(view, QPoint(4, 6), NONE)
    QTest.keyPress(other, Qt.Key.Key_Alt)
    assert "p = " in said()
    QTest.keyRelease(other, Qt.Key.Key_Alt)
    qtbot.waitUntil(silent)
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    QTest.keyPress(other, Qt.Key.Key_Alt)
    assert said() == ""


def test_a_curve_says_what_comes_out(outputs):
    view, controller = outputs(preset("sine"))
    plot = view.picture.plane(QRectF(view.rect()))
    hover(view, QPoint(round(plot.center().x()), round(plot.top()) + 3))
    x = np.linspace(-3, 3, FIELD)
    near = [f"x = {x[i]:.2f} · p = {written(float(controller.snapshot.field[0, i]), 2)}" for i in (47, 48)]
    assert said() in [text.replace("-", "−") for text in near]


def test_a_predicted_number_says_its_row_and_what_came_out(outputs):
    view, controller = outputs(preset("textbook"))
    snapshot, rect = controller.snapshot, QRectF(view.rect())
    at = next(
        QPoint(x, y)
        for y in range(view.height())
        for x in range(view.width())
        if view.picture.spot(QPointF(x, y), rect, snapshot).rows
    )
    (row, *_) = view.picture.spot(QPointF(at), rect, snapshot).rows
    hover(view, at)
    output = float(snapshot.predictions[row])
    assert said() == " · ".join(row_words(controller.data, row, output))
    assert f"p = {written(output, 2)}" in said()


def test_a_cell_of_counts_says_them_at_once(outputs):
    view, controller = outputs(preset("digits"))
    grid = next(
        QPoint(x, y)
        for y in range(20, view.height(), 4)
        for x in range(20, view.width(), 4)
        if view.picture.tip(QPointF(x, y), QRectF(view.rect()), controller.snapshot)
    )
    hover(view, grid)
    assert "taken for" in said()


def test_a_point_of_the_data_card_says_which_it_is(qtbot: QtBot, appearance: Appearance, opened: Opener):
    document, controller = opened(tiny())
    card = DataCard(document, controller, appearance)
    qtbot.addWidget(card)
    card.show()
    rect = card.picture_rect
    places = plane_places(QRectF(rect), Rows.of(controller.data).raw, controller.data.kind.extent)
    hover(card, QPointF(*places[7]).toPoint())
    assert said().startswith("training sample ")
    hover(card, QPoint(2, 2))
    qtbot.waitUntil(silent)
