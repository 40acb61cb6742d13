"""Changes: the ways in which the Markdown of a card may be changed so that a field says another.

The smallest comes first. None is trusted: each is rendered, and only one that gives what Anki has
is written.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from html import escape as html_escape
from html import unescape
from typing import NamedTuple

from obverse.cards import from_html
from obverse.cards.from_html.node import Node
from obverse.cards.from_html.raw_html import as_is, opening_tag
from obverse.cards.from_html.tree import parse_html
from obverse.compile.sections import Cut, Section, cut
from obverse.errors import TextError
from obverse.values.source import decode
from obverse.values.written_lines import with_lines

_INLINE = frozenset("a b strong i em u s del span font sub sup code br img kbd mark small".split())
_MOST = 12  # places of one text
_LONGEST = 400  # characters of a line of text that is looked for
_TAGS_BACKWARDS = re.compile(r"\s*+((?:[^\s#]++#\s++)++)")  # from the end: each is looked at once
_WORDS = re.compile(r"[^\s<>&;{}:]*")


class FieldEdit(NamedTuple):
    """A field as it is rendered here, and as Anki has it; `is_cloze` if it has deletions.

    `paths` are the paths by which the source shows files, by their names in Anki.
    """

    mine: str
    theirs: str
    is_cloze: bool
    paths: Mapping[str, str]


class CardLines(NamedTuple):
    """The lines of a card, from zero: the first, and the one after the last."""

    first: int
    end: int


def changes(raw: bytes, at: CardLines, edit: FieldEdit) -> Iterator[bytes]:
    """The source with the field changed, in one way after the other."""
    lines = decode(raw).split("\n")
    yield from _texts(raw, lines, at, edit)
    try:
        whole = cut(decode(raw))
    except TextError:
        return
    section = next((s for s in whole.sections if s.is_card and s.first <= at.first < s.end), None)
    if section:
        yield from _headings(raw, whole, section, edit)
        yield from _blocks(raw, section, edit)


def _markdown(html: str, edit: FieldEdit) -> str:
    names = {name: name for name in edit.paths}
    found = from_html.body(html, names, is_cloze=edit.is_cloze)
    return with_paths(found.text, edit.paths)


def with_paths(text: str, paths: Mapping[str, str]) -> str:
    """A text whose files are `media/NAME`, with the paths of a source instead, by these names."""
    for name, path in paths.items():
        text = text.replace(f"media/{name}", path)
    return text


def _texts(raw: bytes, lines: Sequence[str], at: CardLines, edit: FieldEdit) -> Iterator[bytes]:
    """A few words in the place of others, with as much around them as makes them whole."""
    written = "\n".join(lines[at.first : at.end])
    done = set[tuple[str, str]]()
    for old, new in _differing(edit.mine, edit.theirs):
        # What an element holds may be written in any way; what it is may not.
        if not old.strip() or len(old) > _LONGEST or (old, new) in done:
            continue
        done.add((old, new))
        told = _markdown(new, edit) if "<" in new else unescape(new).replace("\xa0", " ")
        if "<" not in new and new[:1] == " ":
            told = f" {told.lstrip()}"
        wanted = dict.fromkeys((unescape(old), _markdown(old, edit) if "<" in old else old))
        for text in filter(None, wanted):
            starts = [found.start() for found in re.finditer(re.escape(text), written)]
            for start in starts[:_MOST]:
                for insert in dict.fromkeys((told, _escaped(told))):
                    made = written[:start] + insert + written[start + len(text) :]
                    yield with_lines(raw, [(at.first, at.end, made.split("\n"))])


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#~=^$])", r"\\\1", text)


def _differing(mine: str, theirs: str) -> Iterator[tuple[str, str]]:
    """What differs, as words, as texts between elements, and with the elements around."""
    start = _same(mine, theirs)
    most = min(len(mine), len(theirs)) - start
    end = min(_same(mine[::-1], theirs[::-1]), most)
    # Not within a tag or an entity.
    start = _before(mine, start)
    rest = mine[len(mine) - end :]
    for sign, other in ((">", "<"), (";", "&")):
        if sign in rest and (other not in rest or rest.index(sign) < rest.index(other)):
            broken = rest.index(sign) + 1
            if other == "<" or broken < 9:  # noqa: PLR2004  # the longest entity
                end -= broken
                rest = mine[len(mine) - end :]
    word = len(_WORDS.match(mine[:start][::-1])[0])  # type: ignore[index]
    after = len(_WORDS.match(mine[len(mine) - end :])[0])  # type: ignore[index]
    yield _cut(mine, theirs, start - word, end - after)
    run = len(mine[:start]) - mine.rfind(">", 0, start) - 1
    until = rest.find("<") if "<" in rest else len(rest)
    yield _cut(mine, theirs, start - run, end - until)


def _same(one: str, other: str) -> int:
    """How many characters at the beginning are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _before(text: str, at: int) -> int:
    for sign, other in (("<", ">"), ("&", ";")):
        opened = text.rfind(sign, 0, at)
        if opened >= 0 and other not in text[opened:at] and (sign == "<" or at - opened < 9):  # noqa: PLR2004
            at = opened
    return at


