"""The network on paper: the system's dialog for printers, and a page filled with the canvas."""

from pathlib import Path

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog

from nndesk.ui.pictures import Picture
from nndesk.ui.window import MainWindow

_MARGIN = 10.0  # mm
_DOTS = 300  # an inch; at the finest there is, letters become outlines


class PrintDialog(QPrintDialog):
    """Asks for a printer, and has it print what ``window`` shows of the network."""

    def __init__(self, window: MainWindow, title: str) -> None:
        page = QPrinter(QPrinter.PrinterMode.HighResolution)
        page.setResolution(_DOTS)
        page.setPageOrientation(QPageLayout.Orientation.Landscape)
        page.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)
        page.setDocName(title)
        page.setCreator("nndesk")
        if not QPrinterInfo.availablePrinterNames():  # then the dialog writes a PDF
            page.setOutputFileName(str(Path.home() / f"{title}.pdf"))
        super().__init__(page, window)
        self._page, self._window = page, window  # the dialog does not keep the page
        self.setObjectName("printDialog")
        self.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, False)
        self.accepted.connect(self._print)
        self.finished.connect(self.deleteLater)

    def ask(self) -> None:
        QDialog.open(self)  # its own wants a slot by name

    def _print(self) -> None:
        # Paper is light: on it the ground can be left out, where what stands on it is dark.
        picture = Picture(self._window, ground=self._window.appearance.theme.dark)
        painter = QPainter()
        if painter.begin(self._page):
            picture.fill(painter, self._page.pageRect(QPrinter.Unit.DevicePixel).size())
            painter.end()
        else:
            self._window.say(self.tr("The printer cannot be reached."))
