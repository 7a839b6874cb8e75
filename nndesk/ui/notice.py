"""What the window says of its own accord: a line that goes by itself, the card of a run that ended badly."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QTimer
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nndesk.ui.shapes import draw_icon, rounded
from nndesk.ui.theme import RADIUS, Appearance
from nndesk.ui.widgets import Button, IconButton, Label

_NOTICE_MS = 6000
_CARD_WIDTH = 640


class _Floating(QWidget):
    """A plate at a fixed place over the canvas, which may be narrower than it would like."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance, self._canvas = appearance, parent
        parent.installEventFilter(self)
        appearance.changed.connect(self.update)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

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
            RADIUS["card"],
            theme.color("surface"),
            theme.color("borderStrong"),
        )


class Notice(_Floating):
    """One sentence at the bottom of the canvas, for six seconds or until it is closed."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("notice")
        self._words = Label(appearance, "", "body")
        self._words.setWordWrap(True)
        close = IconButton(appearance, "x", self.tr("Close"), size=26, icon_size=14)
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.addWidget(self._words, 1)
        row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def show_text(self, text: str) -> None:
        self._words.setText(text)
        self.setAccessibleName(text)
        width = min(self._words.fontMetrics().horizontalAdvance(text) + 4, self._canvas.width() - 96)
        self._words.setFixedWidth(width)
        self._words.setFixedHeight(self._words.heightForWidth(width))
        self._appear()
        self._timer.start(_NOTICE_MS)

    def hideEvent(self, event: QEvent) -> None:
        self._timer.stop()

    def _place(self) -> None:
        canvas = self._canvas.rect()
        self.move((canvas.width() - self.width()) // 2, canvas.height() - self.height() - 64)


class ErrorCard(_Floating):
    """What stopped the training: where, and what can be done."""

    def __init__(self, appearance: Appearance, restart: QAction, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("errorCard")
        self._title = Label(appearance, "", "title")
        self._words = Label(appearance, "", "body", "text2")
        self._words.setWordWrap(True)
        self._restart = Button(appearance, self.tr("Restart"), icon="rotate-ccw", action=restart)
        close = Button(appearance, self.tr("Close"))
        close.clicked.connect(self.hide)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 12, 0, 0)
        buttons.addWidget(self._restart)
        buttons.addStretch(1)
        buttons.addWidget(close)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._words)
        words.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(68, 20, 20, 20)
        row.addLayout(words)
        self.hide()

    def show_divergence(self, epoch: int) -> None:
        self._restart.show()
        self._say(
            self.tr("Training stopped"),
            self.tr(
                "The loss left the number range in epoch {0}. The network stands at epoch {1}, "
                "the last good one. A smaller learning rate takes shorter steps."
            ).format(epoch, max(epoch - 1, 0)),
        )

    def show_failure(self, error: Exception) -> None:
        self._restart.hide()
        self._say(self.tr("This cannot be trained"), str(error) or type(error).__name__)

    def _say(self, title: str, words: str) -> None:
        self._title.setText(title)
        self._words.setText(words)
        self.setAccessibleName(self.tr("{0}: {1}").format(title, words))
        width = min(_CARD_WIDTH, self._canvas.width() - 64)
        self.setFixedWidth(width)
        self._words.setFixedWidth(width - 88)
        self._words.setFixedHeight(self._words.heightForWidth(width - 88))
        self._appear()

    def _place(self) -> None:
        canvas = self._canvas.rect()
        self.move((canvas.width() - self.width()) // 2, (canvas.height() - self.height()) // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        theme = self._appearance.theme
        plate = QRectF(20, 20, 36, 36)
        rounded(painter, plate, RADIUS["tile"], theme.color("surface2"), theme.color("border"))
        draw_icon(painter, QPointF(plate.center()), theme, "octagon-alert", "text", 20)
