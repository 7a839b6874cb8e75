"""Everything that can be used has a name and a role for assistive technology."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from nndesk.project import edits
from nndesk.ui import menubar
from nndesk.ui.canvas import cursor
from nndesk.ui.window import MainWindow

CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractItemView, QComboBox, QLineEdit)
NAMELESS = (QAccessible.Role.NoRole, QAccessible.Role.Client)


def controls(window: MainWindow) -> list[QWidget]:
    """What can be seen, and reached by keyboard or pressed."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and not isinstance(widget, QScrollBar)
        and not (isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QAbstractItemView))
        and not isinstance(widget.parentWidget(), QAbstractScrollArea)
        and (isinstance(widget, CONTROLS) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    ]


def nameless(window: MainWindow) -> list[str]:
    wrong: list[str] = []
    for widget in controls(window):
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name)
        if not name.strip() or interface.role() in NAMELESS:
            wrong.append(f"{type(widget).__name__} {widget.objectName()!r}: {name!r}, {interface.role()}")
    return wrong


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("spiral", "none"),
        ("spiral", "layers.0"),
        ("spiral", "layers.3"),
        ("spiral", "layers.1.units.2"),
        ("spiral", "layers.1.weights.2.3"),
        ("spiral", "data"),
        ("spiral", "loss"),
        ("digits", "matrix.0"),
        ("digits", "loss"),
        ("sine", "data"),
    ],
)
def test_every_control_has_a_name_and_a_role(open_window, qtbot, source, target):
    window = open_window(source)
    window.selection.set(target)
    assert len(controls(window)) > 20

    def all_are_named() -> None:  # what shows numbers of the run has them with the next frame
        assert nameless(window) == []

    qtbot.waitUntil(all_are_named)


def test_every_action_has_a_text_and_a_name(window):
    for action in window.actions():
        assert action.text()
        assert action.objectName()


def test_numbers_are_said_with_what_they_are(window, qtbot):
    def name(part: str) -> str:
        widget = window.findChild(QWidget, part)
        assert widget is not None
        return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)

    losses = {text: window.findChild(QLabel, text).text() for text in ("trainLossLabel", "lossCardTestLabel")}
    assert name("trainLossLabel") == f"Train loss, {losses['trainLossLabel']}"
    assert name("lossCardTestLabel") == f"Test loss, {losses['lossCardTestLabel']}"
    assert name("zoomLabel") == "Zoom, 100%"
    window.controller.step_epoch()
    qtbot.waitUntil(lambda: window.controller.snapshot.epoch == 1 and not window.controller.busy)
    assert window.findChild(QLabel, "trainLossLabel").text() != losses["trainLossLabel"]
    assert name("trainLossLabel") == f"Train loss, {window.findChild(QLabel, 'trainLossLabel').text()}"
    assert name("accuracyLabel").startswith("Test accuracy, ")
    card = window.canvas.loss_card
    assert any(label.accessibleName().startswith("test accuracy, ") for label in card.findChildren(QLabel))
    speed = QAccessible.queryAccessibleInterface(window.findChild(QWidget, "speedBox"))
    assert speed.text(QAccessible.Text.Description) == "Speed"  # its name is what it shows, on Linux


def test_the_menu_that_a_key_would_open_is_told(window, monkeypatch):
    told: list[tuple[int, QAccessible.Event]] = []

    class Told:
        Event = QAccessible.Event

        @staticmethod
        def isActive() -> bool:
            return True

        @staticmethod
        def updateAccessibility(event: QAccessibleEvent) -> None:
            told.append((event.child(), event.type()))

    monkeypatch.setattr(menubar, "QAccessible", Told)
    bar = window.findChild(menubar.MenuBar)
    bar.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(bar, Qt.Key.Key_Right)
    assert told == [(0, QAccessible.Event.Focus), (1, QAccessible.Event.Focus)]
    item = QAccessible.queryAccessibleInterface(bar).child(1)
    assert item.text(QAccessible.Text.Name) == "Edit"


def test_the_neuron_is_told_after_the_canvas_that_got_the_keyboard(window, qtbot, monkeypatch):
    monkeypatch.setattr(cursor, "QAccessible", SimpleNamespace(isActive=lambda: True))
    window.transport.timeline.setFocus()
    with qtbot.waitSignals([window.canvas.keyboard.moved] * 2):
        window.canvas.setFocus(Qt.FocusReason.TabFocusReason)
        assert window.canvas.hasFocus()


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({}, "layers.3"),
        ({"network.layers.1.units": 1}, "layers.1"),
        ({"network.layers.1.units": 1}, "layers.1.units.0"),
        ({"network.layers.1.units": 1024}, "layers.1"),
        ({"network.layers.1.trainable": False}, "layers.1.units.0"),
        ({"network.layers.1.trainable": False}, "layers.1.weights.0.0"),
        ({"network.layers.1.cut": [[0, 0]]}, "layers.1.weights.0.0"),
        ({"optimizer.kind": "gd"}, "none"),
        ({}, "loss"),
        ({}, "data"),
    ],
)
def test_whatever_is_dimmed_in_a_panel_says_why(window, qtbot, changes, target):
    window.document.replace(edits.set_values(window.document.experiment, changes), "changes")
    window.selection.set(target)
    qtbot.waitUntil(lambda: not window.controller.busy)
    parts = [part for part in window.inspector.findChildren(QWidget) if part.isVisible()]
    dimmed = [part for part in parts if isinstance(part, CONTROLS) and not part.isEnabled()]
    silent = []
    for part in dimmed:
        interface = QAccessible.queryAccessibleInterface(part)
        if not interface.text(QAccessible.Text.Description):
            silent.append((type(part).__name__, part.objectName(), part.accessibleName()))
    assert not silent
    assert dimmed or target in ("data", "loss")
