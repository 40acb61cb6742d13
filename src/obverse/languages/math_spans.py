r"""Where math begins and ends within a text, and what only looks like math.

`$..$` follows Pandoc's rule: no space inside the dollar signs, no digit after the last. Only prices
are guarded beyond that (`US$5`, `5$, 6$`). `$$..$$` takes spaces inside where it begins or ends a
line. `\(..\)` and `\[..\]` are escapes of CommonMark too: plain words or numbers in them stay text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from obverse.machine.late import late

_SIGN = late(r"\\.|\$+", re.DOTALL)
_LINE_END = late(r"[ \t]*(?:\n|\Z)")
_BLANK_LINE = late(r"\n[ \t]*\n")
# After a letter or a digit: a power, an index or a command is math, anything else a price.
_AFTER_WORD = late(r"[\\^_{(A-Za-z]")
_WORD_BEFORE = late(r"[^\W_]")
_COMMAND = late(r"\\[A-Za-z]+|\\.", re.DOTALL)
_TEX = late(r"\\[A-Za-z]|[\^_{}=]")
_WORDS = late(r"[^\W\d_]{3,}")
_TWO_LETTERS = late(r"[^\W\d_]{2}")
_APART = late(r"(?<=[ \t])\$\$(?=[ \t])")
_LETTER = late(r"[^\W\d_]")
# What no prose has after a dollar sign: a command, or one letter with an index or a power.
_LONE = late(r"\$(?:\\[A-Za-z]{2}|[A-Za-z][\^_][0-9A-Za-z{\\](?![A-Za-z])|[\^_][0-9{\\])")
_ENVIRONMENT = late(
    r"\\begin\{(?:align|aligned|alignat|array|bmatrix|cases|equation|gather|gathered|matrix"
    r"|multline|pmatrix|split|vmatrix)\*?\}"
)
_NOT_PROSE = late(r"[\\^_{}=+*<>|]")
_WORD = late(r"[^\W\d_]+")
_FARTHEST = 10_000  # characters between a bracket and its partner
_LONGEST = 60  # characters of what is reported as math that is not read


class MathSpan(NamedTuple):
    """Math in a text: where what is inside begins and ends, and where the whole ends."""

    start: int
    stop: int
    end: int


class Suspect(NamedTuple):
    """Text that looks like math and is not: where it ends, what is wrong, what to do."""

    end: int
    message: str
    hint: str
    is_unclosed: bool = False


class _Signs(NamedTuple):
    r"""Where signs stand: each dollar, what can end `$$`, `$$` between spaces, `\)` and `\]`."""

    dollars: list[int]
    closing: list[int]
    apart: list[int]
    round: list[int]
    square: list[int]


@lru_cache(maxsize=8)
def _signs(text: str) -> _Signs:
    found = _Signs([], [], [], [], [])
    for sign in _SIGN.finditer(text):
        at = sign.start()
        if sign[0] == r"\)":
            found.round.append(at)
        elif sign[0] == r"\]":
            found.square.append(at)
        elif sign[0][0] == "$":
            found.dollars.extend(range(at, sign.end()))
            if len(sign[0]) > 1 and closes(text, at):
                found.closing.append(at)
            if sign[0] == "$$" and _APART.match(text, at):
                found.apart.append(at)
    return found


def _next(places: list[int], start: int) -> int:
    """The first of the places from `start` on, or -1."""
    index = bisect_left(places, start)
    return places[index] if index < len(places) else -1


def is_double(text: str, at: int) -> bool:
    """Whether exactly two dollar signs stand here."""
    return text.startswith("$$", at) and not text.startswith("$", at + 2)


def begins_line(text: str, at: int) -> bool:
    """Whether nothing but white space stands before this in its line."""
    while at and text[at - 1] in " \t":
        at -= 1
    return not at or text[at - 1] == "\n"


def ends_line(text: str, at: int) -> bool:
    """Whether nothing but white space stands from here to the end of the line."""
    return _LINE_END.match(text, at) is not None


def opens(text: str, at: int) -> bool:
    """Whether the two dollar signs here can begin math: in running text no space follows them."""
    after = text[at + 2 : at + 3]
    return begins_line(text, at) or ends_line(text, at + 2) or not after.isspace()


def closes(text: str, at: int) -> bool:
    """Whether the two dollar signs here can end math: in running text no space is before them."""
    return not text[at - 1].isspace() or ends_line(text, at + 2) or begins_line(text, at)


def display_span(text: str, at: int) -> MathSpan | None:
    """The displayed math that begins with the `$$` here."""
    if not is_double(text, at) or not opens(text, at):
        return None
    stop = _next(_signs(text).closing, at + 2)
    if stop < 0 or not text[at + 2 : stop].strip():
        return None
    return MathSpan(at + 2, stop, stop + 2)


def inline_span(text: str, at: int) -> MathSpan | None:
    """The math within a line that begins with the `$` here; on GitHub also in backticks."""
    first = text[at + 1 : at + 2]
    if not first.strip() or first == "$":
        return None
    stop = _next(_signs(text).dollars, at + 1)
    inside = text[at + 1 : stop]
    if stop < 0 or text[stop - 1].isspace() or text[stop + 1 : stop + 2].isdigit():
        return None
    ticks = int(_IN_TICKS.fullmatch(inside) is not None)
    is_price = not ticks and (_is_price(text, at, inside) or not _is_whole(inside))
    if is_price or _BLANK_LINE.search(inside):
        return None
    return MathSpan(at + 1 + ticks, stop - ticks, stop + 1)


def _is_price(text: str, at: int, inside: str) -> bool:
    before = text[at - 1 : at] if at else ""
    if not _WORD_BEFORE.match(before) or not before.isascii():
        return False
    if inside[0].isdigit() and before.isalpha():
        return True
    if before.isdigit() and _WORDS.search(_COMMAND.sub("", inside)):
        return True
    return not inside[0].isdigit() and _AFTER_WORD.match(inside) is None


def _is_whole(inside: str) -> bool:
    """Whether code spans inside are whole: with half of one it is a price before code."""
    return inside.count("`") % 2 == 0


def escaped_span(text: str, at: int) -> MathSpan | None:
    r"""The math that begins with the `\(` or `\[` here: more than a plain word or number."""
    is_round = text[at + 1] == "("
    signs = _signs(text)
    stop = _next(signs.round if is_round else signs.square, at + 2)
    if not 0 < stop < at + _FARTHEST:
        return None
    inside = text[at + 2 : stop]
    if not _is_whole(inside) or not is_math(inside, is_round=is_round):
        return None
    if is_round and _BLANK_LINE.search(inside):
        return None
    return MathSpan(at + 2, stop, stop + 2)


def is_math(inside: str, *, is_round: bool) -> bool:
    """Whether what stands between escaped brackets is math, and not an escaped remark."""
    if not inside.strip() or "](" in inside:
        return False
    if _NOT_PROSE.search(inside):
        return True
    # Between round brackets a letter alone is a variable; between square ones a mark or a label.
    words = _WORD.findall(inside) if is_round else []
    return len(words) == 1 == len(words[0]) or any(
        len(word) == 1 and word not in "aAI" for word in words
    )


def suspect(text: str, at: int) -> Suspect | None:
    """What is wrong with the dollar sign here that begins no math, where something is."""
    if text.startswith("$$", at):
        return _suspect_double(text, at) if is_double(text, at) else None
    stop = _next(_signs(text).dollars, at + 1)
    inside = text[at + 1 : stop] if 0 < stop <= at + _LONGEST else ""
    if inside and "\n" not in inside and _looks_like_math(inside):
        shown = text[at : stop + 1]
        if inside != inside.strip():
            message = f"`{shown}` is not math: there is a space inside the dollar signs"
            return Suspect(stop + 1, message, f"write `${inside.strip()}$`")
        if text[stop + 1 : stop + 2].isdigit():
            message = f"`{shown}` is not math: a digit follows it"
            return Suspect(stop + 1, message, rf"write `\({inside}\)`")
    if _LONE.match(text, at):
        message = "this `$` looks like the beginning of math, and no `$` ends it"
        hint = r"write `$` after the math, or `\$` for a dollar sign"
        return Suspect(at + 1, message, hint)
    return None


def _suspect_double(text: str, at: int) -> Suspect | None:
    stop = text.find("$$", at + 2, at + 2 + _LONGEST)
    inside = text[at + 2 : stop] if stop > 0 else ""
    if inside and "\n" not in inside and _looks_like_math(inside):
        message = f"`$${inside}$$` is not math: there is a space inside the dollar signs"
        hint = f"write `$${inside.strip()}$$`, or put it on a line of its own"
        return Suspect(stop + 2, message, hint)
    if not opens(text, at) and _is_about_itself(text, at):
        return None
    hint = r"write `$$` after the math, or `\$\$` for two dollar signs"
    return Suspect(at + 2, "`$$` is not closed: the math has no end", hint, is_unclosed=True)


def _is_about_itself(text: str, at: int) -> bool:
    """Whether another `$$` stands alone in this line: prose about the sign."""
    places = _signs(text).apart
    index = bisect_left(places, at)
    if places[index : index + 1] != [at]:
        return False
    before, after = places[max(index - 1, 0) : index], places[index + 1 : index + 2]
    return any("\n" not in text[min(at, other) : max(at, other)] for other in (*before, *after))


def _looks_like_math(inside: str) -> bool:
    # What begins with a digit is a price, unless a sign of TeX is in it.
    if r"\$" in inside or (inside.strip()[:1].isdigit() and not _TEX.search(inside)):
        return False
    plain = _COMMAND.sub(" ", re.sub(r"\{[^{}]*\}", " ", inside))
    if _WORDS.search(plain):
        return False
    if _TEX.search(inside):
        return True
    return _LETTER.search(plain) is not None and _TWO_LETTERS.search(plain) is None


def environment(text: str, at: int) -> Suspect | None:
    r"""An environment of LaTeX outside math, at the `\` here: Anki sets none of its own."""
    found = _ENVIRONMENT.match(text, at)
    if not found:
        return None
    message = f"`{found[0]}` outside math is shown as it is written"
    return Suspect(found.end(), message, "write `$$` before and after it")


def open_escape(text: str, at: int) -> Suspect | None:
    r"""What is wrong with a `\[` here that is alone on its line, and begins no math."""
    if not (text.startswith(r"\[", at) and begins_line(text, at) and ends_line(text, at + 2)):
        return None
    message = r"`\[` is not closed: the math has no end"
    hint = r"write `\]` after the math, without an empty line in it"
    return Suspect(at + 2, message, hint, is_unclosed=True)


def open_displays(line: str) -> Iterator[tuple[str, int]]:
    r"""The sign and the place of what may begin displayed math in a line, code spans aside."""
    if "$$" not in line and r"\[" not in line:
        return
    for found in _OPENERS.finditer(line):
        if found["sign"]:
            yield found["sign"], found.start()


_IN_TICKS = late("`[^`]+`")
_OPENERS = late(
    r"(?P<ticks>(?<!`)`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)"
    r"|(?P<sign>(?<!\$)\$\$(?!\$)|\\\[)|\\.|\$+"
)


def close_in(line: str, sign: str, start: int) -> int:
    """Where in a line the sign that closes displayed math stands, from `start` on; -1 without."""
    signs = _signs(line)
    return _next(signs.closing if sign == "$$" else signs.square, start)
