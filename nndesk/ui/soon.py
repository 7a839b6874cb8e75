"""Something that is done once the events before it are done."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Soon(QTimer):
    """Calls ``slot`` a moment, or ``after`` ms, after `start`, unless its owner is gone by then.

    `QTimer.singleShot` with an owner keeps the method, and with it all of the owner, for ever
    where the owner goes first.
    """

    def __init__(self, owner: QObject, slot: Callable[[], object], after: int = 0) -> None:
        super().__init__(owner)
        self.setSingleShot(True)
        self.setInterval(after)
        self.timeout.connect(slot)
