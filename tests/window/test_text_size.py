"""Larger text: 150 % everywhere in a large window, 200 % in panels, menus, sheets and on the first page."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nndesk.app import create_window
from nndesk.interop.lesson import find
from nndesk.project import edits
from nndesk.resources import resource
from nndesk.session.preferences import Preferences
from nndesk.ui.theme import recorded_text
from nndesk.ui.window import MainWindow
from tests.window.audit import faults

Opener = Callable[..., MainWindow]


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication) -> Iterator[Opener]:
    windows: list[MainWindow] = []

    def opener(source: str | None, scale: float, size: tuple[int, int], lang: str) -> MainWindow:
        preferences = Preferences(None)
        preferences.give(text_size=scale)
        window = create_window(source, "light", lang, preferences)
        windows.append(window)
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: window.controller.snapshot is not None)
        _rest(qtbot, window)
        return window

    yield opener
    for window in windows:
        window.close_without_asking()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _rest(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.controller.busy)
    for _ in range(3):
        QApplication.processEvents()


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize(("scale", "size"), [(1.5, (1920, 1080)), (2.0, (1440, 900)), (2.0, (1920, 1080))])
def test_panels_and_canvas_have_room_for_larger_text(
    open_window: Opener, qtbot: QtBot, scale: float, size: tuple[int, int], lang: str
):
    window = open_window("spiral", scale, size, lang)
    found: list[str] = []
    for target in (
        "none",
        "layers.0",
        "layers.1.units.0",
        "layers.0.weights.0.0",
        "data",
        "loss",
        "matrix.1",
    ):
        window.selection.set(target)
        _rest(qtbot, window)
        found += [f"{target}: {fault}" for fault in faults(window)]
    window.inspector.show_selection("health")
    _rest(qtbot, window)
    found += [f"health: {fault}" for fault in faults(window)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize(
    ("scale", "size"), [(1.0, (1180, 680)), (1.0, (1280, 720)), (1.0, (1920, 1080)), (2.0, (1440, 900))]
)
def test_the_first_page_has_room(open_window: Opener, scale: float, size: tuple[int, int], lang: str):
    window = open_window(None, scale, size, lang)
    # The dots of "Open…" are its own.
    found = [fault for fault in faults(window) if "'Open…'" not in fault and "'打开…'" not in fault]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("name", ["Settings", "Keys", "About", "Summary", "Glossary", "Export"])
def test_sheets_have_room_and_scroll(open_window: Opener, scale: float, lang: str, name: str):
    window = open_window("xor", scale, (1180, 680), lang)
    action = window.findChild(QAction, f"action{name}")
    assert action is not None
    action.trigger()
    QApplication.processEvents()
    sheet = window.findChild(QDialog)
    assert sheet is not None
    assert sheet.height() <= window.height()
    for label in sheet.findChildren(QLabel):
        if not label.wordWrap():
            assert label.width() >= label.fontMetrics().horizontalAdvance(label.text()), label.text()
        else:
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    with recorded_text() as painted:
        sheet.grab()
    assert all(each.box.left() >= each.clip.left() - 1 for each in painted)
    assert all(each.box.right() <= each.clip.right() + 1 for each in painted)


def test_the_canvas_stops_growing_where_panels_go_on(open_window: Opener):
    window = open_window("xor", 2.0, (1440, 900), "en")
    loss, words = window.findChild(QLabel, "trainLossLabel"), window.findChild(QWidget, "layerHeader1")
    assert loss is not None
    assert words is not None
    assert loss.font().pixelSize() == 2 * 16
    assert window.canvas.appearance.theme.font("heading").pixelSize() == round(1.5 * 15)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("source", ["gauss", "circle", "reg_gauss", "sine", "digits", "textbook"])
def test_every_example_has_room_for_larger_text(open_window: Opener, qtbot: QtBot, source: str, lang: str):
    """Cards, headers, legend, strip and captions of every kind of data, through every lens."""
    window = open_window(source, 1.5, (1920, 1080), lang)
    window.following.preferences.set("values", True)
    found: list[str] = []
    for lens in ("activation", "gradient", "health"):
        window.canvas.set_lens(lens)
        _rest(qtbot, window)
        found += [f"{lens}: {fault}" for fault in faults(window)]
        floating = [
            part for name in ("legend", "probeStrip") if (part := window.findChild(QWidget, name)).isVisible()
        ]
        found += [
            f"{lens}: {part.objectName()} lies on the network"
            for part in floating
            if window.canvas.floats.covers_network(part.geometry())
        ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_a_lesson_a_hint_and_a_failure_have_room_for_larger_text(
    open_window: Opener, qtbot: QtBot, lang: str
):
    window = open_window("spiral", 1.5, (1920, 1080), lang)
    experiment = window.document.experiment
    still = edits.set_values(experiment, {"optimizer.learning_rate": 0})
    window.document.replace(still, "rate")
    _rest(qtbot, window)
    found: list[str] = []
    for name in ("hintCard", "lessonPanel", "errorCard"):
        if name == "lessonPanel":
            window.teaching.begin(find(resource("lessons/neuron.json")))
        elif name == "errorCard":
            window.teaching.leave()
            wild = {
                "optimizer.kind": "sgd",
                "optimizer.learning_rate": 1000,
                "loss.kind": "mean_squared_error",
            }
            layers = len(window.document.experiment.network.layers)
            wild |= {f"network.layers.{layer}.activation": "linear" for layer in range(layers)}
            window.document.replace(edits.set_values(window.document.experiment, wild), "wild")
            window.controller.play()
            qtbot.waitUntil(lambda: window.controller.stopped == "diverged")
        card = window.findChild(QWidget, name)
        qtbot.waitUntil(card.isVisible)
        _rest(qtbot, window)
        found += [f"{name}: {fault}" for fault in faults(window)]
    assert not found, "\n".join(found)
