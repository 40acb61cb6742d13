"""Notes of a collection as written cards, and what had to be left out."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from obverse.cards import from_html
from obverse.cards.cards import InAnki, WrittenCard
from obverse.cards.data_pictures import with_files
from obverse.cards.file_names import printable
from obverse.cards.from_html import Converted
from obverse.cards.kept_html import CLEAN, KeptHtml, hint
from obverse.cards.not_kept import LEARNERS_TAGS, decks_not_kept
from obverse.cards.rows import Rows, StoredNote
from obverse.compile import kinds
from obverse.languages import tags
from obverse.machine.file_names import Names, safe
from obverse.note_types import NoteType, built_in, built_in_names
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.source import FORBIDDEN, Place

_NOT_IN_A_KEY = re.compile(r"[^a-z0-9]+")
_NOT_IN_A_TAG = re.compile(r"[^\w\-/]+")
_GUID = re.compile(r"[^\s\x00-\x1f\x7f]{1,120}")
_TITLED = re.compile(r'<div class="title">(.*?)</div>\n?', re.DOTALL)
_HIGHEST_ID = 1 << 53  # Anki's own limit: its screens count in JavaScript
_LAST_TIME = 10**12  # seconds; a later one would leave no time for the next change


@dataclass(slots=True)
class _Told:
    """How often something was found, and the first note it was in."""

    severity: Severity
    message: str
    hint: str
    first: str
    count: int = 0


class Notes:
    """Converts the notes of one collection; `found` are the findings so far, by what they say."""

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
        self.found: dict[tuple[str, str], _Told] = {}
        self.note_types: dict[str, NoteType] = {}
        self._by_id: dict[int, NoteType] = {}
        self._keys = Names(built_in_names())
        self._guids: set[str] = set()
        self.missing: set[str] = set()
        self.pictures: dict[str, bytes] = {}
        used = {row.note_type for row in rows.notes}
        for number in sorted(used & rows.note_types.keys()):
            self._add_note_type(number, rows.note_types[number])

    def cards(self) -> Iterator[WrittenCard]:
        """The cards in the order of their note ids."""
        for row in self._rows.notes:
            note_type = self._by_id.get(row.note_type)
            fields = tuple(self._with_files(_clean(each)) for each in row.fields)
            if note_type is None:
                self._tell("malformed-note", "a note without a note type is skipped", fields)
                continue
            fields = self._fitting(fields, note_type)
            yield self._card(row, fields, note_type)

    def _with_files(self, field: str) -> str:
        field, pictures = with_files(field)
        self.pictures |= pictures
        self._media |= {name: name for name in pictures}
        return field

    def diagnostics(self) -> Iterator[Diagnostic]:
        """One finding for each thing that was found, however often."""
        for (rule, _), told in self.found.items():
            notes = "1 note" if told.count == 1 else f"{told.count:,} notes, the first"
            times = f" ({notes}: “{told.first}”)"
            yield Diagnostic(self._place, told.severity, told.message + times, rule, told.hint)
        yield from decks_not_kept(self._rows, self._place)

    def _add_note_type(self, number: int, note_type: NoteType) -> None:
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
        self._by_id[number] = self.note_types[key] = note_type._replace(key=key, name=name)

    def _card(self, row: StoredNote, fields: tuple[str, ...], note_type: NoteType) -> WrittenCard:
        is_built_in = note_type.key in built_in_names()
        written = self._built_in if is_built_in else self._custom
        card = written(fields, note_type)
        deck = _clean(self._rows.decks.get(row.deck, ""))
        known = tuple(each for tag in row.tags if (each := FORBIDDEN.sub("", tag)))
        known = self._kept(row, known, fields)
        sound = 0 < row.note_id < _HIGHEST_ID
        guid = row.guid if sound and _GUID.fullmatch(row.guid) else ""
        if not guid or guid in self._guids:
            self._tell("guid-replaced", "a note without a unique guid gets a new one", fields)
            guid = ""
        self._guids.add(guid)
        modified = min(max(row.modified, 0), _LAST_TIME)
        return replace(
            card,
            deck="::".join(name for part in deck.split("::") if (name := " ".join(part.split()))),
            tags=tuple(dict.fromkeys(self._tag(each, fields) for each in known)),
            guid=guid,
            in_anki=InAnki(row.note_id, modified, row.fields, known) if guid else None,
        )

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

    def _custom(self, fields: tuple[str, ...], note_type: NoteType) -> WrittenCard:
        """A card that keeps its note type."""
        is_cloze = note_type.is_cloze
        first = self._question(fields[0], self._media, is_cloze=is_cloze, depth=4)
        others = [self._body(each, self._media, is_cloze=is_cloze, depth=4) for each in fields[1:]]
        for each in (first, *others):
            self._report(each, fields)
        names = [name for name, _ in note_type.fields]
        further = zip(names[2:], others[1:], strict=True)
        return WrittenCard(
            first.text,
            others[0].text if others else "",
            note_type=note_type.key,
            fields={name: each.text for name, each in further if each.text},
        )

    def _built_in(self, fields: tuple[str, ...], note_type: NoteType) -> WrittenCard:
        """A card of the kinds that its fields switch on."""
        by_name = dict(zip((name for name, _ in note_type.fields), fields, strict=True))
        if note_type.is_cloze and (found := _TITLED.match(fields[1])):
            # A heading with deletions stands in the text (`kinds.cloze`).
            text = f"<p>{found[1]}</p>{fields[1][found.end() :]}"
            first = self._question(text, self._media, is_cloze=True)
            back = Converted("")
        else:
            first = self._question(fields[0], self._media)
            back = self._body(fields[1], self._media, is_cloze=note_type.is_cloze)
        self._report(first, fields)
        self._report(back, fields)
        if not note_type.is_cloze:
            return WrittenCard(
                first.text, back.text, kinds=kinds.switched_on(note_type.key, by_name)
            )
        cloze = (kinds.default(deletions=True),)
        extra = self._body(by_name["Extra"], self._media)
        self._report(extra, fields)
        if not extra.text:
            heading, _, above = first.text.partition("\n")
            text = "\n\n".join(part for part in (above, back.text) if part)
            return WrittenCard(heading, text, kinds=cloze)
        return WrittenCard(f"{first.text}\n{back.text}", extra.text, kinds=cloze)

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

    def _tag(self, tag: str, fields: tuple[str, ...]) -> str:
        """A tag as it is written after `#`."""
        written = tag.replace("::", "/")
        if tags.only_tags(f"#{written}") == [written] and tags.to_anki(written) == tag:
            return written
        written = _NOT_IN_A_TAG.sub("-", written).strip("-/") or "tag"
        written = re.sub("/{2,}", "/", written)
        if written.isdigit():
            written = f"_{written}"
        message = f"the tag `{printable(tag)}` becomes `{printable(written)}`"
        self._tell("tag-sanitized", message, fields, "tags may have letters, digits, `_`, `-`, `/`")
        return written

    def _report(self, converted: Converted, fields: tuple[str, ...]) -> None:
        self.missing.update(converted.missing)
        for each in converted.kept:
            message = f"Markdown has no form for `{printable(each)}`, which stays as HTML"
            self._tell("unrepresentable-content", message, fields, severity=Severity.INFO)
        for each in converted.lost:
            message = f"`{printable(each)}` is not allowed on a card and is left out"
            self._tell("unrepresentable-content", message, fields, hint(each, self._keep))

    def _tell(
        self,
        rule: str,
        message: str,
        fields: tuple[str, ...],
        hint: str = "",
        *,
        severity: Severity = Severity.WARNING,
    ) -> None:
        first = " ".join(re.sub("<[^<>]*>", " ", "".join(fields[:1])[:400]).split())
        told = self.found.setdefault(
            (rule, message), _Told(severity, message, hint, printable(first)[:60])
        )
        told.count += 1


def _clean(text: str) -> str:
    """Text without the characters that no source may hold; every line ending is one character."""
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
