"""Which hint is given: one at a time, none twice in one document."""

from PySide6.QtCore import QObject, Signal

from nndesk.project.messages import Hint, Snapshot
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.session.preferences import Preferences


class Hinting(QObject):
    """Takes the hints that frames carry. One that was closed does not come again until another document."""

    changed = Signal()  # `hint`

    def __init__(
        self, document: Document, controller: Controller, preferences: Preferences, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._controller, self._preferences = controller, preferences
        self._closed: set[str] = set()  # kinds
        self.hint: Hint | None = None
        document.opened.connect(self._forget)
        controller.frame.connect(self._take)
        preferences.changed.connect(self._prefer)
        self._prefer("hints")

    def close(self) -> None:
        """The hint that is given has been seen."""
        if self.hint is not None:
            self._closed.add(self.hint.kind)
            self._give(None)

    def _prefer(self, name: str) -> None:
        # What has no thread is a picture or a film, in which nothing comes of its own accord.
        if name == "hints" and self._controller.threaded:
            self._controller.look(hints=self._preferences["hints"])

    def _forget(self, *_: object) -> None:
        self._closed.clear()
        self._give(None)

    def _take(self, snapshot: Snapshot) -> None:
        hints = {hint.kind: hint for hint in reversed(snapshot.hints) if hint.kind not in self._closed}
        given = None if self.hint is None else hints.get(self.hint.kind)  # it stays while it is so
        self._give(given or next(reversed(hints.values()), None))

    def _give(self, hint: Hint | None) -> None:
        if hint != self.hint:
            self.hint = hint
            self.changed.emit()
