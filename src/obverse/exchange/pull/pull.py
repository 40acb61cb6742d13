"""Pull: what was edited in Anki, as the smallest change of the Markdown that renders to it."""

import os
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from obverse.build import Built
from obverse.cards.from_html.tree import cleaned
from obverse.exchange.pull.changes import CardLines, FieldEdit, changes
from obverse.exchange.pull.compared import FOLLOWS, EditedNote, as_seen
from obverse.exchange.pull.one_source import OneSource, built_alone
from obverse.exchange.pull.tag_changes import with_pin, with_tags
from obverse.languages import tags
from obverse.link.collection import CollectionNote
from obverse.link.identity.pins import short_id
from obverse.project.job import Job
from obverse.project.project import MEDIA, Project
from obverse.values.source import decode

_MOST = 80  # ways that are tried for one field
_NO_WAY = "no change of the Markdown gives what Anki has"


class PulledNote(NamedTuple):
    """What became of a note: where it is, as `path:line`, and why it was not pulled, if not."""

    guid: str
    place: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    reason: str = ""


class Pulling:
    """The sources while edits are brought in, one after the other; nothing of them is written.

    `sources` are their bytes by key, `media` the new files by path.
    """

    def __init__(self, job: Job, built: Built, sources: Mapping[str, bytes]) -> None:
        """`built` is the build of these sources."""
        self._job, self.built = job, built
        self.before = dict(sources)
        self.sources = dict(sources)
        self.media: dict[Path, bytes] = {}
        self._types = built.collection.note_types
        self._places = {each.after.guid: each.note.place for each in built.identity.notes}
        self._alone: dict[str, OneSource | None] = {}

    @property
    def project(self) -> Project:
        """The project."""
        return self._job.project

    @property
    def changed(self) -> dict[str, bytes]:
        """The sources that are to be written."""
        return {key: raw for key, raw in self.sources.items() if raw != self.before[key]}

    def outcome(self, each: EditedNote, reason: str = "") -> PulledNote:
        """What is said of a note."""
        return PulledNote(
            each.mine.guid, self.place(each.mine.guid), each.mine.fields, each.theirs, reason
        )

    def place(self, guid: str) -> str:
        """Where a note is, as `path:line:column`, in the sources as they were."""
        return str(self._places[guid])

    def key(self, guid: str) -> str:
        """The key of the source of a note."""
        return self._places[guid].path

    def fields(self, guid: str) -> tuple[str, ...]:
        """The fields of a note as they are now."""
        now = self._source(self.key(guid))
        return now.notes[guid].fields if now and guid in now.notes else ()

    def pull(self, each: EditedNote) -> PulledNote:
        """Bring the fields of a note in, if a change of its source gives just them."""
        lost = sorted({name for field in each.theirs for name in cleaned(field).lost})
        if lost:
            return self.outcome(each, f"no card may have {', '.join(f'`{name}`' for name in lost)}")
        guid, key = each.mine.guid, self._places[each.mine.guid].path
        start, was = self._source(key), self.sources[key]
        if start is None or guid not in start.notes:
            return self.outcome(each, "its file cannot be built alone")
        if start.notes[guid].fields != each.mine.fields:
            return self.outcome(each, "another file says something of this card too")
        put = self._put_files(each)
        if not self._fields(key, each):
            self._set(key, was)
            for path in put:
                path.unlink(missing_ok=True)
                self.media.pop(path, None)
            return self.outcome(each, _NO_WAY)
        return self.outcome(each)

    def retag(self, note: CollectionNote, added: tuple[str, ...], removed: tuple[str, ...]) -> bool:
        """Whether tags could be added to a card and removed from it."""
        gone = {tag.casefold() for tag in removed}
        wanted = {tag.casefold() for tag in (*note.tags, *added)} - gone

        def is_right(now: OneSource) -> bool:
            found = now.notes.get(note.guid)
            return (
                found is not None
                and {tag.casefold() for tag in found.tags} == wanted
                and found.fields == note.fields
            )

        new, old = [*map(tags.spelt, added)], [*map(tags.spelt, removed)]
        return self._try(note.guid, lambda raw, at: with_tags(raw, at, new, old), is_right)

    def draft(self, guid: str) -> bool:
        """Whether a card could be made a draft."""
        return self._try(
            guid,
            lambda raw, at: with_tags(raw, at, ("card/draft",)),
            lambda now: guid not in now.notes,
            keeps=False,
        )

    def take_back_files(self) -> None:
        """Delete the files that were put for a build to find them."""
        for path in self.media:
            path.unlink(missing_ok=True)

    def give_up(self, key: str) -> None:
        """Leave a source as it was, without the files that only it would show."""
        self._set(key, self.before[key])
        texts = [*self.changed.values()]
        for path in [*self.media]:
            if not any(path.name.encode() in text for text in texts):
                path.unlink(missing_ok=True)
                del self.media[path]

    def _fields(self, key: str, each: EditedNote) -> bool:
        guid = each.mine.guid
        note_type = self._types[each.mine.note_type]
        names = [name for name, _ in note_type.fields]
        theirs = [as_seen(field) for field in each.theirs]
        for at in sorted(each.changed, key=lambda number: (number == 0, number)):
            start = self._source(key)
            if start is None:
                return False
            mine = start.notes[guid].fields
            if as_seen(mine[at]) == theirs[at]:
                continue
            paths = {**start.shown[guid], **self._new_paths(key, each)}
            edit = FieldEdit(mine[at], each.theirs[at], note_type.is_cloze, paths)
            before = [as_seen(field) for field in mine]

            def is_right(now: OneSource, at: int = at, before: list[object] = before) -> bool:  # type: ignore[assignment]
                if guid not in now.notes:
                    return False
                after = [as_seen(field) for field in now.notes[guid].fields]
                return after[at] == theirs[at] and all(
                    one in (before[number], theirs[number])
                    or (names[number] == FOLLOWS and number not in each.changed)
                    for number, one in enumerate(after)
                )

            def ways(raw: bytes, lines: CardLines, edit: FieldEdit = edit) -> Iterable[bytes]:
                return changes(raw, lines, edit)

            if not self._try(guid, ways, is_right):
                return False
        return True

    def _try(
        self,
        guid: str,
        ways: Callable[[bytes, CardLines], Iterable[bytes]],
        is_right: Callable[[OneSource], bool],
        *,
        keeps: bool = True,
    ) -> bool:
        """Whether one of the ways gives what is wanted, and changes no other note.

        With `keeps` the card is named if it would be taken for a new one.
        """
        key = self._places[guid].path
        start = self._source(key)
        if start is None or guid not in start.lines:
            return False
        others = {other: note for other, note in start.notes.items() if other != guid}
        tried, length = {start.raw}, len(decode(start.raw).split("\n"))
        for raw in islice(ways(start.raw, start.lines[guid]), _MOST):
            if raw in tried:
                continue
            tried.add(raw)
            now = self._built_alone(key, raw)
            if now is not None and keeps and guid not in now.notes:
                at, more = start.lines[guid], len(decode(raw).split("\n")) - length
                named = with_pin(raw, CardLines(at.first, at.end + more), short_id(guid))
                now = self._built_alone(key, named)
            if now is None or not is_right(now):
                continue
            if {other: note for other, note in now.notes.items() if other != guid} == others:
                self.sources[key], self._alone[key] = now.raw, now
                return True
        return False

    def _set(self, key: str, raw: bytes) -> None:
        self.sources[key] = raw
        self._alone.pop(key, None)

    def _source(self, key: str) -> OneSource | None:
        if key not in self._alone:
            self._alone[key] = self._built_alone(key, self.sources[key])
        return self._alone[key]

    def _built_alone(self, key: str, raw: bytes) -> OneSource | None:
        return built_alone(self._job, key, raw, self.built.old_lock)

    def _put_files(self, each: EditedNote) -> list[Path]:
        """Put new files next to those of imported decks, where a build finds them."""
        put = []
        for name, content in each.files.items():
            path = self.project.inside(self.project.content / MEDIA / name)
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                self.media[path] = content
                put.append(path)
        return put

    def _new_paths(self, key: str, each: EditedNote) -> dict[str, str]:
        folder = (self.project.root / key).parent
        return {
            name: quote(
                Path(os.path.relpath(self.project.content / MEDIA / name, folder)).as_posix()
            )
            for name in each.files
        }
