"""The bar at the bottom of the window: it holds time. Play, step, speed, and the timeline."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nndesk.project.messages import Snapshot
from nndesk.session.controller import SPEEDS, Controller
from nndesk.session.document import Document
from nndesk.ui.combo import ComboBox
from nndesk.ui.elided import Elided
from nndesk.ui.menu import Menu
from nndesk.ui.theme import SIZE, Appearance
from nndesk.ui.tiles import Segments, Tile
from nndesk.ui.timeline import Timeline
from nndesk.ui.widgets import MARGIN, IconButton, Label
from nndesk.ui.words import untrained

_PLAY = 44  # diameter of the play button
#: The keys of the step sizes; those before them belong to the parts of a step.
_RUNGS = {"batch": "5", "epoch": "6"}
_BETWEEN = 12  # between the rows of the controls
# The design's windows, 720, 900 and 1080 px high, and what lies between them.
_HEIGHTS = ((800, "720"), (1000, "900"), (10**9, "1080"))


class Transport(QWidget):
    """Shows where the run stands and asks the controller to move it. Holds no training state.

    The actions are the window's: its buttons fire them.
    """

    def __init__(
        self,
        document: Document,
        controller: Controller,
        appearance: Appearance,
        *,
        play: QAction,
        step: QAction,
        restart: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._controller, self._appearance = document, controller, appearance
        self._epoch = 0
        self._window_height = 0
        self._sizes: Menu | None = None
        self.setAccessibleName(self.tr("Transport"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

        self._restart = IconButton(appearance, "rotate-ccw", action=restart)
        self._play = IconButton(appearance, "play", action=play, kind="primary", size=_PLAY, icon_size=22)
        self._step = IconButton(appearance, "step-forward", action=step)
        self._restart.setObjectName("resetButton")
        self._play.setObjectName("playButton")
        self._step.setObjectName("stepButton")
        self._epoch_label = Label(appearance, "", "title")
        self._epoch_label.setObjectName("epochLabel")
        self._end_label = Label(appearance, "", "body", "text2")
        self._end_label.setContentsMargins(0, 0, 0, 1)  # both on one baseline
        self._state_label = Elided(appearance, "caption", "text2")
        self._state_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._state_label.setObjectName("stateLabel")
        speeds = [(f"{speed:g}", self._speed_text(speed)) for speed in SPEEDS]
        self._speed = ComboBox(appearance, "speedBox", self.tr("Speed"), speeds, icon="gauge", role="label")
        self._speed.setToolTip(self.tr("Speed"))
        self._speed.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._steps = Segments(
            appearance,
            "stepSizeTiles",
            self.tr("Step by"),
            [Tile("batch", self.tr("Batch")), Tile("epoch", self.tr("Epoch"))],
        )
        self._steps.show_checked("epoch")
        self.timeline = Timeline(appearance)
        self._lay_out()

        self._speed.asked.connect(lambda speed: controller.set_speed(float(speed)))
        self._steps.asked.connect(self._set_step_size)
        document.changed.connect(self._show_run)
        controller.frame.connect(self._show_run)
        controller.preparers.append(self._prepare_run)
        controller.loaded.connect(self._show_run)
        controller.state_changed.connect(self._show_state)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self._show_run()
        self._show_state()

    @property
    def step_size(self) -> str:
        """What one step is: ``batch`` or ``epoch``."""
        return self._steps.checked()[0]

    def take_view(self, other: "Transport") -> None:
        """Step as ``other`` does, and be as high."""
        self._set_step_size(other.step_size)
        self._window_height = other._window_height
        self._restyle()

    def step_sizes(self, parent: Menu) -> Menu:
        """What one step is, as a menu beside the tiles."""
        self._sizes = Menu(parent.appearance, self.tr("Step by"), parent)
        group = QActionGroup(self._sizes)
        for id, tile in self._steps.buttons.items():
            action = self._sizes.addAction(tile.text())
            action.setData(id)
            action.setCheckable(True)
            action.setShortcut(QKeySequence(_RUNGS[id]))
            group.addAction(action)
        self._sizes.triggered.connect(self._take_step_size)
        self._set_step_size(self.step_size)
        return self._sizes

    @Slot(QAction)
    def _take_step_size(self, action: QAction) -> None:
        self._set_step_size(action.data())

    @Slot(str)
    def _set_step_size(self, size: str) -> None:
        self._steps.show_checked(size)
        for action in self._sizes.actions() if self._sizes is not None else ():
            action.setChecked(action.data() == size)

    def _lay_out(self) -> None:
        epoch = QHBoxLayout()
        epoch.setSpacing(3)
        epoch.addWidget(self._epoch_label)
        epoch.addWidget(self._end_label, 0, Qt.AlignmentFlag.AlignBottom)
        epoch.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.setContentsMargins(0, 0, 0, 4)  # what is written stands a little above the middle
        words.addStretch(1)
        words.addLayout(epoch)
        words.addWidget(self._state_label)
        words.addStretch(1)
        first = QHBoxLayout()
        first.setSpacing(6)
        for button in (self._restart, self._play, self._step):
            first.addWidget(button)
        first.addSpacing(8)
        first.addLayout(words, 1)
        first.addSpacing(2)
        first.addWidget(self._speed)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(Label(self._appearance, self.tr("Step by"), "label", "text2"))
        second.addWidget(self._steps)
        second.addStretch(1)
        self.controls = QWidget()
        self.controls.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self.controls)
        column.setContentsMargins(MARGIN, 0, 8, 1)
        column.setSpacing(_BETWEEN)
        column.addStretch(1)
        column.addLayout(first)
        column.addLayout(second)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.controls)
        row.addWidget(self.timeline, 1)

    def _speed_text(self, speed: float) -> str:
        if speed == float("inf"):
            return self.tr("Max", "speed")
        return self.tr("{0} ep/s").format(f"{speed:g}")

    # -- what is shown --------------------------------------------------------------------------

    def _prepare_run(self, snapshot: Snapshot) -> Iterator[None]:
        """Draw the timeline that the frame of ``snapshot`` will show."""
        history, end = self._controller.history, self._document.experiment.training.stop.epochs
        if history is not None:
            yield from self.timeline.prepare_run(history, snapshot.recorded, snapshot.epoch, end)

    @Slot()
    def _show_run(self) -> None:
        """Show where the run stands, from the last frame and the experiment."""
        snapshot, history = self._controller.snapshot, self._controller.history
        end = self._document.experiment.training.stop.epochs
        self._epoch = snapshot.epoch if snapshot is not None else 0
        self._epoch_label.setText(self.tr("Epoch {0}").format(self._epoch))
        self._end_label.setText("" if end is None else self.tr("/ {0}").format(end))
        if snapshot is not None and history is not None:
            self.timeline.show_run(history, snapshot.recorded, snapshot.epoch, end)
        self._show_state_text(snapshot)

    @Slot()
    def _show_state(self) -> None:
        controller = self._controller
        self._play.show_icon("pause" if controller.playing else "play")
        reason = untrained(controller.error)
        self.timeline.show_hindrance(reason)
        for button in (self._play, self._step):
            button.setAccessibleDescription(reason)
        speed = controller.speed
        self._speed.show_value(f"{speed:g}", self._speed_text(speed))
        self._show_state_text(controller.snapshot)
        diverged = controller.stopped == "diverged" and controller.stopped_epoch > 0
        self.timeline.show_lost(controller.stopped_epoch if diverged else None)

    def _show_state_text(self, snapshot: Snapshot | None) -> None:
        self._state_label.show_text(self._state_text(snapshot))

    def _state_text(self, snapshot: Snapshot | None) -> str:
        controller = self._controller
        if controller.error is not None:
            return untrained(controller.error)
        if controller.playing:
            rate = snapshot.rate if snapshot is not None else 0.0
            return self.tr("{0} epochs/s").format(_rate_text(rate)) if rate else self.tr("training")
        if controller.stopped == "epochs":
            return self.tr("paused: epoch {0} reached").format(self._epoch)
        if controller.stopped == "loss_below":
            return self.tr("paused: loss low enough")
        if controller.stopped == "patience":
            return self.tr("paused: at the best epoch")
        if controller.stopped == "diverged":
            return self.tr("stopped in epoch {0}").format(controller.stopped_epoch)
        if snapshot is None:
            return self.tr("ready")
        if snapshot.step == 0:
            return self.tr("ready · {0} parameters").format(f"{snapshot.parameters.size:,}")
        return self.tr("paused")

    # -- size -------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        self.fit()

    def fit(self) -> None:
        """Take the height that belongs to the window's; the line of the state gives way first."""
        height = self.window().height()
        if height == self._window_height:
            return
        self._window_height = height
        self._restyle()

    @Slot()
    def _restyle(self) -> None:
        theme = self._appearance.theme
        name = next(name for below, name in _HEIGHTS if self._window_height < below)
        height = SIZE["transport"][name]
        words = theme.line("title") + theme.line("caption")
        rows = max(words, _PLAY) + _BETWEEN + self._steps.sizeHint().height()
        self._state_label.setVisible(rows <= height - 4)
        self._epoch_label.setFixedHeight(theme.px(23))
        self.controls.setMinimumWidth(theme.px(SIZE["transportControls"]))
        self.setFixedHeight(height)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("border"))


def _rate_text(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.1f}"
