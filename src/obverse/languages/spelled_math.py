r"""Text that spells math: `\(` in a field is math to Anki, whether or not its author meant any.

Meant math gets its brackets as holes while it is rendered. Once a field is whole, they are filled,
and what else reads as an opening bracket gets an empty element after its backslash. MathJax looks
for math in one run of text at a time, and Anki's editor in the HTML, so neither finds any.
"""

import re
from html import unescape

from obverse.languages import cloze, math_commands
from obverse.languages.math import bracket, escape_tex
from obverse.values.note import hole

GAP = "<span></span>"
_OPEN, _CLOSE = "\ufdd0math", "\ufdd1"
_MEANT = rf"{_OPEN}(?:40|91){_CLOSE}(?:(?!{_OPEN}(?:40|91){_CLOSE}).)*?{_OPEN}(?:41|93){_CLOSE}"
_TAG = r"<[A-Za-z](?:[^<>\"]|\"[^\"]*\")*+>"
_BRACKET = rf"{_OPEN}([0-9]+){_CLOSE}"
# What nothing may stand between for MathJax and Anki's editor, but it is removed or shows nothing.
_SPELLED = r"\\(?=(?:<wbr>)*[(\[])"
_ENDS = rf"\\(?:<wbr>)*[)\]]|{_OPEN}"
_PARTS = rf"(?is)(?P<meant>{_MEANT})|(?P<tag>{_TAG})|(?P<spelled>{_SPELLED})"
_HALF = "\ufdd0half"
_HALF_BRACKET = rf"{_HALF}([0-9]+){_CLOSE}"
_HALF_PAIR = rf"{_HALF}(40|91){_CLOSE}((?:[^<\ufdd0]|\ufdd0(?!half|math))*+){_HALF}(41|93){_CLOSE}"
_LONE = rf"(?s)({_MEANT}|<[A-Za-z/!](?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>)|\\([()\[\]])"
# In the author's HTML, whose text no other rule reads. A backslash pair is one of TeX's commands,
# and there are at most 2,000: math that is never closed is looked through from every opening.
_IN_HTML = (
    r"(?s)<[A-Za-z/!](?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>"
    r"|\\\((?P<inline>[^<\\]*+(?:\\[^()<][^<\\]*+){0,2000}+)\\\)"
    r"|\\\[(?P<display>[^<\\]*+(?:\\[^\[\]<][^<\\]*+){0,2000}+)\\\]"
)


def math_in_html(fragment: str) -> tuple[str, list[str]]:
    """An author's HTML with the math in its text as meant, and the commands removed from it."""
    removed: list[str] = []

    def meant(found: re.Match[str]) -> str:
        name = found.lastgroup
        if name is None:
            return found[0]
        tex, commands = math_commands.tamed(unescape(found[name]))
        removed.extend(commands)
        opening, closing = "()" if name == "inline" else "[]"
        return bracket(opening) + escape_tex(tex) + bracket(closing)

    fragment = re.sub(_IN_HTML, meant, fragment)
    # Deletions part a fragment: the other bracket may be in another.
    return re.sub(_LONE, lambda found: found[1] or hole("half", ord(found[2])), fragment), removed


def separated(field: str) -> str:
    """A whole field in which only meant math is math."""
    if _HALF in field:
        field = re.sub(_HALF_PAIR, _paired, field)
        field = re.sub(_HALF_BRACKET, _shown, field)
    if "\\" in field and re.search(_SPELLED, field):
        last = max([each.start() for each in re.finditer(_ENDS, field)], default=-1)
        field = re.sub(_PARTS, lambda found: _part(found, last), field)
    return brackets_filled(field)


def brackets_filled(field: str) -> str:
    """The field with the brackets of its meant math."""
    if _OPEN not in field:
        return field
    return re.sub(_BRACKET, _shown, field)


def _paired(found: re.Match[str]) -> str:
    """Math of an author's HTML with deletions in it; text, if a command in it reaches beyond."""
    tex = cloze.without_halves(unescape(found[2]))
    is_safe = (
        math_commands.tamed(tex) == (tex, []) and math_commands.tamed(unescape(found[2]))[1] == []
    )
    return (
        bracket(chr(int(found[1]))) + found[2] + bracket(chr(int(found[3])))
        if is_safe
        else found[0]
    )


def _shown(found: re.Match[str]) -> str:
    return "\\" + chr(int(found[1]))


def _part(found: re.Match[str], last: int) -> str:
    if found["tag"]:
        return re.sub(_SPELLED, "&#92;", found[0])
    return found[0] + GAP if found["spelled"] and found.start() < last else found[0]
