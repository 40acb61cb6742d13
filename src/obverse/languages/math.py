r"""Math as Anki needs it: `\(..\)` and `\[..\]`, the text untouched except for HTML escapes.

The brackets are holes until the field is whole: `spelled_math`.
"""

import re

from obverse.machine.late import late
from obverse.values.note import hole

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_SIGN = late(r"\\.|[{}]", re.DOTALL)


def bracket(character: str) -> str:
    r"""The hole for `\(`, `\)`, `\[` or `\]` of math that is meant."""
    return hole("math", ord(character))


def inline_math(html: str) -> str:
    """Math within a line, from text that is already HTML."""
    return f"{bracket('(')}{html}{bracket(')')}"


def display(html: str) -> str:
    """Math on separate lines, from text that is already HTML."""
    return f"{bracket('[')}{html}{bracket(']')}"


def escape_tex(tex: str) -> str:
    """The text as HTML."""
    return tex.translate(_ESCAPES)


def unbalanced(tex: str) -> str | None:
    """The first unmatched brace, if there is one: MathJax then leaves the text as it is."""
    depth = 0
    for found in _SIGN.finditer(tex):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if depth < 0:
                return "}"
    return "{" if depth else None
