"""The picture of Present as a widget: network, card and caption, painted from the newest snapshot alone.

It follows the lens, the values, the zoom and the selection of the window's canvas, where they are chosen.
"""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from nndesk.project.messages import Loaded, Snapshot
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.session.player import Told
from nndesk.ui.canvas.labels import Maths, header_text, input_labels
from nndesk.ui.canvas.layout import Layout
from nndesk.ui.canvas.legend import Legend
from nndesk.ui.canvas.options import Options
from nndesk.ui.canvas.paint import Picture
from nndesk.ui.canvas.shape import shape_of
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.canvas.viewport import viewed
from nndesk.ui.present.arrange import MARGIN, arrange, card_width, with_headers
from nndesk.ui.present.card import BeliefCard
from nndesk.ui.present.figure import FigureCard
from nndesk.ui.present.plate import CaptionPlate
from nndesk.ui.selection import Selection
from nndesk.ui.staged import Staged
from nndesk.ui.theme import Appearance, Presented, draw_text, is_recording_text

_IDLE_MS, _IDLE_PLAYING_MS = 120, 500  # before the picture is drawn as well as can be
_ABOVE_PLATE = 12
_AROUND_CARD = 44  # of the canvas's height that it keeps clear of
_WIDER_CURVE = 1.25  # a card that shows a curve than others
_CENTER = Qt.AlignmentFlag.AlignCenter


