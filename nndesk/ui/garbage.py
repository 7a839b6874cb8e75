"""Python's garbage, collected in the window's thread alone."""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 500  # ms


class Collector(QTimer):
    """Runs the garbage collector now and then, in its owner's thread, until it is stopped.

    Python runs it in whichever thread happens to allocate. What it finds there may hold widgets of a
    window that was closed, and Qt's objects are destroyed in their own thread or the program ends, or
    waits for ever. So from the first of these on, Python does not collect by itself.
    """

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        gc.disable()
        self.timeout.connect(collect)
        self.start(_EVERY)


def collect() -> None:
    """Collect the oldest generation that is due, as Python would by itself."""
    due = [count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    if any(due):
        gc.collect(max(generation for generation, over in enumerate(due) if over))
