"""What a right click on a picture outside the canvas offers: to take it along."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtWidgets import QWidget

from nndesk.ui import clipboard
from nndesk.ui.matrix import MatrixView
from nndesk.ui.menu import Menu
from nndesk.ui.pictures import image_of
from nndesk.ui.theme import Appearance

if TYPE_CHECKING:
    from nndesk.ui.window import MainWindow


class PictureMenu(Menu):
    """For any widget that calls itself ``pictured``."""

    def __init__(self, appearance: Appearance, window: "MainWindow", parent: QWidget) -> None:
        super().__init__(appearance, "", parent)
        self.setObjectName("pictureMenu")
        self.setAccessibleName(self.tr("Picture"))
        self._window = window
        self._part: QWidget | None = None
        self.addAction(self.tr("Copy picture")).triggered.connect(self._copy)
        self._table = self.addAction(self.tr("Copy as table"))
        self._table.triggered.connect(self._copy_table)

    def offer(self, part: QWidget | None, at: QPoint) -> None:
        """Open at a point of the screen, for the picture that ``part`` is, or is in."""
        while part is not None and not getattr(part, "pictured", False):
            part = part.parentWidget()
        if part is not None:
            self._part = part
            self._table.setVisible(isinstance(part, MatrixView))
            self.popup(at)

    def _copy(self) -> None:
        if self._part is not None:
            content = QMimeData()
            content.setImageData(image_of(self._part, self.appearance.theme.color("surface")))
            clipboard.copy(content)
            self._window.say(self.tr("The picture is on the clipboard."))

    def _copy_table(self) -> None:
        if isinstance(self._part, MatrixView):
            self._part.copy()
