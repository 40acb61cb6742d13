"""Render: cards become notes, the fields in HTML, with holes for what only linking knows."""

import re
from collections.abc import Iterable
from html import escape

from obverse.compile import custom_note_type, kinds
from obverse.compile.card import Card
from obverse.compile.check_deletions import check_deletions
from obverse.compile.document import Document
from obverse.compile.sides import Sides
from obverse.languages import cloze, html, markdown, spelled_math
from obverse.languages.fingerprint import plain, text_key
from obverse.languages.highlight import CodeBlocks
from obverse.languages.markdown import Rendering, RenderSettings
from obverse.machine.paths import composed
from obverse.note_types import built_in
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Diagnostic, Severity, in_draft
from obverse.values.note import Note

_DEFAULT = RenderSettings()
# Anki puts a deck's name on a card (`{{Subdeck}}`) as HTML, unescaped: a `<` in it would be markup.
_NO_MARKUP = str.maketrans("<>", "‹›")  # noqa: RUF001  # what they look like is the point
_SPELLED_MATH = re.compile(r"\\(?=[(\[])")
_LIKE_A_BACKSLASH = "\N{REVERSE SOLIDUS OPERATOR}"


def render(
    document: Document, settings: RenderSettings = _DEFAULT, known: Iterable[tuple[str, str]] = ()
) -> Compiled:
    """The notes of a parsed source; `known` are the blocks from when it was compiled before."""
    blocks = CodeBlocks(known)
    found = list(document.diagnostics)
    notes: list[Note] = []
    drafts: list[Note] = []
    deck = _deck(document)
    for card in document.cards:
        note, findings = _note(card, document, deck, Rendering(document.source, settings, blocks))
        found += in_draft(findings) if card.draft else findings
        (drafts if card.draft else notes).append(note)
    made = Compiled(
        document.source.path,
        tuple(notes),
        tuple(drafts),
        len(document.cards) + document.skipped,
        tuple(found),
        blocks.used,
        document.outline,
    )
    if document.source_map:
        from obverse.compile.source_map import of_source

        made = of_source(made, document.source_map)
        made = made._replace(diagnostics=(*made.diagnostics, *document.settled))
    return made


def _note(
    card: Card, document: Document, deck: str, rendering: Rendering
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
        if card.context:
            filled["Context"] = escape(card.context, quote=False)
    fields = tuple([filled.get(name, "") for name, _ in note_type.fields])
    if rendering.has_html and not rendering.settings.trust:
        fields = tuple([html.clean(field) if "<" in field else field for field in fields])
    whole = spelled_math.brackets_filled if rendering.is_raw else spelled_math.separated
    fields = tuple([whole(markdown.unguarded(field)) if field else "" for field in fields])
    answered = "\n".join((answer, *cloze.deleted(fields))) if note_type.is_cloze else answer
    note = Note(
        place=card.place,
        note_type=note_type.key,
        kind=kinds.together(*card.kinds),
        fields=fields,
        tags=card.tags,
        deck=deck,
        front=plain(front),
        back=plain(answer),
        front_key=text_key(front),
        back_key=text_key(answered),
        pin=card.pin,
        media=tuple(rendering.media),
        deletions=tuple(rendering.deletions),
    )
    findings = rendering.found
    if note_type.is_cloze and all(each.severity is not Severity.ERROR for each in findings):
        findings = [*findings, *check_deletions(note, note_type, rendering)]
    return note, findings


def _deck(document: Document) -> str:
    """The deck, below the root deck: from the front matter, the title, or the name of the file."""
    if document.deck:
        parts = _as_text(document.deck).split("::")
        return composed("::".join(part.strip() for part in parts if part.strip()))
    name = document.title or document.source.path.rpartition("/")[2].rpartition(".")[0]
    # `::` nests decks; in a title it is text.
    return composed(" ".join(_as_text(name.replace("::", ":")).split()))


def _as_text(deck: str) -> str:
    """The name of a deck in which nothing is markup or math."""
    return _SPELLED_MATH.sub(_LIKE_A_BACKSLASH, deck.translate(_NO_MARKUP))
