"""What becomes of a picture: of what, as which kind of file, how fine, and with a ground or without."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nndesk.ui.fields import NumberField
from nndesk.ui.panels.base import Problem
from nndesk.ui.pictures import Picture
from nndesk.ui.sheet import Sheet
from nndesk.ui.switch import Switch
from nndesk.ui.theme import Appearance
from nndesk.ui.tiles import Segments, Tile
from nndesk.ui.widgets import Button, Label
from nndesk.ui.window import MainWindow

SCALES = (0.5, 8.0)


@dataclass(frozen=True)
class Export:
    """The choices, as they were made last."""

    scene: str = "canvas"
    suffix: str = ".png"
    scale: float = 2.0  # pixels of a PNG for one of the window
    transparent: bool = False

    @property
    def ground(self) -> bool:
        return self.scene == "window" or not self.transparent


class ExportSheet(Sheet):
    """Shows the choices; ``saved`` and ``copied`` want a picture made by them."""

    saved = Signal(object)  # Export
    copied = Signal(object)
    wide = 480

    def __init__(self, appearance: Appearance, window: MainWindow, export: Export) -> None:
        self._main, self._export = window, export
        super().__init__(appearance, window, "exportSheet")

    def _title(self) -> str:
        return self.tr("Export picture")

    def _first(self) -> QWidget:
        return self._save

    def _fill(self, column: QVBoxLayout) -> None:
        appearance = self._appearance
        scenes = [
            Tile("canvas", self.tr("Canvas")),
            Tile("loss", self.tr("Loss card")),
            Tile("window", self.tr("Window")),
        ]
        self._scenes = Segments(appearance, "sceneTiles", self.tr("Picture of"), scenes)
        self._scenes.asked.connect(self._ask_scene)
        kinds = [Tile(suffix, suffix[1:].upper()) for suffix in (".png", ".svg", ".pdf")]
        self._kinds = Segments(appearance, "formatTiles", self.tr("Format"), kinds)
        self._kinds.asked.connect(self._ask_kind)
        self._scale = NumberField(appearance, "scaleBox", self.tr("Scale"), *SCALES)
        self._scale.entered.connect(self._ask_scale)
        self._problem = Problem(appearance)
        self._scale.refused.connect(self._problem.show_problem)
        self._scale.settled.connect(self._forgive)
        words = self.tr("Transparent background")
        self._transparent = Switch(appearance, "transparentSwitch", words)
        self._transparent.asked.connect(self._ask_transparent)
        self._size = Label(appearance, "", "caption", "text3")
        column.setSpacing(4)
        self._add_row(self.tr("Picture of"), self._scenes)
        self._add_row(self.tr("Format"), self._kinds)
        self._add_row(self.tr("Scale"), self._scale, self._size)
        column.insertWidget(column.count() - 1, self._problem)
        self._add_row(words, self._transparent)
        copy = Button(appearance, self.tr("Copy"))
        copy.setObjectName("copyPictureButton")
        copy.setAutoDefault(False)
        copy.clicked.connect(self._copy)
        self._save = Button(appearance, self.tr("Save as…"), primary=True)
        self._save.setObjectName("savePictureButton")
        self._save.clicked.connect(self._done)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 12, 0, 0)
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(copy)
        buttons.addWidget(self._save)
        column.insertLayout(column.count() - 1, buttons)
        self._show(self._export)

    # -- what is asked for --------------------------------------------------------------------

    def _ask_scene(self, scene: str) -> None:
        self._show(replace(self._export, scene=scene))

    def _ask_kind(self, suffix: str) -> None:
        self._show(replace(self._export, suffix=suffix))

    def _ask_scale(self, scale: float) -> None:
        self._forgive()
        self._show(replace(self._export, scale=float(scale)))

    def _ask_transparent(self, transparent: bool) -> None:
        self._show(replace(self._export, transparent=transparent))

    def _forgive(self) -> None:
        self._problem.show_problem("")

    def _show(self, export: Export) -> None:
        self._export = export
        self._scenes.show_checked(export.scene)
        self._kinds.show_checked(export.suffix)
        self._scale.show_value(export.scale)
        self._scale.setEnabled(export.suffix == ".png")
        self._transparent.show_on(not export.ground)
        self._transparent.setEnabled(export.scene != "window")
        size = Picture(self._main, export.scene).size
        if export.suffix == ".png":
            size *= export.scale
            words = self.tr("{0} × {1} pixels")
        else:
            words = self.tr("lines and letters, {0} × {1}")
        self._size.setText(words.format(size.width(), size.height()))

    def _done(self) -> None:
        self.close()
        self.saved.emit(self._export)

    def _copy(self) -> None:
        self.close()
        self.copied.emit(self._export)
