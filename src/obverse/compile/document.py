"""Document: the cards of a source that is cut up, and what is found in it.

What is wrong becomes diagnostics with places. An error in a draft is a warning; of the near misses
only that which takes in the next card is an error, in a draft too.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from obverse.compile.block_ids import block_id_findings
from obverse.compile.card import Card, card, setext_heading
from obverse.compile.defaults import Defaults, defaults
from obverse.compile.headings import tag_findings
from obverse.compile.misread_cards import may_be_misread, misread_card
from obverse.compile.misread_text import misread_text
from obverse.compile.near_misses import lost_pins, near_misses
from obverse.compile.passages import passages
from obverse.compile.places import Places
from obverse.compile.section_bounds import CARD, TITLE, first_line
from obverse.compile.sections import Cut, Section, code_blocks
from obverse.compile.unread_signs import unread_signs
from obverse.languages import cloze, markdown, pin, tags
from obverse.languages.fingerprint import plain
from obverse.note_types import NoteType
from obverse.values.card_settings import ANCHORS, MARK
from obverse.values.compiled import Passage
from obverse.values.diagnostic import Diagnostic, Severity, error, in_draft, warning
from obverse.values.outline import Allowance, Outline
from obverse.values.source import Source

if TYPE_CHECKING:  # most cards are where they are read
    from obverse.compile.source_map import SourceMap

_NOWHERE = Outline()


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed source: the deck as its front matter or title names it, its cards, the findings.

    `skipped` counts cards without a question, which are none of the `cards`. The `source` holds
    what was read: if the cards are of other shapes, the lines that were written for them, and
    `source_map` knows where they are from; `settled` are findings that are in the source already.
    Without `is_cut` no shape found a card, and nothing was read. `breaks` is what it says of the
    ends of its lines, if anything.
    """

    source: Source
    deck: str | None
    title: str | None
    cards: tuple[Card, ...]
    diagnostics: tuple[Diagnostic, ...]
    skipped: int = 0
    note_type: NoteType | None = None
    outline: Outline = _NOWHERE
    source_map: "SourceMap | None" = None
    settled: tuple[Diagnostic, ...] = ()
    is_cut: bool = True
    passages: tuple[Passage, ...] = ()
    breaks: bool | None = None


def document_of(source: Source, whole: Cut, note_types: Mapping[str, NoteType]) -> Document:
    """The cards of a source that is cut up, and all that is found in it."""
    places = Places(source.path, whole.lines)
    of_all = defaults(whole.front, note_types, places)
    cards, found = cards_of(source, whole, of_all, places)
    has_card = any(each.depth == CARD for each in whole.sections)
    diagnostics = (
        *(in_draft(of_all.findings) if of_all.draft else of_all.findings),
        *(() if has_card or whole.shaped else _without_cards(source, whole)),
        *near_misses(source, whole, has_card=has_card),
        *misread_text(source, whole),
        *found,
        *_outside_cards(whole, places),
    )
    return Document(
        source,
        whole.front.deck,
        next(filter(None, map(heading_title, whole.sections)), None),
        cards,
        diagnostics,
        sum(each.depth == CARD for each in whole.sections) - len(cards),
        of_all.note_type,
        outline_of(source, whole),
        # The number of an anchor counts the headings of all passages.
        passages=()
        if whole.shaped or whole.above == ANCHORS
        else passages(source.text, whole, diagnostics),
        breaks=whole.front.breaks,
    )


def cards_of(
    source: Source,
    whole: Cut,
    of_all: Defaults,
    places: Places,
    marks: Collection[str] = (MARK,),
) -> tuple[tuple[Card, ...], list[Diagnostic]]:
    """The cards of all sections, and what is found in them; `marks` are tags that mark cards.

    What is about headings as an author writes them is not said of those that were written for
    other shapes.
    """
    is_written = whole.shaped is not None and not whole.shaped.is_kept
    own_fields = is_written or of_all.note_type is not None
    may_be = may_be_misread(source.text, whole, own_fields=own_fields)
    may_pin, is_cut_off = pin.may_be_in(source.text), whole.parsed.is_cut_off
    deletions = _lines_of_deletions(whole) if cloze.START in source.text else []
    cards: list[Card] = []
    sections: list[Section] = []
    found: list[Diagnostic] = []
    for section in whole.sections:
        too_deep = list(_nested_too_deep(section, places)) if is_cut_off else []
        if section.depth != CARD:
            found += too_deep
            continue
        if section.heading[0].markup == "-":
            found.append(setext_heading(section, places))
        if not section.is_card:
            hint = "write the question after `##`, or delete the line"
            message = "a card without a question is skipped"
            place = places.line(section.first)
            found += (warning(place, "malformed-card-skipped", message, hint), *too_deep)
            continue
        if not is_written and (section.heading_tags or "#" in section.heading[1].content):
            found += tag_findings(section.heading, section.heading_tags, places)
        found += misread_card(section, places, may_be)
        if may_pin:
            metadata = section.metadata
            last = None if metadata.pin else metadata.last
            found += lost_pins(source, metadata.tokens, whole.lines)
            found += block_id_findings(metadata.block_ids, places, last=last)
        at = bisect_left(deletions, section.first)
        has_deletion = at < len(deletions) and deletions[at] < section.end
        made, faults = card(section, of_all, places, deletions=has_deletion, marks=marks)
        cards.append(made)
        sections.append(section)
        found += faults
        found += in_draft(too_deep) if made.draft else too_deep
    if not own_fields and (unread := unread_signs(source.text, whole)):
        from obverse.compile.unread_lines import unread_lines

        pairs = list(zip(sections, cards, strict=True))
        found += unread_lines(source, whole, places, pairs, unread)
    if whole.above and cards:
        from obverse.compile.headings_above import headings_above

        headings = zip(cards, headings_above(whole, sections), strict=True)
        cards = [made._replace(above_it=above) for made, above in headings]
    return tuple(cards), found


