"""Tables for spreadsheets (`.csv`): one row for each card, in Markdown, after a row of names.

Written as UTF-8 with a byte order mark, which spreadsheets need, and with commas. A cell that a
spreadsheet would take for a formula gets an apostrophe in front, which is removed when the table is
read again (OWASP, CSV Injection).
"""

from collections.abc import Sequence
from typing import BinaryIO

from obverse.cards.cards import WrittenCard
from obverse.cards.kept_html import kept_html
from obverse.formats import CardWriter, Contents, Format, Reader

# What we write, in this order. `kinds` is what a table of ours is known by.
ALWAYS = ("front", "back", "tags", "deck", "kinds")
SOMETIMES = ("draft", "comment", "note_type", "guid", "pin", "source", "extra", "context")
FIELD = "field: "  # before the name of a further field of a note type
FORMULA = r"'*[=+\-@\t\r]"
SHOWN = ("audio", "image")  # columns whose cells name files
COLUMNS = ("front", "back", "tags", "deck", *SHOWN)
OPTIONS = ("separator", "quote", "header", "text", *COLUMNS, "kind", "note-type")


def _read(
    raw: bytes, name: str, /, *, styles: str = "keep", trust: bool = False, **options: str
) -> Contents:
    from obverse.formats.csv.read import read

    return read(raw, name, options, kept_html(styles, trust=trust))


def _write(cards: Sequence[WrittenCard], stream: BinaryIO) -> None:
    from obverse.formats.csv.write import write

    write(cards, stream)


FORMAT = Format(
    "a table for spreadsheets, one row for each card",
    (".csv", ".tsv"),
    Reader(_read, (*OPTIONS, "styles"), trusts=True, names_parts=True),
    CardWriter(_write),
    only_read=(".tsv",),
)
