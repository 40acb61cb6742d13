"""Line ends: soft ones written as hard ones, so that they break the line whatever is set."""

from collections.abc import Iterator, Sequence

from obverse.languages import markdown

_HARD, _SOFT = "hardbreak", "softbreak"
_SIGNS = ("\\", "  ")  # a backslash is seen; but it may begin or end math that is not there


def with_hard_breaks(text: str) -> str:
    """Markdown in which the end of each line of a paragraph is a line break.

    A line end that is part of code, math, HTML or a link stays as it is.
    """
    if "\n" not in text:
        return text
    wanted = [(_HARD if kind == _SOFT else kind, said) for kind, said in _said(text)]
    made = (_with(text, sign) for sign in _SIGNS)
    return next((each for each in made if [*_said(each)] == wanted), text)


def _said(text: str) -> Iterator[tuple[str, str]]:
    """All that the parser finds: kinds and texts."""
    for token in markdown.parse(text):
        yield token.type, "" if token.children else token.content
        for child in token.children or ():
            yield child.type, child.content


def _with(text: str, sign: str) -> str:
    lines = text.split("\n")
    for token in markdown.parse(text):
        if token.type == "inline" and token.map and token.map[1] - token.map[0] > 1:
            first, end = token.map
            breaks = [each.type for each in token.children or () if each.type in (_HARD, _SOFT)]
            if len(breaks) == end - first - 1:
                for at, kind in enumerate(breaks, start=first):
                    lines[at] += sign * (kind == _SOFT)
            else:  # some line end is in a span: which one, the parser does not say
                _try_each(lines, first, end, sign)
    return "\n".join(lines)


def _try_each(lines: list[str], first: int, end: int, sign: str) -> None:
    """Break each line where that makes one break more of all the text, and nothing else."""
    for at in range(first, end - 1):
        tried = [*lines[:at], lines[at] + sign, *lines[at + 1 :]]
        if _hard(tried) == _hard(lines) + 1:
            lines[at] += sign


def _hard(lines: Sequence[str]) -> int:
    tokens = markdown.parse("\n".join(lines))
    return sum(child.type == _HARD for token in tokens for child in token.children or ())
