"""A source: one Markdown file as text, and places in it."""

import re
from typing import Annotated, NamedTuple

from obverse.errors import TextError
from obverse.machine.late import late

SHARED = "one object in memory"  # for values that many notes share: see `codec`
Shared = Annotated[str, SHARED]

# What no source may hold. Anki separates fields with U+001F, SQLite ends a text at U+0000, the
# other control characters are never typed on purpose. U+FDD0 to U+FDD3 are noncharacters (Unicode
# 23.7), "for internal use": the compiler marks holes in rendered fields with them.
FORBIDDEN = late("[\x00-\x08\x0e-\x1f\x7f\ufdd0-\ufdd3]")
# The same in UTF-8, where the noncharacters begin with a byte that few other characters do.
_FORBIDDEN_BYTES = bytes(code for code in range(128) if FORBIDDEN.match(chr(code)))
_MAY_BE_FORBIDDEN = b"\xef"
# Python reads bytes of a path that are not UTF-8 as lone surrogates.
_NOT_IN_A_LINE = "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff\\ufdd0-\\ufdd3]"
_BYTE_ORDER_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


class Place(NamedTuple):
    """A place: a path as the author would type it, then line and column from one.

    Columns and `length` count characters; `length` is how many of the line it covers, 0 for none.
    """

    path: Shared
    line: int = 1
    column: int = 1
    length: int = 0

    def __str__(self) -> str:
        """The form that editors and terminals make clickable."""
        return f"{self.path}:{self.line}:{self.column}"


class Source(NamedTuple):
    """One Markdown file: its path below the project's root, with `/`, and its text with LF."""

    path: str
    text: str

    def place(self, line: int, column: int = 1, length: int = 0) -> Place:
        """A place in this source."""
        return Place(self.path, line, column, length)


def decode(raw: bytes) -> str:
    r"""The text of a file: UTF-8, without a byte order mark, with every line ending as LF.

    Raises `TextError` (`not-utf-8`, `control-character`) with the place of the first fault.
    """
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if raw.startswith(mark):
            message = f"the file is {encoding}, not UTF-8 (its first bytes are {mark.hex(' ')})"
            raise TextError("not-utf-8", message, 1, hint="save it as UTF-8 in your editor")
    body = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise _not_utf_8(body, error.start) from error
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Leaving out bytes takes a fifth of the time of the search.
    may_be = len(body.translate(None, _FORBIDDEN_BYTES)) < len(body) or _MAY_BE_FORBIDDEN in body
    if may_be and (found := FORBIDDEN.search(text)):
        name = f"U+{ord(found[0]):04X}"
        line, column = position(text, found.start())
        hint = "delete it; a file full of them is not a text file"
        raise TextError(
            "control-character", f"the file contains the character {name}", line, column, hint=hint
        )
    return text


def is_usable(path: str) -> bool:
    """Whether a path can be stored on one line: UTF-8 without control characters."""
    # Nearly every path is printable, and such a path can be.
    return path.isprintable() or not re.search(_NOT_IN_A_LINE, path)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from one, of the character at `offset`."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1


def _not_utf_8(body: bytes, offset: int) -> TextError:
    """Name the byte, and its place, counted in characters of what could be read."""
    line, column = position(before := body[:offset].decode(), len(before))
    message = f"the file is not UTF-8: byte {body[offset]:#04x} at offset {offset}"
    return TextError("not-utf-8", message, line, column, hint="save it as UTF-8 in your editor")
