"""The Health panel: how well the layers learn, as the health lens shows it, in numbers."""

import math
import re
from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, QLineF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from nndesk.engine.activations import ACTIVATIONS
from nndesk.engine.diagnostics import BORDER, MOST
from nndesk.engine.flow import Condition
from nndesk.project.messages import Snapshot
from nndesk.project.spec import Experiment
from nndesk.registry import QT_TRANSLATE_NOOP
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.panels.base import RunPanel
from nndesk.ui.shapes import rounded
from nndesk.ui.theme import RADIUS, Appearance, draw_text
from nndesk.ui.widgets import Label, Panel, Section
from nndesk.ui.words import grouped, layer_name, listed, within_sentence, written

#: What updates divided by weights are where training goes well.
HEALTHY = (1e-4, 1e-2)

_NAME = 84  # the column of layers' names
_ROW = 28
_BAR, _BAR_WIDTH, _LEAST_BAR = 12, 180, 40
_BESIDE = 8  # between a bar and its number
_CHIP = (24, 22, 8)  # width, height, gap
_HAN_LINE = 20  # of words in Chinese
_NAMED_IN_HAN = re.compile("([\u3400-\u9fff]+：)<b>")
_STRIPE = 2.1  # of the hatching of a chip, as wide as what is between two
_LISTED = 64  # neurons of a layer whose shares are written one by one
_NUMBERED = 12  # dead neurons that are named
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTER = Qt.AlignmentFlag.AlignCenter


class HealthPanel(RunPanel):
    """Gradient flow, saturated outputs, dead units and update ÷ weight. Asks for them while it is seen."""

    def __init__(self, document: Document, controller: Controller, appearance: Appearance) -> None:
        super().__init__(document, controller, appearance, "healthPanel", self.tr("Health"))
        self._flow = FlowBars(appearance, "gradientFlow", self.tr("Gradient flow"))
        flow = Section(appearance, self.tr("Gradient flow (mean |∂L/∂w|)"))
        flow.add(self._flow)
        self._saturated = Section(appearance, self.tr("Saturated outputs"), self.tr("% of samples"))
        self._chips = SaturationChips(appearance, "saturatedOutputs", self.tr("Saturated outputs"))
        self._unbounded = self._words(appearance)
        self._unbounded.setText(self.tr("No hidden layer has an activation with bounds at both ends."))
        self._saturated.add(self._chips)
        self._saturated.add(self._unbounded)
        dead = Section(appearance, self.tr("Dead units"))
        self._dead = self._words(appearance)
        self._dead.setObjectName("deadUnitsLabel")
        dead.add(self._dead)
        updates = Section(
            appearance, self.tr("Update size ÷ weight size"), self.tr("of the next step"), line=False
        )
        self._updates = _Rich(appearance)
        self._updates.setObjectName("updatesLabel")
        self._outside = self._words(appearance)
        self._outside.setObjectName("outsideLabel")
        updates.add(self._updates)
        updates.add(self._outside)
        for section in (flow, self._saturated, dead, updates):
            self.add(section)
        self._start()

    def _words(self, appearance: Appearance) -> Label:
        label = Label(appearance, "", "label", "text2")
        label.setWordWrap(True)
        return label

    def _looks(self) -> dict[str, Any]:
        return {"health": True}

    # -- showing ------------------------------------------------------------------------------------

    def _show(self, experiment: Experiment) -> None:
        layers = experiment.network.layers
        hidden = {layer.activation for layer in layers[:-1]}
        bounded = {name for name in hidden if _spread(name) is not None}
        heading = self.tr("Saturated outputs")
        if len(bounded) == 1:
            heading = self.tr("Saturated outputs ({0})").format(_criterion(bounded.pop()))
        self._saturated.heading.setText(heading)
        self._rule = self.tr("A ReLU unit is dead when it outputs 0 for every training sample.")
        if "relu" not in hidden and hidden & {"elu", "selu", "gelu", "silu", "softplus"}:
            self._rule = self.tr("A unit is dead when its slope is next to 0 for every training sample.")

    def _show_frame(self, snapshot: Snapshot) -> None:
        conditions = snapshot.diagnostics
        count = len(self._document.experiment.network.layers)
        if len(conditions) != count:
            return  # from before it was asked for
        names = [layer_name(layer, count) for layer in range(count)]
        self._flow.show_means([(n, c.gradient) for n, c in zip(names, conditions, strict=True)])
        self._show_saturated(names, conditions)
        self._show_dead(names, conditions, snapshot.flow_rows)
        self._show_updates(names, [condition.update for condition in conditions])

    def _show_saturated(self, names: Sequence[str], conditions: Sequence[Condition]) -> None:
        shares = [
            (name, condition.saturated.tolist())
            for name, condition in zip(names[:-1], conditions, strict=False)
            if condition.saturated is not None
        ]
        self._chips.show_shares(shares)
        self._chips.setVisible(bool(shares))
        self._saturated.caption.setVisible(bool(shares))
        self._unbounded.setVisible(not shares)

    def _show_dead(self, names: Sequence[str], conditions: Sequence[Condition], rows: int) -> None:
        sentences: list[str] = []
        for name, condition in zip(names, conditions, strict=True):
            if condition.dead is not None and condition.dead.any():
                units = np.flatnonzero(condition.dead).tolist()
                numbers = listed(str(unit + 1) for unit in units[:_NUMBERED])
                if len(units) > _NUMBERED:
                    numbers += " …"
                words = self.tr("{0}: {1} of {2} (neurons {3}).")
                if len(units) == 1:
                    words = self.tr("{0}: 1 of {2} (neuron {3}).")
                sentences.append(words.format(name, len(units), len(condition.dead), numbers))
        sentences = sentences or [self.tr("None.")]
        sentences.append(self._rule)
        data = self._controller.data
        if data is not None and rows < len(data.x_train):
            count = grouped(rows), grouped(len(data.x_train))
            sentences.append(self.tr("Judged by {0} of {1} training samples.").format(*count))
        self._dead.setText(self._text(sentences))

    def _show_updates(self, names: Sequence[str], updates: Sequence[float]) -> None:
        numbers = [f"<b>{_figure(update)}</b>" for update in updates]
        if len(names) == 1:
            text = self.tr("{0}: {1}").format(names[0], numbers[0])
        else:
            hidden, last = " · ".join(numbers[:-1]), within_sentence(names[-1])
            text = self.tr("{0}: {1}, {2}: {3}").format(_span(names[:-1]), hidden, last, numbers[-1])
        self._updates.show_words(text)
        low, high = HEALTHY
        words = [self.tr("Healthy range: about {0} to {1}.").format(f"{low:f}".rstrip("0"), f"{high:g}")]
        for text, outside in (
            (self.tr("Below it: {0}."), [0 < update < low for update in updates]),
            (self.tr("Above it: {0}."), [update > high for update in updates]),
        ):
            those = [within_sentence(name) for name, out in zip(names, outside, strict=True) if out]
            if those:
                words.append(text.format(listed(those)))
        self._outside.setText(self._text(words))

    def _text(self, sentences: Sequence[str]) -> str:
        return reduce(self.tr("{0} {1}").format, sentences)


