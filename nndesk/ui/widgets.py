"""The plain parts that panels, cards and bars are built from. They know nothing of experiments.

Each takes the `Appearance` first, shows what it is told by ``show_…`` and asks by signals.
Tiles are in `nndesk.ui.tiles`, sliders and number boxes in `nndesk.ui.fields`, lists in `nndesk.ui.combo`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QLayoutItem,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nndesk.ui.shapes import draw_icon, rounded
from nndesk.ui.theme import DISABLED, RADIUS, SIZE, Appearance, Theme, broken, draw_text

#: What tiles and rings may reach beyond a control; panels keep this much free at their sides.
EDGE = 4
#: From the sides of a panel to its controls.
MARGIN = 16

_SPACING = 2  # between the rows of a section
_HAN = re.compile("[\u3400-\u9fff]")
_HAN_LINE = 20  # of notes in Chinese
_MOST_BROKEN = 8  # texts that a label keeps in lines


@dataclass(frozen=True)
class Panel:
    """A page of the inspector: where it belongs and how it is made."""

    id: str
    title: str
    area: str
    create: Callable[[Any, Any, Appearance], QWidget]


class Label(QLabel):
    """Text in a role of the type scale and a colour token."""

    _meaning = ""

    def __init__(
        self,
        appearance: Appearance,
        text: str = "",
        role: str = "body",
        color: str = "text",
        parent: QWidget | None = None,
        scale: float = 1.0,
        *,
        strong: bool = False,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._role, self._color = appearance, role, color
        self._scale, self._strong = scale, strong
        self._broken: dict[tuple[str, str, int], list[str]] = {}  # by text, font and width
        self.setTextFormat(Qt.TextFormat.PlainText)
        super().setText(text)
        self._restyle()
        appearance.follow(self, Label._restyle)

    def heightForWidth(self, width: int) -> int:
        if not self.wordWrap():
            return super().heightForWidth(width)
        margins = self.contentsMargins()
        inner = width - margins.left() - margins.right()
        lines = len(self._lines(inner))
        return lines * self._line_height(lines) + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), self.heightForWidth(hint.width())) if self.wordWrap() else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Wrapped text stands in lines of the role's height, which Qt's own labels do not know."""
        if not self.wordWrap():
            super().paintEvent(event)
            return
        painter, color = QPainter(self), self.palette().color(self.foregroundRole())
        box = QRectF(self.contentsRect())
        lines = self._lines(int(box.width()))
        line = self._line_height(len(lines))
        free = box.height() - len(lines) * line
        if self.alignment() & Qt.AlignmentFlag.AlignVCenter:
            free /= 2
        elif self.alignment() & Qt.AlignmentFlag.AlignTop:
            free = 0
        across = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        for place, text in enumerate(lines):
            rect = QRectF(box.left(), box.top() + free + place * line, box.width(), line)
            draw_text(painter, rect, across | Qt.AlignmentFlag.AlignVCenter, text, self.font(), color)

    def _lines(self, width: int) -> list[str]:
        text, font = self.text(), self.font()
        key = text, font.key(), width
        if key not in self._broken:
            if len(self._broken) >= _MOST_BROKEN:
                self._broken.clear()
            self._broken[key] = broken(text, font, width)
        return self._broken[key]

    def _line_height(self, lines: int) -> int:
        theme = self._appearance.theme
        line = theme.line(self._role)
        return max(line, theme.px(_HAN_LINE)) if lines > 1 and _HAN.search(self.text()) else line

    def set_meaning(self, words: str) -> None:
        """Have ``words`` said before the text, to those who do not see what stands beside it."""
        self._meaning = words
        self.setText(self.text())

    def setText(self, text: str) -> None:
        super().setText(text)
        if self._meaning:
            comma = QCoreApplication.translate("Words", ", ")  # not from there: it is imported later
            self.setAccessibleName(f"{self._meaning}{comma}{text}")

    def set_color(self, color: str) -> None:
        if color != self._color:
            self._color = color
            self._restyle()

    def _own_font(self, theme: Theme) -> QFont:
        """For others to override."""
        return theme.font(self._role, self._scale, strong=self._strong)

    def _restyle(self) -> None:
        theme = self._appearance.theme
        self.setFont(self._own_font(theme))
        self.setMinimumHeight(theme.line(self._role))
        self.setPalette(theme.ink(self._color))


