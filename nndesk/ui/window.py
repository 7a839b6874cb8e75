"""The main window: its parts at their places, its menus, and the way in and out of files."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from nndesk.ui.front import Front
from nndesk.ui.garbage import Collector
from nndesk.ui.language import retranslated
from nndesk.ui.renewal import find_focused, focus_path, give_size
from nndesk.ui.soon import Soon
from nndesk.ui.theme import SIZE, Appearance, Bounded

if TYPE_CHECKING:  # to show the window takes Qt alone: what fills it is imported after its first paint
    from nndesk.session.controller import Controller
    from nndesk.session.document import Document
    from nndesk.session.recent import Recent
    from nndesk.ui.canvas.view import CanvasView
    from nndesk.ui.following import Following

_MOST_TEXT = 1.5  # on the canvas and in the transport; panels and menus go beyond
_LATER_MS = 100  # until content that was replaced is deleted: first the new one is painted


class MainWindow(QMainWindow):
    """Everything on screen. Holds no training state: it connects those who do."""

    painted = Signal()  # for the first time, empty as it is
    filled = False  # whether all that it shows is there

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mainWindow")
        self.setWindowTitle("nndesk")
        self.setMinimumSize(*SIZE["minWindow"])
        self.appearance = appearance
        self._bounded = Bounded(appearance, _MOST_TEXT)  # for what cannot scroll
        self._may_close = False
        self._old: list[QWidget] = []  # content that was replaced
        self._soon = Soon(self, self._finish, _LATER_MS)
        front = Front(appearance)
        front.painted.connect(self.painted)
        self.setCentralWidget(front)

    def fill(
        self, document: "Document", controller: "Controller", following: "Following", recent: "Recent"
    ) -> None:
        """Put everything into the window that is still empty."""
        from nndesk.session.hinting import Hinting
        from nndesk.ui.dropping import Dropping
        from nndesk.ui.editing import Editing
        from nndesk.ui.filing import Filing
        from nndesk.ui.focus import FocusRing
        from nndesk.ui.present.presenter import Presenter
        from nndesk.ui.recording.recording import Recording
        from nndesk.ui.selection import Selection
        from nndesk.ui.teaching import Teaching

        self._collector = Collector(self)
        self.document, self.controller = document, controller
        self.selection = Selection(document, self)
        self.editing = Editing(document, controller, self.selection, self)
        self.filing = Filing(document, controller, self.appearance, self.picture_name, self)
        self.following, self.recent = following, recent
        parts = document, controller, self.appearance, self.selection
        presenter = Presenter(*parts, self._experiment_name, self)
        self.teaching = Teaching(document, controller, self.selection, presenter, self)
        self.hinting = Hinting(document, controller, following.preferences, self)
        self.recording = Recording(
            self.appearance, following.preferences, self.picture_name, self._filmed, self
        )
        self.filing.used.connect(self._note_file)
        self._make_content()
        self._shop.finish()
        self.show_selection()
        self.selection.changed.connect(self.show_selection)
        document.opened.connect(self._show_title)
        document.status_changed.connect(self._show_title)
        document.undo_stack.undoTextChanged.connect(self._name_undo)
        document.undo_stack.redoTextChanged.connect(self._name_redo)
        controller.state_changed.connect(self._show_state)
        controller.failed.connect(self._show_failure)
        following.language.changed.connect(self._renew_content)
        following.preferences.changed.connect(self._take_preference)
        self.editing.refused.connect(self.say)
        self.filing.failed.connect(self.say)
        self.filing.said.connect(self.say)
        self.recording.said.connect(self.say)
        self.filing.began.connect(self._begin)
        self.filing.lesson_opened.connect(self.teaching.begin)
        self.teaching.failed.connect(self.say)
        self._dropping = Dropping(self)
        self._dropping.dropped.connect(self.open)
        self._dropping.refused.connect(self.say)
        for signal in (document.opened, document.changed, self.selection.changed, self.filing.opened):
            signal.connect(self.leave_welcome)
        FocusRing(self.appearance, self)
        self.canvas.setFocus()
        self.filled = True

    def show_content(self) -> None:
        """Show what came into a window that is shown already."""
        self._shop.show()
        self.inspector.make_ready()
        if self.welcomes:
            self._shop.welcome.take_keyboard()

    # -- all that speaks a language -----------------------------------------------------------------

    def _make_content(self, before: "CanvasView | None" = None) -> None:
        from nndesk.ui.workshop import Workshop

        shop = Workshop(self, self.appearance, self._bounded, before)
        self._shop = shop
        self.teaching.take_canvas(shop.canvas)
        self.canvas, self.inspector, self.transport = shop.canvas, shop.inspector, shop.transport
        self.setCentralWidget(shop)
        self._show_title()
        self._show_state()

    def _renew_content(self, language: str) -> None:
        """Make everything anew that spoke ``language``; what is shown and done stays as it is."""
        # No widget needs to be told: those that are there go, and the new ones speak it already.
        for told in (*QApplication.topLevelWidgets(), *QApplication.topLevelWindows()):
            QCoreApplication.removePostedEvents(told, QEvent.Type.LanguageChange)
        canvas, inspector, transport = self.canvas, self.inspector, self.transport
        welcomes = self.welcomes
        old, focus, place = self._shop, focus_path(self._shop), canvas.keyboard.target
        self.takeCentralWidget()
        for action in self.actions():
            self.removeAction(action)
            action.setParent(old)  # it goes with what may still ask for it
        old.desk.setParent(old)
        self.controller.forget_views()
        if self.document.undo_stack.count():
            self.document.rename_edits(retranslated(language))
        self._make_content(canvas)
        content = self._shop
        content.setGeometry(old.geometry())
        if welcomes:
            self._shop.pages.setCurrentWidget(self._shop.welcome)
            self._show_title()
        self._name_undo(self.document.undo_stack.undoText())
        self._name_redo(self.document.undo_stack.redoText())
        self.inspector.take_view(inspector)
        self.show_selection()
        self.transport.take_view(transport)
        # The canvas has its size before it takes over what it looks at, and both before it is seen.
        give_size(self.canvas, content)
        self.canvas.take_view(canvas)
        content.take_view(old)
        content.settle()
        content.show()
        # Qt asks for the paint of what is shown by events of their own. All before one paint, not after it.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateLater)
        self.inspector.make_ready()
        if self.controller.error is not None:
            self._show_failure(self.controller.error)
        if focus:
            (find_focused(content, focus) or self.canvas).setFocus(Qt.FocusReason.OtherFocusReason)
        if place != "none":
            self.canvas.keyboard.go_to(place)
        old.hide()
        self._old.append(old)
        self._soon.start()

    def _finish(self) -> None:
        """Do what had to wait until the new words were seen."""
        self._shop.finish()
        self._forget_old()

    def _forget_old(self) -> None:
        self.inspector.forget_before()
        while self._old:
            self._old.pop().deleteLater()

    def _name_undo(self, text: str) -> None:
        self._shop.undo.setText(self.tr("Undo {0}").format(text) if text else self.tr("Undo"))

    def _name_redo(self, text: str) -> None:
        self._shop.redo.setText(self.tr("Redo {0}").format(text) if text else self.tr("Redo"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._dropping.take(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._dropping.take(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._dropping.take(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click that nobody took: on a picture outside the canvas it is for that."""
        if self.filled:
            self._shop.picture_menu.offer(self.childAt(event.pos()), event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not self.filled or not self._escape():
            super().keyPressEvent(event)

    def _escape(self) -> bool:
        """One level up, where nothing deeper took Esc: to the canvas, or out of Present or a lesson."""
        beside = self.focusWidget() not in (None, self, self.canvas) and not self.welcomes
        if beside and not self.teaching.presenter.active:
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return self.teaching.escape()

    # -- what the actions do ------------------------------------------------------------------------

    def take_step(self) -> None:
        if self.transport.step_size == "batch":
            self.controller.step_batch()
        else:
            self.controller.step_epoch()

    # -- selection ------------------------------------------------------------------------------------

    def show_selection(self) -> None:
        shown = self.selection.shown
        self.inspector.show_selection("health" if shown == "none" and self.canvas.lens == "health" else shown)

    def _take_preference(self, name: str) -> None:
        self._shop.take_preference(name)

    # -- the welcome page ---------------------------------------------------------------------------

    @property
    def welcomes(self) -> bool:
        """Whether the welcome page is there instead of canvas, panel and transport."""
        return self._shop.welcomes

    def show_welcome(self) -> None:
        self._shop.pages.setCurrentWidget(self._shop.welcome)
        self._show_title()
        if self._shop.isVisible():
            self._shop.welcome.take_keyboard()

    def leave_welcome(self, *_: object) -> None:
        """Show what is open."""
        if self.welcomes:
            self._shop.pages.setCurrentIndex(0)
            self._show_title()
            self.canvas.setFocus()

    def _begin(self) -> None:
        """An empty canvas is there to be drawn on."""
        self.canvas.set_tool("draw")

    # -- what the window says ---------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """Say one sentence where it is seen."""
        self._shop.say(text)

    def _show_title(self) -> None:
        if self.welcomes:
            self._shop.title.show_text("nndesk")
            self._shop.edited.hide()
            self.setWindowTitle("nndesk")
            return
        path = self.document.path
        name = path.name if path else self._experiment_name()
        self._shop.title.show_text(name)
        self._shop.edited.setText(self.tr("· edited"))
        self._shop.edited.setVisible(self.document.dirty)
        self.setWindowTitle(self.tr("{0}[*] – nndesk").format(name))
        self.setWindowModified(self.document.dirty)

    def picture_name(self) -> str:
        """What a file of it is called where nobody says otherwise, in signs that names of files may have."""
        from nndesk.ui.words import file_name

        path = self.document.path
        return file_name(path.stem if path else self._experiment_name())

    def _filmed(self, scene: str) -> tuple[QWidget, QRect]:
        """What a recording of ``scene`` shows: a window, and the part of it."""
        presented = self.teaching.presenter.window
        if presented is not None:
            return presented, presented.rect()
        canvas = self.canvas
        if scene == "canvas" and canvas.isVisible():
            return self, QRect(canvas.mapTo(self, QPoint()), canvas.size())
        return self, self.rect()

    def _experiment_name(self) -> str:
        return self._shop.experiment_name()

    def _show_state(self) -> None:
        if self.controller.playing:
            self.leave_welcome()
        self._shop.show_state()

    def _show_failure(self, error: Exception) -> None:
        self._shop.show_failure(error)

    # -- files and closing ------------------------------------------------------------------------------

    def open(self, source: str) -> None:
        """Open a file, or a preset by its name, once the work in hand is safe or given up."""
        self.filing.open(source)

    def save(self) -> None:
        """Save to the file that is open, or ask where to."""
        self.filing.save()

    def save_to(self, path: Path) -> None:
        """Write the experiment and its run to ``path``, in a thread of its own."""
        self.filing.save_to(path)

    def _note_file(self, path: Path) -> None:
        self.recent.add(path, self._shop.units())

    def export_picture(self, path: Path) -> None:
        """Write the canvas to ``path``, as PNG or, where its name says so, as SVG or PDF."""
        self._shop.desk.export_picture(path)

    def close_without_asking(self) -> None:
        """Close, and give up what is not saved."""
        self._may_close = True
        self.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.filled:
            self.inspector.make_ready()  # behind the welcome page too

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.filled:
            return
        if self.filing.saving and not self._may_close:
            event.ignore()
            self.filing.when_saved(self.close)
            return
        if self.document.dirty and not self._may_close:
            event.ignore()
            self.filing.when_safe(self.close_without_asking)
            return
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()  # a menu that is open when its window is destroyed ends the program
        self.controller.close()
        self.recording.close()
        self._collector.stop()
        self._soon.stop()
        self._forget_old()
        self.teaching.close()
        self.filing.close()
        self._shop.say_no_more()
        super().closeEvent(event)
