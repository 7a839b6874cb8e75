"""What is copied, with everything that others may take of it."""

import atexit

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


def copy(content: QMimeData) -> None:
    """Put ``content`` on the clipboard.

    Qt destroys it when the program has ended, which crashes where Python made it and is gone by then. So
    before that its image or text takes its place, made by Qt.
    """
    QGuiApplication.clipboard().setMimeData(content)
    atexit.unregister(_leave)  # of what was copied before, which it keeps
    atexit.register(_leave, content)


def _leave(content: QMimeData) -> None:
    if QGuiApplication.instance() is None:
        return
    clipboard = QGuiApplication.clipboard()
    if clipboard.mimeData() is content:
        if content.hasImage():
            clipboard.setImage(clipboard.image())
        else:
            clipboard.setText(content.text())
