"""Near misses: text that looks as if it meant something to the compiler, and does not.

Found on the tokens of the one parse of a file. Each search first asks whether its characters are in
the file at all, so that a build pays next to nothing for it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from obverse.compile import conflict_markers
from obverse.compile.section_bounds import CARD, first_line
from obverse.compile.sections import Cut, code_blocks
from obverse.languages import pin
from obverse.languages.markdown import Token
from obverse.languages.markdown.extensions import BEGINS_CARD
from obverse.machine.late import late
from obverse.values.diagnostic import Diagnostic, Severity, warning
from obverse.values.source import Source

_REFERENCE = r"(?<![\w\]!\[])\[[^\[\]^][^\[\]]*\]\[(?!\^)[^\[\]]*\](?![\[(])"
_NO_SPACE = late(r"##+[^ \t\n#]\S*(?:[ \t]\S+)*")
_UNREAD = late(
    r"\s*(?:[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]++\s*+##++|#?\uff03[#\uff03]*+)\s*+(\S.*)"
)
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\uff03"
_CARD, _DEEPER = "h2", frozenset("h3 h4 h5 h6".split())
_CLOSING = late(r"[\s>]*([`~]{3,})\s*")


def near_misses(source: Source, whole: Cut, *, has_card: bool) -> Iterator[Diagnostic]:
    """All that are found in a source that is cut up."""
    text = source.text
    if "```" in text or "~~~" in text:
        yield from _unclosed_fences(source, whole)
    if conflict_markers.may_be_left(text):
        yield from _left_markers(source, whole)
    if "<" in text or "%%" in text:
        from obverse.compile.unclosed_html import unclosed_html

        yield from unclosed_html(source, whole)
    if "|" in text:
        from obverse.compile.broken_tables import broken_tables

        yield from broken_tables(source, whole)
    if "][" in text:
        yield from _undefined_references(source, whole)
    # Any `##` except those of cards' headings.
    cards = [each for each in whole.sections if each.depth == CARD]
    if text.count("##") > len([each for each in cards if each.heading[0].markup == "##"]):
        yield from _spaceless_headings(source, whole)
    if not has_card:
        return  # `file_without_cards` counts the rest
    if not text.isascii() and any(each in text for each in _UNSEEN):
        yield from _unread_headings(source, whole)
    if "###" in text:
        yield from _deep_headings(source, whole)


def _unclosed_fences(source: Source, whole: Cut) -> Iterator[Diagnostic]:
    lines = whole.lines
    for token in whole.leaves:
        if token.markup[:1] not in ("`", "~") or not token.map:
            continue
        first, end = token.map
        last = _CLOSING.fullmatch(lines[end - 1]) if end - 1 > first else None
        if last and last[1].startswith(token.markup):
            continue
        place = source.place(first + 1, lines[first].find(token.markup) + 1, len(token.markup))
        message = "this code block is never closed"
        hint = "end it with a line of the same characters; without one, all that follows is code"
        swallows = any(BEGINS_CARD.match(line) for line in lines[first + 1 : end])
        severity = Severity.ERROR if swallows else Severity.WARNING
        yield Diagnostic(place, severity, message, "unclosed-fence", hint)


def _left_markers(source: Source, whole: Cut) -> Iterator[Diagnostic]:
    """The markers of a conflict that was resolved in part: its other markers are gone."""
    code = code_blocks(whole.leaves)
    for number, line in enumerate(whole.lines):
        if conflict_markers.is_left(line) and not any(first <= number < end for first, end in code):
            written = line.rstrip()
            message = f"`{written}` is left of a merge conflict"
            hint = "delete the line, and see whether the text around it is what you want"
            place = source.place(number + 1, 1, len(written))
            yield warning(place, "conflict-marker", message, hint)


def _undefined_references(source: Source, whole: Cut) -> Iterator[Diagnostic]:
    for token in whole.texts:
        if "][" not in token.content:
            continue
        first, end = token.map or (0, 0)
        after: dict[int, int] = {}
        for child in token.children or ():
            if child.type != "text" or "][" not in child.content:
                continue
            for found in re.finditer(_REFERENCE, child.content):
                number, column = _locate(first, end, found[0], whole.lines, after)
                label = found[0].rpartition("[")[2][:-1] or found[0][1:].partition("]")[0]
                message = f"the link `{found[0]}` has no address"
                hint = f"write a line `[{label}]: https://...` at the end of the file"
                place = source.place(number + 1, column + 1, len(found[0]))
                yield warning(place, "undefined-reference", message, hint)


def _spaceless_headings(source: Source, whole: Cut) -> Iterator[Diagnostic]:
    lines = whole.lines
    for opening, token in whole.paragraphs_with("##"):
        if opening.level:
            continue
        for number in range(*token.map or (0, 0)):
            if found := _NO_SPACE.match(lines[number].strip()):
                place = source.place(number + 1, lines[number].find("##") + 1, len(found[0]))
                signs = found[0][: len(found[0]) - len(found[0].lstrip("#"))]
                space = "a plain space" if found[0][len(signs)].isspace() else "a space"
                message = f"`{found[0]}` is not a heading: `{signs}` needs {space} after it"
                hint = f"write `{signs} {found[0].lstrip('#').strip()}`"
                yield warning(place, "heading-without-space", message, hint)


def _unread_headings(source: Source, whole: Cut) -> Iterator[Diagnostic]:
    """Lines that only look like a heading: full-width, or with an invisible character first."""
    lines = whole.lines
    for _, token in whole.paragraphs_with(""):
        for number in range(*token.map or (0, 0)):
            found = None if lines[number].isascii() else _UNREAD.fullmatch(lines[number])
            if found:
                why = (
                    "`\uff03` is not `#`"
                    if "\uff03" in found[0]
                    else "it begins with an invisible character"
                )
                message = f"this line is not a heading: {why}"
                place = source.place(number + 1)
                yield warning(place, "heading-look-alike", message, f"write `## {found[1]}`")


def lost_pins(
    source: Source, tokens: Sequence[Token], lines: Sequence[str]
) -> Iterator[Diagnostic]:
    """The pins in what is left of a card after its lines of metadata are taken out."""
    for token in tokens:
        if token.type != "inline" or "^" not in token.content or not token.map:
            continue
        left = {each.content.strip() for each in token.children or () if each.type == "text"}
        for number in range(*token.map):
            name = lines[number].strip()
            if name in left and (found := pin.name_of(name)) and pin.is_id(found):
                place = source.place(number + 1, lines[number].find(name) + 1, len(name))
                message = f"`{name}` is not the last line of its card, so it has no effect"
                hint = "move it to the end of the card"
                yield warning(place, "pin-not-last-line", message, hint)


def _deep_headings(source: Source, whole: Cut) -> Iterator[Diagnostic]:
    lines = whole.lines
    for opening, inline in pairwise(whole.tokens):
        if opening.type != "heading_open" or opening.level:
            continue
        if opening.tag == _CARD:
            return
        if opening.tag in _DEEPER and inline.content.strip():
            number = first_line(opening)
            said = inline.content.split("\n")[0]
            place = source.place(number + 1, lines[number].find(said) + 1, len(said))
            message = f"`{said}` looks like a card, but a card begins with `##`"
            yield warning(place, "heading-too-deep", message, f"write `## {said}`")


def _locate(
    first: int, end: int, written: str, lines: Sequence[str], after: dict[int, int]
) -> tuple[int, int]:
    """Line and column, from zero, of the next place where this is written; `after` remembers."""
    for number in range(first, end):
        if (at := lines[number].find(written, after.get(number, 0))) >= 0:
            after[number] = at + len(written)
            return number, at
    return first, 0
