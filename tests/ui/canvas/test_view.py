"""The canvas on its own: places, selection, edits, and what is on the picture; with real mouse events."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from nndesk.interop.source import resolve
from nndesk.project import edits
from nndesk.session.document import Document
from nndesk.ui.canvas.header import LayerHeader
from nndesk.ui.canvas.legend import Legend
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.theme import recorded_text
from tests.experiments import tiny

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def picture(view: CanvasView) -> QImage:
    """The canvas without its child widgets, drawn whole."""
    view.set_still(True)
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawWindowBackground)
    painter.end()
    view.set_still(False)
    return image


def header(view: CanvasView, layer: int) -> LayerHeader:
    found = view.findChild(LayerHeader, f"layerHeader{layer}")
    assert found is not None
    return found


def button(view: CanvasView, layer: int, name: str) -> QWidget:
    found = header(view, layer).findChild(QWidget, name)
    assert found is not None
    return found


def units(document: Document) -> list[int]:
    return [layer.units for layer in document.experiment.network.layers]


# -- places ------------------------------------------------------------------------------------


def test_neurons_headers_and_cards_are_where_the_design_has_them(canvas):
    view, _, _ = canvas(resolve("spiral").experiment)
    assert view.rect_of(1, 0) == QRect(368, 168, 44, 44)
    assert view.rect_of(4, 0) == QRect(740, 378, 44, 44)
    assert header(view, 1).geometry() == QRect(335, 62, 110, 46)
    data, loss = view.findChild(QWidget, "dataCard"), view.findChild(QWidget, "lossCard")
    assert (data.x(), data.width()) == (16, 184)
    assert (loss.x(), loss.width()) == (824, 216)
    assert abs(data.geometry().center().y() - 400) <= 1
    legend = view.findChild(Legend, "legend")
    assert (legend.x(), legend.geometry().bottom()) == (12, 736 - 12 - 1)


def test_the_rectangle_of_an_edge_joins_its_neurons(canvas):
    view, _, _ = canvas(tiny())
    edge = view.rect_of(2, 4, 1)
    begin, end = view.rect_of(1, 4), view.rect_of(2, 1)
    assert begin.right() <= edge.left() <= begin.right() + 3
    assert end.left() - 3 <= edge.right() <= end.left()
    assert edge.height() >= 8


def test_cards_and_headers_follow_the_size(canvas, qtbot):
    view, _, _ = canvas(resolve("spiral").experiment)
    view.resize(896, 572)
    qtbot.waitUntil(lambda: header(view, 1).width() == 98)
    assert view.findChild(QWidget, "dataCard").width() == 148
    assert view.rect_of(1, 0).size().width() == 36


def test_the_data_card_gives_its_place_to_an_image(canvas):
    view, document, _ = canvas(resolve("digits").experiment)
    card = view.findChild(QWidget, "dataCard")
    assert card.isHidden()
    document.replace(edits.set_data_kind(document.experiment, "circle"), "data")
    assert card.isVisible()


# -- selection ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "target"), [((0, 1), "inputs.1"), ((1, 3), "layers.0.units.3"), ((3, 0), "layers.2.units.0")]
)
def test_a_click_on_a_neuron_selects_it(canvas, qtbot, place, target):
    view, _, _ = canvas(tiny())
    qtbot.mouseClick(view, LEFT, pos=view.rect_of(*place).center())
    assert view.selection.targets == (target,)


def test_a_click_on_a_header_a_card_or_nothing_selects_it(canvas, qtbot):
    view, _, _ = canvas(tiny())
    targets: list[str] = []
    view.selection.changed.connect(lambda: targets.append(view.selection.target))
    qtbot.mouseClick(header(view, 2), LEFT, pos=QPoint(20, 12))
    qtbot.mouseClick(header(view, 0), LEFT)
    for name in ("dataCard", "lossCard"):
        qtbot.mouseClick(view.findChild(QWidget, name), LEFT, pos=QPoint(20, 12))
    qtbot.mouseClick(view, LEFT, pos=QPoint(600, 130))
    assert targets == ["layers.1", "data", "loss", "none"]


def test_escape_gives_the_selection_up(canvas, qtbot):
    view, _, _ = canvas(tiny())
    view.selection.set("layers.1")
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.selection.targets == ()


def test_a_selected_layer_has_a_ring(canvas, appearance):
    view, _, _ = canvas(tiny())
    ring = appearance.theme.color("sel")
    left = view.rect_of(1, 2).left() - 5, view.rect_of(1, 2).center().y()
    assert picture(view).pixelColor(*left) != ring
    view.selection.set("layers.0")
    assert picture(view).pixelColor(*left) == ring


def test_with_a_neuron_selected_the_edges_of_others_step_back(canvas, appearance):
    view, _, _ = canvas(tiny())
    before = picture(view)
    view.selection.set("layers.2.units.0")
    after = picture(view)
    theme = appearance.theme
    gap = QRect(view.rect_of(0, 0).right() + 3, 300, 100, 200)

    def paints(image: QImage, token: str) -> bool:
        full = theme.premix(theme.color(token), 0.85, theme.color("canvas"))
        colors = {image.pixel(x, y) for x in range(gap.left(), gap.right()) for y in range(300, 500)}
        return full.rgb() in colors

    assert paints(before, "pos") or paints(before, "neg")
    assert not paints(after, "pos")
    assert not paints(after, "neg")


# -- edits ----------------------------------------------------------------------------------------


def test_plus_and_minus_change_the_layer_as_one_undo_step_each(canvas, qtbot):
    view, document, _ = canvas(tiny())
    qtbot.mouseClick(button(view, 1, "plusButton"), LEFT)
    assert units(document) == [6, 3, 1]
    assert document.undo_stack.undoText() == "add neuron"
    qtbot.mouseClick(button(view, 2, "minusButton"), LEFT)
    assert units(document) == [6, 2, 1]
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert units(document) == [5, 3, 1]


def test_shift_changes_four_neurons_at_once(canvas, qtbot):
    view, document, _ = canvas(tiny())
    qtbot.mouseClick(button(view, 1, "plusButton"), LEFT, SHIFT)
    assert units(document) == [9, 3, 1]
    qtbot.mouseClick(button(view, 2, "minusButton"), LEFT, SHIFT)
    assert units(document) == [9, 1, 1]
    assert document.undo_stack.count() == 2


def test_the_last_neuron_stays_and_the_reason_is_said_beside_the_header(canvas, qtbot):

    view, document, _ = canvas(tiny(network__layers__0__units=1))
    qtbot.mouseClick(button(view, 1, "minusButton"), LEFT)
    assert units(document) == [1, 3, 1]
    refusal = view.findChild(QWidget, "refusal")
    assert refusal.isVisible()
    assert "1 to 1,024 neurons" in refusal.accessibleName()
    assert refusal.geometry().top() > header(view, 1).geometry().bottom()
    qtbot.mouseClick(button(view, 1, "plusButton"), LEFT)
    assert not refusal.isVisible()


def test_inputs_and_outputs_have_no_buttons(canvas):
    view, _, _ = canvas(tiny())
    shown = [
        button(view, layer, name).isVisible() for layer in (0, 3) for name in ("minusButton", "plusButton")
    ]
    assert shown == [False] * 4


def test_a_new_layer_brings_its_header_and_a_removed_one_takes_it_away(canvas):
    view, document, _ = canvas(tiny())
    document.replace(edits.add_layer(document.experiment, 1), "add layer")
    assert header(view, 4).accessibleName().startswith("Output")
    assert header(view, 3).accessibleName().startswith("Hidden 3")
    document.undo_stack.undo()
    assert view.findChild(LayerHeader, "layerHeader4") is None


# -- pictures -------------------------------------------------------------------------------------


def test_a_frame_is_painted_from_its_snapshot_alone(canvas, qtbot):
    view, _, controller = canvas(tiny())
    before = picture(view)
    with qtbot.waitSignal(controller.frame):
        controller.step_epoch()
    after = picture(view)
    assert after != before
    assert picture(view) == after


class Paints(QObject):
    """Counts the paint events of what it filters, and notes what they were for."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.areas: list[QRect] = []
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas.append(event.rect())
        return False


