"""Reparse: a source becomes cards as their author wrote them, in Markdown; what `unparse` undoes.

Nothing is rendered and nothing is judged: `parse` finds what is wrong with a source.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.compile import sections
from obverse.compile.sections import CARD, Cut, Section, cut
from obverse.languages import escape
from obverse.languages.front_matter.kept import kept
from obverse.note_types import NoteType

_COMMENT = re.compile(r"<!-- (?P<text>[^\n]*) -->")
_BREAK = re.compile(r"(?<! ) {2,}+\n|\\\n|\n")
_BRANCH = "card/"
_DRAFT = "draft"
_DEFINES = re.compile(r"\[[^\]]*\](?=:)")
_BEGIN_NOTHING = ("=", "|", "^", ":", ">")  # below no line of text; `>` is the quote's own
_HARD_BREAK = re.compile(r"(?<!\\)((?:\\\\)*)\\$")
_NONE: Mapping[str, NoteType] = {}


def reparse(text: str, note_types: Mapping[str, NoteType] = _NONE) -> WrittenDeck:
    """The cards of a source, in the form that `unparse` takes.

    `text` is as `source.decode` gives it. `note_types` are the project's own by name: a card of
    one that is not among them has a field below each of its `###` headings. Raises `TextError`
    for front matter that is not right.
    """
    whole = cut(text)
    front = whole.front
    stays = kept(whole.lines, front)
    title, preamble = "", ""
    cards: list[WrittenCard] = []
    strays: list[tuple[int, str]] = []
    for section in whole.sections:
        if section.is_card:
            cards.append(_card(section, whole, note_types))
        elif section.depth != CARD and not (cards or strays or (section.depth and title)):
            title = title or _heading(section)
            preamble = "\n\n".join(part for part in (preamble, _body(section, whole)) if part)
        elif stray := _strip(whole.lines[section.first : section.end]):
            strays.append((len(cards), stray))
    return WrittenDeck(
        cards=tuple(cards),
        title=title,
        deck=front.deck or "",
        tags=tuple(name for name, _, _ in front.tags),
        card=front.card[0] if front.card else "",
        note_type=front.note_type[0] if front.note_type else "",
        draft=front.draft,
        preamble=preamble,
        keys=stays.lines,
        said=stays.names,
        strays=tuple(strays),
    )


def _heading(section: Section) -> str:
    if not section.heading:
        return ""
    return escape.heading_end(_BREAK.sub(" ", section.heading[1].content).strip())


def _body(section: Section, whole: Cut) -> str:
    return _strip(whole.lines[section.start : section.end])


def _card(section: Section, whole: Cut, note_types: Mapping[str, NoteType]) -> WrittenCard:
    lines = dict(_kept(section, whole.lines))
    comment, at = _comment(section, lines)
    if comment:
        del lines[at]
    fields, end = _fields(section, whole, note_types, lines)
    front, start = _heading(section), section.start
    if section.separator is not None:
        front = f"{front}\n{_text(lines, start, section.separator)}"
        start = section.separator + 1
    asked = dict.fromkeys(
        name
        for name, line in section.metadata.tags
        if line in section.metadata.lines or line < section.start
    )
    kinds = [name[len(_BRANCH) :].casefold() for name in asked if _is_ours(name)]
    return WrittenCard(
        front=front,
        back=_text(lines, start, end),
        tags=tuple(name for name in asked if not _is_ours(name)),
        kinds=tuple(name for name in kinds if name != _DRAFT),
        draft=_DRAFT in kinds,
        comment=comment,
        fields=fields,
        pin=section.metadata.pin or "",
        line=section.first + 1,
    )


def _kept(section: Section, lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines without those of metadata, by number.

    What followed one in its paragraph must not begin another block where it now comes first, and
    a hard break before one breaks nothing where it now comes last.
    """
    taken = section.metadata.lines
    if not taken:
        yield from ((at, lines[at]) for at in range(section.start, section.end))
        return
    continued = {
        at
        for token in section.metadata.tokens
        if token.type == "inline" and token.map
        for at in range(token.map[0] + 1, token.map[1])
    }
    for at in range(section.start, section.end):
        if at in taken:
            continue
        line = lines[at]
        if at in continued and at - 1 in taken:
            above = next(each for each in range(at - 1, 0, -1) if each - 1 not in taken)
            line = _indent(lines[above]) + _going_on(line.lstrip())
        below = next(each for each in range(at + 1, section.end + 1) if each not in taken)
        if below > at + 1 and below not in continued:
            line = _HARD_BREAK.sub(r"\1", line)
        yield at, line


def _going_on(line: str) -> str:
    """A line from within a paragraph, which must not begin another block as its first line."""
    if line.startswith("```"):
        return f"\\{line}"
    if found := _DEFINES.match(line):
        return f"{found[0]}\\{line[found.end() :]}"  # what is in brackets may still be a link
    return line if line[:1] in _BEGIN_NOTHING else escape.start(line)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _fields(
    section: Section, whole: Cut, note_types: Mapping[str, NoteType], lines: Mapping[int, str]
) -> tuple[dict[str, str], int]:
    """The further fields of a card, and the line at which the first of them begins."""
    if not whole.front.note_type:
        return {}, section.end
    known = note_types.get(whole.front.note_type[0])
    names = {name.casefold(): name for name, _ in known.fields} if known else None
    starts: dict[str, tuple[int, int]] = {}
    for name, heading, _ in sections.field_parts(section.below, names):
        if heading and heading[0].map:
            # A second heading of the same name is text of the field that it stands in.
            first, start = heading[0].map
            starts.setdefault(name, (first, start))
    ends = [*(first for first, _ in starts.values()), section.end]
    texts = (
        _text(lines, start, end) for (_, start), end in zip(starts.values(), ends[1:], strict=False)
    )
    return dict(zip(starts, texts, strict=True)), ends[0]


def _comment(section: Section, lines: Mapping[int, str]) -> tuple[str, int]:
    """The text of an HTML comment of one line that ends the card, and its line."""
    last = max((at for at, line in lines.items() if line.strip()), default=section.start)
    found = _COMMENT.fullmatch(lines.get(last, "").rstrip())
    in_block = any(
        token.map and token.map[0] < last < token.map[1] for token in section.metadata.tokens
    )
    if not found or in_block or "-->" in found["text"]:
        return "", last
    return found["text"], last


def _is_ours(tag: str) -> bool:
    return tag.casefold().startswith(_BRANCH)


def _text(lines: Mapping[int, str], first: int, end: int) -> str:
    return _strip([lines[at] for at in range(first, end) if at in lines])


def _strip(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n").rstrip()
