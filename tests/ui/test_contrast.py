"""Every pair of colours that tells something can be told apart, in both themes: computed from the tokens."""

import itertools

import pytest

from nndesk.ui.theme import TOKENS

THEMES = ("light", "dark")
GROUNDS = ("window", "canvas", "surface", "surface2")
TEXTS = ("text", "text2", "text3", "posText", "negText", "okText")
#: Text on what is under the pointer, selected, or set apart.
ON_PLATES = [
    *itertools.product(("text", "text2"), ("surface3",)),
    *itertools.product(("text", "text2"), ("selTint",)),
    *itertools.product(("text", "text2", "negText"), ("warnBg",)),
    *itertools.product(("text", "text2"), ("errBg",)),
    ("onInk", "ink"),
]
SHAPES = ("borderStrong", "pos", "neg", "grad", "sel", "test", "rec")


def luminance(color: str) -> float:
    """The relative luminance of WCAG 2."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(theme: str, one: str, other: str) -> float:
    colors = TOKENS["colors"][theme]
    low, high = sorted((luminance(colors[one]), luminance(colors[other])))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), [*itertools.product(TEXTS, GROUNDS), *ON_PLATES])
def test_text_can_be_read(theme, text, ground):
    assert contrast(theme, text, ground) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "ground"), [*itertools.product(SHAPES, GROUNDS), ("sel", "selTint")])
def test_outlines_and_icons_can_be_seen(theme, shape, ground):
    assert contrast(theme, shape, ground) >= 3.0


@pytest.mark.parametrize("theme", THEMES)
def test_the_contrasts_that_the_tokens_name_are_those_of_their_colours(theme):
    named = TOKENS["contrast"][theme]
    wrong = {
        (color, ground): value
        for color, grounds in named.items()
        for ground, value in grounds.items()
        if abs(contrast(theme, color, ground) - value) > 0.011
    }
    assert wrong == {}


def test_every_colour_of_the_tokens_is_judged_or_says_nothing():
    judged = {*GROUNDS, *TEXTS, *SHAPES, *(color for pair in ON_PLATES for color in pair)}
    assert set(TOKENS["colors"]["light"]) - judged == {"grid", "border"}  # decoration
    assert set(TOKENS["colors"]["light"]) == set(TOKENS["colors"]["dark"])
