"""The training rows with the largest losses, as buttons that show them."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from nndesk.data.dataset import Dataset
from nndesk.project.messages import HARDEST, Snapshot
from nndesk.ui.shapes import rounded
from nndesk.ui.theme import RADIUS, SIZE, Appearance, draw_text
from nndesk.ui.widgets import MARGIN
from nndesk.ui.words import grouped, written

_ROW, _TWO_LINES = 27, 44
_PAD = 4  # beside the words, so that a frame has room
_NUMBER, _WORDS = 58, 106  # widths of columns, that longer words widen
_AFTER, _BETWEEN = 10, 10
_LOSS = 50
_BAR, _LEAST_BAR = 12, 24  # its height, and the least length of the largest
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

    @Slot()
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
        self._two_lines = False  # where there is no room for words and a bar between number and loss
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        appearance.follow(self, QWidget.updateGeometry)

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
        least = self._least()
        taken = max(number, least[0]) + max(words, least[1]) + self._appearance.theme.px(_LOSS)
        room = SIZE["panel"] - 2 * MARGIN - _AFTER - 2 * _BETWEEN - taken
        two_lines = room < _LEAST_BAR
        if (number, words, two_lines) != (*self._columns, self._two_lines):
            self._columns, self._two_lines = (number, words), two_lines
            self.updateGeometry()
            self.update()

    def focus_radius(self) -> float:
        return RADIUS["control"]

    def sizeHint(self) -> QSize:
        return QSize(300, self._appearance.theme.px(_TWO_LINES if self._two_lines else _ROW))

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
        first, second = QRectF(inner), QRectF(inner)
        if self._two_lines:
            first.setHeight(inner.height() / 2)
            second.setTop(first.bottom())
        least, wide = self._least(), theme.px(_LOSS)
        number = QRectF(first.left(), first.top(), max(self._columns[0], least[0]), first.height())
        draw_text(painter, number, _LEFT, self._number, theme.font("label"), theme.color("text"))
        loss = QRectF(first.right() - wide, first.top(), wide, first.height())
        if not self._two_lines:
            second.setLeft(number.right() + _AFTER)
            second.setWidth(max(self._columns[1], least[1]))
        font = theme.font("label")
        text = QFontMetricsF(font).elidedText(self._words, Qt.TextElideMode.ElideRight, second.width())
        draw_text(painter, second, _LEFT, text, font, theme.color("text2"))
        draw_text(painter, loss, _LEFT, self._loss, theme.font("bodyStrong", 12 / 13), theme.color("text"))
        left = (number if self._two_lines else second).right() + _BETWEEN
        room = loss.left() - left - _BETWEEN
        if room > 0 and self._share > 0:
            bar = QRectF(left, first.center().y() - _BAR / 2, room * self._share, _BAR)
            radius = min(RADIUS["tick"], bar.width() / 2)
            rounded(painter, bar, radius, theme.color("grad"), None)

    def _least(self) -> tuple[int, int]:
        """The widths of columns, where no words need more."""
        theme = self._appearance.theme
        return theme.px(_NUMBER), theme.px(_WORDS)


def _words(data: Dataset, row: int, outputs: NDArray[np.floating]) -> str:
    """What should have come out, and what did: of several classes the share of the true one."""
    target = float(data.target_train[row])
    value = float(outputs[int(target)] if len(outputs) > 1 and data.classes else outputs[0])
    shown = data.classes[int(target)] if data.classes else written(target, 2)
    return f"y = {shown}, p = {written(value, 2) if math.isfinite(value) else '–'}"
