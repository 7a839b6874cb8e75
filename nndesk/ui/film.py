"""Pictures of the window without a screen: the same picture for the same source, every time."""

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, QTimer
from PySide6.QtGui import QImage, QPainter

from nndesk.errors import NndeskError
from nndesk.ui.plots import LossPlot
from nndesk.ui.window import MainWindow

_LOOK_MS = 5
_PATIENCE_MS = 60_000


def picture(window: MainWindow, scale: float = 1.0) -> QImage:
    """The window as it is on screen once all of it is there, ``scale`` pixels a point.

    The window must be shown; its event loop runs until the run it opened has been painted.
    Raises NndeskError where the experiment cannot be trained or nothing comes.
    """
    settle(window)
    window.canvas.set_still(True)
    image = QImage(window.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    painter = QPainter(image)
    window.render(painter, QPoint())
    painter.end()
    window.canvas.set_still(False)
    return image


def settle(window: MainWindow) -> None:
    """Run the event loop until the worker is idle, its last frame shown, the plots there, all laid out."""
    controller = window.controller
    loop = QEventLoop()
    look, limit = QTimer(), QTimer()
    limit.setSingleShot(True)
    limit.timeout.connect(loop.quit)
    look.timeout.connect(loop.quit)
    limit.start(_PATIENCE_MS)
    look.start(_LOOK_MS)
    plots = window.findChildren(LossPlot)
    while limit.isActive() and (
        controller.busy
        or (controller.snapshot is None and controller.error is None)
        or not all(plot.is_drawn for plot in plots if plot.isVisible())
    ):
        loop.exec()
        if not controller.threaded:
            controller.catch_up()
    look.stop()
    if not limit.isActive():
        raise NndeskError("the window did not come to rest within a minute; train fewer epochs first")
    limit.stop()
    # Where there was nothing to wait for the loop never ran, and widgets are as wide as their last words.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
