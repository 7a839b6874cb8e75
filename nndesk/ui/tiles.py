"""Choices shown as pictures or words: one button each, named by its identifier in the catalogue."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLayout, QLayoutItem, QSizePolicy, QWidget

from nndesk.ui.shapes import draw_icon, pixel_ratio, rounded
from nndesk.ui.theme import (
    DISABLED,
    RADIUS,
    STROKE,
    Appearance,
    Drawing,
    Theme,
    draw_text,
    fitting,
    math_text,
)
from nndesk.ui.widgets import EDGE

_GAP = 6
_TWO_COLUMNS_FROM = 2.0  # times the normal size of text
_ICON, _ICON_GAP = 16, 6  # of a segment
_INSET, _CLEAR = 1, 4  # of a label, from the sides of its tile: the least, and where it may be smaller
_WRAPPED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True)
class Tile:
    """One choice; ``draw`` paints its picture, ``icon`` stands before the word of a segment."""

    id: str
    label: str
    draw: Drawing | None = None
    tooltip: str = ""
    icon: str = ""


class TileButton(QAbstractButton):
    """A choice that asks to be taken; it is checked only when its group says so."""

    choices: "Choices"  # from when it is among them
    role, scale = "label", 1.0
    emboldens = True  # when it is checked

    def __init__(self, appearance: Appearance, tile: Tile) -> None:
        super().__init__()
        self._appearance, self._tile = appearance, tile
        self.setObjectName(tile.id)
        self.setCheckable(True)
        self.setText(tile.label)
        self.setToolTip(tile.tooltip)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._restyle()
        appearance.follow(self, TileButton._restyle)

    def nextCheckState(self) -> None:
        """Being clicked is asking; the answer comes as ``show_checked``."""
        self.choices.asked.emit(self._tile.id)

    def checkStateSet(self) -> None:
        self._restyle()

    def show_enabled(self, enabled: bool, reason: str = "") -> None:
        self.setEnabled(enabled)
        self.setToolTip(self._tile.tooltip if enabled else reason)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS:
            self.choices.move_focus(self, *_ARROWS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        self.setFont(self._label_font(self.isChecked()))
        self.updateGeometry()
        self.update()

    def _label_font(self, bold: bool) -> QFont:
        return self._appearance.theme.font(self.role, self.scale, strong=bold and self.emboldens)

    def _width_of(self, text: str) -> float:
        """The width of part of the label when checked, so that checking moves nothing."""
        return self._appearance.theme.width(text, self.role, self.scale, strong=self.emboldens)

    def _start_painting(self) -> tuple[QPainter, Theme, QRectF]:
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(DISABLED)
        return painter, self._appearance.theme, QRectF(self.rect())

    def _is_hot(self) -> bool:
        return self.isEnabled() and (self.underMouse() or self.isDown())


class PictureTile(TileButton):
    """A picture with its label below it."""

    def focus_radius(self) -> float:
        return RADIUS["tile"]

    role = "caption"

    def __init__(
        self,
        appearance: Appearance,
        tile: Tile,
        picture: QSize,
        height: int,
        role: str,
        free: tuple[int, int],
    ) -> None:
        self._picture, self._height, self.role, self._free = picture, height, role, free
        super().__init__(appearance, tile)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """As narrow as its widest word; longer labels take a second line."""
        words = max(self._width_of(word) for word in self.text().split())
        width = max(math.ceil(words), self._picture.width()) + 2 * _INSET
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._height - 16 + self._label_height(width)

    def _label_height(self, width: int) -> int:
        line = self._appearance.theme.line(self.role)
        if self._width_of(self.text()) <= width - 2 * _INSET:
            return line
        box = QRectF(0, 0, width - 2 * _INSET, 1000)
        metrics = QFontMetricsF(self._label_font(True))
        return max(line, math.ceil(metrics.boundingRect(box, _WRAPPED, self.text()).height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, rect = self._start_painting()
        if not self.isChecked():  # the plate of a checked tile is the group's: it reaches beyond the tile
            border = theme.color("borderStrong" if self._is_hot() else "border")
            rounded(painter, rect, RADIUS["tile"], theme.color("surface"), border)
        # As high as the longest label of the group, so that all pictures stand at one height.
        line = rect.height() - (self._height - 16)
        above, below = self._free
        words = QRectF(_INSET, rect.height() - line - below, rect.width() - 2 * _INSET, line)
        if self._tile.draw is not None:
            size = self._picture
            left = (rect.width() - size.width()) / 2
            top = words.top() - above - size.height()
            picture = QRectF(left, top, size.width(), size.height())
            theme.draw_kept(painter, picture, pixel_ratio(painter), self._tile.draw)
        color = theme.color("text" if self.isChecked() else "text2")
        draw_text(painter, words, _WRAPPED, self.text(), self._clear_font(rect.width()), color)

    def _clear_font(self, width: float) -> QFont:
        """The label's font; where a single line would touch the sides a little smaller, or no bolder."""
        theme, font = self._appearance.theme, self.font()
        if self._width_of(self.text()) > width - 2 * _INSET:
            return font
        least, room = theme.font("caption").pixelSize(), width - 2 * _CLEAR
        font = fitting(font, self.text(), room, font.pixelSize() / least)
        wide = QFontMetricsF(font).horizontalAdvance(self.text()) > room
        return self._label_font(False) if wide else font


