"""Relink: link only what an edit can touch, and carry over the rest.

Most edits touch notes that stand alone: no note of another file has their question or answer.
Then nothing outside the edited files can come out in another way, and inside them the same
stations run as for a whole build, on the part of the lock that they could match. Where an edit
does reach further (a card that another file has too, a pin, a deck that appears), `WideError`
says so, and everything is linked anew: the same result, later.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from obverse.incremental.edits import Edits, edits, is_elsewhere
from obverse.incremental.linked import (
    Joined,
    Linked,
    LinkedSource,
    bare_lines,
    bare_paths,
    is_bare,
    linked_source,
    total,
)
from obverse.link.assign_decks import assign_decks
from obverse.link.identity import Identified, Identity, identity, open_kept_fields
from obverse.link.identity.cardless import cardless
from obverse.link.identity.exact import means_something
from obverse.link.resolve import Media, resolve
from obverse.note_types import NoteType
from obverse.project.job import Job
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Diagnostic, in_order
from obverse.values.lock import SPAN, Lock
from obverse.values.lock_lines import Lines, PartOfLock
from obverse.values.note import Note
from obverse.values.source import Place

_MOST = 32  # notes that an edit may touch: for each the whole lock is searched


class WideError(Exception):
    """An edit that may reach further than the files it is in, and how."""


class Edited(NamedTuple):
    """An edited source, compiled as it was and as it is."""

    before: Compiled
    after: Compiled


class Relinked(NamedTuple):
    """What a build links after an edit: `linked` is of all sources, all else of the edited ones.

    `identity` has their notes in source order, and `carried` the guids of those whose fields are as
    they were, with how many notes came before them in their source then. `before` is the part of
    the lock that they could match, `lock` the next one.
    """

    linked: Linked
    identity: Identity
    carried: Mapping[str, int]
    before: Lock
    lock: bytes
    diagnostics: tuple[Diagnostic, ...]


def relink(
    job: Job,
    last: Linked,
    lines: Lines,
    edited: Sequence[Edited],
    types: Mapping[str, NoteType],
) -> Relinked:
    """Link edited sources with what the last build left: what it linked, and the lock's lines.

    `types` are the note types of the last build by key. Raises `WideError` where more than the
    edited sources has to be looked at.
    """
    if any(is_bare(each.before) != is_bare(each.after) for each in edited):
        raise WideError("a source that had nothing to link has something, or the reverse")
    if bare := {each.after.path: each.after.left_out for each in edited if is_bare(each.after)}:
        last = last._replace(bare=bare_lines(bare_paths(last.bare) | bare))
        edited = [each for each in edited if each.after.path not in bare]
    changes = {
        each.after.path: edits(*(assign_decks([one], job) for one in (each.before, each.after)))
        for each in edited
    }
    if not last.notes:
        raise WideError("there was no card")
    _check_alone(changes, last, lines)
    notes = _with_pages(_deduped(changes, last), job)
    media = _media(job, last, [note for note, _ in notes])
    before = _part(changes, last, lines)
    if not {note.note_type for note, _ in notes} <= types.keys():
        raise WideError("a note type came or went")
    seen = _identified(job, last, before, types, notes=notes, media=media)
    linked = _next(last, edited, changes, seen, media, types=types)
    found = [*linked.diagnostics, *seen.diagnostics]
    found += cardless(seen, found)
    at = _positions(changes, last)
    pairs = zip(seen.notes, notes, strict=True)
    same = {
        one.after.guid: at[was.place]
        for one, (note, was) in pairs
        if was and not is_elsewhere(note, was)
    }
    changed = [
        each.after
        for each in seen.notes
        if each.after.guid not in same and each.after is not each.before
    ]
    lock = lines.with_notes((*changed, *seen.removed))
    return Relinked(linked, seen, same, before, lock, in_order(found))


def _identified(
    job: Job,
    last: Linked,
    before: Lock,
    types: Mapping[str, NoteType],
    *,
    notes: Sequence[tuple[Note, Note | None]],
    media: Media,
) -> Identity:
    """The notes of the edited sources with their ids, those that stayed as they were."""
    kept = open_kept_fields(job.project)
    of = [note for note, _ in notes]
    seen = identity(of, before, types, media.name, salt=job.project.name, now=job.now, kept=kept)
    if kept and kept.diagnostics:
        raise WideError("something is to be said about what imported notes keep")
    joined = {each.merged.into: each for each in last.merges}
    carried = [_carried(one, was, joined) for one, (_, was) in zip(seen.notes, notes, strict=True)]
    return seen._replace(notes=tuple(carried))


def _media(job: Job, last: Linked, notes: Sequence[Note]) -> Media:
    """The files that notes show; those of the last build are as they were, for this is an edit."""
    media = resolve(notes, job.project, known={path: name for name, path in last.media.items()})
    if media.diagnostics:
        raise WideError("something is to be said about a picture or sound")
    return media


def _with_pages(notes: list[tuple[Note, Note | None]], job: Job) -> list[tuple[Note, Note | None]]:
    """The notes with the text of the pages that they show, which are as they were."""
    if not any(note.embeds for note, _ in notes):
        return notes
    from obverse.link.embed_pages import embed_pages  # few cards show a page

    made, found = embed_pages((note for note, _ in notes), job.project)
    if found:
        raise WideError("something is to be said about a page that a card shows")
    return [(note, was) for note, (_, was) in zip(made, notes, strict=True)]


def _check_alone(changes: Mapping[str, Edits], last: Linked, lines: Lines) -> None:
    """That no edited note meets one of another file, before or after the edit."""
    touched = [note for each in changes.values() for note in (*each.gone, *each.come)]
    if len(touched) > _MOST:
        raise WideError("many notes are edited at once")
    if any(note.pin for note in touched):
        raise WideError("an edited card has a pin")
    met = {place for pair in last.clashes for place in pair}
    for merge in last.merges:
        met |= {merge.merged.place, merge.merged.into}
    if any(note.place in met for each in changes.values() for note in each.gone):
        raise WideError("another card has the question of an edited one")
    keys = {key for note in touched for key in _telling(note)}
    for known in lines.with_column(*sorted(keys)):
        if known.alive and known.path not in changes:
            raise WideError("another file has the question or the answer of an edited card")
    for each in changes.values():
        places = [before.place for _, before in each.same if before.place in met]
        if any(one > other for one, other in pairwise(places)):
            raise WideError("cards that others are merged into changed places")


def _telling(note: Note) -> Iterator[str]:
    """The keys by which a note is compared; a short answer is the same in many notes."""
    yield note.front_key
    if means_something(note):
        yield note.back_key


def _deduped(changes: Mapping[str, Edits], last: Linked) -> list[tuple[Note, Note | None]]:
    """The notes of the edited sources, now and before, without those merged into others."""
    dropped = {each.merged.place for each in last.merges}
    notes = [
        (note, before)
        for each in changes.values()
        for note, before in each.notes
        if before is None or before.place not in dropped
    ]
    for path, each in changes.items():
        now = {note.deck for note, _ in notes if note.place.path == path}
        then = (*each.gone, *(before for _, before in each.same if before.place not in dropped))
        if now != {note.deck for note in then}:
            raise WideError("a deck came or went")
    fronts = Counter(note.front_key for note, _ in notes)
    if any(before is None and fronts[note.front_key] > 1 for note, before in notes):
        raise WideError("another card has the question of an edited one")
    return notes


def _positions(changes: Mapping[str, Edits], last: Linked) -> dict[Place, int]:
    """How many notes came before each one in its source, before the edit."""
    dropped = {each.merged.place for each in last.merges}
    found: dict[Place, int] = {}
    for each in changes.values():
        places = {*(note.place for note in each.gone), *(before.place for _, before in each.same)}
        found |= {place: at for at, place in enumerate(sorted(places - dropped))}
    return found


def _part(changes: Mapping[str, Edits], last: Linked, lines: Lines) -> Lock:
    """What the lock knows of the edited sources, and of notes that are gone from any."""
    known = [each for path in changes for each in lines.of_path(path)]
    known += (each for guid in last.buried if (each := lines.get(guid)))
    notes = {each.guid: each for each in sorted(known)}
    return PartOfLock(Lock(notes), lines, last.newest)


def _carried(one: Identified, was: Note | None, joined: Mapping[Place, Joined]) -> Identified:
    """A note that is as it was, linked as it was: with what those merged into it gave."""
    if was is None:
        return one
    if one.before is None or one.before.path != was.place.path:
        raise WideError("a card that is as it was is not known")
    if join := joined.get(was.place):
        if is_elsewhere(one.note, was):
            raise WideError("a card that another is merged into is elsewhere")
        note = one.note._replace(kind=join.kind)
        # How many they are is counted; which ones they are is in the package.
        packed = one.packed._replace(cards=tuple(range(join.cards)))
        return one._replace(note=note, packed=packed, after=one.before)
    if one.after != one.before:
        raise WideError("a card that is as it was would be linked in another way")
    return one


def _next(
    last: Linked,
    edited: Iterable[Edited],
    changes: Mapping[str, Edits],
    seen: Identity,
    media: Media,
    *,
    types: Mapping[str, NoteType],
) -> Linked:
    """What the next build is to know. Of other files only the places of edited ones change."""
    fresh: dict[str, LinkedSource] = {}
    notes = seen.by_path
    for each in edited:
        fresh[each.after.path] = linked_source(each.after, notes[each.after.path], media, types)
    sources = tuple(fresh.get(each.path, each) for each in last.sources)
    if _names(sources) != _names(last.sources):
        raise WideError("a note type came or went")
    now = {was.place: note.place for each in changes.values() for note, was in each.same}
    clashes = [(now.get(place, place), now.get(other, other)) for place, other in last.clashes]
    revived = {each.after.guid for each in seen.notes}
    buried = sorted({*last.buried, *(each.guid for each in seen.removed)} - revived)
    return Linked(
        sources,
        tuple(_moved(each, now) for each in last.merges),
        tuple(clashes),
        last.decks,
        tuple(buried),
        max([last.newest, *(each.after.note_id // SPAN for each in seen.notes)]),
        last.type_media,
        last.bare,
    )


def _moved(join: Joined, now: Mapping[Place, Place]) -> Joined:
    merged = join.merged
    if merged.place not in now and merged.into not in now:
        return join
    place, into = (now.get(each, each) for each in (merged.place, merged.into))
    return join._replace(merged=merged._replace(place=place, into=into))


def _names(sources: Iterable[LinkedSource]) -> frozenset[str]:
    return frozenset(name for name, _ in total(each.note_types for each in sources))
