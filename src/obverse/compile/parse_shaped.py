"""Parse a source in another shape: its cards, and findings about their text and no prose."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from obverse.compile.card import Card
from obverse.compile.defaults import defaults
from obverse.compile.document import Document, cards_of, document_of, heading_title, outline_of
from obverse.compile.found import MarkFault
from obverse.compile.marks import mark_names
from obverse.compile.misread_text import misread_text
from obverse.compile.near_misses import near_misses
from obverse.compile.places import Places
from obverse.compile.section_bounds import CARD
from obverse.compile.sections import Cut
from obverse.compile.source_map import SourceMap
from obverse.errors import TextError
from obverse.note_types import NoteType
from obverse.values.card_settings import OF_NOTE
from obverse.values.diagnostic import Diagnostic, Severity, in_draft, of_text_error
from obverse.values.outline import Outline
from obverse.values.source import Place, Source


def parse_shaped(source: Source, whole: Cut, note_types: Mapping[str, NoteType]) -> Document:
    """The cards that shapes found in a source, which is cut up."""
    made = whole.shaped
    assert made  # noqa: S101  # a source is cut up so where shapes found it
    lines = source.text.split("\n")
    of = SourceMap(lines, made.written.lines, made.written.numbers)
    written = Source(source.path, "\n".join(made.written.lines))
    faults = tuple(_finding(each, source.path, lines) for each in made.faults)
    if made.is_kept:
        document = document_of(written, whole, note_types)
        return replace(document, source_map=of, settled=faults)
    if not made.found:  # of its prose nothing is said
        outline = Outline(whole.front.lines, end=len(lines) + 1)
        return Document(source, None, None, (), faults, outline=outline, is_cut=False)
    return _document(written, whole, note_types, faults, of)


def _document(
    source: Source,
    whole: Cut,
    note_types: Mapping[str, NoteType],
    faults: Sequence[Diagnostic],
    of: SourceMap,
) -> Document:
    made = whole.shaped
    assert made  # noqa: S101
    places = Places(source.path, whole.lines)
    marks = mark_names(made.settings)
    of_all = defaults(whole.front, note_types, places, marks)
    cards, found = cards_of(source, whole, of_all, places, marks)
    cards = tuple(_pinned(card, source.path) for card in cards)
    unread = tuple(_unread(made.unread, source.path))
    return Document(
        source,
        whole.front.deck,
        next(filter(None, map(heading_title, whole.sections)), None),
        cards,
        (
            *(in_draft(of_all.findings) if of_all.draft else of_all.findings),
            *near_misses(source, whole, has_card=True),
            *misread_text(source, whole),
            *found,
        ),
        sum(each.depth == CARD for each in whole.sections) - len(cards),
        of_all.note_type,
        outline_of(source, whole),
        of,
        (*unread, *faults),
        breaks=whole.front.breaks,
    )


def _finding(fault: MarkFault, path: str, lines: Sequence[str]) -> Diagnostic:
    """The finding about a mark, where it is in the source."""
    line = lines[fault.line] if fault.line < len(lines) else ""
    at = max(line.find(fault.written), 0) if fault.written else 0
    length = len(fault.written) if fault.written in line else 0
    severity = Severity.ERROR if fault.is_error else Severity.WARNING
    place = Place(path, fault.line + 1, at + 1, length)
    return Diagnostic(place, severity, fault.message, fault.rule, fault.hint)


def _unread(unread: TextError | None, path: str) -> Iterator[Diagnostic]:
    """Front matter that cannot be read stops no note: its cards go without what it says."""
    if unread:
        found = of_text_error(path, unread)
        yield found._replace(severity=Severity.WARNING)


def _pinned(card: Card, path: str) -> Card:
    """The card pinned by path and id: an id is of its note alone."""
    return card._replace(pin=f"{path}{OF_NOTE}{card.pin}") if card.pin else card
