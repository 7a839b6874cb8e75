"""Where results go: the file that is named, how far it has got, and Ctrl-C on the way there."""

import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

from nndesk.errors import InputError


def destination(text: str | None, *suffixes: str) -> Path | None:
    """The file that ``-o`` names, checked before the work is done."""
    if text is None:
        return None
    path = Path(text)
    if path.suffix.lower() not in suffixes:
        listed = ", ".join(suffixes[:-1])
        expected = f"{listed} or {suffixes[-1]}" if listed else suffixes[-1]
        raise InputError("-o", f"is {text!r}", f"needs a name that ends in {expected}")
    if path.is_dir():
        raise InputError("-o", f"{text!r} is a folder", "needs a file in it")
    if not path.parent.is_dir():
        raise InputError("-o", f"the folder {str(path.parent)!r} does not exist", "make it first")
    if not os.access(path.parent, os.W_OK):
        raise InputError("-o", f"the folder {str(path.parent)!r} cannot be written to", "choose another one")
    return path


def progress_bar(total: int, unit: str) -> Any:
    """A bar with the time left, of tqdm; None where standard error is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():  # pyright: ignore[reportUnnecessaryComparison]
        return None
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread beside the work
    return tqdm(total=total, unit=unit, file=sys.stderr, leave=False)


class Interrupts:
    """Inside, Ctrl-C is counted: who works looks where it can end. More than ``most`` end it at once."""

    def __init__(self, most: int | None = None) -> None:
        self.count = 0
        self._most = most
        self._handler: Any = None

    def __enter__(self) -> "Interrupts":
        # A shell that starts nndesk in the background has Ctrl-C ignored: so it stays.
        in_main = threading.current_thread() is threading.main_thread()
        if in_main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            self._handler = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._handler is not None:
            signal.signal(signal.SIGINT, self._handler)

    def check(self) -> None:
        """End here, where there was one."""
        if self.count:
            raise KeyboardInterrupt

    def _note(self, _signal: int, _frame: FrameType | None) -> None:
        self.count += 1
        if self._most is not None and self.count > self._most:
            raise KeyboardInterrupt
