"""Present of one window: on the second screen where there is one, with the lesson that is under way."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.session.lecture import Lecture
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.present.view import PresentView
from nndesk.ui.present.window import PresentWindow
from nndesk.ui.selection import Selection
from nndesk.ui.theme import Appearance


class Presenter(QObject):
    """Opens and closes the window of Present. Without a lesson its keys play, pause and step."""

    changed = Signal()  # it is there, or gone

    def __init__(
        self,
        document: Document,
        controller: Controller,
        appearance: Appearance,
        selection: Selection,
        title: Callable[[], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._document, self._controller = document, controller
        self._appearance, self._selection = appearance, selection
        self._title, self._owner = title, parent
        self._canvas: CanvasView | None = None
        self._lecture: Lecture | None = None
        self.window: PresentWindow | None = None

    @property
    def active(self) -> bool:
        return self.window is not None

    def take_canvas(self, canvas: CanvasView) -> None:
        """Follow ``canvas`` from now on: the window's content was made anew, perhaps in another language."""
        self._canvas = canvas
        if self.window is not None:
            self.window.view.leave()
            self.window.show_view(self.make_view())

    def take_lecture(self, lecture: Lecture | None) -> None:
        """Show ``lecture`` from now on, or the network alone."""
        if self._lecture is not None:
            self._lecture.changed.disconnect(self._tell)
        self._lecture = lecture
        if lecture is not None:
            lecture.changed.connect(self._tell)
        self._tell()

    def make_view(self) -> PresentView:
        """The picture as it is shown: also for films and pictures without a screen."""
        assert self._canvas is not None
        parts = self._document, self._controller, self._appearance, self._selection, self._canvas
        view = PresentView(*parts)
        self._tell_view(view)
        return view

    @Slot()
    def start(self) -> None:
        if self.window is not None:
            return
        window = self.window = PresentWindow(self.make_view())
        window.next_requested.connect(self.go_on)
        window.back_requested.connect(self.go_back)
        window.left.connect(self.stop)
        self._document.opened.connect(self._tell)
        screen = self._screen()
        window.setScreen(screen)
        window.setGeometry(screen.geometry())
        window.showFullScreen()
        window.activateWindow()
        self.changed.emit()

    def stop(self) -> None:
        """Close it and go back to the window; the network stays as it stands."""
        if self.window is not None:
            self.close()
            self._owner.activateWindow()
            self.changed.emit()

    def close(self) -> None:
        """Close it."""
        window, self.window = self.window, None
        if window is None:
            return
        self._document.opened.disconnect(self._tell)
        window.left.disconnect(self.stop)
        window.close()
        window.deleteLater()

    def go_on(self) -> None:
        if self._lecture is not None:
            self._lecture.go_further()
        else:
            self._controller.toggle()

    @Slot()
    def go_back(self) -> None:
        if self._lecture is not None:
            self._lecture.go_back()
        else:
            self._controller.pause()

    def _screen(self) -> QScreen:
        """Another screen than the window's, where there is one."""
        own = self._owner.screen()
        return next((each for each in QGuiApplication.screens() if each is not own), own)

    def _tell(self, *_: object) -> None:
        if self.window is not None:
            self._tell_view(self.window.view)

    def _tell_view(self, view: PresentView) -> None:
        if self._lecture is not None:
            view.show_told(self._lecture.told)
        else:
            view.show_title(self._title())
