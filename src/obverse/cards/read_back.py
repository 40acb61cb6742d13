"""Read back: the fields of a note that obverse itself made as the Markdown they were made from.

Each way in which the fields may have been written is built again, and the first that gives the same
fields to the byte is the card; so what a build then makes of it is not an update.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple
from urllib.parse import unquote

from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.cards.from_html.blocks import BLOCKS, COMMENT, Blocks
from obverse.cards.from_html.inline import FOLDER, GAP_MARK, IN_MATH, Inline
from obverse.cards.from_html.node import Node
from obverse.cards.from_html.paragraphs import with_spaces
from obverse.cards.from_html.tree import parse_html
from obverse.cards.from_html.visible import visible
from obverse.cards.unparse import unparse
from obverse.compile import kinds
from obverse.compile.kinds import Unfilled
from obverse.compile.parse import parse
from obverse.compile.render import render
from obverse.languages import cloze, escape, html, markdown, spelled_math
from obverse.note_types import NoteType, built_in_names
from obverse.values.diagnostic import Severity
from obverse.values.note import Note, fill_holes, hole
from obverse.values.render_settings import RenderSettings
from obverse.values.source import Source

_GUARD = re.compile("&#(58|123|125);")
_GUARD_OR_SIGN = re.compile(rf"{_GUARD.pattern}|{cloze.OPENING.pattern}|\}}\}}")
_INDENTED = re.compile(r"\n(?=.)")
_DEPTH, _CUSTOM_DEPTH = 3, 4  # of the highest heading that is text
_BLOCKS = frozenset("p ul ol li blockquote table h3 h4 h5 h6".split())


class Stored(NamedTuple):
    """A note as it is stored; `media` are the names of its files here, by those in Anki.

    `labels` is the number of footnotes that cards of its source already have.
    """

    note_type: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    media: Mapping[str, str]
    labels: int = 0
    trust: bool = False

    @property
    def is_custom(self) -> bool:
        """Whether its note type is not obverse's own."""
        return self.note_type.key not in built_in_names()


class ReadBack(NamedTuple):
    """The card, the numbers of its deletions that the lock gives, and how many footnotes it has.

    `missing` are the files that it shows and that are not imported.
    """

    card: WrittenCard
    numbers: tuple[int, ...] = ()
    footnotes: int = 0
    missing: frozenset[str] = frozenset()


class _Manner(NamedTuple):
    """How a field is written: without backslashes, and with the guards of signs as they are."""

    light: bool = False
    guarded: bool = False


def read_back(stored: Stored) -> ReadBack | None:
    """The card that gives these fields, if one is found."""
    for asked, sides in _sides(stored):
        light, *others = (_written(stored, asked, sides, manner) for manner in _manners(stored))
        # Without backslashes only where nothing is said of it.
        tries = [(light, Severity.WARNING)] if light.card != others[0].card else []
        for found, worst in (*tries, *((each, Severity.ERROR) for each in others)):
            if card := _same(found, stored, worst):
                return found._replace(card=card)
    return None


def _sides(stored: Stored) -> Iterator[tuple[tuple[str, ...], Unfilled]]:
    note_type, fields = stored.note_type, stored.fields
    if stored.is_custom:
        yield (), Unfilled(fields[0], "".join(fields[1:2]))
        return
    names = (name for name, _ in note_type.fields)
    yield from kinds.unfilled(note_type.key, dict(zip(names, fields, strict=True)))


def _manners(stored: Stored) -> Iterator[_Manner]:
    yield _Manner(light=True)
    yield _Manner()
    if stored.note_type.is_cloze and any(map(_GUARD.search, stored.fields)):
        yield _Manner(guarded=True)


def _written(stored: Stored, asked: tuple[str, ...], sides: Unfilled, manner: _Manner) -> ReadBack:
    is_cloze = stored.note_type.is_cloze and not sides.numbers
    inline = Inline(stored.media, is_cloze, exact=True, light=manner.light, labels=stored.labels)
    tree = partial(_tree, guarded=manner.guarded)
    front = _front(tree(sides.question), inline, separated=sides.separated)
    blocks = Blocks(inline, _CUSTOM_DEPTH if stored.is_custom else _DEPTH)
    back = blocks.joined(tree(sides.answer))
    further = dict(zip((name for name, _ in stored.note_type.fields), stored.fields, strict=True))
    fields = {
        name: written
        for name, field in ([*further.items()][2:] if stored.is_custom else ())
        if (written := blocks.joined(tree(field)))
    }
    notes = "\n\n".join(
        f"[^{inline.label(number)}]: {_INDENTED.sub(chr(10) + '    ', text)}"
        for number, text in sorted(inline.notes.items())
    )
    if fields and notes:
        last = next(reversed(fields))
        fields[last] = f"{fields[last]}\n\n{notes}"
    else:
        back = "\n\n".join(part for part in (back, notes) if part)
    key = stored.note_type.key if stored.is_custom else ""
    card = WrittenCard(front, back, kinds=asked, note_type=key, fields=fields)
    return ReadBack(card, sides.numbers, max(inline.notes, default=0), frozenset(inline.missing))


