"""A heading gets the missing space after `##`, and never more than one."""

import re

from obverse.check.fixes import Fix, Page

# One `#` right before a word is a tag.
_NO_SPACE = re.compile(r"^( {0,3}##{1,5})[\u00a0\u2007\u202f]*(?=[^\s#])")
_SPACES = re.compile(r"^( {0,3}#{1,6})[ \t]{2,}(?=\S)")


def _fix(page: Page) -> list[str | None]:
    return [
        _spaced(line, missing=("heading-without-space", number) in page.found)
        if page.text[number]
        else line
        for number, line in enumerate(page.lines)
    ]


def _spaced(line: str, *, missing: bool) -> str:
    return _NO_SPACE.sub(r"\1 ", line) if missing else _SPACES.sub(r"\1 ", line)


FIX = Fix(_fix, keeps=())
