"""Pulled: all that a pull changes, proven by a build of the whole before any of it is written."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from obverse.build import Built
from obverse.errors import ObverseError
from obverse.exchange.pull.compared import Compared, EditedNote, as_seen
from obverse.exchange.pull.pull import PulledNote, Pulling
from obverse.exchange.pull.seen import SeenNote, SeenNotes
from obverse.languages.fingerprint import digest
from obverse.link.collection import CollectionNote
from obverse.machine import files, git
from obverse.machine.batch import batch

_BOTH = "edited here and in Anki, or Anki has an older build"
_KEPT = "before-pull"  # a folder in the build folder, for sources that no commit has


class Pulled(NamedTuple):
    """What became of the notes that differ; `tags` and `missing` are notes as they are said.

    `left` says what was not asked for, or could not be done.
    """

    edited: list[PulledNote]
    refused: list[PulledNote]
    conflicts: list[PulledNote]
    tags: list[PulledNote]
    drafts: list[PulledNote]
    left: list[PulledNote]


def pulled(
    pulling: Pulling,
    compared: Compared,
    rebuilt: Callable[[Mapping[str, bytes]], Built],
    *,
    with_tags: bool,
    with_removed: bool,
) -> Pulled:
    """Bring in what can be; `rebuilt` builds the whole project of other sources."""
    done = Pulled([], [], [], [], [], [])
    done.conflicts.extend(pulling.outcome(each, _BOTH) for each in compared.conflicts)
    expected: dict[str, EditedNote] = {}
    for each in compared.edited:
        outcome = pulling.pull(each)
        (done.refused if outcome.reason else done.edited).append(outcome)
        if not outcome.reason:
            expected[each.mine.guid] = each
    touched = {each.guid for each in done.edited}
    for note, added, removed in compared.tags:
        said = _of_tags(pulling, note, added, removed)
        if not with_tags:
            done.left.append(said._replace(reason="other tags in Anki: `--tags` takes them over"))
        elif note.guid in touched or not pulling.retag(note, added, removed):
            reason = "pull once more for its tags" if note.guid in touched else "edit its tags here"
            done.refused.append(said._replace(reason=reason))
        else:
            done.tags.append(said)
    for known in compared.missing:
        said = PulledNote(known.guid, pulling.place(known.guid), (known.front,), ())
        if not with_removed:
            done.left.append(said._replace(reason="deleted in Anki: `--removed` makes it a draft"))
        elif pulling.draft(known.guid):
            done.drafts.append(said)
        else:
            done.refused.append(said._replace(reason="deleted in Anki: make it a draft here"))
    return _proven(pulling, done, expected, rebuilt)


def _of_tags(
    pulling: Pulling, note: CollectionNote, added: tuple[str, ...], removed: tuple[str, ...]
) -> PulledNote:
    theirs = tuple(tag for tag in (*note.tags, *added) if tag not in removed)
    return PulledNote(note.guid, pulling.place(note.guid), note.tags, theirs)


def _proven(
    pulling: Pulling,
    done: Pulled,
    expected: Mapping[str, EditedNote],
    rebuilt: Callable[[Mapping[str, bytes]], Built],
) -> Pulled:
    """What a build of the whole confirms; a source in which a note is another is left as it was."""
    before = {note.guid: note for note in pulling.built.collection.notes}
    while changed := pulling.changed:
        made = rebuilt(pulling.sources)
        after = {note.guid: note for note in made.collection.notes}
        retagged = {each.guid for each in (*done.tags, *done.drafts)}
        wrong = {
            guid
            for guid in before.keys() | after.keys()
            if guid not in retagged and not _is_right(guid, before, after, expected)
        }
        if not wrong and not made.failed:
            return done
        keys = {pulling.key(guid) for guid in wrong if guid in before} & changed.keys()
        for key in keys or changed:
            pulling.give_up(key)
        for found in (done.edited, done.tags, done.drafts):
            gone = [each for each in found if pulling.key(each.guid) in (keys or changed)]
            done.refused.extend(
                each._replace(reason="another card would change with it") for each in gone
            )
            found[:] = [each for each in found if each not in gone]
    return done


def _is_right(
    guid: str,
    before: Mapping[str, CollectionNote],
    after: Mapping[str, CollectionNote],
    expected: Mapping[str, EditedNote],
) -> bool:
    if guid not in before or guid not in after:
        return False
    if guid not in expected:
        return before[guid].fields == after[guid].fields
    each = expected[guid]
    return all(as_seen(after[guid].fields[at]) == as_seen(each.theirs[at]) for at in each.changed)


def seen_after(pulling: Pulling, compared: Compared, done: Pulled) -> SeenNotes:
    """What to remember of the collection: of what is not settled only what was known before."""
    there = {each.mine.guid: each.there for each in compared.edited}
    edited = {
        each.guid: SeenNote(there[each.guid], digest(*pulling.fields(each.guid)))
        for each in done.edited
    }
    return {**compared.seen, **edited}


def write(pulling: Pulling) -> list[Path]:
    """Write the sources, those that no commit has copied first. Raises `ObverseError`."""
    project = pulling.project
    changed = {project.inside(project.root / key): key for key in pulling.changed}
    for path, key in changed.items():
        if files.read_regular(path) != pulling.before[key]:
            shown = project.shown(path)
            raise ObverseError(
                f"`{shown}` was changed meanwhile: nothing was written", "pull again"
            )
    unsaved = {*git.unsaved(changed)}
    with batch() as put:
        for path in unsaved:
            put(project.build / _KEPT / changed[path], pulling.before[changed[path]])
        for path, key in changed.items():
            put(path, pulling.sources[key])
    return [*changed, *pulling.media]


def pulled_values(done: Pulled) -> dict[str, list[dict[str, object]]]:
    """The outcome as plain values, for programs."""
    return {name: [*map(_values, getattr(done, name))] for name in done._fields}


def _values(each: PulledNote) -> dict[str, object]:
    return {name: value for name, value in each._asdict().items() if value != ""}


def pulled_lines(done: Pulled) -> Iterator[str]:
    """The outcome for a person: both texts of what was not pulled."""
    counts = {
        "edited": (done.edited, "note", "brought into the Markdown"),
        "tags": (done.tags, "note", "with Anki's tags"),
        "drafts": (done.drafts, "note", "deleted in Anki, now drafts"),
    }
    for title, (found, what, said) in counts.items():
        if found:
            yield f"{title:<10} {len(found):,} {what}{'s' * (len(found) != 1)} {said}"
            yield from (f"           {each.place}" for each in found)
    for title, found in (("conflict", done.conflicts), ("refused", done.refused)):
        for each in found:
            yield f"{title:<10} {each.place}: {each.reason}"
            for mine, theirs in zip(each.mine, each.theirs, strict=False):
                if mine != theirs:
                    yield f"  here     {_line(mine)}"
                    yield f"  in Anki  {_line(theirs)}"
    for each in done.left:
        yield f"left       {each.place}: {each.reason}"
    if not any(done):
        yield "nothing has changed in Anki"


def _line(text: str) -> str:
    return " ".join(text.split())
