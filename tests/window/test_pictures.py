"""Pictures for slides: what is in an SVG, what is behind a transparent picture, and what is copied."""

import gc
import re
import subprocess
import sys
import weakref
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QSize, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from nndesk.ui import clipboard
from nndesk.ui.pictures import Picture
from nndesk.ui.window import MainWindow

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"


def letters(svg: bytes) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("scene", ["window", "canvas", "loss"])
def test_letters_of_an_svg_are_letters_and_edges_lines(window: MainWindow, scene: str) -> None:
    picture = Picture(window, scene)
    svg = picture.encoded(".svg", "It")
    root = ET.fromstring(svg)
    size = picture.size
    assert root.get("viewBox") == f"0 0 {size.width()} {size.height()}"
    assert root.findtext(f"{SVG}title") == "It"
    assert {"Binary cross-entropy", "train", "test accuracy"} <= set(letters(svg))
    assert ("Hidden 2" in letters(svg)) == (scene != "loss")
    assert ("Optimizer" in letters(svg)) == (scene == "window")
    if scene != "loss":
        lines = [*root.iter(f"{SVG}path"), *root.iter(f"{SVG}polygon")]
        assert len(lines) > 2 * 8 + 8 * 8 + 8 * 6 + 6  # the weights
    families = set(re.findall(r'font-family="([^"]*)"', svg.decode()))
    assert any(family.startswith("Inter, ") and family.endswith(", sans-serif") for family in families)
    assert svg == Picture(window, scene).encoded(".svg", "It")


def test_names_of_inputs_are_letters_too(window: MainWindow) -> None:
    svg = Picture(window, "canvas").encoded(".svg", "It")
    assert "x 1 x 2" in " ".join(letters(svg))


@pytest.mark.parametrize("scene", ["canvas", "loss"])
def test_a_transparent_picture_has_nothing_behind_it(window: MainWindow, scene: str) -> None:
    size = QSize(1000, 700) if scene == "loss" else None
    clear = Picture(window, scene, size, ground=False).image()
    full = Picture(window, scene, size).image()
    assert clear.size() == full.size()
    corner = clear.width() - 3, 3
    assert clear.pixelColor(*corner).alpha() == 0
    assert full.pixelColor(*corner).getRgb() == (246, 246, 247, 255)
    card = window.canvas.loss_card.geometry().center()
    middle = clear.rect().center() if scene == "loss" else card
    assert clear.pixelColor(middle) == full.pixelColor(middle)
    assert clear.pixelColor(middle).alpha() == 255


def test_the_loss_card_fills_the_picture_that_is_asked_for(window: MainWindow) -> None:
    image = Picture(window, "loss", QSize(1000, 700), ground=False).image(2.0)
    assert image.size() == QSize(2000, 1400)
    solid = [x for x in range(image.width()) if image.pixelColor(x, 700).alpha() == 255]
    card = window.canvas.loss_card
    assert solid[-1] - solid[0] == pytest.approx(1400 * card.width() / card.height(), abs=4)
    assert solid[0] + solid[-1] == pytest.approx(2000, abs=4)


def test_an_svg_is_beside_the_pixels_on_the_clipboard(window: MainWindow, qapp: QApplication) -> None:
    window.canvas.setFocus()
    QTest.keySequence(window.canvas, "Ctrl+Shift+C")
    content = qapp.clipboard().mimeData()
    assert content.hasImage()
    assert "Hidden 1" in letters(content.data("image/svg+xml").data())


def test_what_was_copied_before_is_not_kept(qapp: QApplication) -> None:
    contents = [QMimeData(), QMimeData()]
    for content in contents:
        content.setText("it")
        clipboard.copy(content)
    first = weakref.ref(contents[0])
    del content, contents
    gc.collect()
    assert first() is None


def test_taking_a_picture_leaves_the_canvas_as_it_was(window: MainWindow) -> None:
    before = window.canvas.grab().toImage()
    for scene in ("window", "canvas", "loss"):
        for suffix in (".png", ".svg", ".pdf"):
            Picture(window, scene, ground=scene == "window").encoded(suffix, "It")
    assert window.canvas.grab().toImage() == before


def test_an_export_takes_its_kind_from_the_name(window: MainWindow, tmp_path: Path) -> None:
    starts: dict[str, Callable[[bytes], bool]] = {
        "it.png": lambda content: QImage.fromData(content).width() == 2 * window.canvas.width(),
        "it.svg": lambda content: b"<svg" in content,
        "it.pdf": lambda content: content.startswith(b"%PDF"),
    }
    for name, is_right in starts.items():
        window.export_picture(tmp_path / name)
        assert is_right((tmp_path / name).read_bytes())


