"""The canvas as a widget: places cards and headers, selects, hovers, and turns gestures into edits."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent

from nndesk.project.messages import Snapshot
from nndesk.project.spec import Experiment
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.canvas.counts import CountRow
from nndesk.ui.canvas.cursor import Cursor
from nndesk.ui.canvas.drawing import LayerDrawing, hidden_layer
from nndesk.ui.canvas.ends import Ends
from nndesk.ui.canvas.floats import Floats
from nndesk.ui.canvas.gestures import Gestures
from nndesk.ui.canvas.ghost import CountHandle, Ghost
from nndesk.ui.canvas.header import Refusal
from nndesk.ui.canvas.headers import HeaderRow
from nndesk.ui.canvas.layout import Layout, arrange, header_top
from nndesk.ui.canvas.legend import Legend
from nndesk.ui.canvas.lenses import changed_area
from nndesk.ui.canvas.options import Options
from nndesk.ui.canvas.paint import Picture
from nndesk.ui.canvas.picking import Picking
from nndesk.ui.canvas.places import Places
from nndesk.ui.canvas.pointing import Pointing
from nndesk.ui.canvas.reorder import Reordering
from nndesk.ui.canvas.shape import shape_of
from nndesk.ui.canvas.viewport import Viewport, viewed
from nndesk.ui.cards import Card, size_class
from nndesk.ui.notice import Ground
from nndesk.ui.sampling import Sampler
from nndesk.ui.selection import Selection
from nndesk.ui.staged import Staged
from nndesk.ui.theme import SIZE, Appearance

_INSET = 12  # of what floats
_IDLE_MS = 120  # without a frame, before the picture is drawn as well as can be
_IDLE_PLAYING_MS = 500  # the same while frames may be slow to come


class CanvasView(Ground):
    """The network between its data card and its loss card, painted from the newest snapshot alone."""

    zoomed = Signal()
    tool_changed = Signal(str)
    lens_changed = Signal(str)
    reading_changed = Signal()  # `options`
    drawing_changed = Signal(bool)  # a layer can be drawn now, or is being drawn
    play_requested, shown = Signal(), Signal()

    def __init__(
        self,
        document: Document,
        controller: Controller,
        appearance: Appearance,
        data_card: Card,
        loss_card: Card,
        selection: Selection,
        before: "CanvasView | None" = None,
    ) -> None:
        """With ``before``, which goes, it need not be laid out again: it has its place and its room."""
        super().__init__()
        if before is not None:
            self.resize(before.size())
        self.setObjectName("canvas")
        self.setAccessibleName(self.tr("Network"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.document, self._controller, self.appearance = document, controller, appearance
        self.selection = selection
        self._still = False
        self._lens = self._seen_lens = "activation"
        self._framed = False  # values that belong to no row are shown
        self._options = Options()
        self._key: object = None  # of what is laid out
        self._arranged: Layout | None = None  # at 100 %
        self._layout: Layout | None = None  # as it is seen
        self.viewport = Viewport()
        self._picture: Picture | None = None
        self._staged = Staged(self, self._draw)
        self.floats = Floats(self, self._shown_layout)
        if before is not None:
            self.floats.reserve(before.floats.reserved)
        self.floats.moved.connect(self._staged.refresh)
        self.floats.moved.connect(self._place_handle)
        self._legend = Legend(appearance, self)
        self._refusal = Refusal(appearance, self)
        self.reordering = Reordering(appearance, self, self._shown_layout)
        self._headers = HeaderRow(appearance, self, self.reordering)
        self._headers.clicked.connect(self._select_header)
        self._headers.left.connect(self._refusal.hide)
        self._counts = CountRow(appearance, self)
        self._counts.clicked.connect(lambda layer: selection.click(f"matrix.{layer - 1}"))
        self._handle = CountHandle(appearance, self)
        self._handle.pulled.connect(self._pull)
        ghost = Ghost(appearance, self)
        self.drawing = LayerDrawing(document, ghost, self._shown_layout, self.neuron_size)
        self.drawing.changed.connect(self._show_drawing)
        self.drawing.made.connect(lambda layer: selection.set(f"layers.{layer}"))
        self.drawing.refused.connect(
            lambda why, layer: self._refusal.say(why, self._headers.geometry(layer + 1))
        )
        self._headers.units_requested.connect(
            lambda layer, change: self.drawing.change_units(layer - 1, change)
        )
        self._handle.let_go.connect(self.drawing.finish)
        self.places = Places(self._shown_layout, self._headers, data_card, loss_card)
        self.picking = Picking(appearance, self, selection, self._shown_layout, self.places)
        self.keyboard = Cursor(appearance, self, selection, self._shown_layout, self.places)
        self.pointing = Pointing(appearance, self, document, controller, selection)
        self.pointing.neuron_changed.connect(self._tell_picture)
        self._gestures = Gestures(self, Sampler(controller))
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._rest)
        self._ends, self.loss_card = Ends(self, data_card, loss_card), loss_card
        self._ends.reshaped.connect(self._lay_out)
        self.floats.reserved_changed.connect(self._lay_out)
        self._ends.clicked.connect(selection.click)
        document.changed.connect(self._take_edit)
        document.opened.connect(self._open)
        selection.changed.connect(self._show_selection)
        controller.frame.connect(self.show_frame)
        controller.preparers.append(self._prepare_frame)
        appearance.changed.connect(self._lay_out)
        self._ends.fit()
        self._lay_out()
        self._fitted = self.size()

    # -- what others ask -----------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(1056, 736)

    def minimumSizeHint(self) -> QSize:
        return QSize(640, 420)

    def rect_of(self, layer: int, *place: int) -> QRect:
        """Where a neuron (layer, unit) or an edge (layer it enters, input, unit) is; inputs are layer 0."""
        return self.places.unit(layer, *place) if len(place) == 1 else self.places.edge(layer, *place)

    @Slot()
    def _show_selection(self) -> None:
        targets = self.selection.targets
        self._ends.mark(targets)
        self._headers.mark(self.selection.layers)
        self._counts.mark(targets)
        self._tell_picture()
        self._place_handle()

    def set_still(self, still: bool) -> None:
        """Draw every edge there is room for, antialiased, in every picture."""
        self._still = still
        self._idle.stop()
        if self._picture is not None:
            self._picture.set_whole(still)
            self._show_scale()
        self._refresh()

    # -- what changes ----------------------------------------------------------------------------

    @Slot(object, object)
    def _take_edit(self, old: Experiment, new: Experiment) -> None:
        """Show what an edit changed; of the optimizer, say, nothing is shown here."""
        seen = [(it.network, it.data, it.loss, it.training.batch_size) for it in (old, new)]
        if shape_of(old) != shape_of(new):
            self._gestures.drop()
        if seen[0] != seen[1]:
            self._show_experiment()

    @Slot()
    def _open(self) -> None:
        self._gestures.drop()
        self.fit()
        self._show_experiment()

    def _show_experiment(self) -> None:
        self._refusal.hide()
        self._ends.fit()
        self._lay_out()

    def _prepare_frame(self, snapshot: Snapshot) -> Iterator[None]:
        """Draw what `show_frame` will show."""
        self._idle.stop()  # the frame before is not worth polishing any more
        if self._take_up(snapshot):
            yield
            yield from self._staged.prepare()

    @Slot(object)
    def show_frame(self, snapshot: Snapshot) -> None:
        if self._take_up(snapshot):
            self._show_scale()
            self._polish_later()
            self._staged.reveal(self._changed_area())
            self._tell_pointing()

    def _take_up(self, snapshot: Snapshot) -> bool:
        """Have the picture draw ``snapshot`` from now on, where it is of the same network."""
        picture = self._picture
        if picture is None or not picture.fits(snapshot):
            return False
        if picture.snapshot is not snapshot:
            if not self._still:
                picture.set_whole(False)
            picture.ease = self.appearance.duration("slow") / 1000
            picture.show(snapshot, self._controller.data)
        return True

    def _polish_later(self) -> None:
        """Once no frame has come for a while, draw what this one left out, and keep the edges."""
        if (picture := self._picture) and not (picture.settled and picture.rested) and self.isVisible():
            self._idle.start(_IDLE_PLAYING_MS if self._controller.playing else _IDLE_MS)

    @Slot()
    def _rest(self) -> None:
        if (picture := self._picture) is not None:
            if not picture.settled:
                picture.set_whole(True)
                self._show_scale()
                self._refresh()
            if not self._controller.playing:  # else the next frame has other edges
                picture.rest()

    def _show_scale(self) -> None:
        if self._picture is not None:
            self._legend.show_scale(self._picture.scale, self._picture.drawable, self._picture.omitted)

    # -- places ------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        if self._picture is None:
            self._renew_picture(self.devicePixelRatioF())
        self._polish_later()
        self.floats.watch()
        self.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        self._idle.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._fitted != self.size():  # the first one tells of the size that it was made with
            self._fitted = self.size()
            self._ends.fit()
            self._lay_out()
        self.resized.emit()

    @Slot()
    def _lay_out(self) -> None:
        """Place everything, and begin a new picture where it is another network or another place.

        What is not seen is only placed: a picture has to be made once, whatever happens before.
        """
        experiment, theme = self.document.experiment, self.appearance.theme
        shape = shape_of(experiment)
        size = self.width(), self.height(), size_class(self.size())
        place = (*size, *self._ends.widths, theme.text_scale, self.floats.reserved)
        activations = tuple(layer.activation for layer in experiment.network.layers)
        key = (shape, place, activations, experiment.data.kind, experiment.data.features, theme.name)
        if key != self._key or self._layout is None:
            self._key = key
            self._arranged = arrange(shape, *place)
            self._look()
        assert self._layout is not None
        assert self._arranged is not None
        self._ends.place(self._layout, self._arranged.middle, header_top(theme.text_scale))
        limits = _INSET, self.width() - _INSET
        self._headers.place(experiment, self._layout, shape.named, limits)
        self._headers.mark(self.selection.layers)
        self._counts.place(experiment, self._layout, shape.named)
        self._counts.mark(self.selection.targets)
        self._legend.move(_INSET, self.height() - _INSET - self._legend.height())
        self._place_handle()
        if self._picture is not None:
            self._picture.mark(experiment)
            self._tell_picture()
        elif self.isVisible():
            self._renew_picture(self.devicePixelRatioF())
        self._staged.renew()
        self.keyboard.place()
        self._gestures.follow()

    def _look(self) -> None:
        """Take the layout to what is seen of it; its picture is drawn anew."""
        assert self._arranged is not None
        self._layout, size = self._arranged, self.size()
        if not self.viewport.is_whole(size):
            view = self.viewport.zoom, self.viewport.offset(size)
            self._layout = viewed(self._layout, *view, size_class(size), self.appearance.theme.text_scale)
        self._picture = None

    def _renew_picture(self, ratio: float) -> None:
        assert self._layout is not None
        picture = Picture(self.document.experiment, self._layout, self.appearance.theme, ratio)
        picture.set_whole(self._still)
        picture.set_lens(self._lens)
        picture.set_options(self._options)
        self._picture = picture
        self.pointing.leave()
        controller = self._controller
        snapshot = controller.snapshot
        if snapshot is not None and snapshot.generation == controller.generation and picture.fits(snapshot):
            picture.show(snapshot, controller.data)
            self._polish_later()
        self._tell_picture()
        self._show_scale()

    def _changed_area(self) -> QRect | None:
        """What a new snapshot changes: no header and no card. None for everything, as another lens does."""
        assert self._picture is not None
        before, self._seen_lens = self._seen_lens, self._picture.scale.lens
        framed, self._framed = self._framed, self._picture.what_if
        if (before, framed) != (self._seen_lens, self._framed):
            return None
        return changed_area(self._shown_layout(), before, self._headers.bottom + 1, self._ends.loss.x() - 1)

    # -- painting ----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._staged.paint(painter)
        self.pointing.paint(painter)

    def draw_network(self, painter: QPainter, ground: bool = True) -> None:
        """Draw the network for somewhere else than the screen: without cards, headers and tools."""
        for _ in self._draw(painter, kept=False, ground=ground):
            pass

    def _draw(self, painter: QPainter, kept: bool = True, ground: bool = True) -> Iterator[None]:
        # A picture may be taken at another ratio than the screen's.
        ratio = painter.deviceTransform().m11()
        if self._picture is None or self._picture.ratio != ratio:
            self._renew_picture(ratio)
        assert self._picture is not None
        self._picture.set_floating(self.floats.shadows(), self._ends.data.height())
        self._picture.covered = self._counts.places
        yield from self._picture.draw(painter, kept, ground)

    # -- selecting and hovering ------------------------------------------------------------------------

    def leaveEvent(self, event: QEvent) -> None:
        self.pointing.leave()

    @Slot()
    def _tell_picture(self) -> None:
        if self._picture is not None:
            self._picture.select(self.selection.targets, self.pointing.neuron)
        self._refresh()

    def _refresh(self) -> None:
        """Draw the same anew; a frame that is being drawn takes it along."""
        self._staged.refresh()
        if not self._staged.preparing:
            self._tell_pointing()

    def _tell_pointing(self) -> None:
        if self._picture is not None:
            self.pointing.show(self._picture)

    def target_at(self, position: QPointF) -> str:
        """What is at a point, in the words of lessons; ``none`` where there is nothing."""
        return self.pointing.spot_at(position).target

    @Slot(int)
    def _select_header(self, index: int) -> None:
        self.selection.click("data" if index == 0 else f"layers.{index - 1}")

    # -- lens, zoom and tools -------------------------------------------------------------------------

    @property
    def lens(self) -> str:
        return self._lens

    @Slot(str)
    def set_lens(self, name: str) -> None:
        """``activation``, ``gradient`` or ``health``: what edges and neurons show.

        It is seen with the next frame, which comes also while nothing is trained.
        """
        if name == self._lens:
            return
        self._lens = name
        if self._picture is not None and self._picture.set_lens(name):
            self._show_scale()
            self._refresh()
        self._controller.look(lens=name)
        self.lens_changed.emit(name)

    @property
    def options(self) -> Options:
        return self._options

    def set_option(self, name: str, on: bool) -> None:
        self._take_options(replace(self._options, **{name: on}))

    @property
    def values(self) -> bool:
        """Whether every neuron's bias is written beside it."""
        return self._options.values

    def set_values(self, on: bool) -> None:
        self.set_option("values", on)

    def _take_options(self, options: Options) -> None:
        self._options = options
        self._legend.show_dashes(options.dashes)
        if self._picture is not None:
            self._picture.set_options(options)
        self._refresh()
        self.reading_changed.emit()

    @property
    def zoom(self) -> float:
        return self.viewport.zoom

    @property
    def tool(self) -> str:
        return self._gestures.tool

    def set_tool(self, tool: str) -> None:
        """``select``, ``draw`` or ``pan``: what the left button does."""
        self.drawing.cancel()
        self._gestures.take(tool)
        self.tool_changed.emit(tool)
        self.drawing_changed.emit(tool == "draw")

    def take_view(self, other: "CanvasView") -> None:
        """Show what ``other``, which goes, shows of the network, with the same tool in hand."""
        self.viewport = other.viewport
        self.set_tool(other.tool)
        self.set_lens(other.lens)
        self._take_options(other.options)
        self._ends.fit()
        self._show_view()
        if other._key == self._key:
            self._layout, self._arranged = other._layout, other._arranged
            self._picture, other._picture = other._picture, None
            self._tell_picture()
            self._show_scale()

    def zoom_by(self, factor: float, at: QPointF) -> None:
        self.viewport.zoom_by(factor, at, self.size())
        self._show_view()

    def zoom_step(self, direction: int) -> None:
        self.viewport.step(direction, self.size())
        self._show_view()

    def pan(self, by: QPointF) -> None:
        self.viewport.pan(by, self.size())
        self._show_view()

    @Slot()
    def fit(self) -> None:
        """Show the whole network, as it is laid out for this window."""
        self.viewport.fit()
        self._show_view()

    def _show_view(self) -> None:
        self._look()
        self._refusal.hide()
        self._lay_out()
        self.zoomed.emit()

    @property
    def picture(self) -> Picture | None:
        return self._picture

    def _shown_layout(self) -> Layout:
        assert self._layout is not None
        return self._layout

    def neuron_size(self) -> tuple[float, float]:
        """Side and pitch that a neuron has here where nothing is in its way."""
        name = size_class(self.size())
        return self.zoom * SIZE["neuron"][name], self.zoom * SIZE["neuronPitch"][name]

    @Slot(bool)
    def _show_drawing(self, drawing: bool) -> None:
        if not drawing:
            self._handle.let_loose()
        self.drawing_changed.emit(drawing or self.tool == "draw")

    @Slot(float, QPointF)
    def _pull(self, by: float, position: QPointF) -> None:
        layer = hidden_layer(self.selection.only, self._shown_layout())
        if layer is not None:
            self.drawing.pull(layer, by, position)

    @Slot()
    def _place_handle(self) -> None:
        if self._layout is None:
            return  # nothing is laid out yet
        layer = hidden_layer(self.selection.only, self._layout)
        taken = () if layer is None else self.floats.shadows()
        self._handle.show_below(self._layout.layers, layer, taken)
