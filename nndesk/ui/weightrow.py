"""The number of one weight: large, on a slider, and in a box."""

import math

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel

from nndesk.ui.livefield import LiveField
from nndesk.ui.numbers import Number, Scale
from nndesk.ui.rows import SliderRow, is_large
from nndesk.ui.theme import Appearance
from nndesk.ui.widgets import Label
from nndesk.ui.words import signed

REACH = 1000.0  # of the slider
_WIDTH, _APART = 80, 6  # of the large number, and from it to the slider
_PLACES = 4


class WeightRow(SliderRow):
    """Asks as sliders do; a double-click on the slider asks for the number that `show_start` gave."""

    def __init__(self, appearance: Appearance, name: str, label: str) -> None:
        self._large = Label(appearance, "", "numberLarge")
        field = LiveField(appearance, name, label)
        super().__init__(
            appearance,
            name,
            "",
            Scale(-REACH, REACH, signed=True),
            -math.inf,
            math.inf,
            default=0.0,
            field=field,
        )
        self._live_field = field
        self.slider.setAccessibleName(label)
        self.slider.valueChanged.connect(self._show_preview)
        self._label.hide()
        self._line.insertWidget(0, self._large)
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, 0, 4)  # words follow it, not another row
        field.dragged.connect(self.asked)

    @property
    def large(self) -> QLabel:
        return self._large

    def show_value(self, value: Number | None) -> None:
        super().show_value(value)
        self._show_large(self._value)

    def show_live(self, value: float) -> None:
        """Show the number of a frame, where nothing else is being asked for."""
        if self.slider.isSliderDown():
            return
        self._value = value
        self._live_field.show_live(value)
        self._move_slider(value)
        self._show_large(self._value)

    def show_moved(self, moved: bool) -> None:
        """Whether training has begun: before it another number is another run, asked for when let go."""
        self._live = moved

    def show_start(self, value: float) -> None:
        """What a double-click on the slider goes back to."""
        self._default = value

    def show_cut(self, cut: bool) -> None:
        """Whether there is no weight to be set."""
        for part in (self.slider, self.field):
            part.setEnabled(not cut)

    @Slot()
    def _show_preview(self) -> None:
        if self.slider.isSliderDown() and not self._live:
            self._show_large(self.field.value())

    def _show_large(self, value: Number | None) -> None:
        value = value or 0.0
        self._large.setText(signed(value, _PLACES))
        self._large.set_color("posText" if value > 0 else "negText" if value < 0 else "text")

    def _arrange_controls(self) -> None:
        self._large.setMinimumWidth(self._appearance.theme.px(_WIDTH) + _APART)
        self._large.setContentsMargins(0, 0, 0 if is_large(self._appearance.theme) else _APART, 0)