class IconButton(QToolButton):
    """A button that is only an icon. With ``action`` it fires that action and follows its state.

    ``kind`` is ``plain`` or ``primary`` (a round one in ink). One that is ``held`` still says something
    where it cannot be pressed, and stays legible.
    """

    def __init__(
        self,
        appearance: Appearance,
        icon: str,
        name: str = "",
        *,
        action: QAction | None = None,
        kind: str = "plain",
        size: int = SIZE["toolButton"],
        icon_size: int = 18,
        token: str = "text",
        held: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._icon, self._kind = appearance, icon, kind
        self._size, self._icon_size, self._token, self._held = size, icon_size, token, held
        if action is not None:
            self.setDefaultAction(action)
        if name:
            self.setAccessibleName(name)
            self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        appearance.follow(self, IconButton._restyle)

    def show_icon(self, icon: str) -> None:
        if icon != self._icon:
            self._icon = icon
            self.update()

    def focus_radius(self) -> float:
        return self.height() / 2 if self._kind == "primary" else RADIUS["control"]

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        rect, token = QRectF(self.rect()), self._token
        if not self.isEnabled() and self._held:
            token = "text3"
        elif not self.isEnabled():
            painter.setOpacity(DISABLED)
        if self._kind == "primary":
            fill = theme.color("ink")
            if self.underMouse() and self.isEnabled() and not self.isDown():
                fill = theme.premix(fill, 0.85, theme.color("surface"))
            rounded(painter, rect, rect.height() / 2, fill, None)
            token = "onInk"
        elif self.isChecked():
            rounded(painter, rect, RADIUS["control"], theme.color("ink"), None)
            token = "onInk"
        elif self.isEnabled() and (self.underMouse() or self.isDown()):
            fill = theme.color("surface3" if self.isDown() else "surface2")
            rounded(painter, rect, RADIUS["control"], fill, None)
        draw_icon(painter, rect.center(), theme, self._icon, token, self._icon_size)


class Button(QPushButton):
    """A button with words and perhaps an icon; ``primary`` is the one in ink."""

    _ICON, _GAP = 16, 8  # the gap is between icon and words

    def __init__(
        self,
        appearance: Appearance,
        text: str,
        *,
        icon: str = "",
        primary: bool = False,
        action: QAction | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._appearance, self._icon, self._primary = appearance, icon, primary
        if action is not None:
            self.addAction(action)
            self.clicked.connect(action.trigger)
            action.enabledChanged.connect(self.setEnabled)
            self.setEnabled(action.isEnabled())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._restyle()
        appearance.follow(self, Button._restyle)

    def _restyle(self) -> None:
        self.setFont(self._appearance.theme.font("bodyStrong"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = self._appearance.theme
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2 * 12
        if self._icon:
            width += self._icon_width()
        return QSize(width, theme.px(SIZE["control"]))

    def _icon_width(self) -> int:
        """With what is between it and words, where there are any."""
        return self._ICON + self._GAP if self.text() else self._ICON

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(DISABLED)
        rect = QRectF(self.rect())
        token = self._paint_plate(painter, rect)
        words = self.fontMetrics().horizontalAdvance(self.text())
        left = (rect.width() - words - (self._icon_width() if self._icon else 0)) / 2
        if self._icon:
            middle = QPointF(left + self._ICON / 2, rect.center().y())
            draw_icon(painter, middle, theme, self._icon, token, self._ICON)
            left += self._ICON + self._GAP
        box = QRectF(left, 0, rect.width() - left, rect.height())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        draw_text(painter, box, flags, self.text(), self.font(), theme.color(token))

    def _paint_plate(self, painter: QPainter, rect: QRectF) -> str:
        """Paint what the words stand on; returns the colour of the words."""
        theme = self._appearance.theme
        over = self.isEnabled() and self.underMouse()
        if self._primary or self.isChecked():
            fill = theme.color("ink")
            if over and not self.isDown():
                fill = theme.premix(fill, 0.85, theme.color("surface"))
            rounded(painter, rect, RADIUS["control"], fill, None)
            return "onInk"
        fill = theme.color("surface3" if self.isDown() else "surface2" if over else "surface")
        rounded(painter, rect, RADIUS["control"], fill, theme.color("borderStrong"))
        return "text"


class Section(QWidget):
    """A part of a panel: perhaps a heading with a caption at the right, rows, and a line below.

    Controls stand further from the lines than tiles do; parts may say by ``above`` and ``below`` how much.
    """

    _ABOVE, _BELOW = 2, 2  # what parts keep free beyond tiles, above the first and below the last

    def __init__(
        self,
        appearance: Appearance,
        heading: str = "",
        caption: str = "",
        *,
        line: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._line = appearance, line
        self.body = QVBoxLayout(self)
        # Every part brings 2 px of its own above and below.
        self.body.setContentsMargins(MARGIN - EDGE, 8, MARGIN - EDGE, 9)
        self.body.setSpacing(_SPACING)
        self._parts: list[QWidget] = []
        self._head: QBoxLayout | None = None
        if heading:
            self.heading = Label(appearance, heading, "label", "text2", strong=True)
            self.caption = Label(appearance, caption, "label", "text3")
            self.caption.setWordWrap(True)
            self.caption.setMinimumWidth(1)  # also an empty one would have taken room
            self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            self._head.setContentsMargins(EDGE, 2, EDGE, 5 - _SPACING)
            self._head.addWidget(self.heading)
            self._head.addWidget(self.caption, 1)
            self.caption.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._arrange_head()
            self.body.addLayout(self._head)
        appearance.follow(self, QWidget.update)

    def add(self, part: QWidget, after: QWidget | None = None) -> None:
        """Add a row, below all or ``after`` another. Parts that reach beyond their control (``bleeds``)
        get the room for it."""
        place = len(self._parts) if after is None else self._parts.index(after) + 1
        self._parts.insert(place, part)
        index = -1 if after is None else self._index_of(after) + 1
        if getattr(part, "bleeds", False):
            self.body.insertWidget(index, part)
            return
        row = QHBoxLayout()
        above = getattr(part, "above", self._ABOVE) if part is self._parts[0] else 0
        row.setContentsMargins(EDGE, above, EDGE, 0)
        row.addWidget(part)
        self.body.insertLayout(index, row)

    def _index_of(self, part: QWidget) -> int:
        """The place of a row in the layout, where there may be a heading above."""
        rows = (self.body.itemAt(at) for at in range(self.body.count()))
        return next(at for at, row in enumerate(rows) if row is not None and _holds(row, part))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Polish):
            self._keep_free()
            if self._head is not None:
                self._arrange_head()
        return super().event(event)

    def _arrange_head(self) -> None:
        """Heading and caption in one line where they fit, else one below the other."""
        assert self._head is not None
        room = SIZE["panel"] - 2 * MARGIN - self._head.spacing()
        wide = sum(
            label.fontMetrics().horizontalAdvance(label.text()) + 2 for label in (self.heading, self.caption)
        )
        directions, stacked = QBoxLayout.Direction, wide > room
        if stacked == self.heading.wordWrap():
            return  # setting it again asks for the layout again, and so for ever
        self._head.setDirection(directions.TopToBottom if stacked else directions.LeftToRight)
        self.heading.setWordWrap(stacked)
        side = Qt.AlignmentFlag.AlignLeft if stacked else Qt.AlignmentFlag.AlignRight
        self.caption.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def _keep_free(self) -> None:
        """Keep below the last part that is shown what it asks for, and no room of those that are not."""
        spare = 0
        for at in reversed(range(self.body.count())):
            item = self.body.itemAt(at)
            assert item is not None
            if item.spacerItem() is not None:
                spare += item.sizeHint().height()
            elif not item.isEmpty():
                break
        shown = next((part for part in reversed(self._parts) if not part.isHidden()), None)
        below = 0 if getattr(shown, "bleeds", False) else getattr(shown, "below", self._BELOW)
        margins = self.body.contentsMargins()
        if margins.bottom() != 9 + below - spare:
            margins.setBottom(9 + below - spare)
            self.body.setContentsMargins(margins)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._line:
            painter = QPainter(self)
            line = self.rect().adjusted(0, self.height() - 1, 0, 0)
            painter.fillRect(line, self._appearance.theme.color("border"))


def _holds(row: QLayoutItem, part: QWidget) -> bool:
    layout = row.layout()
    return row.widget() is part or (layout is not None and layout.indexOf(part) >= 0)


class StatTile(QWidget):
    """A number with its name above it; the number's label carries ``name`` as objectName."""

    def __init__(self, appearance: Appearance, name: str, label: str, color: str = "text") -> None:
        super().__init__()
        self._appearance = appearance
        self._words = Label(appearance, label, "caption", "text2")
        self.value = Label(appearance, "", "heading", color, scale=16 / 15)
        self.value.setObjectName(name)
        self.value.set_meaning(label)
        self.value.setContentsMargins(0, 0, 0, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 5, 6, 5)
        layout.setSpacing(0)
        layout.addWidget(self._words)
        layout.addWidget(self.value)
        appearance.follow(self, QWidget.update)

    def show_label(self, label: str) -> None:
        """Name another number."""
        self._words.setText(label)
        self.value.set_meaning(label)

    def show_value(self, text: str, reason: str = "") -> None:
        """Show the number; ``reason`` is for one that is not there or means nothing."""
        self.value.setText(text)
        self.setToolTip(reason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._appearance.theme
        rounded(painter, QRectF(self.rect()), RADIUS["tile"], theme.color("surface2"), None)
