"""The first page: examples, lessons, recent files, an empty canvas; language and theme."""

from datetime import datetime
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, QDate, QEvent, QLocale, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFont, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from nndesk.interop.lesson import bundled
from nndesk.interop.source import Preset, presets
from nndesk.session.recent import Recent, RecentFile
from nndesk.ui.drawings import DataSketch, data_sketch
from nndesk.ui.filing import Filing
from nndesk.ui.following import Following
from nndesk.ui.menu import Menu
from nndesk.ui.notice import Ground, Notice
from nndesk.ui.scroll import ScrollColumn
from nndesk.ui.settings import language_tiles, theme_tiles
from nndesk.ui.starts import ExampleTile, MoreButton, NumberMark, StartButton, StartRow
from nndesk.ui.switch import Switch
from nndesk.ui.theme import Appearance, Theme
from nndesk.ui.tiles import TileLayout
from nndesk.ui.widgets import Label
from nndesk.ui.words import in_language

_WIDTH = 976
_TILES = ("gauss", "xor", "circle", "spiral", "reg_gauss")
_ROWS = 4  # of recent files
_LOW, _HIGH = 640, 820  # windows' heights, between which gaps and pictures grow
_PICTURE = (96, 154)  # of an example, in low and in high windows
_LEAST_MARGIN = 24


