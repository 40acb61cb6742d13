"""Render: cards become notes, the fields in HTML, with holes for what only linking knows."""

from dataclasses import dataclass

from obverse import cloze, html, kinds, markdown
from obverse.diagnostic import Diagnostic, error
from obverse.fingerprint import key, plain
from obverse.kinds import Sides
from obverse.markdown import Rendering
from obverse.note import HOLE, Note
from obverse.note_types import NoteType, built_in
from obverse.parse import Card, Document


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled source: its notes, its drafts, how many cards it has in all, the findings."""

    path: str
    notes: tuple[Note, ...]
    drafts: tuple[Note, ...]
    cards: int
    diagnostics: tuple[Diagnostic, ...]


def render(document: Document) -> Compiled:
    """The notes of a parsed source."""
    found = list(document.diagnostics)
    notes: list[Note] = []
    drafts: list[Note] = []
    deck = _deck(document)
    for card in document.cards:
        note, findings = _note(card, document, deck)
        found += findings
        (drafts if card.draft else notes).append(note)
    return Compiled(
        document.source.path,
        tuple(notes),
        tuple(drafts),
        len(document.cards) + document.skipped,
        tuple(found),
    )


def _note(card: Card, document: Document, deck: str) -> tuple[Note, list[Diagnostic]]:
    note_type = built_in(kinds.get(card.kinds[0]).note_type)
    rendering = Rendering(document.source, cloze=note_type.is_cloze)
    heading_text, answer = markdown.text(card.heading), markdown.text(card.below)
    front = f"{heading_text}\n{markdown.text(card.above)}" if card.above else heading_text
    sides = Sides(
        heading=markdown.html_of_line(card.heading, rendering),
        above=markdown.html(card.above, rendering),
        below=markdown.html(card.below, rendering),
        separated=card.separated,
        heading_text=plain(heading_text),
        answer=plain(markdown.text(card.below, signs=False)) if "typing" in card.kinds else "",
    )
    filled = kinds.fill(card.kinds, sides)
    fields = tuple(filled.get(name, "") for name, _ in note_type.fields)
    if rendering.has_html:
        fields = tuple(html.clean(field) if "<" in field else field for field in fields)
    note = Note(
        place=card.place,
        note_type=note_type.key,
        kind="+".join(card.kinds),
        fields=fields,
        tags=card.tags,
        deck=deck,
        front=plain(front),
        back=plain(answer),
        front_key=key(front),
        back_key=key("\n".join((answer, *cloze.deleted(fields))) if note_type.is_cloze else answer),
        pin=card.pin,
        media=tuple(rendering.media),
        deletions=tuple(rendering.deletions),
    )
    return note, _cloze_findings(note, note_type)


def _cloze_findings(note: Note, note_type: NoteType) -> list[Diagnostic]:
    """What Anki would make of the deletions without a word: no card, too few, or one cut short."""
    if not note_type.is_cloze:
        return []
    # A deletion whose number the lock will give counts as one with a number.
    text = HOLE.sub("1", "\n".join(note.fields))
    numbers = cloze.numbers(text)
    if cloze.unclosed(text):
        message = "a cloze deletion is opened with `{{c` and never closed"
        return [error(note.place, "cloze-not-closed", message, "close it with `}}`")]
    if not numbers:
        message = "a cloze card without a deletion makes no card in Anki"
        hint = "write `{{c1::..}}` or `==..==` round what is to be asked"
        return [error(note.place, "cloze-without-deletion", message, hint)]
    if max(numbers, default=0) > cloze.MOST:
        message = f"the cloze number {max(numbers)} is above {cloze.MOST}, Anki's highest"
        return [error(note.place, "cloze-number-too-high", message)]
    return []


def _deck(document: Document) -> str:
    """Below the project's root deck: what the front matter says, the title, or the file's name."""
    if document.deck:
        return "::".join(part.strip() for part in document.deck.split("::") if part.strip())
    name = document.title or document.source.path.rpartition("/")[2].rpartition(".")[0]
    # `::` nests decks; in a title it is text.
    return " ".join(name.replace("::", ":").split())
