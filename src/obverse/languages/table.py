"""Tables as text: rows of cells with a separator, and quotes around cells that need them.

The dialect is given or detected: the separator is the character that splits the rows most evenly.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, product

from obverse.errors import TextError
from obverse.machine.late import late
from obverse.values.diagnostic import Diagnostic, warning
from obverse.values.import_limits import counted_notes
from obverse.values.source import Place, decode

SEPARATORS = {
    "tab": "\t",
    "comma": ",",
    "semicolon": ";",
    "pipe": "|",
    "space": " ",
    "colon": ":",
}
# In order of preference among equals; a comma is the most likely to be part of a sentence.
_GUESSED = ("\t", ";", "|", ",")
_SAMPLE = 200  # rows
_SAID = late(r'"?sep=(.)"?[,;\t|]*\r?\n', re.IGNORECASE)  # Excel's convention
_ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_GUESSED_ENCODING = "cp1252"  # what Excel writes in the west of Europe and in America


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written. With `backslash` a quote within quotes is `\\"`, else `""`."""

    separator: str
    quote: str = '"'
    backslash: bool = False
    comments: bool = False
    is_strict: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of one row, and the lines, from one, in which it ends and begins."""

    line: int
    cells: tuple[str, ...]
    first: int = 0


def decode_table(raw: bytes) -> tuple[str, str]:
    """(the text of a table, the encoding that was guessed; empty if it is known).

    Spreadsheets write UTF-8 and UTF-16 with a byte order mark ("Unicode text"), and what is usual
    in their country. Raises `TextError` as `decode` does.
    """
    encoding = _ENCODINGS.get(raw[:2], "")
    try:
        if encoding and not raw.startswith(b"\xff\xfe\0\0"):
            return decode(raw.decode(encoding).encode()), ""
        raw.decode()
    except UnicodeDecodeError:
        try:
            text = raw.decode(_GUESSED_ENCODING)
        except UnicodeDecodeError:
            return decode(raw), ""
        return decode(text.encode()), "" if encoding else "Windows-1252"
    return decode(raw), ""


def guessed_encoding(encoding: str, place: Place) -> Iterator[Diagnostic]:
    """What is said where a table is not UTF-8 and does not say what it is."""
    if encoding:
        message = f"the file is not UTF-8, and is read as {encoding}"
        hint = "if letters are wrong, save it as UTF-8 (in Excel: CSV UTF-8)"
        yield warning(place, "not-utf-8", message, hint)


def separator(text: str) -> str | None:
    """The separator, given by name or as the character."""
    return SEPARATORS.get(text.lower(), text if len(text) == 1 else None)


def said(text: str) -> tuple[str, str]:
    """(the separator from a `sep=` line, the text below it); else nothing and the text."""
    found = _SAID.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def sniff(text: str, quote: str = '"') -> Dialect | None:
    """The dialect of a text; `None` if no character splits its rows into columns.

    Raises `TextError` for a quote that is never closed, with any separator.
    """
    fault: TextError | None = None
    # Read strictly, a wrong dialect has errors; a table that has errors itself is read anyway.
    for is_strict in (True, False):
        best: tuple[float, int, Dialect] | None = None
        for order, (backslash, sign) in enumerate(product((False, True), _GUESSED)):
            dialect = Dialect(sign, quote, backslash, is_strict=is_strict)
            try:
                widths = Counter(len(row.cells) for row in islice(rows(text, dialect), _SAMPLE))
            except TextError as error:
                fault = error
                continue
            width, times = max(widths.items(), key=lambda each: (each[1], each[0]), default=(1, 0))
            if width > 1:
                found = (times / widths.total(), -order, replace(dialect, is_strict=False))
                best = max(best or found, found, key=lambda each: each[:2])
        if best:
            return best[2]
    if fault:
        raise fault
    return None


def rows(text: str, dialect: Dialect) -> Iterator[TableRow]:
    """The rows that are not blank.

    Raises `TextError` (`csv-invalid`) for a quote never closed, `ObverseError` for too many rows.
    """
    return counted_notes((len(row.cells), row) for row in _rows(text, dialect))


def _rows(text: str, dialect: Dialect) -> Iterator[TableRow]:
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    lines = _Lines(text, comments=dialect.comments)
    reader = csv.reader(
        lines,
        delimiter=dialect.separator,
        quotechar=dialect.quote,
        doublequote=not dialect.backslash,
        escapechar="\\" if dialect.backslash else None,
        strict=dialect.is_strict,
    )
    while True:
        lines.starts = True
        first = lines.number + 1
        try:
            cells = next(reader, None)
        except csv.Error as fault:
            raise TextError("csv-invalid", f"this row cannot be read: {fault}", first) from None
        # The reader asked for one more line: the text ended in the middle of a row.
        if lines.ended_within and cells is not None:
            hint = "close it; within a quoted cell, write a quote twice"
            raise TextError("csv-invalid", "a quote is never closed", first, hint=hint)
        if cells is None:
            return
        if any(map(str.strip, cells)):
            yield TableRow(lines.number, tuple(cells), first)


class _Lines:
    """The lines of a text, without comments, which are only at the start of a row."""

    def __init__(self, text: str, *, comments: bool) -> None:
        self._lines = io.StringIO(text, newline="\n")
        self._comments = comments
        self.number = 0
        self.starts = True
        self.ended_within = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        for line in self._lines:
            self.number += 1
            if not (self.starts and self._comments and line.startswith("#")):
                self.starts = False
                return line
        self.ended_within = not self.starts
        raise StopIteration


def cell(text: str, dialect: Dialect, *, always: str = "") -> str:
    """A cell as it is written: quoted if it must be, or begins with a character of `always`."""
    signs = (dialect.separator, dialect.quote, "\n", "\r")
    if any(sign in text for sign in signs) or (text and text[0] in always):
        quote = dialect.quote
        return quote + text.replace(quote, quote * 2) + quote
    return text
