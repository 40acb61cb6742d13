"""Write the lock: the same text for the same notes, in any order."""

from collections.abc import Container, Iterable
from io import BytesIO

from obverse.values.lock.known import LOCK_MEMBER, Known, KnownType, Lock
from obverse.values.lock.line import NOTE_TYPE_LINE, line_of, line_of_type
from obverse.values.lock.read import VERSION, newness

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
