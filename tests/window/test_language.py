"""The language is switched while the window is open, and nothing but the words changes."""

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QMenuBar,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from nndesk.app import create_window
from nndesk.session.preferences import Preferences
from nndesk.ui.canvas import view
from nndesk.ui.canvas.edges import EdgePainter, Edges
from nndesk.ui.canvas.paint import Picture
from nndesk.ui.curves import CurveView
from nndesk.ui.panels import PANELS
from nndesk.ui.panels.frame import PanelFrame
from nndesk.ui.panels.inspector import Inspector
from nndesk.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
Part = Callable[[str], QWidget]


@pytest.fixture
def preferences() -> Preferences:
    return Preferences(None)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, preferences: Preferences) -> Iterator[MainWindow]:
    window = create_window("spiral", "light", "en", preferences)
    window.resize(1440, 900)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: window.controller.snapshot is not None)
    yield window
    window.close_without_asking()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def find(window: MainWindow) -> Part:
    """The one widget of that name: what was replaced is not found any more."""

    def finder(name: str) -> QWidget:
        found = window.findChildren(QWidget, name)
        assert len(found) == 1, f"{len(found)} widgets are called {name}"
        return found[0]

    return finder


def switch(window: MainWindow) -> None:
    found = window.findChildren(QAction, "actionLanguage")
    assert len(found) == 1
    found[0].trigger()


def words(widget: QWidget) -> str:
    assert isinstance(widget, QLabel)
    return widget.text()