def test_the_picture_on_the_clipboard_is_the_network_without_the_tools(
    window: MainWindow, qapp: QApplication
):
    window.canvas.setFocus()
    seen = window.canvas.grab().toImage()
    QTest.keySequence(window.canvas, "Ctrl+Shift+C")
    image = qapp.clipboard().image()
    canvas = window.canvas
    assert image.size() == canvas.size() * 2
    neuron, card = canvas.rect_of(1, 0).center(), canvas.findChild(QWidget, "lossCard")
    assert card is not None
    fine, coarse = image.pixelColor(neuron * 2).getRgb(), seen.pixelColor(neuron).getRgb()
    assert max(abs(a - b) for a, b in zip(fine, coarse, strict=True)) < 16  # pyright: ignore
    assert image.pixelColor(card.geometry().topLeft() * 2 + QPoint(40, 6)).name() == "#ffffff"
    tools = canvas.findChild(QWidget, "toolTiles")
    assert tools is not None
    middle = tools.mapTo(canvas, QPoint(16, 8)) * 2
    assert image.pixelColor(middle).name() == "#f6f6f7"
    assert tools.isVisible()
    assert window.focusWidget() is canvas


def test_the_canvas_goes_on_as_before_once_a_picture_is_taken(window: MainWindow, qtbot: QtBot):
    before = window.canvas.grab().toImage()
    window.findChild(QAction, "actionCopyPicture").trigger()
    notice = window.canvas.findChild(QWidget, "notice")
    assert notice is not None
    notice.hide()
    assert window.canvas.grab().toImage() == before


def test_a_pdf_has_letters_no_dates_and_is_the_same_every_time(window: MainWindow, tmp_path: Path):
    first, second = tmp_path / "a" / "picture.pdf", tmp_path / "b" / "picture.pdf"
    for path in (first, second):
        path.parent.mkdir()
        window.export_picture(path)
    content = first.read_bytes()
    assert content.startswith(b"%PDF")
    assert b"/BaseFont /Inter" in content
    assert b"Date" not in content
    assert content == second.read_bytes()


def test_a_png_is_written_and_what_hinders_it_is_said(window: MainWindow, tmp_path: Path):
    window.export_picture(tmp_path / "picture.png")
    assert QImage(str(tmp_path / "picture.png")).size() == window.canvas.size() * 2
    window.export_picture(tmp_path / "nowhere" / "picture.png")
    notice = window.canvas.findChild(QWidget, "notice")
    assert notice is not None
    assert notice.isVisible()
    assert "picture.png" in notice.accessibleName()


@pytest.mark.qt_log_ignore("does not support")
def test_the_print_dialog_puts_the_network_on_a_page(window: MainWindow, tmp_path: Path, qtbot: QtBot):
    QTest.keyClick(window.canvas, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(QDialog, "printDialog")
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    path = tmp_path / "page.pdf"
    name = dialog.findChild(QLineEdit, "filename")  # where there is no printer
    assert name is not None
    QTest.keySequence(name, "Ctrl+A")
    QTest.keyClicks(name, str(path))
    QTest.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(QDialog, "printDialog") is None)
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    assert b"/BaseFont /STIX" in content
    (box,) = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", content)
    assert float(box[0]) > float(box[1])  # on its side, as the window is


# -- the sheet ------------------------------------------------------------------------------------


