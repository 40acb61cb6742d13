"""One source: what it gives when it is built alone, and which of its lines are whose."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from obverse.build import Built, build
from obverse.errors import ObverseError
from obverse.exchange.pull.splices import CardLines
from obverse.link.collection import CollectionNote
from obverse.project.job import Job
from obverse.values.lock import Known
from obverse.values.note import Deletion
from obverse.values.source import decode
from obverse.values.written_lines import written_lines


class OneSource(NamedTuple):
    """A source built alone: its notes by guid, the lines of each, the files that each shows.

    The files are the paths that the source names, by their names in Anki. `known` is what the next
    lock would say of the notes, `new` are the guids of those that the lock does not know, and
    `deletions` those that it numbers.
    """

    raw: bytes
    notes: Mapping[str, CollectionNote]
    lines: Mapping[str, CardLines]
    shown: Mapping[str, Mapping[str, str]]
    known: Mapping[str, Known]
    new: frozenset[str]
    deletions: Mapping[str, Sequence[Deletion]]


def built_alone(job: Job, key: str, raw: bytes, lock: bytes) -> OneSource | None:
    """A source alone, with the lock of its own notes; nothing where it has an error."""
    try:
        made = build(Job(job.project, job.now, job.deck, draws=False), {key: raw}, lock)
    except ObverseError:
        return None
    if made.failed:
        return None
    ends = _ends(made, len(written_lines(decode(raw))))
    lines, shown = {}, {}
    for each in made.identity.notes:
        first = each.note.place.line - 1
        lines[each.after.guid] = CardLines(first, ends[first])
        uses = ((made.media.uses.get(use, ("", ""))[0], use.path) for use in each.note.media)
        shown[each.after.guid] = {name: path for name, path in uses if name}
    notes = {note.guid: note._replace(modified=0, note_id=0) for note in made.collection.notes}
    known = {each.after.guid: each.after for each in made.identity.notes}
    new = frozenset(each.after.guid for each in made.identity.notes if not each.before)
    deletions = {each.after.guid: each.note.deletions for each in made.identity.notes}
    return OneSource(raw, notes, lines, shown, known, new, deletions)


def _ends(made: Built, length: int) -> dict[int, int]:
    """The line after the last of each card and draft, by its first, all from zero."""
    notes = {each.note.place.line - 1 for each in made.identity.notes}
    drafts = {each.place.line - 1 for source in made.compiled for each in source.drafts}
    starts = sorted(notes | drafts)
    return dict(zip(starts, (*starts[1:], length), strict=False))
