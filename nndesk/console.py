"""Words to whoever typed the command: results on standard output, all else on standard error."""

import os
import sys
from io import TextIOWrapper

from nndesk.errors import FileError


def prepare() -> None:
    """Let no name be unprintable, in a C locale either."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def show(text: str) -> None:
    """Print a result as it is. A reader who has gone (``nndesk presets | head -1``) is no error."""
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison] — closed by who started us
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go()
    except OSError as error:
        _let_go()
        raise FileError(f"standard output: cannot be written: {error.strerror}") from None


def _let_go() -> None:
    """Send what is still buffered nowhere: Python flushes standard output once more at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def tell(text: str) -> None:
    """Print one line on standard error, whatever names and values ``text`` quotes."""
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    if sys.stderr is not None:  # pyright: ignore[reportUnnecessaryComparison] — print would take standard output
        print(f"nndesk: {line}", file=sys.stderr)