def part(whole: QWidget, name: str) -> Any:
    found = whole.findChild(QWidget, name)
    assert found is not None, name
    return found


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.fixture
def asked(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Opens the sheet; the suggested names and filters of the file dialog come into the list."""
    names: list[str] = []

    def answer(_parent: QWidget, _title: str, name: str, kinds: str) -> tuple[str, str]:
        names.extend((name, kinds))
        return str(tmp_path / name), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    window.canvas.setFocus()
    QTest.keySequence(window.canvas, "Ctrl+E")
    return names


def test_the_sheet_saves_what_was_chosen_and_keeps_the_choice(
    window: MainWindow, asked: list[str], tmp_path: Path
) -> None:
    scale = part(window, "scaleBox")
    scale.setFocus()
    QTest.keyClick(scale, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(scale, "3")
    QTest.keyClick(scale, Qt.Key.Key_Return)
    click(part(window, "transparentSwitch"))
    click(part(part(window, "sceneTiles"), "loss"))
    click(part(window, "savePictureButton"))
    assert asked == ["Spiral.png", "PNG (*.png)"]
    image = QImage(str(tmp_path / "Spiral.png"))
    assert image.size() == window.canvas.loss_card.size() * 3
    assert image.pixelColor(0, 0).alpha() == 0
    QTest.keySequence(window.canvas, "Ctrl+E")
    sheet = window.findChildren(QWidget, "exportSheet")[-1]
    assert part(sheet, "transparentSwitch").isChecked()
    assert not part(part(sheet, "sceneTiles"), "canvas").isChecked()


def test_a_window_has_its_ground_and_lines_have_no_scale(
    window: MainWindow, asked: list[str], tmp_path
) -> None:
    click(part(window, "transparentSwitch"))
    click(part(part(window, "sceneTiles"), "window"))
    assert not part(window, "transparentSwitch").isEnabled()
    assert not part(window, "transparentSwitch").isChecked()
    click(part(part(window, "formatTiles"), ".svg"))
    assert not part(window, "scaleBox").isEnabled()
    click(part(window, "savePictureButton"))
    assert "Optimizer" in letters((tmp_path / "Spiral.svg").read_bytes())


def test_a_scale_beyond_its_range_is_refused_with_the_range(window: MainWindow, asked: list[str]) -> None:
    scale = part(window, "scaleBox")
    scale.setFocus()
    QTest.keyClick(scale, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(scale, "9")
    QTest.keyClick(scale, Qt.Key.Key_Return)
    assert scale.value() == 2.0
    assert any(
        "8" in label.text() and label.isVisible()
        for label in part(window, "exportSheet").findChildren(QLabel)
    )


def test_the_sheet_copies_too(window: MainWindow, asked: list[str], qapp: QApplication) -> None:
    click(part(part(window, "sceneTiles"), "loss"))
    click(part(window, "copyPictureButton"))
    assert qapp.clipboard().image().size() == window.canvas.loss_card.size() * 2


def test_the_program_ends_well_with_a_picture_on_the_clipboard(tmp_path: Path) -> None:
    program = (
        "from nndesk.ui.application import application; app = application()\n"
        "from nndesk.app import create_window; from nndesk.session.preferences import Preferences\n"
        "window = create_window('xor', 'light', 'en', Preferences(None))\n"
        "window._shop.desk.copy_picture.trigger()\n"
        "window.close_without_asking()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, cwd=ROOT
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def context_menu(window: MainWindow, part: QWidget) -> QMenu:
    """What a right click in the middle of ``part`` opens."""
    middle = part.rect().center()
    click = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, part.mapToGlobal(middle))
    QApplication.sendEvent(part, click)
    menu = window.findChild(QMenu, "pictureMenu")
    assert menu is not None
    assert menu.isVisible()
    return menu


def offered(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.isVisible()]


@pytest.mark.parametrize(
    ("selected", "name"),
    [
        ("none", "lossPlot"),
        ("none", "timeline"),
        ("layers.1", "weightsNow"),
        ("layers.0.units.1", "unitPicture"),
        ("layers.0.units.1", "outputHistogram"),
        ("layers.0.weights.0.1", "weightPlot"),
        ("health", "gradientFlow"),
    ],
)
def test_every_picture_is_copied_by_a_right_click(window: MainWindow, selected: str, name: str, qtbot: QtBot):
    window.inspector.show_selection(selected)
    qtbot.waitUntil(lambda: not window.controller.busy)
    part = window.findChild(QWidget, name)
    assert part is not None
    menu = context_menu(window, part)
    assert offered(menu) == ["Copy picture"]
    menu.actions()[0].trigger()
    image = QGuiApplication.clipboard().image()
    assert image.size() == 2 * part.size()
    seen = {image.pixel(x, y) for x in range(image.width()) for y in range(0, image.height(), 5)}
    assert len(seen) > 2  # there is something on it
    menu.close()


def test_a_matrix_is_copied_as_a_picture_or_as_a_table(window: MainWindow, qtbot: QtBot):
    window.inspector.show_selection("matrix.1")
    qtbot.waitUntil(lambda: not window.controller.busy)
    view = window.findChild(QWidget, "matrixView")
    assert view is not None
    menu = context_menu(window, view)
    assert offered(menu) == ["Copy picture", "Copy as table"]
    menu.actions()[1].trigger()
    rows = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    snapshot, layer = window.controller.snapshot, window.document.experiment.network.layers
    assert len(rows) == 1 + layer[1].units
    assert {len(row) for row in rows} == {2 + layer[0].units}
    assert float(rows[1][1]) in snapshot.parameters
    menu.close()


def test_a_window_may_be_closed_while_a_menu_is_open(window: MainWindow):
    part = window.findChild(QWidget, "lossPlot")
    assert part is not None
    menu = context_menu(window, part)
    window.close_without_asking()
    assert not menu.isVisible()  # else the program ends where the window is destroyed


def test_a_right_click_where_no_picture_is_opens_nothing(window: MainWindow):
    label = window.findChild(QWidget, "epochLabel")
    assert label is not None
    middle = label.rect().center()
    click = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, label.mapToGlobal(middle))
    QApplication.sendEvent(label, click)
    assert QApplication.activePopupWidget() is None
