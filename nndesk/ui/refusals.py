"""What the parts below the window say of bad input, in the window's language.

They say it in English, with their own numbers and names in it, and know no Qt. Here their sentences
are recognised by their templates; a test collects every template from the sources and asks for it here.
"""

import re
from functools import cache

from PySide6.QtCore import QCoreApplication

from nndesk.registry import QT_TRANSLATE_NOOP

_CONTEXT = "Refusal"
_TEMPLATES = (
    QT_TRANSLATE_NOOP("Refusal", "{0}: {1}"),
    QT_TRANSLATE_NOOP("Refusal", "{0}; {1}"),
    # what is wrong
    QT_TRANSLATE_NOOP("Refusal", "is {0}"),
    QT_TRANSLATE_NOOP("Refusal", "has {0}"),
    QT_TRANSLATE_NOOP("Refusal", "is missing"),
    QT_TRANSLATE_NOOP("Refusal", "is empty"),
    QT_TRANSLATE_NOOP("Refusal", "is cut"),
    QT_TRANSLATE_NOOP("Refusal", "is nested too deeply"),
    QT_TRANSLATE_NOOP("Refusal", "is the output layer"),
    QT_TRANSLATE_NOOP("Refusal", "is no setting of {0}"),
    QT_TRANSLATE_NOOP("Refusal", "is {0} at step {1}"),
    QT_TRANSLATE_NOOP("Refusal", "is {0} in the last layer"),
    QT_TRANSLATE_NOOP("Refusal", "is {0}, which this version cannot train yet"),
    QT_TRANSLATE_NOOP(
        "Refusal",
        "is binary_crossentropy, which is defined for targets from 0 to 1; those of {0} go beyond",
    ),
    QT_TRANSLATE_NOOP(
        "Refusal", "is categorical_crossentropy, which is defined for classes, and here a number is predicted"
    ),
    QT_TRANSLATE_NOOP("Refusal", "cannot be set"),
    QT_TRANSLATE_NOOP("Refusal", "changes the network's shape"),
    QT_TRANSLATE_NOOP("Refusal", "does not exist"),
    QT_TRANSLATE_NOOP("Refusal", "has another shape"),
    QT_TRANSLATE_NOOP("Refusal", "has gaps"),
    QT_TRANSLATE_NOOP("Refusal", "has no input"),
    QT_TRANSLATE_NOOP("Refusal", "has the shape {0}"),
    QT_TRANSLATE_NOOP("Refusal", "has the wrong length"),
    QT_TRANSLATE_NOOP("Refusal", "has {0} layers"),
    QT_TRANSLATE_NOOP("Refusal", "has {0} letters"),
    QT_TRANSLATE_NOOP("Refusal", "has {0} names"),
    QT_TRANSLATE_NOOP("Refusal", "has {0} numbers"),
    QT_TRANSLATE_NOOP("Refusal", "has {0} targets"),
    QT_TRANSLATE_NOOP("Refusal", "holds half a character"),
    QT_TRANSLATE_NOOP("Refusal", "layer {0} does not exist"),
    QT_TRANSLATE_NOOP("Refusal", "names no parameter"),
    QT_TRANSLATE_NOOP("Refusal", "sets a whole object"),
    QT_TRANSLATE_NOOP("Refusal", "sets what an earlier entry sets"),
    QT_TRANSLATE_NOOP("Refusal", "unit {0} does not exist"),
    QT_TRANSLATE_NOOP("Refusal", "input {0} does not exist"),
    QT_TRANSLATE_NOOP("Refusal", "unknown key"),
    QT_TRANSLATE_NOOP("Refusal", "{0} cannot be opened"),
    QT_TRANSLATE_NOOP("Refusal", "{0} is a table"),
    QT_TRANSLATE_NOOP("Refusal", "{0} is neither a preset nor a file"),
    QT_TRANSLATE_NOOP("Refusal", "{0} is no preset"),
    QT_TRANSLATE_NOOP("Refusal", "{0} is no way to shuffle"),
    QT_TRANSLATE_NOOP("Refusal", "{0} is no activation"),
    QT_TRANSLATE_NOOP("Refusal", "{0} is no loss"),
    QT_TRANSLATE_NOOP("Refusal", "{0} is no optimizer"),
    QT_TRANSLATE_NOOP("Refusal", "{0} is no initializer"),
    QT_TRANSLATE_NOOP("Refusal", "{0} is no schedule"),
    QT_TRANSLATE_NOOP("Refusal", "{0} is no feature"),
    QT_TRANSLATE_NOOP("Refusal", "{0} is no kind of data"),
    QT_TRANSLATE_NOOP("Refusal", "{0} is no {1}"),
    QT_TRANSLATE_NOOP("Refusal", "{0} stands twice"),
    # what would be right
    QT_TRANSLATE_NOOP("Refusal", "32 levels are the most"),
    QT_TRANSLATE_NOOP("Refusal", "a column needs name, role and type"),
    QT_TRANSLATE_NOOP("Refusal", "a cut edge has no weight"),
    QT_TRANSLATE_NOOP("Refusal", "join it first"),
    QT_TRANSLATE_NOOP("Refusal", "float32 holds {0} at the most"),
    QT_TRANSLATE_NOOP("Refusal", "a layer needs 1 to {0} units"),
    QT_TRANSLATE_NOOP("Refusal", "a network needs 1 to {0}"),
    QT_TRANSLATE_NOOP("Refusal", "a number is predicted, there are no classes: needs null"),
    QT_TRANSLATE_NOOP("Refusal", "a number to predict needs 1 unit in the last layer"),
    QT_TRANSLATE_NOOP("Refusal", "a row needs {0}"),
    QT_TRANSLATE_NOOP("Refusal", "a table needs at least one"),
    QT_TRANSLATE_NOOP("Refusal", "a table needs at least one row"),
    QT_TRANSLATE_NOOP("Refusal", "a table needs exactly one"),
    QT_TRANSLATE_NOOP("Refusal", "a table needs its rows"),
    QT_TRANSLATE_NOOP("Refusal", "an epoch has {0} steps here"),
    QT_TRANSLATE_NOOP("Refusal", "choose mean_squared_error or another loss of numbers"),
    QT_TRANSLATE_NOOP("Refusal", "choose one of {0}"),
    QT_TRANSLATE_NOOP("Refusal", "did you mean {0}?"),
    QT_TRANSLATE_NOOP("Refusal", "every feature once"),
    QT_TRANSLATE_NOOP("Refusal", "every point needs all its numbers"),
    QT_TRANSLATE_NOOP("Refusal", "it goes with a .csv alone"),
    QT_TRANSLATE_NOOP("Refusal", "it says how a file is to be read"),
    QT_TRANSLATE_NOOP("Refusal", "keys are written as network.layers.0.units"),
    QT_TRANSLATE_NOOP("Refusal", "known are {0}"),
    QT_TRANSLATE_NOOP("Refusal", "layer {0} has units 0 to {1}"),
    QT_TRANSLATE_NOOP("Refusal", "layer {0} has inputs 0 to {1}"),
    QT_TRANSLATE_NOOP("Refusal", "layer, input and unit are numbers from 0"),
    QT_TRANSLATE_NOOP("Refusal", "names differ"),
    QT_TRANSLATE_NOOP("Refusal", "needs 0 there"),
    QT_TRANSLATE_NOOP("Refusal", "needs 2 to 6 classes, or 0 to predict a number"),
    QT_TRANSLATE_NOOP("Refusal", "needs KEY=VALUE, as in optimizer.learning_rate=0.1"),
    QT_TRANSLATE_NOOP("Refusal", "needs Unicode text"),
    QT_TRANSLATE_NOOP("Refusal", "needs a finite number"),
    QT_TRANSLATE_NOOP("Refusal", "needs a number"),
    QT_TRANSLATE_NOOP("Refusal", "needs a number or null"),
    QT_TRANSLATE_NOOP("Refusal", "needs a number above {0} or null"),
    QT_TRANSLATE_NOOP("Refusal", "needs a number above {0} and of at most {1}"),
    QT_TRANSLATE_NOOP("Refusal", "needs a number from {0} to {1}"),
    QT_TRANSLATE_NOOP("Refusal", "needs a number of at least {0}"),
    QT_TRANSLATE_NOOP("Refusal", "needs a number of at least {0} and below {1}"),
    QT_TRANSLATE_NOOP("Refusal", "needs a value"),
    QT_TRANSLATE_NOOP("Refusal", "needs a whole number from {0} to {1}"),
    QT_TRANSLATE_NOOP("Refusal", "needs a whole number from {0} to {1} or null"),
    QT_TRANSLATE_NOOP("Refusal", 'needs an object with "format": "{0}"'),
    QT_TRANSLATE_NOOP("Refusal", "needs an object with {0}"),
    QT_TRANSLATE_NOOP("Refusal", "needs at least one of {0}"),
    QT_TRANSLATE_NOOP("Refusal", "needs at least {0}"),
    QT_TRANSLATE_NOOP("Refusal", "needs its single keys"),
    QT_TRANSLATE_NOOP("Refusal", "needs keys and their values"),
    QT_TRANSLATE_NOOP("Refusal", "needs null, 'balanced', or {0} numbers above 0, one a class"),
    QT_TRANSLATE_NOOP("Refusal", "needs parameters.L.weights.I.U or parameters.L.bias.U"),
    QT_TRANSLATE_NOOP("Refusal", "needs text of at most {0} letters"),
    QT_TRANSLATE_NOOP("Refusal", "needs that of the experiment"),
    QT_TRANSLATE_NOOP("Refusal", "needs true or false"),
    QT_TRANSLATE_NOOP("Refusal", "needs {0}"),
    QT_TRANSLATE_NOOP("Refusal", "needs {0} numbers a row"),
    QT_TRANSLATE_NOOP("Refusal", "needs {0} to {1}, in order"),
    QT_TRANSLATE_NOOP("Refusal", "needs {0}, or more of that"),
    QT_TRANSLATE_NOOP("Refusal", "no key holds more than lists of lists"),
    QT_TRANSLATE_NOOP("Refusal", "of all links only those to {0} can"),
    QT_TRANSLATE_NOOP("Refusal", "one value each"),
    QT_TRANSLATE_NOOP("Refusal", "only hidden layers can go"),
    QT_TRANSLATE_NOOP("Refusal", "only hidden layers have copies"),
    QT_TRANSLATE_NOOP("Refusal", "presets are {0}"),
    QT_TRANSLATE_NOOP("Refusal", "such an edit begins a new run"),
    QT_TRANSLATE_NOOP("Refusal", "there are 0 to {0}"),
    QT_TRANSLATE_NOOP("Refusal", "there are layers 0 to {0}"),
    QT_TRANSLATE_NOOP("Refusal", "there are {0}s 0 to {1}"),
    QT_TRANSLATE_NOOP("Refusal", "there is {0} 0 alone"),
    QT_TRANSLATE_NOOP("Refusal", "there are none"),
    QT_TRANSLATE_NOOP("Refusal", "this version cannot read tables yet, only .nnd and .json"),
    QT_TRANSLATE_NOOP(
        "Refusal", "two classes need 1 unit in the last layer, or 2 with the activation 'softmax'"
    ),
    QT_TRANSLATE_NOOP("Refusal", "units are 0 to {0}"),
    QT_TRANSLATE_NOOP("Refusal", "inputs are 0 to {0}"),
    QT_TRANSLATE_NOOP("Refusal", "{0} classes need {1} units in the last layer"),
    QT_TRANSLATE_NOOP("Refusal", "{0} has no parts"),
    # files
    QT_TRANSLATE_NOOP("Refusal", "cannot be read: {0}"),
    QT_TRANSLATE_NOOP("Refusal", "cannot be written: {0}"),
    QT_TRANSLATE_NOOP("Refusal", "cannot be written: its folder does not exist"),
    QT_TRANSLATE_NOOP("Refusal", "is a damaged ZIP: {0}"),
    QT_TRANSLATE_NOOP("Refusal", "is no nndesk file: it is neither a ZIP nor JSON"),
    QT_TRANSLATE_NOOP("Refusal", "is not JSON: {0}"),
    QT_TRANSLATE_NOOP("Refusal", "is not UTF-8 text (byte {0})"),
    QT_TRANSLATE_NOOP("Refusal", "this nndesk reads versions up to {0}"),
    QT_TRANSLATE_NOOP("Refusal", "its rows are too many for a .json, write a .nnd"),
    QT_TRANSLATE_NOOP("Refusal", "nndesk is not installed whole"),
    QT_TRANSLATE_NOOP("Refusal", "has {0} bytes; {1} is the most that is read"),
    QT_TRANSLATE_NOOP("Refusal", "holds {0}, which no .nnd of version {1} has"),
    QT_TRANSLATE_NOOP("Refusal", "holds {0} twice"),
    QT_TRANSLATE_NOOP("Refusal", "holds no {0}"),
    QT_TRANSLATE_NOOP("Refusal", "{0} has {1} bytes; at most {2} can be right"),
    QT_TRANSLATE_NOOP("Refusal", "{0} is packed in an unknown way"),
    QT_TRANSLATE_NOOP("Refusal", "{0} is damaged: {1}"),
    QT_TRANSLATE_NOOP("Refusal", "is no nndesk file: its mimetype is not {0}"),
    QT_TRANSLATE_NOOP("Refusal", "data.npz does not hold the rows that project.json names"),
    QT_TRANSLATE_NOOP("Refusal", "data.npz is packed, its rows have to be stored as they are"),
    QT_TRANSLATE_NOOP("Refusal", "data.npz: rows.npy is not of version 1.0"),
    QT_TRANSLATE_NOOP("Refusal", "data.npz: rows.npy is no table of float64 in C order"),
    QT_TRANSLATE_NOOP("Refusal", "{0} holds numbers that are not finite"),
    QT_TRANSLATE_NOOP("Refusal", "{0} holds no {1}"),
    QT_TRANSLATE_NOOP("Refusal", "{0}: {1} is {2}; the experiment needs float64 of {3}"),
    QT_TRANSLATE_NOOP("Refusal", "{0} holds {1}, which the experiment has not"),
    QT_TRANSLATE_NOOP("Refusal", "{0} holds no {1} losses up to epoch {2}"),
    QT_TRANSLATE_NOOP("Refusal", "{0} holds {1} train and {2} test losses"),
)


