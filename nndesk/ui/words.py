"""Names and numbers as people read them: one way of writing each, for every view."""

import math
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence

from nndesk.errors import FileError, InputError
from nndesk.project.catalogue import MAX_LAYERS, MAX_UNITS, field
from nndesk.registry import Registry
from nndesk.ui.refusals import translated

#: What names of files have nowhere, or not on every system.
NO_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_LONGEST_NAME = 60  # of a file: three bytes a letter in Chinese


def in_language(texts: Mapping[str, str]) -> str:
    """Of ``texts`` by language the one in the language of the window, else the English one."""
    code = QCoreApplication.translate("Language", "en")  # a translation gives its own code here
    return texts.get(code, texts["en"])


def file_name(name: str) -> str:
    """``name`` in signs that names of files may have everywhere, and not too long, in Chinese neither."""
    return NO_NAME.sub("-", name)[:_LONGEST_NAME].strip(" .") or "nndesk"


def listed(parts: Iterable[str]) -> str:
    """The parts of an enumeration."""
    return QCoreApplication.translate("Words", ", ").join(parts)


def refusal(error: InputError) -> str:
    """Why an edit cannot be: translated for what a control of the window may ask for."""
    translate = QCoreApplication.translate
    if error.place.endswith(".units") and error.expected == field(error.place).expected:
        return translate("Words", "A layer has 1 to {0} neurons.").format(grouped(MAX_UNITS))
    if error.place == "network.layers":
        return translate("Words", "A network has 1 to {0} layers.").format(MAX_LAYERS)
    if error.place == "data.features":
        return translate("Words", "Needs at least one feature.")
    return translated(f"{error.problem}; {error.expected}")


def failure(error: Exception) -> str:
    """Why a file could not be opened or saved; of one that is not there only its name."""
    missing = next((e for e in (error, error.__cause__) if isinstance(e, FileNotFoundError)), None)
    if missing is not None and missing.filename is not None:
        name = PurePath(os.fsdecode(missing.filename)).name
        return QCoreApplication.translate("Words", "File not found: {0}").format(name)
    return translated(str(error))


def data_trouble(error: Exception | None) -> str:
    """Why the data of what is open cannot be had; nothing where it is not the data that fail."""
    if isinstance(error, FileError):
        return failure(error)
    if isinstance(error, InputError) and error.place == "data.kind":
        return QCoreApplication.translate("Words", "This version cannot train with these data.")
    return ""


def untrained(error: Exception | None) -> str:
    """Why nothing can be trained; nothing where it can."""
    return "" if error is None else data_trouble(error) or failure(error)


def label_of(registry: Registry[Any], context: str, name: str) -> str:
    """The translated label of an entry; the identifier of one that comes with a later version."""
    return QCoreApplication.translate(context, registry[name].label) if name in registry else name


_ARROWS = {
    Qt.Key.Key_Left: "←",
    Qt.Key.Key_Right: "→",
    Qt.Key.Key_Up: "↑",
    Qt.Key.Key_Down: "↓",
    Qt.Key.Key_Minus: "−",
}


def written_keys(keys: QKeySequence) -> str:
    """A shortcut as it is printed on a keyboard of this system: arrows are arrows."""
    native = QKeySequence.SequenceFormat.NativeText
    text = keys.toString(native)
    for key, arrow in _ARROWS.items():
        text = re.sub(f"(^|\\+){re.escape(QKeySequence(key).toString(native))}$", rf"\1{arrow}", text)
    return text


_SURNAMES = ("Huber",)  # with a capital everywhere


def within_sentence(label: str) -> str:
    """A label as it stands within an English sentence: Sigmoid as sigmoid, but ReLU as it is."""
    first = re.split("[ -]", label)[0]
    english = QCoreApplication.translate("Language", "en") == "en"
    small = english and first not in _SURNAMES and first[1:] == first[1:].lower()
    return label[:1].lower() + label[1:] if small else label


def layer_name(layer: int, layers: int) -> str:
    """What layer ``layer`` of ``layers`` is called; counted as in the experiment."""
    if layer == layers - 1:
        return QCoreApplication.translate("Layer", "Output")
    return QCoreApplication.translate("Layer", "Hidden {0}").format(layer + 1)


def grouped(number: int) -> str:
    """A whole number with its thousands set apart."""
    return f"{number:,}"


def written(value: float, places: int = 3) -> str:
    """A measured number: ``places`` decimals, fewer for large and more for small numbers.

    A real minus; a dash where it is not finite.
    """
    if not math.isfinite(value):
        return "–"
    size = abs(value)
    if size >= 100_000 or 0 < size < 0.000_1:
        mantissa, exponent = f"{value:.1e}".split("e")
        text = f"{mantissa}e{int(exponent)}"
    else:
        steps = ((1000, -3), (100, -2), (10, -1), (0.01, 0), (0.001, 1))
        more = next((more for bound, more in steps if size >= bound), 2 if size else 0)
        text = f"{value + 0.0:,.{max(places + more, 0)}f}"  # which takes the minus of a zero
    return text.replace("-", "−")


def signed(value: float, places: int = 3) -> str:
    """The same with its sign, also of a positive number: that of a weight is never shown by colour alone."""
    text = written(value, places)
    return f"+{text}" if 0 < value < math.inf else text


_TOKEN = re.compile(r"\\[a-zA-Z]+|[a-zA-Z]|[0-9.]+|\s+|[_^{}]|.")
_SIGNS = {r"\sum": "∑", r"\cdot": "·", "-": "−", r"\delta": "<i>δ</i>", r"\quad": "&emsp;"}
_HALF = r"\frac{1}{2}"
_FRACTION = re.compile(r"\\frac\{([^{}]*)\}\{([^{}]*)\}")


def formula_html(formula: str) -> str:
    """A registry's formula, in its few commands of LaTeX, as rich text: only variables are italic."""
    tokens = _TOKEN.findall(_FRACTION.sub(r"\1/\2", formula.replace(_HALF, "½")))
    html, _ = _formula_group(tokens, 0)
    return html


def _formula_group(tokens: list[str], at: int) -> tuple[str, int]:
    """The rich text of ``tokens`` from ``at`` to the brace that closes them, and where that is."""
    html = ""
    while at < len(tokens) and tokens[at] != "}":
        token = tokens[at]
        if token in ("_", "^"):
            part, at = _formula_part(tokens, at + 1)
            tag = "sub" if token == "_" else "sup"
            html += f"<{tag}>{part}</{tag}>"
        else:
            part, at = _formula_part(tokens, at)
            html += part
    return html, at


def _formula_part(tokens: list[str], at: int) -> tuple[str, int]:
    """One symbol or one group in braces."""
    token = tokens[at]
    if token == "{":
        html, end = _formula_group(tokens, at + 1)
        return html, end + 1
    if token in _SIGNS:
        return _SIGNS[token], at + 1
    if token.startswith("\\"):
        return f"{token[1:]}", at + 1
    return (f"<i>{token}</i>" if token.isalpha() else token), at + 1
