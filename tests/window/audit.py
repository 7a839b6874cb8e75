"""What cannot be read or hit in a window: text that is cut off or covered, and what is too small."""

from collections.abc import Iterator
from itertools import combinations, product

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontInfo, QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollBar,
    QStyle,
    QWidget,
)

from nndesk.ui.canvas.header import LayerHeader
from nndesk.ui.sketch import Sketch
from nndesk.ui.theme import PaintedText, recorded_text
from nndesk.ui.window import MainWindow

LEAST_TEXT = 11
LEAST_CONTROL = 26
_CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QAbstractSlider)
_SLACK = 1.0  # pixels that antialiasing and rounding may take


def faults(window: MainWindow, beside: QWidget | None = None) -> list[str]:
    """Everything that is wrong with what ``window`` shows now, or one ``beside`` it, one sentence each."""
    seen = window if beside is None else beside
    with recorded_text() as painted:
        seen.grab()
    widgets = [seen, *(w for w in seen.findChildren(QWidget) if w.isVisible() and not _foreign(w))]
    layer = window.selection.layer
    opened = None if layer is None else window.findChild(LayerHeader, f"layerHeader{layer + 1}")
    return [
        *(fault for widget in widgets for fault in _faults_of_widget(widget)),
        *_overlaps(seen, widgets, opened),
        *_faults_of_painted(painted, _names_of_columns(window)),
        *_covered(seen, widgets, painted),
    ]


def _foreign(widget: QWidget) -> bool:
    """Whether it is a part that Qt or pyqtgraph makes for itself, such as a viewport."""
    return widget.objectName().startswith("qt_") or type(widget).__module__.startswith("pyqtgraph")


def _name(widget: QWidget) -> str:
    """The widget and where it is, by the names that there are."""
    names = [type(widget).__name__ + (f" {widget.objectName()}" if widget.objectName() else "")]
    parent = widget.parentWidget()
    while parent is not None and len(names) < 3:
        if parent.objectName() and not parent.objectName().startswith("qt_"):
            names.append(parent.objectName())
        parent = parent.parentWidget()
    return " in ".join(names)


# -- widgets --------------------------------------------------------------------------------------


def _faults_of_widget(widget: QWidget) -> Iterator[str]:
    name = _name(widget)
    if isinstance(widget, _CONTROLS) and not isinstance(widget, QScrollBar):
        small = min(widget.width(), widget.height()) < LEAST_CONTROL
        if small:
            yield f"{name}: a control of {widget.width()}×{widget.height()}"
    text = _text(widget)
    if text:
        size = QFontInfo(widget.font()).pixelSize()
        if size < LEAST_TEXT:
            yield f"{name}: {text!r} has {size} px"
        if isinstance(widget, QLabel) and widget.wordWrap():
            if (needed := widget.heightForWidth(widget.width())) > widget.height():
                yield f"{name}: {text!r} is {needed} px high in {widget.height()}"
        else:
            yield from (f"{name}: {text!r} {fault}" for fault in _cut(widget, text))
    parent = widget.parentWidget()
    if parent is not None and not widget.isWindow() and not widget.size().isEmpty():
        inside = isinstance(parent.parentWidget(), QAbstractScrollArea)
        seen = not widget.size().isEmpty()
        if seen and not inside and not parent.rect().contains(widget.geometry()):
            yield f"{name}: reaches out of its parent, {_box(widget.geometry())} in {_box(parent.rect())}"


def _text(widget: QWidget) -> str:
    """What the widget itself writes; painted text is recorded instead."""
    if isinstance(widget, QLabel):
        return widget.text()
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    return ""


def _cut(widget: QWidget, text: str) -> Iterator[str]:
    metrics = QFontMetricsF(widget.font())
    box = QRect(widget.contentsRect())
    if isinstance(widget, QLineEdit):
        margins = widget.textMargins()
        box = box.marginsRemoved(margins)
    lines = text.split("\n")
    width, height = max(metrics.horizontalAdvance(line) for line in lines), metrics.height() * len(lines)
    if width > box.width() + _SLACK:
        yield f"is {width:.0f} px wide in {box.width()}"
    if height > box.height() + _SLACK:
        yield f"is {height:.0f} px high in {box.height()}"


