"""The main window: its parts at their places, its menus, and the way in and out of files."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from nndesk.interop.source import presets
from nndesk.project.spec import input_count
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.session.recent import Recent
from nndesk.ui.announcer import Announcer
from nndesk.ui.appbar import AppBar
from nndesk.ui.canvas.invitation import Invitation
from nndesk.ui.canvas.lensbar import LensBar
from nndesk.ui.canvas.reading import Reading
from nndesk.ui.canvas.tools import CanvasTools
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.cards import DataCard, LossCard
from nndesk.ui.commands import Commands
from nndesk.ui.desk import Desk
from nndesk.ui.divergence import told
from nndesk.ui.dropping import Dropping
from nndesk.ui.editing import Editing
from nndesk.ui.filing import Filing
from nndesk.ui.focus import FocusRing
from nndesk.ui.following import Following
from nndesk.ui.garbage import Collector
from nndesk.ui.language import retranslated
from nndesk.ui.menu import Menu
from nndesk.ui.menubar import MenuBar
from nndesk.ui.notice import ErrorCard, Notice
from nndesk.ui.panels.inspector import Inspector
from nndesk.ui.regions import Regions
from nndesk.ui.renewal import find_focused, focus_path
from nndesk.ui.selection import Selection
from nndesk.ui.strip import ProbeStrip
from nndesk.ui.theme import SIZE, Appearance, Bounded
from nndesk.ui.transport import Transport
from nndesk.ui.widgets import Label
from nndesk.ui.words import in_language

_MOST_TEXT = 1.5  # on the canvas and in the transport; panels and menus go beyond

#: Of a menu: an action, what makes a menu inside it, or a line.
Entry = QAction | Callable[[Menu], Menu] | None


class MainWindow(QMainWindow):
    """Everything on screen. Holds no training state: it connects those who do."""

    def __init__(
        self,
        document: Document,
        controller: Controller,
        appearance: Appearance,
        following: Following,
        recent: Recent,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("mainWindow")
        self.setMinimumSize(*SIZE["minWindow"])
        self.document = document
        self.controller = controller
        self._appearance = appearance
        self._bounded = Bounded(appearance, _MOST_TEXT)  # for what cannot scroll
        self.selection = Selection(document, self)
        self.editing = Editing(document, controller, self.selection, self)
        self.filing = Filing(document, controller, appearance, self._experiment_name, self)
        self.following, self.recent = following, recent
        self.filing.used.connect(self._note_file)
        self._may_close = False
        self._collector = Collector(self)
        self._make_content()
        self.selection.changed.connect(self._show_selection)
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
        self.filing.began.connect(self._begin)
        dropping = Dropping(self)
        dropping.dropped.connect(self.open)
        dropping.refused.connect(self.say)
        for signal in (document.opened, document.changed, self.selection.changed, self.filing.opened):
            signal.connect(self.leave_welcome)
        FocusRing(appearance, self)
        self.canvas.setFocus()

    # -- all that speaks a language -----------------------------------------------------------------

    def _make_content(self) -> None:
        self._make_actions()
        self._make_parts()
        self._make_menus()
        self._show_title()
        self._show_state()

    def _renew_content(self, language: str) -> None:
        """Make everything anew that spoke ``language``; what is shown and done stays as it is."""
        canvas, inspector, transport = self.canvas, self.inspector, self.transport
        page = self._pages.currentIndex()
        old, focus = self._content, focus_path(self._content)
        self.takeCentralWidget()
        for action in self.actions():
            self.removeAction(action)
            action.setParent(None)
            action.deleteLater()
        self._desk.deleteLater()
        self.controller.forget_views()
        if self.document.undo_stack.count():
            self.document.rename_edits(retranslated(language))
        self._make_content()
        content = self._content
        content.setGeometry(old.geometry())
        self._pages.setCurrentIndex(page)
        self._show_title()
        self._show_selection()
        self._name_undo(self.document.undo_stack.undoText())
        self._name_redo(self.document.undo_stack.redoText())
        self.inspector.take_view(inspector)
        content.show()
        self.inspector.make_ready()
        # The canvas has its size before it takes over what it looks at.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self.canvas.take_view(canvas)
        self.transport.take_view(transport)
        self.controller.tell_again()
        if self.controller.error is not None:
            self._show_failure(self.controller.error)
        if focus:
            (find_focused(content, focus) or self.canvas).setFocus(Qt.FocusReason.OtherFocusReason)
        old.hide()
        old.deleteLater()

    # -- parts ----------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        document, controller, appearance = self.document, self.controller, self._appearance
        bounded = self._bounded
        self.canvas = CanvasView(
            document,
            controller,
            bounded,
            DataCard(document, controller, bounded),
            LossCard(document, controller, bounded),
            self.selection,
        )
        self.canvas.play_requested.connect(self._play.trigger)
        self.canvas.lens_changed.connect(self._show_selection)
        history = ((self._undo, "undo-2"), (self._redo, "redo-2"))
        self._commands = Commands(
            appearance, document, self.selection, self.editing, self._action, self.canvas
        )
        self._commands.offer(self._desk.copy_picture)
        self.canvas.pointing.join_requested.connect(self.editing.join)
        self.canvas.picking.menu_requested.connect(self._commands.show_menu)
        self.canvas.reordering.move_requested.connect(self.editing.move_layer)
        announcer = Announcer(controller, self.canvas)
        self.editing.refused.connect(announcer.say)
        self.filing.failed.connect(announcer.say)
        self.canvas.drawing.refused.connect(announcer.say)
        self._tools = CanvasTools(bounded, self.canvas, history)
        Invitation(self.canvas, document)
        self._lenses = LensBar(bounded, self.canvas)
        self.canvas.set_dashes(self.following.preferences["dashes"])
        self._reading = Reading(bounded, self.canvas)
        self._reading.dashes.triggered.connect(self._note_dashes)
        self._reading.add_to(self._lenses.plate.row)
        self._notice = Notice(bounded, self.canvas, self.canvas.floats.free_band)
        self.filing.opened.connect(self._notice.hide)
        self._error_card = ErrorCard(bounded, self._restart, self.canvas, self.canvas.floats.free_middle)
        self._strip = ProbeStrip(controller, bounded, self.canvas, self.canvas.floats.free_band)
        self._notice.raise_()
        self.inspector = Inspector(document, controller, appearance)
        self.inspector.selected.connect(self.selection.set)
        self.transport = Transport(
            document, controller, bounded, play=self._play, step=self._step, restart=self._restart
        )
        self._menu_bar = MenuBar()
        self._title = Label(appearance, "", "bodyStrong")
        self._edited = Label(appearance, "", "body", "text2")
        bar = AppBar(appearance, self._menu_bar, self._title, self._edited)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.canvas, 1)
        middle.addWidget(self.inspector)
        work = QWidget()
        below = QVBoxLayout(work)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addLayout(middle, 1)
        below.addWidget(self.transport)
        self.welcome = self._desk.welcome()
        self.welcome.left.connect(self.leave_welcome)
        self._pages = QStackedWidget()
        self._pages.addWidget(work)
        self._pages.addWidget(self.welcome)
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(self._content)
        transport = self.transport
        bars = (
            bar,
            self._tools.plate,
            self.canvas,
            self._lenses.plate,
            self.inspector,
            transport.controls,
            transport.timeline,
        )
        Regions(self, bars, self.inspector)

    # -- actions and menus ------------------------------------------------------------------------

    def _action(
        self,
        name: str,
        text: str,
        slot: Callable[[], object],
        shortcut: QKeySequence.StandardKey | str | None = None,
    ) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        if shortcut is not None:
            action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _make_actions(self) -> None:
        keys = QKeySequence.StandardKey
        controller, stack = self.controller, self.document.undo_stack
        self._open = self._action("actionOpen", self.tr("Open…"), self.filing.ask_open, keys.Open)
        self._save = self._action("actionSave", self.tr("Save"), self.filing.save, keys.Save)
        self._save_as = self._action("actionSaveAs", self.tr("Save as…"), self.filing.ask_save, keys.SaveAs)
        self._quit = self._action("actionQuit", self.tr("Quit"), self.close, keys.Quit)
        self._undo = self._action("actionUndo", self.tr("Undo"), stack.undo, keys.Undo)
        self._redo = self._action("actionRedo", self.tr("Redo"), stack.redo, keys.Redo)
        self._undo.setEnabled(stack.canUndo())
        self._redo.setEnabled(stack.canRedo())
        stack.canUndoChanged.connect(self._undo.setEnabled)
        stack.canRedoChanged.connect(self._redo.setEnabled)
        self._play = self._action("actionPlay", self.tr("Play"), controller.toggle, "Space")
        self._step = self._action("actionStep", self.tr("Step"), self._take_step, "Right")
        self._restart = self._action("actionRestart", self.tr("Restart"), controller.restart, "Home")
        parts = self._appearance, self.following, self.recent, self.filing
        self._desk = Desk(self, *parts, self._action, self._open)

    def _make_menus(self) -> None:
        desk = self._desk
        menus: dict[str, tuple[Entry, ...]] = {
            self.tr("File"): (
                desk.new,
                self._open,
                desk.recent,
                desk.examples,
                None,
                self._save,
                self._save_as,
                desk.export,
                None,
                desk.start,
                None,
                self._quit,
            ),
            self.tr("Edit"): (
                self._undo,
                self._redo,
                None,
                *self._commands.edit,
                None,
                desk.copy_picture,
                desk.settings,
            ),
            self.tr("View"): (
                self._lenses.menu,
                self._reading.values,
                self._reading.dashes,
                None,
                *self._tools.actions,
                None,
                desk.themes,
                desk.languages,
                self.inspector.toggle_action,
            ),
            self.tr("Network"): self._commands.network,
            self.tr("Train"): (self._play, self._step, self.transport.step_sizes, None, self._restart),
            self.tr("Help"): (desk.keys, desk.about),
        }
        for title, actions in menus.items():
            menu = Menu(self._appearance, title, self._menu_bar)
            self._menu_bar.addMenu(menu)
            for action in actions:
                if action is None:
                    menu.addSeparator()
                elif isinstance(action, QAction):
                    menu.addAction(action)
                else:
                    menu.addMenu(action(menu))

    def _name_undo(self, text: str) -> None:
        self._undo.setText(self.tr("Undo {0}").format(text) if text else self.tr("Undo"))

    def _name_redo(self, text: str) -> None:
        self._redo.setText(self.tr("Redo {0}").format(text) if text else self.tr("Redo"))

    def event(self, event: QEvent) -> bool:
        # Single keys are shortcuts on the canvas only: in a field or on a button they are its own.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            focus = self.focusWidget()
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            free = (None, self, self.canvas, self.transport.timeline)  # what has no use for them
            function = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
            if plain and not function and focus not in free:
                event.accept()
                return True
        return super().event(event)

    # -- what the actions do ------------------------------------------------------------------------

    def _take_step(self) -> None:
        if self.transport.step_size == "batch":
            self.controller.step_batch()
        else:
            self.controller.step_epoch()

    # -- selection ------------------------------------------------------------------------------------

    def _show_selection(self) -> None:
        shown = self.selection.shown
        self.inspector.show_selection("health" if shown == "none" and self.canvas.lens == "health" else shown)

    # -- preferences of the canvas --------------------------------------------------------------------

    def _note_dashes(self) -> None:
        self.following.preferences.set("dashes", self.canvas.dashes)

    def _take_preference(self, name: str) -> None:
        if name == "dashes" and self.canvas.dashes != self.following.preferences[name]:
            self.canvas.set_dashes(self.following.preferences[name])

    # -- the welcome page ---------------------------------------------------------------------------

    @property
    def welcomes(self) -> bool:
        """Whether the welcome page is there instead of canvas, panel and transport."""
        return self._pages.currentWidget() is self.welcome

    def show_welcome(self) -> None:
        self._pages.setCurrentWidget(self.welcome)
        self._show_title()
        if self.isVisible():
            self.welcome.take_keyboard()

    def leave_welcome(self, *_: object) -> None:
        """Show what is open."""
        if self.welcomes:
            self._pages.setCurrentIndex(0)
            self._show_title()
            self.canvas.setFocus()

    def _begin(self) -> None:
        """An empty canvas is there to be drawn on."""
        self.canvas.set_tool("draw")

    # -- what the window says ---------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """Say one sentence where it is seen."""
        (self.welcome.notice if self.welcomes else self._notice).show_text(text)

    def _show_title(self) -> None:
        if self.welcomes:
            self._title.setText("nndesk")
            self._edited.hide()
            self.setWindowTitle("nndesk")
            return
        path = self.document.path
        name = path.name if path else self._experiment_name()
        self._title.setText(name)
        self._edited.setText(self.tr("· edited"))
        self._edited.setVisible(self.document.dirty)
        self.setWindowTitle(self.tr("{0}[*] – nndesk").format(name))
        self.setWindowModified(self.document.dirty)

    def picture_name(self) -> str:
        """What a picture of the canvas is called where nobody says otherwise."""
        path = self.document.path
        return f"{path.stem if path else self._experiment_name()}.png"

    def _experiment_name(self) -> str:
        """The name of what is open; that of an example in the window's language."""
        name = self.document.experiment.name
        titles = next((preset.titles for preset in presets() if preset.titles["en"] == name), None)
        return in_language(titles) if titles else name or self.tr("Untitled")

    def _show_state(self) -> None:
        controller = self.controller
        playing = controller.playing
        if playing:
            self.leave_welcome()
        self._play.setText(
            self.tr("Pause") if playing else self.tr("Go on") if controller.stopped else self.tr("Play")
        )
        for action in (self._play, self._step):
            action.setEnabled(controller.error is None)
        if controller.stopped == "diverged":
            self._error_card.show_divergence(told(controller.lost, self.document.experiment))
        elif controller.error is None:
            self._error_card.hide()

    def _show_failure(self, error: Exception) -> None:
        self._error_card.show_failure(error)

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
        experiment = self.document.experiment
        self.recent.add(
            path, (input_count(experiment), *(layer.units for layer in experiment.network.layers))
        )

    def export_picture(self, path: Path) -> None:
        """Write the canvas to ``path``, as PNG or, where its name says so, as PDF."""
        self._desk.export_picture(path)

    def close_without_asking(self) -> None:
        """Close, and give up what is not saved."""
        self._may_close = True
        self.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.inspector.make_ready()  # behind the welcome page too

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.document.dirty and not self._may_close:
            event.ignore()
            self.filing.when_safe(self.close_without_asking)
            return
        self.controller.close()
        self._collector.stop()
        self.filing.close()
        self._notice.hide()
        self.welcome.notice.hide()
        super().closeEvent(event)
