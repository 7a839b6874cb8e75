"""About the program: its version, and whose work is in it under which licence."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from nndesk import __version__
from nndesk.licences import bundle, parts
from nndesk.ui.language import Language
from nndesk.ui.sheet import Sheet
from nndesk.ui.theme import Appearance
from nndesk.ui.widgets import Label


class AboutSheet(Sheet):
    """Says what this is. The licences' full texts lie beside the files and in the packages."""

    def __init__(self, appearance: Appearance, window: QWidget, language: Language) -> None:
        super().__init__(appearance, window, "aboutSheet")
        language.changed.connect(self._speak)

    def _speak(self, _old: str) -> None:
        self.renew()

    def _title(self) -> str:
        return self.tr("About nndesk")

    def _fill(self, column: QVBoxLayout) -> None:
        appearance = self._appearance
        words = [
            self.tr("Version {0}").format(__version__),
            self.tr("See, train and understand neural networks. Everything runs on this computer."),
            self.tr("nndesk is free software under the MIT licence. It is built on the work of others:"),
        ]
        if bundle():
            bundled = self.tr(
                "This package also holds x264 and x265. As a whole it is under the GNU General Public "
                "License, version 3 or later, and its source is offered."
            )
            words.insert(2, bundled)
        for place, text in enumerate(words):
            label = Label(appearance, text, "body", "text2" if place else "text")
            label.setWordWrap(True)
            label.setContentsMargins(0, 0, 0, 8)
            column.insertWidget(place, label)
        table = QGridLayout()
        table.setHorizontalSpacing(16)
        table.setVerticalSpacing(2)
        table.setColumnStretch(0, 1)
        for row, part in enumerate(parts()):
            for at, text in enumerate(part):
                label = Label(
                    appearance, text, "body" if at == 0 else "label", "text" if at == 0 else "text2"
                )
                label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                table.addWidget(label, row, at)
        column.insertLayout(len(words), table)
