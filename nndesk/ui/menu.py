"""Menus: a plate with round corners, shortcuts in a column of their own at the right."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QAction, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from nndesk.ui.shapes import draw_icon, rounded
from nndesk.ui.theme import RADIUS, Appearance, draw_text
from nndesk.ui.words import written_keys

_INSET = 8  # of words, from the sides of a row
_MARK = 22  # of the tick before the words, in menus that have one
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Menu(QMenu):
    """A menu. The style sheet gives its rows their sizes, this their look."""

    def __init__(self, appearance: Appearance, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.appearance = appearance
        self.aboutToShow.connect(self._restyle)

    @Slot()
    def _restyle(self) -> None:
        theme = self.appearance.theme
        sheet = theme.sheet("menus")
        if not self.styleSheet():  # the first time it opens: there are many menus
            float_free(self)
            self.setToolTipsVisible(True)
        if self.styleSheet() != sheet:
            self.setStyleSheet(sheet)
            self.setFont(theme.font("body"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.appearance.theme
        painter = QPainter(self)
        rounded(painter, QRectF(self.rect()), RADIUS["tile"], theme.color("surface"), theme.color("border"))
        mark = _MARK if any(action.isCheckable() for action in self.actions()) else 0
        for action in self.actions():
            rect = self.actionGeometry(action)
            if action.isSeparator():
                line = QRect(rect.left() + _INSET, rect.center().y(), rect.width() - 2 * _INSET, 1)
                painter.fillRect(line, theme.color("border"))
            elif action.isVisible():
                self._paint_row(painter, action, QRectF(rect), mark)

    def _paint_row(self, painter: QPainter, action: QAction, rect: QRectF, mark: int) -> None:
        theme, font = self.appearance.theme, self.font()
        if action is self.activeAction() and action.isEnabled():
            rounded(painter, rect, RADIUS["control"], theme.color("surface3"), None)
        words = rect.adjusted(_INSET, 0, -_INSET, 0)
        if action.isChecked():
            draw_icon(painter, QPointF(words.left() + 7, rect.center().y()), theme, "check", "text", 14)
        hint = theme.color("text3")
        color = theme.color("text") if action.isEnabled() else hint
        draw_text(painter, words.adjusted(mark, 0, 0, 0), _LEFT, action.text().replace("&", ""), font, color)
        if action.menu() is not None:
            place = QPointF(words.right() - 7, rect.center().y())
            draw_icon(painter, place, theme, "chevron-right", "text2", 14)
        elif not action.shortcut().isEmpty():
            keys = written_keys(action.shortcut())
            width = QFontMetricsF(font).horizontalAdvance(keys) + 1
            box = QRectF(words.right() - width, rect.top(), width, rect.height())
            draw_text(painter, box, _RIGHT, keys, font, hint)


def float_free(popup: QWidget) -> None:
    """Let the corners of a pop-up be round: nothing is painted but what it paints itself."""
    flags = Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
    popup.setWindowFlags(flags)
    popup.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
