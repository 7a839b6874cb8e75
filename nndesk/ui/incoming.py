"""The weights that come into one neuron as a table: from where, a bar, the number, a lock.

A thousand rows cost no more than those in sight. One box opens over the number that is typed.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from nndesk.ui.livefield import LiveField
from nndesk.ui.painted import draw_signed_bar
from nndesk.ui.scroll import ThinBars
from nndesk.ui.shapes import draw_icon, rounded
from nndesk.ui.theme import RADIUS, SIZE, STROKE, Appearance, draw_text, fitting
from nndesk.ui.widgets import MARGIN
from nndesk.ui.words import signed

FROM, BAR, VALUE, LOCK = range(4)

_ROW = 28
_BOX = 24  # high, of a number
_MOST_ROWS = 12  # in sight; more are scrolled
_LABEL, _NUMBER, _LOCK, _FREE = 78, 80, 34, 29  # widths; the bar has the rest
_AWAY = 6  # from a name to its bar
_LEAST_BAR = 39
_WIDEST = SIZE["panel"] - 2 * MARGIN  # the table: a row of large text must not widen what it lies in
_AROUND = 28  # a number, with what is left of its box
_ICON = 14
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROLE = Qt.ItemDataRole
_NO_HINT = QAbstractItemDelegate.EndEditHint.NoHint

Index = QModelIndex | QPersistentModelIndex
Weights = NDArray[np.floating[Any]]


class _Model(QAbstractTableModel):
    """The rows, as the view and assistive technology read them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.names: Sequence[str] = ()
        self.values: Weights = np.empty(0)
        self.locked: frozenset[int] = frozenset()
        self.cut: frozenset[int] = frozenset()
        self.reason = ""  # why no lock can be opened
        self.whole = 1.0  # the length of the longest bar

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.names)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if role != _ROLE.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (self.tr("from"), self.tr("bar"), self.tr("weight"), self.tr("lock"))[section]

    def is_locked(self, row: int) -> bool:
        return bool(self.reason) or row in self.locked

    def value(self, row: int) -> float:
        return float(self.values[row]) if row < len(self.values) else float("nan")

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == VALUE and index.row() not in self.cut:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            if column == FROM:
                return QCoreApplication.translate("IncomingTable", "from {0}").format(self.names[row])
            if column == LOCK:
                return self.tr("locked") if self.is_locked(row) else self.tr("not locked")
            return self.tr("cut") if row in self.cut else signed(self.value(row))
        if role == _ROLE.ToolTipRole:
            if column == LOCK:
                return self.reason or self.tr("A locked weight does not learn")
            if column in (FROM, BAR):
                return self.tr("{0} · double-click shows this weight alone").format(self.names[row])
            if row in self.cut:
                return self.tr("This edge is cut; its panel brings it back")
        return None


