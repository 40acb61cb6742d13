"""A field with deletions as Anki shows it on one of its cards."""

import re
from typing import NamedTuple

from obverse.languages import cloze

_SIGN = re.compile(rf"{cloze.BEGUN}([\d,]+)::|\}}\}}")
_MATH = re.compile(r"\\\((?:[^\\]++|\\[^()]){0,1000}+\\\)|\\\[(?:[^\\]++|\\[^\[\]]){0,1000}+\\\]")
_TAG = re.compile(r"</?span[^>]*>")


class _Open(NamedTuple):
    """A deletion that is not closed yet: its numbers, how it opens, what is in it so far."""

    numbers: str
    opening: str
    parts: list[str]


def cloze_html(field: str, number: int, *, is_answer: bool) -> str:
    """The field with what this card asks hidden, or shown; an opening without its end is text."""
    stack = [_Open("", "", [])]
    done = 0
    for sign in _SIGN.finditer(field):
        stack[-1].parts.append(field[done : sign.start()])
        done = sign.end()
        if sign[1]:
            stack.append(_Open(sign[1], sign[0], []))
        elif len(stack) > 1:
            deleted = stack.pop()
            stack[-1].parts.append(_shown(deleted, number, is_answer=is_answer))
        else:
            stack[-1].parts.append(sign[0])
    stack[-1].parts.append(field[done:])
    while len(stack) > 1:
        left = stack.pop()
        stack[-1].parts.append(left.opening + "".join(left.parts))
    # Within math an element would be read as TeX.
    return _MATH.sub(lambda found: _TAG.sub("", found[0]), "".join(stack[0].parts))


def _shown(deleted: _Open, number: int, *, is_answer: bool) -> str:
    text, _, hint = "".join(deleted.parts).partition("::")
    name = "cloze" if str(number) in deleted.numbers.split(",") else "cloze-inactive"
    if name == "cloze" and not is_answer:
        text = f"[{hint or '...'}]"
    return f'<span class="{name}" data-ordinal="{deleted.numbers}">{text}</span>'
