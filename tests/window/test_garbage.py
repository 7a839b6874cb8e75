"""Widgets that only the garbage collector finds: they end in the window's thread."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nndesk.ui.garbage import Collector
from nndesk.ui.window import MainWindow


class Ring(QWidget):
    """Goes with a collection alone."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def test_a_ring_of_widgets_ends_in_the_windows_thread_whoever_allocates(qtbot: QtBot) -> None:
    gc.enable()
    owner, ended = QObject(), list[threading.Thread]()
    collector = Collector(owner)
    reference = weakref.ref(Ring(), lambda _: ended.append(threading.current_thread()))

    def allocate() -> None:
        kept = [[number] for number in range(100_000)]
        assert len(kept) == 100_000

    thread = threading.Thread(target=allocate)
    thread.start()
    thread.join()
    assert reference() is not None
    lists = []
    for _ in range(130):  # until the oldest generation is due
        lists.append([[number] for number in range(1000)])
        collector.timeout.emit()
    assert ended == [threading.current_thread()]
    collector.stop()


def test_the_window_collects_while_it_is_open(window: MainWindow) -> None:
    assert not gc.isenabled()
    collector = window.findChild(Collector)
    assert collector is not None
    assert collector.isActive()
    window.close_without_asking()
    assert not collector.isActive()
