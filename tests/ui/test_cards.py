"""The cards at the ends of the graph say what the data are and how good the outputs."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from nndesk.data.kinds import KINDS
from nndesk.interop.source import preset, presets
from nndesk.project import edits
from nndesk.project.run import dataset_of
from nndesk.project.spec import Experiment
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.cards import Card, DataCard, LossCard
from nndesk.ui.points import Rows, row_places
from nndesk.ui.theme import Appearance, recorded_text
from tests.experiments import tiny

Opener = Callable[[Experiment], tuple[Document, Controller]]
NONE = Qt.KeyboardModifier.NoModifier
TITLE = QPoint(20, 20)  # of a card: a place where no row is
COMPACT, REGULAR, LARGE = QSize(896, 572), QSize(1056, 736), QSize(1536, 900)


def texts_of(card: Card) -> list[str]:
    with recorded_text() as texts:
        card.grab()
    return [text.text for text in texts]


def label(card: Card, name: str) -> str:
    found = card.findChild(QLabel, name)
    assert found is not None
    return found.text()


@pytest.fixture
def data_card(qtbot: QtBot, appearance: Appearance, opened: Opener) -> Callable[[Experiment], DataCard]:
    def maker(experiment: Experiment) -> DataCard:
        card = DataCard(*opened(experiment), appearance)
        qtbot.addWidget(card)
        card.fit(REGULAR)
        return card

    return maker


@pytest.fixture
def loss_card(qtbot: QtBot, appearance: Appearance, opened: Opener) -> Callable[[Experiment], LossCard]:
    def maker(experiment: Experiment) -> LossCard:
        document, controller = opened(experiment)
        card = LossCard(document, controller, appearance)
        qtbot.addWidget(card)
        card.fit(REGULAR)
        qtbot.waitUntil(lambda: not controller.busy)  # no frame comes to a card that is gone
        return card

    return maker


@pytest.mark.parametrize(
    ("experiment", "lines"),
    [
        (tiny(data__train_fraction=0.6, training__batch_size=12), ["36 + 24 points", "noise 10% · batch 12"]),
        (tiny(optimizer__kind="gd"), ["30 + 30 points", "noise 10% · one batch"]),
        (preset("digits"), ["1,438 + 359 rows", "8 × 8 pixels · batch 32"]),
        (preset("textbook"), ["100 rows · none for test", "20 inputs · batch 32"]),
        (preset("sine"), ["45 + 45 points", "one input · noise 12%"]),
    ],
)
def test_the_data_card_says_how_many_rows_there_are(
    data_card: Callable[[Experiment], DataCard], experiment: Experiment, lines: list[str]
):
    card = data_card(experiment)
    texts = texts_of(card)
    assert texts[0] == KINDS[experiment.data.kind].label
    assert texts[1:3] == lines


def test_points_that_are_left_out_are_counted(data_card: Callable[[Experiment], DataCard]):
    texts = texts_of(data_card(tiny(data__samples=3000)))
    assert texts[1:3] == ["1,500 + 1,500 points", "2,000 of them drawn"]


def test_a_plane_of_numbers_says_how_far_they_reach(data_card: Callable[[Experiment], DataCard]):
    target = dataset_of(preset("reg_plane")).target_train
    (text,) = [text for text in texts_of(data_card(preset("reg_plane"))) if text.startswith("target")]
    low, high = (float(end.replace("−", "-")) for end in text.removeprefix("target ").split(" … "))
    assert low == pytest.approx(target.min(), abs=0.1)
    assert high == pytest.approx(target.max(), abs=0.1)


def test_the_data_card_follows_an_edit_and_its_undo(qtbot: QtBot, appearance: Appearance, opened: Opener):
    document, controller = opened(tiny())
    card = DataCard(document, controller, appearance)
    qtbot.addWidget(card)
    before = card.grab().toImage()
    with qtbot.waitSignal(controller.loaded):
        document.replace(edits.set_data_kind(document.experiment, "circle"), "data")
    assert texts_of(card)[0] == "Circle"
    assert card.grab().toImage() != before
    with qtbot.waitSignal(controller.loaded):
        document.undo_stack.undo()
    assert card.grab().toImage() == before


@pytest.mark.parametrize(
    ("canvas", "data", "loss"),
    [(COMPACT, 148, 176), (REGULAR, 184, 216), (LARGE, 224, 280), (QSize(1056, 600), 148, 176)],
)
def test_cards_take_the_widths_of_the_design(
    data_card: Callable[[Experiment], DataCard],
    loss_card: Callable[[Experiment], LossCard],
    canvas: QSize,
    data: int,
    loss: int,
):
    left, right = data_card(tiny()), loss_card(tiny())
    left.fit(canvas)
    right.fit(canvas)
    assert (left.width(), right.width()) == (data, loss)


@pytest.mark.parametrize(("name", "width"), [("digits", 216), ("reg_gauss", 240), ("sine", 343)])
def test_a_loss_card_is_wider_where_numbers_are_predicted(
    loss_card: Callable[[Experiment], LossCard], name: str, width: int
):
    assert loss_card(preset(name)).width() == width


def test_a_card_says_when_it_takes_another_size(loss_card: Callable[[Experiment], LossCard], qtbot: QtBot):
    card = loss_card(tiny())
    with qtbot.waitSignal(card.reshaped):
        card.fit(LARGE)
    with qtbot.assertNotEmitted(card.reshaped):
        card.fit(LARGE)


def test_a_click_or_return_asks_for_the_selection(
    data_card: Callable[[Experiment], DataCard], loss_card: Callable[[Experiment], LossCard], qtbot: QtBot
):
    for card in (data_card(tiny()), loss_card(tiny())):
        card.show()
        with qtbot.waitSignal(card.clicked):
            QTest.mouseClick(card, Qt.MouseButton.LeftButton, NONE, TITLE)
        with qtbot.waitSignal(card.clicked):
            QTest.keyClick(card, Qt.Key.Key_Return)
        assert not card.selected  # the window says what is selected


def test_a_click_on_a_point_of_the_data_card_shows_that_row_too(
    qtbot: QtBot, appearance: Appearance, opened: Opener
):
    document, controller = opened(tiny())
    card = DataCard(document, controller, appearance)
    qtbot.addWidget(card)
    card.fit(REGULAR)
    card.show()
    rows, rect = Rows.of(dataset_of(tiny())), QRectF(card.picture_rect)
    bare = card.grab().toImage()
    with qtbot.waitSignal(card.clicked), qtbot.waitSignal(controller.idle):
        QTest.mouseClick(
            card, Qt.MouseButton.LeftButton, NONE, QPointF(*row_places(rect, rows)[41]).toPoint()
        )
    assert (controller.sample, controller.sample_marked) == (41, True)
    assert card.grab().toImage() != bare
    with qtbot.waitSignal(controller.idle):
        QTest.keyClick(card, Qt.Key.Key_Left)
    assert controller.sample == 40
    with qtbot.waitSignal(controller.idle):
        QTest.keyClick(card, Qt.Key.Key_Escape)
    assert card.grab().toImage() == bare


def test_a_click_on_a_row_of_a_table_shows_that_row(qtbot: QtBot, appearance: Appearance, opened: Opener):
    document, controller = opened(preset("textbook"))
    card = DataCard(document, controller, appearance)
    qtbot.addWidget(card)
    card.show()
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, NONE, card.picture_rect.bottomLeft() + QPoint(40, -9))
    assert controller.sample == 99


def test_a_selected_card_has_a_violet_ring(
    data_card: Callable[[Experiment], DataCard], appearance: Appearance
):
    card = data_card(tiny())
    edge = card.width() // 2, 1
    assert card.grab().toImage().pixelColor(*edge) != appearance.theme.color("sel")
    card.set_selected(True)
    assert card.grab().toImage().pixelColor(*edge) == appearance.theme.color("sel")


def test_the_loss_card_shows_the_losses_and_accuracy_of_the_frame(
    qtbot: QtBot, appearance: Appearance, opened: Opener
):
    document, controller = opened(tiny())
    card = LossCard(document, controller, appearance)
    qtbot.addWidget(card)
    with qtbot.waitSignal(controller.frame, check_params_cb=lambda frame: frame.epoch == 1):
        controller.step_epoch()
    frame = controller.snapshot
    assert frame is not None
    assert frame.test_loss is not None
    assert label(card, "lossCardTrainLabel") == f"{frame.train_loss:.3f}"
    assert label(card, "lossCardTestLabel") == f"{frame.test_loss:.3f}"
    assert f"{frame.metrics['accuracy']:.1%}" in [found.text() for found in card.findChildren(QLabel)]
    assert {"Binary cross-entropy", "train", "test", "test accuracy"} <= set(texts_of(card))


def test_predicting_a_number_shows_r2(loss_card: Callable[[Experiment], LossCard]):
    assert "R² on test" in texts_of(loss_card(preset("reg_plane")))


def test_without_test_rows_the_card_says_so(loss_card: Callable[[Experiment], LossCard]):
    card = loss_card(tiny(data__train_fraction=1.0))
    assert label(card, "lossCardTestLabel") == "–"
    assert "train accuracy" in texts_of(card)


def test_the_textbooks_accuracy_of_nothing_has_its_reason(loss_card: Callable[[Experiment], LossCard]):
    card = loss_card(preset("textbook"))
    assert "0.0%" in [found.text() for found in card.findChildren(QLabel)]
    assert "no target is exactly 0 or 1" in texts_of(card)


def test_an_experiment_that_cannot_be_trained_shows_its_names_and_no_picture_of_other_data(
    qtbot: QtBot, appearance: Appearance, opened: Opener
):
    document, controller = opened(tiny())
    card = DataCard(document, controller, appearance)
    qtbot.addWidget(card)
    with qtbot.waitSignal(controller.failed):
        document.replace(edits.set_data_kind(document.experiment, "points"), "data")
    assert texts_of(card)[0] == "points"
    assert " ".join(texts_of(card)[1:]).startswith("This version cannot train with these data.")


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("source", [entry.name for entry in presets()])
def test_no_text_of_a_card_is_cut_off(
    data_card: Callable[[Experiment], DataCard],
    loss_card: Callable[[Experiment], LossCard],
    appearance: Appearance,
    source: str,
    scale: float,
):
    appearance.set_text_scale(scale)
    for card in (data_card(preset(source)), loss_card(preset(source))):
        for canvas in (COMPACT, REGULAR, LARGE) if scale == 1.0 else (LARGE,):
            card.fit(canvas)
            with recorded_text() as texts:
                card.grab()
            room = QRectF(card.rect()).adjusted(-0.5, -0.5, 0.5, 0.5)
            assert [text.text for text in texts if not room.contains(text.box)] == [], canvas
            for found in card.findChildren(QLabel):
                assert found.sizeHint().width() <= found.width(), found.text()


def test_texts_of_a_row_do_not_meet(loss_card: Callable[[Experiment], LossCard], appearance: Appearance):
    card = loss_card(preset("textbook"))
    card.fit(COMPACT)
    with recorded_text() as texts:
        card.grab()
    name = next(text for text in texts if text.text == "train accuracy")
    value = next(found for found in card.findChildren(QLabel) if found.text() == "0.0%")
    left = value.x() + value.width() - value.sizeHint().width()
    assert name.box.right() < left


def test_assistive_technology_hears_what_a_card_shows(
    data_card: Callable[[Experiment], DataCard], loss_card: Callable[[Experiment], LossCard]
):
    assert data_card(tiny()).accessibleName() == "Data: Spiral, 30 + 30 points, noise 10% · batch 7"
    assert loss_card(tiny()).accessibleName() == "Loss: Binary cross-entropy"
