"""The bar of lenses at the canvas's upper right corner, and the actions behind it."""

import math

from PySide6.QtCore import QEvent, QObject, QSize, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from nndesk.ui.canvas.lenses import LENSES
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.menu import Menu
from nndesk.ui.plates import Plate
from nndesk.ui.theme import SIZE, Appearance
from nndesk.ui.tiles import Choices, SegmentTile, Tile, TileLayout

_INSET = 12  # from the canvas's edges
_PAD = 10  # of a tile
_AROUND = 3  # of the tiles
_ICONS = ("activity", "waves", "heart-pulse")
_KEYS = ("A", "G", "U")


class LensTile(SegmentTile):
    """A lens: as high as the plate of tools lets it be."""

    role = "number"

    def sizeHint(self) -> QSize:
        width = math.ceil(self._width_of(self.text())) + 16 + 6 + 2 * _PAD
        return QSize(width, self._appearance.theme.px(SIZE["toolButton"]) + 2)


class LensBar(QObject):
    """Tiles and actions that choose the lens; `plate` has room for more beside them."""

    def __init__(self, appearance: Appearance, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._appearance, self._canvas = appearance, canvas
        group = QActionGroup(self)
        labels = self.tr("Activation"), self.tr("Gradient"), self.tr("Health")
        self.actions: list[QAction] = []
        for lens, label, key in zip(LENSES, labels, _KEYS, strict=True):
            action = QAction(label, self)
            action.setData(lens)
            action.setCheckable(True)
            action.setShortcut(QKeySequence(key))
            group.addAction(action)
            canvas.addAction(action)
            self.actions.append(action)
        group.triggered.connect(self._choose)
        tips = (
            self.tr("Neurons by their outputs, edges by their weights ({0})"),
            self.tr("Neurons by |δ|, edges by |∂L/∂w|: where the error flows back ({0})"),
            self.tr("Neurons that are saturated or dead, and layers that get little gradient ({0})"),
        )
        buttons = [
            LensTile(appearance, Tile(lens, label, icon=icon, tooltip=tip.format(key)))
            for lens, label, icon, tip, key in zip(LENSES, labels, _ICONS, tips, _KEYS, strict=True)
        ]
        for button, action in zip(buttons, self.actions, strict=True):
            button.addAction(action)
        layout = TileLayout(None, 0)
        layout.setContentsMargins(0, 0, 0, 0)
        self._tiles = Choices(appearance, "lensTiles", self.tr("Lens"), buttons, layout)
        self._tiles.asked.connect(canvas.set_lens)
        self.plate = Plate(appearance, self.tr("Lens"), parent=canvas)
        self.plate.row.setContentsMargins(_AROUND, _AROUND, _AROUND, _AROUND)
        self.plate.row.setSpacing(0)
        self.plate.row.addWidget(self._tiles)
        self.plate.installEventFilter(self)
        canvas.lens_changed.connect(self._show_lens)
        canvas.resized.connect(self.place)
        appearance.changed.connect(self.place)
        self._show_lens(canvas.lens)
        self.place()

    def menu(self, parent: Menu) -> Menu:
        """The lenses as a menu in ``parent``."""
        menu = Menu(self._appearance, self.tr("Lens"), parent)
        menu.addActions(self.actions)
        return menu

    @Slot()
    def place(self) -> None:
        """Stand at the upper right, as wide as all parts need."""
        self.plate.adjustSize()
        self.plate.move(self._canvas.width() - _INSET - self.plate.width(), _INSET)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return False

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self._canvas.set_lens(action.data())

    @Slot(str)
    def _show_lens(self, lens: str) -> None:
        self._tiles.show_checked(lens)
        for action in self.actions:
            action.setChecked(action.data() == lens)