def test_the_picture_of_the_network_and_the_loss_curves_stay(
    window: MainWindow, find: Part, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    qtbot.waitUntil(lambda: len(window.findChildren(CurveView)) == 1)
    size, curves, made = window.canvas.size(), window.findChildren(CurveView), list[object]()

    def counted(*args: Any) -> Picture:
        made.append(args)
        return Picture(*args)

    monkeypatch.setattr(view, "Picture", counted)
    switch(window)
    assert window.canvas.size() == size
    assert made == []
    assert window.findChildren(CurveView) == curves
    assert find("lossPlot").isAncestorOf(curves[0])
    assert curves[0].isVisible()


def test_the_edges_of_a_network_at_rest_are_not_drawn_again(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    picture = window.canvas.picture
    assert picture is not None
    qtbot.waitUntil(lambda: picture.rested)
    drawn, draw = list[int](), EdgePainter.draw

    def counted(brush: EdgePainter, painter: QPainter, edges: Edges) -> Iterator[None]:
        drawn.extend(edges.index.tolist())
        return draw(brush, painter, edges)

    monkeypatch.setattr(EdgePainter, "draw", counted)
    switch(window)
    window.grab()
    assert drawn == []
    window.selection.set("layers.0.units.1")  # which has other edges step back
    window.grab()
    many = len(drawn)
    assert many >= 100
    window.canvas.set_option("dashes", True)
    window.grab()
    assert len(drawn) == 2 * many


def test_what_is_connected_is_known_as_a_slot(window: MainWindow, qtbot: QtBot):
    """For one that is not, Qt describes its object anew: that took as long as all else in some of them."""
    switch(window)
    content = window.centralWidget()
    qtbot.waitUntil(lambda: len(content.findChildren(PanelFrame)) == len(PANELS))
    unknown = set[str]()
    for part in content.findChildren(QObject):
        kind, known = type(part), part.metaObject()
        if kind.__module__.startswith("nndesk."):
            methods = range(kind.staticMetaObject.methodCount(), known.methodCount())
            unknown |= {f"{kind.__name__}.{known.method(at).methodSignature()}" for at in methods}
    assert unknown == set()


@pytest.mark.parametrize(("height", "seen"), [(900, False), (1080, True)])
def test_what_is_below_the_edge_of_the_panel_comes_after_what_is_seen(
    window: MainWindow, find: Part, qtbot: QtBot, height: int, seen: bool
):
    window.resize(1440, height)
    qtbot.waitUntil(lambda: window.findChild(QWidget, "shuffleBox") is not None)
    bar = window.findChild(PanelFrame, "trainingPanel").findChild(QScrollArea).verticalScrollBar()  # pyright: ignore
    qtbot.waitUntil(lambda: bar.maximum() > 0 or height > 1000)
    most = bar.maximum()
    switch(window)
    assert (window.findChild(QWidget, "shuffleBox") is not None) is seen
    bar = window.findChild(PanelFrame, "trainingPanel").findChild(QScrollArea).verticalScrollBar()  # pyright: ignore
    assert bar.maximum() == pytest.approx(most, abs=20)
    qtbot.waitUntil(lambda: window.findChild(QWidget, "shuffleBox") is not None)
    assert words_of_row(find("shuffleBox")) == "打乱顺序"


def words_of_row(box: QWidget) -> str:
    row = box.parentWidget()
    assert row is not None
    return words(row.findChild(QLabel))  # pyright: ignore


def test_the_strip_of_samples_stands_where_it_stood(qtbot: QtBot, qapp: QApplication):
    window = create_window("digits", "light", "en", Preferences(None))
    window.resize(1440, 900)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: window.controller.snapshot is not None)
    strip = window.findChild(QWidget, "probeStrip")
    assert strip is not None
    qtbot.waitUntil(lambda: strip.y() > 500)
    place = strip.geometry().bottom()
    for _ in range(2):
        switch(window)
    strips = window.findChildren(QWidget, "probeStrip")
    assert [each.geometry().bottom() for each in strips] == [place]
    window.close_without_asking()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_all_words_change_at_once_and_back(window: MainWindow, find: Part):
    assert words(find("epochLabel")) == "Epoch 0"
    switch(window)
    assert words(find("epochLabel")).startswith("第")
    assert window.windowTitle().startswith("螺旋")
    assert find("canvas").accessibleName() == "网络"
    switch(window)
    assert words(find("epochLabel")) == "Epoch 0"
    assert window.windowTitle().startswith("Spiral")


def test_training_goes_on(window: MainWindow, find: Part, qtbot: QtBot):
    find("canvas").setFocus()
    QTest.keyClick(find("canvas"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.controller.snapshot.epoch >= 2)  # pyright: ignore
    generation = window.controller.generation
    switch(window)
    assert window.controller.playing
    snapshot = window.controller.snapshot
    assert snapshot is not None
    qtbot.waitUntil(lambda: window.controller.snapshot.epoch >= snapshot.epoch + 2)  # pyright: ignore
    assert window.controller.generation == generation
    assert words(find("epochLabel")) != "第\u20090\u2009轮"
    QTest.mouseClick(find("playButton"), LEFT)
    assert not window.controller.playing


def test_what_was_shown_is_shown_at_once_also_while_nothing_runs(
    window: MainWindow, find: Part, qtbot: QtBot
):
    window.controller.step_epoch()
    qtbot.waitUntil(lambda: words(find("epochLabel")) == "Epoch 1")
    losses = words(find("trainLossLabel")), words(find("lossCardTestLabel"))
    switch(window)
    assert (words(find("trainLossLabel")), words(find("lossCardTestLabel"))) == losses
    assert "1" in words(find("epochLabel"))


def test_selection_zoom_tool_and_step_size_stay(window: MainWindow, find: Part):
    canvas = window.canvas
    QTest.mouseClick(canvas, LEFT, NONE, canvas.rect_of(2, 3).center())
    QTest.mouseClick(find("zoomInButton"), LEFT)
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_H)
    batch = find("stepSizeTiles").findChild(QAbstractButton, "batch")
    assert batch is not None
    batch.click()
    target, rect = window.selection.targets, canvas.rect_of(2, 3)
    switch(window)
    assert window.canvas is not canvas
    assert window.selection.targets == target
    assert window.canvas.rect_of(2, 3) == rect
    assert words(find("zoomLabel")) == "125%"
    assert window.canvas.tool == "pan"
    assert window.transport.step_size == "batch"


def test_what_has_the_keyboard_keeps_it(window: MainWindow, find: Part):
    window.activateWindow()
    box = find("batchSizeBox")
    box.setFocus()
    assert window.focusWidget() is box
    switch(window)
    assert window.focusWidget() is find("batchSizeBox")
    window.canvas.setFocus()
    switch(window)
    assert window.focusWidget() is window.canvas


def test_the_keyboard_stays_where_it_was_on_canvas_and_menus(window: MainWindow):
    window.transport.timeline.setFocus()
    window.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(window.canvas, Qt.Key.Key_Down)
    place = window.canvas.keyboard.target
    switch(window)
    assert window.canvas.hasFocus()
    assert window.canvas.keyboard.target == place != "none"
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    switch(window)
    assert window.canvas.keyboard.target == "none"
    bar = window.findChild(QMenuBar)
    assert bar is not None
    bar.setFocus()
    switch(window)
    assert isinstance(window.focusWidget(), QMenuBar)


def test_the_panel_stays_scrolled_and_closed_stays_closed(window: MainWindow, find: Part, qtbot: QtBot):
    def place() -> int:
        area = find("trainingPanel").findChild(QScrollArea)
        assert area is not None
        return area.verticalScrollBar().value()

    area = find("trainingPanel").findChild(QScrollArea)
    assert area is not None
    area.verticalScrollBar().setValue(40)
    assert place() == 40
    switch(window)
    qtbot.waitUntil(lambda: place() == 40)
    QTest.mouseClick(find("panelToggleButton"), LEFT)
    narrow = find("inspector").width()
    switch(window)
    assert find("inspector").width() == narrow < 100


def test_edits_keep_their_order_and_take_the_other_names(window: MainWindow, find: Part):
    before = window.document.experiment
    for name in ("actionAddLayer", "actionNewStart"):
        action = window.findChild(QAction, name)
        assert action is not None
        action.trigger()
    stack = window.document.undo_stack
    after = window.document.experiment
    assert stack.undoText() == "new start"
    switch(window)
    assert stack.undoText() == "重新初始化"
    undo = window.findChild(QAction, "actionUndo")
    assert undo is not None
    assert "重新初始化" in undo.text()
    undo.trigger()
    undo.trigger()
    assert window.document.experiment == before
    switch(window)
    assert stack.redoText() == "add layer"
    redo = window.findChild(QAction, "actionRedo")
    assert redo is not None
    assert redo.isEnabled()
    redo.trigger()
    redo.trigger()
    assert window.document.experiment == after


def test_every_setting_of_an_optimizer_names_its_edit_in_the_present_language(window: MainWindow, find: Part):
    names = {"momentum": "动量", "weightDecay": "权重衰减", "clipNorm": "梯度裁剪"}
    QTest.mouseClick(find("optimizerTiles").findChild(QWidget, "nesterov"), LEFT)  # pyright: ignore
    for name in names:
        box = find(f"{name}Box")
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(box, "0.5")
        QTest.keyClick(box, Qt.Key.Key_Return)
    stack = window.document.undo_stack
    edits = [stack.text(place) for place in range(1, stack.count())]
    assert edits == ["momentum", "weight decay", "clip gradient"]
    switch(window)
    assert [stack.text(place) for place in range(1, stack.count())] == list(names.values())
    switch(window)
    assert [stack.text(place) for place in range(1, stack.count())] == edits


def test_keys_and_fields_work_as_before(window: MainWindow, find: Part):
    switch(window)
    box = find("batchSizeBox")
    assert isinstance(box, QLineEdit)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "20")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert window.document.experiment.training.batch_size == 20
    window.canvas.setFocus()
    QTest.keySequence(window.canvas, "Ctrl+Z")
    assert window.document.experiment.training.batch_size == 12
    QTest.keyClick(window.canvas, Qt.Key.Key_L)
    assert window.canvas.tool == "draw"


