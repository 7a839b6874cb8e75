"""Going through the rows of the data: which one comes next, and what the shown one is called."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent

from nndesk.data.dataset import Dataset
from nndesk.project.messages import Snapshot
from nndesk.session.controller import Controller
from nndesk.ui.words import grouped, written

_PAGE = 10  # rows
_HALF = 0.5  # the threshold of outputs that are shares
_STEP, _LEAP = 0.02, 0.1  # of half a plane's side, that a key moves a probe
_ALONG = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}


class Sampler:
    """Asks the controller for other rows and points, as keys and presses mean it."""

    def __init__(self, controller: Controller) -> None:
        self._controller = controller

    @property
    def rows(self) -> int:
        data = self._controller.data
        return 0 if data is None else len(data.x_train) + len(data.x_test)

    def step(self, by: int) -> None:
        """Go to the row ``by`` further, or the last one there is."""
        if self.rows:
            self._controller.select_sample(self._controller.sample + by)

    def next_of(self, rows: Sequence[int], direction: int = 1) -> None:
        """Go to the next of ``rows``, which are in order; round and round."""
        now = self._controller.sample
        further = [row for row in rows if (row - now) * direction > 0]
        if further or rows:
            pick = min if direction > 0 else max
            self._controller.select_sample(pick(further or rows))

    def wrong(self) -> NDArray[np.intp]:
        """The rows that are taken for another class than their own, in the frame that is shown."""
        data, snapshot = self._controller.data, self._controller.snapshot
        if data is None or snapshot is None:
            return np.empty(0, np.intp)
        return wrong_rows(data, snapshot)

    def show(self, rows: Sequence[int], raw: Sequence[float] | None) -> None:
        """Go to the next of ``rows``, or to the point ``raw`` where there is none."""
        if rows:
            self.next_of(rows)
        elif raw is not None:
            self._controller.set_probe(raw)

    def leave(self) -> bool:
        """One level up: from a point to the sample, from that to none; says whether there was one."""
        controller = self._controller
        if controller.probe is not None:
            controller.set_probe(None)
        elif controller.sample_marked:
            controller.forget_sample()
        else:
            return False
        return True

    def probe_at_sample(self) -> bool:
        """Begin a probe where the shown sample is, or end the one there is."""
        controller, data = self._controller, self._controller.data
        if data is None or not (data.kind.plane or data.kind.curve is not None):
            return False
        if controller.probe is not None:
            controller.set_probe(None)
            return True
        sample, trained = controller.sample, len(data.raw_train)
        raw = data.raw_train[sample] if sample < trained else data.raw_test[sample - trained]
        controller.set_probe(raw.tolist())
        return True

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; says whether it is one of these."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            return self.leave()
        if self._controller.data is None:
            return False
        if key in _ALONG:
            self._go(_ALONG[key], far=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.step(_PAGE if key == Qt.Key.Key_PageDown else -_PAGE)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._controller.select_sample(0 if key == Qt.Key.Key_Home else self.rows - 1)
        else:
            return False
        return True

    def _go(self, along: tuple[int, int], *, far: bool) -> None:
        """A probe moves; else left and right go through the rows, up and down through the wrong ones."""
        probe, data = self._controller.probe, self._controller.data
        if probe is not None and data is not None:
            extent = data.kind.extent
            by = extent * (_LEAP if far else _STEP)
            moved = [max(-extent, min(x + by * way, extent)) for x, way in zip(probe, along, strict=False)]
            self._controller.set_probe(moved)
            return
        direction = along[0] or -along[1]
        wrong = self.wrong().tolist() if along[1] else []
        if along[1] and wrong:
            self.next_of(wrong, direction)
        else:
            self.step(direction * (_PAGE if far else 1))


def wrong_rows(data: Dataset, snapshot: Snapshot) -> NDArray[np.intp]:
    """The rows that ``snapshot`` takes for another class than their own, training rows first."""
    if snapshot.confusion is None or len(snapshot.confusion.chosen) != len(data.x_train) + len(data.x_test):
        return np.empty(0, np.intp)
    target = np.concatenate((data.target_train, data.target_test))
    return np.flatnonzero(snapshot.confusion.chosen != target)


# -- in words ---------------------------------------------------------------------------------


def sample_name(data: Dataset, sample: int) -> str:
    """Which row it is, among those for training or those for testing."""
    trained = len(data.x_train)
    if sample < trained:
        words = QCoreApplication.translate("Sample", "training sample {0} of {1}")
        return words.format(grouped(sample + 1), grouped(trained))
    words = QCoreApplication.translate("Sample", "test sample {0} of {1}")
    return words.format(grouped(sample - trained + 1), grouped(len(data.x_test)))


def shown_words(data: Dataset, snapshot: Snapshot) -> list[str]:
    """What is shown of which point: its name, where it lies, what it should be and what comes out."""
    probe, sample, trained = snapshot.probe, snapshot.sample, len(data.x_train)
    translate = QCoreApplication.translate
    parts = [translate("Sample", "what if") if probe is not None else sample_name(data, sample)]
    if len(data.kind.columns) <= 2:
        parts.append(point_words(_raw(data, sample) if probe is None else probe))
    target = None
    if probe is None:
        target = data.target_train[sample] if sample < trained else data.target_test[sample - trained]
    return [*parts, *_result(data, snapshot.activations[-1], target)]


def _raw(data: Dataset, row: int) -> list[float]:
    trained = len(data.raw_train)
    return (data.raw_train[row] if row < trained else data.raw_test[row - trained]).tolist()


def point_words(raw: Sequence[float]) -> str:
    """One or two inputs."""
    numbers = ", ".join(f"{x:.2f}".replace("-", "−") for x in raw)
    return f"({numbers})" if len(raw) > 1 else f"x = {numbers}"


def row_words(data: Dataset, row: int, output: float | None = None) -> list[str]:
    """A row's name, where it lies, what it should be, and what comes ``output`` where that is known."""
    parts = [sample_name(data, row)]
    if len(data.kind.columns) <= 2:
        parts.append(point_words(_raw(data, row)))
    trained = len(data.target_train)
    target = float(data.target_train[row] if row < trained else data.target_test[row - trained])
    parts.append(f"y = {data.classes[int(target)] if data.classes else written(target, 2)}")
    return parts if output is None else [*parts, output_words(output)]


def output_words(value: float) -> str:
    return f"p = {written(value, 2) if math.isfinite(value) else '–'}"


def _result(data: Dataset, outputs: NDArray[np.floating], target: float | None) -> list[str]:
    """What should come out, where that is known, and what does."""
    translate, value = QCoreApplication.translate, float(outputs[0])
    if not data.classes or (data.kind.plane and len(outputs) == 1):
        predicted = output_words(value)
        if target is None:
            return [predicted]
        shown = data.classes[int(target)] if data.classes else written(float(target), 2)
        return [f"y = {shown}", predicted]
    if len(outputs) > 1:
        chosen = int(np.argmax(np.nan_to_num(outputs, nan=-np.inf)))
        share = float(outputs[chosen])
    else:
        chosen = int(value > data.threshold)
        share = value if chosen else 1 - value
    text = translate("Sample", "predicted {0}").format(data.classes[chosen])
    if 0 <= share <= 1 and data.threshold == _HALF:
        text = f"{text} ({share:.0%})"
    if target is None:
        return [text]
    return [translate("Sample", "true {0}").format(data.classes[int(target)]), text]
