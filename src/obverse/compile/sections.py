"""Sections: a source cut at its headings, each part with its place, and nothing judged.

The one reader of what makes a card: where it begins and ends, its separator, its lines of
metadata, the fields of a custom note type. Compiling, export, fixes and rules all go by it. Of a
source in another shape it reads the `##` sections that `write_cards` made of what shapes found.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from obverse.compile import conflict_markers
from obverse.compile.block_ids import take_heading_id
from obverse.compile.headings import shows_anything, take_tags
from obverse.compile.metadata_lines import Metadata, take
from obverse.compile.section_bounds import CARD, DEPTHS, ends_section, first_line, is_separator
from obverse.languages import front_matter, markdown, pin
from obverse.languages.front_matter import FrontMatter
from obverse.languages.markdown import NOTHING_PARSED, Parsed, Syntax, Token
from obverse.note_types import NoteType
from obverse.values.card_settings import BY_HEADINGS, EXTRA, CardSettings

if TYPE_CHECKING:  # most sources are cut as they are
    from obverse.compile.found import FoundCard
    from obverse.compile.shaped import Shaped

_CODE = frozenset({"fence", "code_block"})


class Section(NamedTuple):
    """A heading with what stands below it, up to the next; or what stands above the first.

    `depth` is 1 or 2; 0 above the first heading, where `heading` is empty. `above` and `below`
    are the blocks on the two sides of the `separator`, metadata taken out; without a separator
    all are `below`. `separator` is its line, `first` that of the heading, `start` the line below
    the heading, `end` the line after the last. Lines count from zero. The tags at the end of a
    card's heading are metadata, and not in `heading`. `extra` is shown below the answer. `given`
    is what a shape found the card as.
    """

    depth: int
    heading: Sequence[Token]
    metadata: Metadata
    above: Sequence[Token]
    below: Sequence[Token]
    separator: int | None
    first: int
    start: int
    end: int
    extra: Sequence[Token] = ()
    given: "FoundCard | None" = None

    @property
    def heading_tags(self) -> tuple[tuple[str, int], ...]:
        """The tags that its heading ended with: (name as written, line)."""
        written = self.metadata.tags  # first those of the heading
        if not written or written[0][1] >= self.start:
            return ()
        return tuple(each for each in written if each[1] < self.start)

    @property
    def is_card(self) -> bool:
        """Whether it is a card: of depth 2, with a heading that has something to show."""
        return self.depth == CARD and shows_anything(self.heading)


class Cut(NamedTuple):
    """A source cut up: its front matter, its lines, the blocks of the whole file, its sections.

    The first section is what stands above the first heading, and may be empty. Of the blocks,
    `texts` are those of text, `leaves` the others that open and close nothing: code, lines across,
    HTML, math. `parsed` says what else the parser found. The lines are those that were written for
    what shapes found, if they found it (`shaped`). `above` is what cards are to know of headings
    (`CardSettings`).
    """

    front: FrontMatter
    lines: Sequence[str]
    tokens: Sequence[Token]
    sections: Sequence[Section]
    texts: Sequence[Token] = ()
    leaves: Sequence[Token] = ()
    parsed: Parsed = NOTHING_PARSED
    shaped: "Shaped | None" = None
    above: str = ""

    def blocks_with(self, sign: str) -> list[Token]:
        """The texts and other leaves that a sign is in, those in order and then these."""
        return [token for token in (*self.texts, *self.leaves) if sign in token.content]

    def paragraphs_with(self, sign: str) -> list[tuple[Token, Token]]:
        """The paragraphs whose text a sign is in: (what opens it, its text)."""
        found = [token for token in self.texts if sign in token.content]
        pairs = pairwise(self.tokens) if found else ()
        return [
            (opening, token)
            for opening, token in pairs
            if opening.type == "paragraph_open" and sign in token.content
        ]


_NONE: Mapping[str, NoteType] = {}


def cut(
    text: str,
    settings: CardSettings = BY_HEADINGS,
    note_types: Mapping[str, NoteType] = _NONE,
    path: str = "",
    syntax: Syntax | None = None,
) -> Cut:
    """The sections of a source's text; `syntax` is that of the text it is a part of.

    Raises `TextError` for front matter that is not right, and for a merge conflict.
    """
    if not settings.is_headings or _may_be_shaped(text) or settings.tables:
        from obverse.compile.shaped import shaped, shaped_table

        table = settings.table(path)
        made = shaped_table(text, path, table) if table else shaped(text, settings, note_types)
        if made:
            return _of_shaped(made)._replace(above=settings.above)
    lines = text.split("\n")
    conflicts = [*conflict_markers.conflicts(lines)] if conflict_markers.SIGN in text else []
    if conflicts and conflicts[0].first < front_matter.extent(lines):
        conflict_markers.check(conflicts, lines)
    whole = _cut(text, lines, front_matter.read(text), conflicts, syntax)
    return whole._replace(above=settings.above) if settings.above else whole


def _may_be_shaped(text: str) -> bool:
    """Whether a file names shapes in its front matter, or has rows that are cards."""
    if "card" not in text:
        return False
    # To lower the case of bytes takes a sixth of the time where a text is not ASCII.
    return "\ncards" in text or b"rows" in text.encode(errors="replace").lower()


def _of_shaped(made: "Shaped") -> Cut:
    """The sections of the lines that were written for what shapes found."""
    lines, found = made.written.lines, made.found
    if not found and not made.is_kept:
        section = _section(0, (), Metadata(()), (), (0, 0, 1))
        return Cut(made.front, lines, (), (section,), shaped=made)
    whole = _cut("\n".join(lines), lines, made.front)
    sections = [
        each._replace(**_given(each, found[each.first])) if each.first in found else each
        for each in whole.sections
    ]
    return whole._replace(sections=sections, shaped=made)


def _given(section: Section, found: "FoundCard") -> dict[str, Any]:
    """What a section has besides its text, as a shape found it."""
    given: dict[str, Any] = {"given": found}
    if found.extra:
        blocks = section.below
        for at, token in enumerate(blocks):
            if token.type == "inline" and token.content == EXTRA:
                given |= {"below": blocks[: at - 1], "extra": blocks[at + 2 :]}
                break
    return given


def _cut(
    text: str,
    lines: Sequence[str],
    front: FrontMatter,
    conflicts: Sequence[conflict_markers.Conflict] = (),
    syntax: Syntax | None = None,
) -> Cut:
    if front.lines:
        # Empty lines in place of the front matter, so that the parser's lines are the file's.
        text = "\n".join([*[""] * front.lines, *lines[front.lines :]])
    parsed = markdown.read(text, syntax)
    tokens = parsed.tokens
    if conflicts:
        conflict_markers.check(conflicts, lines, code_blocks(tokens))
    pins = pin.may_be_in(text)
    edges = [*_headings(tokens), len(tokens)]
    ends = [first_line(tokens[index]) for index in edges[:-1]] + [len(lines)]
    texts = [each for each in tokens if each.type == "inline"]
    leaves = [each for each in tokens if not each.nesting and each.type != "inline"]
    separators = [first_line(each) for each in leaves if is_separator(each, lines)]
    preamble = take(tokens[: edges[0]], lines, pins=pins)
    sections = [_section(0, (), preamble, separators, (0, front.lines, ends[0]))]
    for at, (first, end) in enumerate(pairwise(edges)):
        heading, body = tokens[first : first + 3], take(tokens[first + 3 : end], lines, pins=pins)
        top, start = heading[0].map or (0, 0)
        depth = DEPTHS[heading[0].tag]
        if depth == CARD and "#" in heading[1].content and (tagged := take_tags(heading)):
            body = body._replace(tags=(*tagged, *body.tags))
        if depth == CARD and pins and (named := take_heading_id(heading)):
            tagged = take_tags(heading)
            body = body._replace(tags=(*tagged, *body.tags), block_ids=(named, *body.block_ids))
        sections.append(_section(depth, heading, body, separators, (top, start, ends[at + 1])))
    return Cut(front, lines, tokens, sections, texts, leaves, parsed)


def code_blocks(leaves: Sequence[Token]) -> list[tuple[int, int]]:
    """The blocks of code: (first line, line after the last)."""
    return [(each.map[0], each.map[1]) for each in leaves if each.type in _CODE and each.map]


def field_parts(
    blocks: Sequence[Token], names: Mapping[str, str] | None
) -> Iterator[tuple[str, Sequence[Token], Sequence[Token]]]:
    """(field, its `###` heading, its blocks) of the back of a card of a custom note type.

    `names` are its fields by their names in lower case; `None` where they are not known, and
    every `###` heading is taken for one. The first part has neither name nor heading.
    """
    name, heading, start = "", blocks[:0], 0
    for index, token in enumerate(blocks):
        if token.type != "heading_open" or token.tag != "h3" or token.level:
            continue
        above = blocks[index : index + 3]
        written = " ".join(markdown.text(above, signs=False).split())
        found = written if names is None else names.get(written.casefold(), "")
        if found:
            yield name, heading, blocks[start:index]
            name, heading, start = found, above, index + 3
    yield name, heading, blocks[start:]


def _headings(tokens: Sequence[Token]) -> list[int]:
    # The type is asked here too: a call for every block of a file is a tenth of its cut.
    return [
        index
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and ends_section(token)
    ]


def _section(
    depth: int,
    heading: Sequence[Token],
    metadata: Metadata,
    separators: Sequence[int],
    extent: tuple[int, int, int],
) -> Section:
    """The section with these lines, where `separators` are the lines that separate two sides."""
    blocks, at = metadata.tokens, bisect_left(separators, extent[0])
    if at == len(separators) or separators[at] >= extent[-1]:
        return Section(depth, heading, metadata, (), blocks, None, *extent)
    line = separators[at]
    index = next(
        index for index, each in enumerate(blocks) if each.type == "hr" and first_line(each) == line
    )
    return Section(depth, heading, metadata, blocks[:index], blocks[index + 1 :], line, *extent)
