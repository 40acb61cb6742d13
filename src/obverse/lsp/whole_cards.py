"""Whole cards: those that are a section of their own, and can be changed or joined as one."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from obverse.compile import kinds
from obverse.compile.compile_source import compile_source
from obverse.languages import front_matter, pin, tags
from obverse.link.custom_note_types import custom_note_types
from obverse.lsp.edits import LineEdit
from obverse.lsp.held_project import HeldProject
from obverse.lsp.session import About
from obverse.values.card_settings import OF_NOTE
from obverse.values.note import Note
from obverse.values.source import Place

_HEADING = re.compile(r" {0,3}##[ \t]")
_WORDS = re.compile(r"[a-z0-9]+")
_LONGEST = 40  # characters of a name that is made of a question


class WholeCard(NamedTuple):
    """A card, the lines of its source, and which of them it is, from zero."""

    note: Note
    lines: Sequence[str]
    first: int
    end: int

    @property
    def last(self) -> int:
        """Its last line that is not empty."""
        at = self.end - 1
        while at > self.first and not self.lines[at].strip():
            at -= 1
        return at

    @property
    def name(self) -> str:
        """The name it is pinned by; empty if it has none."""
        return (self.note.pin or "").rpartition(OF_NOTE)[2]


def whole_card(held: HeldProject, key: str, line: int) -> WholeCard | None:
    """The card at a line, from zero, if it is a whole section of its source."""
    alone = held.alone(key)
    note = alone.compiled.card_at(line + 1) if alone else None
    if alone is None or note is None:
        return None
    outline, lines = alone.compiled.outline, held.lines(key)
    first = note.place.line - 1
    is_part = any(start == note.place.line for start, _ in outline.cards)
    if is_part or note.place.line not in outline.sections or not _HEADING.match(lines[first]):
        return None
    return WholeCard(note, lines, first, min(outline.section(line + 1).stop - 1, len(lines)))


def with_metadata(card: WholeCard, written: Sequence[str], name: str) -> LineEdit:
    """The edit that gives a card further tags, as they are written, and a name if it has none."""
    new = [" ".join(f"#{tag}" for tag in written)] if written else []
    if card.name:
        at = card.last if pin.name_of(card.lines[card.last]) else card.last + 1
        return LineEdit(at, at, [*new, ""] if at == card.last else ["", *new])
    parts = [["", line] for line in (*new, *([f"^{name}"] if name else []))]
    return LineEdit(card.last + 1, card.last + 1, [line for part in parts for line in part])


def holds(about: About, card: WholeCard, edit: LineEdit) -> Note | None:
    """The card after an edit within it; nothing where it would not be the same card alone."""
    project = about.project
    front = card.lines[: front_matter.extent(card.lines)]
    first, end = (at - card.first for at in (edit.first, edit.end))
    body = [*card.lines[card.first : card.end]]
    body[first:end] = edit.new
    raw = "\n".join((*front, *body)).encode("utf-8", "surrogatepass")
    source = card.note.place.path, raw
    made = compile_source(source, project.rendering, custom_note_types(project)[0])
    notes = (*made.notes, *made.drafts)
    if len(notes) != 1 or (notes[0].front, notes[0].back) != (card.note.front, card.note.back):
        return None
    return notes[0]


def name_of_question(note: Note) -> str:
    """A name made of the words of a question; empty where it has no letters of a name."""
    plain = unicodedata.normalize("NFKD", note.front).encode("ascii", "ignore").decode().lower()
    name = ""
    for word in _WORDS.findall(plain):
        longer = f"{name}-{word}" if name else word
        if len(longer) > _LONGEST:
            break
        name = longer
    return name if pin.is_id(name) else ""


def tags_to_add(kept: Note, dropped: Note) -> list[str]:
    """The tags, and the kinds, that only the second of two cards has, as they are written."""
    has = {tag.casefold() for tag in kept.tags}
    added = [tags.spelt(tag) for tag in dropped.tags if tag.casefold() not in has]
    both = kinds.asked_for(kinds.together(kept.kind, dropped.kind))
    return [*added, *(f"card/{name}" for name in both if name not in kept.kind.split("+"))]


def in_words(place: Place) -> str:
    """A place as the title of an action says it."""
    return f"{place.path}:{place.line}"
