"""Rows of a panel: label, slider and number box, or label and list.

A row shows any value as it is, also one that its slider cannot reach. What somebody types or
drags is asked for together with a gesture number: one per drag, so that a drag is one undo step.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from nndesk.ui.combo import ComboBox
from nndesk.ui.fields import NumberField, Slider
from nndesk.ui.numbers import Number, Scale, next_gesture
from nndesk.ui.scroll import reveal
from nndesk.ui.theme import SIZE, Appearance, Theme
from nndesk.ui.widgets import MARGIN, Label

_LABEL_WIDTH = 120
_APART = 8  # between the controls of a row
_TWO_LINES_FROM = 1.3  # times the normal size of text


def is_large(theme: Theme) -> bool:
    """Whether text is so large that label and slider do not stand beside each other."""
    return theme.text_scale >= _TWO_LINES_FROM


def stack(line: QBoxLayout, stacked: bool) -> None:
    """Put what is in a line one below the other, or beside each other."""
    directions = QBoxLayout.Direction
    line.setDirection(directions.TopToBottom if stacked else directions.LeftToRight)


class _Row(QWidget):
    """Label and controls in one line, or in two where the text is large; a problem below."""

    below = 4  # of a section, if it is its last part

    def __init__(self, appearance: Appearance, label: str) -> None:
        super().__init__()
        self._appearance = appearance
        self._label = Label(appearance, label, "number", "text2")
        self._controls = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._controls.setSpacing(_APART)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(0)
        self._line.addWidget(self._label)
        self._line.addLayout(self._controls, 1)
        self._problem: Label | None = None  # made when there is the first one
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 2, 0, 2)
        self._lines.setSpacing(2)
        self._lines.addLayout(self._line)
        self._arrange()
        appearance.follow(self, _Row._arrange)

    def setToolTip(self, text: str) -> None:
        """Say it of the controls too, to those who hear it: there the keyboard is."""
        super().setToolTip(text)
        for control in self.findChildren(QWidget):
            if control.focusPolicy() & Qt.FocusPolicy.TabFocus:
                control.setAccessibleDescription(text)

    @Slot(str)
    def show_problem(self, text: str) -> None:
        """Say below the row why something cannot be; "" takes it away."""
        if self._problem is None:
            if not text:
                return
            self._problem = Label(self._appearance, "", "caption", "grad")
            self._problem.setWordWrap(True)
            self._lines.addWidget(self._problem)
            for field in self.findChildren(NumberField):  # something else is typed, or it is left
                field.settled.connect(self._forget_problem)
                field.textEdited.connect(self._forget_problem)
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        if text:
            reveal(self._problem)

    @Slot()
    def _forget_problem(self) -> None:
        self.show_problem("")

    def show_label(self, text: str) -> None:
        self._label.setText(text)

    def _arrange(self) -> None:
        theme = self._appearance.theme
        stack(self._line, self._stacks())
        width = 0 if is_large(theme) else theme.px(_LABEL_WIDTH) - self._overhang()
        self._label.setMinimumWidth(width)
        self._controls.setContentsMargins(0, 0, 0, 0)
        self._arrange_controls()

    def _arrange_controls(self) -> None:
        """For others to override."""

    def _stacks(self) -> bool:
        """Whether the label stands above the controls now."""
        return is_large(self._appearance.theme)

    def _overhang(self) -> int:
        return 0


class SliderRow(_Row):
    """A number with a slider and a box; the box carries ``name`` as objectName.

    ``scale`` is what the slider reaches, ``low`` and ``high`` what the box accepts. A row that is
    not ``live`` asks when the slider is let go. Whole numbers are asked for as int; None, where a
    scale has it, is shown as ``off``. A box of another kind may be given as ``field``.
    """

    asked = Signal(object, int)  # the number wanted, the gesture that wants it

    def __init__(
        self,
        appearance: Appearance,
        name: str,
        label: str,
        scale: Scale,
        low: float,
        high: float,
        *,
        default: Number | None,
        live: bool = True,
        percent: bool = False,
        off: str = "",
        tooltip: str = "",
        field: NumberField | None = None,
    ) -> None:
        super().__init__(appearance, label)
        self._scale, self._default, self._live = scale, default, live
        self._value: Number | None = default
        self._gesture = 0
        self.slider = Slider(appearance, label)
        self.field = field or NumberField(
            appearance, name, label, low, high, integer=scale.integer, percent=percent, off=off
        )
        self._label.setBuddy(self.field)
        self._controls.setSpacing(0)  # half a handle is between the end of the track and the box
        self._controls.addWidget(self.slider, 1)
        self._controls.addWidget(self.field)
        self.setToolTip(tooltip)
        self.slider.sliderPressed.connect(self._start_gesture)
        self.slider.valueChanged.connect(self._take_slider)
        self.slider.sliderReleased.connect(self._end_gesture)
        self.slider.reset_asked.connect(self._reset)
        self.field.entered.connect(self._ask)
        self.field.refused.connect(self.show_problem)
        self.show_value(default)

    def value(self) -> Number | None:
        return self._value

    def show_value(self, value: Number | None) -> None:
        """Show ``value`` as it is; a slider that does not reach it stands at its end."""
        self._value = value
        self.show_problem("")
        self.field.show_value(value)
        if not self.slider.isSliderDown():
            self._move_slider(value)

    def show_scale(self, scale: Scale) -> None:
        """Let the slider reach something else, such as as many samples as there are now."""
        if scale != self._scale:
            self._scale = scale
            self._move_slider(self._value)

    def _overhang(self) -> int:
        return 8  # half a handle, so that the track begins where lists begin

    def _move_slider(self, value: Number | None) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(self._scale.position(value) * Slider.STEPS))
        self.slider.update()

    @Slot()
    def _start_gesture(self) -> None:
        self._gesture = next_gesture()

    @Slot(int)
    def _take_slider(self, position: int) -> None:
        value = self._scale.value(position / Slider.STEPS)
        if not self.slider.isSliderDown():
            self._ask(value)
        elif self._live:
            if value != self._value:
                self.asked.emit(value, self._gesture)
        else:
            self.field.show_value(value)  # a preview until the slider is let go

    @Slot()
    def _end_gesture(self) -> None:
        if not self._live:
            value = self._scale.value(self.slider.value() / Slider.STEPS)
            if value != self._value:
                self.asked.emit(value, self._gesture)
        # What is shown afterwards is what the answer made of it.
        self.show_value(self._value)

    @Slot(object)
    def _ask(self, value: Number | None) -> None:
        self._ask_as(value, next_gesture())

    @Slot()
    def _reset(self) -> None:
        """Back to the default, of one gesture with the press that began the double-click."""
        self._ask_as(self._default, self._gesture)

    def _ask_as(self, value: Number | None, gesture: int) -> None:
        if value != self._value:
            self.show_problem("")
            self.asked.emit(value, gesture)
        self._move_slider(self._value)


class ComboRow(_Row):
    """A list of choices, perhaps with a number box at its right (``field``), or below it in large text."""

    asked = Signal(str)
    field: NumberField | None = None

    def __init__(
        self,
        appearance: Appearance,
        name: str,
        label: str,
        choices: Sequence[tuple[str, str]],
        *,
        field: NumberField | None = None,
        tooltip: str = "",
    ) -> None:
        super().__init__(appearance, label)
        self.box = ComboBox(appearance, name, label, choices)
        self._label.setBuddy(self.box)
        self._controls.addWidget(self.box, 1)
        self.field = field
        if field is not None:
            self._controls.addWidget(field, 0, Qt.AlignmentFlag.AlignRight)
            field.refused.connect(self.show_problem)
            self._arrange()
        self.setToolTip(tooltip)
        self.box.asked.connect(self.asked)

    def _arrange_controls(self) -> None:
        if self.field is not None:
            wide = self.box.sizeHint().width() + _APART + self.field.sizeHint().width()
            stack(self._controls, wide > SIZE["panel"] - 2 * MARGIN)

    def show_value(self, id: str, other: str = "") -> None:
        self.box.show_value(id, other)


class FieldRow(_Row):
    """A number box alone; the box carries ``name`` as objectName."""

    asked = Signal(object, int)

    def __init__(self, appearance: Appearance, label: str, field: NumberField, *, tooltip: str = "") -> None:
        super().__init__(appearance, label)
        self.field = field
        self._label.setBuddy(field)
        self._controls.addStretch(1)
        self._controls.addWidget(field)
        self.setToolTip(tooltip)
        field.entered.connect(lambda value: self.asked.emit(value, next_gesture()))
        field.refused.connect(self.show_problem)
        self._arrange()

    def _stacks(self) -> bool:
        """A label and a number have room beside each other more often than a slider has."""
        words = self._label.fontMetrics().horizontalAdvance(self._label.text())
        wide = words + _APART + self._controls.sizeHint().width()
        return wide > SIZE["panel"] - 2 * MARGIN

    def show_value(self, value: Number | None) -> None:
        self.show_problem("")
        self.field.show_value(value)
