r"""Commands of MathJax that reach beyond math: to a script, an address, an id or a style.

A card's math comes from whoever wrote its source. MathJax expands macros, so a name alone is not
enough to look for. A macro can take a command as its argument and give it another bracket, and it
can join `\hr` and `ef` where a backslash before was skipped (`\verb`, the text between parameters
of `\def`). What is useful of such commands is kept in one checked form, in braces, which every
macro can only take as a whole. Tried with MathJax 3.2.2 and Anki's settings
(`tests/test_math_commands.py`).
"""

import re
from typing import NamedTuple

from obverse.machine.late import late

_REMOVED = (
    "href url html[A-Za-z]* style class cssId data require setOptions csname mmlToken "
    "includegraphics definecolo"
).split()
_HEX = r"\#[0A-Fa-f][0-9A-Fa-f]{2,5}+"  # with 1 to 9 it would be a parameter of a macro
_COLOR = rf"(?:[A-Za-z]\w*|{_HEX})"
# What may follow each command that is kept, after which there may be one group in braces. These
# expressions are compiled when they are first used: little math has a command.
_FORMS = {
    "bbox": rf"\s*\[(?:[\w\s,.-]|{_HEX})*+\]\s*(?=\{{)",
    "fcolorbox": rf"\s*(?:\[\w*\]\s*)?\{{{_COLOR}\}}\s*\{{{_COLOR}\}}\s*(?=\{{)",
    "definecolor": r"\s*\{\w+\}\s*\{\w+\}\s*(?=\{[\w\s,.]*\})",
    "unicode": r"\s*(?:\[[\w\s,.]*\]\s*)?(?=\{x?[0-9A-Fa-f]+\})",
    "verb": r"([^\sA-Za-z0-9\\{}#%*])(?:(?!\1)[^\\{}#%])*\1",
    "def": r"\s*\\(?:[A-Za-z]++|.)[^\\{}]*+(?=\{)",
}
_COMMAND = (
    rf"(?<!\\)(?P<slashes>\\++)(?:(?P<name>{'|'.join((*_REMOVED, *_FORMS))})(?![A-Za-z])"
    r"|(?P<joined>delimsize)(?=[A-Za-z]))"
)
_BRACE = late(r"\\.|[{}]", re.DOTALL)
_HALF_COMMAND = late(r"(?<!\\)(?:\\\\)*+\\[A-Za-z]*\Z")


class _Edit(NamedTuple):
    """The text between two places is replaced."""

    start: int
    end: int
    text: str


def tamed(tex: str) -> tuple[str, list[str]]:
    """The text in which no command reaches beyond math, and the commands that were removed."""
    edits: list[_Edit] = []
    removed: list[str] = []
    closings: dict[int, int] | None = None
    for found in re.finditer(_COMMAND, tex):
        start, name, end = found.end("slashes"), found["name"], found.end()
        if found["joined"]:
            edits.append(_Edit(end, end, " "))  # mathtools replaces it even within a name
        elif len(found["slashes"]) % 2 == 0:
            edits.append(_Edit(start, start, " "))  # a line break, then letters
        else:
            closings = _closings(tex) if closings is None else closings
            after = _kept(tex, name, end, closings)
            if after is None:
                removed.append(f"\\{name}")
                edits.append(_Edit(start - 1, end, ""))
            elif name != "def" or tex[: start - 1].strip():
                edits += (_Edit(start - 1, start - 1, "{"), _Edit(after, after, " }"))
    return (_edited(tex, edits), removed) if edits else (tex, removed)


def parted(before: str, after: str) -> str:
    """A space if the two texts would make one command when the deletion between them is shown."""
    return " " if after[:1].isalpha() and _HALF_COMMAND.search(before) else ""


def _kept(tex: str, name: str, end: int, closings: dict[int, int]) -> int | None:
    """Where a command that may stay ends, with its arguments."""
    found = re.compile(_FORMS[name]).match(tex, end) if name in _FORMS else None
    if not found or name == "verb":
        return found.end() if found else None
    return closings.get(found.end())


def _closings(tex: str) -> dict[int, int]:
    """The place after each group in braces, by the place where it begins; as MathJax counts."""
    opened: list[int] = []
    closings: dict[int, int] = {}
    for brace in _BRACE.finditer(tex):
        if brace[0] == "{":
            opened.append(brace.start())
        elif brace[0] == "}" and opened:
            closings[opened.pop()] = brace.end()
    return closings


def _edited(tex: str, edits: list[_Edit]) -> str:
    out: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda each: each.start):
        out += (tex[at : edit.start], edit.text)
        at = edit.end
    return "".join((*out, tex[at:]))
