"""Everything that can be used has a name and a role for assistive technology."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)

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
