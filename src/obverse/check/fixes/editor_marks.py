"""What an editor broke is straightened: no-break spaces behind signs, and bullets that are none.

A no-break space behind `##`, a list marker or `>` makes text of what should be a heading, a list or
a quote; a typed `•` makes text of a list; a zero-width space and a byte order mark within a file
break words that look whole.
"""

import re

from obverse.check.fixes import Fix, Page

_NO_BREAK = re.compile("^([ \\t]*(?:#{1,6}|[-*+]|\\d{1,9}[.)]|>))[\u00a0\u2007\u202f]+")
_BULLET = re.compile("^([ \\t]*)[•‣▪●][ \\t\u00a0]+")  # the signs that are meant
_UNSEEN = re.compile("[\u200b\ufeff]")


def _fix(page: Page) -> list[str | None]:
    return [
        _straight(line) if page.text[number] and not line.isascii() else line
        for number, line in enumerate(page.lines)
    ]


def _straight(line: str) -> str:
    return _BULLET.sub(r"\1- ", _NO_BREAK.sub(r"\1 ", _UNSEEN.sub("", line)))


FIX = Fix(_fix, keeps=())