class _Box(LiveField):
    """The box over a number. It closes where the keyboard goes elsewhere, or nothing is left to be typed."""

    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._commit():
                self.done.emit()
            else:
                self.selectAll()
        elif event.key() == Qt.Key.Key_Escape:
            self._show_text()
            self.done.emit()
        else:
            super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    """Paints the cells and opens the box."""

    entered = Signal(int, float)  # the row, the number typed
    refused = Signal(str)
    edited = Signal()

    def __init__(self, appearance: Appearance, view: "IncomingTable") -> None:
        super().__init__(view)
        self._appearance, self._view = appearance, view

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = self._view.rows
        box = _Box(self._appearance, "", self.tr("Weight from {0}").format(model.names[index.row()]))
        box.setParent(parent)
        box.show_value(model.value(index.row()))
        place = QPersistentModelIndex(index)
        box.entered.connect(lambda value: self.entered.emit(place.row(), float(value)))
        box.refused.connect(self.refused)
        box.textEdited.connect(self.edited)
        box.settled.connect(self.edited)
        box.done.connect(lambda: self.closeEditor.emit(box, _NO_HINT))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, _Box)
        editor.show_live(self._view.rows.value(index.row()))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """The box has asked for its number itself."""

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        box = self._box(QRectF(option.rect)).toRect()  # pyright: ignore
        editor.setFixedWidth(box.width())
        editor.setGeometry(box.adjusted(0, -1, 0, 1))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(editor, _Box):
            editor.event(event)  # asks for what was typed, or says what would be right
            if not editor.hasFocus():
                self.closeEditor.emit(editor, _NO_HINT)
            return True
        return False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._appearance.theme.px(_NUMBER), self._view.row_height)

    def _box(self, rect: QRectF) -> QRectF:
        px = self._appearance.theme.px
        side = (rect.height() - px(_BOX)) / 2
        return rect.adjusted(8, side, 0, -side)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rows, row = self._appearance.theme, self._view.rows, index.row()
        rect = QRectF(option.rect)  # pyright: ignore
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring, radius = rect, RADIUS["control"]
        if index.column() == FROM:
            font, room = theme.font("body"), rect.width() - _AWAY
            text = index.data() if self._view.names_short else rows.names[row]
            if QFontMetricsF(font).horizontalAdvance(text) > room:
                font = theme.font("caption")  # a long name of a column
            text = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
            draw_text(painter, rect, _LEFT, text, font, theme.color("text2"))
        elif index.column() == BAR:
            draw_signed_bar(painter, rect, 0.0 if row in rows.cut else rows.value(row), rows.whole, theme)
        elif index.column() == VALUE:
            ring = self._box(rect)
            if row in rows.cut:
                draw_text(painter, ring.adjusted(0, 0, -9, 0), _RIGHT, index.data(), theme.font("number"),
                          theme.color("text3"))  # fmt: skip
            else:
                rounded(painter, ring, radius, theme.color("surface"), theme.color("borderStrong"))
                font = theme.font("number")
                least = theme.font("caption").pixelSize()
                font = fitting(font, index.data(), ring.width() - 2 * 9, font.pixelSize() / least)
                draw_text(painter, ring.adjusted(0, 0, -9, 0), _RIGHT, index.data(), font,
                          theme.color("text"))  # fmt: skip
        else:
            locked = rows.is_locked(row)
            center = QPointF(rect.right() - _ICON / 2 - 5, rect.center().y())
            ring = QRectF(center.x() - 13, center.y() - 13, 26, 26)
            token = "text3" if rows.reason else "text" if locked else "text2"
            draw_icon(painter, center, theme, "lock" if locked else "lock-open", token, _ICON)
        if index == self._view.currentIndex() and self._view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("sel"), STROKE["focusRing"]))
            painter.drawRoundedRect(ring.adjusted(1, 1, -1, -1), radius, radius)
        painter.restore()


