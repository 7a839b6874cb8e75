"""What every program on a desktop has: settings, themes, keys, recent files, an empty canvas."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QMenu,
    QMenuBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from nndesk.app import create_window
from nndesk.licences import parts
from nndesk.project import edits
from nndesk.resources import resource
from nndesk.session.preferences import Preferences
from nndesk.ui.keys import KeyCap
from nndesk.ui.motion import SystemMotion
from nndesk.ui.theme import recorded_text
from nndesk.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
Opener = Callable[..., MainWindow]


@pytest.fixture
def preferences() -> Preferences:
    return Preferences(None)


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, preferences: Preferences) -> Iterator[Opener]:
    windows: list[MainWindow] = []

    def opener(
        source: str | None = "xor", theme: str | None = "light", lang: str | None = "en"
    ) -> MainWindow:
        window = create_window(source, theme, lang, preferences)
        windows.append(window)
        window.resize(1280, 720)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: window.controller.snapshot is not None)
        return window

    yield opener
    for window in windows:
        window.close_without_asking()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(open_window: Opener) -> MainWindow:
    return open_window()


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert found is not None, name
    return found


def sheet(window: MainWindow, name: str) -> QDialog:
    found = window.findChild(QDialog, name)
    assert found is not None, name
    return found


def tile(part: QWidget, group: str, name: str) -> QAbstractButton:
    found = part.findChild(QWidget, group)
    assert found is not None, group
    button = found.findChild(QAbstractButton, name)
    assert button is not None, name
    return button


# -- theme ----------------------------------------------------------------------------------------


def surface(window: MainWindow) -> str:
    return window.grab().toImage().pixelColor(600, 2).name()


def test_the_theme_is_switched_and_remembered(window: MainWindow, preferences: Preferences):
    assert surface(window) == "#ffffff"
    action(window, "actionTheme").trigger()
    assert surface(window) == "#212328"
    assert preferences["theme"] == "dark"
    action(window, "actionTheme").trigger()
    assert surface(window) == "#ffffff"


def test_a_theme_that_follows_the_system_changes_with_it(open_window: Opener, qtbot: QtBot):
    window = open_window(theme=None)
    hints = QGuiApplication.styleHints()
    try:
        for scheme, color in ((Qt.ColorScheme.Dark, "#212328"), (Qt.ColorScheme.Light, "#ffffff")):
            hints.setColorScheme(scheme)
            hints.colorSchemeChanged.emit(scheme)  # a platform without a screen says nothing by itself
            if hints.colorScheme() == scheme:
                assert surface(window) == color
    finally:
        hints.unsetColorScheme()


def test_a_theme_that_was_chosen_does_not_follow_the_system(window: MainWindow):
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert surface(window) == "#ffffff"


# -- settings -------------------------------------------------------------------------------------


@pytest.fixture
def settings(window: MainWindow) -> QDialog:
    QTest.keySequence(window.canvas, "Ctrl+,")
    return sheet(window, "settingsSheet")


def test_the_language_of_window_and_settings_changes_at_once(
    window: MainWindow, settings: QDialog, preferences: Preferences
):
    QTest.mouseClick(tile(settings, "languageTiles", "zh_CN"), LEFT)
    assert settings.windowTitle() == "设置"
    assert window.windowTitle().startswith("异或")
    assert tile(settings, "languageTiles", "zh_CN").isChecked()
    assert preferences["language"] == "zh_CN"
    QTest.mouseClick(tile(settings, "languageTiles", "en"), LEFT)
    assert settings.windowTitle() == "Settings"


def test_the_keyboard_alone_sets_everything(settings: QDialog, preferences: Preferences):
    first = tile(settings, "languageTiles", "en")
    assert settings.focusWidget() is first
    seen: list[str] = []
    for _ in range(12):
        focus = settings.focusWidget()
        if focus.objectName() in seen:
            break
        seen.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert {"en", "light", "1.0", "system", "dashSwitch", "welcomeSwitch", "undoLimitBox"} <= set(seen)
    chosen = tile(settings, "motionTiles", "system")
    chosen.setFocus()
    QTest.keyClick(chosen, Qt.Key.Key_Left)
    QTest.keyClick(tile(settings, "motionTiles", "off"), Qt.Key.Key_Space)
    assert preferences["reduced_motion"] == "off"
    switch = settings.findChild(QAbstractButton, "dashSwitch")
    assert switch is not None
    switch.setFocus()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert preferences["dashes"] is True
    QTest.keyClick(settings, Qt.Key.Key_Escape)
    assert not settings.isVisible()


def test_larger_text_is_larger_at_once(window: MainWindow, settings: QDialog):
    title = window.findChild(QLabel, "epochLabel")
    assert title is not None
    before = title.font().pixelSize()
    QTest.mouseClick(tile(settings, "textSizeTiles", "1.5"), LEFT)
    assert title.font().pixelSize() == 1.5 * before


def test_reduced_motion_stops_what_blinks_and_glides(
    window: MainWindow, settings: QDialog, qapp: QApplication
):
    hints = QGuiApplication.styleHints()
    before = hints.cursorFlashTime()
    QTest.mouseClick(tile(settings, "motionTiles", "on"), LEFT)
    assert hints.cursorFlashTime() == 0
    assert not any(qapp.isEffectEnabled(effect) for effect in Qt.UIEffect)
    QTest.mouseClick(tile(settings, "motionTiles", "off"), LEFT)
    assert hints.cursorFlashTime() == before


def test_reduced_motion_follows_the_system_until_it_is_chosen(window: MainWindow, settings: QDialog):
    system = [True, False, True]
    motion = SystemMotion(lambda answer: answer(system.pop(0)), window)
    assert tile(settings, "motionTiles", "system").isChecked()
    window.following.follow_motion(motion)
    assert window.appearance.reduced_motion
    assert window.appearance.duration("slow") == 0
    motion.ask()
    assert not window.appearance.reduced_motion
    QTest.mouseClick(tile(settings, "motionTiles", "on"), LEFT)
    assert window.appearance.reduced_motion
    QTest.mouseClick(tile(settings, "motionTiles", "off"), LEFT)
    motion.ask()  # it wants less, and is not heard
    assert not window.appearance.reduced_motion
    QTest.mouseClick(tile(settings, "motionTiles", "system"), LEFT)
    assert window.appearance.reduced_motion
    QTest.mouseClick(tile(settings, "motionTiles", "off"), LEFT)  # the application outlives the test


def test_dashes_are_the_same_in_settings_menu_and_canvas(
    window: MainWindow, settings: QDialog, preferences: Preferences
):
    switch = settings.findChild(QAbstractButton, "dashSwitch")
    assert switch is not None
    before = window.canvas.grab().toImage()
    QTest.mouseClick(switch, LEFT)
    assert window.canvas.options.dashes
    assert switch.isChecked()
    assert window.canvas.grab().toImage() != before
    action(window, "actionLanguage").trigger()
    assert window.canvas.options.dashes
    dash = next(each for each in window.findChildren(QAction) if each.text() == "负权重用虚线")
    dash.trigger()
    assert preferences["dashes"] is False
    assert not window.canvas.options.dashes


def test_the_grid_goes_and_comes_back_by_the_menu_and_is_remembered(
    window: MainWindow, preferences: Preferences
):
    before = window.canvas.grab().toImage()
    grid = action(window, "actionGrid")
    assert grid.isChecked()
    grid.trigger()
    assert preferences["grid"] is False
    without = window.canvas.grab().toImage()
    corner = QRect(336, 0, 24, 24)  # one dot, and nothing else
    assert len({without.copy(corner).pixel(x, y) for x in range(24) for y in range(24)}) == 1
    assert without.copy(corner) != before.copy(corner)
    action(window, "actionLanguage").trigger()
    assert not action(window, "actionGrid").isChecked()
    action(window, "actionGrid").trigger()
    assert window.canvas.grab().toImage().copy(corner) == before.copy(corner)


def test_the_undo_limit_holds_at_once_and_a_wrong_one_is_refused(window: MainWindow, settings: QDialog):
    for _ in range(12):
        action(window, "actionNewStart").trigger()
    box = settings.findChild(QWidget, "undoLimitBox")
    assert box is not None
    for text, count in (("3", 12), ("10", 10)):
        box.setFocus()
        QTest.keySequence(box, "Ctrl+A")
        QTest.keyClicks(box, text)
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert window.document.undo_stack.count() == count


def test_settings_of_an_earlier_start_hold(open_window: Opener, preferences: Preferences):
    for name, value in (("theme", "dark"), ("language", "zh_CN"), ("text_size", 1.25), ("undo_limit", 50)):
        preferences.set(name, value)
    window = open_window(theme=None, lang=None)
    assert window.windowTitle().startswith("异或")
    assert surface(window) == "#212328"
    assert window.document.undo_stack.undoLimit() == 50


# -- menus ----------------------------------------------------------------------------------------


def test_the_menus_have_what_there_is(window: MainWindow):
    def inside(menu: QMenu) -> Iterator[str]:
        for each in menu.actions():
            yield each.objectName()
            inner = each.menu()
            if isinstance(inner, QMenu):
                yield from inside(inner)

    bar = window.findChild(QMenuBar)
    assert bar is not None
    found = {each.text(): set(inside(each.menu())) for each in bar.actions()}  # pyright: ignore
    wanted = {
        "File": "actionNew actionOpen actionSave actionSaveAs actionExport actionPrint actionQuit",
        "Edit": "actionUndo actionRedo actionCopyPicture actionSettings actionDelete actionSelectAll",
        "View": "actionGrid actionTheme actionLanguage actionPanel",
        "Network": "actionAddLayer actionFreeze actionNewStart actionSummary",
        "Train": "actionPlay actionStep actionRestart",
        "Help": "actionKeys actionGlossary actionAbout",
    }
    for title, names in wanted.items():
        assert set(names.split()) <= found[title], title


# -- keys and about -------------------------------------------------------------------------------


def test_the_keys_are_those_of_all_actions(window: MainWindow):
    QTest.keyClick(window.canvas, Qt.Key.Key_F1)
    shown = {cap.accessibleName() for cap in sheet(window, "keysSheet").findChildren(KeyCap)}
    wanted = {
        keys.toString().replace("-", "−")
        for found in (*window.actions(), *window.canvas.actions())
        for keys in found.shortcuts()
    }
    assert {"Ctrl+S", "Space", "L", "F1"} <= wanted
    assert shown >= wanted
    with recorded_text() as painted:
        sheet(window, "keysSheet").grab()
    assert {"Ctrl+S", "Shift+→", "Alt+←", "−"} <= {each.text for each in painted}


def test_the_glossary_tells_every_word_in_a_sentence_of_its_own(window: MainWindow):
    action(window, "actionGlossary").trigger()
    shown = sheet(window, "glossarySheet")
    texts = [label.text() for label in shown.findChildren(QLabel)]
    sentences = [text for text in texts if text.endswith(".")]
    words = [text for text in texts if not text.endswith(".")]
    assert "Backpropagation" in words
    assert len(sentences) == len(words) - 1 == len(set(sentences)) > 20  # and the title
    window.following.preferences.set("language", "zh_CN")
    assert "反向传播" in [label.text() for label in shown.findChildren(QLabel)]


def test_about_names_the_version_and_every_font_and_package(window: MainWindow):
    action(window, "actionAbout").trigger()
    words = " ".join(label.text() for label in sheet(window, "aboutSheet").findChildren(QLabel))
    assert "0.1.0" in words
    names = " ".join(name for name, _, _ in parts())
    for word in ("Qt", "LGPL", "NumPy", "pyqtgraph", "msgspec", "safetensors", "threadpoolctl", "tqdm"):
        assert word in words
    for font in resource("fonts").glob("*.[to]tf"):
        family = font.stem.split("-")[0].replace("NotoSansSC", "Noto Sans SC")
        assert (family if not family.startswith("STIX") else "STIX Two") in names
    for table in resource("data").glob("*.txt"):
        assert table.stem.replace("_", " ").lower() in names.lower()


def test_the_summary_lists_the_layers_and_copies_as_a_table(window: MainWindow):
    changes = {"dropout": 0.25, "frozen.units": [0], "cut": [[1, 0], [1, 3]]}
    values = {f"network.layers.0.{key}": value for key, value in changes.items()}
    window.document.replace(edits.set_values(window.document.experiment, values), "edit")
    action(window, "actionSummary").trigger()
    found = sheet(window, "summarySheet")
    texts = [label.text() for label in found.findChildren(QLabel)]
    first = texts.index("Hidden 1")
    assert texts[first : first + 4] == ["Hidden 1", "Tanh", "(None, 4)", "12"]
    button = found.findChild(QAbstractButton, "copySummaryButton")
    assert button is not None
    QTest.mouseClick(button, LEFT)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines == [
        ["Layer", "Activation", "Output shape", "Parameters"],
        ["Input", "", "(None, 2)", "0"],
        ["Hidden 1", "Tanh", "(None, 4)", "12"],
        ["Dropout", "25%", "(None, 4)", "0"],
        ["Output", "Sigmoid", "(None, 1)", "5"],
        ["All parameters", "", "", "17"],
        ["Trainable", "", "", "13"],
        ["Frozen or cut", "", "", "4"],
    ]
    QGuiApplication.clipboard().setText("")
    QTest.keyClick(found, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("Layer\t")


def test_about_says_of_a_bundle_that_it_is_under_the_gpl(window: MainWindow, monkeypatch, tmp_path):
    monkeypatch.setattr("nndesk.ui.about.bundle", lambda: tmp_path)
    action(window, "actionAbout").trigger()
    words = " ".join(label.text() for label in sheet(window, "aboutSheet").findChildren(QLabel))
    assert "x264" in words
    assert "GNU General Public License, version 3" in words


# -- files ------------------------------------------------------------------------------------------


def menu(window: MainWindow, title: str) -> QMenu:
    found = [each for each in window.findChildren(QMenu) if each.title() == title]
    assert len(found) == 1
    return found[0]


def test_what_was_saved_and_opened_is_in_the_menu_and_what_is_gone_is_dimmed(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
):
    files = menu(window, "Open recent")
    assert not files.menuAction().isEnabled()
    for name in ("a.nnd", "b.json"):
        with qtbot.waitSignal(window.recent.changed):
            window.save_to(tmp_path / name)
    (tmp_path / "b.json").unlink()
    assert files.menuAction().isEnabled()
    files.aboutToShow.emit()
    assert [each.text() for each in files.actions() if each.data()] == ["b.json", "a.nnd"]
    assert [each.isEnabled() for each in files.actions() if each.data()] == [False, True]
    window.open("spiral")
    qtbot.waitUntil(lambda: window.document.experiment.data.kind == "spiral")
    files.actions()[1].trigger()
    qtbot.waitUntil(lambda: window.document.path == tmp_path / "a.nnd")
    assert window.document.experiment.data.kind == "xor"


def test_a_file_dragged_onto_the_window_opens(window: MainWindow, tmp_path: Path, qtbot: QtBot):
    with qtbot.waitSignal(window.recent.changed):
        window.save_to(tmp_path / "a.nnd")
    window.open("spiral")
    qtbot.waitUntil(lambda: window.document.experiment.data.kind == "spiral")
    assert drop(window, tmp_path / "a.nnd")
    qtbot.waitUntil(lambda: window.document.experiment.data.kind == "xor")


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["notes.txt"], "notes.txt cannot be opened: .nnd and .json files can."),
        (["a.nnd", "b.nnd"], "One file can be opened at a time."),
    ],
)
def test_what_cannot_be_opened_is_refused_in_one_sentence(
    window: MainWindow, tmp_path: Path, names: list[str], why: str
):
    assert drop(window, *(tmp_path / name for name in names))
    notice = window.canvas.findChild(QWidget, "notice")
    assert notice is not None
    assert notice.isVisible()
    assert notice.accessibleName() == why


def drop(window: MainWindow, *paths: Path) -> bool:
    """Drag files over the window and let them go; whether they were taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(400, 300), copy, data, LEFT, keys)
    QApplication.sendEvent(window, enter)
    let_go = QDropEvent(QPointF(400, 300), copy, data, LEFT, keys)
    QApplication.sendEvent(window, let_go)
    return enter.isAccepted() and let_go.isAccepted()


