"""Unborn: notes that came and went while somebody was typing, of which the lock keeps no line.

A question that is half typed is not a note that was removed.
"""

from collections.abc import Set as AbstractSet

from obverse.build import Built


def without_unborn(built: Built, at_start: AbstractSet[str]) -> Built:
    """The build without the removed notes whose guids were not in the lock `at_start`."""
    linked = built.identity
    removed = tuple(each for each in linked.removed if each.guid in at_start)
    buried = tuple(each for each in linked.buried if each.guid in at_start)
    if (len(removed), len(buried)) == (len(linked.removed), len(linked.buried)):
        return built
    gone = {each.guid for each in (*linked.removed, *linked.buried)} - at_start
    before = built.before
    left = {guid: known for guid, known in before.notes.items() if guid not in gone}
    return built._replace(
        identity=linked._replace(removed=removed, buried=buried),
        before=before.with_notes(left),
        lock=without_lines(built.lock, gone),
    )


def without_lines(lock: bytes, guids: AbstractSet[str]) -> bytes:
    """The bytes of a lock without the lines of these notes; nothing in its head counts them."""
    starts = tuple(f"{guid}\t".encode() for guid in guids)
    kept = (line for line in lock.splitlines(keepends=True) if not line.startswith(starts))
    return b"".join(kept) if starts else lock