def _overlaps(window: QWidget, widgets: list[QWidget], open_header: LayerHeader | None) -> Iterator[str]:
    """Pairs of things a user reads or hits that lie on one another, wherever in the tree they are."""
    places: list[tuple[QWidget, QRect]] = []
    for widget in widgets:
        through = widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if not through and (isinstance(widget, _CONTROLS) or _stands_alone(widget)):
            seen = _seen(widget, window)
            if not seen.isEmpty():
                places.append((widget, seen))
    for (one, its_place), (other, other_place) in combinations(places, 2):
        common = its_place & other_place
        related = one.isAncestorOf(other) or other.isAncestorOf(one)
        # Where columns stand closer than headers are wide, the selected one opens over its neighbours.
        opened = open_header is not None and open_header in (_header(one), _header(other))
        if not common.isEmpty() and not related and not (opened and _header(one) and _header(other)):
            yield f"{_name(one)} and {_name(other)} overlap by {common.width()}×{common.height()}"


def _stands_alone(widget: QWidget) -> bool:
    """Whether it shows something itself and holds no other widget."""
    return type(widget) is not QWidget and not _children(widget)


def _children(widget: QWidget) -> list[QWidget]:
    children = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [child for child in children if child.isVisible() and not child.isWindow()]


def _header(widget: QWidget) -> LayerHeader | None:
    """The layer's header that the widget is, or is a button of."""
    parent = widget if isinstance(widget, LayerHeader) else widget.parentWidget()
    return parent if isinstance(parent, LayerHeader) else None


def _seen(widget: QWidget, window: QWidget) -> QRect:
    """The part of the widget that nothing above it cuts off, in the window's coordinates."""
    rect, parent = QRect(widget.mapTo(window, QPoint()), widget.size()), widget.parentWidget()
    while parent is not None and not widget.isWindow():
        rect &= QRect(parent.mapTo(window, QPoint()), parent.size())
        if parent is window:
            break
        parent = parent.parentWidget()
    return rect


# -- painted text -----------------------------------------------------------------------------------


def _names_of_columns(window: MainWindow) -> list[str]:
    """What the columns of a table are called, which may be longer than there is room for."""
    data = window.controller.data
    return [] if data is None else [name.replace("_", " ") for name in data.input_names]


def _faults_of_painted(painted: list[PaintedText], names: list[str]) -> Iterator[str]:
    for piece in painted:
        where = f"painted {piece.text!r} at {_box(piece.box.toRect())}"
        if piece.size < LEAST_TEXT - 0.01:
            yield f"{where} has {piece.size:.1f} px"
        if not piece.clip.adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(piece.box):
            yield f"{where} is cut off by {_box(piece.clip.toRect())}"
        name = any(name.startswith(piece.text.rstrip("…").strip()) for name in names)
        if piece.text.endswith("…") and not name:
            yield f"{where} is shortened"
    for one, other in combinations(painted, 2):
        if one.clip == other.clip:
            common = one.box & other.box
            if common.width() > _SLACK and common.height() > 2 * _SLACK:
                yield f"painted {one.text!r} and {other.text!r} overlap at {_box(common.toRect())}"


def _covered(window: QWidget, widgets: list[QWidget], painted: list[PaintedText]) -> Iterator[str]:
    """Painted text under a widget that lies on what it was painted on."""
    for owner in widgets:
        if isinstance(owner, LayerHeader):
            continue  # what its buttons catch is larger than the signs they show
        if isinstance(owner, QAbstractScrollArea):
            continue  # it paints on its viewport alone
        # A child as large as its parent covers it all, or is what painted there.
        children = [child for child in _children(owner) if child.geometry() != owner.rect()]
        if children:
            place = QRect(owner.mapTo(window, QPoint()), owner.size())
            pieces = [piece for piece in painted if piece.clip.toRect() == place]
            for piece, child in product(pieces, children):
                through = child.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
                through = through or isinstance(child, Sketch)  # a few lines on nothing
                through = through or _is_own(piece.text, child)
                place_of_child = _seen(child, window) & _written(child, window)
                if not through and piece.box.toRect().intersects(place_of_child):
                    yield f"painted {piece.text!r} at {_box(piece.box.toRect())} is under {_name(child)}"


def _is_own(text: str, widget: QWidget) -> bool:
    """Whether a label may have painted ``text`` itself, all of its words or as many as there is room for."""
    return isinstance(widget, QLabel) and widget.text().startswith(text.removesuffix("…"))


def _written(widget: QWidget, window: QWidget) -> QRect:
    """Where a label's words are, of another widget all of it; in the window's coordinates."""
    place = QRect(widget.mapTo(window, QPoint()), widget.size())
    if not isinstance(widget, QLabel) or widget.wordWrap():
        return place
    size = QFontMetricsF(widget.font()).size(0, widget.text()).toSize()
    return QStyle.alignedRect(widget.layoutDirection(), widget.alignment(), size, place)


def _box(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}×{rect.height()}"
