"""What fills the window: all parts, actions and menus that speak one language."""

from collections.abc import Callable
from functools import cache, cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nndesk.interop.source import presets
from nndesk.project.spec import input_count
from nndesk.ui.announcer import Announcer
from nndesk.ui.appbar import AppBar, BarButton
from nndesk.ui.aside import Aside
from nndesk.ui.busyline import BusyLine
from nndesk.ui.canvas.invitation import Invitation
from nndesk.ui.canvas.lensbar import LensBar
from nndesk.ui.canvas.options import REMEMBERED
from nndesk.ui.canvas.reading import Reading
from nndesk.ui.canvas.tools import CanvasTools
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.cards import DataCard, LossCard
from nndesk.ui.commands import Commands
from nndesk.ui.desk import Desk
from nndesk.ui.divergence import told
from nndesk.ui.elided import Elided
from nndesk.ui.hintcard import HintCard
from nndesk.ui.lessoncard import LessonCard
from nndesk.ui.menu import Menu
from nndesk.ui.menubar import MenuBar
from nndesk.ui.notice import ErrorCard, Notice
from nndesk.ui.panels.inspector import Inspector
from nndesk.ui.picturemenu import PictureMenu
from nndesk.ui.recording.commands import RecordCommands
from nndesk.ui.regions import Regions
from nndesk.ui.sketch import Sketch
from nndesk.ui.strip import ProbeStrip
from nndesk.ui.teach import Teach
from nndesk.ui.theme import Appearance, Bounded
from nndesk.ui.transport import Transport
from nndesk.ui.welcome import Welcome
from nndesk.ui.widgets import Label
from nndesk.ui.words import data_trouble, in_language, untrained

if TYPE_CHECKING:
    from nndesk.ui.window import MainWindow

#: Of a menu: an action, what makes a menu inside it, or a line.
Entry = QAction | Callable[[Menu], Menu] | None


@cache
def _keys(*shortcuts: QKeySequence.StandardKey | str) -> list[QKeySequence]:
    """What is pressed for ``shortcuts``, each once. To read their names takes a while."""
    keys = dict.fromkeys(QKeySequence(shortcut).toString() for shortcut in shortcuts)
    return [QKeySequence(key) for key in keys if key]