class Welcome(Ground):
    """Made when it is first seen. It asks `Filing` to open things and knows nothing of what is open."""

    left = Signal()  # Esc: on with what is open

    def __init__(
        self,
        appearance: Appearance,
        following: Following,
        recent: Recent,
        filing: Filing,
        new: QAction,
        open: QAction,
    ) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self.setAccessibleName(self.tr("Welcome"))
        self._appearance, self._following, self._recent, self._filing = appearance, following, recent, filing
        self._new, self._open = new, open
        self._scroll: ScrollColumn | None = None
        self.notice = Notice(appearance, self, self._free_band)
        appearance.changed.connect(self._restyle)

    def showEvent(self, event: QEvent) -> None:
        if self._scroll is None:
            self._scroll = self._make()
            self._recent.changed.connect(self._show_files)
            self._following.preferences.changed.connect(self._show_preferences)
        self._show_files()
        self._show_preferences()
        self._fit()
        self._scroll.show()  # now, not when the events before it are done

    def take_keyboard(self) -> None:
        """Begin with the first button."""
        self._empty.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- parts ----------------------------------------------------------------------------------

    def _make(self) -> ScrollColumn:
        appearance = self._appearance
        self._page = QWidget()
        self._gaps: list[tuple[QSpacerItem, int, int]] = []  # with what they are in low and in high windows
        whole = QVBoxLayout(self._page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        column = _inset(whole)
        self._add_gap(column, 24, 57)
        column.addWidget(Label(appearance, self.tr("Draw a network. Watch it learn."), "display"))
        column.addSpacing(5)
        words = self.tr(
            "Start from an example, a lesson or an empty canvas. Everything runs on this computer."
        )
        column.addWidget(_Lead(appearance, words))
        self._add_gap(column, 12, 22)
        column.addLayout(self._make_buttons())
        self._add_gap(column, 16, 27)
        column.addLayout(self._make_heading())
        column.addSpacing(7)
        column.addWidget(self._make_tiles())
        self._add_gap(column, 16, 33)
        whole.addLayout(self._make_lists())
        column = _inset(whole)
        self._add_gap(column, 16, 30)
        column.addLayout(self._make_foot())
        self._add_gap(column, 16, 24)
        scroll = ScrollColumn(appearance)
        beside = QHBoxLayout()
        beside.addStretch(1)
        beside.addWidget(self._page)
        beside.addStretch(1)
        scroll.column.insertLayout(0, beside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        return scroll

    def _add_gap(self, column: QVBoxLayout, low: int, high: int) -> None:
        gap = QSpacerItem(0, low)
        column.addSpacerItem(gap)
        self._gaps.append((gap, low, high))

    def _make_buttons(self) -> QHBoxLayout:
        appearance = self._appearance
        self._empty = StartButton(appearance, "plus", self.tr("Empty canvas"), self._new, primary=True)
        self._empty.setObjectName("emptyCanvasButton")
        open = StartButton(appearance, "folder-open", self.tr("Open…"), self._open, primary=False)
        open.setObjectName("openButton")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._empty)
        row.addWidget(open)
        row.addStretch(1)
        return row

    def _make_heading(self) -> QHBoxLayout:
        """Of the examples, with a menu of those that have no tile."""
        self._others = Menu(self._appearance, "", self)
        for preset in presets():
            if preset.name not in _TILES:
                action = self._others.addAction(in_language(preset.titles))
                action.setData(preset.name)
                action.setToolTip(in_language(preset.descriptions))
        self._others.triggered.connect(self._open_action)
        self._more = MoreButton(self._appearance, self.tr("More examples"))
        self._more.setObjectName("moreExamplesButton")
        self._more.clicked.connect(self._show_others)
        row = QHBoxLayout()
        row.addWidget(Label(self._appearance, self.tr("Examples"), "heading"))
        row.addStretch(1)
        row.addWidget(self._more)
        return row

    def _show_others(self) -> None:
        self._others.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 2)))

    def _open_action(self, action: QAction) -> None:
        self._filing.open(action.data())

    def _make_tiles(self) -> QWidget:
        words = {
            "gauss": self.tr("One neuron, one line"),
            "xor": self.tr("One line is not enough"),
            "circle": self.tr("Three lines make a ring"),
            "spiral": self.tr("Depth bends the plane"),
            "reg_gauss": self.tr("Predict a number"),
        }
        tiles = QWidget()
        tiles.setObjectName("exampleTiles")
        tiles.setAccessibleName(self.tr("Examples"))
        layout = TileLayout(len(_TILES), 24)
        layout.setContentsMargins(0, 0, 0, 0)
        self._tiles: list[ExampleTile] = []
        for preset in presets():
            if preset.name in words:
                title = in_language(preset.titles)
                tile = ExampleTile(self._appearance, preset.name, _sketch(preset), title, words[preset.name])
                tile.setToolTip(in_language(preset.descriptions))
                tile.clicked.connect(self._open_named)
                layout.addWidget(tile)
                self._tiles.append(tile)
        tiles.setLayout(layout)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        tiles.setSizePolicy(policy)
        return tiles

    def _make_lists(self) -> QHBoxLayout:
        lists = QHBoxLayout()
        lists.setSpacing(40 - 2 * StartRow.BLEED)
        lessons = self._make_list(lists, self.tr("Lessons"), 451)
        for number, lesson in enumerate(bundled(), 1):
            minutes = self.tr("{0} min").format(f"{lesson.minutes:g}")
            row = StartRow(self._appearance, NumberMark(number), in_language(lesson.title), minutes)
            row.setObjectName(str(lesson.path))
            row.clicked.connect(self._open_named)
            lessons.addWidget(row)
        lessons.addStretch(1)
        self._files = self._make_list(lists, self.tr("Recent"), 517)
        self._files.addStretch(1)
        return lists

    def _make_list(self, lists: QHBoxLayout, title: str, share: int) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(0)
        _inset(rows).addWidget(Label(self._appearance, title, "heading"))
        rows.addSpacing(5)
        lists.addLayout(rows, share)
        return rows

    def _make_foot(self) -> QHBoxLayout:
        appearance, preferences = self._appearance, self._following.preferences
        label = self.tr("Do not show this at start")
        self._hidden = Switch(appearance, "hideWelcomeSwitch", label)
        self._hidden.asked.connect(lambda hidden: preferences.set("welcome", not hidden))
        self._languages = language_tiles(appearance)
        self._languages.asked.connect(lambda code: preferences.set("language", code))
        self._themes = theme_tiles(appearance, system=False)
        self._themes.asked.connect(lambda name: preferences.set("theme", name))
        foot = QHBoxLayout()
        foot.setSpacing(14)
        foot.addWidget(self._hidden)
        foot.addWidget(Label(appearance, label, "body", "text2"))
        foot.addStretch(1)
        foot.addWidget(self._languages)
        foot.addWidget(self._themes)
        return foot

    # -- what is shown --------------------------------------------------------------------------

    def _show_files(self) -> None:
        """The files that were open last; of one that is gone, that it is."""
        while self._files.count() > 3:  # the heading, and the room around the rows
            item = self._files.takeAt(2)
            row = item.widget() if item is not None else None
            if row is not None:
                row.setParent(None)
                row.deleteLater()
        for place, file in enumerate(self._recent.files[:_ROWS]):
            row = StartRow(
                self._appearance,
                "file",
                PurePath(file.path).name,
                " → ".join(map(str, file.units)) if file.exists else self.tr("not found"),
                _when(file),
            )
            row.setObjectName(file.path)
            row.setToolTip(file.path)
            row.show_dim(not file.exists)
            row.clicked.connect(self._open_named)
            self._files.insertWidget(2 + place, row)
        if not self._recent.files:
            none = Label(
                self._appearance, self.tr("Files that you open or save are listed here."), "label", "text3"
            )
            none.setMinimumHeight(self._appearance.theme.px(40))
            none.setContentsMargins(StartRow.BLEED, 0, 0, 0)
            self._files.insertWidget(2, none)

    def _show_preferences(self, _name: str = "") -> None:
        self._hidden.show_on(not self._following.preferences["welcome"])
        self._languages.show_checked(self._following.language.code)
        self._themes.show_checked(self._appearance.theme.name)

    def _open_named(self) -> None:
        self._filing.open(self.sender().objectName())

    # -- size -------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        self.resized.emit()

    @Slot()
    def _restyle(self) -> None:
        if self._scroll is not None:
            self._show_files()  # what is said where there are none is as high as a line
        self._fit()

    def _fit(self) -> None:
        """Be as wide as the design where there is room; in low windows the gaps and pictures give way."""
        self.update()
        if self._scroll is None:
            return
        theme = self._appearance.theme
        width = min(theme.px(_WIDTH), self.width() - 2 * _LEAST_MARGIN)
        self._page.setFixedWidth(width + 2 * StartRow.BLEED)
        share = min(max((self.height() - _LOW) / (_HIGH - _LOW), 0.0), 1.0)
        for gap, low, high in self._gaps:
            gap.changeSize(0, round(low + share * (high - low)))
        low, high = _PICTURE
        for tile in self._tiles:
            tile.show_height(round(low + share * (high - low)))
        layout = self._page.layout()
        assert layout is not None
        layout.invalidate()
        self._themes.show_checked(theme.name)

    def _free_band(self) -> QRect:
        return QRect(_LEAST_MARGIN, self.height() - 60, self.width() - 2 * _LEAST_MARGIN, 44)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._appearance.theme.color("canvas"))


