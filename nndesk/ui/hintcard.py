"""The hint that is given, over the canvas's lower edge: a sentence, and the way to the place it is about."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QPointF, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout

from nndesk.project.messages import Hint
from nndesk.session.controller import Controller
from nndesk.session.hinting import Hinting
from nndesk.ui.bottomcard import BottomCard
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.shapes import draw_icon
from nndesk.ui.teaching import Teaching
from nndesk.ui.theme import Appearance
from nndesk.ui.widgets import Button, IconButton, Label
from nndesk.ui.words import grouped, layer_name

_ICON, _PAD, _APART = 16, 12, 10


class Told(NamedTuple):
    """A hint in words, what its button says, the panel that it opens, and the control there."""

    words: str
    button: str
    panel: str  # of what would be selected
    control: str


class HintCard(BottomCard):
    """Shows what `Hinting` gives, unless a lesson or a failure has the floor. Never asks for an answer."""

    radius = "tile"
    widest, least = 720, 400

    asked = Signal(str, str)  # a panel, and a control in it
    said = Signal(str)  # for assistive technology

    def __init__(
        self,
        hinting: Hinting,
        controller: Controller,
        teaching: Teaching,
        appearance: Appearance,
        canvas: CanvasView,
    ) -> None:
        super().__init__(appearance, canvas)
        self.setObjectName("hintCard")
        self._hinting, self._controller, self._teaching = hinting, controller, teaching
        self._told: Told | None = None
        self.hide()
        for signal in (hinting.changed, controller.state_changed, teaching.changed):
            signal.connect(self._show)
        self._show()

    def make(self) -> None:
        """Make what is on the card, where it is not there yet: its first hint needs it."""
        if self.layout() is not None:
            return
        appearance, hinting = self._appearance, self._hinting
        self._words = Label(appearance, "", "body")
        self._words.setWordWrap(True)
        self._open = Button(appearance, "")
        self._open.setObjectName("hintOpenButton")
        self._open.clicked.connect(self._ask)
        self._close = IconButton(appearance, "x", self.tr("Close"), size=26, icon_size=14)
        self._close.setObjectName("hintCloseButton")
        self._close.clicked.connect(hinting.close)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_PAD + _ICON + _APART, 6, 6, 6)
        self._row.setSpacing(_APART)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._open)
        self._row.addWidget(self._close)

    @Slot()
    def _show(self) -> None:
        hint, controller = self._hinting.hint, self._controller
        failed = controller.error is not None or controller.stopped == "diverged"
        if hint is None or failed or self._teaching.lecture is not None:
            if self._told is not None:
                self._told = None
                if self._teaching.lecture is None:
                    self.leave()
                else:
                    self.hide()  # the lesson's card has the room
            return
        layers = len(self._view.document.experiment.network.layers)
        told = hint_words(hint, layers)
        if told != self._told:
            self.make()
            new = self._told is None or told.control != self._told.control
            self._told = told
            self._words.setText(told.words)
            self._open.setText(told.button)
            self._open.updateGeometry()
            self.setAccessibleName(told.words)
            self._appear()
            if new:  # its numbers change while it is there
                self.said.emit(told.words)

    @Slot()
    def _ask(self) -> None:
        told = self._told
        self._hinting.close()
        if told is not None:
            self.asked.emit(told.panel, told.control)

    def _fit(self, width: int) -> None:
        buttons = sum(button.sizeHint().width() + _APART for button in (self._open, self._close))
        margins = self._row.contentsMargins()
        room = width - margins.left() - margins.right() - buttons
        self._words.setFixedSize(room, self._words.heightForWidth(room))
        self._row.activate()
        self.setFixedSize(width, self._row.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        middle = QPointF(_PAD + _ICON / 2, self.height() / 2)
        draw_icon(QPainter(self), middle, self._appearance.theme, "info", "text2", _ICON)


def hint_words(hint: Hint, layers: int) -> Told:
    """``hint`` in words; the network has so many ``layers``."""
    translate = QCoreApplication.translate
    match hint.kind:
        case "rate":
            words = translate("Hints", "The learning rate is 0, so training changes nothing.")
            return Told(words, translate("Hints", "Learning rate"), "none", "learningRateBox")
        case "schedule":
            words = translate(
                "Hints", "The schedule has brought the learning rate to 0: nothing changes any more."
            )
            return Told(words, translate("Hints", "Schedule"), "none", "scheduleTiles")
        case "dead":
            words = translate(
                "Hints", "{0}: {1} of {2} neurons are dead. They pass no error on and learn nothing."
            )
            counts = grouped(hint.units), grouped(hint.of)
            words = words.format(layer_name(hint.layer, layers), *counts)
            return Told(words, translate("Hints", "Health"), "health", "deadUnitsLabel")
        case "chance":
            words = translate(
                "Hints", "These targets are drawn by chance: there is nothing to learn but the rows by heart."
            )
            return Told(words, translate("Hints", "Data"), "data", "datasetTiles")
        case _:
            words = translate(
                "Hints",
                "From epoch {0} on it overfits: the test loss rises while the train loss falls.",
            )
            return Told(words.format(grouped(hint.epoch)), translate("Hints", "Stop when"), "none", "stopBox")
