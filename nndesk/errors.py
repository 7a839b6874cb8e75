"""The exceptions nndesk raises on purpose; anything else is a bug and keeps its traceback.

NndeskError
├── InputError     a value somebody gave: where it stands, what is wrong, what would be right
├── FileError      a file that cannot be read or written
│   └── VersionError   a file written by a newer nndesk
└── Diverged       training left the range of numbers
"""


class NndeskError(Exception):
    """Base of all errors that are shown to the user as one sentence."""


class InputError(NndeskError):
    """A value that cannot be used, with its place and the remedy.

    ``place`` is written as in ``--set`` (``network.layers.0.units``), or is empty where there
    is none to name.
    """

    def __init__(self, place: str, problem: str, expected: str) -> None:
        super().__init__(place, problem, expected)
        self.place = place
        self.problem = problem
        self.expected = expected

    def __str__(self) -> str:
        start = f"{self.place}: " if self.place else ""
        return f"{start}{self.problem}; {self.expected}"


class FileError(NndeskError):
    """A file that cannot be read or written; the message names it."""


class VersionError(FileError):
    """A file of a newer schema version than this program knows."""


class Diverged(NndeskError):
    """A loss or parameter that is no longer finite."""
