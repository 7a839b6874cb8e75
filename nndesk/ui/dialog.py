"""The question what shall become of unsaved work: a card over the window that does not block it."""

from enum import IntEnum

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from nndesk.ui.focus import FocusRing
from nndesk.ui.shapes import draw_shadow, rounded
from nndesk.ui.theme import RADIUS, Appearance
from nndesk.ui.widgets import Button, Label

_WIDTH = 400
_INSET = 20
_REACH = 28  # of the shadow, around the card


class Answer(IntEnum):
    """What a `SaveDialog` finishes with."""

    CANCEL = 0
    SAVE = 1
    DISCARD = 2


class SaveDialog(QDialog):
    """Asks whether to save first. Show it with ``open``; ``finished`` tells the `Answer`."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._appearance = appearance
        self.setObjectName("unsavedDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = Label(appearance, self.tr("Save the changes first?"), "title")
        words = Label(
            appearance, self.tr("Without saving, what was changed or trained since is lost."), "body", "text2"
        )
        words.setWordWrap(True)
        self.setWindowTitle(title.text())
        self.setAccessibleDescription(words.text())
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 16, 0, 0)
        buttons.setSpacing(8)
        for answer, text, name in (
            (Answer.DISCARD, self.tr("Don’t save"), "discardButton"),
            (Answer.CANCEL, self.tr("Cancel"), "cancelButton"),
            (Answer.SAVE, self.tr("Save"), "saveButton"),
        ):
            button = Button(appearance, text, primary=answer is Answer.SAVE)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.setDefault(answer is Answer.SAVE)
            button.clicked.connect(lambda _checked=False, answer=answer: self.done(answer))
            buttons.addWidget(button)
            if answer is Answer.DISCARD:
                buttons.addStretch(1)
            elif answer is Answer.SAVE:
                button.setFocus()
        column = QVBoxLayout(self)
        around = _REACH + _INSET
        column.setContentsMargins(around, around, around, around)
        column.setSpacing(4)
        column.addWidget(title)
        column.addWidget(words)
        column.addLayout(buttons)
        self.setFixedWidth(appearance.theme.px(_WIDTH) + 2 * _REACH)
        FocusRing(appearance, self)
        appearance.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        card = self.rect().adjusted(_REACH, _REACH, -_REACH, -_REACH)
        draw_shadow(painter, card, theme)
        rounded(painter, QRectF(card), RADIUS["card"], theme.color("surface"), theme.color("border"))
