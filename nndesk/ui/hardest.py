"""The training rows with the largest losses, as buttons that show them."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from nndesk.data.dataset import Dataset
from nndesk.project.messages import HARDEST, Snapshot
from nndesk.ui.shapes import rounded
from nndesk.ui.theme import RADIUS, Appearance, draw_text
from nndesk.ui.words import grouped, written

_ROW = 27
_PAD = 4  # beside the words, so that a frame has room
_NUMBER, _WORDS = 58, 106  # widths of columns, that longer words widen
_AFTER, _BETWEEN = 10, 10
_LOSS = 50
_BAR = 12  # high
_LEAST_FIT = 0.55  # of its size, that words shrink to before they are shortened
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


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
        seen = self._rows[:count]
        widths = [max((row.widths[column] for row in seen), default=0) for column in (0, 1)]
        for row in seen:
            row.show_columns(widths[0], widths[1])


class _Row(QAbstractButton):
    """One row of the data."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.row = 0
        self._number = self._words = self._loss = ""
        self._share = 0.0
        self._columns = (0, 0)
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

    @property
    def widths(self) -> tuple[int, int]:
        """How wide the number and the words are."""
        metrics = QFontMetricsF(self._appearance.theme.font("label"))
        number, words = (metrics.horizontalAdvance(text) for text in (self._number, self._words))
        return math.ceil(number) + 1, math.ceil(words) + 1

    def show_columns(self, number: int, words: int) -> None:
        """Take the widths that all rows have in common."""
        if (number, words) != self._columns:
            self._columns = number, words
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
        least = theme.px(_NUMBER), theme.px(_WORDS)
        columns = [max(pair) for pair in zip(self._columns, least, strict=True)]
        number = QRectF(inner.left(), inner.top(), columns[0], inner.height())
        draw_text(painter, number, _LEFT, self._number, theme.font("label"), theme.color("text"))
        words = QRectF(number.right() + _AFTER, inner.top(), columns[1], inner.height())
        words.setRight(min(words.right(), inner.right() - theme.px(_LOSS) - _BETWEEN))
        # Very large text has no room beside its number and loss: it is as large as there is room for.
        fit = words.width() / max(self._columns[1], 1)
        font = theme.font("label", 1.0 if fit >= 1 else max(fit * 0.98, _LEAST_FIT))
        text = QFontMetricsF(font).elidedText(self._words, Qt.TextElideMode.ElideRight, words.width())
        draw_text(painter, words, _LEFT, text, font, theme.color("text2"))
        loss = QRectF(inner.right() - theme.px(_LOSS), inner.top(), theme.px(_LOSS), inner.height())
        draw_text(painter, loss, _LEFT, self._loss, theme.font("bodyStrong", 12 / 13), theme.color("text"))
        room = loss.left() - words.right() - 2 * _BETWEEN
        if room > 0 and self._share > 0:
            bar = QRectF(words.right() + _BETWEEN, inner.center().y() - _BAR / 2, room * self._share, _BAR)
            radius = min(RADIUS["tick"], bar.width() / 2)
            rounded(painter, bar, radius, theme.color("grad"), None)


def _words(data: Dataset, row: int, outputs: NDArray[np.floating]) -> str:
    """What should have come out, and what did: of several classes the share of the true one."""
    target = float(data.target_train[row])
    value = float(outputs[int(target)] if len(outputs) > 1 and data.classes else outputs[0])
    shown = data.classes[int(target)] if data.classes else written(target, 2)
    return f"y = {shown}, p = {written(value, 2) if math.isfinite(value) else '–'}"
