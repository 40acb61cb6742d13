"""Notes of a collection as written cards, and what had to be left out."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from obverse.cards import from_html
from obverse.cards.as_row import EXTRA, as_row, only_in_rows
from obverse.cards.cards import InAnki, WrittenCard
from obverse.cards.convert_notes import converted_fields, converting, custom_card
from obverse.cards.data_pictures import with_files
from obverse.cards.file_names import printable
from obverse.cards.from_html import Converted
from obverse.cards.kept_html import CLEAN, NO_FORM, NOT_ALLOWED, NOT_ALLOWED_LATER, KeptHtml, hint
from obverse.cards.may_stay import may_stay
from obverse.cards.not_kept import LEARNERS_TAGS, decks_not_kept
from obverse.cards.note_findings import NoteFindings, OfNotes
from obverse.cards.occlusion import heading_field
from obverse.cards.plain_names import with_plain_names
from obverse.cards.prepared_note import PreparedNote
from obverse.cards.read_back import ReadBack, Stored, looks_alike, read_back
from obverse.cards.rows import Rows, StoredNote
from obverse.compile import kinds
from obverse.languages import html, tags
from obverse.machine.file_names import Names, safe
from obverse.note_types import NoteType, built_in, built_in_names, with_source
from obverse.note_types.sound_names import with_sound_names
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.source import FORBIDDEN, Place

_NOT_IN_A_KEY = re.compile(r"[^a-z0-9]+")
_GUID = re.compile(r"[^\s\x00-\x1f\x7f]{1,120}")
# In the fields of a custom note type: what the renderer writes and hardly another program.
_HIGHEST_ID = 1 << 53  # Anki's own limit: its screens count in JavaScript
_LAST_TIME = 10**12  # seconds; a later one would leave no time for the next change


class Notes:
    """Converts the notes of one collection; `found` are the findings so far."""

    def __init__(
        self, rows: Rows, media: Mapping[str, str], place: Place, keep: KeptHtml = CLEAN
    ) -> None:
        """`media` are the names in the folder, by those in the package.

        `missing` are the files that the notes show and that are not among them, `pictures` those
        that were in the fields themselves.
        """
        self._rows, self._keep = rows, keep
        self._question = partial(from_html.question, keep=keep)
        self._body = partial(from_html.body, keep=keep)
        self._media = dict(media)
        self._place = place
        self.found = NoteFindings(place)
        self._row = 0  # the number of the note that is looked at
        self.note_types: dict[str, NoteType] = {}
        self._by_id: dict[int, NoteType] = {}
        self._keys = Names(built_in_names())
        self._guids: set[str] = set()
        self._footnotes: Counter[tuple[str, str]] = Counter()
        self.missing: set[str] = set()
        self.pictures: dict[str, bytes] = {}
        used = {row.note_type for row in rows.notes}
        for number in sorted(used & rows.note_types.keys()):
            self._add_note_type(number, rows.note_types[number])

    def cards(self) -> Iterator[WrittenCard]:
        """The cards in the order of their note ids."""
        notes = [*self._prepared()]  # so all pictures have their names before the first is written
        apart = [note.unconverted for note in notes if not note.may_be_ours]
        with converting(apart, self._media, self._keep) as converted:
            for note in notes:
                self._row = note.number
                card = self._card(note, () if note.may_be_ours else next(converted))
                yield self._with_row(card, note)

    def _prepared(self) -> Iterator[PreparedNote]:
        for row in self._rows.notes:
            self._row += 1
            note_type = self._by_id.get(row.note_type)
            is_cloze = bool(note_type and note_type.is_cloze)
            fields = tuple(self._with_files(_clean(each), is_cloze) for each in row.fields)
            if note_type is None:
                self._tell("malformed-note", "a note without a note type is skipped", fields)
                continue
            fields = with_source(note_type.key, self._fitting(fields, note_type))
            if (stored := with_source(note_type.key, row.fields)) != row.fields:
                message = "the link to where a note was written is left out"
                advice = "`source` in the configuration makes links to the new places"
                self._tell("not-kept", message, fields, advice, severity=Severity.INFO)
                row = replace(row, fields=stored)  # noqa: PLW2901
            yield PreparedNote(row, fields, note_type, self._row)

    def _with_row(self, card: WrittenCard, note: PreparedNote) -> WrittenCard:
        """The card as the row that says all of it; it is reported where there is no such row."""
        said = only_in_rows(note.note_type, note.fields)
        if not said:
            return card
        made = as_row(card, said, self._body(said.get(EXTRA, ""), self._media).text)
        if made is None:
            message = "what notes have in {} is in no `##` section, and gone with the next edit"
            advice = "copy it into the question or the answer"
            for name in said:
                self._tell("not-kept", message, note.fields, advice, name=name)
        return made or card

    def _with_files(self, field: str, is_cloze: bool) -> str:  # noqa: FBT001  # a fact of the note
        field, pictures = with_files(field)
        field, odd = with_plain_names(field, self._media, is_cloze=is_cloze)
        if pictures or odd:
            self.pictures |= pictures
            self._media |= {name: name for name in (*pictures, *odd)}
            self.missing |= {*odd.values()}
        return field

    def diagnostics(self) -> dict[Diagnostic, tuple[str, ...]]:
        """One finding for each kind of thing that was found, and a line for each note."""
        of_decks = dict.fromkeys(decks_not_kept(self._rows, self._place), ())
        return self.found.diagnostics() | of_decks

    def _add_note_type(self, number: int, note_type: NoteType) -> None:
        note_type = with_sound_names(note_type)
        types = map(built_in, built_in_names())
        known = next((each for each in types if each.id == number), None)
        if known and len(known.fields) == len(note_type.fields):
            self._by_id[number] = known
            return
        if not note_type.fields or not note_type.templates:
            return
        stem = _NOT_IN_A_KEY.sub("-", _ascii(note_type.name).lower()).strip("-")[:40] or "note-type"
        key = self._keys.unique(safe(stem, "note-type"))
        name = " ".join(_clean(note_type.name).split()) or key
        heading = heading_field(note_type)
        found = note_type._replace(key=key, name=name, heading=heading)
        self._by_id[number] = self.note_types[key] = found

    def _card(self, note: PreparedNote, converted: tuple[Converted, ...]) -> WrittenCard:
        """The card of a note, whose fields were `converted` before or are now."""
        row, fields, note_type, _ = note
        deck = _clean(self._rows.decks.get(row.deck, ""))
        known = tuple(dict.fromkeys(self._stored(each, fields) for each in row.tags))
        known = self._kept(row, known, fields)
        read = self._read_back(fields, note_type, known, deck) if note.may_be_ours else None
        found, stays = (read, False) if read else self._written(note, converted)
        card = found.card
        in_text = {tag.casefold() for tag in card.tags}
        sound = 0 < row.note_id < _HIGHEST_ID
        guid = row.guid if sound and _GUID.fullmatch(row.guid) else ""
        if not guid or guid in self._guids:
            self._tell("guid-replaced", "a note without a unique guid gets a new one", fields)
            guid = ""
        self._guids.add(guid)
        modified = min(max(row.modified, 0), _LAST_TIME)
        in_anki = InAnki(row.note_id, modified, row.fields, known, stays, found.numbers)
        return replace(
            card,
            deck="::".join(name for part in deck.split("::") if (name := " ".join(part.split()))),
            tags=tuple(tags.spelt(each) for each in known if each.casefold() not in in_text),
            guid=guid,
            in_anki=in_anki if guid else None,
        )

    def _read_back(
        self, fields: tuple[str, ...], note_type: NoteType, tags_: tuple[str, ...], deck: str
    ) -> ReadBack | None:
        """The card, if obverse made the note and nobody has changed it since."""
        place = deck, note_type.key
        labels, trust = self._footnotes[place], self._keep.trust
        found = read_back(Stored(note_type, fields, tags_, self._media, labels, trust))
        if found:
            self._footnotes[place] += found.footnotes
            self.missing |= found.missing
        return found

    def _kept(
        self, row: StoredNote, tags_: tuple[str, ...], fields: tuple[str, ...]
    ) -> tuple[str, ...]:
        """The tags that are the author's; says what of the note is not kept."""
        if row.elsewhere:
            message = "cards of one note are in several decks; all go to the deck of its first card"
            hint = "whoever has the note keeps its cards where they are"
            self._tell("not-kept", message, fields, hint)
        if any("[/$" in field for field in fields):
            message = "math between `[$]` and `[/$]` becomes math that Anki shows by MathJax"
            self._tell("not-kept", message, fields, severity=Severity.INFO)
        kept = tuple(tag for tag in tags_ if tag.casefold() not in LEARNERS_TAGS)
        for tag in sorted({tag.casefold() for tag in tags_} & LEARNERS_TAGS):
            message = f"the tag `{tag}` is a learner's own, and is left out"
            self._tell("not-kept", message, fields, severity=Severity.INFO)
        return kept

    def _written(
        self, note: PreparedNote, converted: tuple[Converted, ...]
    ) -> tuple[ReadBack, bool]:
        """The card as its HTML says, and whether that HTML may stay until the card is edited."""
        row, fields, note_type, _ = note
        parts: tuple[Converted, ...]
        if note.is_custom:
            parts = converted or converted_fields(note.unconverted, self._media, self._keep)
            card = custom_card(fields, parts, note_type, self._media, self._keep)
            found = ReadBack(card)
        else:
            found, parts = self._built_in(fields, note_type)
        lost = tuple(each for part in parts for each in part.lost)
        stays = len(row.fields) == len(fields) and may_stay(row.fields, lost, self._keep)
        for part in parts:
            self._report(part, fields, stays=stays)
        return found, stays

    def _built_in(
        self, fields: tuple[str, ...], note_type: NoteType
    ) -> tuple[ReadBack, tuple[Converted, ...]]:
        """A card of a kind that may have filled the fields, or of the default kind."""
        by_name = dict(zip((name for name, _ in note_type.fields), fields, strict=True))
        made, parts = ReadBack(WrittenCard(html.NO_HEADING, "")), tuple[Converted, ...]()
        for asked, sides in kinds.unfilled(note_type.key, by_name):
            is_cloze = note_type.is_cloze and not sides.numbers
            first = self._question(sides.question, self._media, is_cloze=is_cloze)
            back = self._body(sides.answer, self._media, is_cloze=is_cloze and not sides.separated)
            front = first.text
            if sides.separated and "\n" not in front:
                front += "\n"
            # A cloze note may have lost its deletions.
            asks = asked or (kinds.default(deletions=True),) * note_type.is_cloze
            made = ReadBack(WrittenCard(front, back.text, kinds=asks), sides.numbers)
            parts = (first, back)
            if not sides.numbers or looks_alike(made, Stored(note_type, fields, (), self._media)):
                break
        return made, parts

    def _fitting(self, fields: tuple[str, ...], note_type: NoteType) -> tuple[str, ...]:
        """As many fields as the note type has: too many are joined into the last one."""
        wanted = len(note_type.fields)
        if len(fields) == wanted:
            return fields
        message = (
            "a note has too many or too few fields for its note type: they are joined or added"
        )
        self._tell("malformed-note", message, fields)
        if len(fields) > wanted:
            return (*fields[: wanted - 1], "<br>".join(fields[wanted - 1 :]))
        return (*fields, *[""] * (wanted - len(fields)))

    def _stored(self, tag: str, fields: tuple[str, ...]) -> str:
        """A tag as Anki stores it, also where another program wrote it."""
        stored = tags.stored(tag)
        if stored != tag:
            message = "tags with what Anki does not allow in one are changed: {}"
            advice = "blanks become `-`"
            self._tell("tag-sanitized", message, fields, advice, name=f"{tag} → {stored}")
        return stored

    def _report(self, converted: Converted, fields: tuple[str, ...], *, stays: bool) -> None:
        """Say what of a field is not Markdown, and what its note loses, at once or by an edit."""
        self.missing.update(converted.missing)
        for each in converted.kept:
            self._tell(
                "unrepresentable-content", NO_FORM, fields, severity=Severity.INFO, name=each
            )
        for each in converted.lost:
            severity = Severity.INFO if stays else Severity.WARNING
            message, advice = NOT_ALLOWED_LATER if stays else NOT_ALLOWED, hint(each, self._keep)
            self._tell(
                "unrepresentable-content", message, fields, advice, name=each, severity=severity
            )

    def _tell(
        self,
        rule: str,
        message: str,
        fields: tuple[str, ...],
        hint: str = "",
        *,
        severity: Severity = Severity.WARNING,
        name: str = "",
    ) -> None:
        front = re.sub("<[^<>]*>", " ", "".join(fields[:1])[:400])
        kind = OfNotes(rule, message, hint, severity)
        self.found.tell(kind, self._row, front, printable(name))


def _clean(text: str) -> str:
    """Text without the characters that no source may hold; every line ending is one character."""
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
