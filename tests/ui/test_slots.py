"""What is connected to signals is disconnected where its widget goes."""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module

from PySide6.QtCore import QObject

import nndesk.ui


def _classes() -> Iterator[type[QObject]]:
    for found in pkgutil.walk_packages(nndesk.ui.__path__, "nndesk.ui."):
        for each in vars(import_module(found.name)).values():
            if inspect.isclass(each) and issubclass(each, QObject) and each.__module__ == found.name:
                yield each


def _is_ours(base: type) -> bool:
    return base.__module__.startswith("nndesk.")


def test_no_slot_is_overridden():
    """PySide never disconnects one: it is still called when its widget is gone, and raises RuntimeError."""
    overridden = [
        f"{each.__module__}.{each.__qualname__}.{name}"
        for each in _classes()
        for name, value in vars(each).items()
        if inspect.isfunction(value)
        and any(hasattr(vars(base).get(name), "_slots") for base in each.__mro__[1:] if _is_ours(base))
    ]
    assert overridden == []