# -- an empty canvas --------------------------------------------------------------------------------


def test_an_empty_canvas_invites_to_draw_until_something_is_drawn(window: MainWindow, qtbot: QtBot):
    ghost, hint = (window.findChild(QWidget, name) for name in ("ghostColumn", "drawHint"))
    assert ghost is not None
    assert hint is not None
    assert not ghost.isVisible()
    QTest.keySequence(window.canvas, "Ctrl+N")
    qtbot.waitUntil(ghost.isVisible)
    assert hint.isVisible()
    canvas = window.canvas
    left, right = canvas.rect_of(0, 0).right(), canvas.rect_of(1, 0).left()
    assert left < ghost.geometry().center().x() < right
    at = QPoint((left + right) // 2, 200)
    QTest.mousePress(canvas, LEFT, Qt.KeyboardModifier.NoModifier, at)
    for down in (60, 120, 180):
        QTest.mouseMove(canvas, at + QPoint(0, down))
    qtbot.waitUntil(lambda: not ghost.isVisible())
    QTest.mouseRelease(canvas, LEFT, Qt.KeyboardModifier.NoModifier, at + QPoint(0, 180))
    assert len(window.document.experiment.network.layers) == 2
    window.document.undo_stack.undo()
    qtbot.waitUntil(ghost.isVisible)
    QTest.keyClick(canvas, Qt.Key.Key_V)
    qtbot.waitUntil(lambda: not ghost.isVisible())


def test_new_is_data_and_loss_with_an_output_alone(window: MainWindow, qtbot: QtBot):
    QTest.keySequence(window.canvas, "Ctrl+N")
    assert [layer.units for layer in window.document.experiment.network.layers] == [1]
    assert window.document.path is None
    assert not window.document.dirty
    assert window.windowTitle().startswith("Untitled")
    qtbot.waitUntil(lambda: window.controller.snapshot is not None and not window.controller.busy)


def test_the_menu_and_the_tiles_choose_the_same_step(window: MainWindow):
    steps = menu(window, "Step by")
    batch, epoch = steps.actions()
    assert (batch.isChecked(), epoch.isChecked()) == (False, True)
    batch.trigger()
    assert window.transport.step_size == "batch"
    QTest.mouseClick(tile(window, "stepSizeTiles", "epoch"), LEFT)
    assert (batch.isChecked(), epoch.isChecked()) == (False, True)
