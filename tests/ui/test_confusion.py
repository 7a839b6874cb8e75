"""The matrix of which classes are taken for which: counts, names, cells that can be pressed."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nndesk.interop.source import preset
from nndesk.project.edits import set_data_kind
from nndesk.project.messages import Snapshot, Taken
from nndesk.project.run import dataset_of
from nndesk.project.spec import Experiment
from nndesk.session.controller import Controller
from nndesk.ui.cards import LossCard
from nndesk.ui.confusion import Matrix
from nndesk.ui.theme import Appearance, recorded_text
from tests.experiments import tiny
from tests.ui.test_outputs import snapshot

WIDTH = 194
IRIS = set_data_kind(tiny(), "iris")


def frame(experiment: Experiment, sample: int = 0, wrong: int = 7) -> Snapshot:
    """A frame in which every ``wrong``-th row is taken for the next class."""
    data = dataset_of(experiment)
    target = np.concatenate((data.target_train, data.target_test)).astype(np.intp)
    chosen = target.copy()
    count = len(data.classes)
    chosen[::wrong] = (chosen[::wrong] + 1) % count
    judged, true = chosen[len(data.target_train) :], data.target_test.astype(np.intp)
    matrix = np.bincount(true * count + judged, minlength=count**2).reshape(count, count)
    plain = snapshot(np.empty(0), (np.zeros(1), np.zeros(count)), sample=sample)
    return Snapshot(**{name: getattr(plain, name) for name in plain.__slots__} | {
        "confusion": Taken(chosen, matrix), "marked": True,
    })  # fmt: skip


def painted(matrix: Matrix, shown: Snapshot | None, appearance: Appearance, width: int = WIDTH) -> list[str]:
    image = QImage(QSize(width, matrix.height(width, appearance.theme)), QImage.Format.Format_RGB32)
    image.fill(appearance.theme.color("surface"))
    painter = QPainter(image)
    with recorded_text() as texts:
        matrix.paint(painter, QRectF(image.rect()), shown, appearance.theme)
    painter.end()
    room = QRectF(image.rect()).adjusted(-1, -1, 1, 1)
    assert [text.text for text in texts if not room.contains(text.box)] == []
    return [text.text for text in texts]


def test_the_counts_add_to_the_number_of_test_rows(appearance: Appearance):
    experiment = preset("digits")
    shown = frame(experiment)
    matrix = Matrix(dataset_of(experiment))
    words = painted(matrix, shown, appearance, max(WIDTH, matrix.least_width(appearance.theme)))
    counts = [int(word) for word in words if word.isdigit()]
    assert sum(counts) == len(dataset_of(experiment).x_test) + 2 * sum(range(10))  # and names at two sides


@pytest.mark.parametrize("experiment", [preset("digits"), IRIS], ids=["digits", "iris"])
def test_rows_and_columns_are_named_and_said_what_they_are(experiment: Experiment, appearance: Appearance):
    words = painted(Matrix(dataset_of(experiment)), None, appearance)
    for name in dataset_of(experiment).classes:
        assert words.count(name) == 2
    assert " · ".join(words[-1:]) == "columns: predicted · rows: true"


def test_a_narrow_picture_breaks_its_caption(appearance: Appearance):
    assert painted(Matrix(dataset_of(IRIS)), None, appearance, 120)[-2:] == [
        "columns: predicted",
        "rows: true",
    ]


def test_every_count_can_be_read_at_the_least_width(appearance: Appearance):
    for scale in (1.0, 2.0):
        appearance.set_text_scale(scale)
        experiment = preset("digits")
        matrix, shown = Matrix(dataset_of(experiment)), frame(experiment)
        assert shown.confusion is not None
        words = painted(matrix, shown, appearance, matrix.least_width(appearance.theme))
        for count in shown.confusion.matrix[shown.confusion.matrix > 0].tolist():
            assert str(count) in words
    appearance.set_text_scale(1.0)


def center_of_cell(card: LossCard, true: int, chosen: int) -> QPoint:
    """Found by the tips that the picture gives, as a reader would."""
    output = card.output
    names = dataset_of(preset("digits")).classes
    wanted = f"of class {names[true]} taken for {names[chosen]}"
    picture = output.picture
    assert picture is not None
    places = [
        QPointF(x, y)
        for x in range(0, output.width(), 2)
        for y in range(0, output.height(), 2)
        if picture.tip(QPointF(x, y), QRectF(output.rect()), output.snapshot).endswith(wanted)
    ]
    assert places
    return places[len(places) // 2].toPoint()


@pytest.fixture
def card(qtbot: QtBot, appearance: Appearance, opened) -> tuple[LossCard, Controller]:
    document, controller = opened(preset("digits"))
    card = LossCard(document, controller, appearance)
    qtbot.addWidget(card)
    card.show()
    qtbot.waitUntil(lambda: not controller.busy)
    return card, controller


def test_presses_on_a_cell_go_through_its_samples(card: tuple[LossCard, Controller], qtbot: QtBot):
    loss, controller = card
    assert controller.snapshot is not None
    assert controller.snapshot.confusion is not None
    data = controller.data
    assert data is not None
    matrix = controller.snapshot.confusion.matrix
    true, chosen = np.unravel_index(matrix.argmax(), matrix.shape)
    judged = controller.snapshot.confusion.chosen[len(data.x_train) :]
    rows = (np.flatnonzero((data.target_test == true) & (judged == chosen)) + len(data.x_train)).tolist()
    at = center_of_cell(loss, int(true), int(chosen))
    first = rows[0] if controller.sample not in rows else rows[1]
    visited = []
    for _ in range(len(rows) + 1):
        with qtbot.waitSignal(controller.idle):
            QTest.mouseClick(loss.output, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        visited.append(controller.sample)
    assert visited[0] == first
    assert set(visited) == set(rows)
    loss.output.setFocus()
    with qtbot.waitSignal(controller.idle):
        QTest.keyClick(loss.output, Qt.Key.Key_Return)
    assert controller.sample in rows


def test_up_and_down_go_through_the_rows_that_are_wrong(card: tuple[LossCard, Controller], qtbot: QtBot):
    loss, controller = card
    assert controller.snapshot is not None
    assert controller.snapshot.confusion is not None
    data = controller.data
    assert data is not None
    target = np.concatenate((data.target_train, data.target_test))
    wrong = np.flatnonzero(controller.snapshot.confusion.chosen != target)
    now = controller.sample
    QTest.keyClick(loss.output, Qt.Key.Key_Down)
    assert controller.sample == wrong[wrong > now][0]
    QTest.keyClick(loss.output, Qt.Key.Key_Up)
    assert controller.sample == wrong[wrong < wrong[wrong > now][0]][-1]


def test_only_the_matrix_asks_the_worker_to_count(qtbot: QtBot, appearance: Appearance, opened):
    document, controller = opened(tiny())
    card = LossCard(document, controller, appearance)
    qtbot.addWidget(card)
    qtbot.waitUntil(lambda: not controller.busy)
    assert controller.snapshot is not None
    assert controller.snapshot.confusion is None
    document.replace(preset("digits"), "data")
    qtbot.waitUntil(lambda: controller.snapshot is not None and controller.snapshot.confusion is not None)