class PresentView(QWidget):
    """Shows and is not touched; whoever shows it takes the keys."""

    def __init__(
        self,
        document: Document,
        controller: Controller,
        appearance: Appearance,
        selection: Selection,
        canvas: CanvasView,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("presentView")
        self.setAccessibleName(self.tr("Network"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self._document, self._controller = document, controller
        self._selection, self._canvas = selection, canvas
        self.appearance = Presented(appearance)
        self._still = False
        self._key: object = None
        self._arranged: Layout | None = None
        self._layout: Layout | None = None
        self._picture: Picture | None = None
        self._staged = Staged(self, self._draw)
        self.card = BeliefCard(self.appearance, self)
        self._figure = FigureCard(self.appearance, self)
        self.plate = CaptionPlate(self.appearance, self)
        self._legend = Legend(self.appearance, self)
        self._legend.hide()
        self._legend.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.plate.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._draw_whole)
        document.changed.connect(self._lay_out)
        document.opened.connect(self._lay_out)
        controller.loaded.connect(self._show_run)
        controller.frame.connect(self.show_frame)
        selection.changed.connect(self._show_selection)
        canvas.lens_changed.connect(self._show_lens)
        canvas.reading_changed.connect(self._show_reading)
        canvas.zoomed.connect(self._show_zoom)
        appearance.changed.connect(self._lay_out)
        self.prepare()
        if controller.data is not None:
            self.card.show_run(document.experiment, controller.data)
        if controller.shown is not None:
            self.card.show_frame(controller.shown)
            self.plate.show_epoch(controller.shown.epoch)

    def prepare(self) -> None:
        """Have frames drawn ahead here as well."""
        self._controller.preparers.append(self._prepare_frame)

    def leave(self) -> None:
        """Take no part in frames any more."""
        self._idle.stop()
        if self._prepare_frame in self._controller.preparers:
            self._controller.preparers.remove(self._prepare_frame)

    def show_title(self, title: str) -> None:
        """Say what the network is called: there is no lesson."""
        self.plate.show_title(title)
        self._show_figure(None)
        self._lay_out()

    def show_told(self, told: Told) -> None:
        """Say what a lesson says at this moment."""
        self.plate.show_told(told)
        self._show_figure(told.step.figure)
        self._lay_out()

    def _show_figure(self, figure: str | None) -> None:
        self._figure.show_figure(figure)
        self.card.setVisible(figure is None)

    def set_still(self, still: bool) -> None:
        """Draw every edge there is room for, antialiased, in every picture."""
        self._still = still
        self._idle.stop()
        if self._picture is not None:
            self._picture.set_whole(still)
        self._refresh()

    # -- frames -------------------------------------------------------------------------------------

    def _prepare_frame(self, snapshot: Snapshot) -> Iterator[None]:
        if not self.isVisible():
            return
        self._idle.stop()
        if self._take_up(snapshot):
            yield
            yield from self._staged.prepare()
        yield from self.card.prepare_frame(snapshot)

    def show_frame(self, snapshot: Snapshot) -> None:
        self.plate.show_epoch(snapshot.epoch)
        self.card.show_frame(snapshot)
        if self._take_up(snapshot):
            self._show_scale()
            self._polish_later()
            self._staged.reveal()

    def _take_up(self, snapshot: Snapshot) -> bool:
        picture = self._picture
        if picture is None or not picture.fits(snapshot):
            return False
        if picture.snapshot is not snapshot:
            if not self._still:
                picture.set_whole(False)
            picture.ease = 0.0 if self._still else self.appearance.duration("slow") / 1000
            picture.show(snapshot, self._controller.data)
        return True

    def _polish_later(self) -> None:
        if self._picture is not None and not self._picture.settled and self.isVisible():
            self._idle.start(_IDLE_PLAYING_MS if self._controller.playing else _IDLE_MS)

    def _draw_whole(self) -> None:
        if self._picture is not None:
            self._picture.set_whole(True)
            self._refresh()

    def _show_run(self, loaded: Loaded) -> None:
        self.card.show_run(loaded.experiment, loaded.data)
        self._lay_out()

    # -- what the window's canvas chooses ---------------------------------------------------------------

    def _show_selection(self) -> None:
        targets = self._selection.targets
        self.card.set_selected("loss" in targets)
        if self._picture is not None:
            self._picture.select(targets, None)
        self._refresh()

    def _show_lens(self, name: str) -> None:
        if self._picture is not None:
            self._picture.set_lens(name)
        self._show_scale()
        self._refresh()

    def _show_reading(self) -> None:
        options = self._options
        self._legend.show_dashes(options.dashes)
        if self._picture is not None:
            self._picture.set_options(options)
        self._refresh()

    def _show_zoom(self) -> None:
        self._look()
        self._lay_out()

    @property
    def _options(self) -> Options:
        """As in the window, but without dots."""
        return replace(self._canvas.options, grid=False)

    def _show_scale(self) -> None:
        """Another lens than that of activations needs its scale; so do edges that are left out."""
        picture = self._picture
        if picture is not None:
            self._legend.show_scale(picture.scale, picture.drawable, picture.omitted)
            needed = picture.scale.lens != "activation" or picture.omitted > 0
            if needed == self._legend.isHidden():
                self._legend.setVisible(needed)
                self._lay_out()
            self._place_legend()

    # -- places -----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        self._polish_later()

    def hideEvent(self, event: QHideEvent) -> None:
        self._idle.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    @property
    def canvas_rect(self) -> QRect:
        """What is not the caption."""
        return QRect(0, 0, self.width(), self.height() - self.plate.height())

    def _lay_out(self, *_: object) -> None:
        width = self.width()
        high = self.plate.height_at(width)
        self.plate.setGeometry(0, self.height() - high, width, high)
        experiment, theme = self._document.experiment, self.appearance.theme
        size = self.canvas_rect.size()
        curve = self.card.output.is_curve
        self.card.fit(card_width(width, _WIDER_CURVE if curve else 1.0), size.height() - 2 * _AROUND_CARD)
        shape = shape_of(experiment)
        activations = tuple(layer.activation for layer in experiment.network.layers)
        names = experiment.data.kind, experiment.data.features
        beside = self.card.width()
        if not self._figure.isHidden():  # which has a width of its own
            beside = max(beside, card_width(width))
        place = size.width(), size.height(), beside
        legend = not self._legend.isHidden()
        key = (shape, place, legend, activations, names, theme.name)
        if key != self._key:
            self._key = key
            labels = input_labels(experiment) if shape.named else ()
            maths = Maths(theme)
            widest = max((maths.width(label) for label in labels), default=0.0)
            self._arranged = arrange(shape, *place, widest, legend)
            self._look()
        assert self._layout is not None
        top = round(self._layout.middle - self.card.height() / 2)
        if not self._layout.moved:
            top = min(max(top, _AROUND_CARD), size.height() - _AROUND_CARD - self.card.height())
        self.card.move(round(self._layout.loss_card.x), top)
        self._figure.setGeometry(self.card.x(), top, beside, self.card.height())
        if self._picture is None:
            self._renew_picture(self.devicePixelRatioF())
        else:
            self._picture.mark(experiment)
        self.card.set_selected("loss" in self._selection.targets)
        self._show_scale()
        self._staged.renew()

    def _place_legend(self) -> None:
        self._legend.move(MARGIN, self.canvas_rect.bottom() + 1 - _ABOVE_PLATE - self._legend.height())

    def _look(self) -> None:
        """Take the layout to what the window's canvas sees of it."""
        if self._arranged is None:
            return
        self._layout, size, viewport = self._arranged, self.canvas_rect.size(), self._canvas.viewport
        if not viewport.is_whole(size):
            scale = self.appearance.theme.text_scale
            place = viewport.zoom, viewport.offset(size)
            self._layout = with_headers(viewed(self._layout, *place, "1440", scale))
        self._picture = None

    def _renew_picture(self, ratio: float) -> None:
        assert self._layout is not None
        picture = Picture(self._document.experiment, self._layout, self.appearance.theme, ratio)
        picture.set_whole(self._still)
        picture.set_lens(self._canvas.lens)
        picture.set_options(self._options)
        picture.select(self._selection.targets, None)
        self._picture = picture
        snapshot = self._controller.shown
        if snapshot is not None and picture.fits(snapshot):
            picture.show(snapshot, self._controller.data)
            self._polish_later()

    # -- painting ---------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(1440, 900)

    def _refresh(self) -> None:
        self._staged.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._staged.paint(painter)

    def _draw(self, painter: QPainter) -> Iterator[None]:
        ratio = painter.deviceTransform().m11()
        if self._picture is None or self._picture.ratio != ratio:
            self._renew_picture(ratio)
        assert self._picture is not None
        floating = self.card if self._figure.isHidden() else self._figure
        self._picture.set_floating([floating.geometry()], 0.0)
        painter.save()
        painter.setClipRect(self.canvas_rect)
        yield from self._picture.draw(painter, kept=not is_recording_text())  # else letters become pixels
        self._draw_headers(painter)
        painter.restore()

    def _draw_headers(self, painter: QPainter) -> None:
        """The layers' names as plain text; where columns stand close, as many as have room."""
        assert self._layout is not None
        theme, experiment = self.appearance.theme, self._document.experiment
        font = theme.font("bodyStrong")
        metrics, last = QFontMetricsF(font), -1e9
        named = shape_of(experiment).named
        for index, layer in enumerate(self._layout.layers):
            text = header_text(experiment, index, named).name
            width = metrics.horizontalAdvance(text)
            left = max(layer.header.x - width / 2, 8.0)
            if left < last + 12 or left + width > self.card.x() - 12:
                continue
            box = QRectF(left - 2, layer.header.y, width + 4, layer.header.height)
            draw_text(painter, box, _CENTER, text, font, theme.color("text"))
            last = left + width
