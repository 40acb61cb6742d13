"""Removals: notes that left the sources get a tag, and are deleted only if that is asked for."""

from obverse.build import Built
from obverse.errors import ObverseError
from obverse.exchange.push.planned import GoneNote, LeftNote, PushPlan
from obverse.exchange.push.tag_sets import all_tags
from obverse.exchange.running.found_notes import FoundNotes
from obverse.exchange.running.last_known import KnownThere
from obverse.exchange.running.shipped import Shipped
from obverse.link.since import RETIRED

_TENTH = 10
_NOT_DELETED = "removed here, but edited in Anki: it is not deleted"


def plan_removals(
    built: Built, found: FoundNotes, shipped: Shipped, plan: PushPlan, *, may_delete: bool
) -> None:
    """Add to a plan what happens to removed notes. Raises `ObverseError` for too many to delete."""
    last = found.last.notes
    removed = {
        each.guid: each
        for each in (*built.identity.removed, *built.identity.buried)
        if each.guid in found.ids
    }
    done = {guid for guid in removed if guid in last and RETIRED in last[guid].tags}
    plan.known.update({guid: last[guid] for guid in done if not may_delete})
    wanted = removed.keys() if may_delete else removed.keys() - done
    read = found.notes(found.ids[guid] for guid in wanted)
    for guid in sorted(wanted):
        known, there = removed[guid], read[found.ids[guid]]
        if not found.is_of_type(known.note_type, there):
            continue
        theirs = found.made(known.note_type, there)
        base = last.get(guid)
        is_unedited = bool(base and base.theirs == theirs) or shipped.has(guid, theirs)
        if may_delete and is_unedited:
            plan.deleted.append(GoneNote(there.note_id, known))
            continue
        if may_delete:
            plan.left.append(LeftNote(guid, known.path, _NOT_DELETED))
        if guid not in done:
            plan.retired.append(GoneNote(there.note_id, known))
        # That it has the tag is remembered once it has it.
        tags = all_tags(known.tags, (RETIRED,)) if guid in done else known.tags
        plan.known[guid] = KnownThere(there.note_id, 0, theirs, known.digest, known.deck, tags)
    _check_number(len(plan.deleted), len(found.ids))


def _check_number(deleted: int, notes: int) -> None:
    """A note may always be deleted; many at once are more likely a mistake."""
    if deleted > max(1, notes // _TENTH):
        message = f"`--delete` would delete {deleted:,} of {notes:,} notes in Anki: over a tenth"
        hint = f"push without it, and delete them in Anki: search `tag:{RETIRED}`"
        raise ObverseError(message, hint)
