"""Mark conflicts: both texts of a card in its source, between the markers of git."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from obverse.exchange.pull.note_in_anki import EditedNote
from obverse.exchange.pull.pull import Pulling
from obverse.values.source import decode
from obverse.values.written_lines import with_lines

_HERE, _MIDDLE, _THERE = "<<<<<<< here", "=======", ">>>>>>> in Anki"

_Hunk = tuple[int, int, list[str]]


def mark_conflicts(pulling: Pulling, conflicts: Iterable[EditedNote]) -> dict[str, str]:
    """Mark these conflicts in their sources; gives those that could not be, with the reason."""
    hunks: dict[str, list[_Hunk]] = {}
    left = {}
    for each in conflicts:
        key = pulling.key(each.mine.guid)
        made, reason = pulling.text_of(each)
        hunk = _hunk(pulling.sources[key], made) if made else None
        taken = hunks.setdefault(key, [])
        if hunk is None:
            left[each.mine.guid] = reason
        elif any(hunk[0] < end and first < hunk[1] for first, end, _ in taken):
            left[each.mine.guid] = "another conflict is in the same lines"
        else:
            taken.append(hunk)
    for key, found in hunks.items():
        if found:
            pulling.marked[key] = with_lines(pulling.sources[key], found)
    return left


def _hunk(mine: bytes, theirs: bytes) -> _Hunk | None:
    """The lines from the first to the last that differ, with both texts in their place."""
    here, there = decode(mine).split("\n"), decode(theirs).split("\n")
    matcher = SequenceMatcher(None, here, there, autojunk=False)
    changed = [places for what, *places in matcher.get_opcodes() if what != "equal"]
    if not changed:
        return None
    (first, _, at, _), (_, end, _, last) = changed[0], changed[-1]
    return first, end, [_HERE, *here[first:end], _MIDDLE, *there[at:last], _THERE]
