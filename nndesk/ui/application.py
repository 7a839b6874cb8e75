"""The one QApplication."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

FIRST = "spiral"  # what a window without a source shows
OPENING_SIZE = (1440, 900)


def application() -> QApplication:
    """The application, made where there is none."""
    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    QCoreApplication.setOrganizationName("nndesk")
    QCoreApplication.setApplicationName("nndesk")
    return QApplication(["nndesk"])
