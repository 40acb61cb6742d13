"""Status: what differs between the sources, the last package and Anki, in numbers of notes."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from obverse.build import Built
from obverse.exchange.push.planned import PushPlan
from obverse.exchange.running.last_known import LastKnown
from obverse.link.plan import What, plan
from obverse.link.since import RETIRED
from obverse.values.lock import Lock

_TEXTS = {What.REWORDED, What.ANSWER, What.LOOKS, What.KIND}


class Differences(NamedTuple):
    """How many notes differ, and how; a note may be counted in several.

    The last three are about what the learner did, which only Anki can tell.
    """

    new: int
    edited: int
    moved: int
    tags: int
    removed: int
    same: int
    edited_there: int | None = None
    deleted_there: int | None = None
    left_there: int | None = None


_SHOWN = {
    "new": "new here",
    "edited": "edited here",
    "moved": "moved to another deck here",
    "tags": "with other tags here",
    "removed": "removed here",
    "edited_there": "edited in Anki",
    "deleted_there": "deleted in Anki",
    "left_there": "otherwise left to the learner",
    "same": "the same",
}


def since_package(built: Built, then: Lock) -> Differences:
    """What a build changes for who has the package with the lock of then."""
    found = plan(built.identity, built.deduped.merges, then)
    counts = found.counts
    new = sum(counts.get(each, 0) for each in (What.NEW, What.BACK, What.TURNED))
    living = [each for each in found.changes if each.new is not None]
    return Differences(
        new,
        sum(bool(_TEXTS.intersection(each.what)) for each in living),
        counts.get(What.MOVED, 0),
        counts.get(What.TAGS, 0),
        len(found.removed),
        len(built.identity.notes) - len(living),
    )


def in_anki(push: PushPlan) -> Differences:
    """What a push would change, and what it would leave."""
    edited = [each for each in push.left if each.theirs]
    deleted = [each for each in push.left if each.reason.startswith("deleted in Anki")]
    return Differences(
        len(push.created),
        len(push.updated),
        len(push.moved),
        len(push.retagged),
        len(push.retired),
        push.same,
        len(edited),
        len(deleted),
        len(push.left) - len(edited) - len(deleted),
    )


def as_last_known(built: Built, last: LastKnown) -> Differences:
    """What differs from what Anki was last seen to have; what was done there since is not known."""
    notes = [(each, last.notes.get(each.after.guid)) for each in built.identity.notes]
    known = [(each, there) for each, there in notes if there]
    edited = {e.after.guid for e, there in known if there.mine != e.after.digest}
    moved = {e.after.guid for e, there in known if there.deck != e.packed.deck}
    tags = {e.after.guid for e, there in known if {*there.tags} != {*e.packed.tags}}
    removed = sum(
        each.guid in last.notes and RETIRED not in last.notes[each.guid].tags
        for each in (*built.identity.removed, *built.identity.buried)
    )
    same = len(known) - len(edited | moved | tags)
    new = len(notes) - len(known)
    return Differences(new, len(edited), len(moved), len(tags), removed, same)


def status_lines(columns: Mapping[str, Differences | None]) -> Iterator[str]:
    """A table: a line for each way to differ, a column for each that it is compared with."""
    first = max(map(len, _SHOWN.values()))
    widths = {title: max(len(title), 9) for title in columns}
    yield "  ".join([" " * first, *(f"{title:>{widths[title]}}" for title in columns)])
    for name, shown in _SHOWN.items():
        cells = [
            f"{_cell(getattr(found, name) if found else None):>{widths[title]}}"
            for title, found in columns.items()
        ]
        if any(cell.strip() not in {"-", "0"} for cell in cells) or name == "same":
            yield "  ".join([f"{shown:<{first}}", *cells])


def _cell(number: int | None) -> str:
    return "-" if number is None else f"{number:,}"
