r"""Math as Anki needs it: `\(..\)` and `\[..\]`, the text untouched except for HTML escapes."""

import re

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# What MathJax makes HTML of: addresses that may run, styles and ids that reach out of the card; and
# what could spell such a command. `\bbox` takes a style between its brackets.
_REACHING = re.compile(
    r"\\(href|style|cssId|class|require|csname|data|bbox(?=\s*\[[^\]]*[:;(]))(?![A-Za-z])"
)
_SIGN = re.compile(r"\\.|[{}]", re.DOTALL)


def inline(html: str) -> str:
    """Math within a line, from text that is already HTML."""
    return rf"\({html}\)"


def display(html: str) -> str:
    """Math on separate lines, from text that is already HTML."""
    return rf"\[{html}\]"


def escape(tex: str) -> str:
    """The text as HTML."""
    return tex.translate(_ESCAPES)


def tamed(tex: str) -> tuple[str, list[str]]:
    """The text without commands that reach beyond math, and what they are."""
    found = [f"\\{each[1]}" for each in _REACHING.finditer(tex)]
    return (_REACHING.sub("", tex), found) if found else (tex, found)


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
