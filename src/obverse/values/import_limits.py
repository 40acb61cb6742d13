"""How much an import reads: what is larger is refused before it takes all memory.

A collection of 200,000 notes and one of 100,000 media files are read.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, TypeVar

from obverse.errors import ObverseError

_Text = TypeVar("_Text")
TOO_MUCH: Final = "export fewer decks at a time; if it is a stranger's file, do not trust it"


class ImportLimits(NamedTuple):
    """The most of each; `all_fields` are those of all notes.

    More fields in all are read if there are no more than twenty for each note.
    """

    notes: int = 500_000
    fields: int = 10_000  # of one note, whose surplus is joined
    type_fields: int = 1_000
    all_fields: int = 1_500_000
    media: int = 125_000
    lines: int = 900_000  # of a page
    package: int = 1 << 33  # bytes; so is the next, of any other file
    bytes_: int = 1 << 29


IMPORT_LIMITS: Final = ImportLimits()


def check_counts(notes: int, fields: int, widest: int, what: str = "file") -> None:
    """Check the numbers of notes, of fields in all, and in one note. Raises `ObverseError`."""
    if notes > IMPORT_LIMITS.notes:
        raise ObverseError(f"the {what} has more than {IMPORT_LIMITS.notes:,} notes", TOO_MUCH)
    if widest > IMPORT_LIMITS.fields:
        raise ObverseError(
            f"a note of the {what} has more than {IMPORT_LIMITS.fields:,} fields", TOO_MUCH
        )
    if fields > max(IMPORT_LIMITS.all_fields, 20 * notes):
        raise ObverseError(f"the notes of the {what} have {fields:,} fields", TOO_MUCH)


def check_media(number: int, what: str = "file") -> None:
    """Check how many media files are named. Raises `ObverseError`."""
    if number > IMPORT_LIMITS.media:
        raise ObverseError(f"the {what} lists more than {IMPORT_LIMITS.media:,} files", TOO_MUCH)


def check_note_type(fields: int, templates: int, what: str = "file") -> None:
    """Check the size of a note type. Raises `ObverseError`."""
    if max(fields, templates) > IMPORT_LIMITS.type_fields:
        message = f"a note type of the {what} has more than {IMPORT_LIMITS.type_fields:,} fields"
        raise ObverseError(message, TOO_MUCH)


def check_size(size: int, most: int) -> None:
    """Check how many bytes a file has. Raises `ObverseError`."""
    if size > most:
        raise ObverseError(f"the file is larger than {most >> 20:,} MB", TOO_MUCH)


def check_lines(number: int) -> None:
    """Check how many lines there are. Raises `ObverseError`."""
    if number > IMPORT_LIMITS.lines:
        raise ObverseError(f"the file has more than {IMPORT_LIMITS.lines:,} lines", TOO_MUCH)


def counted_notes(notes: Iterable[tuple[int, _Text]]) -> Iterator[_Text]:
    """The notes, each given with its number of fields, up to the first that is too many.

    Raises `ObverseError`.
    """
    fields = 0
    for number, (width, note) in enumerate(notes, start=1):
        fields += width
        if (
            number > IMPORT_LIMITS.notes
            or width > IMPORT_LIMITS.fields
            or fields > IMPORT_LIMITS.all_fields
        ):
            check_counts(number, fields, width)
        yield note
