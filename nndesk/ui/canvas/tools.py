"""What floats over the canvas: the tools with undo and redo, the zoom, and a hint while drawing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QFontMetricsF,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.cards import size_class
from nndesk.ui.plates import Line, Plate
from nndesk.ui.shapes import draw_icon, draw_key
from nndesk.ui.soon import Soon
from nndesk.ui.theme import Appearance, draw_text
from nndesk.ui.widgets import IconButton, Label

_INSET = 12  # from the canvas's edges
_LABEL_WIDTH = 46  # of the zoom: "400%"
_HINT_UP, _HINT_HEIGHT = 57, 37  # from the canvas's lower edge to the hint
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CanvasTools(QObject):
    """Makes the plates and the actions behind them, and keeps them where they belong."""

    def __init__(
        self, appearance: Appearance, canvas: CanvasView, history: Sequence[tuple[QAction, str]]
    ) -> None:
        """``history`` is undo and redo, with their icons."""
        super().__init__(canvas)
        self._appearance, self._canvas = appearance, canvas
        self._tools = QActionGroup(self)
        chosen = [
            self._tool("select", self.tr("Select"), "V"),
            self._tool("draw", self.tr("Draw layer"), "L"),
            self._tool("pan", self.tr("Move the view"), "H"),
        ]
        icons = ("mouse-pointer-2", "pencil-line", "hand")
        plate = Plate(appearance, self.tr("Tools"), parent=canvas)
        tiles = QWidget()
        tiles.setObjectName("toolTiles")
        tiles.setAccessibleName(self.tr("Tool"))
        row = QHBoxLayout(tiles)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(plate.row.spacing())
        for action, icon in zip(chosen, icons, strict=True):
            button = IconButton(appearance, icon, action=action)
            button.setObjectName(action.data())
            row.addWidget(button)
        plate.row.addWidget(tiles)
        plate.row.addWidget(Line(appearance))
        for action, icon in history:
            plate.row.addWidget(IconButton(appearance, icon, action=action))
        plate.move(_INSET, _INSET)
        self.plate = plate

        self._out = self._action(self.tr("Zoom out"), ["-"], lambda: canvas.zoom_step(-1))
        self._in = self._action(self.tr("Zoom in"), ["+", "="], lambda: canvas.zoom_step(1))
        self._fit = self._action(self.tr("Fit"), ["F"], canvas.fit)
        self._zoom = Label(appearance, "", "label")
        self._zoom.setObjectName("zoomLabel")
        self._zoom.set_meaning(self.tr("Zoom"))
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zoom_plate = Plate(appearance, self.tr("Zoom"), parent=canvas)
        self._zoom_plate.row.setContentsMargins(4, 3, 4, 3)
        for action, name, icon, size in (
            (self._out, "zoomOutButton", "minus", 15),
            (None, "", "", 0),
            (self._in, "zoomInButton", "plus", 15),
            (self._fit, "fitButton", "maximize", 16),
        ):
            if action is None:
                self._zoom_plate.row.addWidget(self._zoom)
                continue
            if action is self._fit:
                self._zoom_plate.row.addWidget(Line(appearance))
            button = IconButton(appearance, icon, action=action, size=28, icon_size=size)
            button.setObjectName(name)
            self._zoom_plate.row.addWidget(button)
        self._hint = Hint(appearance, canvas)
        canvas.zoomed.connect(self._show_zoom)
        canvas.tool_changed.connect(self._show_tool)
        canvas.drawing_changed.connect(self._hint.setVisible)
        canvas.resized.connect(self._place)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self._show_tool(canvas.tool)
        self._show_zoom()

    @property
    def actions(self) -> list[QAction]:
        """For a menu: the zoom."""
        return [self._in, self._out, self._fit]

    def _tool(self, name: str, text: str, key: str) -> QAction:
        action = self._action(text, [key], lambda: self._canvas.set_tool(name))
        action.setCheckable(True)
        action.setData(name)
        self._tools.addAction(action)
        return action

    def _action(self, text: str, keys: Sequence[str], slot: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setToolTip(self.tr("{0} ({1})").format(text, keys[0].replace("-", "−")))
        action.triggered.connect(slot)
        self._canvas.addAction(action)
        return action

    @Slot(str)
    def _show_tool(self, tool: str) -> None:
        for action in self._tools.actions():
            action.setChecked(action.data() == tool)

    @Slot()
    def _show_zoom(self) -> None:
        self._zoom.setText(f"{self._canvas.zoom:.0%}")

    @Slot()
    def _restyle(self) -> None:
        self._zoom.setFixedWidth(self._appearance.theme.px(_LABEL_WIDTH))
        for plate in (self.plate, self._zoom_plate):
            plate.adjustSize()
        self._place()

    @Slot()
    def _place(self) -> None:
        right, bottom = self._canvas.width() - _INSET, self._canvas.height() - _INSET
        self._zoom_plate.move(right - self._zoom_plate.width(), bottom - self._zoom_plate.height())
        self._hint.place_again()


class Hint(Plate):
    """How to draw a layer, and how not to, while there is something to draw with."""

    gives_way = True
    _PAD, _ICON, _GAP, _KEY_PAD = 14, 16, 8, 6

    def __init__(self, appearance: Appearance, canvas: CanvasView) -> None:
        words = self.tr("Draw a vertical stroke where the layer should be.")
        super().__init__(appearance, words, parent=canvas)
        self._canvas = canvas
        self._small = False  # so that it fits between legend and zoom
        self._soon = Soon(self, self.place)
        self._words = (words, QKeySequence(Qt.Key.Key_Escape).toString(), self.tr("cancel"))
        self.setObjectName("drawHint")
        self.setAccessibleName(" ".join(self._words))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        appearance.changed.connect(self.place)
        self.hide()

    def place_again(self) -> None:
        """Once the canvas has placed what stands beside it, too."""
        if not self.isHidden():
            self.place()
            self._soon.start()

    @Slot()
    def place(self) -> None:
        """Stand below the middle; between legend and zoom where a column ends there or strokes would."""
        self._small = False
        whole = round(self._lay_out(None))
        up = self._canvas.height() - _HINT_UP
        self._stand((self._canvas.width() - whole) // 2, up, whole, self._appearance.theme.px(_HINT_HEIGHT))
        low = size_class(self._canvas.size()) == "1280"
        if low or self._canvas.floats.covers_network(self.geometry()):
            band = self._canvas.floats.free_band()
            self._small = whole > band.width()
            width = round(self._lay_out(None))
            if width <= band.width():
                self._stand(band.center().x() - width // 2, band.bottom() + 1, width, band.height())
            else:
                self._small = False
        self.update()

    def _stand(self, left: int, bottom: int, width: int, height: int) -> None:
        self.setGeometry(left, bottom - height, width, height)

    def showEvent(self, event: QShowEvent) -> None:
        self.place()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._lay_out(QPainter(self))

    def _lay_out(self, painter: QPainter | None) -> float:
        """Go through the parts from the left, drawing them where there is a painter; returns the width."""
        theme = self._appearance.theme
        height = self.height()
        role = "caption" if self._small else "body"
        x = float(self._PAD)
        if painter is not None:
            middle = QPointF(x + self._ICON / 2, height / 2)
            draw_icon(painter, middle, theme, "pencil-line", "text", self._ICON)
        x += self._ICON + self._GAP
        for text, font_role, color in zip(
            self._words, (role, "caption", role), ("text", "text2", "text2"), strict=True
        ):
            font = theme.font(font_role)
            width = QFontMetricsF(font).horizontalAdvance(text)
            pad = self._KEY_PAD if text is self._words[1] else 0
            if painter is not None:
                if pad:
                    high = theme.px(21)
                    draw_key(painter, QRectF(x, (height - high) // 2, width + 2 * pad, high), theme)
                box = QRectF(x + pad, -1 if pad else 0, width + 2, height)
                draw_text(painter, box, _LEFT, text, font, theme.color(color))
            x += width + 2 * pad + self._GAP
        return x - self._GAP + self._PAD
