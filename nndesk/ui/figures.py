"""Figures that lessons show beside the network, painted: a neuron of the brain with its parts named."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

from nndesk.ui.theme import Theme, draw_text

# Places lie in a plane of this size, which is stretched into the room there is; what is round stays round.
_WIDTH, _HEIGHT = 540.0, 280.0
_TALLEST = 1.6  # of its height against its width, as they are in the plane
_CENTER = Qt.AlignmentFlag.AlignCenter
_RADIUS = 34.0
_PLAIN, _STRONG = 1.5, 5.0  # of lines

_Point = tuple[float, float]
_SOMA: _Point = (228, 150)
#: From their tips to the cell body.
_DENDRITES: tuple[tuple[_Point, ...], ...] = (
    ((100, 72), (148, 84), (202, 130)),
    ((86, 136), (134, 128), (195, 144)),
    ((100, 228), (150, 216), (202, 172)),
)
_TWIGS = (((138, 82), (122, 56)), ((142, 216), (134, 246)))
_AXON: tuple[_Point, ...] = ((262, 150), (338, 140), (398, 160), (462, 150))
_ENDS = (((462, 150), (490, 120)), ((462, 150), (500, 150)), ((462, 150), (490, 180)))
_SPIKES = (356, 368, 380, 400, 412)
_SPIKES_FROM, _SPIKES_TO, _SPIKE = 342, 428, 16.0

Place = Callable[[_Point], QPointF]


def paint_figure(name: str, painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Paint the figure ``name`` into ``rect``, which it fills."""
    across = rect.width() / _WIDTH
    down = min(rect.height() / _HEIGHT, _TALLEST * across)
    top = rect.center().y() - down * _HEIGHT / 2

    def place(point: _Point) -> QPointF:
        return QPointF(rect.left() + across * point[0], top + down * point[1])

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _FIGURES[name](painter, theme, place, min(across, down))
    _name_parts(painter, theme, place, rect)
    painter.restore()


def spoken_figure(name: str) -> str:
    """What the figure shows, for those who do not see it."""
    pairs = "; ".join(f"{there} ↔ {here}" for there, here, *_ in _neuron_parts())
    return QCoreApplication.translate("Figure", "A neuron of the brain: {0}").format(pairs)


def _neuron_parts() -> list[tuple[str, str, _Point, _Point]]:
    """A part, what it became, the middle of the words, and what a line leads to."""
    translate = QCoreApplication.translate
    return [
        (translate("Figure", "dendrite"), translate("Figure", "input"), (226, 40), (160, 92)),
        (translate("Figure", "synapse"), translate("Figure", "weight"), (44, 184), (76, 142)),
        (translate("Figure", "cell body"), translate("Figure", "sum"), (256, 240), (236, 188)),
        (translate("Figure", "axon"), translate("Figure", "output"), (384, 216), (384, 160)),
        (translate("Figure", "firing rate"), translate("Figure", "activation"), (385, 40), (385, 88)),
    ]


def _paint_neuron(painter: QPainter, theme: Theme, place: Place, scale: float) -> None:
    line = theme.color("text2")
    pen = QPen(line, max(_STRONG * scale, 2.5))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for points in (*_DENDRITES, _AXON):
        painter.drawPath(_curve([place(point) for point in points]))
    pen.setWidthF(pen.widthF() / 2)
    painter.setPen(pen)
    for start, end in (*_TWIGS, *_ENDS):
        painter.drawLine(place(start), place(end))
    thin = QPen(line, max(2.0 * scale, 1.25))
    painter.setPen(thin)
    painter.setBrush(theme.color("surface3"))
    painter.drawEllipse(place(_SOMA), _RADIUS * scale, _RADIUS * scale)
    painter.setBrush(line)
    painter.drawEllipse(place(_SOMA), 8 * scale, 8 * scale)  # the nucleus
    painter.setPen(Qt.PenStyle.NoPen)
    for _, end in _ENDS:
        painter.drawEllipse(place(end), 6 * scale, 6 * scale)
    painter.setPen(thin)
    painter.setBrush(theme.color("surface"))
    for (x, y), *_ in _DENDRITES:  # another neuron's end touches here
        painter.drawLine(place((x - 12, y)), place((x - 40, y - 5)))
        painter.drawEllipse(place((x - 8, y)), 7 * scale, 7 * scale)
    for x in _SPIKES:
        foot = place((x, 110))
        painter.drawLine(foot, foot - QPointF(0, _SPIKE * scale))
    painter.drawLine(place((_SPIKES_FROM, 110)), place((_SPIKES_TO, 110)))


def _name_parts(painter: QPainter, theme: Theme, place: Place, rect: QRectF) -> None:
    """Each as two lines of words inside ``rect``, and a line to where it is."""
    strong, plain = theme.font("bodyStrong"), theme.font("body")
    height = theme.line("body") * 0.88
    for there, here, middle, end in _neuron_parts():
        words, target = place(middle), place(end)
        painter.setPen(QPen(theme.color("borderStrong"), _PLAIN))
        side = height if target.y() > words.y() else -height
        painter.drawLine(words + QPointF(0, side), target)
        for text, font, token, y in ((there, strong, "text", -height), (f"↔ {here}", plain, "text2", 0.0)):
            width = QFontMetricsF(font).horizontalAdvance(text) + 4
            left = min(max(words.x() - width / 2, rect.left()), rect.right() - width)
            box = QRectF(left, words.y() + y, width, height)
            draw_text(painter, box, _CENTER, text, font, theme.color(token))


def _curve(points: list[QPointF]) -> QPainterPath:
    """A smooth bend from the first point to the last."""
    path = QPainterPath(points[0])
    if len(points) == 3:
        path.quadTo(points[1], points[2])
    else:
        path.cubicTo(*points[1:])
    return path


_FIGURES: dict[str, Callable[[QPainter, Theme, Place, float], None]] = {"neuron": _paint_neuron}
