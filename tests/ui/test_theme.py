"""Colours, type and icons, against the tokens of the design."""

import gc
from weakref import ref

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from nndesk.resources import resource
from nndesk.ui.theme import TOKENS, Appearance, Theme, draw_text, math_text, oklab_ramp, recorded_text

NAMES = ("light", "dark")


def levels(image: QImage) -> NDArray[np.int64]:
    """The green parts of all pixels."""
    size = image.height(), image.bytesPerLine() // 4, 4
    return np.frombuffer(image.constBits(), np.uint8).reshape(size)[:, :, 1].astype(int)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("ramp", "samples"), [("diverging", "samples17"), ("gradient", "samples9")])
def test_ramps_go_through_the_samples_of_the_design(name: str, ramp: str, samples: str) -> None:
    given = TOKENS["ramps"][ramp][name]
    wanted = [int(value[1:], 16) | 0xFF000000 for value in given[samples]]
    made = oklab_ramp(given["stops"], len(wanted))
    for shift in (0, 8, 16):
        assert np.abs((made >> shift & 0xFF).astype(int) - (np.array(wanted) >> shift & 0xFF)).max() <= 1


@pytest.mark.parametrize("name", NAMES)
def test_ramps_end_at_their_first_and_last_stop(qapp: QApplication, name: str) -> None:
    theme = Theme(name)
    for made, ramp in ((theme.diverging, "diverging"), (theme.gradient, "gradient")):
        stops = TOKENS["ramps"][ramp][name]["stops"]
        assert made.dtype == np.uint32
        assert len(made) == 256
        assert QColor.fromRgba(int(made[0])) == QColor(stops[0])
        assert QColor.fromRgba(int(made[-1])) == QColor(stops[-1])


@pytest.mark.parametrize("name", NAMES)
def test_a_color_is_its_token(qapp: QApplication, name: str) -> None:
    theme = Theme(name)
    assert {token: theme.color(token).name().upper() for token in TOKENS["colors"][name]} == {
        token: value.upper() for token, value in TOKENS["colors"][name].items()
    }


def test_changing_a_color_that_was_handed_out_leaves_the_theme_alone(qapp: QApplication) -> None:
    theme = Theme("light")
    theme.color("text").setAlphaF(0.1)
    assert theme.color("text").alphaF() == 1.0


def test_premixing_gives_the_opaque_color_that_blending_would(qapp: QApplication) -> None:
    mixed = Theme("light").premix(QColor(200, 100, 0), 0.25, QColor(0, 100, 200))
    assert mixed.getRgb() == (50, 100, 150, 255)


@pytest.mark.parametrize("role", list(TOKENS["type"]))
def test_fonts_have_the_size_and_weight_of_their_role(appearance: Appearance, role: str) -> None:
    font = appearance.theme.font(role)
    assert font.pixelSize() == TOKENS["type"][role]["size"]
    assert font.weight() == TOKENS["type"][role]["weight"]
    family = "STIX Two Text" if role.startswith("math") else "Inter"
    assert QFontInfo(font).family() == family


def test_digits_of_the_interface_are_all_of_one_width(appearance: Appearance) -> None:
    metrics = QFontMetricsF(appearance.theme.font("numberLarge"))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_every_bundled_font_is_loaded_once(appearance: Appearance, qapp: QApplication) -> None:
    before = QFontDatabase.families()
    Appearance(qapp)
    assert QFontDatabase.families() == before
    assert {"Inter", "Noto Sans SC", "STIX Two Text", "STIX Two Math"} <= set(before)


@pytest.mark.parametrize(("role", "text"), [("body", "学习率"), ("body", "Rate"), ("math_inline", "xyz12")])
def test_letters_are_as_heavy_on_dark_ground_as_on_light(
    appearance: Appearance, role: str, text: str
) -> None:
    def ink(ground: int, pen: int) -> float:
        image = QImage(120, 40, QImage.Format.Format_RGB32)
        image.fill(QColor(ground, ground, ground))
        painter = QPainter(image)
        box, font = QRectF(0, 0, 120, 40), appearance.theme.font(role)
        draw_text(painter, box, Qt.AlignmentFlag.AlignCenter, text, font, QColor(pen, pen, pen))
        painter.end()
        return float(np.abs(levels(image) - ground).sum())

    assert ink(0, 255) == pytest.approx(ink(255, 0), rel=0.01)


@pytest.mark.parametrize("icon", sorted(path.stem for path in resource("icons").glob("*.svg")))
def test_every_icon_is_drawn_in_the_asked_color_alone(qapp: QApplication, icon: str) -> None:
    image = Theme("light").pixmap(icon, "sel", 24).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(24, 24, 4)
    drawn = pixels[pixels[..., 3] > 128]
    assert len(drawn) > 20
    blue, green, red = (drawn[:, channel].astype(int) for channel in range(3))
    wanted = QColor(TOKENS["colors"]["light"]["sel"])
    assert np.abs(red - wanted.red()).max() <= 3
    assert np.abs(green - wanted.green()).max() <= 3
    assert np.abs(blue - wanted.blue()).max() <= 3


