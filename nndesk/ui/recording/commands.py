"""Recording in the window's language: the actions, their menu, the button, and the signs while it is on."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from PySide6.QtCore import QObject, QRect, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QWidget

from nndesk.session.preferences import FPS
from nndesk.ui.appbar import BarButton, BarMenuButton
from nndesk.ui.following import Following
from nndesk.ui.menu import Menu
from nndesk.ui.present.presenter import Presenter
from nndesk.ui.recording.chip import RecordChip, RecordFrame
from nndesk.ui.recording.recording import Recorded, Recording
from nndesk.ui.recording.sheet import RecordSheet
from nndesk.ui.theme import Appearance

Make = Callable[..., QAction]


class RecordCommands(QObject):
    """Shows what `Recording` does and lets it be asked; made anew with the language."""

    announced = Signal(str)

    def __init__(
        self,
        recording: Recording,
        following: Following,
        appearance: Appearance,
        make: Make,
        window: QWidget,
        owner: QWidget,
    ) -> None:
        """``make`` makes an action of the window: name, text, slot, shortcut. ``owner`` goes with this."""
        super().__init__(owner)
        self._recording, self._appearance = recording, appearance
        self._preferences, self._language = following.preferences, following.language
        self._window = window
        self._words = self._state()
        self.record = make("actionRecord", "", recording.toggle, "Ctrl+R")
        self.pause = make("actionPauseRecord", "", recording.toggle_pause, "Ctrl+Shift+R")
        self.menu = self._make_menu(owner)
        self._owner, self._signs = owner, list[RecordFrame | RecordChip]()
        self._button = BarButton(appearance, "recordButton", "circle-dot", self.record)
        choices = BarMenuButton(
            appearance, "recordMenuButton", self.menu, self.tr("Choices for recording"), owner
        )
        #: For the app bar, from the right.
        self.buttons = choices, self._button
        #: For the menu Teach.
        self.entries = self.record, self.pause, self.menu.menuAction()
        recording.changed.connect(self._show)
        recording.ticked.connect(self._show_time)
        recording.moved.connect(self._place)
        recording.finished.connect(self._show_film)
        self._show()

    def follow(self, presenter: Presenter) -> None:
        """Have the keys in the window of Present too."""
        self._presenter = presenter
        presenter.changed.connect(self._give_keys)
        self._give_keys()

    @Slot()
    def _give_keys(self) -> None:
        if self._presenter.window is not None:
            self._presenter.window.addActions([self.record, self.pause])

    # -- the choices ----------------------------------------------------------------------------------

    def _make_menu(self, owner: QWidget) -> Menu:
        menu = Menu(self._appearance, self.tr("Recording options"), owner)
        menu.setObjectName("recordMenu")
        self._choices: list[tuple[QAction, str, Any]] = []
        self._group(
            menu, "record_scene", {"window": self.tr("Whole window"), "canvas": self.tr("Canvas only")}
        )
        self._group(menu, "record_fps", {fps: self.tr("{0} frames a second").format(fps) for fps in FPS})
        self._switch(menu, "record_pointer", self.tr("Show the pointer"))
        self._switch(menu, "record_keys", self.tr("Show pressed keys"))
        self._microphone = self._switch(menu, "record_microphone", self.tr("Record the microphone"))
        menu.triggered.connect(self._choose)
        menu.aboutToShow.connect(self._offer_microphone)
        self._preferences.changed.connect(self._show_choices)
        self._show_choices()
        return menu

    def _group(self, menu: Menu, preference: str, choices: dict[Any, str]) -> None:
        group = QActionGroup(menu)
        for value, text in choices.items():
            group.addAction(self._choice(menu, preference, value, text))
        menu.addSeparator()

    def _switch(self, menu: Menu, preference: str, text: str) -> QAction:
        return self._choice(menu, preference, True, text)

    def _choice(self, menu: Menu, preference: str, value: Any, text: str) -> QAction:
        action = menu.addAction(text)
        action.setObjectName(preference if value is True else f"{preference}_{value}")
        action.setCheckable(True)
        action.setData((preference, value))
        self._choices.append((action, preference, value))
        return action

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        preference, value = action.data()
        self._preferences.set(preference, action.isChecked() if value is True else value)

    @Slot(str)
    def _show_choices(self, _name: str = "") -> None:
        for action, preference, value in self._choices:
            action.setChecked(self._preferences[preference] == value)

    @Slot()
    def _offer_microphone(self) -> None:
        self._microphone.setVisible(self._recording.sound_system() is not None)
        for action, preference, _ in self._choices:
            # The size of the picture, its rate and whether there is a track of sound stay as they are.
            fixed = preference in ("record_fps", "record_microphone")
            action.setEnabled(not (fixed and self._recording.on))

    # -- what is so now -------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        recording = self._recording
        self.record.setText(self.tr("Stop recording") if recording.on else self.tr("Record"))
        if recording.on:
            self._button.show_action(self.tr("Stop"), "square")
        else:
            self._button.show_action(self.tr("Record"), "circle-dot")
        self.pause.setText(self.tr("Go on recording") if recording.paused else self.tr("Pause recording"))
        self.pause.setEnabled(recording.on)
        shown = recording.on and self._window.isVisible()
        if shown:
            self._show_time()
            self._place(recording.place)
        for sign in self._signs:
            sign.setVisible(shown)
        words = self._state()
        if words != self._words:
            self._words = words
            self.announced.emit(words)

    @cached_property
    def _chip(self) -> RecordChip:
        """Made for the first recording, as the frame is: windows of their own take a while."""
        chip = RecordChip(self._appearance, self.pause, self.record, self._owner)
        self._signs.append(chip)
        return chip

    @cached_property
    def _frame(self) -> RecordFrame:
        frame = RecordFrame(self._appearance, self._owner)
        self._signs.append(frame)
        return frame

    def _state(self) -> str:
        if not self._recording.on:
            return self.tr("Recording ended")
        return self.tr("Recording paused") if self._recording.paused else self.tr("Recording")

    @Slot()
    def _show_time(self) -> None:
        recording = self._recording
        if recording.on:
            self._chip.show_state(recording.seconds, recording.paused, recording.hears)

    @Slot(QRect)
    def _place(self, picture: QRect) -> None:
        self._frame.surround(picture)
        filmed = self._recording.window
        same = filmed.screen() is self._window.screen()
        self._chip.stand_beside(filmed if same else self._window)

    @Slot(object)
    def _show_film(self, recorded: Recorded) -> None:
        RecordSheet(self._appearance, self._window, self._language, recorded).open()
