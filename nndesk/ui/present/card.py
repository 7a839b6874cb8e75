"""What the network believes: the picture of its outputs, large, and how good they are."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nndesk.data.dataset import Dataset
from nndesk.project.messages import Snapshot
from nndesk.project.spec import Experiment
from nndesk.ui.outputs import OutputView
from nndesk.ui.theme import RADIUS, Appearance, draw_text
from nndesk.ui.words import written

_PAD, _TITLE_GAP, _ROW_GAP = 19, 9, 13
_LEAST_GAP = 10  # between the numbers below
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

_Part = tuple[str, str, str]  # name, number, colour


class BeliefCard(QWidget):
    """Shows and is not touched. Whoever it lies on paints its shadow."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("beliefCard")
        self.setAccessibleName(self.tr("What the network believes"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._appearance = appearance
        self.output = OutputView(appearance, parent=self)
        self._parts: tuple[_Part, ...] = ()
        self._selected = False
        self._counts = True  # what is right, else R² is shown
        self._scale = self._title_scale = 1.0  # of the numbers and the title, where the card is narrow
        appearance.changed.connect(self.update)

    def show_run(self, experiment: Experiment, data: Dataset) -> None:
        self.output.show_run(experiment, data)
        self._parts = ()
        self._counts = data.kind.task == "classes"

    def set_selected(self, selected: bool) -> None:
        if selected != self._selected:
            self._selected = selected
            self.update()

    def prepare_frame(self, snapshot: Snapshot) -> Iterator[None]:
        yield from self.output.prepare_frame(snapshot)

    def show_frame(self, snapshot: Snapshot) -> None:
        self.output.show_frame(snapshot)
        parts: list[_Part] = [(self.tr("train"), written(snapshot.train_loss), "text")]
        if snapshot.test_loss is not None:
            parts.append((self.tr("test"), written(snapshot.test_loss), "test"))
        accuracy, r2 = snapshot.metrics.get("accuracy"), snapshot.metrics.get("r2")
        if accuracy is not None:
            parts.append((self.tr("correct"), f"{accuracy * 100:.1f}%", "text"))
        elif r2 is not None:
            parts.append(("R²", written(r2), "text"))
        if tuple(parts) != self._parts:
            self._parts = tuple(parts)
            self.update()

    def fit(self, width: int, highest: int) -> None:
        """Take the height that belongs to ``width``, or be narrower where that is too high."""
        theme = self._appearance.theme
        above = _PAD - 4 + theme.line("heading") + _TITLE_GAP
        below = _ROW_GAP + theme.line("body") + _PAD - 4
        inner = width - 2 * _PAD
        while inner > 80 and above + self.output.height_at(inner) + below > highest:
            inner -= 4
        self._scale = min(1.0, inner / self._needed())
        title = QFontMetricsF(theme.font("heading")).horizontalAdvance(self.accessibleName())
        self._title_scale = min(1.0, inner / (title + 2))
        height = self.output.height_at(inner)
        self.output.setFixedSize(inner, height)
        self.output.move(_PAD, above)
        self.setFixedSize(inner + 2 * _PAD, above + height + below)

    # -- the numbers --------------------------------------------------------------------------------

    def _fonts(self) -> tuple[QFont, QFont]:
        theme = self._appearance.theme
        return theme.font("body", self._scale), theme.font("bodyStrong", self._scale)

    def _needed(self) -> float:
        """The widest that the row of numbers becomes."""
        theme = self._appearance.theme
        plain, strong = QFontMetricsF(theme.font("body")), QFontMetricsF(theme.font("bodyStrong"))
        names = (self.tr("train"), self.tr("test"), self.tr("correct") if self._counts else "R²")
        gap = plain.horizontalAdvance(" ")
        return sum(plain.horizontalAdvance(n) + gap + strong.horizontalAdvance("0.0000") for n in names) + (
            2 * _LEAST_GAP
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = 2.5 if self._selected else 1.0
        painter.setPen(QPen(theme.color("sel" if self._selected else "border"), pen))
        painter.setBrush(theme.color("surface"))
        half = pen / 2
        plate = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(plate, RADIUS["card"], RADIUS["card"])
        title = QRectF(_PAD, _PAD - 4, self.width() - 2 * _PAD, theme.line("heading"))
        font = theme.font("heading", self._title_scale)
        draw_text(painter, title, _LEFT, self.accessibleName(), font, theme.color("text"))
        self._paint_numbers(painter, self.output.geometry().bottom() + 1 + _ROW_GAP, self._parts)

    def _paint_numbers(self, painter: QPainter, top: float, parts: tuple[_Part, ...]) -> None:
        """The first at the left, the last at the right, with gaps of one width between."""
        theme, (plain, strong) = self._appearance.theme, self._fonts()
        space, height = QFontMetricsF(plain).horizontalAdvance(" "), theme.line("body")
        widths = [
            (QFontMetricsF(plain).horizontalAdvance(name), QFontMetricsF(strong).horizontalAdvance(number))
            for name, number, _ in parts
        ]
        free = self.width() - 2 * _PAD - sum(sum(pair) + space for pair in widths)
        left = float(_PAD)
        for (name, number, token), (first, second) in zip(parts, widths, strict=True):
            soft = theme.color("text2" if token == "text" else token)
            draw_text(painter, QRectF(left, top, first + 2, height), _LEFT, name, plain, soft)
            left += first + space
            draw_text(
                painter, QRectF(left, top, second + 2, height), _LEFT, number, strong, theme.color(token)
            )
            left += second + free / max(len(parts) - 1, 1)
