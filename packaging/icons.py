"""python icons.py SVG FOLDER SIZE...: draw a picture as FOLDER/SIZE.png. Needs PySide6."""

import sys
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer


def main(svg, folder, *sizes):
    app = QGuiApplication([])  # noqa: F841 - text and pictures need one
    renderer = QSvgRenderer(svg)
    for size in map(int, sizes):
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        if not image.save(str(Path(folder, f"{size}.png"))):
            sys.exit(f"icons.py: cannot write {size}.png into {folder}")


main(*sys.argv[1:])
