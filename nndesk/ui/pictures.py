"""Pictures of the canvas to take along: pixels for the clipboard and PNG, lines and letters for PDF."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QSizeF, Qt, QUuid
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from nndesk.project.files import replacing
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.notice import Floating
from nndesk.ui.widgets import Plate

_POINTS = 0.75  # of a pixel of the window, in print
_FINE = 3  # pixels of a print for one of the window: for what has no lines, such as heatmaps
_XMP = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""/></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def canvas_image(canvas: CanvasView, scale: float = 2.0) -> QImage:
    """The network with its cards and legend as it is seen, without the tools; ``scale`` pixels a point."""
    image = QImage(canvas.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    painter = QPainter(image)
    _paint(canvas, painter)
    painter.end()
    return image


def canvas_pdf(canvas: CanvasView, title: str) -> bytes:
    """The same as a page of its own size, letters as letters; without dates, so it is always the same."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    size = QSizeF(canvas.size()) * _POINTS
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Point, "", exact))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(round(72 / _POINTS * _FINE))
    writer.setTitle(title)
    writer.setCreator("nndesk")
    writer.setDocumentXmpMetadata(QByteArray(_XMP))
    writer.setDocumentId(QUuid.createUuidV5(QUuid(), title.encode()))
    painter = QPainter(writer)
    painter.scale(_FINE, _FINE)
    _paint(canvas, painter)
    painter.end()
    buffer.close()
    # Spaces keep every place in the file where its table says it is.
    return re.sub(
        rb"/(Creation|Mod)Date \([^)]*\)", lambda found: b" " * len(found[0]), bytes(content.data())
    )


def save_picture(image: QImage, path: Path) -> None:
    """Write ``image`` as PNG, beside and renamed; raises FileError where that fails."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore
    with replacing(path) as file:
        file.write(content.data())


def _paint(canvas: CanvasView, painter: QPainter) -> None:
    with _without_tools(canvas):
        canvas.set_still(True)
        canvas.draw_network(painter)
        for child in _children(canvas):
            if child.isVisible():
                painter.save()
                painter.translate(child.pos())
                child.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
                painter.restore()
        canvas.set_still(False)


@contextmanager
def _without_tools(canvas: CanvasView) -> Iterator[None]:
    """What floats over the network is hidden for the moment; nobody sees it go."""
    focus = QApplication.focusWidget()
    hidden = [each for each in _children(canvas) if isinstance(each, Plate | Floating) and each.isVisible()]
    for each in hidden:
        each.setVisible(False)
    try:
        yield
    finally:
        for each in hidden:
            each.setVisible(True)
        if focus is not None and focus is not QApplication.focusWidget():
            focus.setFocus(Qt.FocusReason.OtherFocusReason)


def _children(canvas: CanvasView) -> list[QWidget]:
    return canvas.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
