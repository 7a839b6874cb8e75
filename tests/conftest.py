"""Fixtures, and the rule that a test leaves no thread and no running timer behind it."""

import os
import tempfile

# Before anything imports Qt or NumPy: no screen, the user's settings untouched, one BLAS thread.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="nndesk-tests-")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import gc
import threading
from collections.abc import Iterator

import pytest
from tqdm import tqdm

from nndesk.ui import garbage

gc.disable()  # see nndesk.ui.garbage
tqdm.monitor_interval = 0  # its monitor is a thread that stays


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="write the golden pictures that differ anew")


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()  # what is there by now stays: it need not be looked through after every test


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that leaves a thread running, or a timer or animation of Qt."""
    before = set(threading.enumerate())
    yield
    left = [thread.name for thread in threading.enumerate() if thread not in before]
    assert not left, f"threads left behind: {left}"
    if "qapp" in request.fixturenames:
        from PySide6.QtCore import QAbstractAnimation, QCoreApplication, QTimer, QTranslator
        from shiboken6 import isValid

        app = QCoreApplication.instance()
        assert app is not None
        for translator in app.findChildren(QTranslator):  # the next test begins in English
            app.removeTranslator(translator)
            translator.setParent(None)
        gc.collect()
        # By type(): asking an object for its class wakes what other libraries load late.
        moving = [x for x in gc.get_objects() if issubclass(type(x), QTimer | QAbstractAnimation)]
        active = [
            f"{x!r} of {x.parent()!r}"
            for x in moving
            if isValid(x)
            and (x.isActive() if isinstance(x, QTimer) else x.state() is QAbstractAnimation.State.Running)
        ]
        assert not active, f"timers or animations left behind: {active}"
    else:
        garbage.collect()
