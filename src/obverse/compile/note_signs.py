"""Signs of cards: lines of a note that other tools take for cards, by the word of `cards`.

A look at lines outside of code, to say what a folder of notes holds and which word reads a line. It
decides nothing: what is a card is for the compiler to say.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple


class NoteSign(NamedTuple):
    """What lines look like for one word of `cards`: how they are called, and their pattern."""

    word: str
    name: str
    pattern: re.Pattern[str]


NOTE_SIGNS = (
    NoteSign("callouts", "`> [!card]` callout", re.compile(r"\s*>\s*\[!card\].*", re.IGNORECASE)),
    NoteSign(
        "marked",
        "`#card` mark",
        re.compile(r".*\S\s+#(?:card(?:[/-]\w+)?|flashcard|fc)(?:\s+#[\w/-]+)*\s*", re.IGNORECASE),
    ),
    NoteSign("headings", "`##` heading", re.compile(r" {0,3}##[ \t]+\S.*")),
    NoteSign(
        "qa",
        "`Q:` line",
        re.compile(r"\s*(?:[-*+]\s+|\d+[.)]\s+)?(?:\*\*|__)?Q\s?\d*(?:\*\*|__)?:.*"),
    ),
    NoteSign("question-mark", "`?` line", re.compile(r"\?\??\s*")),
    NoteSign("inline", "` :: ` line", re.compile(r"\s*(?![#>|])\S.*?\s:::?\s.*\S.*")),
    NoteSign(
        "inline-tight", "`::` line", re.compile(r"\s*(?![#>|\[])\S.*?(?<![\s:]):::?(?![\s:]).*")
    ),
)
_CODE = re.compile(r"(?<!`)(`++).*?(?<!`)\1(?!`)")
_LONGEST = 2000  # characters
_NOT_TIGHT = re.compile(
    r"(?:\b(?:std|core|crate|self|super|boost)::\w|\w+::\w+(?:\(|::)|\d:\d\d::\d|://\S*::|[0-9a-f]*::1\b)"
)
_FENCE = re.compile(r"[ \t]*(?:>[ \t]*)*(`{3,}|~{3,})")
_TABLE = re.compile(r"\s*+\|?\s*+:?-{3,}+:?\s*+(?:\|\s*+:?-{3,}+:?\s*+)*\|?\s*+")


def note_lines_seen(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines of a note outside of its front matter and its blocks of code, counted from one."""
    start = 0
    if lines and lines[0].rstrip() == "---":
        ends = (at for at in range(1, len(lines)) if lines[at].rstrip() == "---")
        start = next(ends, -1) + 1
    fence = ""
    for number, line in enumerate(lines[start:], start=start + 1):
        found = _FENCE.match(line)
        if found and not fence:
            fence = found[1]
        elif found and found[1].startswith(fence) and not line.strip("`~> \t"):
            fence = ""
        elif not fence and line.strip():
            yield number, line


def sign_of(line: str) -> NoteSign | None:
    """What a line looks like, if it looks like the beginning of a card."""
    # Most lines have none of these; a line as long as a book is no card, and would take long.
    if len(line) > _LONGEST or not any(sign in line for sign in "#?:>"):
        return None
    shown = _CODE.sub("`", line).rstrip()
    for each in NOTE_SIGNS:
        if each.pattern.fullmatch(shown):
            is_code = each.word == "inline-tight" and _NOT_TIGHT.search(shown)
            return None if is_code else each
    return None


def signs_of(lines: Sequence[str]) -> Mapping[str, list[tuple[int, str]]]:
    """The lines of a note that look like cards, by the word of `cards`: (number from one, line)."""
    found: dict[str, list[tuple[int, str]]] = {}
    before = 0
    for number, line in note_lines_seen(lines):
        sign = sign_of(line)
        # A `?` is below the line that asks.
        if sign and not (sign.word == "question-mark" and before != number - 1):
            found.setdefault(sign.word, []).append((number, line.strip()))
        before = number
    return found


def tables_in(lines: Sequence[str]) -> int:
    """How many tables a note has."""
    return sum("|" in line and bool(_TABLE.fullmatch(line)) for _, line in note_lines_seen(lines))