def test_nothing_of_the_old_words_is_left_behind(window: MainWindow, preferences: Preferences, qtbot: QtBot):
    def panels() -> bool:
        return len(window.inspector.findChildren(PanelFrame)) == len(PANELS)

    def count() -> tuple[int, int, int]:
        qtbot.waitUntil(panels)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return (
            len(window.findChildren(QWidget)),
            len(window.findChildren(QAction)),
            len(window.controller.preparers),
        )

    switch(window)
    first = count()
    for _ in range(4):
        switch(window)
        qtbot.waitUntil(panels)
    switch(window)
    switch(window)
    assert count()[0] == first[0]
    assert count() == first


def test_the_old_parts_hear_of_an_edit_while_they_go(window: MainWindow):
    switch(window)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.selection.set("data")
    window.document.replace(window.document.experiment, "nothing")


def test_nothing_is_kept_of_what_was_replaced_before_it_was_all_there(window: MainWindow, qtbot: QtBot):
    gc.collect()
    others = [each for each in gc.get_objects() if type(each) is Inspector]  # of tests that failed before
    for _ in range(6):
        switch(window)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: len(window.inspector.findChildren(PanelFrame)) == len(PANELS))
    gc.collect()
    kept = [each for each in gc.get_objects() if type(each) is Inspector and each not in others]
    assert [each for each in kept if not isValid(each)] == []


def test_a_click_on_the_canvas_reaches_the_new_one(window: MainWindow):
    switch(window)
    canvas = window.canvas
    at = canvas.mapTo(window, canvas.rect_of(1, 2).center())
    assert window.childAt(at) is canvas
    QTest.mouseClick(canvas, LEFT, NONE, canvas.mapFrom(window, QPoint(at)))
    assert window.selection.target == "layers.0.units.2"


def test_what_a_panel_alone_has_computed_is_computed_for_its_successor(window: MainWindow, qtbot: QtBot):
    window.selection.set("layers.1.units.2")
    switch(window)
    window.controller.step_epoch()
    qtbot.waitUntil(lambda: not window.controller.busy)
    window.controller.step_epoch()
    qtbot.waitUntil(lambda: not window.controller.busy)
    snapshot = window.controller.snapshot
    assert snapshot is not None
    assert snapshot.unit is not None
    assert (snapshot.unit.layer, snapshot.unit.unit) == (1, 2)


@pytest.mark.parametrize("wait", [0, 200])
def test_what_was_replaced_is_asked_for_nothing_any_more(window, qtbot, wait):
    """The old content is deleted a moment later: neither before nor after may anything of it be missing."""
    window.following.language.set_code("zh_CN")
    qtbot.wait(wait)
    window.selection.set("layers.0")
    window.editing.add_layer()
    window.appearance.set_theme("dark")
    qtbot.wait(200)
    window.selection.set("layers.1")
    window.appearance.set_theme("light")


def test_a_panel_that_is_made_late_asks_nothing_of_one_that_is_gone(window: MainWindow, qtbot: QtBot):
    """Of a window that is not seen the old panels go before all new ones are made."""
    window.selection.set("layers.0")
    switch(window)
    window.hide()
    qtbot.wait(200)
    window.selection.set("none")
    window.show()
    qtbot.waitUntil(lambda: len(window.inspector.findChildren(PanelFrame)) == len(PANELS))
