"""JSON as nndesk reads it: strict, bounded, and never a traceback for what somebody else wrote."""

import json
from typing import Any, cast

from nndesk.errors import FileError, InputError, VersionError
from nndesk.project.catalogue import join, shown

MAX_JSON = 8 * 2**20  # bytes of a JSON text


def read_json(text: str | bytes, what: str = "the text") -> Any:
    """The value of a JSON text; raises FileError beginning with ``what``, whatever the bytes.

    Stricter than `json.loads`: no NaN, no key twice in an object, at most `MAX_JSON` bytes.
    """
    if len(text) > MAX_JSON:
        raise FileError(f"{what} has {len(text):,} bytes; {MAX_JSON:,} is the most that is read")
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_object_of_pairs)
    except json.JSONDecodeError as error:
        message = f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 text (byte {error.start:,})"
    except RecursionError:
        message = "is nested too deeply"
    except ValueError as error:
        message = f"is not JSON: {error}"
    raise FileError(f"{what} {message}")


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _object_of_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for index, key in enumerate(keys) if key in keys[:index])
        raise ValueError(f"the key {shown(twice)} stands twice in one object")
    return found


def check_version(value: Any, format: str, version: int, place: str = "") -> dict[str, Any]:
    """``value`` where it is an object of this format and version.

    Raises InputError, or VersionError for a newer version than is known.
    """
    if not isinstance(value, dict):
        raise InputError(place, f"is {shown(value)}", f'needs an object with "format": "{format}"')
    given = cast(dict[str, Any], value)
    for key, right in (("format", format), ("version", version)):
        if key not in given:
            raise InputError(join(place, key), "is missing", f"needs {shown(right)}")
    if given["format"] != format:
        raise InputError(join(place, "format"), f"is {shown(given['format'])}", f"needs {shown(format)}")
    found = given["version"]
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        raise InputError(join(place, "version"), f"is {shown(found)}", f"needs {version}")
    if found > version:
        name = join(place, "version")
        raise VersionError(f"{name}: is {shown(found)}; this nndesk reads versions up to {version}")
    return given
