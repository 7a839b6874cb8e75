"""The timeline as assistive technology sees it."""

import pytest
from PySide6.QtGui import QAccessible

from nndesk.project.history import History
from nndesk.ui.access import Access, TimelineAccess
from nndesk.ui.timeline import Timeline

NAME, VALUE = QAccessible.Text.Name, QAccessible.Text.Value


@pytest.fixture
def timeline(qtbot, qapp, appearance) -> Timeline:
    Access.install(qapp)
    timeline = Timeline(appearance)
    qtbot.addWidget(timeline)
    return timeline


def history() -> History:
    history = History()
    for epoch in range(215):
        history.append(0.068 if epoch == 214 else 1.0, None)
    return history


def test_the_timeline_is_a_slider_that_says_where_the_run_stands(timeline):
    found = QAccessible.queryAccessibleInterface(timeline)
    assert isinstance(found, TimelineAccess)
    assert found.role() == QAccessible.Role.Slider
    assert found.text(NAME) == "Timeline"
    timeline.show_run(history(), 215, 214, 400)
    assert found.text(NAME) == found.text(VALUE) == "epoch 214 of 400, loss 0.068"
    assert found.state().readOnly == 1
    value = found.valueInterface()
    assert [value.minimumValue(), value.currentValue(), value.maximumValue()] == [0, 214, 400]


def test_what_the_timeline_cannot_do_is_no_interface(timeline):
    found = QAccessible.queryAccessibleInterface(timeline)
    assert found.textInterface() is None
    assert found.tableCellInterface() is None
    assert found.actionInterface() is not None


def test_the_factory_is_installed_once(qapp):
    Access.install(qapp)
    Access.install(qapp)
    assert len(qapp.findChildren(Access)) == 1
