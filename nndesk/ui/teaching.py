"""Teaching with one window: the lesson that is under way, and Present."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from nndesk.errors import NndeskError
from nndesk.interop.lesson import Lesson, source_of
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.session.lecture import Lecture
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.present.presenter import Presenter
from nndesk.ui.selection import Selection
from nndesk.ui.stage import WindowStage
from nndesk.ui.words import failure


class Teaching(QObject):
    """Begins and ends lessons. What they show is the card's and the presenter's."""

    changed = Signal()  # another lesson, or none
    failed = Signal(str)  # a sentence

    def __init__(
        self,
        document: Document,
        controller: Controller,
        selection: Selection,
        presenter: Presenter,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._document, self._controller = document, controller
        self._selection, self.presenter = selection, presenter
        self._canvas: CanvasView | None = None
        self._stage: WindowStage | None = None
        self.lecture: Lecture | None = None
        document.opened.connect(self.leave)

    def take_canvas(self, canvas: CanvasView) -> None:
        """The window's content was made anew."""
        self._canvas = canvas
        if self._stage is not None:
            self._stage.canvas = canvas
        self.presenter.take_canvas(canvas)

    @Slot(object)
    def begin(self, lesson: Lesson) -> None:
        """Open what ``lesson`` begins with, and begin it; all it does from there is one undo step."""
        try:
            opened = source_of(lesson.source, lesson.folder)
        except NndeskError as error:
            self.failed.emit(failure(error))
            return
        self._document.open(opened.experiment, None, opened.record)  # which ends another lesson
        assert self._canvas is not None
        stage = WindowStage(self._document, self._controller, self._selection, self._canvas)
        lecture = Lecture(lesson, stage, self)
        lecture.failed.connect(self._fail)
        self._stage, self.lecture = stage, lecture
        self._show()
        lecture.start(opened=True)

    @Slot()
    def go_on(self) -> None:
        """The next thing: in the window an answer is shown only once the learner has given one."""
        lecture = self.lecture
        if self.presenter.active or lecture is None:
            self.presenter.go_on()
        elif not lecture.asking:
            lecture.go_on()
        elif lecture.answered:
            lecture.reveal()

    @Slot()
    def leave(self) -> None:
        """End the lesson; the network stays as it stands."""
        if self.lecture is not None and self._stage is not None:
            self.lecture.close()
            self.lecture.deleteLater()
            self._stage.deleteLater()
            self.lecture = self._stage = None
            self._show()

    def escape(self) -> bool:
        """One level up: out of Present, out of the lesson; says whether there was one."""
        if self.presenter.active:
            self.presenter.stop()
        elif self.lecture is not None:
            self.leave()
        else:
            return False
        return True

    def close(self) -> None:
        self.presenter.close()
        self.leave()

    def _show(self) -> None:
        self.presenter.take_lecture(self.lecture)
        self.changed.emit()

    def _fail(self, error: NndeskError) -> None:
        self.failed.emit(failure(error))
