"""What one starts from on the welcome page: large buttons, examples as tiles and rows, files as rows."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from nndesk.ui.drawings import DataSketch
from nndesk.ui.shapes import draw_icon, rounded
from nndesk.ui.theme import DISABLED, RADIUS, SIZE, STROKE, Appearance, Theme, draw_text
from nndesk.ui.words import written_keys

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class _Start(QAbstractButton):
    """Taken by a click, by Space and by Enter."""

    def __init__(self, appearance: Appearance, text: str) -> None:
        super().__init__()
        self._appearance = appearance
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        appearance.changed.connect(self.updateGeometry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class StartButton(_Start):
    """A large button that fires an action; the ``primary`` one is in ink and says the action's key."""

    _ICON, _HEIGHT = 18, 40

    def __init__(
        self, appearance: Appearance, icon: str, text: str, action: QAction, *, primary: bool
    ) -> None:
        super().__init__(appearance, text)
        self._icon, self._primary = icon, primary
        self._pad, self._gap = (19, 7) if primary else (17, 6)  # beside its parts, between icon and words
        self._key = written_keys(action.shortcut()) if primary else ""
        self.addAction(action)
        self.clicked.connect(action.trigger)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = self._appearance.theme
        width = 2 * self._pad + self._ICON + self._gap
        width += math.ceil(QFontMetricsF(theme.font("bodyStrong")).horizontalAdvance(self.text()))
        if self._key:
            width += math.ceil(QFontMetricsF(theme.font("body")).horizontalAdvance(self._key)) + 12
        return QSize(width, theme.px(self._HEIGHT))

    def focus_radius(self) -> float:
        return RADIUS["tile"]

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect = self._appearance.theme, QRectF(self.rect())
        painter = QPainter(self)
        token, over = "text", self.underMouse()
        if self._primary:
            fill, token = theme.color("ink"), "onInk"
            if over and not self.isDown():
                fill = theme.premix(fill, 0.85, theme.color("canvas"))
            rounded(painter, rect, RADIUS["tile"], fill, None)
        else:
            fill = theme.color("surface3" if self.isDown() else "surface2" if over else "surface")
            rounded(painter, rect, RADIUS["tile"], fill, theme.color("borderStrong"))
        middle = QPointF(self._pad + self._ICON / 2, rect.center().y())
        draw_icon(painter, middle, theme, self._icon, token, self._ICON)
        words = rect.adjusted(self._pad + self._ICON + self._gap, 0, -self._pad, 0)
        draw_text(painter, words, _LEFT, self.text(), theme.font("bodyStrong"), theme.color(token))
        if self._key:
            hint = theme.premix(theme.color("onInk"), 0.75, theme.color("ink"))
            draw_text(painter, words, _RIGHT, self._key, theme.font("body"), hint)


class MoreButton(_Start):
    """Opens a menu of what has no tile: small words, and an arrow down."""

    _ICON, _GAP, _PAD = 14, 4, 8

    def __init__(self, appearance: Appearance, text: str) -> None:
        super().__init__(appearance, text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = self._appearance.theme
        words = math.ceil(QFontMetricsF(theme.font("label")).horizontalAdvance(self.text()))
        return QSize(words + self._GAP + self._ICON + 2 * self._PAD, theme.px(SIZE["controlSmall"]))

    def focus_radius(self) -> float:
        return RADIUS["control"]

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect = self._appearance.theme, QRectF(self.rect())
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            fill = theme.color("border" if self.isDown() else "surface3")
            rounded(painter, rect, RADIUS["control"], fill, None)
        words = rect.adjusted(self._PAD, 0, 0, 0)
        draw_text(painter, words, _LEFT, self.text(), theme.font("label"), theme.color("text2"))
        arrow = QPointF(rect.right() - self._PAD - self._ICON / 2, rect.center().y())
        draw_icon(painter, arrow, theme, "chevron-down", "text2", self._ICON)


class ExampleTile(_Start):
    """An example: what its data looks like, its name and a few words. ``name`` is the preset's."""

    _PAD = 11

    def __init__(self, appearance: Appearance, name: str, sketch: DataSketch, title: str, words: str) -> None:
        super().__init__(appearance, title)
        self._sketch, self._words = sketch, words
        self._side = 154
        self.setObjectName(name)
        self.setAccessibleDescription(words)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_height(self, side: int) -> None:
        """Have the picture ``side`` high."""
        if side != self._side:
            self._side = side
            self.updateGeometry()

    def focus_radius(self) -> float:
        return RADIUS["card"]

    def sizeHint(self) -> QSize:
        return QSize(176, self.heightForWidth(176))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(120))

    def heightForWidth(self, width: int) -> int:
        theme = self._appearance.theme
        words = QRectF(0, 0, width - 2 * self._PAD, 1000)
        metrics = QFontMetricsF(theme.font("label"))
        lines = max(1, round(metrics.boundingRect(words, _WRAPPED, self._words).height() / metrics.height()))
        return 2 * self._PAD + self._side + 8 + theme.line("bodyStrong") + lines * theme.line("label") + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect = self._appearance.theme, QRectF(self.rect())
        painter = QPainter(self)
        hot = self.underMouse()
        fill = theme.color("surface3" if self.isDown() else "surface")
        rounded(painter, rect, RADIUS["card"], fill, theme.color("borderStrong" if hot else "border"))
        inner = rect.adjusted(self._PAD, self._PAD, -self._PAD, -self._PAD)
        plate = QRectF(inner.topLeft(), inner.topRight() + QPointF(0, self._side))
        rounded(painter, plate, RADIUS["tile"], theme.color("surface2"), None)
        # The axis goes on beside a picture that is less wide.
        across = QRectF(plate.left(), plate.center().y() - 0.5, plate.width(), 1)
        painter.fillRect(across, theme.color("border"))
        side = min(plate.width(), plate.height())
        square = QRectF(round(plate.center().x() - side / 2), plate.top(), side, side)
        self._sketch(painter, square, theme)
        line = theme.line("bodyStrong")
        title = QRectF(inner.left(), plate.bottom() + 8, inner.width(), line)
        draw_text(painter, title, _LEFT, self.text(), theme.font("bodyStrong"), theme.color("text"))
        words = QRectF(inner.left(), title.bottom() + 1, inner.width(), inner.bottom() - title.bottom() + 3)
        draw_text(painter, words, _WRAPPED, self._words, theme.font("label"), theme.color("text2"))