class SegmentTile(TileButton):
    """A word in a bar of segments, perhaps with an icon."""

    height_at_one = 26  # times the size of text

    def sizeHint(self) -> QSize:
        icon = _ICON + _ICON_GAP if self._tile.icon else 0
        width = math.ceil(self._width_of(self.text())) + icon + 2 * 10
        return QSize(width, self._appearance.theme.px(self.height_at_one))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, rect = self._start_painting()
        token = "text2"
        if self.isChecked():
            token = "text"
            rounded(painter, rect, RADIUS["control"], theme.color("surface"), theme.color("borderStrong"))
        elif self._is_hot():
            rounded(painter, rect, RADIUS["control"], theme.color("surface3"), None)
        if self._tile.icon:
            words = QFontMetricsF(self.font()).horizontalAdvance(self.text())
            left = (rect.width() - words - _ICON - _ICON_GAP) / 2
            draw_icon(
                painter, QPointF(left + _ICON / 2, rect.center().y()), theme, self._tile.icon, token, _ICON
            )
            rect.setLeft(left + _ICON + _ICON_GAP)
            rect.setWidth(words + 1)
        center = Qt.AlignmentFlag.AlignCenter
        draw_text(painter, rect, center, self.text(), self.font(), theme.color(token))


class _LargeSegmentTile(SegmentTile):
    role, height_at_one = "number", 28


