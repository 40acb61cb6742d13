"""Untrusted JSON: read, or refused with the place of the fault."""

import json
from collections.abc import Iterator
from typing import Any

from obverse.errors import TextError
from obverse.values.source import FORBIDDEN, decode


def read(raw: bytes) -> Any:  # noqa: ANN401  # JSON
    """The value in a file. Raises `TextError` (`json-invalid`, and those of `source.decode`)."""
    try:
        value = json.loads(decode(raw))
        fault = next((each for text in _texts(value) if (each := _fault(text))), "")
    except json.JSONDecodeError as error:
        message = f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise TextError("json-invalid", message, error.lineno, error.colno) from None
    except RecursionError:
        raise TextError("json-invalid", "this JSON is nested too deep", 1) from None
    except ValueError:
        raise TextError("json-invalid", "a number in this JSON is too long to be read", 1) from None
    if fault:
        raise TextError("json-invalid", f"a text in this JSON contains the character {fault}", 1)
    return value


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401  # JSON
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _texts(each)


def _fault(text: str) -> str:
    """The name of the first character that no source may hold, such as half a surrogate pair."""
    if text.isascii() and text.isprintable():
        return ""
    found = FORBIDDEN.search(text)
    half = next((each for each in text if "\ud800" <= each <= "\udfff"), "")
    return f"U+{ord(found[0] if found else half):04X}" if found or half else ""