class IncomingTable(QTableView):
    """Shows what it is given and asks for other numbers and locks.

    Arrows move; Enter, a click or typing opens a number; Space and Enter turn a lock; Ctrl+C copies all.
    """

    entered = Signal(int, float)  # the input, the weight that is wanted
    lock_asked = Signal(int, bool)
    opened = Signal(int)  # show the weight from this input alone
    refused = Signal(str)  # what was typed cannot be used; "" once that is over
    arranged = Signal()  # the columns have other widths
    below = 1  # of a section, if it is its last part

    def __init__(self, appearance: Appearance, name: str, label: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._appearance = appearance
        self.names_short = True  # so that there is room for "from" before them
        self.rows = _Model(self)
        delegate = _Delegate(appearance, self)
        delegate.entered.connect(self.entered)
        delegate.refused.connect(self.refused)
        delegate.edited.connect(self._end_refusal)
        self.setModel(self.rows)
        self.setItemDelegate(delegate)
        ThinBars(appearance, self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._click)
        self.doubleClicked.connect(self._double_click)
        appearance.changed.connect(self._restyle)
        self._restyle()

    @property
    def row_height(self) -> int:
        return self._appearance.theme.px(_ROW)

    def columns(self) -> tuple[int, int, int]:
        """The widths of names and locks, and what is free at the right: for a row below."""
        return self.columnWidth(FROM), self.columnWidth(LOCK), _FREE

    # -- showing --------------------------------------------------------------------------------

    def show_rows(
        self, names: Sequence[str], locked: frozenset[int], cut: frozenset[int], reason: str
    ) -> None:
        """Show the weights from ``names``; with a ``reason`` none of them learns, whatever its lock."""
        rows = self.rows
        other = tuple(names) != tuple(rows.names)
        if other:
            rows.beginResetModel()
        rows.names, rows.locked, rows.cut, rows.reason = tuple(names), locked, cut, reason
        if other:
            rows.values = np.empty(0)
            rows.endResetModel()
            self.setCurrentIndex(rows.index(0, VALUE))
            self._fit()
        self.viewport().update()

    def show_values(self, values: Weights, whole: float) -> None:
        """Show the weights of a frame, bars long at ``whole``. What is being typed stays."""
        self.rows.values, self.rows.whole = values, whole
        last = self.rows.rowCount() - 1
        if last >= 0:
            self.rows.dataChanged.emit(self.rows.index(0, BAR), self.rows.index(last, VALUE))

    def sizeHint(self) -> QSize:
        return QSize(352, min(self.rows.rowCount(), _MOST_ROWS) * self.row_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.row_height)
        self.setFont(self._appearance.theme.font("number"))
        self._fit()
        self.viewport().update()

    def _fit(self) -> None:
        theme = self._appearance.theme
        metrics = QFontMetricsF(theme.font("body"))

        def widest(texts: Iterable[str]) -> int:
            return math.ceil(max(map(metrics.horizontalAdvance, texts), default=0.0)) + _AWAY

        room = theme.font("number"), "+0.0000"
        number = min(
            theme.px(_NUMBER), math.ceil(QFontMetricsF(room[0]).horizontalAdvance(room[1])) + _AROUND
        )
        lock = _LOCK
        rest = max(min(self.width(), _WIDEST) - number - lock - _FREE, 2 * _LEAST_BAR)
        label = min(theme.px(_LABEL), rest - _LEAST_BAR)
        self.names_short = widest(self.tr("from {0}").format(name) for name in self.rows.names) <= label
        if not self.names_short:
            label = max(min(label, _LABEL), min(widest(self.rows.names), rest - _LEAST_BAR))
        for column, width in enumerate((label, rest - label, number, lock)):
            self.setColumnWidth(column, width)
        self.updateGeometry()
        self.arranged.emit()

    # -- asking ---------------------------------------------------------------------------------

    @Slot(QModelIndex)
    def _click(self, index: QModelIndex) -> None:
        if index.column() == VALUE:
            self._type(index)
        elif index.column() == LOCK:
            self._turn_lock(index.row())

    @Slot(QModelIndex)
    def _double_click(self, index: QModelIndex) -> None:
        if index.column() in (FROM, BAR):
            self.opened.emit(index.row())

    def _type(self, index: QModelIndex) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def _turn_lock(self, row: int) -> None:
        if not self.rows.reason:
            self.lock_asked.emit(row, row not in self.rows.locked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, key = self.currentIndex(), event.key()
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif index.isValid() and index.column() == LOCK and (enter or key == Qt.Key.Key_Space):
            self._turn_lock(index.row())
        elif index.isValid() and index.column() == VALUE and (enter or key == Qt.Key.Key_F2):
            self._type(index)
        elif index.isValid() and index.column() in (FROM, BAR) and enter:
            self.opened.emit(index.row())
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put all rows on the clipboard, tab-separated, with all their digits."""
        lines = [self.tr("from") + "\t" + self.tr("weight")]
        lines += [f"{name}\t{self.rows.value(row)!r}" for row, name in enumerate(self.rows.names)]
        QGuiApplication.clipboard().setText("\n".join(lines))

    @Slot()
    def _end_refusal(self) -> None:
        self.refused.emit("")
