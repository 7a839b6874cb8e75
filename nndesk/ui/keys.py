"""The keys: every action that has one, in the order of the menus."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QFontMetricsF, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMenuBar, QSizePolicy, QVBoxLayout, QWidget

from nndesk.ui.language import Language
from nndesk.ui.shapes import draw_key
from nndesk.ui.sheet import Sheet
from nndesk.ui.theme import Appearance, draw_text
from nndesk.ui.widgets import Label
from nndesk.ui.words import written_keys

_COLUMNS = 2
_PAD = 6  # of a key, beside its letters


class KeysSheet(Sheet):
    """Asks the window's own menus and the canvas for their keys, so that none is missing."""

    wide = 720

    def __init__(self, appearance: Appearance, window: QWidget, language: Language) -> None:
        super().__init__(appearance, window, "keysSheet")
        language.changed.connect(self._speak)

    def _speak(self, _old: str) -> None:
        self.renew()

    def _title(self) -> str:
        return self.tr("Keys")

    def _fill(self, column: QVBoxLayout) -> None:
        groups = [group for group in self._groups() if group[1]]
        columns = [QVBoxLayout() for _ in range(_COLUMNS)]
        rows = [0] * _COLUMNS
        for title, actions in groups:
            least = rows.index(min(rows))
            rows[least] += len(actions) + 2
            columns[least].addWidget(self._heading(title))
            for action in actions:
                columns[least].addLayout(self._row(action))
            columns[least].addSpacing(16)
        beside = QHBoxLayout()
        beside.setSpacing(40)
        for each in columns:
            each.setSpacing(2)
            each.addStretch(1)
            beside.addLayout(each, 1)
        column.insertLayout(0, beside)
        words = self.tr(
            "On a canvas that was reached with Tab or F6, arrows walk through the network, Enter selects, "
            "Shift+Enter adds; W goes from a neuron to the weights that come into it, Up and Down go through "
            "them, Left and Right to their ends; Esc and a click give the arrows back to the steps of "
            "training."
        )
        walking = Label(self._appearance, words, "label", "text2")
        walking.setObjectName("walkingLabel")
        walking.setWordWrap(True)
        column.insertWidget(1, walking)

    def _groups(self) -> Iterator[tuple[str, list[QAction]]]:
        """The actions that have keys: of each menu, then those that are in none."""
        bar = self._window.findChild(QMenuBar)
        canvas = self._window.findChild(QWidget, "canvas")
        assert bar is not None
        assert canvas is not None
        seen: list[QAction] = []
        for title in bar.actions():
            menu = title.menu()
            if isinstance(menu, QMenu):
                actions = list(_with_keys(menu))
                seen += actions
                yield title.text(), actions
        for title, part in ((self.tr("On the canvas"), canvas), (self.tr("Window"), self._window)):
            others = [action for action in part.actions() if action not in seen and action.shortcuts()]
            seen += others
            yield title, others

    def _heading(self, text: str) -> QWidget:
        return Label(self._appearance, text, "bodyStrong")

    def _row(self, action: QAction) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        name = Label(self._appearance, action.text().replace("…", "").replace("&", ""), "body", "text2")
        name.setWordWrap(True)
        row.addWidget(name, 1)
        for keys in action.shortcuts():
            row.addWidget(KeyCap(self._appearance, keys), 0, Qt.AlignmentFlag.AlignVCenter)
        return row


def _with_keys(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _with_keys(inner)
        elif action.shortcuts():
            yield action


class KeyCap(QWidget):
    """A key or several together, as they are printed on a keyboard of this system."""

    def __init__(self, appearance: Appearance, keys: QKeySequence) -> None:
        super().__init__()
        self._appearance = appearance
        self._text = written_keys(keys)
        self.setAccessibleName(keys.toString(QKeySequence.SequenceFormat.NativeText).replace("-", "−"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        theme = self._appearance.theme
        width = QFontMetricsF(theme.font("label")).horizontalAdvance(self._text)
        height = theme.px(22)
        return QSize(max(round(width) + 2 * _PAD + 1, height), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        rect = QRectF(self.rect())
        draw_key(painter, rect, theme)
        center = Qt.AlignmentFlag.AlignCenter
        draw_text(painter, rect, center, self._text, theme.font("label"), theme.color("text"))
