"""Words on the canvas: names of inputs in the letters of mathematics, and chips over edges."""

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from nndesk.data.dataset import FEATURES
from nndesk.data.kinds import KINDS
from nndesk.engine.activations import ACTIVATIONS
from nndesk.project.spec import Experiment, input_count
from nndesk.ui.canvas.header import HeaderText
from nndesk.ui.canvas.shape import entry
from nndesk.ui.theme import Theme, draw_text
from nndesk.ui.words import grouped, label_of, layer_name

_LEVELS = {"₁": ("1", 1), "₂": ("2", 1), "²": ("2", -1)}
_NAMED_INPUTS = 3
_SMALL = 0.7  # of an index against its letter
_DOWN, _UP = 0.22, 0.42  # of the letters' size: how far indices and powers are moved
_CENTER = Qt.AlignmentFlag.AlignCenter


def input_labels(experiment: Experiment) -> tuple[str, ...]:
    """What the inputs are called, as maths where they are features."""
    kind = entry(KINDS, experiment.data.kind)
    if kind is not None and kind.plane:
        return tuple(FEATURES[name].label for name in experiment.data.features)
    if kind is not None:
        return kind.input_names(experiment.data.missing)
    return tuple(f"x{index + 1}" for index in range(input_count(experiment)))


def header_text(experiment: Experiment, index: int, named: bool) -> HeaderText:
    """What the header of a layer, counted as on the canvas, says."""
    layers = experiment.network.layers
    if index > 0:
        layer = layers[index - 1]
        activation = label_of(ACTIVATIONS, "activation", layer.activation)
        name = layer_name(index - 1, len(layers))
        return HeaderText(name, activation, layer.activation, layer.units, index < len(layers))
    translate = QCoreApplication.translate
    count = input_count(experiment)
    kind = entry(KINDS, experiment.data.kind)
    if kind is not None and kind.pixels is not None:
        second = translate("Canvas", "{0} × {1} pixels · {2} inputs").format(*kind.pixels, grouped(count))
    elif named and count <= _NAMED_INPUTS:
        second = ", ".join(input_labels(experiment))
    else:
        words = translate("Canvas", "1 input") if count == 1 else translate("Canvas", "{0} inputs")
        second = words.format(grouped(count))
    return HeaderText(translate("Canvas", "Input"), second, "", count, False)


class Maths:
    """Draws short formulas: letters of variables in italics, functions upright, indices small."""

    def __init__(self, theme: Theme) -> None:
        self._upright = theme.font("math_inline")
        self._italic = QFont(self._upright)
        self._italic.setItalic(True)
        self._small = theme.font("math_inline", _SMALL)

    def draw(self, painter: QPainter, center: QPointF, label: str, color: QColor) -> None:
        self._draw(painter, center - QPointF(self.width(label) / 2, 0), label, color)

    def draw_left_of(self, painter: QPainter, right: QPointF, label: str, color: QColor) -> None:
        """Draw so that the formula ends at ``right``."""
        self._draw(painter, right - QPointF(self.width(label), 0), label, color)

    def width(self, label: str) -> float:
        return max(left + width for _, _, _, left, width in self._parts(label))

    def _draw(self, painter: QPainter, start: QPointF, label: str, color: QColor) -> None:
        size = self._upright.pixelSize()
        x, parts = start.x(), self._parts(label)
        for text, font, level, left, width in parts:
            shift = (_DOWN if level > 0 else -_UP if level < 0 else 0.0) * size
            box = QRectF(x + left, start.y() - size + shift, width, 2 * size)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
            draw_text(painter, box, flags, text, font, color)

    def _parts(self, label: str) -> list[tuple[str, QFont, int, float, float]]:
        """Text, font, level, place and width of every part; a power stands above the index before it."""
        parts: list[tuple[str, QFont, int, float, float]] = []
        right = index_left = 0.0
        for word in _words(label):
            text, level = _LEVELS.get(word, (word, 0))
            variable = len(text) == 1 and text.isalpha()
            font = self._small if level else self._italic if variable else self._upright
            width = QFontMetricsF(font).horizontalAdvance(text)
            left = index_left if level < 0 and parts and parts[-1][2] > 0 else right
            if level > 0:
                index_left = left
            parts.append((text, font, level, left, width))
            right = max(right, left + width)
        return parts


def _words(label: str) -> list[str]:
    """``sin x₁`` as "sin ", "x", "₁"."""
    words: list[str] = []
    for part in label.split(" "):
        if len(part) > 1 and part.isalpha():
            words.append(part + "\N{THIN SPACE}")
        else:
            words.extend(part)
    return words


def chip_width(theme: Theme, text: str, pad: int = 8) -> int:
    return round(QFontMetricsF(theme.font("caption")).horizontalAdvance(text)) + 2 * pad