@pytest.mark.parametrize("selected", ["none", "layers.0.units.1"])
def test_a_frame_repaints_what_it_changes_and_no_header(canvas, qtbot, selected):
    view, _, controller = canvas(tiny())
    view.selection.set(selected)
    qtbot.wait(200)  # the picture is drawn whole
    headers, own = Paints(*view.findChildren(LayerHeader)), Paints(view)
    with qtbot.waitSignal(controller.frame):
        controller.step_epoch()
    qtbot.waitUntil(lambda: own.areas != [])
    neurons = [QRectF(*box).toAlignedRect() for box in map(view._layout.layers[1].rect, range(3))]
    assert all(own.areas[0].contains(neuron) for neuron in neurons)
    assert headers.areas == []


def test_with_an_edge_selected_a_frame_repaints_its_chip_wherever_that_is(canvas, qtbot):
    view, _, controller = canvas(tiny())
    view.selection.set("layers.0.weights.1.1")
    qtbot.wait(200)
    own = Paints(view)
    with qtbot.waitSignal(controller.frame):
        controller.step_epoch()
    qtbot.waitUntil(lambda: own.areas != [])
    assert own.areas[0] == view.rect()


def test_edges_follow_their_scale_at_once_where_motion_is_reduced(canvas, qtbot, appearance):
    view, _, controller = canvas(tiny(optimizer__learning_rate=1.0))
    for reduced in (False, True):
        appearance.set_reduced_motion(reduced)
        with qtbot.waitSignal(controller.frame):
            controller.step_epoch()
        assert (view.picture.ease == 0.0) == reduced
    assert view.picture._scale == view.picture._exact()


def test_a_snapshot_of_another_shape_changes_nothing(canvas):
    view, _, controller = canvas(tiny())
    before = picture(view)
    foreign = replace(controller.snapshot, parameters=np.zeros(7))
    view.show_frame(foreign)
    assert picture(view) == before


