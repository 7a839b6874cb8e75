"""What the window says of its own accord: a line that goes by itself, the card of a run that ended badly."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nndesk.ui.cards import Card
from nndesk.ui.divergence import Divergence
from nndesk.ui.plates import Plate
from nndesk.ui.shapes import draw_icon, draw_shadow, rounded
from nndesk.ui.soon import Soon
from nndesk.ui.theme import RADIUS, SIZE, Appearance
from nndesk.ui.widgets import Button, IconButton, Label, StatTile
from nndesk.ui.words import failure

_NOTICE_MS = 6000
_BESIDE_WORDS = 16 + 8 + 26 + 4  # of a notice: margins and the button
_LEAST_WORDS = 150  # wide, so that no word breaks
_CARD_WIDTH = 640
_PAD, _ICON = 20, 36  # of the card
_NORMS = 4  # steps whose gradients are shown
_VEIL = 0.3  # how much of the network is left behind the card

Place = Callable[[], QRect]


class Ground(QWidget):
    """What plates float over. It says when it has another size: who watched it would get all its events."""

    resized = Signal()


class Floating(QWidget):
    """A plate over the canvas, in the part of it that ``free`` gives. Its parent paints the shadow."""

    radius = "card"

    def __init__(self, appearance: Appearance, parent: Ground, free: Place) -> None:
        super().__init__(parent)
        self._appearance, self._canvas, self._free = appearance, parent, free
        self._soon = Soon(self, self._place)
        parent.resized.connect(self._follow_size)
        appearance.follow(self, QWidget.update)

    @Slot()
    def _follow_size(self) -> None:
        if not self.isHidden():
            self._soon.start()  # once the canvas has placed what is free of it

    def _place(self) -> None:
        raise NotImplementedError

    def _appear(self) -> None:
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        rounded(
            QPainter(self),
            QRectF(self.rect()),
            RADIUS[self.radius],
            theme.color("surface"),
            theme.color("border"),
        )


class Notice(Floating):
    """One sentence at the bottom of the canvas for six seconds, or until it is closed; perhaps a button."""

    radius = "tile"

    taken = Signal()  # the button was pressed

    def __init__(self, appearance: Appearance, parent: Ground, free: Place) -> None:
        super().__init__(appearance, parent, free)
        self.setObjectName("notice")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def make(self) -> None:
        """Make what is on the plate, where it is not there yet: its first sentence needs it."""
        if self.layout() is not None:
            return
        self._words = Label(self._appearance, "", "body")
        self._words.setWordWrap(True)
        self._button = Button(self._appearance, "")
        self._button.setObjectName("noticeButton")
        self._button.clicked.connect(self.taken)
        close = IconButton(self._appearance, "x", self.tr("Close"), size=26, icon_size=14)
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        row.addWidget(close)

    def show_text(self, text: str, button: str = "") -> None:
        self.make()
        self._words.setText(text)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._button.setFixedHeight(self._appearance.theme.px(SIZE["controlSmall"]))
        self.setAccessibleName(text)
        beside = _BESIDE_WORDS + (self._button.sizeHint().width() + 8 if button else 0)
        room = max(self._free().width() - beside, self._appearance.theme.px(_LEAST_WORDS))
        width = min(self._words.fontMetrics().horizontalAdvance(text) + 4, room)
        self._words.setFixedWidth(width)
        self._words.setFixedHeight(self._words.heightForWidth(width))
        self._appear()
        self._timer.start(_NOTICE_MS)

    def hideEvent(self, event: QEvent) -> None:
        self._timer.stop()

    @Slot()
    def _place(self) -> None:
        free, canvas = self._free(), self._canvas.width()
        left = min(max((canvas - self.width()) // 2, free.left()), free.right() + 1 - self.width())
        # One line stands in the middle of the band; more grow upwards.
        lowest = free.bottom() + 1 - max(free.height() - self.height(), 0) // 2
        self.move(left, lowest - self.height())


class ErrorCard(Floating):
    """What stopped the training: where, and what can be done. The network behind it is veiled."""

    def __init__(self, appearance: Appearance, restart: QAction, parent: Ground, free: Place) -> None:
        super().__init__(appearance, parent, free)
        self.setObjectName("errorCard")
        self._title = Label(appearance, "", "title")
        self._words = Label(appearance, "", "body", "text2")
        self._words.setWordWrap(True)
        self._restart = Button(appearance, self.tr("Restart"), icon="rotate-ccw", action=restart)
        close = Button(appearance, self.tr("Close"))
        close.clicked.connect(self.hide)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 8, 0, 0)
        buttons.addWidget(self._restart)
        buttons.addStretch(1)
        buttons.addWidget(close)
        self._why = Label(appearance, "", "body", "text2")
        self._why.setWordWrap(True)
        self._norms = _Norms(appearance)
        words = QVBoxLayout()
        words.setContentsMargins(_ICON + 12, 0, 0, 0)
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PAD, _PAD, _PAD, _PAD)
        column.setSpacing(8)
        column.addLayout(words)
        column.addWidget(self._norms)
        column.addWidget(self._why)
        column.addLayout(buttons)
        self.veil = _Veil(appearance, parent)
        self.hide()

    def show_divergence(self, told: Divergence) -> None:
        self._restart.show()
        self._say(told.title, told.what, told.why, told.norms)

    def show_failure(self, error: Exception) -> None:
        self._restart.hide()
        self._say(self.tr("This cannot be trained"), failure(error) or type(error).__name__)

    def _say(self, title: str, words: str, why: str = "", norms: Sequence[tuple[str, str]] = ()) -> None:
        self._title.setText(title)
        self._words.setText(words)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._norms.show_numbers(norms)
        self.setAccessibleName(self.tr("{0}: {1}").format(title, words))
        self.setAccessibleDescription(why)
        self._appear()

    def _fit(self) -> None:
        width = min(_CARD_WIDTH, self._free().width())
        self.setFixedWidth(width)
        inner = width - 2 * _PAD
        for label, room in ((self._words, inner - _ICON - 12), (self._why, inner)):
            label.setFixedWidth(room)
            label.setFixedHeight(label.heightForWidth(room))
        self.adjustSize()

    @Slot()
    def _place(self) -> None:
        self._fit()
        free = self._free()
        card = self.rect()
        card.moveCenter(free.center())
        self.move(card.topLeft())
        if self.isVisible():
            self.veil.cover()

    def _appear(self) -> None:
        super()._appear()
        self.veil.show()
        self.veil.cover()

    def hideEvent(self, event: QEvent) -> None:
        self.veil.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        theme = self._appearance.theme
        plate = QRectF(_PAD, _PAD, _ICON, _ICON)
        rounded(painter, plate, RADIUS["tile"], theme.color("surface2"), theme.color("border"))
        draw_icon(painter, QPointF(plate.center()), theme, "octagon-alert", "text", 20)


class _Norms(QWidget):
    """How long the gradient was in each of the last steps."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._tiles = [StatTile(appearance, f"gradientNorm{place}", "", "grad") for place in range(_NORMS)]
        row = QHBoxLayout()
        row.setSpacing(8)
        for tile in self._tiles:
            row.addWidget(tile, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(6)
        column.addWidget(Label(appearance, self.tr("Gradient norm of the last steps"), "label", "text2"))
        column.addLayout(row)

    def show_numbers(self, numbers: Sequence[tuple[str, str]]) -> None:
        """Show (step, number) of up to four steps; nothing at all where there is none."""
        self.setVisible(bool(numbers))
        for place, tile in enumerate(self._tiles):
            tile.setVisible(place < len(numbers))
            if place < len(numbers):
                tile.show_label(numbers[place][0])
                tile.show_value(numbers[place][1])


class _Veil(QWidget):
    """Dims the canvas but for cards and toolbars, which float above it: their shadows fall on it."""

    def __init__(self, appearance: Appearance, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._appearance, self._canvas = appearance, canvas
        self._above: list[QWidget] = []
        self.setObjectName("veil")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self) -> None:
        self.setGeometry(self._canvas.rect())
        parts = self._canvas.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        self._above = [part for part in parts if isinstance(part, Card | Plate | Floating)]
        self.raise_()
        for part in self._above:
            part.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setOpacity(1.0 - _VEIL)
        painter.fillRect(self.rect(), theme.color("canvas"))
        painter.setOpacity(1.0)
        for part in self._above:
            if part.isVisible():
                draw_shadow(painter, part.geometry(), theme)
