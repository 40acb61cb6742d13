"""As written: a source's text cut into cards as its author wrote them; what `unparse` undoes.

Nothing is rendered and nothing is judged: `parse` finds what is wrong with a source.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.cards.unparse import SEPARATOR
from obverse.compile import metadata_lines
from obverse.languages import front_matter, markdown, tags
from obverse.languages.front_matter import FrontMatter
from obverse.languages.markdown import Token

_KEY = re.compile(r"([^\s#\-][^:]*?)\s*:(?:\s|$)")
_OURS = frozenset({"tags", "deck", "card", "note-type", "draft"})
_COMMENT = re.compile(r"<!-- (?P<text>[^\n]*) -->")
_BREAK = re.compile(r"(?: {2,}|\\)\n|\n")


def as_written(text: str) -> WrittenDeck:
    """The cards of a source, in the form that `unparse` takes.

    `text` is as `source.decode` gives it. Raises `TextError` for front matter that is none.
    """
    front = front_matter.read(text)
    lines = text.split("\n")
    body = [*[""] * front.lines, *lines[front.lines :]]
    title, preamble = "", ""
    cards: list[WrittenCard] = []
    strays: list[tuple[int, str]] = []
    for number, section in enumerate(_sections(markdown.parse("\n".join(body)), body)):
        if section.depth == "h2" and section.heading:
            cards.append(_card(section, body, is_typed=bool(front.note_type)))
        elif not cards and not strays and (number == 0 or not title) and section.depth != "h2":
            title = title or section.heading
            preamble = "\n\n".join(part for part in (preamble, section.text) if part)
        elif whole := "\n".join(section.all_lines).strip("\n"):
            strays.append((len(cards), whole.rstrip()))
    return WrittenDeck(
        cards=tuple(cards),
        title=title,
        deck=front.deck or "",
        tags=tuple(name for name, _, _ in front.tags),
        card=front.card[0] if front.card else "",
        note_type=front.note_type[0] if front.note_type else "",
        draft=front.draft,
        preamble=preamble,
        keys=_keys(lines, front),
        strays=tuple(strays),
    )


@dataclass(slots=True)
class _Section:
    """A heading of depth 1 or 2 (or what stands above the first) and the lines below it."""

    depth: str
    heading: str
    tokens: Sequence[Token]
    all_lines: list[str]
    first: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return _strip("\n".join(self.lines))

    def at(self, number: int) -> int:
        """The place in `lines` of the file's line (from zero)."""
        return number - self.first


def _sections(tokens: Sequence[Token], lines: list[str]) -> Iterator[_Section]:
    starts = [
        index
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and not token.level and token.tag in ("h1", "h2")
    ]
    ends = [(tokens[index].map or (0, 0))[0] for index in starts] + [len(lines)]
    first = starts[0] if starts else len(tokens)
    yield _Section("", "", tokens[:first], lines[: ends[0]], 0, lines[: ends[0]])
    for index, (start, end) in enumerate(zip(starts, [*starts[1:], len(tokens)], strict=False)):
        top, below = tokens[start].map or (0, 0)
        heading = _BREAK.sub(" ", tokens[start + 1].content).strip()
        stop = ends[index + 1]
        section = lines[top:stop]
        yield _Section(
            tokens[start].tag, heading, tokens[start + 3 : end], section, below, lines[below:stop]
        )


def _card(section: _Section, file: list[str], *, is_typed: bool) -> WrittenCard:
    separators = [
        section.at(token.map[0])
        for token in section.tokens
        if token.type == "hr" and not token.level and token.map
        if file[token.map[0]].rstrip() == SEPARATOR
    ]
    names, pin = _take_lines(section, file)
    comment = _take_comment(section)
    lines = list(section.lines)
    cut = separators[0] if separators else None
    fields: dict[str, str] = {}
    if is_typed:
        fields, lines = _fields(section, lines, -1 if cut is None else cut)
    above = "" if cut is None else _strip("\n".join(lines[:cut]))
    back = _strip("\n".join(lines if cut is None else lines[cut + 1 :]))
    asked = [name[5:].casefold() for name in names if _is_ours(name)]
    return WrittenCard(
        front=section.heading if cut is None else f"{section.heading}\n{above}",
        back=back,
        tags=tuple(name for name in names if not _is_ours(name)),
        kinds=tuple(name for name in asked if name != "draft"),
        draft="draft" in asked,
        comment=comment,
        fields=fields,
        pin=pin,
    )


def _fields(section: _Section, lines: list[str], cut: int) -> tuple[dict[str, str], list[str]]:
    """The further fields of a card below `###` headings, and the lines before them."""
    marks: list[tuple[int, int, str]] = []
    for token, inline in zip(section.tokens, section.tokens[1:], strict=False):
        if token.type == "heading_open" and token.tag == "h3" and not token.level and token.map:
            name = markdown.text([inline])
            start, end = map(section.at, token.map)
            if start > cut and name and name not in {each for _, _, each in marks}:
                marks.append((start, end, name))
    if not marks:
        return {}, lines
    stops = [start for start, _, _ in marks[1:]] + [len(lines)]
    fields = {
        name: _strip("\n".join(lines[end:stop]))
        for (_, end, name), stop in zip(marks, stops, strict=True)
    }
    return fields, lines[: marks[0][0]]


def _take_lines(section: _Section, file: list[str]) -> tuple[list[str], str]:
    """Blank the lines of metadata, as `card_lines` finds them: (the tags on them, the pin)."""
    taken = metadata_lines.take(section.tokens, file)
    found = []
    for name, number in taken.tags:
        if tags.only_tags(file[number].rstrip().removesuffix("\\")) is not None:
            found.append(name)
            section.lines[section.at(number)] = ""
    if taken.pin:
        pins = [at for at, line in enumerate(section.lines) if line.strip() == f"^{taken.pin}"]
        section.lines[pins[-1]] = ""
    return list(dict.fromkeys(found)), taken.pin or ""


def _take_comment(section: _Section) -> str:
    """The text of an HTML comment of one line that ends the card."""
    last = max((at for at, line in enumerate(section.lines) if line), default=-1)
    found = _COMMENT.fullmatch(section.lines[last].rstrip()) if last >= 0 else None
    in_block = any(
        token.map and section.at(token.map[0]) <= last - 1 < section.at(token.map[1]) - 1
        for token in section.tokens
    )
    if not found or in_block or "-->" in found["text"]:
        return ""
    section.lines[last] = ""
    return found["text"]


def _keys(lines: list[str], front: FrontMatter) -> tuple[str, ...]:
    """The lines of front matter that are not of our keys."""
    kept: list[str] = []
    keep = True
    for line in lines[1 : max(front.lines - 1, 0)]:
        if found := _KEY.match(line):
            keep = found[1].strip("\"'") not in _OURS
        elif line.startswith("#"):
            keep = True
        if keep:
            kept.append(line)
    return tuple(kept)


def _is_ours(tag: str) -> bool:
    return tag[:5].casefold() == "card/"


def _strip(text: str) -> str:
    return text.strip("\n").rstrip()
