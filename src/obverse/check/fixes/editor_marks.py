"""Characters that an editor inserted are replaced, such as no-break spaces and typed bullets.

A no-break space after `##`, a list marker or `>` turns a heading, a list or a quote into text; a
typed `•` turns a list into text; a zero-width space or a byte order mark within a file breaks words
that look whole.
"""

import re

from obverse.check.fixes import Fix, Page
from obverse.languages.tags import outside_quotes

_NO_BREAK = re.compile("^([ \\t]*(?:#{1,6}|[-*+]|\\d{1,9}[.)]|>))[\u00a0\u2007\u202f]+")
_BULLET = re.compile("^([ \\t]*)[•‣▪●][ \\t\u00a0]+")  # typed bullets
_UNSEEN = re.compile("[\u200b\ufeff]")


def _fix(page: Page) -> list[str | None]:
    return [
        _straight(line) if page.text[number] and not line.isascii() else line
        for number, line in enumerate(page.lines)
    ]


def _straight(line: str) -> str:
    return _BULLET.sub(r"\1- ", _NO_BREAK.sub(r"\1 ", outside_quotes(line, _UNSEEN)))


FIX = Fix(_fix, keeps=())
