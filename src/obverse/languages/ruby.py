"""Ruby: words with readings above them, as `{東京|とうきょう}` writes them."""

import re
from collections.abc import Sequence
from functools import cache

# Han, kana, Hangul and Bopomofo, with the marks that repeat and lengthen.
_SCRIPT = (
    r"\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3040-\u318f"
    r"\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    r"\uf900-\ufaff\uff66-\uff9d\U00016fe0-\U00018aff\U0001b000-\U0001b16f"
    r"\U00020000-\U000323af"
)
_WORD = rf"[^{{}}|\\<>\n]{{0,100}}[{_SCRIPT}][^{{}}|\\<>\n]{{0,100}}"
_READING = r"[^{}|\\<>\n]{1,100}"
# What begins it, to be escaped where it is text.
RUBY_BEGINNING = rf"\{{(?={_WORD}\|)"
# The same of any text: a word in a script above U+1100, which takes less long to compile.
MAY_BE_RUBY = r"\{(?=[^{}|\\<>\n]{0,100}[^\x00-\u10ff][^{}|\\<>\n]{0,100}\|)"


@cache
def ruby() -> re.Pattern[str]:
    """The pattern of a word and its readings, compiled when it is first used: few have any."""
    return re.compile(rf"\{{({_WORD})((?:\|{_READING})+)\}}")


def reading_pairs(word: str, readings: Sequence[str]) -> list[tuple[str, str]]:
    """(what is read, its reading): each character has one, or the word has all of them."""
    each = [reading for reading in readings if reading]
    if 1 < len(each) == len(word):
        return [*zip(word, each, strict=True)]
    return [(word, "".join(each))]


def ruby_text(found: Sequence[tuple[str, str]]) -> str | None:
    """The text that gives these pairs; `None` if there is none."""
    word, readings = "".join(one for one, _ in found), [reading for _, reading in found]
    text = f"{{{word}|{'|'.join(readings)}}}"
    read = ruby().fullmatch(text)
    if not read or reading_pairs(read[1], read[2].split("|")) != [*found]:
        return None
    return text
