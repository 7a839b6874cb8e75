"""Colours, type and icons from ``resources/tokens.json``, in light and dark.

A `Theme` is one appearance and never changes; `Appearance` holds the present one and tells
every widget when it is another. Sizes that do not depend on it are the constants below.
"""

import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple, TypeVar
from weakref import ref

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetricsF,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
    QTextLayout,
    QTextOption,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QToolTip
from shiboken6 import isValid

from nndesk.resources import resource
from nndesk.ui.stylesheet import stylesheet

TOKENS: dict[str, Any] = json.loads(resource("tokens.json").read_text(encoding="utf-8"))
RADIUS: dict[str, float] = TOKENS["radius"]
STROKE: dict[str, float] = TOKENS["stroke"]
SIZE: dict[str, Any] = TOKENS["size"]
LIMITS: dict[str, int] = TOKENS["limits"]

_ICON_STROKE = "1.75"
_MOST_WIDTHS, _MOST_PICTURES = 1000, 200  # that are kept
_BLEED = 4  # of a picture, around its rectangle
_MATH_ROLES = ("math_inline", "math_block")
#: Paints a picture in a rectangle.
Drawing = Callable[[QPainter, QRectF, "Theme"], None]
_INDICES = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_CLOSER = -0.014  # letters of the largest type, in its sizes


def load_fonts() -> None:
    """Register the bundled fonts with Qt; doing it twice does no harm."""
    if TOKENS["fonts"]["ui"] in QFontDatabase.families():
        return
    for path in sorted(resource("fonts").glob("*.[to]tf")):
        QFontDatabase.addApplicationFont(str(path))


def oklab_ramp(stops: Sequence[str], count: int) -> NDArray[np.uint32]:
    """``count`` ARGB32 colours through evenly spaced hex ``stops``, interpolated in OKLab.

    OKLab: B. Ottosson, "A perceptual color space for image processing", 2020.
    """
    srgb = np.array([[int(stop[i : i + 2], 16) for i in (1, 3, 5)] for stop in stops]) / 255.0
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    lab = np.cbrt(linear @ _RGB_TO_LMS.T) @ _LMS_TO_LAB.T
    at = np.linspace(0.0, len(stops) - 1.0, count)
    mixed = np.stack([np.interp(at, np.arange(len(stops)), channel) for channel in lab.T], axis=1)
    linear = np.clip((mixed @ np.linalg.inv(_LMS_TO_LAB).T) ** 3 @ np.linalg.inv(_RGB_TO_LMS).T, 0.0, 1.0)
    srgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    red, green, blue = np.rint(srgb * 255.0).astype(np.uint32).T
    return (np.uint32(0xFF000000) | red << 16 | green << 8 | blue).astype(np.uint32)


_RGB_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LMS_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