class NumberMark:
    """The number of a lesson in a circle."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __call__(self, painter: QPainter, rect: QRectF, theme: Theme) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("borderStrong"), STROKE["control"]))
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        font = theme.font("label", strong=True)
        draw_text(painter, rect, Qt.AlignmentFlag.AlignCenter, str(self._number), font, theme.color("text"))


class StartRow(_Start):
    """A line of a list: an icon or a number, a name, something about it, and perhaps when.

    Under the pointer it has a plate that is wider than the line by ``BLEED`` on both sides.
    """

    BLEED = 8
    _HEIGHT, _GAP = 40, 10
    _ICON, _MARK = 16, 22
    _ABOUT, _WHEN = 0.452, 95  # where columns begin: share of the width, and from the right

    def __init__(
        self,
        appearance: Appearance,
        icon: str | NumberMark,
        title: str,
        about: str,
        when: str = "",
    ) -> None:
        super().__init__(appearance, title)
        self._icon, self._about, self._when = icon, about, when
        self.setAccessibleDescription(", ".join(part for part in (about, when) if part))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._dim = False

    def show_dim(self, dim: bool) -> None:
        """Show that it leads nowhere now."""
        self._dim = dim
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, self._appearance.theme.px(self._HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        rect = QRectF(self.rect()).adjusted(self.BLEED, 0, -self.BLEED, 0)
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            hover = QRectF(self.rect()).adjusted(0, 2, 0, -3)
            fill = theme.color("border" if self.isDown() else "surface3")
            rounded(painter, hover, RADIUS["control"], fill, None)
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), theme.color("border"))
        if self._dim:
            painter.setOpacity(DISABLED)
        middle, side = rect.center().y(), theme.px(self._MARK)
        if isinstance(self._icon, str):
            side = self._ICON
            draw_icon(painter, QPointF(rect.left() + side / 2, middle), theme, self._icon, "text2", side)
        else:
            self._icon(painter, QRectF(rect.left(), round(middle - side / 2), side, side), theme)
        painter.setOpacity(1.0)
        words = rect.adjusted(side + self._GAP, 0, 0, -1)
        strong, body, beside = theme.font("bodyStrong"), theme.font("body"), words.translated(0, 1)
        # Three columns, as in a table: the name has what the others leave.
        when = beside.adjusted(words.width() - theme.px(self._WHEN), 0, 0, 0)
        if not self._when:
            when.setLeft(when.right())
        metrics = QFontMetricsF(body)
        wide = metrics.horizontalAdvance(self._about) + 2
        left = rect.left() + self._ABOUT * rect.width() if self._when else when.left() - wide
        name = words.adjusted(0, 0, left - words.right() - 8, 0)
        about = QRectF(left, beside.top(), when.left() - left, beside.height())
        title = QFontMetricsF(strong).elidedText(self.text(), Qt.TextElideMode.ElideMiddle, name.width())
        color = theme.color("text3" if self._dim else "text")
        draw_text(painter, name, _LEFT, title, strong, color)
        text = metrics.elidedText(self._about, Qt.TextElideMode.ElideRight, about.width())
        draw_text(painter, about, _LEFT if self._when else _RIGHT, text, body, theme.color("text2"))
        draw_text(painter, when, _LEFT, self._when, body, theme.color("text3"))
