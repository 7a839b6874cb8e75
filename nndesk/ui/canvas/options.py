"""How the network is read: what is written and drawn beside what the lens shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """Of one canvas. Whatever is drawn takes them as they are now."""

    values: bool = False  # every neuron's bias is written beside it
    dashes: bool = False  # edges of negative weights are dashed
    grid: bool = True  # dots on the ground


#: Those that the user prefers, and finds again at the next start.
REMEMBERED = ("values", "dashes", "grid")
