"""Tokens: the colours of deletions, tags, kinds and names."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from lsprotocol import types

from obverse.languages import cloze
from obverse.lsp.features import TOKEN_TYPES
from obverse.lsp.mentions import MentionOf, mentions_in, without_code
from obverse.lsp.session import About
from obverse.lsp.texts import ColumnUnits
from obverse.values.outline import Outline

_SIGN, _DELETED, _HINT, _TAG, _KIND, _NAME = range(len(TOKEN_TYPES))
_OF = {MentionOf.TAG: _TAG, MentionOf.KIND: _KIND, MentionOf.NAME: _NAME}
_LONGEST = 10_000  # characters of a paragraph that is looked at
_ESCAPED = re.compile(r"\\[{}:]")


class Token(NamedTuple):
    """A piece of a line with one colour: its line, its first character and the one after its last.

    All count from zero; `kind` is a place in `features.TOKEN_TYPES`.
    """

    line: int
    first: int
    end: int
    kind: int


def semantic_tokens(about: About, _: types.SemanticTokensParams) -> types.SemanticTokens:
    """All tokens of a text, as the protocol writes them: each from where the one before it is."""
    found = tokens_in(about.text.lines, about.outline)
    return types.SemanticTokens(data=relative_numbers(found, about.text.lines, about.units))


def tokens_in(lines: Sequence[str], outline: Outline) -> list[Token]:
    """All tokens of a text in order; none overlaps another."""
    found = [*_deletions(lines, outline)]
    for at in mentions_in(lines, outline):
        if at.what in _OF:
            signed = at.first > 0 and lines[at.line][at.first - 1] in "#^"
            found.append(Token(at.line, at.first - signed, at.end, _OF[at.what]))
    found.sort()
    return [
        each
        for before, each in pairwise([Token(-1, 0, 0, 0), *found])
        if each.line > before.line or each.first >= before.end
    ]


def _deletions(lines: Sequence[str], outline: Outline) -> Iterator[Token]:
    """The signs, texts and hints of deletions; one may go on over lines of its paragraph."""
    first = outline.front_matter
    while first < len(lines):
        end = first
        while end < len(lines) and lines[end].strip() and not outline.is_code(end + 1):
            end += 1
        text = "\n".join(lines[first:end])
        if cloze.START in text and len(text) <= _LONGEST:
            yield from _in_paragraph("\n".join(map(without_code, lines[first:end])), first)
        first = max(end, first + 1)


def _in_paragraph(text: str, first: int) -> Iterator[Token]:
    plain = _ESCAPED.sub("  ", text)
    position, opened = 0, list[bool]()
    for sign, piece in cloze.pieces(plain):
        kind = _SIGN
        if not sign:
            kind = _HINT if opened and opened[-1] else _DELETED
        elif sign == "}}":
            kind = _SIGN if opened else -1
            del opened[-1:]
        elif sign == "::":
            opened[-1] = True
        else:
            opened.append(False)
        if kind == _SIGN or (opened and not sign):
            yield from _on_lines(text, position, position + len(piece), first, kind)
        position += len(piece)


def _on_lines(text: str, start: int, end: int, first: int, kind: int) -> Iterator[Token]:
    """A token for each line that a piece of a paragraph is on."""
    line = first + text.count("\n", 0, start)
    column = start - text.rfind("\n", 0, start) - 1
    for part in text[start:end].split("\n"):
        if part:
            yield Token(line, column, column + len(part), kind)
        line, column = line + 1, 0


def relative_numbers(found: Sequence[Token], lines: Sequence[str], units: ColumnUnits) -> list[int]:
    """Five numbers a token: lines below the last one, columns after it, length, kind, nothing."""
    numbers: list[int] = []
    line = column = 0
    for each in found:
        start = units.count(lines[each.line][: each.first])
        length = units.count(lines[each.line][each.first : each.end])
        below = each.line - line
        numbers += (below, start if below else start - column, length, each.kind, 0)
        line, column = each.line, start
    return numbers
