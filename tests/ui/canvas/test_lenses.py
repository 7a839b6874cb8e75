"""What the canvas shows through its lenses, from the numbers of one snapshot alone."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from nndesk.engine.flow import Condition
from nndesk.interop.source import resolve
from nndesk.project import edits
from nndesk.ui.canvas.edges import reference
from nndesk.ui.canvas.legend import Legend
from nndesk.ui.canvas.lenses import bar_of
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.theme import recorded_text
from nndesk.ui.words import written
from tests.experiments import tiny


def picture(view: CanvasView) -> QImage:
    """The canvas without its child widgets, drawn whole."""
    view.set_still(True)
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawWindowBackground)
    painter.end()
    view.set_still(False)
    return image


def look_through(qtbot, view, controller, lens):
    """Choose a lens; returns the snapshot it is seen in."""
    view.set_lens(lens)
    qtbot.waitUntil(lambda: not controller.busy)
    assert view._picture.scale.lens == lens
    return controller.snapshot


def hues(image: QImage, columns: range) -> set[str]:
    """Which colours there are in some columns of pixels, all greys left out."""
    found = set()
    for x in columns:
        for y in range(0, image.height(), 3):
            color = QColor(image.pixel(x, y))
            if color.saturation() > 90:
                hue = color.hue()
                found.add(
                    "grad" if 290 < hue < 340 else "pos" if 200 < hue < 240 else "neg" if hue < 50 else "?"
                )
    return found


def gap(view: CanvasView, layer: int) -> range:
    """Columns of pixels between a layer and the one before it, where edges are and nothing else."""
    begin, end = view.rect_of(layer - 1, 0).right(), view.rect_of(layer, 0).left()
    return range(begin + 8, end - 8, 4)


def test_through_the_gradient_lens_edges_are_magenta(canvas, qtbot):
    view, _, controller = canvas(tiny())
    assert hues(picture(view), gap(view, 2)) == {"pos", "neg"}
    look_through(qtbot, view, controller, "gradient")
    assert hues(picture(view), gap(view, 2)) == {"grad"}
    look_through(qtbot, view, controller, "activation")
    assert hues(picture(view), gap(view, 2)) == {"pos", "neg"}


def test_edges_are_as_wide_as_their_gradients(canvas, qtbot):
    view, _, controller = canvas(tiny())
    gradient = look_through(qtbot, view, controller, "gradient").gradient
    sizes = np.abs(np.concatenate([gradient[:10], gradient[15:30], gradient[33:36]]))
    largest = reference([sizes])
    edges = view._picture._chosen()
    starts = np.array([0, 0, 10, 25])
    own = sizes[starts[edges.layer] + edges.index]
    assert edges.width == pytest.approx(np.minimum(0.75 + 5.25 * own / largest, 6.0))
    assert view._picture.scale.edge == largest


def test_neurons_are_as_full_as_their_deltas_and_inputs_keep_their_pictures(canvas, qtbot, appearance):
    view, _, controller = canvas(tiny())
    before = picture(view)
    deltas = look_through(qtbot, view, controller, "gradient").deltas
    largest = reference(deltas)
    image, ramp = picture(view), appearance.theme.gradient
    for layer, delta in enumerate(deltas, start=1):
        for unit, value in enumerate(delta.tolist()):
            place = int(255 * min(value / largest, 1.0) + 0.5)
            near = {QColor(int(ramp[p])).rgb() for p in range(max(place - 1, 0), min(place + 2, 256))}
            assert image.pixel(view.rect_of(layer, unit).center()) in near, (layer, unit)
    inputs = view.rect_of(0, 0)
    assert image.copy(inputs) == before.copy(inputs)


def test_numbers_that_are_none_are_grey_and_no_error(canvas, qtbot, appearance):
    view, _, controller = canvas(tiny())
    snapshot = look_through(qtbot, view, controller, "gradient")
    lost = tuple(np.full(len(delta), np.nan) for delta in snapshot.deltas)
    view.show_frame(replace(snapshot, gradient=snapshot.gradient * np.nan, deltas=lost))
    image = picture(view)
    assert QColor(image.pixel(view.rect_of(1, 2).center())) == appearance.theme.color("borderStrong")
    assert hues(image, gap(view, 2)) == set()


def test_strips_and_images_show_the_gradient_too(canvas, qtbot):
    wide = edits.set_units(resolve("digits").experiment, 0, 100)
    view, _, controller = canvas(wide)
    before = picture(view)
    look_through(qtbot, view, controller, "gradient")
    image = picture(view)
    strip = view.rect_of(1, 0).united(view.rect_of(1, 99))
    assert hues(image.copy(strip), range(0, strip.width(), 5)) <= {"grad"}
    pixels = view.rect_of(0, 0).united(view.rect_of(0, 63))
    assert image.copy(pixels) == before.copy(pixels)


# -- health ------------------------------------------------------------------------------------------


def sick(snapshot, *, saturated=(0.0,) * 5, dead=(False,) * 3, gradients=(0.4, 0.1, np.nan)):
    """The snapshot of `tiny` with other diagnostics."""
    kinds = (np.array(saturated), None), (None, np.array(dead)), (np.array([1.0]), None)
    found = tuple(Condition(gradient, 0.001, *kind) for gradient, kind in zip(gradients, kinds, strict=True))
    return replace(snapshot, diagnostics=found)


def test_neurons_that_are_saturated_for_more_than_half_of_the_rows_are_hatched(canvas, qtbot):
    view, _, controller = canvas(tiny())
    snapshot = look_through(qtbot, view, controller, "health")
    view.show_frame(sick(snapshot))
    plain = picture(view)
    view.show_frame(sick(snapshot, saturated=(0.0, 0.5, 0.51, 1.0, 0.2)))
    hatched = picture(view)
    changed = [plain.copy(view.rect_of(1, u)) != hatched.copy(view.rect_of(1, u)) for u in range(5)]
    assert changed == [False, False, True, True, False]
    # An output may be sure of what it says.
    assert plain.copy(view.rect_of(3, 0)) == hatched.copy(view.rect_of(3, 0))


def test_stripes_are_seen_without_their_colour(canvas, qtbot):
    view, _, controller = canvas(tiny())
    snapshot = look_through(qtbot, view, controller, "health")
    view.show_frame(sick(snapshot, saturated=(1.0,) * 5))
    rect = view.rect_of(1, 0).adjusted(8, 8, -8, -12)
    grey = [
        QColor(picture(view).pixel(x, rect.center().y())).lightness()
        for x in range(rect.left(), rect.right())
    ]
    assert max(grey) - min(grey) > 60


def test_dead_neurons_carry_a_zero(canvas, qtbot):
    view, _, controller = canvas(tiny())
    snapshot = look_through(qtbot, view, controller, "health")
    view.show_frame(sick(snapshot, dead=(True, False, True)))
    with recorded_text() as texts:
        picture(view)
    zeros = [text.box.center().toPoint() for text in texts if text.text == "0"]
    assert len(zeros) == 2
    for zero, unit in zip(zeros, (0, 2), strict=True):
        assert (zero - view.rect_of(2, unit).topLeft()).manhattanLength() < 12


def test_the_zero_of_a_neuron_under_its_header_is_clear_of_the_bar(canvas, qtbot):
    view, _, controller = canvas(tiny(), 1056, 300)
    bar = bar_of(view._layout.layers[2].header)
    assert view.rect_of(2, 0).top() - bar.bottom() < 4
    view.show_frame(sick(look_through(qtbot, view, controller, "health"), dead=(True, False, False)))
    with recorded_text() as texts:
        picture(view)
    (zero,) = [text.box for text in texts if text.text == "0" and text.box.top() > bar.top()]
    assert zero.center().y() > bar.bottom() + 8  # half of a badge


def test_bars_under_the_headers_are_the_mean_gradients(canvas, qtbot, appearance):
    view, _, controller = canvas(tiny())
    view.show_frame(sick(look_through(qtbot, view, controller, "health")))
    image, grad = picture(view), appearance.theme.color("grad")
    for layer, share in ((1, 1.0), (2, 0.25), (3, 0.0)):
        bar = bar_of(view._layout.layers[layer].header)
        y = round(bar.center().y())
        inside = [
            x for x in range(round(bar.left()), round(bar.right())) if QColor(image.pixel(x, y)) == grad
        ]
        assert len(inside) == pytest.approx(share * bar.width(), abs=3)
        assert QColor(image.pixel(round(bar.right()) - 4, y)) == (
            grad if share == 1.0 else appearance.theme.color("surface3")
        )


def test_a_saturated_network_is_hatched_and_a_dead_one_zeroed_by_its_own_numbers(canvas, qtbot):
    loud = {"network.layers.0.values.bias": [[u, 9.0 if u < 2 else 0.0] for u in range(5)]}
    loud["network.layers.1.values.bias"] = [[0, -99.0], [1, 99.0]]
    view, _, controller = canvas(edits.set_values(tiny(), loud))
    look_through(qtbot, view, controller, "health")
    marks = view._picture.lens._marks
    assert marks.saturated == [(1, 0), (1, 1)]
    assert (2, 0) in marks.dead
    assert (2, 1) not in marks.dead


# -- what stays, and what is computed ------------------------------------------------------------------


def test_only_the_lens_that_is_shown_is_computed(canvas, qtbot):
    view, _, controller = canvas(tiny())
    assert controller.snapshot.gradient is None
    assert controller.snapshot.diagnostics == ()
    snapshot = look_through(qtbot, view, controller, "gradient")
    assert snapshot.diagnostics == ()
    snapshot = look_through(qtbot, view, controller, "health")
    assert snapshot.gradient is None
    assert len(snapshot.diagnostics) == 3
    assert look_through(qtbot, view, controller, "activation").diagnostics == ()


def test_all_that_a_lens_shows_is_of_one_step(canvas, qtbot):
    view, _, controller = canvas(tiny(training__stop__epochs=None))
    view.set_lens("gradient")
    controller.play()
    frames = []
    controller.frame.connect(frames.append)
    qtbot.waitUntil(lambda: len(frames) > 8)
    controller.pause()
    seen = [frame for frame in frames if frame.gradient is not None]
    assert len(seen) > 4
    assert view._picture.snapshot is frames[-1]
    assert view._picture.scale.edge == reference(view._picture.lens._gradient)


def test_a_lens_keeps_selection_zoom_and_run(canvas, qtbot):
    view, _, controller = canvas(tiny())
    view.selection.set("layers.0.units.1")
    view.zoom_step(1)
    zoom, step = view.zoom, controller.snapshot.step
    for lens in ("gradient", "health", "activation"):
        look_through(qtbot, view, controller, lens)
        assert view.lens == lens
    assert (view.selection.targets, view.zoom) == (("layers.0.units.1",), zoom)
    assert controller.snapshot.step == step
    assert not controller.playing


def test_a_lens_stays_when_the_network_is_another(canvas, qtbot):
    view, document, controller = canvas(tiny())
    look_through(qtbot, view, controller, "gradient")
    document.replace(edits.add_layer(document.experiment, 1), "add layer")
    qtbot.waitUntil(lambda: not controller.busy)
    assert view._picture.scale.lens == "gradient"
    image = picture(view)
    assert set().union(*(hues(image, gap(view, layer)) for layer in range(1, 5))) == {"grad"}


def test_the_lens_before_stays_until_the_numbers_of_the_new_one_are_there(canvas, qtbot):
    view, _, controller = canvas(tiny())
    view.set_lens("gradient")
    assert view._picture.scale.lens == "activation"
    qtbot.waitUntil(lambda: controller.snapshot.gradient is not None)
    assert view._picture.scale.lens == "gradient"


# -- legend ------------------------------------------------------------------------------------------------


def test_the_legend_names_the_scale_of_the_lens(canvas, qtbot):
    view, _, controller = canvas(tiny())
    legend = view.findChild(Legend, "legend")
    assert "−1 to +1" in legend.accessibleName()
    snapshot = look_through(qtbot, view, controller, "gradient")
    name = legend.accessibleName()
    assert "|δ|" in name
    assert "|∂L/∂w|" in name
    assert f"{snapshot.flow_rows} training rows" in name
    assert written(float(np.percentile(np.concatenate(snapshot.deltas), 95))) in name
    look_through(qtbot, view, controller, "health")
    assert "saturated" in legend.accessibleName()
    assert "dead" in legend.accessibleName()


def test_the_legend_does_not_move_while_its_numbers_change(canvas, qtbot):
    view, _, controller = canvas(tiny(training__stop__epochs=None))
    legend = view.findChild(Legend, "legend")
    look_through(qtbot, view, controller, "gradient")
    words, widths = set(), set()
    for _ in range(5):
        with qtbot.waitSignal(controller.frame):
            controller.step_epoch()
        words.add(legend.accessibleName())
        widths.add(legend.width())
    assert len(words) > 1
    assert len(widths) == 1
