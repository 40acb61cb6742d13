"""Pulled: all that a pull changes, proven by a build of the whole before any of it is written."""

from collections.abc import Callable, Mapping
from pathlib import Path

from obverse.build import Built
from obverse.errors import ObverseError
from obverse.exchange.pull.bring import Bringing, Pulled, Wishes
from obverse.exchange.pull.compared import Compared
from obverse.exchange.pull.mark_conflicts import mark_conflicts
from obverse.exchange.pull.pull import PulledNote, Pulling
from obverse.exchange.pull.seen import SeenNotes
from obverse.machine import files, git
from obverse.machine.batch import batch

_BOTH = "edited here and in Anki, or Anki has an older build"
_KEPT = "before-pull"  # a folder in the build folder, for sources that no commit has


def pulled(
    pulling: Pulling,
    compared: Compared,
    rebuilt: Callable[[Mapping[str, bytes], bytes], Built],
    wishes: Wishes,
) -> Pulled:
    """Bring in what can be; `rebuilt` builds the whole project of other sources and a lock."""
    bringing = Bringing(pulling, compared)
    done = bringing.bring(wishes)
    bringing.prove(rebuilt)
    left = dict.fromkeys((each.mine.guid for each in compared.conflicts), "")
    if wishes.conflicts:
        left = mark_conflicts(pulling, compared.conflicts)
    for each in compared.conflicts:
        reason = left.get(each.mine.guid)
        said = f"{_BOTH}; {reason}" if reason else _BOTH
        (done.marked if reason is None else done.conflicts).append(pulling.outcome(each, said))
    pulling.raise_times(_times(compared, done))
    return done


def _times(compared: Compared, done: Pulled) -> dict[str, int]:
    """How new notes are to be, so that Anki takes what they are built as next."""
    settled = {each.guid for each in (*done.edited, *done.tags)} | compared.pending
    as_new = {guid: compared.times[guid] for guid in settled}
    marked = {each.guid: compared.times[each.guid] for each in done.marked}
    # Of these nothing may change, and a note that is not newer would be skipped again.
    newer = {guid: time + 1 for guid, time in {**compared.skipped, **marked}.items()}
    return {**as_new, **newer}


def is_changed(pulling: Pulling) -> bool:
    """Whether there is anything to write."""
    is_lock_same = pulling.lock == pulling.built.old_lock
    return bool(pulling.changed or pulling.marked) or not is_lock_same


def seen_after(pulling: Pulling, compared: Compared, done: Pulled) -> SeenNotes:
    """What to remember of the collection: of what is not settled only what was known before."""
    edited = {each.mine.guid: each for each in compared.edited}
    for said in done.edited:
        each = edited[said.guid]
        own = pulling.digest(said.guid)
        compared.see(said.guid, theirs=each.there, mine=own, fields=each.in_anki)
    conflicts = {each.mine.guid: each for each in compared.conflicts}
    for said in done.marked:  # what the author makes of them is the author's
        each = conflicts[said.guid]
        compared.see(said.guid, theirs=each.there, mine="", fields=each.in_anki)
    retagged = {each.mine.guid: each for each in compared.tags}
    for said in done.tags:
        compared.see(said.guid, tags=retagged[said.guid].in_anki)
    decks = {each.mine.guid: each for each in compared.moved}
    for said in done.decks:
        compared.see(said.guid, deck=decks[said.guid].deck)
    return compared.seen


def write(pulling: Pulling) -> list[Path]:
    """Write the sources, those that no commit has copied first, and the lock last.

    Raises `ObverseError`.
    """
    project = pulling.project
    new = {**pulling.changed, **pulling.marked}
    changed = {project.inside(project.root / key): key for key in new}
    for path, key in changed.items():
        if files.read_regular(path) != pulling.before[key]:
            shown = project.shown(path)
            raise ObverseError(
                f"`{shown}` was changed meanwhile: nothing was written", "pull again"
            )
    if project.read_lock() != pulling.built.old_lock:
        raise ObverseError("the lock was changed meanwhile: nothing was written", "pull again")
    pulling.files.keep_only(new.values())
    unsaved = {*git.unsaved(changed)}
    with batch() as put:
        for path in unsaved:
            put(project.build / _KEPT / changed[path], pulling.before[changed[path]])
        for path, key in changed.items():
            put(path, new[key])
        if pulling.lock != pulling.built.old_lock:
            put(project.lock_now, pulling.lock)
    lock = [project.lock_now] if pulling.lock != pulling.built.old_lock else []
    return [*changed, *pulling.files.made, *lock]


def pulled_values(done: Pulled) -> dict[str, list[dict[str, object]]]:
    """The outcome as plain values, for programs."""
    return {name: [*map(_values, getattr(done, name))] for name in done._fields}


def _values(each: PulledNote) -> dict[str, object]:
    return {name: value for name, value in each._asdict().items() if value != ""}
