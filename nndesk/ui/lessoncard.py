"""The card of a lesson over the canvas: what a step says, what it asks, and the way on."""

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QVBoxLayout

from nndesk.ui.bottomcard import BottomCard
from nndesk.ui.canvas.view import CanvasView
from nndesk.ui.present.figure import FigureCard
from nndesk.ui.present.plate import LETTERS
from nndesk.ui.shapes import rounded
from nndesk.ui.teaching import Teaching
from nndesk.ui.theme import RADIUS, Appearance
from nndesk.ui.widgets import Button, IconButton, Label
from nndesk.ui.words import in_language

_PAD, _APART = 14, 8
_FIGURE, _LOW_FIGURE = 168, 140
_LOW = 640  # a canvas that is lower has no room for the figure beside a question


class Answer(Button):
    """One of the answers: chosen by a click, marked when the right one is shown."""

    def __init__(self, appearance: Appearance, text: str) -> None:
        super().__init__(appearance, text)
        self.setCheckable(True)
        self._right = False

    def show_right(self, right: bool) -> None:
        self._right, self._icon = right, "check" if right else ""
        self.updateGeometry()
        self.setAccessibleDescription(self.tr("right") if right else "")
        self.update()

    def _paint_plate(self, painter: QPainter, rect: QRectF) -> str:
        """A guess is outlined in violet; the right one, once shown, is in ink with a tick."""
        theme = self._appearance.theme
        fill = theme.color("ink" if self._right else "selTint" if self.isChecked() else "surface")
        if not self._right and not self.isChecked() and self.underMouse():
            fill = theme.color("surface2")
        rounded(painter, rect, RADIUS["control"], fill, None if self._right else theme.color("borderStrong"))
        if self.isChecked():
            painter.setPen(QPen(theme.color("sel"), 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(
                rect.adjusted(1.25, 1.25, -1.25, -1.25), RADIUS["control"], RADIUS["control"]
            )
        return "onInk" if self._right else "text"


class LessonCard(BottomCard):
    """Shows the lesson that is under way. Holds none: it asks `Teaching`."""

    said = Signal(str)  # which step it is, for assistive technology

    def __init__(self, teaching: Teaching, appearance: Appearance, canvas: CanvasView) -> None:
        super().__init__(appearance, canvas)
        self.setObjectName("lessonPanel")
        self._teaching = teaching
        self._title = Label(appearance, "", "bodyStrong")
        self._count = Label(appearance, "", "label", "text2")
        self._figure = FigureCard(appearance, self)
        self._say = Label(appearance, "", "body")
        self._question = Label(appearance, "", "bodyStrong")
        for label in (self._say, self._question):
            label.setWordWrap(True)
        self._say.setObjectName("lessonCaption")
        self._question.setObjectName("lessonQuestion")
        self._answers = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._answers.setSpacing(6)
        self._answers.addStretch(1)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._choose)
        close = IconButton(appearance, "x", self.tr("Leave the lesson"), size=26, icon_size=14)
        close.setObjectName("lessonLeaveButton")
        close.clicked.connect(teaching.leave)
        self._back = Button(appearance, self.tr("Back"), icon="arrow-left")
        self._back.setObjectName("lessonBackButton")
        self._back.clicked.connect(teaching.presenter.go_back)
        self._reveal = Button(appearance, self.tr("Reveal"), icon="eye")
        self._reveal.setObjectName("lessonRevealButton")
        self._reveal.clicked.connect(self._show_answer)
        self._next = Button(appearance, self.tr("Next"), primary=True)
        self._next.setObjectName("lessonNextButton")
        self._next.clicked.connect(self._go_on)
        head = QHBoxLayout()
        head.setSpacing(_APART)
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        head.addWidget(close)
        foot = QHBoxLayout()
        foot.setSpacing(_APART)
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self._reveal)
        foot.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PAD, _APART, _PAD, _PAD - 2)
        column.setSpacing(_APART)
        column.addLayout(head)
        for part in (self._figure, self._say, self._question):
            column.addWidget(part)
        column.addLayout(self._answers)
        column.addLayout(foot)
        self._shown: object = None  # the step whose answers are there
        teaching.changed.connect(self._follow)
        self.hide()
        self._follow()

    @Slot()
    def _follow(self) -> None:
        lecture = self._teaching.lecture
        if lecture is not None:
            lecture.changed.connect(self._show)
        self._shown = None
        self._show()

    def _show(self) -> None:
        lecture = self._teaching.lecture
        if lecture is None:
            self.leave()
            return
        told = lecture.told
        step, number = told.step, told.index + 1
        if self._shown is not step:
            self._shown = step
            self._make_answers()
            count = self.tr("step {0} of {1}").format(number, len(told.lesson.steps))
            self._title.setText(in_language(step.title))
            self._count.setText(count)
            self._say.setText(in_language(step.say))
            self.setAccessibleName(in_language(told.lesson.title))
            self.setAccessibleDescription(f"{count}. {self._say.text()}")
            self.said.emit(f"{count}. {self._title.text()}")
        asks = step.ask is not None and (lecture.asking or told.marked)
        self._question.setVisible(asks)
        for button in self._group.buttons():
            button.setVisible(asks)
            assert isinstance(button, Answer)
            place = self._group.id(button)
            button.setChecked(lecture.answer == place)
            button.show_right(told.marked and step.ask is not None and place in step.ask.right)
        self._reveal.setVisible(asks and not told.marked)
        self._reveal.setEnabled(lecture.answered)
        self._next.setEnabled(not lecture.at_end or lecture.playing)
        self._back.setEnabled(number > 1 or not lecture.playing)
        self._appear()

    def _make_answers(self) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._answers.removeWidget(button)
            button.hide()
            button.deleteLater()
        assert self._teaching.lecture is not None
        ask = self._teaching.lecture.told.step.ask
        self._question.setText("" if ask is None else in_language(ask.question))
        self._group.setExclusive(False)
        for place, text in enumerate(() if ask is None else ask.answers):
            button = Answer(self._appearance, f"{LETTERS[place]}  {in_language(text)}")
            button.setObjectName(f"lessonAnswer{place}")
            self._group.addButton(button, place)
            self._answers.insertWidget(place, button, 0, Qt.AlignmentFlag.AlignLeft)

    # -- what is asked for ------------------------------------------------------------------------

    @Slot(int)
    def _choose(self, answer: int) -> None:
        if self._teaching.lecture is not None:
            self._teaching.lecture.choose(answer)
            self._show()  # also where it is not chosen any more

    @Slot()
    def _show_answer(self) -> None:
        if self._teaching.lecture is not None:
            self._teaching.lecture.reveal()

    @Slot()
    def _go_on(self) -> None:
        if self._teaching.lecture is not None:
            self._teaching.lecture.go_on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_PageDown:
            self._teaching.go_on()
        elif event.key() == Qt.Key.Key_PageUp:
            self._teaching.presenter.go_back()
        elif event.key() == Qt.Key.Key_Escape:
            self._teaching.escape()
        else:
            super().keyPressEvent(event)

    # -- its size -----------------------------------------------------------------------------------

    def _fit(self, width: int) -> None:
        """Take the height that the words have at ``width``."""
        inner = width - 2 * _PAD
        for label in (self._say, self._question):
            label.setFixedSize(inner, label.heightForWidth(inner))
        low, lecture = self._view.height() < _LOW, self._teaching.lecture
        figure = None if lecture is None else lecture.told.step.figure
        self._figure.show_figure(None if low and not self._question.isHidden() else figure)
        self._figure.setFixedHeight(self._appearance.theme.px(_LOW_FIGURE if low else _FIGURE))
        buttons = self._group.buttons()
        needed = sum(button.sizeHint().width() + 6 for button in buttons)
        beside = QBoxLayout.Direction.LeftToRight if needed <= inner else QBoxLayout.Direction.TopToBottom
        self._answers.setDirection(beside)
        self.setFixedWidth(width)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.setFixedHeight(layout.sizeHint().height())