def _lines_of_deletions(whole: Cut) -> list[int]:
    """The first lines of the blocks that hold a deletion."""
    return sorted(
        first_line(token)
        for token in whole.blocks_with(cloze.START)
        if any(child.type == "deletion_open" for child in token.children or ())
    )


def _outside_cards(whole: Cut, places: Places) -> Iterator[Diagnostic]:
    """What may be lost in text that belongs to no card."""
    has_card = has_title = False
    for section in whole.sections:
        if section.depth == CARD:
            has_card = True
            continue
        if not has_card and section.metadata.tokens:
            from obverse.compile.misplaced_keys import (
                misplaced_keys,
            )  # most files have no text here

            yield from misplaced_keys(section, places, has_front=whole.front.lines > 0)
        if section.depth == TITLE:
            yield from _stray_title(section, places, has_card=has_card, has_title=has_title)
            if not has_title and not whole.front.deck:
                yield from _deck_in_title(section, places)
            has_title = has_title or heading_title(section) is not None
        for name, line in (*_title_tags(section), *section.metadata.tags):
            hint = "move the tag into the front matter, or into the card it is meant for"
            message = f"the tag `#{name}` belongs to no card"
            yield warning(places.tag(line, name), "preamble-tag", message, hint)


def _deck_in_title(section: Section, places: Places) -> Iterator[Diagnostic]:
    """A title with `::`, which nests decks in Anki and `deck` but not here."""
    if "::" in (name := heading_title(section) or ""):
        message = f"`::` in a title is text: the deck is `{name.replace('::', ':')}`"
        hint = f"to nest decks, write `deck: {name}` in the front matter"
        place = places.line(section.first)
        yield Diagnostic(place, Severity.INFO, message, "deck-in-title", hint)


def _stray_title(
    section: Section, places: Places, *, has_card: bool, has_title: bool
) -> Iterator[Diagnostic]:
    """A `#` heading that ends a card, or is not the first, and what is lost by that."""
    has_text = bool(section.metadata.tokens or section.metadata.lines)
    if not has_title and not has_card:
        return
    lost = "; the text below it belongs to no card" if has_text else ""
    which = "a second `#` heading" if has_title else "this `#` heading"
    hint = "make it a `##` heading, or begin another file"
    if not has_title and not lost:
        lost = ", and names the deck of the whole file"
    written = section.heading[1].content
    if has_card and written.islower() and tags.only_tags(f"#{written}"):
        hint = f"a tag has no space in it: write `#{written}`"
    if section.heading[0].markup == "=":
        hint = "the line of `=` makes it a heading: put an empty line above that"
    message = f"{which} ends the card above{lost}" if has_card else f"{which}{lost}"
    yield warning(places.line(section.first), "stray-h1", message, hint)


def _title_tags(section: Section) -> Iterator[tuple[str, int]]:
    """The tags that a `#` heading ends with: they stay in the name of the deck."""
    if section.depth == TITLE and "#" in (written := section.heading[1].content):
        yield from ((name, section.first) for name in tags.run_at_end(written)[1])


def heading_title(section: Section) -> str | None:
    """The title that a section begins with, if it begins with one."""
    if section.depth != TITLE:
        return None
    return " ".join(plain(markdown.text(section.heading, signs=False)).split()) or None


def _nested_too_deep(section: Section, places: Places) -> Iterator[Diagnostic]:
    if token := markdown.deepest(section.metadata.tokens):
        message = f"blocks are nested {markdown.DEEPEST} deep or more"
        yield error(places.line((token.map or (0,))[0]), "nested-too-deep", message)


def _without_cards(source: Source, whole: Cut) -> Iterator[Diagnostic]:
    from obverse.compile.file_without_cards import file_without_cards

    return file_without_cards(source, whole)


def outline_of(source: Source, whole: Cut) -> Outline:
    """Where the cards and the code of a source are."""
    return Outline(
        whole.front.lines,
        tuple(each.first + 1 for each in whole.sections if each.depth),
        tuple((first + 1, end + 1) for first, end in code_blocks(whole.leaves)),
        _allowances(source, whole) if "allow:" in source.text else (),
        len(whole.lines) + 1,
    )


def _allowances(source: Source, whole: Cut) -> tuple[Allowance, ...]:
    from obverse.compile.allowances import allowances

    return tuple(allowances(source.path, whole))
