"""Pictures to take along: pixels for PNG, lines and letters for SVG and PDF."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QPoint,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    QUuid,
)
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QWidget

from nndesk.project.files import replacing
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.notice import Floating
from nndesk.ui.plates import Plate
from nndesk.ui.present.view import PresentView
from nndesk.ui.theme import recorded_text
from nndesk.ui.window import MainWindow

_POINTS = 0.75  # of a pixel of the window, in print
_FINE = 3  # pixels of a print for one of the window: for what has no lines, such as heatmaps
_FONTS = re.compile(r'font-family="([^"]*)"')
_XMP = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""/></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


class Picture:
    """What a shown window has of ``scene``: all of it, its canvas without the tools, or its Loss card; or
    what a ``view`` of Present shows of it.

    ``size`` is in pixels of the window, its own size where None is given; only the card is scaled, into
    the middle, and the view by ``share``. Without ``ground`` nothing is painted behind network or card.
    """

    def __init__(
        self,
        window: MainWindow,
        scene: str = "canvas",
        size: QSize | None = None,
        ground: bool = True,
        view: PresentView | None = None,
        share: float = 1.0,
    ) -> None:
        self._window, self._scene, self._ground = window, scene, ground
        canvas = window.canvas
        widgets = {"window": window, "canvas": canvas, "loss": canvas.loss_card, "present": view}
        widget = widgets[scene]
        assert widget is not None
        self._widget, self._view, self._share = widget, view, share
        self.size = self._widget.size() if size is None else size

    def encoded(self, suffix: str, title: str, scale: float = 1.0) -> bytes:
        """The picture as the file that ``suffix`` says; a PNG has ``scale`` pixels for one."""
        if suffix == ".svg":
            return self._svg(title)
        return self._pdf(title) if suffix == ".pdf" else png(self.image(scale))

    def image(self, scale: float = 1.0) -> QImage:
        opaque = QImage.Format.Format_RGB32 if self._ground else QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(self.size * scale, opaque)
        image.setDevicePixelRatio(scale)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self.draw(painter)
        painter.end()
        return image

    def draw(self, painter: QPainter) -> None:
        if self._view is not None:
            painter.fillRect(QRect(QPoint(), self.size), self._view.appearance.theme.color("canvas"))
            painter.save()
            painter.scale(self._share, self._share)
            self._view.render(painter, QPoint())  # which is still all the time
            painter.restore()
            return
        canvas = self._window.canvas
        canvas.set_still(True)
        if self._scene == "canvas":
            _draw_canvas(canvas, painter, self._ground)
        elif self._scene == "window":
            self._widget.render(painter, QPoint())
        else:
            self._draw_card(painter)
        canvas.set_still(False)

    def _draw_card(self, painter: QPainter) -> None:
        if self._ground:
            canvas = self._window.canvas.appearance.theme.color("canvas")
            painter.fillRect(QRectF(QPoint(), QSizeF(self.size)), canvas)
        painter.save()
        _center(painter, QSizeF(self._widget.size()), QSizeF(self.size))
        self._widget.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
        painter.restore()

    def _svg(self, title: str) -> bytes:
        buffer = _buffer()
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(self.size)
        generator.setViewBox(QRect(QPoint(), self.size))
        generator.setTitle(title)
        generator.setDescription("nndesk")
        self._draw_lines(generator, 1)
        text = bytes(buffer.data().data()).decode()
        return _FONTS.sub(lambda found: f'font-family="{_families(found[1])}"', text).encode()

    def _draw_lines(self, device: QSvgGenerator | QPdfWriter, fine: int) -> None:
        painter = QPainter(device)
        self.fill(painter, QSizeF(self.size) * fine)
        painter.end()

    def fill(self, painter: QPainter, whole: QSizeF) -> None:
        """Draw it as lines and letters, as large as there is room and in the middle of that."""
        _center(painter, QSizeF(self.size), whole)
        with recorded_text():  # so nothing comes from a pixmap that is kept
            self.draw(painter)

    def _pdf(self, title: str) -> bytes:
        """A page of the picture's own size; without dates, so it is always the same."""
        buffer = _buffer()
        writer = QPdfWriter(buffer)
        size = QSizeF(self.size) * _POINTS
        exact = QPageSize.SizeMatchPolicy.ExactMatch
        writer.setPageSize(QPageSize(size, QPageSize.Unit.Point, "", exact))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        writer.setResolution(round(72 / _POINTS * _FINE))
        writer.setTitle(title)
        writer.setCreator("nndesk")
        writer.setDocumentXmpMetadata(QByteArray(_XMP))
        writer.setDocumentId(QUuid.createUuidV5(QUuid(), title.encode()))
        self._draw_lines(writer, _FINE)
        # Spaces keep every place in the file where its table says it is.
        return re.sub(
            rb"/(Creation|Mod)Date \([^)]*\)", lambda found: b" " * len(found[0]), bytes(buffer.data().data())
        )


def image_of(part: QWidget, ground: QColor, scale: float = 2.0) -> QImage:
    """A part of the window as it is shown, with ``scale`` pixels for one."""
    image = QImage(part.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(ground)
    painter = QPainter(image)
    part.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    painter.end()
    return image


def png(image: QImage) -> bytes:
    buffer = _buffer()
    image.save(buffer, "PNG")  # pyright: ignore
    return bytes(buffer.data().data())


def save_picture(content: bytes, path: Path) -> None:
    """Write a picture beside ``path`` and rename it; raises FileError where that fails."""
    with replacing(path) as file:
        file.write(content)


def _center(painter: QPainter, size: QSizeF, whole: QSizeF) -> None:
    """Scale what is drawn in ``size`` to where it fills the middle of ``whole``."""
    scale = min(whole.width() / size.width(), whole.height() / size.height())
    painter.translate(
        (whole.width() - scale * size.width()) / 2, (whole.height() - scale * size.height()) / 2
    )
    painter.scale(scale, scale)


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _families(families: str) -> str:
    """As CSS has them: names of several words in quotes, and what stands in where none is installed."""
    names = [name.strip() for name in families.split(",")]
    return ", ".join([*(f"'{name}'" if " " in name else name for name in names), "sans-serif"])


def _draw_canvas(canvas: CanvasView, painter: QPainter, ground: bool) -> None:
    with _without_tools(canvas):
        canvas.draw_network(painter, ground)
        for child in _children(canvas):
            if child.isVisible():
                painter.save()
                painter.translate(child.pos())
                child.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
                painter.restore()


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
