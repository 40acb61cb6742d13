"""Symbols: the cards of a file, and of all projects that are open."""

from collections.abc import Sequence

from lsprotocol import types

from obverse.lsp.diagnostics import location
from obverse.lsp.session import About, Session
from obverse.values.compiled import Compiled
from obverse.values.note import Note

_LONGEST = 120  # characters of a question
_MOST = 500  # cards that are listed of all
_KIND = types.SymbolKind.String


def document_symbols(about: About, _: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    """The cards of a file, in their order."""
    drafts = {each.place for each in about.alone.compiled.drafts}
    cards = cards_of_source(about.alone.compiled)
    return [_symbol(about, note, is_draft=note.place in drafts) for note in cards]


def _symbol(about: About, note: Note, *, is_draft: bool) -> types.DocumentSymbol:
    lines, first = about.text.lines, note.place.line - 1
    end = last_line(lines, about.outline.card(note.place.line))
    last = about.units.position(lines, end, len(lines[end]))
    kind = "draft" if is_draft else note.kind
    return types.DocumentSymbol(
        name=question_of(note),
        kind=_KIND,
        range=types.Range(types.Position(first, 0), last),
        selection_range=about.units.span(lines, first, 0, len(lines[first])),
        detail=f"{kind}, {note.deck}" if note.deck else kind,
    )


def workspace_symbols(
    session: Session, params: types.WorkspaceSymbolParams
) -> list[types.WorkspaceSymbol]:
    """The cards whose questions have all words that were typed."""
    words = params.query.casefold().split()
    found: list[types.WorkspaceSymbol] = []
    for held in session.held:
        for note in (each for of in held.sources() for each in cards_of_source(of)):
            name = question_of(note)
            if all(word in name.casefold() for word in words):
                where = location(note.place, held, session.units)
                found.append(types.WorkspaceSymbol(where, name, _KIND, container_name=note.deck))
            if len(found) == _MOST:
                return found
    return found


def cards_of_source(compiled: Compiled) -> list[Note]:
    """The cards and drafts of a source in the order of their lines."""
    return sorted((*compiled.notes, *compiled.drafts), key=lambda each: each.place)


def question_of(note: Note) -> str:
    """The question of a card in a line; its answer, where it has none."""
    line = " ".join(note.front.split()) or " ".join(note.back.split()) or "(no text)"
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def last_line(lines: Sequence[str], card: range) -> int:
    """The last line of a card that is not empty, from zero; `card` are its lines from one."""
    end = min(card.stop - 1, len(lines))
    while end > card.start and not lines[end - 1].strip():
        end -= 1
    return end - 1
