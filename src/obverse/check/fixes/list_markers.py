"""List items begin with `-` instead of `*` and `+`."""

import re

from obverse.check.fixes import Fix, Page

_MARKER = re.compile(r"^([ \t]*(?:>[ \t]?)*)[*+](?=[ \t]+\S)")
# `* * *` is a thematic break, and emphasis has no space after its `*`.
_BREAK = re.compile(r"[ \t>]*+(?:\*[ \t]*+){3,}+$")


def _fix(page: Page) -> list[str | None]:
    return [
        _MARKER.sub(r"\1-", line) if page.text[number] and not _BREAK.match(line) else line
        for number, line in enumerate(page.lines)
    ]


FIX = Fix(_fix)
