"""The lockfile: what is remembered of every note, so that an edited note is still the same note.

Text, UTF-8, LF. A header line, a line for each note type, a line for each note; the columns of a
line are separated by tabs and fixed in number and order. Sorted by guid, which no edit changes: an
edited note is one changed line, and the lines that two branches add are far apart. Each line ends
in a check of itself.
"""

from collections.abc import Container, Iterable
from io import BytesIO

from obverse.values.lock.known import (
    FIRST_CARD,
    LOCK_MEMBER,
    SPAN,
    Healed,
    Known,
    KnownType,
    Lock,
)
from obverse.values.lock.line import (
    CONTEXT,
    DUE,
    MOST_TIME,
    NOTE_TYPE_LINE,
    check_of,
    escaped,
    of_columns,
)
from obverse.values.lock.read import VERSION, Salvaged, newness, read, salvage

__all__ = [
    "FIRST_CARD",
    "LOCK_MEMBER",
    "MOST_TIME",
    "NOTE_TYPE_LINE",
    "SPAN",
    "VERSION",
    "Healed",
    "Known",
    "KnownType",
    "Lock",
    "Salvaged",
    "encode",
    "escaped",
    "is_canonical",
    "line_of",
    "of_columns",
    "read",
    "salvage",
    "union",
    "write",
]

_WHAT_FOR = "made by obverse; commit it: it keeps the review history of each card"
_HEADER = f"{LOCK_MEMBER} {VERSION} ({_WHAT_FOR})"
_AT_ONCE = 1000  # lines; encoding more at once is no faster


def write(
    notes: Iterable[Known], types: Iterable[KnownType], unchecked: Container[str] = ()
) -> str:
    """The canonical text: the same for the same notes, in any order."""
    return encode(notes, types, unchecked).decode()


def encode(
    notes: Iterable[Known], types: Iterable[KnownType], unchecked: Container[str] = ()
) -> bytes:
    """The text of `write` as bytes: half as large in memory, because no list of lines is made.

    The lines of the guids and note types that are `unchecked` stay without a check: a line is
    only written again when its note changes.
    """
    stream = BytesIO()
    stream.write(f"{_HEADER}\n".encode())
    for each in sorted(types):
        stream.write(f"{line_of_type(each, checked=each.name not in unchecked)}\n".encode())
    ordered = sorted(notes)
    for start in range(0, len(ordered), _AT_ONCE):
        some = ordered[start : start + _AT_ONCE]
        lines = [line_of(each, checked=each.guid not in unchecked) for each in some]
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


def union(one: Lock, other: Lock) -> Lock:
    """The notes of both; for a note or a note type in both, the newer line."""
    notes, types = dict(one.notes), dict(one.types)
    unchecked = {*one.unchecked}
    for guid, known in other.notes.items():
        notes[guid] = max(notes.get(guid, known), known, key=newness)
        if notes[guid] is known:
            unchecked = unchecked - {guid} | {*other.unchecked} & {guid}
    for name, known_type in other.types.items():
        before = types.get(name, known_type)
        types[name] = max(before, known_type, key=lambda each: each.modified)
        if types[name] is known_type:
            unchecked = unchecked - {name} | {*other.unchecked} & {name}
    return Lock(notes, types, unchecked=frozenset(unchecked))


def line_of(known: Known, *, checked: bool = True) -> str:
    """The line for a note."""
    numbers = known.numbers and ",".join(f"{number}={text}" for number, text in known.numbers)
    cards = "" if known.cards == FIRST_CARD else "\t" + ",".join(str(at + 1) for at in known.cards)
    context = f"\t{CONTEXT}{known.context}" if known.context else ""
    line = (
        f"{known.guid}\t{known.note_id}\t{known.note_type}\t{known.kind}\t{escaped(known.deck)}\t"
        f"{escaped(known.path)}\t{known.modified}\t{known.removed or ''}\t"
        f"{known.digest}{DUE if checked else ''}\t"
        f"{' '.join(known.tags)}\t{known.front_key}\t{known.back_key}\t{known.sketch}\t"
        f"{numbers or ''}\t{known.pin}\t{known.front}{cards}{context}"
    )
    return f"{line}\t{check_of(line)}" if checked else line


def line_of_type(known: KnownType, *, checked: bool = True) -> str:
    """The line for a note type."""
    due = DUE if checked else ""
    line = f"{NOTE_TYPE_LINE}{known.name}\t{known.digest}{due}\t{known.modified}"
    return f"{line}\t{check_of(line)}" if checked else line