def test_an_icon_is_sharp_at_a_ratio_of_two(qapp: QApplication) -> None:
    pixmap = Theme("dark").pixmap("play", "text", 16, 2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (32, 2.0)


def test_setting_another_theme_tells_once_and_changes_the_application(
    appearance: Appearance, qapp: QApplication
) -> None:
    told: list[str] = []
    appearance.changed.connect(lambda: told.append(appearance.theme.name))
    appearance.set_theme("dark")
    appearance.set_theme("dark")
    assert told == ["dark"]
    assert qapp.palette().window().color().name().upper() == TOKENS["colors"]["dark"]["window"]
    assert qapp.styleSheet() == ""  # one for all widgets takes as long as everything else
    assert TOKENS["colors"]["dark"]["surface3"] in appearance.theme.sheet("menus")
    assert appearance.theme.dark


def test_larger_text_makes_larger_fonts_and_rows(appearance: Appearance) -> None:
    appearance.set_text_scale(1.5)
    assert appearance.theme.font("title").pixelSize() == 27
    assert appearance.theme.px(28) == 42


def test_recorded_text_is_where_it_is_painted(appearance: Appearance) -> None:
    image = QImage(200, 100, QImage.Format.Format_ARGB32)
    theme = appearance.theme
    painter = QPainter(image)
    painter.translate(10, 20)
    with recorded_text() as found:
        left = Qt.AlignmentFlag.AlignLeft
        draw_text(painter, QRectF(0, 0, 100, 20), left, "Epoch", theme.font("body"), theme.color("text"))
    draw_text(painter, QRectF(0, 0, 100, 20), left, "later", theme.font("body"), theme.color("text"))
    painter.end()
    assert [piece.text for piece in found] == ["Epoch"]
    assert found[0].box.topLeft().toTuple() == (10, 20)
    assert found[0].clip == QRectF(0, 0, 200, 100)


def test_those_who_follow_are_told_before_the_others_while_they_are_there(
    qtbot: QtBot, appearance: Appearance
) -> None:
    told: list[str] = []

    class Part(QWidget):
        def show_theme(self) -> None:
            told.append(f"{self.objectName()} {appearance.theme.name}")

    parts = [Part(objectName=name) for name in ("first", "gone", "second")]
    for part in parts:
        appearance.follow(part, Part.show_theme)
    delete(parts[1])
    appearance.changed.connect(lambda: told.append("all"))
    appearance.set_theme("dark")
    assert told == ["first dark", "second dark", "all"]
    forgotten = ref(parts.pop())
    del part
    gc.collect()
    assert forgotten() is None
    appearance.set_theme("light")
    assert told[3:] == ["first light", "all"]


def test_a_picture_is_drawn_once_for_its_size_and_ratio(qapp: QApplication) -> None:
    theme, drawn = Theme("light"), list[tuple[float, float]]()

    def draw(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        drawn.append((rect.width(), rect.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("text"), 1.5))
        painter.drawLine(rect.topLeft(), rect.bottomRight())

    def painted(rect: QRectF, ratio: float, kept: bool) -> NDArray[np.int64]:
        image = QImage(120, 80, QImage.Format.Format_RGB32)
        image.fill(theme.color("surface"))
        image.setDevicePixelRatio(ratio)
        painter = QPainter(image)
        if kept:
            theme.draw_kept(painter, rect, ratio, draw)
        else:
            draw(painter, rect, theme)
        painter.end()
        return levels(image)

    for rect, ratio in (
        (QRectF(8, 6, 40, 20), 1.0),
        (QRectF(8.5, 6.25, 40, 20), 1.0),
        (QRectF(8, 6, 40, 20), 2.0),
    ):
        direct = painted(rect, ratio, kept=False)
        drawn.clear()
        for _ in range(2):
            assert np.abs(painted(rect, ratio, kept=True) - direct).max() <= 8
        painted(rect.translated(10, 3), ratio, kept=True)
        assert drawn == [(40, 20)]


def test_variables_are_italic_and_functions_upright() -> None:
    assert math_text("x₁x₂") == "𝑥₁𝑥₂"
    assert math_text("sin x₁") == "sin 𝑥₁"
    assert math_text("x1 · x20, pixel 1,1") == "𝑥₁ · 𝑥₂₀, pixel 1,1"
    assert math_text("b = 0.3") == "𝑏 = 0.3"


def test_a_window_has_the_colours_of_another_theme_at_once(qtbot: QtBot, appearance: Appearance) -> None:
    # Not by an event that comes after its first paint, which would then be followed by a second.
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    appearance.set_theme("dark")
    assert window.palette().window().color() == appearance.theme.color("window")
