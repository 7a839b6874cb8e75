"""Files that are dragged onto the window."""

from pathlib import PurePath

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_OURS = (".nnd", ".json")


class Dropping(QObject):
    """Takes any file that is let go over ``window``, which passes it on, and says which can be opened."""

    dropped = Signal(str)  # a path
    refused = Signal(str)  # a sentence

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)

    def take(self, event: QDropEvent) -> None:
        """Take what ``window`` is told of something dragged over it, or let go."""
        if not event.mimeData().urls():
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self._open(event.mimeData())

    def _open(self, data: QMimeData) -> None:
        paths = [url.toLocalFile() for url in data.urls()]
        if len(paths) > 1:
            self.refused.emit(self.tr("One file can be opened at a time."))
        elif PurePath(paths[0]).suffix.lower() in _OURS:
            self.dropped.emit(paths[0])
        else:
            name = PurePath(paths[0]).name or data.urls()[0].toString()
            self.refused.emit(self.tr("{0} cannot be opened: .nnd and .json files can.").format(name))
