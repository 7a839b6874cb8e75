"""The window computes no training mathematics: every call of the engine is the worker's."""

import dataclasses
import importlib
import inspect
import pkgutil
import threading
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import nndesk.engine
from nndesk.registry import Registry
from nndesk.ui.window import MainWindow


@pytest.fixture
def strangers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Calls of the engine from any thread but the worker's, by name; each of them raises as well."""
    caught: list[str] = []
    patched: list[tuple[object, str, object]] = []
    seen: list[object] = []

    def guarded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def guard(*args: Any, **kwargs: Any) -> Any:
            if threading.current_thread().name != "nndesk training":
                caught.append(name)
                raise AssertionError(f"{name} was called outside the training thread")
            return function(*args, **kwargs)

        return guard

    for found in pkgutil.iter_modules(nndesk.engine.__path__):
        module = importlib.import_module(f"nndesk.engine.{found.name}")
        for name, thing in vars(module).copy().items():
            if any(thing is one for one in seen):
                continue
            full = f"{found.name}.{name}"
            if isinstance(thing, Registry):
                seen.append(thing)
                for entry in thing:
                    for part in dataclasses.fields(entry):
                        value = getattr(entry, part.name)
                        if callable(value):
                            guard = guarded(f"{full}.{entry.id}.{part.name}", value)
                            object.__setattr__(entry, part.name, guard)  # entries are frozen
                            patched.append((entry, part.name, value))
            elif getattr(thing, "__module__", None) != module.__name__:
                continue
            elif inspect.isfunction(thing):
                monkeypatch.setattr(module, name, guarded(full, thing))
            elif inspect.isclass(thing) and not dataclasses.is_dataclass(thing):
                for method, function in vars(thing).copy().items():
                    if inspect.isfunction(function):
                        monkeypatch.setattr(thing, method, guarded(f"{full}.{method}", function))
    yield caught
    for entry, name, value in patched:
        object.__setattr__(entry, name, value)


def test_no_engine_call_outside_the_worker_while_it_trains_hovers_and_resizes(
    window: MainWindow, strangers: list[str], qtbot: QtBot
):
    canvas = window.canvas
    window.controller.set_speed(100.0)
    window.controller.play()
    generation = window.controller.generation

    def trained(epochs: int) -> Callable[[], bool]:
        return lambda: window.controller.snapshot is not None and window.controller.snapshot.epoch >= epochs

    qtbot.waitUntil(trained(5))
    for layer in range(1, 5):
        QTest.mouseMove(canvas, canvas.rect_of(layer, 0).center())
        qtbot.waitUntil(trained(5 + layer))
    for size in ((1280, 720), (1500, 950)):
        window.resize(*size)
        QTest.mouseMove(canvas, QPoint(200, 300))
        before = window.controller.snapshot
        assert before is not None
        qtbot.waitUntil(
            lambda before=before: window.controller.snapshot is not before or not window.controller.busy
        )
    header = window.findChild(QWidget, "layerHeader1")
    assert header is not None
    plus = header.findChild(QWidget, "plusButton")
    assert plus is not None
    QTest.mouseClick(header, Qt.MouseButton.LeftButton)
    QTest.mouseClick(plus, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.controller.generation > generation and trained(3)())
    window.controller.pause()
    qtbot.waitUntil(lambda: not window.controller.busy)
    assert strangers == []


def test_the_guard_catches_a_call(strangers: list[str]):
    from nndesk.engine.activations import ACTIVATIONS

    with pytest.raises(AssertionError, match="outside the training thread"):
        ACTIVATIONS["tanh"].forward(0.0, 0.0)  # pyright: ignore
    assert strangers == ["activations.ACTIVATIONS.tanh.forward"]