class ChipTile(TileButton):
    """A formula on a pill, in ink when it is taken."""

    def focus_radius(self) -> float:
        return self.height() / 2

    role, scale, emboldens = "math_inline", 0.94, False

    def sizeHint(self) -> QSize:
        height = self._appearance.theme.px(28)
        return QSize(max(math.ceil(self._width_of(math_text(self.text()))) + 2 * 9, height), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, rect = self._start_painting()
        fill, pen, token = theme.color("surface2"), theme.color("border"), "text"
        if self.isChecked():
            fill, pen, token = theme.color("ink"), None, "onInk"
        elif self._is_hot():
            fill = theme.color("surface3")
        rounded(painter, rect, rect.height() / 2, fill, pen)
        center = Qt.AlignmentFlag.AlignCenter
        draw_text(painter, rect, center, math_text(self.text()), self.font(), theme.color(token))


class Choices(QWidget):
    """Tiles of one kind beside and below each other. Arrow keys move among them, Space takes one.

    ``name`` is the objectName of the group, each button's is its tile's identifier.
    """

    asked = Signal(str)  # identifier of the tile that somebody wants

    def __init__(
        self,
        appearance: Appearance,
        name: str,
        label: str,
        buttons: Sequence[TileButton],
        layout: "TileLayout",
    ) -> None:
        super().__init__()
        self._appearance = appearance
        self.setObjectName(name)
        self.setAccessibleName(label)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._tiles = layout
        self.buttons = {button.objectName(): button for button in buttons}
        for button in buttons:
            layout.addWidget(button)
            button.choices = self
        self.setLayout(layout)
        self._set_tab_stop()
        appearance.follow(self, QWidget.update)

    def show_checked(self, *ids: str) -> None:
        """Show which tiles are taken."""
        for id, button in self.buttons.items():
            button.setChecked(id in ids)
        self._set_tab_stop()
        self.update()

    def show_enabled(self, id: str, enabled: bool, reason: str = "") -> None:
        """Dim a tile that cannot be taken now; ``reason`` becomes its tooltip."""
        self.buttons[id].show_enabled(enabled, reason)
        self._set_tab_stop()

    def checked(self) -> list[str]:
        return [id for id, button in self.buttons.items() if button.isChecked()]

    def _set_tab_stop(self) -> None:
        # Tab enters the group once, at what is taken; arrows go on from there.
        usable = [button for button in self.buttons.values() if button.isEnabled()]
        stop = next((button for button in usable if button.isChecked()), usable[0] if usable else None)
        for button in self.buttons.values():
            policy = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def move_focus(self, button: TileButton, right: int, down: int) -> None:
        """Give the keyboard to the tile so far from ``button``, or the next one there that can be taken."""
        step = right + down * self._tiles.columns_in(self.width())
        buttons = list(self.buttons.values())
        at = buttons.index(button) + step
        while 0 <= at < len(buttons):
            if buttons[at].isEnabled():
                buttons[at].setFocus(Qt.FocusReason.TabFocusReason)
                return
            at += step


class TileGroup(Choices):
    """Pictures in ``columns`` columns, fewer where their labels need the room, two in text twice as large."""

    bleeds = True

    def __init__(
        self,
        appearance: Appearance,
        name: str,
        label: str,
        tiles: Sequence[Tile],
        *,
        columns: int,
        picture: tuple[int, int],
        height: int,
        role: str = "caption",
        free: tuple[int, int] = (1, 3),
    ) -> None:
        """``free`` is above and below the words of a tile."""
        size = QSize(*picture)
        buttons = [PictureTile(appearance, tile, size, height, role, free) for tile in tiles]
        layout = TileLayout(columns, _GAP)
        layout.setContentsMargins(EDGE, 2, EDGE, 2)
        self._columns = columns
        super().__init__(appearance, name, label, buttons, layout)
        self._arrange()
        appearance.follow(self, TileGroup._arrange)

    def _arrange(self) -> None:
        large = self._appearance.theme.text_scale >= _TWO_COLUMNS_FROM
        self._tiles.show_columns(min(self._columns, 2) if large else self._columns)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = STROKE["selected"]
        width = outline + STROKE["control"]  # around the tile, and over its own border
        painter.setPen(QPen(theme.color("ink"), width))
        painter.setBrush(theme.color("surface"))
        out = outline - width / 2
        for button in self.buttons.values():
            if button.isChecked():
                around = QRectF(button.geometry()).adjusted(-out, -out, out, out)
                painter.drawRoundedRect(around, RADIUS["tile"] + out, RADIUS["tile"] + out)


class Segments(Choices):
    """Words in one bar, one of them taken."""

    def __init__(
        self, appearance: Appearance, name: str, label: str, tiles: Sequence[Tile], *, large: bool = False
    ) -> None:
        layout = TileLayout(None, 2)
        layout.setContentsMargins(2, 2, 2, 2)
        kind = _LargeSegmentTile if large else SegmentTile
        super().__init__(appearance, name, label, [kind(appearance, tile) for tile in tiles], layout)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        radius = RADIUS["control"] + 2
        rounded(painter, QRectF(self.rect()), radius, theme.color("surface2"), theme.color("border"))


class ChipTiles(Choices):
    """Formulas on pills, any number of them taken: ``asked`` wants one turned over."""

    def __init__(self, appearance: Appearance, name: str, label: str, tiles: Sequence[Tile]) -> None:
        layout = TileLayout(None, _GAP)
        layout.setContentsMargins(0, 0, 0, 0)
        super().__init__(appearance, name, label, [ChipTile(appearance, tile) for tile in tiles], layout)


class TileLayout(QLayout):
    """Equal cells in ``columns`` columns, fewer where an item is wider than a cell.

    Without ``columns``, items of their own widths broken into lines.
    """

    def __init__(self, columns: int | None, gap: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._columns, self._gap = columns, gap
        self._places: dict[int, list[QRect]] = {}  # by the width that there is, until something changes

    def show_columns(self, columns: int) -> None:
        self._columns = columns
        self.invalidate()

    def invalidate(self) -> None:
        self._places.clear()
        super().invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self._places.clear()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        self._places.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        inner = width - margins.left() - margins.right()
        bottom = max((rect.bottom() + 1 for rect in self._rects(inner)), default=0)
        return bottom + margins.top() + margins.bottom()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        inner = rect.marginsRemoved(self.contentsMargins())
        for item, place in zip(self._items, self._rects(inner.width()), strict=True):
            item.setGeometry(place.translated(inner.topLeft()))

    def sizeHint(self) -> QSize:
        margins, widths = self.contentsMargins(), [item.sizeHint().width() for item in self._items]
        across = self._columns or len(widths)
        inner = max(widths, default=0) * across if self._columns else sum(widths)
        width = inner + self._gap * max(across - 1, 0) + margins.left() + margins.right()
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        margins = self.contentsMargins()
        width = max((item.minimumSize().width() for item in self._items), default=0)
        height = max((item.minimumSize().height() for item in self._items), default=0)
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def columns_in(self, width: int) -> int:
        """How many items stand beside each other in the first line."""
        margins = self.contentsMargins()
        rects = self._rects(width - margins.left() - margins.right())
        return max(1, sum(rect.top() == 0 for rect in rects))

    def _rects(self, width: int) -> list[QRect]:
        if not self._items:
            return []
        if width not in self._places:
            cells = self._cells(self._columns, width) if self._columns else self._lines(width)
            self._places[width] = cells
        return self._places[width]

    def _cells(self, columns: int, width: int) -> list[QRect]:
        gap = self._gap
        widest = max(item.minimumSize().width() for item in self._items)
        while columns > 1 and (width - gap * (columns - 1)) / columns < widest:
            columns -= 1
        cell = (width - gap * (columns - 1)) / columns
        height = max(
            item.heightForWidth(int(cell)) if item.hasHeightForWidth() else item.sizeHint().height()
            for item in self._items
        )
        rects: list[QRect] = []
        for index in range(len(self._items)):
            row, column = divmod(index, columns)
            left, right = round(column * (cell + gap)), round(column * (cell + gap) + cell)
            rects.append(QRect(left, row * (height + gap), right - left, height))
        return rects

    def _lines(self, width: int) -> list[QRect]:
        rects: list[QRect] = []
        x = y = tallest = 0
        for size in (item.sizeHint() for item in self._items):
            if x and x + size.width() > width:
                x, y, tallest = 0, y + tallest + self._gap, 0
            rects.append(QRect(x, y, size.width(), size.height()))
            x += size.width() + self._gap
            tallest = max(tallest, size.height())
        return rects
