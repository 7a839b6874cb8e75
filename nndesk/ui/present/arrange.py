"""Where the network and its card lie in Present: the canvas's own arithmetic with other margins."""

from dataclasses import replace

from nndesk.ui.canvas.layout import Headers, Layout, Rect, place_layers
from nndesk.ui.canvas.plans import Measures
from nndesk.ui.canvas.shape import Shape
from nndesk.ui.theme import TOKENS

SCALE: float = TOKENS["typeScalePresent"]
#: From the sides to what is there.
MARGIN = 38

_TOP, _BELOW = 56, 51  # free above and below the layers
_LEGEND = 68  # the same below where a legend stands there
_NAMES = 18  # more at the left, before the names of inputs
_AFTER_NAMES = 12
_BEFORE_CARD = 60
_HEADER = (14.0, 28.0)  # from the top, and how high
_NEURON, _PITCH = 0.0787, 4 / 3  # of the height, and against the neuron
_LEAST_NEURON = 28
_BAR = 90
_CARD = 0.3056  # of the width


def card_width(width: int, share: float = 1.0) -> int:
    """The width of the card, ``share`` times the usual where its picture asks for that."""
    return round(_CARD * share * width)


def arrange(shape: Shape, width: int, height: int, card: int, names: float, legend: bool) -> Layout:
    """Lay out a network beside a card so wide, and above a legend where there is one.

    ``names`` is the width of the longest name of an input.
    """
    neuron = max(round(_NEURON * height), _LEAST_NEURON)
    measures = Measures(neuron, round(_PITCH * neuron), _BAR, SCALE, SCALE, names_beside=True)
    room = max(height - _TOP - (_LEGEND if legend else _BELOW), neuron)
    middle = _TOP + room / 2
    left = MARGIN + _NAMES + (names + _AFTER_NAMES if names else 0.0)
    card_left = float(width - MARGIN - card)
    right = max(card_left - _BEFORE_CARD, left + neuron)
    layers, bars = place_layers(shape, (left, right), (middle, room), measures)
    card_rect = Rect(card_left, middle, float(card), 0.0)
    found = Layout(
        float(width),
        float(height),
        middle,
        right,
        tuple(layers),
        Headers.COUNT,
        None,
        card_rect,
        bars,
        presented=True,
    )
    return with_headers(found)


def with_headers(layout: Layout) -> Layout:
    """``layout`` with its headers above the columns."""
    top, height = _HEADER
    layers = (replace(layer, header=Rect(layer.box.middle[0], top, 0.0, height)) for layer in layout.layers)
    return replace(layout, layers=tuple(layers))
