"""The network as a table: its layers, what they put out, and how many parameters they have."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from nndesk.engine.activations import ACTIVATIONS
from nndesk.project.spec import Experiment
from nndesk.project.summary import Row, summary
from nndesk.ui.language import Language
from nndesk.ui.sheet import Sheet
from nndesk.ui.theme import Appearance
from nndesk.ui.widgets import Button, Label
from nndesk.ui.words import grouped, label_of, layer_name

_NUMBERS_FROM = 2  # the first column that is written from the right


class _Line(NamedTuple):
    """What is written in one row."""

    layer: str
    kind: str
    output: str
    parameters: int


class SummarySheet(Sheet):
    """Of one experiment; Ctrl+C or the button copies the table for a spreadsheet."""

    wide = 560

    def __init__(
        self, appearance: Appearance, window: QWidget, language: Language, experiment: Experiment
    ) -> None:
        self._experiment = experiment
        super().__init__(appearance, window, "summarySheet")
        language.changed.connect(self._speak)

    def _speak(self, _old: str) -> None:
        self.renew()

    def _title(self) -> str:
        return self.tr("Summary")

    def _first(self) -> QWidget:
        return self._copy

    def _fill(self, column: QVBoxLayout) -> None:
        rows = summary(self._experiment)
        self._head = self.tr("Layer"), self.tr("Activation"), self.tr("Output shape"), self.tr("Parameters")
        self._lines = [self._line(row) for row in rows]
        table = QGridLayout()
        table.setHorizontalSpacing(16)
        table.setVerticalSpacing(4)
        table.setColumnStretch(0, 1)
        self._add(table, self._head, "label")
        for line in self._lines:
            self._add(table, _written(line), "body")
        everything, still = sum(row.parameters for row in rows), sum(row.still for row in rows)
        self._totals = [
            _Line(self.tr("All parameters"), "", "", everything),
            _Line(self.tr("Trainable"), "", "", everything - still),
            _Line(self.tr("Frozen or cut"), "", "", still),
        ]
        table.setRowMinimumHeight(table.rowCount(), 12)
        for line in self._totals:
            self._add(table, _written(line), "bodyStrong")
        self._copy = Button(self._appearance, self.tr("Copy as table"), icon="copy")
        self._copy.setObjectName("copySummaryButton")
        self._copy.setToolTip(self.tr("All numbers, for a spreadsheet (Ctrl+C)"))
        self._copy.clicked.connect(self.copy)
        column.insertLayout(0, table)
        column.insertSpacing(1, 16)
        column.insertWidget(2, self._copy, 0, Qt.AlignmentFlag.AlignRight)

    def _line(self, row: Row) -> _Line:
        layers = self._experiment.network.layers
        output = f"(None, {row.units})"  # as Keras writes any number of rows
        if row.layer is None:
            return _Line(self.tr("Input"), "", output, 0)
        if row.dropout:
            return _Line(self.tr("Dropout"), f"{row.dropout:.0%}", output, 0)
        activation = label_of(ACTIVATIONS, "activation", layers[row.layer].activation)
        return _Line(layer_name(row.layer, len(layers)), activation, output, row.parameters)

    def _add(self, table: QGridLayout, texts: Sequence[str], style: str) -> None:
        row = table.rowCount()
        for column, text in enumerate(texts):
            label = Label(self._appearance, text, style, "text2" if style == "label" else "text")
            right = column >= _NUMBERS_FROM
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            table.addWidget(label, row, column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put all of it on the clipboard, tab-separated."""
        lines = [self._head, *self._lines, *self._totals]
        QGuiApplication.clipboard().setText("\n".join("\t".join(map(str, line)) for line in lines))
        self._copy.setText(self.tr("Copied"))
        self._copy.updateGeometry()


def _written(line: _Line) -> tuple[str, ...]:
    return *line[:-1], grouped(line.parameters)
