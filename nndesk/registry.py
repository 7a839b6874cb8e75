"""Registries of named entries: activations, losses, optimizers, data kinds and so on.

An entry is any object with ``id`` (the identifier of the interface, Keras's where Keras has
one) and ``label`` (English, marked for translation with `QT_TRANSLATE_NOOP`).
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Generic, Protocol, TypeVar

from nndesk.errors import InputError


class Entry(Protocol):
    """What a registry needs to know of what it holds."""

    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str: ...


E = TypeVar("E", bound=Entry)


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark ``text`` for translation in ``context`` without importing Qt; returns it unchanged."""
    return text


def nearest(name: str, names: list[str]) -> str | None:
    """The one of ``names`` that a mistyped ``name`` most likely meant, or None."""
    if len(name) > 100:  # no typing mistake, and slow to compare
        return None
    found = get_close_matches(name.lower(), names, n=1, cutoff=0.6)
    return found[0] if found else None


class Registry(Generic[E]):
    """Entries by identifier, in the order in which they were added."""

    def __init__(self, noun: str, aliases: Mapping[str, str] | None = None) -> None:
        self.noun = noun
        self.aliases = dict(aliases or {})
        self._entries: dict[str, E] = {}

    def add(self, entry: E) -> E:
        assert entry.id not in self._entries, entry.id
        self._entries[entry.id] = entry
        return entry

    def __getitem__(self, name: str) -> E:
        """The entry called ``name`` or aliased so; raises InputError with the nearest name."""
        entry = self._entries.get(self.aliases.get(name, name))
        if entry is None:
            near = nearest(name, list(self._entries))
            hint = f"did you mean {near!r}?" if near else f"known are {', '.join(self._entries)}"
            raise InputError("", f"{name!r} is no {self.noun}", hint)
        return entry

    def __contains__(self, name: object) -> bool:
        return name in self._entries or name in self.aliases

    def __iter__(self) -> Iterator[E]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def ids(self) -> list[str]:
        return list(self._entries)
