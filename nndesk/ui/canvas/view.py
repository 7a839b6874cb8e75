"""The canvas as a widget: places cards and headers, selects, hovers, and turns gestures into edits."""

from collections.abc import Iterator

from PySide6.QtCore import (
    QChildEvent,
    QEvent,
    QObject,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from nndesk.data.kinds import KINDS
from nndesk.engine.activations import ACTIVATIONS
from nndesk.errors import InputError
from nndesk.project import edits
from nndesk.project.messages import Snapshot
from nndesk.project.spec import Experiment, input_count
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.canvas.header import HeaderText, LayerHeader, Legend, Refusal
from nndesk.ui.canvas.labels import input_labels
from nndesk.ui.canvas.layout import Layout, arrange
from nndesk.ui.canvas.paint import Picture
from nndesk.ui.canvas.shape import entry, shape_of
from nndesk.ui.cards import Card, size_class
from nndesk.ui.notice import Floating
from nndesk.ui.staged import Staged
from nndesk.ui.theme import Appearance
from nndesk.ui.widgets import Plate
from nndesk.ui.words import grouped, label_of, layer_name, refusal

_TOP = 62  # of headers and cards
_INSET = 12  # of what floats
_BELOW = 54  # free below cards and layers
_IDLE_MS = 120  # without a frame, before the picture is drawn as well as can be
_IDLE_PLAYING_MS = 500  # the same while frames may be slow to come
_LEAST_EDGE = 8  # of the rectangle around an edge
_NAMED_INPUTS = 3


class CanvasView(QWidget):
    """The network between its data card and its loss card, painted from the newest snapshot alone."""

    selected = Signal(str)  # a target in the words of lessons: layers.0, layers.0.units.2, data, none …

    def __init__(
        self,
        document: Document,
        controller: Controller,
        appearance: Appearance,
        data_card: Card,
        loss_card: Card,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAccessibleName(self.tr("Network"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._document, self._controller, self._appearance = document, controller, appearance
        self._data_card, self._loss_card = data_card, loss_card
        self._headers: list[LayerHeader] = []
        self._selection = "none"
        self._hovered: tuple[int, int] | None = None
        self._still = False
        self._key: object = None  # of what is laid out
        self._layout: Layout | None = None
        self._picture: Picture | None = None
        self._staged = Staged(self, self._draw)
        self._legend = Legend(appearance, self)
        self._refusal = Refusal(appearance, self)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._draw_whole)
        for card, target in ((data_card, "data"), (loss_card, "loss")):
            card.setParent(self)
            card.reshaped.connect(self._lay_out)
            card.clicked.connect(lambda _checked=False, target=target: self._select(target))
        document.changed.connect(self._show_experiment)
        document.opened.connect(self._show_experiment)
        controller.frame.connect(self.show_frame)
        controller.preparers.append(self._prepare_frame)
        appearance.changed.connect(self._lay_out)
        self._fit_cards()
        self._lay_out()

    # -- what others ask -----------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(1056, 736)

    def minimumSizeHint(self) -> QSize:
        return QSize(640, 420)

    def rect_of(self, layer: int, *place: int) -> QRect:
        """Where a neuron (layer, unit) or an edge (layer it enters, input, unit) is; inputs are layer 0."""
        assert self._layout is not None
        if len(place) == 1:
            return QRectF(*self._layout.layers[layer].rect(place[0])).toAlignedRect()
        source, unit = place
        rect = QRectF(*self._layout.edge_rect(layer, source, unit))
        thin = max(0.0, (_LEAST_EDGE - rect.height()) / 2)
        return rect.adjusted(0, -thin, 0, thin).toAlignedRect()

    def free_band(self) -> QRect:
        """The part below cards and layers where nothing stands, right of the legend and as high."""
        legend = self._legend.geometry()
        left = legend.right() + 1 + _INSET
        return QRect(left, legend.top(), self.width() - _INSET - left, legend.height())

    def free_middle(self) -> QRect:
        """The part between the cards."""
        assert self._layout is not None
        left = _INSET if self._layout.data_card is None else self._data_card.geometry().right() + 1 + _INSET
        return QRect(left, 0, self._loss_card.x() - _INSET - left, self.height())

    def show_selection(self, target: str) -> None:
        """Mark what is selected; says nothing."""
        self._selection = target
        self._data_card.set_selected(target == "data")
        self._loss_card.set_selected(target == "loss")
        parts = target.split(".")
        for index, header in enumerate(self._headers):
            header.set_selected(parts[0] == "layers" and int(parts[1]) == index - 1)
        self._tell_picture()

    def set_still(self, still: bool) -> None:
        """Draw every edge there is room for, antialiased, in every picture."""
        self._still = still
        self._idle.stop()
        if self._picture is not None:
            self._picture.set_whole(still)
            self._note_omitted()
        self._staged.refresh()

    # -- what changes ----------------------------------------------------------------------------

    def _show_experiment(self, *_: object) -> None:
        self._refusal.hide()
        self._fit_cards()
        self._lay_out()

    def _prepare_frame(self, snapshot: Snapshot) -> Iterator[None]:
        """Draw what `show_frame` will show."""
        self._idle.stop()  # the frame before is not worth polishing any more
        if self._take_up(snapshot):
            yield
            yield from self._staged.prepare()

    def show_frame(self, snapshot: Snapshot) -> None:
        if self._take_up(snapshot):
            self._note_omitted()
            self._polish_later()
            self._staged.reveal(self._network_area())

    def _take_up(self, snapshot: Snapshot) -> bool:
        """Have the picture draw ``snapshot`` from now on, where it is of the same network."""
        picture = self._picture
        if picture is None or not picture.fits(snapshot):
            return False
        if picture.snapshot is not snapshot:
            if not self._still:
                picture.set_whole(False)
            picture.show(snapshot, self._controller.data)
        return True

    def _polish_later(self) -> None:
        """Draw everything once no frame has come for a while, where this one left something out."""
        if self._picture is not None and not self._picture.settled and self.isVisible():
            self._idle.start(_IDLE_PLAYING_MS if self._controller.playing else _IDLE_MS)

    def _draw_whole(self) -> None:
        if self._picture is not None:
            self._picture.set_whole(True)
            self._note_omitted()
            self._staged.refresh()

    def _note_omitted(self) -> None:
        """Say in the legend how many weights are not drawn."""
        picture = self._picture
        if picture is None or picture.omitted == 0:
            self._legend.show_note("")
            return
        drawn, count = picture.drawable - picture.omitted, picture.drawable
        words = self.tr("strongest {0} of {1} w").format(grouped(drawn), grouped(count))
        self._legend.show_note(words)

    # -- places ------------------------------------------------------------------------------------

    def _fit_cards(self) -> None:
        for card in (self._data_card, self._loss_card):
            card.fit(self.size())

    def showEvent(self, event: QShowEvent) -> None:
        self._polish_later()

    def hideEvent(self, event: QHideEvent) -> None:
        self._idle.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_cards()
        self._lay_out()

    def _lay_out(self) -> None:
        """Place everything, and begin a new picture where it is another network or another place."""
        experiment, theme = self._document.experiment, self._appearance.theme
        shape = shape_of(experiment)
        widths = self._data_card.width(), self._loss_card.width()
        place = (self.width(), self.height(), size_class(self.size()), *widths, theme.text_scale)
        activations = tuple(layer.activation for layer in experiment.network.layers)
        key = (shape, place, activations, experiment.data.kind, experiment.data.features, theme.name)
        if key != self._key or self._layout is None:
            self._key = key
            self._layout = arrange(shape, *place)
            self._picture = None
        self._place_cards(self._layout)
        self._place_headers(experiment, self._layout, shape.named)
        self._legend.move(_INSET, self.height() - _INSET - self._legend.height())
        if self._picture is None:
            self._renew_picture(self.devicePixelRatioF())
        self._staged.renew()

    def _renew_picture(self, ratio: float) -> None:
        assert self._layout is not None
        picture = Picture(self._document.experiment, self._layout, self._appearance.theme, ratio)
        picture.set_whole(self._still)
        self._picture = picture
        self._hovered = None
        self._tell_picture()
        controller = self._controller
        snapshot = controller.snapshot
        if snapshot is not None and snapshot.generation == controller.generation and picture.fits(snapshot):
            picture.show(snapshot, controller.data)
            self._polish_later()
        self._note_omitted()

    def _place_cards(self, layout: Layout) -> None:
        self._data_card.setVisible(layout.data_card is not None)
        for card, rect in ((self._data_card, layout.data_card), (self._loss_card, layout.loss_card)):
            if rect is not None:
                lowest = self.height() - _BELOW - card.height()
                top = max(min(round(layout.middle - card.height() / 2), lowest), min(_TOP, lowest), _INSET)
                card.move(round(rect.x), top)

    def _place_headers(self, experiment: Experiment, layout: Layout, named: bool) -> None:
        count = len(layout.layers)
        while len(self._headers) > count:
            header = self._headers.pop()
            header.hide()
            header.setParent(None)
            header.deleteLater()
        while len(self._headers) < count:
            self._headers.append(self._make_header(len(self._headers)))
        limits = _INSET, self.width() - _INSET
        parts = self._selection.split(".")
        for index, (header, layer) in enumerate(zip(self._headers, layout.layers, strict=True)):
            header.show_text(self._header_text(experiment, index, named))
            header.place(layer.header, layout.headers, *limits)
            header.set_selected(parts[0] == "layers" and int(parts[1]) == index - 1)

    def _make_header(self, index: int) -> LayerHeader:
        header = LayerHeader(self._appearance, index, self)
        header.clicked.connect(lambda: self._select_header(index))
        header.units_requested.connect(lambda change: self._change_units(index, change))
        header.left.connect(self._refusal.hide)
        header.show()
        return header

    def _header_text(self, experiment: Experiment, index: int, named: bool) -> HeaderText:
        layers = experiment.network.layers
        if index > 0:
            layer = layers[index - 1]
            activation = label_of(ACTIVATIONS, "activation", layer.activation)
            name = layer_name(index - 1, len(layers))
            return HeaderText(name, activation, layer.activation, layer.units, index < len(layers))
        count = input_count(experiment)
        kind = entry(KINDS, experiment.data.kind)
        if kind is not None and kind.pixels is not None:
            second = self.tr("{0} × {1} pixels · {2} inputs").format(*kind.pixels, grouped(count))
        elif named and count <= _NAMED_INPUTS:
            second = ", ".join(input_labels(experiment))
        else:
            second = self.tr("1 input") if count == 1 else self.tr("{0} inputs").format(grouped(count))
        return HeaderText(self.tr("Input"), second, "", count, False)

    def _network_area(self) -> QRect:
        """What a new snapshot changes: no header and no card."""
        assert self._layout is not None
        area = QRectF(*self._layout.changing).toAlignedRect()
        area.setTop(max(area.top(), max(header.geometry().bottom() for header in self._headers) + 1))
        area.setRight(min(area.right(), self._loss_card.x() - 1))
        return area

    # -- floating children and their shadows ----------------------------------------------------------

    def childEvent(self, event: QChildEvent) -> None:
        child = event.child()
        if event.added() and child.isWidgetType():
            child.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = QEvent.Type
        moved = event.type() in (kinds.Move, kinds.Resize, kinds.Show, kinds.Hide)
        if moved and isinstance(watched, Card | Plate | Legend | Floating):
            self._staged.refresh()
        return False

    def _floating(self) -> list[QRect]:
        return [
            child.geometry()
            for child in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if isinstance(child, Card | Plate | Legend | Floating) and not child.isHidden()
        ]

    # -- painting ----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        self._staged.paint(QPainter(self))

    def _draw(self, painter: QPainter) -> Iterator[None]:
        # A picture may be taken at another ratio than the screen's.
        ratio = painter.deviceTransform().m11()
        if self._picture is None or self._picture.ratio != ratio:
            self._renew_picture(ratio)
        assert self._picture is not None
        self._picture.set_floating(self._floating(), self._data_card.height())
        yield from self._picture.draw(painter)

    # -- selecting and hovering ------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._select(self._target_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        assert self._layout is not None
        self._hover(self._layout.unit_at(event.position().x(), event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def _hover(self, unit: tuple[int, int] | None) -> None:
        if unit != self._hovered:
            self._hovered = unit
            self._tell_picture()

    def _tell_picture(self) -> None:
        if self._picture is not None:
            self._picture.select(self._selection, self._hovered)
        self._staged.refresh()

    def _target_at(self, position: QPointF) -> str:
        assert self._layout is not None
        found = self._layout.unit_at(position.x(), position.y())
        if found is None:
            return "none"
        return _target(*found)

    def _select_header(self, index: int) -> None:
        self._select("data" if index == 0 else f"layers.{index - 1}")

    def _select(self, target: str) -> None:
        self.show_selection(target)
        self.selected.emit(target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._selection != "none":
            self._select("none")
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tooltip(event)
            return True
        return super().event(event)

    def _show_tooltip(self, event: QHelpEvent) -> None:
        """Names of inputs that have no label."""
        assert self._layout is not None
        inputs = self._layout.layers[0]
        found = self._layout.unit_at(event.pos().x(), event.pos().y())
        if found is None or found[0] > 0 or inputs.labels:
            QToolTip.hideText()
            return
        name = input_labels(self._document.experiment)[found[1]]
        place = QRectF(*inputs.rect(found[1])).toAlignedRect()
        QToolTip.showText(event.globalPos(), name, self, place)

    # -- editing ---------------------------------------------------------------------------------------

    def _change_units(self, index: int, change: int) -> None:
        """Add or remove neurons of a layer, counted as on the canvas."""
        experiment, layer = self._document.experiment, index - 1
        units = experiment.network.layers[layer].units
        try:
            if change == 1:
                new, text = edits.add_neuron(experiment, layer), self.tr("add neuron")
            elif change == -1:
                new, text = edits.remove_neuron(experiment, layer), self.tr("remove neuron")
            else:
                wanted = units + change if units == 1 or change > 0 else max(1, units + change)
                new = edits.set_units(experiment, layer, wanted)
                text = self.tr("add neurons") if change > 0 else self.tr("remove neurons")
        except InputError as error:
            self._refusal.say(refusal(error), self._headers[index].geometry())
            return
        self._document.replace(new, text)


def _target(layer: int, unit: int) -> str:
    """A neuron, counted as on the canvas, in the words of lessons."""
    return f"inputs.{unit}" if layer == 0 else f"layers.{layer - 1}.units.{unit}"
