"""Which neuron is which, from one experiment to the next that an edit makes of it.

An experiment counts its neurons, and an edit counts them anew. So every experiment also carries a
name for each, which an edit passes on; the weights that stay are found by them. Names are no part of
what an experiment is: they are not written, and two experiments that differ in them alone are equal.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple, final


class Copy(NamedTuple):
    """The name of a neuron that began as a copy of another, but for where its output goes."""

    of: Hashable
    itself: object


Units = tuple[Hashable, ...]  # the names of a layer's neurons


@final
class Neurons:
    """The names of all neurons, layer by layer; all are equal, so that they decide nothing."""

    __slots__ = ("_layers", "_root")

    def __init__(self, layers: tuple[Units, ...] | None = None) -> None:
        self._layers = layers
        self._root = object()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Neurons)

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "Neurons()"

    def of(self, units: Sequence[int]) -> tuple[Units, ...]:
        """The names in layers of so many neurons."""
        if self._layers is None:  # no edit has moved one yet: their numbers will do
            return tuple(
                tuple((self._root, layer, unit) for unit in range(count)) for layer, count in enumerate(units)
            )
        assert [len(layer) for layer in self._layers] == list(units)
        return self._layers

    def resized(self, before: Sequence[int], after: Sequence[int]) -> "Neurons":
        """The names where neurons of layers have come and gone at their ends."""
        if list(before) == list(after):
            return self
        layers = zip(self.of(before), after, strict=True)
        return Neurons(tuple((*names, *fresh(count - len(names)))[:count] for names, count in layers))


def fresh(count: int) -> Units:
    """Names for so many new neurons."""
    return tuple(object() for _ in range(count))


def picked(names: Units, chosen: Iterable[int | None]) -> Units:
    """The names of the ``chosen`` ones; one that stands again is a copy, None is a new neuron."""
    found: list[Hashable] = []
    seen: set[int] = set()
    for number in chosen:
        if number is None:
            found.append(object())
        elif number in seen:
            found.append(Copy(names[number], object()))
        else:
            seen.add(number)
            found.append(names[number])
    return tuple(found)
