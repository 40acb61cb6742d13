"""Render: cards become notes, the fields in HTML, with holes for what only linking knows."""

from collections.abc import Iterable, Mapping
from html import escape

from obverse.compile import custom_note_type, kinds
from obverse.compile.card import Card
from obverse.compile.check_deletions import check_deletions
from obverse.compile.deck import deck, part_of_deck
from obverse.compile.document import Document
from obverse.compile.markers import (
    deck_of_tags,
    marked_file,
    without_marker_findings,
    without_markers,
)
from obverse.compile.queries import query_finding
from obverse.compile.sides import Sides
from obverse.languages import cloze, html, markdown, spelled_math
from obverse.languages.fingerprint import plain, text_key
from obverse.languages.highlight import CodeBlocks
from obverse.languages.markdown import Rendering
from obverse.note_types import NoteType, built_in
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Diagnostic, Severity, in_draft
from obverse.values.note import Note
from obverse.values.render_settings import RenderSettings

_DEFAULT = RenderSettings()


def render(
    document: Document,
    settings: RenderSettings = _DEFAULT,
    known: Iterable[tuple[int, str, str]] = (),
) -> Compiled:
    """The notes of a parsed source; `known` are the blocks from when it was compiled before."""
    blocks = CodeBlocks(known)
    if document.breaks is not None:
        settings = settings._replace(breaks=document.breaks)
    found = list(document.diagnostics)
    notes: list[Note] = []
    drafts: list[Note] = []
    of_file = deck(document, settings)
    markers = settings.markers
    if markers:
        found = without_marker_findings(found, document.source, markers)
    by_tag = settings.decks == "tag" and not document.deck
    marked = marked_file(document, markers)[:1] if by_tag else ()
    queries = 0
    for card in document.cards:
        if query := query_finding(card):
            queries += 1
            found.append(query)
            continue
        own = (by_tag and deck_of_tags((*marked, *card.tags), markers)) or of_file
        note, findings = _note(card, document, own, Rendering(document.source, settings, blocks))
        if markers:
            own_tags = without_markers(card.tags, markers, is_deck=settings.decks == "tag")
            note = note._replace(tags=own_tags)
        found += in_draft(findings) if card.draft else findings
        (drafts if card.draft else notes).append(note)
    made = Compiled(
        document.source.path,
        tuple(notes),
        tuple(drafts),
        len(document.cards) + document.skipped - queries,
        tuple(found),
        blocks.used,
        document.outline,
        document.passages,
    )
    if document.source_map:
        from obverse.compile.source_map import of_source

        made = of_source(made, document.source_map)
        made = made._replace(diagnostics=(*made.diagnostics, *document.settled))
    return made


def _note(
    card: Card, document: Document, deck_name: str, rendering: Rendering
) -> tuple[Note, list[Diagnostic]]:
    kind = kinds.get(card.kinds[0])
    note_type = document.note_type or built_in(kind.note_type)
    rendering.cloze = note_type.is_cloze
    rendering.marks = note_type.is_cloze if document.note_type else kind.marks
    heading_text, answer = markdown.text(card.heading), markdown.text(card.below)
    front = f"{heading_text}\n{markdown.text(card.above)}" if card.above else heading_text
    sides = Sides(
        card.heading, card.above, card.below, rendering, separated=card.separated, kinds=card.kinds
    )
    if document.note_type:
        filled = custom_note_type.fill(sides, note_type)
    else:
        filled = kinds.filled(card.kinds, sides)
        if card.extra:
            filled["Extra"] = "\n".join(filter(None, (filled.get("Extra"), sides.html(card.extra))))
        if context := _context(card, deck_name, rendering.settings):
            filled["Context"] = escape(context, quote=False)
    whole = {name: _whole(field, rendering) for name, field in filled.items() if field}
    fields = tuple([whole.get(name, "") for name, _ in note_type.fields])
    if document.note_type:
        from obverse.note_types.emphasis import with_known_emphasis

        fields = tuple([with_known_emphasis(field, note_type) for field in fields])
    answered = "\n".join((answer, *cloze.deleted(fields))) if note_type.is_cloze else answer
    settings = rendering.settings
    note = Note(
        place=card.place,
        note_type=note_type.key,
        kind=kinds.together(*card.kinds),
        fields=fields,
        tags=card.tags,
        deck=deck_name,
        front=plain(front),
        back=plain(answer),
        front_key=text_key(_asked(front, filled, note_type)),
        back_key=text_key(answered),
        pin=card.pin,
        media=tuple(rendering.media),
        deletions=tuple(rendering.deletions),
        written=card.written,
        source=_source(card, document.source.path, settings),
        embeds=tuple(rendering.embeds),
        context=filled.get("Context", "") if settings.context else "",
    )
    findings = rendering.found
    if note_type.is_cloze and all(each.severity is not Severity.ERROR for each in findings):
        findings = [*findings, *check_deletions(note, note_type, rendering)]
    return note, findings


def _whole(field: str, rendering: Rendering) -> str:
    """A field as it will be stored: cleaned, and with what was guarded until then."""
    if rendering.has_html and not rendering.settings.trust and "<" in field:
        field = html.clean(field)
    field = markdown.unguarded(field)
    if rendering.is_raw:
        return spelled_math.brackets_filled(field)
    return spelled_math.separated(field)


def _context(card: Card, deck_name: str, settings: RenderSettings) -> str:
    """What is shown above the question: the headings above a card, without the name of its deck."""
    if not settings.context or card.above_it is None:
        return card.context
    path = card.above_it.path
    if path and part_of_deck(path[0]) == deck_name.rpartition("::")[2]:
        path = path[1:]
    return " > ".join(path) or card.context


def _source(card: Card, path: str, settings: RenderSettings) -> str:
    if not settings.source:
        return ""
    above = card.above_it
    heading, anchor = (above.heading, above.anchor) if above else ("", "")
    return settings.source.address(path, heading, anchor)


def _asked(front: str, filled: Mapping[str, str], note_type: NoteType) -> str:
    """What tells the question from others: many cards of masks are of one picture."""
    return f"{front}\n{filled.get(note_type.fields[0][0], '')}" if note_type.heading else front
