"""About the program: its version, and whose work is in it under which licence."""

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from nndesk import __version__
from nndesk.ui.language import Language
from nndesk.ui.sheet import Sheet
from nndesk.ui.theme import Appearance
from nndesk.ui.widgets import Label

_OFL = "SIL Open Font License 1.1"
_CC_BY = "CC BY 4.0"
#: What comes with the program, and what it needs: name, package it is asked of for its version, licence.
LICENCES: tuple[tuple[str, str, str], ...] = (
    ("Qt, PySide6", "PySide6-Essentials", "GNU LGPL 3.0"),
    ("Python", "", "PSF License 2"),
    ("NumPy", "numpy", "BSD 3-Clause"),
    ("pyqtgraph", "pyqtgraph", "MIT"),
    ("msgspec", "msgspec", "BSD 3-Clause"),
    ("safetensors", "safetensors", "Apache 2.0"),
    ("threadpoolctl", "threadpoolctl", "BSD 3-Clause"),
    ("tqdm", "tqdm", "MPL 2.0, MIT"),
    ("Inter", "", _OFL),
    ("Noto Sans SC", "", _OFL),
    ("STIX Two", "", _OFL),
    ("Lucide", "", "ISC, MIT"),
    ("Digits, Iris, Wine, Breast cancer (UCI)", "", _CC_BY),
    ("Palmer penguins", "", "CC0 1.0"),
)


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
        words = (
            self.tr("Version {0}").format(__version__),
            self.tr("See, train and understand neural networks. Everything runs on this computer."),
            self.tr("nndesk is free software under the MIT licence. It is built on the work of others:"),
        )
        for place, text in enumerate(words):
            label = Label(appearance, text, "body", "text2" if place else "text")
            label.setWordWrap(True)
            label.setContentsMargins(0, 0, 0, 8)
            column.insertWidget(place, label)
        table = QGridLayout()
        table.setHorizontalSpacing(16)
        table.setVerticalSpacing(2)
        table.setColumnStretch(0, 1)
        for row, (name, package, licence) in enumerate(LICENCES):
            for at, text in enumerate((name, _version_of(name, package), licence)):
                label = Label(
                    appearance, text, "body" if at == 0 else "label", "text" if at == 0 else "text2"
                )
                label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                table.addWidget(label, row, at)
        column.insertLayout(len(words), table)


def _version_of(name: str, package: str) -> str:
    """The version that runs here; nothing where it has none or is packed without saying so."""
    if name == "Python":
        return platform.python_version()
    if name.startswith("Qt"):
        return qVersion()
    try:
        return version(package) if package else ""
    except PackageNotFoundError:
        return ""
