"""The chips that say how many weights a bundle stands for: buttons that open the matrix of them."""

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from nndesk.project.spec import Experiment
from nndesk.ui.canvas.ground import strip_height
from nndesk.ui.canvas.labels import chip_width, header_text
from nndesk.ui.canvas.layout import Form, Layer, Layout
from nndesk.ui.canvas.shape import is_bundle
from nndesk.ui.shapes import rounded
from nndesk.ui.theme import RADIUS, STROKE, Appearance, draw_text
from nndesk.ui.words import grouped

_UP, _UP_STANDING = 12, 8  # from a bundle to the middle of its chip, and to the end of one that stands
_ROOMS = ((8, 11), (4, 5))  # free beside a chip, and the space in it: first choice and second


class CountChip(QAbstractButton):
    """``2,048 w`` above a bundle; on its side where the gap between the layers is narrow."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._upright = self._selected = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        appearance.follow(self, QWidget.update)

    def focus_radius(self) -> float:
        return RADIUS["chip"]

    def show_count(self, text: str, name: str) -> None:
        self.setText(text)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def show_at(self, rect: QRect, upright: bool) -> None:
        self._upright = upright
        self.setGeometry(rect)
        self.update()

    @property
    def seen(self) -> QRectF:
        """What is drawn of it, on the canvas: what takes clicks is larger."""
        across, down = (self._free, 0.0) if self._upright else (0.0, self._free)
        return QRectF(self.geometry()).adjusted(across, down, -across, -down)

    @property
    def _free(self) -> float:
        """On either side of what is drawn."""
        thickness = self.width() if self._upright else self.height()
        return (thickness - self._appearance.theme.px(2 * RADIUS["chip"] - 2)) / 2

    def set_selected(self, selected: bool) -> None:
        if selected != self._selected:
            self._selected = selected
            self.update()

    def sizeHint(self) -> QSize:
        return self.size()

    def enterEvent(self, event: object) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._upright:
            painter.translate(0, self.height())
            painter.rotate(-90)
            rect = rect.transposed()
        rect.adjust(0, self._free, 0, -self._free)
        fill = theme.color("surface2" if self.underMouse() or self.isDown() else "surface")
        border = "sel" if self._selected else "borderStrong" if self.underMouse() else "border"
        rounded(painter, rect, rect.height() / 2, fill, theme.color(border))
        if self._selected:
            inner = rect.adjusted(1, 1, -1, -1)
            pen = painter.pen()
            pen.setWidthF(STROKE["selected"])
            painter.setPen(pen)
            painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
        font = theme.font("caption")
        draw_text(painter, rect, Qt.AlignmentFlag.AlignCenter, self.text(), font, theme.color("text2"))


class CountRow(QObject):
    """Makes and places the chips of a canvas."""

    clicked = Signal(int)  # the layer that the weights enter, counted as on the canvas
    _LEAST = 26  # of a button

    def __init__(self, appearance: Appearance, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._appearance, self._canvas = appearance, canvas
        self._chips: dict[int, CountChip] = {}

    def place(self, experiment: Experiment, layout: Layout, named: bool) -> None:
        """Have one chip above each bundle of ``layout``."""
        layers = layout.layers
        wanted = [i for i in range(1, len(layers)) if is_bundle(layers[i - 1].units, layers[i].units)]
        for index in [index for index in self._chips if index not in wanted]:
            chip = self._chips.pop(index)
            chip.hide()
            chip.setParent(None)
            chip.deleteLater()
        for index in wanted:
            chip = self._chips.get(index)
            if chip is None:
                chip = self._chips[index] = self._make(index)
            count = grouped(layers[index - 1].units * layers[index].units)
            before, after = (header_text(experiment, n, named).name for n in (index - 1, index))
            name = self.tr("{0} weights from {1} to {2}").format(count, before, after)
            chip.show_count(self.tr("{0} w").format(count), name)
            self._place(chip, layout, index)

    @property
    def places(self) -> list[QRectF]:
        """Where chips are seen."""
        return [chip.seen for chip in self._chips.values() if not chip.isHidden()]

    def mark(self, targets: Collection[str]) -> None:
        """Show which of the chips are selected."""
        for index, chip in self._chips.items():
            chip.set_selected(f"matrix.{index - 1}" in targets)

    def _make(self, index: int) -> CountChip:
        chip = CountChip(self._appearance, self._canvas)
        chip.setObjectName(f"countChip{index}")
        chip.clicked.connect(lambda: self.clicked.emit(index))
        chip.lower()  # headers and cards lie over what is zoomed
        return chip

    def _place(self, chip: CountChip, layout: Layout, index: int) -> None:
        theme, bundle = self._appearance.theme, layout.bundle(index)
        left, right = layout.layers[index - 1].box.right, layout.layers[index].box.x
        middle, height = (left + right) / 2, max(theme.px(2 * RADIUS["chip"] - 2), self._LEAST)
        for free, pad in _ROOMS:
            width = chip_width(theme, chip.text(), pad)
            if width <= right - left - free:
                seen = theme.px(2 * RADIUS["chip"] - 2) + 1
                y = _clear_of_numbers(layout.layers[index - 1], bundle.y - _UP, seen)
                top = round(y - height / 2)
                chip.show_at(QRect(round(middle - width / 2), top, width, height), upright=False)
                break
        else:
            width = chip_width(theme, chip.text())
            rect = QRect(round(middle - height / 2), round(bundle.y - _UP_STANDING - width), height, width)
            chip.show_at(rect, upright=True)
        seen = chip.y() >= strip_height(layout)
        chip.setVisible(seen and right - left >= theme.px(2 * RADIUS["chip"] - 2))


def _clear_of_numbers(layer: Layer, y: float, height: float) -> float:
    """Where a chip is nearest ``y`` and covers no number of a bias of ``layer``: those stand beside rows."""
    if layer.form not in (Form.COLUMN, Form.BLOCK):
        return y
    rows = layer.rects[:: layer.columns, 1] + layer.rects[0, 3] / 2
    lows = np.concatenate([[-np.inf], rows + height])
    highs = np.concatenate([rows - height, [np.inf]])
    tight = lows > highs
    lows[tight] = highs[tight] = (lows[tight] + highs[tight]) / 2
    found = np.clip(y, lows, highs)
    return float(found[np.abs(found - y).argmin()])
