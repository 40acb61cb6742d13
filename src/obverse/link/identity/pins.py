"""Pins: with `^name` the author says which note a card is.

The name is the one it was pinned with before, or the short id that `obverse plan` prints. With that
id a card gets the history of a known note, even of a removed one. In notes a name is of its file
alone, and comes with the path.
"""

from collections import defaultdict

from obverse.link.identity.leftovers import Leftovers
from obverse.machine.late import late
from obverse.values.card_settings import OF_NOTE
from obverse.values.diagnostic import error, warning
from obverse.values.lock import Known
from obverse.values.source import Place

SHORT = 7  # characters of a short id: 42 bits, so that two of 100,000 notes hardly ever share one
_NO_PIN = late("[-_]")


def short_id(guid: str) -> str:
    """The guid as a pin can name it: its first letters and digits, as block ids know no `_`."""
    return _NO_PIN.sub("", guid)[:SHORT]


def by_pin(work: Leftovers) -> None:
    """Match what is pinned; two cards with one name are an error."""
    first = dict[str, Place]()
    pinned: list[int] = []
    for index, note in enumerate(work.notes):
        if not note.pin:
            continue
        if (other := first.setdefault(note.pin, note.place)) is not note.place:
            message = f"the name `^{note.pin}` is taken by the card at {other}"
            found = error(note.place, "duplicate-pin", message, "give it another name")
            work.found.append(found._replace(related=(other,)))
        else:
            pinned.append(index)
    if pinned:
        _match(work, pinned)


def _match(work: Leftovers, pinned: list[int]) -> None:
    by_name = _names(work)
    ids: dict[str, list[Known]] = defaultdict(list)
    for each in work.lock.notes.values():
        ids[short_id(each.guid)].append(each)
    for index in pinned:
        note = work.notes[index]
        name = note.pin or ""
        known = by_name.get((name, note.note_type))
        short = name.rpartition(OF_NOTE)[2]
        if known is None and len(ids[short]) == 1:
            known = ids[short][0]
        if known is None or known.guid not in work.free:
            continue
        if known.note_type == note.note_type:
            work.match(index, known)
        elif known.alive:
            work.turn(index, known)
        else:
            message = f"`^{short}` was a card of another note type, so its history cannot be kept"
            work.found.append(warning(note.place, "pin-of-another-note-type", message))


def _names(work: Leftovers) -> dict[tuple[str, str], Known]:
    """The known notes by pin and note type: existing before removed ones, then the newest."""
    names: dict[tuple[str, str], Known] = {}
    for each in sorted(work.lock.notes.values(), key=lambda each: (each.alive, each.modified)):
        if each.pin:
            names[each.pin, each.note_type] = each
    return names
