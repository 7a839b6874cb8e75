"""The menu Teach: lessons, their steps, and Present; in one language."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from nndesk.interop.lesson import bundled
from nndesk.ui.filing import Filing
from nndesk.ui.menu import Menu
from nndesk.ui.teaching import Teaching
from nndesk.ui.theme import Appearance
from nndesk.ui.words import in_language


class Teach(QObject):
    """These actions, and the menu of the lessons. They ask; `Teaching` does."""

    def __init__(
        self,
        teaching: Teaching,
        filing: Filing,
        appearance: Appearance,
        make: Callable[..., QAction],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._teaching, self._filing, self._appearance = teaching, filing, appearance
        presenter = teaching.presenter
        self.present = make("actionPresent", self.tr("Present"), presenter.start, "F5")
        self.next = make("actionLessonNext", self.tr("Next step"), teaching.go_on, "PgDown")
        self.back = make("actionLessonBack", self.tr("Step before"), presenter.go_back, "PgUp")
        self.leave = make("actionLessonLeave", self.tr("Leave the lesson"), teaching.leave)
        teaching.changed.connect(self._show)
        self._show()

    @property
    def entries(self) -> tuple[QAction | Callable[[Menu], Menu] | None, ...]:
        """What the menu holds."""
        return self.present, None, self.lessons, self.next, self.back, self.leave

    def lessons(self, parent: Menu) -> Menu:
        menu = Menu(self._appearance, self.tr("Lessons"), parent)
        for lesson in bundled():
            action = menu.addAction(in_language(lesson.title))
            action.setData(str(lesson.path))
        menu.triggered.connect(self._open)
        return menu

    @Slot(QAction)
    def _open(self, action: QAction) -> None:
        self._filing.open(action.data())

    @Slot()
    def _show(self) -> None:
        for action in (self.next, self.back, self.leave):
            action.setEnabled(self._teaching.lecture is not None)
