"""The inspector on its own and the hands of a user: what tests of panels share."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QSlider, QWidget

from nndesk.project.spec import Experiment
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.panels.inspector import Inspector

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def come_back(widget: QWidget, to: QPoint) -> None:
    """The pointer comes to a place with no button down: that was let go over a dialog."""
    place, none = (QPointF(to), QPointF(widget.mapToGlobal(to))), Qt.MouseButton.NoButton
    QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, *place, none, none, NONE))


class Bench:
    """The inspector with what is behind it, and the hands of a user."""

    def __init__(self, inspector: Inspector, document: Document, controller: Controller) -> None:
        self.inspector, self.document, self.controller = inspector, document, controller

    @property
    def experiment(self) -> Experiment:
        return self.document.experiment

    @property
    def undo_steps(self) -> int:
        return self.document.undo_stack.count()

    def find(self, name: str) -> QWidget:
        found = self.inspector.findChildren(QWidget, name)
        assert len(found) == 1, f"{len(found)} widgets are called {name}"
        return found[0]

    def text(self, name: str) -> str:
        label = self.find(name)
        assert isinstance(label, QLabel)
        return label.text()

    def tile(self, group: str, name: str) -> QAbstractButton:
        button = self.find(group).findChild(QAbstractButton, name)
        assert button is not None, f"no {name} in {group}"
        return button

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, LEFT, NONE, widget.rect().center())

    def type(self, name: str, text: str) -> None:
        box = self.find(name)
        box.setFocus()
        QTest.keySequence(box, "Ctrl+A")
        QTest.keyClicks(box, text)
        QTest.keyClick(box, Qt.Key.Key_Return)

    def number(self, name: str) -> str:
        box = self.find(name)
        assert isinstance(box, QLineEdit)
        return box.text()

    def choose(self, name: str, text: str) -> None:
        """Go down or up a list with the keyboard until ``text`` is taken."""
        box = self.find(name)
        assert isinstance(box, QComboBox)
        wanted = box.findText(text)
        assert wanted >= 0, f"no {text} in {[box.itemText(i) for i in range(box.count())]}"
        box.setFocus()
        while box.currentIndex() != wanted:
            QTest.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < wanted else Qt.Key.Key_Up)

    def slider(self, name: str) -> QSlider:
        """The slider beside the box ``name``."""
        row = self.find(name).parentWidget()
        assert row is not None
        slider = row.findChild(QSlider)
        assert slider is not None
        return slider

    def words(self, panel: str) -> list[str]:
        """All the texts of a panel's labels that can be seen."""
        return [label.text() for label in self.find(panel).findChildren(QLabel) if label.isVisible()]
