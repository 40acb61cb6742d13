"""The lockfile: what is remembered of every note, so that an edited note is still the same note.

Text, UTF-8, LF. A header line, a line for each note type, a line for each note; the columns of a
line are separated by tabs and fixed in number and order. Sorted by guid, which no edit changes: an
edited note is one changed line, and the lines that two branches add are far apart.
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from itertools import islice
from sys import intern
from typing import NamedTuple

from obverse.errors import TextError
from obverse.machine.paths import composed

VERSION = 1
# Anki's note and card ids are milliseconds since 1970. A note owns this many of them, for its
# cards: Anki makes at most 500 cards of one note.
SPAN = 512
LOCK_MEMBER = "obverse.lock"  # its name in a package
_WHAT_FOR = "made by obverse; commit it: it keeps the review history of each card"
_HEADER = f"{LOCK_MEMBER} {VERSION} ({_WHAT_FOR})"
_NOTE_TYPE = "note-type"
NOTE_TYPE_LINE = f"{_NOTE_TYPE}\t"
# Control characters, noncharacters that no text file may hold (`source.decode`), and the halves of
# surrogate pairs by which Python names a file whose name is not UTF-8.
_UNFIT = re.compile("[\\\\\x00-\x1f\x7f\ud800-\udfff\ufdd0-\ufdd3]")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
_ONE = (0,)  # the cards of nearly every note, for which no column is written
_AT_ONCE = 1000  # lines; encoding more at once is no faster
_MANY = 1 << 18  # characters; splitting more at once is no faster
_CONFLICT_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


class Known(NamedTuple):
    """What the lock knows of one note, existing or removed (`removed`: Unix seconds, or 0).

    `digest` and `tags` belong to the rendered form of the time `modified` (Unix seconds). The keys
    are those of `note.Note`, `sketch` is that of the answer (`fingerprint.sketch`), `front` the
    question as last seen, clipped. `numbers` are the (number, fingerprint) of its deletions,
    `cards` the ordinals, from 0, of its cards. A tuple, not a dataclass: 100,000 are made at
    every build, in a fifth of the time.
    """

    guid: str
    note_id: int
    note_type: str
    kind: str
    deck: str
    path: str
    modified: int
    removed: int
    digest: str
    tags: tuple[str, ...]
    front_key: str
    back_key: str
    sketch: str
    numbers: tuple[tuple[int, str], ...]
    pin: str
    front: str
    cards: tuple[int, ...] = _ONE

    @property
    def alive(self) -> bool:
        """Whether the note was in the last package."""
        return not self.removed


class KnownType(NamedTuple):
    """What the lock knows of a note type: a digest of schema and style, and when it changed."""

    name: str
    digest: str
    modified: int


class Healed(NamedTuple):
    """A note that had two lines after a merge, and the number of the last one."""

    line: int
    known: Known


@dataclass(frozen=True, slots=True)
class Lock:
    """The whole file, by guid and by name of note type.

    For a `healed` note the newest line was used. `respelled` says that a path or a deck was in
    another Unicode form than NFC, as older versions stored the names of files on a Mac.
    """

    notes: dict[str, Known] = field(default_factory=dict)
    types: dict[str, KnownType] = field(default_factory=dict)
    healed: tuple[Healed, ...] = ()
    respelled: bool = False

    def sample(self, number: int) -> dict[str, Known]:
        """The first notes by guid, which is random: a fair sample of any deck."""
        return dict(islice(self.notes.items(), number))

    def has(self, guid: str) -> bool:
        """Whether a note has this guid, or had it."""
        return guid in self.notes

    def slots(self) -> Container[int]:
        """The spans of ids that are taken, each as `note_id // SPAN`."""
        return {known.note_id // SPAN for known in self.notes.values()}


def write(notes: Iterable[Known], types: Iterable[KnownType]) -> str:
    """The canonical text: the same for the same notes, in any order."""
    return encode(notes, types).decode()


def encode(notes: Iterable[Known], types: Iterable[KnownType]) -> bytes:
    """The text of `write` as bytes: half as large in memory, because no list of lines is made."""
    stream = BytesIO()
    stream.write(f"{_HEADER}\n".encode())
    for each in sorted(types):
        stream.write(("\t".join((_NOTE_TYPE, *map(str, each))) + "\n").encode())
    ordered = sorted(notes)
    for start in range(0, len(ordered), _AT_ONCE):
        lines = map(line_of, ordered[start : start + _AT_ONCE])
        stream.write(("\n".join(lines) + "\n").encode())
    return stream.getvalue()


def is_canonical(raw: bytes, lock: Lock) -> bool:
    """Whether these bytes, from which `lock` was read, are in the order that `encode` writes.

    They are not if a merge inserted lines, an editor changed the line endings, or a path or a deck
    is not in NFC.
    """
    head = raw.split(b"\n", 1 + len(lock.types))
    return (
        not lock.respelled
        and head[0] == _HEADER.encode()
        and all(line.startswith(NOTE_TYPE_LINE.encode()) for line in head[1:-1])
        and raw.count(b"\n") == 1 + len(lock.types) + len(lock.notes)
        and raw.endswith(b"\n")
        and b"\r" not in raw
        and [*lock.types] == sorted(lock.types)
        and [*lock.notes] == sorted(lock.notes)
    )


def read(text: str) -> Lock:
    """The lock in `text`; an empty text is an empty lock.

    Raises `TextError` (`lock-conflict`, `lock-newer`, `lock-damaged`) with the line.
    """
    if not text or text.isspace():
        return Lock()
    lines = _lines(text)
    header = next(lines)
    _check_header(header)
    notes: dict[str, Known] = {}
    types: dict[str, KnownType] = {}
    healed: dict[str, int] = {}
    respelled = False
    for number, line in enumerate(lines, start=2):
        if not line or line == header:
            continue
        columns = line.split("\t")
        try:
            if columns[0] == _NOTE_TYPE:
                known_type = KnownType(columns[1], columns[2], int(columns[3]))
                other = types.setdefault(known_type.name, known_type)
                types[known_type.name] = max(other, known_type, key=lambda each: each.modified)
                continue
            known = of_columns(columns)
            respelled = respelled or not _is_spelled(known, line)
        except (ValueError, IndexError):
            raise _damage(number, line) from None
        if known.guid in notes:
            healed[known.guid] = number
            known = max(notes[known.guid], known, key=_newness)
        notes[known.guid] = known
    doubled = tuple(Healed(line, notes[guid]) for guid, line in healed.items())
    return Lock(notes, types, doubled, respelled)


def _lines(text: str) -> Iterator[str]:
    """The lines, some at a time: all of them would double the memory of text and notes."""
    start = 0
    while (end := text.find("\n", start + _MANY)) >= 0:
        yield from text[start:end].split("\n")
        start = end + 1
    yield from text[start:].split("\n")


def union(one: Lock, other: Lock) -> Lock:
    """The notes of both; for a note in both, the newer line."""
    notes = (*one.notes.values(), *other.notes.values())
    return read(write(notes, (*one.types.values(), *other.types.values())))


def _newness(known: Known) -> tuple[int, bool, Known]:
    """Which of two lines for one note is the later one; the same answer on every machine."""
    return max(known.modified, known.removed), known.alive, known


def line_of(known: Known) -> str:
    """The line for a note."""
    numbers = known.numbers and ",".join(f"{number}={text}" for number, text in known.numbers)
    cards = "" if known.cards == _ONE else "\t" + ",".join(str(at + 1) for at in known.cards)
    return (
        f"{known.guid}\t{known.note_id}\t{known.note_type}\t{known.kind}\t{escaped(known.deck)}\t"
        f"{escaped(known.path)}\t{known.modified}\t{known.removed or ''}\t{known.digest}\t"
        f"{' '.join(known.tags)}\t{known.front_key}\t{known.back_key}\t{known.sketch}\t"
        f"{numbers or ''}\t{known.pin}\t{known.front}{cards}"
    )


def of_columns(columns: list[str]) -> Known:
    """The note in the columns of a line. Raises `ValueError` or `IndexError`."""
    (guid, note_id, note_type, kind, deck, path, modified, removed, digest, tags, front_key) = (
        columns[:11]
    )
    back_key, sketch, numbers, pin, front, *cards = columns[11:]
    return Known(
        guid,
        int(note_id),
        intern(note_type),
        intern(kind),
        _unescaped(deck),
        _unescaped(path),
        _time(modified),
        int(removed or 0),
        digest,
        _tags(tags),
        front_key,
        back_key,
        sketch,
        _numbers(numbers) if numbers else (),
        pin,
        front,
        _cards("\t".join(cards)) if cards else _ONE,
    )


def escaped(text: str) -> str:
    r"""A deck or path in one column: control characters and `\` as `\u` and four digits."""
    if text.isprintable() and "\\" not in text:
        return text
    return _UNFIT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _is_spelled(known: Known, line: str) -> bool:
    """Whether a line spells deck and path as a note has them now."""
    return line.isascii() or f"\t{escaped(known.deck)}\t{escaped(known.path)}\t" in line


# Equal values are in memory once; looking one up takes no longer than making it.
@cache
def _unescaped(text: str) -> str:
    return composed(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))


@cache
def _tags(text: str) -> tuple[str, ...]:
    return tuple(map(intern, text.split()))


@cache
def _cards(text: str) -> tuple[int, ...]:
    return tuple(int(number) - 1 for number in text.split(",") if number)


_time = cache(int)


def _numbers(text: str) -> tuple[tuple[int, str], ...]:
    pairs = (pair.partition("=") for pair in text.split(","))
    return tuple((int(number), fingerprint) for number, _, fingerprint in pairs)


def _check_header(header: str) -> None:
    if header.startswith(_CONFLICT_MARKS):
        raise _damage(1, header)
    name, _, rest = header.partition(" ")
    version = rest.partition(" ")[0]
    if name != LOCK_MEMBER or not version.isdecimal():
        raise TextError(
            "lock-damaged",
            f"the first line is not the header of an {LOCK_MEMBER}",
            1,
            hint=_RESTORE,
        )
    if int(version) > VERSION:
        message = f"the lock has version {version}, but this obverse reads only {VERSION}"
        raise TextError("lock-newer", message, 1, hint="update obverse")


_RESTORE = "restore it from version control, or from a package with `obverse lock --restore`"


def _damage(number: int, line: str) -> TextError:
    if line.startswith(_CONFLICT_MARKS):
        message = f"the lock contains git's conflict marker `{line[:20]}`"
        hint = "delete the marker lines and keep the lines of both sides, then run `obverse build`"
        return TextError("lock-conflict", message, number, length=len(line), hint=hint)
    return TextError(
        "lock-damaged", "this line is not a line of a lock", number, length=len(line), hint=_RESTORE
    )
