"""The sheet after a recording: the film as a strip of frames, its name, and where it lies."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nndesk.interop.video import Pixels
from nndesk.ui.fields import TextField
from nndesk.ui.language import Language
from nndesk.ui.panels.base import Problem
from nndesk.ui.recording.chip import clock_text
from nndesk.ui.recording.recording import FRAMES, SIZE, Recorded
from nndesk.ui.sheet import Sheet
from nndesk.ui.theme import Appearance
from nndesk.ui.widgets import Button, Label
from nndesk.ui.words import NO_NAME, grouped

_WIDE = 512
_PLAY_MS = 400  # a frame
_GAP = 4


class RecordSheet(Sheet):
    """Shows a film that is done. Its name is the file's, and is changed at once."""

    wide = _WIDE + 48

    def __init__(
        self, appearance: Appearance, window: QWidget, language: Language, recorded: Recorded
    ) -> None:
        self._recorded, self._path = recorded, recorded.path
        self._size = recorded.path.stat().st_size
        super().__init__(appearance, window, "recordSheet")
        language.changed.connect(self._speak)

    def _speak(self, _old: str) -> None:
        self.renew()

    def _title(self) -> str:
        return self.tr("Recorded")

    def _first(self) -> QWidget:
        return self._done

    def _fill(self, column: QVBoxLayout) -> None:
        appearance = self._appearance
        film = FilmStrip(appearance)
        film.show_frames(self._recorded.frames)
        facts = Label(appearance, self._facts(), "label", "text2")
        facts.setObjectName("recordFactsLabel")
        facts.setWordWrap(True)
        self._name = TextField(appearance, "recordNameField", self.tr("Name"))
        self._name.setText(self._path.stem)
        self._name.editingFinished.connect(self._rename)
        self._problem = Problem(appearance)
        naming = QHBoxLayout()
        naming.setSpacing(12)
        naming.addWidget(Label(appearance, self.tr("Name"), "body"))
        naming.addWidget(self._name, 1)
        naming.addWidget(Label(appearance, self._path.suffix, "body", "text3"))
        folder = Button(appearance, self.tr("Show in folder"), icon="folder-open")
        folder.setObjectName("showFolderButton")
        folder.setAutoDefault(False)
        folder.clicked.connect(self._show_folder)
        self._done = Button(appearance, self.tr("Done"), primary=True)
        self._done.setObjectName("doneButton")
        self._done.setAutoDefault(False)
        self._done.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 8, 0, 0)
        buttons.addWidget(folder)
        buttons.addStretch(1)
        buttons.addWidget(self._done)
        column.setSpacing(10)
        for place, part in enumerate((film, facts)):
            column.insertWidget(place, part)
        column.insertLayout(2, naming)
        column.insertWidget(3, self._problem)
        column.insertLayout(4, buttons)

    def _facts(self) -> str:
        size = f"{self._size / 1e6:.1f} MB"
        facts = [clock_text(self._recorded.seconds), f"{SIZE[0]} × {SIZE[1]}", size]
        if self._recorded.missed:
            words = self.tr("{0} frames were left out, the ones before them stayed")
            facts.append(words.format(grouped(self._recorded.missed)))
        return " · ".join(facts)

    # -- what is asked for ------------------------------------------------------------------------

    def _rename(self) -> None:
        name = self._name.text().strip()
        if name == self._path.stem:
            self._problem.show_problem("")
            return
        problem = ""
        if not name or NO_NAME.search(name) or name.startswith("."):
            problem = self.tr("This cannot be the name of a file.")
        else:
            to = self._path.with_name(f"{name}{self._path.suffix}")
            if to.exists():
                problem = self.tr("There is a {0} already.").format(to.name)
            else:
                try:
                    self._path = self._path.rename(to)
                except OSError as error:
                    problem = error.strerror or str(error)
        self._problem.show_problem(problem)
        if problem:
            self._name.setText(self._path.stem)
        self._fit()

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))


class FilmStrip(QWidget):
    """One frame large, all of them small below it. It plays; a click or an arrow stops at a frame."""

    shown = Signal(int)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._images: list[QImage] = []
        self._at = 0
        self.setObjectName("recordStrip")
        self.setAccessibleName(self.tr("The film"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setInterval(_PLAY_MS)
        self._timer.timeout.connect(self._go_on)
        appearance.changed.connect(self.update)

    @property
    def at(self) -> int:
        """Which frame is large."""
        return self._at

    @property
    def count(self) -> int:
        return len(self._images)

    @property
    def plays(self) -> bool:
        return self._timer.isActive()

    def show_frames(self, frames: Sequence[Pixels]) -> None:
        self._images = [_image(each) for each in frames]
        self._at = 0
        if len(frames) > 1 and self._appearance.duration("normal") > 0:
            self._timer.start()
        self.update()

    def _go_on(self) -> None:
        self._show((self._at + 1) % len(self._images))

    def _show(self, at: int) -> None:
        self._at = at
        self.shown.emit(at)
        self.update()

    def hideEvent(self, event: object) -> None:
        self._timer.stop()

    def sizeHint(self) -> QSize:
        return QSize(_WIDE, round(self._large().height() + _GAP + self._small(0).height()))

    def _large(self) -> QRectF:
        return QRectF(0, 0, _WIDE, _WIDE * SIZE[1] / SIZE[0])

    def _small(self, place: int) -> QRectF:
        width = (_WIDE - (FRAMES - 1) * _GAP) / FRAMES
        top = self._large().bottom() + _GAP
        return QRectF(place * (width + _GAP), top, width, width * SIZE[1] / SIZE[0])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place in range(self.count):
            if self._small(place).contains(event.position()):
                self._timer.stop()
                self._show(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps and self.count:
            self._timer.stop()
            self._show((self._at + steps[Qt.Key(event.key())]) % self.count)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self._large(), theme.color("surface2"))
        for place in range(FRAMES):
            painter.fillRect(self._small(place), theme.color("surface2"))
        if not self._images:
            return
        painter.drawImage(self._large(), self._images[self._at])
        for place, image in enumerate(self._images):
            painter.drawImage(self._small(place), image)
        painter.setPen(QPen(theme.color("sel"), 2))
        painter.drawRect(self._small(self._at).adjusted(1, 1, -1, -1))


def _image(pixels: Pixels) -> QImage:
    height, width = pixels.shape[:2]
    image = QImage(np.ascontiguousarray(pixels).data, width, height, 4 * width, QImage.Format.Format_RGB32)
    return image.copy()