def _tree(field: str, *, guarded: bool) -> Node:
    """The tree of a field, without the attributes that rendering adds by itself."""
    field = field.replace(spelled_math.GAP, GAP_MARK)
    if guarded:
        field = _guarded(field)
    root = parse_html(field)
    root.children = list(_with_comments(root.children))
    added = markdown.added_attributes()
    for node in root.nodes():
        if node.tag in _BLOCKS:
            node.attributes = {
                name: value for name, value in node.attributes.items() if name not in added
            }
        elif node.tag in ("code", "pre"):
            node.children = [
                each.replace(GAP_MARK, "") if isinstance(each, str) else each
                for each in node.children
            ]
    return root


def _with_comments(children: list[Node | str]) -> Iterator[Node | str]:
    """The blocks with a comment where an empty line says that one was between them."""
    is_block = [isinstance(each, Node) and each.tag in BLOCKS for each in children]
    for at, child in enumerate(children):
        empty = child.count("\n") - bool(at) if isinstance(child, str) and child.isspace() else 0
        for _ in range(empty if at + 1 < len(children) else 0):
            yield Node(COMMENT)
        bare = child.removeprefix("\n") if isinstance(child, str) else ""
        if (
            bare[:1] == " "
            and bare.strip()
            and all(is_block[max(at - 1, 0) : at])
            and any(is_block)
        ):
            # What is left of a block of HTML that was removed.
            yield Node(COMMENT, {}, [bare.rstrip("\n")])
        else:
            yield child


def _guarded(field: str) -> str:
    """The field with marks where a character, as it is, would be a part of a sign."""
    depth = 0

    def marked(found: re.Match[str]) -> str:
        nonlocal depth
        if not found[1]:
            depth = max(depth + (-1 if found[0] == "}}" else 1), 0)
            return found[0]
        is_opening = found[1] == str(ord("{"))
        return hole("char" if depth or is_opening else "loose", int(found[1]))

    return _GUARD_OR_SIGN.sub(marked, field)


def _front(root: Node, inline: Inline, *, separated: bool) -> str:
    """The heading and, after a line break, what is below it: without blocks all is heading."""
    first = root.children[0] if root.children else ""
    if isinstance(first, Node) and first.tag == "p":
        heading, rest = first.children, root.children[1:]
    elif any(isinstance(each, Node) and each.tag in _BLOCKS for each in root.children):
        heading, rest = [html.NO_HEADING], root.children
        heading = [Node("wbr")]
    else:
        heading, rest = root.children, []
    written = escape.heading_end(with_spaces(inline.write(heading)).replace(IN_MATH, " "))
    above = Blocks(inline).joined(Node("", {}, rest))
    return f"{written}\n{above}" if above or separated else written


def looks_alike(found: ReadBack, stored: Stored) -> bool:
    """Whether a build of the card gives fields that look like those of the note."""
    note = _built(found, stored, Severity.ERROR)
    fields = zip(_filled(note, found, stored), stored.fields, strict=True) if note else ()
    return note is not None and all(visible(new) == visible(old) for new, old in fields)


def _same(found: ReadBack, stored: Stored, worst: Severity) -> WrittenCard | None:
    """The card, if building it gives the fields of the note and no tag that the note has not."""
    note = _built(found, stored, worst)
    if note is None or _filled(note, found, stored) != stored.fields:
        return None
    wanted = {tag.casefold() for tag in stored.tags}
    if not {tag.casefold() for tag in note.tags} <= wanted:
        return None
    return replace(found.card, tags=tuple(note.tags))


def _built(found: ReadBack, stored: Stored, worst: Severity) -> Note | None:
    """The note that the card makes, if it is one, and nothing as bad as `worst` is found."""
    text = unparse(WrittenDeck((found.card,), note_type=found.card.note_type))
    own = {stored.note_type.key: stored.note_type} if found.card.note_type else {}
    made = render(parse(Source("a.md", text), own), RenderSettings(trust=stored.trust))
    notes = made.notes
    if len(notes) != 1 or notes[0].pin or notes[0].note_type != stored.note_type.key:
        return None
    return None if any(each.severity <= worst for each in made.diagnostics) else notes[0]


def _filled(note: Note, found: ReadBack, stored: Stored) -> tuple[str, ...]:
    """The fields of the note as a build fills them."""
    known = {name: there for there, name in stored.media.items()}

    def value(name: str, number: int) -> str:
        if name == "cloze":
            return str(found.numbers[number]) if number < len(found.numbers) else "0"
        path = unquote(note.media[number].path).removeprefix(FOLDER)
        return known.get(path, path)

    return fill_holes(note.fields, value)
