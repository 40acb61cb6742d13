"""New cards: notes that were made in Anki, as cards at the end of the file of their deck."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from obverse.cards.cards import WrittenDeck
from obverse.cards.from_anki import Notes
from obverse.cards.from_html.tree import cleaned
from obverse.cards.rows import Rows, StoredNote
from obverse.cards.unparse import unparse
from obverse.compile import kinds
from obverse.exchange.pull.changes import with_paths
from obverse.exchange.pull.note_in_anki import FOLLOWS, with_stored_names
from obverse.exchange.pull.one_source import OneSource
from obverse.exchange.pull.pull import PulledNote, Pulling, no_card_may_have
from obverse.exchange.pull.taken import Taken
from obverse.exchange.pull.three_ways import as_seen
from obverse.languages.fingerprint import digest
from obverse.link.collection import CollectionNote
from obverse.note_types import NoteType, built_in, built_in_names, with_source
from obverse.values.lock.line import MOST_ID
from obverse.values.source import Place, decode
from obverse.values.written_lines import with_lines, written_lines

_NO_FILE = "made in Anki, and no file of its deck can hold it as it is: write it here"
_ABOUT = ("Context", "Source", FOLLOWS)  # fields that follow from where and how a card is written
_MOST_TIME = 1 << 40  # seconds


class _Wanted(NamedTuple):
    """A note of Anki, its note type, its fields with the names that files get here."""

    row: StoredNote
    note_type: NoteType
    fields: tuple[str, ...]
    files: tuple[str, ...]

    def is_like(self, note: CollectionNote) -> bool:
        """Whether a note here looks as this one does in Anki."""
        if note.note_type != self.note_type.key:
            return False
        names = [name for name, _ in self.note_type.fields]
        fields = zip(names, note.fields, self.fields, strict=True)
        return all(
            name in _ABOUT or as_seen(mine) == as_seen(theirs) for name, mine, theirs in fields
        )


class NewCards:
    """Notes that were made in Anki, brought into the sources of a pull."""

    def __init__(self, pulling: Pulling, taken: Taken, keys: Mapping[str, Counter[str]]) -> None:
        """`keys` are the sources whose notes are in a deck, by its name in lower case."""
        self._pulling, self._taken, self._keys = pulling, taken, keys
        own = map(built_in, built_in_names())
        types = (*pulling.built.collection.note_types.values(), *own)
        self._types = {each.id: each for each in reversed(types)}

    def add(self, row: StoredNote) -> PulledNote:
        """Add a note to a source; a reason says why that could not be."""
        deck = self._taken.rows.decks.get(row.deck, "")
        note_type = self._types[row.note_type]
        lost = sorted({name for field in row.fields for name in cleaned(field).lost})
        is_sound = 0 < row.note_id <= MOST_ID and 0 < row.modified < _MOST_TIME
        if lost:
            return PulledNote(row.guid, deck, (), row.fields, no_card_may_have(lost))
        if is_sound and row.fields[0].strip() and len(row.fields) == len(note_type.fields):
            shown = self._pulling.built.collection.media
            fields, new = with_stored_names(row.fields, set(), self._taken)
            put = self._pulling.files.put(
                {name: raw for name, raw in new.items() if name not in shown}
            )
            wanted = _Wanted(row, note_type, fields, tuple({*new, *shown}))
            for key, _ in self._keys[deck.casefold()].most_common():
                if place := self._add_to(key, wanted):
                    return PulledNote(row.guid, place, (), row.fields)
            self._pulling.files.take_back(put)
        return PulledNote(row.guid, deck, (), row.fields, _NO_FILE)

    def _add_to(self, key: str, wanted: _Wanted) -> str:
        """Where the note is in a source now; empty if the source cannot hold it."""
        start = self._pulling.source(key)
        if start is None:
            return ""
        if own := next((each for each in start.new if wanted.is_like(start.notes[each])), ""):
            # What a pull wrote that was stopped before it could write the lock.
            return self._claim(key, start, own, wanted)
        for raw in self._ways(key, start.raw, wanted):
            now = self._pulling.built_alone(key, raw)
            if now is None or not start.notes.items() <= now.notes.items():
                continue
            come = now.notes.keys() - start.notes.keys()
            if len(come) == 1 and wanted.is_like(now.notes[own := next(iter(come))]):
                return self._claim(key, now, own, wanted)
        return ""

    def _claim(self, key: str, now: OneSource, own: str, wanted: _Wanted) -> str:
        """Give the note its guid in Anki; what is written here is its next version."""
        row, made = wanted.row, now.known[own]
        same = {tag.casefold() for tag in row.tags} == {tag.casefold() for tag in made.tags}
        known = made._replace(
            guid=row.guid,
            note_id=row.note_id,
            modified=row.modified,
            digest=digest(*with_source(wanted.note_type.key, row.fields)),
            tags=made.tags if same else row.tags,
        )
        before = self._pulling.sources[key]
        self._pulling.claim(known)
        self._pulling.set(key, now.raw)
        after = self._pulling.source(key)
        if after and row.guid in after.notes and wanted.is_like(after.notes[row.guid]):
            return f"{key}:{after.lines[row.guid].first + 1}"
        self._pulling.take_back_claim(row.guid)
        self._pulling.set(key, before)
        return ""

    def _ways(self, key: str, raw: bytes, wanted: _Wanted) -> Iterator[bytes]:
        """The source with the card at its end; of a kind that has to be said, if a file has one."""
        rows = Rows({wanted.row.note_type: wanted.note_type}, {}, [wanted.row])
        rows.notes = [replace(wanted.row, fields=wanted.fields)]
        (card,) = Notes(rows, {name: name for name in wanted.files}, Place("")).cards()
        tags = tuple(tag for tag in card.tags if not tag.casefold().startswith("obverse/"))
        is_custom = wanted.note_type.key not in built_in_names()
        made = replace(card, note_type="", tags=tags, deck="", guid="", pin="", in_anki=None)
        length = len(written_lines(decode(raw)))
        ways = () if is_custom else (made.kinds, (kinds.default(),))
        for asked in dict.fromkeys(((), *ways)):
            text = unparse(WrittenDeck((replace(made, kinds=asked),))).rstrip("\n")
            text = with_paths(text, self._pulling.files.paths(key, wanted.files))
            yield with_lines(raw, [(length, length, ["", *text.split("\n")])])