def _spread(activation: str) -> tuple[float, float] | None:
    """The bounds of an activation that has two, and whose units saturate."""
    if activation not in ACTIVATIONS:
        return None
    entry = ACTIVATIONS[activation]
    bounded = entry.derivative is not None and np.isfinite(entry.high - entry.low)
    return (entry.low, entry.high) if bounded else None


def _criterion(activation: str) -> str:
    """When an output of an activation with two bounds is saturated."""
    spread = _spread(activation)
    assert spread is not None
    low, high = spread
    border = BORDER * (high - low)
    if low == -high:
        return f"|a| > {high - border:g}"
    words = QCoreApplication.translate("HealthPanel", "a < {0} or > {1}")
    return words.format(f"{low + border:g}", f"{high - border:g}")


def _span(names: Sequence[str]) -> str:
    """Names that differ in their numbers, as Hidden 1–3."""
    if len(names) < 2:
        return "".join(names)
    return QCoreApplication.translate("HealthPanel", "Hidden 1–{0}").format(len(names))


def _figure(value: float) -> str:
    """A small number with the digits that tell it from its like."""
    if value == 0:
        return "0"
    return f"{value:.4f}" if 0.001 <= value < 10 else written(value)


class _Layers(QWidget):
    """Painted rows, one a layer, with the layers' names in a column at the left."""

    pictured = True  # it can be copied

    def __init__(self, appearance: Appearance, name: str, label: str) -> None:
        super().__init__()
        self._appearance = appearance
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._restyle)

    @Slot()
    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def _height(self) -> int:
        raise NotImplementedError

    def sizeHint(self) -> QSize:
        return QSize(352, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height())

    @property
    def _left(self) -> int:
        return self._appearance.theme.px(_NAME)

    def _draw_name(self, painter: QPainter, top: float, name: str) -> None:
        theme = self._appearance.theme
        box = QRectF(0, top, self._left, theme.px(_ROW))
        draw_text(painter, box, _LEFT, name, theme.font("body"), theme.color("text"))


