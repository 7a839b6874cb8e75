"""What is selected: one value that canvas, inspector and menus share."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from nndesk.project.spec import Experiment
from nndesk.project.targets import followed
from nndesk.session.document import Document


class Selection(QObject):
    """The selected targets, in the words of lessons: ``layers.0``, ``layers.0.units.2``, ``data`` …

    Follows neurons that an edit of the document moves, and drops what it takes away.
    """

    changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._targets: tuple[str, ...] = ()
        document.changed.connect(self._follow)
        document.opened.connect(self.clear)

    @property
    def targets(self) -> tuple[str, ...]:
        """All that is selected, the newest last."""
        return self._targets

    @property
    def target(self) -> str:
        """The newest, which panels show; ``none`` where nothing is selected."""
        return self._targets[-1] if self._targets else "none"

    @property
    def only(self) -> str:
        """The one thing that is selected; ``none`` where nothing or more is."""
        return self._targets[0] if len(self._targets) == 1 else "none"

    @property
    def shown(self) -> str:
        """What a panel is to show: the layer where several of its parts are selected, else the newest."""
        layers = {layer_of(target) for target in self._targets}
        one = layers.pop() if len(self._targets) > 1 and len(layers) == 1 else None
        return self.target if one is None else f"layers.{one}"

    @property
    def layers(self) -> set[int]:
        """The layers, counted as in the experiment, that are selected or a part of which is."""
        layers = (layer_of(target) for target in self._targets)
        return {layer for layer in layers if layer is not None}

    @property
    def layer(self) -> int | None:
        """The layer of the newest, counted as in the experiment: its own or that of its neuron or weight."""
        return layer_of(self.target)

    def set(self, *targets: str) -> None:
        """Select ``targets`` and nothing else; ``none`` is nothing."""
        wanted = tuple(dict.fromkeys(target for target in targets if target != "none"))
        if wanted != self._targets:
            self._targets = wanted
            self.changed.emit()

    def toggle(self, target: str) -> None:
        """Add ``target``, or take it away where it is there."""
        if target in self._targets:
            self.set(*(other for other in self._targets if other != target))
        else:
            self.set(*self._targets, target)

    def click(self, target: str) -> None:
        """What a click on ``target`` does: select it alone, or with Shift add it or take it away."""
        if QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.toggle(target)
        else:
            self.set(target)

    def clear(self) -> None:
        self.set()

    def _follow(self, old: Experiment, new: Experiment) -> None:
        if self._targets and (old.network, old.data) != (new.network, new.data):
            self.set(*followed(self._targets, old, new))


def layer_of(target: str) -> int | None:
    """The layer, counted as in the experiment, that ``target`` is or is a part of."""
    parts = target.split(".")
    return int(parts[1]) if parts[0] in ("layers", "matrix") else None
