"""Explained: what a line of a source is, and why it is not a card if it is not one."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from obverse.build import Built
from obverse.compile import shapes
from obverse.compile.leave_out import NO_TAG
from obverse.compile.lines_like_cards import word_for
from obverse.compile.nearly_cards import nearly_cards
from obverse.compile.shaped import words_in
from obverse.link.identity import Identified
from obverse.link.identity.pins import short_id
from obverse.note_types.kind_shown import kind_shown
from obverse.project.project import Project
from obverse.report import plural
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Severity
from obverse.values.note import Note

_TITLE = re.compile(r" {0,3}#[ \t]")
_ONE_LINE = ("inline", "inline-tight")
_LONGEST = 70  # characters of a question


class Asked(NamedTuple):
    """A line of a source, counted from one, in a project that was built."""

    project: Project
    built: Built
    path: str
    lines: Sequence[str]
    line: int

    @property
    def compiled(self) -> Compiled:
        """The source."""
        return next(each for each in self.built.compiled if each.path == self.path)


def explained(asked: Asked) -> Iterator[str]:
    """What the line is, in sentences."""
    compiled = asked.compiled
    if compiled.left_out:
        yield f"This file is left out: {compiled.left_out}."
        if compiled.left_out == NO_TAG:
            tags = " or ".join(f"`#{tag}`" for tag in asked.project.settings.tags_only)
            yield f"`tags-only` asks for {tags.replace('::', '/')} in its front matter or its text."
        return
    if card := compiled.card_at(asked.line):
        yield from _of_card(asked, card)
    else:
        yield from _of_no_card(asked)
    yield from _findings(asked, card)


def _of_card(asked: Asked, card: Note) -> Iterator[str]:
    is_first = card.place.line == asked.line
    where = "begins here" if is_first else f"begins at line {card.place.line}"
    yield f"This line is in the card “{_clipped(card.front)}”, which {where}."
    if any(each.place == card.place for each in asked.compiled.drafts):
        yield "It is a draft: no package has it until `#card/draft` or `draft: true` is removed."
        return
    for merge in asked.built.deduped.merges:
        if merge.dropped.place == card.place:
            yield f"It says the same as the card at {merge.kept.place}, so both are one note."
            return
    for each in asked.built.identity.notes:
        if each.note.place == card.place:
            kind = kind_shown(asked.built.collection.note_types[card.note_type], each.note.kind)
            cards = plural(len(each.packed.cards), "card")
            yield f"It is a note of the kind `{kind}` with {cards} in the deck `{each.note.deck}`."
            if each.note.tags:
                yield f"Its tags are {', '.join(f'`{tag}`' for tag in each.note.tags)}."
            yield f"It is the note ^{short_id(each.after.guid)}{_in_anki(each)}."


def _in_anki(each: Identified) -> str:
    if not each.before:
        return ", which is new"
    return ", as in the last build" if each.before is each.after else ", which changed"


def _of_no_card(asked: Asked) -> Iterator[str]:
    compiled, outline = asked.compiled, asked.compiled.outline
    cards = (*compiled.notes, *compiled.drafts)
    first = min((each.place.line for each in cards), default=0)
    text = asked.lines[asked.line - 1]
    table = asked.project.rendering.cards.table(asked.path)
    if table and table.header and asked.line < (first or len(asked.lines) + 1):
        yield "This line names the columns of the table, and is not a card."
        yield "If it is one, write `header = false` below the name of the table."
    elif asked.line <= outline.front_matter:
        yield "This line is front matter: it says something about all cards of the file."
    elif _TITLE.match(text) and asked.line in outline.sections:
        yield "This line is a `#` heading. The first of a file is its title, which names its deck."
    elif outline.is_code(asked.line):
        yield "This line is in a block of code, and no card begins there."
    elif not text.strip():
        yield "This line is empty, and no card goes on to here."
    elif word := word_for(text):
        yield f"This line is not a card. It looks like a {shapes.get(word).about}."
        yield from _advice(asked, word)
    else:
        yield "This line is text that belongs to no card."
        yield from _nearly(asked)
    if not cards:
        yield "No card begins in this file."
    elif asked.line < first:
        yield f"The first card of this file begins at line {first}."


def _advice(asked: Asked, word: str) -> Iterator[str]:
    """Which setting would read the line, or why the one that is there does not."""
    if word in asked.project.settings.cards.words:
        if word in _ONE_LINE:
            yield "All lines of its paragraph have to be such lines: put an empty line around it."
        return
    if word == "headings":
        yield "`cards` says which text is a card here, and headings are not."
    else:
        yield f'Files in which such lines are cards have `cards = "{word}"` in the configuration.'


def _nearly(asked: Asked) -> Iterator[str]:
    """What is written on the line in a form that no shape reads."""
    words, front = words_in("\n".join(asked.lines), asked.project.settings.cards)
    settings = asked.project.settings.cards._replace(words=words)
    for each in nearly_cards(asked.lines, front, settings):
        if each.line == asked.line - 1:
            yield f"`{each.written}` makes no card: {each.hint}."


def _findings(asked: Asked, card: Note | None) -> Iterator[str]:
    """What was found in the card or the section of the line, and why the file cannot be read."""
    outline = asked.compiled.outline
    lines = outline.card(card.place.line) if card else outline.section(asked.line)
    for each in dict.fromkeys((*asked.compiled.diagnostics, *asked.built.diagnostics)):
        is_of_file = not outline.sections and each.severity is Severity.ERROR
        if each.place.path == asked.path and (each.place.line in lines or is_of_file):
            where = "" if each.place.line == asked.line else f" at line {each.place.line}"
            yield f"{each.severity}{where}: {each.message} [{each.rule}]"
            if each.hint:
                yield f"  help: {each.hint}"


def _clipped(front: str) -> str:
    line = " ".join(front.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