def _cut(mine: str, theirs: str, start: int, end: int) -> tuple[str, str]:
    start, end = max(start, 0), max(end, 0)
    return mine[start : len(mine) - end], theirs[start : len(theirs) - end]


def _headings(raw: bytes, whole: Cut, section: Section, edit: FieldEdit) -> Iterator[bytes]:
    """Another heading, with the tags that it ends with."""
    line = whole.lines[section.first]
    if not line.startswith("## ") or section.start != section.first + 1:
        return
    names = {name: name for name in edit.paths}
    text = from_html.question(edit.theirs, names, is_cloze=edit.is_cloze).text
    tags = _TAGS_BACKWARDS.match(line[::-1])
    heading, _, below = with_paths(text, edit.paths).partition("\n")
    for kept in dict.fromkeys((tags[1][::-1] if tags else "", "")):
        if not below:
            yield with_lines(raw, [(section.first, section.start, [f"## {heading}{kept}"])])


def _blocks(raw: bytes, section: Section, edit: FieldEdit) -> Iterator[bytes]:
    """Other blocks for those that differ, and then for all of the field."""
    mine, theirs = _top(edit.mine), _top(edit.theirs)
    groups = [
        (token.map[0], token.map[1])
        for token in (*section.above, *section.below)
        if not token.level and token.nesting >= 0 and token.map
    ]
    if not mine:
        return
    windows = range(len(groups) - len(mine), -1, -1)
    for start in windows:
        yield _spliced(raw, groups[start : start + len(mine)], (mine, theirs), edit)
    for start in windows:
        first, end = groups[start][0], groups[start + len(mine) - 1][1]
        yield with_lines(raw, [(first, end, _markdown(edit.theirs, edit).split("\n"))])


def _spliced(
    raw: bytes,
    groups: Sequence[tuple[int, int]],
    blocks: tuple[Sequence[str], Sequence[str]],
    edit: FieldEdit,
) -> bytes:
    made = []
    for what, one, other, first, last in SequenceMatcher(a=blocks[0], b=blocks[1]).get_opcodes():
        if what == "equal":
            continue
        new = _markdown("".join(blocks[1][first:last]), edit).split("\n") if last > first else []
        if one < other:
            start, end = groups[one][0], groups[other - 1][1]
            made.append((start, end, new))
        else:
            after = groups[one - 1][1] if one else groups[0][0]
            made.append((after, after, ["", *new] if one else [*new, ""]))
    return with_lines(raw, made)


def _top(field: str) -> list[str]:
    """The blocks of a field; what is in none is a paragraph of its own."""
    found, loose = list[str](), list[Node | str]()

    def close() -> None:
        text = "".join(_html(each) for each in loose)
        if text.strip():
            found.append(f"<p>{text.strip()}</p>")
        loose.clear()

    for child in parse_html(field).children:
        if isinstance(child, str) or child.tag in _INLINE:
            loose.append(child)
        else:
            close()
            found.append(_html(child))
    close()
    return found


def _html(node: Node | str) -> str:
    return html_escape(node, quote=False) if isinstance(node, str) else as_is(node, opening_tag)
