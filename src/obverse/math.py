r"""Math as Anki wants it: `\(..\)` and `\[..\]`, the text untouched but for HTML's own signs."""

import re

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_BRACES = re.compile(r"(?<=\})(?=\})|(?<=\{)(?=\{c[0-9])|(?<=:)(?=:)")
_SIGN = re.compile(r"\\.|[{}]", re.DOTALL)


def inline(html: str) -> str:
    """Math within a line, from text that is HTML already."""
    return rf"\({html}\)"


def display(html: str) -> str:
    """Math on lines of its own, from text that is HTML already."""
    return rf"\[{html}\]"


def escape(tex: str) -> str:
    """The text as HTML."""
    return tex.translate(_ESCAPES)


def spaced(tex: str) -> str:
    """The text with nothing in it that reads as a sign of a deletion: a space changes no math."""
    return _BRACES.sub(" ", tex)


def unbalanced(tex: str) -> str | None:
    """The brace that has no partner, if one has none: MathJax then leaves the text as it is."""
    depth = 0
    for found in _SIGN.finditer(tex):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if depth < 0:
                return "}"
    return "{" if depth else None
