"""What is said when an edit puts a trained run aside."""

from PySide6.QtCore import QObject, Signal, Slot

from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.notice import Notice
from nndesk.ui.teaching import Teaching
from nndesk.ui.words import grouped


class Aside(QObject):
    """Says that the run is kept, and leads back to it while that edit is the newest. Silent in lessons."""

    said = Signal(str)  # for assistive technology

    def __init__(
        self, document: Document, controller: Controller, teaching: Teaching, notice: Notice
    ) -> None:
        super().__init__(notice)
        self._stack, self._teaching, self._notice = document.undo_stack, teaching, notice
        self._edit = -1  # how many edits there were with the one that is spoken of
        self._words = ""
        controller.put_aside.connect(self._say)
        self._stack.indexChanged.connect(self._follow)
        notice.taken.connect(self._go_back)

    @Slot(int)
    def _say(self, epochs: int) -> None:
        edit = self._stack.index()
        if self._teaching.lecture is not None or (edit == self._edit and self._is_said):
            return  # of a drag, the first step has said it
        words = self.tr("The run of {0} epochs is kept")
        if epochs == 1:
            words = self.tr("The run of 1 epoch is kept")
        self._edit, self._words = edit, words.format(grouped(epochs))
        self._notice.show_text(self._words, self.tr("Go back"))
        self.said.emit(self._words)

    @property
    def _is_said(self) -> bool:
        return self._notice.isVisible() and self._notice.accessibleName() == self._words

    @Slot(int)
    def _follow(self, index: int) -> None:
        if index != self._edit and self._is_said:
            self._notice.hide()

    @Slot()
    def _go_back(self) -> None:
        self._notice.hide()
        if self._stack.index() == self._edit:
            self._stack.undo()
