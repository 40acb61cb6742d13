r"""Math as Anki wants it: `\(..\)` and `\[..\]`, the text untouched but for HTML's own signs."""

import re

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_DOUBLE_BRACE = re.compile(r"(?<=[{}])(?=\}\})|(?<=\})(?=\})")


def inline(tex: str) -> str:
    """Math within a line."""
    return rf"\({_escape(tex)}\)"


def display(tex: str) -> str:
    """Math on lines of its own."""
    return rf"\[{_escape(tex)}\]"


def _escape(tex: str) -> str:
    # Two closing braces in a row end a cloze deletion, and a space between them changes no math.
    return _DOUBLE_BRACE.sub(" ", tex.strip()).translate(_ESCAPES)
