"""Hover: the manual of the rule that found something, and what a card is in Anki."""

from collections.abc import Iterator

from lsprotocol import types

from obverse.check import rules
from obverse.check.manual import facts, manual
from obverse.link.identity import Identified
from obverse.link.identity.pins import short_id
from obverse.lsp.held_project import Alone
from obverse.lsp.session import About
from obverse.lsp.symbols import question_of
from obverse.note_types.kind_shown import kind_shown
from obverse.report import plural
from obverse.values.diagnostic import Diagnostic
from obverse.values.note import Note

_MOST = 3  # rules that are shown at once


def hover(about: About, params: types.HoverParams) -> types.Hover | None:
    """What is found at a place; on the first line of a card, and on its name, what it is."""
    line, column = about.at(params.position)
    parts = [manual_text(each) for each in findings_at(about, line, column)[:_MOST]]
    card = about.alone.compiled.card_at(line + 1)
    written = about.text.lines[line].strip()
    if card and (card.place.line == line + 1 or written[:1] in ("^", "#")):
        parts.append("\n".join(card_text(card, about.alone)))
    if not parts:
        return None
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(parts)))


def findings_at(about: About, line: int, column: int) -> list[Diagnostic]:
    """What is found at a place, which is a line and a character, from zero."""
    return [
        each
        for each in about.held.findings(about.key)
        if each.place.line == line + 1
        and each.place.column - 1 <= column
        and (not each.place.length or column <= each.place.column - 1 + each.place.length)
    ]


def manual_text(found: Diagnostic) -> str:
    """What was found, and the manual of the rule."""
    said = f"**{found.message}** `{found.rule}`"
    if found.hint:
        said += f"\n\nhelp: {found.hint}"
    if found.rule not in rules.names():
        return said
    each = manual(found.rule)
    parts = (f"{each.summary} ({facts(each)})", each.reason, each.examples)
    return "\n\n".join((said, *filter(None, parts)))


def card_text(card: Note, alone: Alone) -> Iterator[str]:
    """What a card is: its id, its deck, its kinds, its tags, and what the next import does."""
    yield f"**{question_of(card)}**\n"
    if any(each.place == card.place for each in alone.compiled.drafts):
        yield "- a draft, which is in no package"
        return
    for merge in alone.built.deduped.merges:
        if merge.dropped.place == card.place:
            yield f"- the same as the card at {merge.kept.place}: both are one note"
            return
    for each in alone.built.identity.notes:
        if each.note.place == card.place:
            yield from _of_note(each, alone)


def _of_note(each: Identified, alone: Alone) -> Iterator[str]:
    note_type = alone.built.collection.note_types[each.note.note_type]
    cards = plural(len(each.packed.cards), "card")
    yield f"- id `^{short_id(each.after.guid)}`" + (
        f", named `^{each.note.pin}`" if each.note.pin else ""
    )
    yield f"- deck `{each.packed.deck}`"
    yield f"- kind `{kind_shown(note_type, each.note.kind)}`, {cards}"
    if each.packed.tags:
        yield "- tags " + ", ".join(f"`{tag}`" for tag in each.packed.tags)
    change = alone.changes().get(each.after.guid)
    yield f"- next import: {', '.join(map(str, change.what)) if change else 'unchanged'}"