class Workshop(QWidget):
    """The parts at their places. The window shows itself in them, and makes another in another language."""

    def __init__(
        self,
        window: "MainWindow",
        appearance: Appearance,
        bounded: Bounded,
        before: CanvasView | None = None,
    ) -> None:
        """Make everything; ``before`` is the canvas that goes."""
        super().__init__()
        self._window, self._appearance, self._bounded = window, appearance, bounded
        self._make_actions()
        self._make_parts(before)
        self._make_menus()

    def event(self, event: QEvent) -> bool:
        # Single keys are shortcuts on the canvas only: in a field or on a button they are its own.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            focus = self._window.focusWidget()
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            free = self.canvas, self.transport.timeline  # what has no use for them
            function = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
            if plain and not function and focus not in free:
                event.accept()
                return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.transport.fit()

    # -- parts ----------------------------------------------------------------------------------

    def _make_parts(self, before: CanvasView | None) -> None:
        window, bounded = self._window, self._bounded
        document, controller, appearance = window.document, window.controller, self._appearance
        self.data_card = DataCard(document, controller, bounded)
        self.data_card.example_requested.connect(self._choose_data)
        self.canvas = CanvasView(
            document,
            controller,
            bounded,
            self.data_card,
            LossCard(document, controller, bounded),
            window.selection,
            before,
        )
        self.canvas.play_requested.connect(self.play.trigger)
        self.canvas.lens_changed.connect(window.show_selection)
        history = ((self.undo, "undo-2"), (self.redo, "redo-2"))
        self._commands = Commands(
            appearance, document, window.selection, window.editing, self._action, self.canvas
        )
        self._commands.offer(self.desk.copy_picture)
        self.canvas.pointing.join_requested.connect(window.editing.join)
        self.canvas.picking.menu_requested.connect(self._commands.show_menu)
        self.canvas.reordering.move_requested.connect(window.editing.move_layer)
        announcer = Announcer(controller, self.canvas)
        self._record.announced.connect(announcer.say)
        window.editing.refused.connect(announcer.say)
        window.filing.failed.connect(announcer.say)
        self.canvas.drawing.refused.connect(announcer.say)
        self._tools = CanvasTools(bounded, self.canvas, history)
        Invitation(self.canvas, document)
        self._lenses = LensBar(bounded, self.canvas)
        preferences = window.following.preferences
        for name in REMEMBERED:
            self.canvas.set_option(name, preferences[name])
        self._reading = Reading(bounded, self.canvas)
        self._reading.preferred.connect(preferences.set)
        self._reading.add_to(self._lenses.plate.row)
        self.notice = Notice(bounded, self.canvas, self.canvas.floats.free_band)
        window.filing.opened.connect(self.notice.hide)
        Aside(document, controller, window.teaching, self.notice).said.connect(announcer.say)
        self._strip = ProbeStrip(controller, bounded, self.canvas, self.canvas.floats.free_band)
        self.notice.raise_()
        self.inspector = Inspector(document, controller, appearance)
        self.inspector.selected.connect(window.selection.set)
        self.transport = Transport(
            document, controller, bounded, play=self.play, step=self.step, restart=self.restart
        )
        self._sketch = Sketch(window.teaching, bounded, self.transport.timeline)
        self._hint = HintCard(window.hinting, controller, window.teaching, bounded, self.canvas)
        self._hint.said.connect(announcer.say)
        self._hint.asked.connect(self._open_place)
        self._say_lesson = announcer.say
        if window.teaching.lecture is not None:
            _ = self.lesson_card
        self._menu_bar = MenuBar()
        self.title = Elided(appearance, "bodyStrong")
        self.edited = Label(appearance, "", "body", "text2")
        bar = AppBar(appearance, self._menu_bar, self.title, self.edited)
        for button in self._record.buttons:
            bar.add_button(button)
        bar.add_button(BarButton(appearance, "presentButton", "presentation", self.teach.present))
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
        self.pages = QStackedWidget()
        self.pages.addWidget(work)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.pages, 1)
        BusyLine(controller, window.filing, appearance, bar, self)
        transport = self.transport
        bars = (
            bar,
            self.welcome,
            self._tools.plate,
            self.canvas,
            self._lenses.plate,
            self.inspector,
            transport.controls,
            transport.timeline,
        )
        Regions(window, bars, self.inspector)

    # What is rarely seen is made when it is needed, or by `finish`: another language is seen the sooner.

    @cached_property
    def welcome(self) -> Welcome:
        page = self.desk.welcome()
        page.left.connect(self._window.leave_welcome)
        self.pages.addWidget(page)
        return page

    @cached_property
    def error_card(self) -> ErrorCard:
        return ErrorCard(self._bounded, self.restart, self.canvas, self.canvas.floats.free_middle)

    @cached_property
    def lesson_card(self) -> LessonCard:
        card = LessonCard(self._window.teaching, self._bounded, self.canvas)
        card.said.connect(self._say_lesson)
        return card

    def take_view(self, other: "Workshop") -> None:
        """Show what ``other``, which goes, shows; `MainWindow` sees to the parts that it knows."""
        self._strip.take_view(other._strip)

    def settle(self) -> None:
        """Have the cards over the canvas stand where they will, before it is seen: it makes room for them."""
        self._hint.settle()
        if "lesson_card" in vars(self):
            self.lesson_card.settle()

    def finish(self) -> None:
        """Make what is not there yet."""
        _ = self.welcome, self.error_card, self.lesson_card
        self._hint.make()
        self.notice.make()

    @property
    def welcomes(self) -> bool:
        """Whether the welcome page is there instead of canvas, panel and transport."""
        return self.pages.currentIndex() > 0

    def say(self, text: str) -> None:
        """Say one sentence where it is seen."""
        (self.welcome.notice if self.welcomes else self.notice).show_text(text)

    def say_no_more(self) -> None:
        self.notice.hide()
        if "welcome" in vars(self):
            self.welcome.notice.hide()

    # -- actions and menus ------------------------------------------------------------------------

    def _action(
        self,
        name: str,
        text: str,
        slot: Callable[[], object],
        *shortcuts: QKeySequence.StandardKey | str,
    ) -> QAction:
        """An action of the window. Of a standard key it has the system's first, where that has one."""
        action = QAction(text, self._window)
        action.setObjectName(name)
        action.setShortcuts(_keys(*shortcuts))
        action.triggered.connect(slot)
        self._window.addAction(action)
        return action

    def _make_actions(self) -> None:
        keys = QKeySequence.StandardKey
        window = self._window
        controller, stack = window.controller, window.document.undo_stack
        self._open = self._action("actionOpen", self.tr("Open…"), window.filing.ask_open, keys.Open)
        self._save = self._action("actionSave", self.tr("Save"), window.filing.save, keys.Save)
        # The design's keys beside the system's: not all have one for each of these, or the same.
        save_as = self.tr("Save as…"), window.filing.ask_save
        self._save_as = self._action("actionSaveAs", *save_as, keys.SaveAs, "Ctrl+Shift+S")
        self._quit = self._action("actionQuit", self.tr("Quit"), window.close, keys.Quit, "Ctrl+Q")
        self.undo = self._action("actionUndo", self.tr("Undo"), stack.undo, keys.Undo)
        self.redo = self._action("actionRedo", self.tr("Redo"), stack.redo, keys.Redo, "Ctrl+Y")
        self.undo.setEnabled(stack.canUndo())
        self.redo.setEnabled(stack.canRedo())
        stack.canUndoChanged.connect(self.undo.setEnabled)
        stack.canRedoChanged.connect(self.redo.setEnabled)
        self.play = self._action("actionPlay", self.tr("Play"), controller.toggle, "Space")
        self.step = self._action("actionStep", self.tr("Step"), window.take_step, "Right")
        next_epoch = controller.step_epoch
        self.next_epoch = self._action("actionNextEpoch", self.tr("Next epoch"), next_epoch, "Shift+Right")
        self.restart = self._action("actionRestart", self.tr("Restart"), controller.restart, "Home")
        parts = self._appearance, window.following, window.recent, window.filing
        self.desk = Desk(window, *parts, self._action, self._open)
        self.teach = Teach(window.teaching, window.filing, self._appearance, self._action, self)
        self._record = RecordCommands(
            window.recording, window.following, self._appearance, self._action, window, self
        )
        self._record.follow(window.teaching.presenter)

    def _make_menus(self) -> None:
        desk = self.desk
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
                desk.print,
                None,
                desk.start,
                None,
                self._quit,
            ),
            self.tr("Edit"): (
                self.undo,
                self.redo,
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
                self._reading.grid,
                None,
                *self._tools.actions,
                None,
                desk.themes,
                desk.languages,
                self.inspector.toggle_action,
            ),
            self.tr("Network"): (*self._commands.network, None, desk.summary),
            self.tr("Train"): (
                self.play,
                self.step,
                self.next_epoch,
                self.transport.step_sizes,
                None,
                self.restart,
            ),
            self.tr("Teach"): (*self.teach.entries, None, *self._record.entries),
            self.tr("Help"): (desk.keys, desk.glossary, desk.about),
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

    @Slot()
    def _choose_data(self) -> None:
        self._open_place("data", "datasetTiles")

    @Slot(str, str)
    def _open_place(self, panel: str, control: str) -> None:
        """Show a control of a panel."""
        self._window.selection.set(panel if panel == "data" else "none")
        self.inspector.show_selection(panel)
        self.inspector.show_control(control)

    @cached_property
    def picture_menu(self) -> PictureMenu:
        """Made when it is first asked for."""
        return PictureMenu(self._appearance, self._window, self)

    # -- what is open -----------------------------------------------------------------------------

    def experiment_name(self) -> str:
        """The name of what is open; that of an example in the window's language."""
        name = self._window.document.experiment.name
        titles = next((preset.titles for preset in presets() if preset.titles["en"] == name), None)
        return in_language(titles) if titles else name or self.tr("Untitled")

    def units(self) -> tuple[int, ...]:
        """The units of all layers, inputs first."""
        experiment = self._window.document.experiment
        return input_count(experiment), *(layer.units for layer in experiment.network.layers)

    def take_preference(self, name: str) -> None:
        """Show what is preferred now."""
        on = self._window.following.preferences[name]
        if name in REMEMBERED and getattr(self.canvas.options, name) != on:
            self.canvas.set_option(name, on)

    def show_state(self) -> None:
        controller = self._window.controller
        self.play.setText(
            self.tr("Pause")
            if controller.playing
            else self.tr("Go on")
            if controller.stopped
            else self.tr("Play")
        )
        error = controller.error
        for action in (self.play, self.step, self.next_epoch):
            action.setEnabled(error is None)
            reason = self.tr("{0}: {1}").format(action.text(), untrained(error))
            action.setToolTip("" if error is None else reason)
        if controller.stopped == "diverged":
            self.error_card.show_divergence(told(controller.lost, self._window.document.experiment))
        elif error is None and "error_card" in vars(self):
            self.error_card.hide()

    def show_failure(self, error: Exception) -> None:
        """Say why nothing can be trained: on the data's card where that is the reason, and it is seen."""
        if data_trouble(error) and not self.data_card.isHidden():
            self.error_card.hide()
        else:
            self.error_card.show_failure(error)