def test_a_shape_without_a_frame_is_drawn_with_empty_neurons(canvas, qtbot, appearance):
    view, document, controller = canvas(tiny())
    document.replace(edits.add_neuron(document.experiment, 0), "add neuron")
    empty = QColor.fromRgba(int(appearance.theme.diverging[128]))
    middle = view.rect_of(1, 5).center()
    assert picture(view).pixelColor(middle) == empty
    qtbot.waitUntil(lambda: controller.snapshot is not None and len(controller.snapshot.activations[1]) == 6)
    assert picture(view).pixelColor(middle) != empty


def test_a_theme_changes_the_picture_and_back_restores_it(canvas, appearance):
    view, _, _ = canvas(tiny())
    light = picture(view)
    appearance.set_theme("dark")
    assert picture(view).pixelColor(5, 5) == appearance.theme.color("canvas")
    appearance.set_theme("light")
    assert picture(view) == light


def test_the_picture_is_drawn_whole_soon_after_the_last_frame(canvas, qtbot):
    experiment = tiny()
    wide = edits.set_units(edits.set_units(experiment, 0, 16), 1, 16)
    for _ in range(5):
        wide = edits.add_layer(wide, 1)
        wide = edits.set_units(wide, 1, 16)
    view, _, controller = canvas(wide)
    legend = view.findChild(Legend, "legend")
    with qtbot.waitSignal(controller.frame):
        controller.step_batch()
    assert "strongest" in legend.accessibleName()
    qtbot.waitUntil(lambda: "strongest" not in legend.accessibleName(), timeout=2000)


def test_the_bias_of_an_output_that_predicts_a_number_is_written(canvas):
    view, _, controller = canvas(resolve("sine").experiment)
    with recorded_text() as texts:
        picture(view)
    bias = controller.snapshot.parameters[-1]
    assert f"b = {bias:+.2f}".replace("-", "−").replace("−0.00", "+0.00") in [text.text for text in texts]


@pytest.mark.parametrize("size", [(1056, 736), (896, 572)])
def test_the_bias_of_a_class_covers_no_bar_and_no_percentage(canvas, size):
    view, _, _ = canvas(resolve("digits").experiment, *size)
    view.selection.set("layers.1.units.4")
    with recorded_text() as texts:
        picture(view)
    (bias,) = [text.box for text in texts if text.text.startswith("b = ")]
    words = [text.box for text in texts if text.text.endswith("%") or text.text in "0123456789"]
    rooms = [QRectF(*bar) for bar in view._layout.bars.tolist()]
    rooms += [QRectF(view.rect_of(2, unit)) for unit in range(10)]
    assert [room for room in [*words, *rooms] if room.intersects(bias)] == []


def test_names_of_inputs_and_classes_are_written(canvas, qtbot):
    view, _, _ = canvas(resolve("digits").experiment)
    with recorded_text() as texts:
        view.grab()
    words = [text.text for text in texts]
    assert set("0123456789") <= set(words)
    assert "2,048 w" in words
    assert any(word.startswith("test sample 1 of") for word in words)
    assert sum(int(word[:-1]) for word in words if word.endswith("%") and "." not in word) >= 99


def test_what_is_written_stays_out_of_the_loss_card_and_the_next_layer_when_zoomed(canvas, qtbot):
    for name, zoom in (("digits", 0.5), ("digits", 0.8), ("sine", 0.25), ("sine", 0.5)):
        view, _, controller = canvas(resolve(name).experiment)
        qtbot.waitUntil(lambda controller=controller: controller.snapshot is not None)
        view.zoom_by(zoom, QPointF(528, 400))
        with recorded_text() as texts:
            picture(view)
        left = view.findChild(QWidget, "lossCard").x()
        assert [each.text for each in texts if each.box.left() < left < each.box.right()] == []
        captions = [each for each in texts if "sample" in each.text]
        assert all(each.box.right() < view.rect_of(1, 0).left() for each in captions)


# -- hovering ---------------------------------------------------------------------------------------


def test_the_neuron_under_the_pointer_shows_its_bias(canvas, qtbot):
    view, _, _ = canvas(tiny())

    def biases() -> int:
        with recorded_text() as texts:
            picture(view)
        return sum(text.text.startswith("b = ") for text in texts)

    assert biases() == 0
    qtbot.mouseMove(view, view.rect_of(1, 1).center())
    qtbot.waitUntil(lambda: biases() == 1)


def test_a_narrow_header_opens_under_the_pointer(canvas, qtbot):
    experiment = tiny()
    for _ in range(5):
        experiment = edits.add_layer(experiment, 1)
    view, _, _ = canvas(experiment, 896, 572)
    narrow = header(view, 3)
    before = narrow.geometry()
    assert not button(view, 3, "plusButton").isVisible()
    qtbot.mouseMove(narrow, narrow.rect().center())
    qtbot.waitUntil(lambda: narrow.width() > before.width())
    assert button(view, 3, "plusButton").isVisible()
