"""The caption below the network: the epoch, what is said or asked, and which step of how many it is."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nndesk.session.player import Told
from nndesk.ui.present.arrange import MARGIN
from nndesk.ui.shapes import draw_icon
from nndesk.ui.theme import Appearance, Theme, broken, draw_text
from nndesk.ui.words import grouped, in_language

HEIGHT = 100
_PAD = 10  # above and below the words at the least
_RULE_GAP, _RULE = 28, 52  # beside the line after the epoch, and how high it is
_SIZES = (24, 22, 20, 18)  # of the caption, from the largest down to what still fits
_LINE, _HAN_LINE = 1.36, 1.48  # heights against the size
_ANSWER_GAP = 12
LETTERS = "ABCD"  # of answers, to vote by
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTER = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class _Answer:
    text: str
    right: bool  # and shown to be


@dataclass(frozen=True)
class _Words:
    """What the plate says, broken into lines of a size that fits, and where answers stand."""

    size: int
    lines: tuple[str, ...]
    line: float
    answers: tuple[tuple[_Answer, QRectF], ...]
    height: float


class CaptionPlate(QWidget):
    """Shows what it is told; it grows above its 100 px only where words have no room at 18 px."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("captionPlate")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._appearance = appearance
        self._epoch = 0
        self._caption = self._count = ""
        self._answers: tuple[_Answer, ...] = ()
        self._words: tuple[int, _Words] | None = None  # for a width
        appearance.changed.connect(self._forget)

    def show_epoch(self, epoch: int) -> None:
        if epoch != self._epoch:
            longer = len(grouped(epoch)) != len(grouped(self._epoch))
            self._epoch = epoch
            self._forget() if longer else self.update()

    def show_title(self, title: str) -> None:
        """Say what the network is called, where there is no lesson."""
        self._say(title, "", ())

    def show_told(self, told: Told) -> None:
        """Say what a lesson says now, or what it asks."""
        ask = told.ask
        count = f"{told.index + 1} / {len(told.lesson.steps)}"
        if ask is None:
            self._say(in_language(told.step.say), count, ())
            return
        answers = (
            _Answer(f"{LETTERS[number]}  {in_language(text)}", told.marked and number in ask.right)
            for number, text in enumerate(ask.answers)
        )
        self._say(in_language(ask.question), count, tuple(answers))

    def _say(self, caption: str, count: str, answers: tuple[_Answer, ...]) -> None:
        if (caption, count, answers) != (self._caption, self._count, self._answers):
            self._caption, self._count, self._answers = caption, count, answers
            self.setAccessibleName("\n".join((caption, *(answer.text for answer in answers))))
            right = [self.tr("Right: {0}").format(answer.text) for answer in answers if answer.right]
            self.setAccessibleDescription("\n".join(right))
            self._forget()

    def _forget(self) -> None:
        self._words = None
        self.update()

    def height_at(self, width: int) -> int:
        """How high the plate is at ``width``."""
        return max(HEIGHT, round(self._broken(width).height + 2 * _PAD))

    # -- places -----------------------------------------------------------------------------------

    def _epoch_width(self, theme: Theme) -> float:
        """Room for four digits, so that nothing moves while it trains, or for more where there are more."""
        widest = max("0000", grouped(self._epoch), key=len)
        number = QFontMetricsF(theme.font("title")).horizontalAdvance(widest)
        return max(number, QFontMetricsF(theme.font("body")).horizontalAdvance(self.tr("Epoch")))

    def _area(self, width: int) -> tuple[float, float]:
        """From where to where the caption goes."""
        theme = self._appearance.theme
        right = QFontMetricsF(theme.font("body")).horizontalAdvance("00 / 00")
        return MARGIN + 2 + self._epoch_width(theme) + 2 * _RULE_GAP, width - MARGIN - right - _RULE_GAP

    def _broken(self, width: int) -> _Words:
        if self._words is None or self._words[0] != width:
            left, right = self._area(width)
            tries = (self._set(size, right - left) for size in _SIZES)
            found = next((words for words in tries if words.height <= HEIGHT - 2 * _PAD), None)
            self._words = width, found or self._set(_SIZES[-1], right - left)
        return self._words[1]

    def _font(self, size: int) -> QFont:
        font = self._appearance.theme.font("title")
        font.setPixelSize(size)
        font.setWeight(QFont.Weight.Medium)
        return font

    def _set(self, size: int, width: float) -> _Words:
        font = self._font(size)
        han = any("\u3400" <= letter <= "\u9fff" for letter in self._caption)
        lines = tuple(broken(self._caption, font, width))
        line = size * (_HAN_LINE if han and len(lines) > 1 else _LINE)
        answers, height = self._placed(font, width, len(lines) * line)
        return _Words(size, lines, line, answers, height)

    def _placed(
        self, font: QFont, width: float, top: float
    ) -> tuple[tuple[tuple[_Answer, QRectF], ...], float]:
        """The answers side by side below ``top``, in as many rows as they need."""
        if not self._answers:
            return (), top
        metrics, size = QFontMetricsF(font), font.pixelSize()
        height, x, y = size * 1.5, 0.0, top + 6
        placed: list[tuple[_Answer, QRectF]] = []
        for answer in self._answers:
            needed = min(metrics.horizontalAdvance(answer.text) + 2.8 * size, width)
            if x and x + needed > width:
                x, y = 0.0, y + height + 6
            placed.append((answer, QRectF(x, y, needed, height)))
            x += needed + _ANSWER_GAP
        return tuple(placed), y + height

    # -- painting ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.height_at(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        ground, words = (theme.color(token) for token in _tokens(theme))
        soft = theme.premix(words, 0.78, ground)
        painter.fillRect(self.rect(), ground)
        middle, width = self.height() / 2, self._epoch_width(theme)
        line, number = theme.line("body"), theme.line("title")
        top = middle - (line + number - 10) / 2
        box = QRectF(MARGIN + 2, top, width, line - 3)
        draw_text(painter, box, _LEFT, self.tr("Epoch"), theme.font("body"), soft)
        box = QRectF(MARGIN + 2, top + line - 6, width, number)
        draw_text(painter, box, _LEFT, grouped(self._epoch), theme.font("title"), words)
        rule = QRectF(round(MARGIN + 2 + width + _RULE_GAP), round(middle - _RULE / 2), 1, _RULE)
        painter.fillRect(rule, theme.premix(words, 0.35, ground))
        right = QRectF(0, middle - line / 2, self.width() - MARGIN, line)
        draw_text(painter, right, _RIGHT, self._count, theme.font("body"), soft)
        self._paint_words(painter, ground, words)

    def _paint_words(self, painter: QPainter, ground: QColor, color: QColor) -> None:
        said = self._broken(self.width())
        left, right = self._area(self.width())
        font, top = self._font(said.size), (self.height() - said.height) / 2
        for place, text in enumerate(said.lines):
            box = QRectF(left, top + place * said.line, right - left + 2, said.line)
            draw_text(painter, box, _LEFT, text, font, color)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for answer, rect in said.answers:
            box = rect.translated(left, top)
            painter.setPen(color)
            painter.setBrush(color if answer.right else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), box.height() / 2, box.height() / 2)
            inner = box.adjusted(1.6 * said.size, 0, -said.size, 0) if answer.right else box
            if answer.right:
                mark = QPointF(box.left() + said.size, box.center().y())
                token = _tokens(self._appearance.theme)[0]
                draw_icon(painter, mark, self._appearance.theme, "check", token, said.size)
            draw_text(painter, inner, _CENTER, answer.text, font, ground if answer.right else color)


def _tokens(theme: Theme) -> tuple[str, str]:
    """Ground and words: dark in both themes, for a large white plate would blind a dark hall."""
    return ("surface2", "text") if theme.dark else ("ink", "onInk")
