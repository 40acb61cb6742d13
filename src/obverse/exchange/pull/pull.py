"""Pull: what was edited in Anki, as the smallest change of the Markdown that renders to it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from obverse.cards.from_html.tree import cleaned
from obverse.exchange.pull.changes import FieldEdit, changes
from obverse.exchange.pull.note_in_anki import FOLLOWS, EditedNote
from obverse.exchange.pull.one_source import OneSource
from obverse.exchange.pull.reasons import NO_WAY, Refused
from obverse.exchange.pull.same_note import same_note
from obverse.exchange.pull.sources_now import SourcesNow
from obverse.exchange.pull.splices import CardLines, section_at
from obverse.exchange.pull.tag_changes import with_pin, with_tags
from obverse.exchange.pull.three_ways import as_seen
from obverse.languages import tags
from obverse.link.collection import CollectionNote
from obverse.link.identity.pins import short_id
from obverse.values.lock import Known

_MOST = 80  # ways that are tried for one field


class PulledNote(NamedTuple):
    """What became of a note: where it is, as `path:line`, and why it was not pulled, if not."""

    guid: str
    place: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    reason: str = ""


def no_card_may_have(lost: Iterable[str]) -> str:
    """Why a note cannot be a card, of what is in it."""
    return f"no card may have {', '.join(f'`{name}`' for name in lost)}"


class Pulling(SourcesNow):
    """The sources while edits are brought in, one after the other."""

    def outcome(self, each: EditedNote, reason: str = "") -> PulledNote:
        """What is said of a note."""
        return PulledNote(
            each.mine.guid, self.place(each.mine.guid), each.mine.fields, each.theirs, reason
        )

    def pull(self, each: EditedNote) -> PulledNote:
        """Bring the fields of a note in, if a change of its source gives just them."""
        lost = sorted({name for field in each.theirs for name in cleaned(field).lost})
        if lost:
            return self.outcome(each, no_card_may_have(lost))
        guid, key = each.mine.guid, self.places[each.mine.guid].path
        start, was = self.source(key), self.sources[key]
        if start is None or guid not in start.notes:
            return self.outcome(each, "its file cannot be built alone")
        if start.notes[guid].fields != each.mine.fields:
            return self.outcome(each, "another file says something of this card too")
        put = self.files.put(each.files)
        if not self._fields(key, each):
            self.set(key, was)
            self.files.take_back(put)
            return self.outcome(each, self._why_not(each))
        return self.outcome(each)

    def _why_not(self, each: EditedNote) -> str:
        guid, key = each.mine.guid, self.key(each.mine.guid)
        start = self.source(key)
        if start is None:
            return NO_WAY
        whole = self.cut_up(key, start.raw)
        names = [name for name, _ in self.types[each.mine.note_type].fields]
        section = section_at(whole, start.lines[guid])
        return Refused(each, names, start.known[guid].kind, whole, section).reason

    def text_of(self, each: EditedNote) -> tuple[bytes | None, str]:
        """The source with the fields of a note as Anki has them, or why there is none.

        The source stays as it is, and the files that come along are kept.
        """
        key = self.key(each.mine.guid)
        was = self.sources[key]
        if reason := self.pull(each).reason:
            return None, reason
        made = self.sources[key]
        self.set(key, was)
        return made, ""

    def retag(self, note: CollectionNote, added: tuple[str, ...], removed: tuple[str, ...]) -> bool:
        """Whether tags could be added to a card and removed from it."""
        gone = {tag.casefold() for tag in removed}
        wanted = {tag.casefold() for tag in (*note.tags, *added)} - gone
        start = self.source(self.key(note.guid))
        before = start.notes.get(note.guid) if start else None

        def is_right(now: OneSource) -> bool:
            found = now.notes.get(note.guid)
            return (
                found is not None
                and before is not None
                and {tag.casefold() for tag in found.tags} == wanted
                and found.fields == before.fields
            )

        new, old = [*map(tags.spelt, added)], [*map(tags.spelt, removed)]
        return self._try(note.guid, lambda raw, at: with_tags(raw, at, new, old), is_right)

    def draft(self, guid: str) -> bool:
        """Whether a card could be made a draft."""
        return self._try(
            guid,
            lambda raw, at: with_tags(raw, at, ("card/draft",)),
            lambda now: guid not in now.notes,
        )

    def _fields(self, key: str, each: EditedNote) -> bool:
        guid = each.mine.guid
        note_type = self.types[each.mine.note_type]
        names = [name for name, _ in note_type.fields]
        theirs = [as_seen(field) for field in each.theirs]
        for at in sorted(each.changed, key=lambda number: (number == 0, number)):
            start = self.source(key)
            if start is None:
                return False
            mine = start.notes[guid].fields
            if as_seen(mine[at]) == theirs[at]:
                continue
            whole = self.cut_up(key, start.raw)
            paths = {**start.shown[guid], **self.files.paths(key, each.files)}
            edit = FieldEdit(mine[at], each.theirs[at], note_type.is_cloze, paths, whole)
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

            if not self._try(guid, ways, is_right, each.theirs):
                return False
        return True

    def _try(
        self,
        guid: str,
        ways: Callable[[bytes, CardLines], Iterable[bytes]],
        is_right: Callable[[OneSource], bool],
        theirs: tuple[str, ...] | None = None,
    ) -> bool:
        """Whether one of the ways gives what is wanted, and changes no other note.

        With `theirs`, the fields in Anki, a card that would be taken for a new one is named; where
        it can have no name, the lock says that it is the same.
        """
        key = self.places[guid].path
        start = self.source(key)
        if start is None or guid not in start.lines:
            return False
        others = {other: note for other, note in start.notes.items() if other != guid}
        tried = {start.raw}
        for raw in islice(ways(start.raw, start.lines[guid]), _MOST):
            if raw in tried:
                continue
            tried.add(raw)
            for now, claim in self._readings(guid, start, raw, theirs):
                if not is_right(now):
                    continue
                if {other: note for other, note in now.notes.items() if other != guid} == others:
                    if claim:
                        self.claim(claim)
                    self.sources[key], self.alone[key] = now.raw, now
                    return True
        return False

    def _readings(
        self, guid: str, start: OneSource, raw: bytes, theirs: tuple[str, ...] | None
    ) -> Iterator[tuple[OneSource, Known | None]]:
        """What a source gives: as it is, with a name for the card, with a line of the lock."""
        key = self.places[guid].path
        now = self.built_alone(key, raw)
        if now is None:
            return
        yield now, None
        if theirs is None:
            return
        if guid not in now.notes:
            at, more = start.lines[guid], raw.count(b"\n") - start.raw.count(b"\n")
            named = with_pin(raw, CardLines(at.first, at.end + more), short_id(guid))
            if (found := self.built_alone(key, named)) and guid in found.notes:
                yield found, None
        elif not now.deletions[guid]:
            return
        before = self.claimed.get(guid) or self.built.before.notes[guid]
        claim = same_note(start, now, before, theirs)
        if claim and (found := self.built_alone(key, raw, claim)):
            yield found, claim