class FlowBars(_Layers):
    """The mean gradient of each layer: a bar against the largest, and the number."""

    def __init__(self, appearance: Appearance, name: str, label: str) -> None:
        super().__init__(appearance, name, label)
        self.means: list[tuple[str, float]] = []

    def show_means(self, means: list[tuple[str, float]]) -> None:
        """Show (layer, mean); what is no number has an empty bar and a dash."""
        if len(means) != len(self.means):
            self.updateGeometry()
        self.means = means
        self.setAccessibleDescription(listed(f"{name} {_figure(mean)}" for name, mean in means))
        self.update()

    def _height(self) -> int:
        return len(self.means) * self._appearance.theme.px(_ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        row, left = theme.px(_ROW), self._left
        most = max((mean for _, mean in self.means if np.isfinite(mean)), default=0.0)
        font = theme.font("bodyStrong")
        widest = max(
            (QFontMetricsF(font).horizontalAdvance(_figure(mean)) for _, mean in self.means), default=0
        )
        wide = min(_BAR_WIDTH, max(_LEAST_BAR, self.width() - left - _BESIDE - math.ceil(widest)))
        for place, (name, mean) in enumerate(self.means):
            top = float(place * row)
            self._draw_name(painter, top, name)
            track = QRectF(left, top + (row - _BAR) / 2, wide, _BAR)
            rounded(painter, track, RADIUS["tick"], theme.color("surface2"), None)
            if mean > 0 and most > 0:
                filled = QRectF(track)
                filled.setWidth(max(mean / most * track.width(), 2.0))
                radius = min(RADIUS["tick"], filled.width() / 2)
                rounded(painter, filled, radius, theme.color("grad"), None)
            start = track.right() + _BESIDE
            words = QRectF(start, top, self.width() - start, row)
            draw_text(painter, words, _LEFT, _figure(mean), font, theme.color("text"))


class SaturationChips(_Layers):
    """For each neuron the share of rows for which it is saturated; hatched above a half."""

    def __init__(self, appearance: Appearance, name: str, label: str) -> None:
        super().__init__(appearance, name, label)
        self.shares: list[tuple[str, list[float]]] = []

    def show_shares(self, shares: list[tuple[str, list[float]]]) -> None:
        """Show (layer, shares of its neurons)."""
        if [len(units) for _, units in shares] != [len(units) for _, units in self.shares]:
            self.shares = shares
            self.updateGeometry()
        self.shares = shares
        self.setAccessibleDescription(
            listed(f"{name} {' '.join(_percent(share) for share in units)}" for name, units in shares)
        )
        self.update()

    def _columns(self) -> int:
        width, _, gap = _CHIP
        return max(1, (max(self.width(), 352) - self._left + gap) // (self._appearance.theme.px(width) + gap))

    def _lines(self, units: int) -> int:
        return 1 if units > _LISTED else -(-units // self._columns())

    def _height(self) -> int:
        return sum(self._lines(len(units)) for _, units in self.shares) * self._appearance.theme.px(_ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        row, top = theme.px(_ROW), 0.0
        width, height = theme.px(_CHIP[0]), theme.px(_CHIP[1])
        for name, units in self.shares:
            self._draw_name(painter, top, name)
            if len(units) > _LISTED:
                box = QRectF(self._left, top, self.width() - self._left, row)
                words = self.tr("{0} of {1} above {2}").format(
                    sum(share > MOST for share in units), grouped(len(units)), f"{MOST:.0%}"
                )
                draw_text(painter, box, _LEFT, words, theme.font("body"), theme.color("text2"))
            else:
                for place, share in enumerate(units):
                    down, across = divmod(place, self._columns())
                    left = self._left + across * (width + _CHIP[2])
                    self._draw_chip(
                        painter, QRectF(left, top + down * row + (row - height) / 2, width, height), share
                    )
            top += self._lines(len(units)) * row

    def _draw_chip(self, painter: QPainter, rect: QRectF, share: float) -> None:
        theme = self._appearance.theme
        rounded(painter, rect, RADIUS["tick"] + 1, theme.color("surface"), theme.color("borderStrong"))
        if share > MOST:
            painter.save()
            painter.setClipRect(rect.adjusted(1, 1, -1, -1))
            faint = theme.premix(theme.color("borderStrong"), 0.3, theme.color("surface"))
            painter.setPen(QPen(faint, _STRIPE))
            for left in np.arange(rect.left() - rect.height(), rect.right(), 2 * _STRIPE * 1.4142).tolist():
                painter.drawLine(QLineF(left, rect.top(), left + rect.height(), rect.bottom()))
            painter.restore()
            rounded(painter, rect, RADIUS["tick"] + 1, None, theme.color("borderStrong"))
        font = theme.font("caption")
        font.unsetFeature(QFont.Tag("tnum"))  # so that 100 keeps off the sides
        draw_text(painter, rect, _CENTER, _percent(share), font, theme.color("text"))


class _Rich(QLabel):
    """Words of which some are bold, in as many lines as they need."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance, self._words = appearance, ""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self._restyle()
        appearance.changed.connect(self._restyle)

    def show_words(self, html: str) -> None:
        """Show ``html``; a number stays in the line of the name before its colon."""
        self._words = html
        html = html.replace(": <b>", ":&nbsp;<b>")
        html, found = _NAMED_IN_HAN.subn(lambda name: "&#x2060;".join(name[1]) + "&#x2060;<b>", html)
        line = self._appearance.theme.px(_HAN_LINE)
        self.setText(f'<p style="line-height:{line}px">{html}</p>' if found else html)

    @Slot()
    def _restyle(self) -> None:
        theme = self._appearance.theme
        self.setFont(theme.font("label"))
        self.show_words(self._words)
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, theme.color("text2"))
        self.setPalette(palette)


def _percent(share: float) -> str:
    return f"{100 * share:.0f}" if np.isfinite(share) else "–"


PANEL = Panel("health", QT_TRANSLATE_NOOP("Panel", "Health"), "network", HealthPanel)
