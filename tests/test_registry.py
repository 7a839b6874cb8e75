"""Registries: order, aliases, and the nearest name."""

from dataclasses import dataclass

import pytest

from nndesk.errors import InputError
from nndesk.registry import QT_TRANSLATE_NOOP, Registry, nearest


@dataclass(frozen=True)
class Thing:
    id: str
    label: str


@pytest.fixture
def things() -> Registry[Thing]:
    registry: Registry[Thing] = Registry("thing", aliases={"rd": "round"})
    for name in ("square", "round", "flat"):
        registry.add(Thing(name, name.title()))
    return registry


def test_entries_keep_the_order_in_which_they_were_added(things):
    assert things.ids == ["square", "round", "flat"]
    assert [thing.label for thing in things] == ["Square", "Round", "Flat"]
    assert len(things) == 3


def test_an_entry_is_found_by_name_and_alias(things):
    assert things["rd"] is things["round"]
    assert "rd" in things
    assert "flat" in things
    assert "long" not in things


def test_an_unknown_name_is_told_the_nearest_one_or_all(things):
    with pytest.raises(InputError, match="'sqare' is no thing; did you mean 'square'"):
        things["sqare"]
    with pytest.raises(InputError, match="'x' is no thing; known are square, round, flat"):
        things["x"]


def test_a_name_is_given_once(things):
    with pytest.raises(AssertionError):
        things.add(Thing("flat", "Flat"))


def test_no_name_is_near_to_nonsense_of_any_length():
    assert nearest("SQUARES", ["square"]) == "square"
    assert nearest("zzz", ["square"]) is None
    assert nearest("square" * 10_000, ["square"]) is None


def test_marking_a_text_for_translation_leaves_it_as_it_is():
    assert QT_TRANSLATE_NOOP("thing", "Square") == "Square"
