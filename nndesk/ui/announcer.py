"""Changes of state, said once to those who do not see them."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from nndesk.session.controller import Controller
from nndesk.ui.canvas.spoken import target_words
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.words import grouped

_MOST_NAMED = 1  # of what is selected


class Announcer(QObject):
    """Listens to the controller and to the selection; says what has changed since it last spoke."""

    announced = Signal(str)

    def __init__(self, controller: Controller, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._controller, self._canvas = controller, canvas
        self._state = self._state_words()
        controller.state_changed.connect(self._tell_state)
        canvas.selection.changed.connect(self._tell_selection)

    def _state_words(self) -> str:
        controller = self._controller
        if controller.error is not None:
            return self.tr("Training is not possible")
        if controller.playing:
            return self.tr("Training")
        match controller.stopped:
            case None:
                return self.tr("Paused")
            case "diverged":
                words = self.tr("Training stopped in epoch {0}: the numbers left their range")
                return words.format(grouped(controller.stopped_epoch))
            case "epochs":
                return self.tr("Paused: the last epoch is reached")
            case "loss_below":
                return self.tr("Paused: the loss is low enough")
            case _:
                return self.tr("Paused: back at the best epoch")

    @Slot(str)
    def say(self, words: str) -> None:
        """Say why something could not be, or the like."""
        if words:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._canvas, words))
            self.announced.emit(words)

    @Slot()
    def _tell_state(self) -> None:
        words = self._state_words()
        if words != self._state:
            self._state = words
            self.say(words)

    @Slot()
    def _tell_selection(self) -> None:
        targets = self._canvas.selection.targets
        if len(targets) > _MOST_NAMED:
            self.say(self.tr("{0} selected").format(grouped(len(targets))))
        elif targets:
            words = target_words(self._canvas.document.experiment, self._canvas.picture, targets[0])
            self.say(self.tr("Selected: {0}").format(words))
        else:
            self.say(self.tr("Nothing is selected"))