class Theme:
    """One appearance, ``light`` or ``dark``, at one size of text."""

    def __init__(self, name: str, text_scale: float = 1.0) -> None:
        self.name = name
        self.text_scale = text_scale
        self._colors = {token: QColor(value) for token, value in TOKENS["colors"][name].items()}
        self.class_colors = [QColor(value) for value in TOKENS["classes"][name]]
        ramps = TOKENS["ramps"]
        #: 256 ARGB32 values: index 0 is -1, index 255 is +1.
        self.diverging = oklab_ramp(ramps["diverging"][name]["stops"], 256)
        #: 256 ARGB32 values: index 0 is 0, index 255 is the 95th percentile.
        self.gradient = oklab_ramp(ramps["gradient"][name]["stops"], 256)
        numbers = [float(n) for n in re.findall(r"\.?\d[\d.]*", TOKENS["shadow"][name])]
        #: How the shadow of cards and toolbars is coloured, and (down, blur, opacity) of its parts.
        self.shadow_color = QColor(*(int(n) for n in numbers[3:6]))
        self.shadows = [(numbers[i + 1], numbers[i + 2], numbers[i + 6]) for i in (0, 7)]
        self._fonts: dict[tuple[str, float, bool], QFont] = {}
        self._widths: dict[tuple[str, str, float, bool], float] = {}
        self._pixmaps: dict[tuple[str, str, float, float], QPixmap] = {}
        self._pictures: dict[tuple[object, ...], QPixmap] = {}
        self._sheets: dict[str, str] = {}
        self._palette: QPalette | None = None
        self._inks: dict[str, QPalette] = {}

    @property
    def dark(self) -> bool:
        return self.name == "dark"

    def color(self, token: str) -> QColor:
        return QColor(self._colors[token])

    def premix(self, color: QColor, share: float, background: QColor) -> QColor:
        """``color`` at opacity ``share`` over ``background``, as one opaque colour."""
        parts = zip(color.getRgb()[:3], background.getRgb()[:3], strict=True)  # pyright: ignore
        return QColor(*(round(share * over + (1.0 - share) * under) for over, under in parts))

    def px(self, length: float) -> int:
        """A length that holds text, in whole pixels: it grows with the size of text."""
        return round(length * self.text_scale)

    def font(self, role: str, scale: float = 1.0, *, strong: bool = False) -> QFont:
        """The font of a role of the type scale, digits all of one width; ``strong`` as what is chosen is."""
        font = self._fonts.get((role, scale, strong))
        if font is None:
            font = self._fonts[role, scale, strong] = self._make_font(role, scale)
            if strong:
                font.setWeight(QFont.Weight(TOKENS["type"]["bodyStrong"]["weight"]))
        return QFont(font)

    def width(self, text: str, role: str, scale: float = 1.0, *, strong: bool = False) -> float:
        """The width of a line of ``text``, measured once: labels are asked whenever something is laid out."""
        key = text, role, scale, strong
        width = self._widths.get(key)
        if width is None:
            if len(self._widths) >= _MOST_WIDTHS:
                self._widths.clear()
            font = self.font(role, scale, strong=strong)
            width = self._widths[key] = QFontMetricsF(font).horizontalAdvance(text)
        return width

    def _make_font(self, role: str, scale: float) -> QFont:
        kind, names = TOKENS["type"][role], TOKENS["fonts"]
        font = QFont()
        if role in _MATH_ROLES:
            font.setFamilies([names["math"], names["mathFallback"], names["cjk"]])
        else:
            font.setFamilies([names["ui"], names["mathFallback"], names["cjk"]])
            for feature in names["features"]:
                font.setFeature(QFont.Tag(feature), 1)
        font.setPixelSize(round(kind["size"] * scale * self.text_scale))
        font.setWeight(QFont.Weight(kind["weight"]))
        if role == "display":
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, _CLOSER * font.pixelSize())
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def line(self, role: str) -> int:
        """The line height of a role in pixels."""
        return self.px(TOKENS["type"][role]["line"])

    def pixmap(self, icon: str, token: str, size: float, ratio: float = 1.0) -> QPixmap:
        """An icon drawn in the colour ``token``, ``size`` logical pixels square."""
        key = (icon, token, size, ratio)
        if key not in self._pixmaps:
            svg = resource(f"icons/{icon}.svg").read_text(encoding="utf-8")
            svg = svg.replace("currentColor", self._colors[token].name())
            svg = svg.replace('stroke-width="2"', f'stroke-width="{_ICON_STROKE}"')
            pixmap = QPixmap(math.ceil(size * ratio), math.ceil(size * ratio))
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            QSvgRenderer(QByteArray(svg.encode())).render(painter)
            painter.end()
            pixmap.setDevicePixelRatio(ratio)
            self._pixmaps[key] = pixmap
        return self._pixmaps[key]

    def draw_kept(self, painter: QPainter, rect: QRectF, ratio: float, draw: Drawing) -> None:
        """Draw in ``rect`` what ``draw`` draws there, once for its size: for others it is the same."""
        left, top = math.floor(rect.x()) - _BLEED, math.floor(rect.y()) - _BLEED
        inner = rect.translated(-left, -top)
        key = draw, inner.x(), inner.y(), rect.width(), rect.height(), ratio
        if key not in self._pictures:
            if len(self._pictures) >= _MOST_PICTURES:
                self._pictures.clear()
            size = inner.bottomRight() + QPointF(_BLEED, _BLEED)
            pixmap = QPixmap(math.ceil(size.x() * ratio), math.ceil(size.y() * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            inside = QPainter(pixmap)
            draw(inside, inner, self)
            inside.end()
            self._pictures[key] = pixmap
        painter.drawPixmap(QPointF(left, top), self._pictures[key])

    def icon(self, icon: str, token: str = "text", size: float = 18) -> QIcon:
        """The icon for menus and actions, with a sharp picture for a ratio of 2 too."""
        made = QIcon(self.pixmap(icon, token, size))
        made.addPixmap(self.pixmap(icon, token, size, 2.0))
        return made

    def sheet(self, part: str) -> str:
        """The style sheet of ``menus``, a ``list`` that opens or a ``scroll`` bar."""
        if part not in self._sheets:
            self._sheets[part] = stylesheet(part, TOKENS["colors"][self.name], RADIUS, self.px)
        return self._sheets[part]

    def palette(self) -> QPalette:
        """The colours of plain Qt controls."""
        if self._palette is None:
            self._palette = self._make_palette()
        return QPalette(self._palette)

    def ink(self, token: str) -> QPalette:
        """A palette in which text has the colour ``token``, and which leaves the rest to others."""
        palette = self._inks.get(token)
        if palette is None:
            palette = self._inks[token] = QPalette()
            palette.setColor(QPalette.ColorRole.WindowText, self._colors[token])
        return palette

    def _make_palette(self) -> QPalette:
        role, group = QPalette.ColorRole, QPalette.ColorGroup
        palette = QPalette()
        for roles, token in (
            ((role.Window,), "window"),
            ((role.Base, role.Button, role.Light, role.Midlight), "surface"),
            ((role.AlternateBase,), "surface2"),
            ((role.ToolTipBase, role.Highlight, role.Accent), "ink"),
            ((role.ToolTipText, role.HighlightedText), "onInk"),
            ((role.WindowText, role.Text, role.ButtonText, role.BrightText), "text"),
            ((role.PlaceholderText,), "text3"),
            ((role.Mid, role.Dark, role.Shadow), "borderStrong"),
            ((role.Link, role.LinkVisited), "sel"),
        ):
            for each in roles:
                palette.setColor(each, self._colors[token])
        faint = self.premix(self._colors["text"], DISABLED, self._colors["surface"])
        for each in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(group.Disabled, each, faint)
        return palette


#: Opacity of what cannot be used now.
DISABLED = 0.4


_Part = TypeVar("_Part", bound=QObject)


class _Followers:
    """What is called with parts of a window that are there, and knows nothing of those that are gone."""

    def __init__(self) -> None:
        self._all: dict[int, tuple[ref[QObject], Callable[[Any], object]]] = {}
        self._next = 0

    def add(self, part: _Part, show: Callable[[_Part], object]) -> None:
        number = self._next = self._next + 1
        self._all[number] = ref(part, partial(self._all.pop, number)), show

    def tell(self) -> None:
        for known, show in list(self._all.values()):
            part = known()
            if part is not None and isValid(part):
                show(part)


class Appearance(QObject):
    """The present theme of the application, applied to its palette and font."""

    changed = Signal()

    def __init__(self, app: QApplication, name: str = "light", text_scale: float = 1.0) -> None:
        super().__init__(app)
        self._app = app
        load_fonts()
        app.setStyle("Fusion")
        self._themes: dict[tuple[str, float], Theme] = {}
        self._followers = _Followers()
        self.theme = self.themed(name, text_scale)
        self.reduced_motion = False
        self._apply()

    def duration(self, speed: str) -> int:
        """Milliseconds of a motion that is ``fast``, ``normal`` or ``slow``; none where motion is reduced."""
        return 0 if self.reduced_motion else TOKENS["motion"][speed]

    def set_reduced_motion(self, reduced: bool) -> None:
        """Have nothing glide, fade or blink, or have it again."""
        if reduced != self.reduced_motion:
            self.reduced_motion = reduced
            hints = QGuiApplication.styleHints()
            if reduced:
                self._effects = [each for each in Qt.UIEffect if self._app.isEffectEnabled(each)]
                self._flash_time = hints.cursorFlashTime()
            for effect in self._effects:
                self._app.setEffectEnabled(effect, not reduced)
            hints.setCursorFlashTime(0 if reduced else self._flash_time)

    def set_theme(self, name: str) -> None:
        """Show ``light`` or ``dark``."""
        self._replace(self.themed(name, self.theme.text_scale))

    def set_text_scale(self, scale: float) -> None:
        """Show all text ``scale`` times its normal size."""
        self._replace(self.themed(self.theme.name, scale))

    def themed(self, name: str, text_scale: float) -> Theme:
        """The one theme of that name and size: it keeps what it has drawn, for when one switches back."""
        key = name, text_scale
        if key not in self._themes:
            self._themes[key] = Theme(name, text_scale)
        return self._themes[key]

    def _replace(self, theme: Theme) -> None:
        if (theme.name, theme.text_scale) != (self.theme.name, self.theme.text_scale):
            self.theme = theme
            self._apply()
            self._tell()

    def follow(self, part: _Part, show: Callable[[_Part], object]) -> None:
        """Have ``show(part)`` called before `changed` is emitted, as long as ``part`` is there.

        To connect a slot takes five times as long, and a window has hundreds of parts.
        """
        self._followers.add(part, show)

    def _tell(self) -> None:
        self._followers.tell()
        self.changed.emit()

    def _apply(self) -> None:
        font, palette = self.theme.font("body"), self.theme.palette()
        if font != self._app.font():
            self._app.setFont(font)
            QToolTip.setFont(font)
        self._app.setPalette(palette)
        QToolTip.setPalette(palette)
        # Qt tells the windows later, after which all would be painted a second time.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.ApplicationPaletteChange)


class Bounded(Appearance):
    """The same appearance with text of at most ``most`` times its size, for what has no room for more."""

    def __init__(self, appearance: Appearance, most: float) -> None:
        QObject.__init__(self, appearance)
        self._appearance, self._most = appearance, most
        self._followers = _Followers()
        self._follow()
        appearance.changed.connect(self._follow)

    def themed(self, name: str, text_scale: float) -> Theme:
        return self._appearance.themed(name, text_scale)

    def duration(self, speed: str) -> int:
        return self._appearance.duration(speed)

    def set_theme(self, name: str) -> None:
        self._appearance.set_theme(name)

    def set_text_scale(self, scale: float) -> None:
        self._appearance.set_text_scale(scale)

    def set_reduced_motion(self, reduced: bool) -> None:
        self._appearance.set_reduced_motion(reduced)

    def _follow(self) -> None:
        theme = self._appearance.theme
        self.theme = self.themed(theme.name, min(theme.text_scale, self._most))
        self._tell()


class Presented(Bounded):
    """The same appearance with the text of Present, whatever its size in the window."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance, TOKENS["typeScalePresent"])

    def _follow(self) -> None:
        self.theme = self.themed(self._appearance.theme.name, self._most)
        self._tell()


def math_text(text: str) -> str:
    """``text`` with its variables, the letters that stand alone, in italics: x₁, but sin x₁.

    Digits right after one are its index: x1 is x₁ too.
    """
    return re.sub(r"(?<![A-Za-z])([a-z])(?![a-z])(\d*)", _variable, text)


def _variable(found: re.Match[str]) -> str:
    return _italic(found[1]) + found[2].translate(_INDICES)


def _italic(letter: str) -> str:
    # The italic alphabet of Unicode has its h elsewhere, with Planck's constant.
    return "ℎ" if letter == "h" else chr(0x1D44E + ord(letter) - ord("a"))


class PaintedText(NamedTuple):
    """One piece of painted text, in the pixels of what it was painted on."""

    text: str
    box: QRectF
    clip: QRectF
    size: float  # of its font, in the same pixels


_recording: list[PaintedText] | None = None


@contextmanager
def recorded_text() -> Iterator[list[PaintedText]]:
    """Collects every text painted inside the block: for the test that nothing is cut off."""
    global _recording
    before, _recording = _recording, []
    try:
        yield _recording
    finally:
        _recording = before


def is_recording_text() -> bool:
    """Whether text is being recorded now; then what is kept as a picture is to be painted anew."""
    return _recording is not None


def draw_text(
    painter: QPainter, rect: QRectF, flags: Qt.AlignmentFlag | int, text: str, font: QFont, color: QColor
) -> None:
    """Paint ``text`` in ``rect``: the one way in which widgets paint text."""
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(rect, int(flags), text)
    if _recording is not None and text:
        transform = painter.deviceTransform()
        box = painter.boundingRect(rect, int(flags), text)
        inverse, _ = painter.worldTransform().inverted()
        clip = inverse.mapRect(QRectF(painter.window()))
        if painter.hasClipping():
            clip &= painter.clipBoundingRect()
        size = QFontInfo(font).pixelSize() * abs(transform.determinant()) ** 0.5
        _recording.append(PaintedText(text, transform.mapRect(box), transform.mapRect(clip), size))


def fitting(font: QFont, text: str, width: float, scale: float) -> QFont:
    """``font``, text ``scale`` times its normal size, as large as lets ``text`` be no wider than ``width``.

    It is never smaller than text of normal size.
    """
    fit, least = QFont(font), font.pixelSize() / scale
    while fit.pixelSize() > least and QFontMetricsF(fit).horizontalAdvance(text) > width:
        fit.setPixelSize(fit.pixelSize() - 1)
    return fit


def broken(text: str, font: QFont, width: float) -> list[str]:
    """``text`` in lines no wider than ``width``."""
    text = text.replace("\n", "\u2028")
    units = text.encode("utf-16-le")  # as Qt counts
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1.0))
        begin, end = line.textStart(), line.textStart() + line.textLength()
        lines.append(units[2 * begin : 2 * end].decode("utf-16-le").rstrip("\u2028 "))
    layout.endLayout()
    return lines
