"""A line of the lock: a note or a note type as columns, and the check at its end.

The check is the CRC-32 of the line before it, as `#` and eight digits. A line that has one also
says so early, with `=` after its digest, so that a line that lost its end is known. Lines that
older versions wrote have neither, and are read as they are.
"""

from functools import cache
from sys import intern
from typing import Final
from zlib import crc32

from obverse.machine.late import late
from obverse.machine.paths import composed
from obverse.values.lock.known import FIRST_CARD, Known, KnownType

NOTE_TYPE: Final = "note-type"
NOTE_TYPE_LINE: Final = f"{NOTE_TYPE}\t"
MOST_ID: Final = 1 << 53  # above it, programs that keep numbers as JavaScript does lose digits
MOST_TIME: Final = 1 << 43  # seconds; all that `SOURCE_DATE_EPOCH` can say is well below it
_MOST_CARDS: Final = 500  # that Anki makes of a note
# How many columns there are at least without the check, and which one is the digest.
_OF_NOTE, _OF_TYPE = (16, 8), (4, 2)
CONTEXT: Final = "@"  # before the digest of a context, in a column that few lines have
DUE: Final = "="  # at the end of the digest of a line that has a check
_CHECK = 10  # characters, with the tab
_IS_CHECK = late("#[0-9a-f]{8}").fullmatch
_EDITED = "this line was edited or damaged: the check at its end is of another text"
_JOINED = "this line was edited or damaged: no tab ends its digest"
_CUT = "this line is cut: the check at its end is missing"
# Control characters, noncharacters that no text file may hold (`source.decode`), and the halves of
# surrogate pairs by which Python names a file whose name is not UTF-8.
_UNFIT = late("[\\\\\x00-\x1f\x7f\ud800-\udfff\ufdd0-\ufdd3]")
_ESCAPE = late(r"\\u([0-9a-f]{4})")


class BadLineError(ValueError):
    """A line that cannot be used, and why."""


class BadCheckError(BadLineError):
    """A line whose check is missing or of another text, and that can be read without it."""


def is_checked(line: str, columns: list[str], *, renewing: bool = False) -> bool:
    """Whether a line has a check; of one that lost its early mark the end says so.

    Raises `BadCheckError` if the check is missing or of another text, unless it is `renewing` it,
    and `BadLineError` or `IndexError` if this is not a line of a lock.
    """
    shortest, digest_at = _OF_TYPE if columns[0] == NOTE_TYPE else _OF_NOTE
    digest, last = columns[digest_at], columns[-1]
    if digest[-1:] != DUE:
        if DUE in digest:
            raise BadLineError(_JOINED)
        if last[:1] != "#" or len(columns) <= shortest:
            return False
    if renewing:
        return True
    if last != check_of(line[:-_CHECK]):
        raise BadCheckError(_EDITED if _IS_CHECK(last) else _CUT)
    return True


def check_of(line: str) -> str:
    """The check of a line that ends with it: the same for all its spellings in Unicode."""
    crc = crc32((line if line.isascii() else composed(line)).encode())
    # Of the ways to write eight digits the fastest.
    return f"#{crc.to_bytes(4, 'big').hex()}"


def type_of(columns: list[str]) -> KnownType:
    """The note type in the columns of a line. Raises `ValueError` or `IndexError`."""
    _, name, digest, modified = columns[:4]
    if not name:
        raise BadLineError("the note type of this line has no name")
    return KnownType(name, digest.removesuffix(DUE), _time(modified))


def of_columns(columns: list[str]) -> Known:
    """The note in the columns of a line. Raises `ValueError` or `IndexError`."""
    guid, note_id, note_type, kind, deck, path, modified, removed, digest, *others = columns
    tags, front_key, back_key, sketch, numbers, pin, front, *rest = others
    if digest[-1:] == DUE:
        digest = digest[:-1]
        if rest and rest[-1][:1] == "#":
            rest.pop()
    context = rest.pop()[1:] if rest and rest[-1][:1] == CONTEXT else ""
    number = int(note_id)
    if not (guid and note_type and 0 < number <= MOST_ID and note_id.isdecimal()):
        raise BadLineError(_what_is_missing(guid, note_type, note_id))
    return Known(
        guid,
        number,
        intern(note_type),
        intern(kind),
        unescaped(deck),
        unescaped(path),
        _time(modified),
        _time(removed) if removed else 0,
        digest,
        _tags(tags),
        front_key,
        back_key,
        sketch,
        _numbers(numbers) if numbers else (),
        pin,
        front,
        _cards("\t".join(rest)) if rest else FIRST_CARD,
        context,
    )


def _what_is_missing(guid: str, note_type: str, note_id: str) -> str:
    if not guid:
        return "the guid of this line is empty"
    if not note_type:
        return "the note type of this line is empty"
    return f"the note id `{note_id[:24]}` is not between 1 and {MOST_ID}"


def escaped(text: str) -> str:
    r"""A deck or path in one column: control characters and `\` as `\u` and four digits."""
    if text.isprintable() and "\\" not in text:
        return text
    return _UNFIT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def is_spelled(known: Known, line: str) -> bool:
    """Whether a line spells deck and path as a note has them now."""
    return line.isascii() or f"\t{escaped(known.deck)}\t{escaped(known.path)}\t" in line


# Equal values are in memory once; looking one up takes no longer than making it.
@cache
def unescaped(text: str) -> str:
    """The deck or path in a column."""
    return composed(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))


@cache
def _tags(text: str) -> tuple[str, ...]:
    return tuple(map(intern, text.split(" ")) if text else ())


@cache
def _time(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST_TIME:
        raise BadLineError(f"the time `{text[:24]}` is not between 0 and {MOST_TIME}")
    return int(text)


@cache
def _cards(text: str) -> tuple[int, ...]:
    return tuple(_card(number, "card") - 1 for number in text.split(",") if number)


def _numbers(text: str) -> tuple[tuple[int, str], ...]:
    pairs = (pair.partition("=") for pair in text.split(","))
    return tuple((_card(number, "deletion"), fingerprint) for number, _, fingerprint in pairs)


@cache
def _card(number: str, what: str) -> int:
    if not number.isdecimal() or not 1 <= int(number) <= _MOST_CARDS:
        message = f"the number `{number[:24]}` of a {what} is not between 1 and {_MOST_CARDS}"
        raise BadLineError(message)
    return int(number)
