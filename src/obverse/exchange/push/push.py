"""Push: do what was planned. Each step sets something, so that any of them can be done again.

What is under way is remembered first, then the lock has the guids of new notes, and only then Anki
gets anything: wherever a push is killed, and whatever is edited before the next, that one does the
rest.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import BinaryIO, NamedTuple

from obverse.cards.media_folder import named
from obverse.exchange.pull.from_running import open_collection
from obverse.exchange.pull.seen import SeenNote, remember_seen, seen_notes
from obverse.exchange.push.plan_push import Pushing
from obverse.exchange.push.planned import LeftNote, PushPlan
from obverse.exchange.push.verify import verified
from obverse.exchange.running.carry import carry_in
from obverse.exchange.running.last_known import KnownThere, LastKnown, Memory
from obverse.formats.apkg.write import write
from obverse.link.collection import Collection
from obverse.link.earlier_versions import remember_versions
from obverse.link.since import RETIRED
from obverse.machine import files


class Pushed(NamedTuple):
    """What a push did: its plan, and what did not arrive."""

    plan: PushPlan
    failed: list[LeftNote]
    imported: bool = False


def push(pushing: Pushing, plan: PushPlan, memory: Memory, clock: Callable[[], float]) -> Pushed:
    """Do it, verify it and remember it. `clock` gives Unix seconds. Raises `ObverseError`."""
    last = pushing.found.last
    known = LastKnown(plan.known, plan.under_way, last.types, frozenset(pushing.found.others))
    if plan.changes_nothing:
        _write_lock(pushing)
        known = known._replace(types=plan.looks, under_way={}, at=int(clock()), look=last.look)
        if known._replace(at=last.at) != last:
            memory.write(known)
        _tell_pull(pushing, plan, known.notes)
        return Pushed(plan, [])
    memory.write(known._replace(at=last.at))
    _write_lock(pushing)
    start = int(clock())
    if plan.package:
        _empty_editor(pushing, plan)
        carry_in(pushing.anki, partial(write_package, pushing, plan))
    _set(pushing, plan)
    done = verified(pushing, plan, start)
    known = LastKnown(
        done.known, done.under_way, plan.looks, frozenset(pushing.found.others), int(clock())
    )
    memory.write(known)
    _tell_pull(pushing, plan, done.known)
    return Pushed(plan, done.failed, imported=bool(plan.package))


def _tell_pull(pushing: Pushing, plan: PushPlan, known: Mapping[str, KnownThere]) -> None:
    """Have the next pull know what Anki has now, so that it sees who changed it since."""
    path, left = open_collection(pushing.anki), {each.guid for each in plan.left if each.theirs}
    seen = seen_notes(pushing.project, path)
    now = {
        guid: _seen(seen.get(guid), known[guid])
        for guid in (note.guid for note in pushing.built.collection.notes)
        if guid in known and guid not in left
    }
    told = {guid: each for guid, each in now.items() if seen.get(guid, each) != each}
    told |= {guid: each for guid, each in now.items() if guid not in seen}
    if told:
        remember_seen(pushing.project, path, {**seen, **told})


def _seen(last: SeenNote | None, known: KnownThere) -> SeenNote:
    """What a pull is told of a note: of the texts that it saw, only those that are still there."""
    if last is None or last.theirs != known.theirs:
        return SeenNote(known.theirs, known.mine, deck=last.deck if last else "")
    return last._replace(mine=known.mine)


def _write_lock(pushing: Pushing) -> None:
    project, lock = pushing.project, pushing.built.lock
    remember_versions(project, pushing.built.old_lock, lock)
    with files.replacing_with(project.lock, lock):
        pass


def _empty_editor(pushing: Pushing, plan: PushPlan) -> None:
    """Keep the editor of an open browser from writing an old text back."""
    updated = {pushing.found.ids.get(each.note.guid) for each in plan.updated}
    if updated.intersection(pushing.anki.selected_notes()):
        pushing.anki.empty_editor()


def _set(pushing: Pushing, plan: PushPlan) -> None:
    """All but the package: decks, removals, tags."""
    anki, ids = pushing.anki, pushing.found.ids
    cards = defaultdict[str, list[int]](list)
    for move in plan.moved:
        cards[move.deck] += move.cards
    for deck, some in sorted(cards.items()):
        anki.change_deck(some, deck)
    if plan.retired:
        anki.add_tag([each.note_id for each in plan.retired], RETIRED)
    if plan.deleted:
        anki.delete_notes([each.note_id for each in plan.deleted])
    packed = [(ids[each.note.guid], each.add, each.remove) for each in plan.updated]
    tagged = [*packed, *((each.note_id, each.add, each.remove) for each in plan.retagged)]
    for tag, notes in _by_tag((note_id, add) for note_id, add, _ in tagged).items():
        anki.add_tag(notes, tag)
    for tag, notes in _by_tag((note_id, remove) for note_id, _, remove in tagged).items():
        anki.remove_tag(notes, tag)


def _by_tag(tagged: Iterable[tuple[int, Iterable[str]]]) -> Mapping[str, list[int]]:
    found = defaultdict[str, list[int]](list)
    for note_id, tags in tagged:
        for tag in tags:
            found[tag].append(note_id)
    return dict(sorted(found.items()))


def write_package(pushing: Pushing, plan: PushPlan, stream: BinaryIO) -> None:
    """Write a package with only what is new or changed to a stream."""
    whole = pushing.built.collection
    packed = sorted(plan.package, key=lambda each: each.position)
    keys = {each.note.note_type for each in packed}
    shown = named(field for each in packed for field in each.note.fields)
    media = {
        name: path
        for name, path in whole.media.items()
        if name in shown or name in pushing.built.type_media
    }
    made = Collection(
        tuple(each.note for each in packed),
        {key: each for key, each in whole.note_types.items() if key in keys},
        media,
        tuple(each.position for each in packed),
    )
    write(made, b"", stream)
