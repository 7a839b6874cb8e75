"""What was painted on the screen, taken as it is: nothing is drawn anew for a recording."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QRegion
from PySide6.QtWidgets import QApplication, QWidget

#: Where what a window has painted can be read at any time; elsewhere it is drawn once more.
_KEPT = ("xcb", "offscreen")


class NotFilmed(QWidget):
    """A window of its own that lies over another and is in no film of it."""


def pixels(window: QWidget, part: QRect) -> QRect:
    """The pixels of the screen that ``part`` of a window has, counted in the window."""
    ratio = window.devicePixelRatioF()
    whole = window.size() * ratio
    left, top = round(part.left() * ratio), round(part.top() * ratio)
    width, height = round(part.width() * ratio), round(part.height() * ratio)
    return QRect(left, top, width, height) & QRect(QPoint(), whole)


def grab(window: QWidget, part: QRect, painter: QPainter) -> None:
    """Paint ``part`` of ``window``, and what is open over it, pixel for pixel of the screen."""
    source = pixels(window, part)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    _paint(window, source, QPoint(), painter)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    ratio = window.devicePixelRatioF()
    for above in _above(window):
        beside = (above.geometry().topLeft() - window.geometry().topLeft()) * ratio
        _paint(above, QRect(QPoint(), above.size() * ratio), beside - source.topLeft(), painter)


def _above(window: QWidget) -> list[QWidget]:
    """Sheets, menus and the like of ``window``, the uppermost last."""
    found = [
        each
        for each in QApplication.topLevelWidgets()
        if each is not window
        and each.isVisible()
        and not isinstance(each, NotFilmed)
        and _belongs(each, window)
    ]
    popup = QApplication.activePopupWidget()
    return sorted(found, key=lambda each: (each is popup, each.windowType().value))


def _belongs(widget: QWidget, window: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        parent = parent.parentWidget()
    return parent is window


def _paint(window: QWidget, source: QRect, at: QPoint, painter: QPainter) -> None:
    painted = _painted(window)
    if painted is not None:
        painter.drawImage(QRect(at, source.size()), painted, source)
        return
    ratio = window.devicePixelRatioF()
    painter.save()
    painter.translate(at - source.topLeft())
    painter.scale(ratio, ratio)
    flags = QWidget.RenderFlag.DrawWindowBackground | QWidget.RenderFlag.DrawChildren
    window.render(painter, QPoint(), QRegion(), flags)
    painter.restore()


def _painted(window: QWidget) -> QImage | None:
    """What ``window`` has painted so far, where the system keeps it for us to see."""
    if QGuiApplication.platformName() not in _KEPT:
        return None
    store = window.backingStore()
    device = None if store is None else store.paintDevice()
    if not isinstance(device, QImage) or device.size() != window.size() * window.devicePixelRatioF():
        return None
    return device
