"""Reading: what the rules look at, and where in the sources what they mean is written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from obverse.compile import kinds
from obverse.languages import tags
from obverse.values.card_settings import BY_HEADINGS, CardSettings
from obverse.values.diagnostic import line_extent
from obverse.values.note import Note
from obverse.values.outline import Outline
from obverse.values.source import Place

_NOWHERE = Outline()


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture, sound or video in the content folder: its path below the root, its bytes."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A linked project as rules see it.

    `notes` are in source order, duplicates merged. `lines` are the lines of every source by path,
    `outlines` what they are. `media` are the files in the content folder, `shown` the paths of
    those that a card shows, a draft's too. `limits` holds a number for each rule that has one.
    `cards` says which text is a card, and `tables` are csv and tsv files that are not sources.
    """

    notes: tuple[Note, ...]
    lines: Mapping[str, Sequence[str]]
    outlines: Mapping[str, Outline]
    media: tuple[MediaFile, ...] = ()
    shown: frozenset[str] = frozenset()
    limits: Mapping[str, int] = field(default_factory=dict)
    cards: CardSettings = BY_HEADINGS
    tables: tuple[str, ...] = ()

    def asked(self) -> Iterator[Note]:
        """The notes that are a question and its answer."""
        asks = {kind: all(k.asks_question for k in kinds.of(kind)) for kind in self._kinds()}
        return (each for each in self.notes if asks[each.kind])

    def marked(self) -> Iterator[Note]:
        """The notes whose authors mark what is asked for."""
        marks = {kind: all(k.marks for k in kinds.of(kind)) for kind in self._kinds()}
        return (each for each in self.notes if marks[each.kind])

    def _kinds(self) -> set[str]:
        return {each.kind for each in self.notes}

    def first_with(self, tag: str) -> Note:
        """The first note with a tag that some note has."""
        return next(each for each in self.notes if tag in each.tags)

    def outline(self, note: Note) -> Outline:
        """What the lines of a note's source are."""
        return self.outlines.get(note.place.path, _NOWHERE)

    def heading(self, note: Note) -> Place:
        """The question as it is written in the heading."""
        path, number = note.place.path, note.place.line
        column, length = line_extent(self._line(path, number))
        return Place(path, number, column, length)

    def find(self, note: Note, written: str) -> Place:
        """Where a note first has these words, code blocks aside; its heading if they differ."""
        for number, line in self.text(note):
            if (at := line.find(written)) >= 0:
                return Place(note.place.path, number, at + 1, len(written))
        return self.heading(note)

    def tag(self, note: Note, tag: str) -> tuple[Place, bool] | None:
        """Where a tag is written, and whether in the card itself; else in the front matter."""
        names = "|".join(re.escape(each) for each in (tags.spelt(tag), tags.put_in_quotes(tag)))
        pattern = re.compile(rf"(?<!\S)#(?:{names})(?![\w/\-])", re.IGNORECASE)
        for number, line in self.text(note):
            if found := pattern.search(line):
                place = Place(note.place.path, number, found.start() + 1, len(found[0]))
                return place, True
        names = f"{names}|{re.escape(tag.replace('::', '/'))}"
        name = re.compile(rf"(?<![\w/\-])(?:{names})(?![\w/\-])", re.IGNORECASE)
        for number, line in self._front_matter(note):
            if found := name.search(line):
                return Place(note.place.path, number, found.start() + 1, len(found[0])), False
        return None

    def text(self, note: Note) -> Iterator[tuple[int, str]]:
        """The lines of a note outside code blocks, with their numbers."""
        outline = self.outline(note)
        for number in outline.section(note.place.line):
            if not outline.is_code(number):
                yield number, self._line(note.place.path, number)

    def _front_matter(self, note: Note) -> Iterator[tuple[int, str]]:
        for number in range(2, self.outline(note).front_matter):
            yield number, self._line(note.place.path, number)

    def _line(self, path: str, number: int) -> str:
        lines = self.lines.get(path, ())
        return lines[number - 1] if 0 < number <= len(lines) else ""
