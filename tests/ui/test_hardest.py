"""The hardest samples in the Loss panel: which they are, and that a click shows them."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from nndesk.interop.source import preset
from nndesk.project.edits import set_data_kind
from nndesk.project.run import Run
from nndesk.ui.theme import recorded_text
from tests.experiments import tiny
from tests.ui.hands import Bench


def rows_of(user: Bench) -> list[QAbstractButton]:
    return [row for row in user.find("hardestList").findChildren(QAbstractButton) if row.isVisible()]


def settled(qtbot: QtBot, user: Bench) -> None:
    qtbot.waitUntil(lambda: not user.controller.busy)


def test_the_rows_with_the_largest_losses_are_listed(bench: Callable[..., Bench], qtbot: QtBot):
    user = bench(tiny(), "loss")
    settled(qtbot, user)
    run = Run(tiny())
    p, y = run.network.predict(run.data.raw_train)[:, 0], run.data.y_train[:, 0]
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    order = np.argsort(-losses)[:5]
    assert [row.accessibleName() for row in rows_of(user)] == [
        f"no. {k + 1}: y = {int(y[k])}, p = {p[k]:.2f}, loss {losses[k]:.2f}" for k in order
    ]


def test_a_click_or_the_space_bar_shows_the_sample(bench: Callable[..., Bench], qtbot: QtBot):
    user = bench(tiny(), "loss")
    settled(qtbot, user)
    assert user.controller.snapshot is not None
    hardest = user.controller.snapshot.hardest
    assert hardest is not None
    user.click(rows_of(user)[2])
    settled(qtbot, user)
    assert user.controller.sample == hardest.rows[2]
    assert [row.isChecked() for row in rows_of(user)] == [False, False, True, False, False]
    rows_of(user)[0].setFocus()
    QTest.keyClick(rows_of(user)[0], Qt.Key.Key_Space)
    settled(qtbot, user)
    assert user.controller.sample == hardest.rows[0]
    assert [row.isChecked() for row in rows_of(user)].index(True) == 0


def test_the_worker_looks_for_them_only_while_the_panel_is_shown(bench: Callable[..., Bench], qtbot: QtBot):
    user = bench(tiny(), "none")
    settled(qtbot, user)
    for target, there in (("loss", True), ("none", False), ("loss", True)):
        user.inspector.show_selection(target)
        settled(qtbot, user)
        assert user.controller.snapshot is not None
        assert (user.controller.snapshot.hardest is not None) == there


def test_the_list_follows_the_training(bench: Callable[..., Bench], qtbot: QtBot):
    user = bench(tiny(), "loss")
    settled(qtbot, user)
    before = [row.accessibleName() for row in rows_of(user)]
    user.controller.step_epoch()
    settled(qtbot, user)
    assert [row.accessibleName() for row in rows_of(user)] != before


@pytest.mark.parametrize(
    ("name", "begins"), [("digits", "y = "), ("sine", "y = "), ("reg_plane", "y = "), ("iris", "y = ")]
)
def test_every_task_says_target_and_prediction(
    bench: Callable[..., Bench], qtbot: QtBot, name: str, begins: str
):
    user = bench(set_data_kind(tiny(), name) if name == "iris" else preset(name), "loss")
    settled(qtbot, user)
    with recorded_text() as texts:
        rows_of(user)[0].grab()
    words = [text.text for text in texts]
    assert words[0].startswith("no. ")
    assert words[1].startswith(begins)
    assert ", p = " in words[1]
    assert "…" not in words[1]


def test_fewer_rows_than_are_listed_leave_no_empty_lines(bench: Callable[..., Bench], qtbot: QtBot):
    user = bench(tiny(data__samples=10, data__train_fraction=0.2), "loss")
    settled(qtbot, user)
    assert len(rows_of(user)) == 2