def translated(text: str) -> str:
    """``text`` in the language of the window, part by part; a sentence that is not known stays English."""
    for pattern, template in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            parts = [translated(part) if _is_whole(template) else part for part in found.groups()]
            return QCoreApplication.translate(_CONTEXT, template).format(*parts)
    return text


def is_known(template: str) -> bool:
    """Whether sentences made from ``template``, with holes ``{0}``, ``{1}`` …, can be translated."""
    return any(pattern.fullmatch(template) for pattern, known in _patterns() if not _is_whole(known))


def _is_whole(template: str) -> bool:
    """Whether the holes of ``template`` are sentences themselves."""
    return template in ("{0}: {1}", "{0}; {1}")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Every template as a pattern, those that say most first."""
    order = sorted(_TEMPLATES, key=lambda template: (_is_whole(template), -len(re.sub(r"{.}", "", template))))
    return tuple((re.compile(_pattern(template), re.DOTALL), template) for template in order)


def _pattern(template: str) -> str:
    part = "((?:(?!: |; ).)+?)"  # of a sentence; its last hole may hold a message of the system
    last = "(.+)" if _is_whole(template) else "((?:(?!; ).)+)"
    count = len(re.findall(r"{\d}", template))
    holes = iter([*[part] * (count - 1), last])
    if template == "{0}; {1}":
        holes = iter(["(.+)", "(.+)"])
    return re.sub(r"\\{\d\\}", lambda _: next(holes), re.escape(template))