class _Lead(Label):
    """Text of a heading's size, but of no heading's weight."""

    def __init__(self, appearance: Appearance, text: str) -> None:
        super().__init__(appearance, text, "heading", "text2")

    def _own_font(self, theme: Theme) -> QFont:
        font = super()._own_font(theme)
        font.setWeight(theme.font("body").weight())
        return font


def _inset(column: QVBoxLayout) -> QVBoxLayout:
    """A column at the end of ``column`` for what is as wide as the lines of lists."""
    inner = QVBoxLayout()
    inner.setSpacing(0)
    inner.setContentsMargins(StartRow.BLEED, 0, StartRow.BLEED, 0)
    column.addLayout(inner)
    return inner


def _sketch(preset: Preset) -> DataSketch:
    data = preset.experiment.data
    return data_sketch(data.kind, data.noise)


def _when(file: RecentFile) -> str:
    """The day in words where it is one of the last two."""
    translate = QCoreApplication.translate
    then = datetime.fromtimestamp(file.time)
    days = (datetime.now().date() - then.date()).days
    if days == 0:
        return translate("Welcome", "today, {0}").format(then.strftime("%H:%M"))
    if days == 1:
        return translate("Welcome", "yesterday")
    locale = QLocale(translate("Language", "en"))
    date = QDate(then.year, then.month, then.day)
    return locale.toString(date, translate("Welcome", "d MMM"))
