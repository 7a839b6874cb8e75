"""A lesson under way in the window: its clock, its questions, and what the learner answered."""

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from nndesk.errors import NndeskError
from nndesk.interop.lesson import Lesson
from nndesk.session.player import Player, Stage, Told

_TICK_MS = 33

#: Losses over the epochs as somebody draws them: points, as shares of the width and of the height from below.
Strokes = tuple[tuple[tuple[float, float], ...], ...]


class Lecture(QObject):
    """Goes from step to step as somebody asks. The timer runs while a step is being played, and only then."""

    changed = Signal()  # another step, or another part of it
    failed = Signal(object)  # NndeskError: an action could not be done

    def __init__(
        self,
        lesson: Lesson,
        stage: Stage,
        parent: QObject | None = None,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        super().__init__(parent)
        self._player, self._clock = Player(lesson, stage), clock
        self._began = 0.0
        self._hurried = False  # all that is left of the step is to be done now
        self._then: Callable[[], None] | None = None  # once it is done
        self._was_told = False  # the step was gone back to: its answer is known
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.told = Told(lesson, 0)
        self.answer: int | None = None
        self.strokes: Strokes = ()  # drawn by the learner; they stay for the step that shows how it is
        self._drawn_at = -1

    @property
    def lesson(self) -> Lesson:
        return self._player.lesson

    @property
    def playing(self) -> bool:
        """Whether a step is being played."""
        return self._timer.isActive()

    @property
    def at_end(self) -> bool:
        return self.told.index + 1 == len(self.lesson.steps)

    def start(self, *, opened: bool = False) -> None:
        """Open what the lesson begins with, or take it as ``opened``, and play its first step."""
        self._try(lambda: self._player.start(opened=opened))
        self._play()

    def go_on(self) -> None:
        """To the next step; what is left of this one is done first."""
        if self.playing and not self._hurried:
            self._hurry(self._go_on)
        elif not self.playing:
            self._go_on()

    def go_further(self) -> None:
        """To the question of this step, then to its answer, then to the next step."""
        ask = self.told.step.ask
        if self.playing and ask is not None:
            self._hurry(None)
        elif ask is not None and not self.told.asked:
            self._tell(asked=True)
        elif ask is not None and not self.told.marked:
            self.reveal()
        else:
            self.go_on()

    def go_back(self) -> None:
        """Take this step back; its effects are gone, and the step before has its last word."""
        self._then = None
        self._play(told=bool(self._try(self._player.go_back)))

    def reveal(self) -> None:
        """Show the answer. What a curve was drawn for comes with the next step."""
        ask = self.told.step.ask
        if ask is None or self.playing:
            return
        self._tell(asked=True, marked=True)
        if ask.draw is not None:
            self.go_on()

    def choose(self, answer: int) -> None:
        """Take one of the answers, as long as the right one is not shown."""
        if self.asking:
            self.answer = answer
            self.changed.emit()

    def draw(self, strokes: Strokes) -> None:
        """Take the curves that the learner drew."""
        if self.asking:
            self.strokes, self._drawn_at = strokes, self.told.index
            self.changed.emit()

    @property
    def asking(self) -> bool:
        """Whether there is a question now that can be answered: what the step does is done."""
        return self.told.step.ask is not None and not self.playing and not self.told.marked

    @property
    def answered(self) -> bool:
        """Whether the question of this step has been answered."""
        ask = self.told.step.ask
        if ask is None:
            return False
        return self.answer is not None if ask.draw is None else bool(self.strokes)

    def close(self) -> None:
        self._timer.stop()

    # -- playing ----------------------------------------------------------------------------------

    def _play(self, *, told: bool = False) -> None:
        """Play the step that the player is at, whose answer has been ``told`` or not."""
        self._began, self._hurried, self._was_told = self._clock(), False, told
        self.answer = None
        if self._player.index - self._drawn_at not in (0, 1):
            self.strokes = ()
        self._tell()
        self._timer.start()
        self._tick()

    def _tick(self) -> None:
        seconds = float("inf") if self._hurried else self._clock() - self._began
        if self._try(lambda: self._player.play_to(seconds)) is False:
            return
        self._timer.stop()
        then, self._then = self._then, None
        if then is not None:
            then()
        elif self._was_told and self.told.step.ask is not None:
            self._tell(asked=True, marked=True)
        else:
            self.changed.emit()

    def _hurry(self, then: Callable[[], None] | None) -> None:
        self._hurried, self._then = True, then
        self._tick()

    def _go_on(self) -> None:
        if self._player.go_on():
            self._play()

    def _tell(self, *, asked: bool = False, marked: bool = False) -> None:
        self.told = Told(self.lesson, self._player.index, asked, marked)
        self.changed.emit()

    def _try(self, act: Callable[[], object]) -> object:
        """Do it; where it cannot be done, say so and go no further in this step."""
        try:
            return act()
        except NndeskError as error:
            self.failed.emit(error)
            return None
