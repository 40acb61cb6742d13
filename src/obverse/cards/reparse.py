"""Reparse: a source becomes cards as their author wrote them, in Markdown; what `unparse` undoes.

Nothing is rendered and nothing is judged: `parse` finds what is wrong with a source.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.cards.unparse import head, without_fence
from obverse.compile import sections
from obverse.compile.guarded import SPACE_OR_END, guarded
from obverse.compile.note_lines import without_hard_break
from obverse.compile.section_bounds import CARD
from obverse.compile.sections import Cut, Section, cut
from obverse.languages import escape
from obverse.languages.front_matter.kept import NOTHING, kept
from obverse.note_types import NoteType
from obverse.values.card_settings import BY_HEADINGS, EXTRA, HEADINGS, CardSettings

_COMMENT = re.compile(r"<!-- (?P<text>[^\n]*) -->")
_BREAK = re.compile(r"(?<! ) {2,}+\n|\\\n|\n")
_BRANCH = "card/"
_DRAFT = "draft"
_DEFINES = re.compile(r"\[[^\]]*\](?=:)")
_BEGIN_NOTHING = ("=", "|", "^", ":", ">")  # below no line of text; `>` is the quote's own
_NONE: Mapping[str, NoteType] = {}


def reparse(
    text: str,
    note_types: Mapping[str, NoteType] = _NONE,
    settings: CardSettings = BY_HEADINGS,
    path: str = "",
) -> WrittenDeck:
    """The cards of a source, in the form that `unparse` takes.

    `text` is as `source.decode` gives it. `note_types` are the project's own by name: a card of
    one that is not among them has a field below each of its `###` headings. `settings` say which
    text is a card; the prose of a source in another shape than `headings` is left out. Raises
    `TextError` for front matter that is not right.
    """
    whole = cut(text, settings, note_types, path)
    front = whole.front
    is_note = whole.shaped is not None and not whole.shaped.is_kept
    is_lost = whole.shaped is not None and whole.shaped.unread
    stays = NOTHING if is_lost else kept(whole.lines, front)
    title, preamble = "", ""
    cards: list[WrittenCard] = []
    strays: list[tuple[int, str]] = []
    for section in whole.sections:
        if section.is_card:
            cards.append(_card(section, whole, note_types))
        elif section.depth != CARD and not (cards or strays or (section.depth and title)):
            title = title or _heading(section)
            body = "" if is_note else _body(section, whole)
            preamble = "\n\n".join(part for part in (preamble, body) if part)
        elif is_note and not _body(section, whole):
            continue  # only the end of a card; with a body it is what cards may refer to
        elif stray := _stray(section, whole):
            strays.append((len(cards), stray))
    deck = WrittenDeck(
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
        which="" if settings.is_headings else HEADINGS,
    )
    if deck.title or head(deck):
        return deck
    if deck.preamble:
        return replace(deck, preamble=without_fence(deck.preamble))
    begins = bool(strays) and not strays[0][0]
    first = [(0, without_fence(strays[0][1]))] if begins else []
    return replace(deck, strays=(*first, *strays[begins:]))


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
    extra, below = _extra(section, lines)
    fields, end = _fields(section, whole, note_types, lines)
    end = min(end, below)
    front, start = _heading(section), section.start
    if section.separator is not None:
        above = _text(lines, start, section.separator)
        front = f"{front}\n{guarded(above, separated=False)}"
        start = section.separator + 1
    asked = dict.fromkeys(
        name
        for name, line in section.metadata.tags
        if line in section.metadata.lines or line < section.start
    )
    if section.given:
        asked |= dict.fromkeys(name for name, _ in section.given.tags)
    kinds = [name[len(_BRANCH) :].casefold() for name in asked if _is_ours(name)]
    return WrittenCard(
        front=front,
        back=guarded(_text(lines, start, end), separated=section.separator is not None),
        tags=tuple(name for name in asked if not _is_ours(name)),
        kinds=tuple(name for name in kinds if name != _DRAFT),
        draft=_DRAFT in kinds,
        comment=comment,
        fields=fields,
        pin=section.metadata.pin or "",
        extra=extra,
        context=section.given.context if section.given and not whole.front.note_type else "",
        line=_line(section, whole),
    )


def _line(section: Section, whole: Cut) -> int:
    """The line of a card in its source, from one."""
    numbers = whole.shaped.written.numbers if whole.shaped else None
    return (numbers[section.first] if numbers else section.first) + 1


def _extra(section: Section, lines: Mapping[int, str]) -> tuple[str, int]:
    """What is shown below the answer, and the line at which the answer ends."""
    if not section.extra:
        return "", section.end
    start = next(at for at in lines if lines[at] == EXTRA)
    text = _text(lines, start + 1, section.end)
    return text, start


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
            line = without_hard_break(line)
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
    written = [(" ".join(name.split()), name) for name, _ in known.fields] if known else []
    names = {seen.casefold(): name for seen, name in written} if known else None
    starts: dict[str, tuple[int, int]] = {}
    for name, heading, _ in sections.field_parts(section.below, names):
        if heading and heading[0].map:
            # A second heading of the same name is text of the field that it stands in.
            first, start = heading[0].map
            starts.setdefault(name, (first, start))
    ends = [*(first for first, _ in starts.values()), section.end]
    texts = (
        guarded(_text(lines, start, end), separated=True)
        for (_, start), end in zip(starts.values(), ends[1:], strict=False)
    )
    return dict(zip(starts, texts, strict=True)), ends[0]


def _comment(section: Section, lines: Mapping[int, str]) -> tuple[str, int]:
    """The text of an HTML comment of one line that ends the card, and its line."""
    last = max(
        (at for at, line in lines.items() if line.strip(SPACE_OR_END)), default=section.start
    )
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


def _stray(section: Section, whole: Cut) -> str:
    """What is in no card, as a heading that shows nothing with an answer below it."""
    lines = whole.lines[section.first : section.end]
    return _strip([line for line in lines if line != EXTRA])


def _strip(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n").rstrip(SPACE_OR_END)
