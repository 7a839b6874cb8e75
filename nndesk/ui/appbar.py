"""The bar at the top of the window: mark, menus, and the name of what is open."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMenuBar, QSizePolicy, QWidget

from nndesk.ui.shapes import rounded
from nndesk.ui.theme import RADIUS, SIZE, Appearance
from nndesk.ui.widgets import Button, Label

_MARGIN = 9  # from the right end
_WORDS_FROM = 1240  # a window as wide has room for words beside icons


class BarButton(Button):
    """An action with an icon and words, in a narrow window the icon alone."""

    _ICON, _GAP = 17, 6

    def __init__(self, appearance: Appearance, name: str, icon: str, action: QAction) -> None:
        super().__init__(appearance, action.text(), icon=icon, action=action)
        self.setObjectName(name)
        self.setAccessibleName(action.text())
        self.setToolTip(action.text())
        self._words = action.text()

    def show_words(self, shown: bool) -> None:
        text = self._words if shown else ""
        if text != self.text():
            self.setText(text)

    def show_action(self, words: str, icon: str) -> None:
        """Offer something else from now on, said in few words."""
        shown = bool(self.text())
        self._words, self._icon = words, icon
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.show_words(shown)
        self.updateGeometry()
        self.update()

    def _paint_plate(self, painter: QPainter, rect: QRectF) -> str:
        """No border: the bar is its plate."""
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            fill = self._appearance.theme.color("surface3" if self.isDown() else "surface2")
            rounded(painter, rect, RADIUS["control"], fill, None)
        return "text"


class BarMenuButton(BarButton):
    """Opens a menu below itself; always narrow."""

    def __init__(self, appearance: Appearance, name: str, menu: QMenu, label: str, parent: QWidget) -> None:
        action = QAction(label, parent)
        super().__init__(appearance, name, "chevron-down", action)
        self._menu = menu
        self.show_words(False)
        action.triggered.connect(self._open)

    def show_words(self, shown: bool) -> None:
        super().show_words(False)

    def sizeHint(self) -> QSize:
        return QSize(SIZE["controlSmall"], super().sizeHint().height())

    @Slot()
    def _open(self) -> None:
        right = self.mapToGlobal(self.rect().bottomRight())
        self._menu.popup(right - QPoint(self._menu.sizeHint().width() - 1, -4))


class AppBar(QWidget):
    """The bar at the top: mark, menus, and the name of what is open in the middle."""

    def __init__(self, appearance: Appearance, menus: QMenuBar, title: Label, edited: Label) -> None:
        super().__init__()
        self._appearance = appearance
        self._menus = menus
        self._name = QWidget(self)
        row = QHBoxLayout(self._name)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(title)
        row.addWidget(edited)
        self._buttons: list[BarButton] = []
        self._menus.setParent(self)
        self._menus.setNativeMenuBar(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._restyle()
        appearance.changed.connect(self._restyle)

    def add_button(self, button: "BarButton") -> None:
        """Add a button at the right end, before those that are there."""
        button.setParent(self)
        self._buttons.append(button)
        self._place()

    @Slot()
    def _restyle(self) -> None:
        theme = self._appearance.theme
        self._menus.setStyleSheet(theme.sheet("menus"))
        self._menus.setFont(theme.font("body"))
        self.setFixedHeight(theme.px(SIZE["appBar"]))
        self._place()
        self.update()

    def resizeEvent(self, event: QEvent) -> None:
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def _place(self) -> None:
        """Menus at the left; the name in the middle of the window, or right of the menus."""
        menus = self._menus.sizeHint()
        self._menus.setGeometry(41, (self.height() - menus.height()) // 2, menus.width(), menus.height())
        right = self.width() - _MARGIN
        for button in self._buttons:
            button.show_words(self.width() >= _WORDS_FROM)
            size = button.sizeHint()
            right -= size.width()
            button.setGeometry(right, (self.height() - size.height()) // 2, size.width(), size.height())
        name = self._name.sizeHint()
        left = max(self._menus.geometry().right() + 16, (self.width() - name.width()) // 2)
        width = min(name.width(), right - left - 16)
        self._name.setGeometry(left, (self.height() - name.height()) // 2, width, name.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("border"))
        self._draw_mark(painter)

    def _draw_mark(self, painter: QPainter) -> None:
        """Three neurons and two edges: the program's mark."""
        theme = self._appearance.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        ends = (QPointF(17, middle - 5), QPointF(17, middle + 5)), QPointF(28.75, middle)
        painter.setPen(QPen(theme.color("text2"), 1.75))
        for start in ends[0]:
            painter.drawLine(start, ends[1])
        painter.setPen(Qt.PenStyle.NoPen)
        for point, token, radius in (
            (ends[0][0], "pos", 3.5),
            (ends[0][1], "neg", 3.5),
            (ends[1], "ink", 4.0),
        ):
            painter.setBrush(theme.color(token))
            painter.drawEllipse(point, radius, radius)
