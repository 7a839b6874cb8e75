"""The training rows with the largest losses, as buttons that show them."""

import math

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from nndesk.data.dataset import Dataset
from nndesk.project.messages import HARDEST, Snapshot
from nndesk.ui.shapes import rounded
from nndesk.ui.theme import RADIUS, Appearance, draw_text
from nndesk.ui.words import grouped, written

_ROW = 28
_PAD = 4  # beside the words, so that a frame has room
_NUMBER, _BETWEEN = 66, 10
_WORDS, _LOSS = 108, 52
_BAR = 10  # high
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class HardestList(QWidget):
    """Which training rows are furthest from their targets: number, target, output, loss."""

    asked = Signal(int)  # row
    bleeds = True  # the frame of a row reaches beyond its words

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("hardestList")
        self.setAccessibleName(self.tr("Hardest samples"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._rows = [_Row(appearance, self) for _ in range(HARDEST)]
        for row in self._rows:
            row.clicked.connect(self._ask)
            column.addWidget(row)

    def _ask(self) -> None:
        row = self.sender()
        if isinstance(row, _Row):
            self.asked.emit(row.row)

    def show_frame(self, data: Dataset, snapshot: Snapshot) -> None:
        """Show what a frame brings of the rows of ``data``."""
        hardest = snapshot.hardest
        count = 0 if hardest is None else len(hardest.rows)
        shown = snapshot.sample if snapshot.marked and snapshot.probe is None else None
        for place, row in enumerate(self._rows):
            row.setVisible(place < count)
            if hardest is not None and place < count:
                number, loss = int(hardest.rows[place]), float(hardest.losses[place])
                most = float(hardest.losses[0])
                share = loss / most if math.isfinite(most) and most > 0 else float(not math.isfinite(loss))
                words = _words(data, number, hardest.outputs[place])
                row.show_row(number, words, written(loss, 2), share, chosen=number == shown)


class _Row(QAbstractButton):
    """One row of the data."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.row = 0
        self._number = self._words = self._loss = ""
        self._share = 0.0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        appearance.changed.connect(self.updateGeometry)

    def nextCheckState(self) -> None:
        """Which row is shown is said by the frames."""

    def show_row(self, row: int, words: str, loss: str, share: float, *, chosen: bool) -> None:
        number = self.tr("no. {0}").format(grouped(row + 1))
        self.setChecked(chosen)
        if (number, words, loss, share) != (self._number, self._words, self._loss, self._share):
            self.row, self._number, self._words, self._loss, self._share = row, number, words, loss, share
            self.setAccessibleName(self.tr("{0}: {1}, loss {2}").format(number, words, loss))
            self.update()

    def focus_radius(self) -> float:
        return RADIUS["control"]

    def sizeHint(self) -> QSize:
        return QSize(300, self._appearance.theme.px(_ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        rect = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        if self.isChecked():
            rounded(painter, rect, RADIUS["control"], theme.color("selTint"), theme.color("sel"))
        elif self.underMouse() or self.isDown():
            rounded(painter, rect, RADIUS["control"], theme.color("surface2"), None)
        inner = rect.adjusted(_PAD, 0, -_PAD, 0)
        number = QRectF(inner.left(), inner.top(), theme.px(_NUMBER), inner.height())
        draw_text(painter, number, _LEFT, self._number, theme.font("label"), theme.color("text"))
        words = QRectF(number.right(), inner.top(), theme.px(_WORDS), inner.height())
        font = theme.font("label")
        text = QFontMetricsF(font).elidedText(self._words, Qt.TextElideMode.ElideRight, words.width())
        draw_text(painter, words, _LEFT, text, font, theme.color("text"))
        loss = QRectF(inner.right() - theme.px(_LOSS), inner.top(), theme.px(_LOSS), inner.height())
        draw_text(painter, loss, _RIGHT, self._loss, theme.font("bodyStrong", 12 / 13), theme.color("text"))
        room = loss.left() - words.right() - 2 * _BETWEEN
        if room > 0 and self._share > 0:
            bar = QRectF(words.right() + _BETWEEN, inner.center().y() - _BAR / 2, room * self._share, _BAR)
            radius = min(RADIUS["tick"], bar.width() / 2)
            rounded(painter, bar, radius, theme.color("grad"), None)


def _words(data: Dataset, row: int, outputs: np.ndarray) -> str:
    """What should have come out, and what did: the class and its share, or the number."""
    target = float(data.target_train[row])
    if len(outputs) > 1 and data.classes:
        chosen = int(np.argmax(np.nan_to_num(outputs, nan=-np.inf)))
        share = float(outputs[chosen])
        said = f" ({share:.0%})" if 0 <= share <= 1 else ""
        return f"y = {data.classes[int(target)]}, p = {data.classes[chosen]}{said}"
    value = float(outputs[0])
    shown = data.classes[int(target)] if data.classes else written(target, 2)
    return f"y = {shown}, p = {written(value, 2) if math.isfinite(value) else '–'}"
