"""One short-lived thread a job: saving, opening and the like, which must not hold up the window."""

import queue
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

_TICK_MS = 10


class Jobs(QObject):
    """Runs functions in threads of their own and reports each result in the window's thread."""

    done = Signal(int, object)  # job number, result
    failed = Signal(int, object)  # job number, exception

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reports: queue.SimpleQueue[tuple[int, bool, Any]] = queue.SimpleQueue()
        self._threads: dict[int, threading.Thread] = {}
        self._count = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._collect)

    def start(self, work: Callable[[], Any]) -> int:
        """Run ``work``, which touches nothing of Qt; returns the job's number."""
        self._count += 1
        thread = threading.Thread(target=self._body, args=(self._count, work), name="nndesk job")
        self._threads[self._count] = thread
        thread.start()
        self._timer.start()
        return self._count

    def _body(self, number: int, work: Callable[[], Any]) -> None:
        try:
            self._reports.put((number, True, work()))
        except Exception as error:  # noqa: BLE001 - whoever started the job says what it means
            self._reports.put((number, False, error))

    def _collect(self) -> None:
        while not self._reports.empty():
            number, well, result = self._reports.get()
            self._threads.pop(number).join()
            (self.done if well else self.failed).emit(number, result)
        if not self._threads:
            self._timer.stop()

    def close(self) -> None:
        """Wait for what is under way: a file half written would be thrown away."""
        self._timer.stop()
        for thread in self._threads.values():
            thread.join()
        self._threads.clear()
